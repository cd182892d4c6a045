#!/usr/bin/env python3
"""Word documents as other programs read them: python-docx, an Open XML validator, and LibreOffice.

Makes every document and the report of the built-in examples and of a record that says nothing, and checks their headings,
numbers, tables, boxes, lines to fill in, marks, language, properties, comments, ids and order of elements, that nothing of
the notes is left under --no-notes and every mark is, that two runs give the same bytes, that a terminal is not sent a file,
and the text that LibreOffice lays out.

    pip install python-docx openxml-audit docx-integrity
    cargo build && python3 tests/outside/word.py target/debug/diligence

LibreOffice (`soffice`) and poppler (`pdftotext`) have to be there; with --without-layout they are not asked.
Exit status 1 when something does not hold.
"""

import argparse
import json
import os
import pathlib
import pty
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

import docx
from docx.oxml.ns import qn
from lxml import etree
from openxml_audit import OpenXmlValidator

EXAMPLES = ["exam-proctoring", "online-licensing", "vending-machines"]
DATE = "2026-11-21"
# What the validator takes for faults and the standard allows: a numbering of 0 takes a number away (ECMA-376-1,
# 17.9.18), and the main part is permitted, not obliged, to have a theme (11.3.10).
ALLOWED = ["Numbering definition '0' referenced", "relationships/theme' is"]

failures = []


def check(holds, what):
    """Notes `what` unless it holds."""
    if not holds:
        failures.append(what)


def run(program, *args):
    """What the program prints; it must succeed."""
    return subprocess.run([program, *args], check=True, capture_output=True).stdout


def make(program, folder, name, *args):
    """Writes a document twice and gives its path."""
    path = folder / f"{name}.docx"
    run(program, *args, "--as-of", DATE, "-o", path)
    again = run(program, *args, "--as-of", DATE, "--format", "docx")
    check(path.read_bytes() == again, f"{name}: a second run gives other bytes")
    return path


def parts(path):
    """The parts of a package as trees."""
    with zipfile.ZipFile(path) as package:
        check(package.testzip() is None, f"{path.name}: the package is damaged")
        check(len(set(package.namelist())) == len(package.namelist()), f"{path.name}: a part stands in it twice")
        check(all(one.date_time == (1980, 1, 1, 0, 0, 0) for one in package.infolist()), f"{path.name}: times of the run")
        return {name: etree.fromstring(package.read(name)) for name in package.namelist()}


def schema(path):
    """Holds the package against the Open XML schemas and their rules."""
    found = [str(error.description) for error in OpenXmlValidator().validate(str(path)).errors]
    found = [error for error in found if not any(allowed in error for allowed in ALLOWED)]
    check(not found, f"{path.name}: {found[:5]}")
    integrity = pathlib.Path(sys.executable).with_name("docx-integrity")
    outcome = subprocess.run([integrity, "check", path], capture_output=True, text=True)
    found = [line for line in outcome.stdout.splitlines() if "[ERROR]" in line and "numId=0 undefined" not in line]
    check(not found, f"{path.name}: {found[:5]} {outcome.stderr[-300:]}")
    check("error(s)" in outcome.stdout, f"{path.name}: docx-integrity said nothing: {outcome.stdout}{outcome.stderr}")


