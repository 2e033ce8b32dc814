// The day: made once from a fixed list, changed by what the screens do.
import { alertsOf } from './alerts.js';
import { banner } from './records.js';
import { visitOf } from './records-visits.js';
import { handle, news, refusal } from './registry.js';
import * as money from './billing.js';
import { outOfUse, standingOf, whyNot } from './schedule.js';
import { ago, appointments, id, patients, practitioners, rooms, services, wallNow, world } from './world.js';
import { addMinutes, weekday } from '../../src/wall.js';
import { called, ticketOf } from './waiting.js';

/** @typedef {import('../../src/wire-types.js').DayAppointment} DayAppointment */

const query = new URLSearchParams(location.search);
const TODAY = wallNow().slice(0, 10);
/** What each appointment costs and holds, by its id. @type {Map<string, {service_ids: string[], history: any[], before: DayAppointment[]}>} */
export const inside = new Map();
/** Performed id → what it changed, with the state before, for undo: of a series all; `turn`: how another area turns it back. @type {Map<string, {undoes?: string, changed: {before: DayAppointment|null, id: string}[], turn?: () => any}>} */
export const undoable = new Map();
let next = 5000;

/** @param {string} date @param {number} column @param {string} start @param {number} minutes @param {string} status @param {number} patient @param {number[]} kinds @param {Partial<DayAppointment>} [more] */
function add(date, column, start, minutes, status, patient, kinds, more = {}) {
  const who = practitioners[column];
  const person = patients[patient % patients.length];
  if (!who) return;
  next += 1;
  const one = /** @type {DayAppointment} */ ({
    id: id(next), version: 1, patient_id: person.patient_id, family: person.family, given: person.given, name: person.name, birth_date: person.birth_date, practitioner_id: who.practitioner_id,
    room_id: who.room_id, room_name: rooms.find((room) => room.room_id === who.room_id)?.name ?? null, starts_at: `${date}T${start}:00`, ends_at: addMinutes(`${date}T${start}:00`, minutes), status,
    services: kinds.map((n) => services[n].name).join(', '), overbooked: false, outside_hours: false, has_allergy: Boolean(person.allergy), has_alert: Boolean(person.alert), is_new: kinds.includes(1),
    status_since: ago(60), waiting_for: null, note: null, walk_in: false, for_anyone: false, for_specialty: null, ticket: null, ...more,
  });
  appointments.push(one);
  inside.set(one.id, { service_ids: kinds.map((n) => services[n].service_id), history: [], before: [] });
}

