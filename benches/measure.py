#!/usr/bin/env python3
"""Measures `diligence` and prints ratios.

    cargo build --release --benches && python3 benches/measure.py [COUNT]

One record: the milliseconds on this machine, and the whole process against `python3 -c pass`. COUNT records (10000 unless
given): processor time against reading and parsing the same files with the toml crate alone (benches/bare_parse.rs), and
peak memory for 100 of them and for all. Each figure is the best of several runs. Needs Python 3.11 on Linux.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

import usage

ROOT = pathlib.Path(__file__).parent.parent
RUNS = 5


def best(command, runs=RUNS):
    results = [usage.run(command) for _ in range(runs)]
    if any(status not in (0, 1) for _, _, status in results):
        sys.exit(f"{command[0]} did not run")
    return min(seconds for seconds, _, _ in results), max(memory for _, memory, _ in results)


def newest(pattern):
    found = [path for path in (ROOT / "target/release/deps").glob(pattern) if path.suffix == ""]
    return max(found, key=lambda path: path.stat().st_mtime)


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    program = ROOT / "target/release/diligence"
    check = [program, "check", "--as-of", "2026-11-21"]
    example = ROOT / "checklists/ontario/examples/online-licensing"
    one, _ = best([*check, example], runs=20)
    # The interpreter itself: a `python3` on the path may be a shell script that looks for it.
    python, _ = best([os.path.realpath(sys.executable), "-c", "pass"], runs=20)
    ratio = f"{one / python:.2f} of `python3 -c pass` in processor time"
    print(f"one record that chooses texts of clauses, the whole process: {ratio}; {one * 1000:.0f} ms here")
    with tempfile.TemporaryDirectory() as folder:
        generate = [sys.executable, ROOT / "benches/generate.py", folder, str(count)]
        subprocess.run([str(part) for part in generate], check=True)
        few = pathlib.Path(folder) / "000"
        bare, _ = best([newest("bare_parse-*"), folder])
        all_records, memory = best([*check, folder])
        _, memory_few = best([*check, few])
        print(f"{count} records: {all_records / bare:.1f} times the bare reading and parsing")
        print(f"peak memory for {count} records: {memory / memory_few:.2f} of that for 100")


if __name__ == "__main__":
    main()
