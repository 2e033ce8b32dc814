//! The history of changes, read from the journal: for the administrator, and of one record.

mod withheld;

use self::withheld::{Readable, whose};
use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::fields::redact;
use crate::ids::{OperationId, UserId, WorkstationId};
use crate::question::Ask;
use crate::store::{Clause, Db, Kind, Read, Record};
use crate::time::{Instant, instant_of, midnight};
use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

/// Who changed a record last, and when.
pub(crate) async fn who_changed(read: &mut impl Read, kind: Kind, id: Uuid) -> Result<Option<(String, Instant)>> {
    let last: Option<(Option<String>, Instant)> = read
        .maybe(
            "SELECT u.name, j.at FROM journal_touches t JOIN journal j ON j.id = t.journal_id LEFT JOIN users u ON u.id = j.actor_id \
             WHERE t.kind = ? AND t.row_id = ? ORDER BY j.at DESC, j.id DESC LIMIT 1",
            args![kind.text(), id],
        )
        .await?;
    Ok(last.map(|(name, at)| (name.unwrap_or_default(), at)))
}

/// The general refusal of an edit that saw an older row.
///
/// Errors: `record.changed_meanwhile` (kind, by, at, version).
pub(crate) async fn refuse_stale<R: Record>(read: &mut impl Read, row: &R, seen: i64) -> Result<()> {
    if row.version() == seen {
        return Ok(());
    }
    Err(stale(read, Code::ChangedMeanwhile, R::KIND, row.row_id(), row.version()).await?)
}

/// The refusal under an area's own code, to which it may add what stands there now.
pub(crate) async fn stale(read: &mut impl Read, code: Code, kind: Kind, id: Uuid, version: i64) -> Result<Error> {
    let mut error = Error::new(code).with("kind", kind).with("version", version);
    if let Some((by, at)) = who_changed(read, kind, id).await? {
        error = error.with("by", by).with("at", at);
    }
    Ok(error)
}

pub(crate) fn write_cursor(at: Instant, id: Uuid) -> String {
    format!("{}_{id}", at.text())
}

pub(crate) fn read_cursor(text: &str) -> Option<(Instant, Uuid)> {
    let (at, id) = text.split_once('_')?;
    Some((serde_json::from_value(Json::String(at.to_owned())).ok()?, id.parse().ok()?))
}

/// What was done, the newest first; `from` and `to` are dates in the clinic's zone, both included.
///
/// Errors: `field.out_of_range` (from, to).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskHistory {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor_id: Option<UserId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workstation_id: Option<WorkstationId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// The `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// 1 to 200.
    #[ts(type = "number")]
    pub limit: i64,
}

#[derive(Debug, Clone, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct HistoryPage {
    pub rows: Vec<HistoryRow>,
    pub next: Option<String>,
}

#[derive(Debug, Clone, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct HistoryRow {
    #[ts(type = "string")]
    pub id: OperationId,
    pub at: Instant,
    /// Empty for the app itself.
    pub actor: String,
    pub workstation: String,
    /// Who agreed to it on the spot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approver: Option<String>,
    pub operation: String,
    pub about: Vec<About>,
    /// The operation without its clinical and secret parts.
    #[ts(type = "unknown")]
    pub details: Json,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<FieldChange>,
    /// It tells of somebody's health, and whoever asks has not that record open: `details` say whose it is, and there are no `changes`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub withheld: bool,
}

#[derive(Debug, Clone, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct About {
    pub kind: String,
    #[ts(type = "string")]
    pub id: Uuid,
    pub label: Option<String>,
}

#[derive(Debug, Clone, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct FieldChange {
    pub field: String,
    #[ts(type = "unknown")]
    pub before: Json,
    #[ts(type = "unknown")]
    pub after: Json,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: OperationId,
    at: Instant,
    actor: Option<String>,
    workstation: String,
    approver: Option<String>,
    name: String,
    operation: String,
}

const ROWS: &str = "SELECT j.id, j.at, u.name AS actor, w.name AS workstation, a.name AS approver, j.name, j.operation FROM journal j \
     JOIN workstations w ON w.id = j.workstation_id LEFT JOIN users u ON u.id = j.actor_id LEFT JOIN users a ON a.id = j.approver_id ";

impl Ask for AskHistory {
    const PERMISSION: Permission = Permission::HistoryView;
    type Answer = HistoryPage;

