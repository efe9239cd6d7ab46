//! Every sentence that the widget says by itself. They stand in `words/en.json` and `words/zh.json`: short, warm and
//! plain; Chinese is written afresh, with 您. The loader brings those of one language, as a list of texts in the order of
//! the fields below. What the bot and people say comes from the edge.

use baton_shared::conversation::PassedOn;
use baton_shared::protocol::Place;
use baton_shared::text::Language;

/// Stands for what a sentence is about.
const GAP: &str = "{}";

/// The sentences of one language. `{}` in one stands for what it is about; methods put that in.
#[derive(Debug)]
pub struct Words(Vec<&'static str>);

/// Defines a method for each place in the list: of one sentence, or of a few that belong together, by their number.
macro_rules! sentences {
    ($($(#[$about:meta])* $name:ident $([$count:literal])?,)*) => {
        #[allow(non_camel_case_types)]
        enum Sentence { $($name,)* }

        impl Words {
            $(sentences! { @method $(#[$about])* $name $([$count])? })*

            /// Their names, each with how many sentences it stands for.
            #[cfg(test)]
            const NAMES: &[(&str, usize)] = &[$((stringify!($name), 1 $(- 1 + $count)?),)*];
        }
    };
    (@method $(#[$about:meta])* $name:ident) => {
        $(#[$about])*
        pub fn $name(&self) -> &'static str {
            self.at(Sentence::$name as usize)
        }
    };
    (@method $(#[$about:meta])* $name:ident [$count:literal]) => {
        $(#[$about])*
        pub fn $name(&self, number: usize) -> &'static str {
            self.at(Sentence::$name as usize).split('\n').nth(number).unwrap_or_default()
        }
    };
}

sentences! {
    /// The way to a person, the same words in every state.
    talk_to_person,
    /// What that button adds while somebody is coming.
    person_called,
    /// What that button adds while somebody is there.
    person_here,
    /// Name of the dialog, before the company's name is known.
    chat,
    /// Closes the panel.
    close,
    /// Who answers: the bot.
    assistant,
    /// Under a person's name.
    here_now,
    /// Under the company's name once a conversation is closed.
    closed,
    /// The transcript's name.
    transcript,
    /// The greeting, where the company's own is not known.
    greeting,
    /// Under the greeting.
    greeting_more,
    /// Name of the composer.
    message,
    /// Shown in the empty composer.
    write,
    /// The same, once a conversation is closed.
    write_again,
    /// Sends.
    send,
    /// On its way.
    sending,
    /// Arrived.
    sent,
    /// Did not arrive.
    not_sent,
    /// Will never arrive.
    refused,
    /// Too long to arrive.
    refused_long,
    /// Puts a refused message back into the composer.
    edit,
    /// In place of an erased text.
    erased,
    /// Over a source.
    source,
    /// For those who listen: the link opens another page.
    new_tab,
    /// Asks about an answer.
    did_help,
    /// It did.
    yes,
    /// It did not.
    no,
    /// What was said: it did.
    helped,
    /// What was said: it did not.
    not_helped,
    /// Nothing need be repeated, where nothing was passed on yet.
    tell_meanwhile,
    /// Waiting, without a computed place.
    someone_comes,
    /// What may be done while waiting.
    keep_place,
    /// Nobody is there, and it is not known until when.
    nobody_here,
    /// Everybody is busy.
    all_busy,
    /// What one can do then.
    how_to_go_on,
    /// First choice.
    choose_wait,
    /// Second choice.
    choose_email,
    /// Third choice.
    choose_call,
    /// Label of the address.
    email,
    /// Label of the number.
    telephone,
    /// Label of the time.
    when,
    /// Example of a time.
    when_example,
    /// Sends a form.
    confirm,
    /// Leaves a form.
    back,
    /// The address cannot be one.
    bad_email,
    /// The number cannot be one.
    bad_telephone,
    /// What was chosen: to wait.
    chose_wait,
    /// Chooses again.
    change,
    /// Over the rating.
    rate_score,
    /// The scale of satisfaction, from bad to good.
    scores[5],
    /// Second half of the rating.
    rate_effort,
    /// The scale of effort, from easy to hard.
    efforts[5],
    /// After rating.
    rated,
    /// The bot closed it.
    resolved_bot,
    /// A person closed it.
    resolved_agent,
    /// The visitor closed it.
    resolved_you,
    /// It goes on.
    reopened,
    /// The person gave it back.
    given_back,
    /// The line is down.
    offline,
    /// The line is being restored.
    reconnecting,
    /// The edge does not serve this page.
    not_here,
    /// The earlier conversation is gone.
    started_anew,
    /// The earlier conversation is being fetched.
    loading,
    /// Scrolls to the end.
    to_latest,
    /// Somebody types, for those who listen.
    typing,
    /// Heading of the suggested questions.
    often_asked,
    /// Opens what else can be done.
    more,
    /// The person is not connected at the moment.
    away,
    /// A person has read it.
    read,
    /// Copies a message.
    copy,
    /// It was copied.
    copied,
    /// It could not be.
    not_copied,
    /// Draws rows that are further up.
    earlier,
    /// The list of conversations.
    your_conversations,
    /// There are none.
    no_earlier,
    /// One that goes on.
    open,
    /// In the list of conversations: one that is closed.
    ended,
    /// Begins anew.
    start_over,
    /// Ends the conversation.
    end,
    /// Ways to keep the transcript.
    get_transcript,
    /// One of them.
    download_transcript,
    /// The other.
    mail_transcript,
    /// It was asked for.
    transcript_coming,
    /// Switches the sound on.
    sound_on,
    /// Switches it off.
    sound_off,
    /// The other language, in that language.
    other_language,
    /// Adds a file.
    attach,
    /// Takes a file back; its name follows.
    remove,
    /// Saves a file that was sent; its name follows.
    save,
    /// More files than a message may carry.
    too_many_files,
    /// A file over the limit.
    file_too_large,
    /// A file of a kind that is not taken.
    file_kind,
    /// A file that did not arrive.
    file_not_sent,
    /// Shows emoji.
    emoji,
    /// Over the words that go with a rating.
    comment,
    /// Takes a notice away.
    dismiss,
    /// Asks about a notice.
    ask_about,
    /// Opens an article on the company's site.
    on_site,
    /// An article that could not be had.
    not_loaded,
    /// Who wrote, in a transcript: the visitor.
    you,
    /// That somebody is being brought in: of no team in particular, of a team.
    bringing_team[2],
    /// That a team has it, where nobody of it can come at once.
    passed_to_team[2],
    /// What they already have: where that says what it is about, and where it does not.
    they_have[2],
    /// What can be passed on: transcript, question, what was tried, identity, page.
    items[5],
    /// Between two of them, and before the last.
    item_joins[2],
    /// Where the visitor stands in line: by how many are before them, the last for any number.
    ahead[4],
    /// How long it takes: not known, one minute, more. Each ends the sentence.
    minutes[3],
    /// That nobody is there until a time.
    opens_at,
    /// A time today, tomorrow, on a day.
    on_day[3],
    /// That an answer comes by email.
    chose_email_to,
    /// That somebody calls.
    chose_call_to,
    /// The same, where the visitor said when.
    chose_call_when,
    /// That an address was left, once it is erased.
    chose_erased,
    /// That a person is here.
    has_joined,
    /// Who is expected: a colleague, a team.
    expected_team[2],
    /// The same, where nobody can come at once.
    expected_team_later[2],
    /// By how many characters a message is too long.
    too_long_by,
    /// How far a file got, in percent.
    uploading_at,
    /// That the transcript goes to an address.
    transcript_goes_to,
    /// That the edge asks to wait: a second, some seconds.
    slower_by[2],
}

impl Words {
    /// Out of a list of texts. They are kept as long as the page is: there is a list for each language, at most.
    pub fn of(texts: Vec<String>) -> &'static Self {
        let keep = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
        Box::leak(Box::new(Self(texts.into_iter().map(keep).collect())))
    }

    #[inline(never)]
    fn at(&self, place: usize) -> &'static str {
        self.0.get(place).copied().unwrap_or_default()
    }

    /// That somebody is being brought in.
    pub fn bringing(&self, team: &str) -> String {
        fill(self.bringing_team(about(team)), team)
    }

    /// That a team has it, where nobody of it can come at once.
    pub fn passed_to(&self, team: &str) -> String {
        fill(self.passed_to_team(about(team)), team)
    }

    /// Who is expected, under the company's name; `later` where nobody can come at once.
    pub fn expected(&self, team: &str, later: bool) -> String {
        let sentence = if later { Self::expected_team_later } else { Self::expected_team };
        fill(sentence(self, about(team)), team)
    }

    /// What they already have; where that does not say what it is about, the visitor may say it meanwhile.
    pub fn passed_on(&self, items: &[PassedOn]) -> String {
        let says_why = items.iter().any(|item| match item {
            PassedOn::Transcript | PassedOn::Question | PassedOn::Tried => true,
            PassedOn::Identity | PassedOn::Page => false,
        });
        let mut all = String::new();
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                all.push_str(self.item_joins(usize::from(at + 1 == items.len())));
            }
            all.push_str(self.items(match item {
                PassedOn::Transcript => 0,
                PassedOn::Question => 1,
                PassedOn::Tried => 2,
                PassedOn::Identity => 3,
                PassedOn::Page => 4,
            }));
        }
        match (all.is_empty(), says_why) {
            (true, _) => self.tell_meanwhile().to_owned(),
            (false, true) => fill(self.they_have(0), &all),
            (false, false) => fill(self.they_have(1), &all) + self.tell_meanwhile(),
        }
    }

    /// Where the visitor stands in line.
    pub fn place(&self, place: Place) -> String {
        let Place { ahead, minutes } = place;
        let stands = self.ahead(ahead.min(3) as usize);
        // Not known, one, more.
        let takes = self.minutes(minutes.map_or(0, |minutes| minutes.clamp(1, 2)) as usize);
        number(stands, ahead.into()) + &number(takes, minutes.unwrap_or_default().into())
    }

    /// That nobody is there until a time, already worded in the visitor's time zone.
    pub fn opens(&self, time: &str) -> String {
        fill(self.opens_at(), time)
    }

    /// A time of day on a day: 0 today, 1 tomorrow, else the named day.
    pub fn day_and_time(&self, days_ahead: u32, day: &str, time: &str) -> String {
        self.on_day(days_ahead.min(2) as usize).replace("{time}", time).replace("{day}", day)
    }

    /// That an answer comes by email.
    pub fn chose_email(&self, address: &str) -> String {
        fill(self.chose_email_to(), address)
    }

    /// That somebody calls.
    pub fn chose_call(&self, telephone: &str, when: Option<&str>) -> String {
        match when {
            None => fill(self.chose_call_to(), telephone),
            Some(when) => fill(self.chose_call_when(), telephone).replace("{when}", when),
        }
    }

    /// That a person is here.
    pub fn joined(&self, name: &str) -> String {
        fill(self.has_joined(), name)
    }

    /// By how much a message is too long, in bytes.
    pub fn too_long(&self, language: Language, over: usize) -> String {
        // A Chinese character takes three bytes.
        let characters = if language == Language::Zh { over.div_ceil(3) } else { over };
        number(self.too_long_by(), characters as u64)
    }

    /// How far a file got.
    pub fn uploading(&self, percent: u8) -> String {
        number(self.uploading_at(), percent.into())
    }

    /// That the transcript goes to an address.
    pub fn transcript_to(&self, address: Option<&str>) -> String {
        fill(address.map_or(self.chose_erased(), |_| self.transcript_goes_to()), address.unwrap_or_default())
    }

    /// That the edge asks to wait.
    pub fn slower(&self, seconds: u32) -> String {
        number(self.slower_by(usize::from(seconds != 1)), seconds.into())
    }
}

/// Which of two sentences: about nobody in particular, or about somebody.
fn about(whom: &str) -> usize {
    usize::from(!whom.is_empty())
}

fn fill(sentence: &str, with: &str) -> String {
    sentence.replace(GAP, with)
}

fn number(sentence: &str, with: u64) -> String {
    fill(sentence, &with.to_string())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::wire::Json;

    fn file(language: Language) -> Json {
        Json::parse(match language {
            Language::En => include_str!("../words/en.json"),
            Language::Zh => include_str!("../words/zh.json"),
        })
        .unwrap()
    }

    fn texts(of: &Json) -> Vec<String> {
        of.owned().map_or_else(|| of.list().iter().filter_map(Json::owned).collect(), |text| vec![text])
    }

    /// The sentences of a language, as the loader hands them over.
    pub(crate) fn words(language: Language) -> &'static Words {
        let Json::Object(fields) = file(language) else { panic!("the sentences are no object") };
        Words::of(fields.iter().map(|(_, value)| texts(value).join("\n")).collect())
    }

    #[test]
    fn each_file_has_each_sentence_in_its_place() {
        for language in Language::ALL {
            let Json::Object(fields) = file(language) else { panic!("the sentences are no object") };
            let found: Vec<(&str, usize)> =
                fields.iter().map(|(name, value)| (name.as_str(), texts(value).len())).collect();
            assert_eq!(found, Words::NAMES);
        }
    }

    #[test]
    fn places_are_said_as_people_say_them() {
        let cases = [
            (1, Some(4), "You're second in line, about 4 minutes.", "您前面还有 1 位，大约 4 分钟。"),
            (0, None, "You're next in line.", "下一位就是您。"),
            (7, Some(0), "There are 7 people before you, about 1 minute.", "您前面还有 7 位，大约 1 分钟。"),
        ];
        for (ahead, minutes, en, zh) in cases {
            assert_eq!(words(Language::En).place(Place { ahead, minutes }), en);
            assert_eq!(words(Language::Zh).place(Place { ahead, minutes }), zh);
        }
    }

    #[test]
    fn what_was_passed_on_is_said_once() {
        let (in_english, in_chinese) = (words(Language::En), words(Language::Zh));
        let items = [PassedOn::Question, PassedOn::Transcript, PassedOn::Tried];
        let en =
            "They already have your question, this conversation and what we tried, so you won't have to repeat it.";
        assert_eq!(in_english.passed_on(&items), en);
        assert_eq!(in_chinese.passed_on(&items), "您的问题、聊天记录、刚才试过的办法都已转给对方，您不用再说一遍。");
        let en =
            "They already have the page you're on. Tell us here what it is about, and they'll have it when they come.";
        assert_eq!(in_english.passed_on(&[PassedOn::Page]), en);
        let zh = "您所在的页面已转给对方。您可以先在这里说说情况，同事一来就能看到。";
        assert_eq!(in_chinese.passed_on(&[PassedOn::Page]), zh);
        assert_eq!(in_english.passed_on(&[]), in_english.tell_meanwhile());
    }

    #[test]
    fn sentences_say_what_they_are_about() {
        let (in_english, in_chinese) = (words(Language::En), words(Language::Zh));
        assert_eq!(in_english.bringing(""), "I'm bringing in a colleague.");
        assert_eq!(in_chinese.expected("网络组", true), "网络组会回复您");
        assert_eq!(in_english.day_and_time(3, "Monday", "9:00"), "9:00 on Monday");
        assert_eq!(in_chinese.day_and_time(1, "星期一", "9:00"), "明天 9:00 ");
        assert_eq!(in_english.chose_call("555", Some("at 9")), "We'll call 555 (at 9). You can go on here, too.");
        assert_eq!(in_chinese.too_long(Language::Zh, 4), "超出约 2 个字，请精简一下，或分两条发送。");
    }

    #[test]
    fn the_voice_is_kept() {
        for language in Language::ALL {
            let all = format!("{:?}", words(language));
            assert!(!all.contains(['!', '！', '—', '–']), "{all}");
            assert!(!all.to_lowercase().contains("unfortunately"));
        }
        assert!(!format!("{:?}", words(Language::Zh)).contains('你'));
    }
}
