//! What must hold of the source tree itself. It reads files, and opens no database.

mod tidy {
    mod layers;
    mod lists;
    mod operations;
    mod scripts;
    mod sizes;
    mod source;
}
