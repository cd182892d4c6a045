//! Every output, as a reader of its format sees it: its words, its build, and where it leads.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use comrak::nodes::NodeValue;
use html5gum::{DefaultEmitter, Token, Tokenizer};

/// What a reader makes of an output.
#[derive(Debug, Default, PartialEq)]
pub struct Reading {
    /// The words, each piece of text apart.
    pub texts: Vec<String>,
    /// What it is built of, with counts: elements with the names of their attributes, kinds of nodes, columns.
    pub build: BTreeMap<String, usize>,
    /// Every place that it leads to or loads.
    pub links: BTreeSet<String>,
}

impl Reading {
    fn count(&mut self, part: impl Into<String>) {
        *self.build.entry(part.into()).or_default() += 1;
    }
}

/// A reader of one format.
pub type Reader = fn(&[u8]) -> Reading;

fn utf8(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("output is UTF-8")
}

/// Characters that steer a terminal, turn the direction of what it shows, or end a line for some programs alone.
fn steers(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Text in a terminal: nothing steers it but the program's own colours.
pub fn terminal(bytes: &[u8]) -> Reading {
    let mut plain = String::new();
    let mut pieces = utf8(bytes).split("\u{1b}[");
    plain.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let end = piece.find(|c: char| !c.is_ascii_digit() && c != ';').expect("a colour ends");
        assert!(piece[end..].starts_with('m'), "only colours: {piece:?}");
        plain.push_str(&piece[end + 1..]);
    }
    let found: Vec<char> = plain.chars().filter(|c| steers(*c) && *c != '\n').collect();
    assert!(found.is_empty(), "{found:?}");
    Reading { texts: vec![plain], ..Reading::default() }
}

/// As [`terminal`], of an output that shows the record's own lines: a value stands there as TOML writes it, and its words
/// cannot be found again.
pub fn terminal_with_lines(bytes: &[u8]) -> Reading {
    terminal(bytes);
    Reading::default()
}

/// JSON: the texts are its own, unescaped; as printed it steers no terminal.
pub fn json(bytes: &[u8]) -> Reading {
    assert!(utf8(bytes).chars().all(|c| c == '\n' || !c.is_control()));
    let mut reading = Reading::default();
    collect(&serde_json::from_slice(bytes).expect("it is JSON"), "", &mut reading);
    reading
}

fn collect(value: &serde_json::Value, path: &str, reading: &mut Reading) {
    match value {
        serde_json::Value::String(text) => reading.texts.push(text.clone()),
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, path, reading)),
        serde_json::Value::Object(map) => {
            for (key, value) in map {
                let path = format!("{path}/{key}");
                reading.count(path.clone());
                collect(value, &path, reading);
            }
        }
        _ => {}
    }
}

/// A table for spreadsheets: no cell is a formula.
pub fn csv(bytes: &[u8]) -> Reading {
    let mut reading = Reading::default();
    for row in csv::ReaderBuilder::new().has_headers(false).from_reader(bytes).records() {
        let row = row.expect("every row has as many cells");
        reading.count(format!("row of {}", row.len()));
        for cell in &row {
            let shown = cell.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
            assert!(cell.len() == shown.len(), "what a spreadsheet cuts off: {cell:?}");
            assert!(
                !cell.starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}']),
                "{cell:?}"
            );
            assert!(!cell.chars().any(steers), "{cell:?}");
            reading.texts.push(cell.to_owned());
        }
    }
    reading
}

/// A calendar: its lines as RFC 5545 unfolds them.
pub fn calendar(bytes: &[u8]) -> Reading {
    let text = utf8(bytes);
    let mut reading = Reading::default();
    assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.chars().any(steers)));
    for line in text.replace("\r\n ", "").split_terminator("\r\n") {
        let (name, value) = line.split_once(':').expect("a line has a name and a value");
        let component = if matches!(name, "BEGIN" | "END") { value } else { "" };
        reading.count(format!("{name} {component}"));
        reading.texts.push(unescaped(value));
    }
    reading
}

