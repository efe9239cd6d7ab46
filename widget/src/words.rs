//! Every sentence that the widget says by itself, in both languages. Short, warm and plain; Chinese is written
//! afresh, with 您. What the bot and people say comes from the edge.

use baton_shared::conversation::PassedOn;
use baton_shared::protocol::Place;
use baton_shared::text::Language;

/// The sentences that never change.
#[derive(Debug)]
pub struct Words {
    /// The way to a person, the same words in every state.
    pub talk_to_person: &'static str,
    /// What that button adds while somebody is coming.
    pub person_called: &'static str,
    /// What that button adds while somebody is there.
    pub person_here: &'static str,
    /// Name of the dialog, before the company's name is known.
    pub chat: &'static str,
    /// Closes the panel.
    pub close: &'static str,
    /// Who answers: the bot.
    pub assistant: &'static str,
    /// Under a person's name.
    pub here_now: &'static str,
    /// Under the company's name once a conversation is closed.
    pub closed: &'static str,
    /// The transcript's name.
    pub transcript: &'static str,
    /// The greeting, where the company's own is not known.
    pub greeting: &'static str,
    /// Under the greeting.
    pub greeting_more: &'static str,
    /// Name of the composer.
    pub message: &'static str,
    /// Shown in the empty composer.
    pub write: &'static str,
    /// The same, once a conversation is closed.
    pub write_again: &'static str,
    /// Sends.
    pub send: &'static str,
    /// On its way.
    pub sending: &'static str,
    /// Arrived.
    pub sent: &'static str,
    /// Did not arrive.
    pub not_sent: &'static str,
    /// Will never arrive.
    pub refused: &'static str,
    /// Too long to arrive.
    pub refused_long: &'static str,
    /// Puts a refused message back into the composer.
    pub edit: &'static str,
    /// In place of an erased text.
    pub erased: &'static str,
    /// Over a source.
    pub source: &'static str,
    /// For those who listen: the link opens another page.
    pub new_tab: &'static str,
    /// Asks about an answer.
    pub did_help: &'static str,
    /// It did.
    pub yes: &'static str,
    /// It did not.
    pub no: &'static str,
    /// What was said: it did.
    pub helped: &'static str,
    /// What was said: it did not.
    pub not_helped: &'static str,
    /// Nothing need be repeated, where nothing was passed on yet.
    pub tell_meanwhile: &'static str,
    /// Waiting, without a computed place.
    pub someone_comes: &'static str,
    /// What may be done while waiting.
    pub keep_place: &'static str,
    /// Nobody is there, and it is not known until when.
    pub nobody_here: &'static str,
    /// Everybody is busy.
    pub all_busy: &'static str,
    /// What one can do then.
    pub how_to_go_on: &'static str,
    /// First choice.
    pub choose_wait: &'static str,
    /// Second choice.
    pub choose_email: &'static str,
    /// Third choice.
    pub choose_call: &'static str,
    /// Label of the address.
    pub email: &'static str,
    /// Label of the number.
    pub telephone: &'static str,
    /// Label of the time.
    pub when: &'static str,
    /// Example of a time.
    pub when_example: &'static str,
    /// Sends a form.
    pub confirm: &'static str,
    /// Leaves a form.
    pub back: &'static str,
    /// The address cannot be one.
    pub bad_email: &'static str,
    /// The number cannot be one.
    pub bad_telephone: &'static str,
    /// What was chosen: to wait.
    pub chose_wait: &'static str,
    /// Chooses again.
    pub change: &'static str,
    /// Over the rating.
    pub rate_score: &'static str,
    /// The scale of satisfaction, from bad to good.
    pub scores: [&'static str; 5],
    /// Second half of the rating.
    pub rate_effort: &'static str,
    /// The scale of effort, from easy to hard.
    pub efforts: [&'static str; 5],
    /// After rating.
    pub rated: &'static str,
    /// The bot closed it.
    pub resolved_bot: &'static str,
    /// A person closed it.
    pub resolved_agent: &'static str,
    /// The visitor closed it.
    pub resolved_you: &'static str,
    /// It goes on.
    pub reopened: &'static str,
    /// The person gave it back.
    pub given_back: &'static str,
    /// The line is down.
    pub offline: &'static str,
    /// The line is being restored.
    pub reconnecting: &'static str,
    /// The edge does not serve this page.
    pub not_here: &'static str,
    /// The earlier conversation is gone.
    pub started_anew: &'static str,
    /// The earlier conversation is being fetched.
    pub loading: &'static str,
    /// Scrolls to the end.
    pub to_latest: &'static str,
    /// Somebody types, for those who listen.
    pub typing: &'static str,
    /// Heading of the suggested questions.
    pub often_asked: &'static str,
    /// Opens what else can be done.
    pub more: &'static str,
    /// The person is not connected at the moment.
    pub away: &'static str,
    /// A person has read it.
    pub read: &'static str,
    /// Copies a message.
    pub copy: &'static str,
    /// It was copied.
    pub copied: &'static str,
    /// It could not be.
    pub not_copied: &'static str,
    /// Draws rows that are further up.
    pub earlier: &'static str,
    /// The list of conversations.
    pub your_conversations: &'static str,
    /// There are none.
    pub no_earlier: &'static str,
    /// One that goes on.
    pub open: &'static str,
    /// Begins anew.
    pub start_over: &'static str,
    /// Ends the conversation.
    pub end: &'static str,
    /// Ways to keep the transcript.
    pub get_transcript: &'static str,
    /// One of them.
    pub download_transcript: &'static str,
    /// The other.
    pub mail_transcript: &'static str,
    /// It was asked for.
    pub transcript_coming: &'static str,
    /// Switches the sound on.
    pub sound_on: &'static str,
    /// Switches it off.
    pub sound_off: &'static str,
    /// The other language, in that language.
    pub other_language: &'static str,
    /// Adds a file.
    pub attach: &'static str,
    /// Takes a file back; its name follows.
    pub remove: &'static str,
    /// Saves a file that was sent; its name follows.
    pub save: &'static str,
    /// More files than a message may carry.
    pub too_many_files: &'static str,
    /// A file over the limit.
    pub file_too_large: &'static str,
    /// A file of a kind that is not taken.
    pub file_kind: &'static str,
    /// A file that did not arrive.
    pub file_not_sent: &'static str,
    /// Shows emoji.
    pub emoji: &'static str,
    /// Over the words that go with a rating.
    pub comment: &'static str,
    /// Takes a notice away.
    pub dismiss: &'static str,
    /// Asks about a notice.
    pub ask_about: &'static str,
    /// Opens an article on the company's site.
    pub on_site: &'static str,
    /// An article that could not be had.
    pub not_loaded: &'static str,
    /// Who wrote, in a transcript: the visitor.
    pub you: &'static str,
}

const EN: Words = Words {
    talk_to_person: "Talk to a person",
    person_called: "called",
    person_here: "here",
    chat: "Chat",
    close: "Close the chat",
    assistant: "Assistant, answers at once",
    here_now: "is here for you",
    closed: "Conversation closed",
    transcript: "Conversation",
    greeting: "Hi, how can we help?",
    greeting_more: "Ask in your own words. A colleague is one click away.",
    message: "Your message",
    write: "Write a message",
    write_again: "Write to go on",
    send: "Send",
    sending: "Sending",
    sent: "Sent",
    not_sent: "Not sent. Try again",
    refused: "This message can't be sent as it is.",
    refused_long: "This message is too long.",
    edit: "Edit",
    erased: "This message was removed.",
    source: "Source",
    new_tab: "opens in a new tab",
    did_help: "Did this help?",
    yes: "Yes",
    no: "No",
    helped: "You said this helped",
    not_helped: "You said this didn't help",
    tell_meanwhile: "Tell us here what it is about, and they'll have it when they come.",
    someone_comes: "They'll answer here.",
    keep_place: "You can close this window; we'll keep your place.",
    nobody_here: "Nobody is here right now.",
    all_busy: "Everyone is with other customers right now.",
    how_to_go_on: "Nothing you wrote is lost. How would you like to go on?",
    choose_wait: "Wait here",
    choose_email: "Get an answer by email",
    choose_call: "Get a call",
    email: "Your email address",
    telephone: "Your phone number",
    when: "When suits you (optional)",
    when_example: "Tomorrow after 10",
    confirm: "Send",
    back: "Back",
    bad_email: "Check the address. It should look like name@example.com.",
    bad_telephone: "Check the number. Digits, spaces, + and - are fine.",
    chose_wait: "You're waiting. We'll keep your place, also when you close this window.",
    change: "Change",
    rate_score: "How was it?",
    scores: ["Bad", "Poor", "Fair", "Good", "Very good"],
    rate_effort: "How much work was it for you?",
    efforts: ["None", "Little", "Some", "Much", "Too much"],
    rated: "Thank you. We read every one.",
    resolved_bot: "Glad that helped.",
    resolved_agent: "This conversation is closed.",
    resolved_you: "You closed this conversation.",
    reopened: "The conversation goes on",
    given_back: "The assistant is back. A colleague is still one click away.",
    offline: "You're offline. What you write is sent when you're back.",
    reconnecting: "Connecting again",
    not_here: "The chat isn't available on this page.",
    started_anew: "The earlier conversation is no longer available, so this is a new one.",
    loading: "Fetching your conversation",
    to_latest: "Go to the latest message",
    typing: "is typing",
    often_asked: "Often asked",
    more: "More",
    away: "is away for a moment",
    read: "Read",
    copy: "Copy",
    copied: "Copied",
    not_copied: "Select the text to copy it",
    earlier: "Show earlier messages",
    your_conversations: "Your conversations",
    no_earlier: "Your conversations will stand here.",
    open: "Open",
    start_over: "Start a new conversation",
    end: "End this conversation",
    get_transcript: "Keep a copy",
    download_transcript: "Save as a text file",
    mail_transcript: "Send it by email",
    transcript_coming: "It's on its way to you.",
    sound_on: "Turn sound on",
    sound_off: "Turn sound off",
    other_language: "中文",
    attach: "Add a file",
    remove: "Remove",
    save: "Save",
    too_many_files: "Five files fit into one message. Send these first.",
    file_too_large: "A file can have 10 MB at most.",
    file_kind: "Pictures, PDF, text and office documents can be sent.",
    file_not_sent: "This file didn't get through. Remove it and add it again.",
    emoji: "Emoji",
    comment: "Anything to add? (optional)",
    dismiss: "Dismiss",
    ask_about: "Ask about this",
    on_site: "Open on our site",
    not_loaded: "This can't be shown right now. Try again in a moment.",
    you: "You",
};

const ZH: Words = Words {
    talk_to_person: "转人工",
    person_called: "已呼叫",
    person_here: "已接通",
    chat: "在线客服",
    close: "关闭聊天",
    assistant: "智能助手，随问随答",
    here_now: "正在为您服务",
    closed: "对话已结束",
    transcript: "对话",
    greeting: "您好，有什么可以帮您？",
    greeting_more: "直接说就好，随时可以转人工。",
    message: "您的消息",
    write: "请输入您的问题",
    write_again: "继续说就好",
    send: "发送",
    sending: "发送中",
    sent: "已发送",
    not_sent: "未发送，点此重试",
    refused: "这条消息没能发出去。",
    refused_long: "这条消息太长了。",
    edit: "修改",
    erased: "这条消息已删除。",
    source: "来源",
    new_tab: "在新标签页打开",
    did_help: "这个回答有帮助吗？",
    yes: "有",
    no: "没有",
    helped: "您觉得有帮助",
    not_helped: "您觉得没帮上忙",
    tell_meanwhile: "您可以先在这里说说情况，同事一来就能看到。",
    someone_comes: "同事会在这里回复您。",
    keep_place: "可以先关掉窗口，位置会为您保留。",
    nobody_here: "现在没有客服在线。",
    all_busy: "同事都在接待其他客户。",
    how_to_go_on: "您说过的都会保留。接下来您想怎么做？",
    choose_wait: "在这里等",
    choose_email: "用邮件回复我",
    choose_call: "给我回电话",
    email: "您的邮箱",
    telephone: "您的电话",
    when: "方便的时间（选填）",
    when_example: "明天上午十点以后",
    confirm: "提交",
    back: "返回",
    bad_email: "请检查邮箱，格式如 name@example.com。",
    bad_telephone: "请检查号码，只能填数字、空格、+ 和 -。",
    chose_wait: "正在为您排队，关掉窗口也会保留位置。",
    change: "修改",
    rate_score: "这次服务怎么样？",
    scores: ["很差", "较差", "一般", "满意", "很满意"],
    rate_effort: "您费了多少劲？",
    efforts: ["没费劲", "一点点", "有一些", "比较多", "太多了"],
    rated: "谢谢您，每条评价我们都会看。",
    resolved_bot: "能帮到您就好。",
    resolved_agent: "本次对话已结束。",
    resolved_you: "您结束了本次对话。",
    reopened: "对话继续",
    given_back: "助手回来了，您随时可以再转人工。",
    offline: "网络已断开，恢复后会自动发送。",
    reconnecting: "正在重新连接",
    not_here: "这个页面暂时不能聊天。",
    started_anew: "之前的对话已不可用，这是新的对话。",
    loading: "正在读取您的对话",
    to_latest: "跳到最新消息",
    typing: "正在输入",
    often_asked: "常见问题",
    more: "更多",
    away: "暂时离开，马上回来",
    read: "已读",
    copy: "复制",
    copied: "已复制",
    not_copied: "请选中文字后复制",
    earlier: "查看更早的消息",
    your_conversations: "历史对话",
    no_earlier: "您的对话会显示在这里。",
    open: "进行中",
    start_over: "开始新对话",
    end: "结束对话",
    get_transcript: "保存对话",
    download_transcript: "存为文本文件",
    mail_transcript: "发到邮箱",
    transcript_coming: "已发出，请留意邮箱。",
    sound_on: "打开提示音",
    sound_off: "关闭提示音",
    other_language: "English",
    attach: "添加文件",
    remove: "移除",
    save: "下载",
    too_many_files: "一条消息最多五个文件，请先发送这些。",
    file_too_large: "单个文件不能超过 10 MB。",
    file_kind: "可以发送图片、PDF、文本和办公文档。",
    file_not_sent: "文件没有传上去，请移除后重新添加。",
    emoji: "表情",
    comment: "还有什么想说的？（选填）",
    dismiss: "关闭",
    ask_about: "了解详情",
    on_site: "在网站上打开",
    not_loaded: "暂时打不开，请稍后再试。",
    you: "您",
};

/// The sentences of a language.
pub fn words(language: Language) -> &'static Words {
    match language {
        Language::En => &EN,
        Language::Zh => &ZH,
    }
}

/// That somebody is being brought in.
pub fn bringing(language: Language, team: &str) -> String {
    match (language, team.is_empty()) {
        (Language::En, true) => "I'm bringing in a colleague.".to_owned(),
        (Language::En, false) => format!("I'm bringing in someone from {team}."),
        (Language::Zh, true) => "我请同事来跟进。".to_owned(),
        (Language::Zh, false) => format!("我请{team}的同事来跟进。"),
    }
}

/// That a team has it, where nobody of it can come at once.
pub fn passed_to(language: Language, team: &str) -> String {
    match (language, team.is_empty()) {
        (Language::En, true) => "I've passed this on to a colleague.".to_owned(),
        (Language::En, false) => format!("I've passed this on to {team}."),
        (Language::Zh, true) => "已转给同事。".to_owned(),
        (Language::Zh, false) => format!("已转给{team}。"),
    }
}

/// What they already have; where that does not say what it is about, the visitor may say it meanwhile.
pub fn passed_on(language: Language, items: &[PassedOn]) -> String {
    let says_why = items.iter().any(|item| match item {
        PassedOn::Transcript | PassedOn::Question | PassedOn::Tried => true,
        PassedOn::Identity | PassedOn::Page => false,
    });
    let names: Vec<&str> = items.iter().map(|item| passed_on_item(language, *item)).collect();
    let tell = words(language).tell_meanwhile;
    let Some((last, rest)) = names.split_last() else { return tell.to_owned() };
    match language {
        Language::En => {
            let all = if rest.is_empty() { (*last).to_owned() } else { format!("{} and {last}", rest.join(", ")) };
            if says_why {
                format!("They already have {all}, so you won't have to repeat it.")
            } else {
                format!("They already have {all}. {tell}")
            }
        }
        Language::Zh => {
            let all = names.join("、");
            if says_why {
                format!("{all}都已转给对方，您不用再说一遍。")
            } else {
                format!("{all}已转给对方。{tell}")
            }
        }
    }
}

fn passed_on_item(language: Language, item: PassedOn) -> &'static str {
    match (language, item) {
        (Language::En, PassedOn::Transcript) => "this conversation",
        (Language::En, PassedOn::Question) => "your question",
        (Language::En, PassedOn::Tried) => "what we tried",
        (Language::En, PassedOn::Identity) => "your account",
        (Language::En, PassedOn::Page) => "the page you're on",
        (Language::Zh, PassedOn::Transcript) => "聊天记录",
        (Language::Zh, PassedOn::Question) => "您的问题",
        (Language::Zh, PassedOn::Tried) => "刚才试过的办法",
        (Language::Zh, PassedOn::Identity) => "您的账户",
        (Language::Zh, PassedOn::Page) => "您所在的页面",
    }
}

