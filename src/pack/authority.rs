//! Instruments and their provisions, with how sure this project is of each.

use serde::Serialize;

use super::version::Version;

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

    /// A provision as people cite it: "FIPPA s. 38(3)". Where it was renumbered, today's number comes first, because a
    /// reader looks for that one; the number that it had in the text that was read follows.
    pub fn cite(&self, provision: &Provision) -> String {
        let own = provision.pinpoint.as_str();
        match &provision.today {
            Some(today) => format!("{}, in an older text {}", self.cite_at(today), self.place(own)),
            None => self.cite_at(own),
        }
    }

    /// Every name by which people may ask for a provision.
    pub fn names_of(&self, provision: &Provision) -> Vec<String> {
        let today = provision.today.iter().map(|today| self.cite_at(today));
        today.chain([self.cite_at(&provision.pinpoint), self.cite(provision)]).collect()
    }

    fn cite_at(&self, pinpoint: &str) -> String {
        let short = &self.short;
        match pinpoint {
            "" => short.clone(),
            number if self.is_number(number) => format!("{short} {}", self.place(number)),
            phrase => format!("{short}, {phrase}"),
        }
    }

    /// "s. 38(3)"; a pinpoint that is no number as it is.
    fn place(&self, pinpoint: &str) -> String {
        if self.is_number(pinpoint) { format!("{} {pinpoint}", self.section_word) } else { pinpoint.to_owned() }
    }

    fn is_number(&self, pinpoint: &str) -> bool {
        pinpoint.starts_with(|c: char| c.is_ascii_digit()) && !self.section_word.is_empty()
    }

    /// What a reader must still do before relying on the text; `None` when an official text was read.
    pub fn to_confirm(&self, provision: &Provision) -> Option<String> {
        (provision.confidence != Confidence::Official).then(|| format!("confirm on {}", self.confirm))
    }
}
