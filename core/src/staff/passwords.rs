//! New passwords: one's own, a one-time one from an administrator, and recovery by the database's owner.

use super::user::{User, check_login, roles_of, write_roles};
use crate::access::{Permission, Role};
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields::{Secret, StoredHash};
use crate::ids::UserId;
use crate::operation::{Operate, SecretField, SecretRule};
use crate::store::{Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a new password answers: the number that sessions from now on carry.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PasswordSet {
    pub user_id: UserId,
    #[ts(type = "number")]
    pub credential: i64,
}

/// Gives somebody a password that works once. Their open sessions end.
///
/// Errors in this order: the password's rules, `record.not_found`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct GiveOneTimePassword {
    pub user_id: UserId,
    #[ts(type = "string")]
    pub password: Secret,
}

impl Operate for GiveOneTimePassword {
    const PERMISSION: Permission = Permission::PeopleEdit;
    type Outcome = PasswordSet;

    fn example() -> Self {
        GiveOneTimePassword {
            user_id: UserId::new(),
            password: Secret::Hash("a password of at least 12 characters".into()),
        }
    }

    fn secrets(&mut self) -> Vec<SecretField<'_>> {
        vec![SecretField { secret: &mut self.password, rule: SecretRule::Password, login: None }]
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<PasswordSet> {
        set(tx, self.user_id, self.password.hash()?, true, None).await
    }
}

/// Changes one's own password. The old one was asked for by `Clinic::change_password`, which alone sends this.
///
/// Errors in this order: the password's rules, `record.not_found`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct ChangeOwnPassword {
    #[ts(type = "string")]
    pub password: Secret,
}

impl Operate for ChangeOwnPassword {
    const PERMISSION: Permission = Permission::SignedIn;
    type Outcome = PasswordSet;

    fn example() -> Self {
        ChangeOwnPassword { password: Secret::Hash("a password of at least 12 characters".into()) }
    }

    fn secrets(&mut self) -> Vec<SecretField<'_>> {
        vec![SecretField { secret: &mut self.password, rule: SecretRule::Password, login: None }]
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<PasswordSet> {
        let actor = cx.actor.ok_or_else(|| Error::new(Code::SessionNone))?;
        set(tx, actor, self.password.hash()?, false, None).await
    }
}

/// Opens the door again when no administrator can: gives the named person a one-time password, the administrator's role and
/// an open account. Needs the database owner's rights and nobody's sign-in.
///
/// Errors in this order: the password's rules, field errors (login), `record.not_found`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct RecoverAdmin {
    pub login: String,
    #[ts(type = "string")]
    pub password: Secret,
}

impl Operate for RecoverAdmin {
    const PERMISSION: Permission = Permission::System;
    type Outcome = PasswordSet;

    fn example() -> Self {
        RecoverAdmin { login: "admin".into(), password: Secret::Hash("a password of at least 12 characters".into()) }
    }

    fn secrets(&mut self) -> Vec<SecretField<'_>> {
        vec![SecretField { secret: &mut self.password, rule: SecretRule::Password, login: Some(self.login.clone()) }]
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<PasswordSet> {
        let (_, key) = check_login(&self.login)?;
        let found: Option<(UserId,)> = tx.maybe("SELECT id FROM users WHERE login_key = ?", args![key]).await?;
        let (user,) = found.ok_or_else(|| Error::new(Code::NotFound).with("kind", "user"))?;
        let roles = roles_of(tx, user).await?;
        let mut with_admin = roles.clone();
        with_admin.push(Role::Admin);
        with_admin.sort();
        with_admin.dedup();
        let done = set(tx, user, self.password.hash()?, true, Some(true)).await?;
        write_roles(tx, user, &roles, &with_admin).await?;
        Ok(done)
    }
}

async fn set(tx: &mut Tx, user: UserId, hash: &str, once: bool, active: Option<bool>) -> Result<PasswordSet> {
    let before: User = tx.record(user.0).await?;
    let mut after = User {
        password_hash: StoredHash(hash.to_owned()),
        must_change_password: once,
        credential: before.credential + 1,
        active: active.unwrap_or(before.active),
        ..before.clone()
    };
    tx.update(&before, &mut after).await?;
    tx.exec("DELETE FROM workstation_pins WHERE user_id = ?", args![user]).await?;
    tx.exec(
        "DELETE FROM sign_in_attempts WHERE subject = ?",
        args![super::sign_in::subject_of_login(&after.login_key)],
    )
    .await?;
    Ok(PasswordSet { user_id: user, credential: after.credential })
}
