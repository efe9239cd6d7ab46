//! `cargo baton replay`.

use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use anyhow::Result;

use crate::arguments::Replay;
use crate::build::{self, Part, Profile};
use crate::project::Project;
use crate::receiver::{Receiver, Settings};
use crate::replay::{self, Figures, Finding, Played, Plays, Snapshot, Target};
use crate::say::Step;
use crate::{clock, say, setup, stop, token, workspace};

const ENDPOINT: &str = "replay";
/// So many reasons and differences are named.
const NAMED: usize = 10;

/// Plays dialogues and compares.
pub fn run(arguments: &Replay) -> Result<ExitCode> {
    let mut dialogues = Vec::new();
    for file in &arguments.files {
        dialogues.extend(replay::read(file, arguments.limit)?);
    }
    let target = start(arguments)?;
    let secret = token::webhook_secret();
    let settings =
        Settings { port: 0, secret: secret.clone(), fails_percent: arguments.receiver_fails, seed: arguments.seed };
    let receiver = Receiver::start(&settings)?;
    target.admin.put_endpoint(ENDPOINT, &receiver.url, &secret)?;

    // A running Baton has seen the ids of earlier runs.
    let run = if target.is_own() { arguments.seed.to_string() } else { format!("{:x}", clock::unix_ms()) };
    let plays = Plays {
        dialogues: &dialogues,
        run,
        at_a_time: usize::from(arguments.at_a_time),
        kill_after: arguments.kill_after,
    };
    let began = clock::now();
    let (mut played, kills) = replay::play(&target, &plays)?;
    let seconds = began.elapsed().as_secs_f64();
    let began = clock::now();
    let limit = Duration::from_secs(arguments.drain_seconds);
    let findings = drain(&target, &receiver, &mut played, limit).inspect_err(|_| {
        target.last_words().iter().for_each(say::line);
    })?;
    let mut figures = Figures::of(&played, &findings, &receiver.book());
    (figures.kills, figures.seconds, figures.drain_seconds) = (kills, seconds, began.elapsed().as_secs_f64());
    if !target.is_own() {
        target.admin.delete_endpoint(ENDPOINT)?;
    }
    name_what_is_wrong(&played, &findings);
    if arguments.json {
        println!("{}", serde_json::to_string(&figures)?);
    } else {
        print!("{}", figures.table());
    }
    if figures.ok {
        return Ok(ExitCode::SUCCESS);
    }
    say::warn("something was lost, processed twice, refused or different; see the table");
    Ok(ExitCode::FAILURE)
}

fn start(arguments: &Replay) -> Result<Target> {
    if let (Some(url), Some(key)) = (&arguments.url, &arguments.key) {
        return Ok(Target::running(url, key));
    }
    let project = Project::find()?;
    let workspace = workspace::load_checked(&arguments.workspace)?;
    if !arguments.no_build {
        setup::for_building(&project)?;
        build::build(&project, Profile::Release, &[Part::Edge])?;
    }
    Target::start(&project, &workspace)
}

/// Looks at each conversation until everything of it has been received, or the limit has passed.
fn drain(target: &Target, receiver: &Receiver, played: &mut [Played], limit: Duration) -> Result<Vec<Finding>> {
    let step = Step::begin("Wait for the last deliveries and compare");
    let began = clock::now();
    let mut findings = vec![Finding::default(); played.len()];
    loop {
        for (finding, one) in findings.iter_mut().zip(played.iter_mut()).filter(|(finding, _)| !finding.is_settled()) {
            let conversation = one.conversation.clone().unwrap_or_default();
            *finding = replay::compare(&target.admin, || Snapshot::of(&receiver.book(), &conversation), one)?;
        }
        let open = findings.iter().filter(|finding| !finding.is_settled()).count();
        step.at(&format!("{open} conversations are not complete yet"));
        if open == 0 || began.elapsed() > limit || stop::asked() {
            step.done();
            return Ok(findings);
        }
        thread::sleep(Duration::from_millis(500));
    }
}

fn name_what_is_wrong(played: &[Played], findings: &[Finding]) {
    for reason in played.iter().flat_map(|one| &one.refused).take(NAMED) {
        say::warn(format!("refused: {reason}"));
    }
    for (one, finding) in played.iter().zip(findings).filter(|(_, finding)| !finding.is_clean()).take(NAMED) {
        let id = one.conversation.as_deref().unwrap_or("unopened");
        say::warn(format!("conversation {id}: {}", finding.describe()));
    }
}
