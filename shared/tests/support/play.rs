//! Plays a conversation from a script and writes down what everybody sees and why.
//!
//! ```text
//! at 2026-11-23 10:00            a Monday, UTC
//! open zh                        in Chinese; English where this line is missing
//! customer: text                 says something
//! presses person                 asks for a person
//! rates helpful | unhelpful      the latest answer
//! chooses wait | email A | call A [at WHEN]
//! scores 4 [effort 2]
//! ends
//! identified NAME [TIER]
//! vouched NAME KEY VALUE         the company vouches for an attribute
//! page says KEY VALUE            the page gives an attribute
//! ann takes | ann: text | ann notes: text | ann gives back | ann transfers care because | ann resolves | desk proposes ann
//! wait 3m                        lets time pass and timers fire
//! erase all | erase 3
//! ```

use std::collections::BTreeMap;
use std::fmt::Write;

use baton_shared::conversation::{
    AgentRef, Channel, Command, Content, Conversation, Decision, Effect, ErasedScope, Event, Identity, Recorded,
    Refusal, ResolutionOutcome, Timer, Via, WaitChoice, World, decide, evolve,
};
use baton_shared::customer::CustomerFacts;
use baton_shared::text::Language;
use baton_shared::time::{MINUTE_MS, Timestamp, parse_date};
use baton_shared::workspace::Published;

/// A conversation with its log and pending timers, as the edge holds them.
pub struct Play<'p> {
    pub published: &'p Published,
    pub now: Timestamp,
    pub state: Conversation,
    pub log: Vec<Recorded>,
    pub timers: Vec<(Timestamp, Timer)>,
    messages: u32,
}

/// `2026-11-23 10:00` as a time.
pub fn ms(text: &str) -> Timestamp {
    let (date, time) = text.trim().split_once(' ').unwrap();
    let (hour, minute) = time.split_once(':').unwrap();
    let minutes =
        parse_date(date).unwrap() * 24 * 60 + hour.parse::<i64>().unwrap() * 60 + minute.parse::<i64>().unwrap();
    Timestamp(u64::try_from(minutes).unwrap() * MINUTE_MS)
}

/// Who signs in.
pub fn identity(name: &str, tier: Option<&str>) -> Identity {
    Identity {
        subject_hash: format!("hash-of-{}", name.to_lowercase()),
        subject: format!("subject-{name}"),
        name: Some(name.to_owned()),
        email: Some(format!("{}@example.com", name.to_lowercase())),
        facts: CustomerFacts { tier: tier.map(str::to_owned), tenure_months: Some(3), ..CustomerFacts::default() },
    }
}

impl<'p> Play<'p> {
    pub fn new(published: &'p Published) -> Self {
        Self {
            published,
            now: ms("2026-11-23 10:00"),
            state: Conversation::default(),
            log: Vec::new(),
            timers: Vec::new(),
            messages: 0,
        }
    }

    /// Decides, stores and carries out what needs no network.
    pub fn run(&mut self, command: Command) -> Result<Decision, Refusal> {
        let world = World { now: self.now, published: self.published };
        let decision = decide(&self.state, command, &world)?;
        for recorded in &decision.events {
            self.state = evolve(std::mem::take(&mut self.state), recorded);
            self.log.push(recorded.clone());
        }
        for effect in &decision.effects {
            match effect {
                Effect::SetTimer { timer, at } => {
                    self.timers.retain(|(_, other)| other != timer);
                    self.timers.push((*at, *timer));
                }
                Effect::DeleteContent { scope } => self.delete(*scope),
                Effect::Enqueue { .. } | Effect::Dequeue { .. } => {}
            }
        }
        Ok(decision)
    }

    fn delete(&mut self, scope: ErasedScope) {
        for recorded in &mut self.log {
            match scope {
                ErasedScope::All => recorded.content = None,
                ErasedScope::One { seq } if recorded.seq == seq => recorded.content = None,
                ErasedScope::One { .. } => {}
            }
        }
    }

