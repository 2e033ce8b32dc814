//! What one workstation keeps beside the clinic's data: which computer it is, its connections and their secrets, who sits
//! at it, and the newest links of the journal it has seen. No window and no terminal here; the app's shell holds one of each.

pub mod backup;
pub mod connections;
pub mod files;
pub mod heads;
pub mod keychain;
pub mod place;
pub mod seats;
pub mod stops;
pub mod typed;
pub mod upgrade;

use crate::error::{Class, Code, Error};

/// Whether a failure means that the clinic's server is out of reach: what was asked may well work later.
pub fn is_away(error: &Error) -> bool {
    let by_code = matches!(error.code(), Code::StoreAway | Code::StoreUnknownOutcome);
    by_code || (matches!(error.class, Class::Away | Class::Unknown) && error.code() != Code::StoreFull)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::keychain::new_key;
    use crate::clinic::{Clinic, Who, Workstation};
    use crate::fields::Secret;
    use crate::ids::{OperationId, UserId, WorkstationId};
    use crate::office::countries;
    use crate::office::details::ClinicDetails;
    use crate::office::start::StartClinic;
    use crate::store::{Db, StoreUrl, migrate};
    use crate::time::Clock;
    use std::path::PathBuf;

    pub const PASSWORD: &str = "a long enough secret";

    /// A clinic in a file of its own, with one administrator; the folder is the caller's to remove.
    pub async fn clinic() -> (Clinic, PathBuf) {
        clinic_under(&new_key()).await
    }

    pub async fn clinic_under(key: &str) -> (Clinic, PathBuf) {
        let folder = std::env::temp_dir().join(format!("clinic-desk-test-{}", uuid::Uuid::now_v7()));
        std::fs::create_dir_all(&folder).unwrap();
        let db = Db::open(&StoreUrl::File(folder.join("a.clinic")), Some(key), true).await.unwrap();
        migrate::migrate(&db, &Clock::default(), |_, _| {}).await.unwrap();
        let clinic =
            Clinic::open(db, &Workstation { id: WorkstationId::new(), name: "Front desk 1".into() }, Clock::default())
                .await
                .unwrap();
        let start = StartClinic {
            clinic: ClinicDetails { name: "Northside".into(), ..countries::proposal("GB") },
            user_id: UserId::new(),
            login: "admin".into(),
            name: "Ada Administrator".into(),
            password: Secret::plain(PASSWORD),
            sample: false,
        };
        clinic.perform(&Who::System, OperationId::new(), start).await.unwrap();
        (clinic, folder)
    }
}
