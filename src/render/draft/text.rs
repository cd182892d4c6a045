//! The stretches of a draft's text in Markdown and in HTML.

use crate::agreement::Mark;
use crate::drafting::Inline;

use super::super::escape;
use super::super::templates::Markup;

/// `text` in the format of `markup`, escaped and ready to print. What is marked links to the list that names it, if the
/// marks are `listed`.
pub(super) fn render(text: &[Inline], markup: Markup, listed: bool) -> String {
    match markup {
        Markup::Markdown => text.iter().map(markdown).collect(),
        Markup::Html => text.iter().map(|one| html(one, listed)).collect(),
    }
}

fn markdown(one: &Inline) -> String {
    let marked =
        |mark: Mark, number: &usize, text: &str| format!("**[{} {number}: {}]**", mark.word(), escape::markdown(text));
    match one {
        Inline::Plain { text } => spaced(text, escape::markdown),
        Inline::Term { text } => format!("**{}**", escape::markdown(text)),
        Inline::Blank { number, text } => marked(Mark::Blank, number, text),
        Inline::Proposed { number, text } => marked(Mark::Proposed, number, text),
        Inline::Section { number, text } => format!("section {number} ({})", escape::markdown(text)),
        Inline::Unresolved { number, text } => marked(Mark::Reference, number, &absent(text)),
    }
}

fn html(one: &Inline, listed: bool) -> String {
    let marked = |kind: &str, number: &usize, text: &str| {
        let (lower, text) = (kind.to_lowercase(), escape::html(text));
        let name = format!("{kind} {number}");
        let name = if listed { format!("<a href=\"#{lower}-{number}\">{name}</a>") } else { name };
        format!("<mark class=\"{lower}\">[{name}: {text}]</mark>")
    };
    match one {
        Inline::Plain { text } => spaced(text, escape::html),
        Inline::Term { text } => format!("<dfn>{}</dfn>", escape::html(text)),
        Inline::Blank { number, text } => marked("Blank", number, text),
        Inline::Proposed { number, text } => marked("Proposed", number, text),
        Inline::Section { number, text } => {
            format!("<a href=\"#section-{number}\">section {number} ({})</a>", escape::html(text))
        }
        Inline::Unresolved { number, text } => marked("Reference", number, &absent(text)),
    }
}

/// What stands for a clause that the draft does not hold.
pub(super) fn absent(title: &str) -> String {
    format!("the clause \"{title}\", which is not in this draft")
}

/// `text` through `escape`, with the spaces at its ends, which part it from its neighbours.
fn spaced(text: &str, escape: impl Fn(&str) -> String) -> String {
    let (start, end) = (text.trim_start(), text.trim_end());
    let before = if start.len() < text.len() { " " } else { "" };
    let after = if end.len() < text.len() && !start.is_empty() { " " } else { "" };
    format!("{before}{}{after}", escape(text.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<Inline> {
        vec![
            Inline::Plain { text: "Within ".to_owned() },
            Inline::Blank { number: 3, text: "the <time>".to_owned() },
            Inline::Plain { text: " of *it*, under ".to_owned() },
            Inline::Section { number: 7, text: "Safeguards".to_owned() },
            Inline::Plain { text: ".".to_owned() },
        ]
    }

    #[test]
    fn marks_in_each_format() {
        assert_eq!(
            render(&sample(), Markup::Markdown, true),
            r"Within **[BLANK 3: the \<time\>]** of \*it\*, under section 7 (Safeguards)."
        );
        assert_eq!(
            render(&sample(), Markup::Html, true),
            "Within <mark class=\"blank\">[<a href=\"#blank-3\">Blank 3</a>: the &lt;time&gt;]</mark> of *it*, \
             under <a href=\"#section-7\">section 7 (Safeguards)</a>."
        );
        assert!(
            render(&sample(), Markup::Html, false).contains("[Blank 3: the &lt;time&gt;]"),
            "no link to a list that is not there"
        );
    }
}