/// Where the visitor stands in line.
pub fn place(language: Language, place: Place) -> String {
    let minutes = place.minutes.map(|minutes| minutes.max(1));
    match language {
        Language::En => {
            let ahead = match place.ahead {
                0 => "You're next in line".to_owned(),
                1 => "You're second in line".to_owned(),
                2 => "You're third in line".to_owned(),
                ahead => format!("There are {ahead} people before you"),
            };
            match minutes {
                None => format!("{ahead}."),
                Some(1) => format!("{ahead}, about 1 minute."),
                Some(minutes) => format!("{ahead}, about {minutes} minutes."),
            }
        }
        Language::Zh => {
            let ahead = match place.ahead {
                0 => "下一位就是您".to_owned(),
                ahead => format!("您前面还有 {ahead} 位"),
            };
            minutes.map_or_else(|| format!("{ahead}。"), |minutes| format!("{ahead}，大约 {minutes} 分钟。"))
        }
    }
}

/// That nobody is there until a time, already worded in the visitor's time zone.
pub fn opens(language: Language, time: &str) -> String {
    match language {
        Language::En => format!("Nobody is here until {time}."),
        Language::Zh => format!("客服{time}上班。"),
    }
}

/// A time of day on a day: 0 today, 1 tomorrow, else the named day.
pub fn day_and_time(language: Language, days_ahead: i64, day: &str, time: &str) -> String {
    match (language, days_ahead) {
        (Language::En, 0) => format!("{time} today"),
        (Language::En, 1) => format!("{time} tomorrow"),
        (Language::En, _) => format!("{time} on {day}"),
        (Language::Zh, 0) => format!("今天 {time} "),
        (Language::Zh, 1) => format!("明天 {time} "),
        (Language::Zh, _) => format!("{day} {time} "),
    }
}

