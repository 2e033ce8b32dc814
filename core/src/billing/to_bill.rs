//! What has to be billed: visits without an invoice, and drafts.

use super::lists::{MOST, check_span, list_name};
use crate::access::Permission;
use crate::args;
use crate::catalogue::price_lists::STANDARD;
use crate::catalogue::prices::PriceBook;
use crate::clinic::Asker;
use crate::error::Result;
use crate::ids::{AppointmentId, InvoiceId, PatientId, PractitionerId, PriceListId, ServiceId};
use crate::money;
use crate::question::Ask;
use crate::store::{Clause, Db, Read};
use crate::time::{Instant, midnight};
use chrono::{Days, NaiveDate, NaiveDateTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Visits from `from` to `to` (both included) that were seen and have no invoice yet, and all drafts.
///
/// Errors: `field.out_of_range` (to).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskToBill {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct ToBill {
    pub visits: Vec<UnbilledVisit>,
    pub drafts: Vec<DraftLine>,
}

/// `price_minor` before tax that is not in the price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct UnbilledVisit {
    pub appointment_id: AppointmentId,
    #[ts(type = "number")]
    pub version: i64,
    pub patient_id: PatientId,
    pub mrn: String,
    pub name: String,
    pub practitioner_id: PractitionerId,
    pub starts_at: NaiveDateTime,
    pub status: String,
    pub services: String,
    #[ts(type = "number")]
    pub price_minor: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct DraftLine {
    pub invoice_id: InvoiceId,
    #[ts(type = "number")]
    pub version: i64,
    pub patient_id: PatientId,
    pub mrn: String,
    pub name: String,
    /// Who gets it instead of the patient.
    pub payer: Option<String>,
    pub starts_at: Option<NaiveDateTime>,
    pub drafted_at: Option<Instant>,
    #[ts(type = "number")]
    pub lines: i64,
    #[ts(type = "number")]
    pub total_minor: i64,
}

#[derive(sqlx::FromRow)]
struct VisitRead {
    id: AppointmentId,
    version: i64,
    patient_id: PatientId,
    mrn: String,
    family_name: Option<String>,
    given_name: Option<String>,
    preferred_name: Option<String>,
    doctor_id: PractitionerId,
    starts_at: NaiveDateTime,
    status: String,
    services_text: String,
    price_list_id: Option<PriceListId>,
}

#[derive(sqlx::FromRow)]
struct DraftRead {
    id: InvoiceId,
    version: i64,
    patient_id: PatientId,
    mrn: String,
    family_name: Option<String>,
    given_name: Option<String>,
    preferred_name: Option<String>,
    payer: Option<String>,
    starts_at: Option<NaiveDateTime>,
    drafted_at: Option<Instant>,
    line_count: i64,
    total_minor: i64,
}

impl Ask for AskToBill {
    const PERMISSION: Permission = Permission::BillingView;
    type Answer = ToBill;

    fn example() -> Self {
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default();
        AskToBill { from: day, to: day }
    }

    async fn answer(&self, db: &mut Db, _asker: &Asker) -> Result<ToBill> {
        check_span(self.from, self.to)?;
        let visits: Vec<VisitRead> = db
            .all(
                "SELECT a.id, a.version, a.patient_id, p.mrn, p.family_name, p.given_name, p.preferred_name, a.doctor_id, a.starts_at, a.status, a.services_text, COALESCE(l.price_list_id, y.price_list_id) AS price_list_id \
                 FROM appointments a JOIN patients p ON p.id = a.patient_id LEFT JOIN patient_price_lists l ON l.patient_id = a.patient_id \
                 LEFT JOIN patient_payers z ON z.patient_id = a.patient_id LEFT JOIN payers y ON y.id = z.payer_id AND y.active = TRUE WHERE a.starts_at >= ? AND a.starts_at < ? AND a.status IN ('to_pay', 'done') \
                 AND EXISTS (SELECT 1 FROM appointment_services s WHERE s.appointment_id = a.id \
                 AND (s.price_minor > 0 OR EXISTS (SELECT 1 FROM service_prices d WHERE d.service_id = s.service_id AND d.price_minor > 0))) \
                 AND NOT EXISTS (SELECT 1 FROM invoices i WHERE i.appointment_id = a.id AND i.status <> 'void' AND (i.status = 'draft' OR i.total_minor = 0 \
                 OR i.total_minor > (SELECT COALESCE(SUM(n.total_minor), 0) FROM credit_notes n WHERE n.invoice_id = i.id))) ORDER BY a.starts_at, a.id LIMIT ?",
                args![midnight(self.from), midnight(self.to + Days::new(1)), MOST],
            )
            .await?;
        let visits = self.priced(db, visits).await?;
        Ok(ToBill { visits, drafts: drafts(db).await? })
    }
}

