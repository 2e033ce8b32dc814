//! Invented papers, on which a template is tried out and shown. Long ones go over several pages.

use clinic_core::documents::Document;
use clinic_core::error::{Error, Result};
use clinic_core::office::paper_templates::Template;
use serde_json::{Value as Json, json};

const ID: &str = "0197a000-0000-7000-8000-000000000001";

/// Each kind of paper.
pub fn papers() -> &'static [Template] {
    &[
        Template::Invoice,
        Template::CreditNote,
        Template::Receipt,
        Template::Statement,
        Template::PayerStatement,
        Template::Prescription,
        Template::Visit,
        Template::Vaccinations,
        Template::Letter,
        Template::Till,
        Template::Aged,
        Template::Report,
    ]
}

/// Errors: `internal`, which a test rules out.
pub fn of(paper: Template, long: bool) -> Result<Document> {
    let (number, rest) = match paper {
        Template::Invoice | Template::Page | Template::Words => ("INV-2026-00042", invoice(long)),
        Template::CreditNote => ("CN-2026-00007", credit_note(long)),
        Template::Receipt => ("R-2026-00009", receipt()),
        Template::Statement => ("P-000123-2026-11-30", statement(long)),
        Template::PayerStatement => ("PAYER-00A1-2026-11-30", payer_statement(long)),
        Template::Prescription => ("P-000123-RX-2026-11-23-7F3A", prescription(long)),
        Template::Visit => ("P-000123-VISIT-2026-11-23-00B2", visit(long)),
        Template::Vaccinations => ("P-000123-VAC-2026-11-29", vaccinations(long)),
        Template::Letter => ("REF-2026-00003", letter(long)),
        Template::Till => ("TILL-2026-11-23-7F3A", till(long)),
        Template::Aged => ("AGED-2026-11-23", aged(long)),
        Template::Report => ("REVENUE-2026-11-01-TO-2026-11-30", report(long)),
    };
    let kind = if matches!(paper, Template::Page | Template::Words) { Template::Invoice } else { paper };
    let mut json = json!({ "kind": kind, "format": format(), "number": number, "clinic": clinic() });
    if let (Json::Object(all), Json::Object(rest)) = (&mut json, rest) {
        all.extend(rest);
    }
    serde_json::from_value(json).map_err(Error::internal)
}

fn format() -> Json {
    json!({
        "currency": "EUR", "decimals": 2, "date_order": "dmy", "hour_cycle": "24", "name_order": "given_first",
        "patient_number_name": "Patient no.", "paper": "A4",
    })
}

fn clinic() -> Json {
    json!({
        "name": "Riverside Family Clinic", "address_lines": ["12 Mill Lane", "Bristol BS1 4QA"], "phone": "+44 117 496 0123",
        "email": "desk@riverside.example", "tax_number": "GB 123 4567 89", "bank_lines": ["IBAN GB33 BUKB 2020 1555 5555 55"],
    })
}

/// As it stands on papers of the record.
fn patient() -> Json {
    json!({
        "mrn": "P-000123", "names": { "given": "Ada", "family": "Okafor" }, "birth_date": "1980-03-14", "birth_estimated": false,
        "address_lines": ["5 High Street", "Bristol"],
    })
}

fn billed() -> Json {
    json!({ "mrn": "P-000123", "names": { "given": "Ada", "family": "Okafor" }, "address_lines": ["5 High Street", "Bristol"] })
}

fn times<T>(long: bool, few: usize, line: impl FnMut(usize) -> T) -> Vec<T> {
    (1..=if long { 45 } else { few }).map(line).collect()
}

fn invoice(long: bool) -> Json {
    let line = |n: usize| {
        let unit = if n == 1 { 4500 } else { 1200 };
        json!({
            "item_id": ID, "kind": "service", "service_id": null, "description": if n == 1 { "Consultation".to_owned() } else { format!("Treatment {n}") },
            "quantity": 1, "unit_minor": unit, "discount_kind": null, "discount_value": null, "discount_reason": null, "discount_minor": 0,
            "tax_rate_id": null, "tax_name": "VAT", "tax_kind": "standard", "tax_reason": null, "tax_basis_points": 2000,
            "tax_inclusive": false, "net_minor": unit, "tax_minor": unit / 5, "practitioner_id": null,
        })
    };
    let lines = times(long, 2, line);
    let sum = |which: &str| lines.iter().filter_map(|line| line[which].as_i64()).sum::<i64>();
    let (net, tax) = (sum("net_minor"), sum("tax_minor"));
    json!({
        "issued_on": "2026-11-23", "due_on": "2026-12-07", "discount": null, "net_minor": net, "tax_minor": tax, "total_minor": net + tax,
        "frozen": {
            "clinic": clinic(), "patient": billed(), "terms": "Payable within 14 days.", "legal": "Riverside Family Clinic Ltd, Bristol",
            "note": "Thank you for your visit.", "lines": lines,
        },
    })
}

