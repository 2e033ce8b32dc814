//! Note templates and snippets: who keeps them, what they may hold, and that nobody sees another person's.

use clinic_core::access::Role;
use clinic_core::catalogue::specialties::AddSpecialty;
use clinic_core::fields::Clinical;
use clinic_core::history::AskRecordHistory;
use clinic_core::ids::*;
use clinic_core::operation::{Operate, Operation};
use clinic_core::records::notes::snippets::{AddSnippet, AskSnippets, EditSnippet, SnippetLine};
use clinic_core::records::notes::templates::{
    AddNoteTemplate, AskNoteTemplates, EditNoteTemplate, NoteTemplateDetails, NoteTemplateLine,
};
use clinic_core::staff::permissions::SetPermission;
use clinic_core::store::Kind;
use clinic_core::{Code, Error, Who, check};
use clinic_tests::desk::{Desk, desks};
use std::collections::BTreeSet;

async fn act(desk: &Desk, who: &Who, operation: impl Into<Operation>) -> Result<(), Error> {
    desk.clinic.perform(who, OperationId::new(), operation).await.map(|_| ())
}

/// The code with which it is refused, and the field.
async fn refused(desk: &Desk, who: &Who, operation: impl Into<Operation>) -> (Code, String) {
    let error = act(desk, who, operation).await.expect_err("refused");
    let field = error.detail("field").and_then(|field| field.as_str()).unwrap_or_default();
    (error.code(), field.to_owned())
}

async fn templates(desk: &Desk, who: &Who) -> Vec<NoteTemplateLine> {
    desk.clinic.ask_as(who, AskNoteTemplates {}).await.expect("templates")
}

async fn snippets(desk: &Desk, who: &Who) -> Vec<SnippetLine> {
    desk.clinic.ask_as(who, AskSnippets {}).await.expect("snippets")
}

async fn names(desk: &Desk, who: &Who) -> Vec<String> {
    snippets(desk, who).await.into_iter().map(|line| line.name).collect()
}

fn snippet(name: &str, clinic: bool) -> AddSnippet {
    AddSnippet { name: name.into(), clinic, ..AddSnippet::example() }
}

#[tokio::test]
async fn a_template_is_added_changed_hidden_and_never_gone() {
    for desk in desks().await {
        let (note_template_id, specialty_id) = (NoteTemplateId::new(), SpecialtyId::new());
        desk.done(AddSpecialty { specialty_id, name: "Ear, nose and throat".into() }).await;
        let details = NoteTemplateDetails { specialty_id: Some(specialty_id), ..NoteTemplateDetails::example() };
        desk.done(AddNoteTemplate { note_template_id, details: details.clone() }).await;
        let doctor = desk.person("a.doctor", Role::Doctor).await;
        let line = templates(&desk, &doctor).await.remove(0);
        assert_eq!((line.version, line.specialty_id, line.active), (1, Some(specialty_id), true), "{}", desk.engine);
        assert_eq!((line.reason, line.history), (details.reason.clone(), None));
        let everybody = NoteTemplateDetails { specialty_id: None, history: Some(" Since […] ".into()), ..details };
        let edit = EditNoteTemplate { note_template_id, version: 1, details: everybody, active: true };
        desk.done(edit.clone()).await;
        let line = templates(&desk, &doctor).await.remove(0);
        assert_eq!((line.version, line.specialty_id, line.history.as_deref()), (2, None, Some("Since […]")));
        assert_eq!(desk.refused(edit.clone()).await.code(), Code::ChangedMeanwhile, "{}", desk.engine);
        desk.done(EditNoteTemplate { version: 2, active: false, ..edit }).await;
        let line = templates(&desk, &doctor).await.remove(0);
        assert!(!line.active && line.findings.is_some(), "hidden, and still there");
        let ask = AskRecordHistory { kind: Kind::NoteTemplate, id: note_template_id.0 };
        let history: Vec<serde_json::Value> = desk.clinic.ask_as(&desk.admin, ask).await.expect("history");
        assert_eq!(history.len(), 3, "{}", desk.engine);
        let report = check::check(&desk.db, None).await.expect("a report");
        assert!(report.findings.is_empty(), "{:?}", report.findings);
        desk.end().await;
    }
}

