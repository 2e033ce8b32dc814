//! What people typed is found by typing it, whatever it is; and it leaves in files that other programs read as it was.

use clinic_core::Code;
use clinic_core::exchange::ExportFile;
use clinic_core::exchange::calendar_file::{AskCalendarFile, CalendarDetail};
use clinic_core::ids::{AppointmentId, MessageTemplateId, PatientId};
use clinic_core::patients::find::{FindPatients, PatientLine};
use clinic_core::patients::patient::{PatientDetails, PhoneLine};
use clinic_core::patients::register::RegisterPatient;
use clinic_core::reminders::templates::AddMessageTemplate;
use clinic_core::reminders::to_confirm::AskToConfirm;
use clinic_tests::Desk;
use clinic_tests::corpus_words::WORDS;
use clinic_tests::desk::{at, day, desks, details};
use icalendar::{Calendar, Component};
use unicode_normalization::UnicodeNormalization;

async fn found(desk: &Desk, text: &str) -> Vec<PatientLine> {
    let question = FindPatients { text: text.to_owned(), limit: 50 };
    let answer = desk.clinic.ask_as(&desk.admin, question).await;
    answer.unwrap_or_else(|error| panic!("{text:?} on {}: {error:?}", desk.engine))
}

/// The patients whose names the words can be: each with its given name as it is kept.
async fn registered(desk: &Desk) -> Vec<(PatientId, String)> {
    let mut patients = Vec::new();
    for (number, word) in WORDS.iter().enumerate() {
        let mark: String = number.to_string().bytes().map(|digit| char::from(digit + 49)).collect();
        let text = (word.text)(&format!("zq{mark}"));
        let patient_id = PatientId::new();
        let phones = vec![PhoneLine { kind: "mobile".into(), number: format!("+44 7700 9001{number:02}") }];
        let details = PatientDetails { phones, ..details(&text, "Corpus") };
        match desk.perform(RegisterPatient { patient_id, details }).await {
            Ok(_) => patients.push((patient_id, text.trim().nfc().collect::<String>().trim().to_owned())),
            Err(error) => assert!(error.code().text().starts_with("field."), "{}: {error:?}", word.name),
        }
    }
    patients
}

#[tokio::test]
async fn every_name_is_found_by_typing_it_and_no_sign_stands_for_others() {
    for desk in desks().await {
        let patients = registered(&desk).await;
        assert!(patients.len() > 25, "most words can be names");
        for (id, name) in patients.iter().filter(|(_, name)| name.chars().any(char::is_alphanumeric)) {
            let lines = found(&desk, name).await;
            assert!(lines.iter().any(|line| line.patient_id == *id), "{name:?} on {}", desk.engine);
        }
        for word in WORDS {
            found(&desk, &(word.text)("zq")).await;
            found(&desk, &format!("{} corpus", (word.text)(""))).await;
        }
        // Signs of searches in databases are signs like others here.
        for sign in ["%", "_", "%%", "*", "?", "\\", "co_pus", "co%pus"] {
            let lines = found(&desk, sign).await;
            let named = |line: &&PatientLine| line.given.as_deref().is_none_or(|given| !given.contains(sign));
            assert_eq!(lines.iter().find(named), None, "{sign} on {}", desk.engine);
        }
        assert_eq!(found(&desk, "corpus").await.len(), patients.len().min(50));
        desk.end().await;
    }
}

#[tokio::test]
async fn the_door_takes_every_word_for_a_name_that_nobody_has() {
    for desk in desks().await {
        for word in WORDS {
            let login = (word.text)("zq");
            let error = desk.clinic.sign_in(&login, login.clone().into()).await.expect_err("nobody's name");
            assert_eq!(error.code(), Code::SessionWrongPassword, "{} on {}", word.name, desk.engine);
            desk.clock.advance_seconds(4000);
        }
        desk.end().await;
    }
}

#[tokio::test]
async fn files_hold_no_formula_and_read_back() {
    for desk in desks().await {
        let patients = registered(&desk).await;
        let (language, text) = ("English".to_owned(), "{patient}".to_owned());
        desk.done(AddMessageTemplate { message_template_id: MessageTemplateId::new(), language, text }).await;
        for (position, (patient_id, _)) in patients.iter().enumerate() {
            let minute = position as u32 * 5;
            let mut booking = desk.booking(at(8 + minute / 60, minute % 60), 5);
            booking.appointment_id = AppointmentId::new();
            booking.patient_id = *patient_id;
            desk.done(booking).await;
        }
        reminders(&desk, &patients).await;
        calendar(&desk, &patients).await;
        desk.end().await;
    }
}

async fn reminders(desk: &Desk, patients: &[(PatientId, String)]) {
    let file = desk.clinic.reminder_file(&desk.admin, AskToConfirm { date: day() }).await.expect("a file");
    assert_eq!((file.rows, file.without_phone), (patients.len(), 0), "{}", desk.engine);
    let mut reader = csv::Reader::from_reader(file.csv.as_slice());
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), patients.len());
    for (row, (_, name)) in rows.iter().zip(patients) {
        assert!(row[0].strip_prefix('+').is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit())), "{row:?}");
        for cell in [&row[1], &row[2]] {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{cell:?}");
        }
        assert!(row[2].contains(name.as_str()), "{name:?} in {row:?}");
    }
}

async fn calendar(desk: &Desk, patients: &[(PatientId, String)]) {
    let question =
        AskCalendarFile { practitioner_id: desk.doctors[0], from: day(), to: day(), detail: CalendarDetail::Names };
    let file: ExportFile = desk.clinic.ask_as(&desk.admin, question).await.expect("a file");
    let calendar: Calendar = file.content.parse().expect("a calendar that another program can read");
    let summaries: Vec<String> = calendar.events().filter_map(|event| event.get_summary()).map(str::to_owned).collect();
    assert_eq!(summaries.len(), patients.len(), "{}", desk.engine);
    // A summary is one line: breaks may be lost in it, letters never.
    let letters = |text: &str| text.split_whitespace().collect::<String>();
    for (_, name) in patients {
        let kept = summaries.iter().any(|summary| letters(summary).contains(&letters(name)));
        let near: Vec<_> =
            summaries.iter().filter(|summary| summary.contains(&name.chars().take(3).collect::<String>())).collect();
        assert!(kept, "{name:?} in {near:#?}");
    }
}
