//! A clinic's own methods of payment: added, renamed, switched off, put in order, listed.

use crate::access::Permission;
use crate::args;
use crate::billing::payment::PaymentMethod;
use crate::billing::rules::{self, BillingRules};
use crate::catalogue::specialties::RowSaved;
use crate::clinic::{Asker, Context};
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::history::refuse_stale;
use crate::ids::PaymentMethodId;
use crate::operation::Operate;
use crate::question::Ask;
use crate::store::{Db, Kind, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// They are chosen from at the desk, by a figure each.
const MOST: usize = 30;

crate::record! {
    pub struct OwnMethod in "payment_methods" as PaymentMethod {
        pub id: PaymentMethodId,
        pub name: String,
        pub kind: String,
        pub account_code: Option<String>,
        pub position: i64,
        pub active: bool,
    }
}

/// In the clinic's order.
pub(in crate::billing) async fn all(read: &mut impl Read) -> Result<Vec<OwnMethod>> {
    read.records("ORDER BY position, name, id", vec![]).await
}

/// Errors: `name.taken` (field, name).
async fn free_name(tx: &mut Tx, name: &str, own: PaymentMethodId) -> Result<()> {
    let taken: Option<(i64,)> =
        tx.maybe("SELECT 1 FROM payment_methods WHERE name = ? AND id <> ?", args![name, own]).await?;
    if taken.is_some() { Err(Error::field(Code::NameTaken, "name").with("name", name)) } else { Ok(()) }
}

/// Adds a method of the clinic's own, as the last one. Its kind says what the day's close does with it (a card is held against the card
/// machine's slip), and never changes.
///
/// Errors in this order: field errors (name, kind: not cash, account_code), `name.taken`, `field.out_of_range` (methods, at most 30).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AddPaymentMethod {
    pub method_id: PaymentMethodId,
    pub name: String,
    pub kind: PaymentMethod,
    /// Under which code the ledger books it; nothing: under that of its kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_code: Option<String>,
}

impl Operate for AddPaymentMethod {
    const PERMISSION: Permission = Permission::BillingRules;
    type Outcome = RowSaved;

    fn example() -> Self {
        let (kind, account_code) = (PaymentMethod::Other, Some("1090".into()));
        AddPaymentMethod { method_id: PaymentMethodId::new(), name: "Cheque".into(), kind, account_code }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<RowSaved> {
        let name = fields::text("name", &self.name, 40)?;
        if self.kind == PaymentMethod::Cash {
            return Err(Error::field(Code::FieldInvalid, "kind"));
        }
        let account_code = fields::optional("account_code", self.account_code.as_deref(), 20)?;
        free_name(tx, &name, self.method_id).await?;
        let before = all(tx).await?;
        if before.len() >= MOST {
            return Err(Error::field(Code::FieldOutOfRange, "methods").with("min", 0).with("max", MOST));
        }
        let position = before.last().map_or(0, |last| last.position + 1);
        let kind = self.kind.text().to_owned();
        tx.insert(&OwnMethod { id: self.method_id, version: 1, name, kind, account_code, position, active: true })
            .await?;
        Ok(RowSaved { version: 1 })
    }
}

/// Renames a method or switches it off. Lists and reports call what was paid by it as it is called now; a receipt says what it was called
/// then.
///
/// Errors in this order: field errors (name, account_code), `record.not_found`, `record.changed_meanwhile`, `name.taken`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct EditPaymentMethod {
    pub method_id: PaymentMethodId,
    #[ts(type = "number")]
    pub version: i64,
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_code: Option<String>,
    pub active: bool,
}

impl Operate for EditPaymentMethod {
    const PERMISSION: Permission = Permission::BillingRules;
    type Outcome = RowSaved;

