//! What notes of visits begin with: the clinic's templates, and snippets of the clinic or of one person. Both are copied into a visit as text
//! and leave no trace there; `[side]` in them is to be filled in, which the screen asks about (docs/adr/0019).

pub mod snippets;
pub mod templates;
