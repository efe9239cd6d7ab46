//! From what a browser asks to what is asked of a conversation.

use baton_shared::conversation::{AgentRef, Attachment, Command, EpisodeId, ErasedScope, Refusal, Seq, Via};
use baton_shared::protocol::{AgentCommand, CustomerCommand};

/// A customer's command. `answer` turns a number of the customer's own into one of the full log, `file` the id of a file
/// into what is known of it.
pub fn customer(
    command: CustomerCommand,
    answer: impl Fn(u64) -> Option<Seq>,
    file: impl Fn(&str) -> Option<Attachment>,
) -> Result<Command, Refusal> {
    Ok(match command {
        CustomerCommand::Say { id, text, attachments } => {
            Command::Say { message: id, text, attachments: files(attachments, file)? }
        }
        CustomerCommand::AskForHuman {} => Command::AskForHuman {},
        CustomerCommand::RateAnswer { answer: own, helpful } => {
            Command::RateAnswer { answer: answer(own).ok_or(Refusal::NoSuchAnswer(own))?, helpful }
        }
        CustomerCommand::Choose { choice, address, when } => Command::Choose { choice, address, when },
        CustomerCommand::Rate { score, effort, comment } => Command::Rate { score, effort, comment },
        CustomerCommand::SendTranscript { address } => Command::SendTranscript { address },
        CustomerCommand::Update { attributes } => Command::Update { attributes: attributes.into_iter().collect() },
        CustomerCommand::End {} => Command::End {},
    })
}

/// What is known of the files that a message names.
fn files(ids: Vec<String>, file: impl Fn(&str) -> Option<Attachment>) -> Result<Vec<Attachment>, Refusal> {
    ids.into_iter().map(|id| file(&id).ok_or(Refusal::NoSuchAttachment(id))).collect()
}

/// What an agent's command asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked {
    /// Something of the conversation.
    Command(Command),
    /// That the customer is shown that somebody is typing; nothing is stored.
    Typing,
    /// That the customer is shown how far somebody has read.
    Seen(Seq),
}

/// An agent's command. Who the agent is comes from the session, never from the command; `file` turns the id of a file
/// into what is known of it.
pub fn agent(
    command: AgentCommand,
    agent: &AgentRef,
    via: Via,
    open_episode: Option<EpisodeId>,
    file: impl Fn(&str) -> Option<Attachment>,
) -> Result<Asked, Refusal> {
    let agent = agent.clone();
    let command = match command {
        AgentCommand::Take {} => Command::Take { agent, via },
        AgentCommand::Reply { id, text, attachments, episode } => {
            Command::Reply { agent, episode, message: id, text, attachments: files(attachments, file)?, via }
        }
        AgentCommand::Note { id, text } => Command::Note { agent, message: id, text },
        AgentCommand::GiveBack {} => Command::GiveBack { agent },
        AgentCommand::Transfer { id, queue, note } => Command::Transfer { agent, message: id, queue, note },
        AgentCommand::Resolve { outcome } => Command::Resolve { agent, outcome },
        AgentCommand::RevokeReplyLinks {} => {
            let episode = open_episode.ok_or(Refusal::NotNow("not handed over"))?;
            Command::RevokeReplyLinks { episode }
        }
        AgentCommand::Erase {} => Command::Erase { scope: ErasedScope::All },
        AgentCommand::Typing {} => return Ok(Asked::Typing),
        AgentCommand::Seen { up_to } => return Ok(Asked::Seen(up_to)),
    };
    Ok(Asked::Command(command))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_answers_are_translated() {
        let rate = |answer| CustomerCommand::RateAnswer { answer, helpful: false };
        let full: fn(u64) -> Option<Seq> = |own| (own == 3).then_some(7);
        let customer = |command, answer: fn(u64) -> Option<Seq>| customer(command, answer, |_| None);
        assert_eq!(customer(rate(3), full), Ok(Command::RateAnswer { answer: 7, helpful: false }));
        assert_eq!(customer(rate(4), full), Err(Refusal::NoSuchAnswer(4)));
    }

    fn known(id: &str) -> Option<Attachment> {
        (id == "a1").then(|| Attachment {
            id: "a1".to_owned(),
            name: "a.png".to_owned(),
            media_type: "image/png".to_owned(),
            bytes: 3,
            width: Some(1),
            height: Some(1),
        })
    }

    fn mei() -> AgentRef {
        AgentRef { id: "mei".to_owned(), name: "Mei".to_owned() }
    }

    fn asked(command: AgentCommand, episode: Option<EpisodeId>) -> Result<Asked, Refusal> {
        agent(command, &mei(), Via::Console, episode, known)
    }

    #[test]
    fn files_are_those_that_are_there() {
        let (message, text) = ("m".to_owned(), String::new());
        let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        let say = |attachments| {
            let command = CustomerCommand::Say { id: "m".to_owned(), text: String::new(), attachments };
            customer(command, |_| None, known)
        };
        let attachments = vec![known("a1").unwrap()];
        let said = Command::Say { message: message.clone(), text: text.clone(), attachments: attachments.clone() };
        assert_eq!(say(ids(&["a1"])), Ok(said));
        let gone = Refusal::NoSuchAttachment("a2".to_owned());
        assert_eq!(say(ids(&["a1", "a2"])), Err(gone.clone()));
        let reply = |attachments| {
            let command = AgentCommand::Reply { id: "m".to_owned(), text: String::new(), attachments, episode: 1 };
            asked(command, None)
        };
        let replied = Command::Reply { agent: mei(), episode: 1, message, text, attachments, via: Via::Console };
        assert_eq!(reply(ids(&["a1"])), Ok(Asked::Command(replied)));
        assert_eq!(reply(ids(&["a2"])), Err(gone));
    }

    #[test]
    fn an_agent_acts_as_who_they_are() {
        let note = AgentCommand::Note { id: "m1".to_owned(), text: "Hello".to_owned() };
        let expect = Command::Note { agent: mei(), message: "m1".to_owned(), text: "Hello".to_owned() };
        assert_eq!(asked(note, None), Ok(Asked::Command(expect)));
        let revoke = |episode| asked(AgentCommand::RevokeReplyLinks {}, episode);
        assert_eq!(revoke(Some(2)), Ok(Asked::Command(Command::RevokeReplyLinks { episode: 2 })));
        assert!(matches!(revoke(None), Err(Refusal::NotNow(_))));
        assert_eq!(asked(AgentCommand::Typing {}, None), Ok(Asked::Typing));
        let erase = Ok(Asked::Command(Command::Erase { scope: ErasedScope::All }));
        assert_eq!(asked(AgentCommand::Erase {}, None), erase);
    }
}
