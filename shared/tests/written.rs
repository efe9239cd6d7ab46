//! A workspace that is written as files and read again is the same, and files that say the same stay as they are.
#![cfg(feature = "authoring")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

use std::fs;
use std::path::Path;

use baton_shared::text::Language;
use baton_shared::time::Timestamp;
use baton_shared::workspace::{Files, Workspace, changes, check, hints, write};
use proptest::prelude::*;

fn starter() -> Files {
    let mut files = Files::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../workspace");
    read(&root, &root, &mut files);
    files
}

fn read(folder: &Path, root: &Path, files: &mut Files) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, root, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            files.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
}

fn checked(files: &Files) -> Workspace {
    check(files).unwrap_or_else(|problems| panic!("{problems:#?}\n{files:#?}"))
}

/// The names of the files that would change.
fn changed(workspace: &Workspace, files: &Files) -> Vec<String> {
    changes(workspace, files).unwrap().into_keys().collect()
}

#[test]
fn what_is_written_is_read_back() {
    let workspace = checked(&starter());
    let written = write(&workspace).unwrap();
    assert_eq!(checked(&written), workspace);
    assert_eq!(changed(&workspace, &written), [""; 0]);
}

#[test]
fn files_that_say_the_same_keep_their_comments() {
    let files = starter();
    let workspace = checked(&files);
    assert_eq!(changed(&workspace, &files), [""; 0]);
    let turned = files["workspace.toml"].replace(r#"languages = ["en", "zh"]"#, r#"languages = ["zh", "en"]"#);
    assert_eq!(changed(&workspace, &Files::from([("workspace.toml".to_owned(), turned)])).len(), files.len() - 1);
}

#[test]
fn only_what_differs_changes() {
    let mut files = starter();
    files.insert("README.md".to_owned(), "Ours.".to_owned());
    let mut workspace = checked(&files);
    workspace.queues[0].reply_target_minutes = Some(45);
    workspace.articles.retain(|article| article.id != "warranty");
    let article = workspace.articles.iter_mut().find(|article| article.id == "app-sign-in").unwrap();
    article.body.push_str("\n\nOne more line.");
    workspace.notices[1].texts.get_mut(&Language::En).unwrap().title = "Slow".to_owned();
    workspace.notices[1].until = Some(Timestamp(1_800_000_000_000));
    let expect = [
        "articles/en/app-sign-in.md",
        "articles/en/warranty.md",
        "articles/zh/warranty.md",
        "notices/20-delivery-delay.toml",
        "queues.toml",
    ];
    assert_eq!(changed(&workspace, &files), expect);
    for (file, text) in changes(&workspace, &files).unwrap() {
        match text {
            Some(text) => files.insert(file, text),
            None => files.remove(&file),
        };
    }
    assert_eq!(checked(&files), workspace);
}

#[test]
fn notices_stay_in_their_order() {
    let files = starter();
    let mut workspace = checked(&files);
    let another = |id: &str| {
        let mut notice = workspace.notices[3].clone();
        id.clone_into(&mut notice.id);
        notice
    };
    let (between, last) = (another("between"), another("last"));
    workspace.notices.insert(1, between);
    workspace.notices.push(last);
    assert_eq!(changed(&workspace, &files), ["notices/11-between.toml", "notices/50-last.toml"]);
    workspace.notices.reverse();
    let written = changes(&workspace, &files).unwrap();
    assert_eq!(written["notices/60-outage-north.toml"].is_some(), written["notices/10-outage-north.toml"].is_none());
    let ids = |workspace: &Workspace| workspace.notices.iter().map(|notice| notice.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&checked(&write(&workspace).unwrap())), ids(&workspace));
}

#[test]
fn an_id_leads_nowhere_else() {
    let mut workspace = checked(&starter());
    for id in ["../../x", "a//b", "/a", "a\\b", ".", "a\nb"] {
        id.clone_into(&mut workspace.articles[0].id);
        assert_eq!(write(&workspace).unwrap_err()[0].path, "id", "{id}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_back(title in "\\PC{1,40}|[\\n\\t\"'\\\\+#\u{7f}\u{0}a]{1,20}", share in 0.0_f32..1.0) {
        let mut workspace = checked(&starter());
        workspace.articles[0].title.clone_from(&title);
        workspace.articles[0].tags = vec![title.clone()];
        workspace.policy.thresholds.signal = share;
        workspace.brand.name.insert(Language::En, title);
        prop_assert_eq!(checked(&write(&workspace).unwrap()), workspace);
    }
}

/// Hints as lines, at a time.
fn hinted(files: &Files, now: u64) -> Vec<String> {
    let found = hints(&checked(files), files, Timestamp(now));
    found.into_iter().map(|hint| format!("{} {}", hint.file, hint.path)).collect()
}

const NOVEMBER_2026: u64 = 1_796_000_000_000;
const SUMMER_2027: u64 = 1_815_000_000_000;

#[test]
fn the_starter_gives_no_hints_until_its_articles_are_due() {
    let files = starter();
    assert_eq!(hinted(&files, NOVEMBER_2026), [""; 0]);
    let due = hinted(&files, SUMMER_2027);
    assert!(!due.is_empty() && due.iter().all(|hint| hint.ends_with(" review_by")), "{due:#?}");
}

#[test]
fn each_hint_names_its_place() {
    let hint = |file: &str, from: &str, to: &str| {
        let mut files = starter();
        let text = &files[file];
        assert!(text.contains(from), "{from} in {file}");
        files.insert(file.to_owned(), text.replace(from, to));
        hinted(&files, NOVEMBER_2026)
    };
    let zh = r#"zh = ["家里断网了怎么办？", "账单怎么看？", "搬家了，宽带怎么迁？"]"#;
    assert_eq!(hint("workspace.toml", zh, ""), ["workspace.toml suggestions.zh"]);
    assert_eq!(hint("team.toml", r#""devices", "orders", "safety"]"#, r#""orders"]"#), [""; 0]);
    let nobody = hint("queues.toml", r#"skills = ["network", "devices"]"#, r#"skills = ["wiring"]"#);
    assert_eq!(nobody, ["queues.toml queue.technical.skills"]);
    let topic = hint("articles/en/warranty.md", "topic = \"device\"", "topic = \"promises\"");
    assert_eq!(topic, ["articles/en/warranty.md topic"]);
    let ended = "id = \"tip-hub-place\"\nuntil = 2026-01-01T00:00:00Z";
    let past = hint("notices/40-tip-hub-place.toml", "id = \"tip-hub-place\"", ended);
    assert_eq!(past, ["notices/40-tip-hub-place.toml until"]);
    let rule = hint("policy.toml", "when = { signal = \"legal\" }", "when = { topic = \"law\" }");
    assert_eq!(rule, ["policy.toml rule.legal.when"]);
}

#[test]
fn a_rule_behind_a_wider_one_is_a_problem() {
    let mut files = starter();
    let again = "\n[[rule]]\nid = \"again\"\nwhen = { all = [{ signal = \"safety\" }, { high_value = true }] }\noutcome = \
                 \"hand_over\"\nreason = \"safety\"\n";
    let first = files["policy.toml"].find("[[rule]]").unwrap();
    let second = first + 8 + files["policy.toml"][first + 8..].find("[[rule]]").unwrap();
    files.get_mut("policy.toml").unwrap().insert_str(second, again);
    let problems = check(&files).unwrap_err();
    assert_eq!(problems.iter().map(|problem| problem.path.as_str()).collect::<Vec<_>>(), ["rule.again.when"]);
    assert!(problems[0].message.contains("safety"), "{}", problems[0].message);
}
