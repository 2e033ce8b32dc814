//! A payer's account for paper: what was open at the end of a day, patient by patient, and how long it had been due. Nothing of it is the
//! patients' (docs/adr/0023), so theirs is another paper.

use super::{Document, DocumentFormat};
use crate::access::Permission;
use crate::args;
use crate::billing::aged::{OPEN_OF_INVOICES, end_of, opens};
use crate::billing::frozen::{FrozenClinic, FrozenPayer, clinic_now, payer_now};
use crate::billing::lists::list_name;
use crate::billing::payers::payer::Payer;
use crate::billing::rules;
use crate::billing::unpaid::Ageing;
use crate::clinic::Asker;
use crate::documents::mark;
use crate::error::Result;
use crate::fields;
use crate::ids::{PatientId, PayerId};
use crate::money;
use crate::office::paper_templates::Template;
use crate::question::Ask;
use crate::store::{Clause, Db, Read};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What was open at the end of a day of the clinic; what was settled or credited later changes nothing about it.
///
/// Errors in this order: `record.not_found` (payer), `field.out_of_range` (on; total when a sum is more than can be said).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskPayerStatement {
    pub payer_id: PayerId,
    pub on: NaiveDate,
}

/// Amounts in minor units. The clinic and the payer as they are now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PayerStatementDocument {
    pub format: DocumentFormat,
    pub number: String,
    pub on: NaiveDate,
    pub clinic: FrozenClinic,
    pub payer: FrozenPayer,
    /// By name; none of whom nothing is open.
    pub patients: Vec<PayerPatient>,
    pub ageing: Ageing,
    /// What of its payments settled nothing yet that day: not taken off what was open.
    #[ts(type = "number")]
    pub credit_minor: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PayerPatient {
    pub name: String,
    pub mrn: String,
    /// Under which the payer knows the patient, as it stands on the newest of these invoices.
    pub member_number: Option<String>,
    #[ts(type = "number")]
    pub open_minor: i64,
    /// The oldest first.
    pub invoices: Vec<PayerOpenInvoice>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PayerOpenInvoice {
    pub number: String,
    pub issued_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
    #[ts(type = "number")]
    pub total_minor: i64,
    /// Paid, credited or written off by that day.
    #[ts(type = "number")]
    pub settled_minor: i64,
    #[ts(type = "number")]
    pub open_minor: i64,
}

#[derive(sqlx::FromRow)]
struct OpenRead {
    patient_id: PatientId,
    mrn: String,
    family_name: Option<String>,
    given_name: Option<String>,
    preferred_name: Option<String>,
    member_number: Option<String>,
    number_text: Option<String>,
    issued_on: NaiveDate,
    due_on: Option<NaiveDate>,
    total_minor: i64,
    open_minor: i64,
}

impl Ask for AskPayerStatement {
    const PERMISSION: Permission = Permission::BillingView;
    type Answer = Document;

    fn example() -> Self {
        AskPayerStatement { payer_id: PayerId::new(), on: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default() }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Document> {
        let payer: Payer = db.record(self.payer_id.0).await?;
        fields::day("on", self.on)?;
        let rows = self.open(db, asker).await?;
        let rules = rules::load(db).await?;
        Ok(Document::from(PayerStatementDocument {
            format: DocumentFormat::usual(db, &asker.settings, Template::PayerStatement).await?,
            number: format!("PAYER-{}-{}", mark(self.payer_id.0), self.on),
            on: self.on,
            clinic: clinic_now(&asker.settings, &rules),
            payer: payer_now(&payer, None),
            ageing: ageing(&rows, self.on)?,
            patients: patients(rows)?,
            credit_minor: self.credit(db, asker).await?,
        }))
    }
}

impl AskPayerStatement {
    async fn open(&self, db: &mut Db, asker: &Asker) -> Result<Vec<OpenRead>> {
        let clause = Clause::new(
            "SELECT i.patient_id, x.mrn, x.family_name, x.given_name, x.preferred_name, y.member_number, i.number_text, i.issued_on, i.due_on, i.total_minor, \
             CAST(SUM(m.minor) AS SIGNED) AS open_minor FROM ",
            vec![],
        )
        .and(OPEN_OF_INVOICES, opens(asker.settings.zone, self.on)?)
        .and(
            "JOIN invoices i ON i.id = m.invoice_id JOIN invoice_payers y ON y.invoice_id = i.id JOIN patients x ON x.id = i.patient_id \
             WHERE y.payer_id = ? AND i.issued_on <= ? GROUP BY i.id, i.patient_id, x.mrn, x.family_name, x.given_name, x.preferred_name, y.member_number, \
             i.number_text, i.issued_on, i.due_on, i.total_minor, i.series, i.number HAVING SUM(m.minor) <> 0 ORDER BY i.issued_on, i.series, i.number",
            args![self.payer_id, self.on],
        );
        db.all_of(clause).await
    }

    async fn credit(&self, db: &mut Db, asker: &Asker) -> Result<i64> {
        let (left,): (i64,) = db
            .one(
                "SELECT CAST((SELECT COALESCE(SUM(CASE WHEN p.kind = 'payment' THEN p.amount_minor ELSE 0 - p.amount_minor END), 0) FROM payments p \
                 JOIN payment_payers y ON y.payment_id = p.id WHERE y.payer_id = ? AND p.taken_on <= ?) \
                 - (SELECT COALESCE(SUM(a.amount_minor), 0) FROM payment_allocations a JOIN payment_payers y ON y.payment_id = a.payment_id \
                 WHERE y.payer_id = ? AND a.allocated_at < ?) AS SIGNED)",
                args![self.payer_id, self.on, self.payer_id, end_of(asker.settings.zone, self.on)?],
            )
            .await?;
        Ok(left)
    }
}

/// By how many days each had been due.
fn ageing(rows: &[OpenRead], on: NaiveDate) -> Result<Ageing> {
    let late = |row: &OpenRead| (on - row.due_on.unwrap_or(row.issued_on)).num_days();
    let of = |from: i64, to: i64| {
        money::sum(rows.iter().filter(|row| (from..=to).contains(&late(row))).map(|row| row.open_minor))
    };
    Ok(Ageing {
        not_due_minor: of(i64::MIN, 0)?,
        days_1_30_minor: of(1, 30)?,
        days_31_60_minor: of(31, 60)?,
        days_61_90_minor: of(61, 90)?,
        days_over_90_minor: of(91, i64::MAX)?,
        total_minor: of(i64::MIN, i64::MAX)?,
    })
}

/// Rows come in the order of their days.
fn patients(rows: Vec<OpenRead>) -> Result<Vec<PayerPatient>> {
    let mut found: Vec<(PatientId, PayerPatient)> = Vec::new();
    for row in rows {
        let invoice = PayerOpenInvoice {
            number: row.number_text.unwrap_or_default(),
            issued_on: row.issued_on,
            due_on: row.due_on,
            total_minor: row.total_minor,
            settled_minor: row.total_minor - row.open_minor,
            open_minor: row.open_minor,
        };
        let known = found.iter().position(|(id, _)| *id == row.patient_id);
        let place = known.unwrap_or_else(|| {
            let name = list_name(row.family_name, row.given_name, row.preferred_name);
            let patient = PayerPatient { name, mrn: row.mrn, member_number: None, open_minor: 0, invoices: vec![] };
            found.push((row.patient_id, patient));
            found.len() - 1
        });
        if let Some((_, patient)) = found.get_mut(place) {
            patient.open_minor = money::sum([patient.open_minor, invoice.open_minor])?;
            patient.member_number = row.member_number.or(patient.member_number.take());
            patient.invoices.push(invoice);
        }
    }
    let mut patients: Vec<PayerPatient> = found.into_iter().map(|(_, patient)| patient).collect();
    patients.sort_by(|a, b| (a.name.to_lowercase(), &a.mrn).cmp(&(b.name.to_lowercase(), &b.mrn)));
    Ok(patients)
}
