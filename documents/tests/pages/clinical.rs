//! What is on the papers of the record.

use super::given::{clinic, format};
use super::read::{Page, has, made, pages, printed, text};
use clinic_documents::{Document, Look, Paper};
use serde_json::{Value as Json, json};

const ID: &str = "0197a000-0000-7000-8000-000000000001";

fn patient() -> Json {
    json!({
        "mrn": "P-000123",
        "names": { "given": "Ada", "family": "Okafor" },
        "birth_date": "1980-03-14",
        "birth_estimated": false,
        "address_lines": ["5 High Street", "Bristol"],
    })
}

fn document(kind: &str, number: &str, rest: Json, change: impl FnOnce(&mut Json)) -> Document {
    let mut json =
        json!({ "kind": kind, "format": format("EUR", 2), "number": number, "clinic": clinic(), "patient": patient() });
    json["clinic"]["tax_number"] = Json::Null;
    json["clinic"]["bank_lines"] = json!([]);
    if let (Json::Object(all), Json::Object(rest)) = (&mut json, rest) {
        all.extend(rest);
    }
    change(&mut json);
    serde_json::from_value(json).expect("a document")
}

fn medicine(name: &str) -> Json {
    json!({
        "item_id": ID, "prescription_id": ID, "visit_id": null, "medicine_id": null, "medicine": name, "ingredient": "amoxicillin",
        "family": null, "strength": "500 mg", "form": "capsule", "dose": "1 capsule", "frequency": "three times a day", "days": 7,
        "quantity": "21 capsules", "instructions": "With water", "override_reason": null, "note": null, "prescribed_on": "2026-11-23",
        "until": null, "practitioner_id": ID, "practitioner": "Dr Bola Adeyemi", "stopped": null, "repeated": false, "struck": null,
        "is_current": true,
    })
}

fn prescription(items: Vec<Json>, change: impl FnOnce(&mut Json)) -> Document {
    let rest = json!({ "prescribed_on": "2026-11-23", "practitioner": "Dr Bola Adeyemi", "note": "Before meals", "items": items });
    document("prescription", "P-000123-RX-2026-11-23-7F3A", rest, change)
}

fn vaccination(vaccine: &str, day: &str, given_by: Option<&str>, elsewhere: Option<&str>) -> Json {
    json!({
        "vaccination_id": ID, "status": "given", "vaccine": vaccine, "dose_number": 2, "given_on": day, "batch": given_by.map(|_| "AB 12-3"),
        "expires_on": given_by.map(|_| "2027-06-30"), "expired_reason": null, "site": "left_arm", "given_by": given_by, "given_elsewhere": elsewhere,
        "refused_reason": null, "entered_at": "2026-11-23T09:00:00.000000Z", "entered_by": null, "entered_by_id": null, "visit_id": null,
        "struck": null,
    })
}

fn vaccinations(lines: Vec<Json>, change: impl FnOnce(&mut Json)) -> Document {
    document("vaccinations", "P-000123-VAC-2026-11-29", json!({ "as_of": "2026-11-29", "lines": lines }), change)
}

fn vital(kind: &str, thousandths: i64, unit: &str) -> Json {
    json!({
        "id": uuid_of(kind), "kind": kind, "value_scaled": thousandths, "unit": unit, "measured_at": "2026-11-23T10:00:00",
        "entered_at": "2026-11-23T10:00:00.000000Z", "entered_by": "S. Gupta", "entered_by_id": ID, "unusual": false, "struck": null,
    })
}

/// One of its own for each kind.
fn uuid_of(kind: &str) -> String {
    format!("0197a000-0000-7000-8000-0000000000{:02x}", kind.bytes().fold(0_u8, u8::wrapping_add))
}