/// That an answer comes by email.
pub fn chose_email(language: Language, address: &str) -> String {
    match language {
        Language::En => format!("We'll write to {address}. You can go on here, too."),
        Language::Zh => format!("我们会回复到 {address}，您也可以继续在这里说。"),
    }
}

/// That somebody calls.
pub fn chose_call(language: Language, number: &str, when: Option<&str>) -> String {
    match (language, when) {
        (Language::En, None) => format!("We'll call {number}. You can go on here, too."),
        (Language::En, Some(when)) => format!("We'll call {number} ({when}). You can go on here, too."),
        (Language::Zh, None) => format!("我们会拨打 {number} 联系您，您也可以继续在这里说。"),
        (Language::Zh, Some(when)) => format!("我们会拨打 {number} 联系您（{when}），您也可以继续在这里说。"),
    }
}

/// That an address was left, once it is erased.
pub fn chose_erased(language: Language) -> &'static str {
    match language {
        Language::En => "The address you left was removed.",
        Language::Zh => "您留下的联系方式已删除。",
    }
}

/// That a person is here.
pub fn joined(language: Language, name: &str) -> String {
    match language {
        Language::En => format!("{name} is here"),
        Language::Zh => format!("{name}已接入"),
    }
}

/// Who is expected, under the company's name; `later` where nobody can come at once.
pub fn expected(language: Language, team: &str, later: bool) -> String {
    match (language, team.is_empty(), later) {
        (Language::En, true, false) => "A colleague has been called".to_owned(),
        (Language::En, false, false) => format!("{team} has been called"),
        (Language::En, true, true) => "A colleague will answer".to_owned(),
        (Language::En, false, true) => format!("{team} will answer"),
        (Language::Zh, true, false) => "已为您呼叫同事".to_owned(),
        (Language::Zh, false, false) => format!("已为您呼叫{team}"),
        (Language::Zh, true, true) => "同事会回复您".to_owned(),
        (Language::Zh, false, true) => format!("{team}会回复您"),
    }
}

