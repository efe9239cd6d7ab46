//! The API's description, `OpenAPI` 3.1: every route of the edge, with its bodies as the types have them.

use schemars::generate::{SchemaGenerator, SchemaSettings};
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

use super::answer::{
    AnyPart, BackupConversation, BackupHead, BackupIds, BackupRows, EndpointRequest, Health, Log, Publication,
    PublishedWorkspace, ReplyForm, ReplyRequest, RestoreConversation, RestoreRequest, RestoreRows, Restored,
    SignInForm, Swept, Version,
};
use crate::handoff::{MemberInvited, Payload, TranscriptLine, WebhookKind};
use crate::protocol::{
    AgentCommand, ArticleChange, ArticlePage, ArticlePair, Articles, Attachment, Audit, CustomerCommand,
    CustomerErased, CustomerExport, CustomerRecord, Deliveries, DeliveryDetail, DeskCommand, DeskFrame, EndpointChange,
    EndpointSecret, EndpointTest, Endpoints, Events, Gaps, IdentityRequest, Inbox, Invite, Invited, KeyRequest, Keys,
    Lessons, Manifest, Me, MemberAbout, Mine, NewKey, NoticesRequest, OpenRequest, Opened, Problem, ResumeRequest,
    RuleVersions, Rules, RulesChange, RulesThen, SectionValue, Sessions, Settings, SocketFrame, StaffEvents,
    StaffFrame, Team, Ticket, Trial, TrialRequest, Tried, Try, Unread, VisitorNotices,
};

/// The whole description.
pub fn openapi() -> Value {
    let mut api = Api::new();
    api.everyone();
    api.customer();
    api.hosted_pages();
    api.reply_page();
    api.console();
    api.admin();
    api.backup();
    api.webhooks();
    api.finish()
}

/// Who may ask.
#[derive(Clone, Copy)]
enum Key {
    Nobody,
    Conversation,
    Ticket,
    Session,
    Admin,
}

/// What an operation answers when all is well.
enum Answer {
    Nothing,
    Json(Schema),
    /// Something new, with its description.
    Made(Schema),
    Page,
    /// The bytes of a file.
    File,
    Redirect,
    /// A socket whose frames are these.
    Frames(Schema),
}

/// One operation.
struct Operation {
    method: &'static str,
    path: &'static str,
    about: &'static str,
    key: Key,
    query: &'static [(&'static str, &'static str)],
    header: Option<(&'static str, &'static str)>,
    body: Vec<(&'static str, Schema)>,
    answer: Answer,
    problems: &'static [u16],
}

impl Operation {
    fn new(method: &'static str, path: &'static str, about: &'static str, key: Key, answer: Answer) -> Self {
        let problems = &[][..];
        Self { method, path, about, key, query: &[], header: None, body: Vec::new(), answer, problems }
    }

    fn query(mut self, query: &'static [(&'static str, &'static str)]) -> Self {
        self.query = query;
        self
    }

    fn header(mut self, name: &'static str, about: &'static str) -> Self {
        self.header = Some((name, about));
        self
    }

    fn body(mut self, media: &'static str, schema: Schema) -> Self {
        self.body.push((media, schema));
        self
    }

    fn problems(mut self, problems: &'static [u16]) -> Self {
        self.problems = problems;
        self
    }
}

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const BYTES: &str = "application/octet-stream";
const AFTER: &[(&str, &str)] = &[("after", "The last number that the client has; 0 for all.")];
const SOCKET: &[(&str, &str)] = &[
    ("ticket", "Good for one connection, for 30 seconds."),
    ("after", "The last number that the client has; 0 for all."),
];
const PAGED: &[(&str, &str)] = &[
    ("status", "Only those that stand here: with_bot, waiting, with_human or resolved."),
    ("before", "Only those that changed before this time, in milliseconds since the Unix epoch."),
];

const BEFORE: &[(&str, &str)] = &[("before", "Only lines before this number.")];
const AUDIT: &str = "Who did what, the latest first.";

struct Api {
    /// Of what is read.
    read: SchemaGenerator,
    /// Of what is sent.
    sent: SchemaGenerator,
    paths: Map<String, Value>,
    webhooks: Map<String, Value>,
}

fn generator(settings: SchemaSettings) -> SchemaGenerator {
    settings.with(|settings| settings.definitions_path = "/components/schemas".into()).into_generator()
}

impl Api {
    fn new() -> Self {
        Self {
            read: generator(SchemaSettings::draft2020_12().for_deserialize()),
            sent: generator(SchemaSettings::draft2020_12().for_serialize()),
            paths: Map::new(),
            webhooks: Map::new(),
        }
    }

    fn read<T: JsonSchema>(&mut self) -> Schema {
        self.read.subschema_for::<T>()
    }

    fn json<T: JsonSchema>(&mut self) -> Answer {
        Answer::Json(self.sent.subschema_for::<T>())
    }

    fn made<T: JsonSchema>(&mut self) -> Answer {
        Answer::Made(self.sent.subschema_for::<T>())
    }

    fn frames<T: JsonSchema>(&mut self) -> Answer {
        Answer::Frames(self.sent.subschema_for::<T>())
    }

