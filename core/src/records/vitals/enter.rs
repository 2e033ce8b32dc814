//! Entering what was measured.

use super::kinds::VitalKind;
use crate::access::Permission;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields::{self, Clinical};
use crate::ids::{PatientId, VitalId};
use crate::operation::Operate;
use crate::records::must_exist;
use crate::store::{Kind, Tx};
use crate::time::to_minute;
use chrono::NaiveDateTime;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// One number; `value_scaled` is it times 1000, in `unit`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct VitalValue {
    pub vital_id: VitalId,
    pub kind: VitalKind,
    #[ts(type = "number")]
    pub value_scaled: i64,
    pub unit: String,
}

/// Enters vital signs that were measured together, at a clinic wall time; without one, now. What is far from usual is asked first: it is
/// sent again with `confirmed`.
///
/// Errors in this order: field errors (values, measured_at; a value's field is its kind), `patient.not_found`, `vitals.unusual` (kinds).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct EnterVitals {
    pub patient_id: PatientId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measured_at: Option<NaiveDateTime>,
    pub values: Vec<VitalValue>,
    #[serde(default)]
    pub confirmed: bool,
}

impl Operate for EnterVitals {
    const PERMISSION: Permission = Permission::VitalsWrite;
    type Outcome = ();

    fn example() -> Self {
        let value = |kind, value_scaled, unit: &str| VitalValue {
            vital_id: VitalId::new(),
            kind,
            value_scaled,
            unit: unit.into(),
        };
        EnterVitals {
            patient_id: PatientId::new(),
            measured_at: None,
            values: vec![value(VitalKind::Weight, 70_500, "kg"), value(VitalKind::Temperature, 37_200, "°C")],
            confirmed: false,
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        let measured_at = self.check(cx)?;
        must_exist(tx, self.patient_id).await?;
        let unusual = self.unusual();
        if !self.confirmed && !unusual.is_empty() {
            return Err(Error::new(Code::VitalsUnusual).with("kinds", unusual));
        }
        let row = |one: &VitalValue| {
            let unit = one.unit.as_str();
            crate::args![
                one.vital_id,
                self.patient_id,
                one.kind.text(),
                one.value_scaled,
                unit,
                measured_at,
                cx.now,
                cx.actor
            ]
        };
        let columns = &["id", "patient_id", "kind", "value_scaled", "unit", "measured_at", "entered_at", "entered_by"];
        tx.insert_rows("vitals", columns, self.values.iter().map(row).collect()).await?;
        for one in &self.values {
            let said = Clinical(format!("{} {} {}", one.kind.text(), one.value_scaled, one.unit));
            tx.note(Kind::Vital, one.vital_id.0, "value", Json::Null, json!(said));
        }
        tx.touch(Kind::Patient, self.patient_id.0);
        Ok(())
    }
}

impl EnterVitals {
    /// Errors: field errors.
    fn check(&self, cx: &Context) -> Result<NaiveDateTime> {
        if self.values.is_empty() {
            return Err(Error::field(Code::FieldRequired, "values"));
        }
        let mut seen = BTreeSet::new();
        for one in &self.values {
            let field = one.kind.text();
            let unit = one.kind.unit(&one.unit).filter(|_| seen.insert(one.kind));
            let unit = unit.ok_or_else(|| Error::field(Code::FieldInvalid, field))?;
            let (least, most) = unit.possible;
            if one.value_scaled < least || one.value_scaled > most {
                let range = |scaled: i64| scaled as f64 / 1000.0;
                let error = Error::field(Code::FieldOutOfRange, field);
                return Err(error.with("min", range(least)).with("max", range(most)));
            }
        }
        let now = cx.wall_now();
        if let Some(at) = self.measured_at {
            fields::moment("measured_at", at)?;
        }
        match self.measured_at {
            Some(at) if at > now => Err(Error::field(Code::FieldOutOfRange, "measured_at")),
            at => Ok(to_minute(at.unwrap_or(now))),
        }
    }

    /// What is far from usual, and a lower pressure that is not lower.
    fn unusual(&self) -> Vec<VitalKind> {
        let value = |kind| self.values.iter().find(|one| one.kind == kind).map(|one| one.value_scaled);
        let mut kinds: BTreeSet<VitalKind> = self
            .values
            .iter()
            .filter(|one| one.kind.is_unusual(one.value_scaled, &one.unit))
            .map(|one| one.kind)
            .collect();
        if let (Some(systolic), Some(diastolic)) = (value(VitalKind::Systolic), value(VitalKind::Diastolic))
            && diastolic >= systolic
        {
            kinds.extend([VitalKind::Systolic, VitalKind::Diastolic]);
        }
        kinds.into_iter().collect()
    }
}