    fn example() -> Self {
        AskHistory { limit: 50, ..AskHistory::default() }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<HistoryPage> {
        for (field, day) in [("from", self.from), ("to", self.to)] {
            day.map_or(Ok(()), |day| fields::day(field, day))?;
        }
        let limit = self.limit.clamp(1, 200);
        let mut clause = Clause::new(ROWS, vec![]).and("WHERE j.seq IS NOT NULL ", vec![]);
        if let Some(operation) = &self.operation {
            clause = clause.and("AND j.name = ? ", args![operation]);
        }
        if let Some(actor) = self.actor_id {
            clause = clause.and("AND j.actor_id = ? ", args![actor]);
        }
        if let Some(workstation) = self.workstation_id {
            clause = clause.and("AND j.workstation_id = ? ", args![workstation]);
        }
        let zone = asker.settings.zone;
        if let Some(from) = self.from.and_then(|day| instant_of(zone, midnight(day))) {
            clause = clause.and("AND j.at >= ? ", args![from]);
        }
        if let Some(to) =
            self.to.and_then(|day| day.checked_add_days(Days::new(1))).and_then(|day| instant_of(zone, midnight(day)))
        {
            clause = clause.and("AND j.at < ? ", args![to]);
        }
        if let Some((at, id)) = self.before.as_deref().and_then(read_cursor) {
            clause = clause.and("AND (j.at < ? OR (j.at = ? AND j.id < ?)) ", args![at, at, id]);
        }
        let mut rows: Vec<Row> =
            db.all_of(clause.and("ORDER BY j.at DESC, j.id DESC LIMIT ?", args![limit + 1])).await?;
        let more = rows.len() as i64 > limit;
        rows.truncate(usize::try_from(limit).unwrap_or(200));
        let next = rows.last().filter(|_| more).map(|row| write_cursor(row.at, row.id.0));
        Ok(HistoryPage { rows: complete(db, asker, rows, None).await?, next })
    }
}

/// Everything that was done to one record, the newest first, with each field before and after. Clinical texts are never shown; of what was done under a
/// clinical permission nothing is (`withheld`) but to those who opened the chart.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskRecordHistory {
    pub kind: Kind,
    #[ts(type = "string")]
    pub id: Uuid,
}

impl Ask for AskRecordHistory {
    const PERMISSION: Permission = Permission::RecordHistory;
    type Answer = Vec<HistoryRow>;

