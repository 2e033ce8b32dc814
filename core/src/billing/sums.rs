//! What an invoice's lines come to: discounts, tax, and how everything is rounded.
//!
//! - A percentage is rounded to the minor unit, a half up: on the line for a line's discount, on the sum for one on the whole.
//! - A discount on the whole is spread over the lines by what they cost, by largest remainder.
//! - Tax is worked out once per rate on the sum of its lines, a half up, and spread over them by largest remainder: the lines always
//!   add up to what stands under them.
//! - Rounding for cash never changes a line: it is a line of its own.

use crate::error::{Code, Error, Result};
use crate::money::{self, MAX_MINOR};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub const WHOLE: i64 = 10_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum DiscountKind {
    /// `value` in basis points: 1000 is 10 %.
    Percent,
    /// `value` in minor units.
    Amount,
}

impl DiscountKind {
    pub fn text(self) -> &'static str {
        match self {
            DiscountKind::Percent => "percent",
            DiscountKind::Amount => "amount",
        }
    }

    pub fn parse(text: &str) -> Option<DiscountKind> {
        [DiscountKind::Percent, DiscountKind::Amount].into_iter().find(|kind| kind.text() == text)
    }
}

/// A line as it is reckoned with; amounts in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reckoned {
    pub quantity: i64,
    pub unit_minor: i64,
    pub discount: Option<(DiscountKind, i64)>,
    pub tax_basis_points: i64,
    pub tax_inclusive: bool,
}

/// What a line comes to. `own_discount_minor` is the line's own part of `discount_minor`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineSum {
    pub list_minor: i64,
    pub own_discount_minor: i64,
    pub discount_minor: i64,
    pub net_minor: i64,
    pub tax_minor: i64,
}

/// The lines' sums, in their order.
///
/// Errors: `field.out_of_range` at `lines` (too much to add up), at `discount` (more than the line or the whole costs).
pub fn reckon(lines: &[Reckoned], whole: Option<(DiscountKind, i64)>) -> Result<Vec<LineSum>> {
    let mut sums = lines.iter().map(own).collect::<Result<Vec<_>>>()?;
    let costs: Vec<i64> = sums.iter().map(|sum| sum.list_minor - sum.own_discount_minor).collect();
    let cost = money::sum(costs.iter().copied()).map_err(|_| too_much())?;
    if let Some(whole) = whole {
        let shares = money::share(discount_of(whole, cost)?, &costs);
        sums.iter_mut().zip(shares).for_each(|(sum, share)| sum.discount_minor += share);
    }
    let mut rates: BTreeMap<(i64, bool), Vec<usize>> = BTreeMap::new();
    for (position, line) in lines.iter().enumerate() {
        rates.entry((line.tax_basis_points, line.tax_inclusive)).or_default().push(position);
    }
    for ((points, inclusive), positions) in rates {
        let priced: Vec<i64> = positions.iter().map(|&at| sums[at].list_minor - sums[at].discount_minor).collect();
        let total = money::sum(priced.iter().copied()).map_err(|_| too_much())?;
        let tax = money::part(total.max(0), points, if inclusive { WHOLE + points } else { WHOLE });
        for ((&at, priced), tax) in positions.iter().zip(&priced).zip(money::share(tax, &priced)) {
            sums[at].tax_minor = tax;
            sums[at].net_minor = if inclusive { priced - tax } else { *priced };
        }
    }
    let all = sums.iter().flat_map(|sum| [sum.net_minor, sum.tax_minor]);
    money::sum(all).map_err(|_| too_much())?;
    Ok(sums)
}

fn own(line: &Reckoned) -> Result<LineSum> {
    let list = i128::from(line.quantity) * i128::from(line.unit_minor);
    let list_minor = i64::try_from(list).ok().filter(|list| list.abs() <= MAX_MINOR).ok_or_else(too_much)?;
    let discount = line.discount.map_or(Ok(0), |discount| discount_of(discount, list_minor))?;
    Ok(LineSum {
        list_minor,
        own_discount_minor: discount,
        discount_minor: discount,
        net_minor: list_minor - discount,
        tax_minor: 0,
    })
}

