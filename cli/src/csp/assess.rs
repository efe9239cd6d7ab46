//! Which embedding works on a page.

use super::address::Address;
use super::change::{Change, NONCE_TO_MAKE, Needs, Remedy, remedy};
use super::policy::Policy;

/// Where Baton lies on the company's own origin, as docs/embedding.md says.
const OWN_PATH: &str = "/baton/";

/// A way to put Baton on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Embedding {
    /// (a) Under the page's own origin.
    SameOrigin,
    /// (b) From Baton's origin.
    OtherOrigin,
    /// (c) The launcher from Baton's origin, the chat in a frame: no WebAssembly on the page.
    Frame,
    /// (d) A plain link to the hosted chat page.
    Link,
}

impl Embedding {
    /// All, in the order of their letters.
    pub const ALL: [Self; 4] = [Self::SameOrigin, Self::OtherOrigin, Self::Frame, Self::Link];
}

/// Whether an embedding works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// As the page is.
    Works,
    /// As the page is, with its nonce on the script tag.
    WithNonce,
    /// Once the policies are changed so; the second says whether the tag needs the nonce besides.
    After(Vec<Change>, bool),
    /// Not by any change of policy, with the reason and the remedy.
    Never(String),
}

/// What a page allows.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// The page, after redirects.
    pub page: Address,
    /// Baton, as the browser will ask for it.
    pub baton: Address,
    /// What the page sends.
    pub policies: Vec<Policy>,
    /// For each embedding.
    pub verdicts: Vec<(Embedding, Verdict)>,
    /// What else to know, in whole sentences.
    pub notes: Vec<String>,
}

impl Assessment {
    /// An embedding's verdict.
    pub fn verdict(&self, embedding: Embedding) -> Option<&Verdict> {
        self.verdicts.iter().find_map(|(one, verdict)| (*one == embedding).then_some(verdict))
    }
}

/// Assesses a page's policies.
pub fn assess(page: &Address, baton: &Address, policies: Vec<Policy>) -> Assessment {
    let enforced: Vec<&Policy> = policies.iter().filter(|policy| policy.is_enforced()).collect();
    let is_upgraded = enforced.iter().any(|policy| policy.get("upgrade-insecure-requests").is_some());
    let is_plain = baton.scheme == "http" && !baton.is_this_machine();
    let baton = if is_upgraded && is_plain { baton.upgraded() } else { baton.clone() };
    let is_mixed = page.scheme == "https" && is_plain && !is_upgraded;
    let verdict = |embedding| match needs(embedding, page, &baton) {
        None => Verdict::Works,
        Some(_) if is_mixed && embedding != Embedding::SameOrigin => Verdict::Never(
            "the page is HTTPS, and browsers block what it asks of plain HTTP; give Baton's HTTPS address".to_owned(),
        ),
        Some(needs) => match remedy(&enforced, &needs) {
            Remedy { changes, has_nonce } if !changes.is_empty() => {
                Verdict::After(number(changes, &policies), has_nonce)
            }
            Remedy { has_nonce: true, .. } => Verdict::WithNonce,
            Remedy { .. } => Verdict::Works,
        },
    };
    let verdicts: Vec<_> = Embedding::ALL.into_iter().map(|embedding| (embedding, verdict(embedding))).collect();
    let mut notes = Vec::new();
    if is_upgraded && is_plain {
        notes.push(format!("The page upgrades to HTTPS, so Baton must answer at {}.", baton.origin()));
    }
    let mut all = Assessment { page: page.clone(), baton, policies, verdicts, notes };
    let more = notes_of(&all);
    all.notes.extend(more);
    all
}

