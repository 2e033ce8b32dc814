//! Many operations in one transaction: all or nothing.

use super::perform::hash_secrets;
use super::{Clinic, Context, Step, Who, size};
use crate::error::{Class, Code, Error, Result};
use crate::ids::OperationId;
use crate::journal::{self, Links};
use crate::office;
use crate::operation::Operation;
use crate::store::Tx;
use crate::time::Instant;
use serde_json::Value as Json;
use std::collections::HashSet;
use std::sync::Arc;

impl Clinic {
    /// Performs many operations in one transaction, for the sample and imports: all or nothing.
    ///
    /// Errors: those of the first operation that is refused, with its position as `step`.
    pub async fn perform_all(
        &self,
        who: &Who,
        steps: Vec<Step>,
        mut progress: impl FnMut(usize) + Send,
    ) -> Result<Vec<Json>> {
        let mut tx = self.db.begin().await?;
        match self.all_steps(&mut tx, who, steps, &mut progress).await {
            Ok(outcomes) => {
                tx.commit().await?;
                self.refresh_settings().await?;
                Ok(outcomes)
            }
            Err(error) => {
                tx.abandon(error.class).await;
                Err(error)
            }
        }
    }

    async fn all_steps(
        &self,
        tx: &mut Tx,
        who: &Who,
        steps: Vec<Step>,
        progress: &mut (impl FnMut(usize) + Send),
    ) -> Result<Vec<Json>> {
        refuse_known(tx, &steps).await?;
        let now = self.clock.now();
        let mut batch = Batch { context: None, links: Links::new(self.workstation) };
        let mut outcomes = Vec::with_capacity(steps.len());
        for (position, mut step) in steps.into_iter().enumerate() {
            let at = step.at.unwrap_or(now);
            hash_secrets(&mut step.operation).await?;
            outcomes
                .push(self.step(tx, who, &step, &mut batch, at).await.map_err(|error| error.with("step", position))?);
            progress(position + 1);
        }
        batch.write(tx).await?;
        Ok(outcomes)
    }

    async fn step(&self, tx: &mut Tx, who: &Who, step: &Step, batch: &mut Batch, at: Instant) -> Result<Json> {
        // People, permissions and settings may change on the way; appointments, patients and money do not move them.
        let changes_standing = !matches!(
            step.operation,
            Operation::RegisterPatient(_)
                | Operation::BookAppointment(_)
                | Operation::ChangeStatus(_)
                | Operation::CancelAppointment(_)
                | Operation::AddAlert(_)
                | Operation::AddAllergy(_)
                | Operation::RecordNoKnownAllergies(_)
                | Operation::DraftInvoice(_)
                | Operation::EditInvoice(_)
                | Operation::IssueInvoice(_)
                | Operation::CheckOut(_)
                | Operation::TakePayment(_)
                | Operation::SetFloat(_)
                | Operation::MoveCash(_)
                | Operation::CloseTill(_)
        );
        // Those may look at the history too.
        if changes_standing || batch.links.are_many() {
            batch.write(tx).await?;
        }
        let mut cx = match batch
            .context
            .take()
            .filter(|cx| !changes_standing && cx.permissions.contains(&step.operation.permission()))
        {
            Some(cx) => cx,
            None => {
                let mut cx = self.admit(tx, who, step.id, &step.operation, at).await?;
                cx.settings = Arc::new(office::details::load(tx).await?);
                cx
            }
        };
        cx.operation = step.id;
        cx.now = at;
        let text = serde_json::to_string(&step.operation).map_err(Error::internal)?;
        size::check(&step.operation, &text)?;
        let outcome = step.operation.apply(tx, &cx).await?;
        batch.links.add(tx, step.id, (cx.actor, at), (step.operation.name(), text), outcome.to_string())?;
        batch.context = Some(cx);
        Ok(outcome)
    }
}

/// What one step leaves to the next.
struct Batch {
    context: Option<Context>,
    links: Links,
}

impl Batch {
    /// Errors: `operation.id_reused`, when somebody else used an id since the beginning.
    async fn write(&mut self, tx: &mut Tx) -> Result<()> {
        let written = self.links.write(tx).await;
        written.map_err(|error| if error.class == Class::Unique { Error::new(Code::OperationIdReused) } else { error })
    }
}

/// Errors: `operation.id_reused` (step), for an id that was used before or stands here twice.
async fn refuse_known(tx: &mut Tx, steps: &[Step]) -> Result<()> {
    let ids: Vec<OperationId> = steps.iter().map(|step| step.id).collect();
    let mut seen: HashSet<OperationId> = journal::known_of(tx, &ids).await?.into_iter().collect();
    match ids.iter().position(|id| !seen.insert(*id)) {
        Some(position) => Err(Error::new(Code::OperationIdReused).with("step", position)),
        None => Ok(()),
    }
}