/** Ten columns, each a list of [start, minutes, status, patient, services, more]. */
const DAY = [
  [['08:00', 15, 'done', 4, [0]], ['08:15', 30, 'done', 6, [1]], ['08:45', 15, 'done', 8, [4]], ['09:00', 15, 'no_show', 5, [2]], ['09:30', 20, 'done', 10, [2]], ['10:00', 15, 'to_pay', 14, [0], 6], ['10:15', 15, 'to_pay', 11, [3], 3], ['10:30', 30, 'in_room', 12, [1]], ['11:00', 15, 'arrived', 1, [0], 32],
    ['11:15', 20, 'arrived', 0, [2], 18], ['11:45', 30, 'confirmed', 16, [1]], ['13:30', 45, 'booked', 17, [9]], ['14:15', 15, 'confirmed', 19, [0]], ['15:00', 40, 'booked', 20, [11]], ['16:00', 15, 'booked', 22, [0]]],
  [['08:15', 30, 'done', 5, [1]], ['08:45', 15, 'done', 7, [4]], ['09:00', 15, 'no_show', 8, [0]], ['09:15', 30, 'done', 13, [10]], ['10:00', 30, 'done', 1, [1]], ['10:30', 30, 'in_room', 18, [2]], ['11:00', 15, 'arrived', 3, [4], 7], ['11:15', 15, 'arrived', 4, [2], 2], ['11:30', 30, 'booked', 21, [10]],
    ['12:15', 15, 'confirmed', 9, [4]], ['13:30', 30, 'booked', 0, [1]], ['14:15', 15, 'confirmed', 2, [0]], ['14:45', 15, 'booked', 6, [0]], ['15:15', 30, 'confirmed', 15, [2]], ['16:00', 30, 'booked', 23, [1]]],
  [['08:30', 15, 'done', 6, [4]], ['09:00', 15, 'no_show', 1, [2]], ['09:45', 15, 'done', 2, [0]], ['10:15', 30, 'in_room', 7, [1]], ['10:45', 15, 'confirmed', 0, [0]], ['11:00', 15, 'arrived', 23, [2], 24], ['11:15', 30, 'booked', 8, [3, 0]], ['11:15', 15, 'booked', 20, [0], { overbooked: true }], ['13:00', 30, 'confirmed', 13, [1]], ['13:45', 15, 'booked', 5, [0]], ['14:00', 15, 'booked', 14, [0]], ['14:45', 30, 'confirmed', 12, [1]], ['15:30', 20, 'booked', 22, [2]], ['16:45', 15, 'booked', 19, [0], { outside_hours: true }]],
  [['09:00', 15, 'done', 5, [0]], ['09:15', 30, 'done', 16, [1]], ['09:45', 15, 'left', 18, [4]], ['10:00', 15, 'done', 20, [0]], ['10:15', 20, 'in_room', 22, [2]], ['10:50', 20, 'confirmed', 2, [2]], ['11:30', 15, 'booked', 4, [0]], ['11:45', 30, 'booked', 10, [1]], ['12:15', 15, 'confirmed', 11, [4]], ['12:30', 30, 'booked', 7, [2, 3]], ['14:00', 20, 'confirmed', 1, [2]], ['14:30', 15, 'booked', 0, [0]], ['15:00', 45, 'confirmed', 3, [9]], ['16:30', 30, 'booked', 9, [1]]],
  [['09:00', 15, 'done', 8, [0]], ['09:15', 30, 'done', 21, [1]], ['10:00', 30, 'done', 17, [7]], ['10:30', 20, 'in_room', 19, [2]], ['11:00', 15, 'arrived', 15, [0], 11], ['11:30', 25, 'booked', 6, [7]], ['12:00', 15, 'confirmed', 14, [0]], ['12:30', 20, 'booked', 23, [2]], ['14:00', 30, 'confirmed', 12, [1], { note: 'Brings the letters of the hospital' }], ['14:45', 15, 'booked', 16, [0]], ['15:15', 15, 'confirmed', 18, [0]], ['16:00', 30, 'booked', 2, [1]]],
  [['08:30', 15, 'done', 1, [6]], ['08:45', 15, 'done', 0, [3]], ['09:15', 30, 'done', 2, [5, 3]], ['10:00', 15, 'done', 4, [4]], ['10:15', 15, 'to_pay', 21, [3], 1], ['10:30', 15, 'in_room', 8, [4]], ['11:00', 15, 'arrived', 10, [6], 5, { waiting_for: id(101) }], ['11:15', 15, 'booked', 13, [3]], ['11:30', 15, 'confirmed', 15, [4]], ['12:00', 15, 'booked', 18, [4]], ['13:30', 15, 'booked', 7, [3]], ['13:45', 30, 'confirmed', 23, [5]], ['14:30', 15, 'booked', 11, [6]], ['15:00', 15, 'confirmed', 22, [3]], ['15:45', 30, 'booked', 5, [10]]],
];

function makeToday() {
  for (let column = 0; column < 10; column += 1) {
    for (const [start, minutes, status, patient, kinds, ...rest] of DAY[column % DAY.length]) {
      const waited = rest.find((part) => typeof part === 'number');
      const more = /** @type {object} */ (rest.find((part) => typeof part === 'object') ?? {});
      const shown = column < DAY.length ? Number(patient) : Number(patient) + column + 3;
      add(TODAY, column, String(start), Number(minutes), String(status), shown, /** @type {number[]} */ (kinds), { ...(waited ? { status_since: ago(Number(waited)) } : {}), ...more });
    }
  }
  if (query.has('tens')) for (let n = 0; n < 8; n += 1) add(TODAY, 5, `12:${String((n % 6) * 10).padStart(2, '0')}`.replace('12:', n < 6 ? '12:' : '16:'), 10, 'booked', n, [3]);
}
if (query.has('full')) for (const date of [TODAY, '2026-11-25']) makeFull(date, 40);
else makeToday();

