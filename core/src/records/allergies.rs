//! Allergies: a row each, with what it does and how badly.

use super::must_exist;
use super::none_known::{self, Standing};
use crate::access::Permission;
use crate::args;
use crate::catalogue::specialties::RowSaved;
use crate::clinic::{Asker, Context};
use crate::error::{Code, Error, Result};
use crate::fields::{self, Clinical};
use crate::history::refuse_stale;
use crate::ids::{AllergyId, PatientId};
use crate::operation::Operate;
use crate::question::Ask;
use crate::store::{Db, Kind, Read, Tx};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

crate::record! {
    pub struct Allergy in "allergies" as Allergy {
        pub id: AllergyId,
        pub patient_id: PatientId,
        pub substance: Clinical,
        pub reaction: Option<Clinical>,
        pub severity: String,
        pub since: Option<NaiveDate>,
        pub status: String,
        pub until: Option<NaiveDate>,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Severity {
    Mild,
    Moderate,
    Severe,
    Unknown,
}

impl Severity {
    pub fn text(self) -> &'static str {
        match self {
            Severity::Mild => "mild",
            Severity::Moderate => "moderate",
            Severity::Severe => "severe",
            Severity::Unknown => "unknown",
        }
    }
}

/// Refuted: it was found out that the patient is not allergic to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum AllergyStatus {
    Active,
    Resolved,
    Refuted,
}

impl AllergyStatus {
    pub fn text(self) -> &'static str {
        match self {
            AllergyStatus::Active => "active",
            AllergyStatus::Resolved => "resolved",
            AllergyStatus::Refuted => "refuted",
        }
    }
}

pub(super) const STRUCK: &str = "struck";

/// What is said about an allergy. `since` and `until` are dates, both included; a day that is not known is the first of its month or year. An active one has no
/// `until`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AllergyDetails {
    #[ts(type = "string")]
    pub substance: Clinical,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub reaction: Option<Clinical>,
    pub severity: Severity,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    pub status: AllergyStatus,
}

impl AllergyDetails {
    pub fn example() -> AllergyDetails {
        AllergyDetails {
            substance: Clinical("Penicillin".into()),
            reaction: Some(Clinical("Rash".into())),
            severity: Severity::Moderate,
            since: None,
            until: None,
            status: AllergyStatus::Active,
        }
    }

    /// Errors: field errors (substance, reaction, since, until).
    fn checked(&self, today: NaiveDate) -> Result<AllergyDetails> {
        let substance = Clinical(fields::text("substance", &self.substance.0, 200)?);
        let typed = self.reaction.as_ref().map(|reaction| reaction.0.as_str());
        let reaction = fields::optional("reaction", typed, 300)?.map(Clinical);
        for (field, day) in [("since", self.since), ("until", self.until)] {
            day.map_or(Ok(()), |day| fields::day(field, day))?;
        }
        if self.since.is_some_and(|since| since > today) {
            return Err(Error::field(Code::FieldOutOfRange, "since").with("max", today));
        }
        let ends_wrong = self.until.is_some_and(|until| until > today || self.since.is_some_and(|since| until < since));
        if ends_wrong || (self.until.is_some() && self.status == AllergyStatus::Active) {
            return Err(Error::field(Code::FieldOutOfRange, "until"));
        }
        Ok(AllergyDetails { substance, reaction, ..self.clone() })
    }
}

/// Records an allergy; "none known" is no longer said of the patient.
///
/// Errors in this order: field errors (substance, reaction, since, until), `patient.not_found`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AddAllergy {
    pub allergy_id: AllergyId,
    pub patient_id: PatientId,
    pub details: AllergyDetails,
}

impl Operate for AddAllergy {
    const PERMISSION: Permission = Permission::AllergyRecord;
    type Outcome = RowSaved;

