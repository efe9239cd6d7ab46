//! The words of the edge's own pages, in both languages. Short, warm, plain; Chinese is written afresh.

use baton_shared::policy::Priority;
use baton_shared::text::Language;

/// A text of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    ReplyTitle,
    CustomerWaits,
    LastMessageOnly,
    NoMessage,
    Continue,
    Conversation,
    YoursNow,
    TakenBy,
    TakenHint,
    RevenueAtStake,
    KeyDetails,
    Verified,
    NotVerified,
    Unverified,
    Name,
    Email,
    CustomerId,
    Tier,
    Tenure,
    Contact,
    SuitableTime,
    Page,
    WantsEmail,
    WantsCall,
    Why,
    Brief,
    OpeningQuestion,
    Tried,
    NothingTried,
    Helped,
    DidNotHelp,
    NotRated,
    LatestMessage,
    Erased,
    Attached,
    Customer,
    Bot,
    Colleague,
    YourReply,
    ConfirmFirst,
    DraftHint,
    YourName,
    YourNameHint,
    Text,
    Send,
    NotSent,
    ErrorAuthor,
    ErrorEmpty,
    ErrorTooLong,
    ErrorForm,
    ErrorOther,
    SentTitle,
    SentFirst,
    SentAgain,
    BackToConversation,
    TakenNotSent,
    WhatYouWrote,
    SeeConversation,
    OverTitle,
    OverText,
    RevokedTitle,
    RevokedText,
    UnknownTitle,
    UnknownText,
    TryAgainTitle,
    TryAgainText,
    TryAgain,
    SignInTitle,
    SignInText,
    InvitedBy,
    ComeBack,
    ComeBackThen,
    ContinueAs,
    ExpiredTitle,
    ExpiredText,
    ToConsole,
    UsedTitle,
    UsedText,
    InvalidTitle,
    InvalidText,
    GoneTitle,
    GoneText,
    ChatTitle,
    ChatKept,
    ChatOpen,
    ChatFailed,
    ChatNeedsScript,
}

