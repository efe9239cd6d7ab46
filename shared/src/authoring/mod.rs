//! For those who write workspaces and clients: JSON Schemas and the API's description, made from the types
//! themselves. Not part of what ships to a browser or runs at the edge.

mod answer;
mod openapi;
mod schema;

pub use openapi::openapi;
pub use schema::schemas;
