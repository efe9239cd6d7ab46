//! The desk's choice. Urgent handoffs first, then high ones, then the oldest; for each, of the agents who have one of the
//! queue's skills, speak the customer's language and have room, whoever had the conversation last, else the least busy.

use serde::{Deserialize, Serialize};

use crate::conversation::EpisodeId;
use crate::policy::Priority;
use crate::text::Language;
use crate::time::Timestamp;
use crate::workspace::Queue;

/// A handoff that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Waiting {
    /// Id of the conversation.
    pub conversation: String,
    /// The handoff.
    pub episode: EpisodeId,
    /// The queue's id.
    pub queue: String,
    /// How soon it should be taken.
    pub priority: Priority,
    /// The customer's language.
    pub language: Language,
    /// Since when.
    pub since: Timestamp,
    /// Who had the conversation last: they know it, so they are asked first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_agent: Option<String>,
}

/// An agent who is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Present {
    /// The workspace's id of the agent.
    pub agent: String,
    /// Skills.
    pub skills: Vec<String>,
    /// Languages that they speak.
    pub languages: Vec<Language>,
    /// Conversations at a time.
    pub capacity: u32,
    /// Conversations that they have now, proposed ones included.
    pub load: u32,
}

/// Who should take what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct Proposal {
    /// Id of the conversation.
    pub conversation: String,
    /// The handoff.
    pub episode: EpisodeId,
    /// The agent.
    pub agent: String,
}

impl Waiting {
    /// Whether this one is served before another.
    pub fn before(&self, other: &Self) -> bool {
        self.rank() < other.rank()
    }

    fn rank(&self) -> (std::cmp::Reverse<Priority>, Timestamp, &str, EpisodeId) {
        (std::cmp::Reverse(self.priority), self.since, &self.conversation, self.episode)
    }
}

impl Present {
    /// Whether this agent may serve a handoff. A queue that is no longer configured asks for no skill, so that
    /// what waits in it is not forgotten.
    pub fn fits(&self, waiting: &Waiting, queues: &[Queue]) -> bool {
        let queue = queues.iter().find(|queue| queue.id == waiting.queue);
        let skilled = queue.is_none_or(|queue| queue.skills.iter().any(|skill| self.skills.contains(skill)));
        skilled && self.languages.contains(&waiting.language)
    }
}