fn discount_of((kind, value): (DiscountKind, i64), cost: i64) -> Result<i64> {
    let (max, discount) = match kind {
        DiscountKind::Percent => (WHOLE, money::part(cost.max(0), value, WHOLE)),
        DiscountKind::Amount => (cost.max(0), value),
    };
    if (0..=max).contains(&value) {
        return Ok(discount);
    }
    Err(Error::field(Code::FieldOutOfRange, "discount").with("min", 0).with("max", max))
}

fn too_much() -> Error {
    Error::field(Code::FieldOutOfRange, "lines").with("max", MAX_MINOR)
}

/// Whether the discounts stay within a limit in basis points: each line's own, and all together, so that none can be hidden in
/// another. Each line's rounding may add half a unit.
pub fn within_limit(sums: &[LineSum], limit: i64) -> bool {
    let fits = |discount: i64, list: i64, lines: usize| {
        let slack = i128::from(WHOLE / 2) * lines as i128;
        i128::from(discount) * i128::from(WHOLE) <= i128::from(limit) * i128::from(list.max(0)) + slack
    };
    let total = |of: fn(&LineSum) -> i64| sums.iter().map(of).fold(0i64, i64::saturating_add);
    limit >= WHOLE
        || sums.iter().all(|sum| sum.own_discount_minor == 0 || fits(sum.own_discount_minor, sum.list_minor, 1))
            && (total(|sum| sum.discount_minor) == 0
                || fits(total(|sum| sum.discount_minor), total(|sum| sum.list_minor), sums.len()))
}

