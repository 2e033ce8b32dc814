//! What the templates of the day's close, of what is owed and of reports read.

use crate::data::letterhead;
use crate::format::{amount, date, date_time, month, share};
use clinic_core::billing::aged::AgedLine;
use clinic_core::billing::documents::journal::{Journal, PaperPayment};
use clinic_core::billing::documents::payer_statement::{PayerOpenInvoice, PayerPatient};
use clinic_core::billing::documents::report::{ReportCell, ReportRow};
use clinic_core::billing::documents::till_sheet::{PaperCorrection, PaperMove};
use clinic_core::billing::documents::{AgedDocument, PayerStatementDocument, ReportDocument, TillDocument};
use clinic_core::billing::ledger::LedgerEntry;
use clinic_core::billing::methods::way::OwnExpected;
use clinic_core::billing::unpaid::Ageing;
use clinic_core::documents::DocumentFormat;
use serde_json::{Value as Json, json};

pub fn till(one: &TillDocument) -> Json {
    let format = &one.format;
    let money = |minor: i64| amount(minor, format.decimals);
    let expected = &one.expected;
    // Transfers and the like are nowhere to be counted.
    let counted = |method: &str, expected: i64, counted: i64| {
        let apart = counted.saturating_sub(expected);
        json!({ "method": method, "expected": money(expected), "counted": money(counted), "difference": money(apart), "apart": apart != 0 })
    };
    let told = |method: &str, expected: i64| {
        (expected != 0)
            .then(|| json!({ "method": method, "expected": money(expected), "counted": null, "difference": null, "apart": false }))
    };
    // The clinic's own stand by their names; the card machine's slip is held against all cards together.
    let own = |kind: &str| {
        let of_kind = expected.own.iter().filter(|one| one.method == kind && one.amount_minor != 0);
        let line = |one: &OwnExpected| json!({ "method": one.name, "expected": money(one.amount_minor), "counted": null, "difference": null, "apart": false, "within": kind == "card" });
        of_kind.map(line).collect::<Vec<_>>()
    };
    let rest = |kind: &str, sum: i64| {
        let by_own: i64 = expected.own.iter().filter(|one| one.method == kind).map(|one| one.amount_minor).sum();
        told(kind, sum.saturating_sub(by_own)).into_iter().chain(own(kind)).collect::<Vec<_>>()
    };
    let methods = [
        vec![counted("cash", expected.cash_minor, one.counted_minor)],
        vec![counted("card", expected.card_minor, one.card_counted_minor)],
        own("card"),
        rest("transfer", expected.transfer_minor),
        rest("other", expected.other_minor),
    ];
    let moved = |one: &PaperMove| json!({ "at": date_time(one.at, format), "reason": one.reason, "amount": money(one.amount_minor) });
    let corrected = |one: &PaperCorrection| {
        json!({
            "at": date_time(one.at, format), "by": one.by, "receipt": one.receipt, "reason": one.reason,
            "method": one.method_name.as_ref().unwrap_or(&one.method), "amount": money(one.amount_minor),
            "right_method": one.right_method_name.as_ref().or(one.right_method.as_ref()), "right_amount": one.right_minor.map(money),
        })
    };
    json!({
        "clinic": letterhead(&one.clinic),
        "cashier": one.cashier,
        "day": date(one.day, format),
        "closed_at": date_time(one.closed_at, format),
        "entries": expected.entries,
        "float": money(expected.float_minor),
        "taken": money(expected.cash_taken_minor),
        "moved": money(expected.moved_minor),
        "drawer": money(expected.cash_minor),
        "methods": methods.into_iter().flatten().collect::<Vec<_>>(),
        "difference": money(one.difference_minor),
        "reason": one.reason,
        "moves": one.moves.iter().map(moved).collect::<Vec<_>>(),
        "seal": one.seal,
        "corrected_later": one.corrected_later.iter().map(corrected).collect::<Vec<_>>(),
    })
}

pub fn aged(one: &AgedDocument) -> Json {
    let format = &one.format;
    let money = |minor: i64| amount(minor, format.decimals);
    // An empty cell is read faster than a nought.
    let some = |minor: i64| (minor != 0).then(|| money(minor));
    let ages = |of: &Ageing| {
        [of.not_due_minor, of.days_1_30_minor, of.days_31_60_minor, of.days_61_90_minor, of.days_over_90_minor]
            .map(some)
    };
    let line = |line: &AgedLine| json!({ "name": line.name, "mrn": line.mrn, "ages": ages(&line.ageing), "total": money(line.ageing.total_minor) });
    let aged = &one.aged;
    let sums = &aged.ageing;
    let whole = [
        sums.not_due_minor,
        sums.days_1_30_minor,
        sums.days_31_60_minor,
        sums.days_61_90_minor,
        sums.days_over_90_minor,
    ];
    json!({
        "clinic": letterhead(&one.clinic),
        "on": date(aged.on, format),
        "lines": aged.lines.iter().map(line).collect::<Vec<_>>(),
        "ages": ages(&aged.ageing),
        "bars": scaled(whole.map(|minor| vec![minor]).to_vec(), 0).into_iter().flatten().collect::<Vec<_>>(),
        "total": money(aged.ageing.total_minor),
        "count": aged.count,
        "credit": some(aged.credit_minor),
    })
}