/// The text of a property.
fn unescaped(value: &str) -> String {
    let mut text = String::new();
    let mut rest = value.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => text.push(rest.next().filter(|c| *c != 'n').unwrap_or(' ')),
            c => text.push(c),
        }
    }
    text
}

/// A page, as the tokenizer that browsers share reads it.
pub fn html(bytes: &[u8]) -> Reading {
    let mut reading = Reading::default();
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut text = String::new();
    for Ok(token) in Tokenizer::new_with_emitter(utf8(bytes), emitter) {
        let inline = |name: &[u8]| matches!(name, b"code" | b"a" | b"strong" | b"em" | b"span" | b"mark" | b"b");
        match token {
            Token::StartTag(tag) => {
                let name = utf8(&tag.name).to_owned();
                let attributes: Vec<&str> = tag.attributes.keys().map(|key| utf8(key)).collect();
                for (key, value) in &tag.attributes {
                    match utf8(key) {
                        "href" | "src" | "srcset" | "action" | "data" | "formaction" | "xlink:href" | "http-equiv" => {
                            reading.links.insert(utf8(value).to_owned());
                        }
                        key => assert!(!key.starts_with("on") && key != "style", "{key} in {name}"),
                    }
                }
                reading.count(format!("<{name} {}>", attributes.join(" ")));
                if !inline(&tag.name) {
                    reading.texts.push(std::mem::take(&mut text));
                }
            }
            Token::EndTag(tag) if !inline(&tag.name) => reading.texts.push(std::mem::take(&mut text)),
            Token::String(part) => text.push_str(utf8(&part)),
            Token::Comment(_) => reading.count("comment"),
            Token::Error(error) => panic!("not well formed: {error:?} after {text:?}"),
            _ => {}
        }
    }
    reading.texts.push(text);
    assert!(!reading.texts.concat().chars().any(|c| steers(c) && c != '\n'));
    reading
}

