//! What a template reads: texts, amounts and dates as they stand on the paper. A template only decides where.

use crate::format::{amount, date, date_time, full_name, percent};
use crate::{Paper, clinical, money};
use clinic_core::billing::credit_note::FrozenCreditLine;
use clinic_core::billing::documents::receipt::ReceiptPart;
use clinic_core::billing::documents::statement::{OpenInvoice, StatementLine};
use clinic_core::billing::documents::{CreditNoteDocument, InvoiceDocument, ReceiptDocument, StatementDocument};
use clinic_core::billing::frozen::{FrozenClinic, FrozenPayer};
use clinic_core::billing::lines::InvoiceItem;
use clinic_core::documents::Document;
use serde::Serialize;
use serde_json::{Value as Json, json};

#[derive(Serialize)]
struct Line<'a> {
    /// service or rounding.
    kind: &'a str,
    description: &'a str,
    quantity: String,
    unit: String,
    share_of: Option<String>,
    discount: Option<String>,
    discount_reason: Option<&'a str>,
    tax: Option<String>,
    tax_included: bool,
    tax_reason: Option<&'a str>,
    total: String,
}

/// One rate over all lines that bear it.
#[derive(Serialize)]
struct TaxSum {
    tax: Option<String>,
    net: String,
    amount: String,
}

/// The data of a document.
pub fn of(document: &Document, paper: Paper, copy: bool) -> Json {
    let mut data = match document {
        Document::Invoice(one) => invoice(one),
        Document::CreditNote(one) => credit_note(one),
        Document::Receipt(one) => receipt(one),
        Document::Statement(one) => statement(one),
        Document::PayerStatement(one) => money::payer_statement(one),
        Document::Prescription(one) => clinical::prescription(one),
        Document::Visit(one) => clinical::visit(one),
        Document::Vaccinations(one) => clinical::vaccinations(one),
        Document::Letter(one) => clinical::letter(one),
        Document::Till(one) => money::till(one),
        Document::Aged(one) => money::aged(one),
        Document::Report(one) => money::report(one),
    };
    let format = document.format();
    if let Json::Object(data) = &mut data {
        data.insert("paper".into(), json!(paper));
        data.insert("copy".into(), json!(copy));
        data.insert("number".into(), json!(document.number()));
        data.insert("currency".into(), json!(format.currency));
        data.insert("patient_number_name".into(), json!(format.patient_number_name));
    }
    data
}

pub fn letterhead(clinic: &FrozenClinic) -> Json {
    json!({
        "name": clinic.name,
        "address_lines": clinic.address_lines,
        "phone": clinic.phone,
        "email": clinic.email,
        "tax_number": clinic.tax_number,
        "bank_lines": clinic.bank_lines,
    })
}

/// Who gets a paper instead of the patient.
fn payer(one: &FrozenPayer) -> Json {
    json!({
        "name": one.name,
        "address_lines": one.address_lines,
        "tax_number": one.tax_number,
        "member_number": one.member_number,
    })
}

fn invoice(one: &InvoiceDocument) -> Json {
    let format = &one.format;
    let money = |minor: i64| amount(minor, format.decimals);
    let frozen = &one.frozen;
    let whole_reason = one.discount.as_ref().map(|discount| discount.reason.as_str());
    let line = |item: &InvoiceItem| -> Json {
        json!(Line {
            kind: &item.kind,
            description: &item.description,
            quantity: item.quantity.to_string(),
            unit: money(item.unit_minor),
            discount: (item.discount_minor != 0).then(|| money(item.discount_minor)),
            share_of: item.share_of_minor.map(money),
            discount_reason: item.discount_reason.as_deref().or(whole_reason),
            tax: item.tax_name.as_deref().map(|name| tax_label(name, item.tax_basis_points)),
            tax_included: item.tax_inclusive,
            tax_reason: item.tax_reason.as_deref(),
            total: money(item.net_minor.saturating_add(item.tax_minor)),
        })
    };
    let taxes = frozen.lines.iter().map(|item| {
        let tax = item.tax_name.as_deref().map(|name| tax_label(name, item.tax_basis_points));
        (tax, item.net_minor, item.tax_minor)
    });
    json!({
        "clinic": letterhead(&frozen.clinic),
        "patient": {
            "name": full_name(&frozen.patient.names, format),
            "mrn": frozen.patient.mrn,
            "address_lines": frozen.patient.address_lines,
        },
        "payer": frozen.payer.as_ref().map(payer),
        "issued_on": date(one.issued_on, format),
        "due_on": one.due_on.map(|day| date(day, format)),
        "lines": frozen.lines.iter().map(line).collect::<Vec<_>>(),
        "taxes": tax_sums(taxes, format.decimals),
        "net": money(one.net_minor),
        "total": money(one.total_minor),
        "note": frozen.note,
        "terms": frozen.terms,
        "legal": frozen.legal,
    })
}