/** As many as ten doctors can have: to see how fast it is. @param {string} date @param {number} each */
function makeFull(date, each) {
  for (let column = 0; column < 10; column += 1) {
    for (let n = 0; n < each; n += 1) add(date, column, `${String(8 + Math.floor(n / 4)).padStart(2, '0')}:${String((n % 4) * 15).padStart(2, '0')}`, 15, ['done', 'arrived', 'in_room', 'booked', 'confirmed'][Math.floor((n * 5) / each)], n * 7 + column, [n % 10]);
  }
}
for (const [column, start, minutes, patient] of [[0, '08:30', 30, 3], [0, '10:00', 15, 7], [1, '09:00', 30, 9], [2, '11:00', 45, 12], [5, '08:45', 15, 0]]) add('2026-11-24', Number(column), String(start), Number(minutes), 'booked', Number(patient), [0]);

const GONE = ['cancelled', 'taken_back'];
/** @param {string} date */
const onDay = (date) => appointments.filter((one) => one.starts_at.startsWith(date));

handle('ask:day', ({ date, practitioner_id: only }) => {
  const open = weekday(date) <= 5;
  return {
    date, open: open ? [{ starts: '08:00', ends: '17:30' }] : [],
    columns: practitioners.filter((who) => !only || who.practitioner_id === only).map((who) => ({
      practitioner_id: who.practitioner_id, name: who.name, short_name: who.short_name, kind: who.kind, room_id: who.room_id, room_name: rooms.find((room) => room.room_id === who.room_id)?.name ?? null,
      spans: who.hours.filter((span) => span.weekday === weekday(date)), standing: standingOf(who.practitioner_id, date), waiting: onDay(date).filter((one) => one.status === 'arrived' && (one.waiting_for ?? one.practitioner_id) === who.practitioner_id).length,
    })),
    rooms_out: outOfUse(date), appointments: onDay(date).filter((one) => !GONE.includes(one.status) && (!only || one.practitioner_id === only)), hidden_cancelled: onDay(date).filter((one) => one.status === 'cancelled').length,
  };
});
handle('ask:appointments', ({ ids }) => appointments.filter((one) => ids.includes(one.id)));
/** Why a time was taken all the same: as it was said here, or long before. @type {Map<string, {overbook?: {reason: string}, outside_hours?: {reason: string}, by: string, at: string}>} */
const reasons = new Map();
/** @param {string} appointment @param {'overbook'|'outside_hours'} which @param {string} otherwise */
function given(appointment, which, otherwise) {
  const said = reasons.get(appointment);
  return { reason: said?.[which]?.reason ?? otherwise, by: said?.by ?? 'S. Gupta', at: said?.at ?? ago(60 * 24 * 3) };
}
handle('ask:appointment', ({ id: wanted }) => {
  const one = find(wanted);
  const patient = patients.find((person) => person.patient_id === one.patient_id);
  const held = inside.get(one.id);
  const lines = services.filter((service) => held?.service_ids.includes(service.service_id)).map(({ service_id, name, minutes, price_minor }) => ({ service_id, name, minutes, price_minor }));
  const overbook = one.overbooked ? given(one.id, 'overbook', 'Sent over by the hospital') : null;
  const outside = one.outside_hours ? given(one.id, 'outside_hours', 'Comes from far away') : null;
  return {
    appointment: one, patient: { patient_id: one.patient_id, mrn: patient?.mrn, name: [patient?.given, patient?.family].filter(Boolean).join(' '), preferred: null, sex: patient?.sex, birth_date: one.birth_date, birth_estimated: false, died_on: null, phones: [{ kind: 'mobile', number: patient?.phone }], next_visit: null },
    alerts: alertsOf(one.patient_id), allergies: banner(one.patient_id), services: lines, total_minor: lines.reduce((sum, line) => sum + line.price_minor, 0), balance_minor: world.me.permissions.includes('billing.view') ? money.balanceAt(one) : null, note: one.note,
    overbook_given: overbook, outside_given: outside, overbook_reason: overbook?.reason ?? null, outside_reason: outside?.reason ?? null,
    booked_by: 'M. Novak', booked_at: ago(60 * 24 * 9), history: held?.history ?? [], series: placeOf(one), visit_id: visitOf(one.id),
  };
});
handle('ask:nearest_free', ({ practitioner_id, from, minutes, count }) => nearest(practitioner_id, from, minutes).slice(0, count));

