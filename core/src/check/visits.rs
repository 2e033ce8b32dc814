//! Signed visits: each one's hash is made again, and each is held to its version.

use super::{Report, spans};
use crate::error::Result;
use crate::ids::VisitRecordId;
use crate::records::visits::VisitRecord;
use crate::records::visits::seal::hash_of;
use crate::store::{Clause, Db, Read, Record};

/// Visits in one statement; their texts may be long.
const PIECE: i64 = 500;

pub(super) async fn check(db: &Db, report: &mut Report) -> Result<()> {
    for piece in spans(db, "medical_records", "id", PIECE).await? {
        let mut db = db.clone();
        let clause = Clause::new(VisitRecord::SELECT, vec![]).and("WHERE status = 'signed'", vec![]);
        let rows: Vec<VisitRecord> = db.all_of(piece.limit(clause, "medical_records", "id")).await?;
        for row in rows {
            report.signed_visits += 1;
            if row.content_hash.as_ref() != Some(&hash_of(&mut db, &row).await?) {
                let what = format!(
                    "visit {} is not what was signed: it, its diagnoses, vitals, vaccinations or medicines were changed",
                    row.id
                );
                report.find("visits.changed", what);
            }
        }
        let clause = Clause::new(
            "SELECT medical_records.id FROM medical_records LEFT JOIN record_seals s ON s.record_id = medical_records.id \
             AND s.version = medical_records.version WHERE medical_records.status = 'signed' AND s.record_id IS NULL",
            vec![],
        );
        let open: Vec<(VisitRecordId,)> = db.all_of(piece.limit(clause, "medical_records", "id")).await?;
        for (visit,) in open {
            report.find("visits.not_sealed", format!("visit {visit} is signed, but nothing holds it to its version"));
        }
    }
    Ok(())
}
