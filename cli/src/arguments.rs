//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// Builds, runs, tests, checks and measures Baton.
#[derive(Parser)]
#[command(name = "cargo baton", bin_name = "cargo baton", version, disable_help_subcommand = true)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Subcommand)]
pub enum Command {
    /// Sets up what is missing, builds, serves everything on this machine and rebuilds what you edit.
    Dev(Dev),
    /// Builds the worker, the widget and the console.
    Build(Build),
    /// Formats, lints and tests everything, the browser included.
    Test(Test),
    /// Checks a workspace's files and names every problem; or whether a page's policy lets Baton in.
    Check(Check),
    /// Checks a workspace's files and makes them the running ones.
    Push(Push),
    /// Writes the running workspace as files.
    Pull(Pull),
    /// Puts Baton on Cloudflare: database, bucket, secrets, worker, first workspace and first owner.
    Deploy(Deploy),
    /// Writes everything that a running Baton holds into one file.
    Backup(Backup),
    /// Brings a backup into an empty Baton.
    Restore(Restore),
    /// Prints a link that signs a member of the team in to the console.
    SignIn(SignIn),
    /// Invites somebody into the team, and prints the link that signs them in.
    Invite(Invite),
    /// Writes the JSON Schemas and the API's description into `public/`.
    Schemas(Schemas),
    /// Plays recorded dialogues against Baton and compares what everybody received.
    Replay(Replay),
    /// Measures.
    Bench(Bench),
    /// Measures how well Baton understands, on files of labelled texts.
    Evaluate(Evaluate),
    /// Drafts articles out of what you have already: tickets of a help desk. Approves and publishes nothing.
    Import(Import),
    /// Shows all that is made of one message, and why.
    Triage(Triage),
    /// Shows what another policy would have done with past or sample conversations.
    Simulate(Simulate),
    /// Trains the emotion heads that ship; `tools/distill` calls it.
    #[command(hide = true)]
    LearnEmotion(LearnEmotion),
    /// Serves the edge alone, for tests, without a model of the articles: one JSON line, then until standard input closes.
    #[command(hide = true)]
    Serve(Serve),
}

/// `dev`.
#[derive(clap::Args)]
pub struct Dev {
    /// Port of the edge; the demo company's site gets the next one, the webhook receiver the one after.
    #[arg(long, default_value_t = 8787)]
    pub port: u16,
    /// Builds as for production: smaller, but slower to build.
    #[arg(long)]
    pub release: bool,
    /// Serves what is built already, and follows the workspace alone.
    #[arg(long, conflicts_with = "release")]
    pub no_build: bool,
}

/// `build`.
#[derive(clap::Args)]
pub struct Build {
    /// Quick to build, larger.
    #[arg(long)]
    pub dev: bool,
    /// Only these parts.
    #[arg(long, value_enum)]
    pub only: Vec<crate::build::Part>,
}

/// `test`.
#[derive(clap::Args)]
pub struct Test {
    /// Only steps whose name contains this: fmt, clippy, unit, build, budget, whole, deny.
    #[arg(long)]
    pub only: Option<String>,
    /// Only files under `tests/` whose path contains one of these.
    pub files: Vec<String>,
}

/// `check`.
#[derive(clap::Args)]
pub struct Check {
    /// The workspace's folder.
    #[arg(default_value = "workspace")]
    pub folder: PathBuf,
    /// Asks for this page instead, and tells from its content-security policy how Baton can stand on it.
    #[arg(long, value_name = "URL", conflicts_with = "folder")]
    pub csp: Option<String>,
    /// Baton's address; by default `BATON_ORIGIN` of wrangler.toml, else the one that `cargo baton dev` runs.
    #[arg(long, value_name = "URL", requires = "csp")]
    pub baton: Option<String>,
    /// Prints one JSON object instead of text.
    #[arg(long)]
    pub json: bool,
}

/// A running Baton, as whoever administers it reaches it.
#[derive(clap::Args)]
pub struct At {
    /// The edge's address; by default the one that `cargo baton dev` runs.
    #[arg(long)]
    pub url: Option<String>,
    /// The admin key; by default the one of `.dev.vars`.
    #[arg(long, env = "BATON_ADMIN_KEY", hide_env_values = true, allow_hyphen_values = true)]
    pub key: Option<String>,
}

