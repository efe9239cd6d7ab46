//! Putting tickets together that ask the same. Deterministic: the same tickets give the same groups, whatever their order.

use baton_shared::engine::table::Table;
use baton_shared::text::{Language, detect, redact};

use super::read::Ticket;
use super::sentence::{Seen, sentences};

/// Mean likeness from which two groups are one; in Chinese it rests on shared characters alone, which are fewer.
const SAME: f32 = 0.42;
const SAME_CHINESE: f32 = 0.2;
/// Tickets of one language beyond which the later ones only join groups that are there.
const MOST: usize = 1500;

/// Tickets that ask the same, in one language, the one that says it best first.
#[derive(Clone, Debug)]
pub struct Group {
    /// Their language.
    pub language: Language,
    /// The tickets.
    pub tickets: Vec<Ticket>,
}

/// What a ticket asks, redacted: its subject and the first words of the customer, less the greeting.
fn asked(ticket: &Ticket) -> String {
    let first = ticket.customer.first().map(|message| sentences(message).join(" ")).unwrap_or_default();
    let first: String = first.chars().take(300).collect();
    format!("{}. {first}", redact(&ticket.subject))
}

/// The groups, the largest first.
pub fn group(table: &Table, mut tickets: Vec<Ticket>, language: Option<Language>) -> Vec<Group> {
    tickets.sort_by(|a, b| a.id.len().cmp(&b.id.len()).then(a.id.cmp(&b.id)));
    let mut groups: Vec<Group> = Vec::new();
    for one in Language::ALL {
        let is_own =
            |ticket: &&Ticket| language.or_else(|| detect(&asked(ticket)).language()).unwrap_or_default() == one;
        let own: Vec<&Ticket> = tickets.iter().filter(is_own).collect();
        let seen: Vec<Seen> = own.iter().map(|ticket| Seen::of(table, &asked(ticket))).collect();
        for members in clusters(&seen, if one == Language::Zh { SAME_CHINESE } else { SAME }) {
            let central = by_centrality(&seen, &members);
            let tickets = central.iter().filter_map(|place| own.get(*place)).map(|ticket| (*ticket).clone()).collect();
            groups.push(Group { language: one, tickets });
        }
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.tickets.len()));
    groups
}

/// Agglomerative with mean linkage: the two groups that are most alike become one, until none are alike enough.
fn clusters(seen: &[Seen], same: f32) -> Vec<Vec<usize>> {
    let first = seen.len().min(MOST);
    let mut groups: Vec<Vec<usize>> = (0..first).map(|place| vec![place]).collect();
    let mut like: Vec<Vec<f32>> = (0..first)
        .map(|a| (0..first).map(|b| seen.get(a).zip(seen.get(b)).map_or(0.0, |(a, b)| a.like(b))).collect())
        .collect();
    loop {
        let mut best: Option<(usize, usize, f32)> = None;
        for (a, row) in like.iter().enumerate() {
            for (b, likeness) in row.iter().enumerate().skip(a + 1) {
                if *likeness >= same && best.is_none_or(|(_, _, known)| *likeness > known) {
                    best = Some((a, b, *likeness));
                }
            }
        }
        let Some((a, b, _)) = best else { break };
        let merged = groups.remove(b);
        let (size_a, size_b) = (size(groups.get(a)), size(Some(&merged)));
        let row_b = like.remove(b);
        for row in &mut like {
            row.remove(b);
        }
        let others: Vec<f32> = row_b.iter().enumerate().filter(|(place, _)| *place != b).map(|(_, one)| *one).collect();
        for (c, other) in others.into_iter().enumerate() {
            let mean = |one: f32| (one * size_a + other * size_b) / (size_a + size_b);
            if let Some(cell) = like.get_mut(a).and_then(|row| row.get_mut(c)) {
                *cell = mean(*cell);
            }
            if let Some(cell) = like.get_mut(c).and_then(|row| row.get_mut(a)) {
                *cell = mean(*cell);
            }
        }
        if let Some(group) = groups.get_mut(a) {
            group.extend(merged);
        }
    }
    for (place, one) in seen.iter().enumerate().skip(first) {
        let fit = |group: &Vec<usize>| {
            let all = group.iter().filter_map(|member| seen.get(*member)).map(|member| member.like(one)).sum::<f32>();
            all / size(Some(group))
        };
        let best = groups.iter_mut().map(|group| (fit(group), group)).max_by(|a, b| a.0.total_cmp(&b.0));
        match best {
            Some((likeness, group)) if likeness >= same => group.push(place),
            _ => groups.push(vec![place]),
        }
    }
    groups
}

#[allow(clippy::cast_precision_loss, reason = "groups are far below 2^24")]
fn size(group: Option<&Vec<usize>>) -> f32 {
    group.map_or(0.0, |group| group.len() as f32)
}

/// Members, those that are most like all others first.
fn by_centrality(seen: &[Seen], members: &[usize]) -> Vec<usize> {
    let central = |place: usize| {
        let own = seen.get(place);
        let others = members.iter().filter(|other| **other != place).filter_map(|other| seen.get(*other));
        own.map_or(0.0, |own| others.map(|other| own.like(other)).sum::<f32>())
    };
    let mut sorted: Vec<(usize, f32)> = members.iter().map(|place| (*place, central(*place))).collect();
    sorted.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    sorted.into_iter().map(|(place, _)| place).collect()
}
