#!/usr/bin/env python3
"""Writes COUNT procurement records into FOLDER: valid, varied, the same for the same seed.

    python3 benches/generate.py FOLDER COUNT [SEED]

Needs Python 3.11 and nothing else. Fields and values are those of checklists/ontario/fields.
"""

import pathlib
import random
import sys
import tomllib

FIELDS = pathlib.Path(__file__).parent.parent / "checklists" / "ontario" / "fields"
# What a record says of waivers and evidence is checked against requirements and files, so it is not made up here.
LEFT_OUT = ("evidence", "waivers", "policy")


def read_fields():
    fields = {}
    for path in sorted(FIELDS.glob("*.toml")):
        fields.update(tomllib.loads(path.read_text(encoding="utf-8")))
    return {path: field for path, field in fields.items() if path.split(".")[0] not in LEFT_OUT}


def value(field, rng):
    kind = field["type"]
    if kind == "yes-no":
        return "true" if rng.random() < 0.7 else "false"
    if kind == "integer":
        return str(rng.randrange(1, 100))
    if kind == "money":
        return str(rng.randrange(0, 500_000))
    if kind == "date":
        return f"20{rng.randrange(25, 27)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
    if kind == "duration":
        return f'"{rng.randrange(1, 60)} {rng.choice(["hours", "days", "business days", "months", "years"])}"'
    if kind == "one-of":
        return f'"{rng.choice(list(field["values"]))}"'
    if kind == "list-of":
        words = [word for word in field["values"] if rng.random() < 0.6]
        return "[" + ", ".join(f'"{word}"' for word in words) + "]"
    if kind == "text-list":
        return '["a first text of some length", "and a second one"]'
    return '"A text of the length that people write here"'


def record(fields, rng):
    lines = []
    for path, field in fields.items():
        parent = path.rsplit(".", 1)[0] if "." in path else ""
        if field["type"] == "section":
            lines.append(f"\n[{path}]")
            lines += [line for line in rows(fields, path, rng, 0.6 if path not in ("institution", "procurement") else 1.0)]
        elif field["type"] == "tables" and rng.random() < 0.5 and not parent:
            lines += entry(fields, path, rng)
    nested = [path for path, field in fields.items() if field["type"] == "tables" and "." in path and rng.random() < 0.5]
    for path in nested:
        lines += entry(fields, path, rng)
    return "\n".join(lines).strip() + "\n"


def rows(fields, section, rng, share):
    for path, field in fields.items():
        direct = path.startswith(section + ".") and "." not in path[len(section) + 1 :]
        if direct and field["type"] not in ("section", "tables") and (field.get("required") or rng.random() < share):
            yield f"{path.rsplit('.', 1)[1]} = {value(field, rng)}"


def entry(fields, path, rng):
    lines = []
    for _ in range(rng.randrange(1, 3)):
        lines.append(f"\n[[{path}]]")
        lines += list(rows(fields, path, rng, 0.8))
    return lines


def main():
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    fields = read_fields()
    for number in range(count):
        target = folder / f"{number // 100:03}" / f"{number:05}"
        target.mkdir(parents=True, exist_ok=True)
        (target / "procurement.toml").write_text(record(fields, rng), encoding="utf-8")


if __name__ == "__main__":
    main()
