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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// Change the workspace, the team and endpoints.
    Administer,
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
    match action {
        Action::ReadConversations => match role {
            Role::Owner | Role::Lead | Role::Agent | Role::Viewer => true,
            Role::Marketer => false,
        },
        Action::WriteConversations => match role {
            Role::Owner | Role::Lead | Role::Agent => true,
            Role::Marketer | Role::Viewer => false,
        },
        Action::Erase | Action::ReadDeliveries | Action::ReplayDeliveries => match role {
            Role::Owner | Role::Lead => true,
            Role::Marketer | Role::Agent | Role::Viewer => false,
        },
        Action::Administer => match role {
            Role::Owner => true,
            Role::Lead | Role::Marketer | Role::Agent | Role::Viewer => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_do_what() {
        use Action::{Administer, Erase, ReadConversations, ReadDeliveries, ReplayDeliveries, WriteConversations};
        let actions = [ReadConversations, WriteConversations, Erase, ReadDeliveries, ReplayDeliveries, Administer];
        let table = [
            (Role::Owner, "read write erase deliveries replay administer"),
            (Role::Lead, "read write erase deliveries replay"),
            (Role::Marketer, ""),
            (Role::Agent, "read write"),
            (Role::Viewer, "read"),
        ];
        let words = ["read", "write", "erase", "deliveries", "replay", "administer"];
        for (role, expect) in table {
            let allowed: Vec<&str> =
                actions.iter().zip(words).filter(|(action, _)| may(role, **action)).map(|(_, word)| word).collect();
            assert_eq!(allowed.join(" "), expect, "{role:?}");
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