    fn everyone(&mut self) {
        let health = self.json::<Health>();
        self.add(&Operation::new("get", "/health", "Whether the edge runs.", Key::Nobody, health));
        let about = "The pointer to what every visitor may read. Revalidate it; it is small.";
        let manifest = self.json::<Manifest>();
        self.add(&Operation::new("get", "/published/manifest.json", about, Key::Nobody, manifest).problems(&[503]));
        let about = "A public part, named by the hash of its content. It never changes; that of notices is there while one \
                     of them is live.";
        let part = self.json::<AnyPart>();
        self.add(&Operation::new("get", "/published/parts/{hash}.json", about, Key::Nobody, part).problems(&[404]));
        let article = self.json::<ArticlePage>();
        let about = "An approved article that anybody may read.";
        let article = Operation::new("get", "/v1/articles/{id}", about, Key::Nobody, article)
            .query(&[("language", "en or zh; the workspace's own where it is left out.")]);
        self.add(&article.problems(&[404, 422, 503]));
        let any = || Answer::Json(Schema::from(Map::from_iter([("type".to_owned(), json!("object"))])));
        self.add(&Operation::new("get", "/openapi.json", "This description.", Key::Nobody, any()));
        let about = "A JSON Schema, of a webhook or of a workspace's file.";
        self.add(&Operation::new("get", "/schemas/{name}.schema.json", about, Key::Nobody, any()).problems(&[404]));
    }

    fn customer(&mut self) {
        let about = "Opens a conversation with its first command. Repeating it with the same request_id opens nothing \
                     new. Without a command it makes a place to upload files to, which the same request with a command \
                     opens.";
        let (opened, open) = (self.json::<Opened>(), self.read::<OpenRequest>());
        let open = Operation::new("post", "/v1/conversations", about, Key::Nobody, opened).body(JSON, open);
        self.add(&open.problems(&[400, 401, 403, 409, 413, 415, 422, 429, 503]));
        let about = "Does something. Repeating a message with the same id is harmless.";
        let (events, command) = (self.json::<Events>(), self.read::<CustomerCommand>());
        let path = "/v1/conversations/{id}/commands";
        let command = Operation::new("post", path, about, Key::Conversation, events).body(JSON, command);
        self.add(&command.problems(&[400, 401, 403, 404, 409, 413, 415, 422, 429]));
        let about = "What the customer sees after a number: where no socket can be had.";
        let events = self.json::<Events>();
        let path = "/v1/conversations/{id}/events";
        let events = Operation::new("get", path, about, Key::Conversation, events).query(AFTER);
        self.add(&events.problems(&[400, 401, 403, 404, 429]));
        let about = "The visitor signed in, or the token was refreshed. One conversation belongs to one person.";
        let identity = self.read::<IdentityRequest>();
        let path = "/v1/conversations/{id}/identity";
        let identity = Operation::new("post", path, about, Key::Conversation, Answer::Nothing).body(JSON, identity);
        self.add(&identity.problems(&[400, 401, 403, 404, 409, 413, 415, 422, 429]));
        let about =
            "The notices that need a verified identity, for the visitor whom it names, on the page where they are.";
        let (notices, request) = (self.json::<VisitorNotices>(), self.read::<NoticesRequest>());
        let notices = Operation::new("post", "/v1/notices", about, Key::Nobody, notices).body(JSON, request);
        self.add(&notices.problems(&[400, 401, 403, 413, 415, 422, 503]));
        let ticket = self.json::<Ticket>();
        let path = "/v1/conversations/{id}/ticket";
        let ticket = Operation::new("post", path, "A ticket for a socket.", Key::Conversation, ticket);
        self.add(&ticket.problems(&[401, 403, 404, 429]));
        let about = "What has come from the other side since a number, in a few words.";
        let unread = self.json::<Unread>();
        let path = "/v1/conversations/{id}/unread";
        let unread = Operation::new("get", path, about, Key::Conversation, unread).query(AFTER);
        self.add(&unread.problems(&[400, 401, 403, 404, 429]));
        let about = "The signed-in visitor's own conversations, the latest first.";
        let (mine, identity) = (self.json::<Mine>(), self.read::<IdentityRequest>());
        let mine = Operation::new("post", "/v1/conversations/mine", about, Key::Nobody, mine).body(JSON, identity);
        self.add(&mine.problems(&[400, 401, 403, 413, 415, 422, 429]));
        let about = "Goes on with one's own conversation, with a token of this client. Answers all events.";
        let (events, resume) = (self.json::<Events>(), self.read::<ResumeRequest>());
        let path = "/v1/conversations/{id}/resume";
        let resume = Operation::new("post", path, about, Key::Nobody, events).body(JSON, resume);
        self.add(&resume.problems(&[400, 401, 403, 404, 413, 415, 422, 429]));
        let upload = self.upload("/v1/conversations/{id}/attachments", Key::Conversation);
        self.add(&upload.problems(&[400, 401, 403, 404, 409, 413, 415, 422, 429, 503]));
        let path = "/v1/conversations/{id}/attachments/{attachment}";
        let file = Operation::new("get", path, "A file of the conversation.", Key::Conversation, Answer::File);
        self.add(&file.problems(&[401, 403, 404, 429, 503]));
        let about = "A WebSocket: new events as they happen. Send only the texts ping, answered by pong, and typing.";
        let frames = self.frames::<SocketFrame>();
        let path = "/v1/conversations/{id}/socket";
        let socket = Operation::new("get", path, about, Key::Ticket, frames).query(SOCKET);
        self.add(&socket.problems(&[401, 403, 404, 426]));
    }

