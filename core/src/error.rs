//! Every failure has a code. The interface and `clinicctl` send `{code, details}`; the words live in the interface.
//!
//! Details never hold SQL, paths or secrets. What went wrong inside goes to the log under a reference.

use serde::Serialize;
use serde_json::{Map, Value as Json, json};

pub type Result<T, E = Error> = std::result::Result<T, E>;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $text:literal,)+) => {
        /// The stable name of a failure.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code { $($(#[doc = $doc])+ $variant,)+ }

        impl Code {
            /// All codes with when they are given, for `docs/errors.md` and its test.
            pub const ALL: &[(Code, &str, &str)] = &[$((Code::$variant, $text, concat!($($doc),+)),)+];

            pub fn text(self) -> &'static str {
                match self { $(Code::$variant => $text,)+ }
            }
        }
    };
}

codes! {
    /// The patient has allergies on record, so it cannot be said that none is known.
    AllergySomeKnown = "allergy.some_known",
    /// This person has not opened the patient's chart in the last twelve hours.
    ChartNotOpened = "chart.not_opened",
    /// The record is restricted, and no reason was given.
    ChartReasonNeeded = "chart.reason_needed",
    /// The entry was marked as entered in error, and is changed no more.
    RecordStruck = "record.struck",
    /// The visit is signed and takes no change; what is new is added to it.
    VisitSigned = "visit.signed",
    /// The visit is a draft: it is written in, not added to.
    VisitNotSigned = "visit.not_signed",
    /// Somebody changed the visit after it was shown. Details: by, at, version, theirs.
    VisitChangedMeanwhile = "visit.changed_meanwhile",
    /// The visit is another practitioner's to sign. Details: practitioner.
    VisitNotYours = "visit.not_yours",
    /// Who does not sign visits adds to their own and to nurses' visits alone. Details: practitioner.
    VisitNotYoursToAdd = "visit.not_yours_to_add",
    /// Nothing is written in the visit.
    VisitEmpty = "visit.empty",
    /// The appointment has its record already. Details: visit_id.
    VisitExists = "visit.exists",
    /// The prescription would be another practitioner's. Details: practitioner.
    PrescriptionNotYours = "prescription.not_yours",
    /// Something speaks against a medicine: an allergy, the same ingredient in another one, or a rule of the clinic. Details: warnings.
    PrescriptionWarned = "prescription.warned",
    /// The medicine was stopped already. Details: on, by.
    PrescriptionStopped = "prescription.stopped",
    /// Nothing of the prescription stands any more: all of it was stopped, or entered in error.
    PrescriptionNotValid = "prescription.not_valid",
    /// The same is asked for already, and nobody has answered. Details: item_id, by, at.
    RepeatWaiting = "repeat.waiting",
    /// The patient does not take this medicine any more. Details: item_id.
    RepeatNotTaken = "repeat.not_taken",
    /// The record is restricted: what the patient takes is not shown at the desk.
    RepeatRestricted = "repeat.restricted",
    /// The request was answered, withdrawn or ended already. Details: status, by, at.
    RepeatSettled = "repeat.settled",
    /// The request cannot be ended like this as it stands. Details: status.
    RepeatNotReady = "repeat.not_ready",
    /// The letter would be another practitioner's. Details: practitioner.
    LetterNotYours = "letter.not_yours",
    /// Numbers are far from usual and were not confirmed. Details: kinds.
    VitalsUnusual = "vitals.unusual",
    /// Somebody else entered this measurement. Details: by.
    VitalsNotYours = "vitals.not_yours",
    /// The batch was over on the day it was given, and no reason was said. Details: expires_on.
    VaccinationExpired = "vaccination.expired",
    /// The same vaccine was entered for the same day already, and it was not confirmed. Details: on, by.
    VaccinationAgain = "vaccination.again",
    /// Somebody else entered this vaccination. Details: by.
    VaccinationNotYours = "vaccination.not_yours",
    /// Both names of the rule are one. Details: field.
    InteractionSame = "interaction.same",
    /// This is the name of the list that comes with the program. Details: field.
    CodesShipped = "codes.shipped",
    /// The table has no such column. Details: field, column.
    ImportColumnMissing = "import.column_missing",
    /// Every line of the table is there already, or is wrong. Details: field.
    ImportNothingNew = "import.nothing_new",
    /// The table is larger than what is taken at once. Details: field, most.
    ImportTooMuch = "import.too_much",
    /// The file is larger than what is taken. Details: field, max_bytes.
    FileTooLarge = "file.too_large",
    /// The file, or what its name says, would run on a computer. Details: field, ending.
    FileRuns = "file.runs",
    /// The file is of no type that is taken. Details: field, ending.
    FileTypeNotTaken = "file.type_not_taken",
    /// What was sent is not the whole file, or not one file.
    FileIncomplete = "file.incomplete",
    /// The same file was attached to this patient already, and it was not confirmed. Details: on, by.
    FileAgain = "file.again",
    /// A result of the test was attached, or the request was withdrawn. Details: status.
    RequestSettled = "request.settled",
    /// The result was reviewed already. Details: by, on.
    ResultReviewed = "result.reviewed",
    /// What is stored is not the file that was attached.
    FileDamaged = "file.damaged",
    /// The pages of the file cannot be shown here: it is protected by a password, or broken.
    FileNotShown = "file.not_shown",
    /// No program of this computer opens the file.
    FileNotOpened = "file.not_opened",
    /// Somebody else attached this file. Details: by.
    FileNotYours = "file.not_yours",
    /// The recall is booked, or not wanted, and needs nothing more. Details: status.
    RecallSettled = "recall.settled",
    /// The task is done: it is opened again before anything else is said to it.
    TaskDone = "task.done",
    /// The task is open already.
    TaskOpen = "task.open",
    /// A permission is missing. Details: permission.
    AccessDenied = "access.denied",
    /// The appointment does not exist.
    AppointmentNotFound = "appointment.not_found",
    /// Somebody changed the appointment after it was shown. Details: by, at, version.
    AppointmentChangedMeanwhile = "appointment.changed_meanwhile",
    /// The practitioner, room or patient is taken in that time. Details: by, free.
    AppointmentSlotTaken = "appointment.slot_taken",
    /// Outside working hours, in leave, a holiday or a block, or the room is out of use, and no reason was given. Details: spans, why.
    AppointmentOutsideHours = "appointment.outside_hours",
    /// No free time was found in the days that were looked at. Details: days.
    AppointmentNoneFree = "appointment.none_free",
    /// The status does not allow this. Details: from, to.
    AppointmentWrongStatus = "appointment.wrong_status",
    /// The practitioner does not give these services. Details: services, practitioner.
    AppointmentServiceNotGiven = "appointment.service_not_given",
    /// The clinic's clock skips this time that day. Details: starts_at.
    AppointmentTimeSkipped = "appointment.time_skipped",
    /// Start or length is not a multiple of five minutes.
    AppointmentNotFiveMinutes = "appointment.not_five_minutes",
    /// Shorter than five minutes, longer than twelve hours, or past midnight. Details: max_minutes.
    AppointmentLength = "appointment.length",
    /// The patient had died by that day. Details: died_on.
    AppointmentPatientDied = "appointment.patient_died",
    /// The practitioner is no longer bookable.
    AppointmentPractitionerInactive = "appointment.practitioner_inactive",
    /// The room is no longer in use.
    AppointmentRoomInactive = "appointment.room_inactive",
    /// A service is no longer offered. Details: services.
    AppointmentServiceInactive = "appointment.service_inactive",
    /// Nobody bookable has this specialty and gives these services.
    AppointmentNobodyToSee = "appointment.nobody_to_see",
    /// The patient is in the house already. Details: ticket.
    AppointmentAlreadyHere = "appointment.already_here",
    /// The approval is not there any more, or was for something else: it waits two minutes, and for one operation alone.
    ApprovalGone = "approval.gone",
    /// Whoever is to approve has a one-time password and chooses a new one first.
    ApprovalNewPassword = "approval.new_password",
    /// Whoever is to approve may not do more than the person who asks. Details: limit_basis_points, by.
    ApprovalNotHigher = "approval.not_higher",
    /// Nobody approves what is their own.
    ApprovalOwn = "approval.own",
    /// The currency stays as it is once an invoice was issued or a payment taken.
    ClinicCurrencyFixed = "clinic.currency_fixed",
    /// The clinic is set up already.
    ClinicAlreadyStarted = "clinic.already_started",
    /// Nothing is set up yet.
    ClinicNotStarted = "clinic.not_started",
    /// Somebody changed the clinic's details meanwhile. Details: by, at, version.
    ClinicChangedMeanwhile = "clinic.changed_meanwhile",
    /// The host name is unknown. Details: host.
    ConnectionNameNotFound = "connection.name_not_found",
    /// Nothing listens on that port. Details: host, port.
    ConnectionPortClosed = "connection.port_closed",
    /// No answer in time. Details: host, port, seconds.
    ConnectionTimeout = "connection.timeout",
    /// This computer finds no way to that address. Details: host, port.
    ConnectionUnreachable = "connection.unreachable",
    /// The server takes no account from this computer.
    ConnectionHostNotAllowed = "connection.host_not_allowed",
    /// The server shuts this computer out after too many broken connections.
    ConnectionHostBlocked = "connection.host_blocked",
    /// The server, or the database account, has as many connections as it may.
    ConnectionTooMany = "connection.too_many",
    /// The server takes encrypted connections alone.
    ConnectionTlsNeeded = "connection.tls_needed",
    /// The database account's password has expired. Details: user.
    ConnectionPasswordExpired = "connection.password_expired",
    /// The encrypted connection was refused. Details: reason.
    ConnectionTlsRefused = "connection.tls_refused",
    /// The server refused user or password. Details: user.
    ConnectionWrongPassword = "connection.wrong_password",
    /// There is no such database on the server. Details: database.
    ConnectionNoDatabase = "connection.no_database",
    /// The database user lacks rights. Details: rights.
    ConnectionMissingRights = "connection.missing_rights",
    /// The server is too old. Details: version, needed.
    ConnectionTooOld = "connection.too_old",
    /// The server does not enforce CHECK constraints.
    ConnectionIgnoresCheck = "connection.ignores_check",
    /// The database's character set is not utf8mb4. Details: found.
    ConnectionWrongCharset = "connection.wrong_charset",
    /// The server's SQL mode cannot be made strict. Details: found.
    ConnectionWrongSqlMode = "connection.wrong_sql_mode",
    /// The server's clock differs by more than a minute. Details: seconds.
    ConnectionClockOff = "connection.clock_off",
    /// The data are from an earlier version of the app. Details: found, known.
    ConnectionDataOlder = "connection.data_older",
    /// The data are from a later version of the app. Details: found, known.
    ConnectionDataNewer = "connection.data_newer",
    /// The address cannot be read. Details: part.
    ConnectionBadAddress = "connection.bad_address",
    /// The file does not exist.
    ConnectionFileNotFound = "connection.file_not_found",
    /// The file cannot be opened with this key.
    ConnectionWrongKey = "connection.wrong_key",
    /// A clinic's file may not lie on a network share.
    ConnectionNetworkShare = "connection.network_share",
    /// The database or file holds something else.
    ConnectionNotAClinic = "connection.not_a_clinic",
    /// Every host is read-only. Details: hosts.
    ConnectionReadOnly = "connection.read_only",
    /// The certificate file cannot be read.
    ConnectionBadCaFile = "connection.bad_ca_file",
    /// No copy was made: it could not be written there, or is not whole.
    CopyFailed = "copy.failed",
    /// Only a clinic's own file is copied: a server's data are copied on the server.
    CopyNotAFile = "copy.not_a_file",
    /// The copy would replace the file of a clinic that this workstation opens, or one that is open somewhere.
    CopyOntoClinic = "copy.onto_clinic",
    /// Nothing of the invoice is left to be taken back.
    CreditNoteNothingLeft = "credit_note.nothing_left",
    /// Part of the invoice is written off: no more than the rest can be taken back. Details: left_minor.
    CreditNoteWrittenOff = "credit_note.written_off",
    /// A field is missing. Details: field.
    FieldRequired = "field.required",
    /// A field is too long. Details: field, max.
    FieldTooLong = "field.too_long",
    /// A field cannot be understood. Details: field.
    FieldInvalid = "field.invalid",
    /// A number or date is outside what is allowed. Details: field, min, max.
    FieldOutOfRange = "field.out_of_range",
    /// The document could not be laid out.
    DocumentFailed = "document.failed",
    /// The clinic's own template of this paper cannot be laid out by this version of the app. Details: template, line.
    DocumentTemplateBroken = "document.template_broken",
    /// The document could not be handed to a printer, nor opened with a program of this computer.
    DocumentNotPrinted = "document.not_printed",
    /// A field holds characters that cannot be stored. Details: field.
    FieldBadCharacters = "field.bad_characters",
    /// Hours, leave or holidays end at or before their start, or go over midnight. Details: field, weekday and position of a weekly span.
    HoursEndEarly = "hours.ends_early",
    /// Hours, leave or holidays overlap others of their kind. Details: field, weekday and position of a weekly span; label, from, to.
    HoursOverlap = "hours.overlap",
    /// It is over already. Details: field, today.
    HoursPast = "hours.past",
    /// The clinic's clock shows this time twice that day. Details: field, at.
    HoursTimeRepeated = "hours.time_repeated",
    /// The clinic's clock skips this time that day. Details: field, at.
    HoursTimeSkipped = "hours.time_skipped",
    /// Something unexpected. Details: reference, to be found in the log.
    Internal = "internal",
    /// The visit has an invoice already. Details: invoice_id, number.
    InvoiceAlreadyMade = "invoice.already_made",
    /// A discount is above what one's role may give. Details: limit_basis_points; approved_by, when it is above that of whoever approved.
    InvoiceDiscountAboveLimit = "invoice.discount_above_limit",
    /// An invoice without lines cannot be issued.
    InvoiceEmpty = "invoice.empty",
    /// The invoice goes to a payer already. Details: payer.
    InvoiceHasPayer = "invoice.has_payer",
    /// The patient's own part of the same services stands: this share cannot go to the patient too. Details: number.
    InvoiceIsShare = "invoice.is_share",
    /// Only a draft can be changed, issued or voided. Details: status, number.
    InvoiceNotDraft = "invoice.not_draft",
    /// The invoice is not issued: there is nothing to pay, credit or write off. Details: status.
    InvoiceNotIssued = "invoice.not_issued",
    /// The other share of the same services is issued already: this one cannot be voided alone. Details: number.
    InvoiceShareIssued = "invoice.share_issued",
    /// The journal no longer holds what this workstation saw. Details: workstation, seq.
    JournalCutOff = "journal.cut_off",
    /// This computer does not give the key of the clinic's file.
    KeyNotThere = "key.not_there",
    /// The text holds no recovery key.
    KeyUnreadable = "key.unreadable",
    /// No e-mail address is known, or no reminders are wanted.
    MessageNoEmail = "message.no_email",
    /// No mail program could be opened on this computer.
    MessageNoMailProgram = "message.no_mail_program",
    /// The clinic has no reminder text in use.
    MessageNoText = "message.no_text",
    /// A message holds a placeholder that means nothing. Details: field, placeholder, known.
    MessageUnknownPlaceholder = "message.unknown_placeholder",
    /// The name is in use. Details: field, name.
    NameTaken = "name.taken",
    /// A note template needs a text for at least one part of a visit.
    NoteTemplateEmpty = "note_template.empty",
    /// The record does not exist. Details: kind.
    NotFound = "record.not_found",
    /// Somebody changed the record meanwhile. Details: kind, by, at, version.
    ChangedMeanwhile = "record.changed_meanwhile",
    /// The operation or question cannot be read. Details: field.
    OperationInvalid = "operation.invalid",
    /// The id belongs to another operation.
    OperationIdReused = "operation.id_reused",
    /// Too short or too long. Details: min, max.
    PasswordLength = "password.length",
    /// One of the commonest passwords, or the sign-in name itself.
    PasswordCommon = "password.common",
    /// The patient does not exist.
    PatientNotFound = "patient.not_found",
    /// Somebody changed the patient meanwhile. Details: by, at, version, theirs.
    PatientChangedMeanwhile = "patient.changed_meanwhile",
    /// Another patient has this identifier. Details: type, value, mrn.
    PatientIdentifierTaken = "patient.identifier_taken",
    /// At least one part of the name is needed.
    PatientNameNeeded = "patient.name_needed",
    /// The parts given to invoices add up to more than the payment. Details: amount_minor, allocated_minor.
    PaymentAllocationSum = "payment.allocation_sum",
    /// Part of the payment was given back: it cannot be taken back as a whole. Details: returned_minor.
    PaymentAlreadyRefunded = "payment.already_refunded",
    /// The payment was taken back already. Details: receipt.
    PaymentAlreadyReversed = "payment.already_reversed",
    /// The clinic does not take this method of payment. Details: method, name of its own.
    PaymentMethodOff = "payment.method_off",
    /// A refund or reversal can be neither refunded nor corrected. Details: receipt.
    PaymentNotAPayment = "payment.not_a_payment",
    /// The invoice goes to somebody else than whoever pays: a payer's is settled by the payer, a patient's by patients. Details: number, payer.
    PaymentOtherPayer = "payment.other_payer",
    /// More than is left of the payment. Details: left_minor.
    PaymentRefundAboveLeft = "payment.refund_above_left",
    /// What cash is rounded by is not what the coins ask for, or does not settle the invoices. Details: step_minor.
    PaymentRounding = "payment.rounding",
    /// The books are locked up to a day, and this would be dated into them. Details: locked_to, day.
    PeriodLocked = "period.locked",
    /// The books are locked up to that day or a later one already. Details: locked_to.
    PeriodNotForward = "period.not_forward",
    /// Tills of these days are still open. Details: count, till_id, day, cashier of the oldest.
    PeriodTillsOpen = "period.tills_open",
    /// More than the invoice still asks for. Details: invoice_id, number, open_minor.
    PaymentMoreThanOwed = "payment.more_than_owed",
    /// A price ends before it begins. Details: field.
    PriceEndsEarly = "price.ends_early",
    /// Two prices of a service in one list hold on the same day. Details: field; list, from, to of the other one.
    PriceOverlap = "price.overlap",
    /// The sign-in name is in use. Details: login.
    PersonLoginTaken = "person.login_taken",
    /// The last administrator cannot be removed.
    PersonLastAdmin = "person.last_admin",
    /// A PIN has six digits and is not a simple row of them.
    PinInvalid = "pin.invalid",
    /// Visits of a series that cannot be; nothing was written. Details: clashes.
    SeriesClashes = "series.clashes",
    /// The appointment belongs to no series.
    SeriesNone = "series.none",
    /// Nobody is signed in.
    SessionNone = "session.none",
    /// The screen is locked.
    SessionLocked = "session.locked",
    /// The session ended: new password, deactivated, or too long ago.
    SessionEnded = "session.ended",
    /// The one-time password must be changed first.
    SessionPasswordChangeNeeded = "session.password_change_needed",
    /// Name or password is wrong. Details: wait_seconds.
    SessionWrongPassword = "session.wrong_password",
    /// Too many failures: wait. Details: seconds.
    SessionWait = "session.wait",
    /// The PIN is wrong. Details: left.
    SessionWrongPin = "session.wrong_pin",
    /// A PIN does not do now: the password is needed.
    SessionPinPasswordNeeded = "session.pin_password_needed",
    /// The server cannot be reached.
    StoreAway = "store.away",
    /// The connection broke while saving: whether it was saved is being found out.
    StoreUnknownOutcome = "store.unknown_outcome",
    /// Too much at once: try again.
    StoreBusy = "store.busy",
    /// The database refuses the app's own account. Details: none.
    StoreNotAllowed = "store.not_allowed",
    /// The disk is full.
    StoreFull = "store.full",
    /// A template of the clinic's own cannot be laid out. Details: field, template, line, problem, paper.
    TemplateBroken = "template.broken",
    /// A template of the clinic's own leaves out what has to stand on the paper. Details: field, paper, what.
    TemplateLeavesOut = "template.leaves_out",
    /// A template of the clinic's own takes longer to lay out, or more memory, than any paper may. Details: field, seconds.
    TemplateTooCostly = "template.too_costly",
    /// The cashier's day is closed: nothing more can be dated into it. Details: day.
    TillClosed = "till.closed",
    /// The day is not closed yet, so it has no sheet. Details: day.
    TillNotClosed = "till.not_closed",
    /// More than is in the drawer. Details: cash_minor.
    TillNotThatMuch = "till.not_that_much",
    /// Somebody changed it since. Details: by, at.
    UndoChangedMeanwhile = "undo.changed_meanwhile",
    /// This cannot be undone.
    UndoNotPossible = "undo.not_possible",
    /// Somebody booked or withdrew this wish already. Details: status.
    WaitlistNotWaiting = "waitlist.not_waiting",
    /// The days, dates and times leave no moment for a visit of that length. Details: field.
    WaitlistNeverFits = "waitlist.never_fits",
    /// Somebody has asked again for what was written off. Details: by, on.
    WriteOffUndone = "write_off.undone",
}