/// What has to be added so that `total` can be paid in coins of `step` minor units: to the nearest, a half up. Nought without a step.
pub fn cash_rounding(total: i64, step: i64) -> i64 {
    if step <= 1 {
        return 0;
    }
    let over = total.rem_euclid(step);
    if over * 2 >= step && over > 0 { step - over } else { -over }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(quantity: i64, unit_minor: i64, tax_basis_points: i64) -> Reckoned {
        Reckoned { quantity, unit_minor, discount: None, tax_basis_points, tax_inclusive: false }
    }

    /// Net and tax of each line.
    fn of(lines: &[Reckoned], whole: Option<(DiscountKind, i64)>) -> Vec<(i64, i64)> {
        reckon(lines, whole).unwrap().iter().map(|sum| (sum.net_minor, sum.tax_minor)).collect()
    }

    #[test]
    fn tax_is_rounded_once_per_rate_in_any_currency() {
        // Of three lines of 0.05 at 10 % each would round to 0.01; together they are 0.02.
        assert_eq!(of(&[line(1, 5, 1000), line(1, 5, 1000), line(1, 5, 1000)], None), [(5, 1), (5, 1), (5, 0)]);
        // JPY has no decimals: 8 % of 1,235 is 98.8.
        assert_eq!(of(&[line(1, 1235, 800)], None), [(1235, 99)]);
        // KWD has three: 5 % of 12.345 is 0.617 25.
        assert_eq!(of(&[line(1, 12_345, 500)], None), [(12_345, 617)]);
        // Two rates are two sums.
        assert_eq!(of(&[line(1, 105, 1000), line(1, 105, 2000)], None), [(105, 11), (105, 21)]);
    }

    #[test]
    fn a_price_that_holds_its_tax_stays_the_price() {
        let inclusive = |unit_minor| Reckoned { tax_inclusive: true, ..line(1, unit_minor, 1900) };
        assert_eq!(of(&[inclusive(11_900)], None), [(10_000, 1900)]);
        assert_eq!(of(&[inclusive(100), inclusive(100), inclusive(100)], None), [(84, 16), (84, 16), (84, 16)]);
        assert_eq!(of(&[inclusive(10), inclusive(10)], None), [(8, 2), (9, 1)]);
    }

    #[test]
    fn discounts_are_rounded_a_half_up_and_spread() {
        let tenth = |unit| Reckoned { discount: Some((DiscountKind::Percent, 1000)), ..line(1, unit, 0) };
        assert_eq!(of(&[tenth(45)], None), [(40, 0)]);
        assert_eq!(of(&[tenth(44)], None), [(40, 0)]);
        let whole = Some((DiscountKind::Amount, 100));
        assert_eq!(of(&[line(1, 1000, 0), line(1, 1000, 0), line(1, 1000, 0)], whole), [(966, 0), (967, 0), (967, 0)]);
        assert_eq!(of(&[line(1, 100, 2000)], Some((DiscountKind::Percent, 10_000))), [(0, 0)]);
    }

    #[test]
    fn more_than_it_costs_cannot_be_taken_off() {
        let off = Reckoned { discount: Some((DiscountKind::Amount, 101)), ..line(1, 100, 0) };
        assert_eq!(reckon(&[off], None).unwrap_err().code(), Code::FieldOutOfRange);
        let error = reckon(&[line(1, 100, 0)], Some((DiscountKind::Percent, 10_001))).unwrap_err();
        assert_eq!(error.detail("field").unwrap(), "discount");
        assert_eq!(reckon(&[line(10_000, MAX_MINOR, 0)], None).unwrap_err().code(), Code::FieldOutOfRange);
    }

    #[test]
    fn a_limit_counts_all_discounts_together() {
        let tenth = Reckoned { discount: Some((DiscountKind::Percent, 1000)), ..line(1, 4505, 0) };
        let sums = |whole| reckon(&[tenth, line(1, 4505, 0)], whole).unwrap();
        assert!(within_limit(&sums(None), 1000));
        assert!(!within_limit(&sums(None), 999));
        assert!(!within_limit(&sums(Some((DiscountKind::Percent, 1000))), 1000));
        assert!(within_limit(&sums(Some((DiscountKind::Percent, 1000))), WHOLE));
        assert!(within_limit(&reckon(&[line(1, 100, 0)], None).unwrap(), 0));
    }

    #[test]
    fn cash_is_rounded_to_its_coins() {
        for (total, step, rounding) in [
            (1002, 5, -2),
            (1003, 5, 2),
            (1005, 5, 0),
            (1049, 100, -49),
            (1050, 100, 50),
            (7, 0, 0),
            (7, 1, 0),
            (12_345, 50, 5),
            (12_325, 50, 25),
        ] {
            assert_eq!(cash_rounding(total, step), rounding, "{total} in {step}");
        }
    }

    fn any_line() -> impl Strategy<Value = Reckoned> {
        let discount =
            prop_oneof![Just(None), (0i64..=10_000).prop_map(|points| Some((DiscountKind::Percent, points)))];
        (1i64..20, 0i64..1_000_000, discount, prop_oneof![Just(0i64), Just(700), Just(1900)], any::<bool>()).prop_map(
            |(quantity, unit_minor, discount, tax_basis_points, tax_inclusive)| Reckoned {
                quantity,
                unit_minor,
                discount,
                tax_basis_points,
                tax_inclusive,
            },
        )
    }

    proptest! {
        #[test]
        fn lines_always_add_up(lines in prop::collection::vec(any_line(), 1..12), points in 0i64..=10_000) {
            let sums = reckon(&lines, Some((DiscountKind::Percent, points))).unwrap();
            for (line, sum) in lines.iter().zip(&sums) {
                let priced = line.quantity * line.unit_minor - sum.discount_minor;
                prop_assert_eq!(priced, sum.net_minor + if line.tax_inclusive { sum.tax_minor } else { 0 });
                prop_assert!(sum.net_minor >= 0 && sum.tax_minor >= 0 && sum.discount_minor >= 0);
                // Within one unit of its own exact tax: nobody's rounding is carried by somebody else.
                let by = if line.tax_inclusive { WHOLE + line.tax_basis_points } else { WHOLE };
                let exact = i128::from(priced) * i128::from(line.tax_basis_points);
                prop_assert!((i128::from(sum.tax_minor) * i128::from(by) - exact).abs() <= 2 * i128::from(by));
            }
        }

        #[test]
        fn what_is_paid_in_cash_is_whole_coins(total in 0i64..1_000_000, step in 2i64..1000) {
            let rounding = cash_rounding(total, step);
            prop_assert_eq!((total + rounding) % step, 0);
            prop_assert!(rounding.abs() * 2 <= step);
        }
    }
}
