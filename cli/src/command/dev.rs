//! `cargo baton dev`: everything on this machine, until Ctrl-C.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Result, bail};
use baton_shared::workspace::{Role, Workspace};

use crate::arguments::Dev;
use crate::build::{self, Part, Profile};
use crate::local::admin::{Admin, Published};
use crate::local::secrets::{self, Secrets};
use crate::local::watch::Watcher;
use crate::local::{demo, migrate, port, state, wrangler};
use crate::process::Group;
use crate::project::Project;
use crate::receiver::{Receiver, Settings};
use crate::say::Step;
use crate::{remembered, say, setup, stop, token, workspace};

const WATCHED: [&str; 9] =
    ["shared", "ui", "edge", "widget", "console", "workspace", "public/schemas", "public/openapi.json", "Cargo.toml"];
const ENDPOINT: &str = "dev";

/// Runs everything.
pub fn run(arguments: &Dev) -> Result<ExitCode> {
    let project = Project::find()?;
    let ports = Ports::from(arguments.port)?;
    let profile = match (arguments.no_build, arguments.release) {
        (true, _) => None,
        (false, true) => Some(Profile::Release),
        (false, false) => Some(Profile::Dev),
    };
    if profile.is_some() {
        setup::for_building(&project)?;
    } else {
        setup::node::ensure_packages(&project)?;
    }
    let workspace = load(&project, ports.site)?;
    if let Some(profile) = profile {
        build::build(&project, profile, &Part::ALL)?;
    }
    // Before anything else is looked at, so that an edit during the start is not missed.
    let watcher = Watcher::start(&project, &WATCHED)?;

    let secrets_file = project.at(".dev.vars");
    let secrets = Secrets::ensure(&secrets_file)?;
    let state = project.scratch().join("state");
    migrate::apply(&project, &state, &secrets_file, false)?;
    let receiver = start_receiver(&project, ports.receiver)?;
    let step = Step::begin("Start the edge");
    let options = wrangler::Options {
        config: project.at("wrangler.toml"),
        port: ports.edge,
        state,
        secrets: secrets_file,
        vars: Vec::new(),
        log: true,
        production: false,
    };
    let mut edge = wrangler::start(&project, &options)?;
    step.done();
    state::remember(&project, &edge.url)?;
    let admin = Admin::new(&edge.url, &secrets.admin_key);
    publish(&project, &admin, &workspace)?;
    admin.put_endpoint(ENDPOINT, &receiver.receiver.url, &receiver.secret)?;
    let mut site = demo::start(&project, ports.site, &edge.url, &secrets, &workspace.id)?;
    announce(&edge.url, &receiver.receiver.url, site.as_ref().map(|_| ports.site), &secrets, &workspace)?;

    let mut running = Running { project, profile, admin, workspace, site: ports.site };
    while !stop::asked() {
        if edge.last_words().is_some() {
            bail!("the edge ended by itself; what it said stands above");
        }
        if site.as_mut().is_some_and(|site| site.poll().is_some()) {
            bail!("the demo company's site ended by itself; its last words stand above");
        }
        if watcher.changed(Duration::from_millis(200)) {
            running.follow();
        }
    }
    say::line("Stopping");
    site.as_mut().map(Group::end);
    edge.group.end();
    Ok(ExitCode::SUCCESS)
}

/// The starter workspace, open to the demo site on whatever port that has.
fn load(project: &Project, site: u16) -> Result<Workspace> {
    let mut workspace = workspace::load_checked(&project.at("workspace"))?;
    let origin = format!("http://localhost:{site}");
    if !workspace.allowed_origins.contains(&origin) {
        workspace.allowed_origins.push(origin);
    }
    Ok(workspace)
}

/// Publishes it, and remembers that the folder's files come from there, for `push` and `pull`.
fn publish(project: &Project, admin: &Admin, workspace: &Workspace) -> Result<u64> {
    let published = Published { version: admin.publish(workspace)?, workspace: workspace.clone(), model: None };
    remembered::remember(&project.at("workspace"), admin.url(), &published)?;
    Ok(published.version)
}