/// What an embedding needs; nothing for a link, which no policy forbids.
fn needs(embedding: Embedding, page: &Address, baton: &Address) -> Option<Needs> {
    let base = match embedding {
        Embedding::SameOrigin => Address { path: OWN_PATH.to_owned(), ..page.clone() },
        Embedding::OtherOrigin | Embedding::Frame => baton.clone(),
        Embedding::Link => return None,
    };
    let is_framed = embedding == Embedding::Frame;
    let asked = ["published/manifest.json", "published/parts/x.json", "widget/app.wasm", "v1/conversations"];
    let mut connect: Vec<Address> = asked.iter().map(|path| base.at(path)).collect();
    connect.push(base.at("v1/conversations/x/socket").socket());
    Some(Needs {
        page: page.clone(),
        scripts: ["widget.js", "widget/app.js"].iter().map(|path| base.at(path)).collect(),
        wasm: !is_framed,
        // In a frame, the frame asks, under its own policy; the launcher without the page's leave has no colours.
        connect: if is_framed { Vec::new() } else { connect },
        frames: if is_framed { vec![base.at("embed")] } else { Vec::new() },
    })
}

/// Counts policies as the page sends them, those that only report included.
fn number(changes: Vec<Change>, policies: &[Policy]) -> Vec<Change> {
    let places: Vec<usize> =
        policies.iter().enumerate().filter(|(_, policy)| policy.is_enforced()).map(|(at, _)| at).collect();
    let place =
        |change: Change| Change { policy: places.get(change.policy).copied().unwrap_or(change.policy), ..change };
    changes.into_iter().map(place).collect()
}

fn notes_of(all: &Assessment) -> Vec<String> {
    let mut notes = Vec::new();
    let enforced = || all.policies.iter().filter(|policy| policy.is_enforced());
    let (needs_nonce, changes) = match all.verdict(Embedding::OtherOrigin) {
        Some(Verdict::WithNonce) => (true, &[][..]),
        Some(Verdict::After(changes, needs_nonce)) => (*needs_nonce, changes.as_slice()),
        _ => (false, &[][..]),
    };
    let makes_nonce = changes.iter().any(|change| change.added.iter().any(|value| value == NONCE_TO_MAKE));
    if needs_nonce {
        let how = if makes_nonce {
            "a nonce, random and new for each answer, in place of RANDOM and"
        } else {
            "the page's nonce"
        };
        notes.push(format!("The tag of widget.js needs {how}: <script nonce=\"…\" src=\"…\">."));
    }
    let is_strict = enforced().any(|policy| policy.directives.iter().any(|one| one.has("'strict-dynamic'")));
    if is_strict {
        notes.push(
            "Under 'strict-dynamic' browsers ignore hosts among the sources of scripts; nonces count.".to_owned(),
        );
    }
    if enforced().any(|policy| policy.get("require-trusted-types-for").is_some()) {
        notes.push(
            "Trusted Types are required; Baton passes no text to what they guard, so nothing is to be added."
                .to_owned(),
        );
    }
    if enforced().any(|policy| policy.get("sandbox").is_some()) {
        notes.push("The page is sandboxed: let the link of (d) open in the same window.".to_owned());
    }
    if let Some(Verdict::Works | Verdict::WithNonce) = all.verdict(Embedding::Frame)
        && connect_is_blocked(all)
    {
        notes.push(
            "Under (c) the launcher may not ask Baton for its colours: connect-src lacks Baton's origin.".to_owned(),
        );
    }
    notes.extend(note_of_reports(all));
    if all.baton.is_this_machine() && !all.page.is_this_machine() {
        notes.push(format!(
            "{} is this machine; name the Baton that your visitors reach with --baton.",
            all.baton.origin()
        ));
    }
    notes
}

/// Whether (b) lacks something that is asked.
fn connect_is_blocked(all: &Assessment) -> bool {
    matches!(all.verdict(Embedding::OtherOrigin), Some(Verdict::After(changes, _))
        if changes.iter().any(|change| change.whole.name == "connect-src"))
}

/// What policies that block nothing would say.
fn note_of_reports(all: &Assessment) -> Option<String> {
    let reporting: Vec<&Policy> = all.policies.iter().filter(|policy| !policy.is_enforced()).collect();
    let needs = needs(Embedding::OtherOrigin, &all.page, &all.baton)?;
    if reporting.is_empty() {
        return None;
    }
    let lacks = lacks(&remedy(&reporting, &needs).changes);
    let would = if lacks.is_empty() { "allows (b)".to_owned() } else { format!("would report (b): {lacks}") };
    Some(format!("What is sent as report-only blocks nothing; it {would}."))
}

