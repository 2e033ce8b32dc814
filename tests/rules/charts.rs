//! Charts: allergies, problems, who opened what, and what was entered in error.

use clinic_core::access::Role;
use clinic_core::appointments::day::{AskDay, Day};
use clinic_core::fields::Clinical;
use clinic_core::ids::*;
use clinic_core::patients::alerts::{AddAlert, AlertKind, AlertSeverity, Audience};
use clinic_core::patients::details::AskPatient;
use clinic_core::records::allergies::{
    AddAllergy, AllergyDetails, AllergyLine, AllergyStatus, AskAllergies, EditAllergy, Severity,
};
use clinic_core::records::chart::{AskChart, Chart};
use clinic_core::records::none_known::{RecordNoKnownAllergies, Standing};
use clinic_core::records::opened::{LookAtAllergies, OpenChart, RestrictPatient};
use clinic_core::records::problems::{AddProblem, EditProblem, ProblemDetails, ProblemStatus};
use clinic_core::records::seen::{AskRestrictedOpened, AskWhoSaw, SeenPage};
use clinic_core::records::strikes::{StrikeAllergy, StrikeProblem};
use clinic_core::{Code, Who, check};
use clinic_tests::desk::{Desk, at, day, desks};

fn allergy(desk: &Desk, patient: usize, substance: &str) -> AddAllergy {
    let details = AllergyDetails { substance: Clinical(substance.into()), ..AllergyDetails::example() };
    AddAllergy { allergy_id: AllergyId::new(), patient_id: desk.patients[patient], details }
}

async fn chart(desk: &Desk, who: &Who, patient: usize) -> Result<Chart, Code> {
    let ask = AskChart { patient_id: desk.patients[patient] };
    desk.clinic.ask_as(who, ask).await.map_err(|error| error.code())
}

async fn open(desk: &Desk, who: &Who, patient: usize, reason: Option<&str>) -> Result<(), Code> {
    let open = OpenChart { patient_id: desk.patients[patient], reason: reason.map(str::to_owned) };
    let done = desk.clinic.perform(who, OperationId::new(), open).await;
    done.map(|_| ()).map_err(|error| error.code())
}

async fn standing(desk: &Desk, who: &Who, patient: usize) -> serde_json::Value {
    let page: serde_json::Value =
        desk.clinic.ask_as(who, AskPatient { id: desk.patients[patient] }).await.expect("a page");
    page["allergies"].clone()
}

#[tokio::test]
async fn a_chart_answers_only_whoever_opened_it_and_for_twelve_hours() {
    for desk in desks().await {
        let doctor = desk.person("a.doctor", Role::Doctor).await;
        let other = desk.person("an.other", Role::Doctor).await;
        assert_eq!(chart(&desk, &doctor, 0).await.unwrap_err(), Code::ChartNotOpened, "{}", desk.engine);
        open(&desk, &doctor, 0, None).await.expect("opened");
        chart(&desk, &doctor, 0).await.expect("the chart");
        assert_eq!(chart(&desk, &other, 0).await.unwrap_err(), Code::ChartNotOpened, "somebody else");
        assert_eq!(chart(&desk, &doctor, 1).await.unwrap_err(), Code::ChartNotOpened, "another patient");
        desk.clock.advance_seconds(12 * 3600 + 1);
        assert_eq!(chart(&desk, &doctor, 0).await.unwrap_err(), Code::ChartNotOpened, "another day");
        let unknown = OpenChart { patient_id: PatientId::new(), reason: None };
        let error = desk.clinic.perform(&doctor, OperationId::new(), unknown).await.expect_err("nobody");
        assert_eq!(error.code(), Code::PatientNotFound);
        desk.end().await;
    }
}

