//! Files: sent in pieces, kept as they are, opened by those who may and recorded, struck and never deleted.

use clinic_core::access::Role;
use clinic_core::fields::Clinical;
use clinic_core::ids::*;
use clinic_core::operation::{Operate, Operation};
use clinic_core::records::files::attach::AttachFile;
use clinic_core::records::files::of_patient::{AskFiles, FileLine};
use clinic_core::records::files::open::OpenFile;
use clinic_core::records::files::own::{AskOwnFiles, OwnFile};
use clinic_core::records::files::strike::StrikeFile;
use clinic_core::records::files::{FileKind, PIECE_BYTES};
use clinic_core::records::opened::OpenChart;
use clinic_core::records::seen::{AskWhoSaw, SeenLine, SeenPage};
use clinic_core::records::visits::ask::{AskVisit, Visit};
use clinic_core::records::visits::sign::SignVisit;
use clinic_core::records::visits::start::StartVisit;
use clinic_core::records::visits::text::VisitText;
use clinic_core::store::FaultPoint;
use clinic_core::time::{Clock, Instant};
use clinic_core::{Clinic, Code, Error, Who, check};
use clinic_tests::contents::{PDF, send};
use clinic_tests::desk::{Desk, at, day};
use clinic_tests::engine_list::all;
use clinic_tests::scene::rows;

mod limits;

struct Room {
    desk: Desk,
    doctor: Who,
    nurse: Who,
    receptionist: Who,
}

/// A doctor and a nurse who opened the first patient's chart, and a receptionist, on the Monday of the tests.
async fn rooms() -> Vec<Room> {
    let mut rooms = Vec::new();
    for engine in all() {
        let desk = Desk::with_clock(&engine, Clock::standing_at(Instant(at(9, 0)))).await;
        let doctor = desk.person("a.doctor", Role::Doctor).await;
        let nurse = desk.person("a.nurse", Role::Nurse).await;
        let receptionist = desk.person("a.receptionist", Role::Receptionist).await;
        let room = Room { desk, doctor, nurse, receptionist };
        for who in [&room.doctor, &room.nurse] {
            room.by(who, OpenChart { patient_id: room.desk.patients[0], reason: None }).await.expect("opened");
        }
        rooms.push(room);
    }
    rooms
}

/// A PDF of this many bytes, each piece another.
fn content(bytes: usize) -> Vec<u8> {
    let number = |n: usize| (n / 7 + n / PIECE_BYTES) as u8;
    PDF.iter().copied().chain((PDF.len()..).map(number)).take(bytes).collect()
}

impl Room {
    fn clinic(&self) -> &Clinic {
        &self.desk.clinic
    }

    async fn by(&self, who: &Who, operation: impl Into<Operation>) -> Result<(), Error> {
        self.clinic().perform(who, OperationId::new(), operation).await.map(|_| ())
    }

    async fn code(&self, who: &Who, operation: impl Into<Operation>) -> (Code, Option<String>) {
        let error = self.by(who, operation).await.expect_err("refused");
        (error.code(), error.detail("field").and_then(|field| field.as_str()).map(str::to_owned))
    }

    fn attach(&self, bytes: &[u8]) -> AttachFile {
        AttachFile {
            patient_id: self.desk.patients[0],
            size_bytes: bytes.len() as i64,
            dated_on: Some(day()),
            ..AttachFile::example()
        }
    }

    async fn sent(&self, who: &Who, bytes: &[u8]) -> AttachFile {
        let attach = self.attach(bytes);
        send(self.clinic(), who, attach.file_id, "scan.pdf", bytes).await.expect("sent");
        attach
    }

    async fn lines(&self) -> Vec<FileLine> {
        let question = AskFiles { patient_id: self.desk.patients[0], visit_id: None };
        self.clinic().ask_as(&self.doctor, question).await.expect("files")
    }

    /// The newest opening of a file, as somebody reads it.
    async fn seen(&self, who: &Who) -> SeenLine {
        let question = AskWhoSaw { patient_id: self.desk.patients[0], before: None, limit: 50 };
        let page: SeenPage = self.clinic().ask_as(who, question).await.expect("who saw");
        page.rows.into_iter().find(|row| row.what == "file").expect("a file")
    }

    async fn counts(&self) -> (i64, i64) {
        let count = |sql| async move { rows::<(i64,)>(&self.desk.db, sql).await[0].0 };
        (count("SELECT COUNT(*) FROM file_uploads").await, count("SELECT COUNT(*) FROM file_pieces").await)
    }
}

