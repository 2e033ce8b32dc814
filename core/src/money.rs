//! Money is a whole number of minor units; a currency has 0, 2 or 3 decimals. No float ever.

use crate::error::{Code, Error, Result};

/// The largest amount that survives JavaScript unharmed: 2^53 − 1.
pub const MAX_MINOR: i64 = 9_007_199_254_740_991;

/// Refuses negative amounts and amounts that JavaScript cannot hold.
pub fn check_price(field: &str, minor: i64) -> Result<i64> {
    if (0..=MAX_MINOR).contains(&minor) {
        return Ok(minor);
    }
    Err(Error::field(Code::FieldOutOfRange, field).with("min", 0).with("max", MAX_MINOR))
}

/// Adds amounts; an overflow is a message, never a wrong sum.
pub fn sum(amounts: impl IntoIterator<Item = i64>) -> Result<i64> {
    let mut total: i64 = 0;
    for amount in amounts {
        total = total
            .checked_add(amount)
            .filter(|sum| sum.abs() <= MAX_MINOR)
            .ok_or_else(|| Error::field(Code::FieldOutOfRange, "total").with("max", MAX_MINOR))?;
    }
    Ok(total)
}

/// Splits `total` by `weights` so that the parts add up: largest remainder, ties to the earlier part.
/// Negative totals mirror positive ones. All weights zero: everything goes to the first part.
pub fn allocate(total: i64, weights: &[u32]) -> Vec<i64> {
    share(total, &weights.iter().map(|weight| i64::from(*weight)).collect::<Vec<_>>())
}

/// As [`allocate`], with amounts as weights; one below nought counts as nought.
pub fn share(total: i64, weights: &[i64]) -> Vec<i64> {
    if weights.is_empty() {
        return Vec::new();
    }
    let weights: Vec<i128> = weights.iter().map(|weight| i128::from((*weight).max(0))).collect();
    let weight_sum: i128 = weights.iter().sum();
    if weight_sum == 0 {
        return std::iter::once(total).chain(std::iter::repeat_n(0, weights.len() - 1)).collect();
    }
    let size = i128::from(total).abs();
    let shares: Vec<i128> = weights.iter().map(|weight| size * weight).collect();
    let mut parts: Vec<i128> = shares.iter().map(|share| share / weight_sum).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(shares[i] % weight_sum), i));
    let missing = size - parts.iter().sum::<i128>();
    for &i in order.iter().take(usize::try_from(missing).unwrap_or(0)) {
        parts[i] += 1;
    }
    let sign = if total < 0 { -1 } else { 1 };
    parts.into_iter().map(|part| sign * i64::try_from(part).unwrap_or(i64::MAX)).collect()
}

/// `amount × numerator ÷ denominator` of an amount that is not below nought, a half rounded up.
pub fn part(amount: i64, numerator: i64, denominator: i64) -> i64 {
    let (exact, by) = (i128::from(amount) * i128::from(numerator), i128::from(denominator.max(1)));
    i64::try_from((2 * exact + by) / (2 * by)).unwrap_or(MAX_MINOR)
}

/// Decimals of an ISO 4217 currency that clinics use; nothing for an unknown code.
pub fn decimals(currency: &str) -> Option<u32> {
    crate::office::countries::CURRENCIES.iter().find(|c| c.0 == currency).map(|c| c.2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn parts_always_add_up(total in -MAX_MINOR..=MAX_MINOR, weights in prop::collection::vec(0u32..1000, 1..20)) {
            let parts = allocate(total, &weights);
            prop_assert_eq!(parts.iter().sum::<i64>(), total);
            prop_assert_eq!(parts.len(), weights.len());
        }

        #[test]
        fn a_sum_is_right_or_a_message(amounts in prop::collection::vec(prop_oneof![-MAX_MINOR..=MAX_MINOR, -1000..1000_i64, any::<i64>()], 0..12)) {
            let exact: i128 = amounts.iter().map(|amount| i128::from(*amount)).sum();
            match sum(amounts) {
                Ok(total) => prop_assert_eq!(i128::from(total), exact),
                Err(error) => prop_assert_eq!(error.code(), Code::FieldOutOfRange),
            }
        }

        #[test]
        fn no_part_is_more_than_one_unit_from_its_share(total in 0..1_000_000i64, weights in prop::collection::vec(1u32..1000, 1..20)) {
            let sum: i128 = weights.iter().map(|w| i128::from(*w)).sum();
            for (part, weight) in allocate(total, &weights).iter().zip(&weights) {
                let exact = i128::from(total) * i128::from(*weight);
                prop_assert!((i128::from(*part) * sum - exact).abs() < sum);
            }
        }
    }

    #[test]
    fn ties_go_to_the_earlier_part() {
        assert_eq!(allocate(100, &[1, 1, 1]), [34, 33, 33]);
        assert_eq!(allocate(-100, &[1, 1, 1]), [-34, -33, -33]);
    }

    #[test]
    fn sums_never_wrap() {
        assert!(sum([MAX_MINOR, 1]).is_err());
        assert_eq!(sum([5, -2]).unwrap(), 3);
    }
}
