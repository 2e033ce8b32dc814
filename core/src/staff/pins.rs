//! Switching person: a six-digit PIN, one per person and workstation. It counts on the day of a full sign-in there, and
//! after three misses the password is asked for again.

use super::user::User;
use crate::access::Role;
use crate::args;
use crate::clinic::{Clinic, Session};
use crate::error::{Class, Code, Error, Result};
use crate::ids::UserId;
use crate::secrets;
use crate::store::Read;
use chrono::NaiveDate;
use serde::Serialize;
use zeroize::Zeroizing;

const MISSES: i64 = 3;

/// Somebody who can switch in at this workstation now.
#[derive(Debug, Clone, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct QuickPerson {
    pub user_id: UserId,
    pub name: String,
    pub roles: Vec<Role>,
}

#[derive(sqlx::FromRow)]
struct Pin {
    pin_hash: Option<String>,
    credential: i64,
    valid_on: Option<NaiveDate>,
    misses: i64,
}

impl Clinic {
    /// Sets one's own PIN at this workstation, with the password: a session may have been opened by somebody else's hand, at a desk that was
    /// left unlocked or by a PIN that was seen.
    ///
    /// Errors in this order: `pin.invalid`, `session.ended`, those of `sign_in`.
    pub async fn set_pin(&self, session: &Session, password: Zeroizing<String>, pin: Zeroizing<String>) -> Result<()> {
        secrets::check_pin(&pin)?;
        crate::clinic::standing(&mut self.db.clone(), session).await?;
        let user = self.identify(&session.login, password, Some("set_pin")).await?;
        if user.id != session.user_id {
            return Err(Error::new(Code::SessionWrongPassword));
        }
        let hash = secrets::hash(pin).await?;
        let mut tx = self.db.begin().await?;
        tx.exec(
            "DELETE FROM workstation_pins WHERE user_id = ? AND workstation_id = ?",
            args![session.user_id, self.workstation],
        )
        .await?;
        tx.exec(
            "INSERT INTO workstation_pins (user_id, workstation_id, pin_hash, credential, valid_on, misses) VALUES (?, ?, ?, ?, ?, 0)",
            args![user.id, self.workstation, hash, user.credential, self.today()],
        )
        .await?;
        tx.commit().await?;
        self.note_event("pin_set", Some(session.user_id), None, None).await;
        Ok(())
    }

    /// A full sign-in makes the PIN of this workstation good for today.
    pub(super) async fn open_pin_for_today(&self, user: &User) -> Result<()> {
        let kept: Option<(i64,)> = self
            .db
            .clone()
            .maybe(
                "SELECT 1 FROM workstation_pins WHERE user_id = ? AND workstation_id = ? AND pin_hash IS NOT NULL",
                args![user.id, self.workstation],
            )
            .await?;
        if kept.is_none() {
            return Ok(());
        }
        let mut tx = self.db.begin().await?;
        tx.exec(
            "UPDATE workstation_pins SET valid_on = ?, credential = ?, misses = 0 WHERE user_id = ? AND workstation_id = ?",
            args![self.today(), user.credential, user.id, self.workstation],
        )
        .await?;
        tx.commit().await
    }

    /// Switches to another person by their PIN.
    ///
    /// Errors in this order: `session.pin_password_needed` (no PIN, not today, too many misses, closed account, new password),
    /// `session.wrong_pin` (left).
    pub async fn switch_person(&self, user_id: UserId, pin: Zeroizing<String>) -> Result<Session> {
        let needed = || Error::new(Code::SessionPinPasswordNeeded);
        let found: Option<Pin> = self
            .db
            .clone()
            .maybe("SELECT pin_hash, credential, valid_on, misses FROM workstation_pins WHERE user_id = ? AND workstation_id = ?", args![user_id, self.workstation])
            .await?;
        let user: Option<User> = self.db.clone().records("WHERE id = ?", args![user_id]).await?.into_iter().next();
        let (Some(kept), Some(user)) = (found, user.filter(|user| user.active && !user.must_change_password)) else {
            return Err(needed());
        };
        let good = kept.valid_on == Some(self.today()) && kept.misses < MISSES && kept.credential == user.credential;
        let Some(hash) = kept.pin_hash.filter(|_| good) else { return Err(needed()) };
        // The miss is counted before the PIN is looked at: many guesses at once are many misses.
        let misses = self.count_miss(user_id).await?;
        if misses > MISSES {
            return Err(needed());
        }
        if secrets::verify(hash, pin).await? {
            self.clear_misses(user_id).await?;
            self.note_event("switched", Some(user_id), None, None).await;
            return Ok(self.session_of(user));
        }
        self.note_event("sign_in_failed", Some(user_id), None, Some("pin")).await;
        if misses >= MISSES {
            Err(needed())
        } else {
            Err(Error::new(Code::SessionWrongPin).with("left", MISSES - misses))
        }
    }

    async fn count_miss(&self, user_id: UserId) -> Result<i64> {
        for _ in 0..5 {
            let mut tx = self.db.begin().await?;
            let counted = tx
                .exec(
                    "UPDATE workstation_pins SET misses = misses + 1 WHERE user_id = ? AND workstation_id = ?",
                    args![user_id, self.workstation],
                )
                .await;
            let misses: Result<Option<(i64,)>> = match counted {
                Ok(_) => {
                    tx.maybe(
                        "SELECT misses FROM workstation_pins WHERE user_id = ? AND workstation_id = ?",
                        args![user_id, self.workstation],
                    )
                    .await
                }
                Err(error) => Err(error),
            };
            match misses {
                Ok(misses) => {
                    tx.commit().await?;
                    return Ok(misses.map_or(MISSES + 1, |(misses,)| misses));
                }
                Err(error) => {
                    tx.abandon(error.class).await;
                    if error.class != Class::Transient {
                        return Err(error);
                    }
                }
            }
        }
        Err(Error::new(Code::StoreBusy))
    }

    async fn clear_misses(&self, user_id: UserId) -> Result<()> {
        let mut tx = self.db.begin().await?;
        tx.exec(
            "UPDATE workstation_pins SET misses = 0 WHERE user_id = ? AND workstation_id = ?",
            args![user_id, self.workstation],
        )
        .await?;
        tx.commit().await
    }

    /// Who can switch in here now, by name: for the sign-in, lock and switch screens.
    pub async fn quick_people(&self) -> Result<Vec<QuickPerson>> {
        let rows: Vec<(UserId, String, Option<String>)> = self
            .db
            .clone()
            .all(
                "SELECT u.id, u.name, r.role FROM workstation_pins p JOIN users u ON u.id = p.user_id LEFT JOIN user_roles r ON r.user_id = u.id \
                 WHERE p.workstation_id = ? AND p.valid_on = ? AND p.misses < ? AND p.pin_hash IS NOT NULL AND u.active = TRUE AND u.must_change_password = FALSE \
                 AND p.credential = u.credential ORDER BY u.name, u.id",
                args![self.workstation, self.today(), MISSES],
            )
            .await?;
        let mut people: Vec<QuickPerson> = Vec::new();
        for (user_id, name, role) in rows {
            let role = role.as_deref().and_then(Role::parse);
            match people.last_mut().filter(|person| person.user_id == user_id) {
                Some(person) => person.roles.extend(role),
                None => people.push(QuickPerson { user_id, name, roles: role.into_iter().collect() }),
            }
        }
        Ok(people)
    }
}