#[tokio::test]
async fn what_was_sent_in_pieces_is_read_as_it_was() {
    for room in rooms().await {
        let whole = content(2 * PIECE_BYTES + 17);
        let attach = room.sent(&room.nurse, &whole).await;
        assert!(room.lines().await.is_empty(), "visible before it is attached on {}", room.desk.engine);
        room.by(&room.nurse, attach.clone()).await.expect("attached");
        let lines = room.lines().await;
        assert_eq!(lines.len(), 1);
        let line = &lines[0];
        assert_eq!((line.kind.as_str(), line.title.as_str()), ("letter", "Letter from the hospital"));
        assert_eq!((line.content_type.as_str(), line.size_bytes), ("application/pdf", whole.len() as i64));
        assert_eq!((line.added_by.as_deref(), line.dated_on), (Some("a.nurse Person"), Some(day())));
        let id = attach.file_id;
        let unopened = room.clinic().file_content(&room.doctor, id).await.expect_err("not opened");
        assert_eq!(unopened.code(), Code::ChartNotOpened);
        room.by(&room.doctor, OpenFile { file_id: id }).await.expect("opened");
        let read = room.clinic().file_content(&room.doctor, id).await.expect("read");
        assert!(read.bytes == whole, "another content on {}", room.desk.engine);
        assert_eq!((read.name.as_str(), read.content_type.as_str()), ("scan.pdf", "application/pdf"));
        let report = check::check(&room.desk.db, None).await.expect("a report");
        assert_eq!((report.files, &report.findings), (1, &vec![]));
        room.desk.end().await;
    }
}

#[tokio::test]
async fn a_piece_is_kept_once_over_broken_commits() {
    for room in rooms().await {
        let attach = room.attach(PDF);
        for point in [FaultPoint::BeforeCommit, FaultPoint::AfterCommit, FaultPoint::AfterStatement(3)] {
            room.desk.db.fault().arm(point);
            send(room.clinic(), &room.nurse, attach.file_id, "scan.pdf", PDF).await.expect("sent");
        }
        assert_eq!(room.counts().await, (1, 1), "{}", room.desk.engine);
        room.by(&room.nurse, attach).await.expect("attached");
        room.desk.end().await;
    }
}

#[tokio::test]
async fn what_is_broken_off_is_deleted_and_what_is_attached_stays() {
    for room in rooms().await {
        let kept = room.sent(&room.nurse, PDF).await;
        room.by(&room.nurse, kept.clone()).await.expect("attached");
        let cancelled = room.sent(&room.nurse, &content(PIECE_BYTES + 1)).await;
        room.clinic().drop_pieces(&room.doctor, cancelled.file_id).await.expect("nothing of theirs");
        assert_eq!(room.counts().await, (2, 3), "deleted by somebody else on {}", room.desk.engine);
        for id in [cancelled.file_id, kept.file_id, FileId::new()] {
            room.clinic().drop_pieces(&room.nurse, id).await.expect("cancelled");
        }
        assert_eq!(room.counts().await, (1, 1), "{}", room.desk.engine);
        assert_eq!(room.code(&room.nurse, cancelled).await.0, Code::FileIncomplete);
        room.sent(&room.nurse, &content(PIECE_BYTES + 2)).await;
        room.desk.clock.advance_seconds(12 * 3600 - 60);
        room.sent(&room.nurse, &content(10)).await;
        assert_eq!(room.counts().await.0, 3, "deleted within twelve hours");
        room.desk.clock.advance_seconds(120);
        room.sent(&room.nurse, &content(11)).await;
        assert_eq!(room.counts().await, (3, 3), "kept after twelve hours on {}", room.desk.engine);
        room.desk.end().await;
    }
}

#[tokio::test]
async fn the_same_content_twice_for_one_patient_is_asked() {
    for room in rooms().await {
        let first = room.sent(&room.nurse, PDF).await;
        room.by(&room.nurse, first.clone()).await.expect("attached");
        let again = room.sent(&room.receptionist, PDF).await;
        let error = room.by(&room.receptionist, again.clone()).await.expect_err("the same");
        assert_eq!(error.code(), Code::FileAgain, "{}", room.desk.engine);
        assert_eq!(error.detail("on"), Some(&serde_json::json!(day())));
        assert_eq!(error.detail("by"), Some(&serde_json::json!("a.nurse Person")));
        room.by(&room.receptionist, AttachFile { confirmed: true, ..again.clone() }).await.expect("confirmed");
        // What was struck is no longer there; and another patient's is another file.
        for id in [first.file_id, again.file_id] {
            room.by(&room.doctor, StrikeFile { file_id: id, reason: "Blurred".into() }).await.expect("struck");
        }
        let third = room.sent(&room.nurse, PDF).await;
        room.by(&room.nurse, third).await.expect("the only one");
        let other = AttachFile { patient_id: room.desk.patients[1], ..room.sent(&room.nurse, PDF).await };
        room.by(&room.nurse, other).await.expect("another patient's");
        room.desk.end().await;
    }
}

