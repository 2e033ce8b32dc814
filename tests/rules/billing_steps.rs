//! Steps of billing that several tests take.

use chrono::NaiveDate;
use clinic_core::appointments::appointment::Status;
use clinic_core::appointments::status::ChangeStatus;
use clinic_core::billing::draft::{DraftInvoice, EditInvoice};
use clinic_core::billing::issue::IssueInvoice;
use clinic_core::billing::lines::InvoiceLine;
use clinic_core::billing::payment::{PaymentMethod, PaymentPart, PaymentTaken, TakePayment};
use clinic_core::ids::*;
use clinic_tests::desk::{Desk, at, day};

pub trait Bills {
    /// A visit of a patient at this hour that is over and to be paid; its version is 2.
    async fn visit(&self, patient: usize, hour: u32) -> AppointmentId;
    fn day_of_visits(&self) -> NaiveDate;
    /// One line of this amount.
    fn lines(&self, amount_minor: i64) -> Vec<InvoiceLine>;
    /// A draft of one line; its version is 2.
    async fn draft(&self, patient: usize, amount_minor: i64) -> InvoiceId;
    /// Version 3.
    async fn issued(&self, patient: usize, amount_minor: i64) -> InvoiceId;
    fn take(&self, patient: usize, amount_minor: i64, parts: Option<Vec<PaymentPart>>) -> TakePayment;
}

impl Bills for Desk {
    async fn visit(&self, patient: usize, hour: u32) -> AppointmentId {
        let mut booking = self.booking(at(hour, patient as u32 * 15), 15);
        booking.patient_id = self.patients[patient];
        let appointment_id = booking.appointment_id;
        self.done(booking).await;
        let to = Status::ToPay;
        self.done(ChangeStatus { appointment_id, version: 1, to, waiting_for: None, reason: None }).await;
        appointment_id
    }

    fn day_of_visits(&self) -> NaiveDate {
        day()
    }

    fn lines(&self, amount_minor: i64) -> Vec<InvoiceLine> {
        vec![InvoiceLine {
            service_id: Some(self.services[0]),
            description: "Check-up".into(),
            quantity: 1,
            unit_minor: amount_minor,
            discount: None,
            tax_rate_id: None,
            practitioner_id: Some(self.doctors[0]),
            share_of_minor: None,
        }]
    }

    async fn draft(&self, patient: usize, amount_minor: i64) -> InvoiceId {
        let invoice_id = InvoiceId::new();
        self.done(DraftInvoice { invoice_id, patient_id: self.patients[patient], appointment_id: None }).await;
        let lines = self.lines(amount_minor);
        self.done(EditInvoice { invoice_id, version: 1, lines, discount: None, note: None, approval_id: None }).await;
        invoice_id
    }

    async fn issued(&self, patient: usize, amount_minor: i64) -> InvoiceId {
        let invoice_id = self.draft(patient, amount_minor).await;
        self.done(IssueInvoice { invoice_id, version: 2 }).await;
        invoice_id
    }

    fn take(&self, patient: usize, amount_minor: i64, parts: Option<Vec<PaymentPart>>) -> TakePayment {
        TakePayment {
            payment_id: PaymentId::new(),
            patient_id: self.patients[patient],
            payer_id: None,
            method: PaymentMethod::Cash,
            method_id: None,
            amount_minor,
            parts,
            note: None,
            rounding_minor: None,
        }
    }
}

pub async fn taken(desk: &Desk, operation: TakePayment) -> PaymentTaken {
    serde_json::from_value(desk.done(operation).await.outcome).expect("an outcome")
}
