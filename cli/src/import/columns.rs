//! Which column of an export holds what. The usual help desks are known by their names; others are mapped by hand.

use std::collections::BTreeMap;

use anyhow::{Result, bail};

/// What is read of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Its number.
    Id,
    /// What it is about, in a line.
    Subject,
    /// Where it stands.
    Status,
    /// What the customer wrote.
    Question,
    /// What an agent replied.
    Answer,
    /// Who wrote a message, where each has a row of its own.
    From,
    /// That message.
    Text,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 7] =
        [Self::Id, Self::Subject, Self::Status, Self::Question, Self::Answer, Self::From, Self::Text];

    /// Its word on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Subject => "subject",
            Self::Status => "status",
            Self::Question => "question",
            Self::Answer => "answer",
            Self::From => "from",
            Self::Text => "text",
        }
    }

    /// What the columns are called in exports of Zendesk, Freshdesk, Intercom and Help Scout, and in plain tables; in
    /// lower case, those that say it best first.
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Id => {
                &["id", "ticket id", "ticket_id", "conversation id", "conversation_id", "number", "工单编号", "编号"]
            }
            Self::Subject => &["subject", "title", "conversation subject", "主题", "标题"],
            Self::Status => &["status", "state", "ticket status", "conversation state", "状态"],
            Self::Question => &[
                "question",
                "description",
                "description_text",
                "first message",
                "message",
                "body",
                "customer message",
                "问题",
                "描述",
                "问题描述",
            ],
            Self::Answer => &[
                "answer",
                "reply",
                "resolution",
                "last agent reply",
                "agent reply",
                "agent message",
                "response",
                "comments",
                "回复",
                "解决方案",
                "处理结果",
            ],
            Self::From => &["from", "author", "author type", "author role", "sender", "sender type", "发送人"],
            Self::Text => &["text", "message text", "message body", "comment", "内容"],
        }
    }
}

/// Which column holds what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns(BTreeMap<Field, String>);

impl Columns {
    /// Reads `subject=Title,question=First message`.
    pub fn parse(text: &str) -> Result<Self> {
        let mut columns = Self::default();
        for pair in text.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
            let Some((field, column)) = pair.split_once('=') else {
                bail!("`{pair}` maps nothing; write it as subject=Title");
            };
            let known = Field::ALL.into_iter().find(|known| known.as_str() == field.trim());
            let Some(known) = known else {
                let all = Field::ALL.map(Field::as_str).join(", ");
                bail!("`{}` is nothing that is read of a ticket; map one of {all}", field.trim());
            };
            columns.0.insert(known, column.trim().to_owned());
        }
        Ok(columns)
    }

    /// The place of each field among the columns of a header. A column that was named by hand must be there; so must an
    /// id, a status, and something that customers and agents wrote.
    pub fn places(&self, header: &[String]) -> Result<BTreeMap<Field, usize>> {
        let mut places = BTreeMap::new();
        for field in Field::ALL {
            if let Some(column) = self.0.get(&field) {
                let Some(place) = header.iter().position(|name| name.trim().eq_ignore_ascii_case(column)) else {
                    let all = header.join(", ");
                    bail!("line 1: there is no column `{column}` for the {}; there are {all}", field.as_str());
                };
                places.insert(field, place);
                continue;
            }
            let found = field.names().iter().find_map(|name| {
                header.iter().position(|column| column.trim_start_matches('\u{feff}').trim().to_lowercase() == *name)
            });
            places.extend(found.map(|place| (field, place)));
        }
        let has = |field| places.contains_key(&field);
        let by_message = has(Field::From) && has(Field::Text);
        let needed = [
            (Field::Id, has(Field::Id)),
            (Field::Status, has(Field::Status)),
            (Field::Question, has(Field::Question) || by_message),
            (Field::Answer, has(Field::Answer) || by_message),
        ];
        if let Some((field, _)) = needed.iter().find(|(_, there)| !there) {
            let (name, all) = (field.as_str(), header.join(", "));
            bail!("line 1: no column is known to hold the {name}; name it with --map {name}=…; there are {all}");
        }
        Ok(places)
    }

    /// The name of a field's column, where it was mapped by hand.
    pub fn named(&self, field: Field) -> Option<&str> {
        self.0.get(&field).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(map: &str, header: &[&str]) -> Result<BTreeMap<Field, usize>> {
        let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
        Columns::parse(map)?.places(&header)
    }

    #[test]
    fn known_exports_need_no_map() {
        let freshdesk = places("", &["Ticket ID", "Subject", "Status", "Description", "Agent reply"]).unwrap();
        assert_eq!(freshdesk[&Field::Question], 3);
        assert!(places("", &["\u{feff}Id", "Title", "State", "From", "Text"]).is_ok());
        assert_eq!(
            places("answer=What we said", &["id", "status", "question", "What we said"]).unwrap()[&Field::Answer],
            3
        );
    }

    #[test]
    fn what_is_missing_is_named() {
        let said = |map, header: &[&str]| places(map, header).unwrap_err().to_string();
        assert!(said("", &["id", "question", "answer"]).contains("--map status=…"));
        assert!(
            said("subject=Title", &["id", "status", "question", "answer"])
                .contains("line 1: there is no column `Title`")
        );
        assert!(said("colour=red", &[]).contains("`colour` is nothing that is read"));
        assert!(said("subject", &[]).contains("maps nothing"));
    }
}