#[tokio::test]
async fn the_desk_attaches_and_never_reads() {
    for room in rooms().await {
        let attach = AttachFile { note: Some(Clinical("By post".into())), ..room.sent(&room.receptionist, PDF).await };
        let id = attach.file_id;
        let visit = AttachFile { visit_id: Some(VisitRecordId::new()), ..attach.clone() };
        assert_eq!(room.code(&room.receptionist, visit).await.0, Code::AccessDenied, "{}", room.desk.engine);
        room.by(&room.receptionist, attach).await.expect("attached");
        assert_eq!(room.code(&room.receptionist, OpenFile { file_id: id }).await.0, Code::AccessDenied);
        let read = room.clinic().file_content(&room.receptionist, id).await.expect_err("not theirs to read");
        assert_eq!(read.code(), Code::AccessDenied);
        for (who, count) in [(&room.receptionist, 1), (&room.nurse, 0)] {
            let question = AskOwnFiles { patient_id: room.desk.patients[0] };
            let own: Vec<OwnFile> = room.clinic().ask_as(who, question).await.expect("own files");
            assert_eq!(own.len(), count);
        }
        // Neither does an accountant, who attaches nothing either.
        let accountant = room.desk.person("an.accountant", Role::Accountant).await;
        let refused = send(room.clinic(), &accountant, FileId::new(), "x.pdf", PDF).await.expect_err("refused");
        assert_eq!(refused.code(), Code::AccessDenied);
        let refused = room.clinic().drop_pieces(&accountant, id).await.expect_err("refused");
        assert_eq!(refused.code(), Code::AccessDenied);
        room.desk.end().await;
    }
}

#[tokio::test]
async fn attached_in_error_a_file_stays_readable() {
    for room in rooms().await {
        let desk_own = room.sent(&room.receptionist, PDF).await;
        let nurse_own = room.sent(&room.nurse, &content(12)).await;
        room.by(&room.receptionist, desk_own.clone()).await.expect("attached");
        room.by(&room.nurse, nurse_own.clone()).await.expect("attached");
        let strike = |file_id| StrikeFile { file_id, reason: "Another patient's".into() };
        let nobody = StrikeFile { reason: " ".into(), ..strike(desk_own.file_id) };
        assert_eq!(room.code(&room.receptionist, nobody).await, (Code::FieldRequired, Some("reason".into())));
        assert_eq!(room.code(&room.receptionist, strike(nurse_own.file_id)).await.0, Code::FileNotYours);
        assert_eq!(room.code(&room.receptionist, strike(FileId::new())).await.0, Code::NotFound);
        room.by(&room.receptionist, strike(desk_own.file_id)).await.expect("one's own");
        assert_eq!(room.code(&room.doctor, strike(desk_own.file_id)).await.0, Code::RecordStruck);
        let colleague = room.desk.person("b.doctor", Role::Doctor).await;
        assert_eq!(room.code(&colleague, strike(nurse_own.file_id)).await.0, Code::ChartNotOpened);
        room.by(&room.doctor, strike(nurse_own.file_id)).await.expect("anybody's");
        let lines = room.lines().await;
        let struck: Vec<_> = lines.iter().map(|line| line.struck.as_deref()).collect();
        assert_eq!(struck, [Some("Another patient's"); 2], "{}", room.desk.engine);
        room.by(&room.doctor, OpenFile { file_id: nurse_own.file_id }).await.expect("opened");
        room.clinic().file_content(&room.doctor, nurse_own.file_id).await.expect("still read");
        room.desk.end().await;
    }
}

#[tokio::test]
async fn who_opened_a_file_stands_among_those_who_looked() {
    for room in rooms().await {
        let attach = room.sent(&room.nurse, PDF).await;
        let id = attach.file_id;
        room.by(&room.nurse, attach).await.expect("attached");
        room.by(&room.doctor, OpenFile { file_id: id }).await.expect("opened");
        let row = room.seen(&room.nurse).await;
        assert_eq!((row.who.as_str(), row.file.as_deref()), ("a.doctor Person", Some("Letter from the hospital")));
        assert_eq!(room.seen(&room.desk.admin).await.file, None, "a title told on {}", room.desk.engine);
        // What one opened lets nobody else read; and not for ever.
        let other = room.clinic().file_content(&room.nurse, id).await.expect_err("another's");
        assert_eq!(other.code(), Code::ChartNotOpened);
        room.desk.clock.advance_seconds(12 * 3600 + 60);
        room.by(&room.doctor, OpenChart { patient_id: room.desk.patients[0], reason: None }).await.expect("opened");
        let late = room.clinic().file_content(&room.doctor, id).await.expect_err("long ago");
        assert_eq!(late.code(), Code::ChartNotOpened);
        room.desk.end().await;
    }
}

