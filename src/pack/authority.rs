//! Instruments and their provisions, with how sure this project is of each, and the sources in which they were seen.

use serde::Serialize;
use toml::de::DeTable;

use crate::record::Fields;
use crate::source::{Code, Entry, Problems, Span, Table};

use super::files::PackFile;
use super::version::{Version, read_versions};

macro_rules! words {
    ($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $vdoc:literal])+ $variant:ident = $id:literal: $words:literal,)+ }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[doc = $vdoc])+ $variant,)+ }

        impl $name {
            /// All of them, in order.
            pub const ALL: &[Self] = &[$($name::$variant,)+];

            /// The ids, in order.
            pub const IDS: &[&str] = &[$($id,)+];

            /// The id in packs and output.
            pub const fn id(self) -> &'static str {
                match self { $($name::$variant => $id,)+ }
            }

            /// In plain words.
            pub const fn words(self) -> &'static str {
                match self { $($name::$variant => $words,)+ }
            }

            pub(super) fn from_id(id: &str) -> Option<Self> {
                match id { $($id => Some($name::$variant),)+ _ => None }
            }
        }
    };
}

words! {
    /// How sure the pack is that a provision stands today as it says. Best first.
    Confidence {
        /// The official text in force was read.
        Official = "official": "official text read",
        /// A page or excerpt of a regulator, legislature or government was read.
        Regulator = "regulator": "regulator or government page read",
        /// A law firm, association, press or other summary was read.
        Secondary = "secondary": "secondary source",
        /// Concluded from other texts.
        Inferred = "inferred": "inferred from other texts",
        /// Remembered, not checked.
        Remembered = "remembered": "remembered, not checked",
        /// Known to exist; its text was not read.
        Unread = "unread": "text not read",
    }
}

words! {
    /// Whether a provision matters when a vendor processes records.
    Relevance {
        /// It does.
        Yes = "yes": "matters to outsourcing",
        /// It does through something else.
        Indirect = "indirect": "matters indirectly",
        /// It does not.
        No = "no": "does not matter to outsourcing",
    }
}

words! {
    /// What kind of source it is. Best first.
    Grade {
        /// The text in force, as its maker publishes it.
        Official = "official": "official text",
        /// The same of a time that is over.
        OfficialHistoric = "official-historic": "official text of the past, not today's",
        /// A part of such a text, in another place.
        OfficialExcerpt = "official-excerpt": "excerpt of an official text",
        /// What a regulator, a legislature or a government says.
        Regulator = "regulator": "page of a regulator, legislature or government",
        /// The institution's own policy or document.
        Policy = "policy": "the institution's own policy or document",
        /// What a law firm, an association, the press or another says.
        Secondary = "secondary": "secondary source",
        /// A file among the code of others.
        Repository = "repository": "file in a public code repository",
    }
}

/// One provision of an authority, or the authority as a whole.
#[derive(Clone, Debug)]
pub struct Provision {
    /// What follows the authority's id in a citation; empty for the authority as a whole.
    pub id: String,
    /// As printed.
    pub pinpoint: String,
    /// What it is about.
    pub heading: String,
    /// What it says, in the pack's own words.
    pub paraphrase: String,
    /// Whether it matters to outsourcing.
    pub relevance: Relevance,
    /// Why.
    pub reason: String,
    /// How it stands today.
    pub status: String,
    /// How sure that is.
    pub confidence: Confidence,
    /// Where it was seen.
    pub sources: Vec<String>,
    /// The provision of the sister Act.
    pub twin: Option<String>,
    /// Its number in the Act as it stands today, where that differs.
    pub today: Option<String>,
    /// Whether it is shown for history only.
    pub historic: bool,
    /// Whether it only gathers the provisions below it.
    pub parent: bool,
    /// Requirements that answer it without citing it.
    pub answered_by: Vec<String>,
    /// Why no requirement needs to answer it, where none does.
    pub stands_alone: Option<String>,
    /// Its texts by date, oldest first.
    pub versions: Vec<Version>,
}

