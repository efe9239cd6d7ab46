//! `cargo baton bench engine`: what it takes to understand one message, from its text to the decision, with many articles,
//! in native code and in WebAssembly (`tests/bench/engine.mjs`).

use std::collections::BTreeMap;
use std::fs;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use baton_shared::conversation::{Channel, Command, Conversation, World, decide, evolve};
use baton_shared::engine::heads::Seen;
use baton_shared::knowledge::Model;
use baton_shared::text::Language;
use baton_shared::time::Timestamp;
use baton_shared::workspace::{Published, Workspace};
use serde::{Deserialize, Serialize};

use crate::arguments::Bench;
use crate::bench::{crowd, crowd_messages};
use crate::build::{self, Part, Profile};
use crate::project::Project;
use crate::replay::Percentiles;
use crate::say::Step;
use crate::setup::{self, node};
use crate::{clock, model, tool, weights, workspace};

/// Messages that are measured in each language.
const MESSAGES: usize = 600;
const DRIVER: &str = "tests/bench/engine.mjs";

#[derive(Serialize)]
struct Report {
    articles: usize,
    model_bytes: usize,
    /// Memory of WebAssembly with all of it, in bytes.
    wasm_memory_bytes: usize,
    languages: BTreeMap<Language, Figures>,
}

/// What the driver measured.
#[derive(Deserialize)]
struct InWasm {
    times: BTreeMap<Language, Vec<f64>>,
    memory_bytes: usize,
}

/// Microseconds for one message.
#[derive(Serialize)]
struct Figures {
    /// Half of the messages are decided within so many.
    p50_us: f64,
    /// 99 in 100 are.
    p99_us: f64,
    /// The same in WebAssembly.
    wasm_p50_us: f64,
    wasm_p99_us: f64,
    /// What reading the text into numbers takes, without any article: the floor.
    floor_p50_us: f64,
    /// How many times the floor.
    ratio: f64,
}

/// Measures.
pub fn run(arguments: &Bench) -> Result<ExitCode> {
    let project = Project::find()?;
    let small = workspace::load_checked(&project.at("workspace"))?;
    let large = crowd(&small, usize::try_from(arguments.articles)?);
    let bytes = model::of(&large)?;
    let table = Arc::new(weights::table()?);
    let model = Model::read(&table, &bytes)?.with_emotion(Arc::new(weights::emotion()?));
    let published = Published::new(large, 1, String::new(), String::new()).with_model(Arc::new(model));
    let step = Step::begin(format!("Decide {MESSAGES} messages in each language"));
    let messages: BTreeMap<Language, Vec<String>> =
        Language::ALL.map(|one| (one, crowd_messages(&small, one, MESSAGES))).into();
    let mut languages = BTreeMap::new();
    for (language, texts) in &messages {
        let times = texts.iter().map(|text| decided(&published, *language, text)).collect::<Result<Vec<f64>>>()?;
        let floor: Vec<f64> = texts.iter().map(|text| took(|| Seen::read(&table, text)).1).collect();
        languages.insert(*language, (times, floor));
    }
    step.done();
    let in_wasm = in_wasm(&project, arguments, &published.workspace, &bytes, &messages)?;
    let figures = languages.into_iter().map(|(language, (times, floor))| {
        let wasm = in_wasm.times.get(&language).cloned().unwrap_or_default();
        (language, Figures::of(times, wasm, floor))
    });
    let report = Report {
        articles: usize::try_from(arguments.articles)?,
        model_bytes: bytes.len(),
        wasm_memory_bytes: in_wasm.memory_bytes,
        languages: figures.collect(),
    };
    if arguments.json {
        println!("{}", serde_json::to_string(&report)?);
    } else {
        print!("{}", report.table());
    }
    Ok(ExitCode::SUCCESS)
}

fn in_wasm(
    project: &Project,
    arguments: &Bench,
    workspace: &Workspace,
    model: &[u8],
    messages: &BTreeMap<Language, Vec<String>>,
) -> Result<InWasm> {
    if arguments.no_build {
        node::ensure_packages(project)?;
    } else {
        setup::for_building(project)?;
        build::build(project, Profile::Release, &[Part::Learn])?;
    }
    let folder = tempfile::tempdir().context("there is no room for temporary files")?;
    let put = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes);
    put("workspace.json", &serde_json::to_vec(workspace)?)?;
    put("messages.json", &serde_json::to_vec(messages)?)?;
    put("model.bin", model)?;
    let step = Step::begin("Decide them in WebAssembly");
    let mut command = node::script(project, DRIVER);
    let output = tool::must("node", command.arg(folder.path()), Some(step), "the measurement in WebAssembly failed")?;
    let line = output.lines().rev().find(|line| line.starts_with('{')).context("the driver measured nothing")?;
    serde_json::from_str(line).context("the measurement cannot be read; are tool and driver of one version?")
}

/// How long a conversation's first message takes to be decided, in microseconds.
fn decided(published: &Published, language: Language, text: &str) -> Result<f64> {
    let world = World { now: Timestamp(1_700_000_000_000), published };
    let open = Command::Open { language, channel: Channel::Widget, page: None, attributes: BTreeMap::new() };
    let opened = decide(&Conversation::default(), open, &world).map_err(|refusal| anyhow!("{refusal:?}"))?;
    let state = opened.events.iter().fold(Conversation::default(), evolve);
    let say = Command::Say { message: "m".to_owned(), text: text.to_owned(), attachments: Vec::new() };
    let (decision, took) = took(|| decide(&state, say, &world));
    decision.map_err(|refusal| anyhow!("{text}: {refusal:?}"))?;
    Ok(took)
}

fn took<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let begin = clock::now();
    let done = std::hint::black_box(work());
    (done, begin.elapsed().as_secs_f64() * 1e6)
}

impl Figures {
    fn of(times: Vec<f64>, wasm: Vec<f64>, floor: Vec<f64>) -> Self {
        let [times, wasm, floor] = [times, wasm, floor].map(Percentiles::of);
        Self {
            p50_us: times.p50,
            p99_us: times.p99,
            wasm_p50_us: wasm.p50,
            wasm_p99_us: wasm.p99,
            floor_p50_us: floor.p50,
            ratio: times.p50 / floor.p50.max(f64::EPSILON),
        }
    }
}

impl Report {
    fn table(&self) -> String {
        let (model, memory) = (megabytes(self.model_bytes), megabytes(self.wasm_memory_bytes));
        let mut lines = vec![
            format!(
                "{} articles in each language, a model of {model} MB, {memory} MB of memory in WebAssembly",
                self.articles
            ),
            "microseconds     p50       p99   wasm p50   wasm p99      floor    ratio".to_owned(),
        ];
        for (language, figures) in &self.languages {
            let Figures { p50_us, p99_us, wasm_p50_us, wasm_p99_us, floor_p50_us, ratio } = figures;
            lines.push(format!(
                "{:<10} {p50_us:>9.0} {p99_us:>9.0} {wasm_p50_us:>10.0} {wasm_p99_us:>10.0} {floor_p50_us:>10.0} {ratio:>8.1}",
                language.to_string()
            ));
        }
        lines.join("\n") + "\n"
    }
}

#[allow(clippy::cast_precision_loss, reason = "shown with one digit")]
fn megabytes(bytes: usize) -> String {
    format!("{:.1}", bytes as f64 / 1e6)
}
