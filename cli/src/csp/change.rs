//! What an embedding needs of a page's policies, and the least that gives it.

use super::address::Address;
use super::policy::{Directive, Policy};
use super::source::{allows, nonces};

/// A nonce where the page has none yet. Its maker must be told.
pub const NONCE_TO_MAKE: &str = "'nonce-RANDOM'";
/// What decides over script elements and `import()`; a directive for scripts is written as the second of these.
const SCRIPTS: [&str; 3] = ["script-src-elem", "script-src", "default-src"];
/// What decides over WebAssembly: not `script-src-elem`.
const WASM: [&str; 2] = ["script-src", "default-src"];
const CONNECT: [&str; 2] = ["connect-src", "default-src"];
const FRAMES: [&str; 3] = ["frame-src", "child-src", "default-src"];
/// Without these, a sandboxed page runs no script, has no origin of its own or sends no form.
const SANDBOX: [&str; 3] = ["allow-scripts", "allow-same-origin", "allow-forms"];

/// What an embedding needs.
#[derive(Clone, Debug)]
pub struct Needs {
    /// The page.
    pub page: Address,
    /// Scripts that it loads.
    pub scripts: Vec<Address>,
    /// Whether it compiles WebAssembly.
    pub wasm: bool,
    /// What it asks, and sockets.
    pub connect: Vec<Address>,
    /// Frames that it shows.
    pub frames: Vec<Address>,
}

/// A directive that must change, or must be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which policy, as counted from 0.
    pub policy: usize,
    /// What decided before, `default-src` say.
    pub decided: String,
    /// What is added.
    pub added: Vec<String>,
    /// The directive afterwards.
    pub whole: Directive,
}

impl Change {
    /// Whether the directive is new and so stands in the place of another, whose sources it repeats.
    pub fn is_new(&self) -> bool {
        self.decided != self.whole.name
    }
}

/// What must be done so that all policies allow what is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// In the order of policies and directives.
    pub changes: Vec<Change>,
    /// Whether the script tag must carry the page's nonce.
    pub has_nonce: bool,
}

/// Finds the least change. `policies` are those that count; each must allow.
pub fn remedy(policies: &[&Policy], needs: &Needs) -> Remedy {
    let mut after: Vec<Policy> = policies.iter().map(|policy| (*policy).clone()).collect();
    let has_nonce = allow_scripts(&mut after, needs);
    for policy in &mut after {
        if needs.wasm {
            ensure(policy, &WASM, WASM[0], |list| {
                let is_allowed = list.has("'wasm-unsafe-eval'") || list.has("'unsafe-eval'");
                if is_allowed { Vec::new() } else { vec!["'wasm-unsafe-eval'".to_owned()] }
            });
        }
        ensure(policy, &CONNECT, CONNECT[0], |list| lacking(list, &needs.page, &needs.connect));
        ensure(policy, &FRAMES, FRAMES[0], |list| lacking(list, &needs.page, &needs.frames));
        ensure(policy, &["sandbox"], "sandbox", |list| {
            SANDBOX.into_iter().filter(|word| !list.has(word)).map(str::to_owned).collect()
        });
    }
    let changes = policies.iter().zip(&after).enumerate().flat_map(|(at, (before, after))| compare(at, before, after));
    Remedy { changes: changes.collect(), has_nonce }
}

/// Lets the script tag in; tells whether it must carry a nonce. A tag has only one, so it must be one that every
/// policy knows that lets it in by nonce alone.
fn allow_scripts(policies: &mut [Policy], needs: &Needs) -> bool {
    let mut common: Option<Vec<String>> = None;
    let mut left = Vec::new();
    for (at, policy) in policies.iter().enumerate() {
        let Some(list) = policy.deciding(&SCRIPTS) else { continue };
        let is_strict = list.has("'strict-dynamic'");
        if !is_strict && lacking(list, &needs.page, &needs.scripts).is_empty() {
            continue;
        }
        let known: Vec<String> = nonces(list).into_iter().map(str::to_owned).collect();
        let shared: Vec<String> = match &common {
            Some(common) => common.iter().filter(|nonce| known.contains(nonce)).cloned().collect(),
            None => known,
        };
        if shared.is_empty() {
            left.push((at, is_strict));
        } else {
            common = Some(shared);
        }
    }
    let mut has_nonce = common.is_some();
    let nonce = common.and_then(|common| common.into_iter().next());
    let nonce = nonce.map_or_else(|| NONCE_TO_MAKE.to_owned(), |nonce| format!("'nonce-{nonce}'"));
    for (at, is_strict) in left {
        has_nonce |= is_strict;
        if let Some(policy) = policies.get_mut(at) {
            ensure(policy, &SCRIPTS, SCRIPTS[1], |list| {
                if is_strict { vec![nonce.clone()] } else { lacking(list, &needs.page, &needs.scripts) }
            });
        }
    }
    has_nonce
}

/// Gives the deciding directive what it lacks. Where it is only a fallback, a directive of its own is made, which
/// repeats the fallback's sources: adding to `default-src` would allow more than is needed.
fn ensure(policy: &mut Policy, names: &[&str], own: &str, lacks: impl Fn(&Directive) -> Vec<String>) {
    let Some(list) = policy.deciding(names) else { return };
    let missing = lacks(list);
    if missing.is_empty() {
        return;
    }
    let is_fallback = list.name == "default-src" || list.name == "child-src";
    let name = if is_fallback { own } else { list.name.as_str() };
    let with = list.with(name, &missing);
    policy.set(with);
}

/// Sources that a list lacks for addresses, each once.
fn lacking(list: &Directive, page: &Address, addresses: &[Address]) -> Vec<String> {
    let mut sources = Vec::new();
    for address in addresses.iter().filter(|address| !allows(list, page, address)) {
        let is_own = *address == Address { path: address.path.clone(), ..page.clone() }
            || *address == Address { path: address.path.clone(), ..page.socket() };
        let source = if is_own { "'self'".to_owned() } else { address.origin() };
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources
}

fn compare(at: usize, before: &Policy, after: &Policy) -> Vec<Change> {
    let changed = after.directives.iter().filter(|whole| before.get(&whole.name) != Some(whole));
    changed
        .map(|whole| {
            let chains: [&[&str]; 3] = [&SCRIPTS, &CONNECT, &FRAMES];
            let chain = chains.into_iter().find(|chain| chain.contains(&whole.name.as_str()));
            let from = chain.and_then(|chain| {
                chain.iter().skip_while(|name| **name != whole.name).find_map(|name| before.get(name))
            });
            let had = |value: &String| from.is_some_and(|from| from.values.contains(value));
            Change {
                policy: at,
                decided: from
                    .or_else(|| before.get(&whole.name))
                    .map_or_else(|| whole.name.clone(), |from| from.name.clone()),
                added: whole.values.iter().filter(|value| !had(value)).cloned().collect(),
                whole: whole.clone(),
            }
        })
        .collect()
}
