//! One operation in one transaction, tried again under the same id until it is certain what came of it.

use super::{Clinic, Performed, Who, size};
use crate::args;
use crate::error::{Class, Code, Error, Result};
use crate::fields::Secret;
use crate::ids::OperationId;
use crate::journal::{self, Entry, Known};
use crate::operation::{Operation, SecretRule};
use crate::secrets;
use crate::store::{Read, Tx};
use crate::time::Instant;
use serde_json::Value as Json;
use std::time::Duration;
use zeroize::Zeroizing;

/// Tries of one transaction before the caller is told that there is too much going on.
const TRIES: u32 = 8;

impl Clinic {
    /// Performs an operation under an id that the caller made: the only way to change a row.
    ///
    /// A known id answers with its first outcome. Errors in this order: `operation.invalid`, the passwords' rules, `field.too_long`,
    /// `session.ended`, `session.password_change_needed`, `access.denied`, `operation.id_reused`, then the operation's own.
    pub async fn perform(&self, who: &Who, id: OperationId, operation: impl Into<Operation>) -> Result<Performed> {
        let mut operation = operation.into();
        let plain = hash_secrets(&mut operation).await?;
        let at = self.clock.now();
        let text = serde_json::to_string(&operation).map_err(Error::internal)?;
        size::check(&operation, &text)?;
        let mut last = Error::new(Code::StoreBusy);
        let mut maybe_committed = false;
        for attempt in 0..TRIES {
            if attempt > 0 {
                tokio::time::sleep(Duration::from_millis(u64::from(attempt) * rand::random_range(5..50))).await;
            }
            match self.attempt(who, id, &operation, &text, &plain, at).await {
                Ok(performed) => return self.after(operation, performed).await,
                Err(error) => match error.class {
                    Class::Transient | Class::Unique => last = error,
                    Class::Unknown => {
                        maybe_committed = true;
                        last = error;
                    }
                    Class::Away => {
                        last = error;
                        break;
                    }
                    Class::ForeignKey | Class::Check => {
                        return Err(Error::internal(format!("{}: the database refused the rows", operation.name())));
                    }
                    Class::Rejected => {
                        // Being done may be why: a new password ends its own session, a role given up its own permission.
                        if maybe_committed {
                            match self.known(who, id, &operation, &text, &plain).await {
                                Ok(None) => {}
                                Ok(Some(performed)) => return self.after(operation, performed).await,
                                Err(reused) if reused.code() == Code::OperationIdReused => return Err(reused),
                                Err(_) => return Err(unknown()),
                            }
                        }
                        if error.code() == Code::AccessDenied {
                            self.note_denial(who, operation.name()).await;
                        }
                        return Err(error);
                    }
                },
            }
        }
        Err(match last.class {
            // Whatever stopped the later tries, the first may have gone through.
            _ if maybe_committed => unknown(),
            Class::Unique => Error::new(Code::StoreBusy),
            _ => last,
        })
    }

    async fn after(&self, operation: Operation, performed: Performed) -> Result<Performed> {
        if let Some(needed) = operation.approval() {
            self.approvals.used(needed.id);
        }
        if matches!(operation, Operation::StartClinic(_) | Operation::EditClinic(_)) {
            self.refresh_settings().await?;
        }
        Ok(performed)
    }

    async fn attempt(
        &self,
        who: &Who,
        id: OperationId,
        operation: &Operation,
        text: &str,
        plain: &[Zeroizing<String>],
        at: Instant,
    ) -> Result<Performed> {
        let mut tx = self.db.begin().await?;
        match self.in_transaction(&mut tx, who, id, operation, text, at).await {
            Ok(Some(outcome)) => {
                tx.commit().await?;
                Ok(Performed { id, outcome, replayed: false })
            }
            Ok(None) => {
                tx.abandon(Class::Rejected).await;
                let known = self.known(who, id, operation, text, plain).await?;
                // Gone again: the other transaction rolled back after all.
                known.ok_or_else(|| Error::classed(Code::StoreBusy, Class::Transient))
            }
            Err(error) => {
                tx.abandon(error.class).await;
                Err(error)
            }
        }
    }

