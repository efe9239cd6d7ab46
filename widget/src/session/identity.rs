//! Who the visitor is, as the company signs it. The widget only carries the token and watches its end.

use std::rc::Rc;

use js_sys::wasm_bindgen::JsValue;

use super::Session;
use crate::connection::Input;
use crate::model::{Claims, REFRESH_BEFORE_MS, Verdict, claims, judge};
use crate::shell::{Answered, now};
use crate::wire::identity_request;

/// No two questions to the company within this time.
const ASK_AGAIN_MS: u64 = 30_000;

/// What is known of the visitor.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The signed identity.
    pub token: Option<String>,
    /// When it ends.
    pub ends_at: u64,
    /// Mark of the subject.
    pub mark: Option<String>,
    /// When the company was last asked.
    asked_at: u64,
    /// The edge did not accept what the company signed.
    refused: bool,
}

impl Session {
    /// The company says who the visitor is, or that it is nobody any more.
    pub fn identity_changed(self: &Rc<Self>) {
        let session = Rc::clone(self);
        self.ask_company(move |known| session.become_known(known));
    }

    /// Goes on with a token that is still good, from the company where need be; `None` for the anonymous.
    pub(super) fn identity_token(self: &Rc<Self>, then: impl FnOnce(&Rc<Self>, Option<String>) + 'static) {
        if !self.host.identified() || self.known.borrow().refused {
            return then(self, None);
        }
        let good = self.known.borrow().ends_at > now() + 5_000;
        if good {
            let token = self.known.borrow().token.clone();
            return then(self, token);
        }
        let done = self.alive(move |session, known: Known| {
            let (mark, token) = (known.mark.clone(), known.token.clone());
            // A conversation is being opened with it, so nothing is cleared here.
            *session.known.borrow_mut() = known;
            session.change_record(|record| record.who = mark);
            then(session, token);
        });
        self.ask_company(done);
    }

    /// The edge did not accept it: once a fresh one, then none.
    pub(super) fn identity_refused(&self) {
        let mut known = self.known.borrow_mut();
        let fresh = known.asked_at + ASK_AGAIN_MS > now();
        known.refused = fresh;
        known.ends_at = 0;
        if fresh {
            web_sys::console::warn_1(&JsValue::from_str("Baton: the identity was not accepted"));
        }
    }

    /// When to ask for a fresh one.
    pub(super) fn refresh_at(&self) -> Option<u64> {
        let known = self.known.borrow();
        let begun = self.record.borrow().as_ref().is_some_and(|record| record.id.is_some());
        let at = known.ends_at.saturating_sub(REFRESH_BEFORE_MS).max(known.asked_at + ASK_AGAIN_MS);
        (begun && known.token.is_some() && !known.refused).then_some(at)
    }

    /// Asks for a fresh one where it is time.
    pub(super) fn refresh_identity(self: &Rc<Self>, now: u64) {
        if self.refresh_at().is_some_and(|at| at <= now) {
            self.known.borrow_mut().asked_at = now;
            self.identity_changed();
        }
    }

    fn ask_company(&self, then: impl FnOnce(Known) + 'static) {
        self.host.then(&self.host.identify(), move |token| {
            let Claims { ends_at, mark, token } = claims(&token.and_then(|told| told.as_string()).unwrap_or_default());
            then(Known { token, ends_at, mark, asked_at: now(), refused: false });
        });
    }

    fn become_known(self: &Rc<Self>, known: Known) {
        let mark = known.mark.clone();
        // The company did not answer, which says nothing about who is here.
        if mark.is_none() && self.host.identified() {
            self.known.borrow_mut().asked_at = known.asked_at;
            self.schedule();
            return;
        }
        *self.known.borrow_mut() = known;
        self.forget_earlier_of_others();
        let stored = self.record.borrow().clone().or_else(|| self.store.record());
        if stored.is_some_and(|record| !record.is_for(mark.as_deref())) {
            self.clear();
            return;
        }
        if self.record.borrow().is_none() {
            self.adopt();
        }
        if mark.is_some() {
            self.change_record(|record| record.who = mark);
            self.tell_identity();
        }
    }

    /// Attaches the identity to the conversation that there is.
    pub(super) fn tell_identity(self: &Rc<Self>) {
        let Some((url, token)) = self.address("identity") else { return };
        let Some(identity) = self.known.borrow().token.clone() else { return };
        let body = identity_request(&identity);
        let done = self.alive(|session, answered: Answered| {
            match answered.map_err(|failure| judge(&failure, false)) {
                Err(Verdict::Gone) => session.gone(),
                Err(Verdict::Identity) => session.identity_refused(),
                // Another person than the conversation's: it is not theirs to see.
                Err(Verdict::Stale) => session.clear(),
                Ok(_) | Err(Verdict::Retry | Verdict::Later(_) | Verdict::NotHere | Verdict::Refused(_)) => {}
            }
            session.step(Input::Wake);
        });
        self.host.post(&url, Some(&token), &body, done);
    }
}
