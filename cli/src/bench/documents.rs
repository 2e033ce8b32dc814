//! What it takes to make an invoice's PDF, of five lines and of two hundred, once the first document warmed fonts and templates.

use super::{Figure, Target, Times};
use clinic_core::{Error, Result};
use clinic_documents::{Document, Look, make};
use serde_json::{Value as Json, json};
use std::time::Instant;

const RUNS: u64 = 50;

pub fn measure() -> Result<Vec<Figure>> {
    Ok(vec![figure("an invoice's PDF, 5 lines", 5, 10.0)?, figure("an invoice's PDF, 200 lines", 200, 100.0)?])
}

fn figure(name: &str, lines: u64, most: f64) -> Result<Figure> {
    let (mut ours, mut by_hand) = (Vec::new(), Vec::new());
    for n in 0..=RUNS {
        // Another number each time: what is laid out again is not what was kept.
        let (document, least) = (invoice(n, lines)?, invoice(n, 1)?);
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
        what_by_hand: "the same with one line",
        target: Target::MedianMs(most),
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
        "format": {
            "currency": "EUR", "decimals": 2, "date_order": "dmy", "hour_cycle": "24", "name_order": "given_first", "patient_number_name": "Patient no.",
            "paper": "A4",
        },
        "number": format!("INV-2026-{n:05}"),
        "issued_on": "2026-11-23",
        "due_on": "2026-12-07",
        "discount": null,
        "net_minor": net,
        "tax_minor": tax,
        "total_minor": net.saturating_add(tax),
        "frozen": {
            "clinic": {
                "name": "Riverside Family Clinic", "address_lines": ["12 Mill Lane", "Bristol BS1 4QA"], "phone": "+44 117 496 0123",
                "email": "desk@riverside.example", "tax_number": "GB 123 4567 89", "bank_lines": ["IBAN GB33 BUKB 2020 1555 5555 55"],
            },
            "patient": { "mrn": format!("P-{n:06}"), "names": { "given": "Ada", "family": "Okafor" }, "address_lines": ["5 High Street", "Bristol"] },
            "terms": "Payable within 14 days.",
            "legal": null,
            "note": null,
            "lines": lines,
        },
    }))
    .map_err(Error::internal)
}
