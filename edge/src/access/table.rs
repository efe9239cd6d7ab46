//! What each route needs: the one table of permissions. Pure. A route that is not in it does not compile; the contract
//! test walks every address of the API for every role, every scope and nobody, and docs/access.md shows what it found.

use baton_shared::workspace::Action;

use crate::http::{CustomerWish, Knowledge, Route, RulesWish};

/// What whoever asks must bring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Nothing, or what the route itself asks for: a conversation's token, a reply address, a sign-in link.
    Nothing,
    /// A session at the console, whatever the role.
    Session,
    /// A session whose role may do this.
    Role(Action),
    /// The deployment's key, or an API key with a scope that may do this.
    Key(Action),
    /// The deployment's own key.
    OwnKey,
}

/// What a route needs.
pub fn need(route: &Route<'_>) -> Need {
    match route {
        Route::Health
        | Route::Manifest
        | Route::Part { .. }
        | Route::Preflight
        | Route::Article { .. }
        | Route::Notices
        | Route::OpenConversation
        | Route::CustomerCommand { .. }
        | Route::CustomerEvents { .. }
        | Route::CustomerIdentity { .. }
        | Route::CustomerTicket { .. }
        | Route::CustomerSocket { .. }
        | Route::Unread { .. }
        | Route::Mine
        | Route::Resume { .. }
        | Route::Upload { .. }
        | Route::CustomerFile { .. }
        | Route::Embed
        | Route::Chat
        | Route::ReplyPage { .. }
        | Route::ReplyContinue { .. }
        | Route::ReplySend { .. }
        | Route::SignInPage
        | Route::SignIn
        | Route::SignOut
        | Route::WrongMethod { .. }
        | Route::Nothing
        | Route::Asset => Need::Nothing,
        // Another's sessions need more, which the route asks for.
        Route::Me | Route::Sessions | Route::EndSession { .. } => Need::Session,
        Route::Inbox
        | Route::StaffEvents { .. }
        | Route::StaffFile { .. }
        | Route::StaffTicket { .. }
        | Route::StaffSocket { .. }
        | Route::DeskTicket
        | Route::DeskSocket => Need::Role(Action::ReadConversations),
        // Erasing needs more, which the route asks for.
        Route::StaffCommand { .. } | Route::StaffUpload { .. } => Need::Role(Action::WriteConversations),
        Route::Deliveries | Route::Delivery { .. } => Need::Role(Action::ReadDeliveries),
        Route::Endpoints => Need::Role(Action::ReadEndpoints),
        Route::Endpoint { .. } => Need::Role(Action::ManageEndpoints),
        Route::Customer { wish: CustomerWish::Record, .. } => Need::Role(Action::ReadCustomers),
        Route::Customer { wish: CustomerWish::Export | CustomerWish::Erase, .. } => Need::Role(Action::ManageCustomers),
        Route::ReplayDelivery { .. } => Need::Role(Action::ReplayDeliveries),
        Route::Team => Need::Role(Action::ReadTeam),
        Route::Invite | Route::ChangeMember { .. } | Route::RemoveMember { .. } | Route::RenewInvitation { .. } => {
            Need::Role(Action::ManageTeam)
        }
        Route::Keys | Route::MakeKey | Route::RevokeKey { .. } => Need::Role(Action::ManageKeys),
        Route::Settings | Route::Rules(RulesWish::Show | RulesWish::Versions | RulesWish::Then(_) | RulesWish::Try) => {
            Need::Role(Action::ReadSettings)
        }
        Route::ChangeSettings { .. } | Route::Rules(RulesWish::Change) => Need::Role(Action::ChangeSettings),
        Route::Audit => Need::Role(Action::ReadAudit),
        Route::Knowledge(
            Knowledge::List | Knowledge::Read(_) | Knowledge::Try | Knowledge::Gaps | Knowledge::Lessons,
        ) => Need::Role(Action::ReadKnowledge),
        Route::Knowledge(Knowledge::Learn) => Need::Role(Action::ApproveKnowledge),
        // Approving needs more, which the route asks for.
        Route::Knowledge(Knowledge::Change(_) | Knowledge::Dismiss(_)) => Need::Role(Action::WriteKnowledge),
        Route::AdminWorkspace => Need::Key(Action::ReadSettings),
        // The team in it stands under the deployment's key, which the route asks for.
        Route::AdminPublish => Need::Key(Action::ChangeSettings),
        Route::AdminPutEndpoint { .. } | Route::AdminDeleteEndpoint { .. } => Need::Key(Action::ManageEndpoints),
        Route::AdminInbox | Route::AdminLog { .. } => Need::Key(Action::ReadConversations),
        // Erasing needs more, which the route asks for.
        Route::AdminCommand { .. } => Need::Key(Action::WriteConversations),
        Route::AdminErase { .. } => Need::Key(Action::Erase),
        Route::AdminDeliveries => Need::Key(Action::ReadDeliveries),
        Route::AdminReplayDelivery { .. } => Need::Key(Action::ReplayDeliveries),
        Route::AdminInvite | Route::AdminRenewInvitation { .. } => Need::Key(Action::ManageTeam),
        Route::AdminAudit => Need::Key(Action::ReadAudit),
        Route::AdminExportCustomer | Route::AdminEraseCustomer => Need::Key(Action::ManageCustomers),
        Route::AdminSweep | Route::AdminBackup(_) => Need::OwnKey,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::http::route;

    /// The API's description stands for the table: what it says of an address must be what the table asks there.
    #[test]
    fn the_description_names_what_is_needed() {
        let api: Value = serde_json::from_str(include_str!("../../../public/openapi.json")).unwrap();
        let mut walked = 0;
        for (path, operations) in api["paths"].as_object().unwrap() {
            for (method, operation) in operations.as_object().unwrap() {
                let (path, method) = (path.replace(['{', '}'], ""), method.to_uppercase());
                let found = need(&route(&method, &path));
                let key = operation["security"][0].as_object().and_then(|keys| keys.keys().next());
                let expect = match found {
                    Need::Nothing => None,
                    Need::Session | Need::Role(_) => Some("session"),
                    Need::Key(_) | Need::OwnKey => Some("admin"),
                };
                let told = key.map(String::as_str).filter(|key| matches!(*key, "session" | "admin"));
                // Sockets name their ticket; signing out needs no session.
                let special = path.ends_with("/socket") || path == "/console/sign-out";
                assert!(special || told == expect, "{method} {path}: {found:?}, described as {key:?}");
                walked += 1;
            }
        }
        assert!(walked > 50, "{walked}");
    }
}
