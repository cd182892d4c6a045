#!/usr/bin/env python3
"""Holds the days that `diligence deadlines` reckons against a second reckoning, made here from the rules alone.

Writes records with random requests, breaches, corrections, disclosures and dates, lets the program reckon every deadline
(JSON), reckons each again without reading any of the program's data, and prints every difference of day or state.

    pip install python-dateutil holidays
    cargo build && python3 tests/outside/deadlines_agreement.py target/debug/diligence

The holidays, Easter, business days and months are this file's own; where `dateutil` and `holidays` know the same days,
those are compared too. The same seed gives the same records. Exit status 1 when something differs.
"""

import argparse
import calendar
import datetime
import json
import pathlib
import random
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import dateutil.easter
import holidays
from dateutil.relativedelta import relativedelta

Date = datetime.date
DAY = datetime.timedelta(days=1)
SOON = 30


# The calendars, from the rules in words.


@lru_cache(maxsize=None)
def easter(year):
    """Easter Sunday by Gauss's rule with its corrections."""
    a, b, c, k = year % 19, year % 4, year % 7, year // 100
    p = (13 + 8 * k) // 25
    m = (15 - p + k - k // 4) % 30
    n = (4 + k - k // 4) % 7
    d = (19 * a + m) % 30
    e = (2 * b + 4 * c + 6 * d + n) % 7
    if d == 29 and e == 6:
        return Date(year, 4, 19)
    if d == 28 and e == 6 and (11 * m + 11) % 30 < 19:
        return Date(year, 4, 18)
    return Date(year, 3, 22) + (d + e) * DAY


def nth_monday(year, month, nth):
    """The nth Monday of a month."""
    mondays = [week[0] for week in calendar.monthcalendar(year, month) if week[0]]
    return Date(year, month, mondays[nth - 1])


@lru_cache(maxsize=None)
def federal_holidays(year):
    """The days that section 35 names, besides Sundays: neither Thanksgiving nor Boxing Day is among them."""
    sunday = easter(year)
    victoria = max(Date(year, 5, day) for day in range(18, 25) if Date(year, 5, day).isoweekday() == 1)
    return {
        Date(year, 1, 1), sunday - 2 * DAY, sunday + DAY, victoria, Date(year, 7, 1), nth_monday(year, 9, 1),
        Date(year, 9, 30), Date(year, 11, 11), Date(year, 12, 25),
    }


@lru_cache(maxsize=None)
def ontario_holidays(year):
    """The holidays of an Ontario business day: Thanksgiving and Boxing Day are among them, 30 September is not."""
    both = federal_holidays(year) - {Date(year, 9, 30)}
    return both | {nth_monday(year, 2, 3), nth_monday(year, 10, 2), Date(year, 12, 26)}


def federal_closed(day):
    return day.isoweekday() == 7 or day in federal_holidays(day.year)


def ontario_closed(day):
    return day.isoweekday() >= 6 or day in ontario_holidays(day.year)


def open_from(day, closed):
    while closed(day):
        day += DAY
    return day


def business(day, count):
    """The day `count` business days after `day`."""
    while count:
        day += DAY
        count -= not ontario_closed(day)
    return day


def business_between(start, end):
    return sum(not ontario_closed(start + n * DAY) for n in range(1, (end - start).days + 1))


def months(day, count):
    """The same number of the month `count` months on, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return Date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add(day, length):
    """The day `length`, a pair of number and unit, after `day`."""
    count, unit = length
    return {
        "hours": lambda: day + -(-count // 24) * DAY,
        "days": lambda: day + count * DAY,
        "business days": lambda: business(day, count),
        "weeks": lambda: day + 7 * count * DAY,
        "months": lambda: months(day, count),
        "years": lambda: months(day, 12 * count),
    }[unit]()


def said(length):
    count, unit = length
    return f'"{count} {unit[:-1] if count == 1 else unit}"'


def check_calendars():
    """Compares this file's own calendars with those of two packages, as far as they speak of the same days."""
    assert all(easter(year) == dateutil.easter.easter(year) for year in range(1583, 4100))
    named = ["New Year's Day", "Family Day", "Good Friday", "Victoria Day", "Canada Day", "Labour Day",
             "Thanksgiving Day", "Christmas Day", "Boxing Day"]
    for year in range(2009, 2100):
        known = holidays.country_holidays("CA", subdiv="ON", years=year, observed=False, language="en_CA",
                                          categories=("public", "optional", "government"))
        days = {day for day, names in known.items() if any(name in names.split("; ") for name in named)}
        own = ontario_holidays(year) - {easter(year) + DAY, Date(year, 11, 11)}
        assert days == own, (year, sorted(days ^ own))
    rng = random.Random(0)
    for _ in range(5000):
        day, count = Date(1990, 1, 1) + rng.randrange(40000) * DAY, rng.randrange(400)
        assert months(day, count) == day + relativedelta(months=count)


# How a deadline stands.


class Limits:
    """The deadlines of one record that this file expects."""

    def __init__(self, as_of):
        self.as_of = as_of
        self.found = {}

    def put(self, limit, about, day, state, **more):
        self.found[f"{limit}/{about}" if about else limit] = {"date": day, "state": state, **more}

    def comes(self, day):
        if day < self.as_of:
            return "past"
        return "due-soon" if (day - self.as_of).days <= SOON else "later"

    def by(self, day, done):
        if done and done <= self.as_of:
            return "done" if done <= day else "done-late"
        if done and done > day:
            return "broken"
        return "overdue" if day < self.as_of else self.comes(day)


def first(*days):
    return next((day for day in days if day), None)


# The rules.


def institution_request(out, record, row):
    """A request under FIPPA or MFIPPA: 45 business days, or 30 calendar days if it came before the new clock."""
    name, received, done = row["reference"], row["received-on"], first(row.get("answered-on"), row.get("refused-on"))
    new = received >= record["clock"]
    limit = "access-answer" if new else "access-answer-before"
    stop, resumed = row.get("stopped-on"), row.get("resumed-on")
    start = received if new else open_from(received, ontario_closed)
    total = 45 if new else 30
    used = None
    if stop and stop >= start and not (resumed and resumed < stop):
        used = business_between(start, stop) if new else (stop - start).days
        used = used if used <= total else None
    broken = bool(stop and resumed and resumed < stop)
    standing = used is not None and not resumed
    unmoved = day = None
    if not standing:
        begin, rest = (resumed, total - used) if used is not None else (start, total)
        unmoved = business(begin, rest) if new else begin + rest * DAY
        day = unmoved if new or used is not None else open_from(unmoved, ontario_closed)
    extension, counts, extended = row.get("extension"), False, None
    if extension and day:
        notice = row.get("extension-notice-on")
        kept = out.by(day, notice)
        out.put("access-extension-notice", name, day, kept)
        bad_ground = extension in ("interference", "other-format")
        extended = open_from(add(unmoved, row["extended-by"]), ontario_closed)
        counts = kept == "done" and not bad_ground
        missed = kept in ("done-late", "overdue", "broken")
        out.put("access-extension", name, extended, "broken" if bad_ground or missed else out.by(extended, done))
    if broken:
        state = "broken"
    elif standing:
        state = "done" if done and done <= out.as_of else "stopped"
    else:
        state = out.by(day, done)
        state = "replaced" if counts and state != "broken" else state
    out.put(limit, name, day, state)
    return extended if counts else day


def pipeda_request(out, row):
    """A request under PIPEDA that a vendor holds in its own right."""
    name, received, refused = row["reference"], row["received-on"], row.get("refused-on")
    done = first(row.get("answered-on"), refused)
    unmoved = received + 30 * DAY
    day = open_from(unmoved, federal_closed)
    state, in_force, in_force_state = out.by(day, done), day, None
    extension = row.get("extension")
    if extension:
        last = open_from(row["dated-on"] + 30 * DAY, federal_closed)
        kept = out.by(last, row.get("extension-notice-on"))
        out.put("pipeda-extension-notice", name, last, kept)
        length = row["extended-by"]
        end = add(unmoved, length)
        capped = extension != "other-format"
        wrong = capped and (end > unmoved + 30 * DAY or extension == "large-search")
        end = open_from(end, federal_closed)
        missed = kept in ("done-late", "overdue", "broken")
        limit = "pipeda-extension" if capped else "pipeda-format-extension"
        extended = "broken" if wrong or missed else out.by(end, done)
        out.put(limit, name, end, extended)
        if kept == "done" and not wrong:
            in_force, in_force_state = end, extended
            state = state if state == "broken" else "replaced"
    out.put("pipeda-answer", name, day, state)
    if (in_force_state or state) != "done":
        out.put("pipeda-deemed-refusal", name, in_force + DAY, out.comes(in_force + DAY))
        if not refused:
            last = open_from(months(in_force, 6), federal_closed)
            out.put("pipeda-complaint", name, last, out.comes(last))
    if refused:
        last = open_from(months(refused, 6), federal_closed)
        out.put("pipeda-complaint-after-refusal", name, last, out.comes(last))
    told, reply = row.get("government-notified-on"), row.get("government-replied-on")
    if told:
        day = min(told + 30 * DAY, reply) if reply else told + 30 * DAY
        if done and done < day:
            state = "broken"
        elif done and done <= out.as_of:
            state = "done"
        else:
            state = "past" if day <= out.as_of else out.comes(day)
        out.put("pipeda-government-wait", name, day, state)
    return in_force


def search(out, record, row, answer):
    """The vendor's search, which must end before the institution's own answer is due."""
    sent, done = row.get("sent-to-vendor-on"), row.get("vendor-answered-on")
    if not sent:
        return
    within = record["search"]
    limit = "vendor-search" if within else "vendor-search-target"
    day = add(sent, within or (10, "business days"))
    answer = answer if row["regime"] != "pipeda" else None
    too_late = answer and day > answer and not (done and done <= answer)
    out.put(limit, row["reference"], day, "broken" if too_late else out.by(day, done))


def breach(out, record, row):
    name = row["reference"]
    learned = first(row.get("vendor-learned-on"), row["discovered-on"])
    day = add(learned, record["notify"])
    out.put("breach-vendor-notice", name, day, out.by(day, row.get("vendor-told-on")))
    if row.get("determined-on"):
        day = months(row["determined-on"], 24)
        out.put("breach-record", name, day, out.comes(day))
    else:
        out.put("breach-record", name, None, "not-stated")


def correction(out, record, row):
    day = row["received-on"]
    since = months(day, -12)
    told = row.get("recipients-told-on")
    entries = sorted((one["on"], one["to"]) for one in record["disclosure"] if since <= one["on"] <= day)
    out.put("correction-recipients", row["reference"], None, "done" if told and told <= out.as_of else "without-number",
            since=since, entries=[f"{to} ({on})" for on, to in entries])


def whole_record(out, record):
    """The deadlines that concern the record as a whole."""
    for row in record["disclosure"]:
        day = months(row["on"], 12)
        out.put("disclosure-log", row["to"], day, out.comes(day))
    open_requests = [row for row in record["access-request"]
                     if row["received-on"] <= out.as_of
                     and not (row.get("recourse-ended-on") and row["recourse-ended-on"] <= out.as_of)]
    floor = months(record["last-used"], 12)
    state = "held" if open_requests else "past" if floor <= out.as_of else out.comes(floor)
    out.put("retention-floor", None, floor, state, safe=floor + DAY)
    day = add(record["ends"], record["destroy"])
    returned = record["returned"]
    early = day < floor and not (returned and returned <= day)
    state = "broken" if early else "held" if open_requests else out.by(day, None)
    out.put("vendor-destruction", None, day, state)
    out.put("agreement-end", None, record["ends"], out.comes(record["ends"]))
    day = add(record["ends"], record["transition"])
    out.put("transition-end", None, day, out.comes(day))
    day = add(record["tested"], record["test-every"])
    out.put("breach-plan-test", None, day, out.by(day, None))
    if record["starts"] >= Date(2023, 4, 1):
        day = record["starts"] + 30 * DAY
        out.put("french-report", None, day, out.by(day, None))
    day = Date(out.as_of.year, 3, 31)
    day = day if day >= out.as_of else Date(out.as_of.year + 1, 3, 31)
    out.put("yearly-statistics", None, day, out.by(day, None))
    last = Date(day.year - 1, 3, 31)
    if record["starts"].year < last.year <= record["ends"].year + 1:
        out.put("yearly-statistics", str(last.year), last, out.by(last, None))


def expected(record):
    out = Limits(record["as-of"])
    for row in record["access-request"]:
        answer = pipeda_request(out, row) if row["regime"] == "pipeda" else institution_request(out, record, row)
        search(out, record, row, answer)
    for row in record["breach-event"]:
        breach(out, record, row)
    for row in record["correction"]:
        correction(out, record, row)
    whole_record(out, record)
    return out.found


# Random records.


def some(rng, share, day):
    return day() if rng.random() < share else None


def near(rng, day, least, most):
    return day + rng.randrange(least, most + 1) * DAY


def request(rng, number, day):
    row = {"reference": f"r{number}", "regime": rng.choice(["fippa", "mfippa", "pipeda", "pipeda"]), "received-on": day}
    row["dated-on"] = near(rng, day, -10, 0)
    row["answered-on"] = some(rng, 0.3, lambda: near(rng, day, 0, 120))
    row["refused-on"] = some(rng, 0.15, lambda: near(rng, day, 0, 90))
    row["recourse-ended-on"] = some(rng, 0.97, lambda: near(rng, day, 30, 300))
    if rng.random() < 0.4:
        row["extension"] = rng.choice(["large-search", "consultation", "consultation", "interference", "other-format"])
        row["extended-by"] = rng.choice([(rng.randrange(1, 46), "days"), (rng.randrange(1, 30), "business days"),
                                         (1, "months"), (rng.randrange(1, 6), "weeks")])
        row["extension-notice-on"] = some(rng, 0.8, lambda: near(rng, day, 0, 40))
    if row["regime"] == "pipeda":
        row["government-notified-on"] = some(rng, 0.3, lambda: near(rng, day, 0, 20))
        if row["government-notified-on"]:
            row["government-replied-on"] = some(rng, 0.5, lambda: near(rng, row["government-notified-on"], 0, 45))
    else:
        row["stopped-on"] = some(rng, 0.3, lambda: near(rng, day, -2, 70))
        if row["stopped-on"]:
            row["resumed-on"] = some(rng, 0.7, lambda: near(rng, row["stopped-on"], -2, 60))
    row["sent-to-vendor-on"] = some(rng, 0.5, lambda: near(rng, day, 0, 30))
    if row["sent-to-vendor-on"]:
        row["vendor-answered-on"] = some(rng, 0.5, lambda: near(rng, row["sent-to-vendor-on"], 0, 40))
    return row


def random_record(seed, rows):
    rng = random.Random(seed)
    middle = Date(1995, 1, 1) + rng.randrange(30000) * DAY
    day = lambda: near(rng, middle, -400, 400)
    record = {"as-of": day(), "clock": day(), "acts": ["fippa"], "starts": day(), "ends": day(), "last-used": day(),
              "tested": day(), "returned": some(rng, 0.5, day)}
    record["search"] = rng.choice([None, (rng.randrange(1, 60), "days"), (rng.randrange(1, 30), "business days")])
    record["notify"] = rng.choice([(24, "hours"), (72, "hours"), (1, "hours"), (5, "days"), (2, "business days")])
    record["destroy"] = rng.choice([(30, "days"), (90, "days"), (14, "months"), (2, "years")])
    record["transition"] = rng.choice([(90, "days"), (6, "months"), (4, "weeks")])
    record["test-every"] = rng.choice([(1, "years"), (18, "months"), (400, "days")])
    counts = [rows * 6 // 10, rows * 2 // 10, rows // 10, rows - rows * 9 // 10]
    record["access-request"] = [request(rng, number, day()) for number in range(counts[0])]
    record["breach-event"] = []
    for number in range(counts[1]):
        found = day()
        record["breach-event"].append({
            "reference": f"b{number}", "discovered-on": found,
            "vendor-learned-on": some(rng, 0.6, lambda: near(rng, found, 0, 5)),
            "vendor-told-on": some(rng, 0.6, lambda: near(rng, found, 0, 30)),
            "determined-on": some(rng, 0.8, lambda: near(rng, found, 0, 30)),
        })
    record["correction"] = []
    for number in range(counts[2]):
        asked = day()
        record["correction"].append({
            "reference": f"c{number}", "received-on": asked,
            "recipients-told-on": some(rng, 0.5, lambda: near(rng, asked, 0, 60)),
        })
    record["disclosure"] = [{"on": day(), "to": f"d{number}"} for number in range(counts[3])]
    return record


def toml(value):
    if isinstance(value, tuple):
        return said(value)
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, Date) else json.dumps(value)


def text_of(record):
    facts = {
        "institution.acts": record["acts"], "institution.sector": "ministry", "procurement.phase": "management",
        "information.personal": True, "french.public-service": True, "policy.access-clock-from": record["clock"],
        "agreement.starts-on": record["starts"], "agreement.ends-on": record["ends"],
        "retention.last-used-on": record["last-used"], "exit.destroy-within": record["destroy"],
        "exit.returned-on": record["returned"], "exit.transition": record["transition"],
        "access.vendor-search-within": record["search"], "breach.notify-within": record["notify"],
        "breach-plan.exists": True, "breach-plan.tested-on": record["tested"],
        "policy.breach-plan-test": record["test-every"],
    }
    lines = [f"{key} = {toml(value)}" for key, value in facts.items() if value is not None]
    for name in ("access-request", "breach-event", "correction", "disclosure"):
        for row in record[name]:
            row = {**row, "tell-recipients": True} if name == "correction" else row
            lines.append(f"[[{name}]]")
            lines += [f"{key} = {toml(value)}" for key, value in row.items() if value is not None]
    return "\n".join(lines) + "\n"


def reckoned(program, folder, seed, record):
    path = pathlib.Path(folder, f"{seed}.toml")
    path.write_text(text_of(record), encoding="utf-8")
    command = [program, "deadlines", path, "--as-of", str(record["as-of"]), "--soon", f"{SOON} days",
               "--fail-on", "never", "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    if done.returncode != 0:
        sys.exit(f"{path.read_text()}\n{done.stderr}")
    return json.loads(done.stdout)["deadlines"]


def differences(program, folder, seed, rows):
    record = random_record(seed, rows)
    wanted = expected(record)
    limits = {key.split("/")[0] for key in wanted}
    got = {one["id"]: one for one in reckoned(program, folder, seed, record) if one["limit"] in limits}
    found = []
    for key in sorted(wanted.keys() | got.keys()):
        want, have = wanted.get(key), got.get(key)
        if not want or not have:
            found.append(f"seed {seed}: {key}: expected {want}, got {have and (have['date'], have['state'])}")
            continue
        want = {name: str(value) if isinstance(value, Date) else value for name, value in want.items()}
        have_some = {name: have[name] for name in want}
        if want != have_some:
            found.append(f"seed {seed}, as of {record['as-of']}: {key}: expected {want}, got {have_some}\n"
                         f"    {' '.join(have['reckoning'] + have['problems'])}")
    return len(wanted), limits, {value["state"] for value in wanted.values()}, found


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("program", type=pathlib.Path)
    arguments.add_argument("--records", type=int, default=100)
    arguments.add_argument("--rows", type=int, default=100, help="dated entries in a record")
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    check_calendars()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(max_workers=2) as pool:
        seeds = range(options.seed, options.seed + options.records)
        runs = list(pool.map(lambda seed: differences(options.program, folder, seed, options.rows), seeds))
    found = [line for run in runs for line in run[3]]
    limits, states = set().union(*(run[1] for run in runs)), set().union(*(run[2] for run in runs))
    for line in found[:40]:
        print(line)
    print(f"{options.records * options.rows} random entries, {sum(run[0] for run in runs)} deadlines of {len(limits)} "
          f"time limits in {len(states)} states: {len(found)} differences")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
