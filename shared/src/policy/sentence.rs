//! Rules in plain sentences, in each language: "When the customer is angry, hand over to Care, urgent." Written afresh
//! in Chinese, not word for word.

use super::condition::Condition;
use super::rule::{Outcome, Policy, Priority, QueueChoice, Rule};
use crate::customer::Channel;
use crate::text::Language;
use crate::triage::{Complexity, SignalKind, Urgency};

/// A rule as a sentence. `queue` gives a queue's name.
pub fn rule_in_words(rule: &Rule, language: Language, queue: &dyn Fn(&str) -> String) -> String {
    let (when, then) = (condition_in_words(&rule.when, language), outcome_in_words(rule, language, queue));
    let always = rule.when.always == Some(true);
    match (language, always) {
        (Language::En, true) => format!("In all other cases, {then}."),
        (Language::En, false) => format!("When {when}, {then}."),
        (Language::Zh, true) => format!("其他情况：{then}。"),
        (Language::Zh, false) => format!("{when}时，{then}。"),
    }
}

/// What follows, as the end of a sentence.
pub fn outcome_in_words(rule: &Rule, language: Language, queue: &dyn Fn(&str) -> String) -> String {
    let hands_over = rule.outcome == Outcome::HandOver;
    let mut words = match (&rule.queue, language) {
        (QueueChoice::Queue(id), Language::En) if hands_over => format!("hand over to {}", queue(id)),
        (QueueChoice::Queue(id), Language::Zh) if hands_over => format!("转给{}", queue(id)),
        _ => outcome_words(rule.outcome, language).to_owned(),
    };
    let mut add = |en: &str, zh: &str| {
        words.push_str(match language {
            Language::En => en,
            Language::Zh => zh,
        });
    };
    match rule.priority {
        Priority::High if hands_over => add(", with high priority", "，优先处理"),
        Priority::Urgent if hands_over => add(", urgent", "，紧急"),
        Priority::Normal | Priority::High | Priority::Urgent => {}
    }
    if rule.revenue_at_stake && hands_over {
        add(", revenue at stake", "，涉及收入");
    }
    if rule.say.is_some() {
        add(", after the approved text", "，并先发送一段审核过的话");
    }
    words
}

/// What follows, without queue and priority.
pub fn outcome_words(outcome: Outcome, language: Language) -> &'static str {
    let (en, zh) = match outcome {
        Outcome::Answer => ("answer from the article", "用文章回答"),
        Outcome::Clarify => ("ask one question back", "追问一句"),
        Outcome::Assist => ("ask for the details, then hand over", "先收集信息，再转人工"),
        Outcome::HandOver => ("hand over by topic", "按主题转人工"),
        Outcome::OfferHuman => ("offer a person", "提议转人工"),
        Outcome::SmallTalk => ("greet back", "礼貌回应"),
    };
    match language {
        Language::En => en,
        Language::Zh => zh,
    }
}

/// A condition as the middle of a sentence.
pub fn condition_in_words(condition: &Condition, language: Language) -> String {
    let en = language == Language::En;
    if let Some(all) = &condition.all {
        let (denied, asked): (Vec<_>, Vec<_>) = all.iter().partition(|one| one.not.is_some());
        let each = |one: &&Condition| {
            let words = condition_in_words(one, language);
            if one.any.is_some() && asked.len() > 1 { grouped(&words, language) } else { words }
        };
        let held = shared_subject(asked.iter().map(each), if en { " and " } else { "，并且" }, language);
        let inner = denied.iter().filter_map(|one| one.not.as_deref());
        let denied = shared_subject(
            inner.map(|one| condition_in_words(one, language)),
            if en { " or " } else { "或" },
            language,
        );
        return match (held.is_empty(), denied.is_empty(), language) {
            (_, true, _) => held,
            (true, false, Language::En) => format!("it is not so that {denied}"),
            (true, false, Language::Zh) => format!("并非{denied}"),
            (false, false, Language::En) => format!("{held}, unless {denied}"),
            (false, false, Language::Zh) => format!("{held}（{denied}除外）"),
        };
    }
    if let Some(any) = &condition.any {
        let each = any.iter().map(|one| condition_in_words(one, language));
        return shared_subject(each, if en { " or " } else { "或" }, language);
    }
    if let Some(inner) = &condition.not {
        let inner = condition_in_words(inner, language);
        return if en { format!("it is not so that {inner}") } else { format!("并非{inner}") };
    }
    one_in_words(condition, language)
}