/// An instrument: a statute, a regulation, a directive, a guidance, a report.
#[derive(Clone, Debug)]
pub struct Authority {
    /// The id.
    pub id: String,
    /// The full title.
    pub title: String,
    /// The name used in citations.
    pub short: String,
    /// The formal citation.
    pub citation: String,
    /// What kind of instrument it is.
    pub kind: String,
    /// What stands before a pinpoint, such as "s."; empty where nothing does.
    pub section_word: String,
    /// Where a reader confirms the text.
    pub confirm: String,
    /// The instrument as a whole, where it can be cited so.
    pub whole: Option<Provision>,
    /// Its provisions.
    pub provisions: Vec<Provision>,
}

impl Authority {
    /// The provision with this id; the empty id gives the authority as a whole.
    pub fn provision(&self, id: &str) -> Option<&Provision> {
        match id {
            "" => self.whole.as_ref(),
            id => self.provisions.iter().find(|provision| provision.id == id),
        }
    }

    /// A provision as packs cite it: the authority's id, and after a space its own where it has one.
    pub fn cite_id(&self, provision: &Provision) -> String {
        format!("{} {}", self.id, provision.id).trim_end().to_owned()
    }

    /// A provision as people cite it: "FIPPA s. 38(3)".
    pub fn cite(&self, provision: &Provision) -> String {
        let short = &self.short;
        match provision.pinpoint.as_str() {
            "" => short.clone(),
            number if number.starts_with(|c: char| c.is_ascii_digit()) && !self.section_word.is_empty() => {
                format!("{short} {} {number}", self.section_word)
            }
            phrase => format!("{short}, {phrase}"),
        }
    }

    /// What a reader must still do before relying on the text; `None` when an official text was read.
    pub fn to_confirm(&self, provision: &Provision) -> Option<String> {
        (provision.confidence != Confidence::Official).then(|| format!("confirm on {}", self.confirm))
    }
}

/// Something that was read, or remembered, in which a fact of the pack was seen.
#[derive(Clone, Debug)]
pub struct SourceRef {
    /// The id.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Where a reader finds it.
    pub place: String,
    /// What kind of source it is.
    pub grade: Grade,
    /// What was not seen of it.
    pub note: Option<String>,
}

/// Something that the pack is not sure of and says so.
#[derive(Clone, Debug)]
pub struct Uncertainty {
    /// The id.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// What is uncertain and what the pack assumes.
    pub text: String,
    /// The authorities and provisions on which it bears.
    pub authorities: Vec<String>,
}

/// Reads `authorities/<id>.toml`.
pub(super) fn read_authority(
    file: &PackFile,
    root: &DeTable<'_>,
    fields: &Fields,
    problems: &mut Problems,
) -> Authority {
    let table = Table::new(root, 0..0);
    let mut authority = Authority {
        id: table.required_text("id", problems).value,
        title: table.required_text("title", problems).value,
        short: table.required_text("short", problems).value,
        citation: table.required_text("citation", problems).value,
        kind: table.required_text("kind", problems).value,
        section_word: table.text("section-word", problems).map(|entry| entry.value).unwrap_or_default(),
        confirm: table.required_text("confirm", problems).value,
        whole: None,
        provisions: Vec::new(),
    };
    if authority.id != file.stem() && !authority.id.is_empty() {
        let message = format!("the id `{}` differs from the file's name `{}`", authority.id, file.stem());
        problems.add(Code::UnknownReference, 0..0, message).help = Some("make the two the same".to_owned());
    }
    if table.get("paraphrase").is_some() {
        authority.whole = Some(read_provision("", &table, fields, problems));
    }
    let known = ["id", "title", "short", "citation", "kind", "section-word", "confirm"];
    for (key, span, value) in table.iter() {
        let Some(inner) = value.get_ref().as_table() else {
            if authority.whole.is_none() && !known.contains(&key) {
                problems.add(Code::UnknownKey, span, format!("`{key}` is not known here")).help =
                    Some("each provision is a table: [\"38(3)\"]".to_owned());
            }
            continue;
        };
        let inner = Table::new(inner, value.span());
        authority.provisions.push(read_provision(key, &inner, fields, problems));
        inner.finish(problems);
    }
    authority
}

