//! Ids are UUIDv7, typed per table, and made by whoever opens the form: a second try finds its own row.

use uuid::Uuid;

macro_rules! ids {
    ($($(#[doc = $doc:literal])* $name:ident,)+) => {$(
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
                 schemars::JsonSchema, sqlx::Type, ts_rs::TS)]
        #[serde(transparent)]
        #[sqlx(transparent)]
        #[ts(type = "string")]
        pub struct $name(pub Uuid);

        impl $name {
            pub fn new() -> $name { $name(Uuid::now_v7()) }
        }
        impl Default for $name {
            fn default() -> $name { $name::new() }
        }
        impl From<$name> for crate::store::Value {
            fn from(id: $name) -> crate::store::Value { crate::store::Value::Uuid(id.0) }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }
    )+};
}

ids! {
    AddendumId, AlertId, AllergyId, AppointmentId, ApprovalId, CreditNoteId, ExceptionId, FileId, IdentifierTypeId, InteractionId, InvoiceId, LetterId, MedicineId,
    MessageTemplateId, NoteTemplateId, OperationId, PaperTemplateId, PatientId, PayerId, PaymentId, PaymentMethodId, PractitionerId, PrescriptionId, PrescriptionItemId, PriceListId, PrintId, ProblemId, RecallId, RepeatId, RoomId, RowId,
    SeriesId, ServiceId, SnippetId, SpecialtyId, TaskId, TaxRateId, TestRequestId, TillId, UserId,
    VaccinationId, VisitRecordId, VitalId, WaitlistId, WorkstationId,
}

/// An id for a row that an operation makes on the side: the same operation always makes the same one.
pub fn derived(operation: OperationId, label: &str) -> Uuid {
    Uuid::new_v5(&operation.0, label.as_bytes())
}
