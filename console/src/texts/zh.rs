//! Chinese (Simplified). Written afresh, not translated word for word.

use std::borrow::Cow;

use baton_shared::conversation::{EpisodeEnd, ErasedScope, MoodPoint, PassedOn, ResolutionOutcome, ResolvedBy};
use baton_shared::conversation::{Status, Unavailable, Via, WaitChoice};
use baton_shared::policy::{Outcome, Priority, reason_in_words};
use baton_shared::text::Language;
use baton_shared::triage::{Complexity, Urgency};

use super::{Keys, Text, problems};
use crate::model::ago::Ago;
use crate::model::explain::Mood;
use crate::model::inbox::{Filter, Standing};
use crate::model::link::Link;
use crate::model::trouble::Trouble;
use crate::model::upload::FileTrouble;

#[expect(clippy::too_many_lines, reason = "a table: one line a text")]
pub(super) fn say(text: &Text) -> Cow<'static, str> {
    let words = match text {
        Text::Title => "Baton 工作台",
        Text::TitleWaiting(count) => return format!("({count}) Baton 工作台").into(),
        Text::SkipToContent => "跳到正文",
        Text::Places => "导航",
        Text::Inbox | Text::ColumnConversation => "会话",
        Text::Deliveries => "推送记录",
        Text::SignOut => "退出",
        Text::Help => "快捷键与帮助",
        Text::OtherLanguage => "English",
        Text::Presence => "接待状态",
        Text::PresenceIs(link) => match link {
            Link::Connecting => "正在连接",
            Link::Live => "在线接待",
            Link::Polling => "正在重连",
            Link::Lost => "网络不通",
            Link::Away => "暂离",
        },
        Text::PresenceHint(true) => "新会话可能会分给您。离开时请关掉。",
        Text::PresenceHint(false) => "不会再给您分配新会话，您仍可查看和回复。",
        Text::Loading => "正在加载",
        Text::Close => "关闭",
        Text::Cancel => "取消",
        Text::TryAgain => "重试",
        Text::Trouble(trouble) => return self::trouble(trouble),
        Text::SignInHeading => "用登录链接登录",
        Text::SignInHow => "这台机器就在运行 Baton：在这里执行下面的命令，再打开它给出的链接。",
        Text::SignInThen => "链接只能用一次，请在这个浏览器里打开，登录后 12 小时内有效。",
        Text::SignInAsk => "请向团队的所有者要一个登录链接，对方可以在“团队”里您的资料中生成。",
        Text::SignedOutMeanwhile => "您已退出登录。写的内容还留在本标签页里，在此打开新的登录链接即可继续。",
        Text::Conversations => "会话列表",
        Text::Filters => "筛选会话",
        Text::Filter(filter) => match filter {
            Filter::Waiting => "待接手",
            Filter::Mine => "我的",
            Filter::WithBot => "机器人",
            Filter::All => "全部",
            Filter::Resolved => "已结束",
        },
        Text::Empty(filter) => match filter {
            Filter::Waiting => "现在没有人在等。",
            Filter::Mine => "您手上没有会话。",
            Filter::WithBot => "机器人手上没有会话。",
            Filter::All => "还没有会话。",
            Filter::Resolved => "还没有已结束的会话。",
        },
        Text::EmptyHint => "到演示网站上问一句，会话就会出现在这里。",
        Text::Older => "更早的会话",
        Text::Visitor => "访客",
        Text::Status(status) => match status {
            Status::WithBot => "机器人接待",
            Status::Waiting => "等待人工",
            Status::WithHuman => "人工接待",
            Status::Resolved => "已结束",
        },
        Text::Standing(standing) => match standing {
            Standing::As(status) => return say(&Text::Status(*status)),
            Standing::WithMe => "由您接待",
            Standing::With(name) => return format!("{}接待中", then(name)).into(),
            Standing::Closed(outcome) => return format!("已结束：{}", resolved_as(*outcome)).into(),
        },
        Text::Priority(priority) => match priority {
            Priority::Normal => "普通",
            Priority::High => "优先",
            Priority::Urgent => "紧急",
        },
        Text::Revenue => "涉及收入",
        Text::RevenueHint => "可能损失收入或流失客户；这是转接规则标明的。",
        Text::LanguageName(Language::En) => "英文",
        Text::LanguageName(Language::Zh) => "中文",
        Text::WaitingSince(ago) => {
            return match ago {
                Ago::Now => "刚开始等".into(),
                Ago::Minutes(n) => format!("已等 {n} 分钟").into(),
                Ago::Hours(n) => format!("已等 {n} 小时").into(),
                Ago::Days(n) => format!("已等 {n} 天").into(),
            };
        }
        Text::Ago(ago) => {
            return match ago {
                Ago::Now => "刚刚".into(),
                Ago::Minutes(n) => format!("{n} 分钟前").into(),
                Ago::Hours(n) => format!("{n} 小时前").into(),
                Ago::Days(n) => format!("{n} 天前").into(),
            };
        }
        Text::CameBack => "结束后又来信",
        Text::CameBackHint => "同事结束会话后，客户又发了消息，现由机器人回答。",
        Text::HeldBy(name) => return format!("{}接待中", then(name)).into(),
        Text::NoPreview => "没有文字",
        Text::NothingOpen => "还没有打开会话",
        Text::NothingOpenHint => "从列表里选一个，或按 j 再按回车。",
        Text::NothingHereHint => "有新会话时，会自动出现在列表里。",
        Text::Back => "返回列表",
        Text::ShowDetails | Text::Details => "详情",
        Text::Transcript => "对话记录",
        Text::ShowAll => "显示每一步",
        Text::NewMessages => "有新消息",
        Text::LinkIs(link) => match link {
            Link::Connecting => "正在连接",
            Link::Live => "实时",
            Link::Polling => "实时连接中断，每隔几秒更新一次。",
            Link::Lost => "网络不通，内容可能不是最新的，正在重试。",
            Link::Away => "暂离",
        },
        Text::Customer => "客户",
        Text::Bot => "机器人",
        Text::You(name) => return format!("{name}（您）").into(),
        Text::Erased => "这段文字已删除。",
        Text::SourceIs(title) => return format!("出处：{title}").into(),
        Text::Helpful(true) => "客户表示有帮助",
        Text::Helpful(false) => "客户表示没有帮助",
        Text::NoteBy(name) => return format!("{}的备注，仅同事可见", then(name)).into(),
        Text::Save => "保存",
        Text::CustomerTypes => "客户正在输入",
        Text::MarkOpened(Language::En) => "客户从网页发起会话，界面为英文",
        Text::MarkOpened(Language::Zh) => "客户从网页发起会话，界面为中文",
        Text::MarkIdentified => "客户身份已由公司核实",
        Text::MarkPageUpdated => "网页补充了访客信息",
        Text::MarkAnswerRated(true) => "客户说答案有帮助",
        Text::MarkAnswerRated(false) => "客户说答案没有帮助",
        Text::MarkProposed(agent) => return format!("已提议由{}接手", after(&then(agent))).into(),
        Text::MarkNobody(Unavailable::OutOfHours { .. }) => "已告知客户现在不在服务时间",
        Text::MarkNobody(Unavailable::NobodyAccepted) => "已告知客户暂时无人接手",
        Text::MarkChose(WaitChoice::Wait) => "客户选择继续等",
        Text::MarkChose(WaitChoice::Email) => "客户希望用邮件回复",
        Text::MarkChose(WaitChoice::Call) => "客户希望回电",
        Text::MarkJoined(name, Via::Console) => return format!("{}已接手", then(name)).into(),
        Text::MarkJoined(name, Via::ReplyLink) => return format!("{}通过回复链接接手", then(name)).into(),
        Text::MarkJoined(name, Via::Api) => return format!("{}在其他客服系统里接手", then(name)).into(),
        Text::MarkFirstReply(ms) => return format!("首次回复用时 {}", seconds(*ms)).into(),
        Text::MarkEnded(EpisodeEnd::GivenBack) => "已交还机器人",
        Text::MarkEnded(EpisodeEnd::Resolved) => "本次人工接待结束",
        Text::MarkDelivered(endpoint) => return format!("转接已推送到 {endpoint}").into(),
        Text::MarkUndelivered => "转接还没有推送成功，请查看推送记录。",
        Text::MarkRevoked => "回复链接已作废",
        Text::MarkMood(point, mood) => {
            let when = if *point == MoodPoint::Start { "开始" } else { "结束" };
            return format!("{when}时的情绪：{}", say(&Text::MoodIs(Mood::of(*mood)))).into();
        }
        Text::MarkResolved(by, outcome, name) => {
            let who = match (by, name) {
                (ResolvedBy::Bot, _) => "机器人已解决".to_owned(),
                (ResolvedBy::Agent, Some(name)) => format!("{}结束会话", then(name)),
                (ResolvedBy::Agent, None) => "人工结束会话".to_owned(),
                (ResolvedBy::Customer, _) => "客户结束会话".to_owned(),
            };
            return format!("{who}：{}", resolved_as(*outcome)).into();
        }
        Text::MarkReopened => "客户又发来消息，会话重新打开",
        Text::MarkRated(score, effort, comment) => {
            let effort = effort.map_or("", |effort| match effort {
                1 => "，不费劲",
                2 => "，不太费劲",
                3 => "，费劲程度一般",
                4 => "，比较费劲",
                _ => "，非常费劲",
            });
            let comment = comment.as_ref().map_or(String::new(), |comment| format!("：“{comment}”"));
            return format!("评价 {score}/5{effort}{comment}").into();
        }
        Text::MarkTranscript(Some(address)) => return format!("客户要求把对话记录发到 {address}").into(),
        Text::MarkTranscript(None) => "客户要求用邮件发送对话记录",
        Text::MarkErased(ErasedScope::All) => "全部内容已删除",
        Text::MarkErased(ErasedScope::One { .. }) => "一段文字已删除",
        Text::HandedTo(team) => return format!("转给{}", after(team)).into(),
        Text::MarkEnded(EpisodeEnd::Transferred) => "已转交",
        Text::PassedOnLabel => "同事可见",
        Text::PassedOn(what) => match what {
            PassedOn::Transcript => "对话记录",
            PassedOn::Question => "客户的问题",
            PassedOn::Tried => "试过的办法",
            PassedOn::Identity => "客户身份",
            PassedOn::Page => "所在页面",
        },
        Text::Outcome(outcome) => match outcome {
            Outcome::Answer => "给出答案",
            Outcome::Clarify => "追问一句",
            Outcome::Assist => "收集信息，交人工办理",
            Outcome::HandOver => "转人工",
            Outcome::OfferHuman => "提议转人工",
            Outcome::SmallTalk => "寒暄",
        },
        Text::Reason(code) => return reason_in_words(code, Language::Zh).into(),
        Text::Why => "原因",
        Text::Rule => "规则",
        Text::Evidence => "依据",
        Text::NoEvidence => "没有引用客户原话",
        Text::EvidenceErased => "这次判断所依据的文字已删除。",
        Text::Measured => "判断结果",
        Text::Topic => "主题",
        Text::MoodLabel => "情绪",
        Text::MoodIs(mood) => match mood {
            Mood::VeryBad => "很差",
            Mood::Bad => "较差",
            Mood::Even => "平稳",
            Mood::Good => "良好",
        },
        Text::UrgencyLabel => "紧急程度",
        Text::UrgencyIs(urgency) => match urgency {
            Urgency::Low => "低",
            Urgency::Normal => "一般",
            Urgency::High => "高",
        },
        Text::ComplexityLabel => "复杂程度",
        Text::ComplexityIs(Complexity::Simple) => "简单",
        Text::ComplexityIs(Complexity::Complex) => "复杂",
        Text::Closest(percent) => return format!("最接近的文章吻合 {percent}%").into(),
        Text::Sure(percent) => return format!("（把握 {percent}%）").into(),
        Text::Notice => "公告",
        Text::Fits(percent) => return format!("吻合 {percent}%").into(),
        Text::Technical => "技术细节",
        Text::Signals => "还注意到",
        Text::NothingConsidered => "无",
        Text::Considered => "参考过的文章",
        Text::Matched(words) => return format!("相同的词：{words}").into(),
        Text::Versions => "所用版本",
        Text::VersionsAre(workspace, engine) => return format!("配置第 {workspace} 版，引擎 {engine}").into(),
        Text::HashesAre(policy, knowledge) => return format!("规则 {policy}，知识库 {knowledge}").into(),
        Text::DraftPrepared => "建议的回复",
        Text::DraftHint => "摘自已审核的文章，尚未发送。请过目、修改后再发。",
        Text::InsertDraft => "用这段文字",
        Text::ConfirmFirst => "先和客户核对",
        Text::ConfirmHint => "开头先提一提，客户就不用再说一遍。",
        Text::OnlyReads => "您可以查看这个会话，回复需要客服角色。",
        Text::InsertFirstWords => "写一句开场白",
        Text::VerifiedBy => "公司已核实",
        Text::NotVerified => "客户未登录，身份未经核实。",
        Text::Unverified => "客户自述，未核实",
        Text::Name => "姓名",
        Text::Email => "邮箱",
        Text::CustomerId => "客户编号",
        Text::Tier => "等级",
        Text::Tenure => "合作时长",
        Text::Months(months) => return months_zh(*months).into(),
        Text::Contact => "联系方式",
        Text::ContactWhen(when) => return format!("方便的时间：{when}").into(),
        Text::Page => "页面",
        Text::Order => "订单",
        Text::Brief => "概要",
        Text::OpeningQuestion => "最初的问题",
        Text::Tried => "试过的办法",
        Text::NothingTried => "还没有给过答案。",
        Text::TriedResult(Some(true)) => "有帮助",
        Text::TriedResult(Some(false)) => "没有帮助",
        Text::TriedResult(None) => "客户未评价",
        Text::LatestMessage => "最近一条",
        Text::Handoff => "转接",
        Text::LastHandoff => "上次转接",
        Text::Ended => "结束于",
        Text::Queue => "客服组",
        Text::Since => "开始于",
        Text::Colleague => "接待同事",
        Text::Result => "结果",
        Text::More => "更多",
        Text::Actions | Text::ColumnAction => "操作",
        Text::TakeOver => "接手",
        Text::TakenOver => "已接手",
        Text::Reopen => "重新打开",
        Text::GiveBack => "交还机器人",
        Text::GiveBackHeading => "交还机器人？",
        Text::GiveBackWhat => "客户会看到助手回来了，之后由它回答。需要时您可以再接手。",
        Text::Resolve => "结束会话",
        Text::Revoke => "作废回复链接",
        Text::RevokeHint => "贵公司其他系统收到的转接通知里带有免登录回复链接，作废后立即失效。",
        Text::EraseContent => "删除内容",
        Text::HeldByOther(name) => return format!("{}正在接待，您可以留备注。", then(name)).into(),
        Text::ResolveHeading => "结果如何？",
        Text::ResolveHint => "会话将结束。客户再发消息时会重新打开，先由助手回答。",
        Text::ResolvedAs(outcome) => resolved_as(*outcome),
        Text::ResolvedAsHint(outcome) => match outcome {
            ResolutionOutcome::Solved => "事情已办妥。",
            ResolutionOutcome::Unsolved => "这里已无法再做什么。",
            ResolutionOutcome::NoAnswerNeeded => "客户已离开，或本来就不需要答复。",
        },
        Text::RevokeHeading => "作废回复链接？",
        Text::RevokeWhat => "为这次转接发出的所有回复链接立即失效，同事仍可在这里回复。",
        Text::EraseHeading => "删除全部文字内容？",
        Text::EraseGoes => {
            "将永久删除：所有消息、备注和草稿，姓名、邮箱和客户编号，所在页面，客户留下的联系方式，以及判断所依据的原话。已对接的系统也会收到删除通知。"
        }
        Text::EraseStays => "会保留：事情发生的时间、触发的规则和统计数字，不含任何文字。",
        Text::EraseFinal => "删除后无法恢复。",
        Text::EraseNow => "永久删除",
        Text::Composer => "编写",
        Text::ModeReply => "回复",
        Text::ModeNote => "内部备注",
        Text::WriteReply => "回复客户",
        Text::WriteNote => "给同事的备注，客户看不到",
        Text::Send => "发送",
        Text::TakeAndSend => "接手并发送",
        Text::ReopenAndSend => "重新打开并发送",
        Text::SaveNote => "保存备注",
        Text::Sending => "正在发送",
        Text::SendKeys(true) => "⌘ 加回车发送",
        Text::SendKeys(false) => "Ctrl 加回车发送",
        Text::NoteKeys(true) => "⌘ 加回车保存",
        Text::NoteKeys(false) => "Ctrl 加回车保存",
        Text::AddFile => "添加文件",
        Text::FilesToSend => "待发送的文件",
        Text::DropHere => "把文件拖到这里，随回复一起发送",
        Text::Uploading(percent) => return format!("正在上传 {percent}%").into(),
        Text::FileTrouble(trouble) => return file_trouble(trouble),
        Text::RemoveFile(name) => return format!("移除 {name}").into(),
        Text::SendFileAgain(name) => return format!("重新上传 {name}").into(),
        Text::Sent => "已发送",
        Text::CustomerSaid(words) => return format!("客户说：{words}").into(),
        Text::CustomerSentFiles(count) => return format!("客户发来 {count} 个文件").into(),
        Text::CustomerSaidSeveral(count) => return format!("客户发来 {count} 条新消息").into(),
        Text::NowWaiting(count) => return format!("有 {count} 个会话等待人工").into(),
        Text::DeliveriesHint => "推送到贵公司系统的 Webhook，最近的在前。没有送达的可以重新发送。",
        Text::NoDeliveries => "还没有推送。设了接收地址，有事发生时就会推送。",
        Text::ColumnState => "状态",
        Text::ColumnKind => "事件",
        Text::ColumnEndpoint => "接收地址",
        Text::ColumnAttempts => "次数",
        Text::ColumnAnswer => "最近应答",
        Text::ColumnWhen => "最近一次",
        Text::NoAnswer => "无应答",
        Text::Replay => "重新发送",
        Text::Replayed => "正在重新发送。",
        Text::OpenConversation => "打开",
        Text::HelpFor(keys) => match keys {
            Keys::Move => "下一个、上一个会话",
            Keys::Open => "打开会话",
            Keys::Back => "返回列表",
            Keys::Reply => "写回复",
            Keys::Note => "写内部备注",
            Keys::Send => "发送",
            Keys::NewLine => "编写时换行",
            Keys::Help => "显示帮助",
            Keys::Find => "查找页面、客户和操作",
        },
        Text::SingleKeys => "使用单键快捷键",
        Text::Verbatim(words) => return words.clone().into(),
        Text::Office(office) => return office.say(Language::Zh),
        Text::Rules(said) => return said.say(Language::Zh),
        Text::Know(know) => return know.say(Language::Zh),
        Text::SingleKeysHint => "如果您用语音输入等工具，可以关掉。",
    };
    Cow::Borrowed(words)
}

