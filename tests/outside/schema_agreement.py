#!/usr/bin/env python3
"""Holds the JSON Schema of a record against the program's own reader.

Writes records from the schema, good ones and ones with a fault, lets `diligence check` read each (exit status 2 means
refused), lets the independent validator `jsonschema` judge the same file, and prints every file on which the two differ.

    pip install jsonschema
    cargo build && python3 tests/outside/schema_agreement.py target/debug/diligence

The same seed gives the same files. Records are written in TOML 1.0, which is what Python's tomllib reads; the program
also reads TOML 1.1 (line breaks and a last comma inside braces, \\e and \\x in texts, times without seconds).
Exit status 1 when there is a disagreement.
"""

import argparse
import datetime
import json
import math
import pathlib
import random
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor

import jsonschema

# Values that stand in place of good ones, whatever the field takes; each is one value in TOML.
ANYTHING = [
    "true", "false", "0", "1", "-1", "7.5", '"text"', '""', '"true"', '"7"', "[]", "{}", '["text"]', "[1]", "[[]]",
    "[{}]", '{ name = "x" }', "2026-03-01", "2026-03-01T10:00:00", "2026-03-01T10:00:00Z", "10:00:00", "inf", "nan",
]
BLANKS = [
    '" "', '"\\t"', '"\\n"', '"\\r\\n"', '"\\u00a0"', '"\\u0085"', '"\\u2003"', '"\\u3000"', '"\\u2028"', '"\\u180e"',
    '"\\u200b"', '"\\ufeff"', '"\\u001f"', '"\\u0000"', '" x "', "'''\n'''", '"\\u1680 \\u205f"',
]
TEXTS = ['"Town of Sample"', "'plain'", '"""two\nlines"""', '"é"', '"日本"', '"a\\u0000b"', '"\\U0001f600"']
DURATIONS = [
    '"24 hours"', '"1 hour"', '"1 hours"', '"10 business days"', '"1 business day"', '"6 weeks"', '"18 months"',
    '"7 years"', '"0 days"', '"007 days"', '"999999999 days"', '"1000000000 days"', '"24  hours"', '"24 hours "',
    '" 24 hours"', '"24hours"', '"24\\thours"', '"24\\u00a0hours"', '"24 hours\\n"', '"24 Hours"', '"24 hourss"',
    '"-1 days"', '"+1 days"', '"1.5 days"', '"ten days"', '"days"', '" days"', '"1 "', '"1 day 2 hours"', '"1 fortnight"',
    '"10 businessdays"', '"10 business  days"', '"١ day"', '"1 minute"', '"1 s"', "24", '"P1D"',
]
DATES = [
    "2026-03-01", '"2026-03-01"', "1999-12-31", "2024-02-29", '"2024-02-29"', '"2023-02-29"', '"2026-13-01"',
    '"2026-00-01"', '"2026-04-31"', '"2026-3-1"', '"26-03-01"', '"20260301"', '"2026-03-01 "', '" 2026-03-01"',
    '"2026-03-01\\n"', '"2026-03-01T00:00:00"', '"1 March 2026"', '"2026/03/01"', "0999-12-31", "1000-01-01",
    "2999-12-31", "3000-01-01", "0001-01-01", "9999-12-31", '"+002026-03-01"', '"-2026-03-01"', '"２０２６-03-01"',
    "20260301", "2026-03-01 10:00:00",
]
NUMBERS = [
    "0", "-0", "5", "-5", "0.0", "-0.0", "5.0", "0.1", "0.01", "0.07", "19.99", "199.999", "0.001", "-0.001", "1e3",
    "1E3", "1.5e1", "1e-3", "2.5e-1", "1_000", "1_000.50", "0x10", "0o17", "0b11", "+5", "9007199254740991",
    "9007199254740992", "-9007199254740991", "-9007199254740992", "99999999999999999999", "999999999999.99",
    "1000000000000", "1000000000000.0", "1000000000000.01", "1000000000001", "1e12", "1e13", "1e300", "inf", "-inf", "nan",
]


def good_value(schema, rng):
    """A TOML value that the schema should accept."""
    if "enum" in schema:
        return json.dumps(rng.choice(schema["enum"]))
    kind = schema["type"]
    if kind == "boolean":
        return rng.choice(["true", "false"])
    if kind == "integer":
        return str(rng.randrange(0, 5000))
    if kind == "number":
        return rng.choice([str(rng.randrange(0, 10**7)), f"{rng.randrange(0, 10**8) / 100:.2f}"])
    if kind == "array":
        if "enum" in schema["items"]:
            words = schema["items"]["enum"]
            chosen = rng.sample(words, rng.randrange(0, len(words) + 1))
        else:
            chosen = [f"text {number}" for number in range(rng.randrange(0, 4))]
        return json.dumps(chosen)
    if schema.get("format") == "date":
        date = datetime.date(2025, 1, 1) + datetime.timedelta(days=rng.randrange(0, 1500))
        return rng.choice(["{}", '"{}"']).format(date)
    if "day" in schema["pattern"]:
        return json.dumps(f"{rng.randrange(0, 400)} {rng.choice(['hours', 'days', 'business days', 'weeks', 'months', 'years'])}")
    return rng.choice(TEXTS)


