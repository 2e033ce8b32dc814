//! Reminding patients of what is to come: who has not confirmed yet, and the calls to them.

pub mod call;
pub mod export;
mod render;
pub mod templates;
pub mod to_confirm;
