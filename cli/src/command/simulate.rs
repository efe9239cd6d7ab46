//! `cargo baton simulate`: what another policy would have done with past or sample conversations.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use baton_shared::conversation::{Change, Fired, Policies, Recorded, Ruled, Simulation};
use baton_shared::policy::{Differs, Policy, Priority, difference, outcome_words, rule_in_words};
use baton_shared::text::Language;
use baton_shared::workspace::{Published, Workspace, problems};

use super::evaluate::published;
use crate::arguments::Simulate;
use crate::replay::{Past, imagine, past};
use crate::say;

/// Longest example, in characters.
const EXAMPLE_CHARS: usize = 100;

/// Plays all conversations under both policies and prints what would change.
pub fn run(arguments: &Simulate) -> Result<ExitCode> {
    let published = published(&arguments.workspace)?;
    let after = read(&arguments.policy, &published.workspace)?;
    let workspace = &published.workspace;
    let policies = Policies { before: &workspace.policy, after: &after, queues: &workspace.queues };
    let mut simulation = Simulation::default();
    for (name, one) in past(&arguments.file)? {
        simulation.play(&policies, &name, &log_of(&published, one)?);
    }
    let simulation = simulation.sorted();
    if arguments.json {
        println!("{}", serde_json::to_string(&simulation)?);
    } else {
        print!("{}", readable(&simulation, workspace, &after));
    }
    Ok(ExitCode::SUCCESS)
}

/// Conversations of Baton's own hold what was measured then; dialogues are played first, under the policy that stands.
fn log_of(published: &Published, past: Past) -> Result<Vec<Recorded>> {
    match past {
        Past::Dialogue(dialogue) => Ok(imagine(published, &dialogue)?.into_iter().flatten().collect()),
        Past::Log(log) => Ok(log),
    }
}

/// The new policy, as the workspace's check lets it pass.
fn read(file: &Path, workspace: &Workspace) -> Result<Policy> {
    let text = fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let policy: Policy = toml::from_str(&text)
        .with_context(|| format!("{} is no policy; write it as docs/policy.md says", file.display()))?;
    let known = problems(workspace);
    let with = Workspace { policy: policy.clone(), ..workspace.clone() };
    let found: Vec<_> = problems(&with).into_iter().filter(|problem| !known.contains(problem)).collect();
    for problem in &found {
        say::line(format!("{}: {}: {}", file.display(), problem.path, problem.message));
    }
    match found.len() {
        0 => Ok(policy),
        count => bail!("{count} problems in {}; mend what is named above", file.display()),
    }
}

fn readable(simulation: &Simulation, workspace: &Workspace, after: &Policy) -> String {
    let queue = |id: &str| queue_name(workspace, id);
    let mut lines = Vec::new();
    for differs in difference(&workspace.policy, after, Language::En, &queue) {
        lines.push(in_words(&differs));
    }
    if lines.is_empty() {
        lines.push("The policies say the same.".to_owned());
    }
    let Simulation { conversations, decisions, changed, handed_over, .. } = simulation;
    lines.push(String::new());
    lines.push(format!("conversations  {conversations}, with {decisions} decisions of the bot's"));
    lines.push(format!("would change   {changed}{}", share(*changed, *conversations)));
    lines.push(format!("handed over    {}", arrow(handed_over)));
    lines.extend(rules(&simulation.rules));
    for change in &simulation.changes {
        lines.push(String::new());
        lines.extend(described(change, workspace, after));
    }
    lines.join("\n") + "\n"
}

fn in_words(differs: &Differs) -> String {
    match differs {
        Differs::Added(rule) => format!("+ {rule}"),
        Differs::Removed(rule) => format!("- {rule}"),
        Differs::Changed(before, now) => format!("- {before}\n+ {now}"),
        Differs::Moved(rule, from, to) => format!("~ from place {from} to {to}: {rule}"),
        Differs::Texts(rule) => format!("~ another text or reason: {rule}"),
        Differs::Figure(name, before, now) => format!("~ {name}: {before} → {now}"),
    }
}

fn rules(fired: &BTreeMap<String, Fired>) -> Vec<String> {
    let mut moved: Vec<_> = fired.iter().filter(|(_, fired)| fired.before != fired.after).collect();
    moved.sort_by_key(|(rule, fired)| (std::cmp::Reverse(fired.before.abs_diff(fired.after)), (*rule).clone()));
    if moved.is_empty() {
        return Vec::new();
    }
    let head = vec![String::new(), "How often each rule decides, where that changes:".to_owned()];
    head.into_iter().chain(moved.into_iter().map(|(rule, fired)| format!("  {rule:<28} {}", arrow(fired)))).collect()
}

fn described(change: &Change, workspace: &Workspace, after: &Policy) -> Vec<String> {
    let side = |ruled: &Ruled| {
        let to = ruled.queue.as_ref().map_or_else(String::new, |id| format!(" to {}", queue_name(workspace, id)));
        let priority = match ruled.priority {
            None | Some(Priority::Normal) => "",
            Some(Priority::High) => ", high priority",
            Some(Priority::Urgent) => ", urgent",
        };
        let outcome = if ruled.queue.is_some() { "hand over" } else { outcome_words(ruled.outcome, Language::En) };
        format!("{}: {outcome}{to}{priority}", ruled.rule)
    };
    let mut lines = vec![format!("{} × {}  →  {}", change.count, side(&change.before), side(&change.after))];
    if let Some(rule) = after.rules.iter().find(|rule| rule.id == change.after.rule) {
        let queue = |id: &str| queue_name(workspace, id);
        lines.push(format!("    {}", rule_in_words(rule, Language::En, &queue)));
    }
    for example in &change.examples {
        let words = example.words.as_deref().unwrap_or("(a button, a file, or erased)");
        lines.push(format!("    “{}”  {}", clipped(words), example.conversation));
    }
    lines
}

fn queue_name(workspace: &Workspace, id: &str) -> String {
    let name = |queue: &baton_shared::workspace::Queue| workspace.text(&queue.name, Language::En).to_owned();
    workspace.queue(id).map_or_else(|| id.to_owned(), name)
}

fn clipped(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().nth(EXAMPLE_CHARS).is_none() {
        return line;
    }
    line.chars().take(EXAMPLE_CHARS).collect::<String>() + "…"
}

fn arrow(fired: &Fired) -> String {
    let Fired { before, after } = fired;
    if before == after { before.to_string() } else { format!("{before} → {after}") }
}

#[expect(clippy::cast_precision_loss, reason = "counts of conversations")]
fn share(part: usize, of: usize) -> String {
    if of == 0 { String::new() } else { format!(" ({:.1} %)", part as f64 / of as f64 * 100.0) }
}
