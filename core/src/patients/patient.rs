//! A patient: the row, and the details as forms send and show them.

use crate::catalogue::price_lists::STANDARD;
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::ids::{IdentifierTypeId, PatientId, PayerId, PriceListId, UserId};
use crate::time::Instant;
use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

crate::record! {
    pub struct Patient in "patients" as Patient {
        pub id: PatientId,
        pub mrn: String,
        pub title: Option<String>,
        pub given_name: Option<String>,
        pub family_name: Option<String>,
        pub second_family_name: Option<String>,
        pub preferred_name: Option<String>,
        pub sort_name: String,
        pub birth_date: Option<NaiveDate>,
        pub birth_estimated: bool,
        pub died_on: Option<NaiveDate>,
        pub sex: String,
        pub gender: Option<String>,
        pub email: Option<String>,
        pub language: Option<String>,
        pub note: Option<String>,
        pub reminders_allowed: bool,
        pub restricted: bool,
        pub registered_at: Instant,
        pub registered_by: Option<UserId>,
    }
}

/// Phones, addresses or identifiers of one patient.
const MOST_LINES: usize = 20;

/// A person's names; any one of them is enough. Never recased.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct PatientNames {
    #[serde(default)]
    pub title: Option<String>,
    #[serde(default)]
    pub given: Option<String>,
    #[serde(default)]
    pub family: Option<String>,
    #[serde(default)]
    pub second_family: Option<String>,
    #[serde(default)]
    pub preferred: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, sqlx::FromRow, ts_rs::TS)]
#[ts(export)]
pub struct PhoneLine {
    pub kind: String,
    pub number: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AddressLine {
    pub kind: String,
    #[serde(default)]
    pub primary: bool,
    #[serde(default)]
    pub line1: Option<String>,
    #[serde(default)]
    pub line2: Option<String>,
    #[serde(default)]
    pub city: Option<String>,
    #[serde(default)]
    pub region: Option<String>,
    #[serde(default)]
    pub postcode: Option<String>,
    #[serde(default)]
    pub country: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct IdentifierLine {
    pub type_id: IdentifierTypeId,
    pub value: String,
    #[serde(default)]
    pub issuer: Option<String>,
    #[serde(default)]
    pub valid_until: Option<NaiveDate>,
}

/// Everything that is registered of a patient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct PatientDetails {
    pub names: PatientNames,
    #[serde(default)]
    pub birth_date: Option<NaiveDate>,
    #[serde(default)]
    pub birth_estimated: bool,
    #[serde(default)]
    pub died_on: Option<NaiveDate>,
    /// female, male, other or unknown.
    #[serde(default = "unknown")]
    pub sex: String,
    #[serde(default)]
    pub gender: Option<String>,
    #[serde(default)]
    pub phones: Vec<PhoneLine>,
    #[serde(default)]
    pub email: Option<String>,
    #[serde(default)]
    pub language: Option<String>,
    #[serde(default)]
    pub note: Option<String>,
    #[serde(default = "yes")]
    pub reminders_allowed: bool,
    #[serde(default)]
    pub addresses: Vec<AddressLine>,
    #[serde(default)]
    pub identifiers: Vec<IdentifierLine>,
    /// By which list they pay; nothing for the standard one.
    #[serde(default)]
    pub price_list_id: Option<PriceListId>,
    /// Who usually pays for them: an insurer, an employer.
    #[serde(default)]
    pub payer_id: Option<PayerId>,
    /// Under which the payer knows them.
    #[serde(default)]
    pub member_number: Option<String>,
}

fn unknown() -> String {
    "unknown".to_owned()
}

fn yes() -> bool {
    true
}

fn known(field: &str, value: &str, values: &[&str]) -> Result<String> {
    if values.contains(&value) { Ok(value.to_owned()) } else { Err(Error::field(Code::FieldInvalid, field)) }
}

impl PatientDetails {
    /// Nothing but a name.
    pub fn named(names: PatientNames) -> PatientDetails {
        PatientDetails {
            names,
            birth_date: None,
            birth_estimated: false,
            died_on: None,
            sex: unknown(),
            gender: None,
            phones: Vec::new(),
            email: None,
            language: None,
            note: None,
            reminders_allowed: yes(),
            addresses: Vec::new(),
            identifiers: Vec::new(),
            price_list_id: None,
            payer_id: None,
            member_number: None,
        }
    }

