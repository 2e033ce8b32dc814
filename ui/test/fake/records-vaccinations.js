// Vaccinations, and who received a batch.
import { chartOf, mustBeOpen } from './records.js';
import { handle, news, refusal } from './registry.js';
import { ago, clinic, id, patients, people, world } from './world.js';

const ADA = id(1001);
/** @type {any[]} */
const lines = [];
const blank = { status: 'given', dose_number: null, batch: null, expires_on: null, expired_reason: null, site: null, given_by: null, given_elsewhere: null, refused_reason: null, visit_id: null, struck: null };

/** @param {string} patientId @param {any} one */
const add = (patientId, one) => lines.unshift({ ...blank, vaccination_id: id(7800 + lines.length), patient_id: patientId, entered_at: ago(60), entered_by: 'Dr Wei Chen', entered_by_id: id(9), ...one });
const kept = new URLSearchParams(location.search).get('vaccinations') !== 'none';
if (kept) {
  add(ADA, { vaccine: 'Measles, mumps, rubella', given_on: '1981-05-04', given_elsewhere: 'Vaccination card of 1980' });
  add(ADA, { vaccine: 'Tetanus and diphtheria', dose_number: 3, given_on: '2019-04-02', batch: 'TD-0871', expires_on: '2019-03-31', expired_reason: 'The maker had prolonged it', site: 'left_arm', given_by: 'Dr Wei Chen' });
  add(ADA, { vaccine: 'Influenza', given_on: '2025-10-14', batch: 'FLU25-118', expires_on: '2026-06-30', site: 'right_arm', given_by: 'Dr Wei Chen', struck: 'Her husband’s' });
  add(ADA, { vaccine: 'Shingles', given_on: '2026-03-02', status: 'refused', refused_reason: 'Wants to read about it first' });
  add(ADA, { vaccine: 'Influenza', given_on: '2026-10-12', batch: 'FLU26-204', expires_on: '2027-06-30', site: 'left_arm', given_by: 'Dr Wei Chen', visit_id: id(7201) });
  add(id(1003), { vaccine: 'Influenza', given_on: '2026-10-13', batch: 'flu26 204', expires_on: '2027-06-30', site: 'left_arm', given_by: 'Dr Wei Chen' });
}

/** @param {string} patientId @param {string} day */
export const givenOn = (patientId, day) => lines.filter((one) => one.patient_id === patientId && one.given_on === day && !one.struck);

const key = (/** @type {string} */ batch) => batch.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
const received = (/** @type {string} */ batch) => lines.filter((one) => one.batch && key(one.batch) === key(batch) && !one.struck).reverse();
/** Who looked up whom. @type {Set<string>} */
const looked = new Set();
const told = (/** @type {any} */ one) => news([{ kind: 'vaccination', id: one.vaccination_id }, { kind: 'patient', id: one.patient_id }], true);

handle('ask:vaccinations', ({ patient_id: patientId }) => {
  mustBeOpen(patientId);
  return lines.filter((one) => one.patient_id === patientId).sort((a, b) => b.given_on.localeCompare(a.given_on));
});
handle('ask:vaccines_in_use', () => (kept ? [{ vaccine: 'Influenza', batch: 'FLU26-204', expires_on: '2027-06-30' }] : []));
handle('op:enter_vaccination', (operation) => {
  const { confirmed, refused, given_by: by, op: _op, ...rest } = operation;
  const born = patients.find((one) => one.patient_id === operation.patient_id)?.birth_date;
  if (rest.given_on > clinic.today) throw refusal('field.out_of_range', { field: 'given_on', max: clinic.today });
  if (born && rest.given_on < born) throw refusal('field.out_of_range', { field: 'given_on', min: born });
  if (rest.expires_on && rest.expires_on < rest.given_on && !rest.expired_reason) throw refusal('vaccination.expired', { expires_on: rest.expires_on });
  const twice = lines.find((one) => one.patient_id === rest.patient_id && one.given_on === rest.given_on && one.status === 'given' && !one.struck && one.vaccine.toLowerCase() === rest.vaccine.toLowerCase());
  if (twice && !refused && !confirmed) throw refusal('vaccination.again', { on: rest.given_on, by: twice.entered_by });
  add(rest.patient_id, { ...rest, status: refused ? 'refused' : 'given', given_by: people.find((one) => one.user_id === by)?.name ?? null, entered_at: ago(0), entered_by: world.me.name, entered_by_id: world.me.user_id });
  told(lines[0]);
  return null;
});
handle('op:strike_vaccination', ({ vaccination_id: rowId, reason }) => {
  const one = lines.find((line) => line.vaccination_id === rowId);
  if (one.struck) throw refusal('record.struck');
  one.struck = reason;
  told(one);
  return null;
});
handle('op:look_up_batch', ({ batch }) => {
  for (const one of received(batch)) {
    looked.add(`${world.me.user_id} ${one.patient_id}`);
    chartOf(one.patient_id).seen.unshift({ at: ago(0), who: world.me.name, workstation: 'Front desk 1', what: 'batch', reason: null, patient_id: one.patient_id, patient: '', mrn: '' });
  }
  return null;
});
handle('ask:batch', ({ batch }) => {
  const rows = received(batch);
  if (rows.some((one) => !looked.has(`${world.me.user_id} ${one.patient_id}`))) throw refusal('chart.not_opened');
  return rows.map((one) => {
    const patient = patients.find((other) => other.patient_id === one.patient_id);
    return { ...one, mrn: patient?.mrn, name: patient?.name, birth_date: patient?.birth_date ?? null, died_on: null, phones: patient?.phone ? [{ kind: 'mobile', number: patient.phone }] : [] };
  });
});
