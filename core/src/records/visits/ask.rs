//! One visit, as it is read and written.

use super::addendum::{self, AddendumLine};
use super::of_patient::{VisitLine, before};
use super::seal::hash_of;
use super::{SIGNED, VisitRecord, text};
use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::ids::{AppointmentId, PatientId, PractitionerId, VisitRecordId};
use crate::patients::patient::PatientNames;
use crate::question::Ask;
use crate::records::chart::StrikeLine;
use crate::records::medicines::of_patient::{MedicineLine, of_visit};
use crate::records::opened::must_be_open;
use crate::records::vaccinations::of_patient::{self as vaccinations, VaccinationLine};
use crate::records::vitals::{self, VitalLine};
use crate::store::{Db, Read};
use crate::time::Instant;
use chrono::{NaiveDate, NaiveDateTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// A visit with its text; a signed one with whether it is still what was signed.
///
/// Errors in this order: `record.not_found` (visit_record), `patient.not_found`, `chart.not_opened`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskVisit {
    pub visit_id: VisitRecordId,
}

#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct Visit {
    pub visit_id: VisitRecordId,
    #[ts(type = "number")]
    pub version: i64,
    pub patient_id: PatientId,
    pub patient: String,
    pub birth_date: Option<NaiveDate>,
    pub practitioner_id: PractitionerId,
    pub practitioner: String,
    pub appointment_id: Option<AppointmentId>,
    /// Clinic wall time.
    pub visited_at: NaiveDateTime,
    #[ts(type = "import('./VisitText').VisitText")]
    pub text: Json,
    /// `draft` or `signed`.
    pub status: String,
    pub signed_at: Option<Instant>,
    pub signed_by: Option<String>,
    /// Hex, to be compared with what was printed.
    pub hash: Option<String>,
    /// Of a signed visit: whether its hash, made again now, is the one it was signed with.
    pub is_whole: Option<bool>,
    pub addenda: Vec<AddendumLine>,
    pub strike: Option<StrikeLine>,
    /// What was measured on its day; of a signed visit, what the signature covers.
    pub vitals: Vec<VitalLine>,
    /// What was given or refused on its day; of a signed visit, what the signature covers.
    pub vaccinations: Vec<VaccinationLine>,
    /// What was prescribed at it.
    pub medicines: Vec<MedicineLine>,
    /// The visit before this one.
    pub last: Option<VisitLine>,
}

impl Ask for AskVisit {
    const PERMISSION: Permission = Permission::RecordView;
    type Answer = Visit;

    fn example() -> Self {
        AskVisit { visit_id: VisitRecordId::new() }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Visit> {
        let row: VisitRecord = db.record(self.visit_id.0).await?;
        must_be_open(db, asker.into(), row.patient_id).await?;
        let people = people_of(db, &row).await?;
        let strikes: Vec<StrikeLine> = db
            .all(
                "SELECT s.row_id, s.kind, s.reason, s.struck_at, COALESCE(u.name, '') AS struck_by FROM strikes s \
                 LEFT JOIN users u ON u.id = s.struck_by WHERE s.row_id = ?",
                args![row.id],
            )
            .await?;
        let is_whole = match &row.content_hash {
            Some(hash) if row.status == SIGNED => Some(hash_of(db, &row).await? == *hash),
            _ => None,
        };
        let vitals = match row.status == SIGNED {
            true => vitals::of_visit(db, row.id).await?,
            false => vitals::of_day(db, row.patient_id, row.visited_at).await?,
        };
        let vaccinations = match row.status == SIGNED {
            true => vaccinations::of_visit(db, row.id).await?,
            false => vaccinations::of_day(db, row.patient_id, row.visited_at.date()).await?,
        };
        Ok(Visit {
            visit_id: row.id,
            version: row.version,
            patient_id: row.patient_id,
            patient: people.names().list_name(),
            birth_date: people.birth_date,
            practitioner_id: row.doctor_id,
            practitioner: people.practitioner,
            appointment_id: row.appointment_id,
            visited_at: row.visited_at,
            text: text::plain(&text::of(db, &row).await?),
            status: row.status.clone(),
            signed_at: row.signed_at,
            signed_by: people.signed_by,
            hash: row.content_hash.as_ref().map(|hash| hex::encode(&hash.0)),
            is_whole,
            addenda: addendum::of(db, row.id).await?,
            strike: strikes.into_iter().next(),
            vitals,
            vaccinations,
            medicines: of_visit(db, row.patient_id, row.id, asker.wall_now().date()).await?,
            last: before(db, &row).await?,
        })
    }
}

#[derive(sqlx::FromRow)]
struct People {
    given_name: Option<String>,
    family_name: Option<String>,
    second_family_name: Option<String>,
    preferred_name: Option<String>,
    birth_date: Option<NaiveDate>,
    practitioner: String,
    signed_by: Option<String>,
}

impl People {
    fn names(&self) -> PatientNames {
        PatientNames {
            title: None,
            given: self.given_name.clone(),
            family: self.family_name.clone(),
            second_family: self.second_family_name.clone(),
            preferred: self.preferred_name.clone(),
        }
    }
}

async fn people_of(read: &mut impl Read, row: &VisitRecord) -> Result<People> {
    read.one(
        "SELECT p.given_name, p.family_name, p.second_family_name, p.preferred_name, p.birth_date, d.name AS practitioner, u.name AS signed_by \
         FROM medical_records m JOIN patients p ON p.id = m.patient_id JOIN doctors d ON d.id = m.doctor_id \
         LEFT JOIN users u ON u.id = m.signed_by WHERE m.id = ?",
        args![row.id],
    )
    .await
}