fn resolved_as(outcome: ResolutionOutcome) -> &'static str {
    match outcome {
        ResolutionOutcome::Solved => "已解决",
        ResolutionOutcome::Unsolved => "未解决",
        ResolutionOutcome::NoAnswerNeeded => "无需答复",
    }
}

/// A name before Chinese words; one in Latin letters keeps a space.
pub(super) fn then(name: &str) -> String {
    let space = if name.ends_with(|c: char| c.is_ascii()) { " " } else { "" };
    format!("{name}{space}")
}

/// A name after Chinese words; one in Latin letters keeps a space.
pub(super) fn after(name: &str) -> String {
    let space = if name.starts_with(|c: char| c.is_ascii()) { " " } else { "" };
    format!("{space}{name}")
}

fn seconds(ms: u64) -> String {
    let seconds = ms / 1000;
    if seconds < 120 { format!("{seconds} 秒") } else { format!("{} 分钟", seconds / 60) }
}

fn months_zh(months: u32) -> String {
    match (months / 12, months % 12) {
        (0, months) => format!("{months} 个月"),
        (years, 0) => format!("{years} 年"),
        (years, months) => format!("{years} 年 {months} 个月"),
    }
}

fn trouble(trouble: &Trouble) -> Cow<'static, str> {
    let words = match trouble {
        Trouble::Offline => "网络不通。内容没有丢，请稍后再试。",
        Trouble::SignedOut => "您已退出登录。",
        Trouble::NotAllowed => "您的角色没有这个权限。",
        Trouble::Taken { name: Some(name) } => {
            return format!("{}已接手这个会话。您写的内容还在，可以改为备注。", then(name)).into();
        }
        Trouble::Taken { name: None } => "同事已接手这个会话。您写的内容还在，可以改为备注。",
        Trouble::EpisodeOver => "这次人工接待已结束。您写的内容还在，再次发送会先接手会话。",
        Trouble::NotNow => "会话现在的状态不允许这样做。",
        Trouble::FileGone => "有文件已不在了：未发送的文件只保留一天。请移除后重新添加，再发送。",
        Trouble::TooLong => "文字太长，请分几次发送。",
        Trouble::TooMany { seconds: Some(seconds) } => {
            return format!("操作太频繁。您写的内容还在，请 {seconds} 秒后再试。").into();
        }
        Trouble::TooMany { seconds: None } => "操作太频繁。您写的内容还在，请稍后再试。",
        Trouble::NotFound => "找不到，可能已不存在。",
        Trouble::Stale => "这里刚被别人改过。没有覆盖任何内容。",
        Trouble::Refused(refused) => return problems::say(refused, Language::Zh),
        Trouble::Unreadable => "应答无法识别，请刷新页面后再看。",
    };
    Cow::Borrowed(words)
}

