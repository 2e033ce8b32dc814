//! What is on the papers of the books: a day's close, and what is owed by age.

use super::given::{clinic, format};
use super::read::{Page, has, made, printed, text};
use clinic_documents::{Document, Look, Paper};
use serde_json::{Value as Json, json};

fn till(change: impl FnOnce(&mut Json)) -> Document {
    let mut json = json!({
        "kind": "till", "format": format("EUR", 2), "number": "TILL-2026-11-23-7F3A", "clinic": clinic(), "cashier": "Rita Reception",
        "day": "2026-11-23", "closed_at": "2026-11-23T18:05:00",
        "expected": {
            "float_minor": 10_000, "cash_taken_minor": 45_000, "moved_minor": -2000, "cash_minor": 53_000, "card_minor": 120_050,
            "transfer_minor": 4500, "other_minor": 0, "entries": 23,
        },
        "counted_minor": 52_500, "card_counted_minor": 120_050, "difference_minor": -500, "reason": "Change given twice",
        "moves": [{ "amount_minor": -2000, "reason": "Stamps", "at": "2026-11-23T11:00:00" }],
        "seal": "5f2c9ab41d7733e0c1b25f2c9ab41d7733e0c1b25f2c9ab41d7733e0c1b2aabb",
    });
    change(&mut json);
    serde_json::from_value(json).expect("a document")
}

fn ageing(sums: [i64; 5]) -> Json {
    json!({
        "not_due_minor": sums[0], "days_1_30_minor": sums[1], "days_31_60_minor": sums[2], "days_61_90_minor": sums[3],
        "days_over_90_minor": sums[4], "total_minor": sums.iter().sum::<i64>(),
    })
}

fn aged(people: usize) -> Document {
    let line = |n: usize| {
        let mut line = ageing([4500, 0, 12_000, 0, 0]);
        line["patient_id"] = json!("0197a000-0000-7000-8000-000000000001");
        (line["mrn"], line["name"]) = (json!(format!("P-{n:06}")), json!("Okafor, Ada"));
        line
    };
    let n = i64::try_from(people).expect("a few");
    let lines: Vec<Json> = (0..people).map(line).collect();
    let aged = json!({ "on": "2026-11-23", "lines": lines, "ageing": ageing([4500 * n, 0, 12_000 * n, 0, 0]), "count": n, "credit_minor": 2500 });
    let json = json!({ "kind": "aged", "format": format("EUR", 2), "number": "AGED-2026-11-23", "clinic": clinic(), "aged": aged });
    serde_json::from_value(json).expect("a document")
}

#[test]
fn a_closed_day_says_what_was_expected_and_counted_by_method_and_why_they_differ() {
    let found = text(&till(|_| {}));
    let wanted = [
        "Day closing sheet",
        "23 Nov 2026, 18:05",
        "Rita Reception",
        "TILL-2026-11-23-7F3A",
        "Cash | 530.00 | 525.00 | -5.00",
        "Card | 1,200.50 | 1,200.50 | 0.00",
        "Transfer | 45.00",
        "EUR -5.00",
        "Change given twice",
        "Float | 100.00",
        "Cash taken, less given back | 450.00",
        "Put in, less taken out | -20.00",
        "Expected in the drawer | 530.00",
        "23 Nov 2026, 11:00 | Stamps | -20.00",
        "5f2c9ab41d7733e0c1b25f2c9ab4",
        "Signature",
    ];
    has(&found, &wanted);
    assert!(!found.contains("Other"), "a method that nobody used: {found}");
    let quiet = text(&till(|json| (json["moves"], json["reason"]) = (json!([]), Json::Null)));
    assert!(!quiet.contains("Corrected after the close"), "{quiet}");
    let one = |right: Json| json!({ "at": "2026-11-24T09:10:00", "by": "Tom Silva", "receipt": "R-2026-00042", "method": "cash", "amount_minor": 4500, "right_method": right[0], "right_minor": right[1], "reason": "By card" });
    let later = text(&till(|json| json["corrected_later"] = json!([one(json!(["card", 4000])), one(Json::Null)])));
    has(
        &later,
        &[
            "Corrected after the close",
            "R-2026-00042 | Cash 45.00 | Card 40.00 | 24 Nov 2026, 09:10, Tom Silva, By card",
            "Never paid",
        ],
    );
    assert!(later.contains("Cash | 530.00 | 525.00 | -5.00"), "the sealed sums stay: {later}");
    assert!(!quiet.contains("Cash put in") && !quiet.contains("Reason"), "{quiet}");
}

