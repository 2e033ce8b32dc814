//! Dated prices of services, list by list, and what a service costs somebody on a day.
//!
//! A price is looked for in the patient's list (their own, else that of their usual payer), then in the standard one, then it is the standard price without dates. A list that is
//! out of use counts as if it were empty.

use super::price_lists::STANDARD;
use super::services::Service;
use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::ids::{PatientId, PriceListId, ServiceId};
use crate::money;
use crate::question::Ask;
use crate::store::{Clause, Db, Kind, Read, Tx};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Of one service.
const MOST_PRICES: usize = 200;

/// Stands in the table where a price has no end: no clinic's day reaches it.
fn open_end() -> NaiveDate {
    NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(NaiveDate::MAX)
}

/// Stands in the table before the first price.
fn long_ago() -> NaiveDate {
    NaiveDate::from_ymd_opt(1899, 12, 31).unwrap_or(NaiveDate::MIN)
}

/// What a service costs by a list from one day to another, both included; without an end until further notice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct ServicePrice {
    pub price_list_id: PriceListId,
    pub valid_from: NaiveDate,
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
    #[ts(type = "number")]
    pub price_minor: i64,
}

impl ServicePrice {
    fn end(&self) -> NaiveDate {
        self.valid_to.unwrap_or_else(open_end)
    }

    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && day <= self.end()
    }
}

#[derive(sqlx::FromRow)]
struct PriceRow {
    service_id: ServiceId,
    price_list_id: PriceListId,
    valid_from: NaiveDate,
    valid_to: NaiveDate,
    price_minor: i64,
}

impl PriceRow {
    fn named(self) -> (ServiceId, ServicePrice) {
        let price = ServicePrice {
            price_list_id: self.price_list_id,
            valid_from: self.valid_from,
            valid_to: Some(self.valid_to).filter(|end| *end < open_end()),
            price_minor: self.price_minor,
        };
        (self.service_id, price)
    }
}

/// In the order of lists and days. The field of an error names the place in which the price was sent.
///
/// Errors in this order, for each price: `field.out_of_range` (valid_from, valid_to, price_minor), `price.ends_early`; then
/// `record.not_found` (price_list), `price.overlap` (list, from, to).
pub(super) async fn checked(read: &mut impl Read, prices: &[ServicePrice]) -> Result<Vec<ServicePrice>> {
    if prices.len() > MOST_PRICES {
        return Err(Error::field(Code::FieldOutOfRange, "prices").with("min", 0).with("max", MOST_PRICES));
    }
    for (position, price) in prices.iter().enumerate() {
        let field = |name: &str| format!("prices.{position}.{name}");
        fields::day(&field("valid_from"), price.valid_from)?;
        price.valid_to.map_or(Ok(()), |day| fields::day(&field("valid_to"), day))?;
        money::check_price(&field("price_minor"), price.price_minor)?;
        if price.end() < price.valid_from {
            return Err(Error::field(Code::PriceEndsEarly, &field("valid_to")));
        }
    }
    let lists: Vec<(PriceListId, String)> = read.all("SELECT id, name FROM price_lists", vec![]).await?;
    let mut placed: Vec<(usize, &ServicePrice)> = prices.iter().enumerate().collect();
    placed.sort_by_key(|(_, price)| (price.price_list_id, price.valid_from));
    for (_, price) in &placed {
        if !lists.iter().any(|(id, _)| *id == price.price_list_id) {
            return Err(Error::new(Code::NotFound).with("kind", Kind::PriceList));
        }
    }
    for pair in placed.windows(2) {
        let ((_, before), (position, after)) = (pair[0], pair[1]);
        if before.price_list_id == after.price_list_id && before.end() >= after.valid_from {
            let name = lists.iter().find(|(id, _)| *id == after.price_list_id).map(|(_, name)| name);
            let error = Error::field(Code::PriceOverlap, &format!("prices.{position}.valid_from"));
            return Err(error.with("list", name).with("from", before.valid_from).with("to", before.valid_to));
        }
    }
    Ok(placed.into_iter().map(|(_, price)| price.clone()).collect())
}

