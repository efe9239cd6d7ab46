//! The steps of a deployment, with wrangler and the account that it is signed in to.

use std::env;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::owner;
use super::section::Section;
use crate::local::admin::{Admin, Published};
use crate::local::secrets;
use crate::local::wrangler::{self, PRODUCTION};
use crate::project::Project;
use crate::say::{self, Step};
use crate::{clock, remembered, tool, workspace};

/// Longest wait until a new worker answers everywhere.
const REACHED_WITHIN: Duration = Duration::from_secs(90);
/// Name of the first identity key.
const KID: &str = "key-1";
/// Lines of a dry run that say something.
const TOLD: [&str; 6] = ["Total Upload", "env.", "Read ", "WARNING", "warning", "ERROR"];

/// Does what can be done without an account, and says what a deployment would do.
pub fn dry_run(project: &Project, section: &Section) -> Result<()> {
    let state = tempfile::tempdir().context("no temporary folder can be made")?;
    let mut command = wrangler::command(project, state.path());
    command.args(["deploy", "--dry-run"]).args(PRODUCTION).arg("--outdir").arg(state.path().join("out"));
    let step = Step::begin("Bundle the worker as for production");
    let text = tool::must("wrangler", &mut command, Some(step), "wrangler refuses the production configuration")?;
    text.lines().filter(|line| TOLD.iter().any(|word| line.contains(word))).for_each(say::line);
    let database = match &section.database_id {
        Some(id) => format!("uses the database {id}"),
        None => format!("makes the database {} and writes its id into wrangler.toml", section.database),
    };
    let bucket = section.bucket.as_ref().map_or_else(
        || "binds no bucket: customers attach nothing".to_owned(),
        |bucket| format!("makes the bucket {bucket} where it is missing"),
    );
    println!(
        "nothing was changed. `cargo baton deploy`, once wrangler is signed in (`npx wrangler login`, or \
              CLOUDFLARE_API_TOKEN):"
    );
    for line in [
        database,
        bucket,
        "applies the migrations that are new".to_owned(),
        "deploys the worker".to_owned(),
        format!("sets the secrets that are missing: {}", secrets::NAMES.join(", ")),
        "publishes the workspace, where none is published yet".to_owned(),
        "invites the first owner, where --owner names one".to_owned(),
    ] {
        println!("  {line}");
    }
    Ok(())
}

/// What a deployment that holds nothing yet begins with.
#[derive(Clone, Copy, Debug)]
pub enum First<'a> {
    /// A workspace, and its owner, where one is named.
    Workspace {
        /// Its folder.
        folder: &'a Path,
        /// The owner's email address.
        owner: Option<&'a str>,
    },
    /// Nothing: a backup will be restored.
    Nothing,
}

/// Deploys.
pub fn deploy(project: &Project, mut section: Section, first: First<'_>) -> Result<()> {
    // Whatever could stop the deployment half-way comes first.
    let first = match first {
        First::Nothing => None,
        First::Workspace { folder, owner } => {
            let mut workspace = workspace::load_checked(folder)?;
            if let Some(email) = owner {
                owner::check(email)?;
                owner::promote(&mut workspace, email);
            }
            Some((folder, workspace, owner))
        }
    };
    let state = tempfile::tempdir().context("no temporary folder can be made")?;
    let cloud = Cloud { project, state: state.path() };
    cloud.signed_in()?;
    if section.database_id.is_none() {
        let id = cloud.database(&section.database)?;
        section.set_database_id(project, &id)?;
        say::line("wrangler.toml now has the database's id; commit it");
    }
    if let Some(bucket) = &section.bucket {
        cloud.bucket(bucket)?;
    }
    let migrate = ["d1", "migrations", "apply", "DB", "--remote"];
    cloud.run("Apply the database's migrations", &migrate, "a migration failed; its message stands above")?;
    let told =
        cloud.run("Deploy the worker", &["deploy"], "the worker was not deployed; wrangler's words stand above")?;
    let set = cloud.secrets()?;
    let url = section.origin.or_else(|| address(&told));
    let url = url.context("wrangler names no address; set BATON_ORIGIN under [env.production.vars]")?;
    println!("{url} is deployed");
    let Some((folder, workspace, owner)) = first else {
        say::line("It holds nothing yet: `cargo baton restore` brings a backup into it.");
        return Ok(());
    };
    let Some(key) = set.value(secrets::ADMIN_KEY) else {
        say::line("BATON_ADMIN_KEY was set before and is not in the environment: the workspace stays as it is.");
        if owner.is_some() {
            bail!("nobody was invited; put the key into the environment as BATON_ADMIN_KEY and try again");
        }
        return Ok(());
    };
    let admin = Admin::new(&url, &key);
    reached(&admin)?;
    if admin.workspace()?.is_none() {
        let version = admin.publish(&workspace)?;
        remembered::remember(folder, &url, &Published { version, workspace, model: None })?;
        println!("{url} runs version {version} of {}", folder.display());
    }
    if let Some(email) = owner {
        let invited = owner::invite(&admin, email)?;
        println!("{email} signs in with this link, once, until {}:\n{}", invited.until.rfc3339(), invited.link);
    }
    Ok(())
}

/// The secrets as far as they are known here: out of the environment, or made just now. None is ever shown or written.
struct Set(Vec<(&'static str, String)>);

impl Set {
    fn value(&self, name: &str) -> Option<String> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
    }
}

struct Cloud<'p> {
    project: &'p Project,
    state: &'p Path,
}

