//! Where the agent is in the console, and its address.

use baton_shared::protocol::Section;
use baton_shared::workspace::Action;

/// A place. Its address is the fragment, so that the edge serves one page for all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The inbox, with one conversation open or none.
    Inbox {
        /// Its id.
        open: Option<String>,
    },
    /// What is kept of one customer.
    Customer {
        /// The hash that stands for them.
        id: String,
    },
    /// The delivery log, with one delivery open or none.
    Deliveries {
        /// Its id.
        open: Option<String>,
    },
    /// Where webhooks go.
    Endpoints,
    /// Who is of the team, with one person open or none.
    Team {
        /// Their id.
        open: Option<String>,
    },
    /// Articles, and what they lack.
    Knowledge(Shelf),
    /// A part of the settings.
    Settings(Tab),
    /// When the bot answers, and when a person steps in.
    Rules,
    /// Who changed what.
    Audit,
}

/// A part of the Knowledge page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// All articles.
    List,
    /// One of them, by its id.
    Open(String),
    /// One that is not there yet.
    New,
    /// Questions that nothing answered.
    Gaps,
}

/// A part of the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// What is read and published by itself.
    Of(Section),
    /// API keys.
    Keys,
}

impl Tab {
    /// Every part, in order.
    pub const ALL: [Self; 7] = [
        Self::Of(Section::Brand),
        Self::Of(Section::Queues),
        Self::Of(Section::Replies),
        Self::Of(Section::Origins),
        Self::Of(Section::Languages),
        Self::Of(Section::Privacy),
        Self::Keys,
    ];

    /// Its word in an address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Of(section) => section.as_str(),
            Self::Keys => "keys",
        }
    }

    /// What one must be allowed to see it.
    pub fn needs(self) -> Action {
        match self {
            Self::Of(_) => Action::ReadSettings,
            Self::Keys => Action::ManageKeys,
        }
    }
}

/// A page: what the navigation leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// Conversations.
    Inbox,
    /// Webhooks and where they go.
    Deliveries,
    /// When the bot answers, and when a person steps in.
    Rules,
    /// Articles.
    Knowledge,
    /// People.
    Team,
    /// The workspace's settings.
    Settings,
    /// Who changed what.
    Audit,
}

impl Page {
    /// Every page, in order.
    pub const ALL: [Self; 7] =
        [Self::Inbox, Self::Rules, Self::Knowledge, Self::Deliveries, Self::Team, Self::Settings, Self::Audit];

    /// What one must be allowed to see it.
    pub fn needs(self) -> Action {
        match self {
            Self::Inbox => Action::ReadConversations,
            Self::Deliveries => Action::ReadDeliveries,
            Self::Knowledge => Action::ReadKnowledge,
            Self::Team => Action::ReadTeam,
            Self::Settings | Self::Rules => Action::ReadSettings,
            Self::Audit => Action::ReadAudit,
        }
    }

    /// Where it begins.
    pub fn start(self) -> Place {
        match self {
            Self::Inbox => Place::Inbox { open: None },
            Self::Deliveries => Place::Deliveries { open: None },
            Self::Knowledge => Place::Knowledge(Shelf::List),
            Self::Team => Place::Team { open: None },
            Self::Settings => Place::Settings(Tab::Of(Section::Brand)),
            Self::Rules => Place::Rules,
            Self::Audit => Place::Audit,
        }
    }
}

impl Place {
    /// Reads `#/c/<id>`, `#/deliveries`, `#/settings/brand` and so on; anything else is the inbox.
    pub fn parse(fragment: &str) -> Self {
        let path = fragment.trim_start_matches('#').trim_matches('/');
        let (page, rest) = path.split_once('/').map_or((path, None), |(page, rest)| (page, Some(rest)));
        let open = rest.filter(|id| is_id(id)).map(str::to_owned);
        match (page, rest) {
            ("c", Some(_)) => Self::Inbox { open },
            ("customer", _) => open.map_or(Self::Inbox { open: None }, |id| Self::Customer { id }),
            ("deliveries", _) if rest.is_none() || open.is_some() => Self::Deliveries { open },
            ("endpoints", None) => Self::Endpoints,
            ("team", _) if rest.is_none() || open.is_some() => Self::Team { open },
            ("knowledge", _) => Self::Knowledge(match rest {
                None => Shelf::List,
                Some("new") => Shelf::New,
                Some("gaps") => Shelf::Gaps,
                Some(rest) => match rest.strip_prefix("a/").filter(|id| is_id(id)) {
                    Some(id) => Shelf::Open(id.to_owned()),
                    None => Shelf::List,
                },
            }),
            ("settings", _) => {
                let tab = Tab::ALL.into_iter().find(|tab| Some(tab.as_str()) == rest);
                Self::Settings(tab.unwrap_or(Tab::Of(Section::Brand)))
            }
            ("rules", None) => Self::Rules,
            ("audit", None) => Self::Audit,
            _ => Self::Inbox { open: None },
        }
    }

