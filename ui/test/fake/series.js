// Series: planned, booked, moved, edited and cancelled, by the rules the clinic has. Luis García comes on Tuesdays.
import { addDays, addMinutes, at, dateOf, minutesBetween, timeOf, weekday } from '../../src/wall.js';
import { current, inside, isOpen, nearest, taken, undoable } from './day.js';
import { handle, news, refusal } from './registry.js';
import { ago, appointments, id, patients, practitioners, rooms, services, wallNow } from './world.js';

/** @typedef {import('../../src/wire-types.js').DayAppointment} DayAppointment */

/** @param {string} first @param {any} rule @returns {string[]} */
function dates(first, { every, unit, weekdays, until, times }) {
  const days = [];
  const month = (/** @type {number} */ n) => {
    const [y, m, d] = first.split('-').map(Number);
    const last = new Date(Date.UTC(y, m + n, 0)).getUTCDate();
    return new Date(Date.UTC(y, m - 1 + n, Math.min(d, last))).toISOString().slice(0, 10);
  };
  const monday = addDays(first, 1 - weekday(first));
  for (let n = 0; n < 400 && days.length < (times ?? 201); n += 1) {
    const period = unit === 'day' ? [addDays(first, n * every)] : unit === 'month' ? [month(n * every)] : (weekdays.length ? weekdays : [weekday(first)]).map((/** @type {number} */ day) => addDays(monday, n * every * 7 + day - 1));
    for (const day of period) if (day >= first && (!until || day <= until) && days.length < (times ?? 201)) days.push(day);
  }
  if (until && (until < first || days.length > 200)) throw refusal('field.out_of_range', { field: 'until', min: first, max: days.length > 200 ? addDays(days[200], -1) : addDays(first, 3650) });
  return days;
}

/** @param {string} who @param {string} starts @param {number} minutes @param {string[]} [except] @param {string} [patient] */
function judge(who, starts, minutes, except = [], patient = '') {
  const ends = addMinutes(starts, minutes);
  const own = appointments.filter((one) => one.patient_id === patient && !['cancelled', 'taken_back'].includes(one.status) && one.starts_at < ends && one.ends_at > starts);
  const by = [...new Set([...taken(who, starts, ends), ...own])].filter((one) => !except.includes(one.id)).map((one) => ({
    resource: one.practitioner_id === who ? 'practitioner' : 'patient', name: practitioners.find((other) => other.practitioner_id === one.practitioner_id)?.short_name, patient: one.name, starts_at: one.starts_at, ends_at: one.ends_at, appointment_id: one.id,
  }));
  const open = isOpen(who, starts, minutes);
  const spans = practitioners.find((one) => one.practitioner_id === who)?.hours.filter((span) => span.weekday === weekday(dateOf(starts))) ?? [];
  const state = !open ? 'outside_hours' : by.length ? 'taken' : 'free';
  const from = open ? starts : at(addDays(dateOf(starts), Math.max(0, 8 - weekday(dateOf(starts)))), '09:00');
  return { starts_at: starts, state, by: state === 'taken' ? by : [], spans: state === 'outside_hours' ? spans : [], free: state === 'free' ? [] : nearest(who, from, minutes).slice(0, 3).map((slot) => slot.starts_at) };
}

handle('ask:plan_series', ({ practitioner_id: who, starts_at: starts, minutes, rule, patient_id: patient }) => ({
  visits: dates(dateOf(starts), rule).map((day) => judge(who, at(day, timeOf(starts)), minutes, [], patient)),
}));

/** @param {any} operation @param {string} [series] */
function write({ appointment_id, patient_id, practitioner_id, room_id, service_ids, starts_at, minutes, note }, series) {
  const person = patients.find((one) => one.patient_id === patient_id);
  appointments.push(/** @type {DayAppointment} */ ({
    id: appointment_id, version: 1, patient_id, family: person?.family ?? null, given: person?.given ?? null, name: person?.name ?? '', birth_date: person?.birth_date ?? null, practitioner_id, room_id: room_id ?? null, series_id: series ?? null,
    room_name: rooms.find((room) => room.room_id === room_id)?.name ?? null, starts_at, ends_at: addMinutes(starts_at, minutes), status: 'booked', services: services.filter((service) => service_ids.includes(service.service_id)).map((service) => service.name).join(', '),
    overbooked: false, outside_hours: false, has_allergy: Boolean(person?.allergy), has_alert: Boolean(person?.alert), is_new: false, status_since: ago(0), waiting_for: null, note: note ?? null,
  }));
  inside.set(appointment_id, { service_ids, history: [], before: [] });
}

