//! What the edge refuses, said plainly: a sentence for each of its codes, in both languages.

use std::borrow::Cow;

use baton_shared::text::Language;

use super::{Text, paths};
use crate::model::trouble::Refused;
use crate::model::upload::FileTrouble;

/// A refusal in words, with the place at fault where the edge named one; its status where the code is not known.
pub fn say(refused: &Refused, language: Language) -> Cow<'static, str> {
    let Some(words) = words(&refused.code, language) else {
        let status = refused.status;
        return match language {
            Language::En => format!("That did not work (answer {status}).").into(),
            Language::Zh => format!("没有成功（应答 {status}）。").into(),
        };
    };
    match &refused.field {
        Some(field) => {
            let place = paths::say(field, language);
            match language {
                Language::En => format!("{words} Look at: {place}.").into(),
                Language::Zh => format!("{words}请查看：{place}。").into(),
            }
        }
        None => words,
    }
}

fn words(code: &str, language: Language) -> Option<Cow<'static, str>> {
    let file = |trouble| Some(Text::FileTrouble(trouble).say(language));
    let (en, zh) = match code {
        "attachment_kind" => return file(FileTrouble::Kind),
        "attachment_unsafe" => return file(FileTrouble::Unsafe),
        "attachment_broken" => return file(FileTrouble::Broken),
        "attachments_full" => return file(FileTrouble::Full),
        "attachments_not_set_up" => return file(FileTrouble::NotSetUp),
        "too_many_attachments" => return file(FileTrouble::TooMany),
        "malformed_json" | "malformed_form" | "malformed_request" => {
            ("What was sent cannot be read. Reload the page and try again.", "发送的内容无法识别，请刷新页面后重试。")
        }
        "method_not_allowed" | "wrong_media_type" | "upgrade_required" | "if_match_missing" => {
            ("This page is older than the server. Reload it and try again.", "页面版本过旧，请刷新后重试。")
        }
        "conflict" => ("This does not fit what is there now.", "与现有内容冲突。"),
        "erased" => (
            "What was written in this conversation has been erased. It cannot go on here.",
            "这个会话的内容已删除，不能再继续。",
        ),
        "invitation_over" => (
            "This invitation was used, has ended or was replaced, so there is nothing to send. Make a new link under Team.",
            "这份邀请已被使用、已过期或已被新链接取代，无需再发。如有需要，请在团队页面重新生成链接。",
        ),
        "invalid" => ("Something is not as it must be.", "有内容不符合要求。"),
        "internal" => ("Something went wrong on the server. Try again in a moment.", "服务器出了点问题，请稍后再试。"),
        "not_published" => ("Nothing is published yet. Publish the workspace first.", "还没有发布任何配置，请先发布。"),
        "empty_message" => ("There is nothing in it yet. Write something first.", "内容是空的，请先写点什么。"),
        "conversation_full" => {
            ("This conversation is full. The customer can begin another one.", "这个会话已满，客户可以另开一个。")
        }
        "no_such_answer" => ("This answer is no longer there.", "这条答案已不在了。"),
        "no_such_queue" => ("This queue no longer exists. Choose another one.", "这个客服组已不存在，请另选一个。"),
        "bad_address" => (
            "This cannot be an address. Write an email address or a telephone number.",
            "这不像是联系方式，请填邮箱或电话号码。",
        ),
        "too_many_transcripts" => ("A copy has been asked for too often here.", "这个会话索取对话记录的次数太多了。"),
        "too_many_attributes" => ("Too many details were sent along.", "附带的信息太多了。"),
        "bad_rating" => ("A rating is a whole number from 1 to 5.", "评分应为 1 到 5 的整数。"),
        _ => return None,
    };
    Some(Cow::Borrowed(match language {
        Language::En => en,
        Language::Zh => zh,
    }))
}

#[cfg(test)]
mod tests {
    use baton_shared::protocol::PROBLEM_CODES;

    use super::*;
    use crate::model::trouble::trouble;

    #[test]
    fn every_code_has_a_sentence_of_its_own_in_both_languages() {
        for (status, code) in PROBLEM_CODES {
            let body = format!(
                r#"{{"type":"about:blank","title":"t","status":{status},"code":"{code}","detail":"the edge's own words"}}"#
            );
            let text = Text::Trouble(trouble(status, &body));
            let [en, zh] = [Language::En, Language::Zh].map(|language| text.say(language).into_owned());
            assert!(!en.contains("(answer") && !en.contains("own words"), "{code}: {en}");
            assert!(zh.chars().all(|c| !c.is_ascii_lowercase()) || en != zh, "{code}: {zh}");
            assert!(
                zh.contains(|c: char| ('\u{4e00}'..'\u{9fff}').contains(&c)) && !zh.contains("应答"),
                "{code}: {zh}"
            );
        }
    }

    #[test]
    fn what_is_not_known_is_said_with_its_status() {
        let unknown = Text::Trouble(trouble(502, "<html>"));
        assert_eq!(unknown.say(Language::En), "That did not work (answer 502).");
        assert_eq!(unknown.say(Language::Zh), "没有成功（应答 502）。");
    }

    #[test]
    fn the_place_at_fault_is_named() {
        let body = r#"{"type":"about:blank","title":"t","status":422,"code":"invalid","detail":"d","field":"queues.billing.hours.mon"}"#;
        let text = Text::Trouble(trouble(422, body));
        assert_eq!(text.say(Language::En), "Something is not as it must be. Look at: billing, hours, Monday.");
        assert_eq!(text.say(Language::Zh), "有内容不符合要求。请查看：billing / 服务时间 / 周一。");
    }
}
