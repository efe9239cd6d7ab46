//! Files on their way to the edge. `fetch` would not tell how far one is.

use js_sys::encode_uri_component;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{DataTransfer, Document, File, FileList, HtmlInputElement, ProgressEvent, XmlHttpRequest};

use crate::model::upload::{ACCEPT, UploadState, answered};

/// A file that is being sent, or can be sent again.
#[derive(Clone, Debug)]
pub struct Transfer {
    file: File,
    request: Option<XmlHttpRequest>,
}

impl Transfer {
    /// Of a file; nothing is sent yet.
    pub fn new(file: File) -> Self {
        Self { file, request: None }
    }

    /// Sends the file, from the start. `tell` is told how far it is, and what came of it.
    pub fn send(&mut self, conversation: &str, tell: impl Fn(UploadState) + Clone + 'static) {
        let file = &self.file;
        let path = format!(
            "/console/api/conversations/{conversation}/attachments?name={}",
            String::from(encode_uri_component(&file.name()))
        );
        let (telling, kind) = (tell.clone(), file.type_());
        let kind = if kind.is_empty() { "application/octet-stream" } else { &kind };
        let started = XmlHttpRequest::new().and_then(|request| {
            request.open("POST", &path)?;
            request.set_request_header("content-type", kind)?;
            let progress = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
                telling(UploadState::Sending(percent(event.loaded(), event.total())));
            });
            request.upload()?.set_onprogress(Some(progress.into_js_value().unchecked_ref()));
            let (asked, ended) = (request.clone(), tell.clone());
            let done = Closure::once_into_js(move || {
                let body = asked.response_text().ok().flatten().unwrap_or_default();
                ended(answered(asked.status().unwrap_or(0), &body));
            });
            request.set_onloadend(Some(done.unchecked_ref()));
            request.send_with_opt_blob(Some(file))?;
            Ok(request)
        });
        match started {
            Ok(request) => self.request = Some(request),
            Err(_) => tell(answered(0, "")),
        }
    }

    /// Gives it up.
    pub fn abort(&self) {
        if let Some(request) = &self.request {
            // A request that has ended cannot be given up, and need not be.
            let _ = request.abort();
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 99")]
fn percent(sent: f64, total: f64) -> u8 {
    // The last percent is the edge looking into it.
    (99.0 * sent / total.max(1.0)).clamp(0.0, 99.0) as u8
}

/// Lets the agent choose files; `take` receives them.
pub fn choose(take: impl FnOnce(Vec<File>) + 'static) {
    let document = web_sys::window().and_then(|window| window.document());
    let input = document.and_then(|document: Document| document.create_element("input").ok());
    let Some(input) = input.and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) else { return };
    input.set_type("file");
    input.set_multiple(true);
    input.set_accept(ACCEPT);
    let chosen = input.clone();
    let changed = Closure::once_into_js(move || take(listed(chosen.files())));
    input.set_onchange(Some(changed.unchecked_ref()));
    input.click();
}

/// The files of a paste or a drop. Text that was copied out of a document may bring a picture of itself: it is text.
pub fn files_of(transfer: Option<DataTransfer>) -> Vec<File> {
    let Some(transfer) = transfer else { return Vec::new() };
    let kinds = transfer.types();
    let has = |kind: &str| kinds.includes(&kind.into(), 0);
    if has("text/plain") && has("text/html") { Vec::new() } else { listed(transfer.files()) }
}

/// Whether something that is dragged holds files.
pub fn holds_files(transfer: Option<&DataTransfer>) -> bool {
    transfer.is_some_and(|transfer| transfer.types().includes(&"Files".into(), 0))
}

fn listed(files: Option<FileList>) -> Vec<File> {
    let Some(files) = files else { return Vec::new() };
    (0..files.length()).filter_map(|index| files.get(index)).collect()
}
