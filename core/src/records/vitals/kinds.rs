//! What is measured, in which units, what is usual and what cannot be. All numbers are times 1000.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum VitalKind {
    Systolic,
    Diastolic,
    Pulse,
    Temperature,
    Oxygen,
    Breaths,
    Weight,
    Height,
    Glucose,
    Pain,
}

/// One unit of a kind: what cannot be (both ends included) and what is usual. Outside the second it is asked, outside the first refused.
pub struct Unit {
    pub name: &'static str,
    pub possible: (i64, i64),
    pub usual: (i64, i64),
}

const fn unit(name: &'static str, possible: (i64, i64), usual: (i64, i64)) -> Unit {
    Unit { name, possible, usual }
}

const PRESSURE: [Unit; 1] = [unit("mmHg", (20_000, 350_000), (70_000, 200_000))];
const LOWER_PRESSURE: [Unit; 1] = [unit("mmHg", (10_000, 250_000), (40_000, 120_000))];
const PULSE: [Unit; 1] = [unit("/min", (10_000, 350_000), (40_000, 180_000))];
const TEMPERATURE: [Unit; 2] =
    [unit("°C", (20_000, 46_000), (34_500, 41_000)), unit("°F", (68_000, 114_800), (94_100, 105_800))];
const OXYGEN: [Unit; 1] = [unit("%", (20_000, 100_000), (88_000, 100_000))];
const BREATHS: [Unit; 1] = [unit("/min", (2_000, 120_000), (8_000, 60_000))];
const WEIGHT: [Unit; 2] =
    [unit("kg", (200, 700_000), (2_000, 200_000)), unit("lb", (441, 1_543_000), (4_400, 441_000))];
const HEIGHT: [Unit; 2] =
    [unit("cm", (15_000, 280_000), (40_000, 210_000)), unit("in", (5_900, 110_300), (15_700, 82_700))];
const GLUCOSE: [Unit; 2] =
    [unit("mmol/L", (200, 100_000), (3_000, 20_000)), unit("mg/dL", (3_600, 1_800_000), (54_000, 360_000))];
const PAIN: [Unit; 1] = [unit("/10", (0, 10_000), (0, 10_000))];

impl VitalKind {
    pub const ALL: [VitalKind; 10] = [
        VitalKind::Systolic,
        VitalKind::Diastolic,
        VitalKind::Pulse,
        VitalKind::Temperature,
        VitalKind::Oxygen,
        VitalKind::Breaths,
        VitalKind::Weight,
        VitalKind::Height,
        VitalKind::Glucose,
        VitalKind::Pain,
    ];

    pub fn text(self) -> &'static str {
        match self {
            VitalKind::Systolic => "systolic",
            VitalKind::Diastolic => "diastolic",
            VitalKind::Pulse => "pulse",
            VitalKind::Temperature => "temperature",
            VitalKind::Oxygen => "oxygen",
            VitalKind::Breaths => "breaths",
            VitalKind::Weight => "weight",
            VitalKind::Height => "height",
            VitalKind::Glucose => "glucose",
            VitalKind::Pain => "pain",
        }
    }

    pub fn parse(text: &str) -> Option<VitalKind> {
        VitalKind::ALL.into_iter().find(|kind| kind.text() == text)
    }

    pub fn units(self) -> &'static [Unit] {
        match self {
            VitalKind::Systolic => &PRESSURE,
            VitalKind::Diastolic => &LOWER_PRESSURE,
            VitalKind::Pulse => &PULSE,
            VitalKind::Temperature => &TEMPERATURE,
            VitalKind::Oxygen => &OXYGEN,
            VitalKind::Breaths => &BREATHS,
            VitalKind::Weight => &WEIGHT,
            VitalKind::Height => &HEIGHT,
            VitalKind::Glucose => &GLUCOSE,
            VitalKind::Pain => &PAIN,
        }
    }

    pub fn unit(self, name: &str) -> Option<&'static Unit> {
        self.units().iter().find(|unit| unit.name == name)
    }

    pub fn is_unusual(self, value_scaled: i64, unit: &str) -> bool {
        self.unit(unit).is_some_and(|unit| value_scaled < unit.usual.0 || value_scaled > unit.usual.1)
    }
}

/// The body mass index times 10, rounded half up, from a weight and a height; nothing where a unit or number makes none.
pub fn bmi_tenths(weight: (i64, &str), height: (i64, &str)) -> Option<i64> {
    // Grams and tenths of a millimetre, whole: 1 lb = 453.59237 g, 1 in = 25.4 mm.
    let grams = match weight.1 {
        "kg" => i128::from(weight.0),
        "lb" => i128::from(weight.0) * 45_359_237 / 100_000_000,
        _ => return None,
    };
    let tenths = match height.1 {
        "cm" => i128::from(height.0) / 10,
        "in" => i128::from(height.0) * 254 / 1000,
        _ => return None,
    };
    if grams <= 0 || tenths <= 0 {
        return None;
    }
    // kg/m² × 10 = g × 10^6 / (0.1 mm)².
    let (above, below) = (grams * 1_000_000, tenths * tenths);
    i64::try_from((2 * above + below) / (2 * below)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_is_the_same_in_both_systems() {
        assert_eq!(bmi_tenths((70_000, "kg"), (175_000, "cm")), Some(229));
        assert_eq!(bmi_tenths((154_324, "lb"), (68_898, "in")), Some(229));
        assert_eq!(bmi_tenths((3_400, "kg"), (50_000, "cm")), Some(136));
        assert_eq!(bmi_tenths((70_000, "kg"), (0, "cm")), None);
        assert_eq!(bmi_tenths((70_000, "stone"), (175_000, "cm")), None);
    }

    #[test]
    fn what_is_usual_lies_inside_what_is_possible() {
        for kind in VitalKind::ALL {
            assert_eq!(VitalKind::parse(kind.text()), Some(kind));
            for unit in kind.units() {
                assert!(
                    unit.possible.0 <= unit.usual.0 && unit.usual.1 <= unit.possible.1,
                    "{} {}",
                    kind.text(),
                    unit.name
                );
                assert!(unit.usual.0 < unit.usual.1);
            }
        }
    }
}
