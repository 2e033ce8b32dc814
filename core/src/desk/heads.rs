//! The journal's newest links that this workstation saw, kept outside the database: a journal whose end was cut off, or a
//! database restored from an older backup, is noticed on connecting.

use super::files;
use crate::args;
use crate::clinic::Clinic;
use crate::error::{Code, Error, Result};
use crate::ids::WorkstationId;
use crate::journal::Head;
use crate::store::Read;
use std::collections::BTreeMap;
use std::path::Path;

/// Compares what was kept in `file` with the clinic's journal.
///
/// Errors: `journal.cut_off` (workstation, seq).
pub async fn compare(clinic: &Clinic, file: &Path) -> Result<()> {
    let kept: Vec<Head> = files::read_json(file)?.unwrap_or_default();
    for head in kept.iter().filter(|head| head.seq > 0) {
        let row: Option<(Vec<u8>,)> = clinic
            .db
            .clone()
            .maybe("SELECT hash FROM journal WHERE workstation_id = ? AND seq = ?", args![head.workstation, head.seq])
            .await?;
        if row.is_none_or(|(hash,)| !hex::encode(hash).eq_ignore_ascii_case(&head.hash)) {
            return Err(Error::new(Code::JournalCutOff).with("workstation", head.workstation).with("seq", head.seq));
        }
    }
    Ok(())
}

/// Keeps the newest links; a chain that is no longer there stays as it was seen.
pub async fn keep(clinic: &Clinic, file: &Path) -> Result<()> {
    let kept: Vec<Head> = files::read_json(file)?.unwrap_or_default();
    let newest = merge(&kept, clinic.heads().await?);
    if newest == kept { Ok(()) } else { files::write_json(file, &newest) }
}

fn merge(kept: &[Head], found: Vec<Head>) -> Vec<Head> {
    let mut newest: BTreeMap<WorkstationId, Head> = kept.iter().map(|head| (head.workstation, head.clone())).collect();
    for head in found {
        if newest.get(&head.workstation).is_none_or(|known| known.seq < head.seq) {
            newest.insert(head.workstation, head);
        }
    }
    newest.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_head_never_goes_back() {
        let head = |workstation, seq: i64| Head { workstation, seq, hash: format!("{seq:064x}") };
        let (a, b) = (WorkstationId::new(), WorkstationId::new());
        let kept = merge(&[], vec![head(a, 5), head(b, 2)]);
        let after = merge(&kept, vec![head(a, 4), head(b, 3)]);
        assert_eq!(after, merge(&[], vec![head(a, 5), head(b, 3)]));
        assert_eq!(merge(&after, vec![]), after);
    }

    #[tokio::test]
    async fn a_journal_that_lost_its_end_is_noticed() {
        let (clinic, folder) = crate::desk::tests::clinic().await;
        let file = folder.join("heads.json");
        compare(&clinic, &file).await.unwrap();
        keep(&clinic, &file).await.unwrap();
        compare(&clinic, &file).await.unwrap();
        let mut kept: Vec<Head> = files::read_json(&file).unwrap().unwrap();
        assert_eq!(kept.len(), 1);
        let whole = kept[0].clone();
        for lost in [Head { seq: whole.seq + 1, ..whole.clone() }, Head { hash: "0".repeat(64), ..whole }] {
            kept[0] = lost;
            files::write_json(&file, &kept).unwrap();
            assert_eq!(compare(&clinic, &file).await.unwrap_err().code(), Code::JournalCutOff);
        }
        clinic.db().close().await;
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