    fn example() -> Self {
        AskRecordHistory { kind: Kind::Patient, id: Uuid::nil() }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Vec<HistoryRow>> {
        // Accounts and permissions are the administrator's business.
        let needed = match self.kind {
            Kind::User | Kind::Permission | Kind::Clinic | Kind::Workstation => Permission::HistoryView,
            Kind::PatientAlert => Permission::AlertClinical,
            Kind::Snippet => Permission::NoteTemplateUse,
            Kind::Invoice
            | Kind::Payment
            | Kind::PaymentMethod
            | Kind::Payer
            | Kind::TaxRate
            | Kind::Till
            | Kind::Period => Permission::BillingView,
            Kind::Allergy
            | Kind::Problem
            | Kind::VisitRecord
            | Kind::Vital
            | Kind::Vaccination
            | Kind::File
            | Kind::TestRequest
            | Kind::Prescription
            | Kind::RepeatRequest
            | Kind::Letter => Permission::RecordView,
            _ => Permission::RecordHistory,
        };
        if !asker.may(needed) {
            return Err(Error::new(Code::AccessDenied).with("permission", needed.text()));
        }
        let clause = Clause::new(ROWS, vec![]).and(
            "WHERE j.id IN (SELECT t.journal_id FROM journal_touches t WHERE t.kind = ? AND t.row_id = ?) ORDER BY j.at DESC, j.id DESC LIMIT 500",
            args![self.kind.text(), self.id],
        );
        let rows: Vec<Row> = db.all_of(clause).await?;
        complete(db, asker, rows, Some((self.kind, self.id))).await
    }
}

#[derive(sqlx::FromRow)]
struct TouchRow {
    journal_id: OperationId,
    kind: String,
    row_id: Uuid,
    before_row: Option<String>,
    after_row: Option<String>,
}

async fn complete(db: &mut Db, asker: &Asker, rows: Vec<Row>, only: Option<(Kind, Uuid)>) -> Result<Vec<HistoryRow>> {
    let ids = args_of(rows.iter().map(|row| row.id));
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let touches: Vec<TouchRow> = db
        .all_of(Clause::in_list(
            "SELECT journal_id, kind, row_id, before_row, after_row FROM journal_touches WHERE journal_id IN (",
            ") ORDER BY journal_id, position",
            ids,
        ))
        .await?;
    let labels = labels(db, &touches).await?;
    let readable = Readable::by(db, asker).await?;
    let row = |row: Row| {
        let own = || touches.iter().filter(|touch| touch.journal_id == row.id);
        let mut details: Json = serde_json::from_str(&row.operation).unwrap_or(Json::Null);
        let patients = own().filter(|touch| touch.kind == Kind::Patient.text()).map(|touch| touch.row_id);
        let withheld = readable.withholds(&row.name, &details, patients);
        if withheld {
            details = whose(&details);
        }
        redact(&mut details);
        let about = own()
            .map(|touch| About {
                kind: touch.kind.clone(),
                id: touch.row_id,
                label: labels.get(&touch.row_id).cloned(),
            })
            .collect();
        let shown = own().filter(|touch| {
            !withheld && only.is_some_and(|(kind, id)| touch.kind == kind.text() && touch.row_id == id)
        });
        HistoryRow {
            id: row.id,
            at: row.at,
            actor: row.actor.clone().unwrap_or_default(),
            workstation: row.workstation.clone(),
            approver: row.approver.clone(),
            operation: row.name.clone(),
            about,
            details,
            changes: shown.flat_map(changes).collect(),
            withheld,
        }
    };
    Ok(rows.into_iter().map(row).collect())
}

fn args_of(ids: impl Iterator<Item = OperationId>) -> Vec<crate::store::Value> {
    ids.map(Into::into).collect()
}

/// Names of patients and appointments' patients, for lines that people read.
async fn labels(db: &mut Db, touches: &[TouchRow]) -> Result<std::collections::HashMap<Uuid, String>> {
    let ids_of = |kind: Kind| -> Vec<crate::store::Value> {
        let mut ids: Vec<Uuid> =
            touches.iter().filter(|touch| touch.kind == kind.text()).map(|touch| touch.row_id).collect();
        ids.sort();
        ids.dedup();
        ids.truncate(crate::store::CHUNK);
        ids.into_iter().map(Into::into).collect()
    };
    let mut labels = std::collections::HashMap::new();
    let lists: [(Kind, &'static str); 17] = [
        (Kind::Patient, "SELECT id, family_name, given_name, preferred_name FROM patients WHERE id IN ("),
        (
            Kind::Appointment,
            "SELECT a.id, p.family_name, p.given_name, p.preferred_name FROM appointments a JOIN patients p ON p.id = a.patient_id WHERE a.id IN (",
        ),
        (
            Kind::Waitlist,
            "SELECT w.id, p.family_name, p.given_name, p.preferred_name FROM waitlist w JOIN patients p ON p.id = w.patient_id WHERE w.id IN (",
        ),
        (Kind::User, "SELECT id, name, NULL AS given, NULL AS preferred FROM users WHERE id IN ("),
        (Kind::Practitioner, "SELECT id, short_name, NULL AS given, NULL AS preferred FROM doctors WHERE id IN ("),
        (Kind::Service, "SELECT id, name, NULL AS given, NULL AS preferred FROM services WHERE id IN ("),
        // A draft has no number yet: then it is whose it is.
        (
            Kind::Invoice,
            "SELECT i.id, COALESCE(i.number_text, p.family_name, p.given_name), CASE WHEN i.number_text IS NULL THEN p.given_name END, NULL AS preferred FROM invoices i JOIN patients p ON p.id = i.patient_id WHERE i.id IN (",
        ),
        (Kind::Payment, "SELECT id, receipt_text, NULL AS given, NULL AS preferred FROM payments WHERE id IN ("),
        (
            Kind::Till,
            "SELECT t.id, u.name, NULL AS given, NULL AS preferred FROM tills t JOIN users u ON u.id = t.cashier_id WHERE t.id IN (",
        ),
        (Kind::TaxRate, "SELECT id, name, NULL AS given, NULL AS preferred FROM tax_rates WHERE id IN ("),
        (Kind::PaymentMethod, "SELECT id, name, NULL AS given, NULL AS preferred FROM payment_methods WHERE id IN ("),
        (Kind::PriceList, "SELECT id, name, NULL AS given, NULL AS preferred FROM price_lists WHERE id IN ("),
        (Kind::Payer, "SELECT id, name, NULL AS given, NULL AS preferred FROM payers WHERE id IN ("),
        (Kind::Room, "SELECT id, name, NULL AS given, NULL AS preferred FROM clinic_rooms WHERE id IN ("),
        // By their names on screen.
        (
            Kind::PaperTemplate,
            "SELECT id, template, NULL AS given, NULL AS preferred FROM paper_templates WHERE id IN (",
        ),
        (Kind::NoteTemplate, "SELECT id, name, NULL AS given, NULL AS preferred FROM note_templates WHERE id IN ("),
        (Kind::Snippet, "SELECT id, name, NULL AS given, NULL AS preferred FROM snippets WHERE id IN ("),
    ];
    for (kind, head) in lists {
        let ids = ids_of(kind);
        if ids.is_empty() {
            continue;
        }
        type Named = (Uuid, Option<String>, Option<String>, Option<String>);
        let rows: Vec<Named> = db.all_of(Clause::in_list(head, ")", ids)).await?;
        for (id, family, given, preferred) in rows {
            let parts: Vec<String> = [family, given.or(preferred)].into_iter().flatten().collect();
            labels.insert(id, parts.join(", "));
        }
    }
    Ok(labels)
}

fn changes(touch: &TouchRow) -> Vec<FieldChange> {
    let read = |text: &Option<String>| -> Map<String, Json> {
        text.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    };
    let (before, after) = (read(&touch.before_row), read(&touch.after_row));
    let mut fields: Vec<&String> =
        after.keys().chain(before.keys()).filter(|field| !matches!(field.as_str(), "id" | "version")).collect();
    fields.sort();
    fields.dedup();
    let change = |field: &String| {
        let mut pair =
            [before.get(field).cloned().unwrap_or(Json::Null), after.get(field).cloned().unwrap_or(Json::Null)];
        pair.iter_mut().for_each(redact);
        let [before, after] = pair;
        FieldChange { field: field.clone(), before, after }
    };
    fields.into_iter().map(change).filter(|change| change.before != change.after).collect()
}
