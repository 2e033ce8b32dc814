//! The people who work here: accounts, roles, passwords, PINs, and the door.

pub mod add_person;
pub mod edit_person;
pub mod me;
pub mod passwords;
pub mod people;
pub mod permissions;
pub mod pins;
pub mod security;
pub mod sign_in;
pub mod user;
