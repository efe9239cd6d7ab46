//! Changing rules: their order, their copies, and the tree of what they ask. Pure. A tree is changed by paths; what is
//! nested deeper than people read at a glance is left as it is.

use baton_shared::customer::Channel;
use baton_shared::policy::{Condition, Outcome, Policy, Priority, QueueChoice, Rule};
use baton_shared::triage::{Complexity, SignalKind, Urgency};

/// How deep groups may lie in each other to be changed here.
const MAX_DEPTH: usize = 2;

/// How the parts of a group go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// All of them.
    All,
    /// At least one of them.
    Any,
}

/// A part of a condition, as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// One question; `true` where the rule wants that it is not so.
    One(bool),
    /// Several of them.
    Group(Join, usize),
    /// What is nested too deep to be changed here.
    Deep,
}

/// What a part is. `depth` is 0 at the top.
pub fn part(condition: &Condition, depth: usize) -> Part {
    if let Some((join, parts)) = group(condition) {
        let fits = depth < MAX_DEPTH && parts.iter().all(|one| part(one, depth + 1) != Part::Deep);
        return if fits { Part::Group(join, parts.len()) } else { Part::Deep };
    }
    match &condition.not {
        Some(inner) if group(inner).is_some() || inner.not.is_some() => Part::Deep,
        Some(_) => Part::One(true),
        None => Part::One(false),
    }
}

fn group(condition: &Condition) -> Option<(Join, &Vec<Condition>)> {
    let all = condition.all.as_ref().map(|all| (Join::All, all));
    all.or_else(|| condition.any.as_ref().map(|any| (Join::Any, any)))
}

fn parts_mut(condition: &mut Condition) -> Option<&mut Vec<Condition>> {
    condition.all.as_mut().or(condition.any.as_mut())
}

fn grouped(join: Join, parts: Vec<Condition>) -> Condition {
    match join {
        Join::All => Condition { all: Some(parts), ..Condition::default() },
        Join::Any => Condition { any: Some(parts), ..Condition::default() },
    }
}

/// The part at a path.
pub fn at<'c>(condition: &'c Condition, path: &[usize]) -> Option<&'c Condition> {
    match path.split_first() {
        None => Some(condition),
        Some((first, rest)) => at(group(condition)?.1.get(*first)?, rest),
    }
}

/// The part at a path, to change it.
pub fn at_mut<'c>(condition: &'c mut Condition, path: &[usize]) -> Option<&'c mut Condition> {
    match path.split_first() {
        None => Some(condition),
        Some((first, rest)) => at_mut(parts_mut(condition)?.get_mut(*first)?, rest),
    }
}

/// The question at a path without what denies it.
pub fn question(condition: &Condition) -> &Condition {
    condition.not.as_deref().unwrap_or(condition)
}

/// The same, to change it.
pub fn question_mut(condition: &mut Condition) -> &mut Condition {
    if condition.not.is_none() {
        return condition;
    }
    // Boxed anew, so that there is something to lend whatever stood there.
    condition.not.get_or_insert_default()
}

/// Adds a question to the group at a path, or beside the one question that stands there.
pub fn add(condition: &mut Condition, path: &[usize], new: Condition) {
    let Some(place) = at_mut(condition, path) else { return };
    if place.always == Some(true) {
        *place = new;
    } else if let Some(parts) = parts_mut(place) {
        parts.push(new);
    } else {
        *place = grouped(Join::All, vec![std::mem::take(place), new]);
    }
}

/// Takes a part away. A group of one is that one; where nothing is left, the rule always holds.
pub fn remove(condition: &mut Condition, path: &[usize]) {
    let Some((last, above)) = path.split_last() else {
        *condition = always();
        return;
    };
    let Some(parts) = at_mut(condition, above).and_then(parts_mut) else { return };
    if *last < parts.len() {
        parts.remove(*last);
    }
    match (parts.len(), above.is_empty()) {
        (0, true) => *condition = always(),
        (0, false) => remove(condition, above),
        (1, _) => {
            if let Some(only) = parts.pop()
                && let Some(place) = at_mut(condition, above)
            {
                *place = only;
            }
        }
        _ => {}
    }
}

/// How the parts at a path go together from now on.
pub fn join(condition: &mut Condition, path: &[usize], how: Join) {
    let Some(place) = at_mut(condition, path) else { return };
    if let Some(parts) = parts_mut(place) {
        *place = grouped(how, std::mem::take(parts));
    }
}