/** @param {string} wanted @returns {DayAppointment} */
function find(wanted) {
  const one = appointments.find((other) => other.id === wanted);
  if (!one) throw refusal('appointment.not_found');
  return one;
}

/** @param {any} operation */
export function current(operation) {
  const one = find(operation.appointment_id);
  if (one.version !== operation.version) throw refusal('appointment.changed_meanwhile', { by: 'S. Gupta', at: ago(1), version: one.version, now: one });
  return one;
}

/** @param {string} practitioner @param {string} starts @param {string} ends @param {string} [except] */
export const taken = (practitioner, starts, ends, except) => appointments.filter((one) => one.id !== except && one.practitioner_id === practitioner && !GONE.includes(one.status) && one.starts_at < ends && one.ends_at > starts);

/** @param {string} practitioner @param {string} from @param {number} minutes */
export function nearest(practitioner, from, minutes) {
  const free = [];
  for (let n = 0; n < 40 && free.length < 5; n += 1) {
    const starts = addMinutes(`${from.slice(0, 14)}${from.slice(14, 16) >= '30' ? '30' : '00'}:00`, n * 15);
    if (taken(practitioner, starts, addMinutes(starts, minutes)).length === 0 && isOpen(practitioner, starts, minutes)) free.push({ practitioner_id: practitioner, starts_at: starts });
  }
  return free;
}

/** @param {string} practitioner @param {string} starts @param {number} minutes */
export const isOpen = (practitioner, starts, minutes) =>
  Boolean(practitioners.find((who) => who.practitioner_id === practitioner)?.hours.some((span) => span.weekday === weekday(starts.slice(0, 10)) && span.starts <= starts.slice(11, 16) && span.ends >= addMinutes(starts, minutes).slice(11, 16)));

/** The rules the clinic has about a time. @param {any} to @param {string} [except] */
function check({ practitioner_id, room_id, starts_at, minutes, overbook, outside_hours }, except) {
  const by = taken(practitioner_id, starts_at, addMinutes(starts_at, minutes), except);
  if (by.length && !overbook) {
    throw refusal('appointment.slot_taken', {
      by: by.map((one) => ({ resource: 'practitioner', name: practitioners.find((who) => who.practitioner_id === one.practitioner_id)?.short_name, starts_at: one.starts_at, ends_at: one.ends_at, patient: one.name, appointment_id: one.id })),
      free: nearest(practitioner_id, starts_at, minutes),
    });
  }
  const seats = rooms.find((room) => room.room_id === room_id)?.capacity ?? 1;
  const inRoom = appointments.filter((one) => room_id && one.id !== except && one.room_id === room_id && !GONE.includes(one.status) && one.starts_at < addMinutes(starts_at, minutes) && one.ends_at > starts_at);
  if (query.has('rooms') && inRoom.length >= seats && !overbook) throw refusal('appointment.slot_taken', { by: inRoom.map((one) => ({ resource: 'room', name: one.room_name, starts_at: one.starts_at, ends_at: one.ends_at, patient: one.name, appointment_id: one.id })), free: [] });
  const why = whyNot(practitioner_id, room_id, starts_at, addMinutes(starts_at, minutes));
  if ((why.length || !isOpen(practitioner_id, starts_at, minutes)) && !outside_hours) throw refusal('appointment.outside_hours', { why, practitioner: practitioners.find((who) => who.practitioner_id === practitioner_id)?.short_name, spans: why.length ? [] : practitioners.find((who) => who.practitioner_id === practitioner_id)?.hours.filter((span) => span.weekday === weekday(starts_at.slice(0, 10))) });
}

