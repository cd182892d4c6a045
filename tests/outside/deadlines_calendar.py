#!/usr/bin/env python3
r"""Holds the calendar of `diligence deadlines` against its JSON, by three independent readers of iCalendar.

    pip install icalendar vobject ics
    cargo build && python3 tests/outside/deadlines_calendar.py target/debug/diligence \
        tests/dates/procurement.toml --pack tests/fixtures/dates-pack

Every event must be that of a deadline and every open day must be an event, with the same day, words and grounds. The
names of the events must be unique, the same in two runs and on another day, and must stay when a date of the record
moves. Exit status 1 when something differs.
"""

import datetime
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import uuid

import icalendar
import ics
import vobject

AS_OF = "2026-11-21"


def run(program, record, as_of=AS_OF):
    """The calendar, as bytes, and the JSON of `record`; both written in one run."""
    with tempfile.TemporaryDirectory() as folder:
        out = [pathlib.Path(folder) / name for name in ("dates.ics", "dates.json")]
        arguments = ["deadlines", record, *sys.argv[3:], "--as-of", as_of, "--fail-on", "never", "-o", out[0], "-o", out[1]]
        subprocess.run([program, *arguments], check=True, capture_output=True)
        return out[0].read_bytes(), json.loads(out[1].read_text(encoding="utf-8"))


def name(record, deadline):
    """The name of a deadline's event: a version 8 UUID of the procurement and the deadline's id."""
    procurement = record["reference"] or record["title"] or record["path"]
    institution = record["institution"] or ""
    digits = hashlib.sha256(f"{institution}\0{procurement}\0{deadline['id']}".encode()).hexdigest()
    return f"{digits[:8]}-{digits[8:12]}-8{digits[13:16]}-8{digits[17:20]}-{digits[20:32]}"


def day_of(deadline, as_of=AS_OF):
    """The day on which a deadline stands in a calendar; none where it stands on none."""
    target = deadline["target"] or {}
    day = deadline["date"] or target.get("date")
    state = deadline["state"]
    to_do = state in ("overdue", "overdue-target", "due-soon", "later", "without-number")
    to_do = to_do or state == "broken" and (deadline["done_on"] or "9999") > as_of
    return datetime.date.fromisoformat(day) if day and to_do else None


def check_form(text):
    """Line endings, line lengths, and that folding leaves every line UTF-8."""
    assert text.endswith(b"\r\n") and b"\n" not in text.replace(b"\r\n", b""), "lines end in CR LF"
    for line in text.split(b"\r\n"):
        assert len(line) <= 75, line
        line.decode()
    assert not re.search(rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]", text), "control characters"


def check_event(event, deadline, data):
    """One event, read by `icalendar`, against its deadline."""
    start, end = event["DTSTART"].dt, event["DTEND"].dt
    assert type(start) is datetime.date and start == day_of(deadline, data["as_of"]), (start, deadline)
    assert end - start == datetime.timedelta(days=1)
    assert event["DTSTAMP"].dt.date().isoformat() == data["as_of"]
    summary, words = str(event["SUMMARY"]), str(event["DESCRIPTION"])
    clean = lambda text: " ".join(re.sub(r"[\x00-\x1f]", " ", text).split())
    for part in (deadline["title"], deadline["about"], data["record"]["reference"]):
        assert clean(part or "") in clean(summary), (part, summary)
    said = [deadline["says"], deadline["role"], deadline["note"], *deadline["problems"], *deadline["reckoning"]]
    for citation in deadline["citations"]:
        said += [citation["text"], citation["confidence_words"], citation["confirm"]]
    for part in said:
        assert clean(part or "") in clean(words), (part, words)
    assert (event["CLASS"], event["TRANSP"]) == ("CONFIDENTIAL", "TRANSPARENT")
    as_of = datetime.date.fromisoformat(data["as_of"])
    for alarm in event.walk("VALARM"):
        assert start + alarm["TRIGGER"].dt > as_of, "a reminder lies in the past"


def check_calendar(text, data):
    """The calendar against the JSON. Gives the days of the events by their names."""
    check_form(text)
    calendar = icalendar.Calendar.from_ical(text.decode())
    events = list(calendar.walk("VEVENT"))
    assert all(not event.errors for event in events), [event.errors for event in events]
    wanted = {name(data["record"], one): one for one in data["deadlines"] if day_of(one, data["as_of"])}
    names = [str(event["UID"]) for event in events]
    assert len(set(names)) == len(names), "names are unique"
    assert set(names) == set(wanted), set(names) ^ set(wanted)
    assert all(uuid.UUID(one).version == 8 and uuid.UUID(one).variant == uuid.RFC_4122 for one in names)
    for event in events:
        check_event(event, wanted[str(event["UID"])], data)
    days = {str(event["UID"]): event["DTSTART"].dt for event in events}
    words = {str(event["UID"]): str(event["SUMMARY"]) for event in events}
    other = vobject.readOne(text.decode())
    assert {one.uid.value: one.dtstart.value for one in other.contents.get("vevent", [])} == days, "vobject"
    assert {one.uid.value: one.summary.value for one in other.contents.get("vevent", [])} == words, "vobject"
    third = ics.Calendar(text.decode()).events
    assert {one.uid: one.begin.date() for one in third} == days and all(one.all_day for one in third), "ics"
    assert {one.uid: one.name for one in third} == words, "ics"
    return days


def moved(record, data):
    """The record with one date a day later: one from which a deadline of the calendar is counted; and its id."""
    lines = record.read_text(encoding="utf-8").split("\n")
    for deadline in (one for one in data["deadlines"] if day_of(one) and one["date"] and one["counted_from"] and one["line"]):
        line = lines[deadline["line"] - 1]
        if deadline["counted_from"] in line:
            day = datetime.date.fromisoformat(deadline["counted_from"]) + datetime.timedelta(days=7)
            lines[deadline["line"] - 1] = line.replace(deadline["counted_from"], day.isoformat())
            return "\n".join(lines), deadline["id"]
    raise SystemExit("the record states no date from which a deadline of the calendar is counted")


def main():
    program, record = sys.argv[1], pathlib.Path(sys.argv[2])
    text, data = run(program, record)
    days = check_calendar(text, data)
    assert days, "the calendar is empty: choose a record with dates ahead"
    assert run(program, record) == (text, data), "two runs differ"
    later, later_data = run(program, record, "2026-11-22")
    assert check_calendar(later, later_data).items() >= {one: day for one, day in days.items()
        if day.isoformat() > "2026-11-22"}.items(), "another day changes names"
    words, changed = moved(record, data)
    with tempfile.TemporaryDirectory() as folder:
        other = pathlib.Path(folder) / "procurement.toml"
        other.write_text(words, encoding="utf-8")
        again, again_data = run(program, other)
    again_days = check_calendar(again, again_data)
    key = name(data["record"], next(one for one in data["deadlines"] if one["id"] == changed))
    assert key in again_days and again_days[key] != days[key], f"{changed} did not move under its name"
    print(f"{len(days)} events agree with the JSON by three readers; names stay.")


main()
