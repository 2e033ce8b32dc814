//! Entering a vaccination: given here, given elsewhere, or refused.

use super::{GIVEN, REFUSED, Vaccination, VaccinationSite, batch_key};
use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields::{self, Clinical};
use crate::ids::{PatientId, UserId, VaccinationId};
use crate::operation::Operate;
use crate::patients::terms::fold;
use crate::records::opened::must_be_open;
use crate::store::{Kind, Read, Tx};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const MOST_DOSES: i64 = 20;

/// Enters a vaccination as of `given_on`, today or before. Given here (`given_by` of the clinic) it takes a batch and the last day on which that may be given;
/// from papers (`given_elsewhere`) what they say; refused, the reason alone. A batch that was over takes a reason, and so does nothing else. The same vaccine on the same
/// day is asked first: it is sent again with `confirmed`.
///
/// Errors in this order: field errors (vaccine, dose_number, given_on, refused_reason, batch, expires_on, expired_reason, site, given_by, given_elsewhere),
/// `patient.not_found`, `chart.not_opened`, `field.out_of_range` (given_on: before the birth, or after the death), `record.not_found` (user),
/// `vaccination.expired` (expires_on), `field.invalid` (expired_reason: the batch was not over), `vaccination.again` (on, by).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct EnterVaccination {
    pub vaccination_id: VaccinationId,
    pub patient_id: PatientId,
    #[ts(type = "string")]
    pub vaccine: Clinical,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "number | null")]
    pub dose_number: Option<i64>,
    pub given_on: NaiveDate,
    #[serde(default)]
    pub refused: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub refused_reason: Option<Clinical>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub batch: Option<Clinical>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub expired_reason: Option<Clinical>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<VaccinationSite>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_by: Option<UserId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub given_elsewhere: Option<Clinical>,
    #[serde(default)]
    pub confirmed: bool,
}

/// The texts as they are kept.
struct Texts {
    vaccine: Clinical,
    refused_reason: Option<Clinical>,
    batch: Option<Clinical>,
    expired_reason: Option<Clinical>,
    given_elsewhere: Option<Clinical>,
}

impl Operate for EnterVaccination {
    const PERMISSION: Permission = Permission::VitalsWrite;
    type Outcome = ();

    fn example() -> Self {
        EnterVaccination {
            vaccination_id: VaccinationId::new(),
            patient_id: PatientId::new(),
            vaccine: Clinical("Influenza".into()),
            dose_number: Some(1),
            given_on: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default(),
            refused: false,
            refused_reason: None,
            batch: Some(Clinical("AB123-4".into())),
            expires_on: NaiveDate::from_ymd_opt(2099, 6, 30),
            expired_reason: None,
            site: Some(VaccinationSite::LeftArm),
            given_by: None,
            given_elsewhere: Some(Clinical("Travel clinic".into())),
            confirmed: false,
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        let texts = self.texts(cx.wall_now().date())?;
        must_be_open(tx, cx.into(), self.patient_id).await?;
        self.in_their_life(tx).await?;
        self.known(tx).await?;
        self.not_over(&texts)?;
        // Of two who enter for one patient at once, the second sees what the first wrote.
        tx.exec("UPDATE patients SET version = version WHERE id = ?", args![self.patient_id]).await?;
        if !self.refused && !self.confirmed {
            self.not_twice(tx, &texts.vaccine.0).await?;
        }
        let batch_key = texts.batch.as_ref().map(|batch| Clinical(batch_key(&batch.0)));
        tx.insert(&Vaccination {
            id: self.vaccination_id,
            version: 1,
            patient_id: self.patient_id,
            record_id: None,
            status: if self.refused { REFUSED } else { GIVEN }.to_owned(),
            vaccine: texts.vaccine,
            dose_number: self.dose_number,
            given_on: self.given_on,
            batch: texts.batch,
            batch_key,
            expires_on: self.expires_on,
            expired_reason: texts.expired_reason,
            site: self.site.map(|site| site.text().to_owned()),
            given_by: self.given_by,
            given_elsewhere: texts.given_elsewhere,
            refused_reason: texts.refused_reason,
            entered_at: cx.now,
            entered_by: cx.actor,
        })
        .await?;
        tx.touch(Kind::Patient, self.patient_id.0);
        Ok(())
    }
}

impl EnterVaccination {
    /// Errors: field errors.
    fn texts(&self, today: NaiveDate) -> Result<Texts> {
        let optional = |field: &str, value: &Option<Clinical>, max| {
            Ok::<_, Error>(fields::optional(field, value.as_ref().map(|text| text.0.as_str()), max)?.map(Clinical))
        };
        let vaccine = Clinical(fields::text("vaccine", &self.vaccine.0, 120)?);
        if self.dose_number.is_some_and(|dose| !(1..=MOST_DOSES).contains(&dose)) {
            return Err(Error::field(Code::FieldOutOfRange, "dose_number").with("min", 1).with("max", MOST_DOSES));
        }
        fields::day("given_on", self.given_on)?;
        if self.given_on > today {
            return Err(Error::field(Code::FieldOutOfRange, "given_on").with("max", today));
        }
        let refused_reason = optional("refused_reason", &self.refused_reason, 300)?;
        let batch = optional("batch", &self.batch, 60)?;
        self.expires_on.map_or(Ok(()), |day| fields::day("expires_on", day))?;
        let expired_reason = optional("expired_reason", &self.expired_reason, 300)?;
        let given_elsewhere = optional("given_elsewhere", &self.given_elsewhere, 200)?;
        let (here, elsewhere) = (self.given_by.is_some() && !self.refused, given_elsewhere.is_some());
        let needed = [
            ("refused_reason", self.refused, refused_reason.is_some()),
            ("batch", here, batch.is_some()),
            ("expires_on", here, self.expires_on.is_some()),
            ("given_elsewhere", !self.refused && !here && self.given_elsewhere.is_some(), elsewhere),
            ("given_by", !self.refused, here || elsewhere),
        ];
        // What was refused has nothing of what was given; and nobody here gave what was given elsewhere.
        let unfit = [
            ("refused_reason", !self.refused && refused_reason.is_some()),
            ("batch", self.refused && batch.is_some()),
            ("expires_on", self.refused && self.expires_on.is_some()),
            ("expired_reason", self.refused && expired_reason.is_some()),
            ("site", self.refused && self.site.is_some()),
            ("given_by", self.refused && self.given_by.is_some()),
            ("given_elsewhere", elsewhere && (self.refused || here)),
            ("batch", batch.as_ref().is_some_and(|batch| batch_key(&batch.0).is_empty())),
        ];
        if let Some((field, ..)) = needed.iter().find(|(_, needed, there)| *needed && !there) {
            return Err(Error::field(Code::FieldRequired, field));
        }
        if let Some((field, _)) = unfit.iter().find(|(_, unfit)| *unfit) {
            return Err(Error::field(Code::FieldInvalid, field));
        }
        Ok(Texts { vaccine, refused_reason, batch, expired_reason, given_elsewhere })
    }