/// Proposes an agent for each handoff that somebody can take now. Each proposal counts as load for the next one.
/// Nobody who does not speak the customer's language is proposed. The same input gives the same answer, in
/// whatever order it comes.
pub fn propose(waiting: &[Waiting], present: &[Present], queues: &[Queue]) -> Vec<Proposal> {
    let mut waiting: Vec<&Waiting> = waiting.iter().collect();
    waiting.sort_by(|a, b| a.rank().cmp(&b.rank()));
    waiting.dedup_by(|a, b| (&a.conversation, a.episode) == (&b.conversation, b.episode));
    let mut loads: Vec<(u32, &Present)> = present.iter().map(|agent| (agent.load, agent)).collect();
    let mut proposals = Vec::new();
    for handoff in waiting {
        let free = loads.iter_mut().filter(|(load, agent)| *load < agent.capacity && agent.fits(handoff, queues));
        let rank = |load: u32, agent: &'_ Present| (handoff.last_agent.as_ref() != Some(&agent.agent), load);
        let order = |a: &(u32, &Present), b: &(u32, &Present)| {
            rank(a.0, a.1).cmp(&rank(b.0, b.1)).then_with(|| a.1.agent.cmp(&b.1.agent))
        };
        let Some((load, agent)) = free.min_by(|a, b| order(a, b)) else { continue };
        *load += 1;
        let Waiting { conversation, episode, .. } = handoff;
        proposals.push(Proposal { conversation: conversation.clone(), episode: *episode, agent: agent.agent.clone() });
    }
    proposals
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queues() -> Vec<Queue> {
        let queue = |id: &str, skill: &str| Queue {
            id: id.to_owned(),
            skills: vec![skill.to_owned()],
            accept_within_seconds: 60,
            name: std::collections::BTreeMap::new(),
            topics: Vec::new(),
            utc_offset_minutes: 0,
            hours: crate::workspace::Hours::default(),
            holidays: Vec::new(),
            reply_target_minutes: None,
        };
        vec![queue("billing", "billing"), queue("technical", "technical")]
    }

    fn handoff(text: &str) -> Waiting {
        let mut parts = text.split(' ');
        let mut next = || parts.next().unwrap().to_owned();
        Waiting {
            conversation: next(),
            episode: 1,
            queue: next(),
            priority: match next().as_str() {
                "urgent" => Priority::Urgent,
                "high" => Priority::High,
                _ => Priority::Normal,
            },
            language: next().parse().unwrap(),
            since: Timestamp(next().parse().unwrap()),
            last_agent: parts.next().map(str::to_owned),
        }
    }

    fn agent(text: &str) -> Present {
        let mut parts = text.split(' ');
        let mut next = || parts.next().unwrap().to_owned();
        let agent = next();
        let list = |text: String| text.split('+').map(str::to_owned).collect::<Vec<_>>();
        let skills = list(next());
        let languages = list(next()).iter().map(|language| language.parse().unwrap()).collect();
        let (load, capacity) = (next().parse().unwrap(), next().parse().unwrap());
        Present { agent, skills, languages, capacity, load }
    }

    /// Waiting: conversation queue priority language since, and who had it last. Present: agent skills languages load capacity.
    #[track_caller]
    fn check(waiting: &[&str], present: &[&str], expect: &[&str]) {
        let waiting: Vec<Waiting> = waiting.iter().map(|text| handoff(text)).collect();
        let present: Vec<Present> = present.iter().map(|text| agent(text)).collect();
        let show = |proposals: Vec<Proposal>| -> Vec<String> {
            proposals.iter().map(|p| format!("{} {}", p.conversation, p.agent)).collect()
        };
        assert_eq!(show(propose(&waiting, &present, &queues())), expect);
        let reversed = |mut list: Vec<Waiting>| {
            list.reverse();
            list
        };
        let backwards: Vec<Present> = present.iter().rev().cloned().collect();
        assert_eq!(show(propose(&reversed(waiting), &backwards, &queues())), expect, "order of the input");
    }

    #[test]
    fn urgent_then_high_then_oldest() {
        check(
            &["a billing normal en 1", "b billing normal en 0", "c billing urgent en 9", "d billing high en 5"],
            &["ann billing en 0 3"],
            &["c ann", "d ann", "b ann"],
        );
    }

    #[test]
    fn skill_language_and_room_are_needed() {
        check(&["a billing normal en 1"], &["ann technical en 0 3"], &[]);
        check(&["a billing normal zh 1"], &["ann billing en 0 3"], &[]);
        check(&["a billing normal en 1"], &["ann billing en 3 3"], &[]);
        check(&["a gone normal en 1"], &["ann technical en 0 3"], &["a ann"]);
        check(&["a billing normal zh 1"], &["ann billing+technical en+zh 0 1"], &["a ann"]);
    }

    #[test]
    fn who_knows_the_conversation_first() {
        let present = ["ann billing en 0 3", "bob billing en 2 3"];
        check(&["a billing normal en 1 bob"], &present, &["a bob"]);
        check(&["a billing normal en 1 gone"], &present, &["a ann"]);
        check(&["a billing normal en 1 bob"], &["ann billing en 0 3", "bob billing en 3 3"], &["a ann"]);
        check(&["a billing normal en 1 bob"], &["ann billing en 0 3", "bob technical en 0 3"], &["a ann"]);
    }

    #[test]
    fn the_least_busy_first() {
        check(
            &["a billing normal en 1", "b billing normal en 2", "c billing normal en 3"],
            &["bob billing en 1 3", "ann billing en 0 3"],
            &["a ann", "b ann", "c bob"],
        );
        check(&["a billing normal en 1", "a billing normal en 1"], &["ann billing en 0 3"], &["a ann"]);
    }
}
