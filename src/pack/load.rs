//! Reading packs from their files and putting them together.

use std::collections::HashMap;
use std::sync::Arc;

use crate::record::{Builtin, Field, Fields};
use crate::source::{Code, Diagnostic, Problems, SourceText, Span, parse_toml};

use super::authority::Authority;
use super::authority_read::read_authority;
use super::clause_read::NamedIndex;
use super::condition::{NamedCondition, NamedId};
use super::condition_read::ConditionReader;
use super::contradiction::{Contradiction, read_contradictions};
use super::defaults::{ChangedDefault, apply_defaults};
use super::embedded::PACKS;
use super::field_read::read_fields;
use super::files::{PackFile, PackFiles};
use super::library::{Library, Pack, PackSource};
use super::manifest::Manifest;
use super::named::{Placed, check_named, read_named_conditions};
use super::requirement::Requirement;
use super::requirement_read::read_requirements;
use super::source_ref::{SourceRef, read_sources};
use super::structure::check_structure;
use super::tighten::tighten;
use super::uncertainty::{Uncertainty, read_uncertainties};

/// Loads packs, lowest first. A folder whose pack has the id of one before it takes that one's place.
///
/// # Errors
/// Every problem of every file.
pub fn load(sources: &[PackSource]) -> Result<Library, Vec<Diagnostic>> {
    let mut packs: Vec<Pack> = Vec::new();
    let mut replaced = Vec::new();
    for source in sources {
        for pack in read_packs(source)? {
            match packs.iter().position(|known| known.manifest.id == pack.manifest.id) {
                Some(at) => {
                    replaced.push(pack.manifest.id.clone());
                    packs[at] = pack;
                }
                None => packs.push(pack),
            }
        }
    }
    let loader = Loader { found: check_structure(&packs), ..Loader::default() };
    Ok(Library { replaced, ..loader.load(packs)? })
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
        packs.push(Pack { manifest: Manifest::read(manifest)?, files });
    }
    Ok(packs)
}

#[derive(Default)]
struct Loader {
    found: Vec<Diagnostic>,
    files: Vec<Arc<SourceText>>,
    fields: Vec<(Field, Arc<SourceText>, Span)>,
    changed_defaults: Vec<ChangedDefault>,
    authorities: Vec<Authority>,
    sources: Vec<SourceRef>,
    uncertainties: Vec<Uncertainty>,
}

impl Loader {
    fn load(mut self, packs: Vec<Pack>) -> Result<Library, Vec<Diagnostic>> {
        for pack in &packs {
            self.read_fields_of(pack);
            self.read_defaults_of(pack);
        }
        let fields = self.build_fields();
        for pack in &packs {
            self.read_law(pack, &fields);
        }
        let builtin = match Builtin::find(&fields) {
            Ok(builtin) => builtin,
            Err((path, kind)) => {
                let message =
                    format!("no pack in use declares the field `{path}` of type {kind}, which the program needs");
                self.found.push(
                    Diagnostic::new(Code::UnknownField, message)
                        .help("use the pack together with the built-in one: `extends = [\"ontario\"]`"),
                );
                return Err(self.found);
            }
        };
        let names = self.read_names(&packs);
        let named = self.read_named(&packs, &fields, &names);
        let requirements = self.read_requirements(&packs, &fields, &names);
        let contradictions = self.read_contradictions(&packs, &fields, &names);
        if !self.found.is_empty() {
            return Err(self.found);
        }
        self.authorities.sort_by(|a, b| a.id.cmp(&b.id));
        self.sources.sort_by(|a, b| a.id.cmp(&b.id));
        let by_id = requirements.iter().enumerate().map(|(at, requirement)| (requirement.id.clone(), at)).collect();
        let authority_by_id =
            self.authorities.iter().enumerate().map(|(at, authority)| (authority.id.clone(), at)).collect();
        Ok(Library {
            packs,
            replaced: Vec::new(),
            fields,
            changed_defaults: self.changed_defaults,
            builtin,
            named,
            requirements,
            authorities: self.authorities,
            sources: self.sources,
            uncertainties: self.uncertainties,
            contradictions,
            adopted: Default::default(),
            names,
            by_id,
            authority_by_id,
            files: self.files,
        })
    }

    fn read_fields_of(&mut self, pack: &Pack) {
        let id = &pack.manifest.id;
        let files = self.registered(pack, "fields");
        let read = self.files(&files, |_, root, problems| read_fields(id, root, problems));
        for (fields, (_, source)) in read.into_iter().zip(&files) {
            self.fields.extend(fields.into_iter().map(|(field, span)| (field, Arc::clone(source), span)));
        }
    }

    /// Sets the defaults that the pack changes of its own fields and of those of the packs before it.
    fn read_defaults_of(&mut self, pack: &Pack) {
        let Some(source) = pack.files.get("defaults.toml") else { return };
        let (changed, problems) =
            read_file(source, |root, problems| apply_defaults(&pack.manifest.id, root, &mut self.fields, problems));
        self.changed_defaults.extend(changed);
        self.found.extend(problems);
    }

