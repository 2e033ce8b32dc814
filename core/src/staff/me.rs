//! What the interface may know of the person who is signed in.

use crate::access::{Permission, Role};
use crate::args;
use crate::clinic::Asker;
use crate::error::{Code, Error, Result};
use crate::ids::{PractitionerId, UserId};
use crate::question::Ask;
use crate::store::{Db, Read};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskMe {}

#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct Me {
    pub user_id: UserId,
    pub login: String,
    pub name: String,
    pub roles: Vec<Role>,
    pub permissions: Vec<String>,
    pub practitioner_id: Option<PractitionerId>,
    pub must_change_password: bool,
    /// Whether a PIN is set at this workstation.
    pub pin_set: bool,
}

impl Ask for AskMe {
    const PERMISSION: Permission = Permission::SignedIn;
    type Answer = Me;

    fn example() -> Self {
        AskMe {}
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Me> {
        let user_id = asker.user_id.ok_or_else(|| Error::new(Code::SessionNone))?;
        let (login, name, must_change_password): (String, String, bool) =
            db.one("SELECT login, name, must_change_password FROM users WHERE id = ?", args![user_id]).await?;
        let practitioner: Option<(PractitionerId,)> =
            db.maybe("SELECT id FROM doctors WHERE user_id = ? AND active = TRUE", args![user_id]).await?;
        let pin: Option<(i64,)> = db
            .maybe(
                "SELECT 1 FROM workstation_pins WHERE user_id = ? AND workstation_id = ? AND pin_hash IS NOT NULL",
                args![user_id, asker.workstation],
            )
            .await?;
        Ok(Me {
            user_id,
            login,
            name,
            roles: asker.roles.clone(),
            permissions: asker.permissions.iter().map(|p| p.text().to_owned()).collect(),
            practitioner_id: practitioner.map(|(id,)| id),
            must_change_password,
            pin_set: pin.is_some(),
        })
    }
}
