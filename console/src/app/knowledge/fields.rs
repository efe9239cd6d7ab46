//! The fields of an article: what all its translations share, and each translation beside the others.

use baton_shared::knowledge::{Article, Audience};
use baton_shared::text::Language;
use baton_ui::component::button;
use baton_ui::{El, el};
use leptos::prelude::*;

use super::editor::Editor;
use super::list::tone;
use crate::app::form::{Bind, Form};
use crate::app::ui::{mark_of, tag, toned};
use crate::model::knowledge::{blank, lines, slug};
use crate::model::markdown::{Block, Inline, blocks};
use crate::texts::{Know, Text};

/// Rows of the questions' field, and of the text's.
const QUESTION_ROWS: u32 = 5;
const BODY_ROWS: u32 = 14;

fn some(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// What all translations share.
pub fn shared(editor: Editor, form: &Form) -> El {
    let console = editor.console;
    let text = |get: fn(Article) -> Option<String>, set: fn(&mut Article, &str)| {
        let read = move || editor.first().and_then(get).unwrap_or_default();
        Bind::new(read, move |text: String| editor.change_each(|article| set(article, &text)))
    };
    let list = untrack(|| console.knowledge.list.value.get()).unwrap_or_default();
    let id = editor.is_new().then(|| {
        let bind = text(|article| Some(article.id), |article, text| text.trim().clone_into(&mut article.id));
        form.line("id", console.words(Know::IdLabel), "text", bind, Some(Know::IdHint.into()))
    });
    let topic = text(|article| Some(article.topic), |article, text| text.trim().clone_into(&mut article.topic));
    let topic = form.line("topic", console.words(Know::Topic), "text", topic, Some(Know::TopicHint.into()));
    let input = topic.part("input").attr("list", "article-topics");
    let options = list.topics.iter().map(|topic| el("option", "").attr("value", topic));
    let topic = topic.keep(input).child(el("datalist", "").attr("id", "article-topics").children(options));
    let nobody = (String::new(), console.say(&Know::Nobody.into()).into_owned());
    let owners = list.owners.into_iter().map(|owner| (owner.id, owner.name));
    let owners: Vec<(String, String)> = std::iter::once(nobody).chain(owners).collect();
    let owner = text(|article| article.owner, |article, text| article.owner = some(text));
    let owner = form.select("owner", console.words(Know::Owner), &owners, owner, None);
    let review = text(|article| article.review_by, |article, text| article.review_by = some(text));
    let review = form.line("review", console.words(Know::ReviewLabel), "date", review, Some(Know::ReviewHint.into()));
    el("div", "article-shared").maybe(id).child(topic).child(owner).child(review).child(audience(editor, form))
}

/// Who may read it, and which tiers where it is for some.
fn audience(editor: Editor, form: &Form) -> El {
    let console = editor.console;
    let word = |audience: &Audience| match audience {
        Audience::Everyone => "everyone",
        Audience::Customers => "customers",
        Audience::Tiers(_) => "tiers",
    };
    let chosen = move || editor.first().map_or("everyone", |article| word(&article.audience)).to_owned();
    let options = [("everyone", Know::Everyone), ("customers", Know::Customers), ("tiers", Know::SomeTiers)]
        .map(|(value, words)| (value.to_owned(), console.say(&words.into()).into_owned()));
    let bind = Bind::new(chosen, move |value: String| {
        let audience = match value.as_str() {
            "customers" => Audience::Customers,
            "tiers" => Audience::Tiers(Vec::new()),
            _ => Audience::Everyone,
        };
        editor.change_each(|article| article.audience = audience.clone());
    });
    let select = form.select("audience", console.words(Know::ForWhom), &options, bind, None);
    let tiers = Bind::new(
        move || match editor.first().map(|article| article.audience) {
            Some(Audience::Tiers(tiers)) => tiers,
            _ => Vec::new(),
        },
        move |tiers: Vec<String>| editor.change_each(|article| article.audience = Audience::Tiers(tiers.clone())),
    );
    let tiers = form.words("tiers", console.words(Know::Tiers), tiers, Some(Know::TiersHint.into()));
    el("div", "").child(select).child(tiers.hidden_when(move || chosen() != "tiers"))
}

/// A translation, or the way to begin it.
pub fn translation(editor: Editor, form: Form, language: Language) -> El {
    let console = editor.console;
    let status = move || editor.of(language).map(|article| article.status);
    let mark = el("span", "").switch(
        move || mark_of(&status()),
        move |_| untrack(status).map(|one| toned(console.words(Know::StatusName(one)), tone(Some(one)))),
    );
    let head = el("legend", "article-head")
        .child(el("span", "").says(console.words(Text::LanguageName(language))))
        .child(mark);
    let there = move || editor.of(language).is_some();
    let drawn = el("div", "article-fields").switch(
        move || u64::from(there()),
        move |is_there| {
            if is_there == 1 {
                return Some(written(editor, &form, language));
            }
            let write = button(console.words(Know::WriteIt)).press(move || {
                editor.change(|languages| {
                    let like = languages.values().next().cloned();
                    let id = like.as_ref().map(|like| like.id.clone()).unwrap_or_default();
                    languages.insert(language, blank(&id, language, like.as_ref()));
                });
            });
            let none = el("div", "empty").child(el("p", "").says(console.words(Know::NotWritten)));
            Some(none.maybe((!form.is_locked()).then_some(write)))
        },
    );
    let leave_out = button(console.words(Know::LeaveOut)).class("small").press(move || {
        editor.change(|languages| drop(languages.remove(&language)));
    });
    let leave_out = el("div", "form-end").child(leave_out).hidden_when(move || !editor.may_leave_out(language));
    el("fieldset", "article-language").child(head).child(drawn).child(leave_out)
}

fn written(editor: Editor, form: &Form, language: Language) -> El {
    let console = editor.console;
    let read = move |get: fn(Article) -> String| move || editor.of(language).map(get).unwrap_or_default();
    let field = |name: &str| format!("{language}-{name}");
    let lang = tag(language);
    let title = Bind::new(read(|article| article.title), move |text: String| {
        editor.change(|languages| {
            let before = languages.get(&language).map(|article| article.title.clone()).unwrap_or_default();
            let follows = languages.values().all(|article| article.id.is_empty() || article.id == slug(&before));
            let id = (editor.is_new() && follows).then(|| slug(&text)).filter(|id| !id.is_empty());
            if let Some(article) = languages.get_mut(&language) {
                article.title = text;
            }
            for article in languages.values_mut() {
                if let Some(id) = &id {
                    article.id.clone_from(id);
                }
            }
        });
    });
    let set = move |change: fn(&mut Article, String)| {
        move |text: String| {
            editor.change(|languages| {
                if let Some(article) = languages.get_mut(&language) {
                    change(article, text);
                }
            });
        }
    };
    let questions =
        Bind::new(read(|article| article.questions.join("\n")), set(|article, text| article.questions = lines(&text)));
    let body = Bind::new(read(|article| article.body), set(|article, text| article.body = text));
    let tags = Bind::new(
        move || editor.of(language).map(|article| article.tags).unwrap_or_default(),
        move |tags: Vec<String>| {
            editor.change(|languages| {
                if let Some(article) = languages.get_mut(&language) {
                    article.tags = tags;
                }
            });
        },
    );
    let spoken = |made: El, part: &str| {
        let input = made.part(part).attr("lang", lang);
        made.keep(input)
    };
    let title = spoken(form.line(&field("title"), console.words(Know::Title), "text", title, None), "input");
    let hint = Some(Know::QuestionsHint.into());
    let questions =
        form.area((&field("questions"), "change"), console.words(Know::Questions), QUESTION_ROWS, questions, hint);
    let questions = spoken(questions, "textarea");
    let tags =
        spoken(form.words(&field("tags"), console.words(Know::Tags), tags, Some(Know::TagsHint.into())), "input");
    let hint = Some(Know::BodyHint.into());
    let body = form.area((&field("body"), "input"), console.words(Know::Body), BODY_ROWS, body, hint);
    let body = spoken(body, "textarea");
    el("div", "fields").child(title).child(questions).child(tags).child(body).child(preview(editor, language))
}

/// The text as customers see it.
fn preview(editor: Editor, language: Language) -> El {
    let console = editor.console;
    let text = move || editor.of(language).map(|article| article.body).unwrap_or_default();
    let drawn = el("div", "article-preview").attr("lang", tag(language)).switch(
        move || mark_of(&text()),
        move |_| {
            let text = untrack(text);
            if text.trim().is_empty() {
                return Some(el("p", "soft").says(console.words(Know::NothingWritten)));
            }
            Some(el("div", "answer").children(blocks(&text).into_iter().map(block)))
        },
    );
    el("details", "").child(el("summary", "").says(console.words(Know::Preview))).child(drawn)
}

fn block(block: Block) -> El {
    let items =
        |made: El, items: Vec<Vec<Inline>>| made.children(items.into_iter().map(|item| inlines(el("li", ""), item)));
    match block {
        Block::Paragraph(line) => inlines(el("p", ""), line),
        Block::Heading(line) => inlines(el("p", "answer-heading"), line),
        Block::List { ordered: true, items: all } => items(el("ol", ""), all),
        Block::List { ordered: false, items: all } => items(el("ul", ""), all),
    }
}

fn inlines(made: El, line: Vec<Inline>) -> El {
    made.children(line.into_iter().map(|inline| match inline {
        Inline::Text(text) => el("span", "").text(&text),
        Inline::Strong(text) => el("strong", "").text(&text),
        Inline::Emphasis(text) => el("em", "").text(&text),
        Inline::Code(text) => el("code", "").text(&text),
        Inline::Link { text, href } => {
            el("a", "").attrs(&[("href", &href), ("target", "_blank"), ("rel", "noopener noreferrer")]).text(&text)
        }
    }))
}
