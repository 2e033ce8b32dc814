//! What the clinic can do and be asked: names, permissions, fields and an example, from the types themselves.

use super::line;
use clinic_core::operation::Operation;
use clinic_core::question::Question;
use clinic_core::{Error, Result};
use serde_json::{Map, Value as Json, json};
use std::process::ExitCode;

pub fn operations(as_json: bool) -> Result<ExitCode> {
    let entries = Operation::ALL.iter().map(|about| {
        entry(about.name, about.permission.text(), Some(about.offline), (about.example)(), &(about.schema)())
    });
    list(entries.collect(), as_json)
}

pub fn questions(as_json: bool) -> Result<ExitCode> {
    let entries = Question::ALL
        .iter()
        .map(|about| entry(about.name, about.permission.text(), None, (about.example)(), &(about.schema)()));
    list(entries.collect(), as_json)
}

fn entry(name: &str, permission: &str, offline: Option<bool>, mut example: Json, schema: &Json) -> Json {
    as_typed(&mut example);
    let mut entry = json!({ "name": name, "permission": permission, "fields": fields(schema), "example": example });
    if let (Json::Object(entry), Some(offline)) = (&mut entry, offline) {
        entry.insert("offline".into(), json!(offline));
    }
    entry
}

/// Secrets and clinical texts are typed as plain strings; only the journal marks them.
fn as_typed(json: &mut Json) {
    match json {
        Json::Object(map) => match map.get("secret").or_else(|| map.get("clinical")).filter(|_| map.len() == 1) {
            Some(text) => *json = text.clone(),
            None => map.values_mut().for_each(as_typed),
        },
        Json::Array(items) => items.iter_mut().for_each(as_typed),
        _ => {}
    }
}

fn fields(schema: &Json) -> Vec<Json> {
    let empty = Map::new();
    let of = |key: &str| schema.get(key).and_then(Json::as_object).unwrap_or(&empty);
    let required = |name: &str| {
        schema.get("required").and_then(Json::as_array).is_some_and(|names| names.iter().any(|one| one == name))
    };
    let definitions = of("$defs");
    let field = |(name, about): (&String, &Json)| {
        let (kind, optional) = kind(about, definitions, 0);
        let mut field = json!({ "name": name, "type": kind, "required": required(name) && !optional });
        if let (Json::Object(field), Some(text)) = (&mut field, about.get("description")) {
            field.insert("description".into(), text.clone());
        }
        field
    };
    of("properties").iter().map(field).collect()
}

/// A type for people, and whether it may be absent.
fn kind(about: &Json, definitions: &Map<String, Json>, depth: usize) -> (String, bool) {
    if let Some(name) = about.get("$ref").and_then(Json::as_str).and_then(|path| path.rsplit('/').next()) {
        return match definitions.get(name).filter(|_| depth < 4) {
            Some(inner) => kind(inner, definitions, depth + 1),
            None => (name.to_owned(), false),
        };
    }
    if let Some(choices) = about.get("anyOf").or_else(|| about.get("oneOf")).and_then(Json::as_array) {
        return either(choices, definitions, depth);
    }
    if let Some(values) = about.get("enum").and_then(Json::as_array) {
        let values: Vec<String> = values
            .iter()
            .filter(|value| !value.is_null())
            .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
            .collect();
        return (values.join("|"), false);
    }
    if let Some(value) = about.get("const") {
        return (value.as_str().map_or_else(|| value.to_string(), str::to_owned), false);
    }
    let names: Vec<&str> = match about.get("type") {
        Some(Json::String(name)) => vec![name],
        Some(Json::Array(names)) => names.iter().filter_map(Json::as_str).collect(),
        _ => vec!["any"],
    };
    let optional = names.contains(&"null");
    let name = names.into_iter().find(|name| *name != "null").unwrap_or("null");
    let text = match name {
        "array" => format!(
            "[{}]",
            about.get("items").map_or_else(|| "any".to_owned(), |items| kind(items, definitions, depth).0)
        ),
        "object" => inner_fields(about, definitions, depth),
        "string" => {
            about.get("x-class").or_else(|| about.get("format")).and_then(Json::as_str).unwrap_or("string").to_owned()
        }
        other => other.to_owned(),
    };
    (text, optional)
}

fn either(choices: &[Json], definitions: &Map<String, Json>, depth: usize) -> (String, bool) {
    let is_null = |choice: &Json| choice.get("type").is_some_and(|name| name == "null");
    let mut texts: Vec<String> =
        choices.iter().filter(|choice| !is_null(choice)).map(|choice| kind(choice, definitions, depth).0).collect();
    texts.dedup();
    (texts.join("|"), choices.iter().any(is_null))
}

fn inner_fields(about: &Json, definitions: &Map<String, Json>, depth: usize) -> String {
    let Some(properties) = about.get("properties").and_then(Json::as_object).filter(|_| depth < 4) else {
        return "object".to_owned();
    };
    let required = |name: &str| {
        about.get("required").and_then(Json::as_array).is_some_and(|names| names.iter().any(|one| one == name))
    };
    let parts: Vec<String> = properties
        .iter()
        .map(|(name, about)| {
            let (kind, optional) = kind(about, definitions, depth + 1);
            format!("{name}{}: {kind}", if required(name) && !optional { "" } else { "?" })
        })
        .collect();
    format!("{{{}}}", parts.join(", "))
}

fn list(entries: Vec<Json>, as_json: bool) -> Result<ExitCode> {
    if as_json {
        line(&serde_json::to_string_pretty(&entries).map_err(Error::internal)?);
        return Ok(ExitCode::SUCCESS);
    }
    for entry in entries {
        let text = |key: &str| entry.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
        let offline = if entry.get("offline") == Some(&Json::Bool(true)) { ", also offline" } else { "" };
        line(&format!("{}  ({}{offline})", text("name"), text("permission")));
        for field in entry.get("fields").and_then(Json::as_array).into_iter().flatten() {
            let of = |key: &str| field.get(key).and_then(Json::as_str).unwrap_or_default().replace('\n', " ");
            let sign = if field.get("required") == Some(&Json::Bool(true)) { "" } else { "?" };
            let about = of("description");
            let about = if about.is_empty() { about } else { format!("  – {about}") };
            line(&format!("    {}{sign}: {}{about}", of("name"), of("type")));
        }
        line(&format!("    {}\n", entry.get("example").unwrap_or(&Json::Null)));
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_has_fields_that_its_example_fits() {
        for about in Operation::ALL {
            let entry =
                entry(about.name, about.permission.text(), Some(about.offline), (about.example)(), &(about.schema)());
            let example = entry["example"].as_object().unwrap();
            assert_eq!(example["op"], about.name);
            for field in entry["fields"].as_array().unwrap() {
                let name = field["name"].as_str().unwrap();
                assert!(example.contains_key(name) || field["required"] == false, "{}.{name}", about.name);
            }
            serde_json::from_value::<Operation>(entry["example"].clone())
                .unwrap_or_else(|error| panic!("{}: {error}", about.name));
        }
    }
}
