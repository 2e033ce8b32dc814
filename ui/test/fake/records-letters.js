// Referrals and sick notes on charts.
import { mustBeOpen } from './records.js';
import { handle, news, refusal } from './registry.js';
import { clinic, id, practitioners, world } from './world.js';

const ADA = id(1001);
/** @type {any[]} */
const lines = [];
const blank = { addressee: null, text: null, diagnosis: null, from: null, until: null, visit_id: null, visited_at: null, struck: null, practitioner_id: id(103), practitioner: 'Dr Wei Chen', written_by: 'Dr Wei Chen' };
/** @type {Record<string, number>} */
const counted = { referral: 0, sick_note: 0 };
const PREFIX = { referral: 'REF-2026', sick_note: 'SICK-2026' };

/** @param {any} one */
function add(one) {
  counted[one.kind] += 1;
  const number = `${PREFIX[/** @type {'referral'} */ (one.kind)]}-${String(counted[one.kind]).padStart(5, '0')}`;
  lines.unshift({ ...blank, letter_id: id(7900 + lines.length), number, written_on: clinic.today, ...one });
  return lines[0];
}
if (new URLSearchParams(location.search).get('letters') !== 'none') {
  add({ patient_id: ADA, kind: 'referral', written_on: '2026-03-02', addressee: 'Knee clinic, City Hospital', text: 'Fell on the stairs.', struck: 'Written for Emeka Okafor' });
  add({ patient_id: ADA, kind: 'sick_note', written_on: '2026-03-03', from: '2026-03-03', until: '2026-03-05', text: 'No lifting in the week after.' });
  add({ patient_id: ADA, kind: 'referral', written_on: '2026-09-17', addressee: 'Dr Marta Lind\nCardiology, City Hospital', text: 'High blood pressure for seven years, well controlled.\nPlease take an echocardiogram and tell us what you find.', diagnosis: 'Essential (primary) hypertension', visit_id: id(7201), visited_at: '2026-09-17T10:30:00' });
}
/** @param {string} letterId */
export const letterOf = (letterId) => lines.find((one) => one.letter_id === letterId);
const told = (/** @type {any} */ one) => news([{ kind: 'letter', id: one.letter_id }, { kind: 'patient', id: one.patient_id }], true);

handle('ask:patient_letters', ({ patient_id: patientId }) => {
  mustBeOpen(patientId);
  return lines.filter((one) => one.patient_id === patientId);
});
handle('op:write_letter', ({ op: _op, ...rest }) => {
  mustBeOpen(rest.patient_id);
  const practitioner = practitioners.find((one) => one.practitioner_id === rest.practitioner_id);
  if (practitioner?.user_id && practitioner.user_id !== world.me.user_id) throw refusal('letter.not_yours', { practitioner: practitioner.name });
  const one = add({ ...rest, practitioner: practitioner?.name ?? '', written_by: world.me.name, visited_at: rest.visit_id ? `${clinic.today}T09:00:00` : null });
  told(one);
  return { letter_id: one.letter_id, number: one.number };
});
handle('op:strike_letter', ({ letter_id: letterId, reason }) => {
  const one = letterOf(letterId);
  if (one.struck) throw refusal('record.struck');
  one.struck = reason;
  told(one);
  return null;
});
