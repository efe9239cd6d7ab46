//! Words of the office: team, settings, deliveries, endpoints, keys, audit, palette. Each stands beside its translation,
//! which is written afresh, not word for word.

use std::borrow::Cow;

use baton_shared::protocol::{AuditAction, Section};
use baton_shared::text::Language;
use baton_shared::workspace::{MAX_REPLY_CHARS, Role, Scope};

use super::zh::{after, then};
use super::{Know, Text, paths};
use crate::model::audit::Who;
use crate::model::delivery::{Stands, Which};
use crate::model::form::{Kept, MAX_NAME, Wrong};
use crate::model::place::{Page, Place, Tab};
use crate::model::scheme::Scheme;
use crate::model::week::{Day, Meets, Moment};

/// An endpoint that has not answered after this was waited for; before it, there was nobody to wait for.
const SURELY_WAITED_MS: u64 = 9_000;

/// Makes the enum out of its texts without values, in English and in Chinese, and of those with values.
macro_rules! office {
    (
        plain { $($name:ident: $en:literal, $zh:literal;)* }
        made { $(#[$doc:meta] $made:ident($($of:ty),*),)* }
    ) => {
        /// Something that the office says.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Office {
            $(#[doc = $en] $name,)*
            $(#[$doc] $made($($of),*),)*
        }

        impl Office {
            /// The words in a language.
            pub fn say(&self, language: Language) -> Cow<'static, str> {
                match (self, language) {
                    $((Self::$name, Language::En) => Cow::Borrowed($en),
                    (Self::$name, Language::Zh) => Cow::Borrowed($zh),)*
                    $((Self::$made(..), _) => made(self, language),)*
                }
            }
        }
    };
}

office! {
    plain {
        // The agent's own menu.
        Appearance: "Appearance", "外观";
        // Everywhere.
        Save: "Save", "保存";
        Discard: "Discard changes", "放弃修改";
        Unsaved: "Not saved", "未保存";
        AllSaved: "All saved", "已全部保存";
        Undo: "Undo", "撤销";
        PutBack: "As it was before.", "已恢复原样。";
        ChangedSince: "Somebody has changed it since, so it stays as it is.", "之后又有人改过，保持现状，没有撤销。";
        Copy: "Copy", "复制";
        Copied: "Copied", "已复制";
        Done: "Done", "完成";
        Add: "Add", "添加";
        Change: "Change", "修改";
        Remove: "Remove", "移除";
        Never: "Never", "从未";
        Nothing: "nothing", "空";
        NothingFits: "Nothing fits what you are looking for.", "没有符合条件的内容。";
        ShowAll: "Show all", "显示全部";
        OnlyLook: "Your role lets you look at this, not change it.", "您的角色只能查看，不能修改。";
        Id: "ID", "编号";
        // Two people.
        ConflictHeading: "A colleague has changed this too", "同事也改了这里";
        ConflictWhat: "They saved while you were writing. Nothing is overwritten until you choose.", "您编辑时，同事先保存了。在您选择之前，谁的内容都不会被覆盖。";
        Before: "Before", "原来";
        Theirs: "Theirs", "同事的";
        Yours: "Yours", "您的";
        TakeTheirs: "Take theirs", "用同事的";
        PutMineOver: "Put mine over it", "用我的覆盖";
        // The palette.
        Find: "Find or do something", "搜索或快捷操作";
        FindExample: "A page, a customer, an action", "页面、客户或操作";
        FoundNothing: "Nothing found.", "没有找到。";
        IsPage: "Page", "页面";
        IsAction: "Action", "操作";
        // The team.
        Team: "Team", "团队";
        TeamHint: "Who works here, in which languages, and what they may do.", "有哪些同事，会哪些语言，各有什么权限。";
        Invite: "Invite a colleague", "邀请同事";
        MakeInvitation: "Make the link", "生成邀请链接";
        MakingInvitation: "Making the link", "正在生成链接";
        OnlyYou: "You are alone here. Invite the colleague who answers customers with you.", "目前只有您一人。邀请和您一起接待客户的同事吧。";
        Person: "Person", "成员";
        Role: "Role", "角色";
        Languages: "Languages", "语言";
        Skills: "Skills", "技能";
        SkillsHint: "With commas between them. Queues find people by these. Press one that colleagues have:", "用逗号隔开，客服组按技能找人。同事已有的技能可以直接点选：";
        AtATime: "Chats at once", "同时接待";
        AtATimeLong: "Conversations at the same time", "同时接待几个会话";
        LastSeen: "Last here", "最近使用";
        InvitedSince: "Invited", "已邀请";
        InvitationOver: "Invitation ended", "邀请已过期";
        ThatIsYou: "(you)", "（您）";
        NameSeen: "Name that customers see", "客户看到的名字";
        WorkEmail: "Work email", "工作邮箱";
        WorkEmailHint: "Customers never see it. May be left out.", "客户看不到，可以不填。";
        Picture: "Picture", "头像";
        PictureHint: "An https:// address. May be left out.", "填 https:// 开头的图片地址，可以不填。";
        LanguagesWritten: "Languages that they write", "能用哪些语言回复";
        Sessions: "Signed in on", "登录的设备";
        NoSessions: "Not signed in anywhere.", "目前没有登录任何设备。";
        ThisBrowser: "This browser", "本机";
        EndSession: "Sign out", "退出该设备";
        SessionEnded: "Signed out there.", "该设备已退出登录。";
        InAndOut: "Sign-in link, and leaving", "登录与移除";
        NewLink: "Make a new sign-in link", "生成新的登录链接";
        NewLinkHint: "For when they are signed out. A new link voids the one before, and works once.", "对方登录过期后用它重新登录。新链接生成后，旧链接立即失效；每个链接只能用一次。";
        RemoveMember: "Remove from the team", "移出团队";
        RemoveWhat: "They are signed out everywhere at once. Their conversations go back to the queue; what they wrote stays.", "对方会立即从所有设备退出，手上的会话重新排队，写过的内容保留。";
        // A customer.
        Customer: "Customer", "客户";
        AllOfCustomer: "All about this customer", "这位客户的全部资料";
        NoCustomer: "Nothing is kept of this customer. They may have been erased, or never have said who they are.", "没有这位客户的资料。可能已删除，也可能对方从未登录。";
        ToInbox: "To the inbox", "回到会话列表";
        WhoItIs: "Who it is", "客户身份";
        NoClaims: "Your company has not said who it is.", "贵公司没有提供身份信息。";
        Addresses: "Addresses that they left", "客户留下的联系方式";
        AddressesHint: "They agreed to be reached there about that conversation, and about nothing else.", "客户只同意就那次会话通过它联系，不能用于其他事情。";
        ForConversation: "for this conversation", "用于这次会话";
        NoWords: "No words", "没有文字";
        WordsErased: "What was written here has been erased.", "这里的文字已删除。";
        ErasedBadge: "Erased", "已删除";
        WhatIsKept: "What is kept, and until when", "保存什么，保存多久";
        KeptUntilErased: "Until somebody erases it", "一直保存，直到有人删除";
        KeptWithWords: "As long as what was written", "与文字内容一起";
        Export: "Export", "导出";
        Exported: "Exported. It is with your downloads.", "已导出，在浏览器的下载里。";
        EraseAll: "Erase everything", "全部删除";
        GoesFor: "This will be gone:", "将永久删除：";
        GoesPerson: "Name, email, customer ID, and what else your company said of them", "姓名、邮箱、客户编号，以及贵公司提供的其他信息";
        GoesContacts: "Every address that they left", "客户留下的所有联系方式";
        StaysOf: "This stays: when things happened and which rules fired, without words, and a line in the audit that says who erased. Your own systems are told, so that they can do the same.", "会保留：事情发生的时间和触发的规则（不含文字），以及一条操作记录，写明由谁删除。已对接的系统会收到通知，以便一并删除。";
        // Deliveries.
        DeliveryLog: "Log", "记录";
        Delivery: "Delivery", "推送详情";
        FilterDeliveries: "Which deliveries", "筛选推送";
        FindDeliveries: "Event, receiver or conversation", "事件、接收地址或会话";
        Attempts: "Attempts", "推送经过";
        NoAttempts: "Not tried yet.", "还没有推送过。";
        NextAttempt: "Next attempt", "下次重试";
        WhatIsSent: "What is sent", "推送内容";
        // Endpoints.
        Endpoints: "Endpoints", "接收地址";
        Endpoint: "Endpoint", "接收地址";
        EndpointsHint: "Where Baton tells your own systems what happens: a CRM, a mailer, a chat.", "Baton 会把客服动态推送到这些地址，比如 CRM、邮件系统或内部聊天。";
        NoEndpoints: "Nothing is told yet. Add the address of a system of yours, and send it a test.", "还没有接收地址。填一个贵公司系统的地址，再发一条测试看看。";
        AddEndpoint: "Add an endpoint", "添加接收地址";
        EndpointId: "Short name", "简称";
        EndpointIdHint: "Lower-case letters, digits and hyphens, for example crm. It cannot be changed later.", "小写字母、数字和连字符，例如 crm。定了就不能改。";
        Address: "Address", "地址";
        AddressHint: "Begins with https://", "以 https:// 开头";
        AddressHintHere: "Begins with https://. On this machine http:// works too, for trying things out.", "以 https:// 开头。本机调试时也可以用 http://。";
        Events: "Events", "事件";
        EventsChosen: "Which events; none ticked means all", "推送哪些事件（都不选即全部）";
        AllEvents: "All", "全部";
        InvitedHint: "With none ticked, this system also gets the sign-in links of colleagues who are invited (member.invited). To keep them from it, tick the events that it needs.", "都不选时，被邀请同事的登录链接（member.invited）也会推送到这里。不希望它收到，请只勾选需要的事件。";
        Untried: "Not tried yet", "尚未使用";
        TestFailing: "Last test failed", "最近一次测试未送达";
        Well: "Works", "正常";
        Failing: "Failing", "连续失败";
        Resting: "Paused after failures", "多次失败，已暂停";
        FailuresInARow: "Failures in a row", "连续失败次数";
        Outstanding: "Outstanding", "未送达";
        TriedAgain: "Tries again", "恢复时间";
        OldSecretUntil: "Old secret valid until", "旧密钥有效至";
        SendTest: "Send a test", "发送测试";
        TestFine: "It arrived", "已收到";
        TestRefused: "It arrived and was refused", "已收到，但被拒绝";
        TestFailed: "It did not arrive", "没有送达";
        RotateSecret: "New secret", "更换密钥";
        RotateWhat: "You will see the new secret once. The old one goes on signing for 24 hours, so that you can change it over there without losing anything.", "新密钥只显示一次。旧密钥还能用 24 小时，方便您在对方系统里换上，期间不会丢消息。";
        NotCopied: "Not copied yet. Once this is closed, nobody can show it again.", "还没有复制。关掉后，谁也无法再次查看。";
        SecretOnce: "Keep it where the receiver checks signatures. It is shown now and never again.", "请存到对方系统校验签名的地方。关掉后不再显示。";
        RemoveEndpointWhat: "Nothing is sent there any more. Deliveries that still wait for it are dropped.", "以后不再推送到这里，还在等待的推送也会取消。";
        // Settings.
        Settings: "Settings", "设置";
        Accent: "Colour", "主色";
        AccentHint: "As #rrggbb. Everything that can be pressed takes it.", "格式为 #rrggbb，可点的地方都用这个颜色。";
        PickColour: "Pick a colour", "选取颜色";
        CompanyName: "Name", "公司名称";
        Greeting: "Greeting", "欢迎语";
        Suggestions: "Questions that people really ask", "常见问题";
        Preview: "What visitors see", "访客看到的样子";
        ContrastFine: "Easy to read", "清晰易读";
        ContrastLow: "Hard to see", "不够清晰";
        QueuesHint: "A conversation that needs a person waits in the queue of its topic. Outside the hours of that queue, customers are told when somebody is back, and can leave a message.", "需要人工的会话按主题进入对应的客服组。不在该组服务时间时，客户会知道什么时候有人，也可以留言。";
        Week: "Opening hours", "服务时间";
        Closed: "Closed", "休息";
        AsMonday: "Tuesday to Friday like Monday", "周二到周五同周一";
        TimeZone: "Time zone", "时区";
        TimeZoneHint: "Clocks do not change by themselves: choose again when summer time begins and ends.", "不会自动切换夏令时，夏令时开始和结束时请重新选择。";
        ReplaceHours: "Replace", "替换";
        SameHours: "All queues have these hours already.", "所有客服组已经是这个时间。";
        AllDay: "Open all day", "全天";
        ToAllHours: "These hours for all queues", "所有客服组都用这个时间";
        ToAllDays: "Add for all queues", "所有客服组都添加";
        Groups: "Queues", "客服组";
        Holidays: "Closed on", "节假日";
        NoHolidays: "No holidays.", "没有设置节假日。";
        AddHoliday: "Add the day", "添加日期";
        AcceptWithin: "Seconds until somebody should accept", "接手时限（秒）";
        AcceptWithinHint: "After that the customer is told that nobody is free, and may wait, leave an address or ask for a call.", "超过这个时间，会告诉客户暂时没有人，可以继续等、留下邮箱或预约回电。";
        ReplyTarget: "Minutes until a message is answered", "留言回复时限（分钟）";
        ReplyTargetHint: "Counted from opening. Empty promises nothing.", "从上班时间算起。不填就不承诺。";
        OriginsHint: "Only pages of these sites can show the widget.", "只有这些网站的页面能显示客服窗口。";
        NoOrigins: "No site can show the widget yet. Add yours.", "还没有网站能显示客服窗口，请添加您的网站。";
        NewOrigin: "Add a site", "添加网站";
        LanguagesHint: "Visitors see the widget in their own language where it is here, else in the default one.", "访客的语言在列时用该语言，否则用默认语言。";
        LanguagesSpoken: "Languages of the widget", "客服窗口的语言";
        DefaultLanguage: "Default", "默认语言";
        PrivacyHint: "In days. What has no number is kept until somebody erases it.", "单位为天。不填则一直保留，直到有人删除。";
        // Prepared replies.
        Replies: "Prepared replies", "常用回复";
        RepliesHint: "What your team writes again and again. Agents choose one by button or by typing / in a reply, and read it before they send it.", "团队经常要写的话。回复客户时点按钮或输入 / 就能选用，发送前可以修改。";
        BlanksHint: "These are filled in for each customer: {customer} their name, {agent} who writes, {team} the queue, {order} the order they wrote of. Where nothing is known, the blank goes.", "这些会自动填好：{customer} 客户姓名，{agent} 回复的同事，{team} 所在的客服组，{order} 客户提到的订单。没有信息时会自动去掉。";
        RepliesKeys: "Arrows and Enter choose. In a reply, / and a word finds one, too.", "方向键选择，回车选用。写回复时输入 / 加关键词也能查找。";
        NoReplies: "No prepared reply yet. Add what you write most often.", "还没有常用回复，把最常写的话加进来吧。";
        AddReply: "Add a reply", "添加常用回复";
        NewReply: "New reply", "新的常用回复";
        RemoveReply: "Remove this reply", "移除这条回复";
        ReplyName: "Name, for agents to find it", "名称，方便同事查找";
        ReplyText: "What is written", "回复内容";
        // Keys.
        Keys: "API keys", "API 密钥";
        KeysHint: "For programs of yours that read or write here.", "供贵公司的程序读写数据。";
        NoKeys: "There are no keys. Make one for each program, so that each can be voided by itself.", "还没有密钥。建议每个程序用一个，方便单独停用。";
        NewKey: "Make a key", "新建密钥";
        KeyName: "What it is for", "用途";
        KeyNameHint: "The program's name, say.", "例如程序的名字。";
        KeyScopes: "What it may do", "权限";
        MadeBy: "Made by", "创建人";
        LastUsed: "Last used", "最近使用";
        YourKey: "Your new key", "新密钥";
        KeyOnce: "Copy it now. It is shown once and never again.", "请现在复制，关掉后不再显示。";
        VoidKey: "Void", "停用";
        VoidWhat: "Whatever uses it can no longer sign in, at once.", "使用它的程序会立即无法访问。";
        KeyVoided: "The key is void.", "密钥已停用。";
        // The audit.
        Audit: "Audit", "操作记录";
        AuditHint: "Every change, and who made it. Nothing here can be altered.", "每一次改动和操作人，任何人都改不了。";
        NoAudit: "Nothing has been changed yet.", "还没有任何改动。";
        FindAudit: "A person, a thing, an act", "人、对象或操作";
        OlderEntries: "Older entries", "更早的记录";
        // Transfer.
        Transfer: "Pass on", "转给其他客服组";
        TransferHint: "The conversation waits there. Whoever takes it sees everything so far.", "会话会到那个客服组排队，接手的同事能看到全部内容。";
        TransferTo: "To which queue", "转到哪个客服组";
        TransferNote: "Note for them", "给同事的话";
        TransferNoteHint: "Customers do not see it. May be left out.", "客户看不到，可以不填。";
        TransferHere: "where it is now", "当前所在";
    }
    made {
        /// A page.
        Page(Page),
        /// A place, as the palette finds it.
        PlaceName(Place),
        /// A part of the settings.
        TabName(Tab),
        /// Light, dark, or as the system is.
        SchemeIs(Scheme),
        /// What the switch would do, by whether one is available.
        SwitchPresence(bool),
        /// What else people call a place: found by, never shown.
        FoundBy(Place),
        /// Who may invite, by the owners' names.
        OwnersInvite(Vec<String>),
        /// An endpoint that is changed.
        ChangeEndpoint(String),
        /// A weekday that is open from midnight to midnight.
        OpenAllDay(Day),
        /// What customers of a queue meet now.
        NowMeets(Meets),
        /// The topics of a queue, and whether it is the first, which takes the rest.
        Takes(Vec<String>, bool),
        /// Whether all queues shall have the hours of one, by its name.
        AskHoursForAll(String),
        /// The groups whose week is replaced then.
        WhoseHours(Vec<String>),
        /// Hours that all groups have now, by the group's name.
        HoursForAll(String),
        /// A day on which all groups are closed now.
        DayForAll(String),
        /// What is wrong with a field.
        Wrong(Wrong),
        /// Where something changed.
        Path(String),
        /// A role.
        RoleName(Role),
        /// What a role may do.
        RoleHint(Role),
        /// An invitation, by name.
        LinkFor(String),
        /// How long it is good.
        LinkOnce(String),
        /// Endpoints that will be told of it.
        LinkGoesTo(String),
        /// Endpoints that were told of it.
        LinkTold(String),
        /// A member was changed.
        MemberSaved(String),
        /// A member was removed.
        MemberRemoved(String),
        /// A question.
        RemoveWho(String),
        /// An endpoint was changed.
        EndpointSaved(String),
        /// An endpoint was removed.
        EndpointRemoved(String),
        /// A question.
        RemoveEndpoint(String),
        /// The secret of an endpoint.
        SecretOf(String),
        /// Which deliveries are listed.
        Which(Which),
        /// How many prepared replies fit.
        RepliesFound(usize),
        /// A prepared reply was removed, by its name.
        ReplyRemoved(String),
        /// Where a delivery stands.
        Stands(Stands),
        /// Who paused an endpoint, why and until when.
        PausedUntil(String),
        /// What was sent again has arrived at an endpoint.
        ArrivedNow(String),
        /// What was sent again failed once more, with the answer of the endpoint.
        FailedAgain(String, Option<u16>),
        /// A question: a new secret for an endpoint.
        RotateFor(String),
        /// An endpoint was changed, and what waited goes to its new address.
        EndpointMoved(String, u32),
        /// How many wait, and how many failed for good.
        WaitingAndDead(u32, u32),
        /// What came back, and after how many milliseconds.
        TestAnswer(Option<u16>, u64),
        /// A section was saved.
        SectionSaved(Section),
        /// A suggested question, counted from 1.
        SuggestionNumber(usize),
        /// A name in a language.
        NameIn(Language),
        /// Contrast on a light page.
        OnLight(String),
        /// Contrast on a dark page.
        OnDark(String),
        /// Contrast of words on the colour.
        OnAccent(String),
        /// A weekday.
        DayName(Day),
        /// When a day begins.
        OpensAt(Day),
        /// When a day ends.
        ClosesAt(Day),
        /// A button, by date.
        RemoveHoliday(String),
        /// A button, by site.
        RemoveOrigin(String),
        /// A site was removed.
        OriginRemoved(String),
        /// Something that is kept.
        KeptName(Kept),
        /// What that means.
        KeptHint(Kept),
        /// What a key may do.
        ScopeName(Scope),
        /// A question.
        VoidWho(String),
        /// A sentence of the audit.
        Did(Who, AuditAction, String),
        /// How many places changed.
        Changes(usize),
        /// A question: everything of a customer, by name where there is one.
        EraseWhom(Option<String>),
        /// Words that erasing takes, by the number of conversations.
        GoesWords(usize),
        /// Conversations that are open where erasing is asked for.
        StillOpen(usize),
        /// Erasing is under way: so many conversations are done.
        ErasingNow(usize),
        /// Everything is gone, with the words of so many conversations.
        ErasedAll(usize),
        /// Something that is kept of a customer.
        KeptOf(Kept),
        /// It is kept until this day.
        KeptUntil(String),
        /// It is kept for so many days after the end of a conversation.
        KeptAfterClosing(u32),
    }
}

impl From<Office> for Text {
    fn from(office: Office) -> Self {
        Self::Office(office)
    }
}

#[expect(clippy::too_many_lines, reason = "a table: a few lines a text")]
fn made(text: &Office, language: Language) -> Cow<'static, str> {
    let either = |en: String, zh: String| match language {
        Language::En => Cow::Owned(en),
        Language::Zh => Cow::Owned(zh),
    };
    let plain = |(en, zh): (&'static str, &'static str)| match language {
        Language::En => Cow::Borrowed(en),
        Language::Zh => Cow::Borrowed(zh),
    };
    match text {
        Office::Page(page) => page_name(*page).say(language),
        Office::PlaceName(place) => match place {
            Place::Endpoints => Office::Endpoints.say(language),
            Place::Customer { .. } => Office::Customer.say(language),
            Place::Settings(tab) => {
                let tab = Office::TabName(*tab).say(language);
                either(format!("Settings: {tab}"), format!("设置：{tab}"))
            }
            other => page_name(other.page()).say(language),
        },
        Office::TabName(tab) => plain(match tab {
            Tab::Of(section) => section_name(*section),
            Tab::Keys => ("API keys", "API 密钥"),
        }),
        Office::SchemeIs(scheme) => plain(match scheme {
            Scheme::System => ("System", "跟随系统"),
            Scheme::Light => ("Light", "浅色"),
            Scheme::Dark => ("Dark", "深色"),
        }),
        Office::SwitchPresence(true) => plain(("Step away", "暂离")),
        Office::SwitchPresence(false) => plain(("Be available", "开始接待")),
        Office::Wrong(wrong) => match wrong {
            Wrong::Missing => plain(("This is needed.", "这里要填。")),
            Wrong::Plain => plain((
                "Lower-case letters, digits and hyphens alone, without spaces.",
                "只能用小写字母、数字和连字符，不能有空格。",
            )),
            Wrong::Long => either(format!("At most {MAX_NAME} characters."), format!("最多 {MAX_NAME} 个字。")),
            Wrong::LongText => {
                either(format!("At most {MAX_REPLY_CHARS} characters."), format!("最多 {MAX_REPLY_CHARS} 个字。"))
            }
            Wrong::Blank => plain((
                "Between braces only {customer}, {agent}, {team} and {order} are filled in.",
                "大括号里只能用 {customer}、{agent}、{team} 和 {order}。",
            )),
            Wrong::Email => plain(("Write it as name@example.com.", "请写成 name@example.com 的样子。")),
            Wrong::Url => {
                plain(("Write the whole address, beginning with https://.", "请写完整地址，以 https:// 开头。"))
            }
            Wrong::UrlHere => plain((
                "Write the whole address, beginning with https:// or http://.",
                "请写完整地址，以 https:// 或 http:// 开头。",
            )),
            Wrong::Origin => plain(("Write it as https://www.example.com.", "请写成 https://www.example.com 的样子。")),
            Wrong::Twice => plain(("It is there already.", "已经有了。")),
            Wrong::Colour => plain(("Write it as #rrggbb, #0f6e64 say.", "请写成 #rrggbb，例如 #0f6e64。")),
            Wrong::NoneChosen => plain(("Choose at least one.", "至少选一个。")),
            Wrong::Number(most) => {
                either(format!("A whole number from 1 to {most}."), format!("请填 1 到 {most} 的整数。"))
            }
            Wrong::Date => plain(("Write the whole date: day, month and year.", "请把日期填完整：年、月、日。")),
            Wrong::Day => plain(("It has to close after it opens.", "结束时间要晚于开始时间。")),
        },
        Office::Path(path) => Cow::Owned(paths::say(path, language)),
        Office::RoleName(role) => plain(role_name(*role)),
        Office::RoleHint(role) => plain(match role {
            Role::Owner => ("Everything: people, keys, endpoints.", "所有权限，包括成员、密钥和接收地址。"),
            Role::Lead => (
                "Does what agents do, and also erases content, changes settings, and sees deliveries and the audit.",
                "除接待外，还可以抹除内容、修改设置，查看推送记录和操作记录。",
            ),
            Role::Marketer => ("Sees settings and the team, and no conversations.", "查看设置和团队，看不到会话。"),
            Role::Agent => {
                ("Reads all conversations, takes over, replies, passes on.", "查看所有会话，接手、回复、转交。")
            }
            Role::Viewer => (
                "Reads conversations, and neither replies nor changes anything.",
                "可以查看会话，不能回复，也不能修改。",
            ),
        }),
        Office::LinkFor(name) => {
            either(format!("Invitation for {name}"), format!("给{}的邀请链接", after(&then(name))))
        }
        Office::LinkOnce(until) => either(
            format!("Send this link to them. It works once, until {until}, and is shown only now."),
            format!("请把链接发给对方。只能用一次，{until} 前有效，关掉后不再显示。"),
        ),
        Office::LinkGoesTo(told) => either(
            format!(
                "These systems of yours will get the sign-in link, too: {told}. To keep it from one, choose its events under Deliveries, Endpoints."
            ),
            format!(
                "登录链接也会推送到：{told}。如不希望某个系统收到，请先到“推送记录 / 接收地址”里为它逐项选择事件。"
            ),
        ),
        Office::LinkTold(told) => either(
            format!("The link was also sent to {told}, as chosen under Deliveries, Endpoints."),
            format!("按“推送记录 / 接收地址”里的设置，链接也已推送到：{told}。"),
        ),
        Office::MemberSaved(name) => either(format!("{name} is saved."), format!("{}的资料已保存。", then(name))),
        Office::MemberRemoved(name) => {
            either(format!("{name} is no longer of the team."), format!("{}已移出团队。", then(name)))
        }
        Office::RemoveWho(name) => either(format!("Remove {name}?"), format!("移出{}？", after(name))),
        Office::EndpointSaved(id) => either(format!("{id} is saved."), format!("{id} 已保存。")),
        Office::EndpointRemoved(id) => either(format!("{id} is removed."), format!("{id} 已移除。")),
        Office::RemoveEndpoint(id) => either(format!("Remove {id}?"), format!("移除 {id}？")),
        Office::SecretOf(id) => either(format!("Secret of {id}"), format!("{id} 的密钥")),
        Office::Which(which) => plain(match which {
            Which::All => ("All", "全部"),
            Which::Arrived => ("Delivered", "已送达"),
            Which::Waiting => ("Waiting", "待推送"),
            Which::Failed => ("Failed", "失败"),
        }),
        Office::Stands(stands) => plain(match stands {
            Stands::Arrived => ("Delivered", "已送达"),
            Stands::First => ("Not tried yet", "尚未推送"),
            Stands::Again => ("Will be tried again", "将重试"),
            Stands::Paused(_) => ("Endpoint paused", "接收地址已暂停"),
            Stands::Failed => ("Failed", "失败"),
            Stands::Other(word) => return Cow::Owned(word.clone()),
        }),
        Office::RepliesFound(1) => plain(("1 prepared reply. Enter takes it.", "1 条常用回复，按回车选用。")),
        Office::RepliesFound(count) => either(
            format!("{count} prepared replies. The arrows choose, Enter takes one."),
            format!("{count} 条常用回复，用方向键选择，按回车选用。"),
        ),
        Office::ReplyRemoved(name) => either(
            format!("“{name}” is taken off the list. Save to make it so."),
            format!("已从列表中移除“{name}”，保存后生效。"),
        ),
        Office::PausedUntil(until) => either(
            format!("Baton paused it after failures and tries again by itself: {until}"),
            format!("多次失败后由系统暂停，{until} 自动再试"),
        ),
        Office::ArrivedNow(id) => either(format!("It has arrived at {id}."), format!("已送达 {id}。")),
        Office::FailedAgain(id, Some(status)) => {
            either(format!("{id} refused it again, with {status}."), format!("{id} 再次拒收，应答 {status}。"))
        }
        Office::FailedAgain(id, None) => either(format!("{id} did not answer again."), format!("{id} 仍无应答。")),
        Office::RotateFor(id) => either(format!("New secret for {id}?"), format!("更换 {id} 的密钥？")),
        Office::EndpointMoved(id, 1) => either(
            format!("{id} is saved. The delivery that waited is being sent to the new address."),
            format!("{id} 已保存，等待中的 1 条推送正发往新地址。"),
        ),
        Office::EndpointMoved(id, count) => either(
            format!("{id} is saved. The {count} deliveries that waited are being sent to the new address."),
            format!("{id} 已保存，等待中的 {count} 条推送正发往新地址。"),
        ),
        Office::WaitingAndDead(waiting, dead) => {
            either(format!("{waiting} waiting, {dead} failed"), format!("{waiting} 条等待重试，{dead} 条失败"))
        }
        Office::TestAnswer(Some(status), ms) => {
            either(format!("Answer {status} after {ms} ms"), format!("{ms} 毫秒后应答 {status}"))
        }
        // Well before the limit, nobody was there to answer.
        Office::TestAnswer(None, ms) if *ms < SURELY_WAITED_MS => {
            plain(("No answer: could not connect", "无应答：无法连接"))
        }
        Office::TestAnswer(None, ms) => {
            let seconds = ms / 1000;
            either(format!("No answer within {seconds} s"), format!("{seconds} 秒内无应答"))
        }
        Office::FoundBy(place) => plain(found_by(place)),
        Office::OwnersInvite(names) => {
            if names.is_empty() {
                return plain(("Only owners invite.", "只有所有者可以邀请同事。"));
            }
            either(
                format!("Only owners invite; ask {}.", names.join(" or ")),
                format!("只有所有者可以邀请同事，请联系{}。", after(&names.join("或"))),
            )
        }
        Office::ChangeEndpoint(id) => either(format!("Change {id}"), format!("修改 {id}")),
        Office::OpenAllDay(day) => {
            let (en, zh) = day_name(*day);
            either(format!("{en}, open all day"), format!("{zh}全天"))
        }
        Office::NowMeets(meets) => now_meets(*meets, language),
        Office::Takes(topics, first) => takes(topics, *first, language),
        Office::AskHoursForAll(name) => either(
            format!("Give all queues the hours of {name}?"),
            format!("所有客服组都改用{}的时间？", after(&then(name))),
        ),
        Office::WhoseHours(names) => either(
            format!("This replaces the week of {}. Holidays and time zones stay as they are.", in_english(names)),
            format!("{}的每周时间会被替换，节假日和时区不变。", names.join("、")),
        ),
        Office::HoursForAll(name) => either(
            format!("All queues now have the hours of {name}. Save to make it so."),
            format!("所有客服组都改用{}的时间，保存后生效。", after(&then(name))),
        ),
        Office::DayForAll(date) => either(
            format!("All queues are closed on {date}. Save to make it so."),
            format!("所有客服组 {date} 休息，保存后生效。"),
        ),
        Office::SectionSaved(section) => {
            let (en, zh) = section_name(*section);
            either(format!("Saved: {en}."), format!("{zh}已保存。"))
        }
        Office::SuggestionNumber(number) => either(format!("Question {number}"), format!("问题 {number}")),
        Office::NameIn(language) => {
            let english = *language == Language::En;
            plain(if english { ("Name in English", "英文名称") } else { ("Name in Chinese", "中文名称") })
        }
        Office::OnLight(ratio) => either(format!("On a light page {ratio} : 1"), format!("浅色页面上 {ratio} : 1")),
        Office::OnDark(ratio) => either(format!("On a dark page {ratio} : 1"), format!("深色页面上 {ratio} : 1")),
        Office::OnAccent(ratio) => {
            either(format!("Words on your colour {ratio} : 1"), format!("主色上的文字 {ratio} : 1"))
        }
        Office::DayName(day) => plain(day_name(*day)),
        Office::OpensAt(day) => {
            let (en, zh) = day_name(*day);
            either(format!("{en}, from"), format!("{zh}开始时间"))
        }
        Office::ClosesAt(day) => {
            let (en, zh) = day_name(*day);
            either(format!("{en}, until"), format!("{zh}结束时间"))
        }
        Office::RemoveHoliday(date) => either(format!("Open on {date} again"), format!("取消 {date} 的休息")),
        Office::RemoveOrigin(site) => either(format!("Remove {site}"), format!("移除 {site}")),
        Office::OriginRemoved(site) => either(
            format!("{site} is taken off the list. Save to make it so."),
            format!("已从列表中移除 {site}，保存后生效。"),
        ),
        Office::KeptName(kind) => plain(match kind {
            Kept::Conversations => ("Conversations", "会话内容"),
            Kept::Files => ("Files", "文件"),
            Kept::Customers => ("Customers' records", "客户资料"),
            Kept::Logs => ("Delivery log and audit", "推送记录和操作记录"),
        }),
        Office::KeptHint(kind) => plain(match kind {
            Kept::Conversations => {
                ("What was written, counted from when it was resolved.", "文字内容，从会话结束算起。")
            }
            Kept::Files => {
                ("What was sent along. Goes with the conversation at the latest.", "往来的文件，最迟随会话一起删除。")
            }
            Kept::Customers => {
                ("Addresses and history, counted from the last conversation.", "联系方式和历史，从最近一次会话算起。")
            }
            Kept::Logs => ("Lines older than this are dropped.", "更早的记录会删除。"),
        }),
        Office::ScopeName(scope) => plain(match scope {
            Scope::ReadConversations => ("Read conversations", "读取会话"),
            Scope::WriteConversations => ("Write in conversations", "在会话中回复"),
            Scope::PublishWorkspace => ("Publish the workspace", "发布配置"),
            Scope::Deliveries => ("Deliveries", "推送记录"),
            Scope::Customers => ("Customers' records", "客户资料"),
            Scope::ReadAudit => ("Read the audit", "读取操作记录"),
        }),
        Office::VoidWho(name) => either(format!("Void {name}?"), format!("停用{}？", after(name))),
        Office::Did(who, action, subject) => did(who, *action, subject, language),
        Office::GoesWords(1) => plain((
            "What was written in 1 conversation: messages, notes and drafts, with all files",
            "1 个会话里的所有文字：消息、备注和草稿，连同全部文件",
        )),
        Office::GoesWords(count) => either(
            format!("What was written in {count} conversations: messages, notes and drafts, with all files"),
            format!("{count} 个会话里的所有文字：消息、备注和草稿，连同全部文件"),
        ),
        Office::EraseWhom(Some(name)) => {
            either(format!("Erase everything of {name}?"), format!("删除{}的全部资料？", after(&then(name))))
        }
        Office::EraseWhom(None) => plain(("Erase everything of this customer?", "删除这位客户的全部资料？")),
        Office::StillOpen(1) => plain((
            "1 conversation is still open. What the customer waits for is lost with it.",
            "还有 1 个会话没有结束，客户在等的事也会一并丢失。",
        )),
        Office::StillOpen(count) => either(
            format!("{count} conversations are still open. What the customer waits for is lost with them."),
            format!("还有 {count} 个会话没有结束，客户在等的事也会一并丢失。"),
        ),
        Office::ErasingNow(0) => plain(("Erasing", "正在删除")),
        Office::ErasingNow(count) => {
            either(format!("Erasing, {count} conversations done"), format!("正在删除，已完成 {count} 个会话"))
        }
        Office::ErasedAll(1) => plain((
            "Everything is erased: the person, and what was written in 1 conversation.",
            "已全部删除：个人资料，以及 1 个会话里的文字和文件。",
        )),
        Office::ErasedAll(count) => either(
            format!("Everything is erased: the person, and what was written in {count} conversations."),
            format!("已全部删除：个人资料，以及 {count} 个会话里的文字和文件。"),
        ),
        Office::KeptOf(kind) => plain(match kind {
            Kept::Conversations => ("What was written", "文字内容"),
            Kept::Files => ("Files", "文件"),
            Kept::Customers => ("Person and addresses", "个人资料和联系方式"),
            Kept::Logs => ("Logs", "记录"),
        }),
        Office::KeptUntil(day) => {
            either(format!("Until {day}, and longer when they write again"), format!("保存到{day}，客户再来信则顺延"))
        }
        Office::KeptAfterClosing(1) => plain(("1 day after a conversation ends", "会话结束后 1 天")),
        Office::KeptAfterClosing(days) => {
            either(format!("{days} days after a conversation ends"), format!("会话结束后 {days} 天"))
        }
        Office::Changes(1) => plain(("1 change", "1 处改动")),
        Office::Changes(count) => either(format!("{count} changes"), format!("{count} 处改动")),
        // What has no values is said above.
        _ => Cow::Borrowed(""),
    }
}

/// What else people call a place.
fn found_by(place: &Place) -> (&'static str, &'static str) {
    match place {
        Place::Inbox { .. } => ("conversations chats queue waiting customers", "会话 聊天 排队 客户"),
        Place::Customer { .. } => ("person export erase privacy data", "客户 资料 导出 删除 隐私"),
        Place::Deliveries { .. } => ("webhooks log resend send again failed retry", "webhook 重发 失败 重试 记录"),
        Place::Endpoints => {
            ("webhooks address url secret signature test integration", "webhook 地址 密钥 签名 测试 对接")
        }
        Place::Team { .. } => (
            "people members users invite invitation password sign-in login link role skills languages",
            "成员 同事 用户 邀请 密码 登录 链接 角色 技能",
        ),
        Place::Knowledge(_) => ("articles answers help faq gaps drafts review", "文章 答案 草稿 审核 缺口 常见问题"),
        Place::Settings(Tab::Of(Section::Brand)) => {
            ("colour color logo name greeting suggestions look", "颜色 名称 欢迎语 外观")
        }
        Place::Settings(Tab::Of(Section::Queues)) => (
            "holidays opening times week closed groups queues time zone",
            "节假日 假期 营业时间 上班 休息 分组 队列 时区",
        ),
        Place::Settings(Tab::Of(Section::Replies)) => {
            ("canned responses macros templates snippets texts slash", "快捷回复 模板 话术 短语 常用语")
        }
        Place::Settings(Tab::Of(Section::Origins)) => {
            ("origins domains address website embed widget", "域名 地址 网站 嵌入")
        }
        Place::Settings(Tab::Of(Section::Languages)) => ("english chinese translation", "英文 中文 翻译"),
        Place::Settings(Tab::Of(Section::Privacy)) => {
            ("retention delete erase gdpr days kept data", "保留 删除 数据 期限")
        }
        Place::Settings(Tab::Keys) => ("token secret password program access", "令牌 密码 程序 接口"),
        // A customer's page is no entry of its own: it is found by the conversations.
        Place::Rules => (
            "policy triage escalation conditions thresholds simulate try handover order",
            "策略 分流 升级 条件 阈值 试用 模拟 转人工 顺序",
        ),
        Place::Audit => ("history changes who did log", "历史 改动 日志"),
    }
}

fn page_name(page: Page) -> Text {
    match page {
        Page::Inbox => Text::Inbox,
        Page::Deliveries => Text::Deliveries,
        Page::Team => Office::Team.into(),
        Page::Knowledge => Know::Knowledge.into(),
        Page::Settings => Office::Settings.into(),
        Page::Rules => super::Said::Rules.into(),
        Page::Audit => Office::Audit.into(),
    }
}

fn section_name(section: Section) -> (&'static str, &'static str) {
    match section {
        Section::Brand => ("Brand", "品牌"),
        Section::Queues => ("Hours", "服务时间"),
        Section::Replies => ("Prepared replies", "常用回复"),
        Section::Origins => ("Allowed sites", "允许的网站"),
        Section::Languages => ("Languages", "语言"),
        Section::Privacy => ("Privacy", "隐私"),
    }
}

fn role_name(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::Owner => ("Owner", "所有者"),
        Role::Lead => ("Lead", "主管"),
        Role::Marketer => ("Marketer", "市场人员"),
        Role::Agent => ("Agent", "客服"),
        Role::Viewer => ("Viewer", "只读"),
    }
}

