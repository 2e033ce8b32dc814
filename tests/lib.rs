//! What the tests share: clinics on every engine, and words to act in them.

pub mod contents;
pub mod corpus_words;
pub mod desk;
pub mod engine_list;
pub mod heard;
pub mod leaves;
pub mod scene;
pub mod script;
pub mod whole_visit;
pub mod wire;

pub use desk::Desk;