    /// Reads the authorities, the sources and what is uncertain.
    fn read_law(&mut self, pack: &Pack, fields: &Fields) {
        let files = self.registered(pack, "authorities");
        let read = self.files(&files, |file, root, problems| read_authority(file, root, fields, problems));
        for (authority, (_, source)) in read.into_iter().zip(&files) {
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
        let paths: Vec<String> = self.fields.iter().map(|(field, _, _)| field.path.clone()).collect();
        let declared =
            std::mem::take(&mut self.fields).into_iter().map(|(field, source, span)| (field, (source, span)));
        let (all, places): (Vec<Field>, Vec<(Arc<SourceText>, Span)>) = declared.unzip();
        let (fields, orphans) = Fields::new(all);
        for orphan in orphans {
            let place = paths.iter().position(|path| *path == orphan.path).map(|at| &places[at]);
            let message = format!("the field `{}` stands under no section that a pack declares", orphan.path);
            let mut problem =
                Diagnostic::new(Code::UnknownField, message).help("declare its section: a table of type \"section\"");
            if let Some((source, span)) = place {
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
        let mut named: Vec<Placed<'_>> = Vec::new();
        for source in packs.iter().filter_map(|pack| pack.files.get("conditions.toml")) {
            let read = self.file(source, |root, problems| read_named_conditions(root, &reader, problems));
            named.extend(read.into_iter().map(|(condition, span)| (condition, source, span)));
        }
        self.found.extend(check_named(&named));
        named.into_iter().map(|(condition, ..)| condition).collect()
    }

    fn read_requirements(&mut self, packs: &[Pack], fields: &Fields, names: &NamedIndex) -> Vec<Requirement> {
        let reader = ConditionReader { fields, named: names };
        let mut requirements: Vec<Requirement> = Vec::new();
        for pack in packs {
            let files = self.registered(pack, "requirements");
            let id = &pack.manifest.id;
            let read = self.files(&files, |file, root, problems| read_requirements(file, id, root, &reader, problems));
            for (read, (_, source)) in read.into_iter().zip(&files) {
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

    fn read_contradictions(&mut self, packs: &[Pack], fields: &Fields, names: &NamedIndex) -> Vec<Contradiction> {
        let reader = ConditionReader { fields, named: names };
        let mut contradictions: Vec<Contradiction> = Vec::new();
        for source in packs.iter().filter_map(|pack| pack.files.get("contradictions.toml")) {
            for (one, span) in self.file(source, |root, problems| read_contradictions(root, &reader, problems)) {
                if contradictions.iter().any(|known| known.id == one.id) {
                    self.duplicate("contradiction", &one.id, source, span);
                }
                contradictions.push(one);
            }
        }
        contradictions
    }

    fn file<T>(
        &mut self,
        source: &Arc<SourceText>,
        read: impl FnOnce(&toml::de::DeTable<'_>, &mut Problems) -> T,
    ) -> T {
        let (value, problems) = read_file(source, read);
        self.found.extend(problems);
        value
    }

    /// Reads several files, in their order.
    fn files<T>(
        &mut self,
        files: &[(PackFile, &Arc<SourceText>)],
        read: impl Fn(&PackFile, &toml::de::DeTable<'_>, &mut Problems) -> T,
    ) -> Vec<T> {
        files.iter().map(|(file, source)| self.file(source, |root, problems| read(file, root, problems))).collect()
    }

    /// The files of a pack under `folder`, registered.
    fn registered<'p>(&mut self, pack: &'p Pack, folder: &str) -> Vec<(PackFile, &'p Arc<SourceText>)> {
        let files = pack.files.under(folder, ".toml");
        files.map(|(path, source)| (self.register(path, source), source)).collect()
    }

    fn register(&mut self, path: &str, source: &Arc<SourceText>) -> PackFile {
        self.files.push(Arc::clone(source));
        PackFile { index: self.files.len() - 1, path: path.to_owned() }
    }

    fn duplicate(&mut self, what: &str, id: &str, source: &Arc<SourceText>, span: Span) {
        let problem =
            Diagnostic::new(Code::DuplicateId, format!("there is another {what} `{id}`")).at(source, span, "");
        self.found
            .push(problem.help("give one of the two another id; to make a requirement stricter, use tighten.toml"));
    }
}

fn read_file<T>(
    source: &Arc<SourceText>,
    read: impl FnOnce(&toml::de::DeTable<'_>, &mut Problems) -> T,
) -> (T, Vec<Diagnostic>) {
    let mut problems = Problems::new(source);
    let root = parse_toml(source, &mut problems);
    let value = read(root.get_ref(), &mut problems);
    (value, problems.into_sorted())
}