def form(path, title, trees, contents=True):
    """What every document has, and contents if it should have them."""
    name, document = path.name, docx.Document(path)
    properties = document.core_properties
    check(title in properties.title, f"{name}: the title is {properties.title!r}")
    check(properties.language == "en-CA", f"{name}: the language of the properties is {properties.language!r}")
    check(str(properties.created).startswith(DATE), f"{name}: created on {properties.created}")
    languages = {one.get(qn("w:val")) for one in trees["word/styles.xml"].iter(qn("w:lang"))}
    check(languages == {"en-CA"}, f"{name}: languages {languages}")
    check(document.paragraphs[0].style.name == "Title", f"{name}: the first paragraph is no title")
    check(all(paragraph.style is not None for paragraph in document.paragraphs), f"{name}: a style is not defined")
    for table in document.tables:
        first = table.rows[0]._tr
        check(first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None, f"{name}: a table has no header row")
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        check(sum(widths) == 9360, f"{name}: a table is {sum(widths)} wide")
    fields = [one.text.strip() for one in trees["word/footer1.xml"].iter(qn("w:instrText"))]
    check(fields == ["PAGE", "NUMPAGES"], f"{name}: the foot has {fields}")
    instructions = [one.text for one in trees["word/document.xml"].iter(qn("w:instrText"))]
    check(sum("TOC" in one for one in instructions) == contents, f"{name}: contents are missing, or there are some")
    updated = trees["word/settings.xml"].find(qn("w:updateFields")) is not None
    check(updated == contents, f"{name}: fields are not brought up to date, or Word asks for nothing")
    if contents:
        frame = next(trees["word/document.xml"].iter(qn("w:sdtContent")))
        listed = len(frame.findall(f"{qn('w:p')}/{qn('w:hyperlink')}"))
        check(listed >= headings(document, 1), f"{name}: the contents show {listed} headings")
    ids(name, trees)
    return document


def ids(name, trees):
    """Whatever has an id has one of its own, and every reference leads somewhere."""
    body = trees["word/document.xml"]
    for kind in ("bookmarkStart", "commentReference", "commentRangeStart"):
        found = [one.get(qn("w:id")) for one in body.iter(qn(f"w:{kind}"))]
        check(len(found) == len(set(found)), f"{name}: an id of {kind} stands twice")
    known = {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}
    anchors = {one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))} - {None}
    check(anchors <= known, f"{name}: {anchors - known} lead nowhere")
    styles = [one.get(qn("w:styleId")) for one in trees["word/styles.xml"].iter(qn("w:style"))]
    used = {one.get(qn("w:val")) for part in trees.values() for one in part.iter(qn("w:pStyle"), qn("w:rStyle"))}
    check(len(styles) == len(set(styles)) and used <= set(styles), f"{name}: {used - set(styles)} are no styles")


def together(name, document):
    """Headings, heads of tables and lines of one signature are not parted from what follows, and no row is cut."""
    for table in document.tables:
        rows = [row._tr for row in table.rows]
        whole = all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
        check(whole, f"{name}: a row may be cut")
        kept = all(one.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None for one in rows[0].iter(qn("w:p")))
        check(kept, f"{name}: the head of a table may stand alone")
    for one, next_one in zip(document.paragraphs, document.paragraphs[1:]):
        if one.style.name == next_one.style.name == "Fill-in line" and one._p.getnext() is next_one._p:
            check(one.paragraph_format.keep_with_next, f"{name}: lines are parted after {one.text!r}")
        if one.style.name.startswith("Heading"):
            check(one.style.paragraph_format.keep_with_next, f"{name}: a heading may stand alone")


LISTS = ["Lists for counsel", "What this draft was made from"]


def document_of(program, folder, name, record, identity, notes):
    """A document of a record says what its Markdown says: the same headings, boxes, lines, tables and marks."""
    switches = [] if notes else ["--no-notes"]
    arguments = ["draft", "--document", identity["id"], *record, *switches]
    path = make(program, folder, name, *arguments)
    markdown = run(program, *arguments, "--as-of", DATE).decode()
    trees = parts(path)
    own = [one for one in re.findall(r"^## (.*)$", markdown, re.MULTILINE)]
    document = docx.Document(path)
    heads = [one.text for one in document.paragraphs if one.style.name == "Heading 1" and one.text not in LISTS]
    numbered = bool(re.search(r"^## 1\. ", markdown, re.MULTILINE))
    form(path, identity["title"], trees, numbered or len(heads) >= 12)
    schema(path)
    together(name, document)
    for head in heads:
        check(any(re.sub(r"^\d+\. ", "", one) == head for one in own), f"{name}: the heading {head!r} is not in Markdown")
    styles = [one.style.name for one in document.paragraphs]
    boxes, lines = len(re.findall(r"^- \[ \] ", markdown, re.MULTILINE)), len(re.findall(r"_{10,}$", markdown, re.MULTILINE))
    check(styles.count("Check box") == boxes, f"{name}: {styles.count('Check box')} boxes, not {boxes}")
    controls = len(list(trees["word/document.xml"].iter("{http://schemas.microsoft.com/office/word/2010/wordml}checkbox")))
    check(controls == boxes, f"{name}: {controls} boxes can be ticked, not {boxes}")
    check(styles.count("Fill-in line") == lines, f"{name}: {styles.count('Fill-in line')} lines, not {lines}")
    marks = [one for one in trees["word/document.xml"].iter(qn("w:r")) if one.find(f"{qn('w:rPr')}/{qn('w:highlight')}") is not None]
    count = len(re.findall(r"\*\*\[(?:BLANK|PROPOSED|REFERENCE) \d+: ", markdown))
    check(len(marks) == count, f"{name}: {len(marks)} marks, not {count}")
    said = "".join("".join(part.itertext()) for part in trees.values())
    check("{{" not in said and "{%" not in said, f"{name}: a template shows its inside")
    if not notes:
        left = [word for word in ("Lists for counsel", "Note to counsel", "Blanks to fill in") if word in said]
        about = identity["about"] if "about" in identity else ""
        check(not about or about not in said, f"{name}: what counsel is told of the document is left")
        check(not left and "word/comments.xml" not in trees, f"{name}: notes are left: {left}")
    return path, count


