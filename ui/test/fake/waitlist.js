// The waitlist: three who wait, and who of everybody fits a time. The rules of a fit are the core's; here only what the screens need.
import { addMinutes, dateOf, minuteOfDay, timeOf, weekday } from '../../src/wall.js';
import { undoable } from './day.js';
import { answer, handle, news, refusal } from './registry.js';
import { ago, appointments, id, patients, practitioners, services, wallNow, world } from './world.js';

const TODAY = wallNow().slice(0, 10);
const GONE = ['cancelled', 'taken_back'];

/** @param {number} n @param {number} patient @param {number} days @param {any} wishes */
const entry = (n, patient, days, wishes) => ({
  waitlist_id: id(8000 + n), version: 1, patient_id: patients[patient].patient_id, status: 'waiting', appointment_id: null, added_at: ago(days * 1440), added_by: 'M. Novak', asked: /** @type {any[]} */ ([]),
  wishes: { practitioner_ids: [], service_ids: [services[0].service_id], minutes: 15, earliest: TODAY, latest: null, weekdays: [], from: null, to: null, priority: 'normal', note: null, ...wishes },
});

/** @type {ReturnType<typeof entry>[]} */
const waitlist = new URLSearchParams(location.search).has('empty-waitlist') ? [] : [
  entry(1, 8, 12, { practitioner_ids: [practitioners[2 % practitioners.length].practitioner_id], weekdays: [1, 2], from: '08:00', to: '12:00', note: 'Works in the afternoons' }),
  entry(2, 21, 3, { priority: 'urgent' }),
  entry(3, 12, 40, { service_ids: [services[9].service_id], minutes: 45, latest: '2026-11-20', priority: 'soon', practitioner_ids: [practitioners[0].practitioner_id, practitioners[1].practitioner_id] }),
];
if (waitlist[1]) waitlist[1].asked.push({ practitioner_id: practitioners[0].practitioner_id, starts_at: '2026-11-23T09:00:00', answer: 'no_answer', note: null, at: ago(120), by: 'S. Gupta' });

const RANK = /** @type {Record<string, number>} */ ({ urgent: 0, soon: 1, normal: 2 });

/** @param {ReturnType<typeof entry>} one */
function line(one) {
  const person = patients.find((other) => other.patient_id === one.patient_id);
  return { ...one, mrn: person?.mrn, name: person?.name, birth_date: person?.birth_date, phones: person?.phone ? [{ kind: 'mobile', number: person.phone }] : [] };
}

handle('ask:waitlist', ({ patient_id, practitioner_id, service_id, status }) =>
  waitlist
    .filter((one) => one.status === (status ?? 'waiting') && (!patient_id || one.patient_id === patient_id) && (!service_id || one.wishes.service_ids.includes(service_id)))
    .filter((one) => !practitioner_id || !one.wishes.practitioner_ids.length || one.wishes.practitioner_ids.includes(practitioner_id))
    .sort((a, b) => RANK[a.wishes.priority] - RANK[b.wishes.priority] || (a.added_at < b.added_at ? -1 : 1))
    .map(line));

/** @param {string} who @param {string} patient @param {string} starts @param {string} ends */
const busy = (who, patient, starts, ends) => appointments.some((one) => (one.practitioner_id === who || one.patient_id === patient) && !GONE.includes(one.status) && one.starts_at < ends && one.ends_at > starts);

