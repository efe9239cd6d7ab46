//! The details that an agent confirms first: what is verified, apart from what the customer merely said.

use baton_shared::conversation::{Author, Conversation};
use baton_shared::text::Language;

/// What is known of the customer and their matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// Vouched for by the company's own back end.
    pub verified: Option<Verified>,
    /// Address that the customer left, and when a call suits; not checked.
    pub contact: Option<(String, Option<String>)>,
    /// The page where it began: address and title.
    pub page: Option<(String, String)>,
    /// Order numbers in the customer's own words, in order.
    pub orders: Vec<String>,
}

/// Verified attributes. Each is absent where it was not claimed, or was erased.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// The hash that stands for the person.
    pub hash: String,
    /// Name.
    pub name: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// The company's id for the person.
    pub subject: Option<String>,
    /// Level of service.
    pub tier: Option<String>,
    /// Whole months as a customer.
    pub tenure_months: Option<u32>,
}

/// Reads them from a conversation.
pub fn details(conversation: &Conversation) -> Details {
    let known = &conversation.known;
    let verified = known.subject_hash.clone().map(|hash| Verified {
        hash,
        name: known.name.clone(),
        email: known.email.clone(),
        subject: known.subject.clone(),
        tier: known.facts.as_ref().and_then(|facts| facts.tier.clone()),
        tenure_months: known.facts.as_ref().and_then(|facts| facts.tenure_months),
    });
    let page = known.page_url.clone().map(|url| (url, known.page_title.clone().unwrap_or_default()));
    let mut orders = Vec::new();
    for line in conversation.lines.iter().filter(|line| line.author == Author::Customer) {
        for order in line.text.as_deref().map(order_numbers).unwrap_or_default() {
            if !orders.contains(&order) {
                orders.push(order);
            }
        }
    }
    let contact = known.contact.clone().map(|address| (address, known.contact_when.clone()));
    Details { verified, contact, page, orders }
}

/// Words after which an order number follows.
const NAMES: &[&str] = &["order", "订单", "单号"];
/// Words that may stand between.
const LINKS: &[&str] = &["number", "no", "nr", "id", "is", "was", "号", "号码", "编号", "是", "为"];

/// Order numbers: digits, perhaps with letters and dashes, right after a word for an order.
pub fn order_numbers(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let mut found = Vec::new();
    for name in NAMES {
        for (at, _) in lower.match_indices(name) {
            let rest = lower.get(at + name.len()..).unwrap_or_default();
            if let Some(number) = number_after(rest)
                && !found.contains(&number)
            {
                found.push(number);
            }
        }
    }
    found
}

fn number_after(rest: &str) -> Option<String> {
    let mut rest = rest;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || "#:：.,，s'".contains(c));
        let Some(link) = LINKS.iter().find(|link| is_link(rest, link)) else { break };
        rest = rest.get(link.len()..).unwrap_or_default();
    }
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(rest.len());
    let number = rest.get(..end)?.trim_end_matches('-');
    let digits = number.chars().filter(char::is_ascii_digit).count();
    ((3..=20).contains(&digits) && number.len() <= 24).then(|| number.to_uppercase())
}

/// Whether the rest begins with this word; an English one must end there.
fn is_link(rest: &str, link: &str) -> bool {
    let Some(after) = rest.strip_prefix(link) else { return false };
    !link.is_ascii() || !after.starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// The verified name as one says it to somebody: what comes after a comma is a company or a title.
pub fn short_name(details: &Details) -> Option<&str> {
    let name = details.verified.as_ref().and_then(|verified| verified.name.as_deref());
    name.and_then(|name| name.split([',', '，']).next()).map(str::trim)
}

/// First words that show the customer that they are known, in the customer's language; the agent edits them. `wrote` says
/// whether the customer has written anything that one could have read.
pub fn first_words(language: Language, agent: &str, team: Option<&str>, details: &Details, wrote: bool) -> String {
    let name = short_name(details);
    let order = details.orders.last();
    match language {
        Language::En => {
            let hi = name.map_or("Hi".to_owned(), |name| format!("Hi {name}"));
            let team = team.map_or(String::new(), |team| format!(" from {team}"));
            let matter = match order {
                Some(order) => format!("This is about order {order}, is that right?"),
                None if wrote => "I have read what you wrote, so you don't have to repeat it.".to_owned(),
                None => "How can I help?".to_owned(),
            };
            format!("{hi}, this is {agent}{team}. {matter}")
        }
        Language::Zh => {
            let hi = name.map_or("您好".to_owned(), |name| format!("{name}，您好"));
            let who = team.map_or(format!("我是{agent}"), |team| format!("我是{team}的{agent}"));
            let matter = match order {
                Some(order) => format!("您说的是订单 {order}，对吗？"),
                None if wrote => "您前面写的我都看过了，不用再说一遍。".to_owned(),
                None => "请问有什么可以帮您？".to_owned(),
            };
            format!("{hi}，{who}。{matter}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::handed_over;
    use crate::model::log::Log;

    #[test]
    fn order_numbers_are_found() {
        let cases: &[(&str, &[&str])] = &[
            ("I was charged twice for order 48213", &["48213"]),
            ("my order number is TW-48213, thanks", &["TW-48213"]),
            ("Order #48213 and order 48214", &["48213", "48214"]),
            ("订单号是48213，还没到", &["48213"]),
            ("订单 48213 和订单48213", &["48213"]),
            ("in order to pay 100 dollars", &[]),
            ("my order is late", &[]),
            ("order 12", &[]),
        ];
        for (text, expect) in cases {
            assert_eq!(order_numbers(text), *expect, "{text}");
        }
    }

    #[test]
    fn verified_stands_apart() {
        let mut log = Log::default();
        log.accept(handed_over());
        let found = details(log.state());
        let verified = found.verified.clone().unwrap();
        assert_eq!((verified.name.as_deref(), verified.tenure_months), (Some("Lin"), Some(30)));
        assert_eq!(found.orders, ["48213"]);
        assert_eq!(found.contact, None);
        let words = first_words(Language::En, "Mei", Some("Billing"), &found, true);
        assert_eq!(words, "Hi Lin, this is Mei from Billing. This is about order 48213, is that right?");
        let mut silent = Details { orders: Vec::new(), ..found };
        if let Some(verified) = &mut silent.verified {
            verified.name = Some("Jo Okafor, Acme Ltd".to_owned());
        }
        let words = first_words(Language::En, "Mei", None, &silent, false);
        assert_eq!(words, "Hi Jo Okafor, this is Mei. How can I help?");
    }
}