fn file_trouble(trouble: &FileTrouble) -> Cow<'static, str> {
    let words = match trouble {
        FileTrouble::TooMany => "一条回复最多带 5 个文件，请先发送这些，再发其余的。",
        FileTrouble::TooLarge => "文件超过 10 MB，请压缩后再发，或改发链接。",
        FileTrouble::Empty => "文件是空的，请换一个。",
        FileTrouble::Kind => {
            "这种文件不能发送。可以发图片（PNG、JPEG、GIF、WebP）、PDF、文本，以及 Word、Excel、PowerPoint 或 OpenDocument 文件。"
        }
        FileTrouble::Unsafe => "文件含有宏、脚本或嵌入的文件，或设了密码。请去掉后另存，或打印成 PDF 再添加。",
        FileTrouble::Broken => "文件已损坏，或内容与文件名不符。请重新保存后再添加。",
        FileTrouble::Full => "本会话里客服发出的文件已满 20 个，请改发链接。",
        FileTrouble::Erased => "本会话的内容已删除，不能再添加文件。",
        FileTrouble::NotSetUp => "系统还没有开通文件存储，请联系 Baton 的管理员。",
        FileTrouble::OnNote => "文件是发给客户的，请先切换到回复再添加。",
        FileTrouble::Other(trouble) => return self::trouble(trouble),
    };
    Cow::Borrowed(words)
}
