//! Many invented patients as rows, for measuring: written in bulk, past the journal, and the same every time.

use super::terms::{Findable, fold, terms_of};
use crate::args;
use crate::error::Result;
use crate::ids::{PatientId, RowId};
use crate::store::{Db, Value};
use crate::time::Instant;
use chrono::{Days, NaiveDate};
use std::ops::Range;
use uuid::Uuid;

pub const PATIENT_COLUMNS: &[&str] = &[
    "id",
    "version",
    "mrn",
    "given_name",
    "family_name",
    "sort_name",
    "birth_date",
    "birth_estimated",
    "sex",
    "reminders_allowed",
    "restricted",
    "registered_at",
];
pub const PHONE_COLUMNS: &[&str] = &["id", "patient_id", "position", "kind", "number"];
pub const TERM_COLUMNS: &[&str] = &["patient_id", "term", "words"];

/// Patients of one transaction.
const AT_ONCE: u64 = 2000;

const GIVEN: [&str; 24] = [
    "Maria", "Marie", "Mario", "Marta", "Martin", "Marek", "Mark", "Marlene", "John", "Johan", "Johanna", "Jonas",
    "Joan", "Joanna", "Ada", "Adam", "Adele", "Lan", "Lars", "Laura", "Wei", "Yusuf", "Zofia", "Xavier",
];
const BEGINNINGS: [&str; 12] = ["Mac", "Mc", "Van", "Sch", "Stein", "Berg", "Gar", "Mar", "Nguy", "Kow", "Oka", "Pat"];
const ENDS: [&str; 16] = [
    "allister", "donald", "berg", "mann", "stein", "cía", "tínez", "ễn", "alski", "for", "el", "son", "sen", "ova",
    "ić", "oğlu",
];

/// The nth patient: one surname is shared by a third, the others share beginnings.
pub struct BulkPatient {
    pub id: PatientId,
    pub given: String,
    pub family: String,
    pub mrn: String,
    pub birth_date: NaiveDate,
    pub phone: String,
}

/// A small mixing function: the same numbers on every machine.
pub fn mixed(n: u64) -> u64 {
    let mut z = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

pub fn patient(n: u64) -> BulkPatient {
    let pick = |salt: u64, of: usize| usize::try_from(mixed(n * 31 + salt) % of as u64).unwrap_or(0);
    let family = if n.is_multiple_of(3) {
        "Smith".to_owned()
    } else {
        format!("{}{}", BEGINNINGS[pick(1, 12)], ENDS[pick(2, 16)])
    };
    let second = if pick(4, 5) == 0 { format!(" {}", GIVEN[pick(5, 24)]) } else { String::new() };
    let first = NaiveDate::from_ymd_opt(1930, 1, 1).unwrap_or_default();
    BulkPatient {
        id: PatientId(Uuid::from_u128(id_base(0x7000) | u128::from(n))),
        given: format!("{}{second}", GIVEN[pick(3, 24)]),
        family,
        mrn: (200_000 + n).to_string(),
        birth_date: first + Days::new(mixed(n * 7 + 5) % 33_000),
        phone: format!("+4477{:08}", mixed(n * 13 + 1) % 100_000_000),
    }
}

/// Version and variant as an id has them; the rest counts.
fn id_base(version: u128) -> u128 {
    (version << 64) | (0x8_u128 << 60)
}

impl BulkPatient {
    pub fn row(&self, at: Instant) -> Vec<Value> {
        let sort = fold(&format!("{} {}", self.family, self.given));
        args![
            self.id,
            1_i64,
            &self.mrn,
            &self.given,
            &self.family,
            sort,
            self.birth_date,
            false,
            "unknown",
            true,
            false,
            at
        ]
    }

    pub fn phone_row(&self) -> Vec<Value> {
        let id = RowId(Uuid::from_u128(self.id.0.as_u128() | (1 << 56)));
        args![id, self.id, 0_i64, "mobile", &self.phone]
    }

    pub fn term_rows(&self) -> Vec<Vec<Value>> {
        let findable = Findable {
            names: vec![&self.family, &self.given],
            mrn: &self.mrn,
            birth_date: Some(self.birth_date),
            phones: vec![&self.phone],
            identifiers: vec![],
        };
        let (terms, words) = terms_of(&findable, "+44");
        terms.into_iter().map(|term| args![self.id, term, &words]).collect()
    }
}

/// Writes these patients, some thousands in a transaction.
pub async fn write(db: &Db, numbers: Range<u64>, at: Instant) -> Result<()> {
    for start in numbers.clone().step_by(AT_ONCE as usize) {
        let some: Vec<BulkPatient> = (start..(start + AT_ONCE).min(numbers.end)).map(patient).collect();
        let mut tx = db.begin().await?;
        tx.insert_rows("patients", PATIENT_COLUMNS, some.iter().map(|patient| patient.row(at)).collect()).await?;
        tx.insert_rows("patient_phones", PHONE_COLUMNS, some.iter().map(BulkPatient::phone_row).collect()).await?;
        tx.insert_rows("patient_terms", TERM_COLUMNS, some.iter().flat_map(BulkPatient::term_rows).collect()).await?;
        tx.commit().await?;
    }
    Ok(())
}
