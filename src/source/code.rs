//! The closed set of things that can be wrong with what a person wrote.

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $id:literal: $explanation:literal;)+) => {
        /// The kind of a [`Diagnostic`](super::Diagnostic). Its id is stable; `diligence explain ID` prints its explanation.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// Every code, in the order of this list.
            pub const ALL: &[Code] = &[$(Code::$variant,)+];

            /// The stable id, in kebab-case.
            pub const fn id(self) -> &'static str {
                match self { $(Code::$variant => $id,)+ }
            }

            /// What the code means and what to do, in plain words.
            pub const fn explanation(self) -> &'static str {
                match self { $(Code::$variant => $explanation,)+ }
            }
        }
    };
}

codes! {
    /// Nothing at that path.
    FileNotFound = "file-not-found":
        "There is no file at this path. Check the spelling, and that you run the command in the folder you think you are in.";
    /// The system refused to read it.
    FileUnreadable = "file-unreadable":
        "The file is there, but the system did not let the program read it. Check its permissions, and that no other program holds it.";
    /// A folder, or something else that is no plain file.
    NotAFile = "not-a-file":
        "A plain file is needed here, and the path leads to a folder or a device. Name the file inside the folder.";
    /// Larger than the limit.
    FileTooLarge = "file-too-large":
        "The file is larger than the program accepts. A procurement record is a few hundred lines; keep long documents in files of their own and name them in the record.";
    /// Not UTF-8.
    NotUtf8 = "not-utf8":
        "The file is not text in UTF-8. Save it again as UTF-8 (in most editors: Save as, then Encoding), or check that it is not a Word or PDF file.";
    /// Nothing in it.
    EmptyFile = "empty-file":
        "The file holds no facts. Write a new record with `diligence init`.";
    /// Not TOML.
    Syntax = "syntax":
        "The file breaks the rules of TOML at this place: a quote or bracket that is not closed, a date that does not exist, or a key that is given twice. Text needs quotes; dates are written 2026-03-01; yes is true and no is false.";
    /// A key that no field or format knows.
    UnknownKey = "unknown-key":
        "No field of this name is known here. It may be misspelt, or stand under the wrong heading. `diligence list fields` prints every field.";
    /// A value of another type.
    WrongType = "wrong-type":
        "The value is of the wrong kind. `diligence explain FIELD` shows what the field takes, with an example.";
    /// Not a calendar date.
    BadDate = "bad-date":
        "A date is written as year-month-day, such as 2026-03-01, without a time of day.";
    /// Not a number with a unit.
    BadDuration = "bad-duration":
        "A length of time is a whole number with its unit, in quotes: \"24 hours\", \"10 business days\", \"6 weeks\", \"18 months\" or \"7 years\".";
    /// A text that says nothing yet.
    Placeholder = "placeholder":
        "The text only holds the place of a fact that is not known yet, such as TBD or n/a. Delete the line: what the record leaves out counts as not stated, and nothing is met by it.";
    /// A word outside the list.
    NotInList = "not-in-list":
        "The field takes one of a few fixed words. `diligence explain FIELD` lists them with their meaning.";
    /// Given twice.
    Duplicate = "duplicate":
        "The same thing is given twice. Keep one of the two; of two headings, move the lines of the second under the first.";
    /// Something that must be there is not.
    Missing = "missing":
        "Something that is always needed here is missing. Add it; the message names it.";
    /// A test that does not fit its field.
    BadCondition = "bad-condition":
        "A condition tests a field in a way that its type does not allow, or is written in a form that is not known. The tests for each type of field stand in the file conditions.toml that `diligence pack new` writes, and in checklists/README.md.";
    /// A signal of a clause that finds nothing.
    BadSignal = "bad-signal":
        "The signals of a clause are phrases in small letters. `...` stands for any words of the same sentence; the word before it and the last one may go on. Under `near` stand facts of the clause that are lengths of time, dates or amounts. The keys stand in checklists/README.md.";
    /// A field that no pack declares.
    UnknownField = "unknown-field":
        "A condition or a clause names a field that no pack declares. `diligence list fields` prints every field.";
    /// An id that nothing carries.
    UnknownReference = "unknown-reference":
        "A file of the pack names a clause, an authority, a provision, a source or a requirement that does not exist.";
    /// A requirement that rests on nothing.
    MissingSource = "missing-source":
        "Every requirement whose basis is not `practice` must name where it was seen, in `cites` or `sources`. One whose basis is `law` or `guidance` must cite the authority itself, in `cites`, in each of its forms.";
    /// An id that is taken.
    DuplicateId = "duplicate-id":
        "Two requirements, fields, authorities, sources, clauses or conditions carry the same id. Ids are unique over all packs in use.";
    /// Not in kebab-case.
    BadName = "bad-name":
        "Ids and the parts of a field's path are written in small letters, digits and hyphens, and neither begin nor end with a hyphen.";
    /// A file of a pack in a place of its own.
    UnreadFile = "unread-file":
        "Nothing reads a file of this name at this place in a pack, so that what it says would not hold. Correct its name or its folder, or move it out of the pack.";
    /// An overlay that asks for less than the pack below.
    Weakened = "weakened":
        "An institution's pack may add to a requirement of another pack or make it stricter. It may not lower its obligation or take an expectation away. Use a waiver in the record for a single procurement.";
    /// A thing of a pack that nothing answers, reads or names.
    Orphan = "orphan":
        "A provision that matters to outsourcing and that no requirement answers, a field that nothing reads, or a clause that no requirement names. Link it, or say in `stands-alone` why it needs no link. `diligence trace` shows what is linked to what.";
    /// A reason that does not hold any more.
    StaleReason = "stale-reason":
        "The pack says why something stands alone, or that a requirement answers a provision without citing it, and that is no longer so. Delete the line that the message shows.";
    /// A template that does not load or render.
    BadTemplate = "bad-template":
        "A template uses a name, a filter or a form that is not known.";
    /// An example with another result than it says.
    BadExample = "bad-example":
        "An example inside the pack does not give the status it is written for.";
}

#[cfg(test)]
mod tests {
    use super::Code;
    use std::collections::HashSet;

    #[test]
    fn ids_are_unique_and_kebab_case() {
        let ids: HashSet<_> = Code::ALL.iter().map(|code| code.id()).collect();
        assert_eq!(ids.len(), Code::ALL.len());
        assert!(ids.iter().all(|id| id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')));
    }
}
