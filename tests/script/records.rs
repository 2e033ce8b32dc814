//! The medical record's steps: a doctor opens a chart and writes in it.

use super::{By, Ids, Script};
use crate::desk::{PASSWORD, at};
use clinic_core::access::Role;
use clinic_core::appointments::book::BookAppointment;
use clinic_core::catalogue::practitioners::{EditPractitioner, PractitionerKind};
use clinic_core::fields::{Clinical, Secret};
use clinic_core::ids::*;
use clinic_core::operation::Operate;
use clinic_core::recalls::book::BookRecall;
use clinic_core::recalls::call::RecordRecallCall;
use clinic_core::recalls::decline::DeclineRecall;
use clinic_core::recalls::note::NoteRecall;
use clinic_core::records::allergies::{AddAllergy, AllergyDetails, AllergyStatus, EditAllergy};
use clinic_core::records::codes::import::{ImportCodes, UseCodes};
use clinic_core::records::documents::prints::{RecordClinicalPrint, RecordClinicalPrintFailed, RecordPaper};
use clinic_core::records::files::FileKind;
use clinic_core::records::files::attach::AttachFile;
use clinic_core::records::files::open::OpenFile;
use clinic_core::records::files::strike::StrikeFile;
use clinic_core::records::letters::LetterKind;
use clinic_core::records::letters::strike::StrikeLetter;
use clinic_core::records::letters::write::WriteLetter;
use clinic_core::records::medicines::formulary::{AddMedicine, EditMedicine, MedicineDetails};
use clinic_core::records::medicines::import::ImportMedicines;
use clinic_core::records::medicines::interactions::{AddInteraction, EditInteraction};
use clinic_core::records::medicines::starter::AddStarterMedicines;
use clinic_core::records::medicines::stop::{StopMedicine, StrikeMedicine};
use clinic_core::records::medicines::write::{AllTheSame, WritePrescription};
use clinic_core::records::none_known::RecordNoKnownAllergies;
use clinic_core::records::notes::snippets::{AddSnippet, EditSnippet};
use clinic_core::records::notes::templates::{AddNoteTemplate, EditNoteTemplate, NoteTemplateDetails};
use clinic_core::records::opened::{LookAtAllergies, OpenChart, RestrictPatient};
use clinic_core::records::problems::{AddProblem, EditProblem, ProblemDetails, ProblemStatus};
use clinic_core::records::repeats::approve::ApproveRepeat;
use clinic_core::records::repeats::hand_over::{HandOverRepeat, RepeatEnd};
use clinic_core::records::repeats::look::LookAtMedicines;
use clinic_core::records::repeats::refuse::RefuseRepeat;
use clinic_core::records::repeats::request::RequestRepeat;
use clinic_core::records::repeats::withdraw::WithdrawRepeat;
use clinic_core::records::results::request::RequestTest;
use clinic_core::records::results::review::ReviewResult;
use clinic_core::records::results::withdraw::WithdrawTest;
use clinic_core::records::strikes::{StrikeAllergy, StrikeProblem};
use clinic_core::records::vaccinations::batch::LookUpBatch;
use clinic_core::records::vaccinations::enter::EnterVaccination;
use clinic_core::records::vaccinations::strike::StrikeVaccination;
use clinic_core::records::visits::addendum::AddAddendum;
use clinic_core::records::visits::sign::SignVisit;
use clinic_core::records::visits::start::StartVisit;
use clinic_core::records::visits::strike::StrikeVisit;
use clinic_core::records::visits::text::VisitText;
use clinic_core::records::visits::write::SaveVisit;
use clinic_core::records::vitals::enter::EnterVitals;
use clinic_core::records::vitals::strike::StrikeVital;
use clinic_core::staff::add_person::AddPerson;
use clinic_core::staff::passwords::ChangeOwnPassword;

const DOCTOR: By = By::Person("b.adeyemi");

pub(super) fn records(script: &mut Script, ids: &Ids) {
    doctor(script, ids);
    known(script, ids);
    vitals(script, ids);
    vaccinations(script, ids);
    let taken = medicines(script, ids);
    notes(script, ids);
    repeats(script, ids, taken);
    visits(script, ids, taken);
}

