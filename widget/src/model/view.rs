//! What the panel shows: the events and the outbox, folded into a header and rows. Rows have keys that stay, so
//! that a message keeps its place on the screen while it goes from *sending* to *sent*.

use baton_shared::conversation::{Attachment, EpisodeEnd, PassedOn, ResolvedBy, Source, Unavailable, WaitChoice};
use baton_shared::protocol::{CustomerCommand, CustomerEvent, CustomerEventKind};
use baton_shared::time::{MINUTE_MS, Timestamp};

use super::log::Log;
use super::outbox::{Delivery, Entry, Outbox};

/// After this long a silence the time is shown.
const SILENCE_MS: u64 = 10 * MINUTE_MS;

/// The whole panel.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    /// Who one talks to.
    pub with: Counterpart,
    /// The transcript, oldest first.
    pub rows: Vec<Row>,
    /// Commands without a row of their own that did not get through, newest last.
    pub unmet: Option<Unmet>,
}

/// Who one talks to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Counterpart {
    /// The bot.
    #[default]
    Bot,
    /// A team that has been called.
    Waiting {
        /// Its name.
        team: String,
        /// Whether the visitor knows that nobody can come at once.
        unavailable: bool,
    },
    /// A person.
    Person {
        /// Their name.
        name: String,
    },
    /// Nobody: the conversation is closed.
    Closed,
}

impl Counterpart {
    /// Whether a person has been called and is not there yet.
    pub fn is_waiting(&self) -> bool {
        matches!(self, Self::Waiting { .. })
    }
}

/// One row of the transcript.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The same for as long as the row is there.
    pub key: String,
    /// When; absent while it is on its way.
    pub at: Option<Timestamp>,
    /// Whether it goes on where the row above stopped: same author, same minute.
    pub joins: bool,
    /// Whether the time is shown above it.
    pub after_silence: bool,
    /// What it holds.
    pub body: Body,
}

/// What a row holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// The visitor's own message.
    You {
        /// Its text; absent once erased.
        text: Option<String>,
        /// Files that go with it.
        attachments: Vec<Attachment>,
        /// How far it got.
        fate: Fate,
        /// Its number, once it has one.
        seq: Option<u64>,
    },
    /// An answer with its source.
    Answer {
        /// Its number.
        seq: u64,
        /// Markdown; absent once erased.
        text: Option<String>,
        /// Where it stands.
        source: Source,
        /// What the visitor said of it.
        helpful: Option<bool>,
        /// Whether to ask.
        asks: bool,
    },
    /// Something else that the bot said.
    Bot {
        /// Markdown; absent once erased.
        text: Option<String>,
        /// Whether to offer a person right here.
        offers_human: bool,
    },
    /// A person is being brought in.
    Handoff {
        /// The team.
        team: String,
        /// What they receive.
        passed_on: Vec<PassedOn>,
        /// How far it got.
        state: HandoffState,
    },
    /// Nobody can come at once.
    Unavailable {
        /// Why.
        why: Unavailable,
        /// What the visitor chose.
        choice: Option<ChoiceMade>,
        /// Whether a choice can still be made.
        open: bool,
        /// Whether a choice is on its way.
        pending: bool,
        /// Whether the edge did not take the address.
        refused: bool,
    },
    /// A person is here.
    Joined {
        /// Their name.
        name: String,
    },
    /// A person wrote.
    Person {
        /// Their name.
        name: String,
        /// Plain text; absent once erased.
        text: Option<String>,
        /// Files that go with it.
        attachments: Vec<Attachment>,
    },
    /// The person gave the conversation back.
    GivenBack,
    /// The conversation was closed.
    Resolved {
        /// By whom.
        by: ResolvedBy,
        /// What the visitor made of it.
        rating: Rating,
    },
    /// The visitor asked for the transcript.
    Asked {
        /// Where it goes; absent once erased.
        address: Option<String>,
    },
    /// It goes on.
    Reopened,
}

