//! The packs in use, put together and checked.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::record::{Builtin, Field, Fields};
use crate::source::{Code, Diagnostic, Problems, SourceText, Span, did_you_mean, parse_toml};

use super::authority::{Authority, Provision, SourceRef, Uncertainty, read_authority, read_sources, read_uncertainties};
use super::clause::{Clauses, NamedIndex};
use super::condition::{Condition, NamedCondition, NamedId};
use super::condition_read::ConditionReader;
use super::embedded::{PACKS, TEMPLATES};
use super::field_read::read_fields;
use super::files::{PackFile, PackFiles};
use super::manifest::Manifest;
use super::requirement::Requirement;
use super::requirement_read::read_requirements;
use super::tighten::tighten;

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
#[derive(Debug)]
pub struct Library {
    /// The packs, lowest first.
    pub packs: Vec<Pack>,
    /// The fields of the record.
    pub fields: Fields,
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
    names: NamedIndex,
    by_id: HashMap<String, usize>,
    authority_by_id: HashMap<String, usize>,
    files: Vec<Arc<SourceText>>,
}

/// Loads packs, lowest first. A folder whose pack has the id of one before it takes that one's place.
///
/// # Errors
/// Every problem of every file.
pub fn load(sources: &[PackSource]) -> Result<Library, Vec<Diagnostic>> {
    let mut packs: Vec<Pack> = Vec::new();
    for source in sources {
        for pack in read_packs(source)? {
            match packs.iter().position(|known| known.manifest.id == pack.manifest.id) {
                Some(at) => packs[at] = pack,
                None => packs.push(pack),
            }
        }
    }
    Loader::default().load(packs)
}

fn read_packs(source: &PackSource) -> Result<Vec<Pack>, Vec<Diagnostic>> {
    let files = match source {
        PackSource::Embedded => {
            let name = |folder: &include_dir::Dir<'_>| folder.path().to_string_lossy().into_owned();
            PACKS.dirs().map(|folder| PackFiles::embedded(folder, &format!("checklists/{}", name(folder)))).collect()
        }
        PackSource::Folder(path, name) => vec![PackFiles::folder(path, name)?],
    };
    let mut packs = Vec::new();
    for files in files {
        let Some(manifest) = files.get("pack.toml") else {
            let PackSource::Folder(_, name) = source else { continue };
            let problem = Diagnostic::new(Code::FileNotFound, format!("the folder `{name}` holds no pack.toml"));
            return Err(vec![problem.help("name the folder of a pack, or write a new one with `diligence pack new`")]);
        };
        packs.push(Pack { manifest: Manifest::read(manifest)?, files: files.clone() });
    }
    Ok(packs)
}

#[derive(Default)]
struct Loader {
    found: Vec<Diagnostic>,
    files: Vec<Arc<SourceText>>,
    fields: Vec<(Field, Arc<SourceText>, Span)>,
    authorities: Vec<Authority>,
    sources: Vec<SourceRef>,
    uncertainties: Vec<Uncertainty>,
}

impl Loader {
    fn load(mut self, packs: Vec<Pack>) -> Result<Library, Vec<Diagnostic>> {
        for pack in &packs {
            self.read_facts(pack);
        }
        let fields = self.build_fields();
        let builtin = match Builtin::find(&fields) {
            Ok(builtin) => builtin,
            Err((path, kind)) => {
                let message = format!("no pack in use declares the field `{path}` of type {kind}, which the program needs");
                self.found.push(Diagnostic::new(Code::UnknownField, message).help("use the pack together with the built-in one: `extends = [\"ontario\"]`"));
                return Err(self.found);
            }
        };
        let names = self.read_names(&packs);
        let named = self.read_named(&packs, &fields, &names);
        let requirements = self.read_requirements(&packs, &fields, &names);
        if !self.found.is_empty() {
            return Err(self.found);
        }
        self.authorities.sort_by(|a, b| a.id.cmp(&b.id));
        self.sources.sort_by(|a, b| a.id.cmp(&b.id));
        let by_id = requirements.iter().enumerate().map(|(at, requirement)| (requirement.id.clone(), at)).collect();
        let authority_by_id = self.authorities.iter().enumerate().map(|(at, authority)| (authority.id.clone(), at)).collect();
        Ok(Library {
            packs,
            fields,
            builtin,
            named,
            requirements,
            authorities: self.authorities,
            sources: self.sources,
            uncertainties: self.uncertainties,
            names,
            by_id,
            authority_by_id,
            files: self.files,
        })
    }

