// Requested tests, results that wait for a doctor, and what is made of them.
import { mustBeOpen } from './records.js';
import { files } from './records-files.js';
import { othersName, waitsForMe } from './records-visits.js';
import { handle, news, refusal } from './registry.js';
import { ago, clinic, id, patients, practitioners, world } from './world.js';

const ADA = id(1001);
const CHEN = id(103);
/** @type {any[]} */
const requests = [];
const kept = new URLSearchParams(location.search).get('files') !== 'none';
/** @param {any} one */
const add = (one) => requests.unshift({ version: 1, status: 'asked', withdrawn_reason: null, requested_at: ago(3000), requested_by: 'Dr Wei Chen', practitioner_id: CHEN, ...one });
if (kept) {
  add({ request_id: id(8901), patient_id: ADA, what: 'Kidney values', due_on: '2026-10-14', status: 'answered' });
  add({ request_id: id(8902), patient_id: id(1002), what: 'X-ray of the spine', due_on: '2026-11-02' });
  add({ request_id: id(8904), patient_id: id(1003), practitioner_id: id(101), what: 'Blood count', due_on: '2026-11-05', requested_by: 'S. Gupta' });
  add({ request_id: id(8903), patient_id: ADA, what: 'Thyroid values', due_on: '2026-12-15' });
}

const isOverdue = (/** @type {any} */ one) => one.status === 'asked' && one.due_on < clinic.today;
const about = (/** @type {any} */ one) => {
  const patient = patients.find((other) => other.patient_id === one.patient_id);
  return { patient_id: one.patient_id, patient: patient?.name ?? '', birth_date: patient?.birth_date ?? null, mrn: patient?.mrn ?? '' };
};
const find = (/** @type {string} */ requestId) => requests.find((one) => one.request_id === requestId);
const told = (/** @type {any} */ one) => news([{ kind: 'test_request', id: one.request_id }, { kind: 'patient', id: one.patient_id }], true);

handle('ask:test_requests', ({ patient_id: patientId }) => {
  mustBeOpen(patientId);
  return requests.filter((one) => one.patient_id === patientId).map((one) => ({ ...one, overdue: isOverdue(one), practitioner: practitioners.find((who) => who.practitioner_id === one.practitioner_id)?.name ?? '' }));
});
handle('ask:to_review', () => ({
  results: files.filter((one) => one.ordered_by && waitsForMe(one.ordered_by) && !one.review && !one.struck).map((one) => ({ ...about(one), file_id: one.file_id, dated_on: one.dated_on, added_at: one.added_at, added_by: one.added_by, practitioner: othersName(one.ordered_by) })).reverse(),
  overdue: requests.filter((one) => waitsForMe(one.practitioner_id) && isOverdue(one)).map((one) => ({ ...about(one), request_id: one.request_id, due_on: one.due_on, practitioner: othersName(one.practitioner_id) })).sort((a, b) => a.due_on.localeCompare(b.due_on)),
}));
handle('op:request_test', ({ op: _op, ...request }) => {
  add({ ...request, requested_at: ago(0), requested_by: world.me.name });
  told(requests[0]);
  return null;
});
handle('op:withdraw_test', ({ request_id: requestId, reason }) => {
  const one = find(requestId);
  if (one.status !== 'asked') throw refusal('request.settled', { status: one.status });
  Object.assign(one, { status: 'withdrawn', withdrawn_reason: reason, version: one.version + 1 });
  told(one);
  return null;
});
handle('op:review_result', ({ file_id: fileId, outcome, note, request_id: requestId }) => {
  const one = files.find((file) => file.file_id === fileId);
  if (one.review) throw refusal('result.reviewed', { by: one.review.by, on: clinic.today });
  one.review = { outcome, note, by: world.me.name, at: ago(0) };
  answer(requestId, one);
  news([{ kind: 'file', id: fileId }], true);
  return null;
});

/** @param {string | null} requestId @param {any} file */
export function answer(requestId, file) {
  const one = requestId && find(requestId);
  if (!one) return;
  one.status = 'answered';
  Object.assign(file, { request: one.what, practitioner: 'Dr Wei Chen', ordered_by: one.practitioner_id });
  told(one);
}