fn day_name(day: Day) -> (&'static str, &'static str) {
    match day {
        Day::Mon => ("Monday", "周一"),
        Day::Tue => ("Tuesday", "周二"),
        Day::Wed => ("Wednesday", "周三"),
        Day::Thu => ("Thursday", "周四"),
        Day::Fri => ("Friday", "周五"),
        Day::Sat => ("Saturday", "周六"),
        Day::Sun => ("Sunday", "周日"),
    }
}

/// `Now: open until 18:00`.
fn now_meets(meets: Meets, language: Language) -> Cow<'static, str> {
    let zh = language == Language::Zh;
    let when = |moment: Moment| {
        let Moment { day, days, .. } = moment;
        let clock = moment.clock();
        let day = day.map(day_name);
        match (day, zh) {
            (None, _) => clock,
            (Some((en, _)), false) if days >= 7 => format!("{en} {clock}, in {days} days"),
            (Some((_, zh)), true) if days >= 7 => format!("{days} 天后（{zh}）{clock}"),
            (Some((en, _)), false) => format!("{en} {clock}"),
            (Some((_, zh)), true) => format!("{zh} {clock}"),
        }
    };
    match (meets, zh) {
        (Meets::Open(None), false) => Cow::Borrowed("Now: open, day and night"),
        (Meets::Open(None), true) => Cow::Borrowed("现在：服务中，全天不休"),
        (Meets::Open(Some(end)), false) => format!("Now: open until {}", when(end)).into(),
        (Meets::Open(Some(end)), true) => format!("现在：服务中，到 {} 结束", when(end)).into(),
        (Meets::Closed(None), false) => Cow::Borrowed("Now: closed, and it does not open again"),
        (Meets::Closed(None), true) => Cow::Borrowed("现在：休息中，没有恢复时间"),
        (Meets::Closed(Some(opens)), false) => format!("Now: closed, open again {}", when(opens)).into(),
        (Meets::Closed(Some(opens)), true) => format!("现在：休息中，{} 恢复服务", when(opens)).into(),
    }
}