    fn example() -> Self {
        let (name, account_code) = ("Bank cheque".into(), None);
        EditPaymentMethod { method_id: PaymentMethodId::new(), version: 1, name, account_code, active: true }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<RowSaved> {
        let name = fields::text("name", &self.name, 40)?;
        let account_code = fields::optional("account_code", self.account_code.as_deref(), 20)?;
        let before: OwnMethod = tx.record(self.method_id.0).await?;
        refuse_stale(tx, &before, self.version).await?;
        free_name(tx, &name, self.method_id).await?;
        let mut after = OwnMethod { name, account_code, active: self.active, ..before.clone() };
        tx.update(&before, &mut after).await?;
        Ok(RowSaved { version: after.version })
    }
}

/// Puts the clinic's own methods in this order; those that are not named come after.
///
/// Errors: `record.not_found` (payment_method).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct OrderPaymentMethods {
    pub method_ids: Vec<PaymentMethodId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct MethodsOrdered {
    #[ts(type = "number")]
    pub moved: i64,
}

impl Operate for OrderPaymentMethods {
    const PERMISSION: Permission = Permission::BillingRules;
    type Outcome = MethodsOrdered;

    fn example() -> Self {
        OrderPaymentMethods { method_ids: vec![PaymentMethodId::new()] }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<MethodsOrdered> {
        let mut rows = all(tx).await?;
        if self.method_ids.iter().any(|id| rows.iter().all(|row| row.id != *id)) {
            return Err(Error::new(Code::NotFound).with("kind", Kind::PaymentMethod));
        }
        let named = |row: &OwnMethod| self.method_ids.iter().position(|id| *id == row.id).unwrap_or(usize::MAX);
        rows.sort_by_key(named);
        let mut moved = 0;
        for (position, before) in (0_i64..).zip(rows) {
            if before.position != position {
                let mut after = OwnMethod { position, ..before.clone() };
                tx.update(&before, &mut after).await?;
                moved += 1;
            }
        }
        Ok(MethodsOrdered { moved })
    }
}

/// Every method, those that are not taken too: the four that every clinic has, then its own in their order.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskPaymentMethods {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PaymentMethodLine {
    /// "cash" and the like; of the clinic's own, its id.
    pub key: String,
    pub method: PaymentMethod,
    /// Nothing for the four that every clinic has: they stand in the rules for billing, whose version this is then.
    pub method_id: Option<PaymentMethodId>,
    #[ts(type = "number")]
    pub version: i64,
    pub name: Option<String>,
    pub account_code: Option<String>,
    /// Whether it is taken.
    pub active: bool,
}

impl PaymentMethodLine {
    fn built_in(method: PaymentMethod, version: i64, rules: &BillingRules) -> PaymentMethodLine {
        let code = rules.account_codes.iter().find(|one| one.account.text() == method.text());
        PaymentMethodLine {
            key: method.text().to_owned(),
            method,
            method_id: None,
            version,
            name: None,
            account_code: code.map(|one| one.code.clone()),
            active: rules.takes(method),
        }
    }
}

impl From<OwnMethod> for PaymentMethodLine {
    fn from(row: OwnMethod) -> PaymentMethodLine {
        PaymentMethodLine {
            key: row.id.to_string(),
            method: PaymentMethod::parse(&row.kind).unwrap_or(PaymentMethod::Other),
            method_id: Some(row.id),
            version: row.version,
            name: Some(row.name),
            account_code: row.account_code,
            active: row.active,
        }
    }
}

impl Ask for AskPaymentMethods {
    const PERMISSION: Permission = Permission::BillingView;
    type Answer = Vec<PaymentMethodLine>;

    fn example() -> Self {
        AskPaymentMethods {}
    }

    async fn answer(&self, db: &mut Db, _asker: &Asker) -> Result<Vec<PaymentMethodLine>> {
        let (version, rules) = rules::now(db).await?;
        let built_in = PaymentMethod::ALL.map(|method| PaymentMethodLine::built_in(method, version, &rules));
        let own = all(db).await?.into_iter().map(PaymentMethodLine::from);
        Ok(built_in.into_iter().chain(own).collect())
    }
}
