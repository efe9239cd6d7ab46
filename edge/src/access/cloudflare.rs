//! Cloudflare Access, where the console stands behind it: each request then carries who was let through, signed with a key
//! that Access publishes. Keys are read again once an hour, and when a new one is named.

use std::cell::RefCell;
use std::rc::Rc;

use baton_shared::time::{HOUR_MS, Timestamp};
use futures_util::future::{Either, select};
use serde::Deserialize;
use serde_json::json;
use worker::js_sys::{Array, Function, JSON, Promise, Reflect, Uint8Array, global};
use worker::wasm_bindgen::{JsCast, JsValue};
use worker::wasm_bindgen_futures::JsFuture;
use worker::{Fetch, Method, Request};

use crate::binding::Bindings;
use crate::failure::Failure;
use crate::http::Incoming;
use crate::parse::problem::{Code, problem};
use crate::platform;
use crate::token::access::{AccessError, parse};
use crate::token::jwt::JwtError;
use crate::webhook::target::Surroundings;

/// The header that Access sets.
const HEADER: &str = "cf-access-jwt-assertion";
/// Milliseconds after which a key that is not known may be looked for again.
const AGAIN_MS: u64 = 5000;
/// Milliseconds that Access has to answer.
const TIMEOUT_MS: u64 = 5000;

#[derive(Deserialize)]
struct Certificates {
    keys: Vec<Key>,
}

#[derive(Clone, Deserialize)]
struct Key {
    kid: String,
    #[serde(default)]
    n: String,
    #[serde(default)]
    e: String,
}

thread_local! {
    static KEYS: RefCell<Option<(Timestamp, Rc<Vec<Key>>)>> = const { RefCell::new(None) };
}

/// The address of whoever Access let through; none where it is not set up, or was not passed through.
pub async fn email(incoming: &Incoming, bindings: &Bindings<'_>) -> Result<Option<String>, Failure> {
    let Some((team, audience)) = bindings.cloudflare_access() else { return Ok(None) };
    let Some(token) = incoming.header(HEADER) else { return Ok(None) };
    if !team.starts_with("https://") && bindings.surroundings() != Surroundings::Development {
        return Err(worker::Error::from("BATON_ACCESS_TEAM must begin with https://").into());
    }
    let refuse = |error: AccessError| problem(Code::Unauthorized, format!("Cloudflare Access: {error}; sign in again"));
    let assertion = parse(&token).map_err(refuse)?;
    let key = key(&team, &assertion.kid).await?.ok_or_else(|| refuse(JwtError::UnknownKey.into()))?;
    if !is_signed_with(&key, assertion.signed.as_bytes(), &assertion.signature).await? {
        return Err(refuse(JwtError::BadSignature.into()).into());
    }
    Ok(Some(assertion.email(&team, &audience, platform::now().0 / 1000).map_err(refuse)?))
}

async fn key(team: &str, kid: &str) -> Result<Option<Key>, Failure> {
    let now = platform::now();
    let find = |keys: &[Key]| keys.iter().find(|key| key.kid == kid).cloned();
    if let Some((read_at, keys)) = KEYS.with_borrow(Clone::clone) {
        let age = now.since_ms(read_at);
        let found = find(&keys);
        if age < AGAIN_MS || (found.is_some() && age < HOUR_MS) {
            return Ok(found);
        }
    }
    let keys = Rc::new(read(team).await?.keys);
    KEYS.set(Some((now, Rc::clone(&keys))));
    Ok(find(&keys))
}

async fn read(team: &str) -> Result<Certificates, Failure> {
    let request = Request::new(&format!("{team}/cdn-cgi/access/certs"), Method::Get)?;
    let late = || worker::Error::from("Cloudflare Access does not answer with its keys");
    let fetched = async {
        let mut answer = Fetch::Request(request).send().await?;
        if answer.status_code() != 200 {
            return Err(late());
        }
        answer.json::<Certificates>().await
    };
    match select(Box::pin(fetched), Box::pin(platform::sleep_ms(TIMEOUT_MS))).await {
        Either::Left((certificates, _)) => Ok(certificates?),
        Either::Right(((), _)) => Err(late().into()),
    }
}

/// RSASSA-PKCS1-v1_5 with SHA-256, by the platform's own cryptography.
async fn is_signed_with(key: &Key, signed: &[u8], signature: &[u8]) -> Result<bool, Failure> {
    let crypto = Reflect::get(&global(), &"crypto".into()).map_err(worker::Error::from)?;
    let subtle = Reflect::get(&crypto, &"subtle".into()).map_err(worker::Error::from)?;
    let algorithm = object(&json!({"name": "RSASSA-PKCS1-v1_5", "hash": "SHA-256"}))?;
    let jwk = object(&json!({"kty": "RSA", "alg": "RS256", "n": key.n, "e": key.e}))?;
    let usages = Array::of1(&"verify".into());
    let arguments = Array::of5(&"jwk".into(), &jwk, &algorithm, &JsValue::FALSE, &usages);
    let imported = call(&subtle, "importKey", &arguments).await?;
    let (signature, signed) = (Uint8Array::from(signature), Uint8Array::from(signed));
    let good = call(&subtle, "verify", &Array::of4(&algorithm, &imported, &signature, &signed)).await?;
    Ok(good.is_truthy())
}

fn object(value: &serde_json::Value) -> Result<JsValue, Failure> {
    Ok(JSON::parse(&value.to_string()).map_err(worker::Error::from)?)
}

async fn call(on: &JsValue, name: &str, arguments: &Array) -> Result<JsValue, Failure> {
    let function = Reflect::get(on, &name.into()).map_err(worker::Error::from)?;
    let function: Function = function.dyn_into().map_err(worker::Error::from)?;
    let promise = function.apply(on, arguments).map_err(worker::Error::from)?;
    let promise: Promise = promise.dyn_into().map_err(worker::Error::from)?;
    Ok(JsFuture::from(promise).await.map_err(worker::Error::from)?)
}