/// Whom a queue meets.
fn takes(topics: &[String], first: bool, language: Language) -> Cow<'static, str> {
    match (language, topics.is_empty(), first) {
        (Language::En, false, true) => {
            format!("Takes conversations about {}, and about anything that no other queue takes.", in_english(topics))
                .into()
        }
        (Language::En, false, false) => format!("Takes conversations about {}.", in_english(topics)).into(),
        (Language::En, true, true) => Cow::Borrowed("Takes every conversation that no other queue takes."),
        (Language::En, true, false) => Cow::Borrowed("Takes only what a rule or a colleague sends here."),
        (Language::Zh, false, true) => format!("接待主题：{}，以及其他组不接的会话。", topics.join("、")).into(),
        (Language::Zh, false, false) => format!("接待主题：{}。", topics.join("、")).into(),
        (Language::Zh, true, true) => Cow::Borrowed("接待其他组不接的所有会话。"),
        (Language::Zh, true, false) => Cow::Borrowed("只接待由规则或同事转来的会话。"),
    }
}

/// `Mei changed the settings: Brand`, `小梅修改了设置：品牌`.
fn did(who: &Who, action: AuditAction, subject: &str, language: Language) -> Cow<'static, str> {
    let section = Section::ALL.into_iter().find(|section| section.as_str() == subject).map(section_name);
    let (en_subject, zh_subject) = section.unwrap_or((subject, subject));
    match language {
        Language::En => {
            let who = match who {
                Who::Member(name) => name.clone(),
                Who::Key(id) => format!("The key {id}"),
                Who::Tool => "The command line".to_owned(),
                Who::System => "Baton".to_owned(),
            };
            format!("{who} {}", did_en(action, en_subject)).into()
        }
        Language::Zh => {
            let who = match who {
                Who::Member(name) => then(name),
                Who::Key(id) => format!("密钥 {id} "),
                Who::Tool => "命令行工具".to_owned(),
                Who::System => "Baton ".to_owned(),
            };
            format!("{who}{}", did_zh(action, zh_subject)).into()
        }
    }
}

