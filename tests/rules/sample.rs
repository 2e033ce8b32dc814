//! The sample clinic, made on every engine and found whole.

use chrono::{Days, NaiveDate};
use clinic_core::appointments::day::{AskDay, Day};
use clinic_core::billing::till::{AskTill, TillNow};
use clinic_core::billing::to_bill::{AskToBill, ToBill};
use clinic_core::billing::unpaid::{AskUnpaid, Unpaid};
use clinic_core::ids::WorkstationId;
use clinic_core::records::repeats::list::{AskRepeatRequests, RepeatLine};
use clinic_core::store::{Read, migrate};
use clinic_core::time::{Clock, Instant};
use clinic_core::{Clinic, Who, Workstation, check, sample};
use clinic_tests::engine_list::{Engine, Store, all};

#[tokio::test]
async fn the_sample_is_complete_and_passes_the_check() {
    for engine in all() {
        let sample = Sample::made_at(&engine, 11, 10).await;
        let (clinic, desk) = (&sample.clinic, &sample.desk);
        let info: serde_json::Value =
            clinic.ask_as(desk, clinic_core::office::info::AskClinic {}).await.expect("the clinic");
        assert_eq!(info["sample"], true);
        assert_eq!(sample.day().await.columns.len(), 7);
        sample.has_every_status(&engine.name).await;
        money(clinic, desk, clinic.today()).await;
        repeats(clinic, desk).await;
        sample.checked().await;
    }
}

/// When nobody works any more: whoever looks around in the evening sees a clinic at work all the same. What the hour changes is in the
/// operations, not in an engine: on a file.
#[tokio::test]
async fn the_sample_is_complete_at_night() {
    for engine in all().into_iter().filter(|engine| engine.name == "sqlite") {
        for (hour, minute) in [(0, 5), (12, 40), (23, 50)] {
            let sample = Sample::made_at(&engine, hour, minute).await;
            sample.has_every_status(&format!("{} at {hour}:{minute}", engine.name)).await;
            sample.checked().await;
        }
    }
}

struct Sample {
    store: Store,
    clinic: Clinic,
    desk: Who,
}

impl Sample {
    /// On a Monday of winter, when the clocks of the sample's clinic are those of UTC.
    async fn made_at(engine: &Engine, hour: u32, minute: u32) -> Sample {
        let store = engine.store().await;
        let db = store.open().await;
        let at =
            NaiveDate::from_ymd_opt(2026, 11, 23).and_then(|day| day.and_hms_opt(hour, minute, 0)).expect("a time");
        let clock = Clock::standing_at(Instant(at));
        migrate::migrate(&db, &clock, |_, _| {}).await.expect("migrated");
        let workstation = Workstation { id: WorkstationId::new(), name: "Sample".into() };
        let clinic = Clinic::open(db, &workstation, clock).await.expect("open");
        let begun = std::time::Instant::now();
        sample::make(&clinic, |_, _| {}).await.expect("a sample");
        eprintln!("{}: sample made in {:?}", engine.name, begun.elapsed());
        let session = clinic.sign_in("reception", sample::PASSWORD.to_owned().into()).await.expect("signed in");
        Sample { store, clinic, desk: Who::Person(session) }
    }

    async fn day(&self) -> Day {
        let ask = AskDay { date: self.clinic.today(), practitioner_id: None };
        self.clinic.ask_as(&self.desk, ask).await.expect("today")
    }

    async fn has_every_status(&self, whose: &str) {
        let mut db = self.clinic.db().clone();
        let found: Vec<(String,)> =
            db.all("SELECT DISTINCT status FROM appointments ORDER BY status", vec![]).await.expect("statuses");
        let found: Vec<&str> = found.iter().map(|(status,)| status.as_str()).collect();
        let every = ["arrived", "booked", "cancelled", "confirmed", "done", "in_room", "left", "no_show", "to_pay"];
        assert_eq!(found, every, "{whose}");
        let day = self.day().await;
        for now in ["arrived", "in_room", "to_pay"] {
            assert!(day.appointments.iter().any(|row| row.status == now), "{whose}: nobody is {now} today");
        }
    }

    async fn checked(self) {
        let report = check::check(self.clinic.db(), None).await.expect("a report");
        assert!(report.findings.is_empty(), "{:?}", report.findings);
        self.clinic.db().close().await;
        self.store.drop().await;
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