def bad_values(schema):
    """TOML values that belong near the edge of what the schema accepts, on either side."""
    if "enum" in schema:
        word = schema["enum"][0]
        return [json.dumps(other) for other in (word.upper(), word + " ", word.replace("-", "_"), word[:-1], word)]
    kind = schema["type"]
    if kind in ("integer", "number"):
        return NUMBERS
    if kind == "array":
        inner = good_value(schema["items"], random.Random(1))
        near = [f"[{inner}, {inner}]", f"[{inner},]", inner, f"[[{inner}]]"]
        return near + [f"[{value}]" for value in bad_values(schema["items"]) + ANYTHING]
    if kind == "boolean":
        return ['"yes"', '"no"', '"true"']
    if schema.get("format") == "date":
        return DATES
    return DURATIONS if "day" in schema["pattern"] else BLANKS + TEXTS


def leaves(schema, path=()):
    """Every field that holds a value, with the keys that lead to it."""
    for key, inner in schema.get("properties", {}).items():
        if "properties" in inner:
            yield from leaves(inner, (*path, key))
        elif "properties" in inner.get("items", {}):
            yield from leaves(inner["items"], (*path, key))
        else:
            yield (*path, key), inner


def containers(schema, path=()):
    """Every table and list of tables, with the keys that lead to it and whether it is a list."""
    for key, inner in schema.get("properties", {}).items():
        if "properties" in inner:
            yield (*path, key), inner, False
            yield from containers(inner, (*path, key))
        elif "properties" in inner.get("items", {}):
            yield (*path, key), inner["items"], True
            yield from containers(inner["items"], (*path, key))


class Writer:
    """Writes one record, with one fault at most."""

    def __init__(self, schema, rng, fill):
        self.schema, self.rng, self.fill = schema, rng, fill
        self.replace = {}
        self.drop = set()
        self.extra = {}
        self.needed = set()

    def need(self, path):
        """Makes the record hold what lies at `path`."""
        self.needed.update(path[:length] for length in range(1, len(path) + 1))

    def table(self, schema, path):
        values, tables = [], []
        for key, inner in schema["properties"].items():
            here = (*path, key)
            required = key in schema.get("required", [])
            if here in self.drop or not (required or here in self.needed or self.rng.random() < self.fill):
                continue
            name = key if self.rng.random() < 0.9 else json.dumps(key)
            if here in self.replace:
                values.append(f"{name} = {self.replace[here]}\n")
            elif "properties" in inner:
                tables.append(f"[{'.'.join(here)}]\n" + self.table(inner, here))
            elif "properties" in inner.get("items", {}):
                rows = self.rng.randrange(1 if here in self.needed else 0, 3)
                if rows == 0:
                    values.append(f"{name} = []\n")
                for _ in range(rows):
                    tables.append(f"[[{'.'.join(here)}]]\n" + self.table(inner["items"], here))
            else:
                values.append(f"{name} = {good_value(inner, self.rng)}\n")
        values.extend(f"{line}\n" for line in self.extra.get(path, []))
        return "".join(values) + "".join(tables)

    def record(self):
        return self.table(self.schema, ())