impl Cloud<'_> {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = wrangler::command(self.project, self.state);
        command.args(arguments).args(PRODUCTION);
        command
    }

    fn run(&self, title: &str, arguments: &[&str], failure: &str) -> Result<String> {
        tool::must("wrangler", &mut self.command(arguments), Some(Step::begin(title)), failure)
    }

    fn signed_in(&self) -> Result<()> {
        let told = tool::run("wrangler", &mut self.command(&["whoami"]), None)?;
        if !told.ok || told.text.contains("not authenticated") {
            bail!("wrangler is not signed in; run `npx wrangler login`, or set CLOUDFLARE_API_TOKEN, and try again");
        }
        Ok(())
    }

    /// The id of a database, which is made where there is none of its name.
    fn database(&self, name: &str) -> Result<String> {
        if let Some(id) = self.find_database(name)? {
            return Ok(id);
        }
        self.run(
            "Make the database",
            &["d1", "create", name],
            "the database was not made; wrangler's words stand above",
        )?;
        self.find_database(name)?.with_context(|| format!("wrangler made the database {name} and does not list it"))
    }

    fn find_database(&self, name: &str) -> Result<Option<String>> {
        let failure = "wrangler lists no databases; its words stand above";
        let told = tool::must("wrangler", &mut self.command(&["d1", "list", "--json"]), None, failure)?;
        Ok(json_in(&told).as_array().and_then(|all| {
            let found = all.iter().find(|database| database["name"] == *name)?;
            found["uuid"].as_str().map(str::to_owned)
        }))
    }

    fn bucket(&self, name: &str) -> Result<()> {
        let failure = "wrangler lists no buckets; its words stand above";
        let told = tool::must("wrangler", &mut self.command(&["r2", "bucket", "list"]), None, failure)?;
        let is_there = told.lines().filter_map(|line| line.split_once("name:")).any(|(_, found)| found.trim() == name);
        if is_there {
            return Ok(());
        }
        let failure = "the bucket was not made; switch R2 on for the account, or leave it out of wrangler.toml";
        self.run("Make the bucket for files", &["r2", "bucket", "create", name], failure).map(drop)
    }

    /// Sets the secrets that are missing.
    fn secrets(&self) -> Result<Set> {
        let failure = "wrangler lists no secrets; its words stand above";
        let list = ["secret", "list", "--format", "json"];
        let told = json_in(&tool::must("wrangler", &mut self.command(&list), None, failure)?);
        let is_set = |name: &str| told.as_array().into_iter().flatten().any(|secret| secret["name"] == *name);
        let mut known = Vec::new();
        for name in secrets::NAMES {
            let given = env::var(name).ok().filter(|value| !value.is_empty());
            if is_set(name) {
                known.extend(given.map(|value| (name, value)));
                continue;
            }
            let was_given = given.is_some();
            let value = given.unwrap_or_else(|| secrets::make(name, KID));
            self.put(name, &value)?;
            let whence =
                if was_given { "as the environment has it" } else { "made at random, and written nowhere else" };
            say::line(format!("✓ {name} is set: {whence}"));
            known.push((name, value));
        }
        Ok(Set(known))
    }

    /// Hands a secret over on standard input, where no list of processes shows it.
    fn put(&self, name: &str, value: &str) -> Result<()> {
        let mut command = self.command(&["secret", "put", name]);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().context("wrangler cannot be started")?;
        if let Some(mut input) = child.stdin.take() {
            input.write_all(value.as_bytes()).context("wrangler did not take the secret")?;
        }
        if !child.wait()?.success() {
            bail!("wrangler did not set {name}; run `npx wrangler secret put {name} --env production` to see why");
        }
        Ok(())
    }
}

/// The JSON in what wrangler says, which may say other things before it.
fn json_in(text: &str) -> Value {
    let begins = text.lines().position(|line| line.starts_with(['[', '{'])).unwrap_or(0);
    let rest = text.lines().skip(begins).collect::<Vec<_>>().join("\n");
    let mut values = serde_json::Deserializer::from_str(&rest).into_iter::<Value>();
    values.next().and_then(Result::ok).unwrap_or_default()
}

/// The address that wrangler names.
fn address(told: &str) -> Option<String> {
    let word = told.split_whitespace().find(|word| word.starts_with("https://") && word.contains(".workers.dev"))?;
    Some(word.trim_end_matches('/').to_owned())
}

/// Waits until the new worker has its secrets and answers.
fn reached(admin: &Admin) -> Result<()> {
    let began = clock::now();
    loop {
        match admin.workspace() {
            Ok(_) => return Ok(()),
            Err(error) if began.elapsed() > REACHED_WITHIN => return Err(error),
            Err(_) => thread::sleep(Duration::from_secs(2)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_wrangler_says_is_found() {
        let told = "⛅️ wrangler\n───\n[\n  { \"name\": \"baton\", \"uuid\": \"u\" }\n]\nand more";
        assert_eq!(json_in(told)[0]["uuid"], "u");
        assert_eq!(json_in("nothing"), Value::Null);
        let told = "Deployed baton triggers\n  https://baton.acme.workers.dev\n  schedule: */5";
        assert_eq!(address(told).as_deref(), Some("https://baton.acme.workers.dev"));
    }
}