handle('ask:waitlist_fits', ({ practitioner_id: who, starts_at, ends_at, limit }) => {
  const gap = minuteOfDay(ends_at) - minuteOfDay(starts_at);
  const first = starts_at > wallNow() ? starts_at : addMinutes(`${wallNow().slice(0, 15)}0:00`, 10);
  return waitlist
    .filter(({ status, wishes }) => status === 'waiting' && (!wishes.practitioner_ids.length || wishes.practitioner_ids.includes(who)))
    .filter(({ wishes }) => wishes.earliest <= dateOf(first) && (!wishes.latest || wishes.latest >= dateOf(first)) && (!wishes.weekdays.length || wishes.weekdays.includes(weekday(dateOf(first)))))
    .filter(({ wishes }) => (!wishes.from || wishes.from <= timeOf(first)) && (!wishes.to || wishes.to >= timeOf(addMinutes(first, wishes.minutes))))
    .filter(({ patient_id, wishes }) => addMinutes(first, wishes.minutes) <= ends_at && !busy(who, patient_id, first, addMinutes(first, wishes.minutes)))
    .map((one) => ({
      ...line(one), starts_at: first, waiting_days: Math.floor((Date.parse(ago(0)) - Date.parse(one.added_at)) / 86_400_000), named: one.wishes.practitioner_ids.includes(who), picky: Boolean(one.wishes.from || one.wishes.to || one.wishes.weekdays.length),
      gap_minutes: gap, answer: one.asked.find((asked) => asked.practitioner_id === who && asked.starts_at === first)?.answer ?? null,
    }))
    .sort((a, b) => Number(a.answer === 'declined') - Number(b.answer === 'declined') || RANK[a.wishes.priority] - RANK[b.wishes.priority])
    .slice(0, limit);
});

/** @param {any} operation */
function waiting({ waitlist_id, version }) {
  const one = waitlist.find((other) => other.waitlist_id === waitlist_id);
  if (!one) throw refusal('record.not_found', { kind: 'waitlist' });
  if (one.status !== 'waiting') throw refusal('waitlist.not_waiting', { status: one.status });
  if (version && version !== one.version) throw refusal('record.changed_meanwhile', { kind: 'waitlist', by: 'S. Gupta', at: ago(1), version: one.version });
  return one;
}

/** @param {any} one @param {any} change */
function changed(one, change) {
  Object.assign(one, change, { version: one.version + 1 });
  news([{ kind: 'waitlist', id: one.waitlist_id }], true);
  return { waitlist_id: one.waitlist_id, version: one.version };
}

/** Puts an entry back as it was; who was added is taken off. @param {string} own @param {any} before @returns {() => any} */
const turning = (own, before) => () => {
  const one = /** @type {any} */ (waitlist.find((other) => other.waitlist_id === own));
  const now = { ...one };
  return { outcome: changed(one, { wishes: before.wishes, status: before.status }), turn: turning(own, now) };
};
handle('op:add_to_waitlist', ({ waitlist_id, patient_id, wishes }, request) => {
  waitlist.push({ ...entry(0, 0, 0, wishes), waitlist_id, patient_id });
  undoable.set(request.id, { changed: [], turn: turning(waitlist_id, { wishes, status: 'withdrawn' }) });
  news([{ kind: 'waitlist', id: waitlist_id }], true);
  return { waitlist_id, version: 1 };
});
/** @param {any} operation @param {any} request @param {any} change */
function turnable(operation, request, change) {
  const one = waiting(operation);
  undoable.set(request.id, { changed: [], turn: turning(one.waitlist_id, { ...one }) });
  return changed(one, change);
}
handle('op:edit_waitlist', (operation, request) => turnable(operation, request, { wishes: operation.wishes }));
handle('op:withdraw_from_waitlist', (operation, request) => turnable(operation, request, { status: 'withdrawn' }));
handle('op:record_waitlist_ask', (operation) => {
  const one = waiting(operation);
  const { practitioner_id, starts_at } = operation;
  one.asked.unshift({ practitioner_id, starts_at, answer: operation.answer, note: null, at: ago(0), by: world.me.name });
  news([{ kind: 'waitlist', id: one.waitlist_id }], true);
  return null;
});
handle('op:book_from_waitlist', async (operation, request) => {
  const one = waiting(operation);
  const outcome = await answer('op:book_appointment', operation.booking, request);
  changed(one, { status: 'booked', appointment_id: operation.booking.appointment_id });
  return outcome;
});