    /// The outcome, or nothing when the id is known.
    async fn in_transaction(
        &self,
        tx: &mut Tx,
        who: &Who,
        id: OperationId,
        operation: &Operation,
        text: &str,
        at: Instant,
    ) -> Result<Option<Json>> {
        let mut cx = self.admit(tx, who, id, operation, at).await?;
        cx.approver = self.approver_of(tx, who, operation.approval()).await?;
        let entry = Entry {
            id,
            workstation: self.workstation,
            actor: cx.actor,
            approver: cx.approver,
            at,
            name: operation.name(),
            operation: text,
        };
        if !journal::open(tx, &entry).await? {
            return Ok(None);
        }
        let outcome = operation.apply(tx, &cx).await?;
        journal::close(tx, &entry, &outcome.to_string()).await?;
        Ok(Some(outcome))
    }

    /// The first outcome of an id that is known. Errors: `operation.id_reused`.
    async fn known(
        &self,
        who: &Who,
        id: OperationId,
        operation: &Operation,
        text: &str,
        plain: &[Zeroizing<String>],
    ) -> Result<Option<Performed>> {
        let known: Option<Known> = self.db.clone().maybe(journal::FIND, args![id]).await?;
        let Some(known) = known else { return Ok(None) };
        let actor = match who {
            Who::Person(session) => Some(session.user_id),
            Who::System => None,
        };
        let same =
            known.actor_id == actor && known.name == operation.name() && same_content(&known.operation, text, plain)?;
        if !same {
            return Err(Error::new(Code::OperationIdReused));
        }
        let outcome = known.outcome.as_deref().unwrap_or("null");
        let outcome = serde_json::from_str(outcome).map_err(Error::internal)?;
        Ok(Some(Performed { id, outcome, replayed: true }))
    }
}

fn unknown() -> Error {
    Error::classed(Code::StoreUnknownOutcome, Class::Unknown)
}

/// Checks and hashes every secret of an operation; returns the plain ones, to recognise a second try.
pub(super) async fn hash_secrets(operation: &mut Operation) -> Result<Vec<Zeroizing<String>>> {
    let mut plain = Vec::new();
    for field in operation.secrets() {
        let Secret::Plain(text) = &*field.secret else {
            return Err(Error::field(Code::OperationInvalid, "password"));
        };
        match field.rule {
            SecretRule::Password => secrets::check_password(text, field.login.as_deref())?,
            SecretRule::Pin => secrets::check_pin(text)?,
        }
        let text = text.clone();
        *field.secret = Secret::Hash(secrets::hash(text.clone()).await?);
        plain.push(text);
    }
    Ok(plain)
}

/// Whether a second try says the same as the first. Hashes differ by their salt, so secrets are verified instead; who approved is no
/// part of what was done, and an approval does not outlive the program that has it.
fn same_content(first: &str, second: &str, plain: &[Zeroizing<String>]) -> Result<bool> {
    if first == second && plain.is_empty() {
        return Ok(true);
    }
    let mut first: Json = serde_json::from_str(first).map_err(Error::internal)?;
    let mut second: Json = serde_json::from_str(second).map_err(Error::internal)?;
    for json in [&mut first, &mut second] {
        if let Some(fields) = json.as_object_mut() {
            fields.remove("approval_id");
        }
    }
    let hashes = take_hashes(&mut first);
    take_hashes(&mut second);
    let matches =
        hashes.len() == plain.len() && hashes.iter().zip(plain).all(|(hash, text)| secrets::verify_now(hash, text));
    Ok(first == second && matches)
}

fn take_hashes(json: &mut Json) -> Vec<String> {
    match json {
        Json::Object(map) => match map.get("secret").and_then(Json::as_str).filter(|_| map.len() == 1) {
            Some(hash) => {
                let hash = hash.to_owned();
                *json = Json::Null;
                vec![hash]
            }
            None => map.values_mut().flat_map(take_hashes).collect(),
        },
        Json::Array(items) => items.iter_mut().flat_map(take_hashes).collect(),
        _ => Vec::new(),
    }
}
