//! The list of people, for the administrator.

use super::user::User;
use crate::access::{Permission, Role};
use crate::clinic::Asker;
use crate::error::Result;
use crate::ids::UserId;
use crate::question::Ask;
use crate::store::{Db, Read};
use crate::time::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskPeople {}

#[derive(Debug, Clone, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct PersonLine {
    pub user_id: UserId,
    #[ts(type = "number")]
    pub version: i64,
    pub login: String,
    pub name: String,
    pub roles: Vec<Role>,
    pub active: bool,
    pub must_change_password: bool,
    pub last_sign_in: Option<Instant>,
}

impl Ask for AskPeople {
    const PERMISSION: Permission = Permission::PeopleEdit;
    type Answer = Vec<PersonLine>;

    fn example() -> Self {
        AskPeople {}
    }

    async fn answer(&self, db: &mut Db, _asker: &Asker) -> Result<Vec<PersonLine>> {
        let users: Vec<User> = db.records("ORDER BY active DESC, name, id", vec![]).await?;
        let roles: Vec<(UserId, String)> = db.all("SELECT user_id, role FROM user_roles", vec![]).await?;
        let seen: Vec<(UserId, Instant)> = db
            .all("SELECT user_id, MAX(at) FROM security_events WHERE kind IN ('sign_in', 'switched') AND user_id IS NOT NULL GROUP BY user_id", vec![])
            .await?;
        let line = |user: User| PersonLine {
            user_id: user.id,
            version: user.version,
            roles: {
                let mut own: Vec<Role> =
                    roles.iter().filter(|(id, _)| *id == user.id).filter_map(|(_, role)| Role::parse(role)).collect();
                own.sort();
                own
            },
            last_sign_in: seen.iter().find(|(id, _)| *id == user.id).map(|(_, at)| *at),
            login: user.login,
            name: user.name,
            active: user.active,
            must_change_password: user.must_change_password,
        };
        Ok(users.into_iter().map(line).collect())
    }
}
