//! A discount above one's own limit: another person with a higher one agrees on the spot.

use super::invoice;
use super::rules;
use crate::access::{Permission, Role};
use crate::args;
use crate::clinic::{Approved, Clinic, Context, Session};
use crate::error::{Code, Error, Result};
use crate::ids::{ApprovalId, InvoiceId, UserId};
use crate::store::{Read, Tx};
use zeroize::Zeroizing;

/// The only operation that is approved so far.
pub(super) const OPERATION: &str = "edit_invoice";

impl Clinic {
    /// Somebody else signs in for the discounts of one draft, which then is saved with the approval's id.
    ///
    /// Errors in this order: those of `Clinic::second_person`, `record.not_found` (invoice), `invoice.not_draft`, `approval.not_higher`
    /// (limit_basis_points: theirs).
    pub async fn approve_discount(
        &self,
        session: &Session,
        invoice: InvoiceId,
        login: &str,
        password: Zeroizing<String>,
    ) -> Result<Approved> {
        let permission = Permission::BillingInvoice;
        let approver = self.second_person(session, login, password, permission).await?;
        let mut db = self.db().clone();
        invoice::find(&mut db, invoice).await?.must_be_draft()?;
        let rules = rules::load(&mut db).await?;
        let theirs = rules.limit_of(&roles_of(&mut db, approver.user_id()).await?);
        if theirs <= rules.limit_of(&roles_of(&mut db, session.user_id()).await?) {
            let error = Error::new(Code::ApprovalNotHigher).with("limit_basis_points", theirs);
            return Err(error.with("by", approver.name()));
        }
        Ok(self.approval(session, approver, (OPERATION, invoice.0, permission)).await)
    }
}

pub(super) async fn roles_of(read: &mut impl Read, user: UserId) -> Result<Vec<Role>> {
    let rows: Vec<(String,)> = read.all("SELECT role FROM user_roles WHERE user_id = ?", args![user]).await?;
    Ok(rows.iter().filter_map(|(role,)| Role::parse(role)).collect())
}

/// Whether these discounts may be given: by whoever writes them, or by whoever approved, whose name this answers then.
///
/// Errors: `approval.gone`, when one was sent that no longer counts; `invoice.discount_above_limit` (limit_basis_points; approved_by when it is
/// above theirs too).
pub(super) async fn within_limits(
    tx: &mut Tx,
    cx: &Context,
    approval: Option<ApprovalId>,
    fits: impl Fn(i64) -> bool,
) -> Result<Option<String>> {
    let rules = rules::load(tx).await?;
    let own = match cx.actor {
        Some(actor) => rules.limit_of(&roles_of(tx, actor).await?),
        None => 0,
    };
    if fits(own) {
        return Ok(None);
    }
    let Some(approver) = cx.approver else {
        return Err(match approval {
            Some(_) => Error::new(Code::ApprovalGone),
            None => Error::new(Code::InvoiceDiscountAboveLimit).with("limit_basis_points", own),
        });
    };
    let (name,): (String,) = tx.one("SELECT name FROM users WHERE id = ?", args![approver]).await?;
    let theirs = rules.limit_of(&roles_of(tx, approver).await?);
    if !fits(theirs) {
        let error = Error::new(Code::InvoiceDiscountAboveLimit).with("limit_basis_points", theirs);
        return Err(error.with("approved_by", name));
    }
    Ok(Some(name))
}