fn grouped(words: &str, language: Language) -> String {
    match language {
        Language::En => format!("either {words}"),
        Language::Zh => words.to_owned(),
    }
}

/// Joins clauses; a subject that they share is said once, as people do.
fn shared_subject(clauses: impl Iterator<Item = String>, between: &str, language: Language) -> String {
    let subject = match language {
        Language::En => "the customer ",
        Language::Zh => "客户",
    };
    let mut joined = String::new();
    let mut last_had = false;
    for clause in clauses {
        let rest = clause.strip_prefix(subject);
        if !joined.is_empty() {
            joined.push_str(between);
        }
        joined.push_str(rest.filter(|_| last_had).unwrap_or(&clause));
        last_had = rest.is_some();
    }
    joined
}

/// One question, as a clause.
#[expect(clippy::too_many_lines, reason = "a table: a few lines a question")]
fn one_in_words(condition: &Condition, language: Language) -> String {
    let en = language == Language::En;
    let pick = |en_words: &str, zh: &str| if en { en_words } else { zh }.to_owned();
    let yes = |wanted: bool, held: (&str, &str), not: (&str, &str)| {
        let (en_words, zh) = if wanted { held } else { not };
        pick(en_words, zh)
    };
    let percent = |part: f32| format!("{:.0} %", part * 100.0);
    if let Some(kind) = condition.signal {
        let words = signal_in_words(kind, language);
        return match condition.at_least {
            None => words.to_owned(),
            Some(least) if en => format!("{words} (at least {})", percent(least)),
            Some(least) => format!("{words}（至少 {}）", percent(least)),
        };
    }
    if let Some(topic) = &condition.topic {
        return if en { format!("it is about {topic}") } else { format!("主题是 {topic}") };
    }
    if let Some(tiers) = &condition.tier_in {
        return if en {
            format!("the customer's tier is {}", tiers.join(" or "))
        } else {
            format!("客户等级是 {}", tiers.join(" 或 "))
        };
    }
    if let Some(valued) = condition.high_value {
        return yes(
            valued,
            ("the customer is of high value", "客户是重要客户"),
            ("the customer is not of high value", "客户不是重要客户"),
        );
    }
    let counts = [
        (condition.tenure_months_at_least, "the customer has been one for at least {n} months", "客户已满 {n} 个月"),
        (condition.failed_attempts_at_least, "at least {n} answers didn't help", "至少 {n} 次回答没有用"),
        (condition.offers_at_least, "a person has been offered at least {n} times", "已提议转人工至少 {n} 次"),
        (condition.clarifications_at_least, "the bot has asked at least {n} questions", "已追问至少 {n} 次"),
    ];
    if let Some((number, words, zh)) = counts.iter().find_map(|(n, words, zh)| Some(((*n)?, *words, *zh))) {
        return counted(if en { words } else { zh }, number, en);
    }
    let flags = [
        (
            condition.failed_too_often,
            ("too many answers didn't help", "多次回答都没有用"),
            ("not too many answers have failed", "回答失败的次数不多"),
        ),
        (
            condition.offer_accepted,
            ("the customer accepts the offer of a person", "客户接受转人工"),
            ("the customer hasn't accepted an offer", "客户没有接受转人工"),
        ),
        (
            condition.supported,
            ("an approved article answers", "有文章能回答"),
            ("no approved article answers", "没有文章能回答"),
        ),
        (condition.out_of_hours, ("the queue is closed", "队列不在服务时间"), ("the queue is open", "队列在服务时间")),
        (
            condition.language_other,
            ("the customer writes in another language", "客户使用其他语言"),
            ("the customer writes in a language of ours", "客户使用我们支持的语言"),
        ),
        (
            condition.details_gathered,
            ("the bot has asked for the details", "已收集信息"),
            ("the bot hasn't asked for details", "还没收集信息"),
        ),
        (condition.always, ("anything comes", "任何情况"), ("never", "永不")),
    ];
    if let Some((wanted, held, not)) = flags.iter().find_map(|(wanted, held, not)| Some(((*wanted)?, *held, *not))) {
        return yes(wanted, held, not);
    }
    if let Some(least) = condition.support_at_least {
        return if en {
            format!("an article fits by at least {}", percent(least))
        } else {
            format!("文章匹配度至少 {}", percent(least))
        };
    }
    if let Some(limit) = condition.support_below {
        return if en {
            format!("no article fits by {}", percent(limit))
        } else {
            format!("文章匹配度低于 {}", percent(limit))
        };
    }
    if let Some(urgency) = condition.urgency {
        return match urgency {
            Urgency::Low => pick("it can wait", "不着急"),
            Urgency::Normal => pick("it is of normal urgency", "紧急程度一般"),
            Urgency::High => pick("it cannot wait", "事情很急"),
        };
    }
    if let Some(complexity) = condition.complexity {
        return match complexity {
            Complexity::Simple => pick("it is one simple question", "问题简单"),
            Complexity::Complex => pick("it is a long story or several requests", "情况复杂"),
        };
    }
    if let Some(channel) = condition.channel {
        return match channel {
            Channel::Widget => pick("it comes through the widget", "来自网站挂件"),
            Channel::ChatPage => pick("it comes through the chat page", "来自聊天页面"),
            Channel::Api => pick("it comes through the API", "来自 API"),
        };
    }
    pick("(nothing is asked)", "（没有条件）")
}

