// Repeat requests: noted at the desk, answered by a doctor, handed over. With ?repeats there are some; else nobody asks for anything.
import { chartOf } from './records.js';
import { of } from './records-medicines.js';
import { answer, handle, news, refusal } from './registry.js';
import { ago, id, patients, world } from './world.js';

const ADA = id(1001);
/** @type {any[]} */
const requests = [];
/** @param {any} one */
const add = (one) => requests.push({ version: 1, item_ids: [], text: null, note: null, way: 'collect', status: 'waiting', reason: null, prescription_id: null, requested_at: ago(180), requested_by: 'M. Novak', by_id: id(1), answered_at: null, answered_by: null, closed_at: null, closed_by: null, ...one });
if (new URLSearchParams(location.search).has('repeats')) {
  const chen = { answered_at: ago(90), answered_by: 'Dr Wei Chen', version: 2 };
  add({ repeat_id: id(9901), patient_id: ADA, item_ids: [id(7501), id(7502)], note: 'Runs out on Friday', requested_by: 'P. Sousa', by_id: id(9) });
  add({ repeat_id: id(9902), patient_id: id(1002), text: 'The drops for the eyes', way: 'send', requested_at: ago(150) });
  add({ repeat_id: id(9903), patient_id: id(1003), text: 'The cream', requested_at: ago(1500), status: 'approved', prescription_id: id(9993), ...chen });
  add({ repeat_id: id(9904), patient_id: id(1004), text: 'Tablets for the pressure', requested_at: ago(1400), status: 'refused', reason: 'Blood values first: please book', ...chen });
}

const OPEN = ['waiting', 'approved', 'refused'];
const hasOpened = (/** @type {string} */ patientId) => ['chart', 'restricted', 'medicines'].some((what) => chartOf(patientId).open.has(`${world.me.user_id} ${what}`));
const medicine = (/** @type {any} */ line) => ({ item_id: line.item_id, medicine: line.medicine, strength: line.strength, form: line.form });

/** @param {any} one */
function line({ item_ids: ids, text, status, by_id: byId, ...one }) {
  const patient = patients.find((other) => other.patient_id === one.patient_id);
  const lines = of(one.patient_id).filter((other) => ids.includes(other.item_id));
  const seen = byId === world.me.user_id || hasOpened(one.patient_id);
  return {
    ...one, patient: patient?.name ?? '', mrn: patient?.mrn ?? '', birth_date: patient?.birth_date ?? null, phones: patient?.phone ? [{ kind: 'mobile', number: patient.phone }] : [],
    asked: seen ? { medicines: lines.map(medicine), text } : null, medicines: ids.length, in_words: Boolean(text), practitioners: [...new Set(lines.map((other) => other.practitioner))], state: status === 'approved' ? 'ready' : status,
  };
}
handle('ask:repeat_requests', ({ patient_id: patientId = null }) =>
  requests.filter((one) => (patientId ? one.patient_id === patientId : OPEN.includes(one.status))).sort((a, b) => (patientId ? b : a).requested_at.localeCompare((patientId ? a : b).requested_at)).map(line));

const waits = (/** @type {string} */ itemId) => requests.find((one) => one.status === 'waiting' && one.item_ids.includes(itemId));
handle('op:look_at_medicines', ({ patient_id: patientId }) => {
  if (chartOf(patientId).restricted) throw refusal('repeat.restricted');
  chartOf(patientId).open.add(`${world.me.user_id} medicines`);
  return null;
});
handle('ask:medicines_to_repeat', ({ patient_id: patientId }) => {
  if (!hasOpened(patientId)) throw refusal('chart.not_opened');
  return of(patientId).filter((one) => one.is_current).map((one) => ({ ...medicine(one), waiting: Boolean(waits(one.item_id)) }));
});

const told = (/** @type {any} */ one) => {
  news([{ kind: 'repeat_request', id: one.repeat_id }, { kind: 'patient', id: one.patient_id }], true);
  return { repeat_id: one.repeat_id, version: one.version };
};
handle('op:request_repeat', ({ op: _op, ...request }) => {
  const again = request.item_ids.find(waits);
  if (again) throw refusal('repeat.waiting', { item_id: again, by: waits(again).requested_by, at: ago(1) });
  add({ ...request, requested_at: ago(0), requested_by: world.me.name, by_id: world.me.user_id });
  return told(requests.at(-1));
});

/** @param {any} operation @param {string[]} from @param {any} change */
function change({ repeat_id: repeatId, version }, from, change) {
  const one = requests.find((other) => other.repeat_id === repeatId);
  if (!from.includes(one.status)) throw refusal('repeat.settled', { status: one.status, by: one.closed_by ?? one.answered_by, at: ago(1) });
  if (one.version !== version) throw refusal('record.changed_meanwhile', { by: 'S. Gupta', at: ago(1), version: one.version });
  Object.assign(one, change, { version: version + 1 });
  return told(one);
}
const answered = () => ({ answered_at: ago(0), answered_by: world.me.name });
const closed = () => ({ closed_at: ago(0), closed_by: world.me.name });
handle('op:approve_repeat', async (operation, request) => {
  const one = requests.find((other) => other.repeat_id === operation.repeat_id);
  if (one.status === 'waiting') await answer('op:write_prescription', operation.prescription, request);
  return change(operation, ['waiting'], { status: 'approved', prescription_id: operation.prescription.prescription_id, ...answered() });
});
handle('op:refuse_repeat', (operation) => change(operation, ['waiting'], { status: 'refused', reason: operation.reason, ...answered() }));
handle('op:withdraw_repeat', (operation) => change(operation, ['waiting'], { status: 'withdrawn', reason: operation.reason, ...closed() }));
handle('op:hand_over_repeat', (operation) => change(operation, ['approved', 'refused'], { status: operation.end, ...closed() }));
