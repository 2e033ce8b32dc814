//! Appointments that repeat. Each visit is an appointment of its own with the series' id; nothing is computed from the rule later.
//!
//! - `rule` gives the dates; `plan` says of each whether it is free, and what else is near; `book` books those agreed on.
//! - `shift`, `edit` and `cancel` change one, this and the following, or all (`members` says which those are), and `freed` what that gives back.
//!
//! A visit that was changed on its own keeps its change. A move marks it (`series_own_time`) and shifts of the series pass it by; an
//! edit reaches only the visits that stood as the edited one did. A cancellation takes all of them: whoever stops coming stops coming.
//! What has arrived, is over or lies in the past stays as it is.

pub mod book;
pub mod cancel;
pub mod edit;
pub mod freed;
pub mod members;
pub mod plan;
pub mod rule;
pub mod shift;
mod visits;
