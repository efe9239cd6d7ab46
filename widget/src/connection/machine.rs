//! Keeps a socket while there can be one, and polls while there cannot.
//!
//! ```text
//!          ┌────────────── backoff with jitter ◀──────────────┐
//! Idle ─▶ Asking ─ticket─▶ Connecting ─opened─▶ Open ─silent, closed─┘
//!            └─ offline, hidden: wait for the browser's word; two sockets in a row that never opened: poll beside
//! ```
//!
//! Invariants: at most one socket; after `Stop` nothing happens; a late ticket or answer changes nothing.

/// Wait before the second attempt; doubled from there, with jitter.
const BACKOFF_BASE_MS: u64 = 500;
/// Longest wait between attempts.
const BACKOFF_MAX_MS: u64 = 30_000;
/// Wait while the browser says that it is offline, which it may say wrongly.
const OFFLINE_RETRY_MS: u64 = 30_000;
/// How long a socket may take to open.
const CONNECT_LIMIT_MS: u64 = 10_000;
/// A ping is sent after this long a silence.
const SILENCE_MS: u64 = 25_000;
/// The answer to a ping must come within this time.
const PONG_LIMIT_MS: u64 = 8_000;
/// A socket that lived this long was a good one.
const GOOD_LIFE_MS: u64 = 10_000;
/// Sockets in a row that never opened, until polling begins.
const FAILURES_BEFORE_POLLING: u32 = 2;
/// Between two polls.
const POLL_MS: u64 = 4_000;
/// Longest wait between two polls that fail.
const POLL_MAX_MS: u64 = 30_000;
/// While polling, a socket is tried again after this long.
const SOCKET_AGAIN_MS: u64 = 60_000;

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// There is a conversation to follow.
    Start,
    /// There is none any more.
    Stop,
    /// A ticket was given.
    Ticket(String),
    /// None was given.
    TicketFailed(Trouble),
    /// The socket is open.
    Opened,
    /// Something arrived on it.
    Heard,
    /// It is closed, or could not be opened.
    Closed,
    /// The browser says that there is a network.
    Online,
    /// The browser says that there is none.
    Offline,
    /// The page came to the front.
    Visible,
    /// The page went out of sight.
    Hidden,
    /// The page is left. It may be kept for the way back, and holds no socket meanwhile.
    Left,
    /// A poll was answered.
    Polled,
    /// A poll was not.
    PollFailed(Trouble),
    /// The time that `wake_at` named has come.
    Wake,
}

/// Why a request failed, as far as the line is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Nobody answered.
    Unreachable,
    /// The edge named a wait, in seconds.
    Later(u32),
    /// The conversation is gone.
    Gone,
}

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Ask for a ticket.
    GetTicket,
    /// Open a socket with it.
    OpenSocket(String),
    /// Close the socket.
    CloseSocket,
    /// Send `ping`.
    Ping,
    /// Fetch the events after the last one known.
    Poll,
    /// The conversation is gone.
    GiveUp,
}

/// The line as the visitor may be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Link {
    /// Nothing to tell: it is up, or about to be.
    #[default]
    Fine,
    /// It is being restored, and that takes a while.
    Trying,
    /// The browser has no network.
    Offline,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Phase {
    #[default]
    Idle,
    Asking,
    Connecting {
        since: u64,
    },
    Open {
        since: u64,
        heard: u64,
        pinged: Option<u64>,
    },
    Resting {
        until: u64,
    },
}

/// The machine. `now` is milliseconds, `jitter` is in `[0, 1)`; both come in with each step.
#[derive(Clone, Debug)]
pub struct Machine {
    phase: Phase,
    attempt: u32,
    never_opened: u32,
    online: bool,
    visible: bool,
    polling: bool,
    poll_at: Option<u64>,
    poll_failures: u32,
}

impl Default for Machine {
    fn default() -> Self {
        Self {
            phase: Phase::Idle,
            attempt: 0,
            never_opened: 0,
            online: true,
            visible: true,
            polling: false,
            poll_at: None,
            poll_failures: 0,
        }
    }
}

