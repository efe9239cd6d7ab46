//! The widget's figures beside the floor's, and what they may be.

use std::fmt::Write;

use serde::{Deserialize, Serialize};

use crate::budget::{Budget, Weight};

const BYTES_PER_MB: f64 = 1_000_000.0;
/// Launcher visible, as a multiple of the floor's.
const MOST_LAUNCHER: f64 = 1.15;
/// Click to focused input, as a multiple of the floor's.
const MOST_CLICK: f64 = 2.0;
const MOST_BLOCKING_MS: f64 = 50.0;
const MOST_HEAP_MB: f64 = 3.5;
const MOST_WASM_MB: f64 = 1.0;

/// What the driver measured. Times and bytes are medians.
#[derive(Debug, Deserialize, Serialize)]
pub struct Measurement {
    /// Visits of each kind.
    pub runs: u32,
    /// Baton's.
    pub baton: Figures,
    /// The floor's.
    pub floor: Figures,
    /// Modules that a page fetched on which nobody did anything.
    pub idle_wasm: Vec<String>,
    /// Every visit.
    pub samples: serde_json::Value,
}

/// One side's figures.
#[derive(Debug, Deserialize, Serialize)]
pub struct Figures {
    /// From the beginning of the navigation to the first frame that shows the launcher.
    pub launcher_ms: f64,
    /// From the click, after a rest on the launcher, to the first frame with the focus in the text field.
    pub click_ms: f64,
    /// The same without the rest.
    pub click_cold_ms: f64,
    /// Tasks longer than 50 ms before the click.
    pub tasks_before: f64,
    /// How long these took together.
    pub tasks_before_ms: f64,
    /// What tasks after the click took beyond 50 ms each.
    pub blocking_ms: f64,
    /// JavaScript's heap with the panel open, after collecting garbage.
    pub heap_bytes: f64,
    /// Memory of WebAssembly.
    pub wasm_bytes: f64,
    /// What was fetched before the pointer came.
    pub rest: Vec<Sent>,
    /// What was fetched until the panel had been open for a while.
    pub panel: Vec<Sent>,
}

/// A file as it was sent.
#[derive(Debug, Deserialize, Serialize)]
pub struct Sent {
    /// Its path.
    pub path: String,
    /// Bytes of the body.
    pub bytes: u64,
}

/// One line of the table.
#[derive(Debug, Serialize)]
pub struct Row {
    /// What is measured, with its unit.
    pub figure: String,
    /// Baton's.
    pub baton: f64,
    /// The floor's, where there is one.
    pub floor: Option<f64>,
    /// Baton's as a multiple of the floor's.
    pub ratio: Option<f64>,
    /// What it may be.
    pub budget: Option<Limit>,
    /// Whether it keeps to it.
    pub ok: Option<bool>,
    /// Whether it depends on how busy the machine is.
    pub is_time: bool,
}

/// What a figure may be.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// At most.
    Most(f64),
    /// At most so many times the floor's.
    Times(f64),
}

impl Row {
    fn new(figure: impl Into<String>, baton: f64, floor: Option<f64>, budget: Option<Limit>) -> Self {
        let ratio = floor.filter(|floor| *floor > 0.0).map(|floor| baton / floor);
        let ok = budget.and_then(|limit| match limit {
            Limit::Most(most) => Some(baton <= most),
            Limit::Times(times) => Some(ratio? <= times),
        });
        Self { figure: figure.into(), baton, floor, ratio, budget, ok, is_time: false }
    }

    fn time(figure: &str, (baton, floor): (f64, f64), budget: Option<Limit>) -> Self {
        Self { is_time: true, ..Self::new(figure, baton, Some(floor), budget) }
    }

    /// Whether the measurement fails by it.
    pub fn fails(&self) -> bool {
        self.ok == Some(false) && !self.is_time
    }
}

