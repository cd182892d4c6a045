// Checks HTML files for accessibility with axe-core in a real browser: light and dark, wide and 320 pixels narrow.
//
// It is no part of `cargo test`, because it needs a browser. Once, in any folder outside the repository:
//
//     npm install axe-core playwright-core
//
// then, with that folder's node_modules, and with Chromium (or another browser that CHROMIUM names):
//
//     NODE_PATH=/that/folder/node_modules node tests/outside/accessibility.mjs report.html draft.html trace.html [more.html ...]
//
// It exits with 0 when there is no violation, 1 when there is one, 2 when it could not run.

import { createRequire } from "node:module";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WIDTHS = [1280, 320];
const SCHEMES = ["light", "dark"];
const BROWSERS = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

function stop(message) {
  console.error(message);
  process.exit(2);
}

const files = process.argv.slice(2);
if (files.length === 0) stop("name the HTML files to check");
const missing = files.find((file) => !existsSync(file));
if (missing) stop(`there is no file ${missing}`);

let chromium, axe;
try {
  const require = createRequire(import.meta.url);
  ({ chromium } = require("playwright-core"));
  axe = require.resolve("axe-core");
} catch (error) {
  stop(`axe-core and playwright-core are needed; see the head of this file (${error.code})`);
}
const executablePath = BROWSERS.find((path) => path && existsSync(path));
if (!executablePath) stop("no browser was found; install Chromium, or name one in CHROMIUM");

/** Checks one file in one setting; gives its violations in lines of text. */
async function check(browser, file, colorScheme, width) {
  // The page forbids scripts; the checker itself is one.
  const context = await browser.newContext({ bypassCSP: true, colorScheme, viewport: { width, height: 900 } });
  const page = await context.newPage();
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  const address = pathToFileURL(resolve(file)).href;
  await page.goto(address);
  const problems = requests.filter((url) => url !== address).map((url) => `asks for ${url}`);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (overflow > 0) problems.push(`is ${overflow} pixels wider than the window`);
  await page.addScriptTag({ path: axe });
  const result = await page.evaluate((values) => window.axe.run(document, { runOnly: { type: "tag", values } }), RULES);
  for (const { id, impact, help, nodes } of result.violations) {
    problems.push(`${impact} ${id}: ${help}`, ...nodes.slice(0, 5).map((node) => `  ${node.target.join(" ")} ${node.failureSummary}`));
  }
  await context.close();
  return problems;
}

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
let failed = 0;
for (const file of files) {
  for (const scheme of SCHEMES) {
    for (const width of WIDTHS) {
      const problems = await check(browser, file, scheme, width);
      failed += problems.length > 0 ? 1 : 0;
      console.log(`${file} ${scheme} ${width}: ${problems.length === 0 ? "no violation" : "\n" + problems.join("\n")}`);
    }
  }
}
await browser.close();
process.exit(failed > 0 ? 1 : 0);