impl Body {
    /// What somebody said in it.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::You { text, .. } | Self::Answer { text, .. } | Self::Bot { text, .. } | Self::Person { text, .. } => {
                text.as_deref()
            }
            Self::Handoff { .. }
            | Self::Unavailable { .. }
            | Self::Joined { .. }
            | Self::GivenBack
            | Self::Resolved { .. }
            | Self::Asked { .. }
            | Self::Reopened => None,
        }
    }

    /// Files that go with it.
    pub fn attachments(&self) -> &[Attachment] {
        match self {
            Self::You { attachments, .. } | Self::Person { attachments, .. } => attachments,
            _ => &[],
        }
    }
}

/// How far a message of the visitor's got.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fate {
    /// It is there, which goes without saying.
    #[default]
    Arrived,
    /// It is there, and is the latest, so it says so.
    Sent,
    /// A person has read it.
    Read,
    /// Not there yet.
    Pending(Delivery),
}

impl Fate {
    /// A number that differs where something else is shown.
    pub fn mark(self) -> u64 {
        match self {
            Self::Arrived => 0,
            Self::Sent => 1,
            Self::Read => 2,
            Self::Pending(Delivery::Sending | Delivery::Later { .. }) => 3,
            Self::Pending(Delivery::NotSent { .. }) => 4,
            Self::Pending(Delivery::Refused(_)) => 5,
        }
    }
}

/// How far a handoff got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HandoffState {
    /// Somebody has been called.
    Waiting,
    /// Nobody could come at once; the next row says it.
    Unavailable,
    /// Somebody is, or was, here.
    Joined {
        /// Their name.
        name: String,
    },
    /// It ended before anybody came.
    Over,
}

/// What the visitor chose when nobody could come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceMade {
    /// What.
    pub choice: WaitChoice,
    /// Where to; absent for waiting, and once erased.
    pub address: Option<String>,
    /// When a call suits.
    pub when: Option<String>,
}

/// A rating, as far as it was given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rating {
    /// Satisfaction, 1 to 5.
    pub score: Option<u8>,
    /// Effort, 1 to 5.
    pub effort: Option<u8>,
    /// Whether it can be given here.
    pub open: bool,
}

/// A command without a row of its own that did not get through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unmet {
    /// Whether it is still on its way for the first time.
    pub sending: bool,
    /// Whether it asks for a person.
    pub asks_for_human: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Author {
    You,
    Bot,
    Person,
    Nobody,
}

impl View {
    /// Folds events and outbox. `read` is the highest number that a person has read.
    pub fn of(log: &Log, outbox: &Outbox, read: u64) -> Self {
        let mut fold = Fold::default();
        for event in log.events() {
            fold.event(event);
        }
        for entry in outbox.entries() {
            fold.entry(entry);
        }
        fold.finish(read)
    }

    /// A row by its key. What is on the screen is near the end.
    pub fn row(&self, key: &str) -> Option<&Row> {
        self.rows.iter().rev().find(|row| row.key == key)
    }
}

#[derive(Default)]
struct Fold {
    view: View,
    /// Team of the current handoff.
    team: String,
    latest_author: Option<(Author, u64)>,
    latest_at: Option<Timestamp>,
    answer: Option<usize>,
    offer: Option<usize>,
    handoff: Option<usize>,
    unavailable: Option<usize>,
    resolved: Option<usize>,
}