fn did_en(action: AuditAction, subject: &str) -> String {
    match action {
        AuditAction::WorkspacePublished => "published the whole workspace".to_owned(),
        AuditAction::SettingsChanged => format!("changed the settings: {subject}"),
        AuditAction::RulesChanged => "changed the rules".to_owned(),
        AuditAction::MemberInvited => format!("invited {subject}"),
        AuditAction::InvitationRenewed => format!("made a new link for {subject}"),
        AuditAction::MemberChanged => format!("changed {subject}"),
        AuditAction::MemberRemoved => format!("removed {subject} from the team"),
        AuditAction::SignedIn => "signed in".to_owned(),
        AuditAction::SignedOut => "signed out".to_owned(),
        AuditAction::SessionRevoked => format!("ended a session of {subject}"),
        AuditAction::KeyMade => format!("made the API key {subject}"),
        AuditAction::KeyRevoked => format!("voided the API key {subject}"),
        AuditAction::EndpointChanged => format!("set the endpoint {subject}"),
        AuditAction::EndpointRemoved => format!("removed the endpoint {subject}"),
        AuditAction::SecretRotated => format!("made a new secret for {subject}"),
        AuditAction::EndpointTested => format!("sent a test to {subject}"),
        AuditAction::DeliveryReplayed => format!("sent the delivery {subject} again"),
        AuditAction::ConversationChanged => in_conversation(subject).0.to_owned(),
        AuditAction::ConversationErased => "erased what was written in a conversation".to_owned(),
        AuditAction::CustomerExported => format!("handed out the record of the customer {}", short(subject)),
        AuditAction::CustomerErased => format!("erased everything of the customer {}", short(subject)),
        AuditAction::ArticleChanged => format!("changed the article {subject}"),
        AuditAction::ArticlesLearnt => "let Baton learn the articles".to_owned(),
        AuditAction::GapDismissed => "dismissed a question that nothing answered".to_owned(),
        AuditAction::BackedUp => "wrote a backup".to_owned(),
        AuditAction::Restored => "read a backup in".to_owned(),
    }
}

