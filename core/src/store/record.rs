//! Rows that are edited: described once, written by the store, and noted in the journal by the same functions.

use super::Value;
use serde::Serialize;
use uuid::Uuid;

/// What a journal touch is about.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Kind {
    Appointment,
    Patient,
    PatientAlert,
    Practitioner,
    Specialty,
    Room,
    Service,
    PriceList,
    User,
    Clinic,
    IdentifierType,
    Permission,
    Workstation,
    /// A day or time that differs from the weekly hours.
    Exception,
    Waitlist,
    MessageTemplate,
    Allergy,
    Problem,
    /// What was found and decided at a visit.
    VisitRecord,
    Vital,
    Vaccination,
    /// A result, letter or picture of a patient.
    File,
    /// A test that a doctor asked for.
    TestRequest,
    Medicine,
    /// What the clinic says does not go together.
    Interaction,
    /// What a visit's note begins with.
    NoteTemplate,
    Snippet,
    Prescription,
    /// More of a medicine that a patient asks for.
    RepeatRequest,
    TaxRate,
    Invoice,
    Payment,
    /// A method of payment of the clinic's own.
    PaymentMethod,
    /// An insurer or another who pays for patients.
    Payer,
    Till,
    /// A lock of the books.
    Period,
    Task,
    Recall,
    /// A referral or a sick note.
    Letter,
    /// What a paper is laid out with.
    PaperTemplate,
}

impl Kind {
    pub const ALL: [Kind; 40] = [
        Kind::Appointment,
        Kind::Patient,
        Kind::PatientAlert,
        Kind::Practitioner,
        Kind::Specialty,
        Kind::Room,
        Kind::Service,
        Kind::PriceList,
        Kind::User,
        Kind::Clinic,
        Kind::IdentifierType,
        Kind::Permission,
        Kind::Workstation,
        Kind::Exception,
        Kind::Waitlist,
        Kind::MessageTemplate,
        Kind::Allergy,
        Kind::Problem,
        Kind::VisitRecord,
        Kind::Vital,
        Kind::Vaccination,
        Kind::File,
        Kind::TestRequest,
        Kind::Medicine,
        Kind::Interaction,
        Kind::NoteTemplate,
        Kind::Snippet,
        Kind::Prescription,
        Kind::RepeatRequest,
        Kind::TaxRate,
        Kind::Invoice,
        Kind::Payment,
        Kind::PaymentMethod,
        Kind::Payer,
        Kind::Till,
        Kind::Period,
        Kind::Task,
        Kind::Recall,
        Kind::Letter,
        Kind::PaperTemplate,
    ];

    pub fn text(self) -> &'static str {
        match self {
            Kind::Appointment => "appointment",
            Kind::Patient => "patient",
            Kind::PatientAlert => "patient_alert",
            Kind::Practitioner => "practitioner",
            Kind::Specialty => "specialty",
            Kind::Room => "room",
            Kind::Service => "service",
            Kind::PriceList => "price_list",
            Kind::User => "user",
            Kind::Clinic => "clinic",
            Kind::IdentifierType => "identifier_type",
            Kind::Permission => "permission",
            Kind::Workstation => "workstation",
            Kind::Exception => "exception",
            Kind::Waitlist => "waitlist",
            Kind::MessageTemplate => "message_template",
            Kind::Allergy => "allergy",
            Kind::Problem => "problem",
            Kind::VisitRecord => "visit_record",
            Kind::Vital => "vital",
            Kind::Vaccination => "vaccination",
            Kind::File => "file",
            Kind::TestRequest => "test_request",
            Kind::Medicine => "medicine",
            Kind::Interaction => "interaction",
            Kind::NoteTemplate => "note_template",
            Kind::Snippet => "snippet",
            Kind::Prescription => "prescription",
            Kind::RepeatRequest => "repeat_request",
            Kind::TaxRate => "tax_rate",
            Kind::Invoice => "invoice",
            Kind::Payment => "payment",
            Kind::PaymentMethod => "payment_method",
            Kind::Payer => "payer",
            Kind::Till => "till",
            Kind::Period => "period",
            Kind::Task => "task",
            Kind::Recall => "recall",
            Kind::Letter => "letter",
            Kind::PaperTemplate => "paper_template",
        }
    }

    pub fn parse(text: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.text() == text)
    }
}

/// A row of a table with an id and a version: see `record!`.
pub trait Record: super::Row + Serialize + Clone + PartialEq {
    const TABLE: &'static str;
    const KIND: Kind;
    const COLUMNS: &'static [&'static str];
    /// `SELECT` every column `FROM` the table, to be followed by a clause.
    const SELECT: &'static str;

    fn row_id(&self) -> Uuid;
    fn version(&self) -> i64;
    fn set_version(&mut self, version: i64);
    /// In the order of `COLUMNS`.
    fn values(&self) -> Vec<Value>;
}

/// Describes a versioned table once: the struct, how it is read, and how it is written.
///
/// The first field is the id, the second the version.
#[macro_export]
macro_rules! record {
    ($(#[$meta:meta])* pub struct $name:ident in $table:literal as $kind:ident {
        pub id: $id:ty,
        $($(#[$field_meta:meta])* pub $field:ident: $type:ty,)+
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, sqlx::FromRow)]
        pub struct $name {
            pub id: $id,
            pub version: i64,
            $($(#[$field_meta])* pub $field: $type,)+
        }

        impl $crate::store::Record for $name {
            const TABLE: &'static str = $table;
            const KIND: $crate::store::Kind = $crate::store::Kind::$kind;
            const COLUMNS: &'static [&'static str] = &["id", "version", $(stringify!($field)),+];
            const SELECT: &'static str = concat!("SELECT id, version", $(", ", stringify!($field),)+ " FROM ", $table, " ");

            fn row_id(&self) -> uuid::Uuid { self.id.0 }
            fn version(&self) -> i64 { self.version }
            fn set_version(&mut self, version: i64) { self.version = version; }
            fn values(&self) -> Vec<$crate::store::Value> {
                $crate::args![self.id, self.version, $(self.$field.clone()),+]
            }
        }
    };
}