    fn upload(&mut self, path: &'static str, key: Key) -> Operation {
        let about = "Uploads a file of at most 10 MB, to be sent with a message. What it is, is found by its content: PNG, JPEG, \
                     GIF, WebP, PDF, plain text and CSV, Word, Excel, PowerPoint and OpenDocument text. What could run is \
                     refused. A file that no message carries within a day is deleted.";
        let attachment = Answer::Made(self.sent.subschema_for::<Attachment>());
        Operation::new("post", path, about, key, attachment)
            .body(BYTES, binary())
            .query(&[("name", "The file's name.")])
    }

    fn hosted_pages(&mut self) {
        let about = "The chat for a frame: pages of the allowed origins alone may hold it (frame-ancestors).";
        let page = Operation::new("get", "/embed", about, Key::Nobody, Answer::Page);
        self.add(&page.problems(&[404, 503]));
        let about = "The chat in a window of its own, for a plain link.";
        let language = &[("language", "en or zh; else the browser's, else the workspace's first.")];
        let page = Operation::new("get", "/chat", about, Key::Nobody, Answer::Page).query(language);
        self.add(&page.problems(&[404, 503]));
    }

    fn reply_page(&mut self) {
        let about = "The reply page of one handoff for one recipient. It shows the last message and changes nothing.";
        let language = &[("language", "en or zh.")];
        let page = Operation::new("get", "/reply/{token}", about, Key::Nobody, Answer::Page).query(language);
        self.add(&page.problems(&[404]));
        let about = "Shows the whole conversation and a form.";
        let go_on = Operation::new("post", "/reply/{token}/continue", about, Key::Nobody, Answer::Page);
        self.add(&go_on.problems(&[404]));
        let about =
            "Replies. The first reply takes the conversation. Answers JSON with the transcript, a form with a page.";
        let (lines, json, form) =
            (self.json::<Vec<TranscriptLine>>(), self.read::<ReplyRequest>(), self.read::<ReplyForm>());
        let reply =
            Operation::new("post", "/reply/{token}", about, Key::Nobody, lines).body(JSON, json).body(FORM, form);
        let reply =
            reply.header("Idempotency-Key", "Random, the same for a repeat; in a form the field idempotency_key.");
        self.add(&reply.problems(&[400, 404, 409, 413, 415, 422]));
    }

    fn console(&mut self) {
        let about = "The page behind a sign-in link: it signs nobody in by itself.";
        let token = &[("token", "Out of the link.")];
        let page = Operation::new("get", "/console/sign-in", about, Key::Nobody, Answer::Page).query(token);
        self.add(&page.problems(&[401]));
        let form = self.read::<SignInForm>();
        let about = "Signs in: sets the session's cookie and leads to the console. A link works once.";
        let sign_in = Operation::new("post", "/console/sign-in", about, Key::Nobody, Answer::Redirect).body(FORM, form);
        self.add(&sign_in.problems(&[401]));
        self.add(&Operation::new("post", "/console/sign-out", "Signs out.", Key::Session, Answer::Redirect));
        let me = self.json::<Me>();
        self.add(&Operation::new("get", "/console/api/me", "Who is signed in.", Key::Session, me).problems(&[401]));
        let inbox = self.json::<Inbox>();
        let about = "Conversations, the latest change first.";
        let inbox = Operation::new("get", "/console/api/conversations", about, Key::Session, inbox).query(PAGED);
        self.add(&inbox.problems(&[400, 401, 403]));
        let events = self.json::<StaffEvents>();
        let path = "/console/api/conversations/{id}/events";
        let events = Operation::new("get", path, "The full events.", Key::Session, events).query(AFTER);
        self.add(&events.problems(&[400, 401, 403, 404]));
        let upload = self.upload("/console/api/conversations/{id}/attachments", Key::Session);
        self.add(&upload.problems(&[400, 401, 403, 404, 409, 413, 415, 422, 503]));
        let path = "/console/api/conversations/{id}/attachments/{attachment}";
        let inline = &[("inline", "1 to show a picture in a page; else it is saved.")];
        let file = Operation::new("get", path, "A file of the conversation.", Key::Session, Answer::File).query(inline);
        self.add(&file.problems(&[401, 403, 404, 503]));
        let (events, command) = (self.json::<StaffEvents>(), self.read::<AgentCommand>());
        let path = "/console/api/conversations/{id}/commands";
        let about = "Takes, writes, notes, gives back, resolves, revokes or erases.";
        let command = Operation::new("post", path, about, Key::Session, events).body(JSON, command);
        self.add(&command.problems(&[400, 401, 403, 404, 409, 413, 415, 422]));
        for (path, about) in [
            ("/console/api/conversations/{id}/ticket", "A ticket for a conversation's socket."),
            ("/console/api/desk/ticket", "A ticket for the desk's socket."),
        ] {
            let ticket = self.json::<Ticket>();
            self.add(&Operation::new("post", path, about, Key::Session, ticket).problems(&[401, 403, 404]));
        }
        let frames = self.frames::<StaffFrame>();
        let path = "/console/api/conversations/{id}/socket";
        let about = "A WebSocket: the full events as they happen.";
        let socket = Operation::new("get", path, about, Key::Ticket, frames).query(SOCKET);
        self.add(&socket.problems(&[401, 404, 426]));
        let frames = self.frames::<DeskFrame>();
        let about = "A WebSocket: being connected is being present.";
        let ticket = &[("ticket", "Good for one connection, for 30 seconds.")];
        let desk = Operation::new("get", "/console/api/desk/socket", about, Key::Ticket, frames).query(ticket);
        self.add(&desk.problems(&[401, 426]));
        let log = self.json::<Deliveries>();
        let about = "The delivery log, newest first.";
        self.add(&Operation::new("get", "/console/api/deliveries", about, Key::Session, log).problems(&[401, 403]));
        let path = "/console/api/deliveries/{id}/replay";
        let replay = Operation::new(
            "post",
            path,
            "Delivers again, at once, what has not arrived.",
            Key::Session,
            Answer::Nothing,
        );
        self.add(&replay.problems(&[401, 403, 404, 409]));
        self.endpoints();
        self.customers();
        self.team();
        self.access();
        self.settings();
        self.rules();
        self.knowledge();
    }

