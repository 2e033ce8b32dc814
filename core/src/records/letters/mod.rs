//! Letters: a referral to somebody else, or a sick note. A row is inserted and never changed; what is wrong is struck, and written again.

pub mod of_patient;
pub mod strike;
pub mod write;

use crate::fields::Clinical;
use crate::ids::{LetterId, PatientId, PractitionerId, UserId, VisitRecordId};
use crate::time::Instant;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

crate::record! {
    /// A row of `letters`.
    pub struct Letter in "letters" as Letter {
        pub id: LetterId,
        pub patient_id: PatientId,
        pub record_id: Option<VisitRecordId>,
        pub doctor_id: PractitionerId,
        pub kind: String,
        pub series: String,
        pub number: i64,
        pub number_text: String,
        pub written_on: NaiveDate,
        pub addressee: Option<Clinical>,
        pub text: Option<Clinical>,
        pub from_day: Option<NaiveDate>,
        pub until_day: Option<NaiveDate>,
        pub diagnosis: Option<Clinical>,
        pub written_at: Instant,
        pub written_by: Option<UserId>,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum LetterKind {
    Referral,
    SickNote,
}

impl LetterKind {
    pub fn text(self) -> &'static str {
        match self {
            LetterKind::Referral => "referral",
            LetterKind::SickNote => "sick_note",
        }
    }

    /// What its numbers begin with.
    fn prefix(self) -> &'static str {
        match self {
            LetterKind::Referral => "REF-",
            LetterKind::SickNote => "SICK-",
        }
    }
}
