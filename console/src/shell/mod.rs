//! The browser: requests, live connections, clock, storage and page. Thin, so that what decides stays in `model`.

pub mod api;
pub mod upload;
pub mod clock;
pub mod learner;
pub mod live;
pub mod page;
pub mod storage;
