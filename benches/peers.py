#!/usr/bin/env python3
"""Runs `diligence` and other programs on the same work, and prints a table of ratios.

    cargo build --release && python3 benches/peers.py [--records 1000,10000] [--runs 5] [--tools FOLDER]

The peers are installed from PyPI and crates.io into FOLDER (target/peers unless given) when they are not there yet:
evidentia, compliance-trestle, check-jsonschema and taplo by pip, regorus by cargo. evidentia needs Python 3.12 or later:
`python3.12` on the path, or the interpreter that PYTHON names. A peer that cannot be installed is named and left out.

Before anything is measured, the script holds the answers against each other: the gaps of 150 items, the gaps of twenty
requirements in every record, and which records a schema refuses. It stops where they differ. Then every command runs in
turn, several rounds, and each figure is the median of its rounds. Needs Python 3.11 on Linux.
"""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import tomllib

import peers_inputs as inputs
from usage import run

ROOT = pathlib.Path(__file__).resolve().parent.parent
DILIGENCE = ROOT / "target/release/diligence"
CHECK = [DILIGENCE, "check", "--as-of", "2026-11-21"]
PYPI = {"evidentia": "evidentia", "compliance-trestle": "trestle", "check-jsonschema": "check-jsonschema", "taplo": "taplo"}


def install(tools):
    """The programs of the peers that are there or can be installed, by name."""
    tools.mkdir(parents=True, exist_ok=True)
    found = {}
    python = os.environ.get("PYTHON") or shutil.which("python3.12") or sys.executable
    for package, program in PYPI.items():
        path = tools / package / "bin" / program
        if not path.exists():
            steps = [[python, "-m", "venv", tools / package], [tools / package / "bin/pip", "install", "-q", package]]
            all(subprocess.run(step).returncode == 0 for step in steps)
        found[package] = path
    path = tools / "regorus/bin/regorus"
    if not path.exists():
        subprocess.run(["cargo", "install", "-q", "regorus", "--example", "regorus", "--root", tools / "regorus"])
    found["regorus"] = path
    for name, path in list(found.items()):
        if not path.exists():
            print(f"{name} could not be installed and is left out", file=sys.stderr)
            del found[name]
    return found


def answer(command, env):
    command = [str(part) for part in command]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=env)


def agree(what, ours, theirs, name):
    if ours != theirs:
        odd = sorted(ours ^ theirs)[:5]
        sys.exit(f"{what}: diligence has {len(ours)} and {name} {len(theirs)}; they differ in {odd}")
    print(f"{what}: {len(ours)}, the same set from {name}", file=sys.stderr)


