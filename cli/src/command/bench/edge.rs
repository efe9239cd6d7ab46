//! `cargo baton bench edge`.

use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::arguments::Bench;
use crate::bench::{self, Pair, Report, Row, Server, Side, Subject};
use crate::build::{self, Part, Profile};
use crate::project::Project;
use crate::say::Step;
use crate::{say, setup, token, workspace};

/// Starts of which the median counts.
const STARTS: usize = 7;
/// Largest script, gzipped: what Cloudflare's free plan takes.
const MOST_BYTES: f64 = 3.0 * 1024.0 * 1024.0;

/// Measures the edge.
pub fn run(arguments: &Bench) -> Result<ExitCode> {
    let project = Project::find()?;
    if !arguments.no_build {
        setup::for_building(&project)?;
        build::build(&project, Profile::Release, &[Part::Edge])?;
    }
    let (baton, floor) = (baton(&project)?, floor(&project)?);
    let script_gzip_bytes = Pair { baton: size(baton.path())?, floor: size(floor.path())? };
    let step = Step::begin("Measure the start");
    let start_ms = Pair { baton: median_start(&project, baton.path())?, floor: median_start(&project, floor.path())? };
    step.done();

    let mut rows = Vec::new();
    for sockets in arguments.sockets.iter().copied() {
        let measure = |folder: &TempDir, subject: Subject| -> Result<Side> {
            let step = Step::begin(format!("Measure {subject:?} with {sockets} sockets"));
            let server = fresh(&project, folder.path())?;
            let load = bench::run(&server, subject, sockets, Duration::from_secs(arguments.seconds))?;
            step.done();
            Ok(Side::of(load))
        };
        let (floor, baton) = (measure(&floor, Subject::Floor)?, measure(&baton, Subject::Baton)?);
        let ratio = baton.a_second / floor.a_second.max(1.0);
        rows.push(Row { sockets, baton, floor, ratio });
    }
    let ok = script_gzip_bytes.baton <= MOST_BYTES;
    let report = Report { rows, start_ms, script_gzip_bytes, ok };
    if arguments.json {
        println!("{}", serde_json::to_string(&report)?);
    } else {
        print!("{}", report.table());
    }
    if !ok {
        say::warn("the worker's script is larger than 3 MB when gzipped");
    }
    Ok(if ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Baton's worker with the starter workspace in a variable, because raw workerd has no database.
fn baton(project: &Project) -> Result<TempDir> {
    let folder = tempfile::tempdir().context("there is no room for temporary files")?;
    copy(&project.built().join("edge"), folder.path())?;
    prune(folder.path())?;
    let workspace = workspace::load_checked(&project.at("workspace"))?;
    fs::write(folder.path().join("workspace.json"), serde_json::to_vec(&workspace)?)?;
    let texts = [
        ("BATON_WORKSPACE", "embed \"workspace.json\"".to_owned()),
        ("BATON_ENV", "development".to_owned()),
        ("BATON_SESSION_LIMIT", "1000000".to_owned()),
        ("BATON_ADMIN_KEY", token::random_text()),
        ("BATON_SESSION_KEY", token::random_text()),
        ("BATON_IDENTITY_KEYS", "{}".to_owned()),
    ];
    bench::config(folder.path(), &["Conversation", "Desk"], &texts)?;
    Ok(folder)
}

/// Takes away modules of earlier builds, which lie beside the one that the script names until they are swept.
fn prune(folder: &Path) -> Result<()> {
    let script =
        fs::read_to_string(folder.join("index.js")).context("the worker is not built; leave out --no-build")?;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.extension().is_some_and(|extension| extension == "wasm") && !script.contains(name) {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

fn floor(project: &Project) -> Result<TempDir> {
    let folder = tempfile::tempdir().context("there is no room for temporary files")?;
    copy(&project.at("tests/bench/floor"), folder.path())?;
    bench::config(folder.path(), &["Conversation"], &[])?;
    Ok(folder)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    for entry in fs::read_dir(from).with_context(|| format!("{} is missing", from.display()))? {
        let entry = entry?;
        fs::copy(entry.path(), to.join(entry.file_name()))?;
    }
    Ok(())
}

/// Starts with empty state.
fn fresh(project: &Project, folder: &Path) -> Result<Server> {
    let state = folder.join("state");
    fs::remove_dir_all(&state)?;
    fs::create_dir(&state)?;
    bench::start(project, folder)
}

fn median_start(project: &Project, folder: &Path) -> Result<f64> {
    let mut times = Vec::new();
    for _ in 0..STARTS {
        times.push(fresh(project, folder)?.start_ms);
    }
    times.sort_by(f64::total_cmp);
    Ok(times.get(STARTS / 2).copied().unwrap_or_default())
}

#[expect(clippy::cast_precision_loss, reason = "bytes of a script")]
fn size(folder: &Path) -> Result<f64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "js" || extension == "wasm") {
            bytes += bench::gzipped(&fs::read(path)?)?;
        }
    }
    Ok(bytes as f64)
}
