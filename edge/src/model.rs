//! Models of a workspace's articles: checked when somebody publishes one, kept in R2 by the hash of its content, and read
//! once an isolate. Nothing here learns: whoever publishes does.

use std::cell::{OnceCell, RefCell};
use std::sync::Arc;

use baton_shared::engine::emotion::Emotion;
use baton_shared::engine::table::Table;
use baton_shared::knowledge::{MOST_BYTES, Model};
use baton_shared::time::Timestamp;

use crate::binding::Bindings;
use crate::failure::Failure;
use crate::parse::id::id;
use crate::parse::problem::{Code, field, problem};
use crate::platform;
use crate::token::sha256_hex;

/// The part of a publication that names its model.
pub const PART: &str = "model";
/// How long a model that could not be read is left alone, in milliseconds.
const AGAIN_MS: u64 = 60_000;
/// Letters of a model's name.
const NAME_CHARS: usize = 32;

thread_local! {
    static TABLE: OnceCell<Arc<Table>> = const { OnceCell::new() };
    static EMOTION: OnceCell<Arc<Emotion>> = const { OnceCell::new() };
    static LAST: RefCell<Option<Last>> = const { RefCell::new(None) };
}

/// What came of the model that was asked for last.
#[derive(Clone)]
struct Last {
    name: String,
    found: Found,
}

#[derive(Clone)]
enum Found {
    Here(Arc<Model>),
    /// It could not be read at this time, and is tried again after a while.
    Missing(Timestamp),
}

/// The table of word pieces over which every model is trained.
fn table() -> worker::Result<Arc<Table>> {
    TABLE.with(|kept| {
        if let Some(table) = kept.get() {
            return Ok(Arc::clone(table));
        }
        let table = Table::shipped(include_bytes!("../../weights/words.bin"));
        let table = table.map_err(|error| worker::Error::from(error.to_string()))?;
        Ok(Arc::clone(kept.get_or_init(|| Arc::new(table))))
    })
}

/// What sees emotion, over the same table.
fn emotion() -> worker::Result<Arc<Emotion>> {
    EMOTION.with(|kept| {
        if let Some(emotion) = kept.get() {
            return Ok(Arc::clone(emotion));
        }
        let weights = include_bytes!("../../weights/emotion.bin");
        let emotion = Emotion::read(include_str!("../../weights/valence.txt"), weights);
        let emotion = emotion.map_err(|error| worker::Error::from(error.to_string()))?;
        Ok(Arc::clone(kept.get_or_init(|| Arc::new(emotion))))
    })
}

/// Checks a model that somebody publishes, and keeps it. Its name; nothing where no bucket is bound to keep it in.
pub async fn keep(bindings: &Bindings<'_>, bytes: Vec<u8>) -> Result<Option<String>, Failure> {
    if bytes.len() > MOST_BYTES {
        let detail = format!("the model has {} bytes, more than {MOST_BYTES}; retire articles", bytes.len());
        return Err(field(problem(Code::TooLarge, detail), PART).into());
    }
    let model = Model::read(&table()?, &bytes).and_then(|model| model.check().map(|()| model));
    let model = model.map_err(|error| field(problem(Code::Invalid, error.to_string()), PART))?;
    let model = model.with_emotion(emotion()?);
    let Some(bucket) = bindings.files() else {
        worker::console_warn!("model: no bucket is bound as FILES, so that articles are found by their words alone");
        return Ok(None);
    };
    let name: String = sha256_hex(&bytes).chars().take(NAME_CHARS).collect();
    bucket.put(key(&name), bytes).execute().await?;
    LAST.set(Some(Last { name: name.clone(), found: Found::Here(Arc::new(model)) }));
    Ok(Some(name))
}

/// A model by its name. Nothing where it cannot be read now: articles are found by their words until it can.
pub async fn load(bindings: &Bindings<'_>, name: &str) -> Option<Arc<Model>> {
    let now = platform::now();
    match LAST.with_borrow(Clone::clone).filter(|last| last.name == name).map(|last| last.found) {
        Some(Found::Here(model)) => return Some(model),
        Some(Found::Missing(since)) if now.since_ms(since) < AGAIN_MS => return None,
        _ => {}
    }
    let found = match read(bindings, name).await {
        Ok(model) => Found::Here(Arc::new(model)),
        Err(error) => {
            worker::console_error!("model {name}: {error}");
            Found::Missing(now)
        }
    };
    LAST.set(Some(Last { name: name.to_owned(), found: found.clone() }));
    match found {
        Found::Here(model) => Some(model),
        Found::Missing(_) => None,
    }
}

/// A model as it is kept, for a backup.
pub async fn stored(bindings: &Bindings<'_>, name: &str) -> Result<worker::Object, Failure> {
    let gone = || problem(Code::NotFound, "there is no model of this name");
    let bucket = bindings.files().ok_or_else(gone)?;
    let stored = bucket.get(key(id("model", name).map_err(|_| gone())?)).execute().await?;
    Ok(stored.ok_or_else(gone)?)
}

async fn read(bindings: &Bindings<'_>, name: &str) -> worker::Result<Model> {
    let gone = || worker::Error::from("it is not in the bucket; `cargo baton push` brings it back");
    let bucket = bindings.files().ok_or_else(gone)?;
    let stored = bucket.get(key(name)).execute().await?;
    let body = stored.as_ref().and_then(worker::Object::body).ok_or_else(gone)?;
    let bytes = body.bytes().await?;
    let model = Model::read(&table()?, &bytes).map_err(|error| worker::Error::from(error.to_string()))?;
    Ok(model.with_emotion(emotion()?))
}

fn key(name: &str) -> String {
    format!("models/{name}")
}
