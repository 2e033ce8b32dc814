//! The leaves of an operation's JSON as its schema knows them: which are free text, which hold a secret, which are numbers,
//! dates or ids. New operations and fields are found by themselves.

use serde_json::{Map, Value as Json, json};

/// Texts that are words of a list, times, codes or whole tables: nobody's own words fit in.
pub const LISTED: [&str; 24] = [
    "sex",
    "kind",
    "country",
    "starts",
    "ends",
    "from",
    "to",
    "permission",
    "step",
    "zone",
    "code_list",
    "table",
    "packed",
    "currency",
    "date_order",
    "hour_cycle",
    "phone_prefix",
    "paper",
    "name_order",
    "address_format",
    "unit",
    "invoice_prefix",
    "receipt_prefix",
    "credit_note_prefix",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    Text,
    /// Text that only those may read whom the record is for.
    Clinical,
    Secret,
    Integer,
    Date,
    /// A date with a time.
    Moment,
    /// Ids, enumerations, truth values.
    Other,
}

impl Class {
    pub fn is_text(self) -> bool {
        matches!(self, Class::Text | Class::Clinical)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// Where it stands: `/details/phones/0/number`.
    pub pointer: String,
    pub class: Class,
    /// Whether it stands there already; an optional one may not.
    pub given: bool,
}

impl Leaf {
    /// As errors name it: `details.phones.0.number`.
    pub fn field(&self) -> String {
        self.pointer.trim_start_matches('/').replace('/', ".")
    }

    /// As the schema knows it, whichever line of a list it stands in: `details.phones.number`.
    pub fn kind(&self) -> String {
        let parts = self.pointer.split('/').filter(|part| !part.is_empty() && part.parse::<usize>().is_err());
        parts.collect::<Vec<_>>().join(".")
    }

    /// Whether an error that names this field means this leaf: some name it from the part that they check, or name the list
    /// that it stands in.
    fn is_named(&self, field: &str) -> bool {
        let (inner, within) = (format!(".{field}"), format!(".{field}."));
        [self.field(), self.kind()].iter().any(|own| {
            let own = format!(".{own}");
            own.ends_with(&inner) || own.contains(&within)
        })
    }
}

/// Which of these leaves an error means by its field: the one of that very name first.
pub fn named<'a>(leaves: impl Iterator<Item = &'a Leaf> + Clone, field: &str) -> Option<usize> {
    leaves
        .clone()
        .position(|leaf| leaf.field() == field)
        .or_else(|| leaves.clone().position(|leaf| leaf.is_named(field)))
}

/// The leaves of this JSON, and those that could stand in it.
pub fn leaves(schema: &Json, json: &Json) -> Vec<Leaf> {
    let mut found = Vec::new();
    walk(schema, schema, Some(json), String::new(), &mut found);
    found
}

/// Every leaf that a schema knows, by its kind; lists count with one line.
pub fn kinds(schema: &Json) -> Vec<(String, Class)> {
    leaves(schema, &sample(schema, schema)).into_iter().map(|leaf| (leaf.kind(), leaf.class)).collect()
}

/// One line in every list.
fn sample(root: &Json, schema: &Json) -> Json {
    let schema = resolved(root, schema);
    if let Some(properties) = schema["properties"].as_object() {
        return Json::Object(properties.iter().map(|(name, one)| (name.clone(), sample(root, one))).collect());
    }
    if has_type(schema, "array") { json!([sample(root, &schema["items"])]) } else { Json::Null }
}

fn walk(root: &Json, schema: &Json, json: Option<&Json>, pointer: String, found: &mut Vec<Leaf>) {
    let schema = resolved(root, schema);
    if let Some(properties) = schema["properties"].as_object() {
        if !pointer.is_empty() && json.is_none_or(Json::is_null) && !needs_texts_alone(root, schema) {
            // One leaf of it would not make the whole.
            return;
        }
        for (name, one) in properties {
            walk(root, one, json.and_then(|json| json.get(name)), format!("{pointer}/{name}"), found);
        }
    } else if has_type(schema, "array") {
        for (position, one) in json.and_then(Json::as_array).into_iter().flatten().enumerate() {
            walk(root, &schema["items"], Some(one), format!("{pointer}/{position}"), found);
        }
    } else if !has_type(schema, "object") {
        let given = json.is_some_and(|json| !json.is_null());
        found.push(Leaf { pointer, class: class_of(schema), given });
    }
}

fn needs_texts_alone(root: &Json, schema: &Json) -> bool {
    let needed = schema["required"].as_array().into_iter().flatten().filter_map(Json::as_str);
    needed.map(|name| resolved(root, &schema["properties"][name])).all(|one| {
        let is_whole = one["properties"].is_object() || has_type(one, "array");
        !is_whole && class_of(one).is_text()
    })
}

/// Behind references, and behind "or nothing".
fn resolved<'a>(root: &'a Json, schema: &'a Json) -> &'a Json {
    if let Some(path) = schema["$ref"].as_str() {
        let target = root.pointer(path.trim_start_matches('#'));
        return resolved(root, target.unwrap_or_else(|| panic!("{path} leads nowhere")));
    }
    let choices = ["anyOf", "oneOf"].into_iter().find_map(|key| schema[key].as_array());
    let mut real = choices.into_iter().flatten().filter(|one| one["type"] != "null");
    match (real.next(), real.next()) {
        (Some(only), None) => resolved(root, only),
        _ => schema,
    }
}

fn has_type(schema: &Json, wanted: &str) -> bool {
    let is = |one: &Json| one == wanted;
    is(&schema["type"]) || schema["type"].as_array().is_some_and(|types| types.iter().any(is))
}

fn class_of(schema: &Json) -> Class {
    let class = match (schema["x-class"].as_str(), schema["format"].as_str()) {
        (Some("secret"), _) => Class::Secret,
        (Some("clinical"), _) => Class::Clinical,
        _ if has_type(schema, "integer") => Class::Integer,
        (_, Some("date")) => Class::Date,
        (_, Some(format)) if format.contains("date-time") => Class::Moment,
        (_, None) if has_type(schema, "string") && schema["enum"].is_null() && schema["const"].is_null() => Class::Text,
        _ => Class::Other,
    };
    assert!(
        class != Class::Other
            || ["enum", "oneOf", "const", "format"].iter().any(|key| !schema[*key].is_null())
            || has_type(schema, "boolean"),
        "a leaf of no known class: {schema}"
    );
    class
}

/// Puts a value where the pointer leads, with the objects on the way.
pub fn put(json: &mut Json, pointer: &str, value: Json) {
    let mut place = json;
    for part in pointer.split('/').skip(1) {
        if !place.is_object() && !place.is_array() {
            *place = Json::Object(Map::new());
        }
        place = match place {
            Json::Array(lines) => &mut lines[part.parse::<usize>().expect("a position")],
            Json::Object(map) => map.entry(part).or_insert(Json::Null),
            other => other,
        };
    }
    *place = value;
}

/// Makes what the pointer leads to as it was before; what stood in nothing goes with it.
pub fn put_back(json: &mut Json, before: &Json, pointer: &str) {
    let mut known = pointer;
    while before.pointer(known).is_none() {
        let Some((above, name)) = known.rsplit_once('/') else { return };
        if before.pointer(above).is_some_and(Json::is_object) {
            if let Some(Json::Object(map)) = json.pointer_mut(above) {
                map.remove(name);
            }
            return;
        }
        known = above;
    }
    put(json, known, before.pointer(known).cloned().unwrap_or(Json::Null));
}
