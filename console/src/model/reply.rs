//! Choosing a prepared reply: which ones fit what was typed, and what one says to this customer.

use baton_shared::text::Language;
use baton_shared::workspace::{Blank, PreparedReply, fill};

use super::details::{Details, short_name};
use super::palette::fit;

/// A prepared reply, ready to be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its id.
    pub id: String,
    /// What it is called, in the language of the console.
    pub name: String,
    /// What it says, in the customer's language, with its blanks filled in.
    pub text: String,
}

/// What is known to fill blanks in with.
#[derive(Clone, Copy, Debug)]
pub struct Known<'k> {
    /// The customer and their matter.
    pub details: &'k Details,
    /// The agent's name.
    pub agent: &'k str,
    /// The queue's name.
    pub team: Option<&'k str>,
}

/// The replies that fit what was typed, the best first, in the order of the list where they fit alike.
pub fn choices(
    replies: &[PreparedReply],
    typed: &str,
    (console, customer): (Language, Language),
    known: &Known<'_>,
) -> Vec<Choice> {
    let value = |blank| match blank {
        Blank::Customer => short_name(known.details),
        Blank::Agent => Some(known.agent),
        Blank::Team => known.team,
        Blank::Order => known.details.orders.last().map(String::as_str),
    };
    let ranked = replies.iter().filter_map(|reply| {
        let name = reply.name(console);
        let by_name = fit(typed, name).or_else(|| fit(typed, &reply.id));
        // What stands in the text counts less than what it is called.
        let rank = by_name.or_else(|| fit(typed, reply.text(customer)).map(|rank| rank + 3))?;
        Some((rank, reply))
    });
    let mut ranked: Vec<(usize, &PreparedReply)> = ranked.collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    let choice = |(_, reply): (usize, &PreparedReply)| Choice {
        id: reply.id.clone(),
        name: reply.name(console).to_owned(),
        text: fill(reply.text(customer), value),
    };
    ranked.into_iter().map(choice).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn reply(id: &str, name: &str, text: &str) -> PreparedReply {
        let texts = |text: &str| BTreeMap::from([(Language::En, text.to_owned()), (Language::Zh, format!("{text}。"))]);
        PreparedReply { id: id.to_owned(), name: texts(name), text: texts(text) }
    }

    #[test]
    fn the_best_fit_comes_first_in_the_customers_language() {
        let replies = [
            reply("looking", "Looking into it", "A refund takes a while, {customer}"),
            reply("refund-sent", "On its way", "Sent by {agent}, {team}"),
            reply("hello", "Refund rules", "Order {order}"),
        ];
        let details = Details { orders: vec!["48213".to_owned()], ..Details::default() };
        let known = Known { details: &details, agent: "Mei", team: Some("Billing") };
        let found = |typed| choices(&replies, typed, (Language::En, Language::Zh), &known);
        let ids = |typed| found(typed).into_iter().map(|choice| choice.id).collect::<Vec<_>>();
        assert_eq!(ids(""), ["looking", "refund-sent", "hello"]);
        assert_eq!(ids("refund"), ["refund-sent", "hello", "looking"]);
        assert_eq!(ids("nothing like it"), [""; 0]);
        let texts: Vec<String> = found("").into_iter().map(|choice| choice.text).collect();
        assert_eq!(texts, ["A refund takes a while。", "Sent by Mei, Billing。", "Order 48213。"]);
        assert_eq!(found("")[0].name, "Looking into it");
    }
}
