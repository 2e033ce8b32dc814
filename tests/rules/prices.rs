//! Price lists and dated prices: what a service costs whom on which day, and what the database refuses by itself.

use super::billing_steps::Bills;
use chrono::{Days, NaiveDate};
use clinic_core::appointments::details::AskAppointment;
use clinic_core::billing::check_out::{AskCheckout, CheckOut, CheckoutPayment, VisitBill};
use clinic_core::billing::draft::{DraftInvoice, EditInvoice};
use clinic_core::billing::issue::IssueInvoice;
use clinic_core::billing::payment::PaymentMethod;
use clinic_core::billing::to_bill::{AskToBill, ToBill};
use clinic_core::billing::view::{AskInvoice, InvoiceView};
use clinic_core::catalogue::price_history::{AskPriceHistory, PriceChange, PriceEnd};
use clinic_core::catalogue::price_lists::{AddPriceList, AskPriceLists, EditPriceList, PriceListLine, STANDARD};
use clinic_core::catalogue::prices::{AskPrices, PriceThen, ServicePrice};
use clinic_core::catalogue::services::EditService;
use clinic_core::ids::*;
use clinic_core::patients::details::AskPatient;
use clinic_core::patients::edit::EditPatient;
use clinic_core::patients::patient::PatientDetails;
use clinic_core::{Code, args, check};
use clinic_tests::desk::{Desk, day, desks, details};
use serde_json::Value as Json;

pub(super) fn price(
    price_list_id: PriceListId,
    from: NaiveDate,
    to: Option<NaiveDate>,
    price_minor: i64,
) -> ServicePrice {
    ServicePrice { price_list_id, valid_from: from, valid_to: to, price_minor }
}

fn later(days: u64) -> NaiveDate {
    day().checked_add_days(Days::new(days)).expect("a date")
}

fn earlier(days: u64) -> NaiveDate {
    day().checked_sub_days(Days::new(days)).expect("a date")
}

/// The first service with these dated prices, as somebody sends it who saw this version.
pub(super) fn priced(desk: &Desk, version: i64, prices: Vec<ServicePrice>) -> EditService {
    EditService {
        service_id: desk.services[0],
        version,
        code: None,
        name: "Check-up".into(),
        minutes: 30,
        price_minor: 4500,
        practitioner_ids: vec![],
        active: true,
        prices: Some(prices),
        account_code: None,
    }
}

async fn list(desk: &Desk, name: &str) -> PriceListId {
    let price_list_id = PriceListId::new();
    desk.done(AddPriceList { price_list_id, name: name.into() }).await;
    price_list_id
}

/// The first patient, whose version this is, pays by this list from now on.
async fn pays_by(desk: &Desk, version: i64, price_list_id: Option<PriceListId>) {
    let details = PatientDetails { price_list_id, ..details("Ada", "Okafor") };
    desk.done(EditPatient { patient_id: desk.patients[0], version, details }).await;
}

async fn then(desk: &Desk, patient_id: Option<PatientId>, day: NaiveDate) -> PriceThen {
    let prices: Vec<PriceThen> = desk.clinic.ask_as(&desk.admin, AskPrices { patient_id, day }).await.expect("prices");
    prices.into_iter().find(|one| one.service_id == desk.services[0]).expect("the service")
}

async fn view(desk: &Desk, invoice_id: InvoiceId) -> InvoiceView {
    desk.clinic.ask_as(&desk.admin, AskInvoice { invoice_id }).await.expect("an invoice")
}

async fn clean(desk: &Desk) {
    let report = check::check(&desk.db, None).await.expect("a report");
    assert!(report.findings.is_empty(), "{}: {:#?}", desk.engine, report.findings);
}

