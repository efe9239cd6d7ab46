//! The edge's one error: either the caller's, which is told as a problem, or ours, which is logged and told as
//! a 500 without details.

use baton_shared::conversation::Refusal;
use baton_shared::protocol::Problem;

use crate::parse::problem::{Code, problem, refusal};

/// Why a request was not carried out.
#[derive(Debug)]
pub enum Failure {
    /// The caller can do something about it.
    Problem(Box<Problem>),
    /// The platform failed.
    Platform(worker::Error),
}

impl Failure {
    /// The problem that the caller is told.
    pub fn into_problem(self) -> Problem {
        match self {
            Self::Problem(problem) => *problem,
            Self::Platform(error) => {
                // The platform's own words hold no personal data: bindings, SQL and the network.
                worker::console_error!("internal: {error}");
                problem(Code::Internal, "something went wrong on our side; try again")
            }
        }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl From<worker::Error> for Failure {
    fn from(error: worker::Error) -> Self {
        Self::Platform(error)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Platform(worker::Error::from(error))
    }
}

impl From<Refusal> for Failure {
    fn from(refused: Refusal) -> Self {
        refusal(&refused).into()
    }
}

impl From<Failure> for worker::Error {
    /// For the few places where the platform takes no answer.
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Problem(problem) => Self::RustError(problem.code.clone()),
            Failure::Platform(error) => error,
        }
    }
}
