//! Does the message ask for a person? Phrases that ask, and phrases that only look as if.

use super::assessment::{Signal, SignalKind};
use super::lexicon::find_in;
use crate::text::normalize;

/// The signal, where the message asks for a person.
pub(super) fn asks_for_human(message: &str) -> Option<Signal> {
    let mut normal = normalize(message);
    for trap in find_in(include_str!("lexicon/human_traps.txt"), &normal) {
        normal = normal.replace(trap.phrase, " ");
    }
    let found = find_in(include_str!("lexicon/human.txt"), &normal);
    let whole = normal.trim_matches(|c: char| !c.is_alphanumeric());
    let alone = [
        "agent",
        "human",
        "person",
        "operator",
        "representative",
        "advisor",
        "人工",
        "客服",
        "真人",
    ];
    let mut evidence: Vec<String> = found.iter().map(|found| found.phrase.to_owned()).collect();
    if alone.contains(&whole) && !evidence.iter().any(|phrase| phrase == whole) {
        evidence.push(whole.to_owned());
    }
    (!evidence.is_empty()).then(|| Signal {
        kind: SignalKind::AsksForHuman,
        strength: 1.0,
        evidence,
    })
}

#[cfg(test)]
mod tests {
    use super::asks_for_human;

    #[track_caller]
    fn check(message: &str, expect: bool) {
        assert_eq!(asks_for_human(message).is_some(), expect, "{message}");
    }

    #[test]
    fn requests() {
        for message in [
            "I want to talk to a person",
            "can I speak to someone please",
            "Get me a human!",
            "agent",
            "please connect me with an agent",
            "is there a real person there?",
            "I'd rather chat with a human being",
            "let me speak with your manager",
            "no more bots",
            "transfer me to customer service",
            "转人工",
            "我要找人工客服",
            "有没有真人啊",
            "能不能换个人来跟我说",
            "帮我接客服",
            "别用机器人敷衍我",
            "叫你们经理来",
        ] {
            check(message, true);
        }
    }

    #[test]
    fn traps() {
        for message in [
            "is the agent app free?",
            "what are your customer service hours",
            "how many people can use the wifi",
            "can the camera tell a person from a dog",
            "human presence sensor not working",
            "客服电话几点上班",
            "人体传感器连不上",
            "扫地机器人怎么联网",
            "人工费怎么算",
            "can a person in another house use my account",
        ] {
            check(message, false);
        }
    }
}