/// What changes say is missing, each directive once: `script-src lacks 'wasm-unsafe-eval'`.
pub fn lacks(changes: &[Change]) -> String {
    let mut all: Vec<(&str, Vec<&str>)> = Vec::new();
    for change in changes {
        let at = all.iter().position(|(decided, _)| *decided == change.decided).unwrap_or(all.len());
        if at == all.len() {
            all.push((&change.decided, Vec::new()));
        }
        for value in &change.added {
            if let Some((_, missing)) = all.get_mut(at).filter(|(_, missing)| !missing.contains(&value.as_str())) {
                missing.push(value);
            }
        }
    }
    let each: Vec<String> =
        all.iter().map(|(decided, missing)| format!("{decided} lacks {}", missing.join(" "))).collect();
    each.join("; ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::policy::From;
    use super::*;

    const PAGE: &str = "https://www.tidewell.example/shop";
    const BATON: &str = "https://baton.example.com";

    fn parse(texts: &[&str]) -> Vec<Policy> {
        texts.iter().flat_map(|text| Policy::parse(text, From::Header)).collect()
    }

    fn of(page: &str, baton: &str, policies: Vec<Policy>) -> Assessment {
        assess(&Address::parse(page).unwrap(), &Address::parse(baton).unwrap(), policies)
    }

    fn words(verdict: &Verdict) -> String {
        match verdict {
            Verdict::Works => "works".to_owned(),
            Verdict::WithNonce => "nonce".to_owned(),
            Verdict::After(changes, has_nonce) => {
                let each: Vec<String> = changes.iter().map(|change| change.whole.to_string()).collect();
                format!("{}{}", if *has_nonce { "nonce, " } else { "" }, each.join("; "))
            }
            Verdict::Never(_) => "never".to_owned(),
        }
    }

    /// The verdicts on (a), (b) and (c): `works`, `nonce`, `never`, or the directives afterwards.
    #[track_caller]
    fn check(policies: &[&str], expect: [&str; 3]) {
        let found = of(PAGE, BATON, parse(policies));
        let found: Vec<String> = found.verdicts.iter().take(3).map(|(_, verdict)| words(verdict)).collect();
        assert_eq!(found, expect, "{policies:?}");
    }

    #[test]
    fn without_a_policy_everything_works() {
        check(&[], ["works"; 3]);
        check(&["img-src 'self'; style-src 'self'; worker-src 'none'; frame-ancestors 'none'"], ["works"; 3]);
    }

    #[test]
    fn the_least_is_added_to_what_decides() {
        check(
            &["script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"],
            [
                "works",
                "script-src 'self' 'wasm-unsafe-eval' https://baton.example.com; \
                 connect-src 'self' https://baton.example.com wss://baton.example.com",
                "script-src 'self' 'wasm-unsafe-eval' https://baton.example.com",
            ],
        );
        check(
            &["script-src https://baton.example.com 'unsafe-eval'; frame-src 'none'"],
            [
                "script-src https://baton.example.com 'unsafe-eval' 'self'",
                "works",
                "frame-src https://baton.example.com",
            ],
        );
        check(
            &["connect-src https://*.example.com"],
            [
                "connect-src https://*.example.com 'self'",
                "connect-src https://*.example.com wss://baton.example.com",
                "works",
            ],
        );
    }

    #[test]
    fn a_fallback_is_repeated_and_not_widened() {
        check(
            &["default-src 'self'"],
            [
                "script-src 'self' 'wasm-unsafe-eval'",
                "script-src 'self' https://baton.example.com 'wasm-unsafe-eval'; \
             connect-src 'self' https://baton.example.com wss://baton.example.com",
                "script-src 'self' https://baton.example.com; frame-src 'self' https://baton.example.com",
            ],
        );
        check(
            &["default-src 'none'; connect-src *; script-src-elem *"],
            ["script-src 'wasm-unsafe-eval'", "script-src 'wasm-unsafe-eval'", "frame-src https://baton.example.com"],
        );
        check(&["child-src blob:"], ["works", "works", "frame-src blob: https://baton.example.com"]);
    }

    #[test]
    fn elements_and_webassembly_are_decided_apart() {
        check(
            &["script-src-elem 'self'; script-src 'none'"],
            [
                "script-src 'wasm-unsafe-eval'",
                "script-src-elem 'self' https://baton.example.com; script-src 'wasm-unsafe-eval'",
                "script-src-elem 'self' https://baton.example.com",
            ],
        );
        check(
            &["script-src-elem https://baton.example.com/widget.js"],
            [
                "script-src-elem https://baton.example.com/widget.js 'self'",
                "script-src-elem https://baton.example.com/widget.js https://baton.example.com",
                "script-src-elem https://baton.example.com/widget.js https://baton.example.com",
            ],
        );
    }

    #[test]
    fn a_nonce_lets_the_tag_in() {
        check(&["script-src 'nonce-abc' 'wasm-unsafe-eval'"], ["nonce"; 3]);
        check(
            &["script-src 'self' 'nonce-abc'"],
            [
                "script-src 'self' 'nonce-abc' 'wasm-unsafe-eval'",
                "nonce, script-src 'self' 'nonce-abc' 'wasm-unsafe-eval'",
                "nonce",
            ],
        );
        let strict = "script-src 'strict-dynamic' 'nonce-abc' https: 'unsafe-inline'";
        check(&[&format!("{strict} 'wasm-unsafe-eval'")], ["nonce"; 3]);
        check(
            &["script-src 'strict-dynamic' 'sha256-x' https://baton.example.com 'unsafe-eval'"],
            ["nonce, script-src 'strict-dynamic' 'sha256-x' https://baton.example.com 'unsafe-eval' 'nonce-RANDOM'"; 3],
        );
    }

    #[test]
    fn several_policies_must_all_allow() {
        check(
            &["script-src *, connect-src *"],
            ["script-src * 'wasm-unsafe-eval'", "script-src * 'wasm-unsafe-eval'", "works"],
        );
        check(
            &["script-src 'nonce-a' 'unsafe-eval'", "script-src 'nonce-b' 'unsafe-eval'"],
            [
                "nonce, script-src 'nonce-b' 'unsafe-eval' 'self'",
                "nonce, script-src 'nonce-b' 'unsafe-eval' https://baton.example.com",
                "nonce, script-src 'nonce-b' 'unsafe-eval' https://baton.example.com",
            ],
        );
        check(
            &["script-src 'strict-dynamic' 'unsafe-eval'", "script-src 'nonce-b' 'unsafe-eval'"],
            ["nonce, script-src 'strict-dynamic' 'unsafe-eval' 'nonce-b'"; 3],
        );
    }

    #[test]
    fn a_sandbox_must_let_scripts_run() {
        check(&["sandbox allow-scripts"], ["sandbox allow-scripts allow-same-origin allow-forms"; 3]);
        check(&["sandbox allow-scripts allow-forms allow-same-origin"], ["works"; 3]);
    }

    #[test]
    fn what_only_reports_blocks_nothing() {
        let found = of(PAGE, BATON, Policy::parse("default-src 'none'", From::ReportOnly));
        assert!(found.verdicts.iter().all(|(_, verdict)| *verdict == Verdict::Works));
        let said = found.notes.join("\n");
        assert!(said.contains("would report (b): default-src lacks https://baton.example.com"), "{said}");
    }

    #[test]
    fn plain_http_on_a_safe_page_is_blocked_unless_upgraded() {
        let plain = "http://baton.example.com";
        let of = |policy: &str| of(PAGE, plain, parse(&[policy])).verdict(Embedding::OtherOrigin).map(words);
        assert_eq!(of("img-src *").as_deref(), Some("never"));
        assert_eq!(
            of("upgrade-insecure-requests; script-src https:").as_deref(),
            Some("script-src https: 'wasm-unsafe-eval'")
        );
        let here = super::tests::of(PAGE, "http://127.0.0.1:8787", Vec::new());
        assert_eq!(here.verdict(Embedding::OtherOrigin), Some(&Verdict::Works));
        assert!(here.notes.iter().any(|note| note.contains("--baton")), "{:?}", here.notes);
    }

    #[test]
    fn the_page_s_own_baton_is_self() {
        let all = of("http://localhost:8788/", "http://localhost:8788", parse(&["default-src 'none'"]));
        let expect = "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
        assert_eq!(all.verdict(Embedding::OtherOrigin).map(words).as_deref(), Some(expect));
    }

    /// Writes what is printed into the policies, as a company would.
    fn apply(policies: &[Policy], verdict: &Verdict) -> Vec<Policy> {
        let mut after = policies.to_vec();
        if let Verdict::After(changes, _) = verdict {
            for change in changes {
                let whole = Policy::parse(&change.whole.to_string(), From::Header).remove(0).directives.remove(0);
                after[change.policy].set(whole);
            }
        }
        after
    }

    const NAMES: &str = "(default-src|script-src|script-src-elem|connect-src|frame-src|child-src|sandbox|img-src|\
                         upgrade-insecure-requests|require-trusted-types-for|X-Y)";
    const VALUES: &str = "('none'|'self'|\\*|https:|http:|wss:|'nonce-a'|'nonce-b'|'strict-dynamic'|'unsafe-eval'|\
                          'wasm-unsafe-eval'|'unsafe-inline'|'sha256-x'|baton\\.example\\.com|\
                          https://baton\\.example\\.com/widget\\.js|https://\\*\\.example\\.com|\
                          wss://baton\\.example\\.com|allow-scripts|data:|'script')";

    fn some_policies() -> impl Strategy<Value = Vec<Policy>> {
        let directive = format!("{NAMES}( {VALUES}){{0,4}}");
        let policy =
            proptest::collection::vec(directive.as_str().prop_map_string(), 0..5).prop_map(|all| all.join(";"));
        let from = prop_oneof![4 => Just(From::Header), 2 => Just(From::Meta), 1 => Just(From::ReportOnly)];
        let one = (policy, from).prop_map(|(text, from)| Policy::parse(&text, from));
        proptest::collection::vec(one, 0..4).prop_map(|all| all.concat())
    }

    /// A pattern as a strategy of texts.
    trait PropMapString {
        fn prop_map_string(&self) -> proptest::string::RegexGeneratorStrategy<String>;
    }

    impl PropMapString for str {
        fn prop_map_string(&self) -> proptest::string::RegexGeneratorStrategy<String> {
            proptest::string::string_regex(self).unwrap()
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_suffices(policies in some_policies(), page in "https?://(www|baton)\\.example\\.com(:8443)?/") {
            for embedding in Embedding::ALL {
                let before = of(&page, BATON, policies.clone());
                let verdict = before.verdict(embedding).unwrap();
                let after = of(&page, BATON, apply(&policies, verdict));
                let verdict = after.verdict(embedding).unwrap();
                prop_assert!(matches!(verdict, Verdict::Works | Verdict::WithNonce), "{policies:?} {verdict:?}");
            }
        }

        #[test]
        fn nothing_that_a_page_sends_panics(texts in proptest::collection::vec("\\PC{0,80}", 0..4), page in "\\PC{0,40}") {
            let policies = texts.iter().flat_map(|text| Policy::parse(text, From::Header)).collect::<Vec<_>>();
            let address = Address::parse(&page).or_else(|_| Address::parse(PAGE)).unwrap();
            let assessment = assess(&address, &Address::parse(BATON).unwrap(), policies);
            prop_assert!(super::super::text(&assessment).contains("(d) link"));
            super::super::json(&assessment);
        }
    }
}