/// Makes a group of one out of a question, to which others can be added.
pub fn enclose(condition: &mut Condition, path: &[usize]) {
    let above = path.split_last().and_then(|(_, above)| at(condition, above)).and_then(group).map(|(how, _)| how);
    let how = if above == Some(Join::Any) { Join::All } else { Join::Any };
    if let Some(place) = at_mut(condition, path) {
        *place = grouped(how, vec![std::mem::take(place)]);
    }
}

/// Asks for the opposite.
pub fn turn(condition: &mut Condition, path: &[usize]) {
    let Some(place) = at_mut(condition, path) else { return };
    if let Some(inner) = place.not.take() {
        *place = *inner;
        return;
    }
    let flags = [
        &mut place.high_value,
        &mut place.failed_too_often,
        &mut place.offer_accepted,
        &mut place.supported,
        &mut place.out_of_hours,
        &mut place.language_other,
        &mut place.details_gathered,
    ];
    if let Some(flag) = flags.into_iter().find_map(Option::as_mut) {
        *flag = !*flag;
        return;
    }
    *place = Condition { not: Some(Box::new(std::mem::take(place))), ..Condition::default() };
}

/// Which fields are drawn for a condition: it changes where something else must be drawn, and stays while figures and
/// words do change.
pub fn shape(condition: &Condition) -> String {
    if let Some((how, parts)) = group(condition) {
        return format!("{how:?}({})", parts.iter().map(shape).collect::<Vec<_>>().join(","));
    }
    if let Some(inner) = &condition.not {
        return format!("not({})", shape(inner));
    }
    format!("{:?}{:?}{:?}", condition.fields(), condition.signal, condition.always)
}

/// A condition that always holds.
pub fn always() -> Condition {
    Condition { always: Some(true), ..Condition::default() }
}

/// Every question that can be asked, as it is first added, with its stable word.
pub fn questions(topics: &[String]) -> Vec<(String, Condition)> {
    let none = Condition::default;
    let signals = SignalKind::ALL
        .iter()
        .map(|kind| (format!("signal.{}", kind.as_str()), Condition { signal: Some(*kind), ..Condition::default() }));
    let topic = topics.first().cloned();
    let others = [
        ("supported", Condition { supported: Some(true), ..none() }),
        ("topic", Condition { topic, ..none() }),
        ("high_value", Condition { high_value: Some(true), ..none() }),
        ("tier_in", Condition { tier_in: Some(vec!["vip".to_owned()]), ..none() }),
        ("tenure_months_at_least", Condition { tenure_months_at_least: Some(12), ..none() }),
        ("failed_too_often", Condition { failed_too_often: Some(true), ..none() }),
        ("failed_attempts_at_least", Condition { failed_attempts_at_least: Some(1), ..none() }),
        ("clarifications_at_least", Condition { clarifications_at_least: Some(1), ..none() }),
        ("offers_at_least", Condition { offers_at_least: Some(1), ..none() }),
        ("offer_accepted", Condition { offer_accepted: Some(true), ..none() }),
        ("details_gathered", Condition { details_gathered: Some(true), ..none() }),
        ("out_of_hours", Condition { out_of_hours: Some(true), ..none() }),
        ("channel", Condition { channel: Some(Channel::Widget), ..none() }),
        ("urgency", Condition { urgency: Some(Urgency::High), ..none() }),
        ("complexity", Condition { complexity: Some(Complexity::Complex), ..none() }),
        ("language_other", Condition { language_other: Some(true), ..none() }),
        ("support_at_least", Condition { support_at_least: Some(0.7), ..none() }),
        ("support_below", Condition { support_below: Some(0.3), ..none() }),
    ];
    let others = others.into_iter().filter(|(_, condition)| !condition.fields().is_empty());
    signals.chain(others.map(|(word, condition)| (word.to_owned(), condition))).collect()
}

/// An id that no rule has yet.
fn free_id(policy: &Policy, wish: &str) -> String {
    let taken = |id: &str| policy.rules.iter().any(|rule| rule.id == id);
    if !taken(wish) {
        return wish.to_owned();
    }
    (2..=policy.rules.len() + 2).map(|number| format!("{wish}_{number}")).find(|id| !taken(id)).unwrap_or_default()
}

