//! An invoice's lines: as forms send them, as they are reckoned, as they stand.

use super::invoice::Invoice;
use super::sums::{self, DiscountKind, LineSum, Reckoned};
use super::tax_rates::TaxRate;
use crate::args;
use crate::catalogue::prices::{PatientPrices, Priced};
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::ids::{AppointmentId, InvoiceId, PractitionerId, PriceListId, RowId, ServiceId, TaxRateId, derived};
use crate::money::{self, MAX_MINOR};
use crate::store::{Kind, Read, Tx};
use chrono::{NaiveDate, NaiveDateTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

pub(super) const SERVICE: &str = "service";
pub(super) const ROUNDING: &str = "rounding";

const MOST_LINES: usize = 200;

/// A discount: percent in basis points or an amount in minor units, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct Discount {
    pub kind: DiscountKind,
    #[ts(type = "number")]
    pub value: i64,
    pub reason: String,
}

/// A line as forms send it. `unit_minor` as the price stands: with the tax in it when the rate says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct InvoiceLine {
    #[serde(default)]
    pub service_id: Option<ServiceId>,
    pub description: String,
    #[ts(type = "number")]
    pub quantity: i64,
    #[ts(type = "number")]
    pub unit_minor: i64,
    #[serde(default)]
    pub discount: Option<Discount>,
    #[serde(default)]
    pub tax_rate_id: Option<TaxRateId>,
    #[serde(default)]
    pub practitioner_id: Option<PractitionerId>,
    /// What the whole costs, when this line is only one payer's share of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "number | null")]
    pub share_of_minor: Option<i64>,
}

impl InvoiceLine {
    /// What it costs after its own discount, before tax that is not in the price.
    ///
    /// Errors: `field.out_of_range` (lines, discount).
    pub(super) fn price_minor(&self) -> Result<i64> {
        let sums = sums::reckon(&[reckoned(&(self.clone(), None))], None)?;
        Ok(sums.iter().map(|sum| sum.list_minor - sum.own_discount_minor).sum())
    }
}

/// A line as it stands in `invoice_items`, with its links.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow, ts_rs::TS)]
#[ts(export)]
pub struct InvoiceItem {
    pub item_id: RowId,
    /// service, or rounding.
    pub kind: String,
    pub service_id: Option<ServiceId>,
    pub description: String,
    #[ts(type = "number")]
    pub quantity: i64,
    #[ts(type = "number")]
    pub unit_minor: i64,
    pub discount_kind: Option<String>,
    #[ts(type = "number | null")]
    pub discount_value: Option<i64>,
    pub discount_reason: Option<String>,
    /// The line's own discount and its share of the whole's.
    #[ts(type = "number")]
    pub discount_minor: i64,
    pub tax_rate_id: Option<TaxRateId>,
    pub tax_name: Option<String>,
    pub tax_kind: Option<String>,
    pub tax_reason: Option<String>,
    #[ts(type = "number")]
    pub tax_basis_points: i64,
    pub tax_inclusive: bool,
    #[ts(type = "number")]
    pub net_minor: i64,
    #[ts(type = "number")]
    pub tax_minor: i64,
    pub practitioner_id: Option<PractitionerId>,
    /// The list whose price it bears; nothing when somebody typed another one.
    pub price_list: Option<String>,
    /// What the whole costs, when this line is only one payer's share of it.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub share_of_minor: Option<i64>,
}

pub(super) async fn items_of(read: &mut impl Read, id: InvoiceId) -> Result<Vec<InvoiceItem>> {
    read.all(
        "SELECT t.id AS item_id, t.kind, t.service_id, t.description, t.quantity, t.unit_minor, t.discount_kind, t.discount_value, t.discount_reason, \
         t.discount_minor, l.tax_rate_id, t.tax_name, t.tax_kind, t.tax_reason, t.tax_basis_points, t.tax_inclusive, t.net_minor, t.tax_minor, l.doctor_id AS practitioner_id, q.name AS price_list, t.share_of_minor \
         FROM invoice_items t LEFT JOIN invoice_item_links l ON l.item_id = t.id LEFT JOIN invoice_item_prices x ON x.item_id = t.id \
         LEFT JOIN price_lists q ON q.id = x.price_list_id WHERE t.invoice_id = ? ORDER BY t.position",
        args![id],
    )
    .await
}

