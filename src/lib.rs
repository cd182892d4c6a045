//! Privacy and access due diligence for Ontario public procurement.
//!
//! A pure pipeline. Everything a lawyer knows is data (`checklists/`, `templates/`); Rust holds a small closed set of kinds
//! of test. Each module stands on a floor, and imports only from the floors below its own:
//!
//! 0. [`source`]: texts, places in them, every problem of a file in one run, corrections
//! 1. [`record`]: the record, read strictly against the fields, and mended
//! 2. [`pack`]: fields, requirements, law, time limits, clauses and documents, as data
//! 3. [`agreement`]: the text of an agreement, read
//! 4. [`assessment`]: record, packs and agreement on a date: findings and deadlines
//! 5. [`drafting`]: which clauses are called for, what stands in them, and which blanks remain
//! 6. [`render`]: one assessment, draft, trace or list becomes one output
//! 7. [`cli`]: the commands

pub mod agreement;
pub mod assessment;
pub mod cli;
pub mod drafting;
pub mod pack;
pub mod record;
pub mod render;
pub mod source;