impl AskToBill {
    /// What each visit comes to by its patient's list on its day; those that come to nothing are left out.
    async fn priced(&self, db: &mut Db, visits: Vec<VisitRead>) -> Result<Vec<UnbilledVisit>> {
        if visits.is_empty() {
            return Ok(Vec::new());
        }
        let book = PriceBook::load(db, self.from, self.to).await?;
        let ids = visits.iter().map(|visit| visit.id.into()).collect();
        let given: Vec<(AppointmentId, ServiceId, i64)> = db
            .all_of(Clause::in_list(
                "SELECT appointment_id, service_id, price_minor FROM appointment_services WHERE appointment_id IN (",
                ")",
                ids,
            ))
            .await?;
        let mut priced = Vec::new();
        for visit in visits {
            let (list, day) = (visit.price_list_id.unwrap_or(STANDARD), visit.starts_at.date());
            let own = given.iter().filter(|(id, _, _)| *id == visit.id);
            let price_minor = money::sum(own.map(|(_, service, minor)| book.price(*service, list, day, *minor).minor))?;
            if price_minor > 0 {
                priced.push(visit_line(visit, price_minor));
            }
        }
        Ok(priced)
    }
}

/// The first 500 drafts, the oldest first.
pub(super) async fn drafts(db: &mut Db) -> Result<Vec<DraftLine>> {
    let drafts: Vec<DraftRead> = db
        .all(
            "SELECT i.id, i.version, i.patient_id, p.mrn, p.family_name, p.given_name, p.preferred_name, q.name AS payer, a.starts_at, i.drafted_at, \
             (SELECT COUNT(*) FROM invoice_items t WHERE t.invoice_id = i.id) AS line_count, i.total_minor \
             FROM invoices i JOIN patients p ON p.id = i.patient_id LEFT JOIN appointments a ON a.id = i.appointment_id \
             LEFT JOIN invoice_payers y ON y.invoice_id = i.id LEFT JOIN payers q ON q.id = y.payer_id WHERE i.status = 'draft' ORDER BY i.id LIMIT ?",
            args![MOST],
        )
        .await?;
    Ok(drafts.into_iter().map(draft_line).collect())
}

fn visit_line(row: VisitRead, price_minor: i64) -> UnbilledVisit {
    UnbilledVisit {
        appointment_id: row.id,
        version: row.version,
        patient_id: row.patient_id,
        mrn: row.mrn,
        name: list_name(row.family_name, row.given_name, row.preferred_name),
        practitioner_id: row.doctor_id,
        starts_at: row.starts_at,
        status: row.status,
        services: row.services_text,
        price_minor,
    }
}

fn draft_line(row: DraftRead) -> DraftLine {
    DraftLine {
        invoice_id: row.id,
        version: row.version,
        patient_id: row.patient_id,
        mrn: row.mrn,
        name: list_name(row.family_name, row.given_name, row.preferred_name),
        payer: row.payer,
        starts_at: row.starts_at,
        drafted_at: row.drafted_at,
        lines: row.line_count,
        total_minor: row.total_minor,
    }
}
