//! What was found, for people and for programs.

use std::fmt::Write;

use serde_json::{Value, json};

use super::assess::{Assessment, Embedding, Verdict, lacks};
use super::change::Change;
use super::policy::{From, Policy};

/// For people.
pub fn text(all: &Assessment) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{} {}; Baton is at {}", all.page, count(&all.policies), all.baton.origin());
    for (at, policy) in all.policies.iter().enumerate() {
        let _ = writeln!(text, "  {} {policy}", place(at, policy));
    }
    let _ = writeln!(text);
    for (embedding, verdict) in &all.verdicts {
        let _ = writeln!(text, "  {:<17} {}", title(*embedding), describe(verdict));
    }
    if let Some(Verdict::After(changes, _)) = all.verdict(Embedding::OtherOrigin) {
        instruct(&mut text, changes, &all.policies);
    }
    if !all.notes.is_empty() {
        let _ = writeln!(text);
    }
    for note in &all.notes {
        let _ = writeln!(text, "{note}");
    }
    let _ =
        writeln!(text, "\nWhatever the policy: {} must stand in the workspace's allowed_origins.", all.page.origin());
    text
}

/// For programs.
pub fn json(all: &Assessment) -> Value {
    let policies = all.policies.iter().map(|policy| json!({"from": name(policy.from), "text": policy.to_string()}));
    let embeddings = all.verdicts.iter().map(|(embedding, verdict)| {
        let (works, changes, has_nonce, reason) = match verdict {
            Verdict::Works => ("as_it_is", &[][..], false, None),
            Verdict::WithNonce => ("with_nonce", &[][..], true, None),
            Verdict::After(changes, has_nonce) => ("after_changes", changes.as_slice(), *has_nonce, Some(lacks(changes))),
            Verdict::Never(reason) => ("never", &[][..], false, Some(reason.clone())),
        };
        let changes: Vec<Value> = changes
            .iter()
            .map(|change| {
                json!({
                    "policy": change.policy,
                    "directive": change.whole.name,
                    "add": change.added,
                    "whole": change.whole.to_string(),
                    "repeats": change.is_new().then_some(&change.decided),
                })
            })
            .collect();
        json!({"embedding": id(*embedding), "works": works, "needs_nonce": has_nonce, "reason": reason, "changes": changes})
    });
    json!({
        "page": all.page.to_string(),
        "baton": all.baton.origin(),
        "policies": policies.collect::<Vec<_>>(),
        "embeddings": embeddings.collect::<Vec<_>>(),
        "notes": all.notes,
    })
}

fn count(policies: &[Policy]) -> String {
    match policies.len() {
        0 => "sends no content-security policy".to_owned(),
        1 => "sends one content-security policy".to_owned(),
        count => format!("sends {count} content-security policies, and each must allow"),
    }
}

fn place(at: usize, policy: &Policy) -> String {
    let from = match policy.from {
        From::Header => "header",
        From::Meta => "meta",
        From::ReportOnly => "report-only",
    };
    format!("{}. {from}:", at + 1)
}

fn name(from: From) -> &'static str {
    match from {
        From::Header => "header",
        From::Meta => "meta",
        From::ReportOnly => "report_only",
    }
}

fn title(embedding: Embedding) -> &'static str {
    match embedding {
        Embedding::SameOrigin => "(a) same origin",
        Embedding::OtherOrigin => "(b) other origin",
        Embedding::Frame => "(c) frame",
        Embedding::Link => "(d) link",
    }
}

fn id(embedding: Embedding) -> &'static str {
    match embedding {
        Embedding::SameOrigin => "same_origin",
        Embedding::OtherOrigin => "other_origin",
        Embedding::Frame => "frame",
        Embedding::Link => "link",
    }
}

fn describe(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Works => "works as it is".to_owned(),
        Verdict::WithNonce => "works with the page's nonce on the tag".to_owned(),
        Verdict::After(changes, _) => format!("not yet: {}", lacks(changes)),
        Verdict::Never(reason) => format!("no: {reason}"),
    }
}

/// What to write for (b), policy by policy.
fn instruct(text: &mut String, changes: &[Change], policies: &[Policy]) {
    let mut last = None;
    for change in changes {
        if last.replace(change.policy) != Some(change.policy) {
            let place = match policies.get(change.policy) {
                Some(policy) if policies.len() > 1 => format!("{} of policy {}", kind(policy.from), change.policy + 1),
                Some(policy) => kind(policy.from).to_owned(),
                None => String::new(),
            };
            let _ = writeln!(text, "\nFor (b), add in the {place}:");
        }
        let Change { whole, added, decided, .. } = change;
        if change.is_new() {
            let _ = writeln!(text, "  {whole}");
            let _ = writeln!(text, "      new: it repeats {decided}, which counts no more for this");
        } else {
            let _ = writeln!(text, "  {} {}", whole.name, added.join(" "));
            let _ = writeln!(text, "      which makes it: {whole}");
        }
    }
}

fn kind(from: From) -> &'static str {
    match from {
        From::Header => "header",
        From::Meta => "<meta>",
        From::ReportOnly => "report-only header",
    }
}
