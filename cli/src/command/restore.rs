//! `cargo baton restore`.

use std::process::ExitCode;

use anyhow::Result;

use crate::arguments::Restore;
use crate::backup;
use crate::local::admin::Admin;
use crate::say;

/// Brings a backup into an empty Baton, or only reads it.
pub fn run(arguments: &Restore) -> Result<ExitCode> {
    let file = arguments.file.display();
    if arguments.check {
        let (head, counts) = backup::verify(&arguments.file)?;
        println!("{file} is whole: {} of {}, made at {}, with {counts}", head.workspace, head.url, head.made_at);
        return Ok(ExitCode::SUCCESS);
    }
    let admin = Admin::of(arguments.at.url.as_deref(), arguments.at.key.as_deref())?;
    let (head, counts, was_there) = backup::restore(&admin, &arguments.file)?;
    let url = admin.url();
    if was_there {
        println!("{file} was restored into {url} before; nothing was written");
        return Ok(ExitCode::SUCCESS);
    }
    println!("{url} is what {} was at {}: {counts}", head.url, head.made_at);
    say::line(
        "It sends the webhooks that were still waiting: stop the Baton that you restored from, or they come twice.",
    );
    Ok(ExitCode::SUCCESS)
}
