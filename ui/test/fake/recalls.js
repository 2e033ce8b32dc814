// Whom to see again.
import { answer, handle, news, refusal } from './registry.js';
import { ago, appointments, clinic, id, patients, practitioners, services, wallNow, world } from './world.js';

/** @type {any[]} */
const recalls = [];
const put = (/** @type {any} */ one) => recalls.push({ recall_id: id(9800 + recalls.length), version: 1, service_id: null, practitioner_id: null, note: null, noted_at: ago(60 * 24 * 30), noted_by: 'Dr Wei Chen', status: 'open', appointment_id: null, calls: [], ...one });
if (new URLSearchParams(location.search).get('recalls') !== 'none') {
  put({ patient_id: id(1001), from_day: '2026-11-23', to_day: '2026-12-04', service_id: services[0].service_id, practitioner_id: practitioners[2].practitioner_id, note: 'Comes fasting' });
  put({ patient_id: id(1004), from_day: '2026-10-26', to_day: '2026-11-09', practitioner_id: practitioners[0].practitioner_id, calls: [{ at: ago(60 * 24 * 3), by: 'M. Novak', note: null }] });
  put({ patient_id: id(1006), from_day: '2026-11-16', to_day: '2026-11-27', service_id: services[1].service_id, noted_by: 'S. Gupta' });
  put({ patient_id: id(1003), from_day: '2027-02-01', to_day: '2027-02-26', service_id: services[0].service_id });
}

const OVER = ['cancelled', 'no_show', 'left', 'taken_back'];
const statusOf = (/** @type {any} */ one) => (one.appointment_id ? appointments.find((other) => other.id === one.appointment_id)?.status : null);
const isOpen = (/** @type {any} */ one) => one.status === 'open' || (one.status === 'booked' && OVER.includes(statusOf(one) ?? ''));
/** @param {any} one */
function line({ calls, status, appointment_id: _booked, ...one }) {
  const patient = patients.find((other) => other.patient_id === one.patient_id);
  const next = appointments.filter((other) => other.patient_id === one.patient_id && ['booked', 'confirmed'].includes(other.status) && other.starts_at >= wallNow()).map((other) => other.starts_at).sort()[0] ?? null;
  const lost = status === 'booked' ? statusOf({ appointment_id: _booked }) : null;
  return {
    ...one, mrn: patient?.mrn, name: patient?.name, birth_date: patient?.birth_date ?? null, phones: patient?.phone ? [{ kind: 'mobile', number: patient.phone }] : [],
    service: services.find((other) => other.service_id === one.service_id)?.name ?? null, practitioner: practitioners.find((other) => other.practitioner_id === one.practitioner_id)?.name ?? null,
    lost: lost === 'taken_back' ? null : lost, next_visit: next, last_call: calls.length ? { ...calls.at(-1), calls: calls.length } : null,
  };
}
handle('ask:to_recall', ({ patient_id: patientId, later = false }) =>
  recalls.filter((one) => isOpen(one) && (patientId ? one.patient_id === patientId : later || one.from_day <= clinic.today)).sort((a, b) => a.from_day.localeCompare(b.from_day)).map(line));

/** @param {any} operation @param {any} change */
function change({ recall_id: recallId, version }, change) {
  const one = recalls.find((other) => other.recall_id === recallId);
  if (!isOpen(one)) throw refusal('recall.settled', { status: one.status });
  if (one.version !== version) throw refusal('record.changed_meanwhile', { by: 'S. Gupta', at: ago(1), version: one.version });
  Object.assign(one, change(one));
  news([{ kind: 'recall', id: recallId }], true);
  return { recall_id: recallId, version: one.version };
}
handle('op:note_recall', ({ op: _op, visit_id: _visit, ...one }) => {
  if (one.from_day < clinic.today) throw refusal('field.out_of_range', { field: 'from_day', min: clinic.today });
  put({ ...one, noted_at: ago(0), noted_by: world.me.name });
  news([{ kind: 'recall', id: one.recall_id }], true);
  return { recall_id: one.recall_id, version: 1 };
});
handle('op:record_recall_call', (operation) => change(operation, (/** @type {any} */ one) => ({ calls: [...one.calls, { at: ago(0), by: world.me.name, note: null }] })));
handle('op:decline_recall', (operation) => change(operation, (/** @type {any} */ one) => ({ status: 'not_wanted', version: one.version + 1 })));
handle('op:book_recall', async (operation, request) => {
  const outcome = await answer('op:book_appointment', operation.booking, request);
  change(operation, (/** @type {any} */ one) => ({ status: 'booked', appointment_id: operation.booking.appointment_id, version: one.version + 1 }));
  return outcome;
});