fn doctor(script: &mut Script, ids: &Ids) {
    let user_id = ids.adeyemi;
    script.admin(AddPerson {
        user_id,
        login: "b.adeyemi".into(),
        name: "Dr Bola Adeyemi".into(),
        roles: vec![Role::Doctor],
        one_time_password: Secret::plain(PASSWORD),
    });
    script.add(DOCTOR, ChangeOwnPassword { password: Secret::plain(PASSWORD) });
    script.admin(EditPractitioner {
        practitioner_id: ids.doctor,
        version: 3,
        kind: PractitionerKind::Doctor,
        name: "Dr Bola Adeyemi".into(),
        short_name: "Dr Adeyemi".into(),
        user_id: Some(user_id),
        room_id: Some(ids.room),
        specialty_ids: vec![ids.specialty],
        active: true,
    });
}

fn known(script: &mut Script, ids: &Ids) {
    let patient_id = ids.patient;
    script.add(DOCTOR, LookAtMedicines { patient_id });
    // The patient was registered, then edited.
    script.admin(RestrictPatient { patient_id, version: 2, restricted: true });
    script.add(DOCTOR, OpenChart { patient_id, reason: Some("Treats her".into()) });
    script.admin(LookAtAllergies { patient_id });
    let (first, second) = (AllergyId::new(), AllergyId::new());
    for allergy_id in [first, second] {
        script.admin(AddAllergy { allergy_id, patient_id, details: AllergyDetails::example() });
    }
    let refuted = AllergyDetails { status: AllergyStatus::Refuted, ..AllergyDetails::example() };
    script.add(DOCTOR, EditAllergy { allergy_id: first, version: 1, details: refuted });
    script.add(DOCTOR, StrikeAllergy { allergy_id: second, version: 1, reason: "Her sister's".into() });
    script.admin(RecordNoKnownAllergies { patient_id });
    let problem_id = ProblemId::new();
    script.add(DOCTOR, AddProblem { problem_id, patient_id, details: ProblemDetails::example() });
    let over = ProblemDetails {
        title: Clinical("Hypertension".into()),
        since: None,
        until: at(0, 0).date().pred_opt(),
        status: ProblemStatus::Resolved,
        ..ProblemDetails::example()
    };
    script.add(DOCTOR, EditProblem { problem_id, version: 1, details: over });
    script.add(DOCTOR, StrikeProblem { problem_id, version: 2, reason: "White coat".into() });
}

fn prescription(ids: &Ids) -> WritePrescription {
    WritePrescription { patient_id: ids.patient, practitioner_id: ids.doctor, ..WritePrescription::example() }
}

/// The clinic's list, and a medicine that the visit below goes on with.
fn medicines(script: &mut Script, ids: &Ids) -> PrescriptionItemId {
    let medicine_id = MedicineId::new();
    script.admin(AddMedicine { medicine_id, details: MedicineDetails::example() });
    script.admin(EditMedicine { medicine_id, version: 1, details: MedicineDetails::example(), active: true });
    script.admin(AddStarterMedicines {});
    let table = "name;ingredient;form\nZinc oxide;zinc oxide;ointment\n".to_owned();
    script.admin(ImportMedicines { packed: None, table });
    let table = "title\tcode\nWeakness\tA04\n".to_owned();
    script.admin(ImportCodes { name: "ICPC-2".into(), edition: "7".into(), table, packed: None });
    script.admin(UseCodes { code_list: "icd10cm".into(), active: true });
    let AddInteraction { interaction_id, details } = AddInteraction::example();
    script.admin(AddInteraction { interaction_id, details: details.clone() });
    script.admin(EditInteraction { interaction_id, version: 1, details, active: true });
    let wrong = prescription(ids);
    let item_id = wrong.items[0].item_id;
    script.add(DOCTOR, wrong);
    script.add(DOCTOR, StrikeMedicine { item_id, reason: "Another patient's".into() });
    let mut first = prescription(ids);
    first.note = Some(Clinical("Before meals".into()));
    first.items[0].medicine_id = Some(medicine_id);
    first.items[0].all_the_same = Some(AllTheSame { reason: Clinical("Takes it for years".into()), seen: vec![] });
    let item_id = first.items[0].item_id;
    script.add(DOCTOR, first);
    item_id
}