fn did_zh(action: AuditAction, subject: &str) -> String {
    let of = after(&then(subject));
    let end = after(subject);
    match action {
        AuditAction::WorkspacePublished => "发布了全部配置".to_owned(),
        AuditAction::SettingsChanged => format!("修改了设置：{subject}"),
        AuditAction::RulesChanged => "修改了规则".to_owned(),
        AuditAction::MemberInvited => format!("邀请了{end}"),
        AuditAction::InvitationRenewed => format!("给{of}生成了新链接"),
        AuditAction::MemberChanged => format!("修改了{of}的资料"),
        AuditAction::MemberRemoved => format!("把{of}移出了团队"),
        AuditAction::SignedIn => "登录了".to_owned(),
        AuditAction::SignedOut => "退出了登录".to_owned(),
        AuditAction::SessionRevoked => format!("让{of}的一台设备退出了登录"),
        AuditAction::KeyMade => format!("新建了 API 密钥{end}"),
        AuditAction::KeyRevoked => format!("停用了 API 密钥{end}"),
        AuditAction::EndpointChanged => format!("设置了接收地址{end}"),
        AuditAction::EndpointRemoved => format!("移除了接收地址{end}"),
        AuditAction::SecretRotated => format!("更换了{of}的密钥"),
        AuditAction::EndpointTested => format!("向{of}发送了测试"),
        AuditAction::DeliveryReplayed => format!("重新发送了推送{end}"),
        AuditAction::ConversationChanged => in_conversation(subject).1.to_owned(),
        AuditAction::ConversationErased => "删除了一个会话的文字内容".to_owned(),
        AuditAction::CustomerExported => format!("导出了客户 {} 的资料", short(subject)),
        AuditAction::CustomerErased => format!("删除了客户 {} 的全部资料", short(subject)),
        AuditAction::ArticleChanged => format!("修改了文章{end}"),
        AuditAction::ArticlesLearnt => "让 Baton 重新学习了文章".to_owned(),
        AuditAction::GapDismissed => "忽略了一个没答上的问题".to_owned(),
        AuditAction::BackedUp => "做了一次备份".to_owned(),
        AuditAction::Restored => "恢复了一份备份".to_owned(),
    }
}