fn visit(change: impl FnOnce(&mut Json)) -> Document {
    let rest = json!({
        "visited_at": "2026-11-23T10:30:00",
        "practitioner": "Dr Bola Adeyemi",
        "signed": { "by": "Dr Bola Adeyemi", "at": "2026-11-23T10:52:00", "hash": "5f2c9ab41d7733e0c1b2", "is_whole": true },
        "texts": [{ "name": "reason", "text": "Cough for a week" }, { "name": "plan", "text": "Rest.\nBack in a week." }],
        "diagnoses": [{ "code": "J20.9", "title": "Acute bronchitis" }],
        "vitals": [vital("systolic", 128_000, "mmHg"), vital("diastolic", 82_000, "mmHg"), vital("temperature", 37_400, "°C")],
        "vaccinations": [vaccination("Influenza", "2026-11-23", Some("S. Gupta"), None)],
        "medicines": [medicine("Amoxicillin")],
        "addenda": [{ "text": "The laboratory called.", "at": "2026-11-24T08:10:00", "by": "Dr Wei Chen" }],
    });
    document("visit", "P-000123-VISIT-2026-11-23-00B2", rest, change)
}

fn letter(change: impl FnOnce(&mut Json)) -> Document {
    let line = json!({
        "letter_id": ID, "patient_id": ID, "kind": "referral", "number": "REF-2026-00003", "written_on": "2026-11-23", "practitioner_id": ID,
        "practitioner": "Dr Bola Adeyemi", "addressee": "Dr Marta Lind\nCardiology, City Hospital", "text": "High blood pressure.\nPlease assess.",
        "diagnosis": null, "from": null, "until": null, "visit_id": ID, "visited_at": "2026-11-22T10:30:00", "written_by": null, "struck": null,
    });
    document("letter", "REF-2026-00003", json!({ "letter": line }), change)
}

#[test]
fn a_prescription_says_for_whom_what_how_and_by_whom() {
    let one = prescription(vec![medicine("Augmentin"), medicine("Amoxicillin")], |json| {
        json["items"][1]["days"] = json!(1);
        json["items"][1]["quantity"] = Json::Null;
    });
    let found = text(&one);
    let wanted = [
        "Prescription",
        "Riverside Family Clinic",
        "P-000123-RX-2026-11-23-7F3A",
        "23 Nov 2026",
        "Ada Okafor",
        "5 High Street",
        "14 Mar 1980",
        "P-000123",
        "1. ",
        "Augmentin 500 mg capsule",
        "amoxicillin",
        "1 capsule  ·  three times a day  ·  7 days",
        "Quantity: 21 capsules",
        "With water",
        "2. ",
        "Amoxicillin 500 mg capsule",
        "three times a day  ·  1 day",
        "2 medicines, nothing below this line",
        "Before meals",
        "Dr Bola Adeyemi",
        "Signature",
    ];
    has(&found.replace(" | ", " "), &wanted.map(|one| one.trim()));
    // A generic name says its ingredient already; and what belongs on bills does not stand here.
    assert_eq!(found.matches("amoxicillin").count(), 1, "{found}");
    assert!(!found.contains("Tax no.") && !found.contains("IBAN"), "{found}");
    assert_eq!(made(&one, Look::default()).file_name, "P-000123-RX-2026-11-23-7F3A.pdf");
}