impl Fold {
    fn event(&mut self, event: &CustomerEvent) {
        match &event.kind {
            CustomerEventKind::Opened { .. } | CustomerEventKind::Erased { .. } => {}
            CustomerEventKind::YouWrote { id, text, attachments } => {
                self.offer = None;
                let body = Body::You {
                    text: text.clone(),
                    attachments: attachments.clone(),
                    fate: Fate::Arrived,
                    seq: Some(event.seq),
                };
                self.push(id.clone(), Some(event.at), Author::You, body);
            }
            CustomerEventKind::Answer { text, source } => {
                let body = Body::Answer {
                    seq: event.seq,
                    text: text.clone(),
                    source: source.clone(),
                    helpful: None,
                    asks: false,
                };
                self.answer = Some(self.push_event(event, Author::Bot, body));
            }
            CustomerEventKind::Question { text } => {
                self.push_event(event, Author::Bot, Body::Bot { text: text.clone(), offers_human: false });
            }
            CustomerEventKind::BotLine { text, offers_human, .. } => {
                let at = self.push_event(event, Author::Bot, Body::Bot { text: text.clone(), offers_human: false });
                self.offer = offers_human.then_some(at);
            }
            CustomerEventKind::YouRatedAnswer { answer, helpful } => self.rated_answer(*answer, *helpful),
            CustomerEventKind::HandoffStarted { team, passed_on, .. } => {
                self.offer = None;
                self.team.clone_from(team);
                self.view.with = Counterpart::Waiting { team: team.clone(), unavailable: false };
                let body =
                    Body::Handoff { team: team.clone(), passed_on: passed_on.clone(), state: HandoffState::Waiting };
                self.handoff = Some(self.push_event(event, Author::Nobody, body));
            }
            CustomerEventKind::NobodyAvailable { unavailable, .. } => {
                self.view.with = Counterpart::Waiting { team: self.team.clone(), unavailable: true };
                self.handoff_is(HandoffState::Unavailable);
                let body =
                    Body::Unavailable { why: *unavailable, choice: None, open: true, pending: false, refused: false };
                self.unavailable = Some(self.push_event(event, Author::Nobody, body));
            }
            CustomerEventKind::YouChose { choice, address, when } => {
                self.chose(ChoiceMade { choice: *choice, address: address.clone(), when: when.clone() });
            }
            CustomerEventKind::AgentJoined { name } => {
                self.view.with = Counterpart::Person { name: name.clone() };
                self.handoff_is(HandoffState::Joined { name: name.clone() });
                self.close_choices();
                self.push_event(event, Author::Nobody, Body::Joined { name: name.clone() });
            }
            CustomerEventKind::AgentWrote { name, text, attachments } => {
                let body = Body::Person { name: name.clone(), text: text.clone(), attachments: attachments.clone() };
                self.push_event(event, Author::Person, body);
            }
            CustomerEventKind::YouAskedForTranscript { address } => {
                self.push_event(event, Author::Nobody, Body::Asked { address: address.clone() });
            }
            CustomerEventKind::HandoffEnded { end } => self.handoff_ended(event, *end),
            CustomerEventKind::Resolved { by } => {
                self.view.with = Counterpart::Closed;
                self.offer = None;
                self.close_choices();
                let body = Body::Resolved { by: *by, rating: Rating { open: true, ..Rating::default() } };
                self.resolved = Some(self.push_event(event, Author::Nobody, body));
            }
            CustomerEventKind::Reopened {} => {
                self.view.with = Counterpart::Bot;
                self.push_event(event, Author::Nobody, Body::Reopened);
            }
            CustomerEventKind::YouRated { score, effort } => self.rated(*score, *effort),
        }
    }

    /// What is on its way counts as done where that is likely, so that nothing jumps when it is.
    fn entry(&mut self, entry: &Entry) {
        let refused = matches!(entry.delivery, Delivery::Refused(_));
        match &entry.command {
            CustomerCommand::Say { id, text, .. } => {
                self.offer = None;
                let body = Body::You {
                    text: Some(text.clone()),
                    attachments: entry.attachments.clone(),
                    fate: Fate::Pending(entry.delivery),
                    seq: None,
                };
                self.push(id.clone(), None, Author::You, body);
            }
            CustomerCommand::RateAnswer { answer, helpful } => self.rated_answer(*answer, *helpful),
            CustomerCommand::Rate { score, effort, .. } => self.rated(*score, *effort),
            CustomerCommand::Choose { .. } => self.choice_in_line(refused),
            CustomerCommand::SendTranscript { .. } | CustomerCommand::Update { .. } => {}
            CustomerCommand::AskForHuman {} | CustomerCommand::End {} => {
                self.offer = None;
                self.view.unmet = Some(Unmet {
                    sending: entry.delivery == Delivery::Sending,
                    asks_for_human: entry.command == CustomerCommand::AskForHuman {},
                });
            }
        }
    }

