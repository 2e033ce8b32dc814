//! What of a file is refused, and how large one may be.

use super::{content, rooms};
use chrono::Days;
use clinic_core::Code;
use clinic_core::fields::Clinical;
use clinic_core::ids::*;
use clinic_core::office::edit::EditClinic;
use clinic_core::records::files::PIECE_BYTES;
use clinic_core::records::files::attach::AttachFile;
use clinic_core::records::files::open::OpenFile;
use clinic_core::records::files::upload::Piece;
use clinic_tests::contents::PDF;
use clinic_tests::desk::day;

/// What a clinic takes that has not said otherwise.
const MOST_BYTES: i64 = 20 * 1024 * 1024;

#[tokio::test]
async fn what_is_missing_too_large_or_would_run_is_refused() {
    for room in rooms().await {
        let field = |code, field: &str| (code, Some(field.to_owned()));
        let pdf = || room.attach(PDF);
        for (operation, expected) in [
            (AttachFile { title: Clinical(" ".into()), ..pdf() }, field(Code::FieldRequired, "title")),
            (AttachFile { name: Clinical(" ".into()), ..pdf() }, field(Code::FieldRequired, "name")),
            (AttachFile { dated_on: Some(day() + Days::new(1)), ..pdf() }, field(Code::FieldOutOfRange, "dated_on")),
            (AttachFile { size_bytes: MOST_BYTES + 1, ..pdf() }, field(Code::FileTooLarge, "size_bytes")),
            (AttachFile { size_bytes: 0, ..pdf() }, field(Code::FileIncomplete, "size_bytes")),
            // Nothing was sent.
            (pdf(), field(Code::FileIncomplete, "size_bytes")),
            (AttachFile { patient_id: PatientId::new(), ..pdf() }, (Code::PatientNotFound, None)),
            (AttachFile { visit_id: Some(VisitRecordId::new()), ..pdf() }, (Code::NotFound, None)),
        ] {
            let what = format!("{operation:?} on {}", room.desk.engine);
            assert_eq!(room.code(&room.nurse, operation).await, expected, "{what}");
        }
        let sent = room.sent(&room.nurse, PDF).await;
        let named = |name: &str| AttachFile { name: Clinical(name.into()), ..sent.clone() };
        assert_eq!(room.code(&room.nurse, named("x.pdf.exe")).await, field(Code::FileRuns, "name"));
        let longer = AttachFile { size_bytes: PDF.len() as i64 + 1, ..sent.clone() };
        assert_eq!(room.code(&room.nurse, longer).await, field(Code::FileIncomplete, "size_bytes"));
        // Somebody else's content is nobody's to attach.
        assert_eq!(room.code(&room.doctor, sent.clone()).await, field(Code::FileIncomplete, "size_bytes"));
        room.by(&room.nurse, sent.clone()).await.expect("attached after all");
        assert_eq!(room.code(&room.nurse, sent).await.0, Code::FileIncomplete, "attached twice");
        room.desk.end().await;
    }
}

#[tokio::test]
async fn a_piece_that_does_not_fit_is_refused_before_the_rest_is_sent() {
    for room in rooms().await {
        let whole = content(PIECE_BYTES + 5);
        let piece = |position: usize, name: &str, size_bytes: i64, bytes: &[u8]| Piece {
            file_id: FileId::new(),
            position: position as i64,
            name: name.into(),
            size_bytes,
            bytes: bytes.to_vec(),
        };
        let (first, size) = (&whole[..PIECE_BYTES], whole.len() as i64);
        for (piece, code) in [
            (piece(0, "x.pdf", MOST_BYTES + 1, first), Code::FileTooLarge),
            (piece(0, "x.pdf", size, &first[1..]), Code::FileIncomplete),
            (piece(2, "x.pdf", size, b"12345"), Code::FileIncomplete),
            (piece(1, "x.pdf", size, b"1234"), Code::FileIncomplete),
            // The first is missing.
            (piece(1, "x.pdf", size, b"12345"), Code::FileIncomplete),
            (piece(0, "x.pdf.exe", 9, PDF), Code::FileRuns),
            (piece(0, "x.pdf", 4, b"MZ\x90\0"), Code::FileRuns),
            (piece(0, "x.zip", 4, b"PK\x03\x04"), Code::FileTypeNotTaken),
        ] {
            let refused = room.clinic().keep_piece(&room.nurse, &piece).await.expect_err("refused");
            assert_eq!(refused.code(), code, "{} on {}", piece.name, room.desk.engine);
        }
        assert_eq!(room.counts().await, (0, 0), "half sent on {}", room.desk.engine);
        // The same piece twice is one; another content in its place is none.
        let once = piece(0, "x.pdf", size, first);
        for _ in 0..2 {
            room.clinic().keep_piece(&room.nurse, &once).await.expect("kept");
        }
        let mut other = once.clone();
        other.bytes[PIECE_BYTES - 1] ^= 1;
        for (who, piece) in [(&room.nurse, &other), (&room.doctor, &once)] {
            let refused = room.clinic().keep_piece(who, piece).await.expect_err("refused");
            assert_eq!(refused.code(), Code::FileIncomplete);
        }
        assert_eq!(room.counts().await, (1, 1));
        room.desk.end().await;
    }
}

/// The limit is the clinic's own: it counts for each piece and for what is attached, and never for what is there.
#[tokio::test]
async fn how_large_a_file_may_be_is_the_clinics() {
    for room in rooms().await {
        let (small, large) = (content(1024 * 1024), content(1024 * 1024 + 1));
        let before = room.sent(&room.nurse, &large).await;
        room.by(&room.nurse, before.clone()).await.expect("attached");
        let waiting = room.sent(&room.nurse, &content(1024 * 1024 + 2)).await;
        let settings = room.clinic().settings();
        let mut details = settings.details.clone();
        details.largest_file_mb = 1;
        room.desk.done(EditClinic { version: settings.version, details }).await;
        let piece = Piece {
            file_id: FileId::new(),
            position: 0,
            name: "x.pdf".into(),
            size_bytes: large.len() as i64,
            bytes: large[..PIECE_BYTES].to_vec(),
        };
        let refused = room.clinic().keep_piece(&room.nurse, &piece).await.expect_err("too large now");
        let most = refused.detail("max_bytes").and_then(|bytes| bytes.as_i64());
        assert_eq!((refused.code(), most), (Code::FileTooLarge, Some(1024 * 1024)), "{}", room.desk.engine);
        assert_eq!(room.code(&room.nurse, waiting).await.0, Code::FileTooLarge, "{}", room.desk.engine);
        let fits = room.sent(&room.nurse, &small).await;
        room.by(&room.nurse, fits).await.expect("as large as may be");
        room.by(&room.doctor, OpenFile { file_id: before.file_id }).await.expect("opened");
        let read = room.clinic().file_content(&room.doctor, before.file_id).await.expect("read");
        assert!(read.bytes == large, "what was attached before on {}", room.desk.engine);
        room.desk.end().await;
    }
}
