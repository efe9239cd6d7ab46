//! `cargo baton`: the one tool that builds, runs, tests, checks and measures Baton.
//!
//! Every command lives in its own file under `command`; what they share stands beside it. Failures are one
//! sentence with the remedy and a non-zero exit, never a stack trace.

mod arguments;
mod backup;
mod bench;
mod budget;
mod build;
mod checks;
mod clock;
mod command;
mod csp;
mod deploy;
mod difference;
mod evaluate;
mod import;
mod local;
mod model;
mod process;
mod project;
mod receiver;
mod remembered;
mod replay;
mod say;
mod setup;
mod stop;
mod token;
mod tool;
mod weights;
mod workspace;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let arguments = arguments::Arguments::parse();
    process::allow_many_files();
    match stop::listen().and_then(|()| command::run(arguments.command)) {
        Ok(code) => code,
        Err(error) => {
            say::failure(&error);
            ExitCode::FAILURE
        }
    }
}
