//! What is on invoices, credit notes, receipts and statements.

use super::given::{credit_note, entry, format, invoice, line, receipt, statement};
use super::read::{Page, has, made, pages, printed, text};
use clinic_documents::{Document, Look, Paper};
use serde_json::json;

#[test]
fn an_invoice_bears_its_number_dates_names_lines_and_sums() {
    let lines = vec![line("Consultation", 123_450, 24_690), line("Blood test", 2500, 0)];
    let found = text(&invoice(lines, |json| {
        json["frozen"]["lines"][1]["discount_minor"] = json!(500);
        json["discount"] = json!({ "kind": "percent", "value": 1000, "reason": "Family" });
        json["frozen"]["note"] = json!("For the insurance");
    }));
    has(
        &found,
        &[
            "Riverside Family Clinic",
            "Tax no. GB 123 4567 89",
            "INV-2026-00042",
            "23 Nov 2026",
            "7 Dec 2026",
            "Ada Okafor",
            "5 High Street",
            "P-000123",
            "Consultation",
            "1,234.50",
            "VAT 20 %",
            "1,481.40",
            "less 5.00: Family",
            "No tax",
            "on 1,234.50",
            "246.90",
            "EUR 1,506.40",
            "Payable within 14 days.",
            "For the insurance",
            "IBAN GB33 BUKB 2020 1555 5555 55",
            "Page 1 of 1",
        ],
    );
    assert!(!found.contains("COPY"), "{found}");
}

#[test]
fn amounts_have_the_decimals_of_their_currency() {
    for (currency, decimals, total) in
        [("JPY", 0, "JPY 1,234,567"), ("EUR", 2, "EUR 12,345.67"), ("BHD", 3, "BHD 1,234.567")]
    {
        let one = invoice(vec![line("Consultation", 1_234_567, 0)], |json| json["format"] = format(currency, decimals));
        has(&text(&one), &[total]);
    }
}

#[test]
fn the_clinics_paper_dates_and_order_of_names_are_kept() {
    let one = invoice(vec![line("Consultation", 4500, 0)], |json| {
        json["format"]["paper"] = json!("Letter");
        json["format"]["date_order"] = json!("mdy");
        json["format"]["name_order"] = json!("family_first");
    });
    let pages = printed(&one, Look::default());
    assert_eq!((pages[0].width.round(), pages[0].height.round()), (612.0, 792.0));
    has(&pages[0].text(), &["Nov 23, 2026", "Okafor Ada"]);
    let pages = printed(&one, Look { paper: Some(Paper::A4), copy: false });
    assert_eq!((pages[0].width.round(), pages[0].height.round()), (595.0, 842.0));
}

#[test]
fn two_hundred_lines_go_over_several_pages_and_the_sums_stand_on_the_last() {
    let lines = (1..=200).map(|n| line(&format!("Treatment no. {n}"), 1000 + n, 0)).collect();
    let pages = printed(&invoice(lines, |_| {}), Look::default());
    assert!(pages.len() > 3, "{} pages", pages.len());
    let all = pages.iter().map(Page::text).collect::<Vec<_>>();
    let whole = all.join("\n");
    for n in 1..=200 {
        assert!(whole.lines().any(|line| line.starts_with(&format!("Treatment no. {n} | "))), "line {n} is missing");
    }
    for (place, page) in all.iter().enumerate() {
        let number = place + 1;
        has(page, &[&format!("Page {number} of {}", all.len()), "INV-2026-00042"]);
        assert_eq!(
            page.contains("Treatment no."),
            page.contains("Unit price"),
            "the head stands over the lines of page {number}"
        );
        assert_eq!(
            page.contains("EUR 2,201.00"),
            number == all.len(),
            "the sum stands on the last page, not on {number}"
        );
    }
}

#[test]
fn each_page_of_a_copy_says_so() {
    let lines = (1..=60).map(|n| line(&format!("Treatment no. {n}"), 1000, 0)).collect();
    let one = invoice(lines, |_| {});
    let copies = printed(&one, Look { paper: None, copy: true });
    assert!(copies.len() > 1);
    copies.iter().for_each(|page| has(&page.text(), &["COPY"]));
    assert_eq!(made(&one, Look { paper: None, copy: true }).file_name, "INV-2026-00042-copy.pdf");
    let roll = printed(&receipt(|_| {}), Look { paper: Some(Paper::Roll80), copy: true });
    has(&roll[0].text(), &["COPY"]);
}