fn read_provision(id: &str, table: &Table<'_>, fields: &Fields, problems: &mut Problems) -> Provision {
    let whole = id.is_empty();
    let text = |key, problems: &mut Problems| table.text(key, problems).map(|entry| entry.value);
    let historic = table.yes_no("historic", problems).is_some_and(|entry| entry.value);
    let relevance = table.required_text("relevance", problems);
    let confidence = table.required_text("confidence", problems);
    Provision {
        id: id.to_owned(),
        pinpoint: if whole { String::new() } else { table.required_text("pinpoint", problems).value },
        heading: if whole { String::new() } else { table.required_text("heading", problems).value },
        paraphrase: table.required_text("paraphrase", problems).value,
        relevance: word(relevance, Relevance::from_id, Relevance::IDS, problems).unwrap_or(Relevance::Indirect),
        reason: table.required_text("reason", problems).value,
        status: table.required_text("status", problems).value,
        confidence: word(confidence, Confidence::from_id, Confidence::IDS, problems).unwrap_or(Confidence::Unread),
        sources: texts(table, "sources", problems),
        twin: text("twin", problems),
        today: text("today", problems),
        historic,
        parent: table.yes_no("parent", problems).is_some_and(|entry| entry.value),
        answered_by: texts(table, "answered-by", problems),
        stands_alone: text("stands-alone", problems),
        versions: read_versions(table, fields, problems),
    }
}

/// Reads `sources/*.toml`: one table a source.
pub(super) fn read_sources(root: &DeTable<'_>, problems: &mut Problems) -> Vec<(SourceRef, Span)> {
    let mut sources = Vec::new();
    for (key, span, value) in Table::new(root, 0..0).iter() {
        let Some(inner) = value.get_ref().as_table() else {
            problems.add(Code::WrongType, value.span(), "each source is a table: [name]");
            continue;
        };
        let table = Table::new(inner, value.span());
        let grade = table.required_text("grade", problems);
        let source = SourceRef {
            id: key.to_owned(),
            title: table.required_text("title", problems).value,
            place: table.text("place", problems).map(|entry| entry.value).unwrap_or_default(),
            grade: word(grade, Grade::from_id, Grade::IDS, problems).unwrap_or(Grade::Secondary),
            note: table.text("note", problems).map(|entry| entry.value),
        };
        table.finish(problems);
        sources.push((source, span));
    }
    sources
}

/// Reads `uncertainties.toml`: one table each.
pub(super) fn read_uncertainties(root: &DeTable<'_>, problems: &mut Problems) -> Vec<Uncertainty> {
    let mut uncertainties = Vec::new();
    for (key, _, value) in Table::new(root, 0..0).iter() {
        let Some(inner) = value.get_ref().as_table() else {
            problems.add(Code::WrongType, value.span(), "each uncertainty is a table: [name]");
            continue;
        };
        let table = Table::new(inner, value.span());
        uncertainties.push(Uncertainty {
            id: key.to_owned(),
            title: table.required_text("title", problems).value,
            text: table.required_text("text", problems).value,
            authorities: texts(&table, "authorities", problems),
        });
        table.finish(problems);
    }
    uncertainties
}

fn texts(table: &Table<'_>, key: &'static str, problems: &mut Problems) -> Vec<String> {
    table.texts(key, problems).into_iter().map(|entry| entry.value).collect()
}

fn word<T>(entry: Entry<String>, read: impl Fn(&str) -> Option<T>, ids: &[&str], problems: &mut Problems) -> Option<T> {
    let value = read(&entry.value);
    if value.is_none() && !entry.value.is_empty() {
        problems.add(Code::NotInList, entry.span, format!("`{}` is not known here", entry.value)).help =
            Some(format!("it is one of: {}", ids.join(", ")));
    }
    value
}
