//! What is kept on the visitor's device about a conversation, from the first message on.

/// One conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The secret that authorises this conversation.
    pub token: String,
    /// Id of the opening request, the same at each attempt.
    pub request: String,
    /// The conversation's id, once the edge gave it.
    pub id: Option<String>,
    /// Number of the latest event that was on the screen.
    pub seen: u64,
    /// Whether it still goes on.
    pub open: bool,
    /// Mark of the person who was signed in; see [`super::Claims`].
    pub who: Option<String>,
}

/// A conversation that the visitor may go back to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Earlier {
    /// The conversation's id.
    pub id: String,
    /// Its secret, where it began on this device; else the visitor's identity opens it.
    pub token: Option<String>,
    /// How it began, or what was said last.
    pub preview: String,
    /// When something last happened, in milliseconds since the epoch.
    pub updated_at: u64,
    /// Whether it still goes on.
    pub open: bool,
    /// Mark of the person whose it is, where somebody was signed in.
    pub who: Option<String>,
}

impl Earlier {
    /// Whether it may be shown to somebody with this mark.
    pub fn is_for(&self, mark: Option<&str>) -> bool {
        self.who.as_deref().is_none_or(|who| Some(who) == mark)
    }
}

impl Record {
    /// Whether it may be shown to somebody with this mark: a conversation of a person who was signed in is
    /// shown to nobody else.
    pub fn is_for(&self, mark: Option<&str>) -> bool {
        self.who.as_deref().is_none_or(|who| Some(who) == mark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shared_computer_shows_nothing_of_the_last_person() {
        let anonymous = Record::default();
        let known = Record { who: Some("a".to_owned()), ..Record::default() };
        let cases = [(&anonymous, None, true), (&anonymous, Some("a"), true), (&known, Some("a"), true)];
        for (record, mark, expect) in cases.into_iter().chain([(&known, None, false), (&known, Some("b"), false)]) {
            assert_eq!(record.is_for(mark), expect, "{record:?} {mark:?}");
        }
    }
}