/// Of one service, in the order of lists and days.
pub(super) async fn prices_of(read: &mut impl Read, id: ServiceId) -> Result<Vec<ServicePrice>> {
    let rows: Vec<PriceRow> = read
        .all(
            "SELECT service_id, price_list_id, valid_from, valid_to, price_minor FROM service_prices WHERE service_id = ? ORDER BY price_list_id, valid_from",
            args![id],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.named().1).collect())
}

/// Replaces a service's dated prices by these, which are checked, and notes them with it. Whoever calls has just changed the row of the service,
/// so nobody else writes its prices meanwhile.
pub(super) async fn write(tx: &mut Tx, id: ServiceId, after: &[ServicePrice]) -> Result<()> {
    let before = prices_of(tx, id).await?;
    if before == after {
        return Ok(());
    }
    // The last first: each is held by the one that comes after it.
    for price in before.iter().rev() {
        tx.exec(
            "DELETE FROM service_prices WHERE service_id = ? AND price_list_id = ? AND valid_from = ?",
            args![id, price.price_list_id, price.valid_from],
        )
        .await?;
    }
    let mut rows = Vec::new();
    let mut previous: Option<&ServicePrice> = None;
    for price in after {
        let ended = previous.filter(|one| one.price_list_id == price.price_list_id).map(ServicePrice::end);
        rows.push(args![
            id,
            price.price_list_id,
            price.valid_from,
            price.end(),
            price.price_minor,
            ended.unwrap_or_else(long_ago),
            ended
        ]);
        previous = Some(price);
    }
    let columns =
        &["service_id", "price_list_id", "valid_from", "valid_to", "price_minor", "begins_after", "previous_to"];
    tx.insert_rows("service_prices", columns, rows).await?;
    tx.note(Kind::Service, id.0, "prices", json!(before), json!(after));
    Ok(())
}

/// Dated prices of services.
pub(crate) struct PriceBook(Vec<(ServiceId, ServicePrice)>);

/// A price and the list it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Priced {
    pub minor: i64,
    pub list: PriceListId,
}

impl PriceBook {
    /// Those of the lists in use that hold on any day from `from` to `to`.
    pub async fn load(read: &mut impl Read, from: NaiveDate, to: NaiveDate) -> Result<PriceBook> {
        let rows: Vec<PriceRow> = read
            .all(
                "SELECT p.service_id, p.price_list_id, p.valid_from, p.valid_to, p.price_minor FROM service_prices p \
                 JOIN price_lists l ON l.id = p.price_list_id WHERE l.active = TRUE AND p.valid_to >= ? AND p.valid_from <= ?",
                args![from, to],
            )
            .await?;
        Ok(PriceBook(rows.into_iter().map(PriceRow::named).collect()))
    }

    /// All there are, in the order of lists and days; those of lists that are out of use too.
    pub async fn whole(read: &mut impl Read) -> Result<PriceBook> {
        let rows: Vec<PriceRow> = read
            .all("SELECT service_id, price_list_id, valid_from, valid_to, price_minor FROM service_prices ORDER BY service_id, price_list_id, valid_from", vec![])
            .await?;
        Ok(PriceBook(rows.into_iter().map(PriceRow::named).collect()))
    }

    /// `otherwise` is the standard price without dates: of today, or of the moment in which the visit was booked.
    pub fn price(&self, service: ServiceId, list: PriceListId, day: NaiveDate, otherwise: i64) -> Priced {
        let on = |list: PriceListId| {
            let holds = |price: &ServicePrice| price.price_list_id == list && price.holds_on(day);
            let (_, price) = self.0.iter().find(|(id, price)| *id == service && holds(price))?;
            Some(Priced { minor: price.price_minor, list })
        };
        on(list).or_else(|| on(STANDARD)).unwrap_or(Priced { minor: otherwise, list: STANDARD })
    }

