// Leave, holidays, blocks and rooms out of use; what is booked in them. With ?leave the day has one of each.
import { undoable } from './day.js';
import { handle, news, refusal } from './registry.js';
import { ago, appointments, exceptions, id, wallNow } from './world.js';
import { addDays, weekday } from '../../src/wall.js';

const query = new URLSearchParams(location.search);
const TODAY = wallNow().slice(0, 10);
const nothing = { block: null, practitioner_id: null, room_id: null, starts: null, ends: null, weekdays: [], replaces: false, label: null };

if (query.has('leave')) {
  exceptions.push(
    { ...nothing, exception_id: id(9001), version: 1, kind: 'leave', practitioner_id: id(103), from: TODAY, to: '2026-11-27', label: 'Training' },
    { ...nothing, exception_id: id(9002), version: 1, kind: 'block', block: 'lunch', practitioner_id: id(101), from: '2026-01-05', to: null, starts: '12:30', ends: '13:30', weekdays: [1, 2, 3, 4, 5] },
    { ...nothing, exception_id: id(9003), version: 1, kind: 'block', block: 'emergencies', practitioner_id: id(102), from: TODAY, to: TODAY, starts: '13:30', ends: '15:00' },
    { ...nothing, exception_id: id(9004), version: 1, kind: 'out_of_use', room_id: id(204), from: TODAY, to: TODAY, starts: '15:00', ends: null, label: 'New floor' },
    { ...nothing, exception_id: id(9005), version: 1, kind: 'holiday', from: '2026-12-25', to: '2026-12-26', label: 'Christmas' },
    { ...nothing, exception_id: id(9006), version: 1, kind: 'open', practitioner_id: id(104), from: '2026-12-05', to: '2026-12-05', starts: '09:00', ends: '12:00' },
  );
}

/** The part of a day it takes, as "08:30". @param {any} one @param {string} date */
function part(one, date) {
  const last = one.to ?? (one.weekdays.length ? '2200-01-01' : one.from);
  if (date < one.from || date > last) return null;
  if (one.weekdays.length) return one.weekdays.includes(weekday(date)) ? { starts: one.starts, ends: one.ends } : null;
  return { starts: date === one.from ? (one.starts ?? '00:00') : '00:00', ends: date === last ? (one.ends ?? '24:00') : '24:00' };
}

/** @param {string} date @param {(one: any) => boolean} which */
const standing = (date, which) =>
  exceptions.filter(which).flatMap((one) => {
    const taken = part(one, date);
    return taken ? [{ exception_id: one.exception_id, kind: one.kind, block: one.block, label: one.label, room_id: one.room_id, ...taken }] : [];
  });
/** @param {string} practitioner @param {string} date */
export const standingOf = (practitioner, date) => standing(date, (one) => ['leave', 'holiday', 'block'].includes(one.kind) && (!one.practitioner_id || one.practitioner_id === practitioner));
/** @param {string} date */
export const outOfUse = (date) => standing(date, (one) => one.kind === 'out_of_use');

/** @param {string} practitioner @param {string|null} room @param {string} starts @param {string} ends */
function inTheWay(practitioner, room, starts, ends) {
  const date = starts.slice(0, 10);
  const there = [...standingOf(practitioner, date), ...outOfUse(date).filter((one) => one.room_id === room)];
  const meets = there.filter((one) => one.starts < (ends.slice(0, 10) > date ? '24:00' : ends.slice(11, 16)) && starts.slice(11, 16) < one.ends);
  return meets.map((one) => /** @type {any} */ (exceptions.find((other) => other.exception_id === one.exception_id)));
}

/** @param {string} practitioner @param {string|null} room @param {string} starts @param {string} ends */
export const whyNot = (practitioner, room, starts, ends) =>
  inTheWay(practitioner, room, starts, ends).map((one) => ({ kind: one.kind, block: one.block, label: one.label, room: one.room_id ? 'Room 4' : null, from: one.from, to: one.to, starts: one.starts, ends: one.ends }));

handle('ask:exceptions', () => exceptions.toSorted((a, b) => a.from.localeCompare(b.from)));
handle('ask:next_open_day', ({ after }) => {
  const closed = (/** @type {string} */ date) => weekday(date) > 5 || standing(date, (one) => one.kind === 'holiday').length > 0;
  let date = addDays(after, 1);
  while (closed(date)) date = addDays(date, 1);
  return { date };
});
handle('ask:to_be_moved', ({ exception_id, limit }) => {
  const rows = appointments.filter((one) => one.starts_at.slice(0, 10) >= TODAY && ['booked', 'confirmed'].includes(one.status) && !one.outside_hours).flatMap((one) => {
    const because = inTheWay(one.practitioner_id, one.room_id, one.starts_at, one.ends_at).find((other) => other.kind !== 'block' && (!exception_id || other.exception_id === exception_id));
    return because ? [{ appointment: one, exception_id: because.exception_id, because }] : [];
  });
  rows.sort((a, b) => a.appointment.starts_at.localeCompare(b.appointment.starts_at));
  return { total: rows.length, rows: rows.slice(0, limit) };
});

/** @param {any} details @param {string} own */
function refuseBad(details, own) {
  const same = exceptions.find((one) => one.exception_id !== own && one.kind === details.kind && one.kind !== 'block' && one.practitioner_id === details.practitioner_id && one.room_id === details.room_id && one.from <= (details.to ?? details.from) && details.from <= (one.to ?? one.from));
  if (same) throw refusal('hours.overlap', { field: 'from', from: `${same.from}T00:00:00`, to: same.to, label: same.label });
}
/** Puts a row back as it was, or takes it out when it was not there. @param {string} own @param {any} before @returns {() => any} */
const turning = (own, before) => () => {
  const at = exceptions.findIndex((one) => one.exception_id === own);
  const [now] = at < 0 ? [null] : exceptions.splice(at, 1);
  const version = (now?.version ?? before?.version ?? 0) + 1;
  if (before) exceptions.push({ ...before, version });
  news([{ kind: 'exception', id: own }], true);
  return { outcome: { exception_id: own, version }, turn: turning(own, now) };
};
handle('op:add_exception', ({ exception_id, details }, request) => {
  refuseBad(details, exception_id);
  undoable.set(request.id, { changed: [], turn: turning(exception_id, null) });
  exceptions.push({ ...nothing, ...details, exception_id, version: 1 });
  news([{ kind: 'exception', id: exception_id }], true);
  return { version: 1 };
});
/** @param {{exception_id: string, version: number}} operation */
function seen({ exception_id, version }) {
  const row = exceptions.find((one) => one.exception_id === exception_id);
  if (!row) throw refusal('record.not_found', { kind: 'exception' });
  if (row.version !== version) throw refusal('record.changed_meanwhile', { by: 'R. Lindqvist', at: ago(1), version: row.version });
  return row;
}
handle('op:edit_exception', (operation, request) => {
  const row = seen(operation);
  refuseBad(operation.details, row.exception_id);
  undoable.set(request.id, { changed: [], turn: turning(row.exception_id, { ...row }) });
  Object.assign(row, nothing, operation.details, { version: row.version + 1 });
  news([{ kind: 'exception', id: row.exception_id }], true);
  return { version: row.version };
});
handle('op:remove_exception', (operation, request) => {
  const row = seen(operation);
  undoable.set(request.id, { changed: [], turn: turning(row.exception_id, { ...row }) });
  exceptions.splice(exceptions.indexOf(row), 1);
  news([{ kind: 'exception', id: row.exception_id }], true);
  return { version: row.version + 1 };
});
