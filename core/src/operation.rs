//! The list of everything that changes. One file per operation; this file only lists them.

use crate::access::Permission;
use crate::clinic::{Context, NeedsApproval};
use crate::error::Result;
use crate::fields::Secret;
use crate::store::Tx;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::pin::Pin;

/// Something the clinic can do.
pub trait Operate: Serialize + DeserializeOwned + JsonSchema + Clone + Send + Sync {
    const PERMISSION: Permission;
    /// Whether the front desk may do it while the server is away.
    const OFFLINE: bool = false;
    /// Whether it writes something of money that bears today's date: then it is refused while the books are locked up to today.
    const DATED: bool = false;
    /// How large it may be as JSON. What takes a whole table may be larger, still far below what a server takes in one statement.
    const MOST_BYTES: usize = 1 << 20;
    type Outcome: Serialize;

    /// One that could be sent as it is, for `clinicctl operations` and the tests.
    fn example() -> Self;

    /// The passwords and PINs in it; the gate replaces them by their hashes.
    fn secrets(&mut self) -> Vec<SecretField<'_>> {
        Vec::new()
    }

    /// The approval that it was sent with.
    fn approval(&self) -> Option<NeedsApproval> {
        None
    }

    /// The rules and the SQL. Takes the time and all ids from the operation and `cx`, so that a second run writes the same.
    fn apply(&self, tx: &mut Tx, cx: &Context) -> impl Future<Output = Result<Self::Outcome>> + Send;
}

/// A secret in an operation and the rule it must meet.
pub struct SecretField<'a> {
    pub secret: &'a mut Secret,
    pub rule: SecretRule,
    /// The sign-in name, which must not be the password.
    pub login: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretRule {
    Password,
    Pin,
}

/// What `clinicctl operations` and the permission test know of an operation.
pub struct About {
    pub name: &'static str,
    pub permission: Permission,
    pub offline: bool,
    pub dated: bool,
    pub example: fn() -> Json,
    pub schema: fn() -> Json,
}

/// Each in a place of its own: side by side in one function, all of them would lie on the stack for whichever is performed.
fn applied<'a, O: Operate>(
    operation: &'a O,
    tx: &'a mut Tx,
    cx: &'a Context,
) -> Pin<Box<dyn Future<Output = Result<Json>> + Send + 'a>> {
    Box::pin(async move {
        if O::DATED {
            crate::billing::period::date_today(tx, cx).await?;
        }
        let outcome = operation.apply(tx, cx).await?;
        serde_json::to_value(outcome).map_err(crate::error::Error::internal)
    })
}

macro_rules! operations {
    ($($variant:ident = $name:literal => $path:path,)+) => {
        /// Everything the clinic can do.
        #[derive(Debug, Clone, Serialize, Deserialize)]
        #[serde(tag = "op")]
        pub enum Operation { $(#[serde(rename = $name)] $variant($path),)+ }

        impl Operation {
            pub const ALL: &[About] = &[$(About {
                name: $name,
                permission: <$path as Operate>::PERMISSION,
                offline: <$path as Operate>::OFFLINE,
                dated: <$path as Operate>::DATED,
                example: || serde_json::to_value(Operation::$variant(<$path as Operate>::example())).unwrap_or(Json::Null),
                schema: || serde_json::to_value(schemars::schema_for!($path)).unwrap_or(Json::Null),
            },)+];

            pub fn name(&self) -> &'static str {
                match self { $(Operation::$variant(_) => $name,)+ }
            }

            pub fn permission(&self) -> Permission {
                match self { $(Operation::$variant(_) => <$path as Operate>::PERMISSION,)+ }
            }

            pub(crate) fn most_bytes(&self) -> usize {
                match self { $(Operation::$variant(_) => <$path as Operate>::MOST_BYTES,)+ }
            }

            pub(crate) fn secrets(&mut self) -> Vec<SecretField<'_>> {
                match self { $(Operation::$variant(operation) => operation.secrets(),)+ }
            }

            pub(crate) fn approval(&self) -> Option<NeedsApproval> {
                match self { $(Operation::$variant(operation) => operation.approval(),)+ }
            }

            pub(crate) async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<Json> {
                match self { $(Operation::$variant(operation) => applied(operation, tx, cx),)+ }.await
            }
        }

        $(impl From<$path> for Operation {
            fn from(operation: $path) -> Operation { Operation::$variant(operation) }
        })+
    };
}