    /// Cleaned and checked against today (the clinic's date).
    ///
    /// Errors in this order: field errors of names, `patient.name_needed`, dates (`field.out_of_range`), then the other fields as
    /// they stand in the form.
    pub fn checked(&self, today: NaiveDate) -> Result<PatientDetails> {
        let names = self.checked_names()?;
        self.check_dates(today)?;
        for (field, count) in [
            ("phones", self.phones.len()),
            ("addresses", self.addresses.len()),
            ("identifiers", self.identifiers.len()),
        ] {
            if count > MOST_LINES {
                return Err(Error::field(Code::FieldOutOfRange, &format!("details.{field}"))
                    .with("min", 0)
                    .with("max", MOST_LINES));
            }
        }
        let mut addresses = self.checked_addresses()?;
        if !addresses.is_empty() && !addresses.iter().any(|address| address.primary) {
            addresses[0].primary = true;
        }
        let email = fields::email("details.email", self.email.as_deref())?;
        Ok(PatientDetails {
            names,
            birth_date: self.birth_date,
            birth_estimated: self.birth_estimated && self.birth_date.is_some(),
            died_on: self.died_on,
            sex: known("details.sex", &self.sex, &["female", "male", "other", "unknown"])?,
            gender: fields::optional("details.gender", self.gender.as_deref(), 80)?,
            phones: self.checked_phones()?,
            email,
            language: fields::optional("details.language", self.language.as_deref(), 35)?,
            note: fields::optional("details.note", self.note.as_deref(), 1000)?,
            reminders_allowed: self.reminders_allowed,
            addresses,
            identifiers: self.checked_identifiers()?,
            price_list_id: self.price_list_id.filter(|list| *list != STANDARD),
            payer_id: self.payer_id,
            member_number: self.checked_member_number()?,
        })
    }

    /// Errors: field errors (member_number), `field.invalid` where no payer knows it.
    fn checked_member_number(&self) -> Result<Option<String>> {
        let number = fields::optional("details.member_number", self.member_number.as_deref(), 60)?;
        if number.is_some() && self.payer_id.is_none() {
            return Err(Error::field(Code::FieldInvalid, "details.member_number"));
        }
        Ok(number)
    }

    fn checked_names(&self) -> Result<PatientNames> {
        let names = PatientNames {
            title: fields::optional("details.names.title", self.names.title.as_deref(), 40)?,
            given: fields::optional("details.names.given", self.names.given.as_deref(), 200)?,
            family: fields::optional("details.names.family", self.names.family.as_deref(), 200)?,
            second_family: fields::optional("details.names.second_family", self.names.second_family.as_deref(), 200)?,
            preferred: fields::optional("details.names.preferred", self.names.preferred.as_deref(), 200)?,
        };
        let any =
            [&names.given, &names.family, &names.second_family, &names.preferred].into_iter().any(Option::is_some);
        if any { Ok(names) } else { Err(Error::field(Code::PatientNameNeeded, "details.names.family")) }
    }

    fn check_dates(&self, today: NaiveDate) -> Result<()> {
        let earliest = NaiveDate::from_ymd_opt(1850, 1, 1).unwrap_or(today);
        let out = |field: &str, min: NaiveDate| {
            Error::field(Code::FieldOutOfRange, field).with("min", min).with("max", today)
        };
        if self.birth_date.is_some_and(|day| day < earliest || day > today) {
            return Err(out("details.birth_date", earliest));
        }
        let first = self.birth_date.unwrap_or(earliest);
        if self.died_on.is_some_and(|day| day < first || day > today) {
            return Err(out("details.died_on", first));
        }
        Ok(())
    }

    fn checked_phones(&self) -> Result<Vec<PhoneLine>> {
        let mut phones = Vec::new();
        for (position, phone) in self.phones.iter().enumerate() {
            let field = format!("details.phones.{position}.number");
            let Some(number) = fields::optional(&field, Some(&phone.number), 40)? else { continue };
            let kind_field = format!("details.phones.{position}.kind");
            if super::phone::digits(&number).len() < 3 {
                return Err(Error::field(Code::FieldInvalid, &field));
            }
            phones.push(PhoneLine {
                kind: known(&kind_field, &phone.kind, &["mobile", "home", "work", "other"])?,
                number,
            });
        }
        Ok(phones)
    }

    fn checked_addresses(&self) -> Result<Vec<AddressLine>> {
        let mut addresses = Vec::new();
        for (position, address) in self.addresses.iter().enumerate() {
            let field = |name: &str| format!("details.addresses.{position}.{name}");
            let text = |name: &str, value: &Option<String>, max| fields::optional(&field(name), value.as_deref(), max);
            let clean = AddressLine {
                kind: known(&field("kind"), &address.kind, &["home", "work", "billing", "other"])?,
                primary: address.primary,
                line1: text("line1", &address.line1, 200)?,
                line2: text("line2", &address.line2, 200)?,
                city: text("city", &address.city, 120)?,
                region: text("region", &address.region, 120)?,
                postcode: text("postcode", &address.postcode, 20)?,
                country: text("country", &address.country, 2)?.map(|code| code.to_uppercase()),
            };
            if clean
                .country
                .as_ref()
                .is_some_and(|code| code.len() != 2 || !code.bytes().all(|b| b.is_ascii_uppercase()))
            {
                return Err(Error::field(Code::FieldInvalid, &field("country")));
            }
            if clean.primary && addresses.iter().any(|other: &AddressLine| other.primary) {
                return Err(Error::field(Code::FieldInvalid, &field("primary")));
            }
            let empty = [&clean.line1, &clean.line2, &clean.city, &clean.region, &clean.postcode]
                .into_iter()
                .all(Option::is_none);
            if !empty {
                addresses.push(clean);
            }
        }
        Ok(addresses)
    }

