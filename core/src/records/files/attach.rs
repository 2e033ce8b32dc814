//! Attaching a file whose content was sent.

use super::content::whole;
use super::{File, FileKind, KEPT, PIECE_BYTES, incomplete, too_large, types};
use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields::{self, Clinical};
use crate::ids::{FileId, PatientId, PractitionerId, TestRequestId, UserId, VisitRecordId};
use crate::operation::Operate;
use crate::records::must_exist;
use crate::records::results;
use crate::records::results::request::must_be_known;
use crate::records::visits::ContentHash;
use crate::store::{Kind, Read, Tx};
use crate::time::Instant;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Attaches a file to a patient, or to one of their visits, signed or not: it is no part of what a signature covers. The content was sent before, under the id
/// of the file (`Clinic::keep_piece`); what it is is found by the content. `dated_on` is the day that stands on it. The same content twice for one patient is asked
/// first: it is sent again with `confirmed`. A result is put before the doctor who ordered it, `practitioner_id`, or whoever asked for the test that it answers (`request_id`).
///
/// Errors in this order: field errors (title, name, note, dated_on; practitioner_id, request_id: needed for a result, and for nothing else), `file.too_large` (max_bytes),
/// `file.incomplete`, `patient.not_found`, `access.denied` (a visit or a request, for those who may not read records), `record.not_found` (visit_record),
/// `record.struck` (the visit), `record.not_found` (test_request, practitioner), `request.settled` (status), `file.incomplete` (what was sent is not the whole file), `file.runs` (ending), `file.type_not_taken` (ending),
/// `file.again` (on, by).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AttachFile {
    pub file_id: FileId,
    pub patient_id: PatientId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit_id: Option<VisitRecordId>,
    pub kind: FileKind,
    #[ts(type = "string")]
    pub title: Clinical,
    /// As the file is called where it comes from.
    #[ts(type = "string")]
    pub name: Clinical,
    #[ts(type = "number")]
    pub size_bytes: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dated_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub note: Option<Clinical>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practitioner_id: Option<PractitionerId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<TestRequestId>,
    #[serde(default)]
    pub confirmed: bool,
}

/// The texts as they are kept.
struct Texts {
    title: Clinical,
    name: Clinical,
    note: Option<Clinical>,
}

/// What was sent, put together.
struct Sent {
    pieces: i64,
    hash: ContentHash,
    content_type: &'static str,
}

impl Operate for AttachFile {
    const PERMISSION: Permission = Permission::FileAttach;
    type Outcome = ();

    fn example() -> Self {
        AttachFile {
            file_id: FileId::new(),
            patient_id: PatientId::new(),
            visit_id: None,
            kind: FileKind::Letter,
            title: Clinical("Letter from the hospital".into()),
            name: Clinical("scan.pdf".into()),
            size_bytes: 9,
            dated_on: NaiveDate::from_ymd_opt(2026, 11, 23),
            note: Some(Clinical("The second page is missing".into())),
            practitioner_id: None,
            request_id: None,
            confirmed: false,
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        let texts = self.texts(cx.wall_now().date(), cx.settings.details.largest_file())?;
        must_exist(tx, self.patient_id).await?;
        self.of_their_visit(tx, cx).await?;
        let doctor = self.ordered_by(tx, cx).await?;
        let by = cx.actor.ok_or_else(|| Error::internal("nobody attaches a file"))?;
        let sent = self.sent(tx, by, &texts.name.0).await?;
        // Of two who attach the same for one patient at once, the second sees what the first wrote.
        tx.exec("UPDATE patients SET version = version WHERE id = ?", args![self.patient_id]).await?;
        if !self.confirmed {
            self.not_twice(tx, cx, &sent.hash).await?;
        }
        tx.insert(&File {
            id: self.file_id,
            version: 1,
            patient_id: self.patient_id,
            record_id: self.visit_id,
            name: texts.name,
            content_type: sent.content_type.to_owned(),
            size_bytes: self.size_bytes,
            sha256: sent.hash,
            status: KEPT.to_owned(),
            added_at: cx.now,
            added_by: by,
            kind: self.kind.text().to_owned(),
            title: texts.title,
            dated_on: self.dated_on,
            note: texts.note,
            pieces: sent.pieces,
        })
        .await?;
        if let Some(doctor) = doctor {
            results::order(tx, self.file_id, doctor, self.request_id).await?;
        }
        tx.touch(Kind::Patient, self.patient_id.0);
        Ok(())
    }
}

impl AttachFile {
    /// Errors in this order: field errors, `file.too_large` (max_bytes), `file.incomplete` (size_bytes).
    fn texts(&self, today: NaiveDate, most: i64) -> Result<Texts> {
        let title = Clinical(fields::text("title", &self.title.0, 200)?);
        let name = Clinical(fields::text("name", &self.name.0, 200)?);
        let note = fields::optional("note", self.note.as_ref().map(|text| text.0.as_str()), 1000)?.map(Clinical);
        self.dated_on.map_or(Ok(()), |day| fields::day("dated_on", day))?;
        if self.dated_on.is_some_and(|day| day > today) {
            return Err(Error::field(Code::FieldOutOfRange, "dated_on").with("max", today));
        }
        let is_result = self.kind == FileKind::Result;
        for (field, given) in
            [("practitioner_id", self.practitioner_id.is_some()), ("request_id", self.request_id.is_some())]
        {
            if given && !is_result {
                return Err(Error::field(Code::FieldInvalid, field));
            }
        }
        if is_result && self.practitioner_id.is_none() && self.request_id.is_none() {
            return Err(Error::field(Code::FieldRequired, "practitioner_id"));
        }
        match self.size_bytes {
            size if size > most => Err(too_large(most)),
            size if size < 1 => Err(incomplete()),
            _ => Ok(Texts { title, name, note }),
        }
    }

