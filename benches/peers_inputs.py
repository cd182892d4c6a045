"""The work of benches/peers.py in the form that each peer takes."""

import json
import random
import tomllib
import uuid

ROOT_NAMESPACE = uuid.UUID("6f1f7f5e-6a3b-4d57-9a51-3f3d9a6f2a10")
STAMP = "2026-11-21T00:00:00+00:00"


def items(requirements, count, seed=1):
    """`count` items with the wording of built-in requirements, each in place or not by the throw of a die."""
    rng = random.Random(seed)
    return [
        {"id": f"item-{number:03}", "title": row["title"], "requires": row["requires"], "met": rng.random() < 0.6}
        for number, row in enumerate(requirements[:count], 1)
    ]


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


def pack(folder, work):
    """A pack with one yes-no field and one requirement for each item, and the record that answers them."""
    for name in ("fields", "requirements"):
        (folder / "pack" / name).mkdir(parents=True)
    (folder / "pack/pack.toml").write_text(
        'id = "items"\ntitle = "Items"\nedition = "1"\njurisdiction = "None"\npublisher = "benches"\n'
        'licence = "MIT"\nextends = ["ontario"]\nlanguages = ["en-CA"]\n'
    )
    fields = ['[items]\ntype = "section"\ntitle = "Items"\nhelp = "The items of the comparison."\n']
    requirements = []
    for item in work:
        key = item["id"]
        fields.append(
            f'["items.{key}"]\ntype = "yes-no"\nquestion = "Is {key} in place?"\nhelp = "As found."\nexample = "true"\n'
        )
        requirements.append(
            f'[{key}]\ntitle = "Item {key} is in place"\nrequires = {quoted(item["requires"])}\n'
            f'why = {quoted(item["title"])}\nbasis = "practice"\nobligation = "should"\n'
            f'expects = {{ "items.{key}" = true }}\nevidence = ["a note"]\nrole = "project lead"\n'
            f'remedy = "Put it in place."\n'
            f'example.met = "[items]\\n{key} = true"\nexample.gap = "[items]\\n{key} = false"\n'
        )
    (folder / "pack/fields/items.toml").write_text("\n".join(fields))
    (folder / "pack/requirements/planning.toml").write_text("\n".join(requirements))
    answers = "".join(f'{item["id"]} = {str(item["met"]).lower()}\n' for item in work)
    record = folder / "items.toml"
    record.write_text(
        '[institution]\nname = "City"\nacts = ["mfippa"]\n\n[procurement]\ntitle = "Items"\nphase = "management"\n\n'
        f"[items]\n{answers}"
    )
    return folder / "pack", record


def evidentia(folder, work):
    """A catalogue folder for EVIDENTIA_CATALOG_DIR, and an inventory."""
    catalogue = {
        "framework_id": "items",
        "framework_name": "Items",
        "version": "1",
        "source": "benches",
        "tier": "A",
        "category": "control",
        "families": ["Items"],
        "controls": [
            {"id": item["id"], "title": item["title"], "description": item["requires"], "family": "Items"}
            for item in work
        ],
    }
    (folder / "evidentia-items.json").write_text(json.dumps(catalogue))
    inventory = {
        "organization": "City",
        "controls": [
            {"id": item["id"], "title": item["title"], "status": "implemented" if item["met"] else "not_implemented"}
            for item in work
        ],
    }
    (folder / "evidentia-inventory.json").write_text(json.dumps(inventory))
    return folder / "evidentia-items.json", folder / "evidentia-inventory.json"


def identity(name):
    """A version 4 UUID that is the same at each run, as OSCAL wants it."""
    return str(uuid.UUID(int=uuid.uuid5(ROOT_NAMESPACE, name).int & ~(0xF << 76) | (4 << 76)))


def trestle(workspace, work):
    """An OSCAL catalogue and profile, and a system security plan that says of each item whether it is implemented."""
    catalogue = {
        "uuid": identity("catalogue"),
        "metadata": {"title": "Items", "last-modified": STAMP, "version": "1", "oscal-version": "1.1.3"},
        "controls": [
            {"id": item["id"], "title": item["title"], "parts": [{"id": f"{item['id']}_smt", "name": "statement", "prose": item["requires"]}]}
            for item in work
        ],
    }
    profile = {
        "uuid": identity("profile"),
        "metadata": {"title": "Items", "last-modified": STAMP, "version": "1", "oscal-version": "1.1.3"},
        "imports": [{"href": "trestle://catalogs/items/catalog.json", "include-all": {}}],
    }
    component = identity("component")
    plan = {
        "uuid": identity("plan"),
        "metadata": {"title": "Items", "last-modified": STAMP, "version": "1", "oscal-version": "1.1.3"},
        "import-profile": {"href": "trestle://profiles/items/profile.json"},
        "system-characteristics": {
            "system-ids": [{"id": "items"}],
            "system-name": "Items",
            "description": "The items of the comparison.",
            "security-sensitivity-level": "low",
            "system-information": {
                "information-types": [
                    {
                        "title": "Items",
                        "description": "Items",
                        "confidentiality-impact": {"base": "low"},
                        "integrity-impact": {"base": "low"},
                        "availability-impact": {"base": "low"},
                    }
                ]
            },
            "security-impact-level": {
                "security-objective-confidentiality": "low",
                "security-objective-integrity": "low",
                "security-objective-availability": "low",
            },
            "status": {"state": "operational"},
            "authorization-boundary": {"description": "None"},
        },
        "system-implementation": {
            "users": [{"uuid": identity("user"), "title": "Lead"}],
            "components": [
                {
                    "uuid": component,
                    "type": "this-system",
                    "title": "This system",
                    "description": "The service that is bought.",
                    "status": {"state": "operational"},
                }
            ],
        },
        "control-implementation": {
            "description": "Items",
            "implemented-requirements": [
                {
                    "uuid": identity(item["id"]),
                    "control-id": item["id"],
                    "by-components": [
                        {
                            "component-uuid": component,
                            "uuid": identity(item["id"] + " by"),
                            "description": item["requires"],
                            "implementation-status": {"state": "implemented" if item["met"] else "planned"},
                        }
                    ],
                }
                for item in work
            ],
        },
    }
    for plural, name, model in (
        ("catalogs", "catalog", catalogue),
        ("profiles", "profile", profile),
        ("system-security-plans", "system-security-plan", plan),
    ):
        folder = workspace / plural / "items"
        folder.mkdir(parents=True)
        (folder / f"{name}.json").write_text(json.dumps({name: model}))


