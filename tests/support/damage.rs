//! Records damaged on purpose, always the same ones: the mistakes that people make, in records of every style.

use std::ops::Range;
use std::sync::Arc;

use diligence::record::{FieldType, Fields, Record, Row, Value, read_record};
use diligence::source::SourceText;

/// Numbers that look random and are the same in every run.
pub struct Dice(u64);

impl Dice {
    /// Dice that give the numbers of `seed`.
    pub fn new(seed: u64) -> Self {
        let mut dice = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        for _ in 0..4 {
            dice.roll(2);
        }
        dice
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % sides
    }

    /// One of `all`.
    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.roll(all.len())]
    }
}

/// A good record, and the same with mistakes in it.
pub struct Damaged {
    /// The record before the damage.
    pub good: String,
    /// After it.
    pub bad: String,
    /// What is the same in both, around the mistakes, in order.
    pub untouched: Vec<String>,
}

/// `base` with comments, spaces and line endings that nobody expects.
pub fn dress(base: &str, dice: &mut Dice) -> String {
    const REMARKS: [&str; 4] = ["# Prüfen: \"24 hrs\" = nicht klar?", "#x = 'é", "# [not.a.heading] — 2026/01/02", "#"];
    let mut text = String::new();
    let mut open = 0_i32;
    for line in base.lines() {
        let plain = !line.contains(['"', '\'', '#']);
        let setting = line.split_once(" = ").filter(|(key, _)| open == 0 && is_bare(key));
        text.push_str(match dice.roll(6) {
            0 if open == 0 => "  ",
            1 if open == 0 => "\t",
            _ => "",
        });
        match setting {
            Some((key, value)) if dice.roll(4) == 0 => {
                text.push_str(&format!("{key}{}{value}", dice.pick(&["=", "  =  ", "\t= "])))
            }
            _ => text.push_str(line),
        }
        open += line.matches(['[', '{']).count() as i32 - line.matches([']', '}']).count() as i32;
        if plain && dice.roll(5) == 0 {
            text.push_str(&format!(" {}", dice.pick(&REMARKS)));
        }
        text.push('\n');
        if open == 0 && dice.roll(12) == 0 {
            text.push_str(&format!("{}\n", dice.pick(&REMARKS)));
        }
    }
    if dice.roll(3) == 0 {
        text.truncate(text.trim_end().len());
    }
    if dice.roll(3) == 0 { text.replace('\n', "\r\n") } else { text }
}

/// A good record with a number of entries in braces and as many under headings.
pub fn crowd(count: usize) -> String {
    let dates = "vetted-on = 2026-09-18, approved-on = 2026-09-21";
    let inline = |at| format!("  {{ name = \"S {at}\", country = \"Canada\", {dates}, bound = true }},\n");
    let headed = |at| {
        format!(
            "[[information.elements]]\nname = \"item {at}\"\nnecessity = \"to teach\"\nneeded = true\nsensitive = false\n\n"
        )
    };
    let (inline, headed): (String, String) = ((0..count).map(inline).collect(), (0..count).map(headed).collect());
    format!(
        "[institution]\nacts = [\"fippa\"]\n\n[procurement]\ntitle = \"x\"\n\n[vendor]\nsubcontractors = [\n{inline}]\n\n{headed}"
    )
}

/// A good record in `base`, dressed, with a few mistakes that each have one meaning.
pub fn damaged(base: &str, fields: &Fields, dice: &mut Dice) -> Damaged {
    let wanted = 1 + dice.roll(9);
    damaged_often(base, fields, wanted, dice)
}

/// As [`damaged`], with so many mistakes `wanted`, or fewer where they would touch.
pub fn damaged_often(base: &str, fields: &Fields, wanted: usize, dice: &mut Dice) -> Damaged {
    let good = dress(base, dice);
    let source = Arc::new(SourceText::new("good", good.clone()));
    let record = read_record(&source, fields).unwrap_or_else(|problems| panic!("{good}\n{problems:#?}"));
    let mut mistakes = Vec::new();
    values(&record, fields, &record.facts, &mut mistakes, dice);
    let names = names(fields);
    keys(&good, &names, &mut mistakes);
    let mut chosen: Vec<Mistake> = Vec::new();
    for _ in 0..wanted {
        let mut mistake = dice.pick(&mistakes).clone();
        if mistake[0].1.is_empty() {
            let wrong = misspelt(&good[mistake[0].0.clone()], &names, dice);
            mistake.iter_mut().for_each(|(_, text)| text.clone_from(&wrong));
        }
        let apart = |other: &Mistake| {
            other.iter().all(|(place, _)| mistake.iter().all(|(own, _)| own.end < place.start || place.end < own.start))
        };
        if chosen.iter().all(apart) {
            chosen.push(mistake);
        }
    }
    let mut places: Vec<(Range<usize>, String)> = chosen.concat();
    places.sort_by_key(|(place, _)| place.start);
    let (mut bad, mut untouched, mut at) = (String::new(), Vec::new(), 0);
    for (place, wrong) in places {
        untouched.push(good[at..place.start].to_owned());
        bad.push_str(&good[at..place.start]);
        bad.push_str(&wrong);
        at = place.end;
    }
    untouched.push(good[at..].to_owned());
    bad.push_str(&good[at..]);
    Damaged { good, bad, untouched }
}

/// The places of one mistake, each with what is written there; empty for a name that is yet to be misspelt.
type Mistake = Vec<(Range<usize>, String)>;

