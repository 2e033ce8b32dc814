//! An administrator adds a person with a one-time password.

use super::user::{User, check_login, check_roles, write_roles};
use crate::access::{Permission, Role};
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields::{self, Secret, StoredHash};
use crate::ids::UserId;
use crate::operation::{Operate, SecretField, SecretRule};
use crate::store::{Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Adds a person. The password works once: it must be changed at the first sign-in.
///
/// Errors in this order: the password's rules, field errors (login, name, roles), `person.login_taken` (login).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AddPerson {
    pub user_id: UserId,
    pub login: String,
    pub name: String,
    pub roles: Vec<Role>,
    #[ts(type = "string")]
    pub one_time_password: Secret,
}

#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PersonAdded {
    pub user_id: UserId,
    #[ts(type = "number")]
    pub version: i64,
}

impl Operate for AddPerson {
    const PERMISSION: Permission = Permission::PeopleEdit;
    type Outcome = PersonAdded;

    fn example() -> Self {
        AddPerson {
            user_id: UserId::new(),
            login: "m.novak".into(),
            name: "M. Novak".into(),
            roles: vec![Role::Receptionist],
            one_time_password: Secret::Hash("a password of at least 12 characters".into()),
        }
    }

    fn secrets(&mut self) -> Vec<SecretField<'_>> {
        vec![SecretField {
            secret: &mut self.one_time_password,
            rule: SecretRule::Password,
            login: Some(self.login.clone()),
        }]
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<PersonAdded> {
        let (login, login_key) = check_login(&self.login)?;
        let name = fields::text("name", &self.name, 120)?;
        let roles = check_roles(&self.roles)?;
        let taken: Option<(i64,)> = tx.maybe("SELECT 1 FROM users WHERE login_key = ?", args![&login_key]).await?;
        if taken.is_some() {
            return Err(Error::new(Code::PersonLoginTaken).with("login", login));
        }
        let user = User {
            id: self.user_id,
            version: 1,
            login,
            login_key,
            name,
            password_hash: StoredHash(self.one_time_password.hash()?.to_owned()),
            must_change_password: true,
            credential: 1,
            active: true,
            created_at: cx.now,
        };
        tx.insert(&user).await?;
        write_roles(tx, user.id, &[], &roles).await?;
        Ok(PersonAdded { user_id: user.id, version: 1 })
    }
}