    fn checked_identifiers(&self) -> Result<Vec<IdentifierLine>> {
        let mut identifiers = Vec::new();
        for (position, identifier) in self.identifiers.iter().enumerate() {
            let field = |name: &str| format!("details.identifiers.{position}.{name}");
            let clean = IdentifierLine {
                type_id: identifier.type_id,
                value: fields::text(&field("value"), &identifier.value, 60)?,
                issuer: fields::optional(&field("issuer"), identifier.issuer.as_deref(), 120)?,
                valid_until: identifier.valid_until,
            };
            if clean.valid_until.is_some_and(|day| !(1900..=2999).contains(&day.year())) {
                return Err(Error::field(Code::FieldOutOfRange, &field("valid_until"))
                    .with("min", "1900-01-01")
                    .with("max", "2999-12-31"));
            }
            let twice = identifiers.iter().any(|other: &IdentifierLine| {
                other.type_id == clean.type_id && other.value == clean.value && other.issuer == clean.issuer
            });
            if twice {
                return Err(Error::field(Code::FieldInvalid, &field("value")));
            }
            identifiers.push(clean);
        }
        Ok(identifiers)
    }
}

impl PatientNames {
    /// Family names first, folded: what lists are ordered by. At most 200 characters.
    pub fn sort_name(&self) -> String {
        let parts = [&self.family, &self.second_family, &self.given, &self.preferred];
        let whole: Vec<String> = parts.into_iter().flatten().map(|part| super::terms::fold(part)).collect();
        whole.join(" ").chars().take(200).collect()
    }

    /// As lists write it: "Okafor, Ada".
    pub fn list_name(&self) -> String {
        let family: Vec<&str> = [&self.family, &self.second_family].into_iter().flatten().map(String::as_str).collect();
        let given = self.given.as_deref().or(self.preferred.as_deref());
        match (family.is_empty(), given) {
            (false, Some(given)) => format!("{}, {given}", family.join(" ")),
            (false, None) => family.join(" "),
            (true, given) => given.unwrap_or_default().to_owned(),
        }
    }
}

impl Patient {
    pub fn names(&self) -> PatientNames {
        PatientNames {
            title: self.title.clone(),
            given: self.given_name.clone(),
            family: self.family_name.clone(),
            second_family: self.second_family_name.clone(),
            preferred: self.preferred_name.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn details(given: &str) -> PatientDetails {
        serde_json::from_value(serde_json::json!({"names": {"given": given}})).unwrap()
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    #[test]
    fn one_part_of_a_name_is_enough_and_is_kept_as_typed() {
        assert_eq!(details("mcDONALD").checked(today()).unwrap().names.given.unwrap(), "mcDONALD");
        assert_eq!(details(" ").checked(today()).unwrap_err().code(), Code::PatientNameNeeded);
    }

    #[test]
    fn dates_must_have_been() {
        let tomorrow = PatientDetails { birth_date: today().succ_opt(), ..details("Ada") };
        assert_eq!(tomorrow.checked(today()).unwrap_err().code(), Code::FieldOutOfRange);
        let died_before = PatientDetails { birth_date: Some(today()), died_on: today().pred_opt(), ..details("Ada") };
        assert_eq!(died_before.checked(today()).unwrap_err().detail("field").unwrap(), "details.died_on");
    }

    #[test]
    fn the_first_address_is_primary_unless_another_is() {
        let address = |primary| AddressLine {
            kind: "home".into(),
            primary,
            line1: Some("1 High Street".into()),
            ..AddressLine::default()
        };
        let two = PatientDetails { addresses: vec![address(false), address(false)], ..details("Ada") };
        let primaries: Vec<bool> = two.checked(today()).unwrap().addresses.iter().map(|a| a.primary).collect();
        assert_eq!(primaries, [true, false]);
        let both = PatientDetails { addresses: vec![address(true), address(true)], ..details("Ada") };
        assert_eq!(both.checked(today()).unwrap_err().code(), Code::FieldInvalid);
    }
}