#[tokio::test]
async fn what_a_template_may_not_be() {
    for desk in desks().await {
        let add = |change: &dyn Fn(&mut NoteTemplateDetails)| {
            let mut details = NoteTemplateDetails::example();
            change(&mut details);
            AddNoteTemplate { note_template_id: NoteTemplateId::new(), details }
        };
        let admin = &desk.admin;
        let field = async |change: &dyn Fn(&mut NoteTemplateDetails)| refused(&desk, admin, add(change)).await;
        assert_eq!(field(&|one| one.name = " ".into()).await, (Code::FieldRequired, "name".into()));
        assert_eq!(field(&|one| one.name = "n".repeat(81)).await, (Code::FieldTooLong, "name".into()));
        assert_eq!(field(&|one| one.plan = Some("p".repeat(5001))).await, (Code::FieldTooLong, "plan".into()));
        assert_eq!(field(&|one| one.history = Some("a\0b".into())).await, (Code::FieldBadCharacters, "history".into()));
        let nothing = |one: &mut NoteTemplateDetails| {
            *one = NoteTemplateDetails { name: "Empty".into(), plan: Some(" \n".into()), ..Default::default() };
        };
        assert_eq!(field(&nothing).await, (Code::NoteTemplateEmpty, String::new()), "{}", desk.engine);
        let stranger = |one: &mut NoteTemplateDetails| one.specialty_id = Some(SpecialtyId::new());
        let error = act(&desk, admin, add(&stranger)).await.expect_err("no such specialty");
        let kind = error.detail("kind").and_then(|kind| kind.as_str());
        assert_eq!((error.code(), kind), (Code::NotFound, Some("specialty")));
        assert!(templates(&desk, admin).await.is_empty(), "nothing of it was written");
        let first = add(&|_| {});
        desk.done(first.clone()).await;
        assert_eq!(refused(&desk, admin, add(&|_| {})).await, (Code::NameTaken, "name".into()), "{}", desk.engine);
        let other = add(&|one| one.name = "Sore ear".into());
        desk.done(other.clone()).await;
        let renamed = EditNoteTemplate {
            note_template_id: other.note_template_id,
            version: 1,
            details: first.details.clone(),
            active: true,
        };
        assert_eq!(refused(&desk, admin, renamed).await, (Code::NameTaken, "name".into()));
        let unknown = EditNoteTemplate { note_template_id: NoteTemplateId::new(), ..EditNoteTemplate::example() };
        assert_eq!(refused(&desk, admin, unknown).await.0, Code::NotFound);
        desk.end().await;
    }
}

#[tokio::test]
async fn templates_are_used_by_who_writes_and_kept_by_whom_the_table_names() {
    for desk in desks().await {
        let add = |name: &str| AddNoteTemplate {
            note_template_id: NoteTemplateId::new(),
            details: NoteTemplateDetails { name: name.into(), ..NoteTemplateDetails::example() },
        };
        for (role, may_use) in
            [(Role::Doctor, true), (Role::Nurse, true), (Role::Receptionist, false), (Role::Accountant, false)]
        {
            let who = desk.person(&format!("{}.one", role.text()), role).await;
            assert_eq!(refused(&desk, &who, add("Mine")).await.0, Code::AccessDenied, "{role:?} on {}", desk.engine);
            assert_eq!(refused(&desk, &who, snippet("all", true)).await.0, Code::AccessDenied, "{role:?}");
            assert_eq!(act(&desk, &who, snippet("own", false)).await.is_ok(), may_use, "{role:?} on {}", desk.engine);
            assert_eq!(desk.clinic.ask(&who, AskNoteTemplates {}).await.is_ok(), may_use, "{role:?}");
            assert_eq!(desk.clinic.ask(&who, AskSnippets {}).await.is_ok(), may_use, "{role:?}");
        }
        let nurse = desk.person("head.nurse", Role::Nurse).await;
        desk.done(SetPermission { role: Role::Nurse, permission: "note_template.edit".into(), allowed: true }).await;
        act(&desk, &nurse, add("Hers")).await.expect("the table says so now");
        act(&desk, &nurse, snippet("all", true)).await.expect("and snippets with it");
        desk.end().await;
    }
}

