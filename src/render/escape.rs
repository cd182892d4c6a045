//! Text from records and packs made harmless in Markdown, in HTML and in spreadsheets.
//!
//! Whatever a record says comes out as the same words and never as a heading, a link, an element or a control character.
//! Words between backticks, as the program's own sentences write the names of fields, become code.

use super::style::visible;

/// `text` as literal words of a Markdown document, on one line.
pub(super) fn markdown(text: &str) -> String {
    markdown_part(visible(text).trim(), true)
}

/// `text` as [`markdown`], save that what stands between backticks becomes code.
pub(super) fn markdown_prose(text: &str) -> String {
    let mut first = true;
    prose(visible(text).trim(), |part| markdown_part(part, std::mem::take(&mut first)), |code| format!("`{code}`"))
        .concat()
}

/// `text` as code in a Markdown document, whatever backticks it holds.
pub(super) fn markdown_code(text: &str) -> String {
    let text = visible(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if longest > 0 { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// `text` as code in an HTML document.
pub(super) fn html_code(text: &str) -> String {
    format!("<code>{}</code>", html(text))
}

/// `text` as literal words of an HTML document, in content and in quoted attributes.
pub(super) fn html(text: &str) -> String {
    // No entity holds an apostrophe, so each that is left is the text's own.
    xml(text).replace('\'', "&#39;")
}

/// `text` as literal words of XML, in content and between double quotes. XML 1.0 has no way at all to write most control
/// characters.
pub(super) fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// `text` as [`html`], save that what stands between backticks becomes code.
pub(super) fn html_prose(text: &str) -> String {
    prose(text, html, html_code).concat()
}

/// `text` as a cell that no spreadsheet takes for a formula, without control characters.
pub(super) fn spreadsheet(text: &str) -> String {
    const STARTS: [char; 8] = ['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];
    let text = visible(text);
    let text = text.trim();
    if text.starts_with(STARTS) { format!("'{text}") } else { text.to_owned() }
}

/// A part of a line; only at the line's start can it begin a heading, a list or a rule.
fn markdown_part(text: &str, at_start: bool) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    // Whether nothing but digits stands before the character, so that it could end the number of a list.
    let mut after_digits = at_start;
    for (at, c) in text.char_indices() {
        let ends_a_word = || text[at + c.len_utf8()..].chars().next().is_none_or(char::is_whitespace);
        let begins_a_block = match at {
            0 => at_start && matches!(c, '#' | '+' | '-' | '='),
            _ => after_digits && matches!(c, '.' | ')') && ends_a_word(),
        };
        after_digits &= c.is_ascii_digit();
        if begins_a_block
            || begins_an_address(text, at)
            || matches!(c, '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$')
        {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Whether the character at `at` makes what stands around it an address, which many viewers turn into a link unasked.
fn begins_an_address(text: &str, at: usize) -> bool {
    let before = |word: &str| at.checked_sub(word.len()).and_then(|from| text.get(from..at));
    match text.as_bytes()[at] {
        b':' => text[at..].starts_with("://"),
        b'.' => before("www").is_some_and(|word| word.eq_ignore_ascii_case("www")),
        _ => false,
    }
}

/// Hands what stands between paired backticks to `code` and the rest to `plain`; a backtick without a partner is plain.
pub(super) fn prose<T>(text: &str, mut plain: impl FnMut(&str) -> T, code: impl Fn(&str) -> T) -> Vec<T> {
    let parts: Vec<&str> = text.split('`').collect();
    let paired = (parts.len() - 1) / 2 * 2;
    let piece = |(at, part): (usize, &str)| match (at % 2 == 1, at <= paired) {
        (true, true) if part.is_empty() => plain("``"),
        (true, true) => code(part),
        (true, false) => plain(&format!("`{part}")),
        (false, _) => plain(part),
    };
    parts.into_iter().enumerate().map(piece).collect()
}

#[cfg(test)]
mod tests {
    use comrak::nodes::NodeValue;
    use comrak::{Arena, Options, parse_document};
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    const HOSTILE: &[&str] = &[
        "# heading",
        "- item",
        "1. item",
        "12) item",
        "> quote",
        "=== rule",
        "a *b* _c_ **d** ~~e~~",
        "[text](https://example.invalid) ![image](x)",
        "<script>alert(1)</script>",
        "a | b | c",
        "&lt;b&gt; \\ end\\",
        "line\n\n# two\n```\ncode",
        "`` a`b` ``",
        "$x$ and {{ y }} and {% z %}",
        "    four spaces",
        "https://example.invalid/a WWW.example.invalid ftp://example.invalid",
    ];

    /// The text of a Markdown document, and whether it is one plain paragraph.
    fn read(markdown: &str) -> (String, bool) {
        let mut options = Options::default();
        options.extension.table = true;
        options.extension.strikethrough = true;
        options.extension.autolink = true;
        let arena = Arena::new();
        // Nothing that stands at the start of a file alone: a byte order mark.
        let root = parse_document(&arena, &format!("\n{markdown}"), &options);
        let mut text = String::new();
        let mut plain = true;
        for node in root.descendants() {
            match &node.data.borrow().value {
                NodeValue::Text(part) => text.push_str(part),
                NodeValue::Code(code) => text.push_str(&code.literal),
                NodeValue::Document | NodeValue::Paragraph => {}
                // No mark keeps a viewer from seeing an address of electronic mail.
                NodeValue::Link(link) if link.url.starts_with("mailto:") => {}
                _ => plain = false,
            }
        }
        (text, plain)
    }

    #[test]
    fn markdown_comes_back_as_the_same_words() {
        for hostile in HOSTILE {
            let words = visible(hostile).trim().to_owned();
            assert_eq!(read(&markdown(hostile)), (words, true), "{hostile:?}");
        }
    }

    #[test]
    fn prose_makes_code_and_nothing_else() {
        assert_eq!(markdown_prose("`a.b` is *x*, not `c`."), "`a.b` is \\*x\\*, not `c`.");
        assert_eq!(html_prose("`a.b` is <b>, `odd"), "<code>a.b</code> is &lt;b&gt;, `odd");
        for hostile in HOSTILE {
            assert!(read(&markdown_prose(hostile)).1, "{hostile:?}");
            assert!(!html_prose(hostile).replace("<code>", "").replace("</code>", "").contains('<'), "{hostile:?}");
        }
    }

    #[test]
    fn code_keeps_every_character() {
        for text in ["a_b/c*.toml", "`", "a ``b` c", "<b>&amp;", "\\`"] {
            assert_eq!(read(&markdown_code(text)), (text.to_owned(), true), "{text:?}");
        }
        assert_eq!(html_code("<b>"), "<code>&lt;b&gt;</code>");
    }

    #[test]
    fn control_characters_and_turned_text_do_not_pass() {
        for format in [markdown, markdown_prose, html, html_prose] {
            assert_eq!(format("a\u{1b}[31m\u{202e}b\u{0}"), format("a\u{fffd}[31m\u{fffd}b\u{fffd}"));
        }
    }

    #[test]
    fn formulas_become_text() {
        for (cell, wanted) in [
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("\t=1", "'=1"),
            ("\r=1", "\u{fffd}=1"),
            ("@a", "'@a"),
            ("\u{ff1d}1", "'\u{ff1d}1"),
            ("a=b", "a=b"),
            ("a\u{1b}[31m", "a\u{fffd}[31m"),
        ] {
            assert_eq!(spreadsheet(cell), wanted);
        }
    }

    /// Texts of which every other character means something in some format.
    fn texts() -> impl Strategy<Value = String> {
        let special: Vec<char> =
            "\\`*_{}[]()<>#+-.!|~&$=:;/\"'@^%,0129wW \t\n\r\u{0}\u{7f}\u{1b}\u{85}\u{9b}\u{a0}\u{202e}\
            \u{2028}\u{feff}\u{fffe}\u{ff1d}"
                .chars()
                .collect();
        let words = ["http://", "www.", "&amp;", "<!--", "]]>", "a.b", "1. ", "é"].map(str::to_owned);
        let piece = prop_oneof![
            6 => select(special).prop_map(String::from),
            2 => select(words.to_vec()),
            1 => any::<char>().prop_map(String::from),
        ];
        vec(piece, 0..24).prop_map(|pieces| pieces.concat())
    }

    /// The text of a page, which must hold no element.
    fn read_html(html: &str) -> String {
        let text = html5gum::Tokenizer::new(html).map(|Ok(token)| match token {
            html5gum::Token::String(text) => String::from_utf8(text.value.to_vec()).unwrap(),
            other => panic!("{html:?} holds {other:?}"),
        });
        text.collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_comes_back_from_markdown(text in texts()) {
            prop_assert_eq!(read(&markdown(&text)), (visible(&text).trim().to_owned(), true));
            prop_assert!(read(&markdown_prose(&text)).1);
        }

        #[test]
        fn any_text_comes_back_from_html(text in texts()) {
            prop_assert_eq!(read_html(&html(&text)), visible(&text));
            let attribute = format!("<a b=\"{}\">", html(&text));
            let tokens: Vec<_> = html5gum::Tokenizer::new(&attribute).map(|Ok(token)| token).collect();
            let [html5gum::Token::StartTag(tag)] = tokens.as_slice() else { panic!("{attribute}: {tokens:?}") };
            prop_assert_eq!(tag.attributes.len(), 1);
            let wanted = visible(&text);
            prop_assert_eq!(&tag.attributes[&b"b"[..]].value[..], wanted.as_bytes());
        }

        #[test]
        fn any_text_comes_back_from_a_spreadsheet(text in texts()) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(["start".to_owned(), spreadsheet(&text)]).unwrap();
            let bytes = writer.into_inner().unwrap();
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
            let row = reader.records().next().unwrap().unwrap();
            let cell = visible(&text).trim().to_owned();
            prop_assert_eq!(row[1].strip_prefix('\'').filter(|_| !cell.starts_with('\'')).unwrap_or(&row[1]), cell);
            prop_assert!(!row[1].starts_with(['=', '+', '-', '@', '\t', '\r']));
        }
    }
}
