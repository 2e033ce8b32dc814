// The day that is on screen, as data: what the grid, the queue and the panel are drawn from. News about one appointment
// changes one entry; the day is never asked again for it.
import { dateOf } from '../wall.js';

/** @typedef {import('../wire-types.js').Day} Day */
/** @typedef {import('../wire-types.js').DayAppointment} DayAppointment */

/** Gone from the day: not drawn, found only in the patient's list. */
const GONE = new Set(['cancelled', 'taken_back']);
/** Nothing more is to come. */
export const OVER = new Set(['done', 'no_show', 'left', 'cancelled', 'taken_back']);

/** A walk-in who waits has no time of their own yet: not drawn, only waiting. @param {DayAppointment} one */
export const holdsTime = (one) => !(one.walk_in && one.status === 'arrived');

export class DayState {
  /** @param {Day} day */
  constructor(day) {
    this.date = day.date;
    this.open = day.open;
    this.columns = day.columns;
    /** The rooms that cannot be used, for part of the day or all of it. */
    this.roomsOut = day.rooms_out ?? [];
    this.hiddenCancelled = day.hidden_cancelled;
    /** @type {Map<string, DayAppointment>} */
    this.appointments = new Map(day.appointments.filter((one) => !GONE.has(one.status)).map((one) => [one.id, one]));
    /** Counted once, because every card asks: with 400 cards that is 400 times 400. @type {number|null} */
    this.shortestKnown = null;
  }

  /** @param {string|null} id */
  get(id) {
    return id ? (this.appointments.get(id) ?? null) : null;
  }

  /**
   * Take over a newer state of one appointment.
   * @param {DayAppointment} appointment
   * @returns {'put'|'gone'|'same'} what the grid has to do
   */
  patch(appointment) {
    const known = this.appointments.get(appointment.id);
    if (known && known.version > appointment.version) return 'same';
    this.shortestKnown = null;
    const here = dateOf(appointment.starts_at) === this.date && !GONE.has(appointment.status);
    if (!here) return this.appointments.delete(appointment.id) ? 'gone' : 'same';
    this.appointments.set(appointment.id, appointment);
    return 'put';
  }

  /** What was patched while this day was on its way is not taken back by it. @param {DayState|null} before the same day */
  keepNewer(before) {
    for (const one of before?.date === this.date ? before.appointments.values() : []) {
      const here = this.appointments.get(one.id);
      if (here && here.version < one.version) this.appointments.set(one.id, one);
    }
  }

  /** Whether there is nothing to be drawn anew. @param {DayState} other */
  isSame(other) {
    const text = (/** @type {DayState} */ one) => JSON.stringify([one.date, one.open, one.columns, one.roomsOut, one.hiddenCancelled, one.everybody()]);
    return text(this) === text(other);
  }

  /** What is drawn, in the order of the day. */
  list() {
    return this.everybody().filter(holdsTime);
  }

  /** In the order of the day. */
  everybody() {
    return [...this.appointments.values()].sort((a, b) => (a.starts_at < b.starts_at || (a.starts_at === b.starts_at && a.id < b.id) ? -1 : 1));
  }

  /** @param {string} practitioner */
  column(practitioner) {
    return this.columns.find((one) => one.practitioner_id === practitioner) ?? null;
  }

  /** Longest wait first. */
  waiting() {
    return this.everybody().filter((one) => one.status === 'arrived').sort((a, b) => a.status_since.localeCompare(b.status_since));
  }

  toPay() {
    return this.everybody().filter((one) => one.status === 'to_pay').sort((a, b) => a.status_since.localeCompare(b.status_since));
  }

  /** Who is still to come, the latest late first. @param {string} now clinic wall time @param {number} most */
  expected(now, most) {
    return this.list().filter((one) => (one.status === 'booked' || one.status === 'confirmed') && one.ends_at > now).slice(0, most);
  }

  /** How many wait for this person now. @param {string} practitioner */
  waitingFor(practitioner) {
    let count = 0;
    for (const one of this.appointments.values()) if (one.status === 'arrived' && (one.waiting_for ?? one.practitioner_id) === practitioner) count += 1;
    return count;
  }

  /** Who has somebody else's name, and whether the year of birth alone tells them apart. @returns {Map<string, boolean>} */
  namesakes() {
    /** @type {Map<string, Map<string, string>>} */
    const byName = new Map();
    for (const { family, given, patient_id: patient, birth_date: born } of this.appointments.values()) {
      const name = `${family ?? ''}\n${given ?? ''}`.toLocaleLowerCase();
      byName.set(name, (byName.get(name) ?? new Map()).set(patient, born?.slice(0, 4) ?? ''));
    }
    const shared = [...byName.values()].filter((patients) => patients.size > 1);
    return new Map(shared.flatMap((patients) => [...patients.keys()].map((patient) => [patient, new Set(patients.values()).size === patients.size])));
  }

  /** Booked or confirmed, and their time is over. @param {string} now the clinic's wall time */
  missing(now) {
    return this.everybody().filter((one) => (one.status === 'booked' || one.status === 'confirmed') && one.ends_at <= now);
  }

  /** Whether nothing of this day is still to come. @param {string} now */
  isOver(now) {
    return dateOf(now) > this.date || this.everybody().every((one) => one.ends_at <= now);
  }

  /** The first and last minute the grid has to show, in whole hours. @returns {{from: number, to: number}} */
  hours() {
    const times = [
      ...this.open, ...this.columns.flatMap((column) => column.spans),
      ...this.list().map((one) => ({ starts: one.starts_at.slice(11, 16), ends: dateOf(one.ends_at) > this.date ? '24:00' : one.ends_at.slice(11, 16) })),
    ];
    const minute = (/** @type {string} */ time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
    const from = Math.min(8 * 60, ...times.map((span) => minute(span.starts)));
    const to = Math.max(17 * 60, ...times.map((span) => minute(span.ends)));
    return { from: Math.floor(from / 60) * 60, to: Math.min(1440, Math.ceil(to / 60) * 60) };
  }

  /** The shortest visit decides how tall a minute must be. */
  shortest() {
    if (this.shortestKnown !== null) return this.shortestKnown;
    let shortest = 15;
    for (const one of this.appointments.values()) {
      const minutes = (Date.parse(`${one.ends_at}Z`) - Date.parse(`${one.starts_at}Z`)) / 60_000;
      if (minutes < shortest) shortest = minutes;
    }
    this.shortestKnown = shortest;
    return shortest;
  }
}
