//! Putting Baton on Cloudflare, with wrangler: each step first looks whether it was done before, so that a deployment
//! which stopped half-way goes on, and a later one brings only what is new.

mod cloud;
mod here;
mod owner;
mod section;

pub use cloud::{First, deploy, dry_run};
pub use here::run_here;
pub use section::Section;
