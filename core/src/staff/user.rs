//! A person's account.

use crate::access::Role;
use crate::args;
use crate::error::{Code, Error, Result};
use crate::fields::{self, StoredHash};
use crate::ids::UserId;
use crate::store::{Kind, Read, Tx};
use crate::time::Instant;
use serde_json::json;
use unicode_normalization::UnicodeNormalization;

crate::record! {
    /// A row of `users`. Never deleted; somebody who leaves is made inactive.
    pub struct User in "users" as User {
        pub id: UserId,
        pub login: String,
        /// The sign-in name as it is compared: lower case, composed.
        pub login_key: String,
        pub name: String,
        pub password_hash: StoredHash,
        pub must_change_password: bool,
        /// Counts up with every new password; a session that holds an older number has ended.
        pub credential: i64,
        pub active: bool,
        pub created_at: Instant,
    }
}

const LONGEST_LOGIN: usize = 60;

/// The sign-in name as shown and as compared.
///
/// Errors: those of a text field; `field.bad_characters` for spaces.
pub fn check_login(login: &str) -> Result<(String, String)> {
    let login = fields::text("login", login, LONGEST_LOGIN)?;
    if login.chars().any(char::is_whitespace) {
        return Err(Error::field(Code::FieldBadCharacters, "login"));
    }
    let key = login_key(&login);
    // Some letters become several when they are compared.
    if key.chars().count() > LONGEST_LOGIN {
        return Err(Error::field(Code::FieldTooLong, "login").with("max", LONGEST_LOGIN));
    }
    Ok((login, key))
}

pub(crate) fn login_key(login: &str) -> String {
    login.trim().nfkc().collect::<String>().to_lowercase()
}

/// Errors: `field.required` (roles).
pub(crate) fn check_roles(roles: &[Role]) -> Result<Vec<Role>> {
    let mut roles = roles.to_vec();
    roles.sort();
    roles.dedup();
    if roles.is_empty() { Err(Error::field(Code::FieldRequired, "roles")) } else { Ok(roles) }
}

pub(crate) async fn roles_of(read: &mut impl Read, user: UserId) -> Result<Vec<Role>> {
    let rows: Vec<(String,)> =
        read.all("SELECT role FROM user_roles WHERE user_id = ? ORDER BY role", args![user]).await?;
    let mut roles: Vec<Role> = rows.iter().filter_map(|(role,)| Role::parse(role)).collect();
    roles.sort();
    Ok(roles)
}

/// Replaces somebody's roles and notes it on their record.
pub(crate) async fn write_roles(tx: &mut Tx, user: UserId, before: &[Role], after: &[Role]) -> Result<()> {
    if before == after {
        return Ok(());
    }
    tx.exec("DELETE FROM user_roles WHERE user_id = ?", args![user]).await?;
    let rows = after.iter().map(|role| args![user, role.text()]).collect();
    tx.insert_rows("user_roles", &["user_id", "role"], rows).await?;
    tx.note(Kind::User, user.0, "roles", json!(before), json!(after));
    Ok(())
}

/// Errors: `person.last_admin` when no other active administrator is left.
pub(crate) async fn keep_an_admin(tx: &mut Tx, leaving: UserId) -> Result<()> {
    // One row is locked first, so that two who leave at the same moment wait for each other.
    tx.exec("UPDATE settings SET version = version WHERE name = 'clinic'", vec![]).await?;
    let (left,): (i64,) = tx
        .one("SELECT COUNT(*) FROM users u JOIN user_roles r ON r.user_id = u.id WHERE r.role = 'admin' AND u.active = TRUE AND u.id <> ?", args![leaving])
        .await?;
    if left == 0 { Err(Error::new(Code::PersonLastAdmin)) } else { Ok(()) }
}