handle('op:book_series', (operation, request) => {
  const { visits, practitioner_id: who, minutes, patient_id: patient } = operation;
  const clashes = visits.map((/** @type {any} */ visit) => ({ appointment_id: visit.appointment_id, ...judge(who, visit.starts_at, minutes, [], patient) })).filter((/** @type {any} */ visit) => visit.state === 'taken' || (visit.state === 'outside_hours' && !operation.outside_hours));
  if (clashes.length) throw refusal('series.clashes', { clashes });
  for (const visit of visits) write({ ...operation, ...visit }, operation.series_id);
  return did(visits.map((/** @type {any} */ visit) => ({ before: null, id: visit.appointment_id })), operation.series_id, request);
});

/** @param {{before: DayAppointment | null, id: string}[]} steps @param {string | null | undefined} series @param {any} request @param {number} [own] */
function did(steps, series, request, own = 0) {
  undoable.set(request.id, { changed: steps });
  news(steps.map((step) => ({ kind: 'appointment', id: step.id })), true);
  return { series_id: series, appointment_ids: steps.map((step) => step.id), kept_own: own };
}

/** @param {any} operation */
function reached(operation) {
  const chosen = current(operation);
  const others = appointments.filter((one) => one !== chosen && one.series_id === chosen.series_id && ['booked', 'confirmed'].includes(one.status) && one.starts_at >= (operation.scope === 'all' ? wallNow() : chosen.starts_at));
  return [chosen, ...others];
}

handle('op:cancel_series', (operation, request) => {
  const rows = reached(operation);
  const steps = rows.map((one) => ({ before: { ...one }, id: one.id }));
  const freed = rows.map(({ practitioner_id, room_id, starts_at, ends_at }) => ({ practitioner_id, room_id, starts_at, ends_at })).sort((a, b) => (a.starts_at < b.starts_at ? -1 : 1));
  for (const one of rows) Object.assign(one, { status: 'cancelled', version: one.version + 1 });
  return { ...did(steps, rows[0].series_id, request), freed };
});

handle('op:move_series', (operation, request) => {
  const rows = reached(operation);
  const by = minutesBetween(rows[0].starts_at, operation.starts_at);
  const ways = new Map(operation.instead.map((/** @type {any} */ one) => [one.appointment_id, one.starts_at]));
  const goes = (/** @type {DayAppointment} */ one) => ways.get(one.id) ?? addMinutes(one.starts_at, by);
  const moving = rows.filter((one) => !ways.has(one.id) || ways.get(one.id));
  const ids = moving.map((one) => one.id);
  const clashes = moving.map((one) => ({ appointment_id: one.id, ...judge(operation.practitioner_id, goes(one), operation.minutes, ids) })).filter((one) => one.state === 'taken' || (one.state === 'outside_hours' && !operation.outside_hours));
  if (clashes.length) throw refusal('series.clashes', { clashes });
  const steps = moving.map((one) => ({ before: { ...one }, id: one.id }));
  for (const one of moving) {
    const starts = goes(one);
    Object.assign(one, { starts_at: starts, ends_at: addMinutes(starts, operation.minutes), practitioner_id: operation.practitioner_id, version: one.version + 1 });
  }
  const freed = steps.map(({ before: { practitioner_id, room_id, starts_at, ends_at } }) => ({ practitioner_id, room_id, starts_at, ends_at }));
  return { ...did(steps, rows[0].series_id, request, rows.length - moving.length), freed };
});

handle('op:edit_series', (operation, request) => {
  const rows = reached(operation);
  const steps = rows.map((one) => ({ before: { ...one }, id: one.id }));
  const text = services.filter((service) => operation.service_ids.includes(service.service_id)).map((service) => service.name).join(', ');
  for (const one of rows) Object.assign(one, { services: text, room_id: operation.room_id, room_name: rooms.find((room) => room.room_id === operation.room_id)?.name ?? null, note: operation.note, version: one.version + 1 });
  return did(steps, rows[0].series_id, request);
});

for (let n = 0; n < 5; n += 1) {
  const luis = patients[3];
  write({ appointment_id: id(8000 + n), patient_id: luis.patient_id, practitioner_id: practitioners[2].practitioner_id, room_id: practitioners[2].room_id, service_ids: [services[2].service_id], starts_at: at(addDays('2026-11-24', 7 * n), '14:00'), minutes: 30, note: null }, id(8900));
}
