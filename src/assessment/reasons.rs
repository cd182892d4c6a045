//! The duty that holds for a record, and why a condition is true or false, in sentences.

use crate::pack::{Condition, Duty, Requirement, Said};

use super::{Scope, Truth};

impl<'a> Scope<'a> {
    /// The duty of `requirement` as it stands for this record: the first variant that holds, else the requirement's own.
    pub fn duty(&self, requirement: &'a Requirement) -> &'a Duty {
        let variant = requirement.variants.iter().find(|variant| self.holds(&variant.when) == Truth::True);
        variant.map_or(&requirement.duty, |variant| &variant.duty)
    }

    /// Why a condition that is false is false, in sentences: the words of named conditions, else what was observed.
    pub fn reasons(&self, condition: &'a Condition) -> Vec<String> {
        let mut reasons = Vec::new();
        self.collect_reasons(condition, false, &mut reasons);
        reasons.dedup();
        reasons
    }

    /// Why a condition that is true is true, in sentences, as [`Scope::reasons`] gives them for one that is false.
    pub fn grounds(&self, condition: &'a Condition) -> Vec<String> {
        let mut grounds = Vec::new();
        self.collect_reasons(condition, true, &mut grounds);
        grounds.dedup();
        grounds
    }

    fn collect_reasons(&self, condition: &'a Condition, wanted: bool, reasons: &mut Vec<String>) {
        let deciding = if wanted { Truth::True } else { Truth::False };
        if self.holds(condition) != deciding {
            return;
        }
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().for_each(|part| self.collect_reasons(part, wanted, reasons));
            }
            Condition::Not(inner) => self.collect_reasons(inner, !wanted, reasons),
            Condition::Named(id) => {
                let named = self.library.named(*id);
                reasons.push(format!("{}.", if wanted { &named.title } else { &named.otherwise }));
            }
            Condition::AsOf(..) => {
                let said = self.library.words().outcome(condition, wanted);
                reasons.extend(said.iter().map(Said::sentence));
            }
            Condition::Test(_) => {
                let mut seen = Vec::new();
                self.evaluate(condition, &mut seen);
                reasons.extend(seen.iter().map(|observation| observation.fact(self.library)));
            }
        }
    }
}