pub fn payer_statement(one: &PayerStatementDocument) -> Json {
    let format = &one.format;
    let money = |minor: i64| amount(minor, format.decimals);
    let some = |minor: i64| (minor != 0).then(|| money(minor));
    let invoice = |open: &PayerOpenInvoice| {
        json!({
            "number": open.number, "issued_on": date(open.issued_on, format), "due_on": open.due_on.map(|day| date(day, format)),
            "is_late": open.due_on.is_some_and(|day| day < one.on), "total": money(open.total_minor), "settled": some(open.settled_minor),
            "open": money(open.open_minor),
        })
    };
    let patient = |patient: &PayerPatient| {
        json!({
            "name": patient.name, "mrn": patient.mrn, "member_number": patient.member_number, "open": money(patient.open_minor),
            "invoices": patient.invoices.iter().map(invoice).collect::<Vec<_>>(),
        })
    };
    let ages = &one.ageing;
    let by_age = [
        ages.not_due_minor,
        ages.days_1_30_minor,
        ages.days_31_60_minor,
        ages.days_61_90_minor,
        ages.days_over_90_minor,
    ];
    json!({
        "clinic": letterhead(&one.clinic),
        "payer": { "name": one.payer.name, "address_lines": one.payer.address_lines, "tax_number": one.payer.tax_number },
        "on": date(one.on, format),
        "patients": one.patients.iter().map(patient).collect::<Vec<_>>(),
        "count": one.patients.iter().map(|patient| patient.invoices.len()).sum::<usize>(),
        "ages": by_age.map(some),
        "total": money(ages.total_minor),
        "credit": (one.credit_minor > 0).then(|| money(one.credit_minor)),
    })
}

pub fn report(one: &ReportDocument) -> Json {
    let format = &one.format;
    let cell = |cell: &ReportCell| match cell {
        ReportCell::Money(minor) => amount(*minor, format.decimals),
        ReportCell::Count(count) => amount(*count, 0),
        // Hours are what a day is planned in.
        ReportCell::Minutes(minutes) => format!("{}:{:02}", amount(minutes / 60, 0), minutes % 60),
        ReportCell::Share(hundredths) => hundredths.map(share).unwrap_or_default(),
        ReportCell::Text(text) => text.clone(),
    };
    let bars = bars(one);
    let row = |(row, bar): (&ReportRow, Vec<i64>)| {
        let name = if one.by == "month" { month(&row.key) } else { row.name.clone() };
        json!({ "key": row.key, "name": name, "bar": bar, "cells": row.cells.iter().map(cell).collect::<Vec<_>>() })
    };
    json!({
        "clinic": letterhead(&one.clinic),
        "report": one.report,
        "by": one.by,
        "from": date(one.from, format),
        "to": date(one.to, format),
        "has_money": one.total.iter().any(|cell| matches!(cell, ReportCell::Money(_))),
        "rows": one.rows.iter().zip(bars).map(row).collect::<Vec<_>>(),
        "total": one.total.iter().map(cell).collect::<Vec<_>>(),
        "journal": one.journal.as_ref().map(|journal| lines_of(journal, format)),
        "printed_by": one.printed_by,
        "printed_at": date_time(one.printed_at, format),
    })
}

/// What a report's sums are of. A booking stands on one side: the other stays empty.
fn lines_of(journal: &Journal, format: &DocumentFormat) -> Json {
    let money = |minor: i64| amount(minor, format.decimals);
    let some = |minor: i64| (minor != 0).then(|| money(minor));
    let payment = |one: &PaperPayment| {
        json!({
            "day": date(one.day, format), "kind": one.kind, "number": one.receipt, "name": one.name, "mrn": one.mrn, "payer": one.payer,
            "method": one.method, "amount": money(one.amount_minor),
        })
    };
    let entry = |one: &LedgerEntry| {
        json!({
            "day": date(one.day, format), "kind": one.kind, "number": one.number, "account": if one.method_name.is_empty() { &one.account } else { &one.method_name }, "code": one.code,
            "tax_code": one.tax_code, "debit": some(one.debit_minor), "credit": some(one.credit_minor),
        })
    };
    let lines: Vec<Json> = journal.payments.iter().map(payment).chain(journal.entries.iter().map(entry)).collect();
    json!({ "count": amount(journal.count, 0), "lines": lines })
}

/// How much of the largest row each is, in thousandths, as the screen draws it. An account has a bar for each side.
fn bars(one: &ReportDocument) -> Vec<Vec<i64>> {
    let last = one.total.len().saturating_sub(1);
    let shown = match one.report.as_str() {
        "new_patients" => vec![0],
        "no_shows" => vec![2],
        "ledger" => vec![last.saturating_sub(1), last],
        _ => vec![last],
    };
    let size = |row: &ReportRow, place: usize| match row.cells.get(place) {
        Some(ReportCell::Money(size) | ReportCell::Count(size) | ReportCell::Minutes(size)) => *size,
        Some(ReportCell::Share(size)) => size.unwrap_or_default(),
        Some(ReportCell::Text(_)) | None => 0,
    };
    let sizes: Vec<Vec<i64>> =
        one.rows.iter().map(|row| shown.iter().map(|place| size(row, *place)).collect()).collect();
    // Of working time the whole is what is worked, unless more is booked.
    let least = if one.report == "utilisation" { 10_000 } else { 0 };
    scaled(sizes, least)
}

/// In thousandths of the largest, or of `least` where that is more; what is below nought has no bar.
fn scaled(sizes: Vec<Vec<i64>>, least: i64) -> Vec<Vec<i64>> {
    let most = sizes.iter().flatten().copied().fold(least, i64::max);
    let part = |size: i64| size.max(0).saturating_mul(1000).checked_div(most).unwrap_or_default();
    sizes.into_iter().map(|row| row.into_iter().map(part).collect()).collect()
}
