#!/usr/bin/env python3
"""Reads the agreements that the tests drafted for every combination, as the linter `contract-lint` reads a contract.

usage: contract_lint.py FOLDER

FOLDER holds Markdown files; the test `combinations` writes them. Every rule of the linter is on, also those that are off by
default, except one:

- undefined-term: it takes for a term any two words that begin with capitals, and joins `of`, `and`, `the`, `to`, `in` and
  `for` to them. So it reports the first words of sentences ("If the", "Notice of"), headings ("Access and correction") and
  names from the record ("Privacy Officer"). Whether each defined term that is used is defined, the test `combinations`
  checks against the list of terms itself.

The linter knows a definition by quotation marks. The drafts print the term in bold, so `**Term** means` is handed over as
`"Term" means`; without that, its rules on unused and double definitions would see no definition at all. It knows a reference
by the capital of "Section", and the drafts say "section 7", which is handed over as "Section 7" for the same reason.
"""

import re
import sys
import time
from pathlib import Path

import contract_lint_cli as linter

EXCLUDED = {"undefined-term"}
BOLD_DEFINITION = re.compile(r"\*\*([A-Z][^*\n]*)\*\* means ")
REFERENCE = re.compile(r"\bsection (?=[0-9])")
# A text in which each rule that is on finds something, so that a silent linter is not taken for a clean text.
FAULTY = """# One

This agreement is effective as of 2026-02-30. It ends on a date of [PARTY NAME].

## 1. Terms

(a) **Idle Word** means nothing.

(b) **Twice** means once.

(c) **Twice** means thirty (31) days.

## 3. Terms

Sample Corporation and Sample Corp. keep to section 9. Twice is used.
"""
SEEN_IN_FAULTY = {
    "placeholder", "broken-xref", "unused-definition", "double-definition", "numbering", "duplicate-heading",
    "party-consistency", "date-sanity", "number-consistency", "signature-block",
}


def configured():
    config = linter._default_config()
    for name, rule in config.rules.items():
        rule.enabled = name not in EXCLUDED
    return config


def findings(text, config):
    text = REFERENCE.sub("Section ", BOLD_DEFINITION.sub(r'"\1" means ', text))
    return linter.lint(linter.analyze(text, "markdown"), config)


def main(folder):
    started = time.monotonic()
    config = configured()
    seen = {finding.rule for finding in findings(FAULTY, config)}
    if seen != SEEN_IN_FAULTY or SEEN_IN_FAULTY | EXCLUDED != set(config.rules):
        sys.exit(f"the linter is not the one that this check was written for: {sorted(seen ^ SEEN_IN_FAULTY)}")
    files = sorted(Path(folder).glob("*.md"))
    if len(files) < 200:
        sys.exit(f"{folder} holds {len(files)} agreements; run `cargo test --test combinations` first")
    wrong = definitions = references = 0
    for file in files:
        text = file.read_text(encoding="utf-8")
        definitions += len(BOLD_DEFINITION.findall(text))
        references += len(REFERENCE.findall(text))
        for finding in findings(text, config):
            wrong += 1
            print(f"{file.name}:{finding.line}: {finding.rule}: {finding.message}: {finding.excerpt}")
    if definitions < 20 * len(files) or references < 5 * len(files):
        sys.exit(f"only {definitions} definitions and {references} references were handed over")
    print(f"{len(files)} agreements, {definitions} definitions, {references} references, {wrong} findings, {time.monotonic() - started:.0f} s")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