#[test]
fn a_prescription_fits_the_papers_of_both_worlds_and_half_of_one() {
    let one = |paper: &str| prescription(vec![medicine("Augmentin"); 3], |json| json["format"]["paper"] = json!(paper));
    let size = |document: &Document, paper| {
        let pages = printed(document, Look { paper, copy: false });
        let inside = pages
            .iter()
            .flat_map(|page| &page.pieces)
            .all(|piece| piece.x > 20.0 && piece.x < f64::from(pages[0].width) - 20.0);
        assert!(inside, "something leaves the paper");
        (pages[0].width.round(), pages[0].height.round(), pages.len())
    };
    assert_eq!(size(&one("A4"), None), (595.0, 842.0, 1));
    assert_eq!(size(&one("Letter"), None), (612.0, 792.0, 1));
    assert_eq!(size(&one("A4"), Some(Paper::A5)), (420.0, 595.0, 1));
    // Thirty medicines go over several pages, none of them torn apart, wherever a page ends.
    for (paper, note) in [None, Some(Paper::Letter), Some(Paper::A5)].into_iter().zip(["", "a\nb", "a\nb\nc"]) {
        let many = (1..=30).map(|n| medicine(&format!("Medicine {n:02}"))).collect();
        let many =
            prescription(many, |json| json["patient"]["address_lines"] = json!(note.split('\n').collect::<Vec<_>>()));
        let pages: Vec<String> = printed(&many, Look { paper, copy: false }).iter().map(Page::text).collect();
        assert!(pages.len() > 2, "{}", pages.len());
        for page in &pages {
            assert_eq!(page.matches("Medicine ").count(), page.matches("With water").count(), "{page}");
            has(page, &["P-000123-RX-2026-11-23-7F3A"]);
        }
        assert_eq!(pages.iter().map(|page| page.matches("Medicine ").count()).sum::<usize>(), 30);
    }
}

#[test]
fn a_signed_visit_says_so_and_what_was_found() {
    let found = text(&visit(|_| {}));
    // Its letters are wide enough to look like columns.
    assert!(found.replace(" | ", "").contains("Visit summary"), "{found}");
    let wanted = [
        "23 Nov 2026, 10:30",
        "Ada Okafor",
        "14 Mar 1980",
        "Reason",
        "Cough for a week",
        "Blood pressure 128/82 mmHg",
        "Temperature 37.4 °C",
        "Acute bronchitis J20.9",
        "Rest.",
        "Back in a week.",
        "Amoxicillin 500 mg capsule  ·  1 capsule",
        "Influenza, dose 2 · AB 12-3",
        "Added later",
        "Dr Wei Chen, 24 Nov 2026, 08:10",
        "The laboratory called.",
        "Signed by Dr Bola Adeyemi, 23 Nov 2026, 10:52",
        "5f2c9ab41d77",
    ];
    has(&found, &wanted);
    for absent in ["DRAFT", "History", "not signed", "not what was signed"] {
        assert!(!found.contains(absent), "{absent} in {found}");
    }
}

#[test]
fn a_draft_says_so_on_every_page_and_what_was_changed_after_signing_says_it_too() {
    let long = visit(|json| {
        json["signed"] = Json::Null;
        json["texts"][0]["text"] = json!("A long story.\n".repeat(90));
    });
    let drawn = printed(&long, Look { paper: None, copy: true });
    assert!(drawn.len() > 1, "{} page", drawn.len());
    drawn.iter().for_each(|page| has(&page.text(), &["DRAFT", "COPY"]));
    has(&drawn[0].text(), &["This visit is not signed."]);
    assert!(!text(&long).contains("Signed by"));
    let changed = text(&visit(|json| json["signed"]["is_whole"] = json!(false)));
    has(&changed, &["This is not what was signed."]);
}

#[test]
fn a_vaccination_record_lists_what_was_given_here_and_elsewhere() {
    let lines = vec![
        vaccination("Measles, mumps, rubella", "1981-05-04", None, Some("Vaccination card of 1980")),
        vaccination("Influenza", "2026-10-12", Some("Dr Wei Chen"), None),
    ];
    let found = text(&vaccinations(lines, |_| {}));
    let wanted = [
        "Vaccination record",
        "Ada Okafor",
        "14 Mar 1980",
        "29 Nov 2026",
        "4 May 1981",
        "Measles, mumps, rubella",
        "elsewhere: Vaccination card",
        "12 Oct 2026",
        "dose 2",
        "left upper arm",
        "AB 12-3",
        "until 30 Jun 2027",
        "Dr Wei Chen",
        "2 vaccinations",
    ];
    has(&found, &wanted);
    has(&text(&vaccinations(vec![], |_| {})), &["No vaccination is on record here."]);
    let many = (0..70).map(|n| vaccination(&format!("Vaccine {n:02}"), "2026-10-12", Some("S. Gupta"), None)).collect();
    let pages = printed(&vaccinations(many, |_| {}), Look::default());
    assert!(pages.len() > 2);
    for page in pages.iter().filter(|page| page.text().contains("Vaccine 0")) {
        has(&page.text(), &["Given by"]);
    }
}

