//! What the templates of the day's close, of what is owed and of reports read.

use crate::data::letterhead;
use crate::format::{amount, date, date_time, month, share};
use clinic_core::billing::aged::AgedLine;
use clinic_core::billing::documents::report::{ReportCell, ReportRow};
use clinic_core::billing::documents::till_sheet::{PaperCorrection, PaperMove};
use clinic_core::billing::documents::{AgedDocument, ReportDocument, TillDocument};
use clinic_core::billing::methods::way::OwnExpected;
use clinic_core::billing::unpaid::Ageing;
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
    json!({
        "clinic": letterhead(&one.clinic),
        "on": date(aged.on, format),
        "lines": aged.lines.iter().map(line).collect::<Vec<_>>(),
        "ages": ages(&aged.ageing),
        "total": money(aged.ageing.total_minor),
        "count": aged.count,
        "credit": some(aged.credit_minor),
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
    };
    let row = |row: &ReportRow| {
        let name = if one.by == "month" { month(&row.key) } else { row.name.clone() };
        json!({ "key": row.key, "name": name, "cells": row.cells.iter().map(cell).collect::<Vec<_>>() })
    };
    json!({
        "clinic": letterhead(&one.clinic),
        "report": one.report,
        "by": one.by,
        "from": date(one.from, format),
        "to": date(one.to, format),
        "has_money": one.total.iter().any(|cell| matches!(cell, ReportCell::Money(_))),
        "rows": one.rows.iter().map(row).collect::<Vec<_>>(),
        "total": one.total.iter().map(cell).collect::<Vec<_>>(),
        "printed_by": one.printed_by,
        "printed_at": date_time(one.printed_at, format),
    })
}
