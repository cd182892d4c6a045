//! The package: its parts in a zip file that has the same bytes on every run, sealed with a hash of the parts.
//!
//! The seal is a property of the file. A word processor that saves the file changes other parts and keeps or drops the
//! seal, so that an edited file is never taken for one that this program wrote.

use std::io::{Cursor, Read, Write};

use jiff::civil::Date;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

use super::styles::LANGUAGE;
use super::text::{Targets, link_id};
use super::xml::{Element, element, value};
use super::{Block, Document, comments, document, numbering, styles};
use crate::source::Hash;

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const PROPERTIES: &str = "http://schemas.openxmlformats.org/officeDocument/2006";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
/// The part that holds the seal.
const SEAL: &str = "docProps/custom.xml";
/// More bytes than all parts of a draft or report come to. What is larger is none, and is not read to its end.
const LARGEST: u64 = 64 << 20;

/// The root of a part about words.
pub(super) fn word(name: &'static str) -> Element {
    element(name).with("xmlns:w", WORD).with("xmlns:r", RELATIONSHIPS)
}

/// The first moment of `date`.
pub(super) fn moment(date: Date) -> String {
    format!("{date}T00:00:00Z")
}

impl Document {
    /// The file.
    pub(in crate::render) fn to_bytes(&self) -> Vec<u8> {
        let mut targets = Targets::of(self);
        let text = document::part(self, &mut targets);
        let comments = comments::part(self);
        let mut parts = vec![
            ("[Content_Types].xml", types(comments.is_some())),
            ("_rels/.rels", relations()),
            ("word/document.xml", text),
            ("word/_rels/document.xml.rels", document_relations(comments.is_some(), targets.links())),
            ("word/styles.xml", styles::part(self)),
            ("word/numbering.xml", numbering::part(self)),
            ("word/settings.xml", settings(self)),
            ("word/fontTable.xml", styles::fonts()),
            ("word/footer1.xml", document::footer(self)),
        ];
        parts.extend(comments.map(|comments| ("word/comments.xml", comments)));
        parts.extend([("docProps/core.xml", core(self)), ("docProps/app.xml", app(self))]);
        let seal = seal(&hash(parts.iter().map(|(name, part)| (*name, part.as_bytes()))));
        parts.push((SEAL, seal));
        zip(&parts)
    }
}

/// Whether `bytes` are a file that this program wrote and that nobody edited since.
pub fn is_unedited_word(bytes: &[u8]) -> bool {
    let Some(mut parts) = unzip(bytes) else { return false };
    let Some(found) = parts.pop_if(|(name, _)| name == SEAL) else { return false };
    let expected = seal(&hash(parts.iter().map(|(name, part)| (name.as_str(), part.as_slice()))));
    found.1 == expected.as_bytes()
}

/// A hash of the names and contents of parts.
fn hash<'p>(parts: impl Iterator<Item = (&'p str, &'p [u8])>) -> String {
    let mut hash = Hash::default();
    for (name, part) in parts {
        hash.add(format!("{name}\n{}\n", part.len()));
        hash.add(part);
    }
    hash.hex()
}

fn zip(parts: &[(&str, String)]) -> Vec<u8> {
    // The same on every system, and without the time of the run.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT)
        .system(System::Unix)
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in parts {
        zip.start_file(*name, options).expect("each part has a short name of its own");
        zip.write_all(part.as_bytes()).expect("memory takes what is written");
    }
    zip.finish().expect("memory takes what is written").into_inner()
}

/// The parts of the file, in order.
fn unzip(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parts = Vec::new();
    let mut left = LARGEST;
    for at in 0..zip.len() {
        let part = zip.by_index(at).ok()?;
        let name = part.name().ok()?.into_owned();
        let mut content = Vec::new();
        left -= part.take(left).read_to_end(&mut content).ok()? as u64;
        parts.push((name, content));
    }
    Some(parts)
}

fn seal(hash: &str) -> String {
    let property = element("property")
        .with("fmtid", "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}")
        .with("pid", 2)
        .with("name", "diligence: unedited while the SHA-256 of the other parts is")
        .child(element("vt:lpwstr").text(hash));
    element("Properties")
        .with("xmlns", format!("{PROPERTIES}/custom-properties"))
        .with("xmlns:vt", format!("{PROPERTIES}/docPropsVTypes"))
        .child(property)
        .to_part()
}

fn types(comments: bool) -> String {
    let default = |ending, kind| element("Default").with("Extension", ending).with("ContentType", kind);
    let part = |path: &str, kind: &str| element("Override").with("PartName", path).with("ContentType", kind);
    let text = |path: &str, kind: &str| part(&format!("/word/{path}.xml"), &format!("{TYPE}.{kind}+xml"));
    element("Types")
        .with("xmlns", format!("{PACKAGE}/content-types"))
        .child(default("rels", "application/vnd.openxmlformats-package.relationships+xml"))
        .child(default("xml", "application/xml"))
        .child(text("document", "document.main"))
        .children(["styles", "numbering", "settings", "fontTable"].map(|path| text(path, path)))
        .child(text("footer1", "footer"))
        .children(comments.then(|| text("comments", "comments")))
        .child(part("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"))
        .child(part("/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"))
        .child(part("/docProps/custom.xml", "application/vnd.openxmlformats-officedocument.custom-properties+xml"))
        .to_part()
}

