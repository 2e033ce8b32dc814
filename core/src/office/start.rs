//! The first start: the clinic and its first administrator.

use super::details::{CLINIC, ClinicDetails, SettingRow, Stored};
use crate::access::{Permission, Role};
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields::{self, Secret, StoredHash};
use crate::ids::{RowId, UserId, derived};
use crate::operation::{Operate, SecretField, SecretRule};
use crate::staff::user::{User, check_login, write_roles};
use crate::store::{Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Makes the clinic and its first administrator, on an empty store.
///
/// Errors in this order: the password's rules, `clinic.already_started`, the clinic's field errors, field errors (login, name).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct StartClinic {
    pub clinic: ClinicDetails,
    pub user_id: UserId,
    pub login: String,
    pub name: String,
    #[ts(type = "string")]
    pub password: Secret,
    /// Invented people only; said on every screen.
    #[serde(default)]
    pub sample: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct ClinicStarted {
    pub user_id: UserId,
}

impl Operate for StartClinic {
    const PERMISSION: Permission = Permission::System;
    type Outcome = ClinicStarted;

    fn example() -> Self {
        StartClinic {
            clinic: super::countries::proposal("GB"),
            user_id: UserId::new(),
            login: "admin".into(),
            name: "Ada Administrator".into(),
            password: Secret::Hash("a password of at least 12 characters".into()),
            sample: false,
        }
    }

    fn secrets(&mut self) -> Vec<SecretField<'_>> {
        vec![SecretField { secret: &mut self.password, rule: SecretRule::Password, login: Some(self.login.clone()) }]
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<ClinicStarted> {
        let started: Option<(i64,)> = tx.maybe("SELECT 1 FROM settings WHERE name = ?", args![CLINIC]).await?;
        let people: Option<(i64,)> = tx.maybe("SELECT 1 FROM users LIMIT 1", vec![]).await?;
        if started.is_some() || people.is_some() {
            return Err(Error::new(Code::ClinicAlreadyStarted));
        }
        let details = self.clinic.checked()?;
        let (login, login_key) = check_login(&self.login)?;
        let name = fields::text("name", &self.name, 120)?;
        let value = serde_json::to_string(&Stored { details, sample: self.sample }).map_err(Error::internal)?;
        tx.insert(&SettingRow {
            id: RowId(derived(cx.operation, "clinic")),
            version: 1,
            name: CLINIC.to_owned(),
            value,
        })
        .await?;
        tx.insert_rows("counters", &["name", "value"], vec![args!["mrn", 100_000_i64]]).await?;
        let user = User {
            id: self.user_id,
            version: 1,
            login,
            login_key,
            name,
            password_hash: StoredHash(self.password.hash()?.to_owned()),
            must_change_password: false,
            credential: 1,
            active: true,
            created_at: cx.now,
        };
        tx.insert(&user).await?;
        write_roles(tx, user.id, &[], &[Role::Admin]).await?;
        Ok(ClinicStarted { user_id: user.id })
    }
}
