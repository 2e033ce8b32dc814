//! What the sample's visits were billed and paid: some weeks of invoices with what is late, paid in part, taken back and written off,
//! and the receptionist's till, closed each evening and open today.

use super::build::{SERVICES, id, registered_ago, service_id, step, tax_rate_of};
use super::calendar::Seen;
use crate::billing::check_out::{CheckOut, CheckoutPayment};
use crate::billing::credit_note::WriteCreditNote;
use crate::billing::draft::{DraftInvoice, EditInvoice};
use crate::billing::issue::IssueInvoice;
use crate::billing::lines::InvoiceLine;
use crate::billing::payment::{PaymentMethod, PaymentPart, TakePayment};
use crate::billing::till::{CashPurpose, MoveCash, SetFloat};
use crate::billing::till_close::CloseTill;
use crate::billing::write_off::WriteOff;
use crate::clinic::Step;
use crate::ids::*;
use crate::operation::Operation;
use crate::patients::bulk::mixed;
use crate::time::{Instant, instant_of, midnight};
use chrono::{Duration, NaiveDate};
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// Of so many visits one is billed: a checkout is a long operation, and nobody waits for a sample. The others stand in the desk's list of
/// what has to be billed.
const BILLED_OF: u64 = 4;
const FLOAT: i64 = 10_000;
const STAMPS: i64 = 860;

/// Invoices without a visit in the calendar: how many days ago each was issued, and what became of it.
const EARLIER: [(i64, Fate); 10] = [
    (121, Fate::WrittenOff),
    (112, Fate::Unpaid),
    (97, Fate::Card),
    (90, Fate::InPart),
    (76, Fate::Unpaid),
    (62, Fate::Card),
    (55, Fate::Unpaid),
    (48, Fate::Transfer),
    (34, Fate::Cash),
    (27, Fate::Unpaid),
];
/// The receptionist's days that were counted and closed; before them nobody counted.
const CLOSED_DAYS: i64 = 15;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Cash,
    Card,
    /// Paid some days later.
    Transfer,
    InPart,
    Unpaid,
    WrittenOff,
}

/// What was done at the desk, and by the accountant after it.
pub(super) struct Money {
    pub desk: Vec<Step>,
    pub accounts: Vec<Step>,
}

/// What moved in the receptionist's till on one day.
#[derive(Default)]
struct Drawer {
    entries: i64,
    cash: i64,
    card: i64,
}

struct Ledger {
    now: Instant,
    zone: Tz,
    /// In the order in which they are made; sorted by time at the end, so that numbers count with the days.
    steps: Vec<Step>,
    days: BTreeMap<NaiveDate, Drawer>,
}

pub(super) fn of(now: Instant, zone: Tz, seen: &[Seen]) -> Money {
    let mut ledger = Ledger { now, zone, steps: Vec::new(), days: BTreeMap::new() };
    ledger.earlier();
    let billed: Vec<Seen> = seen
        .iter()
        .filter(|one| one.price_minor() > 0 && mixed(one.n * 31).is_multiple_of(BILLED_OF))
        .copied()
        .collect();
    for one in &billed {
        ledger.visit(*one);
    }
    ledger.tills();
    ledger.steps.sort_by_key(|step| step.at);
    Money { desk: ledger.steps, accounts: accounts(now, &billed) }
}

/// A visit that was paid by card yesterday was billed twice, and what is oldest will not be paid any more.
fn accounts(now: Instant, billed: &[Seen]) -> Vec<Step> {
    let mut steps = Vec::new();
    let paid = |one: &&Seen| fate_of(**one) == Fate::Card && now.seconds_since(one.ended) > 86_400;
    if let Some(twice) = billed.iter().filter(paid).max_by_key(|one| one.ended) {
        let note = WriteCreditNote {
            credit_note_id: CreditNoteId(id("credit note", 0)),
            invoice_id: InvoiceId(id("invoice", twice.n)),
            reason: "Billed twice".into(),
            lines: None,
            again: None,
        };
        steps.push(step(note, 0, now.minus_seconds(7200)));
    }
    for (n, (_, fate)) in (0..).zip(EARLIER) {
        if fate == Fate::WrittenOff {
            let invoice_id = InvoiceId(id("earlier invoice", n));
            let off = WriteOff { invoice_id, amount_minor: price(n), reason: "Moved away, three reminders".into() };
            steps.push(step(off, n, now.minus_seconds(6000)));
        }
    }
    steps
}

fn service_of(n: u64) -> u64 {
    mixed(n + 401) % 11
}

fn price(n: u64) -> i64 {
    SERVICES[usize::try_from(service_of(n)).unwrap_or(0)].2
}

fn fate_of(one: Seen) -> Fate {
    match mixed(one.n * 37) % 20 {
        0..=5 => Fate::Cash,
        6..=15 => Fate::Card,
        16 | 17 => Fate::Transfer,
        18 => Fate::InPart,
        _ => Fate::Unpaid,
    }
}

fn method_of(fate: Fate) -> PaymentMethod {
    match fate {
        Fate::Cash | Fate::InPart => PaymentMethod::Cash,
        Fate::Transfer => PaymentMethod::Transfer,
        _ => PaymentMethod::Card,
    }
}

impl Ledger {
    fn push(&mut self, n: u64, at: Instant, operation: impl Into<Operation>) {
        self.steps.push(step(operation, n, at));
    }

    fn day_of(&self, at: Instant) -> NaiveDate {
        at.on_wall(self.zone).date()
    }

