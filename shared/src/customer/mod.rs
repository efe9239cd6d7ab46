//! Who the customer is: what a company's backend vouched for, apart from what a visitor merely said; and by which way
//! they come.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How a conversation comes in. It stays what it was when the conversation began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The widget on a company's page.
    #[default]
    Widget,
    /// The chat's own page, which a plain link leads to.
    ChatPage,
    /// A program of the company's, over the API.
    Api,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 3] = [Self::Widget, Self::ChatPage, Self::Api];

    /// Its stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Widget => "widget",
            Self::ChatPage => "chat_page",
            Self::Api => "api",
        }
    }
}

/// What rules may know of a customer. Only verified claims get in here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
pub struct CustomerFacts {
    /// The company's own name for the level of service, `enterprise` say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// Whole months since the person became a customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenure_months: Option<u32>,
    /// What else the company says of the customer, `region` say. Notices ask for it, rules do not. It may be personal,
    /// so it lies with an event's content, never in the event.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, String>,
}

impl CustomerFacts {
    /// The attributes, with the tier as one of them.
    pub fn all_attributes(&self) -> BTreeMap<String, String> {
        let tier = self.tier.iter().map(|tier| ("tier".to_owned(), tier.clone()));
        self.attributes.clone().into_iter().chain(tier).collect()
    }
}