def documents(program, folder, records):
    """Every document of every record, with its notes and without, in which the same marks stand."""
    made = []
    for identity in json.loads(run(program, "list", "documents", "--format", "json")):
        for name, record in records:
            name = f"{name}-{identity['id']}"
            path, marks = document_of(program, folder, name, record, identity, True)
            clean, same = document_of(program, folder, f"{name}-clean", record, identity, False)
            check(marks == same, f"{name}: {same} marks without notes, not {marks}")
            comments = parts(path).get("word/comments.xml")
            without_notes(clean, set() if comments is None else notes_of(parts(path)))
            made += [path, clean]
    return made


def headings(document, level):
    """How many headings of a level there are."""
    return sum(paragraph.style.name == f"Heading {level}" for paragraph in document.paragraphs)


def numbering(name, trees):
    """Clauses, sub-clauses and items are levels of one list, each bound to its style and the other way."""
    part = trees["word/numbering.xml"]
    levels = part.find(qn("w:abstractNum")).findall(qn("w:lvl"))
    bound = [(level.find(qn("w:pStyle")).get(qn("w:val")), level.find(qn("w:lvlText")).get(qn("w:val"))) for level in levels]
    check(bound == [("Heading1", "%1."), ("SubClause", "%1.%2"), ("ClauseItem", "(%3)")], f"{name}: {bound}")
    for style in trees["word/styles.xml"].iter(qn("w:style")):
        names = [style_name for style_name, _ in bound]
        if style.get(qn("w:styleId")) in names:
            number = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            level = int(number.find(qn("w:ilvl")).get(qn("w:val")))
            check(number.find(qn("w:numId")).get(qn("w:val")) == "1", f"{name}: a style follows another list")
            check(names[level] == style.get(qn("w:styleId")), f"{name}: a style is bound to another level")