#[test]
fn what_is_owed_has_a_line_for_everybody_and_the_sums_last() {
    let one = aged(120);
    let pages = printed(&one, Look::default());
    assert!(pages.len() > 2);
    let whole = pages.iter().map(Page::text).collect::<Vec<_>>();
    for n in 0..120 {
        assert!(whole.iter().any(|page| page.contains(&format!("P-{n:06}"))), "{n}");
    }
    for (place, page) in whole.iter().enumerate() {
        has(page, &["Not due", "31–60"]);
        assert_eq!(page.contains("19,800.00"), place + 1 == whole.len(), "the sums stand on the last page: {page}");
    }
    has(&whole[0], &["Receivables by age", "23 Nov 2026", "EUR", "Okafor, Ada | 45.00 | 120.00 | 165.00"]);
    has(&whole[whole.len() - 1], &["5,400.00", "14,400.00", "(EUR 25.00) is not taken off"]);
    let letter = made(&one, Look { paper: Some(Paper::Letter), copy: false });
    assert_eq!(letter.file_name, "AGED-2026-11-23.pdf");
}

fn report(name: &str, by: &str, rows: Json, total: Json) -> Document {
    let json = json!({
        "kind": "report", "format": format("EUR", 2), "number": "REVENUE-2026-01-01-TO-2026-11-23", "clinic": clinic(), "report": name, "by": by,
        "from": "2026-01-01", "to": "2026-11-23", "rows": rows, "total": total, "printed_by": "T. Silva", "printed_at": "2026-11-23T18:05:00",
    });
    serde_json::from_value(json).expect("a document")
}

/// Letters of a title are wide enough to look like columns.
fn titled(document: &Document, title: &str) {
    let found = text(document);
    let squeezed = |text: &str| text.replace([' ', '|'], "");
    assert!(squeezed(&found).contains(&squeezed(title)), "no {title:?} in:\n{found}");
}

#[test]
fn every_report_has_its_title_span_columns_sums_and_who_printed_it() {
    let money = |minors: &[i64]| minors.iter().map(|minor| json!({ "money": minor })).collect::<Vec<_>>();
    let rows = json!([
        { "key": "0197a000-0000-7000-8000-000000000001", "name": "Dr Bola Adeyemi", "cells": money(&[120_000, -500, 99_583, 19_917, 119_500]) },
        { "key": "other", "name": null, "cells": money(&[0, 0, 0, 0, 0]) },
    ]);
    let plain = |document: &Document| text(document).replace(" | ", " ");
    let revenue =
        plain(&report("revenue", "practitioner", rows, json!(money(&[120_000, -500, 99_583, 19_917, 119_500]))));
    let wanted = [
        "Revenue",
        "1 Jan 2026 to 23 Nov 2026",
        "All amounts in EUR",
        "23 Nov 2026, 18:05, T. Silva",
        "Practitioner Invoiced Credited Net Tax Total",
        "Dr Bola Adeyemi 1,200.00 -5.00 995.83 199.17 1,195.00",
        "No practitioner 0.00",
        "Total 1,200.00",
    ];
    has(&revenue, &wanted);
    let rows = json!([{ "key": "cash", "name": null, "cells": money(&[5000, 0, 5000]) }]);
    let received = report("received", "method", rows, json!(money(&[5000, 0, 5000])));
    has(&plain(&received), &["Cash 50.00 0.00 50.00"]);
    titled(&received, "Payments received");
    let cells = json!([{ "minutes": 4830 }, { "minutes": 2405 }, { "minutes": 0 }, { "share": 4979 }]);
    let used = report("utilisation", "month", json!([{ "key": "2026-11", "name": null, "cells": cells }]), cells);
    titled(&used, "Working time in use");
    has(&plain(&used), &["Nov 2026 80:30 40:05 0:00 49.8 %", "Total 80:30"]);
    assert!(!text(&used).contains("EUR"), "no amounts: {}", text(&used));
    let missed = json!([{ "count": 1200 }, { "count": 12 }, { "share": null }, { "count": 3 }]);
    let missed = report("no_shows", "month", json!([]), missed);
    titled(&missed, "Who did not come");
    has(&plain(&missed), &["Total 1,200 12"]);
    let new = report("new_patients", "month", json!([]), json!([{ "count": 2 }, { "count": 1 }]));
    titled(&new, "New patients");
    has(&plain(&new), &["Total 2 1"]);
}