class Rego:
    """Requirements in Rego, from the same files that the program reads.

    Conditions have three values. Each becomes two rules: one for true, one for false; where a fact is not stated, neither
    holds. A requirement is a gap when its `applies` is true and its `expects` is false.
    """

    def __init__(self, checklists):
        self.fields = {}
        for path in sorted((checklists / "fields").glob("*.toml")):
            self.fields.update(tomllib.loads(path.read_text(encoding="utf-8")))
        self.named = tomllib.loads((checklists / "conditions.toml").read_text(encoding="utf-8"))
        self.requirements = {}
        for path in sorted((checklists / "requirements").glob("*.toml")):
            for name, one in tomllib.loads(path.read_text(encoding="utf-8")).items():
                self.requirements[f"{path.stem}.{name}"] = one
        self.rules = []
        self.written = {}

    def policy(self, count):
        """A policy of the first `count` requirements that can be said in it, and their ids."""
        ids = []
        for name, one in self.requirements.items():
            applies, expects = one.get("applies", {}), one["expects"]
            if len(ids) < count and "due" not in one and self.can(applies) and self.can(expects):
                ids.append(name)
                body = [self.all(applies)[0], self.all(expects)[1]]
                self.rules.append(f'gaps contains [i, "{name}"] if {{\n  some i, r in input.records\n  {body[0]}\n  {body[1]}\n}}')
        return "package items\n\nimport rego.v1\n\n" + "\n\n".join(self.rules) + "\n", ids

    def can(self, condition):
        return all(self.can_test(key, test) for key, test in condition.items())

    def can_test(self, key, test):
        if key in ("any", "all"):
            return all(self.can(part) for part in test)
        if key == "not":
            return self.can(test)
        if key in ("is", "is-not"):
            return all(self.can(self.named[name]["holds"]) for name in listed(test))
        field = self.fields.get(key)
        if field is None or "default" in field or any("default" in self.fields.get(up, {}) for up in parents(key)):
            return False
        if any(self.fields[up]["type"] == "tables" for up in parents(key)):
            return False
        if isinstance(test, dict):
            return len(test) == 1 and next(iter(test)) in ("in", "not-in", "contains", "contains-any", "contains-none", "empty")
        return isinstance(test, bool) or (field["type"] == "one-of" and test in field["values"])

    def all(self, condition):
        """The calls that are true where `condition` is true, and where it is false."""
        return self.rule([self.test(key, test) for key, test in condition.items()], every=True)

    def rule(self, parts, every):
        if len(parts) == 1:
            return parts[0]
        if not every:
            parts = [(no, yes) for yes, no in parts]
        bodies = ("\n  ".join(yes for yes, _ in parts) or "true", [no for _, no in parts])
        key = json.dumps([bodies, every])
        if key not in self.written:
            name = f"c{len(self.written)}"
            self.written[key] = name
            both, either = (f"{name}_yes", f"{name}_no") if every else (f"{name}_no", f"{name}_yes")
            self.rules.append(f"{both}(r) if {{\n  {bodies[0]}\n}}")
            self.rules += [f"{either}(r) if {no}" for no in bodies[1]] or [f"{either}(r) if false"]
        name = self.written[key]
        return f"{name}_yes(r)", f"{name}_no(r)"

    def test(self, key, test):
        if key in ("any", "all"):
            return self.rule([self.all(part) for part in test], every=key == "all")
        if key == "not":
            return self.all(test)[::-1]
        if key == "is":
            return self.rule([self.all(self.named[name]["holds"]) for name in listed(test)], every=True)
        if key == "is-not":
            return self.rule([self.all(self.named[name]["holds"])[::-1] for name in listed(test)], every=True)
        value = "r" + "".join(f'["{part}"]' for part in key.split("."))
        if not isinstance(test, dict):
            return f"{value} == {json.dumps(test)}", f"{value} != {json.dumps(test)}"
        kind, words = next(iter(test.items()))
        if kind == "empty":
            return (f"count({value}) == 0", f"count({value}) > 0")[:: 1 if words else -1]
        words = json.dumps(listed(words))
        if kind in ("in", "not-in"):
            pair = (f"{value} in {words}", f"not_in({value}, {words})")
            self.helper("not_in", "not_in(value, words) if not value in words")
            return pair if kind == "in" else pair[::-1]
        self.helper("shares", "shares(list, words) if {\n  some word in words\n  word in list\n}")
        self.helper("apart", "apart(list, words) if not shares(list, words)")
        pair = (f"shares({value}, {words})", f"apart({value}, {words})")
        return pair[::-1] if kind == "contains-none" else pair

    def helper(self, name, rule):
        if name not in self.written:
            self.written[name] = name
            self.rules.append(rule)


def listed(value):
    return value if isinstance(value, list) else [value]


def parents(path):
    parts = path.split(".")
    return [".".join(parts[:depth]) for depth in range(1, len(parts))]
