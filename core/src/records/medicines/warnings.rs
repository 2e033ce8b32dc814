//! What speaks against a medicine: an allergy of the patient, or the same ingredient in another medicine they take. Names are compared and nothing
//! else: neither interactions nor doses.

use super::formulary::words;
use super::of_patient::MedicineLine;
use super::write::Line;
use crate::ids::PrescriptionItemId;
use crate::patients::terms::fold;
use crate::records::allergies::AllergyLine;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum WarningKind {
    Allergy,
    Duplicate,
}

/// Against which line (`item_id`) what speaks: `row_id` is the allergy, or the line with the same ingredient, and `what` its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct Warning {
    pub item_id: PrescriptionItemId,
    pub kind: WarningKind,
    #[ts(type = "string")]
    pub row_id: Uuid,
    pub what: String,
}

/// Letters that two words must share from the beginning to be of one name: penicillin and penicillins.
const ALIKE: usize = 5;
/// In the names of many things that have nothing in common.
const EMPTY_WORDS: [&str; 20] = [
    "acid",
    "allergic",
    "allergy",
    "and",
    "beta",
    "capsule",
    "chloride",
    "cream",
    "drugs",
    "inhibitor",
    "inhibitors",
    "medicine",
    "not",
    "potassium",
    "sodium",
    "sulfate",
    "tablet",
    "tablets",
    "vitamin",
    "with",
];

pub(super) fn warnings(lines: &[Line], allergies: &[AllergyLine], taken: &[MedicineLine]) -> Vec<Warning> {
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let mut warn = |kind, row_id, what: &str| {
            found.push(Warning { item_id: line.item_id, kind, row_id, what: what.to_owned() });
        };
        let names = telling(&[Some(&line.medicine), line.ingredient.as_deref(), line.family.as_deref()]);
        for allergy in allergies {
            if telling(&[Some(&allergy.substance)]).iter().any(|word| names.iter().any(|name| alike(word, name))) {
                warn(WarningKind::Allergy, allergy.id.0, &allergy.substance);
            }
        }
        let own = ingredients(line.ingredient.as_deref(), &line.medicine);
        for other in taken.iter().filter(|other| other.is_current && line.repeats_id != Some(other.item_id)) {
            if !own.is_disjoint(&ingredients(other.ingredient.as_deref(), &other.medicine)) {
                warn(WarningKind::Duplicate, other.item_id.0, &other.medicine);
            }
        }
        for other in &lines[..at] {
            if !own.is_disjoint(&ingredients(other.ingredient.as_deref(), &other.medicine)) {
                warn(WarningKind::Duplicate, other.item_id.0, &other.medicine);
            }
        }
    }
    found
}

/// The words that say what something is.
fn telling(texts: &[Option<&str>]) -> BTreeSet<String> {
    let all = texts.iter().flatten().flat_map(|text| words(text));
    all.filter(|word| word.chars().count() > 2 && !EMPTY_WORDS.contains(&word.as_str())).collect()
}

fn alike(one: &str, other: &str) -> bool {
    one == other || (one.chars().count().min(other.chars().count()) >= ALIKE && begins(one, other))
}

fn begins(one: &str, other: &str) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

/// What is in a medicine: its ingredients, or its name where none is written.
fn ingredients(ingredient: Option<&str>, medicine: &str) -> BTreeSet<String> {
    let parts = ingredient.unwrap_or(medicine).split(['+', ',', ';']);
    parts.map(|part| words(&fold(part)).join(" ")).filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_by_their_words() {
        assert!(alike("penicillin", "penicillins") && alike("latex", "latex"));
        assert!(!alike("iron", "ironwood"), "too short to tell");
        assert!(telling(&[Some("Folic acid")]).is_disjoint(&telling(&[Some("acetylsalicylic acid")])));
        assert!(!telling(&[Some("ACE inhibitor")]).is_disjoint(&telling(&[Some("ACE inhibitors")])));
        let both = ingredients(Some("Amoxicillin + clavulanic acid"), "Augmentin");
        assert!(both.contains("amoxicillin") && both.contains("clavulanic acid"));
        assert_eq!(ingredients(None, "Ibuprofen"), ingredients(Some("ibuprofen"), "Brufen"));
    }
}
