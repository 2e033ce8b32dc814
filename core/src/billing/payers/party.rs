//! Who owes: a patient, or a payer. Each settles their own invoices alone, so that no credit of one pays for the other.

use crate::args;
use crate::error::{Code, Error, Result};
use crate::ids::{InvoiceId, PatientId, PayerId, PaymentId};
use crate::store::{Clause, Read, Tx};

/// In a clause on `invoices i` or `payments p`: those that are the patient's own.
pub(in crate::billing) const OWN_INVOICE: &str =
    " NOT EXISTS (SELECT 1 FROM invoice_payers y WHERE y.invoice_id = i.id) ";
pub(in crate::billing) const OWN_PAYMENT: &str =
    " NOT EXISTS (SELECT 1 FROM payment_payers y WHERE y.payment_id = p.id) ";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::billing) enum Party {
    Patient(PatientId),
    Payer(PayerId),
}

impl Party {
    pub fn of(patient: PatientId, payer: Option<PayerId>) -> Party {
        payer.map_or(Party::Patient(patient), Party::Payer)
    }

    /// `before` and this party's rows of `invoices i`.
    pub fn invoices(self, before: Clause) -> Clause {
        match self {
            Party::Patient(id) => before.and("i.patient_id = ? AND", args![id]).and(OWN_INVOICE, vec![]),
            Party::Payer(id) => {
                before.and("i.id IN (SELECT y.invoice_id FROM invoice_payers y WHERE y.payer_id = ?) ", args![id])
            }
        }
    }

    /// `before` and this party's rows of `payments p`.
    pub fn payments(self, before: Clause) -> Clause {
        match self {
            Party::Patient(id) => before.and("p.patient_id = ? AND", args![id]).and(OWN_PAYMENT, vec![]),
            Party::Payer(id) => {
                before.and("p.id IN (SELECT y.payment_id FROM payment_payers y WHERE y.payer_id = ?) ", args![id])
            }
        }
    }

    /// Errors: `payment.other_payer` (number, payer) when one of these invoices is somebody else's.
    pub async fn must_owe(self, read: &mut impl Read, invoices: &[InvoiceId]) -> Result<()> {
        if invoices.is_empty() {
            return Ok(());
        }
        let rows: Vec<(Option<String>, Option<PayerId>, Option<String>)> = read
            .all_of(Clause::in_list(
                "SELECT i.number_text, y.payer_id, q.name FROM invoices i LEFT JOIN invoice_payers y ON y.invoice_id = i.id \
                 LEFT JOIN payers q ON q.id = y.payer_id WHERE i.id IN (",
                ")",
                invoices.iter().map(|id| (*id).into()).collect(),
            ))
            .await?;
        let own = match self {
            Party::Patient(_) => None,
            Party::Payer(id) => Some(id),
        };
        match rows.into_iter().find(|(_, payer, _)| *payer != own) {
            Some((number, _, payer)) => {
                Err(Error::new(Code::PaymentOtherPayer).with("number", number).with("payer", payer))
            }
            None => Ok(()),
        }
    }
}

/// Whose payment it is, where a payer paid.
pub(in crate::billing) async fn payer_of_payment(read: &mut impl Read, id: PaymentId) -> Result<Option<PayerId>> {
    let found: Option<(PayerId,)> =
        read.maybe("SELECT payer_id FROM payment_payers WHERE payment_id = ?", args![id]).await?;
    Ok(found.map(|(id,)| id))
}

pub(in crate::billing) async fn write_payer_of_payment(
    tx: &mut Tx,
    payment: PaymentId,
    payer: Option<PayerId>,
) -> Result<()> {
    let rows = payer.map(|payer| args![payment, payer]).into_iter().collect();
    tx.insert_rows("payment_payers", &["payment_id", "payer_id"], rows).await
}