/// By how much a message is too long, in bytes.
pub fn too_long(language: Language, over: usize) -> String {
    match language {
        Language::En => format!("Too long by about {over} characters. Shorten it, or send it in two parts."),
        // A Chinese character takes three bytes.
        Language::Zh => format!("超出约 {} 个字，请精简一下，或分两条发送。", over.div_ceil(3)),
    }
}

/// How far a file got.
pub fn uploading(language: Language, percent: u8) -> String {
    match language {
        Language::En => format!("Uploading, {percent}%"),
        Language::Zh => format!("正在上传 {percent}%"),
    }
}

/// That the transcript goes to an address.
pub fn transcript_to(language: Language, address: Option<&str>) -> String {
    match (language, address) {
        (Language::En, Some(address)) => format!("A copy goes to {address}"),
        (Language::Zh, Some(address)) => format!("对话副本将发到 {address}"),
        (_, None) => chose_erased(language).to_owned(),
    }
}

/// That the edge asks to wait.
pub fn slower(language: Language, seconds: u32) -> String {
    match (language, seconds) {
        (Language::En, 1) => "That was a lot at once. The rest is sent in a second.".to_owned(),
        (Language::En, _) => format!("That was a lot at once. The rest is sent in {seconds} seconds."),
        (Language::Zh, _) => format!("发送得有点快，{seconds} 秒后自动发出。"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_said_as_people_say_them() {
        let cases = [
            (1, Some(4), "You're second in line, about 4 minutes.", "您前面还有 1 位，大约 4 分钟。"),
            (0, None, "You're next in line.", "下一位就是您。"),
            (7, Some(0), "There are 7 people before you, about 1 minute.", "您前面还有 7 位，大约 1 分钟。"),
        ];
        for (ahead, minutes, en, zh) in cases {
            assert_eq!(place(Language::En, Place { ahead, minutes }), en);
            assert_eq!(place(Language::Zh, Place { ahead, minutes }), zh);
        }
    }

    #[test]
    fn what_was_passed_on_is_said_once() {
        let items = [PassedOn::Question, PassedOn::Transcript, PassedOn::Tried];
        let en =
            "They already have your question, this conversation and what we tried, so you won't have to repeat it.";
        assert_eq!(passed_on(Language::En, &items), en);
        assert_eq!(passed_on(Language::Zh, &items), "您的问题、聊天记录、刚才试过的办法都已转给对方，您不用再说一遍。");
        let en =
            "They already have the page you're on. Tell us here what it is about, and they'll have it when they come.";
        assert_eq!(passed_on(Language::En, &[PassedOn::Page]), en);
        let zh = "您所在的页面已转给对方。您可以先在这里说说情况，同事一来就能看到。";
        assert_eq!(passed_on(Language::Zh, &[PassedOn::Page]), zh);
        assert_eq!(passed_on(Language::En, &[]), words(Language::En).tell_meanwhile);
    }

    #[test]
    fn the_voice_is_kept() {
        for language in Language::ALL {
            let all = format!("{:?}", words(language));
            assert!(!all.contains(['!', '！', '—', '–']), "{all}");
            assert!(!all.to_lowercase().contains("unfortunately"));
        }
        assert!(!format!("{ZH:?}").contains('你'));
    }
}