/// `push`.
#[derive(clap::Args)]
pub struct Push {
    /// The workspace's folder.
    #[arg(default_value = "workspace")]
    pub folder: PathBuf,
    /// Where to.
    #[command(flatten)]
    pub at: At,
    /// Publishes over what somebody else has published meanwhile.
    #[arg(long)]
    pub force: bool,
}

/// `pull`.
#[derive(clap::Args)]
pub struct Pull {
    /// The workspace's folder.
    #[arg(default_value = "workspace")]
    pub folder: PathBuf,
    /// Where from.
    #[command(flatten)]
    pub at: At,
    /// Writes over what you have changed meanwhile.
    #[arg(long)]
    pub force: bool,
}

/// `backup`.
#[derive(clap::Args)]
pub struct Backup {
    /// The file to write; there must be none yet.
    pub file: PathBuf,
    /// Where from.
    #[command(flatten)]
    pub at: At,
}

/// `restore`.
#[derive(clap::Args)]
pub struct Restore {
    /// The backup's file.
    pub file: PathBuf,
    /// Where to.
    #[command(flatten)]
    pub at: At,
    /// Only reads the file and says whether it is whole.
    #[arg(long)]
    pub check: bool,
}

/// `deploy`.
#[derive(clap::Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct Deploy {
    /// Email address of the first owner, who is invited: a link signs them in to the console once.
    #[arg(long, value_name = "EMAIL")]
    pub owner: Option<String>,
    /// Publishes no workspace, so that a backup can be restored.
    #[arg(long, conflicts_with = "owner")]
    pub empty: bool,
    /// The workspace that is published where none is yet.
    #[arg(long, default_value = "workspace")]
    pub workspace: PathBuf,
    /// Builds and checks everything that can be checked without an account; changes nothing.
    #[arg(long, conflicts_with = "local")]
    pub dry_run: bool,
    /// Runs the production configuration on this machine, and checks that it serves and guards as it must.
    #[arg(long)]
    pub local: bool,
    /// Takes what is built already.
    #[arg(long)]
    pub no_build: bool,
}

/// `sign-in`.
#[derive(clap::Args)]
pub struct SignIn {
    /// Id of the team member, as in team.toml; by default the first.
    pub agent: Option<String>,
    /// The edge's address; by default the one that `cargo baton dev` runs.
    #[arg(long)]
    pub url: Option<String>,
}

/// `invite`.
#[derive(clap::Args)]
pub struct Invite {
    /// Their work address.
    pub email: String,
    /// Name that customers see; by default what stands before the @.
    #[arg(long)]
    pub name: Option<String>,
    /// What they may do: owner, lead, marketer, agent or viewer.
    #[arg(long, default_value = "agent")]
    pub role: baton_shared::workspace::Role,
    /// A language that they write, en or zh; several times for several. By default those of the workspace.
    #[arg(long = "language", value_name = "LANGUAGE")]
    pub languages: Vec<baton_shared::text::Language>,
    /// A skill, matched with those of queues; several times for several.
    #[arg(long = "skill", value_name = "SKILL")]
    pub skills: Vec<String>,
    /// Conversations at a time.
    #[arg(long, default_value_t = 4)]
    pub capacity: u32,
    /// The edge's address; by default the one that `cargo baton dev` runs.
    #[arg(long)]
    pub url: Option<String>,
    /// The admin key; by default the one of `.dev.vars`.
    #[arg(long, env = "BATON_ADMIN_KEY", hide_env_values = true)]
    pub key: Option<String>,
}

/// `schemas`.
#[derive(clap::Args)]
pub struct Schemas {
    /// Writes nothing; fails where a file differs from the types.
    #[arg(long)]
    pub check: bool,
}

/// `serve`.
#[derive(clap::Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct Serve {
    /// Folder of the state and the secrets; made where it is missing.
    #[arg(long)]
    pub state: PathBuf,
    /// Port, 0 for any.
    #[arg(long, default_value_t = 0)]
    pub port: u16,
    /// The workspace's folder.
    #[arg(long, default_value = "workspace")]
    pub workspace: PathBuf,
    /// Serves what is built already.
    #[arg(long)]
    pub no_build: bool,
    /// Pushes no workspace.
    #[arg(long)]
    pub no_workspace: bool,
    /// A variable for the worker, `NAME=value`.
    #[arg(long = "var", value_name = "NAME=VALUE")]
    pub vars: Vec<String>,
    /// Shows what the worker logs.
    #[arg(long)]
    pub log: bool,
    /// Runs the production section of wrangler.toml.
    #[arg(long)]
    pub production: bool,
}