impl Word {
    /// The words in a language.
    pub(super) fn say(self, language: Language) -> &'static str {
        let (en, zh) = self.both();
        match language {
            Language::En => en,
            Language::Zh => zh,
        }
    }

    #[expect(clippy::too_many_lines, reason = "one table")]
    fn both(self) -> (&'static str, &'static str) {
        match self {
            Self::ReplyTitle => ("A customer needs a person", "有客户需要人工"),
            Self::CustomerWaits => (
                "This is the customer's latest message. Continue to see the whole conversation and to reply.",
                "这是客户最近的一条消息。继续后可以看到完整对话并回复。",
            ),
            Self::LastMessageOnly => ("Latest message", "最近一条消息"),
            Self::NoMessage => {
                ("The customer asked for a person without writing anything.", "客户直接要求人工，还没有写下内容。")
            }
            Self::Continue => ("Continue", "继续"),
            Self::Conversation => ("Conversation", "对话"),
            Self::YoursNow => (
                "has this conversation. Replies under the same name go on from here.",
                "正在处理这次对话。用同一姓名可以继续回复。",
            ),
            Self::TakenBy => ("has this conversation", "正在处理这次对话"),
            Self::TakenHint => {
                ("You can read along. To reply, ask them to give it back.", "您可以查看。如需回复，请先请对方交还。")
            }
            Self::RevenueAtStake => ("Revenue at stake", "涉及营收"),
            Self::KeyDetails => ("Key details", "关键信息"),
            Self::Verified => ("Verified by your company", "公司已核实"),
            Self::NotVerified => ("Nobody has vouched for who this is.", "客户未登录，身份未经核实。"),
            Self::Unverified => ("Said by the customer, not verified", "客户自述，未核实"),
            Self::Name => ("Name", "姓名"),
            Self::Email => ("Email", "邮箱"),
            Self::CustomerId => ("Customer number", "客户编号"),
            Self::Tier => ("Level", "等级"),
            Self::Tenure => ("Customer for", "成为客户"),
            Self::Contact => ("Contact", "联系方式"),
            Self::SuitableTime => ("A good time", "方便的时间"),
            Self::Page => ("Page", "页面"),
            Self::WantsEmail => ("Asked to be answered by email", "希望邮件答复"),
            Self::WantsCall => ("Asked to be called back", "希望电话回复"),
            Self::Why => ("Why a person is needed", "转人工的原因"),
            Self::Brief => ("In short", "概要"),
            Self::OpeningQuestion => ("Opening question", "最初的问题"),
            Self::Tried => ("What was tried", "试过的办法"),
            Self::NothingTried => ("No answer was given yet.", "还没有给过答案。"),
            Self::Helped => ("helped", "有帮助"),
            Self::DidNotHelp => ("did not help", "没有帮助"),
            Self::NotRated => ("no word on it yet", "客户未评价"),
            Self::LatestMessage => ("Latest message", "最近一条"),
            Self::Erased => ("Erased", "已删除"),
            Self::Attached => ("Attached, to be opened in the console:", "附件，请在控制台中打开："),
            Self::Customer => ("Customer", "客户"),
            Self::Bot => ("Bot", "机器人"),
            Self::Colleague => ("Colleague", "同事"),
            Self::YourReply => ("Your reply", "您的回复"),
            Self::ConfirmFirst => (
                "Begin with what is known, so that the customer sees that nothing needs repeating.",
                "先确认已知的情况，让客户知道不用再说一遍。",
            ),
            Self::DraftHint => (
                "Prepared from an approved article, not sent. Read it, change it, then send.",
                "以下内容摘自已审核的文章，尚未发送。请过目、修改后再发。",
            ),
            Self::YourName => ("Your name", "您的姓名"),
            Self::YourNameHint => ("The customer sees it.", "客户会看到。"),
            Self::Text => ("Message", "消息"),
            Self::Send => ("Send", "发送"),
            Self::NotSent => ("Not sent.", "未发送。"),
            Self::ErrorAuthor => ("Give your name, in one line.", "请填写您的姓名，一行即可。"),
            Self::ErrorEmpty => ("Write something first.", "请先写点内容。"),
            Self::ErrorTooLong => ("The message is too long. Send it in several parts.", "消息太长，请分几条发送。"),
            Self::ErrorForm => ("The form did not arrive whole. Send it again.", "内容没有完整送达，请再发一次。"),
            Self::ErrorOther => {
                ("It could not be taken in just now. Try again in a moment.", "暂时没能送达，请稍后再试。")
            }
            Self::SentTitle => ("Sent", "已发送"),
            Self::SentFirst => (
                "The customer sees your reply and your name. The conversation is yours now.",
                "客户已能看到您的回复和姓名。这次对话现在由您负责。",
            ),
            Self::SentAgain => ("The customer sees your reply.", "客户已能看到您的回复。"),
            Self::BackToConversation => ("Back to the conversation", "回到对话"),
            Self::TakenNotSent => (
                "Your reply was not sent, so that the customer is not answered twice.",
                "您的回复没有发出，以免客户收到两份答复。",
            ),
            Self::WhatYouWrote => ("What you wrote", "您写的内容"),
            Self::SeeConversation => ("See the conversation", "查看对话"),
            Self::OverTitle => ("This handoff has ended", "这次转接已经结束"),
            Self::OverText => (
                "Nothing can be sent from this address any more. When the customer needs a person again, a new one comes.",
                "这个地址已不能再回复。客户再次需要人工时，会有新的地址。",
            ),
            Self::RevokedTitle => ("This address was revoked", "这个地址已被撤销"),
            Self::RevokedText => (
                "A colleague has revoked it. The conversation can be answered in Baton's console.",
                "有同事撤销了它。您可以在 Baton 控制台里回复这次对话。",
            ),
            Self::UnknownTitle => ("This address leads nowhere", "这个地址无效"),
            Self::UnknownText => (
                "It may have been cut off. Copy it whole from the message that you received.",
                "地址可能不完整，请从收到的消息里完整复制。",
            ),
            Self::TryAgainTitle => ("That did not work just now", "刚才没有成功"),
            Self::TryAgainText => ("Nothing was changed. Try again in a moment.", "没有任何改动，请稍后再试。"),
            Self::TryAgain => ("Try again", "再试一次"),
            Self::SignInTitle => ("Sign in to the console", "登录工作台"),
            Self::SignInText => (
                "Baton is where the team answers its customers. This link signs you in on this browser for 12 hours. It works once.",
                "Baton 是团队接待客户的工作台。这个链接会让您在此浏览器上登录 12 小时，只能使用一次。",
            ),
            Self::InvitedBy => ("Invited by", "邀请人："),
            Self::ComeBack => (
                "To come back later, open this address in the same browser:",
                "以后在同一浏览器里打开这个地址即可回来：",
            ),
            Self::ComeBackThen => (
                "Once you are signed out, or on another device, ask an owner of the team for a new link.",
                "登录过期后，或换了设备，请向团队的所有者要一个新链接。",
            ),
            Self::ContinueAs => ("Continue as", "登录为"),
            Self::ExpiredTitle => ("This link has expired", "链接已过期"),
            Self::ExpiredText => (
                "Ask an owner of your team for a new one, or whoever runs Baton.",
                "请向团队的所有者或管理员要一个新链接。",
            ),
            Self::ToConsole => ("To the console", "打开工作台"),
            Self::UsedTitle => ("This link was used already", "链接已经用过"),
            Self::UsedText => (
                "A link works once. If you are not signed in, ask an owner of your team for a new one, or whoever runs Baton.",
                "每个链接只能使用一次。如果您还没有登录，请向团队的所有者或管理员要一个新链接。",
            ),
            Self::InvalidTitle => ("This link is not complete", "链接不完整"),
            Self::InvalidText => {
                ("Copy it whole, or ask whoever runs Baton for a new one.", "请完整复制链接，或向管理员要一个新的。")
            }
            Self::GoneTitle => ("You are not in this team", "您不在这个团队中"),
            Self::GoneText => ("Ask whoever runs Baton to add you.", "请让管理员把您加进来。"),
            Self::ChatTitle => ("Chat", "在线客服"),
            Self::ChatKept => (
                "What you write here is kept in this browser, so you can come back to it.",
                "对话会保存在这个浏览器里，您随时可以回来继续。",
            ),
            Self::ChatOpen => ("Open the chat", "打开对话"),
            Self::ChatFailed => {
                ("The chat can't be reached right now. Try again in a moment.", "暂时连不上客服，请稍后再试。")
            }
            Self::ChatNeedsScript => (
                "This chat needs JavaScript, which is switched off in this browser or blocked on this page. Switch it \
                 on and load the page again, or use another way to reach us that you know from our website.",
                "在线客服需要 JavaScript，而它在这个浏览器里被关闭或被拦截了。请开启后重新打开本页，或使用我们网站上的其他联系方式。",
            ),
        }
    }
}