    /// Its address.
    pub fn fragment(&self) -> String {
        let within = |page: &str, open: &Option<String>| match open {
            Some(id) => format!("#/{page}/{id}"),
            None => format!("#/{page}"),
        };
        match self {
            Self::Inbox { open: None } => "#/".to_owned(),
            Self::Inbox { open } => within("c", open),
            Self::Customer { id } => format!("#/customer/{id}"),
            Self::Deliveries { open } => within("deliveries", open),
            Self::Endpoints => "#/endpoints".to_owned(),
            Self::Team { open } => within("team", open),
            Self::Knowledge(Shelf::List) => "#/knowledge".to_owned(),
            Self::Knowledge(Shelf::New) => "#/knowledge/new".to_owned(),
            Self::Knowledge(Shelf::Gaps) => "#/knowledge/gaps".to_owned(),
            Self::Knowledge(Shelf::Open(id)) => format!("#/knowledge/a/{id}"),
            Self::Settings(tab) => format!("#/settings/{}", tab.as_str()),
            Self::Rules => "#/rules".to_owned(),
            Self::Audit => "#/audit".to_owned(),
        }
    }

    /// The page that it belongs to.
    pub fn page(&self) -> Page {
        match self {
            Self::Inbox { .. } | Self::Customer { .. } => Page::Inbox,
            Self::Deliveries { .. } | Self::Endpoints => Page::Deliveries,
            Self::Team { .. } => Page::Team,
            Self::Knowledge(_) => Page::Knowledge,
            Self::Settings(_) => Page::Settings,
            Self::Rules => Page::Rules,
            Self::Audit => Page::Audit,
        }
    }

    /// The conversation that is open.
    pub fn conversation(self) -> Option<String> {
        match self {
            Self::Inbox { open } => open,
            Self::Customer { .. }
            | Self::Deliveries { .. }
            | Self::Endpoints
            | Self::Team { .. }
            | Self::Knowledge(_)
            | Self::Settings(_)
            | Self::Rules
            | Self::Audit => None,
        }
    }

    /// The customer who is looked at.
    pub fn customer(self) -> Option<String> {
        match self {
            Self::Customer { id } => Some(id),
            Self::Inbox { .. }
            | Self::Deliveries { .. }
            | Self::Endpoints
            | Self::Team { .. }
            | Self::Knowledge(_)
            | Self::Settings(_)
            | Self::Rules
            | Self::Audit => None,
        }
    }
}

/// What an id may consist of; it goes into addresses of requests.
fn is_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= 256 && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_go_there_and_back() {
        let some = |id: &str| Some(id.to_owned());
        let pages = Page::ALL.map(Page::start);
        let tabs = Tab::ALL.map(Place::Settings);
        let opened = [
            Place::Inbox { open: some("c_1-A") },
            Place::Customer { id: "9f86d081".to_owned() },
            Place::Deliveries { open: some("msg_c1_4_crm") },
            Place::Team { open: some("mei") },
            Place::Endpoints,
            Place::Knowledge(Shelf::Open("read-bill".to_owned())),
            Place::Knowledge(Shelf::New),
            Place::Knowledge(Shelf::Gaps),
        ];
        for place in pages.into_iter().chain(tabs).chain(opened) {
            assert_eq!(Place::parse(&place.fragment()), place);
        }
        for odd in [
            "",
            "#",
            "#/c/",
            "#/c/a/../b",
            "#/c/a%2f",
            "#/else",
            "#/team/..",
            "#/audit/x",
            "#/customer",
            "#/customer/../x",
        ] {
            assert_eq!(Place::parse(odd), Place::Inbox { open: None }, "{odd}");
        }
    }
}
