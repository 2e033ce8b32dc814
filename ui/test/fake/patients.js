// Patients: search, pages, look-alikes, register and edit, alerts. 2,000 of many naming traditions, all invented.
import { alertsOf } from './alerts.js';
import { banner, isRestricted } from './records.js';
import { handle, news, refusal } from './registry.js';
import { ago, clinic, id, identifier_types, patients, price_lists, world } from './world.js';

const GIVEN = ['Amina', 'Björn', 'Chiara', 'Dilan', 'Esther', 'François', 'Giulia', 'Hamza', 'Ieva', 'José', 'Katarzyna', 'Lwazi', 'Mei', 'Ngozi', 'Oisín', 'Paulo', 'Quỳnh', 'Rania', 'Søren', 'Tariq', 'Uma', 'Vera', 'Władysław', 'Xin', 'Zoë'];
const FAMILY = ['Abubakar', 'Brânză', 'Chowdhury', 'Dąbrowski', 'Eze', 'Fernandes', 'Gutiérrez', 'Hansen', 'Ivanova', 'Jónsdóttir', 'Kovács', 'Lefèvre', 'MacGregor', 'Novák', 'Okafor', 'Petrović', 'Quispe', 'Ramírez', 'Šimek', 'Tran', 'Ünal', 'van der Berg', 'Wójcik', 'Yamamoto', 'Zhang'];
const EMPTY = { title: null, given: null, family: null, second_family: null, preferred: null };

/** @type {Map<string, any>} patient id → {version, mrn, details} */
const records = new Map();

for (let i = 0; patients.length < 2000; i += 1) {
  const [given, family] = [GIVEN[(i * 7) % 25], FAMILY[(i * 11 + Math.floor(i / 25)) % 25]];
  patients.push(/** @type {any} */ ({
    patient_id: id(2000 + i), version: 1, mrn: `MRN${101000 + i}`, given, family, preferred: null, birth_date: `${1932 + ((i * 37) % 92)}-${String(1 + (i % 12)).padStart(2, '0')}-${String(1 + ((i * 5) % 28)).padStart(2, '0')}`,
    birth_estimated: i % 41 === 0, sex: ['female', 'male', 'female', 'male', 'unknown'][i % 5], name: `${family}, ${given}`, died_on: i % 97 === 50 ? '2025-02-11' : null, phone: `+44 7700 9${String(10000 + i).slice(-5)}`, allergy: null, alert: null,
  }));
}

/** @param {any} one */
function record(one) {
  let known = records.get(one.patient_id);
  if (!known) {
    const isAda = one.mrn === 'MRN100480';
    known = {
      version: one.version, mrn: one.mrn, patient_id: one.patient_id, registered_at: ago(400 * 1440), registered_by: 'M. Novak',
      details: {
        names: { ...EMPTY, given: one.given, family: one.family, preferred: one.preferred }, birth_date: one.birth_date, birth_estimated: one.birth_estimated, died_on: one.died_on, sex: one.sex, gender: null,
        phones: one.phone ? [{ kind: 'mobile', number: one.phone }, ...(isAda ? [{ kind: 'work', number: '020 7946 0177 ext. 4' }] : [])] : [], email: isAda ? 'ada.okafor@mail.example' : null, language: isAda ? 'Igbo, English' : null,
        note: isAda ? 'Prefers mornings. Daughter Ngozi often calls for her.' : null, reminders_allowed: true,
        addresses: isAda ? [{ kind: 'home', primary: true, line1: '22 Harbour Row', line2: 'Flat 3', city: 'Northside', region: null, postcode: 'NS4 7PL', country: null }, { kind: 'billing', primary: false, line1: 'c/o Okafor & Daughters, 5 Quay Street', line2: null, city: 'Northside', region: null, postcode: 'NS1 1AA', country: null }] : [],
        identifiers: isAda ? [{ type_id: identifier_types[0].identifier_type_id, value: '943 476 5919', issuer: null, valid_until: '2028-06-30' }] : [],
        price_list_id: one.mrn === 'MRN100494' && price_lists.length > 1 ? price_lists[1].price_list_id : null, payer_id: null, member_number: null,
      },
    };
    records.set(one.patient_id, known);
  }
  return known;
}

/** @param {string} patientId */
export const detailsOf = (patientId) => record(find(patientId)).details;
const find = (/** @type {string} */ patientId) => patients.find((one) => one.patient_id === patientId);
const fold = (/** @type {string} */ text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/ł/g, 'l').replace(/ø/g, 'o').replace(/ı/g, 'i');
const digits = (/** @type {string | null} */ text) => (text ?? '').replace(/\D/g, '').replace(/^(44|0)/, '');
const typedDate = (/** @type {string} */ iso) => [iso, `${iso.slice(8)}/${iso.slice(5, 7)}/${iso.slice(0, 4)}`, `${Number(iso.slice(8))}.${Number(iso.slice(5, 7))}.${iso.slice(0, 4)}`];

/** @param {any} one */
export function line(one) {
  const mine = world.appointments.filter((appointment) => appointment.patient_id === one.patient_id && appointment.status !== 'cancelled').map((appointment) => appointment.starts_at).sort();
  return {
    patient_id: one.patient_id, mrn: one.mrn, name: one.name, family: one.family, given: one.given, preferred: one.preferred, birth_date: one.birth_date, birth_estimated: one.birth_estimated, sex: one.sex,
    phone: one.phone, died_on: one.died_on, last_visit: mine.filter((at) => at < clinic.now).at(-1) ?? (Number(one.mrn.slice(-2)) % 3 ? `2026-${String(2 + (Number(one.mrn.slice(-1)) % 9)).padStart(2, '0')}-1${one.mrn.slice(-1)}T09:${one.mrn.slice(-1)}0:00`.replace(/:[6-9]0:/, ':30:') : null),
    next_visit: mine.find((at) => at >= clinic.now) ?? null,
  };
}

