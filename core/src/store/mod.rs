//! The store: the only place that knows which engine it is. One SQL text runs on MySQL, MariaDB and SQLite.

pub(crate) mod code_lists;
mod connect;
mod copy;
mod database;
mod db;
pub mod diagnose;
mod fault;
mod lease;
mod left;
pub mod migrate;
pub mod record;
mod server;
mod sql;
mod sqlite;
mod tx;
mod url;
mod value;

pub use database::{clear_test_database, create_database, drop_test_database};
pub use db::{Db, Read};
pub use fault::{Fault, FaultPoint};
pub use record::{Kind, Record};
pub use sql::{CHUNK, Clause};
pub use tx::{Touch, Tx};
pub use url::{ServerAddress, StoreUrl, TlsMode};
pub use value::{Row, Value};

pub use server::ServerFacts;
