// Visits on charts, and what is typed and not saved.
import { mustBeOpen } from './records.js';
import { ofVisit } from './records-medicines.js';
import { givenOn } from './records-vaccinations.js';
import { ofDay } from './records-vitals.js';
import { handle, news, refusal } from './registry.js';
import { ago, appointments, clinic, id, patients, people, practitioners, world } from './world.js';

/** @type {any[]} */
const visits = [];
/** @type {Map<string, {at: string, text: string}>} kept over a reload, as the real ones are over a crash */
const typed = new Map(JSON.parse(sessionStorage.getItem('fake.typed') ?? '[]'));

const TEXT = { reason: null, history: null, findings: null, assessment: null, plan: null, diagnoses: [] };
const whole = (/** @type {any} */ text) => ({ ...TEXT, ...text });

/** @param {any} one */
function add(one) {
  visits.push({ version: 1, appointment_id: null, status: 'draft', signed_at: null, signed_by: null, hash: null, is_whole: null, addenda: [], strike: null, ...one, text: whole(one.text) });
}

const ADA = id(1001);
add({
  visit_id: id(7201), patient_id: ADA, practitioner_id: id(103), visited_at: '2026-09-17T10:30:00', status: 'signed', signed_at: '2026-09-17T09:52:00.000000Z', signed_by: 'Dr Wei Chen', hash: '5f2c9ab41d7733e0c1b2', is_whole: true,
  text: { reason: 'Blood pressure check', history: 'Feels well. Takes the tablets each morning.', findings: 'Heart sounds normal.', assessment: 'Well controlled.', plan: 'Same tablets. Back in three months.', diagnoses: [{ code_system: 'icd10cm', code: 'I10', title: 'Essential (primary) hypertension', is_main: true }] },
  addenda: [{ id: id(7301), text: 'The laboratory called: potassium 4.1.', written_at: '2026-09-18T08:10:00.000000Z', written_by: 'Dr Wei Chen' }],
});
add({ visit_id: id(7202), patient_id: ADA, practitioner_id: id(103), visited_at: '2026-11-19T09:00:00', text: { reason: 'Cough for a week', findings: 'Clear lungs.' } });
add({ visit_id: id(7203), patient_id: id(1002), practitioner_id: id(103), visited_at: '2026-11-20T15:15:00', text: { reason: 'Back pain' } });
add({ visit_id: id(7205), patient_id: id(1003), practitioner_id: id(106), visited_at: '2026-11-21T11:00:00', text: { reason: 'Dressing changed', plan: 'Again on Friday' } });
add({
  visit_id: id(7204), patient_id: ADA, practitioner_id: id(101), visited_at: '2026-03-02T14:00:00', status: 'signed', signed_at: '2026-03-02T14:31:00.000000Z', signed_by: 'Dr Ada Adeyemi', hash: 'aa02', is_whole: true, text: { reason: 'Knee pain after a fall' },
  strike: { row_id: id(7204), kind: 'visit', reason: 'Written for Emeka Okafor', struck_at: '2026-03-03T08:00:00.000000Z', struck_by: 'Dr Ada Adeyemi' },
});

const find = (/** @type {string} */ visitId) => {
  const one = visits.find((visit) => visit.visit_id === visitId);
  if (!one) throw refusal('record.not_found', { kind: 'visit_record' });
  mustBeOpen(one.patient_id);
  return one;
};
const nameOf = (/** @type {string} */ who) => practitioners.find((one) => one.practitioner_id === who)?.name ?? '';
const line = (/** @type {any} */ one) => ({ visit_id: one.visit_id, visited_at: one.visited_at, practitioner: nameOf(one.practitioner_id), ...one.text, diagnoses: one.text.diagnoses.map((/** @type {any} */ each) => each.title), status: one.status, signed_at: one.signed_at, struck: one.strike?.reason ?? null });
/** Their own, and what belongs to somebody who does not sign. @param {string} who */
export const waitsForMe = (who) => who === world.me.practitioner_id || !people.some((one) => one.practitioner_id === who && one.permissions.includes('record.sign'));
/** @param {string} who */
export const othersName = (who) => (who === world.me.practitioner_id ? null : nameOf(who));
const newest = (/** @type {any[]} */ list) => [...list].sort((a, b) => b.visited_at.localeCompare(a.visited_at));
const changed = (/** @type {any} */ one) => news([{ kind: 'visit_record', id: one.visit_id }, { kind: 'patient', id: one.patient_id }], true);

