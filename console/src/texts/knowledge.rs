//! Words of the Knowledge page, each beside its translation, which is written afresh, not word for word.

use std::borrow::Cow;

use baton_shared::knowledge::Status;
use baton_shared::text::Language;

use super::Text;
use crate::model::knowledge::Shown;

/// Makes the enum out of its texts without values, in English and in Chinese, and of those with values.
macro_rules! knowledge {
    (
        plain { $($name:ident: $en:literal, $zh:literal;)* }
        made { $(#[$doc:meta] $made:ident($($of:ty),*),)* }
    ) => {
        /// Something that the Knowledge page says.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Know {
            $(#[doc = $en] $name,)*
            $(#[$doc] $made($($of),*),)*
        }

        impl Know {
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

knowledge! {
    plain {
        Knowledge: "Knowledge", "知识库";
        KnowledgeHint: "What the bot may answer with. Only approved articles answer, word for word.", "机器人的答案都来自这里。只有已通过的文章会用来回答，并且原文照答。";
        Articles: "Articles", "文章";
        Gaps: "Gaps", "缺口";
        NewArticle: "New article", "新建文章";
        Article: "Article", "文章";
        Look: "Find an article", "查找文章";
        Filter: "Show", "显示";
        Standing: "Status", "状态";
        Topic: "Topic", "主题";
        ReviewBy: "Review by", "复核期限";
        Owner: "Owner", "负责人";
        Nobody: "Nobody", "无";
        NoDate: "No date", "未设";
        NoArticles: "There is no article yet. Write the first, or bring some out of your tickets with cargo baton import tickets.", "还没有文章。可以新建一篇，或用 cargo baton import tickets 从工单生成草稿。";
        FromTickets: "from tickets", "来自工单";
        MissingHere: "missing", "缺";
        Overdue: "no longer answers", "已停止回答";
        // The editor.
        IdLabel: "Short name", "短名";
        IdHint: "Part of the article's address, and never changes. Lower-case letters, digits and hyphens.", "用在网址里，以后不变。请用小写字母、数字和连字符。";
        TopicHint: "Also chooses who takes over when a person is needed.", "需要人工时，也按主题决定转给哪个客服组。";
        ForWhom: "Who may read it", "谁能看";
        Everyone: "Everyone", "所有人";
        Customers: "Signed-in customers", "已登录的客户";
        SomeTiers: "Customers of certain tiers", "指定等级的客户";
        Tiers: "Tiers", "等级";
        TiersHint: "With commas between them, as your own systems name them.", "用逗号隔开，写法与您的系统一致。";
        ReviewLabel: "Review by", "复核期限";
        ReviewHint: "The last day (UTC) on which it answers before somebody reads it again. May be left out.", "到这一天（UTC）为止可以回答；过期未复核就不再用它回答。可以不填。";
        Title: "Title", "标题";
        Questions: "Questions that it answers", "能回答的问题";
        QuestionsHint: "One a line, as people ask them. Customers see them while they type.", "每行一个，按客户的问法写。客户输入时会看到这些问题。";
        Tags: "Further words", "其他用词";
        TagsHint: "With commas between them: what else people call it.", "用逗号隔开：客户还会怎么说。";
        Body: "Text", "正文";
        BodyHint: "Begin a section with ##. The bot answers with one section, so let each stand by itself.", "用 ## 开头分节。机器人每次只答一节，所以每节都要能单独看懂。";
        Preview: "As customers see it", "客户看到的样子";
        NothingWritten: "Nothing is written here yet.", "还没有内容。";
        NotWritten: "Not written in this language yet. An article answers only once all languages are there.", "还没有这种语言的版本。各语言写齐后才能通过。";
        WriteIt: "Write it", "开始写";
        LeaveOut: "Take this language away again", "去掉这个语言版本";
        Sources: "Drafted from these tickets", "根据这些工单起草";
        SourcesHint: "The words come from agents' replies. Read them against the tickets before you approve.", "文字摘自客服的回复。通过前请对照工单核对。";
        ToReview: "Send to review", "提交审核";
        Approve: "Approve", "通过";
        Retire: "Retire", "停用";
        BackToDraft: "Back to draft", "退回草稿";
        Delete: "Delete the draft", "删除草稿";
        DeleteWhat: "It goes in all languages. What is approved cannot be deleted, only retired.", "所有语言的草稿都会删除。已通过的文章不能删除，只能停用。";
        Deleted: "The draft is gone.", "草稿已删除。";
        OnlyDrafts: "You write and send to review. Whoever leads approves.", "您可以写稿并提交审核，由主管通过。";
        LockedByStatus: "This article answers customers. Only those who lead change it.", "这篇文章正在回答客户，只有主管可以修改。";
        // Learning.
        Learning: "Baton is learning the articles as they are now. Keep this page open for about a minute; changed ones are found by their words until then.", "正在学习最新的文章，大约需要一分钟，请先不要关闭页面。学完之前，改动过的文章按字面查找。";
        LearningName: "Learning the articles", "正在学习文章";
        LearnDone: "Learnt. The articles are found by what people mean.", "学习完成，文章可以按意思查找了。";
        LearnFailed: "The articles could not be learnt just now. Until they are, changed ones are found by their words.", "文章暂时没能学习成功。在此之前，改动过的文章按字面查找。";
        LearnAgain: "Learn again", "重新学习";
        LearnWaits: "Some changes are not learnt yet and are found by their words. Baton learns them when somebody who may approve opens this page.", "有些改动还没有学习，暂时按字面查找。有审核权限的同事打开这个页面后，会自动开始学习。";
        NeverLearnt: "Articles are found by their words alone: this installation has no storage for what Baton learns.", "这套部署没有配置存储，文章只能按字面查找。";
        ReplaceNew: "Begin another article?", "另起一篇？";
        ReplaceNewWhat: "The new article that you have begun is not saved and would be lost.", "您之前开始写的新文章还没保存，会丢失。";
        BeginAnother: "Begin another", "另起一篇";
        // Trying.
        TryHeading: "Try a question", "试问";
        TryHint: "Which passage would answer, with this article as it stands here.", "看看会用哪一段回答。这里没保存的修改也算在内。";
        TryLabel: "A customer's question", "客户的问题";
        TryIt: "Try", "试试";
        WouldAnswer: "would answer", "会用它回答";
        TooWeak: "too weak to answer", "把握不够，不会回答";
        FoundNone: "Nothing fits. The customer would be offered a person.", "没有合适的内容，会建议客户转人工。";
        // Gaps.
        GapsHint: "Questions that nothing answered, without what is personal in them. They go with their conversation, and once an article answers them.", "没答上来的问题，已去掉个人信息。会话删除，或有文章能回答之后，它们会自动消失。";
        NoGaps: "No question is open. What nothing answers will stand here.", "目前没有未答上的问题。以后有答不上的，会列在这里。";
        WriteArticle: "Write an article", "写一篇";
        Dismiss: "Dismiss", "忽略";
        Dismissed: "Dismissed until it is asked again.", "已忽略，再有人问时会重新出现。";
        AlsoAsked: "Also asked as", "其他问法";
    }
    made {
        /// Where an article stands.
        StatusName(Status),
        /// A filter.
        ShownName(Shown),
        /// How often something was asked.
        Times(u32),
        /// An article was saved, by title.
        Saved(String),
        /// An article was moved on, by title.
        MovedTo(Status, String),
        /// How well a passage fits, in percent.
        Support(u32),
        /// A status of a translation, as it is heard.
        StandsAs(Language, Option<Status>),
        /// How many articles are shown.
        Count(usize),
    }
}

impl From<Know> for Text {
    fn from(know: Know) -> Self {
        Self::Know(know)
    }
}

fn made(text: &Know, language: Language) -> Cow<'static, str> {
    let either = |en: String, zh: String| match language {
        Language::En => Cow::Owned(en),
        Language::Zh => Cow::Owned(zh),
    };
    let plain = |(en, zh): (&'static str, &'static str)| match language {
        Language::En => Cow::Borrowed(en),
        Language::Zh => Cow::Borrowed(zh),
    };
    match text {
        Know::StatusName(status) => plain(status_name(*status)),
        Know::ShownName(shown) => plain(match shown {
            Shown::All => ("All", "全部"),
            Shown::Standing(status) => status_name(*status),
            Shown::Due => ("Due for review", "待复核"),
            Shown::Tickets => ("Drafts from tickets", "工单草稿"),
            Shown::Missing => ("Lacking a language", "缺语言版本"),
        }),
        Know::Times(1) => plain(("asked once", "问过 1 次")),
        Know::Times(count) => either(format!("asked {count} times"), format!("问过 {count} 次")),
        Know::Saved(title) => either(format!("Saved: {title}"), format!("已保存：{title}")),
        Know::MovedTo(status, title) => match status {
            Status::Draft => either(format!("Back to draft: {title}"), format!("已退回草稿：{title}")),
            Status::InReview => either(format!("Sent to review: {title}"), format!("已提交审核：{title}")),
            Status::Approved => either(
                format!("Approved: {title}. It answers customers from now on."),
                format!("已通过：{title}。从现在起用它回答客户。"),
            ),
            Status::Retired => {
                either(format!("Retired: {title}. It answers no more."), format!("已停用：{title}。不再用它回答。"))
            }
        },
        Know::Support(percent) => either(format!("fits to {percent} %"), format!("匹配度 {percent}%")),
        Know::StandsAs(of, status) => {
            let name = Text::LanguageName(*of).say(language);
            let status = status.map_or(Know::MissingHere, Know::StatusName).say(language);
            either(format!("{name}: {status}"), format!("{name}：{status}"))
        }
        Know::Count(1) => plain(("1 article", "1 篇")),
        Know::Count(count) => either(format!("{count} articles"), format!("{count} 篇")),
        other => other.say(language),
    }
}

fn status_name(status: Status) -> (&'static str, &'static str) {
    match status {
        Status::Draft => ("Draft", "草稿"),
        Status::InReview => ("In review", "审核中"),
        Status::Approved => ("Approved", "已通过"),
        Status::Retired => ("Retired", "已停用"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_as_people_say_them() {
        assert_eq!(Know::Times(1).say(Language::En), "asked once");
        assert_eq!(Know::Times(3).say(Language::Zh), "问过 3 次");
        assert_eq!(Know::StandsAs(Language::Zh, None).say(Language::En), "Chinese: missing");
    }
}