/** Every typed word begins a name, number, phone or birth date of the patient. @param {string} text */
function search(text) {
  const wanted = fold(text).split(/[\s,]+/).filter(Boolean);
  return patients.filter((one) => {
    const names = fold(`${one.given ?? ''} ${one.family ?? ''} ${one.preferred ?? ''} ${one.mrn} ${one.mrn.slice(3)}`).split(/[\s'-]+/);
    const phone = digits(one.phone);
    const born = one.birth_date ? typedDate(one.birth_date) : [];
    const ids = records.get(one.patient_id)?.details.identifiers.map((/** @type {any} */ row) => digits(row.value)) ?? [];
    return wanted.every((word) => names.some((name) => name.startsWith(word)) || (/^\+?\d{3,}$/.test(word) && (phone.includes(digits(word)) || ids.includes(digits(word)))) || born.some((date) => date.startsWith(word)));
  });
}

const sorted = (/** @type {any[]} */ list) => list.sort((a, b) => fold(a.name).localeCompare(fold(b.name)));

record(patients[0]);
handle('ask:find_patients', ({ text, limit }) => sorted(search(text)).slice(0, limit).map(line));
handle('ask:patients_page', ({ text, offset, limit }) => {
  const rows = sorted(text ? search(text) : [...patients]);
  return { rows: rows.slice(offset, offset + limit).map(line), total: rows.length, total_is_capped: false };
});
handle('ask:look_alikes', ({ names, birth_date: born, phone, but_not: not }) =>
  patients
    .filter((one) => one.patient_id !== not)
    .map((one) => {
      const why = [
        ...(names.family && fold(one.family ?? '') === fold(names.family) && (!names.given || fold(one.given ?? '').startsWith(fold(names.given).slice(0, 3))) ? ['name'] : []),
        ...(born && one.birth_date === born ? ['birth_date'] : []),
        ...(phone && digits(one.phone).length > 5 && digits(one.phone) === digits(phone) ? ['phone'] : []),
      ];
      return { ...line(one), why };
    })
    .filter((one) => one.why.includes('name') || one.why.includes('phone'))
    .slice(0, 5),
);
handle('ask:patient', ({ id: wanted }) => {
  const one = find(wanted);
  if (!one) throw refusal('patient.not_found');
  const gone = (/** @type {(one: any) => boolean} */ which) => world.appointments.filter((other) => other.patient_id === wanted && which(other));
  const noShows = gone((other) => other.status === 'no_show');
  const year = noShows.filter((other) => other.starts_at >= `${Number(clinic.today.slice(0, 4)) - 1}${clinic.today.slice(4)}`);
  const late = one.mrn === 'MRN100480' ? 1 : 0;
  return { name: one.name, missed: { no_shows: noShows.length, no_shows_year: year.length, late_cancels: late, late_cancels_year: late }, allergies: banner(wanted), restricted: isRestricted(wanted), next_visit: line(one).next_visit, ...record(one), alerts: alertsOf(wanted), version: record(one).version };
});

/** @param {any} one @param {any} details */
function apply(one, details) {
  const { given, family, preferred } = details.names;
  Object.assign(one, {
    given: given ?? null, family: family ?? null, preferred: preferred ?? null, birth_date: details.birth_date ?? null, birth_estimated: details.birth_estimated, sex: details.sex, died_on: details.died_on ?? null,
    phone: details.phones[0]?.number ?? null, name: [family, given].filter(Boolean).join(', '),
  });
}

/** @param {any} details @param {string} but */
function checkIdentifiers(details, but) {
  for (const row of details.identifiers) {
    const owner = [...records.values()].find((one) => one.patient_id !== but && one.details.identifiers.some((/** @type {any} */ other) => other.type_id === row.type_id && digits(other.value) === digits(row.value)));
    if (owner) throw refusal('patient.identifier_taken', { type: identifier_types.find((type) => type.identifier_type_id === row.type_id)?.name, value: row.value, mrn: owner.mrn });
  }
}

handle('op:register_patient', ({ patient_id: patientId, details }) => {
  checkIdentifiers(details, patientId);
  const one = { patient_id: patientId, version: 1, mrn: `MRN${103000 + patients.length - 2000}`, allergy: null, alert: null };
  apply(one, details);
  patients.push(/** @type {any} */ (one));
  Object.assign(record(one), { details, registered_at: ago(0), registered_by: world.me.name });
  news([{ kind: 'patient', id: patientId }], true);
  return { patient_id: patientId, mrn: one.mrn, version: 1 };
});
handle('op:edit_patient', ({ patient_id: patientId, version, details }) => {
  const one = find(patientId);
  if (!one) throw refusal('patient.not_found');
  const known = record(one);
  if (known.version !== version) throw refusal('patient.changed_meanwhile', { by: 'B. Silva', at: ago(1), version: known.version, theirs: known.details });
  checkIdentifiers(details, patientId);
  known.details = details;
  known.version += 1;
  apply(one, details);
  news([{ kind: 'patient', id: patientId }], true);
  return { version: known.version };
});
/** For the tests: somebody at another desk saves this patient. @param {string} patientId @param {any} change @param {{quiet?: boolean}} [options] */
export function elsewhere(patientId, change, { quiet = false } = {}) {
  const known = record(find(patientId));
  known.details = { ...known.details, ...change, names: { ...known.details.names, ...change.names } };
  known.version += 1;
  apply(find(patientId), known.details);
  if (!quiet) news([{ kind: 'patient', id: patientId }]);
}
Object.assign(window, { fakeElsewhere: elsewhere });
