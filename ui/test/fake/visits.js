// A patient's appointments across days: Ada has a past of more than one page, and something coming.
import { addMinutes } from '../../src/wall.js';
import { handle } from './registry.js';
import { ago, appointments, id, patients, practitioners, services } from './world.js';

const ada = patients[0];
for (let i = 0; i < 44; i += 1) {
  const starts = i === 0 ? '2026-12-07T09:30:00' : addMinutes('2026-11-02T09:00:00', (i % 5) * 45 - i * 23 * 1440);
  const who = practitioners[[0, 0, 2, 0, 5][i % 5] % practitioners.length];
  const service = services[[0, 2, 3, 0, 4][i % 5]];
  appointments.push(/** @type {import('../../src/wire-types.js').DayAppointment} */ ({
    id: id(7000 + i), version: 1, patient_id: ada.patient_id, family: ada.family, given: ada.given, name: ada.name, birth_date: ada.birth_date, practitioner_id: who.practitioner_id, room_id: who.room_id, room_name: null,
    starts_at: starts, ends_at: addMinutes(starts, service.minutes), status: i === 0 ? 'confirmed' : ['done', 'done', 'no_show', 'done', 'cancelled', 'done', 'left', 'done'][i % 8], services: service.name,
    overbooked: false, outside_hours: false, has_allergy: true, has_alert: false, is_new: false, status_since: ago(99), waiting_for: null, note: null, walk_in: false, for_anyone: false, for_specialty: null, ticket: null,
  }));
}

handle('ask:patient_appointments', ({ patient_id: wanted, limit, before }) =>
  appointments
    .filter((one) => one.patient_id === wanted && (!before || one.starts_at < before))
    .sort((a, b) => (a.starts_at < b.starts_at ? 1 : -1))
    .slice(0, limit)
    .map((one) => ({ ...one, practitioner_name: practitioners.find((who) => who.practitioner_id === one.practitioner_id)?.name ?? '' })),
);