    fn team(&mut self) {
        let (path, version) =
            ("/console/api/team", "The version of the team that was changed, in quotes, or * for any.");
        let team = self.json::<Team>();
        self.add(&Operation::new("get", path, "The team.", Key::Session, team).problems(&[401, 403]));
        let about = "Invites somebody. They are of the team at once; the link signs them in, once, within seven days. It is told to \
                     the endpoints that want member.invited, and shown here alone.";
        let (invited, invite) = (self.made::<Invited>(), self.read::<Invite>());
        let invite = Operation::new("post", path, about, Key::Session, invited).body(JSON, invite);
        self.add(&invite.problems(&[400, 401, 403, 409, 413, 415, 422]));
        let path = "/console/api/team/{id}";
        let about = "Changes a member. Nobody changes their own role, and the last owner stays one.";
        let (team, member) = (self.json::<Team>(), self.read::<MemberAbout>());
        let change =
            Operation::new("put", path, about, Key::Session, team).body(JSON, member).header("If-Match", version);
        self.add(&change.problems(&[400, 401, 403, 404, 409, 412, 413, 415, 422, 428]));
        let about = "Takes a member off the team, and ends their sessions. Not oneself, and not the last owner.";
        let remove = Operation::new("delete", path, about, Key::Session, Answer::Nothing).header("If-Match", version);
        self.add(&remove.problems(&[401, 403, 404, 409, 412]));
        let path = "/console/api/team/{id}/invitation";
        let invited = self.made::<Invited>();
        let about = "Makes a new link, which voids the one before.";
        self.add(&Operation::new("post", path, about, Key::Session, invited).problems(&[401, 403, 404]));
    }

    fn access(&mut self) {
        let sessions = self.json::<Sessions>();
        let about = "One's own sessions; another's for who may manage the team.";
        let sessions = Operation::new("get", "/console/api/sessions", about, Key::Session, sessions)
            .query(&[("agent", "Whose; one's own where it is left out.")]);
        self.add(&sessions.problems(&[401, 403]));
        let path = "/console/api/sessions/{id}";
        let about = "Ends a session: one's own, or another's for who may manage the team.";
        let end = Operation::new("delete", path, about, Key::Session, Answer::Nothing);
        self.add(&end.problems(&[401, 403, 404]));
        let (path, keys) = ("/console/api/keys", self.json::<Keys>());
        let about = "API keys, without what signs in.";
        self.add(&Operation::new("get", path, about, Key::Session, keys).problems(&[401, 403]));
        let (key, request) = (self.made::<NewKey>(), self.read::<KeyRequest>());
        let about = "Makes an API key. Its text is shown here alone.";
        let make = Operation::new("post", path, about, Key::Session, key).body(JSON, request);
        self.add(&make.problems(&[400, 401, 403, 413, 415, 422]));
        let revoke = Operation::new("delete", "/console/api/keys/{id}", "Voids a key.", Key::Session, Answer::Nothing);
        self.add(&revoke.problems(&[401, 403, 404]));
    }

    fn settings(&mut self) {
        let settings = self.json::<Settings>();
        let about = "The settings, each section with its version.";
        self.add(&Operation::new("get", "/console/api/settings", about, Key::Session, settings).problems(&[401, 403]));
        let about =
            "Changes a section, and publishes it. Nothing is overwritten that somebody else has changed meanwhile.";
        let (settings, section) = (self.json::<Settings>(), self.read::<SectionValue>());
        let change = Operation::new("put", "/console/api/settings/{section}", about, Key::Session, settings)
            .body(JSON, section)
            .header("If-Match", "The version of the section that was changed, in quotes, or * for any.");
        self.add(&change.problems(&[400, 401, 403, 404, 412, 413, 415, 422, 428]));
        let audit = self.json::<Audit>();
        let audit = Operation::new("get", "/console/api/audit", AUDIT, Key::Session, audit).query(BEFORE);
        self.add(&audit.problems(&[401, 403]));
    }

