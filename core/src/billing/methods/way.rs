//! By which method one payment is made: whether the clinic takes it, and what is kept of its own ones.

use super::own::OwnMethod;
use crate::args;
use crate::billing::payment::PaymentMethod;
use crate::billing::rules;
use crate::billing::till::Till;
use crate::error::{Code, Error, Result};
use crate::ids::{PaymentId, PaymentMethodId};
use crate::store::{Read, Tx};
use serde::{Deserialize, Serialize};

/// A kind, and with `own` the clinic's method of that kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::billing) struct Way {
    pub method: PaymentMethod,
    pub own: Option<PaymentMethodId>,
}

impl Way {
    /// As a payment was made.
    pub async fn of(read: &mut impl Read, payment: PaymentId) -> Result<Option<Way>> {
        let found: Option<(String, Option<PaymentMethodId>)> = read
            .maybe(
                "SELECT p.method, o.method_id FROM payments p LEFT JOIN payment_own_methods o ON o.payment_id = p.id WHERE p.id = ?",
                args![payment],
            )
            .await?;
        Ok(found
            .map(|(method, own)| Way { method: PaymentMethod::parse(&method).unwrap_or(PaymentMethod::Other), own }))
    }

    /// Whether the clinic takes it. What a payment was made by is good enough for what gives it back or puts it right (`as_before`).
    ///
    /// Errors in this order: `record.not_found` (payment_method), `field.invalid` (method, when it is of another kind),
    /// `payment.method_off` (method, name).
    pub async fn must_be_taken(self, read: &mut impl Read, as_before: Option<PaymentId>) -> Result<()> {
        let off = |name: Option<String>| {
            let error = Error::new(Code::PaymentMethodOff).with("method", self.method);
            if let Some(name) = name { error.with("name", name) } else { error }
        };
        let refused = match self.own {
            Some(own) => {
                let row: OwnMethod = read.record(own.0).await?;
                if row.kind != self.method.text() {
                    return Err(Error::field(Code::FieldInvalid, "method"));
                }
                (!row.active).then(|| off(Some(row.name)))
            }
            None => (!rules::load(read).await?.takes(self.method)).then(|| off(None)),
        };
        let Some(error) = refused else { return Ok(()) };
        if let Some(payment) = as_before
            && Way::of(read, payment).await? == Some(self)
        {
            return Ok(());
        }
        Err(error)
    }

    /// Beside the payment's row, with what it is called now.
    pub async fn write(self, tx: &mut Tx, payment: PaymentId) -> Result<()> {
        let Some(own) = self.own else { return Ok(()) };
        let row: OwnMethod = tx.record(own.0).await?;
        let values = vec![args![payment, own, self.method.text(), row.name]];
        tx.insert_rows("payment_own_methods", &["payment_id", "method_id", "kind", "name"], values).await
    }
}

/// What of a till was taken by one of the clinic's own methods, less what was given back. A closed day keeps it with the name of then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow, ts_rs::TS)]
#[ts(export)]
pub struct OwnExpected {
    pub method_id: PaymentMethodId,
    pub name: String,
    /// card, transfer or other: in whose sum it is.
    pub method: String,
    #[ts(type = "number")]
    pub amount_minor: i64,
}

pub(in crate::billing) async fn own_expected(read: &mut impl Read, till: &Till) -> Result<Vec<OwnExpected>> {
    read.all(
        "SELECT m.id AS method_id, m.name, m.kind AS method, CAST(SUM(CASE WHEN p.kind = 'payment' THEN p.amount_minor ELSE 0 - p.amount_minor END) AS SIGNED) AS amount_minor \
         FROM payments p JOIN payment_own_methods o ON o.payment_id = p.id JOIN payment_methods m ON m.id = o.method_id \
         WHERE p.cashier_id = ? AND (p.drawer_on = ? OR (p.drawer_on IS NULL AND p.taken_on = ?)) \
         GROUP BY m.id, m.name, m.kind, m.position ORDER BY m.position, m.name",
        args![till.cashier_id, till.day, till.day],
    )
    .await
}