/// Values in another form.
fn values(record: &Record, fields: &Fields, row: &Row, mistakes: &mut Vec<Mistake>, dice: &mut Dice) {
    for (id, stated) in row.iter() {
        let text = record.source.text();
        let line_start = text[..stated.span.start].rfind('\n').map_or(0, |at| at + 1);
        let rest = text[stated.span.end..].lines().next().unwrap_or("").trim_start();
        let alone =
            text[line_start..stated.span.start].trim_end().strip_suffix('=').is_some_and(|key| is_bare(key.trim()))
                && (rest.is_empty() || rest.starts_with('#'));
        let wrong = match (&stated.value, &fields.get(id).kind) {
            (Value::Tables(rows), _) => {
                rows.iter().for_each(|row| values(record, fields, row, mistakes, dice));
                continue;
            }
            (Value::Date(date), _) => {
                let (year, month, day) = (date.year(), date.month(), date.day());
                let name = date.strftime("%B").to_string();
                let mut forms = vec![
                    format!("{year}/{month:02}/{day:02}"),
                    format!("\"{year}.{month}.{day}\""),
                    format!("'{day} {name} {year}'"),
                    format!("{day} {} {year}", &name[..3]),
                    format!("\"{name} {day}, {year}\""),
                    format!("\u{201c}{date}\u{201d}"),
                ];
                if alone {
                    forms.push(format!("{name} {day}, {year}"));
                }
                if day > 12 {
                    forms.push(format!("\"{day}/{month}/{year}\""));
                }
                dice.pick(&forms).clone()
            }
            (Value::Duration(length), _) => {
                let words = length.to_string();
                let (count, unit) = words.split_once(' ').unwrap();
                let short = match unit.trim_end_matches('s') {
                    "hour" => "hrs",
                    "day" => "d",
                    "week" => "wks",
                    "month" => "mths",
                    "year" => "yrs",
                    other => other,
                };
                let title = format!("{}{}", unit[..1].to_uppercase(), &unit[1..]);
                dice.pick(&[
                    format!("\"{count}{short}\""),
                    format!("{count} {short}"),
                    format!("'{count}   {title}'"),
                    words.clone(),
                ])
                .clone()
            }
            (Value::YesNo(yes), _) => {
                let all =
                    if *yes { ["\"yes\"", "Yes", "TRUE", "'true'"] } else { ["\"no\"", "No", "FALSE", "'false'"] };
                (*dice.pick(&all)).to_owned()
            }
            (Value::Money(money), _) => {
                let words = money.to_string();
                if alone && dice.roll(2) == 0 { words } else { format!("\"{words} CAD\"") }
            }
            (Value::Integer(number), _) => format!("\"{number}\""),
            (Value::Text(word), FieldType::OneOf(_)) => {
                let forms = [
                    format!("\"{}\"", word.to_uppercase()),
                    format!("\"{}\"", word.replace('-', " ")),
                    word.replace('-', "_"),
                ];
                dice.pick(&forms).clone()
            }
            _ => continue,
        };
        if text[stated.span.clone()] != wrong {
            mistakes.push(vec![(stated.span.clone(), wrong)]);
        }
    }
}

/// Every name that a key can have, once.
fn names(fields: &Fields) -> Vec<&str> {
    let mut names: Vec<&str> = fields.iter().map(|(_, field)| field.key()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The places of names: one for a setting, each of its headings for a table.
fn keys(text: &str, names: &[&str], mistakes: &mut Vec<Mistake>) {
    let mut headings: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_start();
        if let Some(path) = words.strip_prefix('[') {
            let path = path.trim_start_matches('[').split(']').next().unwrap();
            headings.push((at + line.find(path).unwrap(), path));
        } else if words.starts_with('{') {
            let mut from = at;
            for part in line.split_inclusive([',', '{']) {
                let name = part.split_once('=').map_or("", |(name, _)| name.trim());
                if is_bare(name) && names.contains(&name) {
                    let start = from + part.find(name).unwrap();
                    mistakes.push(vec![(start..start + name.len(), String::new())]);
                }
                from += part.len();
            }
        } else if let Some((path, _)) = words.split_once('=') {
            let path = path.trim_end();
            let name = path.rsplit('.').next().unwrap();
            if is_bare(path) && names.contains(&name) {
                let end = at + line.len() - words.len() + path.len();
                mistakes.push(vec![(end - name.len()..end, String::new())]);
            }
        }
        at += line.len();
    }
    for (_, path) in &headings {
        let name = path.rsplit('.').next().unwrap();
        let own = headings.iter().filter(|(_, other)| other == path || other.starts_with(&format!("{path}.")));
        let start = path.len() - name.len();
        mistakes.push(own.map(|(at, _)| (at + start..at + path.len(), String::new())).collect());
    }
}

/// `name` in another form, or with a letter wrong where no other name is near.
fn misspelt(name: &str, names: &[&str], dice: &mut Dice) -> String {
    let middle = name.len() / 2;
    let letter = &name[middle..=middle];
    let others = || names.iter().filter(|other| **other != name);
    let lonely = || others().all(|other| strsim::damerau_levenshtein(name, other) > 4);
    let long = name.len() > 4 && !name.contains('-');
    match dice.roll(4) {
        0 => name.to_uppercase(),
        1 if name.contains('-') => name.replace('-', "_"),
        2 if long && lonely() => format!("{}{}", &name[..middle], &name[middle + 1..]),
        3 if long && lonely() => format!("{}{letter}{}", &name[..middle], &name[middle..]),
        _ => format!("\"{}\"", name.to_uppercase()),
    }
}

fn is_bare(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
}

/// A line, without its mark where it is a commented setting or heading.
pub fn uncommented(line: &str) -> String {
    let words = line.trim_start_matches('#').trim();
    let is_setting = words.split_once(" = ").is_some_and(|(key, _)| is_bare(key));
    let is_heading = words.starts_with('[') && words.ends_with(']');
    format!("{}\n", if line.starts_with('#') && (is_setting || is_heading) { words } else { line })
}
