//! Payers themselves: added, changed, listed.

use crate::access::Permission;
use crate::args;
use crate::catalogue::price_lists;
use crate::catalogue::specialties::RowSaved;
use crate::clinic::{Asker, Context};
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::history::refuse_stale;
use crate::ids::{PayerId, PriceListId};
use crate::operation::Operate;
use crate::question::Ask;
use crate::store::{Db, Kind, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const MOST_ADDRESS_LINES: usize = 8;
const MOST_DUE_DAYS: i64 = 365;

crate::record! {
    pub struct Payer in "payers" as Payer {
        pub id: PayerId,
        pub name: String,
        pub address: Option<String>,
        pub tax_number: Option<String>,
        pub email: Option<String>,
        pub due_days: Option<i64>,
        pub price_list_id: Option<PriceListId>,
        pub active: bool,
    }
}

impl Payer {
    pub(in crate::billing) fn address_lines(&self) -> Vec<String> {
        self.address.iter().flat_map(|text| text.lines()).map(str::to_owned).collect()
    }
}

/// A payer as forms send it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct PayerDetails {
    pub name: String,
    /// As it stands on an envelope.
    #[serde(default)]
    pub address_lines: Vec<String>,
    #[serde(default)]
    pub tax_number: Option<String>,
    #[serde(default)]
    pub email: Option<String>,
    /// Days until its invoices are due; nothing: as for patients.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub due_days: Option<i64>,
    /// By which list its patients pay who have none of their own.
    #[serde(default)]
    pub price_list_id: Option<PriceListId>,
}

impl PayerDetails {
    fn example() -> PayerDetails {
        PayerDetails {
            name: "Harbour Health Insurance".into(),
            address_lines: vec!["PO Box 12".into(), "Porthaven".into()],
            tax_number: None,
            email: Some("claims@harbour.example".into()),
            due_days: Some(30),
            price_list_id: None,
        }
    }

    /// Errors in this order: field errors (name, address_lines, tax_number, email, due_days), `record.not_found` (price_list).
    async fn checked(&self, read: &mut impl Read) -> Result<PayerDetails> {
        let name = fields::text("name", &self.name, 120)?;
        let lines = self.address_lines.iter().map(|line| fields::optional("address_lines", Some(line), 70));
        let address_lines: Vec<String> = lines.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect();
        if address_lines.len() > MOST_ADDRESS_LINES {
            let error = Error::field(Code::FieldOutOfRange, "address_lines");
            return Err(error.with("min", 0).with("max", MOST_ADDRESS_LINES));
        }
        let tax_number = fields::optional("tax_number", self.tax_number.as_deref(), 60)?;
        let email = fields::email("email", self.email.as_deref())?;
        if self.due_days.is_some_and(|days| !(0..=MOST_DUE_DAYS).contains(&days)) {
            return Err(Error::field(Code::FieldOutOfRange, "due_days").with("min", 0).with("max", MOST_DUE_DAYS));
        }
        let price_list_id = self.price_list_id.filter(|list| *list != price_lists::STANDARD);
        if let Some(list) = price_list_id {
            price_lists::known(read, list).await?;
        }
        Ok(PayerDetails { name, address_lines, tax_number, email, due_days: self.due_days, price_list_id })
    }

    fn row(self, id: PayerId, version: i64, active: bool) -> Payer {
        let address = Some(self.address_lines.join("\n")).filter(|text| !text.is_empty());
        Payer {
            id,
            version,
            name: self.name,
            address,
            tax_number: self.tax_number,
            email: self.email,
            due_days: self.due_days,
            price_list_id: self.price_list_id,
            active,
        }
    }
}

/// Errors: `name.taken` (field, name).
async fn free_name(tx: &mut Tx, name: &str, own: PayerId) -> Result<()> {
    let taken: Option<(i64,)> = tx.maybe("SELECT 1 FROM payers WHERE name = ? AND id <> ?", args![name, own]).await?;
    if taken.is_some() { Err(Error::field(Code::NameTaken, "name").with("name", name)) } else { Ok(()) }
}

/// Errors: `record.not_found` (payer).
pub(crate) async fn known(read: &mut impl Read, id: PayerId) -> Result<()> {
    let found: Option<(i64,)> = read.maybe("SELECT 1 FROM payers WHERE id = ?", args![id]).await?;
    found.map(drop).ok_or_else(|| Error::new(Code::NotFound).with("kind", Kind::Payer))
}

