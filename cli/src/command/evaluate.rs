//! `cargo baton evaluate`.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Result;
use baton_shared::knowledge::Model;
use baton_shared::workspace::Published;
use serde::Serialize;
use serde_json::Value;

use crate::arguments::{Evaluate, Evaluated};
use crate::evaluate::{emotion, handoff, human, intents, read, retrieval};
use crate::{model, replay, weights, workspace};

/// So many wrongly judged texts are shown.
const SHOWN: usize = 500;

/// Measures and prints.
pub fn run(arguments: &Evaluate) -> Result<ExitCode> {
    match &arguments.what {
        Evaluated::Intents { train, test, shots, seeds } => {
            let figures = intents::measure(&weights::table()?, &read(train)?, &read(test)?, *shots, *seeds)?;
            print(&figures, arguments.json)?;
        }
        Evaluated::Retrieval { train, test, title, examples } => {
            let figures = retrieval::measure(&weights::table()?, &read(train)?, &read(test)?, *title, *examples)?;
            print(&figures, arguments.json)?;
        }
        Evaluated::Emotion { test, negative } => {
            let figures = emotion::measure(&weights::table()?, &weights::emotion()?, &read(test)?, negative);
            print(&figures, arguments.json)?;
        }
        Evaluated::HumanRequest { test, positive } => {
            let rows = read(test)?;
            let (figures, wrong) = human::measure(&rows, positive);
            print(&figures, arguments.json)?;
            if !arguments.json {
                for row in wrong.iter().take(SHOWN) {
                    println!("wrong: {} ({})", row.text, row.label);
                }
            }
        }
        Evaluated::Handoff { file, workspace } => {
            let figures = handoff::measure(&published(workspace)?, &replay::read(file, None)?)?;
            if arguments.json { print(&figures, true)? } else { tell(&figures) }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The workspace as it would be published, model and all, with nothing pushed anywhere.
pub fn published(folder: &Path) -> Result<Published> {
    let workspace = workspace::load_checked(folder)?;
    let model = Model::read(&Arc::new(weights::table()?), &model::of(&workspace)?)?;
    let model = model.with_emotion(Arc::new(weights::emotion()?));
    Ok(Published::new(workspace, 1, String::new(), String::new()).with_model(Arc::new(model)))
}

/// One object, or one line for each figure.
fn print(figures: &impl Serialize, json: bool) -> Result<()> {
    if json {
        println!("{}", serde_json::to_string(figures)?);
        return Ok(());
    }
    if let Value::Object(figures) = serde_json::to_value(figures)? {
        for (name, value) in figures {
            match value.as_f64().filter(|_| value.is_f64()) {
                Some(number) => println!("{name:<22} {number:.4}"),
                None => println!("{name:<22} {value}"),
            }
        }
    }
    Ok(())
}

fn tell(figures: &handoff::Figures) {
    let share = figures.never_share.unwrap_or_default() * 100.0;
    println!("dialogues   {}", figures.dialogues);
    println!(
        "handed over {}, at the customer's turn {:.1} on average",
        figures.handed_over,
        figures.mean_turn.unwrap_or_default()
    );
    println!("never       {} ({share:.0} %)", figures.never);
    let by_turn = figures.turns.iter().map(|(turn, count)| format!("{turn}: {count}"));
    println!("by turn     {}", by_turn.collect::<Vec<_>>().join(", "));
    let mut reasons: Vec<(&String, &usize)> = figures.reasons.iter().collect();
    reasons.sort_by_key(|(reason, count)| (std::cmp::Reverse(**count), (*reason).clone()));
    for (reason, count) in reasons {
        println!("  {count:>5}  {reason}");
    }
}