    fn example() -> Self {
        AddAllergy { allergy_id: AllergyId::new(), patient_id: PatientId::new(), details: AllergyDetails::example() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<RowSaved> {
        let details = self.details.checked(cx.wall_now().date())?;
        must_exist(tx, self.patient_id).await?;
        write_new(tx, cx, self.allergy_id, self.patient_id, &details).await?;
        Ok(RowSaved { version: 1 })
    }
}

pub(crate) async fn write_new(
    tx: &mut Tx,
    cx: &Context,
    id: AllergyId,
    patient_id: PatientId,
    details: &AllergyDetails,
) -> Result<()> {
    none_known::write(tx, cx, patient_id, false).await?;
    let row = Allergy {
        id,
        version: 1,
        patient_id,
        substance: details.substance.clone(),
        reaction: details.reaction.clone(),
        severity: details.severity.text().to_owned(),
        since: details.since,
        status: details.status.text().to_owned(),
        until: details.until,
    };
    tx.insert(&row).await?;
    tx.touch(Kind::Patient, patient_id.0);
    Ok(())
}

/// Replaces what is said about an allergy; with `status` it is resolved, refuted or active again.
///
/// Errors in this order: field errors (substance, reaction, since, until), `record.not_found` (allergy), `record.struck`,
/// `record.changed_meanwhile`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct EditAllergy {
    pub allergy_id: AllergyId,
    #[ts(type = "number")]
    pub version: i64,
    pub details: AllergyDetails,
}

impl Operate for EditAllergy {
    const PERMISSION: Permission = Permission::AlertClinical;
    type Outcome = RowSaved;

    fn example() -> Self {
        EditAllergy { allergy_id: AllergyId::new(), version: 1, details: AllergyDetails::example() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<RowSaved> {
        let details = self.details.checked(cx.wall_now().date())?;
        let before: Allergy = tx.record(self.allergy_id.0).await?;
        if before.status == STRUCK {
            return Err(Error::new(Code::RecordStruck));
        }
        refuse_stale(tx, &before, self.version).await?;
        // Active again may contradict what was said meanwhile; the row of what was asked comes first, for everybody.
        if details.status == AllergyStatus::Active {
            none_known::write(tx, cx, before.patient_id, false).await?;
        }
        let mut after = Allergy {
            substance: details.substance,
            reaction: details.reaction,
            severity: details.severity.text().to_owned(),
            since: details.since,
            status: details.status.text().to_owned(),
            until: details.until,
            ..before.clone()
        };
        tx.update(&before, &mut after).await?;
        tx.touch(Kind::Patient, before.patient_id.0);
        Ok(RowSaved { version: after.version })
    }
}

/// An allergy as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct AllergyLine {
    pub id: AllergyId,
    #[ts(type = "number")]
    pub version: i64,
    pub substance: String,
    pub reaction: Option<String>,
    pub severity: String,
    pub since: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    pub status: String,
}

impl From<Allergy> for AllergyLine {
    fn from(row: Allergy) -> AllergyLine {
        AllergyLine {
            id: row.id,
            version: row.version,
            substance: row.substance.0,
            reaction: row.reaction.map(|text| text.0),
            severity: row.severity,
            since: row.since,
            until: row.until,
            status: row.status,
        }
    }
}

/// The active ones, the worst first.
pub(crate) async fn active(read: &mut impl Read, patient: PatientId) -> Result<Vec<AllergyLine>> {
    let mut rows: Vec<Allergy> =
        read.records("WHERE patient_id = ? AND status = 'active' ORDER BY substance, id", args![patient]).await?;
    let worst =
        |row: &Allergy| ["severe", "moderate", "unknown"].iter().position(|one| *one == row.severity).unwrap_or(3);
    rows.sort_by_key(worst);
    Ok(rows.into_iter().map(AllergyLine::from).collect())
}

/// What is shown beside a patient's name: whether allergies are known, and which ones to those who may read them at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct AllergyBanner {
    pub standing: Standing,
    /// Nothing for those who have to look first, which is recorded.
    pub lines: Option<Vec<AllergyLine>>,
}

pub(crate) async fn banner(read: &mut impl Read, patient: PatientId, asker: &Asker) -> Result<AllergyBanner> {
    let lines = active(read, patient).await?;
    let standing = none_known::standing(read, patient, !lines.is_empty()).await?;
    Ok(AllergyBanner { standing, lines: asker.may(Permission::AlertClinical).then_some(lines) })
}

/// The active allergies of a patient, for whoever looked at them (`look_at_allergies`) or opened the chart in the last twelve hours.
///
/// Errors in this order: `patient.not_found`, `chart.not_opened`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskAllergies {
    pub patient_id: PatientId,
}

impl Ask for AskAllergies {
    const PERMISSION: Permission = Permission::AllergyLook;
    type Answer = Vec<AllergyLine>;

    fn example() -> Self {
        AskAllergies { patient_id: PatientId::new() }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Vec<AllergyLine>> {
        super::opened::must_have_looked(db, asker.into(), self.patient_id).await?;
        active(db, self.patient_id).await
    }
}