    /// Lets time pass; timers fire when they are due.
    pub fn wait(&mut self, ms: u64) -> Vec<Decision> {
        let until = self.now.plus_ms(ms);
        let mut decisions = Vec::new();
        while let Some(place) =
            (0..self.timers.len()).filter(|i| self.timers[*i].0 <= until).min_by_key(|i| self.timers[*i].0)
        {
            let (at, timer) = self.timers.remove(place);
            self.now = self.now.max(at);
            decisions.push(self.run(Command::TimerFired { timer }).unwrap());
        }
        self.now = until;
        decisions
    }

    pub fn next_id(&mut self) -> String {
        self.messages += 1;
        format!("m{}", self.messages)
    }

    fn open(&mut self, language: Language) {
        let page = Some(baton_shared::conversation::Page {
            url: "https://lampworks.example/help?session=secret#top".to_owned(),
            title: "Help".to_owned(),
        });
        self.run(Command::Open { language, channel: Channel::Widget, page, attributes: BTreeMap::new() }).unwrap();
    }
}

fn agent(id: &str) -> AgentRef {
    let mut name = id.to_owned();
    name.get_mut(..1).unwrap().make_ascii_uppercase();
    AgentRef { id: id.to_owned(), name }
}

/// Plays a script and writes down what happens.
pub fn play(published: &Published, script: &str) -> String {
    let mut play = Play::new(published);
    let mut out = String::new();
    for line in script.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(at) = line.strip_prefix("at ") {
            play.now = ms(at);
            continue;
        }
        if let Some(language) = line.strip_prefix("open ") {
            play.open(language.parse().unwrap());
            continue;
        }
        if play.state.seq == 0 {
            play.open(Language::En);
        }
        if let Some(length) = line.strip_prefix("wait ") {
            let (number, unit) = length.split_at(length.len() - 1);
            let unit = if unit == "m" { MINUTE_MS } else { 60 * MINUTE_MS };
            writeln!(out, "({line})").unwrap();
            for decision in play.wait(number.parse::<u64>().unwrap() * unit) {
                write_decision(&mut out, &play.state, &decision);
            }
            continue;
        }
        let command = command(&mut play, line);
        if !matches!(command, Command::Say { .. }) {
            writeln!(out, "({line})").unwrap();
        }
        match play.run(command) {
            Ok(decision) => write_decision(&mut out, &play.state, &decision),
            Err(refusal) => writeln!(out, "refused: {refusal}").unwrap(),
        }
    }
    out
}

fn command(play: &mut Play<'_>, line: &str) -> Command {
    if let Some(text) = line.strip_prefix("customer: ") {
        return Command::Say { message: play.next_id(), text: text.to_owned(), attachments: Vec::new() };
    }
    let episode = play.state.episodes;
    let words: Vec<&str> = line.split(' ').collect();
    let latest = play.state.lines.iter().rev().find(|line| line.source.is_some()).map_or(0, |line| line.seq);
    match words.as_slice() {
        ["presses", "person"] => Command::AskForHuman {},
        ["rates", word] => Command::RateAnswer { answer: latest, helpful: *word == "helpful" },
        ["rates", word, "answer", number] => {
            Command::RateAnswer { answer: number.parse().unwrap(), helpful: *word == "helpful" }
        }
        ["chooses", "wait"] => Command::Choose { choice: WaitChoice::Wait, address: None, when: None },
        ["chooses", how, address, rest @ ..] => Command::Choose {
            choice: if *how == "email" { WaitChoice::Email } else { WaitChoice::Call },
            address: Some((*address).to_owned()),
            when: (!rest.is_empty()).then(|| rest.join(" ")),
        },
        ["scores", score, rest @ ..] => Command::Rate {
            score: score.parse().unwrap(),
            effort: rest.get(1).map(|effort| effort.parse().unwrap()),
            comment: None,
        },
        ["ends"] => Command::End {},
        ["identified", name, rest @ ..] => Command::Identify { identity: identity(name, rest.first().copied()) },
        ["vouched", name, key, value] => {
            let mut identity = identity(name, None);
            identity.facts.attributes.insert((*key).to_owned(), (*value).to_owned());
            Command::Identify { identity }
        }
        ["page", "says", key, value] => {
            Command::Update { attributes: BTreeMap::from([((*key).to_owned(), Some((*value).to_owned()))]) }
        }
        ["desk", "proposes", who] => Command::Propose { episode, agent: (*who).to_owned() },
        ["erase", "all"] => Command::Erase { scope: ErasedScope::All },
        ["erase", seq] => Command::Erase { scope: ErasedScope::One { seq: seq.parse().unwrap() } },
        [who, "takes"] => Command::Take { agent: agent(who), via: Via::Console },
        [who, "gives", "back"] => Command::GiveBack { agent: agent(who) },
        [who, "resolves"] => Command::Resolve { agent: agent(who), outcome: ResolutionOutcome::Solved },
        [who, "transfers", queue, note @ ..] => Command::Transfer {
            agent: agent(who),
            message: play.next_id(),
            queue: (*queue).to_owned(),
            note: Some(note.join(" ")),
        },
        [who, "notes:", text @ ..] => {
            Command::Note { agent: agent(who), message: play.next_id(), text: text.join(" ") }
        }
        [who, text @ ..] if who.ends_with(':') => Command::Reply {
            agent: agent(who.trim_end_matches(':')),
            episode,
            message: play.next_id(),
            text: text.join(" "),
            attachments: Vec::new(),
            via: Via::Console,
        },
        _ => panic!("not in the language of scripts: {line}"),
    }
}