    fn rules(&mut self) {
        let rules = self.json::<Rules>();
        let about = "The published rules, with what they may name.";
        self.add(&Operation::new("get", "/console/api/rules", about, Key::Session, rules).problems(&[401, 403]));
        let about = "Publishes other rules. Nothing is overwritten that somebody else has changed meanwhile.";
        let (rules, change) = (self.json::<Rules>(), self.read::<RulesChange>());
        let change = Operation::new("put", "/console/api/rules", about, Key::Session, rules)
            .body(JSON, change)
            .header("If-Match", "The version of the rules that were changed, in quotes, or * for any.");
        self.add(&change.problems(&[400, 401, 403, 412, 413, 415, 422, 428]));
        let versions = self.json::<RuleVersions>();
        let about = "The publications in which the rules changed, the latest first.";
        let path = "/console/api/rules/versions";
        self.add(&Operation::new("get", path, about, Key::Session, versions).problems(&[401, 403]));
        let then = self.json::<RulesThen>();
        let about = "The rules as they stood in a publication.";
        let path = "/console/api/rules/versions/{number}";
        self.add(&Operation::new("get", path, about, Key::Session, then).problems(&[401, 403, 404, 422]));
        let (tried, wish) = (self.json::<Tried>(), self.read::<Try>());
        let about = "What triage makes of a message, with the published articles. Nothing of it is stored.";
        let path = "/console/api/rules/try";
        let wish = Operation::new("post", path, about, Key::Session, tried).body(JSON, wish);
        self.add(&wish.problems(&[400, 401, 403, 413, 415, 422]));
    }

    fn knowledge(&mut self) {
        let list = self.json::<Articles>();
        let about = "All articles, of every status, without their text.";
        self.add(&Operation::new("get", "/console/api/articles", about, Key::Session, list).problems(&[401, 403]));
        let path = "/console/api/articles/{id}";
        let (pair, about) = (self.json::<ArticlePair>(), "An article with its translations.");
        self.add(&Operation::new("get", path, about, Key::Session, pair).problems(&[401, 403, 404]));
        let about = "Writes, changes, approves, retires or removes an article, and publishes that. Nothing is overwritten that \
                     somebody else has changed meanwhile.";
        let (pair, change) = (self.json::<ArticlePair>(), self.read::<ArticleChange>());
        let change = Operation::new("put", path, about, Key::Session, pair).body(JSON, change).header(
            "If-Match",
            "The version of the article that was changed, in quotes; \"new\" for one that shall be new, * for any.",
        );
        self.add(&change.problems(&[400, 401, 403, 404, 412, 413, 415, 422, 428]));
        let about = "Which passages would answer a question. Nothing is kept of it.";
        let (trial, request) = (self.json::<Trial>(), self.read::<TrialRequest>());
        let trial =
            Operation::new("post", "/console/api/knowledge/try", about, Key::Session, trial).body(JSON, request);
        self.add(&trial.problems(&[400, 401, 403, 413, 415, 422]));
        let about = "What a model of the articles is learnt of: those that are approved.";
        let (path, lessons) = ("/console/api/knowledge/lessons", self.json::<Lessons>());
        self.add(&Operation::new("get", path, about, Key::Session, lessons).problems(&[401, 403]));
        let about = "Takes a model of the approved articles, which somebody has learnt; it is checked before anything is found \
                     with it. Until then, articles that have changed are found by their words.";
        let model = Operation::new("put", "/console/api/knowledge/model", about, Key::Session, Answer::Nothing)
            .body(BYTES, binary())
            .header("If-Match", "The version of the lessons that it was learnt of, in quotes.");
        self.add(&model.problems(&[401, 403, 412, 413, 415, 422, 428]));
        let (path, gaps) = ("/console/api/gaps", self.json::<Gaps>());
        let about = "Questions that nothing answered, without what is personal in them, and put together where they ask much \
                     the same.";
        self.add(&Operation::new("get", path, about, Key::Session, gaps).problems(&[401, 403]));
        let about = "Dismisses a group of such questions, until it is asked again.";
        let dismiss = Operation::new("delete", "/console/api/gaps/{id}", about, Key::Session, Answer::Nothing);
        self.add(&dismiss.problems(&[401, 403, 404]));
    }

    fn customers(&mut self) {
        let path = "/console/api/customers/{id}";
        let about = "What is kept of an identified customer; the id is the hash of their subject.";
        let record = self.json::<CustomerRecord>();
        self.add(&Operation::new("get", path, about, Key::Session, record).problems(&[401, 403, 404]));
        let (export, erased) = (
            "Everything that is kept of a customer, to be handed out to them.",
            "Erases everything of a \
                     customer, in all conversations. Ask again while conversations remain.",
        );
        let answer = self.json::<CustomerErased>();
        self.add(&Operation::new("delete", path, erased, Key::Session, answer).problems(&[401, 403, 404]));
        let answer = self.json::<CustomerExport>();
        let path = "/console/api/customers/{id}/export";
        self.add(&Operation::new("get", path, export, Key::Session, answer).problems(&[401, 403, 404]));
        let subject = &[("subject", "The company's own id for the person, the sub of their identity.")];
        let answer = self.json::<CustomerExport>();
        let operation = Operation::new("get", "/admin/customers", export, Key::Admin, answer).query(subject);
        self.add(&operation.problems(&[401, 404, 422]));
        let answer = self.json::<CustomerErased>();
        let operation = Operation::new("delete", "/admin/customers", erased, Key::Admin, answer).query(subject);
        self.add(&operation.problems(&[401, 404, 422]));
    }