fn credit_note(long: bool) -> Json {
    let line = |n: usize| json!({ "item_id": ID, "description": format!("Treatment {n}"), "tax_name": "VAT 20 %", "net_minor": 4500, "tax_minor": 900 });
    let lines = times(long, 1, line);
    json!({
        "issued_on": "2026-11-24", "reason": "Not done", "total_minor": 5400 * lines.len(),
        "frozen": { "clinic": clinic(), "patient": billed(), "invoice_number": "INV-2026-00042", "lines": lines },
    })
}

fn receipt() -> Json {
    json!({
        "what": "payment", "of_number": null, "taken_on": "2026-11-23", "taken_at": "2026-11-23T10:45:00", "method": "card",
        "amount_minor": 10000, "parts": [{ "invoice": "INV-2026-00042", "amount_minor": 6840 }], "credit_minor": 3160, "cashier": "Rita Reception",
        "note": null, "mrn": "P-000123", "names": { "given": "Ada", "family": "Okafor" },
    })
}

fn statement(long: bool) -> Json {
    let entry = |n: usize| {
        let number = format!("INV-2026-{n:05}");
        json!({ "day": "2026-11-23", "kind": "invoice", "number": number, "of_number": null, "amount_minor": 1000, "balance_minor": 4500 + 1000 * n })
    };
    let lines = times(long, 3, entry);
    json!({
        "from": "2026-01-01", "to": "2026-11-30", "patient": billed(), "opening_minor": 4500, "closing_minor": 4500 + 1000 * lines.len(),
        "lines": lines,
        "open": [{ "number": "INV-2026-00001", "issued_on": "2026-11-23", "due_on": "2026-12-07", "open_minor": 1000 }],
    })
}

fn payer_statement(long: bool) -> Json {
    let patient = |n: usize| {
        json!({
            "name": if n == 1 { "Okafor, Ada" } else { "Silva, Tom" }, "mrn": format!("P-{n:06}"), "member_number": format!("HH {n}"), "open_minor": 9500,
            "invoices": [{
                "number": format!("INV-2026-{n:05}"), "issued_on": "2026-10-12", "due_on": "2026-11-11", "total_minor": 12_000,
                "settled_minor": 2500, "open_minor": 9500,
            }],
        })
    };
    let patients = times(long, 2, patient);
    let total = 9500 * patients.len();
    json!({
        "on": "2026-11-30", "patients": patients, "credit_minor": 2500,
        "payer": {
            "payer_id": ID, "name": "Harbour Health Insurance", "address_lines": ["PO Box 12", "Porthaven PH1 2AA"], "tax_number": "GB 204 881",
            "member_number": null,
        },
        "ageing": {
            "not_due_minor": 0, "days_1_30_minor": total, "days_31_60_minor": 0, "days_61_90_minor": 0, "days_over_90_minor": 0, "total_minor": total,
        },
    })
}

fn medicine(n: usize) -> Json {
    // Nothing that stands here is part of something else, nor the same on the next line: what a template leaves out is missed.
    let (name, ingredient, strength, dose, frequency) = if n == 1 {
        ("Augmentin", "amoxicillin", "500 mg", "1 tablet", "three times a day")
    } else {
        ("Paracetamol", "paracetamol", "250 mg", "2 capsules", "at night")
    };
    json!({
        "item_id": ID, "prescription_id": ID, "visit_id": null, "medicine_id": null, "medicine": name, "ingredient": ingredient, "family": null,
        "strength": strength, "form": "tablet", "dose": dose, "frequency": frequency, "days": 7, "quantity": "One box",
        "instructions": "With water", "override_reason": null, "note": null, "prescribed_on": "2026-11-23", "until": null, "practitioner_id": ID,
        "practitioner": "Dr Bola Adeyemi", "stopped": null, "repeated": false, "struck": null, "is_current": true,
    })
}

fn prescription(long: bool) -> Json {
    json!({
        "patient": patient(), "prescribed_on": "2026-11-23", "practitioner": "Dr Bola Adeyemi", "note": "Before meals",
        "items": times(long, 2, medicine),
    })
}

