//! The door: full sign-in with a password, slowed down after failures, for known and unknown names alike.

use super::passwords::ChangeOwnPassword;
use super::user::{User, login_key};
use crate::args;
use crate::clinic::{Clinic, Session, Who};
use crate::error::{Class, Code, Error, Result};
use crate::fields::Secret;
use crate::ids::{OperationId, WorkstationId};
use crate::secrets;
use crate::store::Read;
use crate::time::Instant;
use zeroize::Zeroizing;

/// This many failures are free; each further one doubles the wait.
const FREE_FAILURES: i64 = 3;
const LONGEST_WAIT_SECONDS: i64 = 300;
/// After a quiet hour the count starts over.
const FORGET_SECONDS: i64 = 3600;

pub(crate) fn subject_of_login(key: &str) -> String {
    format!("login:{key}")
}

fn subject_of_workstation(id: WorkstationId) -> String {
    format!("workstation:{id}")
}

/// Seconds that must pass after the last of so many failures.
fn wait_after(failures: i64) -> i64 {
    match failures {
        n if n < FREE_FAILURES => 0,
        n => LONGEST_WAIT_SECONDS.min(1 << (n - FREE_FAILURES + 1).min(10)),
    }
}

impl Clinic {
    /// Signs in with name and password.
    ///
    /// Errors in this order: `session.wait` (seconds), `session.wrong_password`: the same for unknown names, wrong passwords
    /// and closed accounts, and after the same time.
    pub async fn sign_in(&self, login: &str, password: Zeroizing<String>) -> Result<Session> {
        let user = self.identify(login, password, None).await?;
        self.open_pin_for_today(&user).await?;
        self.note_event("sign_in", Some(user.id), None, None).await;
        Ok(self.session_of(user))
    }

    /// Whose name and password these are. What was not right is counted and noted, with what it was for.
    ///
    /// Errors: those of `sign_in`.
    pub(crate) async fn identify(
        &self,
        login: &str,
        password: Zeroizing<String>,
        purpose: Option<&str>,
    ) -> Result<User> {
        let key: String = login_key(login).chars().take(60).collect();
        let subjects = [subject_of_login(&key), subject_of_workstation(self.workstation)];
        self.refuse_too_early(&subjects).await?;
        let user: Option<User> = self.db.clone().records("WHERE login_key = ?", args![&key]).await?.into_iter().next();
        let right = match &user {
            Some(user) => secrets::verify(user.password_hash.0.clone(), password).await? && user.active,
            None => {
                secrets::verify_nobody(password).await?;
                false
            }
        };
        match user.filter(|_| right) {
            Some(user) => {
                self.forget_failures(&subjects).await?;
                Ok(user)
            }
            None => {
                self.count_failure(&subjects).await?;
                self.note_event("sign_in_failed", None, Some(&key), purpose).await;
                Err(Error::new(Code::SessionWrongPassword))
            }
        }
    }

    pub(crate) fn session_of(&self, user: User) -> Session {
        Session {
            user_id: user.id,
            name: user.name,
            login: user.login,
            credential: user.credential,
            since: self.clock.now(),
        }
    }

    /// Asks for the password again: to unlock, and before a new one.
    pub async fn verify_password(&self, session: &Session, password: Zeroizing<String>) -> Result<()> {
        let again = self.sign_in(&session.login, password).await?;
        if again.user_id == session.user_id { Ok(()) } else { Err(Error::new(Code::SessionWrongPassword)) }
    }

    /// Changes one's own password and returns the session that counts from now on.
    ///
    /// Errors in this order: `session.wait`, `session.wrong_password`, the new password's rules, `password.common` when it is
    /// the old one.
    pub async fn change_password(
        &self,
        session: &Session,
        current: Zeroizing<String>,
        new: Zeroizing<String>,
    ) -> Result<Session> {
        self.verify_password(session, current.clone()).await?;
        if current == new {
            return Err(Error::new(Code::PasswordCommon));
        }
        secrets::check_password(&new, Some(&session.login))?;
        let operation = ChangeOwnPassword { password: Secret::Plain(new) };
        let done = self.perform(&Who::Person(session.clone()), OperationId::new(), operation).await?;
        let credential = done.outcome.get("credential").and_then(serde_json::Value::as_i64).unwrap_or_default();
        self.note_event("password_changed", Some(session.user_id), None, None).await;
        Ok(Session { credential, ..session.clone() })
    }

    async fn refuse_too_early(&self, subjects: &[String; 2]) -> Result<()> {
        let rows: Vec<(i64, Instant)> = self
            .db
            .clone()
            .all(
                "SELECT failures, last_failure_at FROM sign_in_attempts WHERE subject = ? OR subject = ?",
                args![&subjects[0], &subjects[1]],
            )
            .await?;
        let now = self.clock.now();
        let left = rows
            .iter()
            .map(|(failures, last)| wait_after(*failures) - now.seconds_since(*last).max(0))
            .max()
            .unwrap_or(0);
        if left > 0 { Err(Error::new(Code::SessionWait).with("seconds", left)) } else { Ok(()) }
    }

    async fn count_failure(&self, subjects: &[String; 2]) -> Result<()> {
        for subject in subjects {
            // Two failures at the same moment may meet in the insert: the second one counts up instead.
            for _ in 0..3 {
                match self.count_one(subject).await {
                    Err(error) if matches!(error.class, Class::Unique | Class::Transient) => {}
                    done => {
                        done?;
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    async fn count_one(&self, subject: &str) -> Result<()> {
        let now = self.clock.now();
        let mut tx = self.db.begin().await?;
        tx.exec(
            "UPDATE sign_in_attempts SET failures = 0 WHERE subject = ? AND last_failure_at < ?",
            args![subject, now.minus_seconds(FORGET_SECONDS)],
        )
        .await?;
        let counted = tx
            .exec(
                "UPDATE sign_in_attempts SET failures = failures + 1, last_failure_at = ? WHERE subject = ?",
                args![now, subject],
            )
            .await?;
        if counted == 0 {
            let inserted = tx
                .exec(
                    "INSERT INTO sign_in_attempts (subject, failures, last_failure_at) VALUES (?, 1, ?)",
                    args![subject, now],
                )
                .await;
            if let Err(error) = inserted {
                tx.abandon(error.class).await;
                return Err(error);
            }
        }
        tx.commit().await
    }

    async fn forget_failures(&self, subjects: &[String; 2]) -> Result<()> {
        let known: Option<(i64,)> = self
            .db
            .clone()
            .maybe(
                "SELECT 1 FROM sign_in_attempts WHERE (subject = ? OR subject = ?) AND failures > 0",
                args![&subjects[0], &subjects[1]],
            )
            .await?;
        if known.is_none() {
            return Ok(());
        }
        let mut tx = self.db.begin().await?;
        tx.exec(
            "UPDATE sign_in_attempts SET failures = 0 WHERE subject = ? OR subject = ?",
            args![&subjects[0], &subjects[1]],
        )
        .await?;
        tx.commit().await
    }
}

#[cfg(test)]
mod tests {
    use super::wait_after;

    #[test]
    fn the_wait_doubles_and_ends_at_five_minutes() {
        let waits: Vec<i64> = (0..14).map(wait_after).collect();
        assert_eq!(waits, [0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
    }
}