    /// Errors in this order: `access.denied`, `record.not_found` (visit_record: there is none, or it is another patient's), `record.struck`.
    async fn of_their_visit(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        let Some(visit) = self.visit_id else { return Ok(()) };
        cx.require(Permission::RecordView)?;
        // A strike of the visit meanwhile is waited for, and seen.
        tx.exec("UPDATE patients SET version = version WHERE id = ?", args![self.patient_id]).await?;
        let args = args![visit, self.patient_id];
        let sql = "SELECT k.reason FROM medical_records m LEFT JOIN strikes k ON k.row_id = m.id WHERE m.id = ? AND m.patient_id = ?";
        let theirs: Option<(Option<String>,)> = tx.maybe(sql, args).await?;
        match theirs {
            None => Err(Error::new(Code::NotFound).with("kind", "visit_record")),
            Some((Some(_),)) => Err(Error::new(Code::RecordStruck)),
            Some((None,)) => Ok(()),
        }
    }

    /// Before whom a result is put.
    ///
    /// Errors in this order: `access.denied`, `record.not_found` (test_request), `request.settled` (status), `record.not_found` (practitioner).
    async fn ordered_by(&self, tx: &mut Tx, cx: &Context) -> Result<Option<PractitionerId>> {
        let asked = match self.request_id {
            None => None,
            Some(request) => {
                cx.require(Permission::RecordView)?;
                results::hold(tx, request).await?;
                tx.touch(Kind::TestRequest, request.0);
                Some(results::waiting(tx, request, self.patient_id).await?.doctor_id)
            }
        };
        let doctor = self.practitioner_id.or(asked);
        if let Some(doctor) = doctor {
            must_be_known(tx, doctor).await?;
        }
        Ok(doctor)
    }

    /// The content, which nobody adds to any more.
    ///
    /// Errors in this order: `file.incomplete`, `file.runs` (ending), `file.type_not_taken` (ending).
    async fn sent(&self, tx: &mut Tx, by: UserId, name: &str) -> Result<Sent> {
        tx.exec("UPDATE file_uploads SET kept = TRUE WHERE id = ? AND user_id = ?", args![self.file_id, by]).await?;
        let begun: Option<(i64,)> =
            tx.maybe("SELECT 1 FROM file_uploads WHERE id = ? AND user_id = ?", args![self.file_id, by]).await?;
        let kept: Option<(i64,)> = tx.maybe("SELECT 1 FROM attachments WHERE id = ?", args![self.file_id]).await?;
        if begun.is_none() || kept.is_some() {
            return Err(incomplete());
        }
        let (count,): (i64,) =
            tx.one("SELECT COUNT(*) FROM file_pieces WHERE file_id = ?", args![self.file_id]).await?;
        let pieces = (self.size_bytes as u64).div_ceil(PIECE_BYTES as u64) as i64;
        let (bytes, hash) = whole(tx, self.file_id, pieces).await?;
        if count != pieces || bytes.len() as i64 != self.size_bytes {
            return Err(incomplete());
        }
        let head = &bytes[..bytes.len().min(PIECE_BYTES)];
        Ok(Sent { pieces, hash, content_type: types::recognise(name, head)?.content_type })
    }

    /// Errors: `file.again` (on, by). It does not say what it was called: whoever attaches may be one who does not read records.
    async fn not_twice(&self, tx: &mut Tx, cx: &Context, hash: &ContentHash) -> Result<()> {
        let there: Option<(Instant, Option<String>)> = tx
            .maybe(
                "SELECT a.added_at, u.name FROM attachments a LEFT JOIN users u ON u.id = a.added_by LEFT JOIN file_strikes s ON s.file_id = a.id \
                 WHERE a.patient_id = ? AND a.sha256 = ? AND s.file_id IS NULL ORDER BY a.added_at DESC LIMIT 1",
                args![self.patient_id, hash.clone()],
            )
            .await?;
        let Some((at, by)) = there else { return Ok(()) };
        let on = at.on_wall(cx.settings.zone).date();
        Err(Error::new(Code::FileAgain).with("on", on).with("by", by))
    }
}
