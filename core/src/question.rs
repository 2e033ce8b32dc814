//! The list of everything that can be asked. One file per question or family of them; this file only lists them.

use crate::access::Permission;
use crate::clinic::Asker;
use crate::error::{Error, Result};
use crate::store::Db;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use serde_json::value::RawValue;
use std::pin::Pin;

/// Something that can be asked; reads only.
pub trait Ask: Serialize + DeserializeOwned + JsonSchema + Clone + Send + Sync {
    const PERMISSION: Permission;
    /// What leaves the clinic with the answer, for the record of exports.
    const EXPORT: Option<&'static str> = None;
    type Answer: Serialize;

    fn example() -> Self;

    fn answer(&self, db: &mut Db, asker: &Asker) -> impl Future<Output = Result<Self::Answer>> + Send;
}

pub struct AboutQuestion {
    pub name: &'static str,
    pub permission: Permission,
    pub example: fn() -> Json,
    pub schema: fn() -> Json,
}

/// Each in a place of its own: side by side in one function, all of them would lie on the stack for whichever is asked.
fn answered<'a, Q: Ask>(
    question: &'a Q,
    db: &'a mut Db,
    asker: &'a Asker,
) -> Pin<Box<dyn Future<Output = Result<Box<RawValue>>> + Send + 'a>> {
    Box::pin(async move {
        let answer = question.answer(db, asker).await?;
        serde_json::value::to_raw_value(&answer).map_err(Error::internal)
    })
}

macro_rules! questions {
    ($($variant:ident = $name:literal => $path:path,)+) => {
        /// Everything that can be asked.
        #[derive(Debug, Clone, Serialize, Deserialize)]
        #[serde(tag = "ask")]
        pub enum Question { $(#[serde(rename = $name)] $variant($path),)+ }

        impl Question {
            pub const ALL: &[AboutQuestion] = &[$(AboutQuestion {
                name: $name,
                permission: <$path as Ask>::PERMISSION,
                example: || serde_json::to_value(Question::$variant(<$path as Ask>::example())).unwrap_or(Json::Null),
                schema: || serde_json::to_value(schemars::schema_for!($path)).unwrap_or(Json::Null),
            },)+];

            pub fn name(&self) -> &'static str {
                match self { $(Question::$variant(_) => $name,)+ }
            }

            pub fn permission(&self) -> Permission {
                match self { $(Question::$variant(_) => <$path as Ask>::PERMISSION,)+ }
            }

            pub(crate) fn export(&self) -> Option<&'static str> {
                match self { $(Question::$variant(_) => <$path as Ask>::EXPORT,)+ }
            }

            pub(crate) async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Box<RawValue>> {
                match self { $(Question::$variant(question) => answered(question, db, asker),)+ }.await
            }
        }

        $(impl From<$path> for Question {
            fn from(question: $path) -> Question { Question::$variant(question) }
        })+
    };
}

