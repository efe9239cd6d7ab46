//! What the console sends about the rules.

use baton_shared::protocol::{MAX_BODY_BYTES, MAX_MESSAGE_BYTES, RulesChange, Try};

use super::Parsed;
use super::body::LANGUAGES;
use super::object::Object;
use super::problem::{Code, field, problem};

/// `PUT /console/api/rules`: its shape. What it must be like is said by the workspace's own check.
pub fn rules(body: &[u8], limit: usize) -> Parsed<RulesChange> {
    if body.len() > limit {
        return Err(problem(Code::TooLarge, format!("the rules have more than {limit} bytes; send less")));
    }
    serde_json::from_slice(body).map_err(|error| {
        let detail = format!("the rules are not as they must be ({error}); send them as they are read");
        field(problem(Code::Invalid, detail), "policy")
    })
}

/// `POST /console/api/rules/try`.
pub fn try_rules(body: &[u8]) -> Parsed<Try> {
    let mut object = Object::parse(body, MAX_BODY_BYTES)?;
    let text = object.text("text", 1..=MAX_MESSAGE_BYTES)?;
    let language = object.word("language", &LANGUAGES)?;
    let signed_in = object.boolean("signed_in")?;
    object.finish()?;
    Ok(Try { text, language, signed_in })
}