/// Holds the figures against what they may be. `built` tells the size of what no visit fetches.
pub fn judge(measured: &Measurement, budget: &Budget, built: &[Weight]) -> Vec<Row> {
    let (baton, floor) = (&measured.baton, &measured.floor);
    let each = |name: &str| budget.each.get(name).map(|most| Limit::Most(number(*most)));
    let mut rows = vec![
        Row::time("launcher visible, ms", (baton.launcher_ms, floor.launcher_ms), Some(Limit::Times(MOST_LAUNCHER))),
        Row::time("click to focused input, ms", (baton.click_ms, floor.click_ms), Some(Limit::Times(MOST_CLICK))),
        Row::time("  without resting on the launcher, ms", (baton.click_cold_ms, floor.click_cold_ms), None),
        // On a busy machine the page alone has long tasks; then their number says nothing of the widget.
        Row {
            is_time: floor.tasks_before > 0.0,
            ..Row::new(
                "long tasks before the click",
                baton.tasks_before,
                Some(floor.tasks_before),
                Some(Limit::Most(0.0)),
            )
        },
        Row::time("  which took, ms", (baton.tasks_before_ms, floor.tasks_before_ms), None),
        Row::time(
            "blocking after the click, ms",
            (baton.blocking_ms, floor.blocking_ms),
            Some(Limit::Most(MOST_BLOCKING_MS)),
        ),
        megabytes("JS heap with the panel open, MB", (baton.heap_bytes, floor.heap_bytes), MOST_HEAP_MB),
        megabytes("memory of WebAssembly, MB", (baton.wasm_bytes, floor.wasm_bytes), MOST_WASM_MB),
        Row::new("bytes before the pointer comes", sum(&baton.rest), Some(sum(&floor.rest)), None),
    ];
    rows.extend(baton.rest.iter().map(|sent| row_of(sent, &each)));
    let panel = budget.together.get("panel").map(|group| Limit::Most(number(group.most)));
    rows.push(Row::new("bytes for an open panel, all", sum(&baton.panel), Some(sum(&floor.panel)), panel));
    let app = budget.together.get("app").map(|group| group.files.as_slice()).unwrap_or_default();
    let of_app: f64 = baton.panel.iter().filter(|sent| app.iter().any(|file| file == stem(sent))).map(size).sum();
    let most = budget.together.get("app").map(|group| Limit::Most(number(group.most)));
    rows.push(Row::new("  of them the app", of_app, None, most));
    rows.extend(baton.panel.iter().skip(baton.rest.len()).map(|sent| row_of(sent, &each)));
    let fetched = |weight: &&Weight| !baton.panel.iter().any(|sent| weight.path.ends_with(&sent.path));
    rows.extend(built.iter().filter(fetched).map(|weight| {
        Row::new(format!("bytes on demand: {}", weight.name()), number(weight.bytes), None, each(weight.name()))
    }));
    let idle = u32::try_from(measured.idle_wasm.len()).unwrap_or(u32::MAX);
    rows.push(Row::new("WebAssembly fetched by an idle page, files", f64::from(idle), None, Some(Limit::Most(0.0))));
    rows
}