/// `replay`.
#[derive(clap::Args)]
pub struct Replay {
    /// Dialogues, one JSON object a line: `{"turns": [{"from": "customer", "text": "…"}]}`.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Plays at most so many dialogues of each file.
    #[arg(long)]
    pub limit: Option<usize>,
    /// A running Baton; without it a fresh one is started. Needs --key.
    #[arg(long, requires = "key", conflicts_with = "kill_after")]
    pub url: Option<String>,
    /// The admin key of the running Baton.
    #[arg(long, env = "BATON_ADMIN_KEY", hide_env_values = true)]
    pub key: Option<String>,
    /// Share of deliveries that the receiver fails on purpose, in percent.
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=90))]
    pub receiver_fails: u8,
    /// Kills the worker after so many messages, as a power failure would, and starts it again.
    #[arg(long)]
    pub kill_after: Option<usize>,
    /// Conversations at a time.
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub at_a_time: u16,
    /// Longest wait for the last deliveries, in seconds.
    #[arg(long, default_value_t = 300)]
    pub drain_seconds: u64,
    /// Makes the run's ids and failures; the same number makes the same ones.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// The workspace's folder.
    #[arg(long, default_value = "workspace")]
    pub workspace: PathBuf,
    /// Serves what is built already.
    #[arg(long)]
    pub no_build: bool,
    /// Prints one JSON object instead of a table.
    #[arg(long)]
    pub json: bool,
}

/// `bench`.
#[derive(clap::Args)]
pub struct Bench {
    /// What to measure.
    #[arg(value_enum)]
    pub what: Measured,
    /// Prints one JSON object instead of a table.
    #[arg(long)]
    pub json: bool,
    /// Measures what is built already.
    #[arg(long)]
    pub no_build: bool,
    /// For the edge: sockets, each on a conversation of its own; one measurement for each number.
    #[arg(long, value_delimiter = ',', default_values_t = [1, 200, 1000])]
    pub sockets: Vec<usize>,
    /// For the edge: seconds for each measurement.
    #[arg(long, default_value_t = 10)]
    pub seconds: u64,
    /// For the engine: articles in each language.
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(2..=2000))]
    pub articles: u32,
    /// For the widget: loads of each page, of which the median counts.
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=99))]
    pub runs: u32,
}

/// What to measure.
#[derive(Clone, Copy, clap::ValueEnum)]
pub enum Measured {
    /// The edge, against a minimal object in JavaScript.
    Edge,
    /// What one message takes to be understood and decided, against reading its text alone.
    Engine,
    /// The widget in a browser on a slow line, against a hand-written launcher without features.
    Widget,
}

/// `evaluate`.
#[derive(clap::Args)]
pub struct Evaluate {
    /// What to measure.
    #[command(subcommand)]
    pub what: Evaluated,
    /// Prints one JSON object instead of a table.
    #[arg(long, global = true)]
    pub json: bool,
}

