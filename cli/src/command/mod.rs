//! One file for each command.

mod backup;
mod bench;
mod build;
mod check;
mod deploy;
mod dev;
mod evaluate;
mod import;
mod invite;
mod learn_emotion;
mod pull;
mod push;
mod replay;
mod restore;
mod schemas;
mod serve;
mod sign_in;
mod simulate;
mod test;
mod triage;

use std::process::ExitCode;

use anyhow::Result;

pub use schemas::are_current as schemas_are_current;

use crate::arguments::Command;

/// Runs a command.
pub fn run(command: Command) -> Result<ExitCode> {
    match command {
        Command::Dev(arguments) => dev::run(&arguments),
        Command::Build(arguments) => build::run(&arguments),
        Command::Test(arguments) => test::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Push(arguments) => push::run(&arguments),
        Command::Pull(arguments) => pull::run(&arguments),
        Command::Deploy(arguments) => deploy::run(&arguments),
        Command::Backup(arguments) => backup::run(&arguments),
        Command::Restore(arguments) => restore::run(&arguments),
        Command::SignIn(arguments) => sign_in::run(&arguments),
        Command::Invite(arguments) => invite::run(&arguments),
        Command::Schemas(arguments) => schemas::run(&arguments),
        Command::Replay(arguments) => replay::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Evaluate(arguments) => evaluate::run(&arguments),
        Command::Simulate(arguments) => simulate::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Triage(arguments) => triage::run(&arguments),
        Command::LearnEmotion(arguments) => learn_emotion::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
    }
}
