//! Whom something can be asked of.

use crate::access::{Permission, Role};
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::ids::UserId;
use crate::question::Ask;
use crate::store::{Db, Read};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everybody who signs in here, by name, with their roles.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskColleagues {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct Colleague {
    pub user_id: UserId,
    pub name: String,
    pub roles: Vec<Role>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: UserId,
    name: String,
    role: String,
}

impl Ask for AskColleagues {
    const PERMISSION: Permission = Permission::PatientView;
    type Answer = Vec<Colleague>;

    fn example() -> Self {
        AskColleagues {}
    }

    async fn answer(&self, db: &mut Db, _asker: &Asker) -> Result<Vec<Colleague>> {
        let rows: Vec<Row> = db
            .all(
                "SELECT u.id, u.name, r.role FROM users u JOIN user_roles r ON r.user_id = u.id WHERE u.active = TRUE ORDER BY u.name, u.id, r.role",
                args![],
            )
            .await?;
        let mut people: Vec<Colleague> = Vec::new();
        let mut places: BTreeMap<UserId, usize> = BTreeMap::new();
        for row in rows {
            let place = *places.entry(row.id).or_insert_with(|| {
                people.push(Colleague { user_id: row.id, name: row.name, roles: Vec::new() });
                people.len() - 1
            });
            people[place].roles.extend(Role::parse(&row.role));
        }
        Ok(people)
    }
}
