//! Which route a request takes. Pure, so that the table below can be read and tested as one.

/// What is asked for. Ids are not checked yet.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the table of `route` says which address each stands for")]
pub enum Route<'p> {
    Health,
    Manifest,
    Part {
        name: &'p str,
    },
    Preflight,
    Article {
        id: &'p str,
    },
    Notices,
    OpenConversation,
    CustomerCommand {
        id: &'p str,
    },
    CustomerEvents {
        id: &'p str,
    },
    CustomerIdentity {
        id: &'p str,
    },
    CustomerTicket {
        id: &'p str,
    },
    CustomerSocket {
        id: &'p str,
    },
    Unread {
        id: &'p str,
    },
    Mine,
    Resume {
        id: &'p str,
    },
    Upload {
        id: &'p str,
    },
    CustomerFile {
        id: &'p str,
        file: &'p str,
    },
    Embed,
    Chat,
    ReplyPage {
        token: &'p str,
    },
    ReplyContinue {
        token: &'p str,
    },
    ReplySend {
        token: &'p str,
    },
    SignInPage,
    SignIn,
    SignOut,
    Me,
    Inbox,
    StaffEvents {
        id: &'p str,
    },
    StaffCommand {
        id: &'p str,
    },
    StaffTicket {
        id: &'p str,
    },
    StaffUpload {
        id: &'p str,
    },
    StaffFile {
        id: &'p str,
        file: &'p str,
    },
    StaffSocket {
        id: &'p str,
    },
    DeskTicket,
    DeskSocket,
    Deliveries,
    Delivery {
        id: &'p str,
    },
    ReplayDelivery {
        id: &'p str,
    },
    Team,
    Invite,
    ChangeMember {
        id: &'p str,
    },
    RemoveMember {
        id: &'p str,
    },
    RenewInvitation {
        id: &'p str,
    },
    Sessions,
    EndSession {
        id: &'p str,
    },
    Keys,
    MakeKey,
    RevokeKey {
        id: &'p str,
    },
    Settings,
    ChangeSettings {
        section: &'p str,
    },
    Rules(RulesWish<'p>),
    Audit,
    Knowledge(Knowledge<'p>),
    Customer {
        id: &'p str,
        wish: CustomerWish,
    },
    Endpoints,
    Endpoint {
        id: &'p str,
        wish: EndpointWish,
    },
    AdminPublish,
    AdminWorkspace,
    AdminPutEndpoint {
        id: &'p str,
    },
    AdminDeleteEndpoint {
        id: &'p str,
    },
    AdminInbox,
    AdminLog {
        id: &'p str,
    },
    AdminDeliveries,
    AdminReplayDelivery {
        id: &'p str,
    },
    AdminInvite,
    AdminRenewInvitation {
        id: &'p str,
    },
    AdminAudit,
    AdminSweep,
    AdminExportCustomer,
    AdminEraseCustomer,
    AdminCommand {
        id: &'p str,
    },
    AdminErase {
        id: &'p str,
    },
    AdminBackup(Backup<'p>),
    /// The address exists, but not with this method.
    WrongMethod {
        /// The methods that it answers, as the header `allow` has them.
        allowed: String,
    },
    /// Nothing is there, and no file can be.
    Nothing,
    /// A file, or nothing.
    Asset,
}

/// What a backup or a restore asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the table of `route` says which address each stands for")]
pub enum Backup<'p> {
    Head,
    Rows,
    Conversations,
    Conversation(&'p str),
    File(&'p str, &'p str),
    Model(&'p str),
    Begin,
    PutRows,
    PutConversation(&'p str),
    PutFile(&'p str, &'p str),
    PutModel(&'p str),
    Wake(&'p str),
}

/// What is wanted of a customer's record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CustomerWish {
    /// What is kept.
    Record,
    /// All of it, with all conversations.
    Export,
    /// That all of it goes.
    Erase,
}

/// What is wanted of the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RulesWish<'p> {
    /// To read them.
    Show,
    /// To publish others.
    Change,
    /// Which stood before.
    Versions,
    /// Those of a publication.
    Then(&'p str),
    /// What is made of a message.
    Try,
}

/// What is wanted of the articles, and of the questions that none of them answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the table of `route` says which address each stands for")]
pub enum Knowledge<'p> {
    List,
    Read(&'p str),
    Change(&'p str),
    Try,
    Lessons,
    Learn,
    Gaps,
    Dismiss(&'p str),
}

/// What is wanted of an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndpointWish {
    /// To set it.
    Put,
    /// To take it away.
    Delete,
    /// A new secret.
    Rotate,
    /// A test event.
    Test,
}

/// The route of a request, by its method and path.
#[allow(clippy::too_many_lines, reason = "one table, to be read as one")]
pub fn route<'p>(method: &str, path: &'p str) -> Route<'p> {
    let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    if method == "OPTIONS" && matches!(parts.first(), Some(&("v1" | "published"))) {
        return Route::Preflight;
    }
    let known = match parts.as_slice() {
        ["health"] => &[("GET", Route::Health)][..],
        ["published", "manifest.json"] => &[("GET", Route::Manifest)],
        ["published", "parts", name] => &[("GET", Route::Part { name })],
        ["v1", "articles", id] => &[("GET", Route::Article { id })],
        ["v1", "notices"] => &[("POST", Route::Notices)],
        ["v1", "conversations"] => &[("POST", Route::OpenConversation)],
        ["v1", "conversations", id, "commands"] => &[("POST", Route::CustomerCommand { id })],
        ["v1", "conversations", id, "events"] => &[("GET", Route::CustomerEvents { id })],
        ["v1", "conversations", id, "identity"] => &[("POST", Route::CustomerIdentity { id })],
        ["v1", "conversations", id, "ticket"] => &[("POST", Route::CustomerTicket { id })],
        ["v1", "conversations", "mine"] => &[("POST", Route::Mine)],
        ["v1", "conversations", id, "resume"] => &[("POST", Route::Resume { id })],
        ["v1", "conversations", id, "unread"] => &[("GET", Route::Unread { id })],
        ["v1", "conversations", id, "attachments"] => &[("POST", Route::Upload { id })],
        ["v1", "conversations", id, "attachments", file] => &[("GET", Route::CustomerFile { id, file })],
        ["v1", "conversations", id, "socket"] => &[("GET", Route::CustomerSocket { id })],
        ["embed"] => &[("GET", Route::Embed)],
        ["chat"] => &[("GET", Route::Chat)],
        ["reply", token] => &[("GET", Route::ReplyPage { token }), ("POST", Route::ReplySend { token })],
        ["reply", token, "continue"] => &[("POST", Route::ReplyContinue { token })],
        ["console", "sign-in"] => &[("GET", Route::SignInPage), ("POST", Route::SignIn)],
        ["console", "sign-out"] => &[("POST", Route::SignOut)],
        ["console", "api", "me"] => &[("GET", Route::Me)],
        ["console", "api", "conversations"] => &[("GET", Route::Inbox)],
        ["console", "api", "conversations", id, "events"] => &[("GET", Route::StaffEvents { id })],
        ["console", "api", "conversations", id, "commands"] => &[("POST", Route::StaffCommand { id })],
        ["console", "api", "conversations", id, "ticket"] => &[("POST", Route::StaffTicket { id })],
        ["console", "api", "conversations", id, "attachments"] => &[("POST", Route::StaffUpload { id })],
        ["console", "api", "conversations", id, "attachments", file] => &[("GET", Route::StaffFile { id, file })],
        ["console", "api", "conversations", id, "socket"] => &[("GET", Route::StaffSocket { id })],
        ["console", "api", "desk", "ticket"] => &[("POST", Route::DeskTicket)],
        ["console", "api", "desk", "socket"] => &[("GET", Route::DeskSocket)],
        ["console", "api", "deliveries"] => &[("GET", Route::Deliveries)],
        ["console", "api", "deliveries", id] => &[("GET", Route::Delivery { id })],
        ["console", "api", "deliveries", id, "replay"] => &[("POST", Route::ReplayDelivery { id })],
        ["console", "api", "team"] => &[("GET", Route::Team), ("POST", Route::Invite)],
        ["console", "api", "team", id] => {
            &[("PUT", Route::ChangeMember { id }), ("DELETE", Route::RemoveMember { id })]
        }
        ["console", "api", "team", id, "invitation"] => &[("POST", Route::RenewInvitation { id })],
        ["console", "api", "sessions"] => &[("GET", Route::Sessions)],
        ["console", "api", "sessions", id] => &[("DELETE", Route::EndSession { id })],
        ["console", "api", "keys"] => &[("GET", Route::Keys), ("POST", Route::MakeKey)],
        ["console", "api", "keys", id] => &[("DELETE", Route::RevokeKey { id })],
        ["console", "api", "settings"] => &[("GET", Route::Settings)],
        ["console", "api", "settings", section] => &[("PUT", Route::ChangeSettings { section })],
        ["console", "api", "rules"] => {
            &[("GET", Route::Rules(RulesWish::Show)), ("PUT", Route::Rules(RulesWish::Change))]
        }
        ["console", "api", "rules", "versions"] => &[("GET", Route::Rules(RulesWish::Versions))],
        ["console", "api", "rules", "versions", version] => &[("GET", Route::Rules(RulesWish::Then(version)))],
        ["console", "api", "rules", "try"] => &[("POST", Route::Rules(RulesWish::Try))],
        ["console", "api", "audit"] => &[("GET", Route::Audit)],
        ["console", "api", "articles"] => &[("GET", Route::Knowledge(Knowledge::List))],
        ["console", "api", "articles", id] => {
            &[("GET", Route::Knowledge(Knowledge::Read(id))), ("PUT", Route::Knowledge(Knowledge::Change(id)))]
        }
        ["console", "api", "knowledge", "try"] => &[("POST", Route::Knowledge(Knowledge::Try))],
        ["console", "api", "knowledge", "lessons"] => &[("GET", Route::Knowledge(Knowledge::Lessons))],
        ["console", "api", "knowledge", "model"] => &[("PUT", Route::Knowledge(Knowledge::Learn))],
        ["console", "api", "gaps"] => &[("GET", Route::Knowledge(Knowledge::Gaps))],
        ["console", "api", "gaps", id] => &[("DELETE", Route::Knowledge(Knowledge::Dismiss(id)))],
        ["console", "api", "customers", id] => &[
            ("GET", Route::Customer { id, wish: CustomerWish::Record }),
            ("DELETE", Route::Customer { id, wish: CustomerWish::Erase }),
        ],
        ["console", "api", "customers", id, "export"] => &[("GET", Route::Customer { id, wish: CustomerWish::Export })],
        ["console", "api", "endpoints"] => &[("GET", Route::Endpoints)],
        ["console", "api", "endpoints", id] => &[
            ("PUT", Route::Endpoint { id, wish: EndpointWish::Put }),
            ("DELETE", Route::Endpoint { id, wish: EndpointWish::Delete }),
        ],
        ["console", "api", "endpoints", id, "secret"] => {
            &[("POST", Route::Endpoint { id, wish: EndpointWish::Rotate })]
        }
        ["console", "api", "endpoints", id, "test"] => &[("POST", Route::Endpoint { id, wish: EndpointWish::Test })],
        ["admin", "workspace"] => &[("PUT", Route::AdminPublish), ("GET", Route::AdminWorkspace)],
        ["admin", "endpoints", id] => {
            &[("PUT", Route::AdminPutEndpoint { id }), ("DELETE", Route::AdminDeleteEndpoint { id })]
        }
        ["admin", "conversations"] => &[("GET", Route::AdminInbox)],
        ["admin", "conversations", id] => &[("GET", Route::AdminLog { id })],
        ["admin", "conversations", id, "commands"] => &[("POST", Route::AdminCommand { id })],
        ["admin", "conversations", id, "erase"] => &[("POST", Route::AdminErase { id })],
        ["admin", "deliveries"] => &[("GET", Route::AdminDeliveries)],
        ["admin", "deliveries", id, "replay"] => &[("POST", Route::AdminReplayDelivery { id })],
        ["admin", "team"] => &[("POST", Route::AdminInvite)],
        ["admin", "team", id, "invitation"] => &[("POST", Route::AdminRenewInvitation { id })],
        ["admin", "audit"] => &[("GET", Route::AdminAudit)],
        ["admin", "customers"] => &[("GET", Route::AdminExportCustomer), ("DELETE", Route::AdminEraseCustomer)],
        ["admin", "sweep"] => &[("POST", Route::AdminSweep)],
        ["admin", rest @ ..] if let Some((method, wish)) = backup(rest) => &[(method, Route::AdminBackup(wish))],
        ["v1" | "published" | "reply" | "admin", ..] | ["console", "api", ..] => return Route::Nothing,
        _ => return Route::Asset,
    };
    let found = known.iter().find(|(allowed, _)| *allowed == method || (method == "HEAD" && *allowed == "GET"));
    let wrong = || Route::WrongMethod {
        allowed: known
            .iter()
            .map(|(allowed, _)| if *allowed == "GET" { "GET, HEAD" } else { allowed })
            .collect::<Vec<_>>()
            .join(", "),
    };
    found.map_or_else(wrong, |(_, route)| route.clone())
}

/// What is wanted of a backup or a restore, and by which method.
fn backup<'p>(parts: &[&'p str]) -> Option<(&'static str, Backup<'p>)> {
    Some(match *parts {
        ["backup"] => ("GET", Backup::Head),
        ["backup", "rows"] => ("GET", Backup::Rows),
        ["backup", "conversations"] => ("GET", Backup::Conversations),
        ["backup", "conversations", id] => ("GET", Backup::Conversation(id)),
        ["backup", "conversations", id, "attachments", file] => ("GET", Backup::File(id, file)),
        ["backup", "models", name] => ("GET", Backup::Model(name)),
        ["restore"] => ("POST", Backup::Begin),
        ["restore", "rows"] => ("POST", Backup::PutRows),
        ["restore", "conversations", id] => ("POST", Backup::PutConversation(id)),
        ["restore", "conversations", id, "attachments", file] => ("PUT", Backup::PutFile(id, file)),
        ["restore", "models", name] => ("PUT", Backup::PutModel(name)),
        ["restore", "conversations", id, "wake"] => ("POST", Backup::Wake(id)),
        _ => return None,
    })
}

/// Whether an address is not answered on a company's site. There, every script of the company's pages has the same
/// origin, and so would have whatever a session or a key of the staff may do.
pub fn needs_own_address(path: &str) -> bool {
    matches!(path.trim_start_matches('/').split('/').next(), Some("console" | "admin" | "__scheduled"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(request: &str, expect: &Route<'_>) {
        let (method, path) = request.split_once(' ').unwrap();
        assert_eq!(route(method, path), *expect, "{request}");
    }

    #[test]
    fn requests_find_their_routes() {
        check("GET /health", &Route::Health);
        check("HEAD /health", &Route::Health);
        check("POST /health", &Route::WrongMethod { allowed: "GET, HEAD".to_owned() });
        check("GET /published/parts/abc.json", &Route::Part { name: "abc.json" });
        check("POST /v1/conversations", &Route::OpenConversation);
        check("GET /v1/articles/read-bill", &Route::Article { id: "read-bill" });
        check("GET /v1/articles", &Route::Nothing);
        check("POST /v1/notices", &Route::Notices);
        check("GET /v1/notices", &Route::WrongMethod { allowed: "POST".to_owned() });
        check("OPTIONS /v1/conversations", &Route::Preflight);
        check("POST /v1/conversations/a/commands", &Route::CustomerCommand { id: "a" });
        check("GET /v1/conversations/a/commands", &Route::WrongMethod { allowed: "POST".to_owned() });
        check("PATCH /admin/workspace", &Route::WrongMethod { allowed: "PUT, GET, HEAD".to_owned() });
        check("GET /v1/conversation", &Route::Nothing);
        check("GET /reply/t/continue/x", &Route::Nothing);
        check("GET /console/api/nothing", &Route::Nothing);
        check("GET /embed", &Route::Embed);
        check("POST /embed", &Route::WrongMethod { allowed: "GET, HEAD".to_owned() });
        check("GET /chat", &Route::Chat);
        check("GET /reply/t", &Route::ReplyPage { token: "t" });
        check("POST /reply/t/continue", &Route::ReplyContinue { token: "t" });
        check("POST /console/api/conversations/a/attachments", &Route::StaffUpload { id: "a" });
        check("PUT /console/api/team/a", &Route::ChangeMember { id: "a" });
        check("DELETE /console/api/sessions/a", &Route::EndSession { id: "a" });
        check("PUT /console/api/settings/brand", &Route::ChangeSettings { section: "brand" });
        check("PUT /console/api/articles/a", &Route::Knowledge(Knowledge::Change("a")));
        check("GET /console/api/knowledge/try", &Route::WrongMethod { allowed: "POST".to_owned() });
        check("GET /console/", &Route::Asset);
        check("PUT /admin/endpoints/a", &Route::AdminPutEndpoint { id: "a" });
        check("GET /admin/backup", &Route::AdminBackup(Backup::Head));
        check("PUT /admin/backup", &Route::WrongMethod { allowed: "GET, HEAD".to_owned() });
        check("POST /admin/restore/conversations/a/wake", &Route::AdminBackup(Backup::Wake("a")));
        check("GET /../etc/passwd", &Route::Asset);
        check("GET /", &Route::Asset);
    }

    #[test]
    fn staff_have_an_address_of_their_own() {
        for path in ["/console", "/console/", "/console/app.js", "//console/", "/admin/workspace", "/__scheduled"] {
            assert!(needs_own_address(path), "{path}");
        }
        for path in ["/", "/chat", "/v1/console", "/widget/console.js", "/reply/t"] {
            assert!(!needs_own_address(path), "{path}");
        }
    }
}
