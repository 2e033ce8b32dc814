//! What speaks against a medicine: an allergy of the patient, the same ingredient in another medicine they take, or one that the clinic's own rules say does
//! not go with it. Names are compared and nothing else, no doses.

use super::formulary::words;
use super::interactions::Interaction;
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
    /// A rule of the clinic names both.
    Interaction,
}

/// Against which line (`item_id`) what speaks: `row_id` is the allergy, the line with the same ingredient, or stands for a rule and the line that it is about;
/// `what` is the name of the allergy or of the other medicine. `advice` is the rule's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct Warning {
    pub item_id: PrescriptionItemId,
    pub kind: WarningKind,
    #[ts(type = "string")]
    pub row_id: Uuid,
    pub what: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub advice: Option<String>,
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

/// Another medicine, taken already or above on the same prescription.
struct Other<'a> {
    id: Uuid,
    medicine: &'a str,
    ingredient: Option<&'a str>,
    family: Option<&'a str>,
}

pub(super) fn warnings(
    lines: &[Line],
    allergies: &[AllergyLine],
    taken: &[MedicineLine],
    rules: &[Interaction],
) -> Vec<Warning> {
    let mut found = Vec::new();
    // What goes on in one of these lines is that line from now on, and is not held against the others a second time.
    let replaced: BTreeSet<PrescriptionItemId> = lines.iter().filter_map(|line| line.repeats_id).collect();
    for (at, line) in lines.iter().enumerate() {
        let mut warn = |kind, row_id, what: &str, advice: Option<&str>| {
            let (item_id, what, advice) = (line.item_id, what.to_owned(), advice.map(str::to_owned));
            found.push(Warning { item_id, kind, row_id, what, advice });
        };
        let names = telling(&[Some(&line.medicine), line.ingredient.as_deref(), line.family.as_deref()]);
        for allergy in allergies {
            if telling(&[Some(&allergy.substance)]).iter().any(|word| names.iter().any(|name| alike(word, name))) {
                warn(WarningKind::Allergy, allergy.id.0, &allergy.substance, None);
            }
        }
        let own = ingredients(line.ingredient.as_deref(), &line.medicine);
        let called = all_words(&line.medicine, line.ingredient.as_deref(), line.family.as_deref());
        for other in others(&lines[..at], &replaced, taken) {
            if !own.is_disjoint(&ingredients(other.ingredient, other.medicine)) {
                warn(WarningKind::Duplicate, other.id, other.medicine, None);
            }
            let theirs = all_words(other.medicine, other.ingredient, other.family);
            for rule in rules.iter().filter(|rule| is_about(rule, &called, &theirs)) {
                // Whoever saw one rule about a medicine has not seen the next one.
                let row_id = Uuid::new_v5(&rule.id.0, other.id.as_bytes());
                warn(WarningKind::Interaction, row_id, other.medicine, Some(&rule.advice));
            }
        }
    }
    found
}

fn others<'a>(
    above: &'a [Line],
    replaced: &'a BTreeSet<PrescriptionItemId>,
    taken: &'a [MedicineLine],
) -> impl Iterator<Item = Other<'a>> {
    let current = taken.iter().filter(|other| other.is_current && !replaced.contains(&other.item_id));
    let current = current.map(|one| Other {
        id: one.item_id.0,
        medicine: &one.medicine,
        ingredient: one.ingredient.as_deref(),
        family: one.family.as_deref(),
    });
    let above = above.iter().map(|one| Other {
        id: one.item_id.0,
        medicine: &one.medicine,
        ingredient: one.ingredient.as_deref(),
        family: one.family.as_deref(),
    });
    current.chain(above)
}

/// Whether the rule's names are those of both, either way round.
fn is_about(rule: &Interaction, one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let names = |name: &str, called: &BTreeSet<String>| {
        words(name).iter().all(|word| called.iter().any(|own| alike(word, own)))
    };
    (names(&rule.one, one) && names(&rule.other, other)) || (names(&rule.one, other) && names(&rule.other, one))
}

fn all_words(medicine: &str, ingredient: Option<&str>, family: Option<&str>) -> BTreeSet<String> {
    [Some(medicine), ingredient, family].into_iter().flatten().flat_map(words).collect()
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
    fn a_rule_is_about_both_names_either_way_round() {
        let rule = |one: &str, other: &str| Interaction {
            id: crate::ids::InteractionId::new(),
            version: 1,
            one: one.into(),
            other: other.into(),
            pair_key: String::new(),
            advice: "Watch".into(),
            active: true,
        };
        let warfarin = all_words("Coumadin", Some("warfarin"), None);
        let brufen = all_words("Brufen", Some("ibuprofen"), Some("NSAID"));
        for rule in [rule("warfarin", "NSAIDs"), rule("Ibuprofen", "Warfarin")] {
            assert!(is_about(&rule, &warfarin, &brufen) && is_about(&rule, &brufen, &warfarin), "{}", rule.one);
            assert!(!is_about(&rule, &warfarin, &warfarin));
        }
        // Every word of a name counts.
        assert!(!is_about(
            &rule("ACE inhibitor", "warfarin"),
            &all_words("Omeprazole", None, Some("proton pump inhibitor")),
            &warfarin
        ));
    }

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
