//! Values that go into statements, and rows that come out: the same for every engine.

use chrono::{NaiveDate, NaiveDateTime};
use sqlx::mysql::{MySqlArguments, MySqlRow};
use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{MySql, Sqlite};
use uuid::Uuid;

/// A row type that both engines can fill.
pub trait Row: for<'r> sqlx::FromRow<'r, MySqlRow> + for<'r> sqlx::FromRow<'r, SqliteRow> + Send + Unpin {}
impl<T> Row for T where T: for<'r> sqlx::FromRow<'r, MySqlRow> + for<'r> sqlx::FromRow<'r, SqliteRow> + Send + Unpin {}

#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    Int(i64),
    Text(String),
    Uuid(Uuid),
    Date(NaiveDate),
    DateTime(NaiveDateTime),
    Bytes(Vec<u8>),
}

macro_rules! from {
    ($($type:ty => $variant:ident $(, $convert:expr)?;)+) => {$(
        impl From<$type> for Value {
            fn from(value: $type) -> Value {
                $(let value = ($convert)(value);)?
                Value::$variant(value)
            }
        }
    )+};
}

from! {
    bool => Bool;
    i64 => Int;
    String => Text;
    &str => Text, |v: &str| v.to_owned();
    &String => Text, |v: &String| v.clone();
    Uuid => Uuid;
    NaiveDate => Date;
    NaiveDateTime => DateTime;
    Vec<u8> => Bytes;
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}

/// The arguments of a statement: `args![id, name, None::<i64>]`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::store::Value::from($value)),*] };
}

macro_rules! bind {
    ($query:expr, $args:expr) => {{
        let mut query = $query;
        for value in $args {
            query = match value {
                Value::Null => query.bind(None::<String>),
                Value::Bool(v) => query.bind(v),
                Value::Int(v) => query.bind(v),
                Value::Text(v) => query.bind(v),
                Value::Uuid(v) => query.bind(v),
                Value::Date(v) => query.bind(v),
                Value::DateTime(v) => query.bind(v),
                Value::Bytes(v) => query.bind(v),
            };
        }
        query
    }};
}

pub(super) fn bind_mysql<'q>(
    query: Query<'q, MySql, MySqlArguments>,
    args: Vec<Value>,
) -> Query<'q, MySql, MySqlArguments> {
    bind!(query, args)
}

pub(super) fn bind_sqlite<'q>(
    query: Query<'q, Sqlite, SqliteArguments>,
    args: Vec<Value>,
) -> Query<'q, Sqlite, SqliteArguments> {
    bind!(query, args)
}
