//! Everything that `wrangler.toml` binds, by name, in one place: objects, database, settings and secrets.

use baton_shared::time::DAY_MS;
use worker::{Bucket, D1Database, Env, Fetcher, RateLimiter, Stub};

use crate::failure::Failure;
use crate::webhook::target::Surroundings;

/// What the worker was started with.
pub struct Bindings<'e> {
    env: &'e Env,
}

impl<'e> Bindings<'e> {
    /// Reads bindings as they are asked for.
    pub fn new(env: &'e Env) -> Self {
        Self { env }
    }

    /// The object of one conversation.
    pub fn conversation(&self, workspace: &str, id: &str) -> Result<Stub, Failure> {
        Ok(self.env.durable_object("CONVERSATION")?.get_by_name(&format!("{workspace}:{id}"))?)
    }

    /// What is kept of an identified customer, by the hash of their subject.
    pub fn customer(&self, workspace: &str, id: &str) -> Result<Stub, Failure> {
        Ok(self.env.durable_object("CUSTOMER")?.get_by_name(&format!("{workspace}:{id}"))?)
    }

    /// The desk of a workspace.
    pub fn desk(&self, workspace: &str) -> Result<Stub, Failure> {
        Ok(self.env.durable_object("DESK")?.get_by_name(workspace)?)
    }

    /// The database; absent where the worker runs without one (raw workerd), with its workspace in a variable.
    pub fn database(&self) -> Option<D1Database> {
        self.env.d1("DB").ok()
    }

    /// A database that there must be.
    pub fn need_database(&self) -> Result<D1Database, Failure> {
        Ok(self.env.d1("DB")?)
    }

    /// Where attached files lie; absent where none can be attached.
    pub fn files(&self) -> Option<Bucket> {
        self.env.bucket("FILES").ok()
    }

    /// Limits how many conversations one address may open; absent on raw workerd.
    pub fn open_limit(&self) -> Option<RateLimiter> {
        self.env.rate_limiter("OPEN_LIMIT").ok()
    }

    /// The files that are served.
    pub fn assets(&self) -> Option<Fetcher> {
        self.env.assets("ASSETS").ok()
    }

    /// A workspace as JSON, for running without a database.
    pub fn static_workspace(&self) -> Option<String> {
        self.text("BATON_WORKSPACE")
    }

    /// Where the worker runs.
    pub fn surroundings(&self) -> Surroundings {
        Surroundings::parse(&self.text("BATON_ENV").unwrap_or_default())
    }

    /// Where the edge is reached, where that is not what a request says: behind a proxy that ends TLS, say, or where
    /// pages reach it under their own host. Links in webhooks begin with it.
    pub fn base(&self) -> Option<String> {
        let set = self.text("BATON_ORIGIN").filter(|origin| !origin.is_empty())?;
        Some(set.trim_end_matches('/').to_owned())
    }

    /// Signs console sessions, sign-in links and reply addresses.
    pub fn session_key(&self) -> Result<String, Failure> {
        self.secret("BATON_SESSION_KEY")
    }

    /// The key of the command line.
    pub fn admin_key(&self) -> Result<String, Failure> {
        self.secret("BATON_ADMIN_KEY")
    }

    /// Where Cloudflare Access keeps the company's keys, `https://TEAM.cloudflareaccess.com`, and for which application it
    /// signs; absent where the console does not stand behind it.
    pub fn cloudflare_access(&self) -> Option<(String, String)> {
        let set = |name: &str| self.text(name).filter(|text| !text.is_empty());
        let (team, audience) = set("BATON_ACCESS_TEAM").zip(set("BATON_ACCESS_AUD"))?;
        Some((team.trim_end_matches('/').to_owned(), audience))
    }

    /// The keys that a company's backend signs identities with, as JSON.
    pub fn identity_keys(&self) -> Result<String, Failure> {
        self.secret("BATON_IDENTITY_KEYS")
    }

    /// Milliseconds before a webhook's first repetition.
    pub fn retry_base_ms(&self) -> u64 {
        let set = self.text("BATON_RETRY_BASE_MS").and_then(|text| text.parse().ok());
        set.unwrap_or(crate::webhook::retry::DEFAULT_BASE_MS)
    }

    /// Milliseconds that an uploaded file waits for a message to carry it.
    pub fn unsent_kept_ms(&self) -> u64 {
        self.text("BATON_UNSENT_KEPT_MS").and_then(|text| text.parse().ok()).unwrap_or(DAY_MS)
    }

    /// Commands a minute that one conversation may send.
    pub fn session_limit(&self) -> u32 {
        self.text("BATON_SESSION_LIMIT").and_then(|text| text.parse().ok()).unwrap_or(60)
    }

    /// Where fault tests are asked whether to go on; absent in production.
    pub fn failpoint_url(&self) -> Option<String> {
        let development = self.surroundings() == Surroundings::Development;
        self.text("BATON_FAILPOINT_URL").filter(|url| development && !url.is_empty())
    }

    fn text(&self, name: &str) -> Option<String> {
        self.env.var(name).ok().map(|value| value.to_string())
    }

    fn secret(&self, name: &str) -> Result<String, Failure> {
        let value = self.env.secret(name)?.to_string();
        if value.is_empty() {
            return Err(worker::Error::from(format!("the secret {name} is empty")).into());
        }
        Ok(value)
    }
}
