// Appointments that are parked: held aside while the day is changed, until they are dropped into it. Nothing changes on the server
// meanwhile: each keeps its time. Only ids are kept on this workstation, per person, so that they are still there after a reload.
import { app } from '../app.js';
import { ask } from '../ipc.js';
import { OVER } from './day-state.js';

/** @typedef {import('../wire-types.js').DayAppointment} DayAppointment */

/** More than anybody keeps in sight. */
const MOST = 12;

/** "change" when another one is parked, or one no longer. */
export class Parked extends EventTarget {
  constructor() {
    super();
    this.key = `day.parked.${app.me?.user_id ?? ''}`;
    /** @type {Map<string, DayAppointment>} in the order in which they were parked */
    this.rows = new Map();
  }

  get list() {
    return [...this.rows.values()];
  }

  /** @param {string} id */
  has(id) {
    return this.rows.has(id);
  }

  /** @returns {{id: string, starts_at: string}[]} */
  kept() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key) ?? '[]');
      return Array.isArray(kept) ? kept.filter((one) => typeof one?.id === 'string').slice(0, MOST) : [];
    } catch {
      return [];
    }
  }

  /** @param {Map<string, DayAppointment>} rows */
  take(rows) {
    this.rows = rows;
    localStorage.setItem(this.key, JSON.stringify(this.list.map(({ id, starts_at }) => ({ id, starts_at }))));
    this.dispatchEvent(new Event('change'));
  }

  /** As they are now. What was moved or cancelled meanwhile, here or elsewhere, is no longer parked. */
  async refresh() {
    const kept = this.kept();
    if (!kept.length) {
      if (this.rows.size) this.take(new Map());
      return;
    }
    try {
      /** @type {DayAppointment[]} */
      const fresh = await ask({ ask: 'appointments', ids: kept.map((one) => one.id) });
      const still = kept.flatMap(({ id, starts_at }) => fresh.filter((one) => one.id === id && one.starts_at === starts_at && !OVER.has(one.status)));
      this.take(new Map(still.map((one) => [one.id, one])));
    } catch {
      // What is away or locked says so itself; they stay parked.
    }
  }

  /** @param {DayAppointment} one @returns {boolean} whether there was room */
  park(one) {
    if (this.rows.size >= MOST && !this.has(one.id)) return false;
    this.take(new Map([...this.rows, [one.id, one]]));
    return true;
  }

  /** Back to where it stands: nothing was changed. @param {string} id */
  putBack(id) {
    this.take(new Map([...this.rows].filter(([one]) => one !== id)));
  }
}