impl Machine {
    /// One step.
    pub fn step(&mut self, input: Input, now: u64, jitter: f64) -> Vec<Effect> {
        match input {
            Input::Start if self.phase == Phase::Idle => self.ask(),
            Input::Stop => self.stop(),
            Input::Online => {
                self.online = true;
                self.attempt = 0;
                self.at_once(now)
            }
            Input::Offline => {
                self.online = false;
                self.let_go(now)
            }
            Input::Visible => {
                self.visible = true;
                self.back_in_sight(now)
            }
            Input::Hidden => {
                self.visible = false;
                Vec::new()
            }
            Input::Left => self.let_go(now),
            Input::Ticket(ticket) if self.phase == Phase::Asking => {
                self.phase = Phase::Connecting { since: now };
                vec![Effect::OpenSocket(ticket)]
            }
            Input::TicketFailed(trouble) if self.phase == Phase::Asking => self.ticket_failed(trouble, now, jitter),
            // Started already, or too late.
            Input::Start | Input::Ticket(_) | Input::TicketFailed(_) => Vec::new(),
            Input::Opened => self.opened(now),
            Input::Heard => {
                if let Phase::Open { heard, pinged, .. } = &mut self.phase {
                    *heard = now;
                    *pinged = None;
                }
                Vec::new()
            }
            Input::Closed => {
                self.lost(now, jitter);
                Vec::new()
            }
            Input::Polled => {
                self.poll_failures = 0;
                self.plan_poll(now);
                Vec::new()
            }
            Input::PollFailed(Trouble::Gone) => self.give_up(),
            Input::PollFailed(trouble) => {
                self.poll_failures += 1;
                self.plan_poll(now);
                if let (Trouble::Later(seconds), Some(at)) = (trouble, self.poll_at.as_mut()) {
                    *at = (*at).max(now + u64::from(seconds) * 1000);
                }
                Vec::new()
            }
            Input::Wake => self.wake(now, jitter),
        }
    }

    /// When to wake it next.
    pub fn wake_at(&self) -> Option<u64> {
        let phase = match self.phase {
            Phase::Idle | Phase::Asking => None,
            Phase::Connecting { since } => Some(since + CONNECT_LIMIT_MS),
            Phase::Open { pinged: Some(at), .. } => Some(at + PONG_LIMIT_MS),
            Phase::Open { heard, pinged: None, .. } => Some(heard + SILENCE_MS),
            Phase::Resting { until } => Some(until),
        };
        let poll = self.poll_at.filter(|_| self.polling && self.visible);
        match (phase, poll) {
            (Some(phase), Some(poll)) => Some(phase.min(poll)),
            (phase, poll) => phase.or(poll),
        }
    }

    /// What the visitor may be told.
    pub fn link(&self) -> Link {
        let polls = self.polling && self.poll_failures == 0;
        match self.phase {
            Phase::Idle | Phase::Open { .. } => Link::Fine,
            _ if !self.online => Link::Offline,
            _ if polls || self.attempt < 2 => Link::Fine,
            Phase::Asking | Phase::Connecting { .. } | Phase::Resting { .. } => Link::Trying,
        }
    }

    fn ask(&mut self) -> Vec<Effect> {
        self.phase = Phase::Asking;
        vec![Effect::GetTicket]
    }

    fn stop(&mut self) -> Vec<Effect> {
        let had_socket = matches!(self.phase, Phase::Connecting { .. } | Phase::Open { .. });
        *self = Self { online: self.online, visible: self.visible, ..Self::default() };
        if had_socket { vec![Effect::CloseSocket] } else { Vec::new() }
    }

    fn give_up(&mut self) -> Vec<Effect> {
        if self.phase == Phase::Idle {
            return Vec::new();
        }
        let mut effects = self.stop();
        effects.push(Effect::GiveUp);
        effects
    }

    /// Tries at once where it was resting.
    fn at_once(&mut self, now: u64) -> Vec<Effect> {
        match self.phase {
            Phase::Resting { .. } => {
                if self.polling {
                    self.poll_at = Some(now);
                }
                self.ask()
            }
            Phase::Idle | Phase::Asking | Phase::Connecting { .. } | Phase::Open { .. } => Vec::new(),
        }
    }

    /// Holds nothing until there is word from the browser.
    fn let_go(&mut self, now: u64) -> Vec<Effect> {
        match self.phase {
            Phase::Idle => Vec::new(),
            Phase::Asking | Phase::Resting { .. } => {
                self.phase = Phase::Resting { until: now + OFFLINE_RETRY_MS };
                Vec::new()
            }
            Phase::Connecting { .. } | Phase::Open { .. } => {
                self.phase = Phase::Resting { until: now + OFFLINE_RETRY_MS };
                vec![Effect::CloseSocket]
            }
        }
    }