/// Markdown with everything that a viewer may take for more than words.
pub fn markdown(bytes: &[u8]) -> Reading {
    let text = utf8(bytes);
    assert!(!text.chars().any(|c| steers(c) && c != '\n'));
    let mut options = comrak::Options::default();
    let extension = &mut options.extension;
    (extension.table, extension.strikethrough, extension.autolink, extension.tasklist) = (true, true, true, true);
    (extension.footnotes, extension.inline_footnotes, extension.math_dollars) = (true, true, true);
    (extension.wikilinks_title_after_pipe, extension.alerts, extension.description_lists) = (true, true, true);
    let arena = comrak::Arena::new();
    let root = comrak::parse_document(&arena, text, &options);
    let mut reading = Reading::default();
    let mut piece = String::new();
    for node in root.descendants() {
        let value = &node.data.borrow().value;
        match value {
            NodeValue::Text(text) => piece.push_str(text),
            NodeValue::Code(code) => piece.push_str(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => piece.push(' '),
            // No mark keeps a viewer from seeing an address of electronic mail.
            NodeValue::Link(link) | NodeValue::Image(link) if !link.url.starts_with("mailto:") => {
                reading.links.insert(link.url.clone());
                reading.count("link or image");
            }
            NodeValue::HtmlBlock(block) => assert!(block.literal.starts_with("<!-- diligence:"), "{}", block.literal),
            // Within a cell or an item, this is the only way to a new line.
            NodeValue::HtmlInline(html) if html == "<br>" => piece.push(' '),
            NodeValue::HtmlInline(html) => panic!("HTML in a line: {html}"),
            NodeValue::CodeBlock(block) => piece.push_str(&block.literal),
            _ if value.block() => reading.texts.push(std::mem::take(&mut piece)),
            _ => {}
        }
        if !matches!(value, NodeValue::Text(_) | NodeValue::SoftBreak | NodeValue::Link(_) | NodeValue::Image(_)) {
            let name = format!("{value:?}");
            let name = name.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            reading.count(name);
        }
    }
    reading.texts.push(piece);
    reading
}

/// JSON, an object a line.
pub fn json_lines(bytes: &[u8]) -> Reading {
    let lines: Vec<&str> = utf8(bytes).lines().collect();
    json(format!("[{}]", lines.join(",")).as_bytes())
}

/// SARIF: JSON, in whose messages brackets and braces have a meaning of their own.
pub fn sarif(bytes: &[u8]) -> Reading {
    let mut reading = json(bytes);
    for text in &mut reading.texts {
        *text =
            text.replace("{{", "{").replace("}}", "}").replace("\\[", "[").replace("\\]", "]").replace("\\\\", "\\");
    }
    reading
}

/// Results of tests, in XML.
pub fn junit(bytes: &[u8]) -> Reading {
    let text = utf8(bytes);
    assert!(!text.chars().any(|c| steers(c) && c != '\n'));
    let tree = roxmltree::Document::parse(text).unwrap_or_else(|error| panic!("{error}"));
    let mut reading = Reading::default();
    for node in tree.descendants() {
        let attributes: Vec<&str> = node.attributes().map(|attribute| attribute.name()).collect();
        reading.count(format!("{} {}", node.tag_name().name(), attributes.join(" ")));
        reading.texts.extend(node.attributes().map(|attribute| attribute.value().to_owned()));
        reading.texts.extend(node.text().map(str::to_owned));
    }
    reading
}

/// Annotations in a log of GitHub Actions: each line is one command.
pub fn annotations(bytes: &[u8]) -> Reading {
    let mut reading = terminal(bytes);
    reading.texts.clear();
    for line in utf8(bytes).lines() {
        let (head, message) = line.strip_prefix("::").and_then(|line| line.split_once("::")).expect("a command");
        let (level, properties) = head.split_once(' ').expect("a level, then properties");
        let (names, values): (Vec<&str>, Vec<&str>) =
            properties.split(',').map(|one| one.split_once('=').expect("a name and a value")).unzip();
        let known = ["file", "line", "col", "endLine", "endColumn", "title"];
        assert!(names.iter().all(|name| known.contains(name)), "{line}");
        reading.count(level);
        let plain = |text: &str| text.replace("%3A", ":").replace("%2C", ",").replace("%25", "%");
        reading.texts.extend(values.into_iter().chain([message]).map(plain));
    }
    reading
}

/// A Word document: every part of it is XML, and leads nowhere.
pub fn word(bytes: &[u8]) -> Reading {
    let mut reading = Reading::default();
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("it is a package");
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    for name in names {
        let mut part = String::new();
        zip.by_name(&name).unwrap().read_to_string(&mut part).unwrap();
        assert!(!part.chars().any(|c| steers(c) && c != '\n'), "{name}");
        let tree = roxmltree::Document::parse(&part).unwrap_or_else(|error| panic!("{name}: {error}"));
        for node in tree.descendants() {
            if node.is_element() {
                let attributes: Vec<&str> = node.attributes().map(|attribute| attribute.name()).collect();
                reading.count(format!("{name}: {} {}", node.tag_name().name(), attributes.join(" ")));
                if node.tag_name().name() == "p" {
                    let texts = node.descendants().filter(|inner| inner.has_tag_name(text_tag(node)));
                    reading.texts.push(texts.filter_map(|text| text.text()).collect());
                }
                if let (Some(target), Some("External")) = (node.attribute("Target"), node.attribute("TargetMode")) {
                    reading.links.insert(target.to_owned());
                }
            }
        }
    }
    reading
}

fn text_tag<'n>(paragraph: roxmltree::Node<'n, 'n>) -> (&'n str, &'static str) {
    (paragraph.tag_name().namespace().unwrap_or_default(), "t")
}