    fn finish(mut self, read: u64) -> View {
        let with_bot = self.view.with == Counterpart::Bot;
        if let Some(Body::Answer { helpful: None, asks, .. }) = self.answer.and_then(|at| self.body(at)) {
            *asks = with_bot;
        }
        if let Some(Body::Bot { offers_human, .. }) = self.offer.and_then(|at| self.body(at)) {
            *offers_human = with_bot;
        }
        let last_own = self.view.rows.iter().rposition(|row| matches!(row.body, Body::You { .. }));
        if let Some(Body::You { fate, seq: Some(seq), .. }) = last_own.and_then(|at| self.body(at)) {
            *fate = if *seq <= read { Fate::Read } else { Fate::Sent };
        }
        self.view
    }

    fn push_event(&mut self, event: &CustomerEvent, author: Author, body: Body) -> usize {
        self.push(event.seq.to_string(), Some(event.at), author, body)
    }

    fn push(&mut self, key: String, at: Option<Timestamp>, author: Author, body: Body) -> usize {
        // What is on its way belongs to the minute of what came before it.
        let minute = at.map_or_else(|| self.latest_author.map_or(0, |(_, minute)| minute), |at| at.0 / MINUTE_MS);
        let joins = author != Author::Nobody && self.latest_author == Some((author, minute));
        let after_silence = match (self.latest_at, at) {
            (None, Some(_)) => true,
            (Some(before), Some(at)) => at.since_ms(before) >= SILENCE_MS,
            (_, None) => false,
        };
        self.latest_author = Some((author, minute));
        self.latest_at = at.or(self.latest_at);
        self.view.rows.push(Row { key, at, joins: joins && !after_silence, after_silence, body });
        self.view.rows.len() - 1
    }

    fn body(&mut self, at: usize) -> Option<&mut Body> {
        self.view.rows.get_mut(at).map(|row| &mut row.body)
    }

    fn rated_answer(&mut self, answer: u64, said: bool) {
        let rows = self.view.rows.iter_mut();
        for row in rows {
            if let Body::Answer { seq, helpful, .. } = &mut row.body
                && *seq == answer
            {
                *helpful = Some(said);
            }
        }
    }

    fn handoff_is(&mut self, new: HandoffState) {
        if let Some(Body::Handoff { state, .. }) = self.handoff.and_then(|at| self.body(at)) {
            *state = new;
        }
    }

    fn handoff_ended(&mut self, event: &CustomerEvent, end: EpisodeEnd) {
        let came = matches!(self.view.with, Counterpart::Person { .. });
        if !came {
            self.handoff_is(HandoffState::Over);
        }
        self.close_choices();
        self.view.with = Counterpart::Bot;
        match end {
            EpisodeEnd::GivenBack => {
                self.push_event(event, Author::Nobody, Body::GivenBack);
            }
            EpisodeEnd::Resolved | EpisodeEnd::Transferred => {}
        }
    }

    fn chose(&mut self, made: ChoiceMade) {
        if let Some(Body::Unavailable { choice, .. }) = self.unavailable.and_then(|at| self.body(at)) {
            *choice = Some(made);
        }
    }

    fn choice_in_line(&mut self, is_refused: bool) {
        if let Some(Body::Unavailable { pending, refused, .. }) = self.unavailable.and_then(|at| self.body(at)) {
            *pending = !is_refused;
            *refused = is_refused;
        }
    }

    fn close_choices(&mut self) {
        if let Some(Body::Unavailable { open, .. }) = self.unavailable.and_then(|at| self.body(at)) {
            *open = false;
        }
    }