/// The day whose prices count: that of the visit, or today.
pub(super) async fn priced_on(
    read: &mut impl Read,
    visit: Option<AppointmentId>,
    today: NaiveDate,
) -> Result<NaiveDate> {
    let Some(visit) = visit else { return Ok(today) };
    let (starts_at,): (NaiveDateTime,) =
        read.one("SELECT starts_at FROM appointments WHERE id = ?", args![visit]).await?;
    Ok(starts_at.date())
}

/// Lines with their rates, checked and reckoned: ready to be written.
pub(super) struct Lines {
    lines: Vec<(InvoiceLine, Option<TaxRate>)>,
    pub sums: Vec<LineSum>,
}

impl Lines {
    /// Errors in this order: field errors of the lines and the discounts, `record.not_found` (tax_rate, service, practitioner), those
    /// of `sums::reckon`.
    pub async fn checked(read: &mut impl Read, lines: &[InvoiceLine], whole: Option<&Discount>) -> Result<Lines> {
        if lines.len() > MOST_LINES {
            return Err(Error::field(Code::FieldOutOfRange, "lines").with("min", 0).with("max", MOST_LINES));
        }
        let lines = lines.iter().map(checked_line).collect::<Result<Vec<_>>>()?;
        let rates: Vec<TaxRate> = read.records("", vec![]).await?;
        let services: Vec<(ServiceId,)> = read.all("SELECT id FROM services", vec![]).await?;
        let doctors: Vec<(PractitionerId,)> = read.all("SELECT id FROM doctors", vec![]).await?;
        let mut rated = Vec::new();
        for line in lines {
            let missing = |kind: &str| Err(Error::new(Code::NotFound).with("kind", kind));
            let rate = rates.iter().find(|rate| Some(rate.id) == line.tax_rate_id).cloned();
            if line.tax_rate_id.is_some() && rate.is_none() {
                return missing("tax_rate");
            }
            if line.service_id.is_some_and(|id| !services.contains(&(id,))) {
                return missing("service");
            }
            if line.practitioner_id.is_some_and(|id| !doctors.contains(&(id,))) {
                return missing("practitioner");
            }
            rated.push((line, rate));
        }
        let reckoned: Vec<Reckoned> = rated.iter().map(reckoned).collect();
        for (line, _) in &rated {
            let price = line.price_minor()?;
            if let Some(all) = line.share_of_minor.filter(|all| price > *all) {
                return Err(Error::field(Code::FieldOutOfRange, "share_of_minor").with("min", price).with("max", all));
            }
        }
        let whole = whole.map(|discount| (discount.kind, discount.value));
        Ok(Lines { sums: sums::reckon(&reckoned, whole)?, lines: rated })
    }

    /// Puts the totals onto the row, before it is written.
    pub fn total(&self, row: &mut Invoice) -> Result<()> {
        row.net_minor = money::sum(self.sums.iter().map(|sum| sum.net_minor))?;
        row.tax_minor = money::sum(self.sums.iter().map(|sum| sum.tax_minor))?;
        row.total_minor = money::sum([row.net_minor, row.tax_minor])?;
        Ok(())
    }

    /// Replaces the lines of a draft and notes them with it.
    pub async fn write(&self, tx: &mut Tx, cx: &Context, row: &Invoice) -> Result<()> {
        let id = row.id;
        let before = items_of(tx, id).await?;
        let lists = self.lists(tx, cx, row).await?;
        tx.exec(
            "DELETE FROM invoice_item_prices WHERE item_id IN (SELECT id FROM invoice_items WHERE invoice_id = ?)",
            args![id],
        )
        .await?;
        tx.exec(
            "DELETE FROM invoice_item_links WHERE item_id IN (SELECT id FROM invoice_items WHERE invoice_id = ?)",
            args![id],
        )
        .await?;
        tx.exec("DELETE FROM invoice_items WHERE invoice_id = ?", args![id]).await?;
        let (mut items, mut links, mut prices) = (Vec::new(), Vec::new(), Vec::new());
        for (position, ((line, rate), sum)) in self.lines.iter().zip(&self.sums).enumerate() {
            let item_id = RowId(derived(cx.operation, &format!("line {id} {position}")));
            items.push(item_row(item_id, id, position, line, rate.as_ref(), sum));
            links.push(args![item_id, line.tax_rate_id, line.practitioner_id]);
            prices.extend(lists[position].map(|list| args![item_id, list]));
        }
        tx.insert_rows("invoice_items", ITEM_COLUMNS, items).await?;
        tx.insert_rows("invoice_item_links", &["item_id", "tax_rate_id", "doctor_id"], links).await?;
        tx.insert_rows("invoice_item_prices", &["item_id", "price_list_id"], prices).await?;
        let after: Vec<&InvoiceLine> = self.lines.iter().map(|(line, _)| line).collect();
        let before: Vec<InvoiceLine> = before.iter().map(InvoiceItem::as_line).collect();
        tx.note(Kind::Invoice, id.0, "lines", json!(before), json!(after));
        Ok(())
    }