/// A clause with a number in it, which may be one.
fn counted(words: &str, number: u32, en: bool) -> String {
    let words = words.replace("{n}", &number.to_string());
    if en && number == 1 {
        let singular =
            [("answers didn't", "answer didn't"), ("1 times", "once"), ("questions", "question"), ("months", "month")];
        return singular
            .iter()
            .fold(words, |words, (many, one)| words.replace(many, one))
            .replace("at least once", "before");
    }
    words
}

/// A signal as a clause.
pub fn signal_in_words(kind: SignalKind, language: Language) -> &'static str {
    let (en, zh) = match kind {
        SignalKind::AsksForHuman => ("the customer asks for a person", "客户要求人工"),
        SignalKind::Angry => ("the customer is angry", "客户情绪激动"),
        SignalKind::Vague => ("the customer doesn't say what is wrong", "客户没说清问题"),
        SignalKind::FinancialDispute => ("the customer disputes money", "客户对费用有争议"),
        SignalKind::AccountClosure => ("the customer wants to cancel or close the account", "客户想销户或退订"),
        SignalKind::Medical => ("it touches health", "内容涉及健康"),
        SignalKind::Legal => ("it touches law or compliance", "内容涉及法律或合规"),
        SignalKind::Safety => ("somebody may be in danger", "可能有人身安全问题"),
        SignalKind::BeyondKnowledge => ("it is beyond the articles", "超出知识库"),
        SignalKind::SameQuestionAgain => ("the customer asks the same again", "客户重复提问"),
        SignalKind::NotHelpful => ("the customer says the answer didn't help", "客户说答案没用"),
        SignalKind::Greeting => ("the customer greets", "客户打招呼"),
        SignalKind::Thanks => ("the customer says thanks", "客户道谢"),
        SignalKind::SeveralRequests => ("the customer asks for several things at once", "客户一次提了几件事"),
        SignalKind::OutageLoss => ("the customer lost something through an outage", "客户因故障受了损失"),
        SignalKind::ProductDefect => ("the customer reports a defect", "客户反映产品故障"),
        SignalKind::OtherLanguage => ("the customer writes in another language", "客户使用其他语言"),
        SignalKind::Urgent => ("the customer says it cannot wait", "客户说事情很急"),
    };
    match language {
        Language::En => en,
        Language::Zh => zh,
    }
}

/// What differs between two policies, in sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Differs {
    /// A rule is new.
    Added(String),
    /// A rule is gone.
    Removed(String),
    /// A rule says something else: before, and now.
    Changed(String, String),
    /// A rule stands elsewhere: its sentence, its place before and now, from 1.
    Moved(String, usize, usize),
    /// Only the text that is said, or the reason that is recorded.
    Texts(String),
    /// A figure: its name, before, and now.
    Figure(&'static str, String, String),
}

/// What differs, rule by rule, in the order of the new policy.
pub fn difference(before: &Policy, after: &Policy, language: Language, queue: &dyn Fn(&str) -> String) -> Vec<Differs> {
    let words = |rule: &Rule| rule_in_words(rule, language, queue);
    let mut found: Vec<Differs> = Vec::new();
    for rule in &after.rules {
        match before.rules.iter().find(|old| old.id == rule.id) {
            None => found.push(Differs::Added(words(rule))),
            Some(old) if old == rule => {}
            Some(old) if words(old) == words(rule) => found.push(Differs::Texts(words(rule))),
            Some(old) => found.push(Differs::Changed(words(old), words(rule))),
        }
    }
    let is_kept = |rule: &&Rule| after.rules.iter().any(|new| new.id == rule.id);
    found.extend(before.rules.iter().filter(|rule| !is_kept(rule)).map(|rule| Differs::Removed(words(rule))));
    found.extend(moved(before, after).into_iter().map(|(rule, from, to)| Differs::Moved(words(rule), from, to)));
    found.extend(figures(before, after));
    found
}