fn write_decision(out: &mut String, state: &Conversation, decision: &Decision) {
    if decision.events.is_empty() {
        writeln!(out, "  nothing new").unwrap();
    }
    for recorded in &decision.events {
        writeln!(out, "{}", line(state, recorded)).unwrap();
    }
    for effect in &decision.effects {
        writeln!(out, "  effect: {}", self::effect(effect)).unwrap();
    }
}

fn line(state: &Conversation, recorded: &Recorded) -> String {
    let text = match &recorded.content {
        Some(Content::Text { text, .. }) => text.replace('\n', " / "),
        _ => "(nothing)".to_owned(),
    };
    match &recorded.event {
        Event::CustomerWrote { .. } => format!("customer: {text}"),
        Event::Decided { outcome, rule, reasons, failed, .. } => {
            let reasons: Vec<&str> = reasons.iter().map(|reason| reason.code.as_str()).collect();
            let words = match &recorded.content {
                Some(Content::Evidence { words, .. }) => words.concat().join(" | "),
                _ => String::new(),
            };
            let failed = if failed.is_empty() { String::new() } else { format!(", failed: {failed:?}") };
            format!("  why: {outcome:?} by {rule} ({}) [{words}]{failed}", reasons.join(", "))
        }
        Event::BotAnswered { source } => {
            let heading = source.heading.as_deref().unwrap_or("-");
            format!("bot: {text} <{}#{heading}>", source.article)
        }
        Event::BotAskedToClarify {} => format!("bot asks: {text}"),
        Event::BotSaid { line, offers_human } => {
            format!("bot: {text} <{line:?}{}>", if *offers_human { ", offers a person" } else { "" })
        }
        Event::AgentWrote { agent, .. } => format!("{}: {text}", agent.name),
        Event::DraftPrepared { source, .. } => format!("  draft: {text} <{}>", source.article),
        Event::HandoffStarted { episode, queue, priority, passed_on, .. } => {
            format!("  handoff {episode} to {queue}, {priority:?}, passing on {passed_on:?}")
        }
        Event::NobodyAvailable { unavailable, .. } => format!("  nobody available: {unavailable:?}"),
        Event::Resolved { by, outcome } => format!("  resolved by {by:?}: {outcome:?} (now {:?})", state.status),
        other => format!("  {other:?}"),
    }
}

fn effect(effect: &Effect) -> String {
    match effect {
        Effect::SetTimer { timer, at } => format!("timer {timer:?} at {}", at.rfc3339()),
        other => format!("{other:?}"),
    }
}