fn visit(long: bool) -> Json {
    let findings = times(long, 1, |_| "Chest clear on both sides.").join("\n");
    let vital = |kind: &str, value: i64, unit: &str| {
        json!({
            "id": ID, "kind": kind, "value_scaled": value, "unit": unit, "measured_at": "2026-11-23T10:35:00",
            "entered_at": "2026-11-23T09:36:00.000000Z", "entered_by": "S. Gupta", "entered_by_id": ID, "unusual": false, "struck": null,
        })
    };
    let text = |name: &str, text: &str| json!({ "name": name, "text": text });
    json!({
        "patient": patient(), "visited_at": "2026-11-23T10:30:00", "practitioner": "Dr Bola Adeyemi",
        "signed": { "by": "Dr Bola Adeyemi", "at": "2026-11-23T10:52:00", "hash": "5f2c9ab41d7733e0c1b25f2c9ab41d77", "is_whole": true },
        "texts": [text("reason", "Cough for a week"), text("findings", &findings), text("assessment", "Acute bronchitis"), text("plan", "Rest. Back in a week.")],
        "diagnoses": [{ "code": "J20.9", "title": "Acute bronchitis" }], "vitals": [vital("temperature", 37_400, "°C")],
        "vaccinations": [vaccination(1)], "medicines": [medicine(1)],
        "addenda": [{ "text": "The laboratory called.", "at": "2026-11-24T08:10:00", "by": "Dr Wei Chen" }],
    })
}

fn vaccination(n: usize) -> Json {
    json!({
        "vaccination_id": ID, "status": "given", "vaccine": if n == 1 { "Influenza" } else { "Tetanus" }, "dose_number": 2, "given_on": "2026-10-12",
        "batch": "AB 12-3", "expires_on": "2027-06-30", "expired_reason": null, "site": "left_arm", "given_by": "S. Gupta", "given_elsewhere": null,
        "refused_reason": null, "entered_at": "2026-11-23T09:00:00.000000Z", "entered_by": null, "entered_by_id": null, "visit_id": null, "struck": null,
    })
}

fn vaccinations(long: bool) -> Json {
    json!({ "patient": patient(), "as_of": "2026-11-29", "lines": times(long, 2, vaccination) })
}

fn letter(long: bool) -> Json {
    let text = times(long, 1, |_| "High blood pressure in spite of treatment. Please assess.").join("\n");
    json!({
        "patient": patient(),
        "letter": {
            "letter_id": ID, "patient_id": ID, "kind": "referral", "number": "REF-2026-00003", "written_on": "2026-11-23", "practitioner_id": ID,
            "practitioner": "Dr Bola Adeyemi", "addressee": "Dr Marta Lind\nCardiology, City Hospital", "text": text, "diagnosis": "Hypertension",
            "from": null, "until": null, "visit_id": ID, "visited_at": "2026-11-22T10:30:00", "written_by": null, "struck": null,
        },
    })
}

fn till(long: bool) -> Json {
    json!({
        "cashier": "Rita Reception", "day": "2026-11-23", "closed_at": "2026-11-23T18:05:00",
        "expected": {
            "float_minor": 10_000, "cash_taken_minor": 45_000, "moved_minor": -2000, "cash_minor": 53_000, "card_minor": 120_050,
            "transfer_minor": 4500, "other_minor": 0, "entries": 23,
        },
        "counted_minor": 52_500, "card_counted_minor": 120_050, "difference_minor": -500, "reason": "Change given twice",
        "moves": times(long, 1, |_| json!({ "amount_minor": -2000, "reason": "Stamps", "at": "2026-11-23T11:00:00" })),
        "seal": "5f2c9ab41d7733e0c1b25f2c9ab41d7733e0c1b25f2c9ab41d7733e0c1b2aabb",
    })
}

fn aged(long: bool) -> Json {
    let sums = |n: usize| {
        json!({
            "not_due_minor": 4500 * n, "days_1_30_minor": 0, "days_31_60_minor": 12_000 * n, "days_61_90_minor": 0, "days_over_90_minor": 0,
            "total_minor": 16_500 * n,
        })
    };
    let line = |n: usize| {
        let mut line = sums(1);
        (line["patient_id"], line["mrn"], line["name"]) = (json!(ID), json!(format!("P-{n:06}")), json!("Okafor, Ada"));
        line
    };
    let lines = times(long, 3, line);
    let count = lines.len();
    json!({ "aged": { "on": "2026-11-23", "lines": lines, "ageing": sums(count), "count": count, "credit_minor": 2500 } })
}

fn report(long: bool) -> Json {
    let cells = |n: usize| json!([{ "money": 4500 * n }, { "money": 0 }, { "money": 4500 * n }, { "money": 900 * n }, { "money": 5400 * n }]);
    let rows = times(long, 3, |n| json!({ "key": format!("{n}"), "name": "Dr Bola Adeyemi", "cells": cells(1) }));
    let count = rows.len();
    json!({
        "report": "revenue", "by": "practitioner", "from": "2026-11-01", "to": "2026-11-30", "rows": rows, "total": cells(count),
        "printed_by": "Rita Reception", "printed_at": "2026-11-30T18:00:00", "journal": null,
    })
}