#[test]
fn a_credit_note_names_its_invoice_and_why() {
    let found = text(&credit_note());
    has(&found, &["Credit note", "CN-2026-00007", "INV-2026-00042", "Not done", "VAT 20 %", "9.00", "EUR 54.00"]);
}

#[test]
fn a_receipt_fits_a5_and_a_roll() {
    let one = receipt(|_| {});
    let wanted = [
        "Receipt",
        "R-2026-00009",
        "23 Nov 2026, 10:45",
        "Card",
        "Rita Reception",
        "Ada Okafor",
        "EUR 100.00",
        "Invoice INV-2026-00042",
        "45.00",
        "Kept as credit",
        "55.00",
    ];
    let a5 = printed(&one, Look::default());
    assert_eq!((a5[0].width.round(), a5[0].height.round(), a5.len()), (420.0, 595.0, 1));
    has(&a5[0].text(), &wanted);
    let roll = printed(&one, Look { paper: Some(Paper::Roll80), copy: false });
    assert_eq!((roll[0].width.round(), roll.len()), (227.0, 1));
    assert!(roll[0].height < 400.0, "as long as what stands on it: {}", roll[0].height);
    has(&roll[0].text(), &wanted);
}

#[test]
fn what_was_given_back_says_of_which_receipt() {
    let one = receipt(|json| {
        json["what"] = json!("refund");
        json["of_number"] = json!("R-2026-00003");
        json["parts"] = json!([]);
        json["credit_minor"] = json!(0);
    });
    let found = text(&one);
    has(&found, &["Refund", "Of receipt", "R-2026-00003", "Given back"]);
    assert!(!found.contains("Kept as credit"), "{found}");
}

#[test]
fn a_statement_says_what_stood_what_moved_and_what_is_open() {
    let lines = vec![
        entry("2026-11-23", "invoice", "INV-2026-00042", None, 12_000, 16_500),
        entry("2026-11-23", "payment", "R-2026-00009", None, -3000, 13_500),
        entry("2026-11-24", "credit_note", "CN-2026-00007", Some("INV-2026-00042"), -1500, 12_000),
    ];
    let found = text(&statement(lines, |_| {}));
    // Its letters are wide enough to look like columns.
    assert!(found.replace(" | ", "").contains("Statement of account"), "{found}");
    let wanted = [
        "1 Jan 2026 to 30 Nov 2026",
        "Balance brought forward | 45.00",
        "23 Nov 2026 | Invoice INV-2026-00042 | 120.00 | 165.00",
        "23 Nov 2026 | Payment R-2026-00009 | 30.00 | 135.00",
        "24 Nov 2026 | Credit note CN-2026-00007 of INV-2026-00042 | 15.00 | 120.00",
        "Owed on 30 Nov 2026",
        "EUR 120.00",
        "INV-2025-00311 | 20 Dec 2025 | 3 Jan 2026 overdue | 45.00",
        "INV-2026-00042 | 23 Nov 2026 | 7 Dec 2026 | 75.00",
    ];
    has(&found, &wanted);
    let found = text(&statement(vec![], |json| {
        json["closing_minor"] = json!(-2500);
        json["open"] = json!([]);
    }));
    has(&found, &["Credit on 30 Nov 2026", "EUR 25.00"]);
    assert!(!found.contains("Open invoices"), "{found}");
}

/// Letters no longer than a column are kept whole, longer ones break: nothing leaves the paper.
#[test]
fn long_names_stay_on_the_paper() {
    let endless = "Xylophonist".repeat(11);
    for document in [
        invoice(vec![line(&endless, 4500, 0)], |json| json["frozen"]["patient"]["names"]["family"] = json!(endless)),
        receipt(|json| json["names"]["family"] = json!(endless)),
    ] {
        for paper in [None, Some(Paper::Roll80)]
            .into_iter()
            .filter(|paper| paper.is_none() || matches!(document, Document::Receipt(_)))
        {
            for page in printed(&document, Look { paper, copy: false }) {
                let right = page.pieces.iter().map(|piece| piece.x).fold(0.0, f64::max);
                assert!(right < f64::from(page.width) - 8.0, "{right} of {}", page.width);
                assert!(page.text().matches('X').count() >= 11, "{}", page.text());
            }
        }
    }
}

