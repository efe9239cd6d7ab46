//! Who the customer is: what a company's backend vouched for, apart from what a visitor merely said.

use serde::{Deserialize, Serialize};

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
}
