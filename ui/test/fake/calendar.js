// Calendar: the report of overbookings and the file for calendar programs.
import { addMinutes, weekday } from '../../src/wall.js';
import { isOpen, taken } from './day.js';
import { handle, refusal } from './registry.js';
import { appointments, practitioners, rooms, world } from './world.js';

/** @typedef {import('../../src/wire-types.js').DayAppointment} DayAppointment */

handle('ask:overbooked', ({ from, to }) => {
  if (from > to) throw refusal('field.out_of_range', { field: 'to', min: from, max: null });
  const { appointments, practitioners } = /** @type {any} */ (world);
  return appointments
    .filter((/** @type {DayAppointment} */ one) => one.overbooked && one.starts_at.slice(0, 10) >= from && one.starts_at.slice(0, 10) <= to)
    .map((/** @type {DayAppointment} */ one) => ({ ...one, practitioner_name: practitioners.find((/** @type {any} */ who) => who.practitioner_id === one.practitioner_id)?.short_name ?? '', reason: 'Sent over by the hospital this morning', by: 'M. Novak' }));
});

handle('save_export', ({ question }) => {
  if (question.from > question.to) throw refusal('field.out_of_range', { field: 'to', min: question.from, max: null });
  return { saved: true, count: 12 };
});

/** Whether a room has place for one more. @param {string} room_id @param {string} starts @param {string} ends */
const hasPlace = (room_id, starts, ends) =>
  appointments.filter((one) => one.room_id === room_id && !['cancelled', 'taken_back'].includes(one.status) && one.starts_at < ends && one.ends_at > starts).length < (rooms.find((room) => room.room_id === room_id)?.capacity ?? 1);

handle('ask:free_slots', ({ practitioner_ids, specialty_id, room_id, room_kind, usual_rooms, from, minutes, until, part, starts: earliest, ends: latest, weekdays, count }) => {
  const people = practitioners.filter((one) => one.active && (!practitioner_ids.length || practitioner_ids.includes(one.practitioner_id)) && (!specialty_id || one.specialty_ids.includes(specialty_id)));
  const room = room_id ?? rooms.find((one) => room_kind && one.kind === room_kind)?.room_id ?? null;
  const roomOf = (/** @type {any} */ who) => room ?? (usual_rooms ? who.room_id : null);
  const free = [];
  if (room_kind && !room) return [];
  for (let n = 0; n < 4 * 24 * 28 && free.length < count; n += 1) {
    const starts_at = addMinutes(`${from.slice(0, 13)}:00:00`, n * 15);
    const ends_at = addMinutes(starts_at, minutes);
    const suits = starts_at >= from && (!until || starts_at.slice(0, 10) <= until) && (!earliest || starts_at.slice(11, 16) >= earliest) && (!latest || ends_at.slice(11, 16) <= latest) && (!weekdays.length || weekdays.includes(weekday(starts_at.slice(0, 10)))) && (part === 'any' || (part === 'morning' ? ends_at.slice(11, 16) <= '12:00' : starts_at.slice(11, 16) >= '12:00'));
    for (const who of suits ? people : []) {
      const { practitioner_id } = who;
      if (isOpen(practitioner_id, starts_at, minutes) && !taken(practitioner_id, starts_at, ends_at).length && (!roomOf(who) || hasPlace(roomOf(who), starts_at, ends_at))) free.push({ practitioner_id, room_id: roomOf(who), starts_at, minutes });
    }
  }
  return free.slice(0, count);
});