/// What is typed stands as it was typed: it is data to a template, never a part of it.
#[test]
fn what_looks_like_a_template_is_only_text() {
    for typed in [
        "#panic(1)",
        "$x^2$ *bold* _it_",
        "#import \"/etc/passwd\"",
        "<label> @ref \\ \"quoted\"",
        "= Heading",
        "https://example.org",
    ] {
        let one = invoice(vec![line(typed, 4500, 0)], |json| {
            json["frozen"]["clinic"]["name"] = json!(typed);
            json["frozen"]["note"] = json!(typed);
        });
        assert!(text(&one).matches(typed).count() >= 3, "{typed}: {}", text(&one));
    }
}

/// Names in other scripts. A computer without a font for one names the characters instead; that is said loudly.
#[test]
fn names_in_other_scripts_come_out_or_are_named() {
    for (script, name) in [
        ("Arabic", "محمد العربي"),
        ("Hindi", "आशा शर्मा"),
        ("Chinese", "王小明"),
        ("Greek", "Ελένη"),
        ("Vietnamese", "Nguyễn Thị Hồng"),
    ] {
        let one = invoice(vec![line("Consultation", 4500, 0)], |json| {
            json["frozen"]["patient"]["names"] = json!({ "given": name });
        });
        let made = made(&one, Look::default());
        let letters: Vec<char> = name.chars().filter(|c| !c.is_whitespace()).collect();
        if !made.uncovered.is_empty() {
            println!("SKIPPED: no font of this computer has {script} ({})", made.uncovered);
            assert!(
                made.uncovered.chars().all(|c| letters.contains(&c)),
                "only what is in the name: {}",
                made.uncovered
            );
            continue;
        }
        let page = &pages(&made.pdf().expect("a PDF"))[0];
        // The line of the name is the one that holds its first letter.
        let at = page.pieces.iter().find(|piece| piece.text.contains(letters[0])).expect(script).y;
        let mut row: Vec<_> =
            page.pieces.iter().filter(|piece| (piece.y - at).abs() < 0.8 && piece.x < 300.0).collect();
        row.sort_by(|a, b| a.x.total_cmp(&b.x));
        if script == "Arabic" {
            // From right to left.
            row.reverse();
        }
        let read: Vec<char> = row.iter().flat_map(|piece| piece.text.chars()).filter(|c| !c.is_whitespace()).collect();
        if script == "Hindi" {
            // Signs stand before and above their letters: which are there can be read, their order cannot.
            let set = |letters: &[char]| letters.iter().copied().collect::<std::collections::BTreeSet<_>>();
            assert_eq!(set(&read), set(&letters), "{script}");
        } else {
            assert_eq!(read, letters, "{script}");
        }
    }
}

/// The private use of Unicode: no font has it.
#[test]
fn characters_without_a_font_are_named() {
    let one = receipt(|json| json["names"]["family"] = json!("Ok\u{f8ff}\u{10fffd}afor"));
    let made = made(&one, Look::default());
    assert!(made.uncovered.contains('\u{10fffd}'), "{:?}", made.uncovered);
    assert!(!made.uncovered.contains('k'));
    made.pdf().expect("it is made all the same");
}

#[test]
fn the_pictures_are_pages_without_anything_that_runs() {
    let lines = (1..=60).map(|n| line(&format!("<script>alert({n})</script>"), 1000, 0)).collect();
    let one = invoice(lines, |_| {});
    let made = made(&one, Look::default());
    let pictures = made.pages();
    assert_eq!(pictures.len(), made.page_count());
    assert!(pictures.len() > 1);
    for picture in pictures {
        assert!(picture.starts_with("<svg"), "{}", &picture[..80]);
        assert!(!picture.contains("<script") && !picture.contains("<foreignObject"));
    }
}

#[test]
fn names_of_people_are_not_in_the_files_name_or_the_pdfs_title() {
    let one = invoice(vec![line("Consultation", 4500, 0)], |_| {});
    let made = made(&one, Look::default());
    assert_eq!(made.file_name, "INV-2026-00042.pdf");
    let plain = String::from_utf8_lossy(&made.pdf().expect("a PDF")).into_owned();
    assert!(!plain.contains("Okafor"));
}

/// The same answer gives the same file: no clock and no chance in it.
#[test]
fn the_same_document_is_the_same_file() {
    let pdf = || made(&invoice(vec![line("Consultation", 4500, 900)], |_| {}), Look::default()).pdf().expect("a PDF");
    assert_eq!(pdf(), pdf());
}