#[tokio::test]
async fn a_restricted_record_takes_a_reason_which_the_administrator_reads() {
    for desk in desks().await {
        let doctor = desk.person("a.doctor", Role::Doctor).await;
        open(&desk, &doctor, 0, None).await.expect("not restricted yet");
        let restrict = RestrictPatient { patient_id: desk.patients[0], version: 1, restricted: true };
        desk.done(restrict.clone()).await;
        assert_eq!(desk.refused(restrict).await.code(), Code::PatientChangedMeanwhile);
        // What was open before takes its reason now.
        assert_eq!(chart(&desk, &doctor, 0).await.unwrap_err(), Code::ChartNotOpened, "{}", desk.engine);
        assert_eq!(open(&desk, &doctor, 0, Some(" ")).await.unwrap_err(), Code::ChartReasonNeeded);
        open(&desk, &doctor, 0, Some("Treats her")).await.expect("opened");
        chart(&desk, &doctor, 0).await.expect("the chart");
        let list: SeenPage =
            desk.clinic.ask_as(&desk.admin, AskRestrictedOpened { before: None, limit: 50 }).await.expect("the list");
        let found: Vec<_> = list.rows.iter().map(|row| (row.who.as_str(), row.reason.as_deref())).collect();
        assert_eq!(found, [("a.doctor Person", Some("Treats her"))]);
        let seen = AskWhoSaw { patient_id: desk.patients[0], before: None, limit: 1 };
        let first: SeenPage = desk.clinic.ask_as(&desk.admin, seen.clone()).await.expect("who saw it");
        let rest = AskWhoSaw { before: first.next.clone(), limit: 50, ..seen };
        let rest: SeenPage = desk.clinic.ask_as(&desk.admin, rest).await.expect("the rest");
        assert_eq!((first.rows[0].what.as_str(), rest.rows.len()), ("restricted", 1));
        assert_eq!(rest.rows[0].what, "chart");
        desk.end().await;
    }
}

#[tokio::test]
async fn the_desk_sees_that_there_is_an_allergy_and_which_after_looking() {
    for desk in desks().await {
        let (front, nurse) =
            (desk.person("a.desk", Role::Receptionist).await, desk.person("a.nurse", Role::Nurse).await);
        let patient_id = desk.patients[0];
        desk.done(desk.booking(at(9, 0), 30)).await;
        let severe = AllergyDetails { severity: Severity::Severe, ..allergy(&desk, 0, "Nuts").details };
        desk.done(allergy(&desk, 0, "Latex")).await;
        desk.done(AddAllergy { details: severe, ..allergy(&desk, 0, "") }).await;
        let at_desk = standing(&desk, &front, 0).await;
        assert_eq!((&at_desk["standing"], &at_desk["lines"]), (&"known".into(), &serde_json::Value::Null));
        let clinical = standing(&desk, &nurse, 0).await;
        assert_eq!([&clinical["lines"][0]["substance"], &clinical["lines"][1]["substance"]], ["Nuts", "Latex"]);
        let day: Day = desk.clinic.ask_as(&front, AskDay { date: day(), practitioner_id: None }).await.expect("a day");
        assert!(day.appointments[0].has_allergy, "{}", desk.engine);
        let error = desk.clinic.ask(&front, AskAllergies { patient_id }).await.expect_err("not looked");
        assert_eq!(error.code(), Code::ChartNotOpened);
        desk.clinic.perform(&front, OperationId::new(), LookAtAllergies { patient_id }).await.expect("looked");
        let lines: Vec<AllergyLine> = desk.clinic.ask_as(&front, AskAllergies { patient_id }).await.expect("lines");
        assert_eq!(lines.len(), 2);
        // Looking at the allergies opens no chart.
        let error = desk.clinic.ask(&front, AskChart { patient_id }).await.expect_err("denied");
        assert_eq!(error.code(), Code::AccessDenied);
        let seen = AskWhoSaw { patient_id, before: None, limit: 50 };
        let page: SeenPage = desk.clinic.ask_as(&nurse, seen).await.expect("who saw it");
        assert_eq!((page.rows[0].what.as_str(), page.rows[0].who.as_str()), ("allergies", "a.desk Person"));
        desk.end().await;
    }
}