    /// Reads what stands on its own: fields, authorities, sources, uncertainties.
    fn read_facts(&mut self, pack: &Pack) {
        let id = &pack.manifest.id;
        for (_, source) in pack.files.under("fields", ".toml") {
            let fields = self.file(source, |root, problems| read_fields(id, root, problems));
            self.fields.extend(fields.into_iter().map(|(field, span)| (field, Arc::clone(source), span)));
        }
        for (path, source) in pack.files.under("authorities", ".toml") {
            let file = self.register(path, source);
            let authority = self.file(source, |root, problems| read_authority(&file, root, problems));
            if self.authorities.iter().any(|known| known.id == authority.id) {
                self.duplicate("authority", &authority.id, source, 0..0);
            }
            self.authorities.push(authority);
        }
        for (_, source) in pack.files.under("sources", ".toml") {
            for (reference, span) in self.file(source, read_sources) {
                if self.sources.iter().any(|known| known.id == reference.id) {
                    self.duplicate("source", &reference.id, source, span);
                }
                self.sources.push(reference);
            }
        }
        if let Some(source) = pack.files.get("uncertainties.toml") {
            let uncertainties = self.file(source, read_uncertainties);
            self.uncertainties.extend(uncertainties);
        }
    }

    fn build_fields(&mut self) -> Fields {
        let mut seen: HashMap<&str, ()> = HashMap::new();
        let mut duplicates = Vec::new();
        for (field, source, span) in &self.fields {
            if seen.insert(&field.path, ()).is_some() {
                duplicates.push((field.path.clone(), Arc::clone(source), span.clone()));
            }
        }
        for (path, source, span) in duplicates {
            self.duplicate("field", &path, &source, span);
        }
        let (fields, orphans) = Fields::new(self.fields.iter().map(|(field, _, _)| field.clone()).collect());
        for orphan in orphans {
            let place = self.fields.iter().find(|(field, _, _)| field.path == orphan.path);
            let message = format!("the field `{}` stands under no section that a pack declares", orphan.path);
            let mut problem = Diagnostic::new(Code::UnknownField, message).help("declare its section: a table of type \"section\"");
            if let Some((_, source, span)) = place {
                problem = problem.at(source, span.clone(), "");
            }
            self.found.push(problem);
        }
        fields
    }

    fn read_names(&mut self, packs: &[Pack]) -> NamedIndex {
        let mut names = NamedIndex::new();
        for source in packs.iter().filter_map(|pack| pack.files.get("conditions.toml")) {
            let mut problems = Problems::new(source);
            let root = parse_toml(source, &mut problems);
            for (key, _) in root.get_ref().iter() {
                let next = NamedId(names.len());
                if names.insert(key.get_ref().to_string(), next).is_some() {
                    self.duplicate("condition", key.get_ref(), source, key.span());
                }
            }
        }
        names
    }

    fn read_named(&mut self, packs: &[Pack], fields: &Fields, names: &NamedIndex) -> Vec<NamedCondition> {
        let reader = ConditionReader { fields, named: names };
        let mut named: Vec<NamedCondition> = Vec::new();
        for source in packs.iter().filter_map(|pack| pack.files.get("conditions.toml")) {
            named.extend(self.file(source, |root, problems| read_named_conditions(root, &reader, problems)));
        }
        for (at, condition) in named.iter().enumerate() {
            if reaches(&named, &condition.holds, at, &mut vec![false; named.len()]) {
                let message = format!("the condition `{}` refers to itself", condition.id);
                self.found.push(Diagnostic::new(Code::BadCondition, message).help("write one of the two out in full"));
            }
        }
        named
    }

    fn read_requirements(&mut self, packs: &[Pack], fields: &Fields, names: &NamedIndex) -> Vec<Requirement> {
        let reader = ConditionReader { fields, named: names };
        let mut requirements: Vec<Requirement> = Vec::new();
        for pack in packs {
            for (path, source) in pack.files.under("requirements", ".toml") {
                let file = self.register(path, source);
                let read = self.file(source, |root, problems| read_requirements(&file, &pack.manifest.id, root, &reader, problems));
                for requirement in read {
                    if requirements.iter().any(|known| known.id == requirement.id) {
                        let span = requirement.place.1.clone();
                        self.duplicate("requirement", &requirement.id, source, span);
                    }
                    requirements.push(requirement);
                }
            }
            if let Some(source) = pack.files.get("tighten.toml") {
                self.file(source, |root, problems| tighten(root, &mut requirements, &reader, problems));
            }
        }
        requirements.sort_by_key(|requirement| requirement.phase);
        requirements
    }