/// How the retry wrapper treats a failure; see `store::fault`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// A rule said no: never tried again.
    Rejected,
    /// Certainly not committed: the whole transaction again.
    Transient,
    /// The connection broke: may or may not be committed; again under the same id.
    Unknown,
    /// The server is away.
    Away,
    Unique,
    ForeignKey,
    Check,
}

#[derive(Clone)]
pub struct Error {
    code: Code,
    details: Map<String, Json>,
    pub(crate) class: Class,
}

impl Error {
    pub fn new(code: Code) -> Error {
        Error { code, details: Map::new(), class: Class::Rejected }
    }

    pub fn with(mut self, key: &str, value: impl Serialize) -> Error {
        self.details.insert(key.to_owned(), serde_json::to_value(value).unwrap_or(Json::Null));
        self
    }

    pub fn field(code: Code, field: &str) -> Error {
        Error::new(code).with("field", field)
    }

    pub(crate) fn classed(code: Code, class: Class) -> Error {
        Error { code, details: Map::new(), class }
    }

    /// An unexpected failure: the cause goes to the log, the person gets a reference.
    pub fn internal(cause: impl std::fmt::Display) -> Error {
        let reference = format!("{:08x}", rand::random::<u32>());
        tracing::error!(reference, "internal error: {cause}");
        Error::new(Code::Internal).with("reference", reference)
    }

    pub fn code(&self) -> Code {
        self.code
    }

    pub fn detail(&self, key: &str) -> Option<&Json> {
        self.details.get(key)
    }

    pub fn to_json(&self) -> Json {
        json!({ "code": self.code.text(), "details": self.details })
    }

    /// What another process of this program said by `to_json`.
    pub fn from_json(said: &Json) -> Option<Error> {
        let text = said.get("code")?.as_str()?;
        let (code, ..) = Code::ALL.iter().find(|(_, known, _)| *known == text)?;
        let details = said.get("details")?.as_object()?.clone();
        Some(Error { code: *code, details, class: Class::Rejected })
    }
}

impl Serialize for Error {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_json().serialize(serializer)
    }
}

impl std::fmt::Debug for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:?}", self.to_json(), self.class)
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.code.text())
    }
}

impl std::error::Error for Error {}
