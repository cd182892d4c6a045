//! The few fields that the program itself reads, whatever the packs are about.

use super::{FieldId, FieldType, Fields};

macro_rules! builtin {
    ($(#[doc = $about:literal])+ $struct:ident { $($(#[doc = $doc:literal])+ $name:ident: $path:literal $kind:literal,)+ }) => {
        $(#[doc = $about])+
        #[derive(Clone, Copy, Debug)]
        pub struct $struct {
            $($(#[doc = $doc])+ pub $name: FieldId,)+
        }

        impl $struct {
            /// Finds them among `fields`.
            ///
            /// # Errors
            /// The path and type of the first that is missing or of another type.
            pub fn find(fields: &Fields) -> Result<Self, (&'static str, &'static str)> {
                let find = |path: &'static str, kind: &'static str| {
                    fields.find(path).filter(|id| fields.get(*id).kind.id() == kind).ok_or((path, kind))
                };
                Ok(Self { $($name: find($path, $kind)?,)+ })
            }

            /// All of them.
            pub const fn all(&self) -> [FieldId; [$($path,)+].len()] {
                [$(self.$name,)+]
            }
        }
    };
}

builtin! {
    /// Ids of the fields that the program itself reads. Every pack set must declare them.
    Builtin {
        /// The procurement's title.
        title: "procurement.title" "text",
        /// The procurement's reference number.
        reference: "procurement.reference" "text",
        /// The phase it is in.
        phase: "procurement.phase" "one-of",
        /// The institution's name.
        institution: "institution.name" "text",
        /// The vendor's name.
        vendor: "vendor.name" "text",
        /// The list of evidence.
        evidence: "evidence" "tables",
        /// Which requirements a piece of evidence supports.
        evidence_requirements: "evidence.requirements" "text-list",
        /// The file of a piece of evidence.
        evidence_file: "evidence.file" "file",
        /// The recorded SHA-256 of that file.
        evidence_sha256: "evidence.sha256" "text",
        /// The last day on which it counts.
        evidence_valid_until: "evidence.valid-until" "date",
        /// The list of waivers.
        waivers: "waivers" "tables",
        /// Which requirement is set aside.
        waiver_requirement: "waivers.requirement" "text",
        /// Why.
        waiver_reason: "waivers.reason" "text",
        /// By whom.
        waiver_approved_by: "waivers.approved-by" "person",
        /// When.
        waiver_approved_on: "waivers.approved-on" "date",
        /// Until when.
        waiver_expires_on: "waivers.expires-on" "date",
    }
}

builtin! {
    /// Ids of the fields on the text of the agreement, which the program reads where the packs declare them.
    AgreementFields {
        /// The file with its text.
        file: "agreement.file" "file",
        /// When it was signed.
        signed_on: "agreement.signed-on" "date",
        /// When it starts.
        starts_on: "agreement.starts-on" "date",
        /// When it ends.
        ends_on: "agreement.ends-on" "date",
    }
}

impl Fields {
    /// Whether `id` is a value field rather than a container.
    pub fn is_value(&self, id: FieldId) -> bool {
        !matches!(self.get(id).kind, FieldType::Section | FieldType::Tables)
    }
}