    fn rated(&mut self, new_score: u8, new_effort: Option<u8>) {
        if let Some(Body::Resolved { rating, .. }) = self.resolved.and_then(|at| self.body(at)) {
            rating.score = Some(new_score);
            rating.effort = new_effort.or(rating.effort);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Verdict;
    use crate::model::fixture::{answer, event, events, handoff, joined, wrote, you};
    use baton_shared::conversation::BotLine;

    /// One line a row, as one would read it.
    fn script(view: &View) -> Vec<String> {
        view.rows
            .iter()
            .map(|row| {
                let body = match &row.body {
                    Body::You { text, fate, .. } => {
                        let state = match fate {
                            Fate::Arrived => "",
                            Fate::Sent => " (sent)",
                            Fate::Read => " (read)",
                            Fate::Pending(Delivery::Sending) => " (sending)",
                            Fate::Pending(Delivery::NotSent { .. }) => " (not sent)",
                            Fate::Pending(Delivery::Later { .. }) => " (later)",
                            Fate::Pending(Delivery::Refused(_)) => " (refused)",
                        };
                        format!("you: {}{state}", text.as_deref().unwrap_or("-"))
                    }
                    Body::Answer { text, helpful, asks, .. } => {
                        let rated = helpful.map_or("", |yes| if yes { " +" } else { " -" });
                        format!("answer: {}{rated}{}", text.as_deref().unwrap_or("-"), if *asks { " ?" } else { "" })
                    }
                    Body::Bot { text, offers_human } => {
                        format!(
                            "bot: {}{}",
                            text.as_deref().unwrap_or("-"),
                            if *offers_human { " [person]" } else { "" }
                        )
                    }
                    Body::Handoff { team, state, .. } => format!("handoff to {team}: {state:?}"),
                    Body::Unavailable { choice, open, pending, refused, .. } => {
                        let choice = choice.as_ref().map(|made| made.choice);
                        format!("nobody: {choice:?} open={open} pending={pending} refused={refused}")
                    }
                    Body::Joined { name } => format!("joined: {name}"),
                    Body::Asked { address } => format!("transcript to {}", address.as_deref().unwrap_or("-")),
                    Body::Person { name, text, .. } => format!("{name}: {}", text.as_deref().unwrap_or("-")),
                    Body::GivenBack => "given back".to_owned(),
                    Body::Resolved { rating, .. } => format!("resolved {:?} {:?}", rating.score, rating.effort),
                    Body::Reopened => "reopened".to_owned(),
                };
                format!("{}{body}", if row.joins { "  " } else { "" })
            })
            .collect()
    }

    fn line(text: &str, offers_human: bool) -> CustomerEventKind {
        CustomerEventKind::BotLine { line: BotLine::NothingFound, text: Some(text.to_owned()), offers_human }
    }

    fn command(id: &str, command: CustomerCommand) -> Entry {
        Entry {
            id: id.to_owned(),
            made_at: 1,
            command,
            delivery: Delivery::Sending,
            attempts: 0,
            attachments: Vec::new(),
        }
    }

    fn say(id: &str) -> Entry {
        command(id, CustomerCommand::Say { id: id.to_owned(), text: id.to_owned(), attachments: Vec::new() })
    }

    fn view(kinds: impl IntoIterator<Item = CustomerEventKind>, entries: impl IntoIterator<Item = Entry>) -> View {
        let mut log = Log::default();
        log.apply(events(kinds));
        let mut outbox = Outbox::default();
        entries.into_iter().for_each(|entry| outbox.push(entry));
        View::of(&log, &outbox, 0)
    }

    #[test]
    fn a_message_keeps_its_key_from_sending_to_sent() {
        let before = view([], [say("m1")]);
        let after = view([you("m1", "m1")], []);
        assert_eq!(before.rows[0].key, after.rows[0].key);
        assert_eq!(script(&before), ["you: m1 (sending)"]);
        assert_eq!(script(&after), ["you: m1 (sent)"]);
    }

    #[test]
    fn the_latest_message_says_whether_it_was_read() {
        let mut log = Log::default();
        log.apply(events([you("a", "one"), joined("Mei"), you("b", "two")]));
        let read = |read| script(&View::of(&log, &Outbox::default(), read));
        assert_eq!(read(2), ["you: one", "joined: Mei", "you: two (sent)"]);
        assert_eq!(read(3), ["you: one", "joined: Mei", "you: two (read)"]);
    }

    #[test]
    fn an_answer_asks_once_and_only_the_latest() {
        let asked = view([you("a", "q"), answer("one"), you("b", "q"), answer("two")], []);
        assert_eq!(script(&asked), ["you: q", "answer: one", "you: q (sent)", "answer: two ?"]);
        let rate = CustomerCommand::RateAnswer { answer: 4, helpful: false };
        let rated = view([you("a", "q"), answer("one"), you("b", "q"), answer("two")], [command("r", rate)]);
        assert_eq!(script(&rated)[3], "answer: two -");
    }

    #[test]
    fn a_person_is_offered_until_the_talk_goes_on() {
        assert_eq!(script(&view([you("a", "q"), line("none", true)], []))[1], "bot: none [person]");
        assert_eq!(script(&view([you("a", "q"), line("none", true)], [say("b")]))[1], "bot: none");
        let asked = view([you("a", "q"), line("none", true)], [command("h", CustomerCommand::AskForHuman {})]);
        assert_eq!(script(&asked)[1], "bot: none");
        assert_eq!(asked.unmet, Some(Unmet { sending: true, asks_for_human: true }));
    }

    #[test]
    fn a_whole_handoff() {
        let closed = Unavailable::OutOfHours { opens_at: None };
        let nobody = CustomerEventKind::NobodyAvailable { episode: 1, unavailable: closed };
        let chose = CustomerEventKind::YouChose {
            choice: WaitChoice::Email,
            address: Some("a@b.example".to_owned()),
            when: None,
        };
        let waiting = view([you("a", "q"), handoff(1), nobody.clone(), chose.clone()], []);
        assert_eq!(waiting.with, Counterpart::Waiting { team: "Billing".to_owned(), unavailable: true });
        assert_eq!(script(&waiting)[1], "handoff to Billing: Unavailable");
        assert_eq!(script(&waiting)[2], "nobody: Some(Email) open=true pending=false refused=false");

        let whole = view(
            [
                you("a", "q"),
                handoff(1),
                nobody,
                chose,
                joined("Mei"),
                wrote("Mei", "hello"),
                wrote("Mei", "there"),
                CustomerEventKind::HandoffEnded { end: EpisodeEnd::Resolved },
                CustomerEventKind::Resolved { by: ResolvedBy::Agent },
                CustomerEventKind::YouRated { score: 5, effort: Some(1) },
                CustomerEventKind::Reopened {},
            ],
            [],
        );
        assert_eq!(whole.with, Counterpart::Bot);
        assert_eq!(
            script(&whole),
            [
                "you: q (sent)",
                r#"handoff to Billing: Joined { name: "Mei" }"#,
                "nobody: Some(Email) open=false pending=false refused=false",
                "joined: Mei",
                "Mei: hello",
                "  Mei: there",
                "resolved Some(5) Some(1)",
                "reopened",
            ]
        );
    }

    #[test]
    fn given_back_means_the_bot_again() {
        let end = CustomerEventKind::HandoffEnded { end: EpisodeEnd::GivenBack };
        let back = view([you("a", "q"), handoff(1), joined("Mei"), end], []);
        assert_eq!(back.with, Counterpart::Bot);
        assert_eq!(script(&back)[3], "given back");
    }

    #[test]
    fn a_refused_address_is_shown_where_it_was_written() {
        let nobody = CustomerEventKind::NobodyAvailable { episode: 1, unavailable: Unavailable::NobodyAccepted };
        let choose = CustomerCommand::Choose { choice: WaitChoice::Email, address: Some("x".to_owned()), when: None };
        let mut outbox = Outbox::default();
        outbox.push(command("c", choose));
        let mut log = Log::default();
        log.apply(events([handoff(1), nobody]));
        assert_eq!(script(&View::of(&log, &outbox, 0))[1], "nobody: None open=true pending=true refused=false");
        outbox.failed("c", Verdict::Refused(crate::model::Refusal::BadAddress), 0);
        assert_eq!(script(&View::of(&log, &outbox, 0))[1], "nobody: None open=true pending=false refused=true");
    }

    #[test]
    fn groups_end_with_the_author_the_minute_and_a_silence() {
        let mut log = Log::default();
        let at =
            |seq: u64, minutes: u64, kind| CustomerEvent { at: Timestamp(minutes * MINUTE_MS), ..event(seq, kind) };
        log.apply(vec![
            at(1, 1, you("a", "a")),
            at(2, 1, you("b", "b")),
            at(3, 2, you("c", "c")),
            at(4, 20, you("d", "d")),
        ]);
        let view = View::of(&log, &Outbox::default(), 0);
        let joins: Vec<bool> = view.rows.iter().map(|row| row.joins).collect();
        let silences: Vec<bool> = view.rows.iter().map(|row| row.after_silence).collect();
        assert_eq!(joins, [false, true, false, false]);
        assert_eq!(silences, [true, false, false, true]);
    }
}
