//! What differs from country to country, as a proposal that each clinic may change.
//!
//! Sources: country codes ISO 3166-1, currencies and their decimals ISO 4217, time zones the IANA database (the zone of the
//! largest city), date order, hour cycle and first weekday as Unicode CLDR states them, telephone prefixes ITU-T E.164.

mod currencies;
mod list;

use super::details::ClinicDetails;
use crate::schedule::hours::WeeklySpan;
use serde::Serialize;

pub use currencies::CURRENCIES;
pub use list::COUNTRIES;

const FAMILY_NAME_FIRST: &[&str] = &["CN", "HK", "HU", "JP", "KH", "KP", "KR", "MO", "TW", "VN"];
#[rustfmt::skip]
const POSTCODE_BEFORE_CITY: &[&str] = &[
    "AD", "AL", "AT", "AX", "AZ", "BA", "BE", "BG", "BL", "CH", "CY", "CZ", "DE", "DK", "DO", "DZ", "EC", "EE", "ES", "FI", "FO",
    "FR", "GE", "GF", "GL", "GP", "GR", "GT", "HR", "HT", "HU", "IS", "IT", "KG", "KW", "LA", "LI", "LT", "LU", "LV", "MA", "MC",
    "MD", "ME", "MF", "MG", "MK", "MQ", "MU", "NC", "NE", "NL", "NO", "PL", "PM", "PT", "PY", "RE", "RO", "RS", "SE", "SI", "SJ",
    "SK", "SM", "SN", "TJ", "TM", "TN", "TR", "VA", "WF", "YT", "ZM",
];
#[rustfmt::skip]
const WITH_REGION: &[&str] = &[
    "AE", "AR", "AS", "AU", "BR", "CA", "CN", "CO", "GU", "ID", "IN", "JP", "MX", "MY", "NG", "PH", "PR", "TH", "US", "VE", "VI",
];
#[rustfmt::skip]
const SUNDAY_TO_THURSDAY: &[&str] = &[
    "BH", "DZ", "EG", "IL", "IQ", "JO", "KW", "LY", "OM", "QA", "SA", "SD", "SY", "YE",
];

/// What a clinic in this country most likely wants; an unknown code is treated as the United Kingdom.
pub fn proposal(code: &str) -> ClinicDetails {
    let find = |code: &str| COUNTRIES.iter().find(|country| country.code == code);
    let found = find(code).or_else(|| find("GB")).unwrap_or(&COUNTRIES[0]);
    let address: &[&str] = if POSTCODE_BEFORE_CITY.contains(&found.code) {
        &["line1", "line2", "postcode", "city", "country"]
    } else if WITH_REGION.contains(&found.code) {
        &["line1", "line2", "city", "region", "postcode", "country"]
    } else {
        &["line1", "line2", "city", "postcode", "country"]
    };
    let sunday_first = SUNDAY_TO_THURSDAY.contains(&found.code);
    let weekdays: [i64; 5] = if sunday_first { [7, 1, 2, 3, 4] } else { [1, 2, 3, 4, 5] };
    let open = |weekday| WeeklySpan::every(weekday, "08:00", "18:00");
    ClinicDetails {
        name: String::new(),
        address_lines: Vec::new(),
        phone: None,
        email: None,
        country: found.code.into(),
        zone: found.zone.into(),
        currency: found.currency.into(),
        date_order: found.date_order.into(),
        hour_cycle: found.hour_cycle.into(),
        week_start: found.week_start,
        phone_prefix: found.phone_prefix.into(),
        paper: found.paper.into(),
        name_order: if FAMILY_NAME_FIRST.contains(&found.code) { "family_first" } else { "given_first" }.into(),
        address_format: address.iter().map(|part| (*part).to_owned()).collect(),
        patient_number_name: "Patient no.".into(),
        idle_minutes: 5,
        waiting_limit_minutes: 20,
        largest_file_mb: super::details::usual_largest_file(),
        opening_hours: weekdays.map(open).to_vec(),
    }
}

/// Everything the first form needs before anybody has signed in.
#[derive(Debug, Clone, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct CountryHelp {
    pub proposal: ClinicDetails,
    pub countries: Vec<CountryName>,
    pub zones: Vec<&'static str>,
    pub currencies: Vec<Currency>,
}

#[derive(Debug, Clone, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct CountryName {
    pub code: &'static str,
    pub name: &'static str,
}

#[derive(Debug, Clone, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct Currency {
    pub code: &'static str,
    pub name: &'static str,
    pub decimals: u32,
}

pub fn country_help(code: Option<&str>) -> CountryHelp {
    CountryHelp {
        proposal: proposal(code.unwrap_or("GB")),
        countries: COUNTRIES.iter().map(|country| CountryName { code: country.code, name: country.name }).collect(),
        zones: chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()).collect(),
        currencies: CURRENCIES
            .iter()
            .map(|(code, name, decimals)| Currency { code, name, decimals: *decimals })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::decimals;

    #[test]
    fn every_proposal_would_be_accepted() {
        for country in COUNTRIES {
            let named = ClinicDetails { name: "Northside".into(), ..proposal(country.code) };
            assert!(named.checked().is_ok(), "{}: {:?}", country.code, named.checked());
        }
    }

    #[test]
    fn every_code_is_there_once() {
        let mut codes: Vec<&str> = COUNTRIES.iter().map(|country| country.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!((codes.len(), COUNTRIES.len()), (249, 249));
        assert!(CURRENCIES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(COUNTRIES.iter().all(|country| country.name.chars().count() < 60));
    }

    #[test]
    fn a_known_country_is_as_people_there_expect() {
        let us = proposal("US");
        assert_eq!(
            (us.date_order.as_str(), us.paper.as_str(), us.week_start, us.hour_cycle.as_str()),
            ("mdy", "Letter", 7, "12")
        );
        assert_eq!(proposal("HU").name_order, "family_first");
        assert_eq!(proposal("SA").opening_hours[0].weekday, 7);
        assert_eq!(proposal("DE").address_format, ["line1", "line2", "postcode", "city", "country"]);
        assert_eq!(proposal("??").country, "GB");
    }

    #[test]
    fn decimals_are_those_of_iso_4217() {
        let known = [
            ("JPY", 0),
            ("KRW", 0),
            ("XAF", 0),
            ("UGX", 0),
            ("ISK", 0),
            ("KWD", 3),
            ("TND", 3),
            ("IQD", 3),
            ("EUR", 2),
            ("HUF", 2),
            ("MGA", 2),
        ];
        assert!(known.iter().all(|(code, expected)| decimals(code) == Some(*expected)));
        assert_eq!(decimals("XXX"), None);
    }
}
