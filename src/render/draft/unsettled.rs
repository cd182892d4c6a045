//! What keeps a draft from being used, for the command that refuses it.

use crate::assessment::Scope;
use crate::drafting::Draft;

use super::todo::{BlankView, ProposalView, UnresolvedView};

impl Draft<'_> {
    /// What the draft leaves to people, in sentences, each with the field that settles it: blanks, proposed values,
    /// references that lead nowhere, terms without a definition, and choices of the record of `scope` below the floor of
    /// a clause that no waiver covers. Nothing in a draft that can be used as it is.
    pub fn left_to_people(&self, scope: &Scope<'_>) -> Vec<String> {
        let (ledger, library) = (&self.ledger, scope.library);
        let blanks = ledger.blanks.iter().map(|blank| {
            let BlankView { number, what, field, places, .. } = BlankView::new(blank, library);
            format!("Blank {number}: {what}. Field `{field}`. It stands in {places}.")
        });
        let proposals = ledger.proposals.iter().map(|proposal| {
            let ProposalView { number, text, field, places, .. } = ProposalView::new(proposal, library);
            format!("Proposed {number}: {text}. Field `{field}`: state it to confirm it. It stands in {places}.")
        });
        let unresolved = ledger.unresolved.iter().map(|reference| {
            let UnresolvedView { number, id, title, places } = UnresolvedView::new(reference);
            format!("Reference {number}: {title} (`{id}`), a clause that is not in the draft. It stands in {places}.")
        });
        let undefined =
            ledger.undefined.iter().map(|term| format!("Term: {term}, which nothing in the draft defines."));
        let mut unapproved = scope.unapproved_positions();
        unapproved.retain(|position| self.document.clauses.contains(&position.clause.id));
        let unapproved = unapproved.iter().map(|position| {
            format!(
                "Floor: {} Field `{}`, or a waiver with `requirement = \"{}\"`.",
                position.says(),
                library.fields.get(position.field).path,
                position.clause.path()
            )
        });
        blanks.chain(proposals).chain(unresolved).chain(undefined).chain(unapproved).collect()
    }
}