/// What notes begin with: the clinic's templates, and a snippet of each kind.
fn notes(script: &mut Script, ids: &Ids) {
    let note_template_id = NoteTemplateId::new();
    let details = NoteTemplateDetails { specialty_id: Some(ids.specialty), ..NoteTemplateDetails::example() };
    script.admin(AddNoteTemplate { note_template_id, details: details.clone() });
    script.admin(EditNoteTemplate { note_template_id, version: 1, details, active: false });
    script.admin(AddSnippet { clinic: true, ..AddSnippet::example() });
    let own = AddSnippet::example();
    let snippet_id = own.snippet_id;
    script.add(DOCTOR, own);
    script.add(DOCTOR, EditSnippet { snippet_id, ..EditSnippet::example() });
}

/// More of what is taken: withdrawn, refused, and approved with a prescription that goes on beside the first.
fn repeats(script: &mut Script, ids: &Ids, taken: PrescriptionItemId) {
    let of = || RequestRepeat { patient_id: ids.patient, item_ids: vec![taken], ..RequestRepeat::example() };
    let (withdrawn, refused, approved) = (of(), of(), of());
    let repeat_id = withdrawn.repeat_id;
    script.add(DOCTOR, withdrawn);
    script.add(DOCTOR, WithdrawRepeat { repeat_id, ..WithdrawRepeat::example() });
    let repeat_id = refused.repeat_id;
    script.add(DOCTOR, refused);
    script.add(DOCTOR, RefuseRepeat { repeat_id, ..RefuseRepeat::example() });
    script.add(DOCTOR, HandOverRepeat { repeat_id, version: 2, end: RepeatEnd::Told });
    let repeat_id = approved.repeat_id;
    script.add(DOCTOR, approved);
    let mut given = prescription(ids);
    given.items[0].medicine = Clinical("Metformin".into());
    given.items[0].ingredient = Some(Clinical("metformin".into()));
    script.add(DOCTOR, ApproveRepeat { repeat_id, version: 1, prescription: given });
    script.add(DOCTOR, HandOverRepeat { repeat_id, ..HandOverRepeat::example() });
}

fn visits(script: &mut Script, ids: &Ids, taken: PrescriptionItemId) {
    let (visit_id, wrong) = (VisitRecordId::new(), VisitRecordId::new());
    let start = StartVisit {
        visit_id,
        patient_id: ids.patient,
        practitioner_id: ids.doctor,
        appointment_id: None,
        text: VisitText::default(),
    };
    script.add(DOCTOR, start.clone());
    script.add(DOCTOR, SaveVisit { visit_id, version: 1, text: VisitText::example() });
    let mut again = WritePrescription { visit_id: Some(visit_id), ..prescription(ids) };
    again.items[0].repeats_id = Some(taken);
    let item_id = again.items[0].item_id;
    script.add(DOCTOR, again);
    recalls(script, ids, visit_id);
    letters(script, ids, visit_id);
    script.add(DOCTOR, SignVisit { visit_id, version: 2 });
    files(script, ids, visit_id);
    let stopped_on = at(0, 0).date();
    script.add(DOCTOR, StopMedicine { item_id, stopped_on, reason: Clinical("Makes her dizzy".into()) });
    let text = Clinical("The laboratory called: normal".into());
    script.add(DOCTOR, AddAddendum { addendum_id: AddendumId::new(), visit_id, text });
    script.add(DOCTOR, StartVisit { visit_id: wrong, text: VisitText::example(), ..start });
    script.add(DOCTOR, StrikeVisit { visit_id: wrong, version: 1, reason: "Begun twice".into() });
}

/// Measured on the day of the visit that is signed below.
fn vitals(script: &mut Script, ids: &Ids) {
    let entered = EnterVitals { patient_id: ids.patient, ..EnterVitals::example() };
    let vital_id = entered.values[0].vital_id;
    script.add(DOCTOR, entered);
    script.add(DOCTOR, StrikeVital { vital_id, reason: "Shoes on".into() });
}

