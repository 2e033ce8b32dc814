//! Finding patients as somebody types: names in any order, number, phone, identifier, birth date.

use super::matching::matching;
use super::patient::PatientNames;
use super::typed::{as_one_code, wanted};
use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::ids::PatientId;
use crate::question::Ask;
use crate::store::{Clause, Db, Read, Value};
use chrono::{NaiveDate, NaiveDateTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// At most `limit` (1 to 50) patients, by name.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct FindPatients {
    pub text: String,
    #[ts(type = "number")]
    pub limit: i64,
}

/// A patient in a list. Visits are clinic wall time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PatientLine {
    pub patient_id: PatientId,
    pub mrn: String,
    pub name: String,
    pub family: Option<String>,
    pub given: Option<String>,
    pub preferred: Option<String>,
    pub birth_date: Option<NaiveDate>,
    pub birth_estimated: bool,
    pub sex: String,
    pub phone: Option<String>,
    pub died_on: Option<NaiveDate>,
    pub last_visit: Option<NaiveDateTime>,
    pub next_visit: Option<NaiveDateTime>,
}

impl Ask for FindPatients {
    const PERMISSION: Permission = Permission::PatientView;
    type Answer = Vec<PatientLine>;

    fn example() -> Self {
        FindPatients { text: "oka ada".into(), limit: 20 }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Vec<PatientLine>> {
        let ids = found(db, asker, &self.text, self.limit.clamp(1, 50) as usize).await?;
        lines(db, &ids, asker.wall_now()).await
    }
}

/// The ids of at most `limit` patients whom a typed text finds, by name.
pub(super) async fn found(db: &mut Db, asker: &Asker, text: &str, limit: usize) -> Result<Vec<PatientId>> {
    let details = &asker.settings.details;
    let ids = matching(db, &wanted(text, &details.date_order, &details.phone_prefix), limit).await?;
    match as_one_code(text).filter(|_| ids.is_empty()) {
        Some(words) => matching(db, &words, limit).await,
        None => Ok(ids),
    }
}

#[derive(sqlx::FromRow)]
struct LineRow {
    id: PatientId,
    mrn: String,
    given_name: Option<String>,
    family_name: Option<String>,
    second_family_name: Option<String>,
    preferred_name: Option<String>,
    birth_date: Option<NaiveDate>,
    birth_estimated: bool,
    sex: String,
    died_on: Option<NaiveDate>,
}

type Visits = (Option<NaiveDateTime>, Option<NaiveDateTime>);

impl LineRow {
    fn line(self, phone: Option<String>, (last_visit, next_visit): Visits) -> PatientLine {
        let (given, family, preferred) =
            (self.given_name.clone(), self.family_name.clone(), self.preferred_name.clone());
        let names = PatientNames { title: None, given, family, second_family: self.second_family_name, preferred };
        PatientLine {
            patient_id: self.id,
            mrn: self.mrn,
            name: names.list_name(),
            family: self.family_name,
            given: self.given_name,
            preferred: self.preferred_name,
            birth_date: self.birth_date,
            birth_estimated: self.birth_estimated,
            sex: self.sex,
            phone,
            died_on: self.died_on,
            last_visit,
            next_visit,
        }
    }
}

/// The lines of these patients, in this order: three statements, however many there are.
pub(super) async fn lines(db: &mut Db, ids: &[PatientId], now: NaiveDateTime) -> Result<Vec<PatientLine>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let list = || -> Vec<Value> { ids.iter().map(|id| (*id).into()).collect() };
    let rows: Vec<LineRow> = db
        .all_of(Clause::in_list(
            "SELECT id, mrn, given_name, family_name, second_family_name, preferred_name, birth_date, birth_estimated, sex, died_on \
             FROM patients WHERE merged_into IS NULL AND id IN (",
            ")",
            list(),
        ))
        .await?;
    let phones: Vec<(PatientId, String)> = db
        .all_of(Clause::in_list(
            "SELECT patient_id, number FROM patient_phones WHERE position = 0 AND patient_id IN (",
            ")",
            list(),
        ))
        .await?;
    let visits: Vec<(PatientId, Option<NaiveDateTime>, Option<NaiveDateTime>)> = db
        .all_of(
            Clause::new("SELECT patient_id, MAX(CASE WHEN starts_at <= ? THEN starts_at END), MIN(CASE WHEN starts_at > ? THEN starts_at END) FROM appointments ", args![now, now])
                .then(Clause::in_list("WHERE patient_id IN (", ") AND status NOT IN ('cancelled', 'taken_back', 'no_show', 'left') GROUP BY patient_id", list())),
        )
        .await?;
    let mut phones: HashMap<PatientId, String> = phones.into_iter().collect();
    let mut visits: HashMap<PatientId, Visits> =
        visits.into_iter().map(|(id, last, next)| (id, (last, next))).collect();
    let mut by_id: HashMap<PatientId, LineRow> = rows.into_iter().map(|row| (row.id, row)).collect();
    let line = |id: &PatientId| Some(by_id.remove(id)?.line(phones.remove(id), visits.remove(id).unwrap_or_default()));
    Ok(ids.iter().filter_map(line).collect())
}
