//! What it takes to make an invoice's PDF, of five lines and of two hundred, and a prescription's, once the first document warmed fonts and
//! templates.

use super::{Figure, Target, Times};
use clinic_core::{Error, Result};
use clinic_documents::{Document, Look, make};
use serde_json::{Value as Json, json};
use std::time::Instant;

const RUNS: u64 = 50;

pub fn measure() -> Result<Vec<Figure>> {
    Ok(vec![
        figure("an invoice's PDF, 5 lines", invoice, 5, 10.0)?,
        figure("an invoice's PDF, 200 lines", invoice, 200, 100.0)?,
        figure("a prescription's PDF, 3 medicines", prescription, 3, 10.0)?,
    ])
}

fn figure(name: &str, of: fn(u64, u64) -> Result<Document>, lines: u64, most: f64) -> Result<Figure> {
    let (mut ours, mut by_hand) = (Vec::new(), Vec::new());
    for n in 0..=RUNS {
        // Another number each time: what is laid out again is not what was kept.
        let (document, least) = (of(n, lines)?, of(n, 1)?);
        let started = Instant::now();
        make(&document, Look::default())?.pdf()?;
        let took = started.elapsed();
        let started = Instant::now();
        make(&least, Look::default())?.pdf()?;
        if n > 0 {
            ours.push(took);
            by_hand.push(started.elapsed());
        }
    }
    Ok(Figure {
        name: name.to_owned(),
        ours: Times::new(ours),
        by_hand: Times::new(by_hand),
        what_by_hand: "the same with one line (one medicine)",
        target: Target::MedianMs(most),
    })
}

fn prescription(n: u64, medicines: u64) -> Result<Document> {
    let id = uuid::Uuid::nil();
    let medicine = |place: u64| {
        json!({
            "item_id": id, "prescription_id": id, "visit_id": null, "medicine_id": null, "medicine": format!("Medicine {place} of {n}"),
            "ingredient": "paracetamol", "family": null, "strength": "500 mg", "form": "tablet", "dose": "1 tablet", "frequency": "three times a day",
            "days": 7, "quantity": "One box", "instructions": "With water", "override_reason": null, "note": null, "prescribed_on": "2026-11-23",
            "until": null, "practitioner_id": id, "practitioner": "Dr Bola Adeyemi", "stopped": null, "repeated": false, "struck": null,
            "is_current": true,
        })
    };
    let items: Vec<Json> = (1..=medicines).map(medicine).collect();
    serde_json::from_value(json!({
        "kind": "prescription",
        "format": format(),
        "number": format!("P-{n:06}-RX-2026-11-23-7F3A"),
        "clinic": clinic(),
        "patient": {
            "mrn": format!("P-{n:06}"), "names": { "given": "Ada", "family": "Okafor" }, "birth_date": "1980-03-14", "birth_estimated": false,
            "address_lines": ["5 High Street", "Bristol"],
        },
        "prescribed_on": "2026-11-23",
        "practitioner": "Dr Bola Adeyemi",
        "note": "Before meals",
        "items": items,
    }))
    .map_err(Error::internal)
}

fn format() -> Json {
    json!({
        "currency": "EUR", "decimals": 2, "date_order": "dmy", "hour_cycle": "24", "name_order": "given_first", "patient_number_name": "Patient no.",
        "paper": "A4",
    })
}

fn clinic() -> Json {
    json!({
        "name": "Riverside Family Clinic", "address_lines": ["12 Mill Lane", "Bristol BS1 4QA"], "phone": "+44 117 496 0123",
        "email": "desk@riverside.example", "tax_number": "GB 123 4567 89", "bank_lines": ["IBAN GB33 BUKB 2020 1555 5555 55"],
    })
}

fn invoice(n: u64, lines: u64) -> Result<Document> {
    let line = |place: u64| {
        json!({
            "item_id": uuid::Uuid::nil(), "kind": "service", "service_id": null, "description": format!("Treatment {place} of {n}"), "quantity": 1,
            "unit_minor": 4500 + place, "discount_kind": null, "discount_value": null, "discount_reason": null, "discount_minor": 0, "tax_rate_id": null,
            "tax_name": "VAT", "tax_kind": "standard", "tax_reason": null, "tax_basis_points": 2000, "tax_inclusive": false,
            "net_minor": 4500 + place, "tax_minor": 900, "practitioner_id": null,
        })
    };
    let lines: Vec<Json> = (1..=lines).map(line).collect();
    let net: i64 = lines.iter().filter_map(|line| line["net_minor"].as_i64()).sum();
    let tax: i64 = lines.iter().filter_map(|line| line["tax_minor"].as_i64()).sum();
    serde_json::from_value(json!({
        "kind": "invoice",
        "format": format(),
        "number": format!("INV-2026-{n:05}"),
        "issued_on": "2026-11-23",
        "due_on": "2026-12-07",
        "discount": null,
        "net_minor": net,
        "tax_minor": tax,
        "total_minor": net.saturating_add(tax),
        "frozen": {
            "clinic": clinic(),
            "patient": { "mrn": format!("P-{n:06}"), "names": { "given": "Ada", "family": "Okafor" }, "address_lines": ["5 High Street", "Bristol"] },
            "terms": "Payable within 14 days.",
            "legal": null,
            "note": null,
            "lines": lines,
        },
    }))
    .map_err(Error::internal)
}
