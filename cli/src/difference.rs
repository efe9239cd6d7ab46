//! Differences as people read them: file by file, with some lines around each.

use std::collections::BTreeSet;

use baton_shared::workspace::{Files, Workspace, says_the_same, write};
use similar::TextDiff;

/// Lines shown around a difference.
const AROUND: usize = 2;

/// What differs between two workspaces, as their files would say it. Empty where they say the same.
pub fn of_workspaces(before: (&str, &Workspace), after: (&str, &Workspace)) -> String {
    let files = |workspace| write(workspace).unwrap_or_default();
    of_files((before.0, &files(before.1)), (after.0, &files(after.1)))
}

/// What differs between files, each side under a name of its own.
pub fn of_files((left, before): (&str, &Files), (right, after): (&str, &Files)) -> String {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let text = |files: &Files, name: &str| files.get(name).cloned().unwrap_or_default();
    let differs = names.into_iter().map(|name| (name, text(before, name), text(after, name)));
    let shown = differs.filter(|(name, before, after)| !says_the_same(name, before, after));
    let each = shown.map(|(name, before, after)| {
        let difference = TextDiff::from_lines(&before, &after);
        let (left, right) = (format!("{name}  ({left})"), format!("{name}  ({right})"));
        difference.unified_diff().context_radius(AROUND).header(&left, &right).to_string()
    });
    each.collect::<Vec<_>>().join("\n")
}
