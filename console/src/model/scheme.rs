//! Light or dark: what the page is drawn in.

/// How the page is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// As the system is set.
    #[default]
    System,
    /// Light, whatever the system says.
    Light,
    /// Dark, whatever the system says.
    Dark,
}

impl Scheme {
    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads its word; any other means the system's.
    pub fn parse(word: &str) -> Self {
        [Self::Light, Self::Dark].into_iter().find(|scheme| scheme.as_str() == word).unwrap_or_default()
    }

    /// The one after it, round and round.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }

    /// What a rule for dark pages asks of the browser then.
    pub fn asks(self) -> &'static str {
        match self {
            Self::System => "(prefers-color-scheme: dark)",
            Self::Light => "not all",
            Self::Dark => "all",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_they_are_written() {
        let mut scheme = Scheme::System;
        for _ in 0..3 {
            assert_eq!(Scheme::parse(scheme.as_str()), scheme);
            scheme = scheme.next();
        }
        assert_eq!((scheme, Scheme::parse("sepia")), (Scheme::System, Scheme::System));
    }
}
