//! Invented documents, as the core answers them.

use clinic_documents::Document;
use serde_json::{Value as Json, json};

pub fn clinic() -> Json {
    json!({
        "name": "Riverside Family Clinic",
        "address_lines": ["12 Mill Lane", "Bristol BS1 4QA"],
        "phone": "+44 117 496 0123",
        "email": "desk@riverside.example",
        "tax_number": "GB 123 4567 89",
        "bank_lines": ["IBAN GB33 BUKB 2020 1555 5555 55"],
    })
}

pub fn format(currency: &str, decimals: u32) -> Json {
    json!({
        "currency": currency,
        "decimals": decimals,
        "date_order": "dmy",
        "hour_cycle": "24",
        "name_order": "given_first",
        "patient_number_name": "Patient no.",
        "paper": "A4",
    })
}

pub fn line(description: &str, unit: i64, tax: i64) -> Json {
    json!({
        "item_id": uuid(),
        "kind": "service",
        "service_id": null,
        "description": description,
        "quantity": 1,
        "unit_minor": unit,
        "discount_kind": null,
        "discount_value": null,
        "discount_reason": null,
        "discount_minor": 0,
        "tax_rate_id": null,
        "tax_name": if tax > 0 { Some("VAT") } else { None },
        "tax_kind": if tax > 0 { Some("standard") } else { None },
        "tax_reason": null,
        "tax_basis_points": if tax > 0 { 2000 } else { 0 },
        "tax_inclusive": false,
        "net_minor": unit,
        "tax_minor": tax,
        "practitioner_id": null,
    })
}

fn uuid() -> &'static str {
    "0197a000-0000-7000-8000-000000000001"
}

/// An invoice for "Ada Okafor" over these lines; `change` puts in what a test is about.
pub fn invoice(lines: Vec<Json>, change: impl FnOnce(&mut Json)) -> Document {
    let sum = |which: &str| lines.iter().filter_map(|line| line[which].as_i64()).sum::<i64>();
    let (net, tax) = (sum("net_minor"), sum("tax_minor"));
    let mut json = json!({
        "kind": "invoice",
        "format": format("EUR", 2),
        "number": "INV-2026-00042",
        "issued_on": "2026-11-23",
        "due_on": "2026-12-07",
        "discount": null,
        "net_minor": net,
        "tax_minor": tax,
        "total_minor": net + tax,
        "frozen": {
            "clinic": clinic(),
            "patient": {
                "mrn": "P-000123",
                "names": { "given": "Ada", "family": "Okafor" },
                "address_lines": ["5 High Street", "Bristol"],
            },
            "terms": "Payable within 14 days.",
            "legal": null,
            "note": null,
            "lines": lines,
        },
    });
    change(&mut json);
    serde_json::from_value(json).expect("a document")
}

pub fn credit_note() -> Document {
    serde_json::from_value(json!({
        "kind": "credit_note",
        "format": format("EUR", 2),
        "number": "CN-2026-00007",
        "issued_on": "2026-11-24",
        "reason": "Not done",
        "total_minor": 5400,
        "frozen": {
            "clinic": clinic(),
            "patient": { "mrn": "P-000123", "names": { "given": "Ada", "family": "Okafor" }, "address_lines": [] },
            "invoice_number": "INV-2026-00042",
            "lines": [
                {
                    "item_id": uuid(),
                    "description": "Consultation",
                    "tax_name": "VAT 20 %",
                    "net_minor": 4500,
                    "tax_minor": 900,
                },
            ],
        },
    }))
    .expect("a document")
}

pub fn receipt(change: impl FnOnce(&mut Json)) -> Document {
    let mut json = json!({
        "kind": "receipt",
        "format": format("EUR", 2),
        "number": "R-2026-00009",
        "what": "payment",
        "of_number": null,
        "taken_on": "2026-11-23",
        "taken_at": "2026-11-23T10:45:00",
        "method": "card",
        "amount_minor": 10000,
        "parts": [{ "invoice": "INV-2026-00042", "amount_minor": 4500 }],
        "credit_minor": 5500,
        "cashier": "Rita Reception",
        "note": null,
        "clinic": clinic(),
        "mrn": "P-000123",
        "names": { "given": "Ada", "family": "Okafor" },
    });
    change(&mut json);
    serde_json::from_value(json).expect("a document")
}

pub fn statement(lines: Vec<Json>, change: impl FnOnce(&mut Json)) -> Document {
    let closing = lines.last().map_or(json!(4500), |line| line["balance_minor"].clone());
    let mut json = json!({
        "kind": "statement",
        "format": format("EUR", 2),
        "number": "P-000123-2026-11-30",
        "from": "2026-01-01",
        "to": "2026-11-30",
        "clinic": clinic(),
        "patient": {
            "mrn": "P-000123",
            "names": { "given": "Ada", "family": "Okafor" },
            "address_lines": ["5 High Street", "Bristol"],
        },
        "opening_minor": 4500,
        "lines": lines,
        "closing_minor": closing,
        "open": [
            { "number": "INV-2025-00311", "issued_on": "2025-12-20", "due_on": "2026-01-03", "open_minor": 4500 },
            { "number": "INV-2026-00042", "issued_on": "2026-11-23", "due_on": "2026-12-07", "open_minor": 7500 },
        ],
    });
    change(&mut json);
    serde_json::from_value(json).expect("a document")
}

pub fn entry(day: &str, kind: &str, number: &str, of: Option<&str>, amount: i64, balance: i64) -> Json {
    json!({ "day": day, "kind": kind, "number": number, "of_number": of, "amount_minor": amount, "balance_minor": balance })
}
