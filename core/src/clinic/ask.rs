//! The gate for everything that is asked.

use super::{Asker, Clinic, Progress, Who, denied, standing};
use crate::access::Permission;
use crate::error::{Code, Error, Result};
use crate::question::Question;
use serde_json::value::RawValue;
use std::collections::BTreeSet;
use std::sync::Arc;

impl Clinic {
    /// Asks a question.
    ///
    /// Errors in this order: `session.ended`, `session.password_change_needed`, `access.denied`, then the question's own.
    pub async fn ask(&self, who: &Who, question: impl Into<Question>) -> Result<Box<RawValue>> {
        self.answer(who, question.into(), None).await
    }

    /// As `ask`, for whoever may go away meanwhile: `progress` says how far it has come, and when this is dropped the statement that runs ends
    /// in the database too.
    pub async fn ask_watched(
        &self,
        who: &Who,
        question: impl Into<Question>,
        progress: Arc<Progress>,
    ) -> Result<Box<RawValue>> {
        self.answer(who, question.into(), Some(progress)).await
    }

    async fn answer(&self, who: &Who, question: Question, progress: Option<Arc<Progress>>) -> Result<Box<RawValue>> {
        let mut db = if progress.is_some() { self.db.ended_when_left() } else { self.db.clone() };
        let mut asker = Asker {
            user_id: None,
            now: self.clock.now(),
            workstation: self.workstation,
            settings: self.settings(),
            permissions: BTreeSet::new(),
            roles: Vec::new(),
            progress,
        };
        match who {
            Who::System => asker.permissions = Permission::ALL.iter().copied().collect(),
            Who::Person(session) => {
                let standing = standing(&mut db, session).await?;
                if standing.must_change_password && !matches!(question, Question::Me(_) | Question::Clinic(_)) {
                    return Err(Error::new(Code::SessionPasswordChangeNeeded));
                }
                asker.user_id = Some(session.user_id);
                asker.permissions = standing.permissions;
                asker.roles = standing.roles;
            }
        }
        if !asker.permissions.contains(&question.permission()) {
            self.note_denial(who, question.name()).await;
            return Err(denied(question.permission()));
        }
        let answer = question.answer(&mut db, &asker).await?;
        if let Some(what) = question.export() {
            self.note_event("export", asker.user_id, None, Some(what)).await;
        }
        Ok(answer)
    }

    /// As `ask`, read back into a type: for tests and the shell.
    pub async fn ask_as<T: serde::de::DeserializeOwned>(&self, who: &Who, question: impl Into<Question>) -> Result<T> {
        let answer = self.ask(who, question).await?;
        serde_json::from_str(answer.get()).map_err(Error::internal)
    }
}