    fn endpoints(&mut self) {
        let detail = self.json::<DeliveryDetail>();
        let path = "/console/api/deliveries/{id}";
        let about = "A delivery with its attempts and its body, less what has been erased.";
        self.add(&Operation::new("get", path, about, Key::Session, detail).problems(&[401, 403, 404]));
        let list = self.json::<Endpoints>();
        let about = "Where webhooks go, and how that fares.";
        self.add(&Operation::new("get", "/console/api/endpoints", about, Key::Session, list).problems(&[401, 403]));
        let path = "/console/api/endpoints/{id}";
        let (change, list) = (self.read::<EndpointChange>(), self.json::<Endpoints>());
        let about = "Sets where webhooks go. An endpoint that is new is answered with its secret instead, which is not \
                     shown again.";
        let put = Operation::new("put", path, about, Key::Session, list).body(JSON, change);
        self.add(&put.problems(&[400, 401, 403, 409, 413, 415, 422]));
        let delete = Operation::new("delete", path, "Takes an endpoint away.", Key::Session, Answer::Nothing);
        self.add(&delete.problems(&[401, 403]));
        let secret = self.json::<EndpointSecret>();
        let about = "Makes a new secret. The one before goes on signing, beside the new one, for a day.";
        let path = "/console/api/endpoints/{id}/secret";
        self.add(&Operation::new("post", path, about, Key::Session, secret).problems(&[401, 403, 404]));
        let tested = self.json::<EndpointTest>();
        let about = "Sends a test event at once, and says what came back.";
        let path = "/console/api/endpoints/{id}/test";
        self.add(&Operation::new("post", path, about, Key::Session, tested).problems(&[401, 403, 404, 409]));
    }

    fn admin(&mut self) {
        let (version, workspace) = (self.json::<Version>(), self.read::<Publication>());
        let about =
            "Publishes a workspace, unless something in it is wrong: then the answer names all of it in errors.";
        let publish = Operation::new("put", "/admin/workspace", about, Key::Admin, version).body(JSON, workspace);
        let publish = publish.header("If-Match", "The version that is to be replaced, in quotes, or * for any.");
        self.add(&publish.problems(&[400, 401, 412, 413, 415, 422, 428]));
        let workspace = self.json::<PublishedWorkspace>();
        let about = "The published workspace.";
        self.add(&Operation::new("get", "/admin/workspace", about, Key::Admin, workspace).problems(&[401, 404, 503]));
        let endpoint = self.read::<EndpointRequest>();
        let path = "/admin/endpoints/{id}";
        let about = "Sets where webhooks go. The secret before goes on signing, beside the new one, for a day.";
        let put = Operation::new("put", path, about, Key::Admin, Answer::Nothing).body(JSON, endpoint);
        self.add(&put.problems(&[400, 401, 413, 415, 422, 503]));
        let delete = Operation::new("delete", path, "Takes an endpoint away.", Key::Admin, Answer::Nothing);
        self.add(&delete.problems(&[401, 503]));
        let inbox = self.json::<Inbox>();
        let about = "Conversations, the latest change first.";
        let inbox = Operation::new("get", "/admin/conversations", about, Key::Admin, inbox).query(PAGED);
        self.add(&inbox.problems(&[400, 401, 503]));
        let log = self.json::<Log>();
        let about = "A conversation's full log.";
        self.add(
            &Operation::new("get", "/admin/conversations/{id}", about, Key::Admin, log).problems(&[401, 404, 503]),
        );
        let (events, command) = (self.json::<StaffEvents>(), self.read::<DeskCommand>());
        let path = "/admin/conversations/{id}/commands";
        let about = "Does what an agent does at the console, from a desk of the company's own.";
        let command = Operation::new("post", path, about, Key::Admin, events).body(JSON, command);
        self.add(&command.problems(&[400, 401, 403, 404, 409, 413, 415, 422]));
        let path = "/admin/conversations/{id}/erase";
        let about = "Erases everything that was written in a conversation.";
        self.add(&Operation::new("post", path, about, Key::Admin, Answer::Nothing).problems(&[401, 404, 503]));
        let log = self.json::<Deliveries>();
        let conversation = &[("conversation", "Only those of this conversation.")];
        let about = "The delivery log, newest first.";
        let log = Operation::new("get", "/admin/deliveries", about, Key::Admin, log).query(conversation);
        self.add(&log.problems(&[401, 404, 503]));
        let path = "/admin/deliveries/{id}/replay";
        let replay =
            Operation::new("post", path, "Delivers again, at once, what has not arrived.", Key::Admin, Answer::Nothing);
        self.add(&replay.problems(&[401, 403, 404, 409]));
        let (invited, invite) = (self.made::<Invited>(), self.read::<Invite>());
        let about = "Invites somebody, as the console does.";
        let invite = Operation::new("post", "/admin/team", about, Key::Admin, invited).body(JSON, invite);
        self.add(&invite.problems(&[400, 401, 403, 409, 413, 415, 422]));
        let (path, invited) = ("/admin/team/{id}/invitation", self.made::<Invited>());
        let about = "Makes a new link, as the console does.";
        self.add(&Operation::new("post", path, about, Key::Admin, invited).problems(&[401, 403, 404]));
        let audit = self.json::<Audit>();
        let audit = Operation::new("get", "/admin/audit", AUDIT, Key::Admin, audit).query(BEFORE);
        self.add(&audit.problems(&[401, 403]));
        let swept = self.json::<Swept>();
        let about = "Finds conversations whose projections are behind, and writes these again.";
        self.add(&Operation::new("post", "/admin/sweep", about, Key::Admin, swept).problems(&[401, 503]));
    }