    /// In whose list each line's price stands: nothing where it is another one.
    async fn lists(&self, tx: &mut Tx, cx: &Context, row: &Invoice) -> Result<Vec<Option<PriceListId>>> {
        let listed = self.listed(tx, cx.wall_now().date(), row).await?.into_iter().zip(&self.lines);
        Ok(listed.map(|(one, (line, _))| one.filter(|one| one.minor == line.unit_minor).map(|one| one.list)).collect())
    }

    /// The sums as limits look at them: a price that is typed lower than the list's takes off as much as a discount does. A share costs less
    /// because somebody else pays the rest.
    pub async fn with_typed_prices(
        &self,
        read: &mut impl Read,
        today: NaiveDate,
        row: &Invoice,
    ) -> Result<Vec<LineSum>> {
        let listed = self.listed(read, today, row).await?;
        let stored = items_of(read, row.id).await?;
        let same = |line: &InvoiceLine, item: &InvoiceItem| {
            item.share_of_minor == line.share_of_minor
                && item.service_id == line.service_id
                && item.unit_minor <= line.unit_minor
        };
        // What is a share was made one by sharing, not by saying so.
        let is_share = |line: &InvoiceLine| line.share_of_minor.is_some() && stored.iter().any(|item| same(line, item));
        let mut sums = self.sums.clone();
        for (((line, _), listed), sum) in self.lines.iter().zip(listed).zip(&mut sums) {
            let off = listed.map_or(0, |listed| listed.minor - line.unit_minor).max(0).saturating_mul(line.quantity);
            if off > 0 && !is_share(line) {
                sum.list_minor = sum.list_minor.saturating_add(off);
                sum.own_discount_minor = sum.own_discount_minor.saturating_add(off);
                sum.discount_minor = sum.discount_minor.saturating_add(off);
            }
        }
        Ok(sums)
    }

    /// What each line's service costs by the patient's list, on the day of the visit or else today.
    async fn listed(&self, read: &mut impl Read, today: NaiveDate, row: &Invoice) -> Result<Vec<Option<Priced>>> {
        let day = priced_on(read, row.appointment_id, today).await?;
        let standing: Vec<(ServiceId, i64)> = read
            .all(
                "SELECT s.id, COALESCE(b.price_minor, s.price_minor) FROM services s \
                 LEFT JOIN appointment_services b ON b.service_id = s.id AND b.appointment_id = ?",
                args![row.appointment_id],
            )
            .await?;
        let prices = PatientPrices::load(read, Some(row.patient_id), day).await?;
        let listed = |line: &InvoiceLine| {
            let service = line.service_id?;
            let (_, otherwise) = standing.iter().find(|(id, _)| *id == service)?;
            Some(prices.price(service, *otherwise))
        };
        Ok(self.lines.iter().map(|(line, _)| listed(line)).collect())
    }
}

const ITEM_COLUMNS: &[&str] = &[
    "id",
    "invoice_id",
    "position",
    "kind",
    "service_id",
    "description",
    "quantity",
    "unit_minor",
    "discount_kind",
    "discount_value",
    "discount_minor",
    "discount_reason",
    "tax_basis_points",
    "tax_name",
    "tax_kind",
    "tax_reason",
    "tax_inclusive",
    "net_minor",
    "tax_minor",
    "share_of_minor",
];

