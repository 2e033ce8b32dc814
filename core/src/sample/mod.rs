//! The sample clinic: invented people, the same for the same day, made through the same operations as any other.

mod build;
mod calendar;
mod money;
mod names;
mod notes;
mod repeats;

use crate::clinic::{Clinic, Who};
use crate::error::Result;
use crate::staff::passwords::PasswordSet;
use build::Plan;

/// A sign-in that the sample's own sign-in screen shows.
#[derive(Debug, Clone, serde::Serialize)]
pub struct SampleLogin {
    pub login: &'static str,
    pub password: &'static str,
    pub name: &'static str,
    pub role: &'static str,
}

pub const PASSWORD: &str = "sample clinic only";

/// One per role.
pub const LOGINS: [SampleLogin; 5] = [
    login("reception", "Mila Novak", "receptionist"),
    login("doctor", "Dr Ada Adeyemi", "doctor"),
    login("nurse", "Nurse Isha Gupta", "nurse"),
    login("accounts", "Tom Ledger", "accountant"),
    login("admin", "Ria Admin", "admin"),
];

const fn login(login: &'static str, name: &'static str, role: &'static str) -> SampleLogin {
    SampleLogin { login, password: PASSWORD, name, role }
}

/// Fills an empty store with the sample clinic: a transaction for its people and lists, and one each for patients, calendar, what was
/// billed and paid at the desk and by the accountant, and for what some patients take and asked for more of.
pub async fn make(clinic: &Clinic, mut progress: impl FnMut(usize, usize) + Send) -> Result<()> {
    let plan = Plan::new(clinic.clock().now());
    clinic.perform_all(&Who::System, plan.start(), |_| {}).await?;
    let admin = sign_in(clinic, "admin").await?;
    clinic.perform_all(&admin, plan.people_and_lists(), |_| {}).await?;
    for login in LOGINS.iter().filter(|login| login.login != "admin") {
        settle_password(clinic, login).await?;
    }
    let desk = sign_in(clinic, "reception").await?;
    let accounts = sign_in(clinic, "accounts").await?;
    let doctor = sign_in(clinic, "doctor").await?;
    let (calendar, money) = plan.calendar_and_money(clinic.settings().zone);
    let repeats = repeats::of(&plan);
    let parts = [
        (&desk, plan.patients()),
        (&desk, calendar),
        (&desk, money.desk),
        (&accounts, money.accounts),
        (&doctor, repeats.prescribed),
        (&desk, repeats.noted),
        (&doctor, repeats.answered),
        (&desk, repeats.handed_over),
    ];
    let total: usize = parts.iter().map(|(_, steps)| steps.len()).sum();
    let mut before = 0;
    for (who, steps) in parts {
        let count = steps.len();
        clinic.perform_all(who, steps, |done| progress(before + done, total)).await?;
        before += count;
    }
    Ok(())
}

async fn sign_in(clinic: &Clinic, login: &str) -> Result<Who> {
    Ok(Who::Person(clinic.sign_in(login, PASSWORD.to_owned().into()).await?))
}

/// The sample's people choose, past the one-time password, the password that their screen shows.
async fn settle_password(clinic: &Clinic, login: &SampleLogin) -> Result<()> {
    let session = clinic.sign_in(login.login, build::ONE_TIME.to_owned().into()).await?;
    let operation = crate::staff::passwords::ChangeOwnPassword { password: crate::fields::Secret::plain(PASSWORD) };
    let _: PasswordSet = serde_json::from_value(
        clinic.perform(&Who::Person(session), crate::ids::OperationId::new(), operation).await?.outcome,
    )
    .map_err(crate::error::Error::internal)?;
    Ok(())
}
