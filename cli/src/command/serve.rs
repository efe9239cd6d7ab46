//! `cargo baton serve`: the edge alone, for tests. Prints one JSON line and runs until standard input closes. Its
//! state survives a kill, so that a test can start it again.

use std::fs;
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::json;

use crate::arguments::Serve;
use crate::build::{self, Part, Profile};
use crate::local::admin::{self, Admin};
use crate::local::secrets::Secrets;
use crate::local::{migrate, port, snapshot, wrangler};
use crate::project::Project;
use crate::{setup, stop, workspace};

/// Serves.
pub fn run(arguments: &Serve) -> Result<ExitCode> {
    let project = Project::find()?;
    stop::when_input_closes();
    let published = (!arguments.no_workspace).then(|| workspace::load_checked(&arguments.workspace)).transpose()?;
    if !arguments.no_build {
        setup::for_building(&project)?;
        build::build(&project, Profile::Release, &[Part::Edge])?;
    }
    let failure = || format!("{} cannot be made", arguments.state.display());
    fs::create_dir_all(&arguments.state).with_context(failure)?;
    let state = arguments.state.canonicalize().with_context(failure)?;
    let secrets_file = state.join("secrets.env");
    let secrets = Secrets::ensure(&secrets_file)?;
    migrate::apply(&project, &state, &secrets_file, arguments.production)?;
    let port = if arguments.port == 0 { port::free()? } else { arguments.port };
    port::must_be_free(port, "the edge")?;
    let vars = arguments.vars.clone();
    let config = snapshot::take(&project, &state)?;
    let (log, production) = (arguments.log, arguments.production);
    let options = wrangler::Options { config, port, state, secrets: secrets_file, vars, log, production };
    let mut edge = wrangler::start(&project, &options)?;
    let version = match &published {
        Some(workspace) => Some(Admin::new(&edge.url, &secrets.admin_key).publish_words_alone(workspace)?),
        None => None,
    };
    admin::print(&json!({
        "url": edge.url,
        "admin_key": secrets.admin_key,
        "session_key": secrets.session_key,
        "identity_kid": secrets.identity_kid,
        "identity_secret": secrets.identity_secret,
        "workspace": published.as_ref().map(|workspace| &workspace.id),
        "version": version,
        "pid": edge.group.id(),
    }));
    while !stop::asked() {
        if let Some(words) = edge.last_words() {
            bail!("{words}");
        }
        thread::sleep(Duration::from_millis(50));
    }
    edge.group.end();
    Ok(ExitCode::SUCCESS)
}
