//! Bodies about articles: their shape is the types', and what more they must be is said with the field.

use baton_shared::protocol::{ArticleChange, MAX_TRIED_BYTES, TrialRequest};
use serde_json::Value;

use super::Parsed;
use super::problem::{Code, field, problem};

/// Longest article in one language, in bytes.
const MAX_ARTICLE_BYTES: usize = 128 * 1024;
/// Longest body that tries a question, with what is being written.
pub const MAX_TRIAL_BYTES: usize = 512 * 1024;

/// `PUT /console/api/articles/{id}`: the article in its languages.
pub fn article_change(id: &str, body: &[u8]) -> Parsed<ArticleChange> {
    let value: Value = serde_json::from_slice(body)
        .map_err(|error| problem(Code::MalformedJson, format!("the body is not JSON ({error}); send one object")))?;
    let change: ArticleChange = serde_json::from_value(value).map_err(|error| {
        let detail = format!("the article is not as it must be ({error}); send it as it is read");
        field(problem(Code::Invalid, detail), "languages")
    })?;
    for (language, article) in &change.languages {
        let at = |name: &str| format!("languages.{language}.{name}");
        if article.id != id || article.language != *language {
            let detail = "the id must be that of the address, and the language that under which the article stands";
            return Err(field(problem(Code::Invalid, detail), &at("id")));
        }
        let texts = article.questions.iter().chain(&article.tags).chain([&article.title, &article.body]);
        if texts.map(String::len).sum::<usize>() > MAX_ARTICLE_BYTES {
            let detail = format!("the article has more than {MAX_ARTICLE_BYTES} bytes; cut it into several");
            return Err(field(problem(Code::TooLarge, detail), &at("body")));
        }
        if article.title.trim().is_empty() {
            return Err(field(problem(Code::Invalid, "the title is empty; write one"), &at("title")));
        }
    }
    Ok(change)
}

/// `POST /console/api/knowledge/try`.
pub fn trial(body: &[u8]) -> Parsed<TrialRequest> {
    let request: TrialRequest = serde_json::from_slice(body).map_err(|error| {
        let detail = format!("the body is not as it must be ({error}); send text and language");
        problem(Code::MalformedJson, detail)
    })?;
    if request.text.trim().is_empty() || request.text.len() > MAX_TRIED_BYTES {
        let detail = format!("text must have 1 to {MAX_TRIED_BYTES} bytes");
        return Err(field(problem(Code::Invalid, detail), "text"));
    }
    Ok(request)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn sent(article: &Value) -> Vec<u8> {
        serde_json::to_vec(&json!({ "languages": { "en": article } })).unwrap()
    }

    fn written() -> Value {
        json!({ "id": "a", "language": "en", "title": "One", "topic": "t", "body": "Two." })
    }

    #[test]
    fn an_article_says_where_it_stands() {
        assert_eq!(article_change("a", &sent(&written())).unwrap().languages.len(), 1);
        let with = |name: &str, value: Value| {
            let mut article = written();
            article[name] = value;
            article_change("a", &sent(&article)).unwrap_err()
        };
        for (name, value, status, at) in [
            ("id", json!("b"), 422, "languages.en.id"),
            ("language", json!("zh"), 422, "languages.en.id"),
            ("title", json!(" "), 422, "languages.en.title"),
            ("body", json!("x".repeat(MAX_ARTICLE_BYTES)), 413, "languages.en.body"),
            ("status", json!("great"), 422, "languages"),
        ] {
            let problem = with(name, value);
            assert_eq!((problem.status, problem.field.as_deref()), (status, Some(at)), "{name}");
        }
        let more = serde_json::to_vec(&json!({ "languages": {}, "model": "!" })).unwrap();
        assert_eq!(article_change("a", &more).unwrap_err().status, 422, "what is not known is named");
    }

    #[test]
    fn a_question_is_asked_in_a_language() {
        assert!(trial(br#"{"text": "how?", "language": "zh"}"#).is_ok());
        for (body, status) in [(r#"{"text": "how?"}"#, 400), (r#"{"text": " ", "language": "en"}"#, 422)] {
            assert_eq!(trial(body.as_bytes()).unwrap_err().status, status, "{body}");
        }
    }
}
