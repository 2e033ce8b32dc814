//! What a field may hold: plain text, clinical text, a secret. The type says it, so that no display or feed can forget.

use crate::error::{Code, Error, Result};
use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value as Json;
use unicode_normalization::UnicodeNormalization;

/// Trims, composes (NFC) and checks a required text of at most `max` characters.
///
/// Errors in this order: `field.bad_characters`, `field.required`, `field.too_long`.
pub fn text(field: &str, value: &str, max: usize) -> Result<String> {
    let clean = clean(field, value)?;
    if clean.is_empty() {
        return Err(Error::field(Code::FieldRequired, field));
    }
    limit(field, clean, max)
}

/// As [`text`], but empty means nothing.
pub fn optional(field: &str, value: Option<&str>, max: usize) -> Result<Option<String>> {
    let clean = clean(field, value.unwrap_or_default())?;
    if clean.is_empty() {
        return Ok(None);
    }
    limit(field, clean, max).map(Some)
}

fn clean(field: &str, value: &str) -> Result<String> {
    let composed: String = value.trim().nfc().collect();
    let composed = composed.trim().to_owned();
    // Control characters end strings on one engine and not on another; line breaks and tabs are text.
    if composed
        .chars()
        .any(|c| (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || ('\u{fdd0}'..='\u{fdef}').contains(&c))
    {
        return Err(Error::field(Code::FieldBadCharacters, field));
    }
    Ok(composed)
}

fn limit(field: &str, value: String, max: usize) -> Result<String> {
    if value.chars().count() > max {
        return Err(Error::field(Code::FieldTooLong, field).with("max", max));
    }
    Ok(value)
}

/// An address for e-mail: something, an @, something.
///
/// Errors: field errors, `field.invalid`.
pub fn email(field: &str, value: Option<&str>) -> Result<Option<String>> {
    let is_email = |text: &str| {
        let parts: Vec<&str> = text.split('@').collect();
        parts.len() == 2 && parts.iter().all(|part| !part.is_empty()) && !text.contains(char::is_whitespace)
    };
    match optional(field, value, 200)? {
        Some(text) if !is_email(&text) => Err(Error::field(Code::FieldInvalid, field)),
        email => Ok(email),
    }
}

/// A day on which something of a clinic can be: the calendar's arithmetic never runs over its end.
///
/// Errors: `field.out_of_range` (min, max).
pub fn day(field: &str, day: NaiveDate) -> Result<()> {
    if (1900..2200).contains(&day.year()) {
        return Ok(());
    }
    Err(Error::field(Code::FieldOutOfRange, field).with("min", "1900-01-01").with("max", "2199-12-31"))
}

/// A time of day on such a day: no leap second, which a clinic's clock never shows and not every engine takes.
///
/// Errors in this order: `field.out_of_range` (min, max), `field.invalid`.
pub fn moment(field: &str, at: NaiveDateTime) -> Result<()> {
    day(field, at.date())?;
    if at.nanosecond() < 1_000_000_000 { Ok(()) } else { Err(Error::field(Code::FieldInvalid, field)) }
}

/// Text that only those may read whom the record is for. In JSON it stands as `{"clinical": "…"}` wherever the app
/// writes it, so that history and logs can leave it out without knowing the operation.
#[derive(Debug, Clone, Default, PartialEq, Eq, sqlx::Type)]
#[sqlx(transparent)]
pub struct Clinical(pub String);

impl Serialize for Clinical {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_json::json!({ "clinical": self.0 }).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Clinical {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Clinical, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Text(String),
            Marked { clinical: String },
        }
        Ok(match Form::deserialize(deserializer)? {
            Form::Text(text) | Form::Marked { clinical: text } => Clinical(text),
        })
    }
}

impl JsonSchema for Clinical {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Clinical".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({ "type": "string", "x-class": "clinical" })
    }
}

impl From<Clinical> for crate::store::Value {
    fn from(text: Clinical) -> crate::store::Value {
        crate::store::Value::Text(text.0)
    }
}

/// A password or PIN on its way in: plain from the caller, an argon2id hash from the gate on. Only the hash can be written.
#[derive(Clone)]
pub enum Secret {
    Plain(zeroize::Zeroizing<String>),
    Hash(String),
}

impl Secret {
    pub fn plain(text: &str) -> Secret {
        Secret::Plain(zeroize::Zeroizing::new(text.to_owned()))
    }

    /// The hash; the gate has replaced the plain text before any operation runs.
    pub fn hash(&self) -> Result<&str> {
        match self {
            Secret::Hash(hash) => Ok(hash),
            Secret::Plain(_) => Err(Error::internal("a secret reached an operation unhashed")),
        }
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Secret::Plain(_) => Err(serde::ser::Error::custom("a plain secret is never written")),
            Secret::Hash(hash) => serde_json::json!({ "secret": hash }).serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Secret, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Plain(String),
            Hash { secret: String },
        }
        Ok(match Form::deserialize(deserializer)? {
            Form::Plain(text) => Secret::Plain(zeroize::Zeroizing::new(text)),
            Form::Hash { secret } => Secret::Hash(secret),
        })
    }
}

impl JsonSchema for Secret {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Secret".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({ "type": "string", "x-class": "secret" })
    }
}

/// A stored password hash: written to its column, never into a history.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::Type)]
#[sqlx(transparent)]
pub struct StoredHash(pub String);

impl Serialize for StoredHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_json::json!({ "secret": "" }).serialize(serializer)
    }
}

impl From<StoredHash> for crate::store::Value {
    fn from(hash: StoredHash) -> crate::store::Value {
        crate::store::Value::Text(hash.0)
    }
}

/// Longer than any text that a person types.
const MOST_TOLD: usize = 10_000;

/// Replaces clinical and secret parts of an operation or row by nothing that can be read.
pub fn redact(json: &mut Json) {
    match json {
        // A whole table: what came of it is told elsewhere.
        Json::String(text) if text.len() > MOST_TOLD => {
            *text = text.chars().take(MOST_TOLD).chain(std::iter::once('…')).collect();
        }
        Json::Object(map) if map.len() == 1 && map.contains_key("clinical") => {
            *json = Json::String("(clinical)".into())
        }
        Json::Object(map) if map.len() == 1 && map.contains_key("secret") => *json = Json::String("(secret)".into()),
        Json::Object(map) => map.values_mut().for_each(redact),
        Json::Array(items) => items.iter_mut().for_each(redact),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_secret_cannot_be_written() {
        assert!(serde_json::to_string(&Secret::plain("correct horse")).is_err());
        assert!(!format!("{:?}", Secret::plain("correct horse")).contains("horse"));
    }

    #[test]
    fn redaction_reaches_every_depth() {
        let mut json = serde_json::json!({"a": [{"b": {"clinical": "x"}}, {"secret": "y"}], "c": "z"});
        redact(&mut json);
        assert_eq!(json.to_string(), r#"{"a":[{"b":"(clinical)"},"(secret)"],"c":"z"}"#);
    }

    #[test]
    fn texts_are_composed_and_checked() {
        assert_eq!(text("f", "  Mu\u{308}ller ", 10).unwrap(), "Müller");
        assert_eq!(text("f", " ", 10).unwrap_err().code(), Code::FieldRequired);
        assert_eq!(text("f", "abc", 2).unwrap_err().code(), Code::FieldTooLong);
        assert_eq!(text("f", "a\0b", 9).unwrap_err().code(), Code::FieldBadCharacters);
    }
}
