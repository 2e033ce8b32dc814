//! Files of a patient: results, letters, pictures. The content is sent in pieces beside the journal; attaching it is an operation, and only then is there a file.
//! A file never changes and is never deleted: what is wrong is struck. It is no part of what a visit's signature covers, which it may be attached to later.

pub mod attach;
pub mod content;
pub mod of_patient;
pub mod open;
pub mod own;
pub mod strike;
pub mod types;
pub mod upload;

use crate::error::{Code, Error};
use crate::fields::Clinical;
use crate::ids::{FileId, PatientId, UserId, VisitRecordId};
use crate::office::details::MOST_FILE_MB;
use crate::records::visits::ContentHash;
use crate::time::Instant;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Bytes in one piece, but for the last: under every server's limit of a packet.
pub const PIECE_BYTES: usize = 256 * 1024;
/// The largest file that any clinic takes; how large they are in this one is among its details.
const MOST_BYTES: i64 = MOST_FILE_MB * 1024 * 1024;

pub(super) const KEPT: &str = "kept";

crate::record! {
    /// A row of `attachments`.
    pub struct File in "attachments" as File {
        pub id: FileId,
        pub patient_id: PatientId,
        pub record_id: Option<VisitRecordId>,
        pub name: Clinical,
        pub content_type: String,
        pub size_bytes: i64,
        pub sha256: ContentHash,
        pub status: String,
        pub added_at: Instant,
        pub added_by: UserId,
        pub kind: String,
        pub title: Clinical,
        pub dated_on: Option<NaiveDate>,
        pub note: Option<Clinical>,
        pub pieces: i64,
    }
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum FileKind {
    Result,
    Letter,
    Picture,
    Consent,
    Other,
}

impl FileKind {
    pub fn text(self) -> &'static str {
        match self {
            FileKind::Result => "result",
            FileKind::Letter => "letter",
            FileKind::Picture => "picture",
            FileKind::Consent => "consent",
            FileKind::Other => "other",
        }
    }
}

fn too_large(most: i64) -> Error {
    Error::field(Code::FileTooLarge, "size_bytes").with("max_bytes", most)
}

fn incomplete() -> Error {
    Error::field(Code::FileIncomplete, "size_bytes")
}
