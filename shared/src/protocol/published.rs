//! What every visitor may read: a small manifest that points to immutable parts, named by the hash of their
//! content, one set for each language.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::text::Language;

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

/// The part `brand.<language>`: what the widget needs to look and speak like the company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct BrandPart {
    /// The company's name.
    pub name: String,
    /// Accent colour, `#rrggbb`.
    pub accent: String,
    /// Black or white, whichever reads better on the accent: `#000000` or `#ffffff`.
    pub on_accent: String,
    /// One line.
    pub greeting: String,
    /// Questions that people really ask, at most three.
    pub suggestions: Vec<String>,
}
