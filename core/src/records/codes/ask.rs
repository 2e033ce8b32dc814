//! Diagnosis codes as one types.

use super::list::{Wanted, lists};
use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::question::Ask;
use crate::store::{Db, Read};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Codes whose title or code has every typed word, begun, in any order: those first which whoever asks diagnosed most in their last 300 visits. Without a
/// text, those alone. `limit` 1 to 50.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskDiagnosisCodes {
    pub text: String,
    #[ts(type = "number")]
    pub limit: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct CodeLine {
    pub code_system: String,
    pub code: String,
    pub title: String,
    /// Diagnosed before by whoever asks.
    pub favourite: bool,
}

impl Ask for AskDiagnosisCodes {
    const PERMISSION: Permission = Permission::RecordView;
    type Answer = Vec<CodeLine>;

    fn example() -> Self {
        AskDiagnosisCodes { text: "hypertension primary".into(), limit: 10 }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Vec<CodeLine>> {
        let limit = usize::try_from(self.limit.clamp(1, 50)).unwrap_or(50);
        let favourites = favourites(db, asker).await?;
        let wanted = Wanted::of(&self.text);
        let mut found = Vec::new();
        let all = lists(db, false).await?;
        for (code_system, list) in &all {
            let often = |code: &str| favourites.get(&(code_system.clone(), code.to_owned())).copied().unwrap_or(0);
            for entry in list.find(&wanted) {
                let times = if favourites.is_empty() { 0 } else { often(&entry.code) };
                // With nothing typed everything fits.
                if times > 0 || !wanted.is_empty() {
                    found.push((std::cmp::Reverse(times), wanted.rank(entry), code_system, entry));
                }
            }
        }
        found.sort_by(|a, b| (a.0, a.1, &a.3.code).cmp(&(b.0, b.1, &b.3.code)));
        let line =
            |(times, _, code_system, entry): (std::cmp::Reverse<i64>, (u8, usize), &String, &super::list::Entry)| {
                CodeLine {
                    code_system: code_system.clone(),
                    code: entry.code.clone(),
                    title: entry.title.clone(),
                    favourite: times.0 > 0,
                }
            };
        Ok(found.into_iter().take(limit).map(line).collect())
    }
}

/// How often whoever asks diagnosed what lately.
async fn favourites(db: &mut Db, asker: &Asker) -> Result<HashMap<(String, String), i64>> {
    let rows: Vec<(String, String, i64)> = db
        .all(
            "SELECT d.code_system, d.code, COUNT(*) FROM (SELECT m.id FROM doctors p JOIN medical_records m ON m.doctor_id = p.id \
             WHERE p.user_id = ? ORDER BY m.visited_at DESC LIMIT 300) r JOIN diagnoses d ON d.record_id = r.id \
             WHERE d.code <> '' GROUP BY d.code_system, d.code",
            args![asker.user_id],
        )
        .await?;
    Ok(rows.into_iter().map(|(code_system, code, times)| ((code_system, code), times)).collect())
}
