//! What is the case: which screen to show, and what it may know. Everything that changes it answers with it.

use crate::app::{Closed, Desk, Here, Stand};
use clinic_core::desk;
use clinic_core::desk::connections::{Connection, ConnectionKind};
use clinic_core::error::{Code, Error, Result};
use clinic_core::office::info::AskClinic;
use clinic_core::staff::me::{AskMe, Me};
use clinic_core::staff::pins::QuickPerson;
use clinic_core::{Session, Who};
use serde::Serialize;
use serde_json::{Value as Json, json};
use std::sync::Arc;
use uuid::Uuid;

/// Secrets lie in a file, because this computer has no keychain.
pub const KEY_IN_FILE: &str = "key_in_file";
/// The journal no longer holds what this workstation saw.
pub const JOURNAL_CUT_OFF: &str = "journal.cut_off";

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    FirstRun,
    NewClinic,
    SignIn,
    ChangePassword,
    Locked,
    Open,
    Away,
    Older,
    Newer,
    Problem,
}

#[derive(Debug, Clone, Serialize)]
pub struct Boot {
    pub phase: Phase,
    pub problem: Option<Error>,
    pub connection: Option<ConnectionName>,
    pub clinic: Option<Json>,
    pub person: Option<Json>,
    pub quick_people: Vec<QuickPerson>,
    pub sample_logins: Option<Json>,
    pub workstation: Json,
    pub notices: Vec<&'static str>,
    pub version: &'static str,
}

#[derive(Debug, Clone, Serialize)]
pub struct ConnectionName {
    pub id: Uuid,
    pub name: String,
    pub kind: ConnectionKind,
    pub address: Option<String>,
}

impl From<&Connection> for ConnectionName {
    fn from(one: &Connection) -> ConnectionName {
        ConnectionName { id: one.id, name: one.name.clone(), kind: one.kind, address: one.address_text() }
    }
}

/// Which screen explains why a clinic is not open.
pub fn phase_of(problem: &Error) -> Phase {
    match problem.code() {
        Code::ConnectionDataOlder => Phase::Older,
        Code::ConnectionDataNewer => Phase::Newer,
        _ if desk::is_away(problem) => Phase::Away,
        _ => Phase::Problem,
    }
}

impl Desk {
    pub async fn boot(self: &Arc<Self>) -> Boot {
        match self.stand() {
            Stand::Nothing => self.blank(Phase::FirstRun),
            Stand::Closed(closed) => self.boot_closed(&closed),
            Stand::Here(here) => self.boot_here(&here).await,
        }
    }

    fn blank(&self, phase: Phase) -> Boot {
        let workstation = self.workstation();
        Boot {
            phase,
            problem: None,
            connection: None,
            clinic: None,
            person: None,
            quick_people: Vec::new(),
            sample_logins: None,
            workstation: json!({ "id": workstation.id, "name": workstation.name }),
            notices: Vec::new(),
            version: env!("CARGO_PKG_VERSION"),
        }
    }

    /// The server has not answered yet.
    pub fn boot_waiting(&self, connection: &Connection) -> Boot {
        Boot {
            problem: Some(Error::new(Code::StoreAway)),
            connection: Some(connection.into()),
            ..self.blank(Phase::Away)
        }
    }

    fn boot_closed(&self, closed: &Closed) -> Boot {
        Boot {
            problem: Some(closed.problem.clone()),
            connection: Some((&closed.connection).into()),
            ..self.blank(phase_of(&closed.problem))
        }
    }

    async fn boot_here(self: &Arc<Self>, here: &Arc<Here>) -> Boot {
        if let Some(problem) = here.away() {
            return self.boot_problem(here, problem);
        }
        let mut seen = self.look(here).await;
        if seen.as_ref().is_err_and(|error| error.code() == Code::SessionEnded) {
            // A new password elsewhere, or the account was closed.
            self.seats().sign_out();
            seen = self.look(here).await;
        }
        match seen {
            Ok(boot) => boot,
            Err(problem) => {
                if desk::is_away(&problem) {
                    self.mark_away(here, &problem);
                }
                self.boot_problem(here, problem)
            }
        }
    }

    fn boot_problem(&self, here: &Here, problem: Error) -> Boot {
        Boot { problem: Some(problem.clone()), person: self.known_person(), ..self.of_clinic(here, phase_of(&problem)) }
    }

    /// What may be known of a clinic without being signed in: its name.
    fn of_clinic(&self, here: &Here, phase: Phase) -> Boot {
        let settings = here.clinic.settings();
        let sample = settings.sample;
        Boot {
            connection: Some((&here.connection).into()),
            clinic: settings.started.then(|| json!({ "name": settings.details.name, "sample": sample })),
            sample_logins: (sample && here.connection.kind == ConnectionKind::Sample).then(crate::sample::logins),
            notices: here.notices.clone(),
            ..self.blank(phase)
        }
    }

    async fn look(&self, here: &Here) -> Result<Boot> {
        if !here.clinic.settings().started {
            // Another workstation may have done it meanwhile.
            here.clinic.refresh_settings().await?;
            if !here.clinic.settings().started {
                return Ok(self.of_clinic(here, Phase::NewClinic));
            }
        }
        let quick_people = here.clinic.quick_people().await?;
        let (session, locked) = {
            let seats = self.seats();
            (seats.sitting().cloned(), seats.is_locked())
        };
        let base = |phase| Boot { quick_people: quick_people.clone(), ..self.of_clinic(here, phase) };
        let Some(session) = session else { return Ok(base(Phase::SignIn)) };
        if locked {
            return Ok(Boot { person: self.known_person(), ..base(Phase::Locked) });
        }
        let must_change = self.learn(here, &session).await?;
        let person = self.known_person();
        if must_change {
            return Ok(Boot { person, ..base(Phase::ChangePassword) });
        }
        let clinic = here.clinic.ask_as(&Who::Person(session), AskClinic {}).await?;
        Ok(Boot { person, clinic: Some(clinic), ..base(Phase::Open) })
    }

    /// Asks who sits here; returns whether they must choose another password first.
    async fn learn(&self, here: &Here, session: &Session) -> Result<bool> {
        let me: Me = here.clinic.ask_as(&Who::Person(session.clone()), AskMe {}).await?;
        self.know(session.user_id(), serde_json::to_value(&me).map_err(Error::internal)?);
        Ok(me.must_change_password)
    }
}
