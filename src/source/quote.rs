//! Text as TOML takes it.

use std::fmt::Write;

/// `text` as a TOML string in quotes, on one line, in which no character is hidden from who reads the file.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        let written = match (c, u32::from(c)) {
            ('"' | '\\', _) => write!(quoted, "\\{c}"),
            ('\n', _) => quoted.write_str("\\n"),
            ('\t', _) => quoted.write_str("\\t"),
            (_, code @ ..=0xffff) if is_hidden(c) => write!(quoted, "\\u{code:04x}"),
            (_, code) if is_hidden(c) => write!(quoted, "\\U{code:08x}"),
            _ => quoted.write_char(c),
        };
        written.expect("a string takes all that is written to it");
    }
    quoted.push('"');
    quoted
}

/// Characters that turn the direction of text around, or end a line for some programs alone, and so can make it read as
/// something else.
pub const fn misleads(c: char) -> bool {
    matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Characters that are not seen as what they are.
fn is_hidden(c: char) -> bool {
    let has_no_form = matches!(c, '\u{feff}' | '\u{e0000}'..='\u{e007f}');
    c.is_control() || misleads(c) || has_no_form
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use toml::de::DeTable;

    use super::quoted;

    fn read_back(toml: &str) -> String {
        let line = format!("a = {toml} # end");
        let table = DeTable::parse(&line).unwrap();
        table.get_ref()["a"].get_ref().as_str().unwrap().to_owned()
    }

    #[test]
    fn quotes_line_ends_and_what_is_not_seen_are_written_out() {
        for (text, toml) in [
            ("", r#""""#),
            ("it's \u{e9}\u{1f600}", "\"it's \u{e9}\u{1f600}\""),
            (r#"say "no" to C:\new"#, r#""say \"no\" to C:\\new""#),
            ("a\r\n\tb\0\u{1b}\u{7f}\u{85}", r#""a\u000d\n\tb\u0000\u001b\u007f\u0085""#),
            ("\u{202e}\u{2066}\u{feff}\u{2028}\u{e0041}", r#""\u202e\u2066\ufeff\u2028\U000e0041""#),
            ("\"\"\" ''' # ] }", r#""\"\"\" ''' # ] }""#),
        ] {
            assert_eq!(quoted(text), toml);
            assert_eq!(read_back(toml), text);
        }
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in "(?s).{0,40}") {
            let toml = quoted(&text);
            prop_assert!(!toml.contains(char::is_control), "{toml}");
            prop_assert_eq!(read_back(&toml), text);
        }
    }
}