#[tokio::test]
async fn not_asked_none_known_and_known_are_three_things() {
    for desk in desks().await {
        let doctor = desk.person("a.doctor", Role::Doctor).await;
        let patient_id = desk.patients[0];
        let is = async |wanted: Standing| {
            let found: Standing =
                serde_json::from_value(standing(&desk, &desk.admin, 0).await["standing"].clone()).expect("a standing");
            assert_eq!(found, wanted, "{}", desk.engine);
        };
        is(Standing::NotAsked).await;
        desk.done(RecordNoKnownAllergies { patient_id }).await;
        is(Standing::NoneKnown).await;
        let add = allergy(&desk, 0, "Latex");
        desk.done(add.clone()).await;
        is(Standing::Known).await;
        assert_eq!(desk.refused(RecordNoKnownAllergies { patient_id }).await.code(), Code::AllergySomeKnown);
        let details = AllergyDetails { status: AllergyStatus::Refuted, ..add.details.clone() };
        let edit = EditAllergy { allergy_id: add.allergy_id, version: 1, details };
        desk.clinic.perform(&doctor, OperationId::new(), edit.clone()).await.expect("refuted");
        // That one is refuted does not say that none is known.
        is(Standing::NotAsked).await;
        desk.done(RecordNoKnownAllergies { patient_id }).await;
        is(Standing::NoneKnown).await;
        let stale = desk.clinic.perform(&doctor, OperationId::new(), edit.clone()).await.expect_err("stale");
        assert_eq!(stale.code(), Code::ChangedMeanwhile);
        let active = EditAllergy { version: 2, details: add.details, ..edit };
        desk.clinic.perform(&doctor, OperationId::new(), active).await.expect("active again");
        is(Standing::Known).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn an_allergy_that_is_no_longer_has_its_last_day() {
    for desk in desks().await {
        let doctor = desk.person("a.doctor", Role::Doctor).await;
        let add = allergy(&desk, 0, "Eggs");
        desk.done(add.clone()).await;
        let days = |since: Option<&str>, until: &str, status| {
            let day = |text: &str| text.parse().expect("a day");
            let details =
                AllergyDetails { since: since.map(day), until: Some(day(until)), status, ..add.details.clone() };
            EditAllergy { allergy_id: add.allergy_id, version: 1, details }
        };
        for wrong in [
            days(None, "2020-05-01", AllergyStatus::Active),
            days(Some("2020-05-02"), "2020-05-01", AllergyStatus::Resolved),
            days(None, "2199-01-01", AllergyStatus::Resolved),
        ] {
            let error = desk.clinic.perform(&doctor, OperationId::new(), wrong).await.expect_err("refused");
            assert_eq!(error.detail("field").and_then(|field| field.as_str()), Some("until"), "{}", desk.engine);
        }
        let over = days(Some("2019-05-01"), "2020-05-01", AllergyStatus::Resolved);
        desk.clinic.perform(&doctor, OperationId::new(), over).await.expect("over");
        let open = OpenChart { patient_id: desk.patients[0], reason: None };
        desk.clinic.perform(&doctor, OperationId::new(), open).await.expect("opened");
        let chart: Chart =
            desk.clinic.ask_as(&doctor, AskChart { patient_id: desk.patients[0] }).await.expect("a chart");
        let line = &chart.allergies[0];
        let told = (line.until.map(|day| day.to_string()), line.status.as_str());
        assert_eq!(told, (Some("2020-05-01".to_owned()), "resolved"), "{}", desk.engine);
        desk.end().await;
    }
}

/// One desk hears of none, the other of an allergy: whatever the order, both are never said of one patient.
#[tokio::test]
async fn none_known_and_the_first_allergy_do_not_race() {
    for desk in desks().await {
        let second = desk.second().await;
        for round in 0..4 {
            let patient = round % 3;
            let none = RecordNoKnownAllergies { patient_id: desk.patients[patient] };
            let add = allergy(&desk, patient, "Latex");
            let (said, added) = tokio::join!(
                desk.clinic.perform(&desk.admin, OperationId::new(), none),
                second.perform(&desk.admin, OperationId::new(), add)
            );
            added.expect("the allergy is always taken");
            assert!(said.as_ref().is_ok() || said.is_err_and(|error| error.code() == Code::AllergySomeKnown));
            assert_eq!(standing(&desk, &desk.admin, patient).await["standing"], "known", "{}", desk.engine);
        }
        let report = check::check(&desk.db, None).await.expect("a report");
        assert!(report.findings.is_empty(), "{:?}", report.findings);
        second.db().clone().close().await;
        desk.end().await;
    }
}

#[tokio::test]
async fn entered_in_error_stays_readable_and_takes_no_change() {
    for desk in desks().await {
        let doctor = desk.person("a.doctor", Role::Doctor).await;
        let patient_id = desk.patients[0];
        open(&desk, &doctor, 0, None).await.expect("opened");
        let act = async |operation: clinic_core::operation::Operation| {
            desk.clinic.perform(&doctor, OperationId::new(), operation).await.map_err(|error| error.code())
        };
        let add = allergy(&desk, 0, "Latex");
        desk.done(add.clone()).await;
        let problem_id = ProblemId::new();
        let details = ProblemDetails::example();
        act(AddProblem { problem_id, patient_id, details: details.clone() }.into()).await.expect("added");
        let strike = StrikeAllergy { allergy_id: add.allergy_id, version: 1, reason: " ".into() };
        assert_eq!(act(strike.clone().into()).await.unwrap_err(), Code::FieldRequired);
        let strike = StrikeAllergy { reason: "Another patient's".into(), ..strike };
        act(strike.clone().into()).await.expect("struck");
        assert_eq!(act(StrikeAllergy { version: 2, ..strike }.into()).await.unwrap_err(), Code::RecordStruck);
        act(StrikeProblem { problem_id, version: 1, reason: "Not hers".into() }.into()).await.expect("struck");
        let edit = EditProblem { problem_id, version: 2, details };
        assert_eq!(act(edit.into()).await.unwrap_err(), Code::RecordStruck, "{}", desk.engine);
        let chart = chart(&desk, &doctor, 0).await.expect("the chart");
        assert_eq!((chart.allergies[0].status.as_str(), chart.allergies[0].substance.as_str()), ("struck", "Latex"));
        assert_eq!((chart.problems[0].status.as_str(), chart.allergy_standing), ("struck", Standing::NotAsked));
        let reasons: Vec<_> = chart.strikes.iter().map(|strike| strike.reason.as_str()).collect();
        assert!(reasons.contains(&"Another patient's") && reasons.contains(&"Not hers"), "{reasons:?}");
        desk.end().await;
    }
}

#[tokio::test]
async fn problems_begin_before_they_end_and_an_active_one_has_no_end() {
    for desk in desks().await {
        let doctor = desk.person("a.doctor", Role::Doctor).await;
        let today = desk.clock.now().on_wall(desk.clinic.settings().zone).date();
        let field = async |change: &dyn Fn(&mut ProblemDetails)| {
            let mut details = ProblemDetails::example();
            change(&mut details);
            let add = AddProblem { problem_id: ProblemId::new(), patient_id: desk.patients[0], details };
            let error = desk.clinic.perform(&doctor, OperationId::new(), add).await.expect_err("refused");
            (error.code(), error.detail("field").cloned())
        };
        let out = |name: &str| (Code::FieldOutOfRange, Some(name.into()));
        assert_eq!(field(&|one| one.since = today.succ_opt()).await, out("since"), "{}", desk.engine);
        assert_eq!(field(&|one| one.until = Some(today)).await, out("until"), "active");
        let ends_first = |one: &mut ProblemDetails| {
            (one.since, one.until, one.status) = (Some(today), today.pred_opt(), ProblemStatus::Resolved);
        };
        assert_eq!(field(&ends_first).await, out("until"));
        assert_eq!(field(&|one| one.title = Clinical(" ".into())).await.0, Code::FieldRequired);
        desk.end().await;
    }
}

/// Scripts of earlier versions still write allergies as alerts.
#[tokio::test]
async fn an_allergy_written_as_an_alert_is_one_of_the_allergies() {
    for desk in desks().await {
        let add = AddAlert {
            alert_id: AlertId::new(),
            patient_id: desk.patients[0],
            kind: AlertKind::Allergy,
            audience: Audience::Both,
            text: Clinical("Penicillin".into()),
            severity: AlertSeverity::default(),
        };
        desk.done(add).await;
        assert_eq!(standing(&desk, &desk.admin, 0).await["standing"], "known", "{}", desk.engine);
        let page: serde_json::Value =
            desk.clinic.ask_as(&desk.admin, AskPatient { id: desk.patients[0] }).await.expect("a page");
        assert_eq!(page["alerts"].as_array().map(Vec::len), Some(0));
        desk.end().await;
    }
}