fn item_row(
    item_id: RowId,
    invoice: InvoiceId,
    position: usize,
    line: &InvoiceLine,
    rate: Option<&TaxRate>,
    sum: &LineSum,
) -> Vec<crate::store::Value> {
    let discount = line.discount.as_ref();
    args![
        item_id,
        invoice,
        position as i64,
        SERVICE,
        line.service_id,
        &line.description,
        line.quantity,
        line.unit_minor,
        discount.map(|discount| discount.kind.text()),
        discount.map(|discount| discount.value),
        sum.discount_minor,
        discount.map(|discount| discount.reason.clone()),
        rate.map_or(0, |rate| rate.basis_points),
        rate.map(|rate| rate.name.clone()),
        rate.map(|rate| rate.kind.clone()),
        rate.and_then(|rate| rate.reason.clone()),
        rate.is_some_and(|rate| rate.inclusive),
        sum.net_minor,
        sum.tax_minor,
        line.share_of_minor
    ]
}

impl InvoiceItem {
    /// As forms send it.
    pub(super) fn as_line(&self) -> InvoiceLine {
        let kind = self.discount_kind.as_deref().and_then(DiscountKind::parse);
        let discount = kind.zip(self.discount_value).map(|(kind, value)| Discount {
            kind,
            value,
            reason: self.discount_reason.clone().unwrap_or_default(),
        });
        InvoiceLine {
            service_id: self.service_id,
            description: self.description.clone(),
            quantity: self.quantity,
            unit_minor: self.unit_minor,
            discount,
            tax_rate_id: self.tax_rate_id,
            practitioner_id: self.practitioner_id,
            share_of_minor: self.share_of_minor,
        }
    }
}

/// A line of its own for what cash is rounded by.
pub(super) async fn write_rounding(tx: &mut Tx, cx: &Context, row: &mut Invoice, rounding: i64) -> Result<()> {
    if rounding == 0 {
        return Ok(());
    }
    let (position,): (i64,) = tx.one("SELECT COUNT(*) FROM invoice_items WHERE invoice_id = ?", args![row.id]).await?;
    let item_id = RowId(derived(cx.operation, &format!("rounding {}", row.id)));
    // What people read says the line's kind; this text is for those who read the table.
    tx.insert_rows(
        "invoice_items",
        &[
            "id",
            "invoice_id",
            "position",
            "kind",
            "description",
            "quantity",
            "unit_minor",
            "discount_minor",
            "tax_basis_points",
            "tax_inclusive",
            "net_minor",
            "tax_minor",
        ],
        vec![args![
            item_id, row.id, position, ROUNDING, ROUNDING, 1_i64, rounding, 0_i64, 0_i64, false, rounding, 0_i64
        ]],
    )
    .await?;
    row.net_minor += rounding;
    row.total_minor += rounding;
    Ok(())
}

/// Errors: field errors (description, quantity, unit_minor, share_of_minor, discount.reason).
fn checked_line(line: &InvoiceLine) -> Result<InvoiceLine> {
    let description = fields::text("description", &line.description, 300)?;
    if !(1..=10_000).contains(&line.quantity) {
        return Err(Error::field(Code::FieldOutOfRange, "quantity").with("min", 1).with("max", 10_000));
    }
    if !(0..=MAX_MINOR).contains(&line.unit_minor) {
        return Err(Error::field(Code::FieldOutOfRange, "unit_minor").with("min", 0).with("max", MAX_MINOR));
    }
    if line.share_of_minor.is_some_and(|minor| !(0..=MAX_MINOR).contains(&minor)) {
        return Err(Error::field(Code::FieldOutOfRange, "share_of_minor").with("min", 0).with("max", MAX_MINOR));
    }
    let discount = line.discount.as_ref().map(checked_discount).transpose()?;
    Ok(InvoiceLine { description, discount, ..line.clone() })
}

/// Errors: field errors (discount.reason).
pub(super) fn checked_discount(discount: &Discount) -> Result<Discount> {
    Ok(Discount { reason: fields::text("discount.reason", &discount.reason, 200)?, ..discount.clone() })
}

fn reckoned((line, rate): &(InvoiceLine, Option<TaxRate>)) -> Reckoned {
    Reckoned {
        quantity: line.quantity,
        unit_minor: line.unit_minor,
        discount: line.discount.as_ref().map(|discount| (discount.kind, discount.value)),
        tax_basis_points: rate.as_ref().map_or(0, |rate| rate.basis_points),
        tax_inclusive: rate.as_ref().is_some_and(|rate| rate.inclusive),
    }
}
