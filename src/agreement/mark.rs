//! The marks that a draft of this program leaves in its text: written when it is drafted, found when it is read.

/// What a mark such as `[BLANK 3: the date]` stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Something to fill in.
    Blank,
    /// A value that nobody has confirmed yet.
    Proposed,
    /// A reference to a clause that the text does not hold.
    Reference,
}

impl Mark {
    const ALL: [Mark; 3] = [Mark::Blank, Mark::Proposed, Mark::Reference];

    /// The word that begins it.
    pub const fn word(self) -> &'static str {
        match self {
            Mark::Blank => "BLANK",
            Mark::Proposed => "PROPOSED",
            Mark::Reference => "REFERENCE",
        }
    }

    /// The mark whose inside, between its brackets, is `inside`.
    pub(super) fn of(inside: &str) -> Option<Self> {
        let (head, _) = inside.split_once(": ")?;
        let (word, number) = head.split_once(' ')?;
        let numbered = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        Mark::ALL.into_iter().find(|mark| numbered && mark.word() == word)
    }
}
