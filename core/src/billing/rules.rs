//! The clinic's rules for billing: numbers, terms, what stands on an invoice, and how much discount each role may give.

use super::ledger::Account;
use super::payment::PaymentMethod;
use crate::access::{Permission, Role};
use crate::args;
use crate::catalogue::specialties::RowSaved;
use crate::clinic::{Asker, Context};
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::history::refuse_stale;
use crate::ids::{RowId, derived};
use crate::office::details::SettingRow;
use crate::operation::Operate;
use crate::question::Ask;
use crate::store::{Db, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const BILLING: &str = "billing";
const MOST_LINES: usize = 8;

/// How much discount a role may give, in basis points of what a line and the whole cost before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct DiscountLimit {
    pub role: Role,
    #[ts(type = "number")]
    pub basis_points: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct BillingRules {
    /// Before the year in a number: "INV-" makes INV-2026-00001. A new prefix begins a series of its own.
    pub invoice_prefix: String,
    pub receipt_prefix: String,
    pub credit_note_prefix: String,
    /// Days from the issue until an invoice is due.
    #[ts(type = "number")]
    pub due_days: i64,
    #[serde(default)]
    pub terms: Option<String>,
    #[serde(default)]
    pub tax_number: Option<String>,
    #[serde(default)]
    pub bank_lines: Vec<String>,
    #[serde(default)]
    pub legal: Option<String>,
    /// The smallest coin in minor units to which cash is rounded; nought or one where there is none to round to.
    #[serde(default)]
    #[ts(type = "number")]
    pub cash_rounding_minor: i64,
    #[serde(default)]
    pub discount_limits: Vec<DiscountLimit>,
    /// Under which codes the accountant's program books; an account without one bears its own name there.
    #[serde(default)]
    pub account_codes: Vec<AccountCode>,
    /// Which of the four methods of payment the clinic does not take.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<PaymentMethod>>")]
    pub methods_off: Vec<PaymentMethod>,
}

/// The code of an account of the ledger. What a service brings in and the tax of a rate may have codes of their own, which go before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AccountCode {
    pub account: Account,
    pub code: String,
}

impl Default for BillingRules {
    fn default() -> BillingRules {
        let limit = |(role, basis_points)| DiscountLimit { role, basis_points };
        BillingRules {
            invoice_prefix: "INV-".into(),
            receipt_prefix: "R-".into(),
            credit_note_prefix: "CN-".into(),
            due_days: 14,
            terms: None,
            tax_number: None,
            bank_lines: vec![],
            legal: None,
            cash_rounding_minor: 0,
            discount_limits: [(Role::Admin, 10_000), (Role::Receptionist, 1_000), (Role::Accountant, 10_000)]
                .map(limit)
                .to_vec(),
            account_codes: vec![],
            methods_off: vec![],
        }
    }
}

impl BillingRules {
    /// Cleaned and checked.
    ///
    /// Errors: field errors in the order of the fields.
    fn checked(&self) -> Result<BillingRules> {
        let range = |field: &str, value: i64, max: i64| {
            if (0..=max).contains(&value) {
                Ok(value)
            } else {
                Err(Error::field(Code::FieldOutOfRange, field).with("min", 0).with("max", max))
            }
        };
        let invoice_prefix = prefix("invoice_prefix", &self.invoice_prefix)?;
        let receipt_prefix = prefix("receipt_prefix", &self.receipt_prefix)?;
        let credit_note_prefix = prefix("credit_note_prefix", &self.credit_note_prefix)?;
        let due_days = range("due_days", self.due_days, 365)?;
        let terms = fields::optional("terms", self.terms.as_deref(), 500)?;
        let tax_number = fields::optional("tax_number", self.tax_number.as_deref(), 60)?;
        let bank = self.bank_lines.iter().map(|line| fields::optional("bank_lines", Some(line), 120));
        let bank_lines: Vec<String> = bank.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect();
        if bank_lines.len() > MOST_LINES {
            return Err(Error::field(Code::FieldOutOfRange, "bank_lines").with("min", 0).with("max", MOST_LINES));
        }
        let legal = fields::optional("legal", self.legal.as_deref(), 1000)?;
        let cash_rounding_minor = range("cash_rounding_minor", self.cash_rounding_minor, 10_000)?;
        let mut discount_limits = self.discount_limits.clone();
        for limit in &discount_limits {
            range("discount_limits", limit.basis_points, 10_000)?;
        }
        discount_limits.sort_by_key(|limit| limit.role);
        discount_limits.dedup_by_key(|limit| limit.role);
        let account_codes = self.checked_codes()?;
        let mut methods_off = self.methods_off.clone();
        methods_off.sort();
        methods_off.dedup();
        if methods_off.len() == PaymentMethod::ALL.len() {
            return Err(Error::field(Code::FieldInvalid, "methods_off"));
        }
        Ok(BillingRules {
            invoice_prefix,
            receipt_prefix,
            credit_note_prefix,
            due_days,
            terms,
            tax_number,
            bank_lines,
            legal,
            cash_rounding_minor,
            discount_limits,
            account_codes,
            methods_off,
        })
    }

