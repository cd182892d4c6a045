//! The combinations for which agreements are drafted: Act, sensitivity, texts of clauses, and what else changes them.

use diligence::drafting::Position;
use diligence::pack::Clause;

use super::agreements::{Kit, merge};

/// The Acts of the institution, and what the vendor is under PHIPA.
pub const ACTS: [&str; 5] = [
    "institution.acts = [\"fippa\"]\ninformation.personal-health = false\n",
    "institution.acts = [\"mfippa\"]\ninformation.personal-health = false\n",
    "institution.acts = [\"fippa\", \"phipa\"]\ninformation.personal-health = true\nvendor.phipa-role = \"agent\"\n",
    "institution.acts = [\"phipa\"]\ninformation.personal-health = true\nvendor.phipa-role = \"electronic-service-provider\"\n",
    "institution.acts = [\"mfippa\", \"phipa\"]\ninformation.personal-health = true\nvendor.phipa-role = \"network-provider\"\n\
     network-provider.custodians = 3\n",
];
pub const SENSITIVITY: [&str; 4] = [
    "information.sensitivity = \"low\"\n",
    "information.sensitivity = \"medium\"\n",
    "information.sensitivity = \"high\"\n",
    "",
];
const AI: [&str; 3] =
    ["ai.used = true\nai.high-risk = true\n", "ai.used = true\nai.high-risk = false\n", "ai.used = false\n"];
const REMOTE: [&str; 3] = [
    "remote-support.mode = \"always-on\"\n",
    "remote-support.mode = \"on-request\"\n",
    "remote-support.mode = \"none\"\n",
];
const OUTLIVE: [&str; 2] = [
    "agreement.term = \"2 years\"\nretention.minimum = \"7 years\"\nretention.maximum = \"10 years\"\n",
    "agreement.term = \"5 years\"\nretention.minimum = \"1 year\"\nretention.maximum = \"2 years\"\n",
];
/// How deep in the list of its texts each clause stands: the preferred one, the fallbacks, the short form.
const DEPTHS: usize = 4;

/// One combination, by its number and the place of each part in its list.
pub struct Combination {
    pub number: usize,
    pub acts: usize,
    pub sensitivity: usize,
    pub depth: usize,
    /// Whether all clauses stand at one depth, or each at another.
    pub mixed: bool,
    pub full: bool,
    pub ai: usize,
    pub remote: usize,
    pub outlive: usize,
}

/// Every Act with every sensitivity at every depth, all clauses at one depth and each at another; the other parts take
/// turns, so that each meets each.
pub fn combinations() -> Vec<Combination> {
    let mut all = Vec::new();
    for acts in 0..ACTS.len() {
        for sensitivity in 0..SENSITIVITY.len() {
            for depth in 0..DEPTHS {
                for kind in 0..3 {
                    let number = all.len();
                    let turn = number / 3 + kind;
                    all.push(Combination {
                        number,
                        acts,
                        sensitivity,
                        depth,
                        mixed: kind == 1,
                        full: kind > 0,
                        ai: turn % 3,
                        remote: (turn / 3) % 3,
                        outlive: (turn + sensitivity) % 2,
                    });
                }
            }
        }
    }
    all
}

/// The texts of a clause, the preferred one first.
pub fn texts(clause: &Clause) -> Vec<Position<'_>> {
    let fallbacks = clause.fallbacks.iter().map(Position::Fallback);
    let short = clause.short.iter().map(|_| Position::Short);
    std::iter::once(Position::Preferred).chain(fallbacks).chain(short).collect()
}

pub fn name(position: Position<'_>) -> &str {
    match position {
        Position::Preferred => "preferred",
        Position::Short => "short",
        Position::Fallback(fallback) => &fallback.id,
    }
}

impl Combination {
    pub fn record(&self, kit: &Kit) -> toml::Table {
        let mut record = toml::from_str("[institution]\n[procurement]\n").unwrap();
        if self.full {
            merge(&mut record, toml::from_str(&kit.library.fields.sample_record()).unwrap());
            record.remove("clauses");
            // The example of a record that everything happened to is no agreement that is still to be signed.
            record["agreement"].as_table_mut().unwrap().remove("ended");
            record["information"].as_table_mut().unwrap().remove("sensitivity");
        }
        let parts =
            [ACTS[self.acts], SENSITIVITY[self.sensitivity], AI[self.ai], REMOTE[self.remote], OUTLIVE[self.outlive]];
        merge(
            &mut record,
            toml::from_str(&(parts.concat() + "information.personal = true\ninformation.records = true\n")).unwrap(),
        );
        record
    }

    pub fn position<'k>(&self, kit: &'k Kit, clause: &'k Clause) -> Position<'k> {
        let texts = texts(clause);
        let at = kit.library.adopted.clauses.iter().position(|one| one.id == clause.id).unwrap();
        match self.mixed {
            true => texts[(self.depth + at * (1 + self.number % 5) + self.number / 3) % texts.len()],
            false => texts.get(self.depth).copied().unwrap_or(Position::Preferred),
        }
    }
}
