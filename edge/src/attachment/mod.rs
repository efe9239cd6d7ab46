//! Files that are attached: what a file is, found by its content, and whether it may pass.
//!
//! ```text
//! name, claimed type, bytes ─▶ inspect ─┬─▶ Inspected { kind, clean name, width, height }
//!                                       └─▶ Refused: what it is instead, and what to do
//! ```
//!
//! In scope: what can be told from the bytes alone. Pure, and never panics, whatever the bytes are. Not in scope: storing,
//! and virus scanning, which a company does where it opens files.

mod archive;
mod heic;
mod name;
mod pdf;
mod picture;
mod scan;
mod text;
mod unfold;

pub use name::{clean_name, disposition};

use thiserror::Error;

/// What may be attached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the format of that name")]
pub enum Kind {
    Png,
    Jpeg,
    Gif,
    Webp,
    Heic,
    Pdf,
    Text,
    Csv,
    Docx,
    Xlsx,
    Pptx,
    Odt,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::Png,
        Self::Jpeg,
        Self::Gif,
        Self::Webp,
        Self::Heic,
        Self::Pdf,
        Self::Text,
        Self::Csv,
        Self::Docx,
        Self::Xlsx,
        Self::Pptx,
        Self::Odt,
    ];

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Heic => "image/heic",
            Self::Pdf => "application/pdf",
            Self::Text => "text/plain",
            Self::Csv => "text/csv",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Odt => "application/vnd.oasis.opendocument.text",
        }
    }

    /// Extensions that fit it, the usual one first.
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg", "jfif"],
            Self::Gif => &["gif"],
            Self::Webp => &["webp"],
            Self::Heic => &["heic", "heif"],
            Self::Pdf => &["pdf"],
            Self::Text => &["txt", "log", "md"],
            Self::Csv => &["csv"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Pptx => &["pptx"],
            Self::Odt => &["odt"],
        }
    }

    /// Whether a browser shows it as a picture, and does nothing else with it. Few show HEIC: it is saved.
    pub fn is_picture(self) -> bool {
        matches!(self, Self::Png | Self::Jpeg | Self::Gif | Self::Webp)
    }

    /// The kind behind a media type that was stored.
    pub fn of_media_type(media_type: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.media_type() == media_type)
    }
}

/// Width and height of a picture that browsers show, in pixels.
pub type Size = (u32, u32);

/// A file that may pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspected {
    /// What it is.
    pub kind: Kind,
    /// Its name, cleaned, with an extension that fits.
    pub name: String,
    /// Of a picture, how large it is.
    pub size: Option<Size>,
}

/// Why a file may not pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Refused {
    /// No bytes.
    #[error("the file is empty; choose another")]
    Empty,
    /// None of the kinds that may pass.
    #[error(
        "this kind of file cannot be attached; send a picture (PNG, JPEG, GIF, WebP, HEIC), a PDF, a text, or a Word, Excel, \
         PowerPoint or OpenDocument file"
    )]
    Kind,
    /// A document that a browser would run.
    #[error("SVG, HTML and XML cannot be attached because they can hold scripts; send a picture or a PDF of it")]
    Markup,
    /// Something that runs.
    #[error("programs and scripts cannot be attached")]
    Program,
    /// A PDF that does things.
    #[error("the PDF holds {0}; print it to a new PDF and send that")]
    Active(&'static str),
    /// An Office file with macros.
    #[error("the document holds macros; save it without them")]
    Macros,
    /// An Office file with something else in it.
    #[error("the document holds {0}; save it without")]
    Embedded(&'static str),
    /// A file that is encrypted.
    #[error("the file is protected by a password and cannot be looked into; send it without")]
    Locked,
    /// A file that is of two kinds at once.
    #[error("the file holds another file inside; save it anew and send that")]
    TwoInOne,
    /// The file is not what it is said to be.
    #[error("the file is not what its type says; send it as what it is")]
    Mismatch,
    /// A file that cannot be read.
    #[error("the file is damaged: {0}; save it anew and send that")]
    Broken(&'static str),
}

impl Refused {
    /// HTTP status and stable word: of another kind, unsafe, or damaged.
    pub fn code(self) -> (u16, &'static str) {
        match self {
            Self::Kind | Self::Markup | Self::Program => (415, "attachment_kind"),
            Self::Active(_) | Self::Macros | Self::Embedded(_) | Self::Locked | Self::TwoInOne => {
                (422, "attachment_unsafe")
            }
            Self::Empty | Self::Mismatch | Self::Broken(_) => (422, "attachment_broken"),
        }
    }
}

/// Looks into a file. `claimed` is the type that the browser says; it decides nothing, but must not contradict.
pub fn inspect(name: &str, claimed: Option<&str>, bytes: &[u8]) -> Result<Inspected, Refused> {
    if bytes.is_empty() {
        return Err(Refused::Empty);
    }
    let (kind, size) = recognise(name, bytes)?;
    if claimed.and_then(group_of).is_some_and(|claimed| claimed != group(kind)) {
        return Err(Refused::Mismatch);
    }
    Ok(Inspected { kind, name: clean_name(name, kind), size })
}

fn recognise(name: &str, bytes: &[u8]) -> Result<(Kind, Option<Size>), Refused> {
    let picture = picture::recognise(bytes)?.map(|(kind, size)| (kind, Some(size)));
    let heic = heic::is_one(bytes)?.then_some((Kind::Heic, None));
    if let Some(found) = picture.or(heic) {
        if scan::holds_archive(bytes) || scan::holds_pdf(bytes) || scan::holds_markup(bytes) {
            return Err(Refused::TwoInOne);
        }
        return Ok(found);
    }
    if bytes.starts_with(b"%PDF-") {
        pdf::check(bytes)?;
        return Ok((Kind::Pdf, None));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Ok((archive::check(bytes)?, None));
    }
    if scan::is_program(bytes) {
        return Err(Refused::Program);
    }
    text::check(bytes)?;
    let is_csv = name::extension(name).is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    Ok((if is_csv { Kind::Csv } else { Kind::Text }, None))
}

/// What must not be taken for each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Picture,
    Pdf,
    Office,
    Text,
}

fn group(kind: Kind) -> Group {
    match kind {
        Kind::Png | Kind::Jpeg | Kind::Gif | Kind::Webp | Kind::Heic => Group::Picture,
        Kind::Pdf => Group::Pdf,
        Kind::Docx | Kind::Xlsx | Kind::Pptx | Kind::Odt => Group::Office,
        Kind::Text | Kind::Csv => Group::Text,
    }
}

/// The group of a claimed type. Browsers take it from the name, and some names mislead them, so only what is plain counts.
fn group_of(claimed: &str) -> Option<Group> {
    let claimed = claimed.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let starts = |with: &str| claimed.starts_with(with);
    if starts("image/") {
        Some(Group::Picture)
    } else if claimed == "application/pdf" {
        Some(Group::Pdf)
    } else if starts("application/vnd.openxmlformats-") || starts("application/vnd.oasis.") {
        Some(Group::Office)
    } else if claimed == "text/plain" || claimed == "text/csv" {
        Some(Group::Text)
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