#[tokio::test]
async fn a_price_is_that_of_the_patients_list_on_the_day_then_the_standard_one() {
    for desk in desks().await {
        let staff = list(&desk, "Staff").await;
        pays_by(&desk, 1, Some(staff)).await;
        let prices = vec![
            price(staff, day(), Some(later(6)), 2000),
            price(staff, later(14), None, 2500),
            price(STANDARD, later(7), Some(later(20)), 5200),
        ];
        desk.done(priced(&desk, 1, prices)).await;
        let (ada, luis) = (Some(desk.patients[0]), Some(desk.patients[1]));
        let staff_name = || Some("Staff".to_owned());
        for (patient, on, minor, from) in [
            (ada, earlier(1), 4500, None),
            (ada, day(), 2000, staff_name()),
            (ada, later(6), 2000, staff_name()),
            (ada, later(7), 5200, None),
            (ada, later(14), 2500, staff_name()),
            (ada, later(4000), 2500, staff_name()),
            (luis, day(), 4500, None),
            (luis, later(20), 5200, None),
            (luis, later(21), 4500, None),
            (None, later(14), 5200, None),
        ] {
            let found = then(&desk, patient, on).await;
            assert_eq!((found.price_minor, found.price_list), (minor, from), "{on} on {}", desk.engine);
        }
        // Out of use: its patients pay the standard price.
        let off = EditPriceList { price_list_id: staff, version: 1, name: "Staff".into(), active: false };
        desk.done(off).await;
        assert_eq!(then(&desk, ada, day()).await.price_minor, 4500, "{}", desk.engine);
        assert_eq!(then(&desk, ada, later(14)).await.price_minor, 5200);
        clean(&desk).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn every_place_shows_the_price_that_the_invoice_takes_and_an_issued_one_never_changes() {
    for desk in desks().await {
        let visit = desk.visit(0, 9).await;
        let staff = list(&desk, "Staff").await;
        pays_by(&desk, 1, Some(staff)).await;
        desk.done(priced(&desk, 1, vec![price(staff, earlier(30), Some(later(30)), 2000)])).await;
        let panel: Json = desk.clinic.ask_as(&desk.admin, AskAppointment { id: visit }).await.expect("the panel");
        assert_eq!((&panel["total_minor"], &panel["balance_minor"]), (&2000.into(), &2000.into()), "{}", desk.engine);
        let list: ToBill =
            desk.clinic.ask_as(&desk.admin, AskToBill { from: day(), to: day() }).await.expect("what to bill");
        assert_eq!(list.visits.iter().map(|one| one.price_minor).collect::<Vec<_>>(), [2000]);
        let bill: VisitBill =
            desk.clinic.ask_as(&desk.admin, AskCheckout { appointment_id: visit }).await.expect("the bill");
        let line = &bill.lines[0];
        assert_eq!((bill.due_minor, line.total_minor, line.price_list.as_deref()), (2000, 2000, Some("Staff")));
        let invoice_id = InvoiceId::new();
        let payment = CheckoutPayment {
            payment_id: PaymentId::new(),
            method: PaymentMethod::Card,
            method_id: None,
            amount_minor: 2000,
            note: None,
        };
        let out = CheckOut { appointment_id: visit, version: 2, invoice_id, payment: Some(payment), pays_later: false };
        desk.done(out).await;
        let issued = view(&desk, invoice_id).await;
        assert_eq!((issued.total_minor, issued.open_minor), (2000, 0));
        assert_eq!(issued.lines[0].price_list.as_deref(), Some("Staff"));
        // Neither another price nor another list reaches what is issued.
        desk.done(priced(&desk, 2, vec![price(staff, earlier(30), None, 9900)])).await;
        pays_by(&desk, 2, None).await;
        assert_eq!(view(&desk, invoice_id).await, issued, "{}", desk.engine);
        clean(&desk).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn a_service_that_is_free_in_ones_list_is_not_to_be_billed() {
    for desk in desks().await {
        let staff = list(&desk, "Staff").await;
        pays_by(&desk, 1, Some(staff)).await;
        desk.done(priced(&desk, 1, vec![price(staff, day(), None, 0)])).await;
        let visit = desk.visit(0, 9).await;
        let panel: Json = desk.clinic.ask_as(&desk.admin, AskAppointment { id: visit }).await.expect("the panel");
        assert_eq!(
            (&panel["appointment"]["status"], &panel["total_minor"]),
            (&"done".into(), &0.into()),
            "{}",
            desk.engine
        );
        desk.visit(1, 9).await;
        let list: ToBill =
            desk.clinic.ask_as(&desk.admin, AskToBill { from: day(), to: day() }).await.expect("what to bill");
        assert_eq!(list.visits.iter().map(|one| one.patient_id).collect::<Vec<_>>(), [desk.patients[1]]);
        desk.end().await;
    }
}

#[tokio::test]
async fn a_draft_says_from_which_list_a_price_is_until_another_one_is_typed() {
    for desk in desks().await {
        let staff = list(&desk, "Staff").await;
        pays_by(&desk, 1, Some(staff)).await;
        desk.done(priced(&desk, 1, vec![price(staff, day(), None, 2000)])).await;
        let visit = desk.visit(0, 9).await;
        let (invoice_id, patient_id) = (InvoiceId::new(), desk.patients[0]);
        desk.done(DraftInvoice { invoice_id, patient_id, appointment_id: Some(visit) }).await;
        let said = |view: &InvoiceView| {
            view.lines.iter().map(|line| (line.unit_minor, line.price_list.clone())).collect::<Vec<_>>()
        };
        let staff_name = || Some("Staff".to_owned());
        assert_eq!(said(&view(&desk, invoice_id).await), [(2000, staff_name())], "{}", desk.engine);
        let mut lines = desk.lines(2000);
        lines.extend(desk.lines(1900));
        lines.push(clinic_core::billing::lines::InvoiceLine {
            share_of_minor: None,
            service_id: Some(desk.services[1]),
            ..desk.lines(4500).remove(0)
        });
        desk.done(EditInvoice { invoice_id, version: 1, lines, discount: None, note: None, approval_id: None }).await;
        let standard = Some("Standard".to_owned());
        assert_eq!(
            said(&view(&desk, invoice_id).await),
            [(2000, staff_name()), (1900, None), (4500, standard)],
            "{}",
            desk.engine
        );
        desk.done(IssueInvoice { invoice_id, version: 2 }).await;
        clean(&desk).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn what_no_price_can_be_is_refused_at_its_field_and_nothing_is_written() {
    for desk in desks().await {
        let staff = list(&desk, "Staff").await;
        desk.done(priced(&desk, 1, vec![price(staff, day(), None, 2000)])).await;
        let one = || price(staff, day(), Some(later(6)), 2000);
        let year = |year| NaiveDate::from_ymd_opt(year, 1, 1).expect("a date");
        for (prices, code, field) in [
            (vec![price(staff, day(), None, -1)], Code::FieldOutOfRange, "prices.0.price_minor"),
            (vec![one(), price(staff, later(7), Some(later(5)), 1)], Code::PriceEndsEarly, "prices.1.valid_to"),
            (vec![one(), price(staff, later(6), None, 1)], Code::PriceOverlap, "prices.1.valid_from"),
            (vec![price(staff, later(6), None, 1), one()], Code::PriceOverlap, "prices.0.valid_from"),
            (
                vec![price(staff, day(), None, 1), price(staff, later(9), None, 1)],
                Code::PriceOverlap,
                "prices.1.valid_from",
            ),
            (vec![one(), one()], Code::PriceOverlap, "prices.1.valid_from"),
            (vec![price(staff, year(1800), None, 1)], Code::FieldOutOfRange, "prices.0.valid_from"),
            (vec![price(staff, day(), Some(year(2500)), 1)], Code::FieldOutOfRange, "prices.0.valid_to"),
        ] {
            let error = desk.refused(priced(&desk, 2, prices.clone())).await;
            let found = error.detail("field").and_then(|field| field.as_str().map(str::to_owned));
            assert_eq!((error.code(), found.as_deref()), (code, Some(field)), "{prices:?} on {}", desk.engine);
        }
        let unknown = desk.refused(priced(&desk, 2, vec![price(PriceListId::new(), day(), None, 1)])).await;
        assert_eq!(unknown.code(), Code::NotFound, "{}", desk.engine);
        let overlap = desk.refused(priced(&desk, 2, vec![one(), price(staff, later(6), None, 1)])).await;
        assert_eq!(overlap.detail("list").unwrap(), "Staff");
        // The same days in two lists are no overlap; the next day is none either; left out, the prices stay.
        let stands = then(&desk, None, day()).await;
        assert_eq!(stands.price_minor, 4500);
        let both = vec![one(), price(staff, later(7), None, 2100), price(STANDARD, day(), Some(later(6)), 4600)];
        desk.done(priced(&desk, 2, both)).await;
        desk.done(EditService { prices: None, ..priced(&desk, 3, vec![]) }).await;
        assert_eq!(then(&desk, None, day()).await.price_minor, 4600, "{}", desk.engine);
        let stale = desk.refused(priced(&desk, 3, vec![])).await;
        assert_eq!(stale.code(), Code::ChangedMeanwhile);
        let nobody = PatientDetails { price_list_id: Some(PriceListId::new()), ..details("Ada", "Okafor") };
        let edit = EditPatient { patient_id: desk.patients[0], version: 1, details: nobody };
        assert_eq!(desk.refused(edit).await.code(), Code::NotFound);
        desk.end().await;
    }
}

/// Whatever program writes there: two prices of one service in one list never hold on the same day.
#[tokio::test]
async fn the_database_itself_refuses_prices_that_overlap() {
    const INSERT: &str = "INSERT INTO service_prices (service_id, price_list_id, valid_from, valid_to, price_minor, begins_after, previous_to) VALUES (?, ?, ?, ?, ?, ?, ?)";
    for desk in desks().await {
        let staff = list(&desk, "Staff").await;
        let long_ago = NaiveDate::from_ymd_opt(1899, 12, 31).expect("a date");
        desk.done(priced(&desk, 1, vec![price(staff, day(), Some(later(6)), 2000)])).await;
        let service = desk.services[0];
        for (from, to, minor, after, previous, why) in [
            (later(3), later(9), 1, long_ago, None, "a second first price"),
            (later(3), later(9), 1, later(6), Some(later(6)), "begins before the one before it ends"),
            (later(7), later(9), 1, later(5), Some(later(5)), "after a price that is not there"),
            (later(7), later(9), 1, later(5), Some(later(6)), "says another day than that of the price before"),
            (later(9), later(8), 1, later(6), Some(later(6)), "ends before it begins"),
            (later(7), later(9), -1, later(6), Some(later(6)), "below nought"),
        ] {
            let mut tx = desk.db.begin().await.expect("a transaction");
            let done = tx.exec(INSERT, args![service, staff, from, to, minor as i64, after, previous]).await;
            assert!(done.is_err(), "{why} on {}", desk.engine);
        }
        let mut tx = desk.db.begin().await.expect("a transaction");
        let args = args![service, staff, later(7), later(9), 1_i64, later(6), Some(later(6))];
        tx.exec(INSERT, args).await.expect("the next price");
        for (sql, why) in [
            (
                "UPDATE service_prices SET valid_to = ? WHERE service_id = ? AND valid_from = ?",
                "moved under the next one",
            ),
            ("DELETE FROM service_prices WHERE ? <> '' AND service_id = ? AND valid_from = ?", "taken from under it"),
        ] {
            let done = tx.exec(sql, args![later(8), service, day()]).await;
            assert!(done.is_err(), "{why} on {}", desk.engine);
        }
        drop(tx);
        desk.end().await;
    }
}

#[tokio::test]
async fn who_set_which_price_and_when_is_kept() {
    for desk in desks().await {
        let staff = list(&desk, "Staff").await;
        desk.done(priced(&desk, 1, vec![price(staff, day(), None, 2000)])).await;
        desk.done(EditService { price_minor: 5000, prices: None, ..priced(&desk, 2, vec![]) }).await;
        let ended = vec![price(staff, day(), Some(later(6)), 2000), price(staff, later(7), None, 2200)];
        desk.done(EditService { price_minor: 5000, ..priced(&desk, 3, ended) }).await;
        desk.done(EditService { price_minor: 5000, ..priced(&desk, 4, vec![]) }).await;
        let history: Vec<PriceChange> = desk
            .clinic
            .ask_as(&desk.admin, AskPriceHistory { service_id: desk.services[0] })
            .await
            .expect("the history");
        assert!(history.iter().all(|one| one.by == "Ada Admin"), "{history:?}");
        let said: Vec<_> = history
            .into_iter()
            .map(|one| (one.price_list, one.valid_from, one.valid_to, one.ended, one.before_minor, one.after_minor))
            .collect();
        let name = || "Staff".to_owned();
        let standard = || "Standard".to_owned();
        assert_eq!(
            said,
            [
                (name(), Some(day()), Some(later(6)), None, Some(2000), None),
                (name(), Some(later(7)), None, None, Some(2200), None),
                (name(), Some(day()), Some(later(6)), Some(PriceEnd { valid_to: None }), Some(2000), Some(2000)),
                (name(), Some(later(7)), None, None, None, Some(2200)),
                (standard(), None, None, None, Some(4500), Some(5000)),
                (name(), Some(day()), None, None, None, Some(2000)),
                (standard(), None, None, None, None, Some(4500)),
            ],
            "{}",
            desk.engine
        );
        desk.end().await;
    }
}

#[tokio::test]
async fn lists_are_named_once_and_the_standard_one_stays() {
    for desk in desks().await {
        let staff = list(&desk, "Staff").await;
        pays_by(&desk, 1, Some(staff)).await;
        let twice = desk.refused(AddPriceList { price_list_id: PriceListId::new(), name: "Standard".into() }).await;
        assert_eq!(twice.code(), Code::NameTaken, "{}", desk.engine);
        let off = EditPriceList { price_list_id: STANDARD, version: 1, name: "Standard".into(), active: false };
        let refused = desk.refused(off.clone()).await;
        assert_eq!((refused.code(), refused.detail("field").unwrap().as_str()), (Code::FieldInvalid, Some("active")));
        desk.done(EditPriceList { name: "Private".into(), active: true, ..off }).await;
        desk.done(priced(&desk, 1, vec![price(staff, day(), None, 2000)])).await;
        let lists: Vec<PriceListLine> = desk.clinic.ask_as(&desk.admin, AskPriceLists {}).await.expect("the lists");
        let said: Vec<_> =
            lists.iter().map(|one| (one.name.as_str(), one.standard, one.patients, one.services)).collect();
        assert_eq!(said, [("Private", true, 0, 0), ("Staff", false, 1, 1)]);
        // The standard list is that of whoever has none.
        pays_by(&desk, 2, Some(STANDARD)).await;
        let page: Json = desk.clinic.ask_as(&desk.admin, AskPatient { id: desk.patients[0] }).await.expect("a patient");
        assert_eq!(page["details"]["price_list_id"], Json::Null);
        desk.end().await;
    }
}
