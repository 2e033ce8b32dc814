// The week of a person, how full a month is, and the day sheet.
import { handle, refusal } from './registry.js';
import { standingOf } from './schedule.js';
import { appointments, patients, practitioners, rooms, wallNow, world } from './world.js';
import { addDays, minutesBetween, weekday } from '../../src/wall.js';

/** @typedef {import('../../src/wire-types.js').DayAppointment} DayAppointment */

const GONE = ['cancelled', 'taken_back'];
/** @param {string} date */
const isOpen = (date) => weekday(date) <= 5;
/** @param {any} who @param {string} date */
const spansOf = (who, date) => who.hours.filter((/** @type {any} */ span) => span.weekday === weekday(date)).map((/** @type {any} */ { starts, ends }) => ({ starts, ends }));
/** @param {string} date */
const openOn = (date) => (isOpen(date) ? [{ starts: '08:00', ends: '17:30' }] : []);

handle('ask:week', ({ practitioner_id, from }) => {
  const who = practitioners.find((one) => one.practitioner_id === practitioner_id);
  if (!who) throw refusal('record.not_found');
  const first = addDays(from, -((weekday(from) - world.clinic.week_start + 7) % 7));
  const days = Array.from({ length: 7 }, (_, n) => addDays(first, n));
  return {
    practitioner_id, name: who.name, short_name: who.short_name, days: days.map((date) => ({ date, open: openOn(date), spans: spansOf(who, date), standing: standingOf(practitioner_id, date) })),
    appointments: appointments.filter((one) => one.practitioner_id === practitioner_id && !GONE.includes(one.status) && days.includes(one.starts_at.slice(0, 10))),
  };
});

handle('ask:month', ({ first, practitioner_id }) => {
  const month = first.slice(0, 7);
  const people = practitioners.filter((one) => !practitioner_id || one.practitioner_id === practitioner_id);
  const days = [];
  for (let date = `${month}-01`; date.startsWith(month); date = addDays(date, 1)) {
    const own = appointments.filter((one) => one.starts_at.startsWith(date) && !GONE.includes(one.status) && people.some((who) => who.practitioner_id === one.practitioner_id));
    const working = people.flatMap((who) => spansOf(who, date)).reduce((sum, { starts, ends }) => sum + minutesBetween(`${date}T${starts}:00`, `${date}T${ends}:00`), 0);
    // Other days than those with a list of their own have a load by their number, so that every level is to be seen.
    const share = [0, 0.12, 0.31, 0.48, 0.63, 0.78, 0.9, 0.97, 1, 1.08][Number(date.slice(8)) % 10];
    const booked = own.length ? own.reduce((sum, one) => sum + minutesBetween(one.starts_at, one.ends_at), 0) : Math.round((working * share) / 15) * 15;
    days.push({ date, open: isOpen(date), appointments: own.length || Math.round(booked / 20), booked_minutes: booked, working_minutes: working });
  }
  return { first: `${month}-01`, days };
});

handle('ask:day_sheet', ({ date, practitioner_id }) => ({
  date, made_at: wallNow(),
  people: practitioners.filter((one) => !practitioner_id || one.practitioner_id === practitioner_id).map((who) => ({
    practitioner_id: who.practitioner_id, name: who.name, room_name: rooms.find((room) => room.room_id === who.room_id)?.name ?? null, spans: spansOf(who, date), standing: standingOf(who.practitioner_id, date),
    lines: appointments.filter((one) => one.practitioner_id === who.practitioner_id && one.starts_at.startsWith(date) && !GONE.includes(one.status)).sort((a, b) => a.starts_at.localeCompare(b.starts_at)).map((one) => ({
      starts_at: one.starts_at, ends_at: one.ends_at, name: one.name, birth_date: one.birth_date, services: one.services, room_name: one.room_name, status: one.status, note: one.note, is_new: one.is_new, walk_in: one.walk_in,
      phones: [{ kind: 'mobile', number: patients.find((person) => person.patient_id === one.patient_id)?.phone ?? '' }],
    })),
  })),
}));
