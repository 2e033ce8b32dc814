//! A second person agrees on the spot to one operation of the first. See docs/adr/0016.

use super::{Clinic, Session, Who, standing};
use crate::access::Permission;
use crate::error::{Code, Error, Result};
use crate::ids::{ApprovalId, UserId};
use crate::store::Read;
use crate::time::Instant;
use serde::Serialize;
use std::sync::{Mutex, PoisonError};
use uuid::Uuid;
use zeroize::Zeroizing;

/// How long an approval waits for its operation: the dialog is open, and both stand before it.
const SECONDS: i64 = 120;

/// What an operation says of the approval it needs: its id, for which operation and which record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NeedsApproval {
    pub id: ApprovalId,
    pub operation: &'static str,
    pub record: Uuid,
}

/// Kept in memory alone: nobody can bring one from elsewhere.
struct Approval {
    needed: NeedsApproval,
    asked_by: UserId,
    approver: Session,
    permission: Permission,
    given: Instant,
}

impl Approval {
    fn waits(&self, now: Instant) -> bool {
        now.seconds_since(self.given) < SECONDS
    }
}

#[derive(Default)]
pub(super) struct Approvals(Mutex<Vec<Approval>>);

impl Approvals {
    fn with<T>(&self, work: impl FnOnce(&mut Vec<Approval>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// What was approved is done: it is not approved twice.
    pub fn used(&self, id: ApprovalId) {
        self.with(|all| all.retain(|one| one.needed.id != id));
    }
}

/// What the dialog gets: never more than the id, and who it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct Approved {
    pub approval_id: ApprovalId,
    pub by: String,
}

impl Clinic {
    /// Another person who says their name and password and may do such an operation. No session comes of it.
    ///
    /// Errors in this order: `session.ended` (of who asks), `session.wait`, `session.wrong_password`, `approval.own`, `approval.new_password`,
    /// `approval.not_higher` (by), when they may do no such thing themselves.
    pub(crate) async fn second_person(
        &self,
        session: &Session,
        login: &str,
        password: Zeroizing<String>,
        permission: Permission,
    ) -> Result<Session> {
        let mut db = self.db.clone();
        standing(&mut db, session).await?;
        let user = self.identify(login, password, Some("approval")).await?;
        if user.id == session.user_id {
            return Err(Error::new(Code::ApprovalOwn));
        }
        if user.must_change_password {
            return Err(Error::new(Code::ApprovalNewPassword));
        }
        let approver = self.session_of(user);
        if standing(&mut db, &approver).await?.permissions.contains(&permission) {
            Ok(approver)
        } else {
            Err(Error::new(Code::ApprovalNotHigher).with("limit_basis_points", 0).with("by", approver.name))
        }
    }

    /// Keeps that they agreed to this operation on this record, for whoever asked.
    pub(crate) async fn approval(
        &self,
        session: &Session,
        approver: Session,
        (operation, record, permission): (&'static str, Uuid, Permission),
    ) -> Approved {
        let needed = NeedsApproval { id: ApprovalId::new(), operation, record };
        let now = self.clock.now();
        let approved = Approved { approval_id: needed.id, by: approver.name.clone() };
        self.note_event("approved", Some(approver.user_id), None, Some(operation)).await;
        let asked_by = session.user_id;
        self.approvals.with(|all| {
            all.retain(|one| one.waits(now));
            all.push(Approval { needed, asked_by, approver, permission, given: now });
        });
        approved
    }

    /// Who approved what this operation needs: nobody when it needs nothing, when it was not for this, by now or for whoever performs it, or when the
    /// approver is no longer who they were.
    pub(super) async fn approver_of(
        &self,
        read: &mut impl Read,
        who: &Who,
        needed: Option<NeedsApproval>,
    ) -> Result<Option<UserId>> {
        let (Some(needed), Who::Person(session)) = (needed, who) else { return Ok(None) };
        let now = self.clock.now();
        let found = self.approvals.with(|all| {
            let one = all.iter().find(|one| one.needed == needed && one.asked_by == session.user_id)?;
            Some((one.approver.clone(), one.permission)).filter(|_| one.waits(now))
        });
        let Some((approver, permission)) = found else { return Ok(None) };
        match standing(read, &approver).await {
            Ok(standing) if standing.permissions.contains(&permission) => Ok(Some(approver.user_id)),
            Ok(_) => Ok(None),
            Err(error) if error.code() == Code::SessionEnded => Ok(None),
            Err(error) => Err(error),
        }
    }
}
