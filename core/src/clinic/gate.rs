//! The gate: is this person still who they were, and may they?

use super::{Clinic, Context, Session, Who};
use crate::access::{Permission, Role, permissions_of};
use crate::args;
use crate::error::{Code, Error, Result};
use crate::ids::OperationId;
use crate::operation::Operation;
use crate::store::{Read, Tx, migrate};
use crate::time::Instant;
use std::collections::BTreeSet;

impl Clinic {
    /// What the operation may know, once its person is let through.
    pub(super) async fn admit(
        &self,
        tx: &mut Tx,
        who: &Who,
        id: OperationId,
        operation: &Operation,
        at: Instant,
    ) -> Result<Context> {
        let settings = self.settings();
        let mut cx = Context {
            operation: id,
            now: at,
            actor: None,
            approver: None,
            workstation: self.workstation,
            settings,
            permissions: BTreeSet::new(),
        };
        let Who::Person(session) = who else {
            let (min_writer,): (i64,) = tx.one("SELECT min_writer FROM schema_info WHERE id = 1", vec![]).await?;
            migrate::must_know(min_writer)?;
            return if operation.permission() == Permission::System {
                Ok(cx)
            } else {
                Err(denied(operation.permission()))
            };
        };
        let standing = standing(tx, session).await?;
        if standing.must_change_password && !matches!(operation, Operation::ChangeOwnPassword(_)) {
            return Err(Error::new(Code::SessionPasswordChangeNeeded));
        }
        cx.actor = Some(session.user_id);
        cx.permissions = standing.permissions;
        if !cx.permissions.contains(&operation.permission()) {
            return Err(denied(operation.permission()));
        }
        Ok(cx)
    }
}

pub(crate) fn denied(permission: Permission) -> Error {
    Error::new(Code::AccessDenied).with("permission", permission.text())
}

/// What somebody may do right now, read from the database: a change counts from the next operation anywhere.
pub(crate) struct Standing {
    pub must_change_password: bool,
    pub roles: Vec<Role>,
    pub permissions: BTreeSet<Permission>,
}

#[derive(sqlx::FromRow)]
struct StandingRow {
    min_writer: i64,
    active: bool,
    credential: i64,
    must_change_password: bool,
    role: Option<String>,
    permission: Option<String>,
    allowed: Option<bool>,
}

/// Errors: `connection.data_newer`, when another workstation has upgraded the data past this version; `session.ended`.
pub(crate) async fn standing(read: &mut impl Read, session: &Session) -> Result<Standing> {
    let rows: Vec<StandingRow> = read
        .all(
            "SELECT (SELECT s.min_writer FROM schema_info s WHERE s.id = 1) AS min_writer, \
             u.active, u.credential, u.must_change_password, r.role, p.permission, p.allowed FROM users u \
             LEFT JOIN user_roles r ON r.user_id = u.id LEFT JOIN role_permissions p ON p.role = r.role WHERE u.id = ?",
            args![session.user_id],
        )
        .await?;
    migrate::must_know(rows.first().map_or(0, |row| row.min_writer))?;
    let first = rows.first().filter(|row| row.active && row.credential == session.credential);
    let must_change_password = first.ok_or_else(|| Error::new(Code::SessionEnded))?.must_change_password;
    let mut roles: Vec<Role> = rows.iter().filter_map(|row| Role::parse(row.role.as_deref()?)).collect();
    roles.sort();
    roles.dedup();
    let changes = rows
        .iter()
        .filter_map(|row| {
            Some((Role::parse(row.role.as_deref()?)?, Permission::parse(row.permission.as_deref()?)?, row.allowed?))
        })
        .collect();
    Ok(Standing { must_change_password, permissions: permissions_of(&roles, &changes), roles })
}
