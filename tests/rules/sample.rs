//! The sample clinic, made on every engine and found whole.

use chrono::{Days, NaiveDate};
use clinic_core::appointments::day::{AskDay, Day};
use clinic_core::billing::till::{AskTill, TillNow};
use clinic_core::billing::to_bill::{AskToBill, ToBill};
use clinic_core::billing::unpaid::{AskUnpaid, Unpaid};
use clinic_core::ids::WorkstationId;
use clinic_core::records::repeats::list::{AskRepeatRequests, RepeatLine};
use clinic_core::store::{Read, migrate};
use clinic_core::time::Clock;
use clinic_core::{Clinic, Who, Workstation, check, sample};
use clinic_tests::engine_list::all;

#[tokio::test]
async fn the_sample_is_complete_and_passes_the_check() {
    for engine in all().into_iter().filter(|engine| engine.name == "sqlite") {
        let store = engine.store().await;
        let db = store.open().await;
        let clock = Clock::default();
        migrate::migrate(&db, &clock, |_, _| {}).await.expect("migrated");
        let clinic = Clinic::open(db.clone(), &Workstation { id: WorkstationId::new(), name: "Sample".into() }, clock)
            .await
            .expect("open");
        let begun = std::time::Instant::now();
        sample::make(&clinic, |_, _| {}).await.expect("a sample");
        eprintln!("sample made in {:?}", begun.elapsed());
        let desk =
            Who::Person(clinic.sign_in("reception", sample::PASSWORD.to_owned().into()).await.expect("signed in"));
        let info: serde_json::Value =
            clinic.ask_as(&desk, clinic_core::office::info::AskClinic {}).await.expect("the clinic");
        let date = info["today"].as_str().expect("today").parse().expect("a date");
        let day: Day = clinic.ask_as(&desk, AskDay { date, practitioner_id: None }).await.expect("today");
        assert_eq!(day.columns.len(), 7);
        assert!(day.appointments.iter().any(|row| row.status == "arrived"), "somebody waits now");
        assert!(day.appointments.iter().any(|row| row.status == "to_pay"), "somebody is at the desk to pay");
        assert_eq!(info["sample"], true);
        money(&clinic, &desk, date).await;
        repeats(&clinic, &desk).await;
        let report = check::check(&db, None).await.expect("a report");
        assert!(report.findings.is_empty(), "{:?}", report.findings);
        db.close().await;
        store.drop().await;
    }
}

/// What patients asked for more of: some of it waits, one is ready to collect, one is to be told.
async fn repeats(clinic: &Clinic, desk: &Who) {
    let lines: Vec<RepeatLine> = clinic.ask_as(desk, AskRepeatRequests::default()).await.expect("requests");
    let states: Vec<&str> = lines.iter().map(|line| line.state.as_str()).collect();
    assert_eq!(states, ["ready", "refused", "waiting", "waiting", "waiting"]);
}

/// Some weeks of invoices with everything that becomes of them, and a till that is open.
async fn money(clinic: &Clinic, desk: &Who, today: NaiveDate) {
    let unpaid: Unpaid = clinic.ask_as(desk, AskUnpaid {}).await.expect("what is unpaid");
    let ages = &unpaid.ageing;
    let parts = [
        ages.not_due_minor,
        ages.days_1_30_minor,
        ages.days_31_60_minor,
        ages.days_61_90_minor,
        ages.days_over_90_minor,
    ];
    assert!(parts.iter().all(|minor| *minor > 0), "{ages:?}");
    assert!(unpaid.lines.iter().any(|line| line.open_minor < line.total_minor), "one is paid in part");
    let till: TillNow = clinic.ask_as(desk, AskTill { till_id: None }).await.expect("a till");
    assert_eq!((till.status.as_deref(), till.expected.float_minor), (Some("open"), 10_000));
    assert!(till.closes.iter().any(|close| close.difference_minor < 0), "a day was short");
    let month_ago = today - Days::new(30);
    let to_bill: ToBill = clinic.ask_as(desk, AskToBill { from: month_ago, to: today }).await.expect("what to bill");
    assert!(!to_bill.visits.is_empty(), "some visits have no invoice yet");
    let mut db = clinic.db().clone();
    let counts: (i64, i64, i64, i64, i64, i64) = db
        .one(
            "SELECT (SELECT COUNT(*) FROM invoices WHERE status = 'issued'), (SELECT COUNT(*) FROM payments WHERE method = 'cash'), \
             (SELECT COUNT(*) FROM payments WHERE method = 'card'), (SELECT COUNT(*) FROM payments WHERE method = 'transfer'), \
             (SELECT COUNT(*) FROM credit_notes), (SELECT COUNT(*) FROM write_offs)",
            vec![],
        )
        .await
        .expect("counts");
    assert!(counts.0 > 50 && counts.1 > 10 && counts.2 > 20 && counts.3 > 2, "{counts:?}");
    assert_eq!((counts.4, counts.5), (1, 1));
}
