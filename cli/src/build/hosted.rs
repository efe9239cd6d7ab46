//! What the edge's own pages load, where the application runs on its origin: in a frame and in a window of its own
//! (edge/src/page/hosted.rs). The edge reads in `names.json` how the build called the files.

use anyhow::Result;
use serde_json::{Map, Value, json};

use super::page::App;
use super::place::Built;
use super::{Profile, bundle, inputs};
use crate::project::Project;

/// Builds the modules that start the application there. `pieces` are those that it brings in, name and file.
pub fn build(project: &Project, profile: Profile, app: &App, pieces: &[(String, String)]) -> Result<Vec<Built>> {
    let mut files = Vec::new();
    let mut module = |name: &str| -> Result<String> {
        let entry = project.at(format!("widget/loader/{name}.js"));
        let bytes = bundle::bundle(project, profile, &entry, &["--format=esm", "--target=es2022"])?;
        let file = format!("{name}.{}.js", inputs::short(&bytes));
        files.push(Built::new(format!("site/widget/{file}"), bytes));
        Ok(file)
    };
    let (embed, chat) = (module("embed")?, module("chat")?);
    let pieces: Map<String, Value> = pieces.iter().map(|(name, file)| (name.clone(), file.as_str().into())).collect();
    let names = json!({ "app": app.script, "module": app.module, "embed": embed, "chat": chat, "pieces": pieces });
    files.push(Built::new("site/widget/names.json", serde_json::to_vec(&names)?));
    Ok(files)
}