class Bench:
    """The commands of one run of this script."""

    def __init__(self, folder, tools, runs):
        self.folder, self.tools, self.runs = folder, tools, runs
        self.env = {**os.environ, "HOME": str(folder), "EVIDENTIA_CATALOG_DIR": str(folder / "catalogs"), "NO_COLOR": "1"}
        self.rows = []

    def have(self, name):
        return name in self.tools

    def measure(self, what, ours, peers, runs=None):
        """Runs `ours` and each of `peers` in turn and keeps how often its time and memory the peers need."""
        commands = {"": ours, **peers}
        rounds = []
        for _ in range(runs or self.runs):
            rounds.append({name: run(command, self.env) for name, command in commands.items()})
        for name in commands:
            # 0 and 1 are answers; anything else is no run at all.
            if any(status not in (0, 1) for _, _, status in (one[name] for one in rounds)):
                sys.exit(f"{what}: {name or 'diligence'} did not run")
        seconds = {name: statistics.median(one[name][0] for one in rounds) for name in commands}
        memory = {name: max(one[name][1] for one in rounds) for name in commands}
        for name in peers:
            self.rows.append((what, name, seconds[name] / seconds[""], memory[name] / memory[""], seconds[""]))
            print(f"{what}: {name} {seconds[name]:.3f} s against {seconds['']:.3f} s", file=sys.stderr)

    def start_up(self):
        programs = {name: [path, "--help"] for name, path in self.tools.items()}
        self.measure("start-up: print the help", [DILIGENCE, "--help"], programs)

    def gap_run(self):
        requirements = json.loads(answer([DILIGENCE, "list", "requirements", "--format", "json"], self.env).stdout)
        work = inputs.items(requirements, 150)
        folder = self.folder / "gap"
        folder.mkdir()
        pack, record = inputs.pack(folder, work)
        ours = [*CHECK, "--pack", pack, record]
        ids = {"planning." + item["id"] for item in work}
        gaps = {name.removeprefix("planning.") for name in gaps_of(self.check_json(ours)[0]) if name in ids}
        peers = {}
        if self.have("evidentia"):
            catalogue, inventory = inputs.evidentia(folder, work)
            program, report = self.tools["evidentia"], folder / "report.json"
            answer([program, "catalog", "import", catalogue], self.env)
            peers["evidentia"] = [program, "gap", "analyze", "-i", inventory, "-f", "items", "-o", report]
            answer(peers["evidentia"], self.env)
            theirs = {gap["control_id"] for gap in json.loads(report.read_text())["gaps"]}
            agree("gaps among 150 items", gaps, theirs, "evidentia")
        if self.have("compliance-trestle"):
            program, workspace = self.tools["compliance-trestle"], folder / "trestle"
            workspace.mkdir()
            answer([program, "init", "--local", "-tr", workspace], self.env)
            inputs.trestle(workspace, work)
            flags = ["-n", "items", "-is", "planned", "-o", "gaps", "-tr", workspace]
            peers["compliance-trestle"] = [program, "author", "ssp-filter", *flags]
            answer(peers["compliance-trestle"], self.env)
            plan = json.loads((workspace / "system-security-plans/gaps/system-security-plan.json").read_text())
            rows = plan["system-security-plan"]["control-implementation"]["implemented-requirements"]
            agree("gaps among 150 items", gaps, {row["control-id"] for row in rows}, "compliance-trestle")
        self.measure("gaps among 150 items", ours, peers)

    def check_json(self, command):
        return json.loads(answer([*command, "--format", "json"], self.env).stdout)["records"]

    def schema(self, records, count):
        """Schema checking alone, against everything that `check` does."""
        schema = self.folder / "schema.json"
        schema.write_text(answer([DILIGENCE, "schema"], self.env).stdout)
        commands = {}
        if self.have("check-jsonschema"):
            commands["check-jsonschema"] = [self.tools["check-jsonschema"], "--schemafile", schema]
        if self.have("taplo"):
            commands["taplo"] = [self.tools["taplo"], "check", "--schema", f"file://{schema}"]
        paths = sorted(records.rglob("procurement.toml"))[:count]
        if count == 1:
            wrong = self.folder / "wrong.toml"
            wrong.write_text(paths[0].read_text(encoding="utf-8") + "\n[breach-notice]\nwithin = 3\n")
            for name, command in {"": CHECK, **commands}.items():
                right, refused = run([*command, paths[0]], self.env)[2], run([*command, wrong], self.env)[2]
                if right not in (0, 1) or refused == 0 or right == refused:
                    sys.exit(f"{name or 'diligence'} does not tell a right record ({right}) from a wrong one ({refused})")
        peers = {name: [*command, *paths] for name, command in commands.items()}
        self.measure(f"schema of {records_in_words(count)}", [*CHECK, *paths], peers, few(count, self.runs))

    def rules(self, records, count):
        """Twenty requirements in Rego, against every requirement that `check` holds a record against."""
        if not self.have("regorus"):
            return
        policy, ids = inputs.Rego(ROOT / "checklists/ontario").policy(20)
        (self.folder / "items.rego").write_text(policy)
        paths = sorted(records.rglob("procurement.toml"))[:count]
        data = self.folder / f"records-{count}.json"
        texts = [tomllib.loads(path.read_text(encoding="utf-8")) for path in paths]
        data.write_text(json.dumps({"records": texts}, default=str))
        # The policy knows no phases, so that `check` has to count everything as due.
        check = [*CHECK, "--gate", "management", *paths]
        query = ["eval", "-d", self.folder / "items.rego", "-i", data, "data.items.gaps"]
        command = [self.tools["regorus"], *query]
        if count <= 1000:
            value = json.loads(answer(command, self.env).stdout)["result"][0]["expressions"][0]["value"]
            ours = [gaps_of(record) & set(ids) for record in self.check_json(check)]
            pairs = {(number, name) for number, names in enumerate(ours) for name in names}
            agree(f"gaps of twenty rules in {records_in_words(count)}", pairs, {(i, name) for i, name in value}, "regorus")
        what = f"twenty rules on {records_in_words(count)}"
        self.measure(what, check, {"regorus": command}, few(count, self.runs))

    def table(self):
        print("| work | peer | processor time | peak memory |\n|---|---|---|---|")
        for what, name, seconds, memory, _ in self.rows:
            print(f"| {what} | {name} | {ratio(seconds)} | {ratio(memory)} |")


def gaps_of(record):
    return {finding["requirement"] for finding in record["findings"] if finding["status"] == "gap"}


def records_in_words(count):
    return "one record" if count == 1 else f"{count:,} records"


def few(count, runs):
    """Fewer rounds where one lasts long."""
    return runs if count < 10_000 else min(runs, 3)


def ratio(value):
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}"


def main():
    parser = argparse.ArgumentParser(description="Compares diligence with its peers.")
    parser.add_argument("--records", default="1000,10000")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--tools", type=pathlib.Path, default=ROOT / "target/peers")
    parser.add_argument("--diligence", type=pathlib.Path, default=DILIGENCE, help="the program to measure")
    options = parser.parse_args()
    CHECK[0] = globals()["DILIGENCE"] = options.diligence.resolve()
    tools = install(options.tools.resolve())
    counts = [1, *(int(count) for count in options.records.split(",") if count)]
    with tempfile.TemporaryDirectory() as name:
        bench, records = Bench(pathlib.Path(name), tools, options.runs), pathlib.Path(name) / "records"
        subprocess.run([sys.executable, ROOT / "benches/generate.py", records, str(max(counts))], check=True)
        bench.start_up()
        bench.gap_run()
        for count in counts:
            bench.schema(records, count)
            bench.rules(records, count)
        bench.table()


if __name__ == "__main__":
    main()