    fn backup(&mut self) {
        let (head, rows) = (self.json::<BackupHead>(), self.json::<BackupRows>());
        let about = "What there is to back up.";
        self.add(&Operation::new("get", "/admin/backup", about, Key::Admin, head).problems(&[401, 503]));
        let page = &[("table", "One of the head's tables."), ("after", "What the page before gave as next.")];
        let about = "A page of a table.";
        let rows = Operation::new("get", "/admin/backup/rows", about, Key::Admin, rows).query(page);
        self.add(&rows.problems(&[401, 409, 422]));
        let ids = self.json::<BackupIds>();
        let after = &[("after", "The last id of the page before.")];
        let about = "A page of the conversations' ids.";
        let ids = Operation::new("get", "/admin/backup/conversations", about, Key::Admin, ids).query(after);
        self.add(&ids.problems(&[401, 503]));
        let whole = self.json::<BackupConversation>();
        let (path, about) = ("/admin/backup/conversations/{id}", "A conversation, with all that is stored of it.");
        self.add(&Operation::new("get", path, about, Key::Admin, whole).problems(&[401, 404, 503]));
        let path = "/admin/backup/conversations/{id}/attachments/{attachment}";
        let about = "An attached file, whoever sent it.";
        self.add(&Operation::new("get", path, about, Key::Admin, Answer::File).problems(&[401, 404, 503]));
        let (path, about) = ("/admin/backup/models/{model}", "The model of the articles that is published.");
        self.add(&Operation::new("get", path, about, Key::Admin, Answer::File).problems(&[401, 404, 503]));
        let (wanted, begun) = (self.read::<RestoreRequest>(), self.json::<Restored>());
        let about = "Begins a restore, where nothing is or the same one was begun before; or ends it.";
        let restore = Operation::new("post", "/admin/restore", about, Key::Admin, begun).body(JSON, wanted);
        self.add(&restore.problems(&[401, 409, 422]));
        let rows = self.read::<RestoreRows>();
        let about = "Takes rows in.";
        let rows = Operation::new("post", "/admin/restore/rows", about, Key::Admin, Answer::Nothing).body(JSON, rows);
        self.add(&rows.problems(&[401, 409, 413, 422]));
        let piece = self.read::<RestoreConversation>();
        let (path, about) = ("/admin/restore/conversations/{id}", "Takes a piece of a conversation in.");
        let piece = Operation::new("post", path, about, Key::Admin, Answer::Nothing).body(JSON, piece);
        self.add(&piece.problems(&[401, 404, 409, 413, 422]));
        let path = "/admin/restore/conversations/{id}/attachments/{attachment}";
        let about = "Takes an attached file in.";
        let file = Operation::new("put", path, about, Key::Admin, Answer::Nothing).body(BYTES, binary());
        self.add(&file.problems(&[401, 404, 409, 413, 503]));
        let (path, about) = ("/admin/restore/models/{model}", "Takes a model of the articles in.");
        let model = Operation::new("put", path, about, Key::Admin, Answer::Nothing).body(BYTES, binary());
        self.add(&model.problems(&[401, 409, 413, 422, 503]));
        let path = "/admin/restore/conversations/{id}/wake";
        let about = "Lets a conversation tell the inbox and the desk, and go on with what is due.";
        self.add(&Operation::new("post", path, about, Key::Admin, Answer::Nothing).problems(&[401, 404, 409, 503]));
    }

    fn webhooks(&mut self) {
        let of_conversation = self.sent.subschema_for::<Payload>();
        let of_invitation = self.sent.subschema_for::<MemberInvited>();
        for kind in WebhookKind::ALL {
            let payload = if kind.is_of_conversation() { &of_conversation } else { &of_invitation };
            let operation = json!({ "post": {
                "summary": format!("{}: schema /schemas/webhook.{}.schema.json", kind.as_str(), kind.as_str()),
                "parameters": [
                    header("webhook-id", "The same for each attempt: whoever has seen it drops the repeat."),
                    header("webhook-timestamp", "Seconds since the Unix epoch, fresh for each attempt."),
                    header("webhook-signature", "Standard Webhooks, v1: HMAC-SHA256 with the endpoint's secret."),
                ],
                "requestBody": { "required": true, "content": { JSON: { "schema": payload } } },
                "responses": { "2XX": { "description": "Received." } },
            } });
            self.webhooks.insert(kind.as_str().to_owned(), operation);
        }
    }

