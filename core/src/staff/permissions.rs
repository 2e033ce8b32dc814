//! The table role × permission, and an administrator's changes to it.

use crate::access::{Changes, Permission, Role, role_may};
use crate::args;
use crate::clinic::{Asker, Context};
use crate::error::{Code, Error, Result};
use crate::ids::{UserId, derived};
use crate::operation::Operate;
use crate::question::Ask;
use crate::store::{Db, Kind, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Allows or forbids a role one thing. Counts from the next operation anywhere.
///
/// Errors in this order: `field.invalid` (permission) for an unknown one or one that must stay as it is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct SetPermission {
    pub role: Role,
    pub permission: String,
    pub allowed: bool,
}

impl Operate for SetPermission {
    const PERMISSION: Permission = Permission::PermissionEdit;
    type Outcome = ();

    fn example() -> Self {
        SetPermission { role: Role::Nurse, permission: "appointment.overbook".into(), allowed: true }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        let permission = Permission::parse(&self.permission).filter(|p| p.adjustable());
        let permission = permission.ok_or_else(|| Error::field(Code::FieldInvalid, "permission"))?;
        let before = role_may(self.role, permission, &changes(tx).await?);
        tx.exec(
            "DELETE FROM role_permissions WHERE role = ? AND permission = ?",
            args![self.role.text(), permission.text()],
        )
        .await?;
        if permission.by_default().contains(&self.role) != self.allowed {
            tx.exec(
                "INSERT INTO role_permissions (role, permission, allowed) VALUES (?, ?, ?)",
                args![self.role.text(), permission.text(), self.allowed],
            )
            .await?;
        }
        let field = format!("{} {}", self.role.text(), permission.text());
        tx.note(Kind::Permission, derived(cx.operation, &field), &field, json!(before), json!(self.allowed));
        Ok(())
    }
}

pub(crate) async fn changes(read: &mut impl Read) -> Result<Changes> {
    let rows: Vec<(String, String, bool)> =
        read.all("SELECT role, permission, allowed FROM role_permissions", vec![]).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(role, permission, allowed)| Some((Role::parse(&role)?, Permission::parse(&permission)?, allowed)))
        .collect())
}

/// Everybody with an open account who has this permission now.
pub(crate) async fn holders(read: &mut impl Read, permission: Permission) -> Result<BTreeSet<UserId>> {
    let changes = changes(read).await?;
    let rows: Vec<(UserId, String)> = read
        .all("SELECT u.id, r.role FROM users u JOIN user_roles r ON r.user_id = u.id WHERE u.active = TRUE", vec![])
        .await?;
    let may = |role: &str| Role::parse(role).is_some_and(|role| role_may(role, permission, &changes));
    Ok(rows.into_iter().filter(|(_, role)| may(role)).map(|(id, _)| id).collect())
}

/// The permission table as it stands.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskPermissions {}

#[derive(Debug, Clone, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct PermissionTable {
    pub roles: Vec<Role>,
    pub permissions: Vec<PermissionLine>,
}

#[derive(Debug, Clone, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct PermissionLine {
    pub permission: &'static str,
    pub adjustable: bool,
    pub allowed: BTreeMap<&'static str, bool>,
    /// Roles for which it differs from how the app comes.
    pub changed: BTreeMap<&'static str, bool>,
}

impl Ask for AskPermissions {
    const PERMISSION: Permission = Permission::PermissionEdit;
    type Answer = PermissionTable;

    fn example() -> Self {
        AskPermissions {}
    }

    async fn answer(&self, db: &mut Db, _asker: &Asker) -> Result<PermissionTable> {
        let changes = changes(db).await?;
        let line = |permission: Permission| PermissionLine {
            permission: permission.text(),
            adjustable: permission.adjustable(),
            allowed: Role::ALL.iter().map(|role| (role.text(), role_may(*role, permission, &changes))).collect(),
            changed: changes
                .iter()
                .filter(|(_, p, _)| *p == permission)
                .map(|(role, _, allowed)| (role.text(), *allowed))
                .collect(),
        };
        let shown = Permission::ALL.iter().filter(|p| !matches!(p, Permission::System | Permission::SignedIn));
        Ok(PermissionTable { roles: Role::ALL.to_vec(), permissions: shown.map(|p| line(*p)).collect() })
    }
}