def draft(path, markdown, trees):
    """A draft with its notes says what its Markdown says."""
    name, document = path.name, form(path, "Privacy and access schedule", trees)
    numbering(name, trees)
    clauses = re.findall(r"^## \d+\. (.*)$", markdown, re.MULTILINE)
    found = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    check(found[: len(clauses)] == clauses and len(clauses) > 30, f"{name}: other clauses than in Markdown")
    subs = len(re.findall(r"^\d+\.\d+ ", markdown, re.MULTILINE))
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    check(styles.count("Sub-clause") == subs, f"{name}: {styles.count('Sub-clause')} sub-clauses, not {subs}")
    comments = list(document.comments)
    check(len(comments) == len(clauses), f"{name}: {len(comments)} comments on {len(clauses)} clauses")
    for comment in comments:
        said = "\n".join(paragraph.text for paragraph in comment.paragraphs)
        check((comment.author, comment.initials) == ("diligence", "d"), f"{name}: by {comment.author}")
        check(str(comment.timestamp).startswith(DATE), f"{name}: a comment of {comment.timestamp}")
        check("Why it is here." in said and "Answers." in said, f"{name}: a comment without reasons: {said[:80]}")
        rests = re.search(r"^Rests on\. (.*)$", said, re.MULTILINE)
        known = "confirm on" in said or "official text" in said or "source" in said
        check(rests is None or known, f"{name}: no confidence: {said[:300]}")
    authorities = sum("Rests on." in "".join(p.text for p in comment.paragraphs) for comment in comments)
    check(authorities > len(clauses) // 2, f"{name}: only {authorities} comments name authorities")
    marks = [run for paragraph in document.paragraphs for run in paragraph.runs if run.style.name == "Mark"]
    count = len(re.findall(r"\*\*\[(?:BLANK|PROPOSED|REFERENCE) \d+: ", markdown))
    check(len(marks) == count > 0, f"{name}: {len(marks)} marks, not {count}")
    bare = [run.text for run in marks if run.font.highlight_color is None or not re.fullmatch(r"\[.*\]", run.text)]
    check(not bare, f"{name}: not highlighted, or without brackets: {bare}")


def without_notes(path, notes):
    """Nothing of the notes is left anywhere in the package."""
    with zipfile.ZipFile(path) as package:
        for part in package.namelist():
            text = package.read(part).decode()
            words = re.sub(r"<[^>]+>", "", text)
            check("comment" not in text.lower(), f"{path.name}: {part} speaks of comments")
            left = [note for note in notes if note in words]
            check(not left, f"{path.name}: {part} holds {left[:2]}")


def notes_of(trees):
    """The sentences of all comments that stand nowhere else."""
    texts = ["".join(paragraph.itertext()) for paragraph in trees["word/comments.xml"].iter(qn("w:p"))]
    pieces = [piece.strip() for text in texts for piece in re.split(r"(?<=[.;:]) ", text)]
    return {piece.replace("&", "&amp;").replace('"', "&quot;") for piece in pieces if len(piece) > 30}


def layout(folder, paths):
    """The text of each document as LibreOffice lays it out, with its numbers."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return {
        path.stem: subprocess.run(
            ["pdftotext", "-layout", path.with_suffix(".pdf"), "-"], check=True, capture_output=True, text=True
        ).stdout
        for path in paths
    }


def laid_out(name, text, markdown):
    """A draft's pages show the numbers that its Markdown shows."""
    words = re.sub(r"\s+", " ", text)
    pages = re.findall(r"Page (\d+) of (\d+)", text)
    check(len(pages) > 10 and pages[-1][0] == pages[-1][1] == str(len(pages)), f"{name}: pages {pages[-3:]}")
    for number, title in re.findall(r"^## (\d+)\. (.*)$", markdown, re.MULTILINE):
        shown = len(re.findall(rf"^\s*{number}\.\s+{re.escape(title)}\s*$", text, re.MULTILINE))
        check(shown == 2, f"{name}: {number}. {title} stands {shown} times, not in the contents and in its place")
    labels = re.findall(r"^(\d+\.\d+) (\w+)", markdown, re.MULTILINE)
    for label, first in labels:
        check(re.search(rf"^\s*{re.escape(label)}\s+{first}", text, re.MULTILINE), f"{name}: {label} {first} is missing")
    body = re.sub(r"^>.*$", "", markdown, flags=re.MULTILINE)
    for number, title in set(re.findall(r"section (\d+) \(([A-Z][\w ,-]+)\)", body)):
        check(f"section {number} ({title})" in words, f"{name}: section {number} ({title}) is not referred to")
    check("Error" not in words and "TOC \\o" not in words and "REF _Ref" not in words, f"{name}: a field shows its inside")


# Everything that a template of one's own can hold.
TEMPLATE = """# Own report

A [page & more](https://example.org/a?b=1&c=2), `code`, *some* **strong _both_ words**, ~~gone~~, [on](#second-one) <b>html</b>\\
and a new line. [Nowhere](javascript:alert) and [nowhere](#nowhere).

## First one

1. one
2. two
   - deep
     1. deeper
        - deepest
          - deepest still

   goes on

> quoted

```text
literal   text
  of two lines
```

| left | right |
|:--|--:|
| [in a cell](#second-one) | 1 |
| | 2 |

| one column |
|---|

# Second one

## Second one

1. one again
"""


def own_template(program, folder):
    """A report from a template of one's own."""
    (folder / "own/reports").mkdir(parents=True)
    (folder / "own/reports/report.md").write_text(TEMPLATE)
    arguments = ["report", "--example", EXAMPLES[0], "--fail-on", "never", "--templates", str(folder / "own")]
    path = make(program, folder, "own", *arguments)
    schema(path)
    document = form(path, "Gap report", parts(path))
    links = [(link.text, link.address or link.fragment) for paragraph in document.paragraphs for link in paragraph.hyperlinks]
    check(links[0] == ("page & more", "https://example.org/a?b=1&c=2"), f"own: {links}")
    check([text for text, _ in links] == ["page & more", "on"], f"own: {links}")
    return path


def keeps_edits(program, folder, path):
    """What a word processor saved is not replaced, even if nobody changed a word."""
    saved = folder / "saved"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", saved, path]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    before = (saved / path.name).read_bytes()
    arguments = [program, "draft", "--example", EXAMPLES[0], "-o", saved / path.name]
    outcome = subprocess.run(arguments, capture_output=True, text=True)
    check(outcome.returncode == 2 and "--overwrite" in outcome.stderr, f"a saved file was replaced: {outcome.stderr}")
    check((saved / path.name).read_bytes() == before, "a saved file was changed")
    check(len(list(docx.Document(saved / path.name).comments)) > 30, "LibreOffice lost the comments")


def refuses_terminals(program):
    """On a terminal nothing but an error comes out."""
    main, end = pty.openpty()
    outcome = subprocess.run(
        [program, "draft", "--example", EXAMPLES[0], "--format", "docx"], stdout=end, stderr=subprocess.PIPE, text=True
    )
    os.close(end)
    check(outcome.returncode == 2 and "-o draft.docx" in outcome.stderr, f"a terminal: {outcome.stderr}")
    os.close(main)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--without-layout", action="store_true", help="do not ask LibreOffice")
    options = parser.parse_args()
    program = options.program.resolve()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "procurement.toml").write_text("[institution]\n[procurement]\n")
        records = [(name, ["--example", name]) for name in EXAMPLES] + [("silent", [str(folder)])]
        paths, markdowns = [], {}
        for name, record in records:
            markdown = run(program, "draft", *record, "--as-of", DATE).decode()
            whole = make(program, folder, f"{name}-draft", "draft", *record)
            clean = make(program, folder, f"{name}-clean", "draft", *record, "--no-notes")
            report = make(program, folder, f"{name}-report", "report", *record, "--fail-on", "never")
            trees = parts(whole)
            draft(whole, markdown, trees)
            without_notes(clean, notes_of(trees))
            form(clean, "Privacy and access schedule", parts(clean))
            shown = form(report, "Gap report", parts(report))
            check(headings(shown, 1) > 10 and headings(shown, 2) > 10, f"{name}: the report has too few headings")
            check(len(shown.tables) == 1, f"{name}: the report has {len(shown.tables)} tables")
            for path in (whole, clean, report):
                schema(path)
            markdowns |= {whole.stem: markdown, clean.stem: markdown}
            paths += [whole, clean, report]
        refuses_terminals(program)
        others = documents(program, folder, records)
        paths.append(own_template(program, folder))
        if not options.without_layout:
            missing = [tool for tool in ("soffice", "pdftotext") if shutil.which(tool) is None]
            if missing:
                raise SystemExit(f"{' and '.join(missing)} is not there; pass --without-layout to do without")
            texts = layout(folder, paths)
            check("2. two" in re.sub(r" +", " ", texts.pop("own")), "own: lists are not numbered")
            keeps_edits(program, folder, paths[0])
            for name, text in texts.items():
                if name in markdowns:
                    laid_out(name, text, markdowns[name])
                else:
                    check("Ask counsel before you rely on it." in text, f"{name}: the report is not whole")
    for failure in failures:
        print(failure)
    print(f"{len(paths) + len(others)} Word documents, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