    /// A minute of a day, never after now.
    fn at(&self, day: NaiveDate, minute: i64) -> Instant {
        instant_of(self.zone, midnight(day) + Duration::minutes(minute)).unwrap_or(self.now).min(self.now)
    }

    fn entry(&mut self, at: Instant, method: PaymentMethod, amount_minor: i64) {
        let day = self.day_of(at);
        let drawer = self.days.entry(day).or_default();
        drawer.entries += 1;
        match method {
            PaymentMethod::Cash => drawer.cash += amount_minor,
            PaymentMethod::Card => drawer.card += amount_minor,
            _ => {}
        }
    }

    /// Checked out when it was over; what is not paid at once comes by transfer a few days later, in part, or not yet.
    fn visit(&mut self, one: Seen) {
        let (fate, price) = (fate_of(one), one.price_minor());
        let at = one.ended.minus_seconds(-120).min(self.now);
        let now_minor = match fate {
            Fate::Cash | Fate::Card => price,
            Fate::InPart => price / 2,
            _ => 0,
        };
        let method = method_of(fate);
        let payment = (now_minor > 0).then(|| CheckoutPayment {
            payment_id: PaymentId(id("payment", one.n)),
            method,
            method_id: None,
            amount_minor: now_minor,
            note: None,
        });
        let invoice_id = InvoiceId(id("invoice", one.n));
        let out = CheckOut {
            appointment_id: one.appointment_id(),
            version: one.version(),
            invoice_id,
            payment,
            pays_later: now_minor < price,
        };
        self.push(one.n, at, out);
        if now_minor > 0 {
            self.entry(at, method, now_minor);
        }
        let arrives = self.at(self.day_of(at.minus_seconds(-3 * 86_400)), 600);
        if fate == Fate::Transfer && arrives < self.now {
            self.take(one.n, "payment", arrives, one.patient_id, (invoice_id, method, price));
        }
    }

    fn take(
        &mut self,
        n: u64,
        kind: &str,
        at: Instant,
        patient_id: PatientId,
        (invoice_id, method, amount_minor): (InvoiceId, PaymentMethod, i64),
    ) {
        let take = TakePayment {
            payer_id: None,
            payment_id: PaymentId(id(kind, n)),
            patient_id,
            method,
            method_id: None,
            amount_minor,
            parts: Some(vec![PaymentPart { invoice_id, amount_minor }]),
            note: None,
            rounding_minor: None,
        };
        self.steps.push(Step { id: OperationId(id(&format!("take {kind}"), n)), at: Some(at), operation: take.into() });
        self.entry(at, method, amount_minor);
    }

    fn earlier(&mut self) {
        let long_known = (0..).filter(|n| registered_ago(*n) > 140 * 86_400);
        for ((n, (days, fate)), patient) in (0_u64..).zip(EARLIER).zip(long_known) {
            let issued = self.at(self.day_of(self.now.minus_seconds(days * 86_400)), 620);
            let invoice_id = InvoiceId(id("earlier invoice", n));
            let patient_id = PatientId(id("patient", patient));
            let service = service_of(n);
            let line = InvoiceLine {
                share_of_minor: None,
                service_id: Some(service_id(service)),
                description: SERVICES[usize::try_from(service).unwrap_or(0)].0.into(),
                quantity: 1,
                unit_minor: price(n),
                discount: None,
                tax_rate_id: Some(tax_rate_of(service)),
                practitioner_id: Some(PractitionerId(id("practitioner", n % 7))),
            };
            self.push(n, issued, DraftInvoice { invoice_id, patient_id, appointment_id: None });
            let edit = EditInvoice {
                invoice_id,
                version: 1,
                lines: vec![line],
                discount: None,
                note: None,
                approval_id: None,
            };
            self.push(n, issued, edit);
            self.push(n, issued, IssueInvoice { invoice_id, version: 2 });
            let amount_minor = match fate {
                Fate::Unpaid | Fate::WrittenOff => continue,
                Fate::InPart => price(n) / 2,
                _ => price(n),
            };
            let later = if fate == Fate::Transfer { 9 } else { 0 };
            let paid = self.at(self.day_of(issued.minus_seconds(-later * 86_400)), 640);
            self.take(n, "earlier payment", paid, patient_id, (invoice_id, method_of(fate), amount_minor));
        }
    }

    /// Each of the last days with money begins with a float and ends with a close; today's till is open.
    fn tills(&mut self) {
        let today = self.day_of(self.now);
        self.days.entry(today).or_default();
        let mut days = std::mem::take(&mut self.days);
        days.retain(|day, _| (today - *day).num_days() <= CLOSED_DAYS);
        let yesterday = days.range(..today).next_back().map(|(day, _)| *day);
        for (n, (day, drawer)) in (0..).zip(&days) {
            self.push(n, self.at(*day, 470), SetFloat { float_minor: FLOAT });
            if *day == today {
                continue;
            }
            let mut counted_minor = FLOAT + drawer.cash;
            if Some(*day) == yesterday {
                self.push(
                    n,
                    self.at(*day, 1130),
                    MoveCash {
                        into: false,
                        amount_minor: STAMPS,
                        reason: "Stamps".into(),
                        purpose: CashPurpose::PettyCash,
                    },
                );
                counted_minor -= STAMPS;
            }
            let short = if n % 9 == 4 { 200 } else { 0 };
            let close = CloseTill {
                entries: drawer.entries,
                counted_minor: counted_minor - short,
                card_counted_minor: drawer.card,
                reason: (short > 0).then(|| "Two pounds short, looked for twice".to_owned()),
                till_id: None,
            };
            self.push(n, self.at(*day, 1140), close);
        }
    }
}