#[test]
fn a_letter_goes_to_somebody_about_somebody_and_states_no_diagnosis_unasked() {
    let found = text(&letter(|_| {}));
    let wanted = [
        "Referral",
        "REF-2026-00003",
        "Dr Marta Lind",
        "Cardiology, City Hospital",
        "23 Nov 2026",
        "22 Nov 2026",
        "Ada Okafor",
        "14 Mar 1980",
        "High blood pressure.",
        "Please assess.",
        "Dr Bola Adeyemi",
        "Signature",
    ];
    has(&found, &wanted);
    assert!(!found.contains("Diagnosis") && !found.contains("Not fit"), "{found}");
    let note = text(&letter(|json| {
        let line = &mut json["letter"];
        (line["kind"], line["addressee"], line["text"]) = (json!("sick_note"), Json::Null, Json::Null);
        (line["from"], line["until"]) = (json!("2026-11-23"), json!("2026-11-27"));
        line["diagnosis"] = json!("Acute bronchitis");
    }));
    has(
        &note,
        &[
            "Sick note",
            "Not fit for work, school or training",
            "23 Nov 2026",
            "27 Nov 2026",
            "5 days",
            "Diagnosis",
            "Acute bronchitis",
        ],
    );
}

/// What is typed is data to a template, never a part of it.
#[test]
fn what_looks_like_a_template_is_only_text() {
    for typed in ["#panic(1)", "$x^2$ *bold* _it_", "<label> @ref \\ \"quoted\"", "= Heading"] {
        let papers = [
            prescription(vec![medicine(typed)], |json| json["note"] = json!(typed)),
            visit(|json| json["texts"][0]["text"] = json!(typed)),
            vaccinations(vec![vaccination(typed, "2026-10-12", None, Some(typed))], |_| {}),
            letter(|json| (json["letter"]["text"], json["letter"]["addressee"]) = (json!(typed), json!(typed))),
        ];
        for paper in papers {
            assert!(text(&paper).contains(typed), "{typed}: {}", text(&paper));
        }
    }
}

/// Names in other scripts, on each paper. A computer without a font for one names the characters instead; that is said loudly.
#[test]
fn names_in_other_scripts_come_out_or_are_named_and_no_name_is_in_a_files_name() {
    for (script, name) in [("Arabic", "محمد العربي"), ("Hindi", "आशा शर्मा"), ("Chinese", "王小明")]
    {
        let named = |json: &mut Json| json["patient"]["names"] = json!({ "given": name });
        let papers = [
            prescription(vec![medicine("Amoxicillin")], named),
            visit(named),
            vaccinations(vec![vaccination("Influenza", "2026-10-12", Some("S. Gupta"), None)], named),
            letter(named),
        ];
        let letters: Vec<char> = name.chars().filter(|c| !c.is_whitespace()).collect();
        for paper in papers {
            let made = made(&paper, Look::default());
            assert!(made.file_name.is_ascii(), "{}", made.file_name);
            if !made.uncovered.is_empty() {
                println!("SKIPPED: no font of this computer has {script} ({})", made.uncovered);
                assert!(made.uncovered.chars().all(|c| letters.contains(&c)), "{}", made.uncovered);
                continue;
            }
            let read: String =
                pages(&made.pdf().expect("a PDF"))[0].pieces.iter().map(|piece| piece.text.as_str()).collect();
            assert!(letters.iter().all(|letter| read.contains(*letter)), "{script}: {read}");
        }
    }
}