    /// In the order of the accounts, without those that say nothing.
    ///
    /// Errors: field errors (account_codes.0.code).
    fn checked_codes(&self) -> Result<Vec<AccountCode>> {
        let mut codes = Vec::new();
        for (position, one) in self.account_codes.iter().enumerate() {
            let field = format!("account_codes.{position}.code");
            let code = fields::optional(&field, Some(&one.code), 20)?;
            codes.extend(code.map(|code| AccountCode { account: one.account, code }));
        }
        codes.sort_by_key(|one| one.account);
        codes.dedup_by_key(|one| one.account);
        Ok(codes)
    }

    /// What is written for an account in the accountant's file: the code of the line where it has one, else that of the account, else its name.
    pub(super) fn code_of<'a>(&'a self, account: &'a str, own: &'a str) -> &'a str {
        let of_account =
            || self.account_codes.iter().find(|one| one.account.text() == account).map(|one| one.code.as_str());
        if own.is_empty() { of_account().unwrap_or(account) } else { own }
    }

    pub(super) fn takes(&self, method: PaymentMethod) -> bool {
        !self.methods_off.contains(&method)
    }

    /// The most that any of these roles may take off, in basis points.
    pub(super) fn limit_of(&self, roles: &[Role]) -> i64 {
        let limits = self.discount_limits.iter().filter(|limit| roles.contains(&limit.role));
        limits.map(|limit| limit.basis_points).max().unwrap_or(0)
    }
}

/// Letters, figures, dashes and the like: what stands in a file's name and is read out on the telephone.
fn prefix(field: &str, value: &str) -> Result<String> {
    let value = fields::text(field, value, 10)?;
    if value.chars().all(|c| c.is_ascii_alphanumeric() || "-/.".contains(c)) {
        return Ok(value);
    }
    Err(Error::field(Code::FieldInvalid, field))
}

async fn row(read: &mut impl Read) -> Result<Option<SettingRow>> {
    Ok(read.records("WHERE name = ?", args![BILLING]).await?.into_iter().next())
}

pub(super) async fn load(read: &mut impl Read) -> Result<BillingRules> {
    match row(read).await? {
        Some(row) => serde_json::from_str(&row.value).map_err(Error::internal),
        None => Ok(BillingRules::default()),
    }
}

/// With their version; nought: they were never changed.
pub(super) async fn now(read: &mut impl Read) -> Result<(i64, BillingRules)> {
    Ok((row(read).await?.map_or(0, |row| row.version), load(read).await?))
}

/// Changes the rules for billing. What is issued already stays as it is. Version 0 is that of rules that were never changed.
///
/// Errors in this order: the field errors of the rules, `record.changed_meanwhile`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct EditBillingRules {
    #[ts(type = "number")]
    pub version: i64,
    pub rules: BillingRules,
}

impl Operate for EditBillingRules {
    const PERMISSION: Permission = Permission::BillingRules;
    type Outcome = RowSaved;

    fn example() -> Self {
        EditBillingRules { version: 0, rules: BillingRules::default() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<RowSaved> {
        let rules = self.rules.checked()?;
        let value = serde_json::to_string(&rules).map_err(Error::internal)?;
        let Some(before) = row(tx).await? else {
            let id = RowId(derived(cx.operation, BILLING));
            tx.insert(&SettingRow { id, version: 1, name: BILLING.to_owned(), value }).await?;
            return Ok(RowSaved { version: 1 });
        };
        refuse_stale(tx, &before, self.version).await?;
        let mut after = SettingRow { value, ..before.clone() };
        tx.update(&before, &mut after).await?;
        Ok(RowSaved { version: after.version })
    }
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskBillingRules {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct BillingRulesNow {
    #[ts(type = "number")]
    pub version: i64,
    pub rules: BillingRules,
    /// How much discount the asking person may give, in basis points.
    #[ts(type = "number")]
    pub own_limit: i64,
}

impl Ask for AskBillingRules {
    const PERMISSION: Permission = Permission::BillingView;
    type Answer = BillingRulesNow;

    fn example() -> Self {
        AskBillingRules {}
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<BillingRulesNow> {
        let (version, rules) = now(db).await?;
        Ok(BillingRulesNow { version, own_limit: rules.limit_of(&asker.roles), rules })
    }
}