operations! {
    StartClinic = "start_clinic" => crate::office::start::StartClinic,
    EditClinic = "edit_clinic" => crate::office::edit::EditClinic,
    FinishSetupStep = "finish_setup_step" => crate::office::setup::FinishSetupStep,
    NameWorkstation = "name_workstation" => crate::office::workstation::NameWorkstation,
    AddPerson = "add_person" => crate::staff::add_person::AddPerson,
    EditPerson = "edit_person" => crate::staff::edit_person::EditPerson,
    GiveOneTimePassword = "give_one_time_password" => crate::staff::passwords::GiveOneTimePassword,
    ChangeOwnPassword = "change_own_password" => crate::staff::passwords::ChangeOwnPassword,
    RecoverAdmin = "recover_admin" => crate::staff::passwords::RecoverAdmin,
    SetPermission = "set_permission" => crate::staff::permissions::SetPermission,
    AddSpecialty = "add_specialty" => crate::catalogue::specialties::AddSpecialty,
    EditSpecialty = "edit_specialty" => crate::catalogue::specialties::EditSpecialty,
    AddRoom = "add_room" => crate::catalogue::rooms::AddRoom,
    EditRoom = "edit_room" => crate::catalogue::rooms::EditRoom,
    AddPractitioner = "add_practitioner" => crate::catalogue::practitioners::AddPractitioner,
    EditPractitioner = "edit_practitioner" => crate::catalogue::practitioners::EditPractitioner,
    SetWorkingHours = "set_working_hours" => crate::schedule::hours::SetWorkingHours,
    AddException = "add_exception" => crate::schedule::exceptions::AddException,
    EditException = "edit_exception" => crate::schedule::exceptions::EditException,
    RemoveException = "remove_exception" => crate::schedule::exceptions::RemoveException,
    AddService = "add_service" => crate::catalogue::services::AddService,
    EditService = "edit_service" => crate::catalogue::services::EditService,
    AddPriceList = "add_price_list" => crate::catalogue::price_lists::AddPriceList,
    EditPriceList = "edit_price_list" => crate::catalogue::price_lists::EditPriceList,
    AddIdentifierType = "add_identifier_type" => crate::patients::identifier_types::AddIdentifierType,
    EditIdentifierType = "edit_identifier_type" => crate::patients::identifier_types::EditIdentifierType,
    RegisterPatient = "register_patient" => crate::patients::register::RegisterPatient,
    EditPatient = "edit_patient" => crate::patients::edit::EditPatient,
    AddAlert = "add_alert" => crate::patients::alerts::AddAlert,
    EndAlert = "end_alert" => crate::patients::alerts::EndAlert,
    EditAlert = "edit_alert" => crate::patients::alerts::EditAlert,
    StrikeAlert = "strike_alert" => crate::patients::alerts::StrikeAlert,
    AddTask = "add_task" => crate::tasks::add::AddTask,
    AnswerTask = "answer_task" => crate::tasks::answer::AnswerTask,
    PassTaskOn = "pass_task_on" => crate::tasks::pass_on::PassTaskOn,
    FinishTask = "finish_task" => crate::tasks::finish::FinishTask,
    ReopenTask = "reopen_task" => crate::tasks::reopen::ReopenTask,
    NoteRecall = "note_recall" => crate::recalls::note::NoteRecall,
    RecordRecallCall = "record_recall_call" => crate::recalls::call::RecordRecallCall,
    DeclineRecall = "decline_recall" => crate::recalls::decline::DeclineRecall,
    BookRecall = "book_recall" => crate::recalls::book::BookRecall,
    RestrictPatient = "restrict_patient" => crate::records::opened::RestrictPatient,
    OpenChart = "open_chart" => crate::records::opened::OpenChart,
    LookAtAllergies = "look_at_allergies" => crate::records::opened::LookAtAllergies,
    AddAllergy = "add_allergy" => crate::records::allergies::AddAllergy,
    EditAllergy = "edit_allergy" => crate::records::allergies::EditAllergy,
    StrikeAllergy = "strike_allergy" => crate::records::strikes::StrikeAllergy,
    RecordNoKnownAllergies = "record_no_known_allergies" => crate::records::none_known::RecordNoKnownAllergies,
    AddProblem = "add_problem" => crate::records::problems::AddProblem,
    EditProblem = "edit_problem" => crate::records::problems::EditProblem,
    StrikeProblem = "strike_problem" => crate::records::strikes::StrikeProblem,
    StartVisit = "start_visit" => crate::records::visits::start::StartVisit,
    SaveVisit = "save_visit" => crate::records::visits::write::SaveVisit,
    SignVisit = "sign_visit" => crate::records::visits::sign::SignVisit,
    AddAddendum = "add_addendum" => crate::records::visits::addendum::AddAddendum,
    StrikeVisit = "strike_visit" => crate::records::visits::strike::StrikeVisit,
    EnterVitals = "enter_vitals" => crate::records::vitals::enter::EnterVitals,
    StrikeVital = "strike_vital" => crate::records::vitals::strike::StrikeVital,
    EnterVaccination = "enter_vaccination" => crate::records::vaccinations::enter::EnterVaccination,
    StrikeVaccination = "strike_vaccination" => crate::records::vaccinations::strike::StrikeVaccination,
    AttachFile = "attach_file" => crate::records::files::attach::AttachFile,
    OpenFile = "open_file" => crate::records::files::open::OpenFile,
    StrikeFile = "strike_file" => crate::records::files::strike::StrikeFile,
    RequestTest = "request_test" => crate::records::results::request::RequestTest,
    WithdrawTest = "withdraw_test" => crate::records::results::withdraw::WithdrawTest,
    ReviewResult = "review_result" => crate::records::results::review::ReviewResult,
    LookUpBatch = "look_up_batch" => crate::records::vaccinations::batch::LookUpBatch,
    AddMedicine = "add_medicine" => crate::records::medicines::formulary::AddMedicine,
    EditMedicine = "edit_medicine" => crate::records::medicines::formulary::EditMedicine,
    AddStarterMedicines = "add_starter_medicines" => crate::records::medicines::starter::AddStarterMedicines,
    ImportMedicines = "import_medicines" => crate::records::medicines::import::ImportMedicines,
    AddInteraction = "add_interaction" => crate::records::medicines::interactions::AddInteraction,
    EditInteraction = "edit_interaction" => crate::records::medicines::interactions::EditInteraction,
    ImportCodes = "import_codes" => crate::records::codes::import::ImportCodes,
    UseCodes = "use_codes" => crate::records::codes::import::UseCodes,
    AddNoteTemplate = "add_note_template" => crate::records::notes::templates::AddNoteTemplate,
    EditNoteTemplate = "edit_note_template" => crate::records::notes::templates::EditNoteTemplate,
    AddSnippet = "add_snippet" => crate::records::notes::snippets::AddSnippet,
    EditSnippet = "edit_snippet" => crate::records::notes::snippets::EditSnippet,
    WritePrescription = "write_prescription" => crate::records::medicines::write::WritePrescription,
    StopMedicine = "stop_medicine" => crate::records::medicines::stop::StopMedicine,
    StrikeMedicine = "strike_medicine" => crate::records::medicines::stop::StrikeMedicine,
    LookAtMedicines = "look_at_medicines" => crate::records::repeats::look::LookAtMedicines,
    RequestRepeat = "request_repeat" => crate::records::repeats::request::RequestRepeat,
    ApproveRepeat = "approve_repeat" => crate::records::repeats::approve::ApproveRepeat,
    RefuseRepeat = "refuse_repeat" => crate::records::repeats::refuse::RefuseRepeat,
    WithdrawRepeat = "withdraw_repeat" => crate::records::repeats::withdraw::WithdrawRepeat,
    HandOverRepeat = "hand_over_repeat" => crate::records::repeats::hand_over::HandOverRepeat,
    WriteLetter = "write_letter" => crate::records::letters::write::WriteLetter,
    StrikeLetter = "strike_letter" => crate::records::letters::strike::StrikeLetter,
    RecordClinicalPrint = "record_clinical_print" => crate::records::documents::prints::RecordClinicalPrint,
    RecordClinicalPrintFailed = "record_clinical_print_failed" => crate::records::documents::prints::RecordClinicalPrintFailed,
    BookAppointment = "book_appointment" => crate::appointments::book::BookAppointment,
    AdmitWalkIn = "admit_walk_in" => crate::appointments::walk_in::AdmitWalkIn,
    MoveAppointment = "move_appointment" => crate::appointments::change_time::MoveAppointment,
    MoveToNextFree = "move_to_next_free" => crate::appointments::next_free::MoveToNextFree,
    EditAppointment = "edit_appointment" => crate::appointments::edit::EditAppointment,
    ChangeStatus = "change_status" => crate::appointments::status::ChangeStatus,
    CancelAppointment = "cancel_appointment" => crate::appointments::cancel::CancelAppointment,
    BookSeries = "book_series" => crate::appointments::series::book::BookSeries,
    MoveSeries = "move_series" => crate::appointments::series::shift::MoveSeries,
    EditSeries = "edit_series" => crate::appointments::series::edit::EditSeries,
    CancelSeries = "cancel_series" => crate::appointments::series::cancel::CancelSeries,
    AddToWaitlist = "add_to_waitlist" => crate::waitlist::add::AddToWaitlist,
    EditWaitlist = "edit_waitlist" => crate::waitlist::edit::EditWaitlist,
    WithdrawFromWaitlist = "withdraw_from_waitlist" => crate::waitlist::edit::WithdrawFromWaitlist,
    RecordWaitlistAsk = "record_waitlist_ask" => crate::waitlist::asked::RecordWaitlistAsk,
    BookFromWaitlist = "book_from_waitlist" => crate::waitlist::book::BookFromWaitlist,
    RecordCall = "record_call" => crate::reminders::call::RecordCall,
    AddMessageTemplate = "add_message_template" => crate::reminders::templates::AddMessageTemplate,
    EditMessageTemplate = "edit_message_template" => crate::reminders::templates::EditMessageTemplate,
    WriteTemplate = "write_template" => crate::office::paper_templates::WriteTemplate,
    UseShippedTemplate = "use_shipped_template" => crate::office::paper_templates::UseShippedTemplate,
    AddTaxRate = "add_tax_rate" => crate::billing::tax_rates::AddTaxRate,
    EditTaxRate = "edit_tax_rate" => crate::billing::tax_rates::EditTaxRate,
    AddPaymentMethod = "add_payment_method" => crate::billing::methods::own::AddPaymentMethod,
    EditPaymentMethod = "edit_payment_method" => crate::billing::methods::own::EditPaymentMethod,
    OrderPaymentMethods = "order_payment_methods" => crate::billing::methods::own::OrderPaymentMethods,
    EditBillingRules = "edit_billing_rules" => crate::billing::rules::EditBillingRules,
    AddPayer = "add_payer" => crate::billing::payers::payer::AddPayer,
    EditPayer = "edit_payer" => crate::billing::payers::payer::EditPayer,
    DraftInvoice = "draft_invoice" => crate::billing::draft::DraftInvoice,
    EditInvoice = "edit_invoice" => crate::billing::draft::EditInvoice,
    VoidInvoice = "void_invoice" => crate::billing::draft::VoidInvoice,
    AddressInvoice = "address_invoice" => crate::billing::payers::share::AddressInvoice,
    ShareInvoice = "share_invoice" => crate::billing::payers::share::ShareInvoice,
    IssueInvoice = "issue_invoice" => crate::billing::issue::IssueInvoice,
    TakePayment = "take_payment" => crate::billing::payment::TakePayment,
    ApplyCredit = "apply_credit" => crate::billing::credit::ApplyCredit,
    ApplyPayerCredit = "apply_payer_credit" => crate::billing::payers::account::ApplyPayerCredit,
    WriteCreditNote = "write_credit_note" => crate::billing::credit_note::WriteCreditNote,
    WriteOff = "write_off" => crate::billing::write_off::WriteOff,
    UndoWriteOff = "undo_write_off" => crate::billing::undo_write_off::UndoWriteOff,
    RefundPayment = "refund_payment" => crate::billing::correct::RefundPayment,
    CorrectPayment = "correct_payment" => crate::billing::correct::CorrectPayment,
    RecordPrint = "record_print" => crate::billing::prints::RecordPrint,
    RecordPrintFailed = "record_print_failed" => crate::billing::prints::RecordPrintFailed,
    SetFloat = "set_float" => crate::billing::till::SetFloat,
    MoveCash = "move_cash" => crate::billing::till::MoveCash,
    CloseTill = "close_till" => crate::billing::till_close::CloseTill,
    LockPeriod = "lock_period" => crate::billing::period::LockPeriod,
    CheckOut = "check_out" => crate::billing::check_out::CheckOut,
    Undo = "undo" => crate::appointments::undo::Undo,
}
