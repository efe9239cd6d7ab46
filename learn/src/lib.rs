//! The engine as a module of its own, for a worker beside the console's page: whoever publishes articles there lets it learn
//! them first, off the page's own thread. It brings the word table along, which neither page nor widget loads.
//!
//! It is also what shows that the engine gives the same bits in WebAssembly as in native code, and how long it takes there.

use std::collections::BTreeMap;
use std::sync::Arc;

use baton_shared::conversation::{Channel, Command, Conversation, World, decide, evolve};
use baton_shared::engine::emotion::Emotion;
use baton_shared::engine::table::Table;
use baton_shared::knowledge::{Article, Model};
use baton_shared::text::Language;
use baton_shared::time::Timestamp;
use baton_shared::workspace::{Published, Workspace};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

fn table() -> Result<Arc<Table>, JsError> {
    Ok(Arc::new(Table::shipped(include_bytes!("../../weights/words.bin"))?))
}

/// Learns articles, given as a JSON list, and gives the model's bytes: the same as `cargo baton push` makes of them.
#[wasm_bindgen]
pub fn learn(articles: &str) -> Result<Vec<u8>, JsError> {
    let articles: Vec<Article> = serde_json::from_str(articles)?;
    Ok(Model::train(&table()?, &articles).write())
}

fn emotion() -> Result<Emotion, JsError> {
    Ok(Emotion::read(include_str!("../../weights/valence.txt"), include_bytes!("../../weights/emotion.bin"))?)
}

/// How negative a text is, from 0 to 1.
#[wasm_bindgen]
pub fn negative(text: &str) -> Result<f32, JsError> {
    Ok(emotion()?.negative(&*table()?, text))
}

/// A workspace that decides.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Decider {
    published: Published,
}

#[wasm_bindgen]
impl Decider {
    /// Of a workspace in JSON and the model of its articles. Neither is held twice.
    #[wasm_bindgen(constructor)]
    pub fn new(workspace: String, model: Vec<u8>) -> Result<Self, JsError> {
        let company: Workspace = serde_json::from_str(&workspace)?;
        drop(workspace);
        let learnt = Arc::new(Model::read(&table()?, &model)?.with_emotion(Arc::new(emotion()?)));
        drop(model);
        Ok(Self { published: Published::new(company, 1, String::new(), String::new()).with_model(learnt) })
    }

    /// What a conversation's first message leads to: the events as JSON. `now` is in milliseconds since 1970.
    pub fn decide(&self, language: &str, text: &str, now: f64) -> Result<String, JsError> {
        let language: Language = language.parse().map_err(|_| JsError::new("language: use en or zh"))?;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a time after 1970")]
        let world = World { now: Timestamp(now as u64), published: &self.published };
        let open = Command::Open { language, channel: Channel::Widget, page: None, attributes: BTreeMap::new() };
        let refused = |refusal| JsError::new(&format!("the message is refused: {refusal:?}"));
        let opened = decide(&Conversation::default(), open, &world).map_err(refused)?;
        let state = opened.events.iter().fold(Conversation::default(), evolve);
        let say = Command::Say { message: "m".to_owned(), text: text.to_owned(), attachments: Vec::new() };
        let decision = decide(&state, say, &world).map_err(refused)?;
        Ok(serde_json::to_string(&decision.events)?)
    }
}
