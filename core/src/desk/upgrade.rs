//! Bringing an earlier version's data up to this one: an administrator of that clinic may.

use crate::access::Role;
use crate::clinic::{Clinic, Workstation, standing};
use crate::error::{Code, Error, Result};
use crate::store::Db;
use crate::store::migrate::{self, State};
use crate::time::Clock;
use zeroize::Zeroizing;

/// The first version with people in it: below, nobody could be asked, and nothing is there to lose.
const FIRST_WITH_PEOPLE: i64 = 2;

/// Whether this store may be brought up to date without asking: it is new, or its making was interrupted.
pub fn is_unborn(state: State) -> bool {
    match state {
        State::Empty => true,
        State::Older { found } => found < FIRST_WITH_PEOPLE,
        _ => false,
    }
}

/// Signs an administrator in and runs the missing migrations.
///
/// Errors in this order: those of signing in, `access.denied`, those of the migration.
pub async fn upgrade(
    db: &Db,
    workstation: &Workstation,
    clock: &Clock,
    login: &str,
    password: Zeroizing<String>,
    progress: impl FnMut(i64, i64),
) -> Result<()> {
    if !is_unborn(migrate::state(db).await?) {
        let clinic = Clinic::open(db.clone(), workstation, clock.clone()).await?;
        let session = clinic.sign_in(login, password).await?;
        let standing = standing(&mut db.clone(), &session).await?;
        if !standing.roles.contains(&Role::Admin) {
            clinic.note_event("denied", Some(session.user_id()), None, Some("upgrade")).await;
            return Err(Error::new(Code::AccessDenied).with("permission", "upgrade"));
        }
    }
    migrate::migrate(db, clock, progress).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args;
    use crate::clinic::Who;
    use crate::desk::tests::{PASSWORD, clinic};
    use crate::fields::Secret;
    use crate::ids::{OperationId, UserId};
    use crate::staff::add_person::AddPerson;

    #[tokio::test]
    async fn an_administrator_alone_upgrades() {
        let (clinic, folder) = clinic().await;
        let admin = Who::Person(clinic.sign_in("admin", PASSWORD.to_owned().into()).await.unwrap());
        let desk = AddPerson {
            user_id: UserId::new(),
            login: "desk".into(),
            name: "Desk".into(),
            roles: vec![Role::Receptionist],
            one_time_password: Secret::plain(PASSWORD),
        };
        clinic.perform(&admin, OperationId::new(), desk).await.unwrap();
        let (db, clock) = (clinic.db().clone(), Clock::default());
        let mut tx = db.begin().await.unwrap();
        tx.exec("UPDATE schema_info SET version = ? WHERE id = 1", args![migrate::KNOWN - 1]).await.unwrap();
        tx.commit().await.unwrap();
        let workstation = Workstation { id: clinic.workstation(), name: "Front desk 1".into() };
        let attempt = async |login: &str, password: &str| {
            upgrade(&db, &workstation, &clock, login, password.to_owned().into(), |_, _| {}).await
        };
        assert_eq!(attempt("admin", "not the password").await.unwrap_err().code(), Code::SessionWrongPassword);
        assert_eq!(attempt("desk", PASSWORD).await.unwrap_err().code(), Code::AccessDenied);
        assert!(matches!(migrate::state(&db).await.unwrap(), State::Older { .. }));
        attempt("admin", PASSWORD).await.unwrap();
        assert_eq!(migrate::state(&db).await.unwrap(), State::Ready);
        db.close().await;
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn what_nobody_ever_used_needs_no_permission() {
        assert!(
            is_unborn(State::Empty) && is_unborn(State::Older { found: 0 }) && is_unborn(State::Older { found: 1 })
        );
        assert!(
            !is_unborn(State::Older { found: 2 })
                && !is_unborn(State::Ready)
                && !is_unborn(State::Foreign)
                && !is_unborn(State::Newer { found: 99 })
        );
    }
}
