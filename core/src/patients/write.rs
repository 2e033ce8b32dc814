//! A patient's rows in the other tables: addresses, phones, identifiers, and the words that find them.

use super::patient::{AddressLine, IdentifierLine, PatientDetails, PhoneLine};
use super::terms::{Findable, terms_of};
use crate::args;
use crate::billing::payers::payer;
use crate::catalogue::price_lists::{self, list_of};
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::ids::{IdentifierTypeId, PatientId, PayerId, PriceListId, derived};
use crate::store::{Clause, Kind, Read, Tx};
use chrono::NaiveDate;
use serde_json::json;

/// What stands in the tables beside the patient's own row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Rows {
    pub addresses: Vec<AddressLine>,
    pub phones: Vec<PhoneLine>,
    pub identifiers: Vec<IdentifierLine>,
    pub price_list_id: Option<PriceListId>,
    /// Who usually pays, and the patient's number there.
    pub payer: Option<(PayerId, Option<String>)>,
}

impl Rows {
    pub fn of(details: &PatientDetails) -> Rows {
        Rows {
            addresses: details.addresses.clone(),
            phones: details.phones.clone(),
            identifiers: details.identifiers.clone(),
            price_list_id: details.price_list_id,
            payer: details.payer_id.map(|id| (id, details.member_number.clone())),
        }
    }

    fn payer_id(&self) -> Option<PayerId> {
        self.payer.as_ref().map(|(id, _)| *id)
    }
}

#[derive(sqlx::FromRow)]
struct AddressRow {
    kind: String,
    is_primary: Option<bool>,
    line1: Option<String>,
    line2: Option<String>,
    city: Option<String>,
    region: Option<String>,
    postcode: Option<String>,
    country: Option<String>,
}

pub(super) async fn rows_of(read: &mut impl Read, id: PatientId) -> Result<Rows> {
    let addresses: Vec<AddressRow> = read
        .all("SELECT kind, is_primary, line1, line2, city, region, postcode, country FROM addresses WHERE patient_id = ? ORDER BY position", args![id])
        .await?;
    let phones: Vec<PhoneLine> =
        read.all("SELECT kind, number FROM patient_phones WHERE patient_id = ? ORDER BY position", args![id]).await?;
    let identifiers: Vec<(IdentifierTypeId, String, String, Option<NaiveDate>)> =
        read.all("SELECT type_id, value, issuer, valid_until FROM patient_identifiers WHERE patient_id = ? ORDER BY position", args![id]).await?;
    let address = |row: AddressRow| AddressLine {
        kind: row.kind,
        primary: row.is_primary.unwrap_or(false),
        line1: row.line1,
        line2: row.line2,
        city: row.city,
        region: row.region,
        postcode: row.postcode,
        country: row.country,
    };
    let identifier = |(type_id, value, issuer, valid_until): (IdentifierTypeId, String, String, Option<NaiveDate>)| {
        IdentifierLine { type_id, value, issuer: Some(issuer).filter(|issuer| !issuer.is_empty()), valid_until }
    };
    Ok(Rows {
        addresses: addresses.into_iter().map(address).collect(),
        phones,
        identifiers: identifiers.into_iter().map(identifier).collect(),
        price_list_id: list_of(read, id).await?,
        payer: read.maybe("SELECT payer_id, member_number FROM patient_payers WHERE patient_id = ?", args![id]).await?,
    })
}

/// Errors in this order, for each identifier: `record.not_found` (identifier_type), `patient.identifier_taken` (type, value, mrn).
pub(super) async fn check_identifiers(read: &mut impl Read, id: PatientId, old: &Rows, new: &Rows) -> Result<()> {
    if old.identifiers == new.identifiers {
        return Ok(());
    }
    let types: Vec<(IdentifierTypeId, String)> = read.all("SELECT id, name FROM identifier_types", vec![]).await?;
    for line in &new.identifiers {
        let (_, name) = types
            .iter()
            .find(|(type_id, _)| *type_id == line.type_id)
            .ok_or_else(|| Error::new(Code::NotFound).with("kind", "identifier_type"))?;
        let holder: Option<(String,)> = read
            .maybe(
                "SELECT p.mrn FROM patient_identifiers i JOIN patients p ON p.id = i.patient_id WHERE i.type_id = ? AND i.issuer = ? AND i.value = ? AND i.patient_id <> ?",
                args![line.type_id, line.issuer.as_deref().unwrap_or(""), &line.value, id],
            )
            .await?;
        if let Some((mrn,)) = holder {
            return Err(Error::new(Code::PatientIdentifierTaken)
                .with("type", name)
                .with("value", &line.value)
                .with("mrn", mrn));
        }
    }
    Ok(())
}

/// Errors in this order: `record.not_found` (price_list, payer).
pub(super) async fn check_paying(read: &mut impl Read, old: &Rows, new: &Rows) -> Result<()> {
    if let Some(id) = new.price_list_id.filter(|_| old.price_list_id != new.price_list_id) {
        price_lists::known(read, id).await?;
    }
    match new.payer_id().filter(|_| old.payer_id() != new.payer_id()) {
        Some(id) => payer::known(read, id).await,
        None => Ok(()),
    }
}