/// How soon a handoff should be taken, where that is worth a word.
pub(super) fn priority(priority: Priority, language: Language) -> Option<&'static str> {
    let (en, zh) = match priority {
        Priority::Normal => return None,
        Priority::High => ("High priority", "优先"),
        Priority::Urgent => ("Urgent", "紧急"),
    };
    Some(if language == Language::Zh { zh } else { en })
}

/// For how long somebody has been a customer.
pub(super) fn tenure(months: u32, language: Language) -> String {
    let (years, rest) = (months / 12, months % 12);
    match language {
        Language::Zh => match (years, rest) {
            (0, rest) => format!("{rest} 个月"),
            (years, 0) => format!("{years} 年"),
            (years, rest) => format!("{years} 年 {rest} 个月"),
        },
        Language::En => {
            let count = |number: u32, one: &str| format!("{number} {one}{}", if number == 1 { "" } else { "s" });
            match (years, rest) {
                (0, rest) => count(rest, "month"),
                (years, 0) => count(years, "year"),
                (years, rest) => format!("{}, {}", count(years, "year"), count(rest, "month")),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenure_reads_well() {
        let cases = [
            (0, "0 months", "0 个月"),
            (1, "1 month", "1 个月"),
            (12, "1 year", "1 年"),
            (25, "2 years, 1 month", "2 年 1 个月"),
        ];
        for (months, en, zh) in cases {
            assert_eq!(tenure(months, Language::En), en);
            assert_eq!(tenure(months, Language::Zh), zh);
        }
    }
}
