//! A notice that the loader found to concern this page, as the panel shows it.

/// A notice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageNotice {
    /// Its id.
    pub id: String,
    /// `danger`, `warning`, `info` or `success`.
    pub tone: String,
    /// Title.
    pub title: String,
    /// What it says.
    pub text: String,
    /// A link: what it says, and where it goes.
    pub link: Option<(String, String)>,
    /// What the visitor may ask about it with one press.
    pub question: Option<String>,
    /// The question whether it concerns the visitor, while that is not known.
    pub asks: Option<String>,
}
