//! Where the agent is in the console, and its address.

/// A place. Its address is the fragment, so that the edge serves one page for all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The inbox, with one conversation open or none.
    Inbox {
        /// Its id.
        open: Option<String>,
    },
    /// The delivery log.
    Deliveries,
}

impl Place {
    /// Reads `#/c/<id>` or `#/deliveries`; anything else is the inbox.
    pub fn parse(fragment: &str) -> Self {
        let path = fragment.trim_start_matches('#').trim_matches('/');
        match path.split_once('/') {
            Some(("c", id)) if is_id(id) => Self::Inbox { open: Some(id.to_owned()) },
            None if path == "deliveries" => Self::Deliveries,
            _ => Self::Inbox { open: None },
        }
    }

    /// Its address.
    pub fn fragment(&self) -> String {
        match self {
            Self::Inbox { open: Some(id) } => format!("#/c/{id}"),
            Self::Inbox { open: None } => "#/".to_owned(),
            Self::Deliveries => "#/deliveries".to_owned(),
        }
    }
}

/// What an id may consist of; it goes into addresses of requests.
fn is_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= 128 && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_go_there_and_back() {
        let open = |id: &str| Place::Inbox { open: Some(id.to_owned()) };
        for place in [open("c_1-A"), Place::Inbox { open: None }, Place::Deliveries] {
            assert_eq!(Place::parse(&place.fragment()), place);
        }
        for odd in ["", "#", "#/c/", "#/c/a/../b", "#/c/a%2f", "#/else"] {
            assert_eq!(Place::parse(odd), Place::Inbox { open: None }, "{odd}");
        }
    }
}