/// The fewest rules whose moving explains the new order: those outside the longest run that kept its order.
fn moved<'p>(before: &Policy, after: &'p Policy) -> Vec<(&'p Rule, usize, usize)> {
    let old: Vec<&str> = before.rules.iter().map(|rule| rule.id.as_str()).collect();
    let kept: Vec<(usize, usize)> = after
        .rules
        .iter()
        .enumerate()
        .filter_map(|(now, rule)| Some((now, old.iter().position(|id| *id == rule.id)?)))
        .collect();
    let mut runs: Vec<Vec<usize>> = Vec::new();
    for (place, (_, was)) in kept.iter().enumerate() {
        let fits = |run: &&Vec<usize>| run.last().and_then(|last| kept.get(*last)).is_some_and(|(_, last)| last < was);
        let mut best = runs.iter().filter(fits).max_by_key(|run| run.len()).cloned().unwrap_or_default();
        best.push(place);
        runs.push(best);
    }
    let longest = runs.into_iter().max_by_key(Vec::len).unwrap_or_default();
    let outside = kept.iter().enumerate().filter(|(place, _)| !longest.contains(place));
    outside.filter_map(|(_, (now, was))| Some((after.rules.get(*now)?, was + 1, now + 1))).collect()
}

fn figures(before: &Policy, after: &Policy) -> Vec<Differs> {
    let all = |policy: &Policy| {
        let of = &policy.thresholds;
        [
            ("answer_support", of.answer_support.to_string()),
            ("angry", of.angry.to_string()),
            ("signal", of.signal.to_string()),
            ("high_value_tenure_months", of.high_value_tenure_months.to_string()),
            ("high_value_tiers", of.high_value_tiers.join(", ")),
            ("failed_attempts", of.failed_attempts.to_string()),
        ]
    };
    let pairs = all(before).into_iter().zip(all(after));
    pairs.filter(|(old, new)| old != new).map(|((name, old), (_, new))| Differs::Figure(name, old, new)).collect()
}

#[cfg(test)]
#[cfg(feature = "authoring")]
mod tests {
    use super::*;

    fn starter() -> Policy {
        toml::from_str(include_str!("../../../workspace/policy.toml")).unwrap()
    }

    fn words(policy: &Policy, id: &str, language: Language) -> String {
        let rule = policy.rules.iter().find(|rule| rule.id == id).unwrap();
        rule_in_words(rule, language, &|id| id.to_owned())
    }

    #[test]
    fn rules_read_as_sentences() {
        let policy = starter();
        let check = |id: &str, en: &str, zh: &str| {
            assert_eq!(words(&policy, id, Language::En), en);
            assert_eq!(words(&policy, id, Language::Zh), zh);
        };
        check(
            "angry_high_value",
            "When the customer is angry and is of high value, hand over by topic, urgent, revenue at stake.",
            "客户情绪激动，并且是重要客户时，按主题转人工，紧急，涉及收入。",
        );
        check(
            "vague",
            "When the customer doesn't say what is wrong, unless the bot has asked at least 1 question, ask one question back.",
            "客户没说清问题（已追问至少 1 次除外）时，追问一句。",
        );
        check("beyond_knowledge", "In all other cases, offer a person.", "其他情况：提议转人工。");
        let small_talk = words(&policy, "small_talk", Language::En);
        assert_eq!(
            small_talk,
            "When either the customer greets or says thanks and no approved article answers, unless the customer doesn't say \
             what is wrong or says the answer didn't help or reports a defect, greet back."
        );
    }

    #[test]
    fn a_difference_names_what_changed_and_the_fewest_moves() {
        let before = starter();
        let mut after = before.clone();
        let first = after.rules.remove(0);
        after.rules.insert(3, first);
        after.rules[0].priority = Priority::Urgent;
        after.thresholds.answer_support = 0.7;
        let found = difference(&before, &after, Language::En, &|id| id.to_owned());
        assert!(matches!(&found[0], Differs::Changed(..)), "{found:?}");
        assert!(matches!(&found[1], Differs::Moved(_, 1, 4)), "{found:?}");
        assert_eq!(found[2], Differs::Figure("answer_support", "0.5".to_owned(), "0.7".to_owned()));
        assert_eq!(found.len(), 3);
    }
}
