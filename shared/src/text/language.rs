//! Languages: the two of the interface, and what a message is written in.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::redact::without_addresses;

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    Zh,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::En, Self::Zh];

    /// `en` or `zh`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    /// Reads `en`, `zh`, and with a region: `en-GB`, `zh_CN`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "en" => Ok(Self::En),
            "zh" => Ok(Self::Zh),
            _ => Err(UnknownLanguage),
        }
    }
}

/// A language that Baton's interface does not speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the language is neither en nor zh")]
pub struct UnknownLanguage;

/// What a message is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Detected {
    /// English.
    En,
    /// Chinese.
    Zh,
    /// Another script or language.
    Other,
    /// Too short to tell: digits, an emoji, one word.
    Unknown,
}

impl Detected {
    /// The language of the interface that it is, where it is one.
    pub fn language(self) -> Option<Language> {
        match self {
            Self::En => Some(Language::En),
            Self::Zh => Some(Language::Zh),
            Self::Other | Self::Unknown => None,
        }
    }
}

/// Words that hardly occur in English and are frequent in other languages of the Latin script.
const FOREIGN: &[&str] = &[
    "que",
    "por",
    "para",
    "como",
    "una",
    "los",
    "las",
    "mi",
    "está",
    "hola",
    "gracias",
    "quiero",
    "necesito",
    "puedo",
    "der",
    "die",
    "das",
    "und",
    "ich",
    "nicht",
    "ist",
    "mein",
    "meine",
    "bitte",
    "wie",
    "kann",
    "habe",
    "eine",
    "le",
    "les",
    "des",
    "est",
    "pas",
    "je",
    "mon",
    "ma",
    "vous",
    "bonjour",
    "merci",
    "pour",
    "avec",
    "il",
    "che",
    "non",
    "sono",
    "della",
    "mio",
    "ciao",
    "grazie",
    "não",
    "meu",
    "minha",
    "obrigado",
    "eu",
    "het",
    "een",
    "niet",
    "mijn",
    "kan",
    "mam",
    "nie",
    "jest",
    "jak",
    "proszę",
    "tengo",
    "tiene",
    "funciona",
    "ayuda",
    "pero",
    "muy",
    "estoy",
    "buenas",
    "días",
    "olá",
    "tenho",
    "preciso",
    "você",
    "ajuda",
    "kein",
    "keine",
    "auf",
    "warum",
    "guten",
    "danke",
    "wir",
    "aide",
    "suis",
    "votre",
    "fonctionne",
    "bonsoir",
    "funziona",
    "aiuto",
    "buongiorno",
    "perché",
    "ik",
    "geen",
    "dzień",
    "dobry",
    "merhaba",
    "yok",
    "nasıl",
    "için",
];

/// Frequent English words.
const ENGLISH: &[&str] = &[
    "the", "is", "my", "i", "a", "to", "and", "it", "you", "do", "how", "can", "not", "in", "of", "for", "what", "on",
    "me", "please", "have", "was", "this", "with", "why", "when", "where", "yes", "help", "are", "your",
];

/// What a text is written in, by its script and, within the Latin script, by frequent words. Links, handles and addresses
/// are written in no language.
pub fn detect(text: &str) -> Detected {
    let text = without_addresses(text);
    let (mut han, mut latin, mut other) = (0_usize, 0_usize, 0_usize);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        match c {
            '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}' => han += 1,
            // Kana and Hangul weigh more: Japanese mixes them with Han characters.
            '\u{3040}'..='\u{30ff}' | '\u{ac00}'..='\u{d7af}' => other += 3,
            c if c.is_ascii() || ('\u{c0}'..='\u{24f}').contains(&c) => latin += 1,
            _ => other += 1,
        }
    }
    if other > han && other * 2 > latin {
        return Detected::Other;
    }
    // One Han character says about as much as three letters.
    if han > 0 && han * 3 >= latin {
        return Detected::Zh;
    }
    if latin == 0 {
        return Detected::Unknown;
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let count = |list: &[&str]| words.iter().filter(|word| list.contains(word)).count();
    let (foreign, english) = (count(FOREIGN), count(ENGLISH));
    if foreign >= 2 && foreign > english {
        Detected::Other
    } else if words.len() >= 2 || english > 0 {
        Detected::En
    } else {
        Detected::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_apart() {
        let cases = [
            ("my internet is down", Detected::En),
            ("路由器红灯一直闪", Detected::Zh),
            ("wifi 连不上", Detected::Zh),
            ("hola, mi internet no funciona, que puedo hacer", Detected::Other),
            ("ich kann mein Passwort nicht ändern", Detected::Other),
            ("インターネットに接続できません", Detected::Other),
            ("не работает интернет", Detected::Other),
            ("12345", Detected::Unknown),
            ("refund", Detected::Unknown),
            ("hola no tengo internet", Detected::Other),
            ("buenas, mi router no funciona", Detected::Other),
            ("no internet", Detected::En),
            ("https://shop.example/item/4008", Detected::Unknown),
            ("www.shop.example/the/plan, me@mail.example [phone]", Detected::Unknown),
            ("@acmehelp https://shop.example/a/1 please help", Detected::En),
            ("@acmehelp 我的订单 https://shop.example/order/the/item/is/this", Detected::Zh),
            ("https://shop.example/item/4008这个还有货吗", Detected::Zh),
        ];
        for (text, expect) in cases {
            assert_eq!(detect(text), expect, "{text}");
        }
    }

    #[test]
    fn regions_are_accepted() {
        assert_eq!("zh-CN".parse(), Ok(Language::Zh));
        assert_eq!("en_GB".parse(), Ok(Language::En));
        assert_eq!("fr".parse::<Language>(), Err(UnknownLanguage));
    }
}