questions! {
    Clinic = "clinic" => crate::office::info::AskClinic,
    Me = "me" => crate::staff::me::AskMe,
    Setup = "setup" => crate::office::setup::AskSetup,
    Workstations = "workstations" => crate::office::workstation::AskWorkstations,
    People = "people" => crate::staff::people::AskPeople,
    Permissions = "permissions" => crate::staff::permissions::AskPermissions,
    SecurityEvents = "security_events" => crate::staff::security::AskSecurityEvents,
    Practitioners = "practitioners" => crate::catalogue::practitioners::AskPractitioners,
    Specialties = "specialties" => crate::catalogue::specialties::AskSpecialties,
    Rooms = "rooms" => crate::catalogue::rooms::AskRooms,
    Services = "services" => crate::catalogue::services::AskServices,
    PriceLists = "price_lists" => crate::catalogue::price_lists::AskPriceLists,
    Prices = "prices" => crate::catalogue::prices::AskPrices,
    PriceHistory = "price_history" => crate::catalogue::price_history::AskPriceHistory,
    Exceptions = "exceptions" => crate::schedule::exceptions::AskExceptions,
    NextOpenDay = "next_open_day" => crate::schedule::open_day::AskNextOpenDay,
    IdentifierTypes = "identifier_types" => crate::patients::identifier_types::AskIdentifierTypes,
    Day = "day" => crate::appointments::day::AskDay,
    Appointments = "appointments" => crate::appointments::day::AskAppointments,
    Appointment = "appointment" => crate::appointments::details::AskAppointment,
    Week = "week" => crate::appointments::week::AskWeek,
    Month = "month" => crate::appointments::month::AskMonth,
    DaySheet = "day_sheet" => crate::appointments::day_sheet::AskDaySheet,
    WaitingRoom = "waiting_room" => crate::appointments::waiting_room::AskWaitingRoom,
    WallScreen = "wall_screen" => crate::appointments::waiting_room::AskWallScreen,
    NoShowProposals = "no_show_proposals" => crate::appointments::no_shows::AskNoShowProposals,
    NoShowsLeft = "no_shows_left" => crate::appointments::no_shows::AskNoShowsLeft,
    NearestFree = "nearest_free" => crate::appointments::nearest_free::AskNearestFree,
    FreeSlots = "free_slots" => crate::appointments::free_slots::AskFreeSlots,
    PlanSeries = "plan_series" => crate::appointments::series::plan::AskPlanSeries,
    ToBeMoved = "to_be_moved" => crate::appointments::to_be_moved::AskToBeMoved,
    FindPatients = "find_patients" => crate::patients::find::FindPatients,
    PatientsPage = "patients_page" => crate::patients::page::AskPatientsPage,
    LookAlikes = "look_alikes" => crate::patients::look_alikes::AskLookAlikes,
    Patient = "patient" => crate::patients::details::AskPatient,
    Alert = "alert" => crate::patients::seen_alerts::AskAlert,
    Allergies = "allergies" => crate::records::allergies::AskAllergies,
    Chart = "chart" => crate::records::chart::AskChart,
    Visit = "visit" => crate::records::visits::ask::AskVisit,
    PatientVisits = "patient_visits" => crate::records::visits::of_patient::AskPatientVisits,
    Vitals = "vitals" => crate::records::vitals::flowsheet::AskVitals,
    Vaccinations = "vaccinations" => crate::records::vaccinations::of_patient::AskVaccinations,
    VaccinesInUse = "vaccines_in_use" => crate::records::vaccinations::in_use::AskVaccinesInUse,
    Files = "files" => crate::records::files::of_patient::AskFiles,
    OwnFiles = "own_files" => crate::records::files::own::AskOwnFiles,
    TestRequests = "test_requests" => crate::records::results::of_patient::AskTestRequests,
    ToReview = "to_review" => crate::records::results::to_review::AskToReview,
    Batch = "batch" => crate::records::vaccinations::batch::AskBatch,
    Medicines = "medicines" => crate::records::medicines::find::AskMedicines,
    MedicineImport = "medicine_import" => crate::records::medicines::import::AskMedicineImport,
    Interactions = "interactions" => crate::records::medicines::interactions::AskInteractions,
    CodeImport = "code_import" => crate::records::codes::import::AskCodeImport,
    CodeLists = "code_lists" => crate::records::codes::import::AskCodeLists,
    FindMedicines = "find_medicines" => crate::records::medicines::find::FindMedicines,
    NoteTemplates = "note_templates" => crate::records::notes::templates::AskNoteTemplates,
    Snippets = "snippets" => crate::records::notes::snippets::AskSnippets,
    PatientMedicines = "patient_medicines" => crate::records::medicines::of_patient::AskPatientMedicines,
    PrescriptionWarnings = "prescription_warnings" => crate::records::medicines::ask_warnings::AskPrescriptionWarnings,
    MedicinesToRepeat = "medicines_to_repeat" => crate::records::repeats::look::AskMedicinesToRepeat,
    RepeatRequests = "repeat_requests" => crate::records::repeats::list::AskRepeatRequests,
    PatientLetters = "patient_letters" => crate::records::letters::of_patient::AskPatientLetters,
    PrescriptionDocument = "prescription_document" => crate::records::documents::prescription::AskPrescriptionDocument,
    VisitDocument = "visit_document" => crate::records::documents::visit::AskVisitDocument,
    VaccinationDocument = "vaccination_document" => crate::records::documents::vaccinations::AskVaccinationDocument,
    LetterDocument = "letter_document" => crate::records::documents::letter::AskLetterDocument,
    Unsigned = "unsigned" => crate::records::visits::unsigned::AskUnsigned,
    DiagnosisCodes = "diagnosis_codes" => crate::records::codes::ask::AskDiagnosisCodes,
    WhoSaw = "who_saw" => crate::records::seen::AskWhoSaw,
    RestrictedOpened = "restricted_opened" => crate::records::seen::AskRestrictedOpened,
    PatientAppointments = "patient_appointments" => crate::appointments::of_patient::AskPatientAppointments,
    CalendarFile = "calendar_file" => crate::exchange::calendar_file::AskCalendarFile,
    Overbooked = "overbooked" => crate::appointments::overbooked::AskOverbooked,
    Waitlist = "waitlist" => crate::waitlist::list::AskWaitlist,
    WaitlistFits = "waitlist_fits" => crate::waitlist::fits::AskWaitlistFits,
    ToConfirm = "to_confirm" => crate::reminders::to_confirm::AskToConfirm,
    ToRecall = "to_recall" => crate::recalls::list::AskToRecall,
    MessageTemplates = "message_templates" => crate::reminders::templates::AskMessageTemplates,
    MessagePreview = "message_preview" => crate::reminders::templates::AskMessagePreview,
    PaperTemplates = "paper_templates" => crate::office::paper_templates::AskPaperTemplates,
    Tasks = "tasks" => crate::tasks::list::AskTasks,
    Colleagues = "colleagues" => crate::tasks::colleagues::AskColleagues,
    TaxRates = "tax_rates" => crate::billing::tax_rates::AskTaxRates,
    PaymentMethods = "payment_methods" => crate::billing::methods::own::AskPaymentMethods,
    BillingRules = "billing_rules" => crate::billing::rules::AskBillingRules,
    ToBill = "to_bill" => crate::billing::to_bill::AskToBill,
    Unpaid = "unpaid" => crate::billing::unpaid::AskUnpaid,
    Payments = "payments" => crate::billing::payments::AskPayments,
    Revenue = "revenue" => crate::billing::revenue::AskRevenue,
    Aged = "aged" => crate::billing::aged::AskAged,
    Ledger = "ledger" => crate::billing::ledger::AskLedger,
    NoShowRate = "no_show_rate" => crate::reports::no_shows::AskNoShowRate,
    NewPatients = "new_patients" => crate::reports::new_patients::AskNewPatients,
    Utilisation = "utilisation" => crate::reports::utilisation::AskUtilisation,
    WorkFile = "work_file" => crate::reports::file::AskWorkFile,
    Glance = "glance" => crate::reports::glance::AskGlance,
    ReportFile = "report_file" => crate::billing::report_file::AskReportFile,
    Invoice = "invoice" => crate::billing::view::AskInvoice,
    InvoiceDocument = "invoice_document" => crate::billing::documents::invoice::AskInvoiceDocument,
    CreditNoteDocument = "credit_note_document" => crate::billing::documents::credit_note::AskCreditNoteDocument,
    Receipt = "receipt" => crate::billing::documents::receipt::AskReceipt,
    Statement = "statement" => crate::billing::documents::statement::AskStatement,
    PayerStatement = "payer_statement" => crate::billing::documents::payer_statement::AskPayerStatement,
    TillDocument = "till_document" => crate::billing::documents::till_sheet::AskTillDocument,
    RevenueDocument = "revenue_document" => crate::billing::documents::report::AskRevenueDocument,
    PaymentsDocument = "payments_document" => crate::billing::documents::journal::AskPaymentsDocument,
    LedgerDocument = "ledger_document" => crate::billing::documents::journal::AskLedgerDocument,
    WorkDocument = "work_document" => crate::billing::documents::report::AskWorkDocument,
    AgedDocument = "aged_document" => crate::billing::documents::aged::AskAgedDocument,
    InvoiceSums = "invoice_sums" => crate::billing::preview::AskInvoiceSums,
    Till = "till" => crate::billing::till::AskTill,
    Period = "period" => crate::billing::period::AskPeriod,
    PatientAccount = "patient_account" => crate::billing::account::AskPatientAccount,
    Payers = "payers" => crate::billing::payers::payer::AskPayers,
    PayerAccount = "payer_account" => crate::billing::payers::account::AskPayerAccount,
    Checkout = "checkout" => crate::billing::check_out::AskCheckout,
    History = "history" => crate::history::AskHistory,
    RecordHistory = "record_history" => crate::history::AskRecordHistory,
}
