//! `cargo baton backup`.

use std::process::ExitCode;

use anyhow::Result;

use crate::arguments::Backup;
use crate::backup;
use crate::local::admin::Admin;
use crate::say;

/// Writes everything that a running Baton holds into one file.
pub fn run(arguments: &Backup) -> Result<ExitCode> {
    let admin = Admin::of(arguments.at.url.as_deref(), arguments.at.key.as_deref())?;
    let counts = backup::make(&admin, &arguments.file)?;
    println!("{} holds all of {}: {counts}", arguments.file.display(), admin.url());
    say::line(
        "What your customers wrote is in it, and so are the secrets of your webhook endpoints: only you may read the file \
         (mode 0600), keep it so. What is erased from now on is still in it. BATON_SESSION_KEY and BATON_IDENTITY_KEYS \
         are not in it; deploy with the same ones before you restore, so that customers are recognised.",
    );
    Ok(ExitCode::SUCCESS)
}