/// What to evaluate. CSV files have the columns `text` and `label`.
#[derive(Subcommand)]
pub enum Evaluated {
    /// Whether intents are told apart, and what belongs to none (label `oos`) is left alone.
    Intents {
        /// Examples to learn from.
        #[arg(long, value_name = "FILE")]
        train: PathBuf,
        /// Texts to ask with.
        #[arg(long, value_name = "FILE")]
        test: PathBuf,
        /// Learns from so many examples of each label only.
        #[arg(long, value_name = "N")]
        shots: Option<usize>,
        /// Draws the examples so many times, and gives the mean.
        #[arg(long, value_name = "K", default_value_t = 1, requires = "shots")]
        seeds: u64,
    },
    /// Whether the right article is found: each label is an article, its training rows are its example questions.
    Retrieval {
        /// The articles' example questions.
        #[arg(long, value_name = "FILE")]
        train: PathBuf,
        /// Questions to find articles for.
        #[arg(long, value_name = "FILE")]
        test: PathBuf,
        /// The label is the article's title.
        #[arg(long)]
        title: bool,
        /// Keeps the first so many example questions of each article.
        #[arg(long, value_name = "N")]
        examples: Option<usize>,
    },
    /// Whether negative emotion is seen.
    Emotion {
        /// Labelled texts.
        #[arg(long, value_name = "FILE")]
        test: PathBuf,
        /// Labels that count as negative.
        #[arg(long, value_name = "LABELS", value_delimiter = ',', required = true)]
        negative: Vec<String>,
    },
    /// Whether requests for a person are seen.
    HumanRequest {
        /// Labelled texts.
        #[arg(long, value_name = "FILE")]
        test: PathBuf,
        /// The label of a request for a person.
        #[arg(long, value_name = "LABEL")]
        positive: String,
    },
    /// At which turn of whole dialogues a person would be called, and why.
    Handoff {
        /// Dialogues, one JSON object a line: `{"turns": [{"from": "customer", "text": "…"}]}`.
        file: PathBuf,
        /// The workspace's folder.
        #[arg(long, default_value = "workspace")]
        workspace: PathBuf,
    },
}

/// `import`.
#[derive(clap::Args)]
pub struct Import {
    /// What to import.
    #[command(subcommand)]
    pub what: Imported,
}

/// What to import.
#[derive(Subcommand)]
pub enum Imported {
    /// Resolved tickets, of which one article is drafted for each group that asks the same.
    Tickets(ImportTickets),
}

/// `import tickets`.
#[derive(clap::Args)]
pub struct ImportTickets {
    /// The export: CSV, or JSON with one ticket a line.
    pub file: PathBuf,
    /// Which column holds what, where its name is not known: `subject=Title,answer=Reply`.
    #[arg(long, value_name = "FIELD=COLUMN,…", default_value = "", hide_default_value = true)]
    pub map: String,
    /// The language of all tickets, en or zh; by default each is looked at.
    #[arg(long)]
    pub language: Option<baton_shared::text::Language>,
    /// Fewest tickets that make an article.
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = at_least_one)]
    pub least: usize,
    /// The workspace's folder, whose approved articles are not drafted again.
    #[arg(long, default_value = "workspace")]
    pub workspace: PathBuf,
    /// Writes the drafts below this folder; by default into the workspace.
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
    /// Prints one JSON object instead of text.
    #[arg(long)]
    pub json: bool,
}

fn at_least_one(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|number| *number > 0).ok_or_else(|| "write a whole number from 1".to_owned())
}

/// `triage`.
#[derive(clap::Args)]
pub struct Triage {
    /// What the customer writes.
    pub message: String,
    /// What was said before: one JSON object a line, `{"from": "customer", "text": "…"}`, or one dialogue.
    #[arg(long, value_name = "FILE")]
    pub history: Option<PathBuf>,
    /// The workspace's folder.
    #[arg(long, default_value = "workspace")]
    pub workspace: PathBuf,
    /// Prints one JSON object instead of text.
    #[arg(long)]
    pub json: bool,
}

/// `simulate`.
#[derive(clap::Args)]
pub struct Simulate {
    /// The new policy, written as `policy.toml` is.
    #[arg(long, value_name = "NEW.toml")]
    pub policy: PathBuf,
    /// Conversations, one JSON object a line: dialogues as for `replay`, or conversations as Baton exports them.
    #[arg(value_name = "FILE.jsonl")]
    pub file: PathBuf,
    /// The workspace's folder, whose policy is the one to compare with.
    #[arg(long, default_value = "workspace")]
    pub workspace: PathBuf,
    /// Prints one JSON object instead of text.
    #[arg(long)]
    pub json: bool,
}

/// `learn-emotion`.
#[derive(clap::Args)]
pub struct LearnEmotion {
    /// Words of feeling: a word, a tab and its value on each line.
    #[arg(long)]
    pub valence: PathBuf,
    /// Texts, one JSON object a line: `{"text": "…", "language": "en", "negative": true}`.
    #[arg(long)]
    pub texts: PathBuf,
    /// The table of word pieces.
    #[arg(long)]
    pub words: PathBuf,
    /// The file to write.
    #[arg(long)]
    pub out: PathBuf,
}