    pub(super) fn of(&self, service: ServiceId) -> impl Iterator<Item = &ServicePrice> {
        self.0.iter().filter(move |(id, _)| *id == service).map(|(_, price)| price)
    }
}

/// What services cost one patient on one day.
pub(crate) struct PatientPrices {
    book: PriceBook,
    list: PriceListId,
    day: NaiveDate,
}

impl PatientPrices {
    /// Without a patient: the standard prices.
    pub async fn load(read: &mut impl Read, patient: Option<PatientId>, day: NaiveDate) -> Result<PatientPrices> {
        let rows: Vec<PriceRow> = read
            .all(
                "SELECT p.service_id, p.price_list_id, p.valid_from, p.valid_to, p.price_minor FROM service_prices p \
                 JOIN price_lists l ON l.id = p.price_list_id WHERE l.active = TRUE AND p.valid_to >= ? AND p.valid_from <= ? \
                 AND (p.price_list_id = ? OR p.price_list_id IN (SELECT w.price_list_id FROM patient_price_lists w WHERE w.patient_id = ?) \
                 OR (p.price_list_id IN (SELECT y.price_list_id FROM patient_payers z JOIN payers y ON y.id = z.payer_id WHERE z.patient_id = ? AND y.active = TRUE) \
                 AND NOT EXISTS (SELECT 1 FROM patient_price_lists w WHERE w.patient_id = ?)))",
                args![day, day, STANDARD, patient, patient, patient],
            )
            .await?;
        let own = rows.iter().map(|row| row.price_list_id).find(|list| *list != STANDARD);
        let book = PriceBook(rows.into_iter().map(PriceRow::named).collect());
        Ok(PatientPrices { book, list: own.unwrap_or(STANDARD), day })
    }

    pub fn price(&self, service: ServiceId, otherwise: i64) -> Priced {
        self.book.price(service, self.list, self.day, otherwise)
    }
}

/// What every service in use costs a patient on a day: what a booking and an invoice of that day will say. Without a patient: the standard prices.
///
/// Errors: `field.out_of_range` (day).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskPrices {
    #[serde(default)]
    pub patient_id: Option<PatientId>,
    pub day: NaiveDate,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PriceThen {
    pub service_id: ServiceId,
    #[ts(type = "number")]
    pub price_minor: i64,
    /// The name of the list, where it is not the standard one.
    pub price_list: Option<String>,
}

impl Ask for AskPrices {
    const PERMISSION: Permission = Permission::PatientView;
    type Answer = Vec<PriceThen>;

    fn example() -> Self {
        AskPrices { patient_id: None, day: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default() }
    }

    async fn answer(&self, db: &mut Db, _asker: &Asker) -> Result<Vec<PriceThen>> {
        fields::day("day", self.day)?;
        let prices = PatientPrices::load(db, self.patient_id, self.day).await?;
        let services: Vec<Service> = db.records("ORDER BY name, id", vec![]).await?;
        let lists = names(db).await?;
        let line = |service: Service| {
            let priced = prices.price(service.id, service.price_minor);
            PriceThen { service_id: service.id, price_minor: priced.minor, price_list: other_name(&lists, priced.list) }
        };
        Ok(services.into_iter().map(line).collect())
    }
}

pub(crate) async fn names(read: &mut impl Read) -> Result<Vec<(PriceListId, String)>> {
    read.all_of(Clause::new("SELECT id, name FROM price_lists", vec![])).await
}

/// The name of a list that is not the standard one.
pub(crate) fn other_name(lists: &[(PriceListId, String)], id: PriceListId) -> Option<String> {
    lists.iter().find(|(list, _)| *list == id && id != STANDARD).map(|(_, name)| name.clone())
}
