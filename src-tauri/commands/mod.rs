//! What the page may call. Each is a few lines: who is signed in, the call, the answer.

pub mod backup;
pub mod connections;
pub mod documents;
pub mod door;
pub mod exchange;
pub mod files;
pub mod start;
pub mod templates;
pub mod typed;
pub mod wall;
pub mod window;
pub mod work;

use crate::app::Desk;
use std::sync::Arc;

pub type State<'a> = tauri::State<'a, Arc<Desk>>;
