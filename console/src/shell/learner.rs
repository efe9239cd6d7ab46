//! Learning beside the page: a worker with the engine (`learn/`), which is begun for one model and ends with it.

use std::cell::Cell;
use std::rc::Rc;

use baton_shared::knowledge::Article;
use futures::channel::oneshot;
use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

/// The worker's script, beside the page.
const SCRIPT: &str = "learn.js";

/// A worker, for as long as it is wanted.
struct Learner(Worker);

impl Drop for Learner {
    fn drop(&mut self) {
        self.0.terminate();
    }
}

/// The model of these articles, as the edge takes it. Nothing where the worker could not be loaded or could not learn them.
pub async fn learn(articles: &[Article]) -> Option<Vec<u8>> {
    let articles = serde_json::to_string(articles).ok()?;
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let learner = Learner(Worker::new_with_options(SCRIPT, &options).ok()?);
    let (tell, told) = oneshot::channel();
    let failed = Rc::new(Cell::new(Some(tell)));
    let learnt = Rc::clone(&failed);
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let model = Reflect::get(&event.data(), &"model".into()).ok();
        let model = model.and_then(|model| model.dyn_into::<Uint8Array>().ok()).map(|model| model.to_vec());
        learnt.take().map(|tell| tell.send(model));
    });
    let on_error = Closure::<dyn FnMut(JsValue)>::new(move |_| drop(failed.take().map(|tell| tell.send(None))));
    learner.0.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    learner.0.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    let task = Object::new();
    Reflect::set(&task, &"articles".into(), &articles.into()).ok()?;
    learner.0.post_message(&task).ok()?;
    told.await.ok().flatten()
}
