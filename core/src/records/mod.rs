//! The medical record: allergies, problems, visits, vitals, medicines, requests for more of them, vaccinations, letters, files, note templates. What is wrong is struck with a reason, never deleted; and whoever
//! opens a chart is recorded.

pub mod allergies;
mod answers_for;
pub mod chart;
pub mod codes;
pub mod documents;
pub mod files;
pub mod letters;
pub mod medicines;
pub mod none_known;
pub mod notes;
pub mod opened;
pub mod problems;
pub mod repeats;
pub mod results;
pub mod seen;
pub mod strikes;
pub mod vaccinations;
pub mod visits;
pub mod vitals;

use crate::args;
use crate::error::{Code, Error, Result};
use crate::ids::PatientId;
use crate::store::Read;

/// Errors: `patient.not_found`.
pub(crate) async fn must_exist(read: &mut impl Read, patient: PatientId) -> Result<()> {
    let known: Option<(i64,)> = read.maybe("SELECT 1 FROM patients WHERE id = ?", args![patient]).await?;
    known.map(|_| ()).ok_or_else(|| Error::new(Code::PatientNotFound))
}
