//! The bot's standing lines, in each language. Short, warm and plain; Chinese is written afresh.

use super::event::BotLine;
use crate::text::Language;

/// The words of a standing line. [`BotLine::Approved`] has none of its own: its text stands in the policy.
pub fn standing(line: BotLine, language: Language) -> &'static str {
    match (line, language) {
        (BotLine::NothingFound, Language::En) => {
            "I don't have a reliable answer to that. I can bring in a colleague, or you can put it another way."
        }
        (BotLine::NothingFound, Language::Zh) => {
            "这个问题我没有可靠的答案。我可以请同事来帮您，您也可以换个说法再问一次。"
        }
        (BotLine::TryAnotherWay, Language::En) => {
            "Thanks for telling me. Tell me a little more about what happens, or I can bring in a colleague."
        }
        (BotLine::TryAnotherWay, Language::Zh) => "谢谢您告诉我。您可以再说说具体情况，我也可以请同事来帮您。",
        (BotLine::Approved, _) => "",
        (BotLine::Greeting, Language::En) => "Hi, how can we help?",
        (BotLine::Greeting, Language::Zh) => "您好，有什么可以帮您？",
        (BotLine::Welcome, Language::En) => "You're welcome. I'm here if anything else comes up.",
        (BotLine::Welcome, Language::Zh) => "不客气，有别的问题随时找我。",
        (BotLine::GatherDetails, Language::En) => {
            "A colleague will finish this for you. So that they can start at once: which order, device or account is it about, and since when?"
        }
        (BotLine::GatherDetails, Language::Zh) => {
            "这件事会由同事为您办妥。为了马上开始，请告诉我：是哪个订单、设备或账户，从什么时候开始的？"
        }
        (BotLine::FileReceived, Language::En) => {
            "Thanks, your file has arrived. I can't look into files myself: tell me in a few words what it is about, or I can bring in a colleague."
        }
        (BotLine::FileReceived, Language::Zh) => {
            "文件已收到，谢谢您。我自己看不了文件内容：您可以简单说说是什么事，我也可以请同事来帮您。"
        }
    }
}
