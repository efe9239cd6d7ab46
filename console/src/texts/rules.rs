//! Words of the rules page. Each stands beside its translation, which is written afresh, not word for word. The rules'
//! own sentences are `baton_shared::policy`'s.

use std::borrow::Cow;

use baton_shared::conversation::Fired;
use baton_shared::policy::{Differs, Outcome, outcome_words};
use baton_shared::text::Language;
use baton_shared::workspace::Flaw;

use super::Text;
use crate::model::audit::Who;

/// Makes the enum out of its texts without values, in English and in Chinese, and of those with values.
macro_rules! texts {
    (
        plain { $($name:ident: $en:literal, $zh:literal;)* }
        made { $(#[$doc:meta] $made:ident($($of:ty),*),)* }
    ) => {
        /// Something that the rules page says.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Said {
            $(#[doc = $en] $name,)*
            $(#[$doc] $made($($of),*),)*
        }

        impl Said {
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

texts! {
    plain {
        Rules: "Rules", "规则";
        Hint: "Every message is checked against the rules from top to bottom. The first rule that matches decides what happens.", "每条消息都从上到下逐条对照规则，由第一条符合的规则决定怎么处理。";
        List: "The rules, in order", "规则列表（按顺序）";
        AddRule: "Add a rule", "添加规则";
        Edit: "Edit", "编辑";
        DoneEditing: "Done", "完成";
        Duplicate: "Duplicate", "复制一条";
        Delete: "Delete", "删除";
        More: "More", "更多";
        Drag: "Drag to another place", "拖动调整顺序";
        // What a rule asks.
        When: "When", "条件";
        AllOf: "all of these", "同时满足";
        AnyOf: "any of these", "满足任意一项";
        Together: "How they go together", "条件之间的关系";
        AddCondition: "Add a condition…", "添加条件…";
        Opposite: "Ask for the opposite", "改为相反条件";
        Alternative: "Group with another", "与其他条件组合";
        TakeAway: "Take away", "去掉";
        Deep: "Written in the file; kept as it is", "在文件中编写，保持原样";
        Strength: "How clear", "明确程度";
        AsUsual: "as the figures below say", "按下方数值";
        Topic: "Topic", "主题";
        Tiers: "Tiers, with commas between them", "等级，用逗号隔开";
        HowMany: "How many", "次数";
        Months: "Months", "月数";
        Percent: "Percent", "百分比";
        Channel: "Where from", "来源";
        Widget: "the widget", "网站挂件";
        ChatPage: "the chat page", "聊天页面";
        Api: "the API", "API";
        Urgency: "Urgency", "紧急程度";
        CanWait: "can wait", "不着急";
        Usual: "as usual", "一般";
        CannotWait: "cannot wait", "很急";
        Complexity: "Complexity", "复杂程度";
        Simple: "simple", "简单";
        Complex: "long or several things", "复杂或多件事";
        // What follows.
        Then: "Then", "处理";
        Outcome: "What happens", "怎么处理";
        Queue: "Goes to", "转给";
        ByTopic: "by the message's topic", "按消息主题";
        Priority: "Priority", "优先级";
        Normal: "normal", "普通";
        High: "high", "优先";
        Urgent: "urgent", "紧急";
        Revenue: "Revenue is at stake", "涉及收入";
        SaysFirst: "Say an approved text first", "先发送一段审核过的话";
        SaysHint: "Said word for word, and then a person comes.", "机器人原文发送，随后由人工接手。";
        Technical: "For figures and webhooks", "用于统计和 webhook";
        RuleId: "Id of the rule", "规则编号";
        Reason: "Reason", "原因";
        // Figures.
        Figures: "Figures that the rules share", "各条规则共用的数值";
        AnswerSupport: "An article answers when it fits by (%)", "文章匹配度达到多少才回答（%）";
        AngryFrom: "Angry from (%)", "多明显才算生气（%）";
        SignalFrom: "Any other sign from (%)", "其他信号多明显才算（%）";
        ValuedMonths: "Of high value after so many months", "满多少个月算重要客户";
        ValuedTiers: "Tiers of high value", "重要客户的等级";
        FailedAttempts: "Answers that may fail", "允许回答失败几次";
        FiguresHint: "Higher means fewer answers and fewer wrong ones.", "越高，回答越少，答错也越少。";
        // Beside the list.
        Aside: "Try, look back, versions", "试用、回看、版本";
        Try: "Try a message", "试一条消息";
        Past: "What would change", "会有什么变化";
        Versions: "Versions", "历史版本";
        TryHint: "With the rules as they stand here, published or not. Nothing is stored.", "按当前页面上的规则判断，不论是否已发布。内容不会保存。";
        Message: "What a customer might write", "客户可能会写什么";
        TryIt: "Try it", "试一下";
        Known: "a signed-in customer", "已登录的客户";
        Tier: "Tier", "等级";
        Tenure: "Months as a customer", "成为客户的月数";
        Before: "What happened before", "之前的情况";
        AnswersFailed: "Answers that failed", "回答失败次数";
        QuestionsAsked: "Questions the bot asked", "追问次数";
        OffersMade: "Times a person was offered", "提议转人工次数";
        JustOffered: "A person was offered just now", "刚刚提议过转人工";
        JustAsked: "The bot has just asked for details", "刚刚收集过信息";
        Hours: "Opening hours", "服务时间";
        AsNow: "as of now", "按现在";
        Open: "open", "在服务时间";
        Closed: "closed", "不在服务时间";
        Found: "What was found", "识别结果";
        NoSignals: "No signals.", "没有识别到信号。";
        Articles: "Articles", "文章";
        NoArticles: "No article fits.", "没有匹配的文章。";
        ReadInOrder: "The rules, as they were read", "逐条对照";
        Holds: "matches", "符合";
        HoldsNot: "does not match", "不符合";
        Decides: "decides", "由此决定";
        NotRead: "not read any more", "不再对照";
        NoRule: "No rule matches, so a person is offered.", "没有规则符合，因此提议转人工。";
        WithoutAnswer: "There is no article to answer with, so a person is offered.", "没有可用的文章，因此改为提议转人工。";
        // Looking back.
        PastHint: "Decides the latest conversations once more, with the rules as they stand here. What was recognised in each message stays as it was then.", "用当前页面上的规则，按当时的识别结果，把最近的会话重新判断一遍。";
        LookBack: "Look at the latest conversations", "查看最近的会话";
        LookAgain: "Load them again", "重新加载";
        NothingChanged: "You have changed nothing yet. Change a rule, and see here what that would do.", "规则还没有改动。改动之后，这里会显示影响。";
        NoPast: "There are no conversations yet.", "还没有会话。";
        HandedOver: "Handed over", "转人工";
        ButtonOrFile: "(a button, a file, or erased)", "（按钮、文件或已删除）";
        // Publishing.
        Publish: "Publish", "发布";
        PublishAsk: "Publish…", "发布…";
        PublishTitle: "Publish these rules?", "发布这些规则？";
        PublishWhat: "They take effect for the next message.", "从下一条消息起生效。";
        Published: "The rules are published.", "规则已发布。";
        AsPublished: "As published", "与已发布的一致";
        MendFirst: "Mend what is marked as wrong first.", "请先改正标出的错误。";
        Restored: "The old rules are published again.", "已恢复旧规则并发布。";
        WhatTheyDid: "What they published since", "同事发布的改动";
        WhatYouDid: "What you changed", "您的改动";
        Conflict: "A colleague has published other rules", "同事发布了新规则";
        NowPublished: "published now", "当前版本";
        Compare: "Compare with now", "与当前版本对比";
        BringBack: "Bring back", "恢复";
        BringBackTitle: "Bring these rules back?", "恢复这些规则？";
        Same: "They say the same as what is published now.", "与当前发布的规则相同。";
        VersionsHint: "Each time somebody published other rules. Bringing one back publishes it anew; nothing is lost.", "每次发布不同的规则都会留下一个版本。恢复就是重新发布，不会丢失任何内容。";
    }
    made {
        /// Place of a rule in the list.
        Place(usize),
        /// Button: moves a rule up.
        Up(String),
        /// Button: moves a rule down.
        Down(String),
        /// What was done.
        MovedTo(usize, usize),
        /// What was done.
        Deleted(String),
        /// What was done.
        Duplicated(String),
        /// Name of the menu of a rule.
        MoreOf(String),
        /// Name of the button that opens a rule.
        EditOf(String),
        /// A condition that is denied.
        Unless(String),
        /// Approved text in a language.
        TextIn(Language),
        /// What is the matter with a rule.
        Flawed(Flaw),
        /// An outcome, as a choice.
        OutcomeIs(Outcome),
        /// How often a rule decides, before and now.
        FiresNow(Fired),
        /// Of so many conversations, so many would change.
        WouldChange(usize, usize),
        /// While conversations are loaded.
        Loading(usize, usize),
        /// A number of times.
        Times(usize),
        /// A difference.
        Differs(Differs),
        /// How many differences are not published.
        NotPublished(usize),
        /// Name of a version.
        Version(u64),
        /// Who published it.
        By(Who),
        /// Which rule decided: its place and what follows.
        Verdict(usize, String),
        /// How strongly, and how strongly is needed, in percent.
        Measure(u8, u8),
        /// A signal or passage, in percent.
        Fits(u8),
        /// Before and now.
        Arrow(usize, usize),
    }
}

fn made(said: &Said, language: Language) -> Cow<'static, str> {
    let either = |en: String, zh: String| match language {
        Language::En => Cow::Owned(en),
        Language::Zh => Cow::Owned(zh),
    };
    match said {
        Said::Place(place) => either(format!("Rule {place}"), format!("第 {place} 条")),
        Said::Up(rule) => either(format!("Move {rule} up"), format!("上移 {rule}")),
        Said::Down(rule) => either(format!("Move {rule} down"), format!("下移 {rule}")),
        Said::MovedTo(place, of) => {
            either(format!("Now at place {place} of {of}."), format!("现在排在第 {place} 位，共 {of} 条。"))
        }
        Said::Deleted(rule) => either(format!("{rule} is deleted."), format!("已删除 {rule}。")),
        Said::Duplicated(rule) => {
            either(format!("{rule} is a copy. It stands right after."), format!("已复制为 {rule}，排在后面一位。"))
        }
        Said::MoreOf(rule) => either(format!("More about {rule}"), format!("{rule} 的更多操作")),
        Said::EditOf(rule) => either(format!("Edit {rule}"), format!("编辑 {rule}")),
        Said::Unless(words) => either(format!("unless {words}"), format!("{words}除外")),
        Said::TextIn(Language::En) => either("The text in English".to_owned(), "英文内容".to_owned()),
        Said::TextIn(Language::Zh) => either("The text in Chinese".to_owned(), "中文内容".to_owned()),
        Said::Flawed(flaw) => flawed(flaw, language),
        Said::OutcomeIs(Outcome::HandOver) => either("hand over to a person".to_owned(), "转人工".to_owned()),
        Said::OutcomeIs(outcome) => Cow::Borrowed(outcome_words(*outcome, language)),
        Said::FiresNow(Fired { before, after }) if before == after => {
            either(format!("used {after} ×"), format!("命中 {after} 次"))
        }
        Said::FiresNow(Fired { before, after }) => {
            either(format!("used {before} → {after} ×"), format!("命中 {before} → {after} 次"))
        }
        Said::WouldChange(changed, of) => either(
            format!("{changed} of {of} conversations would change."),
            format!("{of} 个会话中，有 {changed} 个会有变化。"),
        ),
        Said::Loading(done, of) => either(format!("{done} of {of} loaded"), format!("已加载 {done}/{of}")),
        Said::Times(1) => either("1 time:".to_owned(), "1 次：".to_owned()),
        Said::Times(count) => either(format!("{count} times:"), format!("{count} 次：")),
        Said::Differs(differs) => differing(differs, language),
        Said::NotPublished(1) => either("1 change, not published".to_owned(), "1 处改动未发布".to_owned()),
        Said::NotPublished(count) => either(format!("{count} changes, not published"), format!("{count} 处改动未发布")),
        Said::Version(number) => either(format!("Version {number}"), format!("版本 {number}")),
        Said::By(who) => {
            let name = match who {
                Who::Member(name) => name.clone(),
                Who::Key(id) => format!("API key {id}"),
                Who::Tool => "cargo baton".to_owned(),
                Who::System => "Baton".to_owned(),
            };
            either(format!("by {name}"), format!("发布人：{name}"))
        }
        Said::Verdict(place, words) => {
            either(format!("Rule {place} decides: {words}."), format!("由第 {place} 条决定：{words}。"))
        }
        Said::Measure(found, needs) => {
            either(format!("{found} %, needs {needs} %"), format!("{found}%，需要 {needs}%"))
        }
        Said::Fits(percent) => either(format!("{percent} %"), format!("{percent}%")),
        Said::Arrow(before, after) if before == after => Cow::Owned(after.to_string()),
        Said::Arrow(before, after) => Cow::Owned(format!("{before} → {after}")),
        // What has no values is said above.
        _ => Cow::Borrowed(""),
    }
}

fn flawed(flaw: &Flaw, language: Language) -> Cow<'static, str> {
    let (en, zh) = match flaw {
        Flaw::AfterAlways => (
            "Never fires: a rule before it always decides. Move it up.".to_owned(),
            "永远不会生效：前面有一条规则总是先决定。请上移。".to_owned(),
        ),
        Flaw::Shadowed(before) => (
            format!("Never fires: whenever it holds, {before} decides before it. Move it up."),
            format!("永远不会生效：凡是符合它的情况，{before} 都会先决定。请上移。"),
        ),
        Flaw::Contradicts(before) => (
            format!("{before} asks the same before it and does something else. Keep one of them."),
            format!("{before} 的条件相同，处理却不同，而且排在前面。请只保留一条。"),
        ),
        Flaw::ContradictsButButton(before) => (
            format!("{before} asks the same before it and does something else; this one fires for the button alone."),
            format!("{before} 的条件相同且排在前面，这一条只在客户点“转人工”时生效。"),
        ),
        Flaw::NeverHolds => (
            "Never fires: nothing can fulfil its condition. Change it or delete it.".to_owned(),
            "永远不会生效：条件不可能满足。请修改或删除。".to_owned(),
        ),
        Flaw::AsksForEver => (
            "The bot may ask for ever. Add: unless the bot has asked at least 1 question.".to_owned(),
            "机器人可能一直追问。请加上条件：已追问至少 1 次除外。".to_owned(),
        ),
        Flaw::OffersForEver => (
            "The bot may offer a person for ever and never bring one. Put a rule before it that hands over once one was \
             offered."
                .to_owned(),
            "机器人可能一直提议转人工却不转。请在前面加一条：提议过后就转人工。".to_owned(),
        ),
        Flaw::NoQueue(id) => (format!("There is no queue {id}. Choose another."), format!("客服组 {id} 不存在，请另选一个。")),
        Flaw::NeverOpens(id) => {
            (format!("The queue {id} never opens. Give it hours in Settings."), format!("客服组 {id} 没有服务时间，请在设置里添加。"))
        }
        Flaw::NoTopic(topic) => (format!("No article is about {topic}."), format!("没有文章的主题是 {topic}。")),
        Flaw::TextWithoutPerson => (
            "After an approved text a person comes. Let it hand over, or leave the text out.".to_owned(),
            "发送审核过的话之后必须转人工。请改为转人工，或去掉这段话。".to_owned(),
        ),
        Flaw::NoText(Language::En) => ("The text is missing in English.".to_owned(), "缺少英文内容。".to_owned()),
        Flaw::NoText(Language::Zh) => ("The text is missing in Chinese.".to_owned(), "缺少中文内容。".to_owned()),
    };
    Cow::Owned(match language {
        Language::En => en,
        Language::Zh => zh,
    })
}

fn differing(differs: &Differs, language: Language) -> Cow<'static, str> {
    let (en, zh) = match differs {
        Differs::Added(rule) => (format!("New: {rule}"), format!("新增：{rule}")),
        Differs::Removed(rule) => (format!("Gone: {rule}"), format!("删除：{rule}")),
        Differs::Changed(before, now) => {
            (format!("Changed: {now} Before: {before}"), format!("改为：{now}原来：{before}"))
        }
        Differs::Moved(rule, from, to) => {
            (format!("Moved from place {from} to {to}: {rule}"), format!("从第 {from} 位移到第 {to} 位：{rule}"))
        }
        Differs::Texts(rule) => (format!("Another text or reason: {rule}"), format!("文字或原因有改动：{rule}")),
        Differs::Figure(name, before, now) => {
            let label = figure(name).say(language);
            let shown = |text: &str| match (*name, text.parse::<f32>()) {
                ("answer_support" | "angry" | "signal", Ok(part)) => format!("{:.0}", part * 100.0),
                _ => text.to_owned(),
            };
            let (before, now) = (shown(before), shown(now));
            (format!("{label}: {before} → {now}"), format!("{label}：{before} → {now}"))
        }
    };
    Cow::Owned(match language {
        Language::En => en,
        Language::Zh => zh,
    })
}

impl From<Said> for Text {
    fn from(said: Said) -> Self {
        Self::Rules(said)
    }
}

/// What a figure is called.
fn figure(name: &str) -> Said {
    match name {
        "answer_support" => Said::AnswerSupport,
        "angry" => Said::AngryFrom,
        "signal" => Said::SignalFrom,
        "high_value_tenure_months" => Said::ValuedMonths,
        "high_value_tiers" => Said::ValuedTiers,
        _ => Said::FailedAttempts,
    }
}