/// Given and refused on the day of the visit that is signed below.
fn vaccinations(script: &mut Script, ids: &Ids) {
    let given_on = at(0, 0).date();
    let of = || EnterVaccination { patient_id: ids.patient, given_on, ..EnterVaccination::example() };
    let last_day = given_on.pred_opt();
    script.add(
        DOCTOR,
        EnterVaccination { expires_on: last_day, expired_reason: Some(Clinical("None else left".into())), ..of() },
    );
    let here = EnterVaccination { given_by: Some(ids.adeyemi), given_elsewhere: None, confirmed: true, ..of() };
    let wrong = here.vaccination_id;
    script.add(DOCTOR, here);
    script.add(DOCTOR, StrikeVaccination { vaccination_id: wrong, reason: "Her sister's".into() });
    script.add(
        DOCTOR,
        EnterVaccination {
            refused: true,
            refused_reason: Some(Clinical("Wants to think about it".into())),
            dose_number: None,
            batch: None,
            expires_on: None,
            site: None,
            given_elsewhere: None,
            ..of()
        },
    );
    script.add(DOCTOR, LookUpBatch { batch: Clinical("ab1234".into()) });
}

/// Attached to the signed visit, and by the desk for another patient. What each needs is sent before by `contents::send_for`.
fn files(script: &mut Script, ids: &Ids, visit_id: VisitRecordId) {
    let dated_on = Some(at(0, 0).date());
    let of = || AttachFile { patient_id: ids.patient, dated_on, ..AttachFile::example() };
    let attached = AttachFile { visit_id: Some(visit_id), ..of() };
    let file_id = attached.file_id;
    script.add(DOCTOR, attached);
    script.add(DOCTOR, OpenFile { file_id });
    let request = || RequestTest { patient_id: ids.patient, practitioner_id: ids.doctor, ..RequestTest::example() };
    let (asked, not_wanted) = (request(), request());
    let (request_id, withdrawn) = (asked.request_id, not_wanted.request_id);
    script.add(DOCTOR, asked);
    script.add(DOCTOR, not_wanted);
    script.add(DOCTOR, WithdrawTest { request_id: withdrawn, ..WithdrawTest::example() });
    let result = AttachFile { kind: FileKind::Result, request_id: Some(request_id), confirmed: true, ..of() };
    let file_id = result.file_id;
    script.add(DOCTOR, result);
    script.add(DOCTOR, ReviewResult { file_id, ..ReviewResult::example() });
    let wrong = AttachFile { confirmed: true, ..of() };
    let file_id = wrong.file_id;
    script.admin(wrong);
    script.admin(StrikeFile { file_id, reason: "Another patient's".into() });
}

/// Written at the visit that is signed then, and one that was wrong.
fn letters(script: &mut Script, ids: &Ids, visit_id: VisitRecordId) {
    let of = || WriteLetter {
        patient_id: ids.patient,
        practitioner_id: ids.doctor,
        visit_id: Some(visit_id),
        ..WriteLetter::example()
    };
    let (from, until) = (Some(at(0, 0).date()), at(0, 0).date().succ_opt());
    script.add(DOCTOR, of());
    let note = WriteLetter { kind: LetterKind::SickNote, from, until, ..of() };
    let letter_id = note.letter_id;
    script.add(DOCTOR, note);
    let print = RecordClinicalPrint { print_id: PrintId::new(), paper: RecordPaper::Letter, document_id: letter_id.0 };
    script.add(DOCTOR, print.clone());
    script.add(DOCTOR, RecordClinicalPrintFailed { print_id: print.print_id });
    script.add(DOCTOR, StrikeLetter { letter_id, reason: "Another patient's".into() });
}

/// Noted at the visit, booked at the desk, or not wanted.
fn recalls(script: &mut Script, ids: &Ids, visit_id: VisitRecordId) {
    let (first, second) = (RecallId::new(), RecallId::new());
    for recall_id in [first, second] {
        let note = NoteRecall {
            recall_id,
            patient_id: ids.patient,
            visit_id: Some(visit_id),
            from_day: at(0, 0).date(),
            service_id: Some(ids.service),
            practitioner_id: Some(ids.doctor),
            ..NoteRecall::example()
        };
        script.add(DOCTOR, note);
    }
    script.admin(RecordRecallCall { recall_id: first, version: 1, note: Some("Calls back".into()) });
    let booking = BookAppointment {
        patient_id: ids.patient,
        practitioner_id: ids.doctor,
        service_ids: vec![ids.service],
        starts_at: at(17, 30),
        ..BookAppointment::example()
    };
    script.admin(BookRecall { recall_id: first, version: 1, booking });
    script.admin(DeclineRecall { recall_id: second, version: 1, reason: "Goes to another clinic".into() });
}