def cases(schema, seed, count):
    """Named records: good ones, one for each kind of faulty value, faults of form, and more at random up to `count`."""
    fields = list(leaves(schema))
    tables = list(containers(schema))

    def writer(name, fill=0.05):
        return Writer(schema, random.Random(f"{seed} {name}"), fill)

    for number in range(100):
        name = f"good {number}"
        yield name, writer(name, fill=(number % 10) / 9).record()

    yield "empty", ""
    yield "blank", "\n \n"
    yield "comment", "# nothing\n"
    yield "no table", "[procurement]\n"
    yield "both tables", "[procurement]\n[institution]\n"
    yield "unknown at the top", "colour = 1\n[procurement]\n[institution]\n"
    yield "unknown table", "[procurement]\n[institution]\n[colour]\n"
    yield "not toml", "[procurement]\n[institution\n"
    yield "key twice", "[procurement]\ntitle = 'a'\ntitle = 'b'\n[institution]\n"
    yield "dotted", "procurement.title = 'a'\ninstitution.name = 'b'\n"
    yield "inline", "procurement = { title = 'a' }\ninstitution = {}\n"

    for path, inner, is_list in tables:
        shown = ".".join(path)
        for fault in ["extra", "as value", "as list", "as table", "empty list", "list of text"]:
            name = f"{fault}: {shown}"
            record = writer(name)
            record.need(path)
            if fault == "extra":
                record.extra[path] = ["no-such-field = 1"]
            else:
                record.replace[path] = {
                    "as value": '"text"', "as list": "[{}]", "as table": "{}", "empty list": "[]", "list of text": '["a"]',
                }[fault]
            yield name, record.record()
        for key in inner.get("required", []):
            name = f"without {key}: {shown}"
            record = writer(name)
            record.need(path)
            record.drop.add((*path, key))
            yield name, record.record()

    # Each faulty value once for each kind of field, at a field chosen by chance.
    kinds = {}
    for path, inner in fields:
        about = {key: inner.get(key) for key in ("type", "format", "pattern")}
        about["items"] = {key: inner.get("items", {}).get(key) for key in ("type", "pattern")}
        about["words"] = "enum" in inner, "enum" in inner.get("items", {})
        kinds.setdefault(json.dumps(about, sort_keys=True), []).append((path, inner))
    chance = random.Random(seed)
    probes = []
    for kind in sorted(kinds):
        values = dict.fromkeys(bad_values(kinds[kind][0][1]) + ANYTHING)
        for value in values:
            path, inner = chance.choice(kinds[kind])
            # Words differ from field to field, so that the faulty word must be made for the field.
            if "enum" in inner and value in bad_values(kinds[kind][0][1]):
                value = bad_values(inner)[bad_values(kinds[kind][0][1]).index(value)]
            probes.append((path, value))
    while len(probes) < count:
        path, inner = chance.choice(fields)
        probes.append((path, chance.choice(bad_values(inner) + ANYTHING)))
    for number, (path, value) in enumerate(probes):
        name = f"{number}: {'.'.join(path)} = {value}"
        record = writer(name)
        record.need(path)
        record.replace[path] = value
        yield name, record.record()


def as_json(value):
    """What JSON would hold in place of a value of TOML; fails for what JSON cannot hold."""
    if isinstance(value, dict):
        return {key: as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_json(inner) for inner in value]
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("JSON has neither infinity nor nan")
    return value


def with_true_ends(schema):
    """`$` means the very end in JSON Schema; in Python it also stands before a last line break."""
    if isinstance(schema, dict):
        ends = lambda key, value: key == "pattern" and value.endswith("$")
        return {key: value[:-1] + r"\Z" if ends(key, value) else with_true_ends(value) for key, value in schema.items()}
    if isinstance(schema, list):
        return [with_true_ends(inner) for inner in schema]
    return schema


def by_schema(validator, text):
    """Whether the validator accepts the record, and why not."""
    try:
        record = as_json(tomllib.loads(text))
    except (ValueError, tomllib.TOMLDecodeError) as error:
        return False, f"not readable: {error}"
    errors = list(validator.iter_errors(record))
    return not errors, "; ".join(f"{error.json_path}: {error.message}" for error in errors[:3])


def by_reader(binary, folder, number, text):
    """Whether the program accepts the record, and why not."""
    path = folder / f"{number}.toml"
    path.write_text(text, encoding="utf-8", newline="")
    command = [binary, "check", path.name, "--format", "json", "--fail-on", "never", "--as-of", "2026-11-20"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode not in (0, 2):
        raise SystemExit(f"exit status {done.returncode} on:\n{text}\n{done.stderr}")
    return done.returncode == 0, done.stderr.strip()


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("binary", type=pathlib.Path)
    arguments.add_argument("--seed", default="1")
    arguments.add_argument("--count", type=int, default=300, help="how many records with a faulty value, at least")
    options = arguments.parse_args()
    binary = options.binary.resolve()
    schema = json.loads(subprocess.run([binary, "schema"], check=True, capture_output=True, text=True).stdout)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(with_true_ends(schema), format_checker=jsonschema.FormatChecker())
    every = list(cases(schema, options.seed, options.count))
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor() as pool:
        judge = lambda one: by_reader(binary, pathlib.Path(folder), one[0], one[1][1])
        verdicts = list(pool.map(judge, enumerate(every)))
    accepted = differing = 0
    for (name, text), (read, said) in zip(every, verdicts):
        valid, why = by_schema(validator, text)
        accepted += read and valid
        if read != valid:
            differing += 1
            words = {True: "accepts", False: "refuses"}
            print(f"--- {name}\nthe reader {words[read]}, the schema {words[valid]}\n{why or said}\n{text}")
    print(f"{len(every)} records: {accepted} accepted by both, {len(every) - accepted - differing} refused by both, {differing} differ")
    if accepted < 100 or accepted + differing > len(every) - 100:
        raise SystemExit("too few records of one sort for the comparison to say anything")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