/// For people.
pub fn table(rows: &[Row], runs: u32) -> String {
    let mut text = String::new();
    let _ = writeln!(
        text,
        "Medians of {runs} visits in turn; 4x slower processor, 1.6 Mbps down, 750 kbps up, 150 ms; bytes in brotli\n"
    );
    let _ = writeln!(text, "{:<44} {:>9} {:>9} {:>7}  {:<12} ", "", "Baton", "floor", "ratio", "budget");
    for row in rows {
        let floor = row.floor.map(|floor| show(&row.figure, floor)).unwrap_or_default();
        let ratio = row.ratio.map(|ratio| format!("{ratio:.2}")).unwrap_or_default();
        let budget = match row.budget {
            Some(Limit::Most(most)) => format!("at most {}", show("", most)),
            Some(Limit::Times(times)) => format!("{times} x floor"),
            None => String::new(),
        };
        let verdict = match row.ok {
            Some(true) => "ok",
            Some(false) => "over",
            None => "",
        };
        let baton = show(&row.figure, row.baton);
        let line = format!("{:<44} {baton:>9} {floor:>9} {ratio:>7}  {budget:<14} {verdict}", row.figure);
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

fn megabytes(figure: &str, (baton, floor): (f64, f64), most: f64) -> Row {
    Row::new(figure, baton / BYTES_PER_MB, Some(floor / BYTES_PER_MB), Some(Limit::Most(most)))
}

fn row_of(sent: &Sent, each: &impl Fn(&str) -> Option<Limit>) -> Row {
    let name = stem(sent);
    let title = match sent.path.split_once("/published/") {
        // A part is called by its hash.
        Some((_, path)) if path.starts_with("parts/") => "  a published part".to_owned(),
        Some(_) => format!("  what is published: {name}.json"),
        None => format!("  {name}.{}", kind(sent)),
    };
    Row::new(title, size(sent), None, each(name))
}

/// A file's name before the hash.
fn stem(sent: &Sent) -> &str {
    let file = sent.path.rsplit_once('/').map_or(sent.path.as_str(), |(_, file)| file);
    file.split_once('.').map_or(file, |(name, _)| name)
}

fn kind(sent: &Sent) -> &str {
    sent.path.rsplit_once('.').map_or("", |(_, kind)| kind)
}

fn size(sent: &Sent) -> f64 {
    number(sent.bytes)
}

fn sum(all: &[Sent]) -> f64 {
    all.iter().map(size).sum()
}

#[expect(clippy::cast_precision_loss, reason = "bytes of files")]
fn number(bytes: u64) -> f64 {
    bytes as f64
}

/// Megabytes with two places, everything else whole.
fn show(figure: &str, value: f64) -> String {
    if figure.ends_with("MB") || value.fract() != 0.0 && value < 10.0 {
        format!("{value:.2}")
    } else {
        format!("{value:.0}")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn measured(loader: u64, tasks_of_floor: u64) -> Measurement {
        let side = |bytes: u64, ms: u64, tasks: u64| {
            let loader = json!({"path": "/widget.js", "bytes": bytes});
            let app = json!({"path": "/widget/app_bg.12ab.wasm", "bytes": 50_000});
            json!({
                "launcher_ms": ms, "click_ms": ms, "click_cold_ms": ms, "tasks_before": tasks, "tasks_before_ms": 80,
                "blocking_ms": 0, "heap_bytes": 2_000_000, "wasm_bytes": 131_072, "rest": [loader], "panel": [loader, app],
            })
        };
        let (baton, floor) = (side(loader, 150, 1), side(1000, 100, tasks_of_floor));
        let all = json!({"runs": 1, "baton": baton, "floor": floor, "idle_wasm": [], "samples": {}});
        serde_json::from_value(all).unwrap()
    }

    #[track_caller]
    fn check(measured: &Measurement, over: &[&str], fails: &[&str]) {
        let text = "[each]\nwidget = 3000\nnotices = 4000\n[together.panel]\nfiles = []\nmost = 90000\n\
                    [together.app]\nfiles = [\"app_bg\"]\nmost = 86000";
        let built = Weight { path: "site/widget/notices.5e6f.js".to_owned(), bytes: 4001 };
        let rows = judge(measured, &toml::from_str(text).unwrap(), &[built]);
        let names = |which: &dyn Fn(&Row) -> bool| -> Vec<String> {
            rows.iter().filter(|row| which(row)).map(|row| row.figure.trim().to_owned()).collect()
        };
        assert_eq!(names(&|row| row.ok == Some(false)), over);
        assert_eq!(names(&Row::fails), fails);
        assert!(table(&rows, 1).lines().any(|line| line.contains("1.50") && line.contains("1.15 x floor")));
    }

    #[test]
    fn bytes_and_counts_fail_but_times_do_not() {
        let demand = "bytes on demand: notices";
        let tasks = "long tasks before the click";
        let launcher = "launcher visible, ms";
        check(&measured(3000, 0), &[launcher, tasks, demand], &[tasks, demand]);
        check(&measured(3001, 1), &[launcher, tasks, "widget.js", demand], &["widget.js", demand]);
    }
}
