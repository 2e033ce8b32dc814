//! The sample's note templates and snippets: what a general practice writes every day.

use super::build::{id, step};
use crate::clinic::Step;
use crate::fields::Clinical;
use crate::ids::{NoteTemplateId, SnippetId, SpecialtyId};
use crate::records::notes::snippets::AddSnippet;
use crate::records::notes::templates::{AddNoteTemplate, NoteTemplateDetails};
use crate::time::Instant;

struct Template {
    name: &'static str,
    /// Its place in the sample's specialties.
    specialty: Option<u64>,
    reason: &'static str,
    history: &'static str,
    findings: &'static str,
    assessment: &'static str,
    plan: &'static str,
}

const TEMPLATES: [Template; 5] = [
    Template {
        name: "Cold or cough",
        specialty: None,
        reason: "Cough for [days]",
        history: "Fever: [yes or no]. Sputum: [colour]. Short of breath: [yes or no]. Smokes: [yes or no].",
        findings: "Temperature [°C]. Throat: […]. Ears: […]. Chest: […].",
        assessment: "Infection of the upper airways, most likely viral.",
        plan: "Fluids and rest. Back if there is fever after [days], or short of breath.",
    },
    Template {
        name: "Blood pressure review",
        specialty: Some(0),
        reason: "Blood pressure review",
        history: "Readings at home: [from … to …]. Takes the tablets: [how often]. Dizzy: [yes or no].",
        findings: "Blood pressure [sitting], pulse [per minute], weight [kg]. Ankles: [swelling].",
        assessment: "Blood pressure [at target or above].",
        plan: "Tablets: [same or changed]. Kidney function and potassium in [months]. Back in [months].",
    },
    Template {
        name: "Low back pain",
        specialty: Some(0),
        reason: "Low back pain for [days]",
        history: "After [strain or nothing]. Into the leg: [side]. Numbness: [yes or no]. Bladder and bowels: [normal].",
        findings: "Straight leg raise [side] at [degrees]. Strength and feeling in the legs: [normal].",
        assessment: "Low back pain without warning signs.",
        plan: "Keep moving. Back at once if there is numbness, weakness, or trouble passing water.",
    },
    Template {
        name: "Child check-up",
        specialty: Some(1),
        reason: "Check-up at [age]",
        history: "Feeding: […]. Sleep: […]. Worries of the parents: […].",
        findings: "Weight [kg], length [cm], head [cm]. Heart: […]. Hips: […]. Eyes: […].",
        assessment: "",
        plan: "Vaccinations today: […]. Next check-up at [age].",
    },
    Template {
        name: "Skin check",
        specialty: Some(2),
        reason: "Skin check",
        history: "Changed lately: [where]. Sunburn as a child: [yes or no]. Skin cancer in the family: [who].",
        findings: "Whole skin seen. [site]: [size in mm], [colour], [border].",
        assessment: "[harmless or to be removed]",
        plan: "Sun protection. Next check in [months].",
    },
];

/// Name and text.
const SNIPPETS: [(&str, &str); 5] = [
    ("chest clear", "Chest clear on both sides, no wheeze, no crackles."),
    ("heart normal", "Heart sounds normal, regular, no murmur."),
    ("abdomen soft", "Abdomen soft, not tender, no masses. Bowel sounds normal."),
    ("safety net", "Back at once if [what] or if it is not better in [days]."),
    ("bloods", "Blood taken for [tests]. Result by phone on [day]."),
];

pub(super) fn steps(at: Instant) -> Vec<Step> {
    let mut steps = Vec::new();
    for (n, one) in (0..).zip(&TEMPLATES) {
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let details = NoteTemplateDetails {
            name: one.name.into(),
            specialty_id: one.specialty.map(|n| SpecialtyId(id("specialty", n))),
            reason: text(one.reason),
            history: text(one.history),
            findings: text(one.findings),
            assessment: text(one.assessment),
            plan: text(one.plan),
        };
        let note_template_id = NoteTemplateId(id("note template", n));
        steps.push(step(AddNoteTemplate { note_template_id, details }, n, at));
    }
    for (n, (name, text)) in (0..).zip(SNIPPETS) {
        let (snippet_id, text) = (SnippetId(id("snippet", n)), Clinical(text.into()));
        steps.push(step(AddSnippet { snippet_id, name: name.into(), text, clinic: true }, n, at));
    }
    steps
}