fn relation(id: &str, kind: &str, target: &str) -> Element {
    element("Relationship").with("Id", id).with("Type", kind).with("Target", target)
}

fn relations() -> String {
    let core = format!("{PACKAGE}/relationships/metadata/core-properties");
    element("Relationships")
        .with("xmlns", format!("{PACKAGE}/relationships"))
        .child(relation("document", &format!("{RELATIONSHIPS}/officeDocument"), "word/document.xml"))
        .child(relation("core", &core, "docProps/core.xml"))
        .child(relation("app", &format!("{RELATIONSHIPS}/extended-properties"), "docProps/app.xml"))
        .child(relation("custom", &format!("{RELATIONSHIPS}/custom-properties"), SEAL))
        .to_part()
}

fn document_relations(comments: bool, links: &[String]) -> String {
    let part = |id: &str, path: &str| relation(id, &format!("{RELATIONSHIPS}/{id}"), path);
    let link = |(at, address): (usize, &String)| {
        relation(&link_id(at), &format!("{RELATIONSHIPS}/hyperlink"), address).with("TargetMode", "External")
    };
    element("Relationships")
        .with("xmlns", format!("{PACKAGE}/relationships"))
        .children(["styles", "numbering", "settings", "fontTable"].map(|id| part(id, &format!("{id}.xml"))))
        .child(part("footer", "footer1.xml"))
        .children(comments.then(|| part("comments", "comments.xml")))
        .children(links.iter().enumerate().map(link))
        .to_part()
}

/// Contents get their page numbers when the file opens; Word asks its reader first, so without contents it is not told
/// to. It shows the file as one of its own time and not of an older one.
fn settings(document: &Document) -> String {
    let contents = document.blocks.iter().any(|block| matches!(block, Block::Contents(_)));
    let mode = element("w:compatSetting")
        .with("w:name", "compatibilityMode")
        .with("w:uri", "http://schemas.microsoft.com/office/word")
        .with("w:val", 15);
    word("w:settings")
        .child(element("w:zoom").with("w:percent", 100))
        .child(value("w:defaultTabStop", 720))
        .child(value("w:characterSpacingControl", "doNotCompress"))
        .children(contents.then(|| value("w:updateFields", "true")))
        .child(element("w:compat").child(mode))
        .child(value("w:themeFontLang", LANGUAGE))
        .child(value("w:decimalSymbol", "."))
        .child(value("w:listSeparator", ","))
        .to_part()
}

fn core(document: &Document) -> String {
    let date = |name| element(name).with("xsi:type", "dcterms:W3CDTF").text(&moment(document.date));
    element("cp:coreProperties")
        .with("xmlns:cp", format!("{PACKAGE}/metadata/core-properties"))
        .with("xmlns:dc", "http://purl.org/dc/elements/1.1/")
        .with("xmlns:dcterms", "http://purl.org/dc/terms/")
        .with("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
        .child(element("dc:title").text(&document.title))
        .children((!document.about.is_empty()).then(|| element("dc:subject").text(&document.about)))
        .child(element("dc:creator").text(&document.program))
        .child(element("cp:lastModifiedBy").text(&document.program))
        .child(date("dcterms:created"))
        .child(date("dcterms:modified"))
        .child(element("dc:language").text(LANGUAGE))
        .to_part()
}

fn app(document: &Document) -> String {
    element("Properties")
        .with("xmlns", format!("{PROPERTIES}/extended-properties"))
        .child(element("Application").text(&document.program))
        .to_part()
}

#[cfg(test)]
mod tests {
    use super::super::{Block, Inline, Outline, Style};
    use super::*;

    fn sample() -> Vec<u8> {
        let document = Document {
            title: "Sample".to_owned(),
            about: String::new(),
            date: jiff::civil::date(2026, 11, 21),
            program: "diligence".to_owned(),
            footer: String::new(),
            outline: Outline::Plain,
            blocks: vec![Block::Paragraph(Style::Body, vec![Inline::plain("Text")])],
        };
        document.to_bytes()
    }

    /// The file with one of its parts changed, as a word processor leaves it.
    fn edited(name: &str) -> Vec<u8> {
        let mut parts: Vec<(String, String)> = unzip(&sample())
            .unwrap()
            .into_iter()
            .map(|(name, part)| (name, String::from_utf8(part).unwrap()))
            .collect();
        parts.iter_mut().find(|(known, _)| known == name).unwrap().1.push(' ');
        zip(&parts.iter().map(|(name, part)| (name.as_str(), part.clone())).collect::<Vec<_>>())
    }

    #[test]
    fn the_seal_breaks_with_any_edit() {
        let bytes = sample();
        assert_eq!(bytes, sample());
        assert!(is_unedited_word(&bytes));
        for part in ["word/document.xml", "word/styles.xml", "docProps/core.xml", SEAL] {
            assert!(!is_unedited_word(&edited(part)), "{part}");
        }
        assert!(!is_unedited_word(b"PK") && !is_unedited_word(b""));
    }
}
