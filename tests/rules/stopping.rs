//! Long questions: they say how far they have come, and what nobody waits for any more ends in the database too.

use super::billing_steps::Bills;
use chrono::{Days, NaiveDate};
use clinic_core::billing::documents::journal::AskLedgerDocument;
use clinic_core::billing::ledger::{AskLedger, Ledger};
use clinic_core::billing::report_file::{AskReportFile, ReportKind};
use clinic_core::billing::revenue::{AskRevenue, Revenue, RevenueBy};
use clinic_core::clinic::Progress;
use clinic_core::desk::stops::Stops;
use clinic_core::question::Question;
use clinic_core::store::{Db, Read};
use clinic_core::{Code, args};
use clinic_tests::desk::{Desk, desks};
use std::sync::Arc;
use tokio::task::yield_now;
use uuid::Uuid;

fn today(desk: &Desk) -> NaiveDate {
    desk.clock.now().on_wall(chrono_tz::Europe::London).date()
}

/// Ten years that end today.
fn ten_years(desk: &Desk) -> (NaiveDate, NaiveDate) {
    let to = today(desk);
    (to - Days::new(3652), to)
}

#[tokio::test]
async fn ten_years_are_added_up_month_by_month_and_more_are_refused() {
    for desk in desks().await {
        desk.issued(0, 4500).await;
        let (from, to) = ten_years(&desk);
        for by in [RevenueBy::Practitioner, RevenueBy::Service, RevenueBy::Month, RevenueBy::Method] {
            let progress = Arc::new(Progress::default());
            assert_eq!(progress.now(), None);
            let question = AskRevenue { from, to, by };
            let answer = desk.clinic.ask_watched(&desk.admin, question, progress.clone()).await.expect("an answer");
            let whole: Revenue = serde_json::from_str(answer.get()).expect("revenue");
            let (done, months) = progress.now().expect("months");
            assert_eq!(done + 1, months, "the last is noted when it begins");
            assert!((120..=122).contains(&months), "{months}");
            if by == RevenueBy::Month {
                assert_eq!(whole.rows.len(), months);
            }
            let last: Revenue =
                desk.clinic.ask_as(&desk.admin, AskRevenue { from: to, to, by }).await.expect("an answer");
            assert_eq!(whole.total, last.total, "{by:?} on {}", desk.engine);
        }
        let whole: Ledger = desk.clinic.ask_as(&desk.admin, AskLedger { from, to }).await.expect("an answer");
        let day: Ledger = desk.clinic.ask_as(&desk.admin, AskLedger { from: to, to }).await.expect("an answer");
        assert_eq!(whole, day, "{}", desk.engine);
        let error =
            desk.clinic.ask(&desk.admin, AskLedger { from: from - Days::new(1), to }).await.expect_err("too long");
        assert_eq!(error.code(), Code::FieldOutOfRange);
        desk.end().await;
    }
}

/// One thread: the question gets on only while this test waits, so that it is never over before it is stopped.
#[tokio::test]
async fn a_report_that_is_stopped_goes_no_further() {
    for desk in desks().await {
        desk.issued(0, 4500).await;
        let (from, to) = ten_years(&desk);
        let questions: [Question; 3] = [
            AskLedger { from, to }.into(),
            AskReportFile { report: ReportKind::Ledger, from, to, by: None }.into(),
            AskLedgerDocument { from, to }.into(),
        ];
        for question in questions {
            let (stops, name, kept) = (Arc::new(Stops::default()), Uuid::now_v7(), Arc::new(Progress::default()));
            let (clinic, who, stopping, progress) =
                (desk.clinic.clone(), desk.admin.clone(), stops.clone(), kept.clone());
            let asked = tokio::spawn(async move {
                stopping.heed(Some(name), |_| async move { clinic.ask_watched(&who, question, progress).await }).await
            });
            while kept.now().is_none() {
                yield_now().await;
            }
            stops.stop(name);
            assert!(asked.await.expect("an end").is_none(), "stopped on {}", desk.engine);
            let (done, of) = kept.now().expect("months");
            assert!(done + 1 < of, "{done} of {of}");
            assert_eq!(stops.progress(name), None);
        }
        // Whoever asks next is answered.
        let day: Ledger = desk.clinic.ask_as(&desk.admin, AskLedger { from: to, to }).await.expect("an answer");
        assert_eq!(day.debit_minor, day.credit_minor);
        desk.end().await;
    }
}

/// A file's is tested beside `store::left`: nobody else can see whether its statement goes on.
#[tokio::test]
async fn a_statement_that_nobody_waits_for_ends_on_the_server() {
    for desk in desks().await {
        if desk.db.is_server() {
            // The server frees the name when the connection that runs the statement is over, and not before.
            let held = format!("clinic_test_{}", Uuid::now_v7().simple());
            let is_free = async |db: &Db| -> bool {
                let (free,): (i64,) = db
                    .clone()
                    .one("SELECT CAST(IS_FREE_LOCK(?) AS SIGNED)", args![held.as_str()])
                    .await
                    .expect("a lock");
                free == 1
            };
            let (stops, name) = (Arc::new(Stops::default()), Uuid::now_v7());
            let (mut db, stopping, lock) = (desk.db.clone(), stops.clone(), held.clone());
            let asked = tokio::spawn(async move {
                let long = async move {
                    db.all::<(i64,)>("SELECT CAST(GET_LOCK(?, 0) + SLEEP(600) AS SIGNED)", args![lock]).await
                };
                stopping.heed(Some(name), |_| long).await
            });
            while is_free(&desk.db).await {
                yield_now().await;
            }
            stops.stop(name);
            assert!(asked.await.expect("an end").is_none());
            while !is_free(&desk.db).await {
                yield_now().await;
            }
        }
        desk.end().await;
    }
}
