//! How large an operation may be: what a server takes in one statement is not for the clinic to find out.

use crate::error::{Code, Error, Result};
use crate::operation::Operation;
use serde::Serialize;
use serde_json::Value as Json;

/// What an operation may be is far above the largest form, and far below what any server takes in one piece (16 MiB on some).
///
/// Errors: `field.too_long`, of the field or list that makes the most of it.
pub(super) fn check(operation: &Operation, text: &str) -> Result<()> {
    within(operation, text, operation.most_bytes())
}

fn within(operation: &impl Serialize, text: &str, most: usize) -> Result<()> {
    if text.len() <= most {
        return Ok(());
    }
    let json = serde_json::to_value(operation).map_err(Error::internal)?;
    Err(Error::field(Code::FieldTooLong, &heaviest(&json)).with("max", most))
}

/// The way to what makes the most of it; a list whose lines share the weight is the field itself.
fn heaviest(json: &Json) -> String {
    let (mut json, mut way) = (json, Vec::new());
    loop {
        let whole = weight(json);
        let members: Vec<(String, &Json)> = match json {
            Json::Object(map) => map.iter().map(|(name, member)| (name.clone(), member)).collect(),
            Json::Array(lines) => lines.iter().enumerate().map(|(n, line)| (n.to_string(), line)).collect(),
            _ => Vec::new(),
        };
        let Some((name, member)) = members.into_iter().max_by_key(|(_, member)| weight(member)) else { break };
        if weight(member) * 2 < whole {
            break;
        }
        // The marks of clinical text are no fields.
        if name != "clinical" {
            way.push(name);
        }
        json = member;
    }
    way.join(".")
}

fn weight(json: &Json) -> usize {
    match json {
        Json::String(text) => text.len(),
        Json::Array(lines) => lines.iter().map(weight).sum::<usize>() + lines.len(),
        Json::Object(map) => map.values().map(weight).sum::<usize>() + map.len(),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const MOST_BYTES: usize = 1 << 20;

    #[test]
    fn what_is_too_large_is_named() {
        let long = "x".repeat(MOST_BYTES + 1);
        for (operation, field) in [
            (json!({"op": "a", "details": {"names": {"given": long, "family": "b"}}}), "details.names.given"),
            (json!({"op": "a", "text": {"clinical": long}}), "text"),
            (json!({"op": "a", "phones": [{"number": "1"}, {"number": long}]}), "phones.1.number"),
            (json!({"op": "a", "visits": vec![json!({"starts_at": "2030-01-07T09:00:00"}); 100_000]}), "visits"),
        ] {
            let error = within(&operation, &operation.to_string(), MOST_BYTES).unwrap_err();
            assert_eq!(error.code(), Code::FieldTooLong);
            assert_eq!(error.detail("field").unwrap(), field);
        }
        within(&json!({"op": "a"}), r#"{"op":"a"}"#, MOST_BYTES).unwrap();
    }
}
