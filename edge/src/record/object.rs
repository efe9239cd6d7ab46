//! The object itself: asked by conversations and by whoever looks after records.

#![allow(missing_docs, reason = "what the macro adds has none")]

use baton_shared::protocol::CustomerRecord;
use baton_shared::workspace::Privacy;
use worker::{DurableObject, Env, Request, Response, State, durable_object};

use super::store::Store;
use crate::failure::Failure;
use crate::http::{json, no_content, problem_response};
use crate::internal::{AskCustomer, CustomerKept};

/// What is kept of one identified customer.
#[durable_object]
pub struct Customer {
    store: Store,
}

impl DurableObject for Customer {
    fn new(state: State, _: Env) -> Self {
        Self { store: Store::new(state.storage().sql()) }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        let answer = self.answer(request).await;
        answer.or_else(|failure| problem_response(&failure.into_problem())).map_err(Into::into)
    }
}

impl Customer {
    async fn answer(&self, mut request: Request) -> Result<Response, Failure> {
        let ask = serde_json::from_str(&request.text().await?)?;
        self.store.migrate()?;
        match ask {
            AskCustomer::Update(update) => json(&CustomerKept { is_kept: self.store.update(&update)? }),
            AskCustomer::Record { id } => {
                let (claims, contacts) = (self.store.claims()?, self.store.contacts()?);
                let conversations = self.store.conversations()?;
                json(&CustomerRecord { id, claims, contacts, conversations, kept_for: Privacy::default() })
            }
            AskCustomer::Forget {} => {
                self.store.forget()?;
                no_content()
            }
        }
    }
}
