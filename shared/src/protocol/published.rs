//! What every visitor may read: a small manifest that points to immutable parts, named by the hash of their
//! content, one set for each language.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::text::Language;
pub use crate::workspace::BrandPart;

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
    /// Part by `<kind>.<language>`, `brand.en` say; the value names `GET /published/parts/<value>.json`.
    pub parts: BTreeMap<String, String>,
}
