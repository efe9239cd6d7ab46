//! The production configuration on this machine: what can go wrong with it shows here first.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use ureq::Agent;

use super::owner;
use crate::local::admin::Admin;
use crate::local::secrets::Secrets;
use crate::local::{migrate, port, snapshot, wrangler};
use crate::project::Project;
use crate::say::Step;
use crate::{say, token, workspace};

/// An address that is nobody's.
const OWNER: &str = "first-owner@example.com";

/// Runs it with a state of its own, asks what matters, and ends it.
pub fn run_here(project: &Project, folder: &Path) -> Result<()> {
    let workspace = workspace::load_checked(folder)?;
    let state = tempfile::tempdir().context("no temporary folder can be made")?;
    let secrets_file = state.path().join("secrets.env");
    let secrets = Secrets::ensure(&secrets_file)?;
    migrate::apply(project, state.path(), &secrets_file, true)?;
    let step = Step::begin("Start the production configuration");
    let options = wrangler::Options {
        config: snapshot::take(project, state.path())?,
        port: port::free()?,
        state: state.path().to_owned(),
        secrets: secrets_file,
        vars: Vec::new(),
        log: false,
        production: true,
    };
    let mut edge = wrangler::start(project, &options)?;
    step.done();
    let asked = Asked { agent: agent(), url: edge.url.trim_end_matches('/').to_owned(), key: secrets.admin_key };
    let checks = asked.all(&workspace);
    if checks.is_err()
        && let Some(words) = edge.last_words()
    {
        say::line(words);
    }
    edge.group.end();
    checks?;
    println!("the production configuration serves and guards as it must");
    Ok(())
}

struct Asked {
    agent: Agent,
    url: String,
    key: String,
}

impl Asked {
    fn all(&self, workspace: &baton_shared::workspace::Workspace) -> Result<()> {
        let expect = |what: &str, answer: (u16, String), status: u16| {
            ensure!(answer.0 == status, "{what}: it answered {} instead of {status}: {}", answer.0, answer.1);
            say::line(format!("✓ {what}"));
            Ok(())
        };
        expect("nothing is served before a workspace is published", self.get("/published/manifest.json")?, 503)?;
        let admin = Admin::new(&self.url, &self.key);
        admin.publish(workspace)?;
        expect("the worker answers", self.get("/health")?, 200)?;
        let (status, manifest) = self.get("/published/manifest.json")?;
        expect("what visitors read is published", (status, manifest.clone()), 200)?;
        let manifest: Value = serde_json::from_str(&manifest)?;
        ensure!(
            manifest.get("workspace") == Some(&json!(workspace.id)),
            "the manifest is another workspace's: {manifest}"
        );
        for file in ["/widget.js", "/console/"] {
            expect(&format!("{file} is there"), self.get(file)?, 200)?;
        }
        expect("nobody administers without the key", self.put("/admin/workspace", "no-key", &json!({}))?, 401)?;
        let secret = token::webhook_secret();
        for (url, why) in [
            ("http://hooks.example.com/", "a webhook without TLS is refused"),
            ("https://127.0.0.1/", "a webhook into the own network is refused"),
        ] {
            let body = json!({ "url": url, "secret": secret, "kinds": [] });
            expect(why, self.put("/admin/endpoints/check", &self.key, &body)?, 422)?;
        }
        let body = json!({ "url": "https://hooks.example.com/", "secret": secret, "kinds": [] });
        expect("one with TLS is taken", self.put("/admin/endpoints/check", &self.key, &body)?, 204)?;
        let link = owner::invite(&admin, OWNER)?.link;
        expect("the first owner's link signs them in", self.follow(&link)?, 303)?;
        expect("and nobody after them", self.follow(&link)?, 410)
    }

    /// Opens a link to the console as the button on its page does.
    fn follow(&self, link: &str) -> Result<(u16, String)> {
        let token = link.split_once("token=").map(|(_, token)| token).context("the link has no token")?;
        read(self.agent.post(format!("{}/console/sign-in", self.url)).send_form([("token", token)]))
    }

    fn get(&self, path: &str) -> Result<(u16, String)> {
        read(self.agent.get(format!("{}{path}", self.url)).call())
    }

    fn put(&self, path: &str, key: &str, body: &Value) -> Result<(u16, String)> {
        let request = self.agent.put(format!("{}{path}", self.url)).header("authorization", format!("Bearer {key}"));
        read(request.header("if-match", "*").send_json(body))
    }
}

fn agent() -> Agent {
    Agent::config_builder().http_status_as_error(false).max_redirects(0).max_redirects_will_error(false).build().into()
}

fn read(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<(u16, String)> {
    match answer {
        Ok(mut answer) => Ok((answer.status().as_u16(), answer.body_mut().read_to_string().unwrap_or_default())),
        Err(error) => bail!("the production configuration does not answer: {error}"),
    }
}