#[tokio::test]
async fn a_snippet_is_the_clinics_or_ones_own_and_nobody_elses() {
    for desk in desks().await {
        let doctor = desk.person("a.doctor", Role::Doctor).await;
        let nurse = desk.person("a.nurse", Role::Nurse).await;
        let (shared, own) = (snippet("chest", true), snippet("chest", false));
        desk.done(shared.clone()).await;
        // The same name twice is fine where the two are different people's.
        act(&desk, &doctor, own.clone()).await.expect("her own");
        act(&desk, &nurse, snippet("chest", false)).await.expect("the nurse's");
        assert_eq!(refused(&desk, &doctor, snippet("chest", false)).await, (Code::NameTaken, "name".into()));
        assert_eq!(desk.refused(snippet("chest", true)).await.code(), Code::NameTaken, "{}", desk.engine);
        act(&desk, &doctor, snippet("zebra", false)).await.expect("another");
        assert_eq!(names(&desk, &doctor).await, ["chest", "chest", "zebra"], "{}", desk.engine);
        assert_eq!(names(&desk, &nurse).await, ["chest", "chest"]);
        assert_eq!(names(&desk, &desk.admin).await, ["chest"], "an administrator sees the clinic's alone");
        let edit = |id: SnippetId| EditSnippet { snippet_id: id, ..EditSnippet::example() };
        assert_eq!(refused(&desk, &nurse, edit(own.snippet_id)).await.0, Code::NotFound, "the doctor's");
        assert_eq!(desk.refused(edit(own.snippet_id)).await.code(), Code::NotFound, "an administrator's neither");
        assert_eq!(refused(&desk, &doctor, edit(shared.snippet_id)).await.0, Code::AccessDenied, "the clinic's");
        act(&desk, &doctor, EditSnippet { active: false, ..edit(own.snippet_id) }).await.expect("hidden");
        assert_eq!(refused(&desk, &doctor, edit(own.snippet_id)).await.0, Code::ChangedMeanwhile, "{}", desk.engine);
        let line = snippets(&desk, &doctor).await.into_iter().find(|one| one.snippet_id == own.snippet_id);
        let line = line.expect("still there");
        assert_eq!((line.clinic, line.active, line.text.as_str()), (false, false, "Chest clear."));
        // Its text is for the record: histories leave it out.
        let ask = || AskRecordHistory { kind: Kind::Snippet, id: own.snippet_id.0 };
        let history =
            serde_json::to_string(&desk.clinic.ask(&desk.admin, ask()).await.expect("history")).expect("JSON");
        assert!(history.contains("edit_snippet") && !history.contains("Chest clear"), "{history}");
        let desk_person = desk.person("m.desk", Role::Receptionist).await;
        assert!(desk.clinic.ask(&desk_person, ask()).await.is_err(), "nothing for the desk");
        desk.end().await;
    }
}

#[tokio::test]
async fn what_a_snippet_may_not_be() {
    for desk in desks().await {
        let doctor = desk.person("a.doctor", Role::Doctor).await;
        let mut seen = BTreeSet::new();
        for (name, text, expected) in [
            (" ".to_owned(), "Text".to_owned(), (Code::FieldRequired, "name")),
            ("n".repeat(41), "Text".into(), (Code::FieldTooLong, "name")),
            ("two\nlines".into(), "Text".into(), (Code::FieldBadCharacters, "name")),
            ("chest".into(), "\t".into(), (Code::FieldRequired, "text")),
            ("chest".into(), "t".repeat(5001), (Code::FieldTooLong, "text")),
            ("chest".into(), "a\u{1}b".into(), (Code::FieldBadCharacters, "text")),
        ] {
            let wrong = AddSnippet { name: name.clone(), text: Clinical(text.clone()), ..AddSnippet::example() };
            let (code, field) = refused(&desk, &doctor, wrong).await;
            assert_eq!((code, field.as_str()), expected, "{}", desk.engine);
            let edit = EditSnippet { name, text: Clinical(text), ..EditSnippet::example() };
            assert_eq!(refused(&desk, &doctor, edit).await.0, code, "an edit is looked at the same way");
            seen.insert(field);
        }
        assert_eq!(seen.len(), 2);
        assert!(snippets(&desk, &doctor).await.is_empty(), "nothing of it was written");
        desk.end().await;
    }
}

#[tokio::test]
async fn two_who_add_one_name_at_once_are_one() {
    for desk in desks().await {
        let second = desk.second().await;
        let (one, two) = (snippet("at once", true), snippet("at once", true));
        let (first, other) = tokio::join!(
            desk.clinic.perform(&desk.admin, OperationId::new(), one),
            second.perform(&desk.admin, OperationId::new(), two)
        );
        let codes: Vec<Code> = [first, other].into_iter().filter_map(Result::err).map(|error| error.code()).collect();
        assert_eq!(codes, [Code::NameTaken], "{}", desk.engine);
        assert_eq!(names(&desk, &desk.admin).await, ["at once"]);
        second.db().close().await;
        desk.end().await;
    }
}
