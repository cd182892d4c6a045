//! The packs in use, put together and checked.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;

use crate::record::{Builtin, Fields, Record};
use crate::source::{Diagnostic, SourceText, did_you_mean};

use super::authority::{Authority, Provision};
use super::clause::Clauses;
use super::clause_read::NamedIndex;
use super::condition::{NamedCondition, NamedId};
use super::condition_read::ConditionReader;
use super::contradiction::Contradiction;
use super::defaults::ChangedDefault;
use super::embedded::TEMPLATES;
use super::files::PackFiles;
use super::manifest::Manifest;
use super::on_day::Days;
use super::requirement::Requirement;
use super::source_ref::SourceRef;
use super::uncertainty::Uncertainty;

/// Where a pack comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PackSource {
    /// Every pack that the binary carries.
    Embedded,
    /// A folder, with the name to show for it.
    Folder(PathBuf, String),
}

/// One pack of a library.
#[derive(Clone, Debug)]
pub struct Pack {
    /// What it says of itself.
    pub manifest: Manifest,
    /// Its files.
    pub files: PackFiles,
}

/// The packs in use.
#[derive(Clone, Debug)]
pub struct Library {
    /// The packs, lowest first.
    pub packs: Vec<Pack>,
    /// Ids of the packs that took the place of one before them.
    pub replaced: Vec<String>,
    /// The fields of the record.
    pub fields: Fields,
    /// The defaults that a pack changed, in the order of the packs.
    pub changed_defaults: Vec<ChangedDefault>,
    /// The fields that the program itself reads.
    pub builtin: Builtin,
    /// The named conditions.
    pub named: Vec<NamedCondition>,
    /// The requirements, by phase and in the order of their files.
    pub requirements: Vec<Requirement>,
    /// The authorities, by id.
    pub authorities: Vec<Authority>,
    /// The sources, by id.
    pub sources: Vec<SourceRef>,
    /// What the packs are not sure of.
    pub uncertainties: Vec<Uncertainty>,
    /// The facts that a record cannot state together, in the order of the packs.
    pub contradictions: Vec<Contradiction>,
    /// The clauses whose texts a record can choose among: none before [`Library::adopt`].
    pub adopted: Clauses,
    pub(super) names: NamedIndex,
    pub(super) by_id: HashMap<String, usize>,
    pub(super) authority_by_id: HashMap<String, usize>,
    pub(super) files: Vec<Arc<SourceText>>,
}

impl Library {
    /// The condition with this number.
    pub fn named(&self, id: NamedId) -> &NamedCondition {
        &self.named[id.0]
    }

    /// The requirement with this id, or that had it before.
    pub fn requirement(&self, id: &str) -> Option<&Requirement> {
        let now = self.by_id.get(id).map(|at| &self.requirements[*at]);
        now.or_else(|| self.requirements.iter().find(|requirement| requirement.formerly.iter().any(|old| old == id)))
    }

    /// The requirement id nearest to a misspelt one.
    pub fn nearest_requirement(&self, id: &str) -> Option<&str> {
        did_you_mean(id, self.requirements.iter().map(|requirement| requirement.id.as_str()))
    }

    /// The authority with this id.
    pub fn authority(&self, id: &str) -> Option<&Authority> {
        self.authority_by_id.get(id).map(|at| &self.authorities[*at])
    }

    /// The authority and provision that a citation such as `fippa 38(3)` names.
    pub fn cited(&self, cite: &str) -> Option<(&Authority, &Provision)> {
        let (authority, provision) = cite.split_once(' ').unwrap_or((cite, ""));
        let authority = self.authority(authority)?;
        Some((authority, authority.provision(provision)?))
    }

    /// Where days that the packs leave to `record` are looked up, in a check on `today`.
    pub fn days<'l>(&'l self, record: &'l Record, today: Date) -> Days<'l> {
        Days { fields: &self.fields, record, today }
    }

    /// The source with this id.
    pub fn source(&self, id: &str) -> Option<&SourceRef> {
        self.sources.binary_search_by(|source| source.id.as_str().cmp(id)).ok().map(|at| &self.sources[at])
    }

    /// The text of the file in which `requirement` stands.
    pub fn text_of(&self, requirement: &Requirement) -> &Arc<SourceText> {
        &self.files[requirement.place.0]
    }

    /// Reads the clauses, documents and defined terms: the embedded ones, each replaced by the file of the same path
    /// under `overrides`, if there is one, and those of the packs.
    ///
    /// # Errors
    /// Every problem of every file.
    pub fn clauses(&self, overrides: Option<&PackFiles>) -> Result<Clauses, Vec<Diagnostic>> {
        let mut files = PackFiles::embedded(&TEMPLATES, "templates");
        for pack in &self.packs {
            files = files.overlaid(&pack.files);
        }
        if let Some(overrides) = overrides {
            files = files.overlaid(overrides);
        }
        Clauses::read(&files, &ConditionReader { fields: &self.fields, named: &self.names })
    }
}
