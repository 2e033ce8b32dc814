//! An administrator changes a person's name and roles, or closes the account.

use super::user::{User, check_roles, keep_an_admin, roles_of, write_roles};
use crate::access::{Permission, Role};
use crate::clinic::Context;
use crate::error::Result;
use crate::fields;
use crate::history::refuse_stale;
use crate::ids::UserId;
use crate::operation::Operate;
use crate::staff::add_person::PersonAdded;
use crate::store::{Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Changes name, roles and whether the account is open. Counts from that person's next operation anywhere.
///
/// Errors in this order: field errors (name, roles), `record.not_found`, `record.changed_meanwhile`, `person.last_admin`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct EditPerson {
    pub user_id: UserId,
    #[ts(type = "number")]
    pub version: i64,
    pub name: String,
    pub roles: Vec<Role>,
    pub active: bool,
}

impl Operate for EditPerson {
    const PERMISSION: Permission = Permission::PeopleEdit;
    type Outcome = PersonAdded;

    fn example() -> Self {
        EditPerson {
            user_id: UserId::new(),
            version: 1,
            name: "Maria Novak".into(),
            roles: vec![Role::Receptionist, Role::Accountant],
            active: true,
        }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<PersonAdded> {
        let name = fields::text("name", &self.name, 120)?;
        let roles = check_roles(&self.roles)?;
        let before: User = tx.record(self.user_id.0).await?;
        refuse_stale(tx, &before, self.version).await?;
        let old_roles = roles_of(tx, self.user_id).await?;
        let was_admin = before.active && old_roles.contains(&Role::Admin);
        if was_admin && !(self.active && roles.contains(&Role::Admin)) {
            keep_an_admin(tx, self.user_id).await?;
        }
        let mut after = User { name, active: self.active, ..before.clone() };
        tx.update(&before, &mut after).await?;
        write_roles(tx, self.user_id, &old_roles, &roles).await?;
        Ok(PersonAdded { user_id: after.id, version: after.version })
    }
}