    fn add(&mut self, operation: &Operation) {
        let path = self.paths.entry(operation.path.to_owned()).or_insert_with(|| json!({}));
        if let Some(path) = path.as_object_mut() {
            path.insert(operation.method.to_owned(), described(operation));
        }
    }

    fn finish(mut self) -> Value {
        let problem = self.sent.subschema_for::<Problem>();
        let mut schemas = self.sent.take_definitions(true);
        // A request is described by what is read; what stands in both is the same but for optional fields.
        schemas.append(&mut self.read.take_definitions(true));
        let bearer = |about: &str| json!({ "type": "http", "scheme": "bearer", "description": about });
        let mut whole = json!({
            "openapi": "3.1.0",
            "info": {
                "title": "Baton",
                "version": env!("CARGO_PKG_VERSION"),
                "description": "Hybrid customer service: conversations, what the company's side does with them, and webhooks.",
                "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
            },
            "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
            "paths": self.paths,
            "webhooks": self.webhooks,
            "components": {
                "schemas": schemas,
                "responses": { "Problem": {
                    "description": "What is wrong, with a stable code and what to do.",
                    "content": { "application/problem+json": { "schema": problem } },
                } },
                "securitySchemes": {
                    "conversation": bearer("The token that the client made when it opened the conversation."),
                    "ticket": { "type": "apiKey", "in": "query", "name": "ticket" },
                    "session": { "type": "apiKey", "in": "cookie", "name": "baton_session" },
                    "admin": bearer("The deployment's BATON_ADMIN_KEY, or an API key with a scope that includes this (docs/access.md)."),
                },
            },
        });
        whole.sort_all_objects();
        whole
    }
}

fn binary() -> Schema {
    Schema::from(Map::from_iter([("format".to_owned(), json!("binary"))]))
}

fn header(name: &str, about: &str) -> Value {
    json!({ "in": "header", "name": name, "description": about, "required": true, "schema": { "type": "string" } })
}

fn described(operation: &Operation) -> Value {
    let in_path = operation.path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    let mut parameters: Vec<Value> = in_path
        .map(|name| json!({ "in": "path", "name": name, "required": true, "schema": { "type": "string" } }))
        .collect();
    parameters.extend(operation.query.iter().map(|(name, about)| {
        let required = matches!(*name, "ticket" | "token");
        json!({ "in": "query", "name": name, "description": about, "required": required, "schema": { "type": "string" } })
    }));
    parameters.extend(operation.header.map(
        |(name, about)| json!({ "in": "header", "name": name, "description": about, "schema": { "type": "string" } }),
    ));
    let (status, answer) = match &operation.answer {
        Answer::Nothing => ("204", json!({ "description": "Done." })),
        Answer::Json(schema) => {
            ("200", json!({ "description": "As asked.", "content": { JSON: { "schema": schema } } }))
        }
        Answer::Made(schema) => ("201", json!({ "description": "Made.", "content": { JSON: { "schema": schema } } })),
        Answer::File => ("200", json!({ "description": "The file.", "content": { "*/*": {} } })),
        Answer::Page => ("200", json!({ "description": "A page.", "content": { "text/html": {} } })),
        Answer::Redirect => ("303", json!({ "description": "Goes on elsewhere." })),
        Answer::Frames(schema) => {
            ("101", json!({ "description": "Each text frame is one of these.", "x-frame": schema }))
        }
    };
    let mut responses = Map::from_iter([(status.to_owned(), answer)]);
    let problem = || json!({ "$ref": "#/components/responses/Problem" });
    responses.extend(operation.problems.iter().map(|status| (status.to_string(), problem())));
    responses.insert("default".to_owned(), problem());
    let security = match operation.key {
        Key::Nobody => json!([]),
        Key::Conversation => json!([{ "conversation": [] }]),
        Key::Ticket => json!([{ "ticket": [] }]),
        Key::Session => json!([{ "session": [] }]),
        Key::Admin => json!([{ "admin": [] }]),
    };
    let mut described = json!({
        "summary": operation.about,
        "security": security,
        "parameters": parameters,
        "responses": responses,
    });
    if !operation.body.is_empty()
        && let Some(described) = described.as_object_mut()
    {
        let content: Map<String, Value> =
            operation.body.iter().map(|(media, schema)| ((*media).to_owned(), json!({ "schema": schema }))).collect();
        described.insert("requestBody".to_owned(), json!({ "required": true, "content": content }));
    }
    described
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_stands_for_one_type() {
        let mut api = Api::new();
        api.everyone();
        api.customer();
        api.hosted_pages();
        api.reply_page();
        api.console();
        api.admin();
        api.backup();
        api.webhooks();
        let read = api.read.take_definitions(true);
        for (name, sent) in api.sent.take_definitions(true) {
            let Some(read) = read.get(&name) else { continue };
            assert_eq!(read.get("description"), sent.get("description"), "{name}");
            assert_eq!(read.get("enum").or(read.get("oneOf")), sent.get("enum").or(sent.get("oneOf")), "{name}");
        }
        assert!(!read.keys().any(|name| name.ends_with(|c: char| c.is_ascii_digit())), "{:?}", read.keys());
    }
}
