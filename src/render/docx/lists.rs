//! Which numbering each list of a document takes.

use std::collections::BTreeSet;

use super::{Block, Document, Marker};

/// The numbering of clauses.
pub(super) const CLAUSES: usize = 1;
/// The numbering of dots.
pub(super) const BULLETS: usize = 2;
/// The level of sub-clauses and that of their items.
pub(super) const SUB_CLAUSE: usize = 1;
/// See [`SUB_CLAUSE`].
pub(super) const ITEM: usize = 2;
/// The deepest level of a list.
pub(super) const DEEPEST: usize = 2;

/// The numbering of the lists with this marker.
pub(super) fn numbering(marker: Marker) -> usize {
    match marker {
        Marker::Bullet => BULLETS,
        Marker::Number(list) | Marker::Letter(list) => BULLETS + 1 + list,
    }
}

/// The markers of the lists of `document` that count, each once.
pub(super) fn counting(document: &Document) -> BTreeSet<Marker> {
    let markers = document.blocks.iter().filter_map(|block| match block {
        Block::Entry(entry) => Some(entry.marker),
        _ => None,
    });
    markers.filter(|marker| *marker != Marker::Bullet).collect()
}
