//! What a pack is not sure of, and on which citations that bears.

use toml::de::DeTable;

use crate::source::{Code, Problems, Table};

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

impl Uncertainty {
    /// Whether it is about what `cite` names: that provision, or the whole authority to which it belongs.
    pub fn bears_on(&self, cite: &str) -> bool {
        let authority = cite.split(' ').next();
        self.authorities.iter().any(|on| on == cite || Some(on.as_str()) == authority)
    }

    /// Whether it names `cite` itself, not just the whole authority to which that belongs.
    pub fn names(&self, cite: &str) -> bool {
        self.authorities.iter().any(|on| on == cite)
    }
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
            authorities: table.texts("authorities", problems).into_iter().map(|entry| entry.value).collect(),
        });
        table.finish(problems);
    }
    uncertainties
}

#[cfg(test)]
mod tests {
    use super::Uncertainty;

    #[test]
    fn it_bears_on_a_provision_or_on_all_of_an_authority() {
        let about = |authorities: [&str; 2]| Uncertainty {
            id: String::new(),
            title: String::new(),
            text: String::new(),
            authorities: authorities.map(str::to_owned).into(),
        };
        let one = about(["act 3(1)", "rule"]);
        let bears = |cite| one.bears_on(cite);
        assert_eq!(["act 3(1)", "rule", "rule 7"].map(bears), [true; 3]);
        assert_eq!(["act", "act 3", "act 3(1)(a)", "rules 7"].map(bears), [false; 4]);
        assert!(one.names("act 3(1)") && !one.names("rule 7"));
    }
}
