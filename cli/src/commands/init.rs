//! A new clinic's data.

use super::{Store, line, password, workstation};
use clap::Args;
use clinic_core::fields::Secret;
use clinic_core::ids::{OperationId, UserId};
use clinic_core::office::countries;
use clinic_core::office::start::StartClinic;
use clinic_core::store::migrate;
use clinic_core::store::{Db, StoreUrl, create_database};
use clinic_core::time::Clock;
use clinic_core::{Clinic, Code, Error, Result, Who, sample};
use serde_json::json;
use std::io::IsTerminal;
use std::process::ExitCode;

#[derive(Args)]
pub struct Init {
    /// A clinic of invented people, with one sign-in per role
    #[arg(long, conflicts_with_all = ["admin", "name", "clinic", "country"])]
    sample: bool,
    /// The first administrator's sign-in name
    #[arg(long, value_name = "LOGIN", requires = "name")]
    admin: Option<String>,
    /// The first administrator's name
    #[arg(long, requires = "admin")]
    name: Option<String>,
    /// The clinic's name
    #[arg(long, default_value = "Clinic", requires = "admin")]
    clinic: String,
    /// Two letters: gives time zone, currency and forms of dates and addresses
    #[arg(long, default_value = "GB", requires = "admin")]
    country: String,
}

impl Init {
    pub async fn run(self, store: &Store) -> Result<ExitCode> {
        let country = self.country.to_uppercase();
        if !countries::COUNTRIES.iter().any(|known| known.code == country) {
            return Err(Error::field(Code::FieldInvalid, "country"));
        }
        // Asked for before anything is made.
        let password = if self.admin.is_some() { Some(password()?) } else { None };
        let clock = Clock::default();
        let db = made(store).await?;
        migrate::migrate(&db, &clock, |_, _| {}).await?;
        let clinic = Clinic::open(db, &workstation()?, clock).await?;
        if self.sample {
            make_sample(&clinic).await?;
        }
        if let (Some(login), Some(name), Some(password)) = (self.admin, self.name, password) {
            let mut details = countries::proposal(&country);
            details.name = self.clinic;
            let start = StartClinic {
                clinic: details,
                user_id: UserId::new(),
                login,
                name,
                password: Secret::Plain(password),
                sample: false,
            };
            let done = clinic.perform(&Who::System, OperationId::new(), start).await?;
            line(&done.outcome.to_string());
        } else {
            line(&json!({ "version": migrate::KNOWN, "sample": self.sample }).to_string());
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Opens the store, and makes the file or the database where there is none.
async fn made(store: &Store) -> Result<Db> {
    match store.db(true).await {
        Err(error) if error.code() == Code::ConnectionNoDatabase => {
            if let StoreUrl::Server(address) = store.parsed()? {
                create_database(&address).await?;
            }
            store.db(true).await
        }
        opened => opened,
    }
}

async fn make_sample(clinic: &Clinic) -> Result<()> {
    let shown = std::io::stderr().is_terminal();
    sample::make(clinic, |done, total| {
        if shown {
            eprint!("\r{done} of {total}");
        }
    })
    .await?;
    if shown {
        eprintln!();
    }
    Ok(())
}