/// The three ports.
struct Ports {
    edge: u16,
    site: u16,
    receiver: u16,
}

impl Ports {
    fn from(edge: u16) -> Result<Self> {
        let (Some(site), Some(receiver)) = (edge.checked_add(1), edge.checked_add(2)) else {
            bail!("port {edge} leaves no room for the two after it; choose one below 65534 with --port");
        };
        port::must_be_free(edge, "the edge")?;
        port::must_be_free(site, "the demo company's site")?;
        port::must_be_free(receiver, "the webhook receiver")?;
        Ok(Self { edge, site, receiver })
    }
}

struct DevReceiver {
    receiver: Receiver,
    secret: String,
}

fn start_receiver(project: &Project, port: u16) -> Result<DevReceiver> {
    let file = project.scratch().join("webhook-secret");
    let secret = std::fs::read_to_string(&file).map_or_else(
        |_| {
            let made = token::webhook_secret();
            secrets::write_private(&file, &made).map(|()| made)
        },
        |text| Ok(text.trim().to_owned()),
    )?;
    let settings = Settings { port, secret: secret.clone(), fails_percent: 0, seed: 0 };
    Ok(DevReceiver { receiver: Receiver::start(&settings)?, secret })
}

/// Says where everything is.
fn announce(url: &str, receiver: &str, site: Option<u16>, secrets: &Secrets, workspace: &Workspace) -> Result<()> {
    say::line("");
    if let Some(site) = site {
        say::line(format!("  Demo company      http://localhost:{site}/"));
        say::line(format!("  Ways to embed     http://localhost:{site}/embedding/"));
    }
    say::line(format!("  Webhook receiver  {receiver}/"));
    say::line(format!("  Edge              {url}/health"));
    // The first two talk to customers; the owner may do everything, invite others too.
    let owner = workspace.team.iter().skip(2).find(|agent| agent.role == Role::Owner);
    for agent in workspace.team.iter().take(2).chain(owner) {
        say::line(format!("  Console as {} ({})", agent.name, agent.role.as_str()));
        say::line(format!("    {}", token::sign_in_link(url, &secrets.session_key, &agent.id)?));
    }
    say::line("");
    if let (Some(site), Some(agent)) = (site, workspace.team.first()) {
        let console = token::sign_in_link(url, &secrets.session_key, &agent.id)?;
        say::line("  Five things to try, in order");
        demo::tour(&format!("http://localhost:{site}"), &console)?
            .iter()
            .for_each(|line| say::line(format!("  {line}")));
        say::line("");
    }
    say::line("  Links are good for an hour; `cargo baton sign-in` prints another. Edits are served within seconds.");
    say::line("  Ctrl-C stops everything.");
    Ok(())
}

/// What follows the sources.
struct Running {
    project: Project,
    /// How to build; nothing where what is built stays.
    profile: Option<Profile>,
    admin: Admin,
    workspace: Workspace,
    site: u16,
}

impl Running {
    /// Rebuilds and publishes what has changed. What fails is said, and what ran before goes on.
    fn follow(&mut self) {
        let built = self.profile.map_or(Ok(Vec::new()), |profile| build::build(&self.project, profile, &Part::ALL));
        match built {
            Ok(built) if built.is_empty() => {}
            Ok(built) => {
                let names: Vec<_> = built.iter().map(|part| part.name()).collect();
                say::line(format!("✓ Serving the new {}", names.join(", ")));
            }
            Err(error) => say::warn(format!("{error:#}; the version before goes on")),
        }
        if let Err(error) = self.republish() {
            say::warn(format!("{error:#}; the workspace before stays in force"));
        }
    }

    fn republish(&mut self) -> Result<()> {
        let workspace = load(&self.project, self.site)?;
        if workspace == self.workspace {
            return Ok(());
        }
        let version = publish(&self.project, &self.admin, &workspace)?;
        self.workspace = workspace;
        say::line(format!("✓ The workspace is published as version {version}"));
        Ok(())
    }
}
