//! How a clinic is paid: cash, card, transfer and other, each taken or not, and its own methods, which are kinds of the last three.

pub mod own;
pub mod way;
