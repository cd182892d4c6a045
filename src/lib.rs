//! Privacy and access due diligence for Ontario public procurement.
//!
//! A pure pipeline: **source → record → pack → agreement → assessment → drafting → render → cli**. Everything a lawyer knows is data
//! (`checklists/`, `templates/`); Rust holds a small closed set of kinds of test. The modules stand in floor order: each
//! imports only from those above it in this list.

pub mod agreement;
pub mod assessment;
pub mod cli;
pub mod drafting;
pub mod pack;
pub mod record;
pub mod render;
pub mod source;
