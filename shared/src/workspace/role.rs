//! What each role may do: the one place where permission is decided.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A role in the team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything.
    Owner,
    /// Leads support: owns the rules, knowledge and compliance.
    Lead,
    /// Writes notices and flows.
    Marketer,
    /// Talks to customers.
    Agent,
    /// Looks on.
    Viewer,
}

/// Something that needs permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Read conversations.
    ReadConversations,
    /// Take conversations, write, give back, resolve.
    WriteConversations,
    /// Erase what a customer wrote.
    Erase,
    /// Read the delivery log.
    ReadDeliveries,
    /// Deliver a dead letter again.
    ReplayDeliveries,
    /// See who is of the team.
    ReadTeam,
    /// Invite, change and remove members, and end their sessions.
    ManageTeam,
    /// See the settings.
    ReadSettings,
    /// Change the settings.
    ChangeSettings,
    /// See where webhooks go and how that fares.
    ReadEndpoints,
    /// Set, test and remove endpoints, and rotate their secrets.
    ManageEndpoints,
    /// Make and void API keys.
    ManageKeys,
    /// Read who changed what.
    ReadAudit,
    /// Read a customer's record, with their addresses and conversations.
    ReadCustomers,
    /// Hand out or erase everything of a customer.
    ManageCustomers,
    /// Read articles of every status, try questions, and see which questions nothing answered.
    ReadKnowledge,
    /// Write articles up to their review, and dismiss questions that nothing answered.
    WriteKnowledge,
    /// Approve and retire articles, and change those that answer.
    ApproveKnowledge,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 18] = [
        Self::ReadConversations,
        Self::WriteConversations,
        Self::Erase,
        Self::ReadDeliveries,
        Self::ReplayDeliveries,
        Self::ReadTeam,
        Self::ManageTeam,
        Self::ReadSettings,
        Self::ChangeSettings,
        Self::ReadEndpoints,
        Self::ManageEndpoints,
        Self::ManageKeys,
        Self::ReadAudit,
        Self::ReadCustomers,
        Self::ManageCustomers,
        Self::ReadKnowledge,
        Self::WriteKnowledge,
        Self::ApproveKnowledge,
    ];
}

/// What an API key may do; it may never do what manages people or keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "authoring", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Read conversations and the inbox.
    ReadConversations,
    /// Write in conversations.
    WriteConversations,
    /// Read and publish the workspace.
    PublishWorkspace,
    /// Read the delivery log, and send dead letters again.
    Deliveries,
    /// Read, hand out and erase customers' records.
    Customers,
    /// Read the audit.
    ReadAudit,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 6] = [
        Self::ReadConversations,
        Self::WriteConversations,
        Self::PublishWorkspace,
        Self::Deliveries,
        Self::Customers,
        Self::ReadAudit,
    ];

    /// Whether a key with this scope may do something.
    pub fn allows(self, action: Action) -> bool {
        use Action::{
            ChangeSettings, ManageCustomers, ReadAudit, ReadConversations, ReadCustomers, ReadDeliveries, ReadSettings,
            ReplayDeliveries, WriteConversations,
        };
        match self {
            Self::ReadConversations => action == ReadConversations,
            Self::WriteConversations => matches!(action, ReadConversations | WriteConversations),
            Self::PublishWorkspace => matches!(action, ReadSettings | ChangeSettings),
            Self::Deliveries => matches!(action, ReadDeliveries | ReplayDeliveries),
            Self::Customers => matches!(action, ReadCustomers | ManageCustomers),
            Self::ReadAudit => action == ReadAudit,
        }
    }
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 5] = [Self::Owner, Self::Lead, Self::Marketer, Self::Agent, Self::Viewer];

    /// Its stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Lead => "lead",
            Self::Marketer => "marketer",
            Self::Agent => "agent",
            Self::Viewer => "viewer",
        }
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or(UnknownRole)
    }
}

/// A word that names no role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the role is none of owner, lead, marketer, agent, viewer")]
pub struct UnknownRole;

/// Whether a role may do something.
pub fn may(role: Role, action: Action) -> bool {
    use Role::{Agent, Lead, Marketer, Owner, Viewer};
    match action {
        Action::ReadTeam => matches!(role, Owner | Lead | Marketer | Agent | Viewer),
        Action::ReadConversations => matches!(role, Owner | Lead | Agent | Viewer),
        Action::ReadKnowledge => matches!(role, Owner | Lead | Marketer | Agent),
        Action::WriteConversations | Action::ReadCustomers => matches!(role, Owner | Lead | Agent),
        Action::ReadSettings | Action::WriteKnowledge => matches!(role, Owner | Lead | Marketer),
        Action::Erase
        | Action::ReadDeliveries
        | Action::ReplayDeliveries
        | Action::ReadEndpoints
        | Action::ChangeSettings
        | Action::ReadAudit
        | Action::ManageCustomers
        | Action::ApproveKnowledge => matches!(role, Owner | Lead),
        Action::ManageTeam | Action::ManageEndpoints | Action::ManageKeys => matches!(role, Owner),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_do_what() {
        use Role::{Agent, Lead, Marketer, Owner, Viewer};
        let table: [(Action, &[Role]); 18] = [
            (Action::ReadConversations, &[Owner, Lead, Agent, Viewer]),
            (Action::WriteConversations, &[Owner, Lead, Agent]),
            (Action::Erase, &[Owner, Lead]),
            (Action::ReadDeliveries, &[Owner, Lead]),
            (Action::ReplayDeliveries, &[Owner, Lead]),
            (Action::ReadTeam, &[Owner, Lead, Marketer, Agent, Viewer]),
            (Action::ManageTeam, &[Owner]),
            (Action::ReadSettings, &[Owner, Lead, Marketer]),
            (Action::ChangeSettings, &[Owner, Lead]),
            (Action::ReadEndpoints, &[Owner, Lead]),
            (Action::ManageEndpoints, &[Owner]),
            (Action::ManageKeys, &[Owner]),
            (Action::ReadAudit, &[Owner, Lead]),
            (Action::ReadCustomers, &[Owner, Lead, Agent]),
            (Action::ManageCustomers, &[Owner, Lead]),
            (Action::ReadKnowledge, &[Owner, Lead, Marketer, Agent]),
            (Action::WriteKnowledge, &[Owner, Lead, Marketer]),
            (Action::ApproveKnowledge, &[Owner, Lead]),
        ];
        assert_eq!(table.map(|(action, _)| action), Action::ALL);
        for (action, roles) in table {
            let allowed: Vec<Role> = Role::ALL.into_iter().filter(|role| may(*role, action)).collect();
            assert_eq!(allowed, roles, "{action:?}");
        }
    }

    #[test]
    fn a_key_never_manages_people_keys_or_endpoints() {
        for action in [Action::ManageTeam, Action::ManageKeys, Action::ManageEndpoints] {
            assert!(Scope::ALL.iter().all(|scope| !scope.allows(action)), "{action:?}");
        }
    }

    #[test]
    fn roles_are_read_back() {
        for role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(role));
        }
        assert_eq!("boss".parse::<Role>(), Err(UnknownRole));
    }
}