/// Errors in this order: `record.not_found` (payer), `field.invalid` (payer_id: out of use).
pub(in crate::billing) async fn in_use(read: &mut impl Read, id: PayerId) -> Result<Payer> {
    let row: Payer = read.record(id.0).await?;
    if row.active { Ok(row) } else { Err(Error::field(Code::FieldInvalid, "payer_id")) }
}

/// Adds a payer.
///
/// Errors in this order: field errors (name, address_lines, tax_number, email, due_days), `record.not_found` (price_list), `name.taken`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AddPayer {
    pub payer_id: PayerId,
    pub details: PayerDetails,
}

impl Operate for AddPayer {
    const PERMISSION: Permission = Permission::BillingRules;
    type Outcome = RowSaved;

    fn example() -> Self {
        AddPayer { payer_id: PayerId::new(), details: PayerDetails::example() }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<RowSaved> {
        let details = self.details.checked(tx).await?;
        free_name(tx, &details.name, self.payer_id).await?;
        tx.insert(&details.row(self.payer_id, 1, true)).await?;
        Ok(RowSaved { version: 1 })
    }
}

/// Changes a payer, or takes it out of use: then nothing more is addressed to it. What is issued already stays as it is.
///
/// Errors in this order: those of the fields, `record.not_found` (price_list, payer), `record.changed_meanwhile`, `name.taken`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct EditPayer {
    pub payer_id: PayerId,
    #[ts(type = "number")]
    pub version: i64,
    pub details: PayerDetails,
    pub active: bool,
}

impl Operate for EditPayer {
    const PERMISSION: Permission = Permission::BillingRules;
    type Outcome = RowSaved;

    fn example() -> Self {
        EditPayer { payer_id: PayerId::new(), version: 1, details: PayerDetails::example(), active: true }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<RowSaved> {
        let details = self.details.checked(tx).await?;
        let before: Payer = tx.record(self.payer_id.0).await?;
        refuse_stale(tx, &before, self.version).await?;
        free_name(tx, &details.name, before.id).await?;
        let mut after = details.row(before.id, before.version, self.active);
        tx.update(&before, &mut after).await?;
        Ok(RowSaved { version: after.version })
    }
}

/// All payers by name, those out of use too.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskPayers {}

/// Amounts in minor units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PayerLine {
    pub payer_id: PayerId,
    #[ts(type = "number")]
    pub version: i64,
    #[serde(flatten)]
    #[ts(flatten)]
    pub details: PayerDetails,
    pub active: bool,
    /// Issued invoices that are not settled.
    #[ts(type = "number")]
    pub open_count: i64,
    #[ts(type = "number")]
    pub open_minor: i64,
}

impl Ask for AskPayers {
    const PERMISSION: Permission = Permission::BillingView;
    type Answer = Vec<PayerLine>;

    fn example() -> Self {
        AskPayers {}
    }

    async fn answer(&self, db: &mut Db, _asker: &Asker) -> Result<Vec<PayerLine>> {
        let rows: Vec<Payer> = db.records("ORDER BY name, id", vec![]).await?;
        let open: Vec<(PayerId, i64, i64)> = db
            .all(
                "SELECT y.payer_id, COUNT(*), CAST(SUM(i.total_minor - i.allocated_minor) AS SIGNED) FROM invoice_payers y JOIN invoices i ON i.id = y.invoice_id \
                 WHERE i.status = 'issued' AND i.allocated_minor < i.total_minor GROUP BY y.payer_id",
                vec![],
            )
            .await?;
        let line = |row: Payer| {
            let (open_count, open_minor) =
                open.iter().find(|(id, ..)| *id == row.id).map_or((0, 0), |(_, count, minor)| (*count, *minor));
            PayerLine {
                payer_id: row.id,
                version: row.version,
                active: row.active,
                open_count,
                open_minor,
                details: PayerDetails {
                    address_lines: row.address_lines(),
                    name: row.name,
                    tax_number: row.tax_number,
                    email: row.email,
                    due_days: row.due_days,
                    price_list_id: row.price_list_id,
                },
            }
        };
        Ok(rows.into_iter().map(line).collect())
    }
}