fn credit_note(one: &CreditNoteDocument) -> Json {
    let format = &one.format;
    let money = |minor: i64| amount(minor, format.decimals);
    let frozen = &one.frozen;
    let line = |item: &FrozenCreditLine| {
        json!({
            "description": item.description,
            "tax": item.tax_name,
            "net": money(item.net_minor),
            "tax_amount": money(item.tax_minor),
            "total": money(item.net_minor.saturating_add(item.tax_minor)),
        })
    };
    let net: i64 = frozen.lines.iter().map(|item| item.net_minor).sum();
    let taxes = frozen.lines.iter().map(|item| (item.tax_name.clone(), item.net_minor, item.tax_minor));
    json!({
        "clinic": letterhead(&frozen.clinic),
        "patient": {
            "name": full_name(&frozen.patient.names, format),
            "mrn": frozen.patient.mrn,
            "address_lines": frozen.patient.address_lines,
        },
        "payer": frozen.payer.as_ref().map(payer),
        "issued_on": date(one.issued_on, format),
        "invoice_number": frozen.invoice_number,
        "reason": one.reason,
        "lines": frozen.lines.iter().map(line).collect::<Vec<_>>(),
        "taxes": tax_sums(taxes, format.decimals),
        "net": money(net),
        "total": money(one.total_minor),
    })
}

fn receipt(one: &ReceiptDocument) -> Json {
    let format = &one.format;
    let money = |minor: i64| amount(minor, format.decimals);
    let part = |part: &ReceiptPart| json!({ "invoice": part.invoice, "amount": money(part.amount_minor) });
    json!({
        "clinic": letterhead(&one.clinic),
        // A payer's may be for many patients: it names none.
        "patient": match &one.payer {
            Some(payer) => json!({ "name": payer, "mrn": null }),
            None => json!({ "name": full_name(&one.names, format), "mrn": one.mrn }),
        },
        "is_payers": one.payer.is_some(),
        "what": one.what,
        "of_number": one.of_number,
        "taken_at": date_time(one.taken_at, format),
        // The clinic's own, or a word of ours.
        "method": one.method_name.as_ref().unwrap_or(&one.method),
        "amount": money(one.amount_minor),
        "parts": one.parts.iter().map(part).collect::<Vec<_>>(),
        "rounding": (one.rounding_minor != 0).then(|| money(one.rounding_minor)),
        "credit": (one.credit_minor > 0).then(|| money(one.credit_minor)),
        "cashier": one.cashier,
        "note": one.note,
    })
}

fn statement(one: &StatementDocument) -> Json {
    let format = &one.format;
    let money = |minor: i64| amount(minor, format.decimals);
    let line = |line: &StatementLine| {
        json!({
            "day": date(line.day, format),
            "kind": line.kind,
            "number": line.number,
            "of_number": line.of_number,
            "charged": (line.amount_minor > 0).then(|| money(line.amount_minor)),
            "paid": (line.amount_minor < 0).then(|| money(line.amount_minor.saturating_neg())),
            "balance": money(line.balance_minor),
        })
    };
    let open = |open: &OpenInvoice| {
        json!({
            "number": open.number,
            "issued_on": date(open.issued_on, format),
            "due_on": open.due_on.map(|day| date(day, format)),
            "is_late": open.due_on.is_some_and(|day| day < one.to),
            "open": money(open.open_minor),
        })
    };
    json!({
        "clinic": letterhead(&one.clinic),
        "patient": {
            "name": full_name(&one.patient.names, format),
            "mrn": one.patient.mrn,
            "address_lines": one.patient.address_lines,
        },
        "from": date(one.from, format),
        "to": date(one.to, format),
        "opening": money(one.opening_minor),
        "lines": one.lines.iter().map(line).collect::<Vec<_>>(),
        "closing": money(one.closing_minor.saturating_abs()),
        "stands": if one.closing_minor > 0 { "owed" } else if one.closing_minor < 0 { "credit" } else { "settled" },
        "open": one.open.iter().map(open).collect::<Vec<_>>(),
    })
}

/// A rate's name says its percent already, or gets it.
fn tax_label(name: &str, basis_points: i64) -> String {
    if basis_points == 0 || name.chars().any(|c| c.is_numeric()) {
        return name.to_owned();
    }
    format!("{name} {}", percent(basis_points))
}

/// In the order in which the rates first appear; lines without any stand together.
fn tax_sums(lines: impl Iterator<Item = (Option<String>, i64, i64)>, decimals: u32) -> Vec<TaxSum> {
    let mut sums: Vec<(Option<String>, i64, i64)> = Vec::new();
    for (tax, net, amount) in lines {
        match sums.iter_mut().find(|sum| sum.0 == tax) {
            Some(sum) => {
                sum.1 = sum.1.saturating_add(net);
                sum.2 = sum.2.saturating_add(amount);
            }
            None => sums.push((tax, net, amount)),
        }
    }
    let sum = |(tax, net, minor)| TaxSum { tax, net: amount(net, decimals), amount: amount(minor, decimals) };
    sums.into_iter().map(sum).collect()
}
