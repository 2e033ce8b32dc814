// While somebody types a password: a day is laid out once, unseen, with nobody's appointments. What the web view has to get ready for
// the first day of a session, code, styles and the measures of the type, it then has, and Today stands sooner.
import { addDays } from '../wall.js';
import { PLAIN } from './day-choice.js';
import './day-grid.js';
import { DayShown } from './day-shown.js';
import { DayState } from './day-state.js';

/** @typedef {import('../wire-types.js').DayAppointment} DayAppointment */

/** A day that is never today: nothing in it is late, and no line stands at now. */
const DATE = addDays(new Date().toISOString().slice(0, 10), 3);
/** @type {import('../wire-types.js').Status[]} */
const STATUSES = ['booked', 'confirmed', 'arrived', 'in_room', 'to_pay', 'done', 'no_show', 'left'];
const COLUMNS = 4;
const CARDS = 32;
/** An hour's minutes: long and short cards are written differently. */
const LENGTHS = [15, 30, 45, 20];

/** @param {number} n @returns {DayAppointment} */
function card(n) {
  const hour = String(9 + (Math.floor(n / COLUMNS) % 8)).padStart(2, '0');
  const status = STATUSES[n % STATUSES.length];
  return {
    id: `card ${n}`, version: 1, patient_id: `patient ${n}`, family: 'Abcdefghijklm', given: 'Nopqrstuvwxyz', name: 'Nopqrstuvwxyz Abcdefghijklm', birth_date: '1980-01-02',
    practitioner_id: `column ${n % COLUMNS}`, room_id: null, room_name: null, starts_at: `${DATE}T${hour}:00:00`, ends_at: `${DATE}T${hour}:${LENGTHS[n % LENGTHS.length]}:00`,
    status, services: '0123456789', overbooked: false, outside_hours: n % 7 === 0, has_allergy: n % 3 === 0, has_alert: n % 5 === 0, is_new: n % 4 === 0,
    status_since: `${DATE}T08:00:00Z`, waiting_for: null, note: n % 6 === 0 ? '-' : null, walk_in: false, for_anyone: false, for_specialty: null, ticket: null,
  };
}

/** @param {number} n */
const column = (n) => ({ practitioner_id: `column ${n}`, name: `${n}`, short_name: `${n}`, kind: 'doctor', room_id: null, room_name: null, spans: [{ starts: '09:00', ends: '16:00' }], waiting: 0 });

let warm = false;

/** Once in the life of the window. */
export function warmDay() {
  if (warm) return;
  warm = true;
  const indices = (/** @type {number} */ many) => Array.from({ length: many }, (_, n) => n);
  const state = new DayState({ date: DATE, open: [{ starts: '08:00', ends: '18:00' }], columns: indices(COLUMNS).map(column), appointments: indices(CARDS).map(card), hidden_cancelled: 0 });
  const place = document.createElement('div');
  place.inert = true;
  place.ariaHidden = 'true';
  place.style.cssText = 'position: fixed; inset: 0; visibility: hidden; pointer-events: none; contain: strict';
  const grid = /** @type {import('./day-grid.js').DayGrid} */ (document.createElement('cd-day-grid'));
  place.append(grid);
  document.body.append(place);
  grid.show(new DayShown(state, PLAIN));
  // After the frame in which it is laid out and tidied.
  requestAnimationFrame(() => requestAnimationFrame(() => place.remove()));
}
