//! One article out of a group of tickets: its words are the agents' own sentences, those that most of them say.

use std::collections::{BTreeMap, BTreeSet};

use baton_shared::engine::table::Table;
use baton_shared::knowledge::{Article, Status};
use baton_shared::text::{Language, redact, tokens, without_marks, words};

use super::group::Group;
use super::read::Ticket;
use super::sentence::{Seen, sentences};

/// Most questions of a draft, sentences of its text, and tags.
const QUESTIONS: usize = 8;
const STEPS: usize = 8;
const TAGS: usize = 5;
/// Letters of a question.
const QUESTION_CHARS: std::ops::RangeInclusive<usize> = 6..=160;
/// Fewest letters of a sentence that says how something is done.
const LEAST_CHARS: usize = 6;
/// Sentences that are so much alike say the same.
const SAME: f32 = 0.72;
/// Letters of an id and of a title.
const ID_CHARS: usize = 48;
const TITLE_CHARS: usize = 100;

/// A draft, and what it was made of.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The article; its status is draft.
    pub article: Article,
    /// Customers' questions, redacted, each once, the one that most ask first.
    pub asked: Vec<String>,
}

/// Drafts an article. Nothing where no agent said anything that helps others. `all` are the tickets of all groups, from
/// whose words those of this group are told.
pub fn draft(table: &Table, group: &Group, all: &[Group]) -> Option<Draft> {
    let body = body(table, group)?;
    let asked = asked(table, group);
    let title = title(group).or_else(|| asked.first().cloned())?;
    let first = group.tickets.first()?;
    let article = Article {
        id: id(&title, first),
        language: group.language,
        title,
        tags: tags(group, all),
        questions: asked.iter().take(QUESTIONS).cloned().collect(),
        body,
        status: Status::Draft,
        sources: group.tickets.iter().map(|ticket| ticket.id.clone()).collect(),
        version: 1,
        ..Article::default()
    };
    Some(Draft { article, asked })
}

/// The most central subject that says something, without what mail programs and help desks put before it.
fn title(group: &Group) -> Option<String> {
    let clean = |ticket: &Ticket| {
        let mut subject = ticket.subject.trim();
        loop {
            let lower = subject.to_lowercase();
            let known = ["re:", "fw:", "fwd:", "aw:", "wg:", "回复:", "回复：", "转发:", "转发："];
            let prefix = known.into_iter().find(|prefix| lower.starts_with(prefix));
            let tagged = subject.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(_, rest)| rest);
            match (prefix, tagged) {
                (Some(prefix), _) => subject = subject.get(prefix.len()..).unwrap_or_default().trim(),
                (None, Some(rest)) => subject = rest.trim(),
                (None, None) => break,
            }
        }
        let plain = without_marks(&redact(subject));
        let plain = plain.trim_end_matches(['!', '！', '.', '。', '?', '？']).trim();
        let mut letters = plain.chars().take(TITLE_CHARS);
        let first = letters.next()?;
        let title: String = first.to_uppercase().chain(letters).collect();
        (tokens(&title).len() >= 2).then_some(title)
    };
    group.tickets.iter().find_map(clean)
}