/** @param {DayAppointment} one @param {Partial<DayAppointment>} change @param {any} request */
export function change(one, change, request) {
  undoable.set(request.id, { changed: [{ before: { ...one }, id: one.id }] });
  const { version } = one;
  Object.assign(one, change, { version: version + 1 });
  news([{ kind: 'appointment', id: one.id }], true);
  return { version: one.version };
}

handle('op:move_appointment', (operation, request) => {
  const one = current(operation);
  check(operation, one.id);
  const { practitioner_id, room_id, starts_at, minutes, overbook, outside_hours } = operation;
  reasons.set(one.id, { overbook, outside_hours, by: world.me.name, at: ago(0) });
  return change(one, { practitioner_id, room_id, room_name: rooms.find((room) => room.room_id === room_id)?.name ?? null, starts_at, ends_at: addMinutes(starts_at, minutes), overbooked: Boolean(operation.overbook) || one.overbooked, outside_hours: Boolean(operation.outside_hours) }, request);
});
/** To the day after what is in the way, at its first hour; out of a room that is out of use into a like one that is free then. */
handle('op:move_to_next_free', (operation, request) => {
  const one = current(operation);
  if (one.note === 'never') throw refusal('appointment.none_free', { days: 364 });
  const minutes = (Date.parse(`${one.ends_at}Z`) - Date.parse(`${one.starts_at}Z`)) / 60_000;
  const isOut = (/** @type {string|null} */ room) => whyNot(one.practitioner_id, room, one.starts_at, one.ends_at).some((why) => why.kind === 'out_of_use');
  const like = isOut(one.room_id) ? rooms.find((room) => room.room_id !== one.room_id && room.kind === rooms.find((own) => own.room_id === one.room_id)?.kind && !isOut(room.room_id) && !appointments.some((other) => other.room_id === room.room_id && !GONE.includes(other.status) && other.starts_at < one.ends_at && other.ends_at > one.starts_at)) : undefined;
  if (like) return { ...change(one, { room_id: like.room_id, room_name: like.name }, request), practitioner_id: one.practitioner_id, room_id: like.room_id, starts_at: one.starts_at };
  let starts_at = one.starts_at;
  const bad = () => whyNot(one.practitioner_id, one.room_id, starts_at, addMinutes(starts_at, minutes)).length || !isOpen(one.practitioner_id, starts_at, minutes) || taken(one.practitioner_id, starts_at, addMinutes(starts_at, minutes), one.id).length;
  for (let n = 0; n < 5000 && bad(); n += 1) starts_at = addMinutes(starts_at, 15);
  return { ...change(one, { starts_at, ends_at: addMinutes(starts_at, minutes) }, request), practitioner_id: one.practitioner_id, room_id: one.room_id, starts_at };
});
handle('op:change_status', (operation, request) => {
  const one = current(operation);
  if (one.walk_in && ['booked', 'confirmed', 'no_show'].includes(operation.to)) throw refusal('appointment.wrong_status', { from: one.status, to: operation.to });
  inside.get(one.id)?.history.push({ from: one.status, to: operation.to, at: ago(0), by: world.me.name, reason: operation.reason ?? null });
  const status = { status: operation.to, status_since: ago(0), waiting_for: operation.to === 'arrived' ? (operation.waiting_for ?? null) : null };
  return { ...change(one, { ...status, ...called(one, operation), ...ticketOf(one, operation.to) }, request), status: operation.to, ticket: one.ticket };
});
handle('op:cancel_appointment', (operation, request) => change(current(operation), { status: 'cancelled' }, request));
handle('op:edit_appointment', (operation, request) => {
  const one = current(operation);
  const chosen = services.filter((service) => operation.service_ids.includes(service.service_id));
  const held = inside.get(one.id);
  if (held) held.service_ids = operation.service_ids;
  return change(one, { services: chosen.map((service) => service.name).join(', '), room_id: operation.room_id, room_name: rooms.find((room) => room.room_id === operation.room_id)?.name ?? null, note: operation.note }, request);
});
handle('op:book_appointment', (operation, request) => {
  check(operation);
  const { appointment_id, patient_id, practitioner_id, room_id, service_ids, starts_at, minutes, note } = operation;
  const person = patients.find((one) => one.patient_id === patient_id);
  const one = /** @type {DayAppointment} */ ({
    id: appointment_id, version: 1, patient_id, family: person?.family ?? null, given: person?.given ?? null, name: person?.name ?? '', birth_date: person?.birth_date ?? null, practitioner_id, room_id: room_id ?? null,
    room_name: rooms.find((room) => room.room_id === room_id)?.name ?? null, starts_at, ends_at: addMinutes(starts_at, minutes), status: 'booked', services: services.filter((service) => service_ids.includes(service.service_id)).map((service) => service.name).join(', '),
    overbooked: Boolean(operation.overbook), outside_hours: Boolean(operation.outside_hours), has_allergy: Boolean(person?.allergy), has_alert: Boolean(person?.alert), is_new: false, status_since: ago(0), waiting_for: null, note: note ?? null, walk_in: false, for_anyone: false, for_specialty: null, ticket: null,
  });
  appointments.push(one);
  reasons.set(one.id, { overbook: operation.overbook, outside_hours: operation.outside_hours, by: world.me.name, at: ago(0) });
  inside.set(one.id, { service_ids, history: [], before: [] });
  undoable.set(request.id, { changed: [{ before: null, id: one.id }] });
  news([{ kind: 'appointment', id: one.id }], true);
  return { appointment_id: one.id, version: 1 };
});
/** What was done to an appointment after a step and stands: an undo and what it undid are nothing together. @param {string} since @param {string} id */
function standingSince(since, id) {
  /** @type {string[]} */
  const standing = [];
  const steps = [...undoable.entries()].filter(([, step]) => step.changed.some((one) => one.id === id));
  for (const [step, { undoes }] of steps.slice(steps.findIndex(([step]) => step === since) + 1)) {
    if (undoes && standing.at(-1) === undoes) standing.pop();
    else standing.push(step);
  }
  return standing;
}
handle('op:undo', ({ undoes }, request) => {
  const step = undoable.get(undoes);
  if (step?.turn) {
    // Of other areas: they know how to turn it back, and how to turn that back again.
    const { outcome, turn } = step.turn();
    undoable.set(request.id, { undoes, changed: [], turn });
    return outcome;
  }
  if (!step?.changed.length) throw refusal('undo.not_possible');
  for (const { id } of step.changed) if (standingSince(undoes, id).length) throw refusal('undo.changed_meanwhile', { by: 'S. Gupta', at: ago(1) });
  undoable.set(request.id, { undoes, changed: step.changed.map(({ id }) => ({ before: { ...find(id) }, id })) });
  for (const { before, id } of step.changed) {
    const one = find(id);
    const { version } = one;
    Object.assign(one, before ?? { status: 'taken_back' }, { version: version + 1 });
  }
  const [first, ...others] = step.changed;
  news(step.changed.map(({ id }) => ({ kind: 'appointment', id })), true);
  return { appointment_id: first.id, version: find(first.id).version, others: others.map(({ id }) => id) };
});

/** Where a visit stands in its series. @param {DayAppointment} one */
function placeOf(one) {
  if (!one.series_id) return null;
  const all = appointments.filter((other) => other.series_id === one.series_id && !GONE.includes(other.status)).sort((a, b) => (a.starts_at < b.starts_at ? -1 : 1));
  const open = all.filter((other) => other === one || (['booked', 'confirmed'].includes(other.status) && other.starts_at >= wallNow()));
  return { series_id: one.series_id, number: all.indexOf(one) + 1, of: all.length, following: open.filter((other) => other.starts_at >= one.starts_at).length, all: open.length };
}

/** What another workstation does, for the tests: window.fake.elsewhere(id, {status: 'arrived'}) */
Object.assign(window, {
  elsewhere: (/** @type {string} */ wanted, /** @type {Partial<DayAppointment>} */ change) => {
    const one = find(wanted);
    undoable.set(crypto.randomUUID(), { changed: [{ before: { ...one }, id: one.id }] });
    Object.assign(one, change, { version: one.version + 1 });
    news([{ kind: 'appointment', id: one.id }]);
  },
});