#[tokio::test]
async fn a_file_that_was_changed_in_the_database_is_not_shown() {
    for room in rooms().await {
        let attach = room.sent(&room.nurse, &content(PIECE_BYTES + 9)).await;
        let id = attach.file_id;
        room.by(&room.nurse, attach).await.expect("attached");
        room.by(&room.doctor, OpenFile { file_id: id }).await.expect("opened");
        for change in [
            "UPDATE file_pieces SET bytes = X'255044462D312E37' WHERE position = 1",
            "DELETE FROM file_pieces WHERE position = 1",
        ] {
            let mut tx = room.desk.db.begin().await.expect("a transaction");
            assert_eq!(tx.exec(change, vec![]).await.expect("changed"), 1);
            tx.commit().await.expect("committed");
            let error = room.clinic().file_content(&room.doctor, id).await.expect_err("damaged");
            assert_eq!(error.code(), Code::FileDamaged, "{change} on {}", room.desk.engine);
            let report = check::check(&room.desk.db, None).await.expect("a report");
            let kinds: Vec<_> = report.findings.iter().map(|finding| finding.kind).collect();
            assert_eq!(kinds, ["files.changed"], "{change} on {}", room.desk.engine);
        }
        room.desk.end().await;
    }
}

/// A file is no part of what was signed: it may come later, and be struck, and the visit stays whole.
#[tokio::test]
async fn a_file_of_a_signed_visit_leaves_its_signature_alone() {
    for room in rooms().await {
        let start = StartVisit {
            visit_id: VisitRecordId::new(),
            patient_id: room.desk.patients[0],
            practitioner_id: room.desk.doctors[0],
            appointment_id: None,
            text: VisitText::example(),
        };
        let visit_id = start.visit_id;
        room.by(&room.doctor, start).await.expect("started");
        let before = AttachFile { visit_id: Some(visit_id), ..room.sent(&room.nurse, PDF).await };
        room.by(&room.nurse, before.clone()).await.expect("attached to a draft");
        room.by(&room.doctor, SignVisit { visit_id, version: 1 }).await.expect("signed");
        let read =
            || async { room.clinic().ask_as::<Visit>(&room.doctor, AskVisit { visit_id }).await.expect("a visit") };
        let signed = read().await;
        let sent = room.sent(&room.nurse, &content(40)).await;
        let after = AttachFile { visit_id: Some(visit_id), kind: FileKind::Picture, ..sent };
        room.by(&room.nurse, after).await.expect("attached to what is signed");
        room.by(&room.nurse, StrikeFile { file_id: before.file_id, reason: "Blurred".into() }).await.expect("struck");
        let now = read().await;
        assert_eq!((now.is_whole, &now.hash, now.version), (Some(true), &signed.hash, signed.version));
        let question = AskFiles { patient_id: room.desk.patients[0], visit_id: Some(visit_id) };
        let files: Vec<FileLine> = room.clinic().ask_as(&room.doctor, question).await.expect("files");
        assert_eq!(files.len(), 2, "{}", room.desk.engine);
        let report = check::check(&room.desk.db, None).await.expect("a report");
        assert!(report.findings.is_empty(), "{:?}", report.findings);
        room.desk.end().await;
    }
}

/// Two desks attach the same content for one patient at once: one of them is asked.
#[tokio::test]
async fn of_two_who_attach_the_same_at_once_one_is_asked() {
    for room in rooms().await {
        let (left, right) = (room.sent(&room.nurse, PDF).await, room.sent(&room.receptionist, PDF).await);
        let second = room.desk.second().await;
        let (a, b) = tokio::join!(
            room.clinic().perform(&room.nurse, OperationId::new(), left),
            second.perform(&room.receptionist, OperationId::new(), right),
        );
        let codes: Vec<_> = [a, b].into_iter().filter_map(|done| done.err().map(|error| error.code())).collect();
        assert_eq!(codes, [Code::FileAgain], "{}", room.desk.engine);
        room.desk.end().await;
    }
}