/// A word for the file: the title's Latin letters, else the first ticket's number.
fn id(title: &str, first: &Ticket) -> String {
    let slug = |text: &str| {
        let mut slug = String::new();
        for c in text.chars() {
            if c.is_ascii_alphanumeric() {
                slug.push(c.to_ascii_lowercase());
            } else if !matches!(c, '\'' | '’') && !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        slug.truncate(ID_CHARS);
        slug.trim_end_matches('-').to_owned()
    };
    let of_title = if title.is_ascii() { slug(title) } else { String::new() };
    if of_title.len() >= 4 { of_title } else { format!("ticket-{}", slug(&first.id)) }
}

/// Questions as customers put them: sentences that ask, else the first of a message.
fn asked(table: &Table, group: &Group) -> Vec<String> {
    let mut found: Vec<(String, Seen)> = Vec::new();
    for ticket in &group.tickets {
        let all: Vec<String> =
            ticket.customer.iter().flat_map(|message| sentences(message)).map(|text| of_everybody(&text)).collect();
        let question = all.iter().find(|text| text.ends_with(['?', '？'])).or_else(|| all.first());
        let Some(question) = question.filter(|text| QUESTION_CHARS.contains(&text.chars().count())) else { continue };
        let seen = Seen::of(table, question);
        if tokens(question).len() >= 2 && !found.iter().any(|(_, other)| other.like(&seen) >= SAME) {
            found.push((question.clone(), seen));
        }
    }
    found.into_iter().map(|(question, _)| question).collect()
}

/// A sentence without the clauses that say whose matter it is; where nothing else is said, without the marks alone.
fn of_everybody(sentence: &str) -> String {
    let is_mark = |clause: &str| without_marks(clause) != clause.trim() && clause.contains('[');
    let kept: Vec<&str> = sentence.split_inclusive([',', '，']).filter(|clause| !is_mark(clause)).collect();
    let kept = kept.concat().trim().to_owned();
    if tokens(&kept).len() >= 2 { kept } else { without_marks(sentence) }
}

/// A sentence of an agent's reply.
struct Said {
    text: String,
    seen: Seen,
    /// Which reply it is of, and how much others say the same.
    reply: usize,
    central: f32,
}

/// The sentences of the reply that says best what all say, and after them what others add, as steps where there are several.
fn body(table: &Table, group: &Group) -> Option<String> {
    let mut said: Vec<Said> = Vec::new();
    let replies = group.tickets.iter().flat_map(|ticket| &ticket.agent);
    for (reply, message) in replies.enumerate() {
        for text in sentences(message) {
            // What is personal is of one customer; what asks back answers nobody.
            let personal = text.contains('[') && without_marks(&text) != text;
            if personal || text.ends_with(['?', '？']) || text.chars().count() < LEAST_CHARS || tokens(&text).len() < 2
            {
                continue;
            }
            let seen = Seen::of(table, &text);
            said.push(Said { text, seen, reply, central: 0.0 });
        }
    }
    for place in 0..said.len() {
        let Some(own) = said.get(place) else { continue };
        // How much each other reply says the same, at its best.
        let mut best: BTreeMap<usize, f32> = BTreeMap::new();
        for other in said.iter().filter(|other| other.reply != own.reply) {
            let known = best.entry(other.reply).or_default();
            *known = known.max(own.seen.like(&other.seen));
        }
        let central = mean(best.values().copied());
        if let Some(own) = said.get_mut(place) {
            own.central = central;
        }
    }
    let replies: BTreeSet<usize> = said.iter().map(|one| one.reply).collect();
    let worth = |reply: usize| {
        let own = said.iter().filter(|one| one.reply == reply);
        // A reply of several sentences that all say is better than one of a single.
        own.map(|one| one.central + 0.1).sum::<f32>()
    };
    let best = replies
        .into_iter()
        .map(|reply| (worth(reply), reply))
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))?
        .1;
    let mut chosen: Vec<&Said> = Vec::new();
    let mut others: Vec<&Said> = said.iter().filter(|one| one.reply != best).collect();
    others.sort_by(|a, b| b.central.total_cmp(&a.central).then(a.reply.cmp(&b.reply)));
    // What others add must be said by others still.
    let typical = mean(said.iter().filter(|one| one.reply == best).map(|one| one.central));
    let added = others.into_iter().filter(|one| one.central > typical * 0.8);
    for one in said.iter().filter(|one| one.reply == best).chain(added) {
        if chosen.len() < STEPS && !chosen.iter().any(|other| other.seen.like(&one.seen) >= SAME) {
            chosen.push(one);
        }
    }
    let texts = chosen.iter().map(|one| one.text.as_str());
    if chosen.len() > 2 {
        return Some(texts.zip(1..).map(|(text, number)| format!("{number}. {text}")).collect::<Vec<_>>().join("\n"));
    }
    let between = if group.language == Language::Zh { "" } else { " " };
    Some(texts.collect::<Vec<_>>().join(between)).filter(|text| !text.is_empty())
}

#[allow(clippy::cast_precision_loss, reason = "replies are far fewer than 2^24")]
fn mean(values: impl Iterator<Item = f32>) -> f32 {
    let (sum, count) = values.fold((0.0, 0_usize), |(sum, count), value| (sum + value, count + 1));
    sum / count.max(1) as f32
}

/// Words that this group uses more than others do: whole words of English, pairs of Chinese characters.
fn tags(group: &Group, all: &[Group]) -> Vec<String> {
    let of = |group: &Group| {
        let mut counted: BTreeMap<String, f32> = BTreeMap::new();
        for ticket in &group.tickets {
            let text = redact(&format!("{} {}", ticket.subject, ticket.customer.join(" ")));
            let text = without_marks(&text);
            let kept: BTreeSet<String> = match group.language {
                Language::En => {
                    words(&text).into_iter().filter(|word| word.len() > 3 && !tokens(word).is_empty()).collect()
                }
                Language::Zh => {
                    tokens(&text).into_iter().filter(|token| !token.is_ascii() && token.chars().count() == 2).collect()
                }
            };
            for word in kept {
                *counted.entry(word).or_default() += 1.0;
            }
        }
        counted
    };
    let own = of(group);
    let others: Vec<BTreeMap<String, f32>> =
        all.iter().filter(|other| other.language == group.language).map(of).collect();
    let having = |word: &str| mean(others.iter().map(|counted| if counted.contains_key(word) { 1.0 } else { 0.0 }));
    let mut ranked: Vec<(f32, &String)> = own
        .iter()
        .filter(|(_, count)| **count > 1.0)
        .map(|(word, count)| (count * (1.2 - having(word)), word))
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    ranked.into_iter().take(TAGS).map(|(_, word)| word.clone()).collect()
}
