//! What every visitor may read: a small manifest that points to immutable parts, named by the hash of their
//! content, one set for each language.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::notice::Device;
pub use crate::notice::{NoticesPart, PublicNotice};
use crate::text::Language;
pub use crate::workspace::{ArticlePage, BrandPart, SuggestPart};

/// `GET /published/manifest.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Manifest {
    /// Number of this publication, from 1.
    pub version: u64,
    /// The workspace's id, which is the audience of identity tokens.
    pub workspace: String,
    /// Languages, the default first.
    pub languages: Vec<Language>,
    /// Part by `<kind>.<language>`; the value names `GET /published/parts/<value>.json`. `brand` and `suggest` are always
    /// there, `notices` while one is live.
    pub parts: BTreeMap<String, String>,
}

/// `POST /v1/notices`: an identified visitor asks for the notices that need a verified identity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NoticesRequest {
    /// The company's signed identity (JWT). Of attributes, what stands in it decides.
    pub identity: String,
    /// Language of the interface.
    pub language: Language,
    /// The path of the page's address, at most 2048 bytes.
    pub path: String,
    /// What the page is seen on.
    pub device: Device,
    /// What the page says of the visitor, with the limits of `OpenRequest`. It decides nothing here: only what is signed
    /// counts.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, String>,
    /// What was tracked since the page was loaded, at most 50, each of 1 to 64 bytes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<String>,
}

/// Answer to [`NoticesRequest`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct VisitorNotices {
    /// The notices that concern this visitor on this page, the most important first.
    pub notices: Vec<PublicNotice>,
}
