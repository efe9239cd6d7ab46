//! The published workspace: a checked one with its number, the hashes of its parts and an index to search.

use serde::{Deserialize, Serialize};

use super::model::Workspace;
use crate::knowledge::Index;
use crate::text::Language;

/// What a decision was made with, so that it can be explained and replayed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Versions {
    /// Number of the published workspace.
    pub workspace: u64,
    /// Content hash of the policy part.
    pub policy: String,
    /// Content hash of the articles part.
    pub knowledge: String,
    /// Name and version of the engine that assessed the message.
    pub engine: String,
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

/// A workspace as it is served and decided with. Immutable.
#[derive(Clone, Debug)]
pub struct Published {
    /// The configuration.
    pub workspace: Workspace,
    /// What decisions record.
    pub versions: Versions,
    /// The approved articles, indexed.
    pub index: Index,
}

impl Published {
    /// Indexes a checked workspace. `version` counts publications from 1; the hashes name its parts.
    pub fn new(workspace: Workspace, version: u64, policy: String, knowledge: String) -> Self {
        let index = Index::build(&workspace.articles);
        let engine = crate::triage::ENGINE.to_owned();
        Self { workspace, versions: Versions { workspace: version, policy, knowledge, engine }, index }
    }

    /// What the widget needs to look and speak like the company.
    pub fn brand_part(workspace: &Workspace, language: Language) -> BrandPart {
        let brand = &workspace.brand;
        BrandPart {
            name: workspace.text(&brand.name, language).to_owned(),
            accent: brand.accent.clone(),
            on_accent: contrast_on(&brand.accent).to_owned(),
            greeting: workspace.text(&brand.greeting, language).to_owned(),
            suggestions: brand.suggestions.get(&language).cloned().unwrap_or_default(),
        }
    }
}

/// `#000000` or `#ffffff`, whichever has the higher contrast on a colour; white where it is no colour.
/// Relative luminance and contrast as WCAG 2.2 defines them.
pub fn contrast_on(colour: &str) -> &'static str {
    let Some(luminance) = luminance(colour) else { return "#ffffff" };
    let (on_black, on_white) = ((luminance + 0.05) / 0.05, 1.05 / (luminance + 0.05));
    if on_black > on_white { "#000000" } else { "#ffffff" }
}

fn luminance(colour: &str) -> Option<f64> {
    let hex = colour.strip_prefix('#').filter(|hex| hex.len() == 6)?;
    let rgb = u32::from_str_radix(hex, 16).ok()?;
    let linear = |shift: u32| {
        let value = f64::from((rgb >> shift) & 0xff) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    Some(0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0))
}

#[cfg(test)]
mod tests {
    use super::contrast_on;

    #[test]
    fn text_on_the_accent_is_readable() {
        assert_eq!(contrast_on("#0f6e64"), "#ffffff");
        assert_eq!(contrast_on("#ffd166"), "#000000");
        assert_eq!(contrast_on("teal"), "#ffffff");
    }
}