    /// Errors: `field.out_of_range` (given_on).
    async fn in_their_life(&self, tx: &mut Tx) -> Result<()> {
        let (born, died): (Option<NaiveDate>, Option<NaiveDate>) =
            tx.one("SELECT birth_date, died_on FROM patients WHERE id = ?", args![self.patient_id]).await?;
        let error = || Error::field(Code::FieldOutOfRange, "given_on");
        match (born, died) {
            (Some(born), _) if self.given_on < born => Err(error().with("min", born)),
            (_, Some(died)) if self.given_on > died => Err(error().with("max", died)),
            _ => Ok(()),
        }
    }

    /// Errors: `record.not_found` (user).
    async fn known(&self, tx: &mut Tx) -> Result<()> {
        let Some(user) = self.given_by else { return Ok(()) };
        let known: Option<(i64,)> = tx.maybe("SELECT 1 FROM users WHERE id = ?", args![user]).await?;
        known.map(drop).ok_or_else(|| Error::new(Code::NotFound).with("kind", "user"))
    }

    /// A batch may be given up to its last day.
    ///
    /// Errors in this order: `vaccination.expired` (expires_on), `field.invalid` (expired_reason).
    fn not_over(&self, texts: &Texts) -> Result<()> {
        let over = self.expires_on.filter(|last| *last < self.given_on);
        match (over, &texts.expired_reason) {
            (Some(last), None) => Err(Error::new(Code::VaccinationExpired).with("expires_on", last)),
            (None, Some(_)) => Err(Error::field(Code::FieldInvalid, "expired_reason")),
            _ => Ok(()),
        }
    }

    /// Errors: `vaccination.again` (on, by).
    async fn not_twice(&self, tx: &mut Tx, vaccine: &str) -> Result<()> {
        let rows: Vec<(Clinical, Option<String>)> = tx
            .all(
                "SELECT v.vaccine, u.name FROM vaccinations v LEFT JOIN users u ON u.id = v.entered_by LEFT JOIN vaccination_strikes s ON s.vaccination_id = v.id \
                 WHERE v.patient_id = ? AND v.given_on = ? AND v.status = 'given' AND s.vaccination_id IS NULL ORDER BY v.id",
                args![self.patient_id, self.given_on],
            )
            .await?;
        match rows.into_iter().find(|(other, _)| fold(&other.0) == fold(vaccine)) {
            Some((_, by)) => Err(Error::new(Code::VaccinationAgain).with("on", self.given_on).with("by", by)),
            None => Ok(()),
        }
    }
}