/// As `has`, whatever the gaps between letters and columns look like.
fn told(found: &str, wanted: &[&str]) {
    let squeezed = |text: &str| text.replace([' ', '|'], "");
    let wanted: Vec<String> = wanted.iter().map(|one| squeezed(one)).collect();
    has(&squeezed(found), &wanted.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn the_journals_have_their_sums_and_each_line_below() {
    let money = |minor: i64| json!({ "money": minor });
    let mut json = serde_json::to_value(report(
        "payments",
        "method",
        json!([{ "key": "cash", "name": null, "cells": [{ "count": 2 }, money(5000), money(1000), money(4000)] }]),
        json!([{ "count": 2 }, money(5000), money(1000), money(4000)]),
    ))
    .expect("json");
    let paid = |kind: &str, minor: i64, payer: Json| {
        json!({
            "day": "2026-11-23", "kind": kind, "receipt": "R-2026-00042", "name": "Okafor, Ada", "mrn": "P-000123", "payer": payer,
            "method": "cash", "amount_minor": minor,
        })
    };
    json["journal"] = json!({ "count": 2, "payments": [paid("payment", 5000, json!("Santé Assur")), paid("refund", -1000, Json::Null)], "entries": [] });
    let read =
        |json: &Json| text(&serde_json::from_value::<Document>(json.clone()).expect("a document")).replace(" | ", " ");
    let payments = read(&json);
    told(
        &payments,
        &[
            "Method Entries Taken Given back Total",
            "Cash 2 50.00 10.00 40.00",
            "Each payment",
            "23 Nov 2026 R-2026-00042 Okafor, Ada P-000123 · paid by Santé Assur Cash 50.00",
            "R-2026-00042 Refund Okafor, Ada P-000123 Cash -10.00",
        ],
    );
    json["journal"] = json!({ "count": 12_000, "payments": [], "entries": [] });
    told(&read(&json), &["Cash 2 50.00", "These days have 12,000 entries"]);

    let cells = |code: &str, debit: i64, credit: i64| json!([{ "text": code }, { "text": "" }, { "count": 1 }, money(debit), money(credit)]);
    let mut json = serde_json::to_value(report(
        "ledger",
        "account",
        json!([
            { "key": "receivables", "name": null, "cells": cells("1200", 5000, 0) },
            { "key": "revenue", "name": null, "cells": cells("4000", 0, 5000) },
        ]),
        cells("", 5000, 5000),
    ))
    .expect("json");
    let entry = |account: &str, own: &str, debit: i64| {
        json!({
            "day": "2026-11-23", "kind": "invoice", "number": "INV-2026-00007", "account": account, "debit_minor": debit,
            "credit_minor": 5000 - debit, "tax_code": "", "code": "1200", "method_name": own,
        })
    };
    let entries = [entry("receivables", "", 5000), entry("revenue", "", 0), entry("transfer", "Cheque", 5000)];
    json["journal"] = json!({ "count": 3, "payments": [], "entries": entries });
    let ledger = read(&json);
    told(
        &ledger,
        &[
            "Receivables 1200 1 50.00 0.00",
            "Each entry",
            "Invoice INV-2026-00007 Receivables 1200 50.00",
            "Invoice INV-2026-00007 Revenue 1200 50.00",
            "Invoice INV-2026-00007 Cheque 1200 50.00",
        ],
    );
}

#[test]
fn a_payers_statement_lists_what_is_open_by_patient_and_how_long_it_is_due() {
    let patient = |n: usize| {
        let invoice = |number: String, due: &str| json!({ "number": number, "issued_on": "2026-10-12", "due_on": due, "total_minor": 12_000, "settled_minor": 2500, "open_minor": 9500 });
        json!({
            "name": format!("Okafor {n}, Ada"), "mrn": format!("P-{n:06}"), "member_number": format!("HH {n}"), "open_minor": 19_000,
            "invoices": [invoice(format!("INV-2026-{n:05}"), "2026-11-11"), invoice(format!("INV-2026-{:05}", n + 500), "2026-12-31")],
        })
    };
    let of = |people: usize| {
        let (n, patients) = (i64::try_from(people).expect("a few"), (1..=people).map(patient).collect::<Vec<_>>());
        let json = json!({
            "kind": "payer_statement", "format": format("EUR", 2), "number": "PAYER-00A1-2026-11-30", "clinic": clinic(), "on": "2026-11-30",
            "payer": { "payer_id": "0197a000-0000-7000-8000-000000000001", "name": "Harbour Health", "address_lines": ["PO Box 12"], "tax_number": "GB 204", "member_number": null },
            "patients": patients, "ageing": ageing([9500 * n, 9500 * n, 0, 0, 0]), "credit_minor": 700,
        });
        serde_json::from_value::<Document>(json).expect("a document")
    };
    let found = text(&of(2));
    told(
        &found,
        &[
            "Statement of account",
            "Harbour Health",
            "PO Box 12",
            "30 Nov 2026",
            "Number Date Due Amount Paid or credited Open",
            "Okafor 1, Ada P-000001 · Member no. HH 1 190.00",
            "INV-2026-00001 12 Oct 2026 11 Nov 2026 overdue 120.00 25.00 95.00",
            "INV-2026-00501 12 Oct 2026 31 Dec 2026 120.00 25.00 95.00",
            "Not due 190.00",
            "1–30 days 190.00",
            "EUR 380.00",
            "(EUR 7.00) is not taken off",
        ],
    );
    assert!(!found.contains("31–60"), "an age of which nothing is: {found}");
    let pages = printed(&of(60), Look::default());
    assert!(pages.len() > 2);
    for page in &pages {
        assert!(page.text().contains("PAYER-00A1-2026-11-30"), "{}", page.text());
    }
    told(&text(&of(0)), &["Nothing is open."]);
}
