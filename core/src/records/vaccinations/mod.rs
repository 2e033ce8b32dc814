//! Vaccinations: what a patient was given, here or elsewhere, and what was refused. A row is inserted and never changed; what is wrong is
//! struck, and a signed visit covers those of its day.

pub mod batch;
pub mod enter;
pub mod in_use;
pub mod of_patient;
pub mod strike;

use crate::fields::Clinical;
use crate::ids::{PatientId, UserId, VaccinationId, VisitRecordId};
use crate::patients::terms::fold;
use crate::time::Instant;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(super) const GIVEN: &str = "given";
pub(super) const REFUSED: &str = "refused";

crate::record! {
    /// A row of `vaccinations`.
    pub struct Vaccination in "vaccinations" as Vaccination {
        pub id: VaccinationId,
        pub patient_id: PatientId,
        pub record_id: Option<VisitRecordId>,
        pub status: String,
        pub vaccine: Clinical,
        pub dose_number: Option<i64>,
        pub given_on: NaiveDate,
        pub batch: Option<Clinical>,
        pub batch_key: Option<Clinical>,
        pub expires_on: Option<NaiveDate>,
        pub expired_reason: Option<Clinical>,
        pub site: Option<String>,
        pub given_by: Option<UserId>,
        pub given_elsewhere: Option<Clinical>,
        pub refused_reason: Option<Clinical>,
        pub entered_at: Instant,
        pub entered_by: Option<UserId>,
    }
}

/// Where on the body, or by which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum VaccinationSite {
    LeftArm,
    RightArm,
    LeftThigh,
    RightThigh,
    Mouth,
    Nose,
    Other,
}

impl VaccinationSite {
    pub fn text(self) -> &'static str {
        match self {
            VaccinationSite::LeftArm => "left_arm",
            VaccinationSite::RightArm => "right_arm",
            VaccinationSite::LeftThigh => "left_thigh",
            VaccinationSite::RightThigh => "right_thigh",
            VaccinationSite::Mouth => "mouth",
            VaccinationSite::Nose => "nose",
            VaccinationSite::Other => "other",
        }
    }
}

/// What a batch is found by, however it was written down: AB-12 3 is ab123.
pub(super) fn batch_key(batch: &str) -> String {
    let key: String = fold(batch).chars().filter(|c| c.is_alphanumeric()).collect();
    // Folding may make a text longer; the column holds sixty.
    key.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::batch_key;

    #[test]
    fn a_batch_is_one_however_it_is_written() {
        for written in ["AB 12-3", "ab123", " Ab.12/3 "] {
            assert_eq!(batch_key(written), "ab123");
        }
        assert_eq!(batch_key("--"), "");
        assert!(batch_key(&"ß".repeat(60)).chars().count() <= 60);
    }
}
