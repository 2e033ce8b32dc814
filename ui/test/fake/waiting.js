// The waiting room: tickets, walk-ins, the screen on the wall, who did not come.
import { boot } from './session.js';
import { handle, news, refusal } from './registry.js';
import { ago, appointments, clock, patients, practitioners, rooms, services, specialties, wallNow, world } from './world.js';
import { addMinutes } from '../../src/wall.js';
import { inside, undoable } from './day.js';

/** @typedef {import('../../src/wire-types.js').DayAppointment} DayAppointment */

const query = new URLSearchParams(location.search);
const HERE = ['arrived', 'in_room', 'to_pay'];
let last = 0;

/** Who comes into the house gets the next number, once. @param {DayAppointment} one @param {string} to @returns {Partial<DayAppointment>} */
export function ticketOf(one, to) {
  number();
  if (one.ticket || !HERE.includes(to)) return {};
  last += 1;
  return { ticket: last };
}

/** A walk-in takes its time when called in. @param {DayAppointment} one @param {any} operation @returns {Partial<DayAppointment>} */
export function called(one, { to, waiting_for: by }) {
  if (!one.walk_in || to !== 'in_room') return {};
  const who = by ?? (one.for_anyone ? world.me.practitioner_id : null) ?? one.waiting_for ?? one.practitioner_id;
  const room = practitioners.find((other) => other.practitioner_id === who)?.room_id ?? null;
  const starts = `${wallNow().slice(0, 14)}${String(Math.floor(Number(wallNow().slice(14, 16)) / 5) * 5).padStart(2, '0')}:00`;
  return { practitioner_id: who, room_id: room, room_name: roomName(room), for_anyone: false, for_specialty: null, starts_at: starts, ends_at: addMinutes(starts, 15), overbooked: true };
}

/** Those of the story who are here already have theirs, in the order in which they came. */
function number() {
  if (last) return;
  const here = appointments.filter((one) => HERE.includes(one.status) && one.starts_at.startsWith(wallNow().slice(0, 10)));
  for (const one of here.sort((a, b) => a.starts_at.localeCompare(b.starts_at))) {
    last += 1;
    one.ticket = last;
  }
}

/** @param {string|null} wanted */
const roomName = (wanted) => rooms.find((room) => room.room_id === wanted)?.name ?? null;
/** @param {string|null} text */
const letter = (text) => (text ? [`${[...text][0].toUpperCase()}.`] : []);

/** @param {DayAppointment} one */
function row(one) {
  const minutes = Math.max(0, Math.floor((clock() - Date.parse(one.status_since)) / 60_000));
  return {
    ...one, practitioner_name: practitioners.find((who) => who.practitioner_id === (one.status === 'arrived' ? (one.waiting_for ?? one.practitioner_id) : one.practitioner_id))?.short_name ?? '',
    specialty_name: specialties.find((other) => other.specialty_id === one.for_specialty)?.name ?? null, initials: [...letter(one.given), ...letter(one.family)].join(' '), minutes, past_limit: one.status === 'arrived' && minutes > 20,
  };
}

function inHouse() {
  number();
  return query.has('nobody_here') ? appointments.filter((one) => one.walk_in && HERE.includes(one.status)) : appointments.filter((one) => HERE.includes(one.status) && one.ticket);
}

handle('ask:waiting_room', ({ ids }) => ({ at: ago(0), limit_minutes: 20, rows: inHouse().filter((one) => !ids || ids.includes(one.id)).map(row) }));
handle('ask:no_shows_left', () => {
  const today = wallNow().slice(0, 10);
  const before = appointments.filter((one) => one.starts_at < today && !['cancelled', 'taken_back'].includes(one.status));
  const date = before.map((one) => one.starts_at.slice(0, 10)).sort().at(-1);
  const count = before.filter((one) => one.starts_at.slice(0, 10) === date && ['booked', 'confirmed'].includes(one.status)).length;
  return date && count ? { date, count } : null;
});
handle('ask:no_show_proposals', ({ date }) => appointments.filter((one) => one.starts_at.startsWith(date) && ['booked', 'confirmed'].includes(one.status) && one.ends_at <= wallNow()).sort((a, b) => a.starts_at.localeCompare(b.starts_at)));

let onWall = false;
handle('start_wall', () => {
  onWall = true;
  world.phase = 'locked';
  return boot();
});
handle('leave_wall', () => {
  onWall = false;
  return boot();
});
handle('wall', () => {
  if (!onWall) throw refusal('session.locked');
  const shown = inHouse().map(row).sort((a, b) => a.status_since.localeCompare(b.status_since));
  const part = (/** @type {string} */ status, /** @type {boolean} */ room) => shown.filter((one) => one.status === status).map((one) => ({ ticket: one.ticket, initials: one.initials, room: room ? one.room_name : null, since: one.status_since }));
  return { at: ago(0), called: part('in_room', true).reverse(), waiting: part('arrived', false) };
});

handle('op:admit_walk_in', ({ appointment_id, patient_id, practitioner_id, specialty_id, service_ids, note }, request) => {
  const person = patients.find((one) => one.patient_id === patient_id);
  const here = inHouse().find((one) => one.patient_id === patient_id);
  if (here) throw refusal('appointment.already_here', { ticket: here.ticket });
  const expected = practitioners.find((who) => !specialty_id || who.specialty_ids.includes(specialty_id));
  if (!practitioner_id && !expected) throw refusal('appointment.nobody_to_see');
  const starts = `${wallNow().slice(0, 16)}:00`;
  const one = /** @type {DayAppointment} */ ({
    id: appointment_id, version: 1, patient_id, family: person?.family ?? null, given: person?.given ?? null, name: person?.name ?? '', birth_date: person?.birth_date ?? null, practitioner_id: practitioner_id ?? expected?.practitioner_id,
    room_id: null, room_name: null, starts_at: starts, ends_at: addMinutes(starts, 15), status: 'arrived', services: services.filter((service) => service_ids.includes(service.service_id)).map((service) => service.name).join(', '),
    overbooked: false, outside_hours: false, has_allergy: Boolean(person?.allergy), has_alert: Boolean(person?.alert), is_new: false, status_since: ago(0), waiting_for: null, note: note ?? null, walk_in: true,
    for_anyone: !practitioner_id, for_specialty: practitioner_id ? null : (specialty_id ?? null), ticket: null,
  });
  Object.assign(one, ticketOf(one, 'arrived'));
  appointments.push(one);
  inside.set(one.id, { service_ids, history: [], before: [] });
  undoable.set(request.id, { changed: [{ before: null, id: one.id }] });
  news([{ kind: 'appointment', id: one.id }], true);
  return { appointment_id: one.id, version: 1, status: 'arrived', ticket: one.ticket };
});