    fn file<T>(&mut self, source: &Arc<SourceText>, read: impl FnOnce(&toml::de::DeTable<'_>, &mut Problems) -> T) -> T {
        let mut problems = Problems::new(source);
        let root = parse_toml(source, &mut problems);
        let value = read(root.get_ref(), &mut problems);
        self.found.extend(problems.into_sorted());
        value
    }

    fn register(&mut self, path: &str, source: &Arc<SourceText>) -> PackFile {
        self.files.push(Arc::clone(source));
        PackFile { index: self.files.len() - 1, path: path.to_owned() }
    }

    fn duplicate(&mut self, what: &str, id: &str, source: &Arc<SourceText>, span: Span) {
        let problem = Diagnostic::new(Code::DuplicateId, format!("there is another {what} `{id}`")).at(source, span, "");
        self.found.push(problem.help("give one of the two another id; to make a requirement stricter, use tighten.toml"));
    }
}

fn read_named_conditions(root: &toml::de::DeTable<'_>, reader: &ConditionReader<'_>, problems: &mut Problems) -> Vec<NamedCondition> {
    let mut named = Vec::new();
    for (id, _, value) in crate::source::Table::new(root, 0..0).iter() {
        let Some(inner) = value.get_ref().as_table() else {
            problems.add(Code::WrongType, value.span(), "each condition is a table: [name]");
            continue;
        };
        let table = crate::source::Table::new(inner, value.span());
        let holds = table.table("holds", problems).and(table.get("holds")).and_then(|value| value.get_ref().as_table());
        if holds.is_none() {
            table.report_missing("holds", problems);
        }
        named.push(NamedCondition {
            id: id.to_owned(),
            title: table.required_text("title", problems).value,
            otherwise: table.required_text("otherwise", problems).value,
            holds: holds.map_or(Condition::All(Vec::new()), |inner| reader.read(inner, problems)),
        });
        table.finish(problems);
    }
    named
}

fn reaches(named: &[NamedCondition], from: &Condition, goal: usize, seen: &mut Vec<bool>) -> bool {
    let mut next = Vec::new();
    from.visit_named(&mut |id| next.push(id.0));
    next.into_iter().any(|id| {
        id == goal || named.get(id).is_some_and(|inner| !std::mem::replace(&mut seen[id], true) && reaches(named, &inner.holds, goal, seen))
    })
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

    /// Checks what loading leaves open: that every clause, authority, provision and source that the packs name exists,
    /// and that the examples can be read.
    pub fn verify(&self, clauses: &Clauses) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for requirement in &self.requirements {
            self.verify_requirement(requirement, clauses, &mut found);
        }
        for clause in &clauses.clauses {
            for cite in clause.cites.iter().filter(|cite| self.cited(cite).is_none()) {
                found.push(self.unknown(&clause.source, 0..clause.source.text().len(), "authority or provision", cite, None));
            }
        }
        for pack in &self.packs {
            self.verify_sources(&pack.files, &mut found);
        }
        found
    }

    fn verify_requirement(&self, requirement: &Requirement, clauses: &Clauses, found: &mut Vec<Diagnostic>) {
        let source = self.text_of(requirement);
        let start = requirement.place.1.start;
        let section = start..requirement_end(source.text(), start);
        let duties = std::iter::once(&requirement.duty).chain(requirement.variants.iter().map(|variant| &variant.duty));
        for duty in duties {
            for cite in duty.cites.iter().filter(|cite| self.cited(cite).is_none()) {
                let near = did_you_mean(cite.split(' ').next().unwrap_or(cite), self.authorities.iter().map(|known| known.id.as_str()));
                found.push(self.unknown(source, section.clone(), "authority or provision", cite, near));
            }
            for id in duty.sources.iter().filter(|id| self.source(id).is_none()) {
                let near = did_you_mean(id, self.sources.iter().map(|known| known.id.as_str()));
                found.push(self.unknown(source, section.clone(), "source", id, near));
            }
        }
        if let Some(clause) = requirement.clause.as_deref().filter(|id| !clauses.clauses.iter().any(|clause| clause.id == *id)) {
            let near = did_you_mean(clause, clauses.clauses.iter().map(|clause| clause.id.as_str()));
            found.push(self.unknown(source, section, "clause", clause, near));
        }
    }

    fn verify_sources(&self, files: &PackFiles, found: &mut Vec<Diagnostic>) {
        for (path, source) in files.under("authorities", ".toml") {
            let stem = path.rsplit('/').next().and_then(|name| name.strip_suffix(".toml")).unwrap_or(path);
            let Some(authority) = self.authority(stem) else { continue };
            for provision in authority.provisions.iter().chain(&authority.whole) {
                let versions = provision.versions.iter().flat_map(|version| &version.sources);
                for id in provision.sources.iter().chain(versions).filter(|id| self.source(id).is_none()) {
                    found.push(self.unknown(source, 0..source.text().len(), "source", id, None));
                }
                for twin in provision.twin.iter().filter(|twin| self.cited(twin).is_none()) {
                    found.push(self.unknown(source, 0..source.text().len(), "authority or provision", twin, None));
                }
            }
        }
    }

    fn unknown(&self, source: &Arc<SourceText>, within: Span, what: &str, name: &str, near: Option<&str>) -> Diagnostic {
        let quoted = format!("\"{name}\"");
        let place = source.text()[within.clone()].find(&quoted).map(|at| within.start + at);
        let span = place.map_or(within.start..within.start, |at| at..at + quoted.len());
        let problem = Diagnostic::new(Code::UnknownReference, format!("there is no {what} `{name}`")).at(source, span, "");
        match near {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help(format!("`diligence list` prints every known {what}")),
        }
    }
}

/// The end of the table that begins at `start`: the next heading of one part, or the end of the text.
fn requirement_end(text: &str, start: usize) -> usize {
    let mut at = start;
    while let Some(next) = text[at..].find("\n[").map(|next| at + next + 1) {
        let heading = text[next..].lines().next().unwrap_or("");
        if !heading.starts_with("[[") && !heading.contains('.') {
            return next;
        }
        at = next + 1;
    }
    text.len()
}