/// What somebody did in a conversation, by the word of their command.
fn in_conversation(command: &str) -> (&'static str, &'static str) {
    match command {
        "take" => ("took over a conversation", "接手了一个会话"),
        "reply" => ("replied in a conversation", "在一个会话里回复了客户"),
        "note" => ("left a note in a conversation", "在一个会话里写了备注"),
        "give_back" => ("gave a conversation back to the bot", "把一个会话交还给机器人"),
        "transfer" => ("passed a conversation on", "转交了一个会话"),
        "resolve" => ("resolved a conversation", "结束了一个会话"),
        "upload" => ("added a file to a conversation", "在一个会话里添加了文件"),
        "revoke_reply_links" => ("revoked the reply links of a conversation", "作废了一个会话的回复链接"),
        _ => ("acted in a conversation", "处理了一个会话"),
    }
}

/// As much of a hash as tells people apart.
fn short(hash: &str) -> &str {
    hash.get(..8).unwrap_or(hash)
}

/// Names in a row: `A, B and C`.
fn in_english(names: &[String]) -> String {
    match names.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => names.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_audit_reads_as_sentences() {
        let mei = Who::Member("Mei".to_owned());
        let said = |action, subject: &str, language| did(&mei, action, subject, language).into_owned();
        assert_eq!(said(AuditAction::SettingsChanged, "queues", Language::En), "Mei changed the settings: Hours");
        assert_eq!(said(AuditAction::SettingsChanged, "queues", Language::Zh), "Mei 修改了设置：服务时间");
        assert_eq!(said(AuditAction::MemberInvited, "小林", Language::Zh), "Mei 邀请了小林");
        assert_eq!(said(AuditAction::EndpointTested, "crm", Language::Zh), "Mei 向 crm 发送了测试");
        assert_eq!(said(AuditAction::ConversationChanged, "take", Language::Zh), "Mei 接手了一个会话");
        assert_eq!(said(AuditAction::ConversationChanged, "new", Language::En), "Mei acted in a conversation");
    }

    #[test]
    fn every_made_text_has_words() {
        let texts = [
            Office::Wrong(Wrong::Number(9)),
            Office::PlaceName(Place::Settings(Tab::Keys)),
            Office::LinkFor("Mei".to_owned()),
            Office::TestAnswer(None, 9),
            Office::NameIn(Language::Zh),
            Office::Changes(2),
        ];
        for text in texts {
            assert!(Language::ALL.iter().all(|language| !text.say(*language).is_empty()), "{text:?}");
        }
    }
}
