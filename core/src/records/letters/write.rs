//! Writing a letter: it is numbered by being written, and stays as it is.

use super::{Letter, LetterKind};
use crate::access::Permission;
use crate::args;
use crate::billing::numbers;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields::{self, Clinical};
use crate::ids::{LetterId, PatientId, PractitionerId, UserId, VisitRecordId};
use crate::operation::Operate;
use crate::records::opened::must_be_open;
use crate::records::visits;
use crate::store::{Kind, Read, Tx};
use chrono::{Datelike, Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A sick note covers a year at most.
const MOST_DAYS: u64 = 365;

/// Writes a letter about a patient, dated today. A referral takes to whom it goes and why; a sick note its first and last day, and whom it is for and a remark
/// if they are given. A diagnosis stands in it only when it is given here. Where the practitioner has an account, nobody else writes in their name.
///
/// Errors in this order: field errors (addressee, text, diagnosis, from, until), `patient.not_found`, `chart.not_opened`, `record.not_found`
/// (visit_record, also another patient's), `record.struck`, `record.not_found` (practitioner), `letter.not_yours` (practitioner).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct WriteLetter {
    pub letter_id: LetterId,
    pub patient_id: PatientId,
    pub practitioner_id: PractitionerId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit_id: Option<VisitRecordId>,
    pub kind: LetterKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub addressee: Option<Clinical>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub text: Option<Clinical>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub diagnosis: Option<Clinical>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct LetterWritten {
    pub letter_id: LetterId,
    pub number: String,
}

/// The texts as they are kept.
struct Texts {
    addressee: Option<Clinical>,
    text: Option<Clinical>,
    diagnosis: Option<Clinical>,
}

impl Operate for WriteLetter {
    const PERMISSION: Permission = Permission::LetterWrite;
    type Outcome = LetterWritten;

    fn example() -> Self {
        WriteLetter {
            letter_id: LetterId::new(),
            patient_id: PatientId::new(),
            practitioner_id: PractitionerId::new(),
            visit_id: None,
            kind: LetterKind::Referral,
            addressee: Some(Clinical("Cardiology, City Hospital".into())),
            text: Some(Clinical("Chest pain on exertion for two weeks; please assess.".into())),
            diagnosis: Some(Clinical("Chest pain, unspecified".into())),
            from: None,
            until: None,
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<LetterWritten> {
        let texts = self.texts()?;
        self.days()?;
        must_be_open(tx, cx.into(), self.patient_id).await?;
        if let Some(visit) = self.visit_id {
            // A strike of the visit meanwhile is waited for, and seen.
            tx.exec("UPDATE patients SET version = version WHERE id = ?", args![self.patient_id]).await?;
            let row = visits::standing(tx, cx, visit).await?;
            if row.patient_id != self.patient_id {
                return Err(Error::new(Code::NotFound).with("kind", Kind::VisitRecord));
            }
        }
        self.practitioner(tx, cx).await?;
        let today = cx.wall_now().date();
        let number = numbers::take(tx, self.kind.text(), self.kind.prefix(), today.year()).await?;
        let row = Letter {
            id: self.letter_id,
            version: 1,
            patient_id: self.patient_id,
            record_id: self.visit_id,
            doctor_id: self.practitioner_id,
            kind: self.kind.text().to_owned(),
            series: number.series,
            number: number.number,
            number_text: number.text,
            written_on: today,
            addressee: texts.addressee,
            text: texts.text,
            from_day: self.from,
            until_day: self.until,
            diagnosis: texts.diagnosis,
            written_at: cx.now,
            written_by: cx.actor,
        };
        tx.insert(&row).await?;
        tx.touch(Kind::Patient, row.patient_id.0);
        Ok(LetterWritten { letter_id: row.id, number: row.number_text })
    }
}

impl WriteLetter {
    /// Errors: field errors (addressee, text, diagnosis).
    fn texts(&self) -> Result<Texts> {
        let needed = self.kind == LetterKind::Referral;
        let text = |field: &str, value: &Option<Clinical>, max, needed: bool| -> Result<Option<Clinical>> {
            let typed = value.as_ref().map(|text| text.0.as_str());
            let clean = if needed {
                Some(fields::text(field, typed.unwrap_or_default(), max)?)
            } else {
                fields::optional(field, typed, max)?
            };
            Ok(clean.map(Clinical))
        };
        Ok(Texts {
            addressee: text("addressee", &self.addressee, 300, needed)?,
            text: text("text", &self.text, 10_000, needed)?,
            diagnosis: text("diagnosis", &self.diagnosis, 500, false)?,
        })
    }

    /// Errors: field errors (from, until).
    fn days(&self) -> Result<()> {
        let is_note = self.kind == LetterKind::SickNote;
        for (field, day) in [("from", self.from), ("until", self.until)] {
            match day {
                None if is_note => return Err(Error::field(Code::FieldRequired, field)),
                Some(_) if !is_note => return Err(Error::field(Code::FieldInvalid, field)),
                Some(day) => fields::day(field, day)?,
                None => {}
            }
        }
        let (Some(from), Some(until)) = (self.from, self.until) else { return Ok(()) };
        let last = from.checked_add_days(Days::new(MOST_DAYS)).unwrap_or(from);
        if until < from || until > last {
            return Err(Error::field(Code::FieldOutOfRange, "until").with("min", from).with("max", last));
        }
        Ok(())
    }

    /// Errors in this order: `record.not_found` (practitioner), `letter.not_yours` (practitioner).
    async fn practitioner(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        let known: Option<(String, Option<UserId>)> =
            tx.maybe("SELECT name, user_id FROM doctors WHERE id = ?", args![self.practitioner_id]).await?;
        let (name, account) = known.ok_or_else(|| Error::new(Code::NotFound).with("kind", "practitioner"))?;
        if account.is_some() && account != cx.actor {
            return Err(Error::new(Code::LetterNotYours).with("practitioner", name));
        }
        Ok(())
    }
}
