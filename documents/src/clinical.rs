//! What the templates of the record read: a prescription, a visit, vaccinations, a letter.

use crate::data::letterhead;
use crate::format::{date, date_time, full_name, scaled};
use clinic_core::documents::DocumentFormat;
use clinic_core::records::documents::{
    LetterDocument, PaperPatient, PrescriptionDocument, VaccinationDocument, VisitDocument,
};
use clinic_core::records::medicines::of_patient::MedicineLine;
use clinic_core::records::vaccinations::of_patient::VaccinationLine;
use clinic_core::records::vitals::VitalLine;
use clinic_core::records::vitals::kinds::VitalKind;
use serde_json::{Value as Json, json};

fn patient(one: &PaperPatient, format: &DocumentFormat) -> Json {
    json!({
        "name": full_name(&one.names, format),
        "mrn": one.mrn,
        "birth": one.birth_date.map(|day| date(day, format)),
        "birth_estimated": one.birth_estimated,
        "address_lines": one.address_lines,
    })
}

pub fn prescription(one: &PrescriptionDocument) -> Json {
    let format = &one.format;
    json!({
        "clinic": letterhead(&one.clinic),
        "patient": patient(&one.patient, format),
        "date": date(one.prescribed_on, format),
        "practitioner": one.practitioner,
        "note": one.note,
        "items": one.items.iter().map(|item| medicine(item, format)).collect::<Vec<_>>(),
    })
}

fn medicine(item: &MedicineLine, format: &DocumentFormat) -> Json {
    // A generic name says its ingredient already.
    let ingredient = item.ingredient.as_ref().filter(|name| name.to_lowercase() != item.medicine.to_lowercase());
    json!({
        "medicine": item.medicine,
        "ingredient": ingredient,
        "strength": item.strength,
        "form": item.form,
        "dose": item.dose,
        "frequency": item.frequency,
        "days": item.days,
        "quantity": item.quantity,
        "instructions": item.instructions,
        "stopped": item.stopped.as_ref().map(|stop| date(stop.on, format)),
    })
}

pub fn visit(one: &VisitDocument) -> Json {
    let format = &one.format;
    let signed = one.signed.as_ref().map(|signed| {
        json!({
            "by": signed.by,
            "at": date_time(signed.at, format),
            "hash": signed.hash.chars().take(12).collect::<String>(),
            "is_whole": signed.is_whole,
        })
    });
    let text = |name: &str| one.texts.iter().find(|text| text.name == name).map(|text| text.text.as_str());
    json!({
        "clinic": letterhead(&one.clinic),
        "patient": patient(&one.patient, format),
        "visited_at": date_time(one.visited_at, format),
        "practitioner": one.practitioner,
        "draft": one.signed.is_none(),
        "signed": signed,
        "reason": text("reason"),
        "history": text("history"),
        "findings": text("findings"),
        "assessment": text("assessment"),
        "plan": text("plan"),
        "diagnoses": one.diagnoses,
        "vitals": vitals(&one.vitals),
        "vaccinations": one.vaccinations.iter().map(|line| vaccination(line, format)).collect::<Vec<_>>(),
        "medicines": one.medicines.iter().map(|item| medicine(item, format)).collect::<Vec<_>>(),
        "addenda": one.addenda.iter().map(|one| json!({ "text": one.text, "at": date_time(one.at, format), "by": one.by })).collect::<Vec<_>>(),
    })
}

/// Each by its kind; the two pressures of one moment as one value.
fn vitals(lines: &[VitalLine]) -> Vec<Json> {
    let lower = |line: &VitalLine| {
        let same = |other: &&VitalLine| {
            other.kind == VitalKind::Diastolic && (other.measured_at, &other.unit) == (line.measured_at, &line.unit)
        };
        if line.kind == VitalKind::Systolic { lines.iter().find(same) } else { None }
    };
    let paired: Vec<_> = lines.iter().filter_map(lower).map(|line| line.id).collect();
    let rest = lines.iter().filter(|line| !paired.contains(&line.id));
    rest.map(|line| match lower(line) {
        Some(low) => {
            let value = format!("{}/{}", scaled(line.value_scaled), scaled(low.value_scaled));
            json!({ "kind": "pressure", "value": value, "unit": line.unit })
        }
        None => json!({ "kind": line.kind.text(), "value": scaled(line.value_scaled), "unit": line.unit }),
    })
    .collect()
}

pub fn vaccinations(one: &VaccinationDocument) -> Json {
    let format = &one.format;
    json!({
        "clinic": letterhead(&one.clinic),
        "patient": patient(&one.patient, format),
        "as_of": date(one.as_of, format),
        "lines": one.lines.iter().map(|line| vaccination(line, format)).collect::<Vec<_>>(),
    })
}

fn vaccination(line: &VaccinationLine, format: &DocumentFormat) -> Json {
    json!({
        "refused": line.refused_reason.is_some(),
        "vaccine": line.vaccine,
        "dose": line.dose_number,
        "day": date(line.given_on, format),
        "batch": line.batch,
        "expires": line.expires_on.map(|day| date(day, format)),
        "site": line.site,
        "by": line.given_by,
        "elsewhere": line.given_elsewhere,
    })
}

pub fn letter(one: &LetterDocument) -> Json {
    let (format, letter) = (&one.format, &one.letter);
    // Both days are counted.
    let days = letter.from.zip(letter.until).map(|(from, until)| (until - from).num_days().saturating_add(1));
    json!({
        "clinic": letterhead(&one.clinic),
        "patient": patient(&one.patient, format),
        "kind": letter.kind,
        "date": date(letter.written_on, format),
        "practitioner": letter.practitioner,
        "addressee": letter.addressee,
        "text": letter.text,
        "diagnosis": letter.diagnosis,
        "from": letter.from.map(|day| date(day, format)),
        "until": letter.until.map(|day| date(day, format)),
        "days": days,
        "visited_at": letter.visited_at.map(|at| date(at.date(), format)),
    })
}
