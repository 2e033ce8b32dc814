//! What can be booked: practitioners with their specialties, rooms, services, and what these cost.

pub mod practitioners;
pub mod price_history;
pub mod price_lists;
pub mod prices;
pub mod rooms;
pub mod services;
pub mod specialties;