    /// A page that slept may hold a dead socket: ask it.
    fn back_in_sight(&mut self, now: u64) -> Vec<Effect> {
        if let Phase::Open { heard, pinged, .. } = &mut self.phase {
            if pinged.is_none() && now.saturating_sub(*heard) > PONG_LIMIT_MS {
                *pinged = Some(now);
                return vec![Effect::Ping];
            }
            return Vec::new();
        }
        self.at_once(now)
    }

    fn ticket_failed(&mut self, trouble: Trouble, now: u64, jitter: f64) -> Vec<Effect> {
        match trouble {
            Trouble::Gone => return self.give_up(),
            Trouble::Unreachable => self.rest(now, jitter),
            Trouble::Later(seconds) => {
                self.attempt += 1;
                self.phase = Phase::Resting { until: now + u64::from(seconds) * 1000 };
            }
        }
        Vec::new()
    }

    fn opened(&mut self, now: u64) -> Vec<Effect> {
        if matches!(self.phase, Phase::Connecting { .. }) {
            self.phase = Phase::Open { since: now, heard: now, pinged: None };
            self.never_opened = 0;
            self.polling = false;
            self.poll_at = None;
            self.online = true;
        }
        Vec::new()
    }

    fn lost(&mut self, now: u64, jitter: f64) {
        match self.phase {
            Phase::Connecting { .. } => {
                self.never_opened += 1;
                if self.never_opened >= FAILURES_BEFORE_POLLING && !self.polling {
                    self.polling = true;
                    self.poll_failures = 0;
                    self.poll_at = Some(now);
                }
                self.rest(now, jitter);
            }
            Phase::Open { since, .. } => {
                if now.saturating_sub(since) >= GOOD_LIFE_MS {
                    self.attempt = 0;
                }
                self.rest(now, jitter);
            }
            Phase::Idle | Phase::Asking | Phase::Resting { .. } => {}
        }
    }

    fn rest(&mut self, now: u64, jitter: f64) {
        let ceiling = if self.polling { SOCKET_AGAIN_MS } else { BACKOFF_MAX_MS };
        let grown = BACKOFF_BASE_MS.saturating_mul(1 << self.attempt.min(12));
        let full = if self.polling { ceiling } else { grown.min(ceiling) };
        self.attempt += 1;
        self.phase = Phase::Resting { until: now + jittered(full, jitter) };
    }

    fn plan_poll(&mut self, now: u64) {
        if self.polling {
            let wait = POLL_MS.saturating_mul(1 << self.poll_failures.min(8)).min(POLL_MAX_MS);
            self.poll_at = Some(now + wait);
        }
    }

    fn wake(&mut self, now: u64, jitter: f64) -> Vec<Effect> {
        let mut effects = Vec::new();
        match self.phase {
            Phase::Resting { until } if until <= now => effects.extend(self.ask()),
            Phase::Connecting { since } if since + CONNECT_LIMIT_MS <= now => {
                self.lost(now, jitter);
                effects.push(Effect::CloseSocket);
            }
            Phase::Open { pinged: Some(at), .. } if at + PONG_LIMIT_MS <= now => {
                self.lost(now, jitter);
                effects.push(Effect::CloseSocket);
            }
            Phase::Open { since, heard, pinged: None } if heard + SILENCE_MS <= now => {
                self.phase = Phase::Open { since, heard, pinged: Some(now) };
                effects.push(Effect::Ping);
            }
            Phase::Idle | Phase::Asking | Phase::Connecting { .. } | Phase::Open { .. } | Phase::Resting { .. } => {}
        }
        if self.polling && self.visible && self.poll_at.is_some_and(|at| at <= now) {
            // The answer, or its failure, plans the next one.
            self.poll_at = None;
            effects.push(Effect::Poll);
        }
        effects
    }
}

