//! Where a thing of the trace stands in the files of its pack. Looked up when something is wrong with it, so that what is
//! in order need not carry its place.

use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::source::{Problems, SourceText, Span, parse_toml};

use super::library::Pack;
use super::trace::{Trace, Traced};

/// The ids of the packs that answer for a provision, a field or a clause: the one that declares it; for a clause of the
/// program's own templates, every pack that takes the place of a built-in one.
pub(super) fn owners<'t>(trace: &'t Trace<'_>, what: Traced, at: usize) -> Vec<&'t str> {
    let library = trace.library;
    let holding = |pack: &&Pack| match what {
        Traced::Clause => pack.files.get(&clause_path(trace, at)).is_some(),
        Traced::Provision => authority_file(pack, &trace.provisions[at].0.id).is_some(),
        _ => pack.manifest.id == trace.field(at).pack,
    };
    match library.packs.iter().rev().find(holding) {
        Some(pack) => vec![&pack.manifest.id],
        None => library.replaced.iter().map(String::as_str).collect(),
    }
}

/// The file in which a provision, a field or a clause stands, and where in it: its heading, or its key `key`, or the
/// text `value` in the list under that key.
pub(super) fn of(
    trace: &Trace<'_>,
    what: Traced,
    at: usize,
    key: Option<&str>,
    value: Option<&str>,
) -> Option<(Arc<SourceText>, Span)> {
    let packs = || trace.library.packs.iter().rev();
    match what {
        Traced::Clause => {
            let source = &trace.clause(at).source;
            let key = key.unwrap_or("title");
            let start = source.text().find(&format!("\n{key} ="))? + 1;
            Some((Arc::clone(source), start..start + key.len()))
        }
        Traced::Provision => {
            let (authority, provision) = trace.provisions[at];
            let source = packs().find_map(|pack| authority_file(pack, &authority.id))?;
            Some((Arc::clone(source), span_of(source, &provision.id, key, value)?))
        }
        _ => {
            let mut files = packs().flat_map(|pack| pack.files.under("fields", ".toml"));
            files.find_map(|(_, source)| Some((Arc::clone(source), span_of(source, trace.id(what, at), key, value)?)))
        }
    }
}

fn clause_path(trace: &Trace<'_>, at: usize) -> String {
    format!("clauses/{}.md", trace.clause(at).id)
}

fn authority_file<'p>(pack: &'p Pack, id: &str) -> Option<&'p Arc<SourceText>> {
    let called = |path: &str| path.rsplit('/').next().and_then(|file| file.strip_suffix(".toml")) == Some(id);
    pack.files.under("authorities", ".toml").find(|(path, _)| called(path)).map(|(_, source)| source)
}

/// The place of the table `name` of a file, of `key` in it, or of `value` in the list under that key. An empty name
/// stands for the file itself.
fn span_of(source: &Arc<SourceText>, name: &str, key: Option<&str>, value: Option<&str>) -> Option<Span> {
    let root = parse_toml(source, &mut Problems::new(source));
    let root = root.get_ref();
    let (heading, table) = match name {
        "" => (0..0, root),
        name => entry(root, name).and_then(|(span, own)| Some((span, own.get_ref().as_table()?)))?,
    };
    let Some(key) = key else { return Some(heading) };
    let (span, list) = entry(table, key)?;
    let item =
        value.and_then(|value| list.get_ref().as_array()?.iter().find(|item| item.get_ref().as_str() == Some(value)));
    Some(item.map_or(span, Spanned::span))
}

fn entry<'t>(table: &'t DeTable<'t>, key: &str) -> Option<(Span, &'t Spanned<DeValue<'t>>)> {
    table.iter().find(|(known, _)| known.get_ref() == key).map(|(known, value)| (known.span(), value))
}