handle('ask:visit', ({ visit_id: visitId }) => {
  const one = find(visitId);
  const patient = patients.find((other) => other.patient_id === one.patient_id);
  const last = newest(visits.filter((other) => other.patient_id === one.patient_id && other !== one && other.visited_at <= one.visited_at && !other.strike))[0];
  return { ...one, patient: patient?.name, birth_date: patient?.birth_date ?? null, practitioner: nameOf(one.practitioner_id), vitals: ofDay(one.patient_id, one.visited_at), vaccinations: givenOn(one.patient_id, one.visited_at.slice(0, 10)), medicines: ofVisit(one.visit_id), last: last ? line(last) : null };
});
handle('ask:patient_visits', ({ patient_id: patientId, limit }) => {
  mustBeOpen(patientId);
  return { rows: newest(visits.filter((one) => one.patient_id === patientId)).slice(0, limit).map(line), next: null };
});
handle('ask:unsigned', () =>
  visits.filter((one) => one.status === 'draft' && !one.strike && waitsForMe(one.practitioner_id)).sort((a, b) => a.visited_at.localeCompare(b.visited_at)).map((one) => {
    const patient = patients.find((other) => other.patient_id === one.patient_id);
    return { visit_id: one.visit_id, patient_id: one.patient_id, patient: patient?.name, birth_date: patient?.birth_date ?? null, mrn: patient?.mrn, visited_at: one.visited_at, practitioner: othersName(one.practitioner_id) };
  }),
);

/** The record of an appointment, for its details. @param {string} appointmentId */
export const visitOf = (appointmentId) => (world.me?.permissions.includes('record.view') ? (visits.find((one) => one.appointment_id === appointmentId)?.visit_id ?? null) : null);

handle('op:start_visit', (operation) => {
  mustBeOpen(operation.patient_id);
  const { visit_id: visitId, patient_id: patientId, practitioner_id: practitionerId, appointment_id: appointmentId, text } = operation;
  const has = appointmentId && visits.find((one) => one.appointment_id === appointmentId);
  if (has) throw refusal('visit.exists', { visit_id: has.visit_id });
  add({ visit_id: visitId, patient_id: patientId, practitioner_id: practitionerId, appointment_id: appointmentId ?? null, visited_at: appointments.find((one) => one.id === appointmentId)?.starts_at ?? `${clinic.now.slice(0, 16)}:00`, text });
  changed({ visit_id: visitId, patient_id: patientId });
  return { visit_id: visitId, version: 1 };
});
/** @param {any} operation */
function draft(operation) {
  const one = find(operation.visit_id);
  if (one.strike) throw refusal('record.struck');
  if (one.status === 'signed') throw refusal('visit.signed');
  if (one.version !== operation.version) throw refusal('visit.changed_meanwhile', { by: 'S. Gupta', at: ago(1), version: one.version, theirs: one.text });
  return one;
}
handle('op:save_visit', (operation) => {
  const one = draft(operation);
  Object.assign(one, { text: whole(operation.text), version: one.version + 1 });
  changed(one);
  return { visit_id: one.visit_id, version: one.version };
});
handle('op:sign_visit', (operation) => {
  const one = draft(operation);
  if (!waitsForMe(one.practitioner_id)) throw refusal('visit.not_yours', { practitioner: nameOf(one.practitioner_id) });
  Object.assign(one, { status: 'signed', signed_at: ago(0), signed_by: world.me.name, hash: '0b5c77d1e2f39a4466aa', is_whole: true, version: one.version + 1 });
  changed(one);
  return { visit_id: one.visit_id, version: one.version };
});
handle('op:add_addendum', ({ addendum_id: addendumId, visit_id: visitId, text }) => {
  const one = find(visitId);
  const nurses = practitioners.some((who) => who.practitioner_id === one.practitioner_id && who.kind === 'nurse');
  if (!nurses && !world.me.permissions.includes('record.sign')) throw refusal('visit.not_yours_to_add', { practitioner: nameOf(one.practitioner_id) });
  one.addenda.push({ id: addendumId, text, written_at: ago(0), written_by: world.me.name });
  changed(one);
  return null;
});
handle('op:strike_visit', ({ visit_id: visitId, reason }) => {
  const one = find(visitId);
  one.strike = { row_id: visitId, kind: 'visit', reason, struck_at: ago(0), struck_by: world.me.name };
  changed(one);
  return null;
});

const keepAll = () => sessionStorage.setItem('fake.typed', JSON.stringify([...typed]));
handle('keep_typed', ({ key, text }) => {
  typed.set(`${world.me.user_id} ${key}`, { at: ago(0), text });
  keepAll();
  return null;
});
handle('typed', ({ key }) => typed.get(`${world.me.user_id} ${key}`) ?? null);
handle('forget_typed', ({ key }) => {
  typed.delete(`${world.me.user_id} ${key}`);
  keepAll();
  return null;
});

/** For the tests: somebody else writes in a draft. @param {string} visitId @param {any} text */
function visitElsewhere(visitId, text) {
  const one = visits.find((visit) => visit.visit_id === visitId);
  Object.assign(one, { text: { ...one.text, ...text }, version: one.version + 1 });
}
/** For the tests: a signed visit is no longer what was signed. @param {string} visitId */
const visitBroken = (visitId) => Object.assign(visits.find((one) => one.visit_id === visitId), { is_whole: false });
Object.assign(window, { fakeVisitElsewhere: visitElsewhere, fakeVisitBroken: visitBroken });