/// Writes what differs and notes it with the patient.
pub(super) async fn write_rows(tx: &mut Tx, cx: &Context, id: PatientId, old: &Rows, new: &Rows) -> Result<()> {
    if old.addresses != new.addresses {
        replace(tx, "DELETE FROM addresses WHERE patient_id = ?", id, !old.addresses.is_empty()).await?;
        let row = |(n, a): (usize, &AddressLine)| {
            args![
                derived(cx.operation, &format!("address {n}")),
                id,
                n as i64,
                &a.kind,
                a.primary.then_some(true),
                a.line1.clone(),
                a.line2.clone(),
                a.city.clone(),
                a.region.clone(),
                a.postcode.clone(),
                a.country.clone()
            ]
        };
        let columns = &[
            "id",
            "patient_id",
            "position",
            "kind",
            "is_primary",
            "line1",
            "line2",
            "city",
            "region",
            "postcode",
            "country",
        ];
        tx.insert_rows("addresses", columns, new.addresses.iter().enumerate().map(row).collect()).await?;
        tx.note(Kind::Patient, id.0, "addresses", json!(old.addresses), json!(new.addresses));
    }
    if old.phones != new.phones {
        replace(tx, "DELETE FROM patient_phones WHERE patient_id = ?", id, !old.phones.is_empty()).await?;
        let row = |(n, phone): (usize, &PhoneLine)| {
            args![derived(cx.operation, &format!("phone {n}")), id, n as i64, &phone.kind, &phone.number]
        };
        tx.insert_rows(
            "patient_phones",
            &["id", "patient_id", "position", "kind", "number"],
            new.phones.iter().enumerate().map(row).collect(),
        )
        .await?;
        tx.note(Kind::Patient, id.0, "phones", json!(old.phones), json!(new.phones));
    }
    if old.identifiers != new.identifiers {
        write_identifiers(tx, cx, id, old, new).await?;
    }
    if old.price_list_id != new.price_list_id {
        replace(tx, "DELETE FROM patient_price_lists WHERE patient_id = ?", id, old.price_list_id.is_some()).await?;
        let rows = new.price_list_id.map(|list| args![id, list]).into_iter().collect();
        tx.insert_rows("patient_price_lists", &["patient_id", "price_list_id"], rows).await?;
        tx.note(Kind::Patient, id.0, "price_list_id", json!(old.price_list_id), json!(new.price_list_id));
    }
    if old.payer != new.payer {
        write_payer(tx, id, old, new).await?;
    }
    Ok(())
}

async fn write_payer(tx: &mut Tx, id: PatientId, old: &Rows, new: &Rows) -> Result<()> {
    replace(tx, "DELETE FROM patient_payers WHERE patient_id = ?", id, old.payer.is_some()).await?;
    let rows = new.payer.iter().map(|(payer, number)| args![id, *payer, number.clone()]).collect();
    tx.insert_rows("patient_payers", &["patient_id", "payer_id", "member_number"], rows).await?;
    let number = |rows: &Rows| rows.payer.as_ref().and_then(|(_, number)| number.clone());
    tx.note(Kind::Patient, id.0, "payer_id", json!(old.payer_id()), json!(new.payer_id()));
    tx.note(Kind::Patient, id.0, "member_number", json!(number(old)), json!(number(new)));
    Ok(())
}

async fn replace(tx: &mut Tx, sql: &'static str, id: PatientId, any: bool) -> Result<()> {
    if any {
        tx.exec(sql, args![id]).await?;
    }
    Ok(())
}

async fn write_identifiers(tx: &mut Tx, cx: &Context, id: PatientId, old: &Rows, new: &Rows) -> Result<()> {
    replace(tx, "DELETE FROM patient_identifiers WHERE patient_id = ?", id, !old.identifiers.is_empty()).await?;
    let row = |(n, line): (usize, &IdentifierLine)| {
        let issuer = line.issuer.clone().unwrap_or_default();
        args![
            derived(cx.operation, &format!("identifier {n}")),
            id,
            n as i64,
            line.type_id,
            &line.value,
            issuer,
            line.valid_until
        ]
    };
    let columns = &["id", "patient_id", "position", "type_id", "value", "issuer", "valid_until"];
    tx.insert_rows("patient_identifiers", columns, new.identifiers.iter().enumerate().map(row).collect()).await?;
    tx.note(Kind::Patient, id.0, "identifiers", json!(old.identifiers), json!(new.identifiers));
    Ok(())
}

/// Writes the words that find this patient, where they differ from those that stand.
pub(super) async fn write_terms(
    tx: &mut Tx,
    cx: &Context,
    id: PatientId,
    mrn: &str,
    details: &PatientDetails,
    is_new: bool,
) -> Result<()> {
    let names = &details.names;
    let findable = Findable {
        names: [&names.family, &names.second_family, &names.given, &names.preferred]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect(),
        mrn,
        birth_date: details.birth_date,
        phones: details.phones.iter().map(|phone| phone.number.as_str()).collect(),
        identifiers: details.identifiers.iter().map(|line| line.value.as_str()).collect(),
    };
    let (terms, words) = terms_of(&findable, &cx.settings.details.phone_prefix);
    if !is_new {
        let standing: Vec<(String, String)> =
            tx.all_of(Clause::new("SELECT term, words FROM patient_terms WHERE patient_id = ?", args![id])).await?;
        if standing.len() == terms.len() && standing.iter().all(|(term, with)| terms.contains(term) && *with == words) {
            return Ok(());
        }
        tx.exec("DELETE FROM patient_terms WHERE patient_id = ?", args![id]).await?;
    }
    let rows = terms.into_iter().map(|term| args![id, term, &words]).collect();
    tx.insert_rows("patient_terms", &["patient_id", "term", "words"], rows).await
}
