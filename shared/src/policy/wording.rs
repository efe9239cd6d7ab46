//! Reasons in plain words, in each language. A reason is a stable word: a signal's, one of the starter rules', or that
//! of what Baton does by itself. A company's own rules may bring others; those are shown as they are written.

use crate::text::Language;

/// A reason in plain words, where it is one that we know.
fn plain(code: &str, language: Language) -> Option<&'static str> {
    let (en, zh) = words(code)?;
    Some(match language {
        Language::En => en,
        Language::Zh => zh,
    })
}

fn words(code: &str) -> Option<(&'static str, &'static str)> {
    Some(match code {
        "asks_for_human" => ("Asks for a person", "要求人工"),
        "standing.asked_for_human" => ("Pressed “Talk to a person”", "点了“转人工”"),
        "offer_accepted" => ("Accepted the offer of a person", "接受了转人工的提议"),
        "angry" => ("Is angry or desperate", "情绪激动"),
        "vague" => ("Says that something is wrong, but not what", "只说有问题，没说清是什么"),
        "still_unclear" => ("Still unclear after a question", "追问之后仍不清楚"),
        "financial_dispute" => ("Disputes money", "对费用有争议"),
        "account_closure" => ("Wants to close the account or cancel", "想销户或退订"),
        "medical" => ("Touches health", "涉及健康"),
        "legal" => ("Touches law or compliance", "涉及法律或合规"),
        "safety" => ("Somebody may be in danger", "可能有人身安全问题"),
        "beyond_knowledge" => ("No approved article answers this", "知识库里没有可靠的答案"),
        "same_question_again" => ("Asks the same again", "重复问同一个问题"),
        "not_helpful" => ("Says that the answer did not help", "说答案没有用"),
        "answer_failed" => ("The answer did not help", "答案没有解决问题"),
        "file_received" => ("Sent a file without words", "只发了文件，没有文字"),
        "attempts_failed" => ("Several answers did not help", "多次回答都没有解决"),
        "greeting" => ("Greets", "打招呼"),
        "thanks" => ("Says thanks", "表示感谢"),
        "small_talk" => ("Greets or says thanks", "打招呼或道谢"),
        "several_requests" => ("Asks for several things at once", "一次提了几件事"),
        "long_story" => ("Tells a long story", "情况较复杂"),
        "outage_loss" => ("Lost something through an outage", "因故障受了损失"),
        "product_defect" => ("Reports a defect", "反映产品故障"),
        "other_language" => ("Writes in another language", "使用其他语言"),
        "urgent" => ("Says that it cannot wait", "说事情很急"),
        "high_value" => ("Valued customer", "重要客户"),
        "details_gathered" => ("Details gathered, a person finishes", "信息已收齐，由人工办理"),
        "supported" => ("An approved article answers this", "知识库里有答案"),
        "transferred" => ("A colleague transferred it", "同事转交"),
        "agent_stepped_in" => ("A colleague stepped in", "同事主动接手"),
        "standing.no_rule" => ("No rule applies", "没有适用的规则"),
        _ => return None,
    })
}

/// A reason in plain words, or its own word made readable.
pub fn reason_in_words(code: &str, language: Language) -> String {
    plain(code, language).map_or_else(|| code.replace(['_', '.'], " "), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::triage::SignalKind;

    #[test]
    fn every_signal_has_words_in_both_languages() {
        for kind in SignalKind::ALL {
            for language in Language::ALL {
                assert!(plain(kind.as_str(), language).is_some(), "{} in {language}", kind.as_str());
            }
        }
    }

    #[test]
    fn a_companys_own_reason_is_shown_as_it_is_written() {
        assert_eq!(reason_in_words("our_own.rule", Language::En), "our own rule");
        assert_eq!(reason_in_words("vague", Language::Zh), "只说有问题，没说清是什么");
    }
}
