//! What the desk may see of what a patient takes, to note what they ask for: names, strengths and forms, after a step that is recorded. Neither doses nor
//! what is over, nor why it is taken. A restricted record shows nothing: there the desk notes in words what is asked for.

use crate::access::Permission;
use crate::args;
use crate::clinic::{Asker, Context};
use crate::error::Result;
use crate::ids::{PatientId, PrescriptionItemId};
use crate::operation::Operate;
use crate::question::Ask;
use crate::records::medicines::of_patient::{MedicineLine, of_patient};
use crate::records::opened::{MEDICINES, log, must_have_looked_at_medicines, refuse_restricted};
use crate::store::{Db, Read, Tx};
use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Who takes something for months asks for more when it has run out, too: for so many days it is still offered.
const RAN_OUT_DAYS: u64 = 30;
/// Shorter ones are courses, of which nobody asks for more.
const LONG_DAYS: i64 = 28;

/// Lets whoever performs it see what a patient takes, by name and strength alone, for twelve hours: at the desk, to note what they ask for.
///
/// Errors in this order: `patient.not_found`, `repeat.restricted`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct LookAtMedicines {
    pub patient_id: PatientId,
}

impl Operate for LookAtMedicines {
    const PERMISSION: Permission = Permission::RepeatLook;
    type Outcome = ();

    fn example() -> Self {
        LookAtMedicines { patient_id: PatientId::new() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        refuse_restricted(tx, self.patient_id).await?;
        log(tx, cx, self.patient_id, MEDICINES, None).await
    }
}

/// What a patient can ask for more of, by name: for whoever looked (`look_at_medicines`) or opened the chart in the last twelve hours. What is taken, and what
/// was taken for long and ran out lately.
///
/// Errors in this order: `patient.not_found`, `chart.not_opened`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskMedicinesToRepeat {
    pub patient_id: PatientId,
}

/// One medicine as the desk sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct MedicineToRepeat {
    pub item_id: PrescriptionItemId,
    pub medicine: String,
    pub strength: Option<String>,
    pub form: Option<String>,
    /// More of it is asked for already, and nobody has answered.
    pub waiting: bool,
}

impl Ask for AskMedicinesToRepeat {
    const PERMISSION: Permission = Permission::RepeatLook;
    type Answer = Vec<MedicineToRepeat>;

    fn example() -> Self {
        AskMedicinesToRepeat { patient_id: PatientId::new() }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Vec<MedicineToRepeat>> {
        must_have_looked_at_medicines(db, asker.into(), self.patient_id).await?;
        let waiting: Vec<(PrescriptionItemId,)> = db
            .all(
                "SELECT q.item_id FROM repeat_requests r JOIN repeat_items q ON q.repeat_id = r.id WHERE r.patient_id = ? AND r.status = 'waiting'",
                args![self.patient_id],
            )
            .await?;
        let waiting: BTreeSet<PrescriptionItemId> = waiting.into_iter().map(|(id,)| id).collect();
        let today = asker.wall_now().date();
        let lines = of_patient(db, self.patient_id, today).await?;
        Ok(lines.into_iter().filter(|line| may_repeat(line, today)).map(|line| of(line, &waiting)).collect())
    }
}

fn of(line: MedicineLine, waiting: &BTreeSet<PrescriptionItemId>) -> MedicineToRepeat {
    MedicineToRepeat {
        waiting: waiting.contains(&line.item_id),
        item_id: line.item_id,
        medicine: line.medicine,
        strength: line.strength,
        form: line.form,
    }
}

/// Whether more of it can be asked for.
pub(super) fn may_repeat(line: &MedicineLine, today: NaiveDate) -> bool {
    let ended = line.struck.is_some() || line.stopped.is_some() || line.repeated;
    let since = today.checked_sub_days(Days::new(RAN_OUT_DAYS)).unwrap_or(today);
    let ran_out = line.days.is_some_and(|days| days >= LONG_DAYS) && line.until.is_some_and(|until| until >= since);
    line.is_current || (!ended && ran_out)
}