/// Between half and all of a wait, so that many clients do not come back at once.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
fn jittered(ms: u64, jitter: f64) -> u64 {
    let half = ms / 2;
    half + (half as f64 * jitter.clamp(0.0, 1.0)) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs inputs, each at its time, and returns what was asked for.
    struct Run {
        machine: Machine,
        now: u64,
    }

    impl Run {
        fn new() -> Self {
            Self { machine: Machine::default(), now: 0 }
        }

        fn at(&mut self, now: u64, input: Input) -> Vec<Effect> {
            self.now = now;
            self.machine.step(input, now, 1.0)
        }

        /// Wakes it when it asks to be woken.
        fn wake(&mut self) -> Vec<Effect> {
            let at = self.machine.wake_at().expect("nothing is planned");
            self.at(at, Input::Wake)
        }

        fn open(&mut self, now: u64) {
            assert_eq!(self.at(now, Input::Ticket("t".to_owned())), [Effect::OpenSocket("t".to_owned())]);
            assert_eq!(self.at(now, Input::Opened), []);
        }
    }

    #[test]
    fn a_socket_is_opened_with_a_ticket_and_kept_alive() {
        let mut run = Run::new();
        assert_eq!(run.at(0, Input::Start), [Effect::GetTicket]);
        assert_eq!(run.at(0, Input::Start), []);
        run.open(10);
        assert_eq!(run.wake(), [Effect::Ping]);
        run.at(run.now + 100, Input::Heard);
        assert_eq!(run.wake(), [Effect::Ping]);
        assert_eq!(run.machine.link(), Link::Fine);
    }

    #[test]
    fn a_silent_socket_is_given_up_and_tried_again() {
        let mut run = Run::new();
        run.at(0, Input::Start);
        run.open(0);
        assert_eq!(run.wake(), [Effect::Ping]);
        assert_eq!(run.wake(), [Effect::CloseSocket]);
        assert_eq!(run.wake(), [Effect::GetTicket]);
    }

    #[test]
    fn waits_grow_with_jitter_and_start_over_after_a_good_life() {
        let mut run = Run::new();
        run.at(0, Input::Start);
        let mut waits = Vec::new();
        for _ in 0..9 {
            run.at(run.now, Input::TicketFailed(Trouble::Unreachable));
            waits.push(run.machine.wake_at().unwrap() - run.now);
            assert_eq!(run.wake(), [Effect::GetTicket]);
        }
        assert_eq!(waits, [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
        assert_eq!(run.machine.link(), Link::Trying);
        let now = run.now;
        run.open(now);
        run.at(now + GOOD_LIFE_MS, Input::Closed);
        assert_eq!(run.machine.wake_at(), Some(now + GOOD_LIFE_MS + 500));
        assert_eq!(jittered(500, 0.0), 250);
    }

    #[test]
    fn a_socket_that_closes_at_once_does_not_reset_the_wait() {
        let mut run = Run::new();
        run.at(0, Input::Start);
        for expect in [500, 1000, 2000] {
            run.open(run.now);
            run.at(run.now, Input::Closed);
            assert_eq!(run.machine.wake_at().unwrap() - run.now, expect);
            run.wake();
        }
    }

    #[test]
    fn where_no_socket_can_be_had_events_are_polled() {
        let mut run = Run::new();
        run.at(0, Input::Start);
        for _ in 0..2 {
            run.at(run.now, Input::Ticket("t".to_owned()));
            run.at(run.now, Input::Closed);
            if !run.machine.polling {
                assert_eq!(run.wake(), [Effect::GetTicket]);
            }
        }
        assert_eq!(run.wake(), [Effect::Poll]);
        run.at(run.now, Input::Polled);
        assert_eq!(run.machine.link(), Link::Fine);
        assert_eq!(run.machine.wake_at(), Some(run.now + POLL_MS));
        assert_eq!(run.wake(), [Effect::Poll]);
        run.at(run.now, Input::PollFailed(Trouble::Unreachable));
        assert_eq!(run.machine.link(), Link::Trying);
        assert_eq!(run.machine.wake_at(), Some(run.now + 2 * POLL_MS));
        run.at(run.now, Input::Hidden);
        assert!(run.machine.wake_at().unwrap() > run.now + 2 * POLL_MS, "hidden: no poll");
        // A socket comes back: polling ends.
        assert_eq!(run.wake(), [Effect::GetTicket]);
        run.open(run.now);
        assert!(!run.machine.polling);
    }

    #[test]
    fn the_browsers_word_is_heard_but_not_trusted() {
        let mut run = Run::new();
        run.at(0, Input::Start);
        run.open(0);
        assert_eq!(run.at(5, Input::Offline), [Effect::CloseSocket]);
        assert_eq!(run.machine.link(), Link::Offline);
        assert_eq!(run.machine.wake_at(), Some(5 + OFFLINE_RETRY_MS));
        assert_eq!(run.at(100, Input::Online), [Effect::GetTicket]);
    }

    #[test]
    fn a_page_that_slept_asks_its_socket() {
        let mut run = Run::new();
        run.at(0, Input::Start);
        run.open(0);
        run.at(10, Input::Hidden);
        assert_eq!(run.at(60_000, Input::Visible), [Effect::Ping]);
        assert_eq!(run.at(60_001, Input::Visible), []);
        assert_eq!(run.wake(), [Effect::CloseSocket]);
    }

    #[test]
    fn a_page_that_is_left_holds_no_socket_and_opens_one_on_its_way_back() {
        let mut run = Run::new();
        run.at(0, Input::Start);
        run.open(0);
        assert_eq!(run.at(10, Input::Left), [Effect::CloseSocket]);
        assert_eq!(run.machine.link(), Link::Fine);
        assert_eq!(run.at(60_000, Input::Visible), [Effect::GetTicket]);
        // Left again while asking: the ticket comes too late.
        assert_eq!(run.at(60_001, Input::Left), []);
        assert_eq!(run.at(60_002, Input::Ticket("t".to_owned())), []);
        assert_eq!(run.at(60_003, Input::Visible), [Effect::GetTicket]);
    }

    #[test]
    fn what_comes_late_changes_nothing() {
        let mut run = Run::new();
        run.at(0, Input::Start);
        assert_eq!(run.at(1, Input::Stop), []);
        for late in [Input::Ticket("t".to_owned()), Input::Opened, Input::Heard, Input::Closed, Input::Wake] {
            assert_eq!(run.at(2, late), []);
        }
        for late in [Input::TicketFailed(Trouble::Gone), Input::PollFailed(Trouble::Gone), Input::Online] {
            assert_eq!(run.at(2, late), []);
        }
        assert_eq!(run.machine.wake_at(), None);
    }

    #[test]
    fn a_conversation_that_is_gone_is_given_up() {
        let mut run = Run::new();
        run.at(0, Input::Start);
        assert_eq!(run.at(1, Input::TicketFailed(Trouble::Gone)), [Effect::GiveUp]);
        assert_eq!(run.machine.wake_at(), None);
    }

    #[test]
    fn a_named_wait_is_kept() {
        let mut run = Run::new();
        run.at(0, Input::Start);
        run.at(0, Input::TicketFailed(Trouble::Later(7)));
        assert_eq!(run.machine.wake_at(), Some(7000));
    }

    /// Whatever happens in whatever order: at most one socket, and never silence for ever while started.
    #[test]
    fn no_order_of_events_leaves_it_stuck() {
        let inputs = |pick: u64| match pick {
            0 => Input::Ticket("t".to_owned()),
            1 => Input::TicketFailed(Trouble::Unreachable),
            2 => Input::Opened,
            3 => Input::Heard,
            4 => Input::Closed,
            5 => Input::Online,
            6 => Input::Offline,
            7 => Input::Visible,
            8 => Input::Hidden,
            9 => Input::Polled,
            10 => Input::PollFailed(Trouble::Unreachable),
            11 => Input::Left,
            _ => Input::Wake,
        };
        for seed in 1..400_u64 {
            let (mut state, mut sockets, mut run) = (seed, 0_i32, Run::new());
            run.at(0, Input::Start);
            for _ in 0..200 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let input = inputs((state >> 33) % 13);
                let closed = input == Input::Closed && sockets > 0;
                let now = run.now + (state >> 40) % 20_000;
                for effect in run.at(now, input) {
                    match effect {
                        Effect::OpenSocket(_) => sockets += 1,
                        Effect::CloseSocket => sockets -= 1,
                        Effect::GetTicket | Effect::Ping | Effect::Poll | Effect::GiveUp => {}
                    }
                }
                sockets -= i32::from(closed);
                assert!((0..=1).contains(&sockets), "seed {seed}");
                let asking = run.machine.phase == Phase::Asking;
                assert!(asking || run.machine.wake_at().is_some(), "seed {seed}");
            }
        }
    }
}
