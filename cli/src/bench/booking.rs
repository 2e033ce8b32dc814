//! Booking half an hour with a doctor and a room: claims, status and journal, against the same rows inserted by hand in one
//! transaction. The hand-made rows are taken away again: they never were operations.

use super::fill::{CLAIM_COLUMNS, claims};
use super::set::{DOCTORS, PATIENTS, Set, doctor, room, row, service};
use super::{Figure, Target, Times};
use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use clinic_core::appointments::appointment::Appointment;
use clinic_core::appointments::book::BookAppointment;
use clinic_core::ids::{AppointmentId, OperationId, RowId, UserId};
use clinic_core::patients::bulk;
use clinic_core::store::{Db, Read, Record};
use clinic_core::time::Instant as Moment;
use clinic_core::{Error, Result, Who, args};
use std::time::Instant;

const BOOKINGS: u64 = 200;
/// Half hours from eight to six.
const A_DAY: u64 = 20;

pub async fn measure(set: &Set) -> Result<Figure> {
    let Who::Person(session) = &set.who else { return Err(Error::internal("nobody is signed in")) };
    let user = session.user_id();
    let first_day = free_from(&mut set.db()).await?;
    let mut ours = Vec::new();
    let mut by_hand = Vec::new();
    let mut made = Vec::new();
    for n in 0..BOOKINGS {
        let (starts_at, half) = place(first_day, n);
        let booking = booking(n, half, starts_at);
        let started = Instant::now();
        set.clinic.perform(&set.who, OperationId::new(), booking).await?;
        ours.push(started.elapsed());

        let hand = row(
            AppointmentId::new(),
            bulk::patient((n + BOOKINGS) % PATIENTS).id,
            half + DOCTORS / 2,
            starts_at,
            30,
            "booked",
            user,
        );
        let id = OperationId::new();
        let started = Instant::now();
        insert(set, id, &hand, user).await?;
        by_hand.push(started.elapsed());
        made.push((id, hand.id));
    }
    take_away(&set.db(), made).await?;
    Ok(Figure {
        name: format!("booking with 18 claims and its journal, {BOOKINGS} times"),
        ours: Times::new(ours),
        by_hand: Times::new(by_hand),
        what_by_hand: "the same inserts and updates in one transaction, without a rule, a hash or a permission",
        target: Target::MedianRatio(3.0),
    })
}

/// A day behind everything that earlier runs booked.
async fn free_from(db: &mut Db) -> Result<NaiveDate> {
    let (last,): (Option<NaiveDateTime>,) = db.one("SELECT MAX(starts_at) FROM appointments", vec![]).await?;
    let base = NaiveDate::from_ymd_opt(2027, 3, 1).unwrap_or_default();
    Ok(last.map_or(base, |last| base.max(last.date() + Days::new(1))))
}

/// Ours books with the first half of the doctors, the hand with the others, at the same times.
fn place(first_day: NaiveDate, n: u64) -> (NaiveDateTime, u64) {
    let half = n % (DOCTORS / 2);
    let slot = n / (DOCTORS / 2);
    let minutes = i64::try_from(8 * 60 + slot % A_DAY * 30).unwrap_or(0);
    ((first_day + Days::new(slot / A_DAY)).and_time(NaiveTime::MIN) + TimeDelta::minutes(minutes), half)
}

fn booking(n: u64, half: u64, starts_at: NaiveDateTime) -> BookAppointment {
    BookAppointment {
        appointment_id: AppointmentId::new(),
        patient_id: bulk::patient(n).id,
        practitioner_id: doctor(half),
        room_id: Some(room(half)),
        service_ids: vec![service()],
        starts_at,
        minutes: 30,
        note: None,
        overbook: None,
        outside_hours: None,
    }
}

async fn insert(set: &Set, id: OperationId, appointment: &Appointment, user: UserId) -> Result<()> {
    let at = Moment(appointment.starts_at);
    let workstation = set.clinic.workstation();
    let text = "x".repeat(330);
    let mut tx = set.db().begin().await?;
    tx.exec(
        "INSERT INTO journal (id, workstation_id, actor_id, approver_id, at, name, operation) VALUES (?, ?, ?, ?, ?, ?, ?)",
        args![id, workstation, user, None::<UserId>, at, "book_appointment", &text],
    )
    .await?;
    tx.insert_rows(Appointment::TABLE, Appointment::COLUMNS, vec![appointment.values()]).await?;
    tx.insert_rows(
        "appointment_services",
        &["appointment_id", "position", "service_id", "minutes", "price_minor"],
        vec![args![appointment.id, 0_i64, service(), 15_i64, 4500_i64]],
    )
    .await?;
    tx.insert_rows("slot_claims", CLAIM_COLUMNS, claims(appointment)).await?;
    tx.insert_rows(
        "appointment_status_history",
        &["id", "appointment_id", "from_status", "to_status", "waiting_for", "reason", "at", "user_id"],
        vec![args![RowId::new(), appointment.id, None::<String>, "booked", None::<RowId>, None::<String>, at, user]],
    )
    .await?;
    tx.insert_rows(
        "journal_touches",
        &["journal_id", "position", "kind", "row_id", "before_row", "after_row"],
        vec![args![id, 0_i64, "appointment", appointment.id.0, None::<String>, &text]],
    )
    .await?;
    tx.exec("UPDATE journal_heads SET seq = seq + 0 WHERE workstation_id = ?", args![workstation]).await?;
    let _: (i64, Vec<u8>) =
        tx.one("SELECT seq, hash FROM journal_heads WHERE workstation_id = ?", args![workstation]).await?;
    tx.exec("UPDATE journal SET outcome = ? WHERE id = ?", args![&text[..80], id]).await?;
    tx.exec("UPDATE journal_heads SET seq = seq + 0 WHERE workstation_id = ?", args![workstation]).await?;
    tx.commit().await
}

async fn take_away(db: &Db, made: Vec<(OperationId, AppointmentId)>) -> Result<()> {
    let mut tx = db.begin().await?;
    for (operation, appointment) in made {
        tx.exec("DELETE FROM journal_touches WHERE journal_id = ?", args![operation]).await?;
        tx.exec("DELETE FROM journal WHERE id = ?", args![operation]).await?;
        tx.exec("DELETE FROM slot_claims WHERE appointment_id = ?", args![appointment]).await?;
        tx.exec("DELETE FROM appointment_services WHERE appointment_id = ?", args![appointment]).await?;
        tx.exec("DELETE FROM appointment_status_history WHERE appointment_id = ?", args![appointment]).await?;
        tx.exec("DELETE FROM appointments WHERE id = ?", args![appointment]).await?;
    }
    tx.commit().await
}