/// Adds a rule at the top, which hands over whoever asks for a person; its id.
pub fn add_rule(policy: &mut Policy) -> String {
    let id = free_id(policy, "new_rule");
    let when = Condition { signal: Some(SignalKind::Urgent), ..Condition::default() };
    let rule = Rule {
        id: id.clone(),
        when,
        outcome: Outcome::HandOver,
        reason: id.clone(),
        queue: QueueChoice::ByTopic,
        priority: Priority::Normal,
        revenue_at_stake: false,
        say: None,
    };
    policy.rules.insert(0, rule);
    id
}

/// Adds a copy of a rule after it; the copy's id.
pub fn duplicate(policy: &mut Policy, id: &str) -> Option<String> {
    let place = policy.rules.iter().position(|rule| rule.id == id)?;
    let copy = Rule { id: free_id(policy, &format!("{id}_copy")), ..policy.rules.get(place)?.clone() };
    let new = copy.id.clone();
    policy.rules.insert(place + 1, copy);
    Some(new)
}

/// Moves a rule to a place, from 0. Whether that changed anything.
pub fn move_to(policy: &mut Policy, id: &str, to: usize) -> bool {
    let Some(from) = policy.rules.iter().position(|rule| rule.id == id) else { return false };
    let to = to.min(policy.rules.len().saturating_sub(1));
    if from == to {
        return false;
    }
    let rule = policy.rules.remove(from);
    policy.rules.insert(to, rule);
    true
}

/// A word that may be an id: lower-case letters, digits and `_`.
pub fn as_id(text: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
    text.trim().chars().map(plain).collect()
}

/// Gives a rule another id; refused where another has it or it is empty.
pub fn rename(policy: &mut Policy, id: &str, new: &str) -> bool {
    let new = as_id(new);
    if new.is_empty() || policy.rules.iter().any(|rule| rule.id == new) {
        return false;
    }
    let Some(rule) = policy.rules.iter_mut().find(|rule| rule.id == id) else { return false };
    // Who never gave it a reason of its own means the same by both.
    if rule.reason == rule.id {
        rule.reason.clone_from(&new);
    }
    rule.id = new;
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signal(kind: SignalKind) -> Condition {
        Condition { signal: Some(kind), ..Condition::default() }
    }

    #[test]
    fn conditions_grow_and_shrink() {
        let (angry, thanks) = (signal(SignalKind::Angry), signal(SignalKind::Thanks));
        let mut when = always();
        add(&mut when, &[], angry.clone());
        assert_eq!(when, angry, "what always holds gives way to the first question");
        add(&mut when, &[], thanks.clone());
        assert_eq!(part(&when, 0), Part::Group(Join::All, 2));
        turn(&mut when, &[1]);
        assert_eq!(part(at(&when, &[1]).unwrap(), 1), Part::One(true));
        assert_eq!(question(at(&when, &[1]).unwrap()), &thanks);
        join(&mut when, &[], Join::Any);
        enclose(&mut when, &[0]);
        assert_eq!(part(at(&when, &[0]).unwrap(), 1), Part::Group(Join::All, 1));
        add(&mut when, &[0], thanks.clone());
        remove(&mut when, &[0, 0]);
        assert_eq!(at(&when, &[0]), Some(&thanks), "a group of one is that one");
        remove(&mut when, &[1]);
        assert_eq!(when, thanks);
        remove(&mut when, &[]);
        assert_eq!(when, always());
    }

    #[test]
    fn a_flag_is_turned_and_anything_else_denied() {
        let mut when = Condition { supported: Some(true), ..Condition::default() };
        turn(&mut when, &[]);
        assert_eq!(when.supported, Some(false));
        let mut when = signal(SignalKind::Angry);
        turn(&mut when, &[]);
        assert!(when.not.is_some());
        turn(&mut when, &[]);
        assert_eq!(when, signal(SignalKind::Angry));
    }

    #[test]
    fn what_lies_too_deep_is_left_alone() {
        let group = |inner| Condition { all: Some(vec![inner]), ..Condition::default() };
        let deep = group(group(group(signal(SignalKind::Angry))));
        assert_eq!(part(&deep, 0), Part::Deep);
        assert_eq!(part(&group(group(signal(SignalKind::Angry))), 0), Part::Group(Join::All, 1));
    }
}
