// The invented clinic which the fake app serves: people, rooms, services, patients. What the screens change is changed
// here, so that a story can be played through. Deterministic: the same page shows the same day.
import { uuid7 } from '../../src/ipc.js';

const query = new URLSearchParams(location.search);

/** @param {number} n */
export const id = (n) => `01934f00-0000-7000-8000-${String(n).padStart(12, '0')}`;
export { uuid7 };

/** A story of another hour: ?now=2026-11-23T18:05:00 */
export const NOW = query.get('now') ?? '2026-11-23T10:47:00';

/** Milliseconds of the clinic's clock: it stands at NOW (London in November is UTC) and runs on. */
const started = Date.now();
export const clock = () => Date.parse(`${NOW}Z`) + (Date.now() - started);
export const wallNow = () => new Date(clock()).toISOString().slice(0, 19);
/** An instant this many minutes ago. @param {number} minutes */
export const ago = (minutes) => `${new Date(clock() - minutes * 60_000).toISOString().slice(0, 23)}000Z`;

const weekdays = [1, 2, 3, 4, 5];

export const clinic = {
  version: 3, sample: query.has('sample'), name: 'Northside Clinic', address_lines: ['14 Alder Street', 'Northside', 'NS2 4QT'], phone: '+44 20 7946 0100',
  email: 'desk@northside.example', country: 'IE', zone: 'Europe/London', currency: 'EUR', currency_decimals: 2, date_order: 'dmy',
  hour_cycle: '24', week_start: 1, phone_prefix: '+44', paper: 'A4', name_order: 'given_first',
  address_format: ['line1', 'line2', 'city', 'region', 'postcode'], patient_number_name: 'Patient no.', idle_minutes: 5, waiting_limit_minutes: 20, largest_file_mb: 20,
  opening_hours: weekdays.map((weekday) => ({ weekday, starts: '08:00', ends: '17:30' })),
  get today() { return wallNow().slice(0, 10); },
  get now() { return wallNow(); },
};

const desk = ['appointment.view', 'appointment.book', 'appointment.overbook', 'appointment.export', 'appointment.status', 'patient.view', 'patient.edit', 'alert.desk', 'allergy.record', 'allergy.look', 'file.attach', 'catalogue.view', 'history.record'];
/** Who takes money. */
const money = ['billing.view', 'billing.invoice', 'billing.pay'];
const accounts = [...money, 'billing.correct', 'billing.write_off', 'billing.reports', 'billing.lock', 'work.reports', 'billing.rules'];
/** Who keeps the calendar's rules. */
const rules = ['schedule.edit'];
const nursing = [...desk, 'alert.clinical', 'record.view', 'record.write', 'record.vitals', 'record.seen'];
const ALL = [...desk, ...accounts, 'schedule.edit', 'alert.clinical', 'record.seen', 'patient.restrict', 'catalogue.edit', 'medicine.edit', 'clinic.edit', 'people.edit', 'permission.edit', 'history.view', 'security.view', 'work.glance'];

export const people = [
  { user_id: id(1), login: 'novak', name: 'M. Novak', roles: ['receptionist'], permissions: [...desk, ...rules, ...money], practitioner_id: null, pin_set: true },
  { user_id: id(2), login: 'admin', name: 'R. Lindqvist', roles: ['admin'], permissions: ALL, practitioner_id: null, pin_set: false },
  { user_id: id(3), login: 'chen', name: 'Dr Wei Chen', roles: ['doctor'], permissions: [...nursing, 'record.sign', 'patient.restrict', 'prescription.write', 'letter.write', 'medicine.edit'], practitioner_id: id(103), pin_set: true },
  { user_id: id(4), login: 'gupta', name: 'S. Gupta', roles: ['nurse'], permissions: nursing, practitioner_id: id(106), pin_set: true },
  { user_id: id(5), login: 'silva', name: 'T. Silva', roles: ['accountant'], permissions: ['appointment.view', 'patient.view', 'catalogue.view', ...accounts], practitioner_id: null, pin_set: false },
];

/** @param {number} n @param {string} kind @param {string} name @param {string} short @param {number|null} room @param {string[][]} spans */
const practitioner = (n, kind, name, short, room, spans) => ({
  practitioner_id: id(n), version: 1, kind, name, short_name: short, user_id: people.find((one) => one.practitioner_id === id(n))?.user_id ?? null,
  room_id: room ? id(room) : null, specialty_ids: [id(kind === 'nurse' ? 304 : 301)], active: true,
  hours: weekdays.flatMap((weekday) => spans.map(([starts, ends]) => ({ weekday, starts, ends }))),
});

const day = [['08:00', '12:30'], ['13:30', '17:00']];
const late = [['09:00', '13:00'], ['14:00', '17:30']];

export const practitioners = [
  practitioner(101, 'doctor', 'Dr Ada Adeyemi', 'Dr Adeyemi', 201, day),
  practitioner(102, 'doctor', 'Dr Luca Bianchi', 'Dr Bianchi', 202, day),
  practitioner(103, 'doctor', 'Dr Wei Chen', 'Dr Chen', 203, [['08:30', '12:00'], ['13:00', '16:30']]),
  practitioner(104, 'doctor', 'Dr Camille Dubois', 'Dr Dubois', 204, late),
  practitioner(105, 'doctor', 'Dr Nils Eriksen', 'Dr Eriksen', 205, late),
  practitioner(106, 'nurse', 'Nurse Sunita Gupta', 'Nurse Gupta', 206, [['08:30', '12:30'], ['13:15', '16:45']]),
  practitioner(107, 'doctor', 'Dr Wolfeschlegelsteinhausenbergerdorff', 'Dr Wolfeschlegelsteinhausen', 207, day),
  practitioner(108, 'therapist', 'Amara Oyelaran', 'A. Oyelaran', 208, day),
  practitioner(109, 'doctor', 'Dr Rosalind Featherstonehaugh', 'Dr Featherstonehaugh', 209, late),
  practitioner(110, 'assistant', 'Jonas Weber', 'J. Weber', null, day),
].slice(0, Number(query.get('columns') ?? 6));

export const rooms = ['Room 1', 'Room 2', 'Room 3', 'Room 4', 'Room 5', 'Treatment', 'Room 6', 'Therapy', 'Room 7 (upper floor, by the stairs)'].map((name, i) => ({
  room_id: id(201 + i), version: 1, name, kind: i === 5 ? 'Treatment' : 'Consulting', capacity: i === 5 ? 2 : 1, active: true,
}));
export const specialties = ['General practice', 'Cardiology', 'Dermatology', 'Nursing'].map((name, i) => ({ specialty_id: id(301 + i), version: 1, name, active: true }));

export const services = [
  ['Follow-up', 15, 4500], ['New patient', 30, 8000], ['Check-up', 20, 6000], ['Blood test', 10, 2500], ['Vaccination', 15, 3000], ['ECG', 20, 5500],
  ['Dressing change', 15, 2000], ['Skin check', 25, 7000], ['Travel advice', 20, 4000], ['Long consultation', 45, 12000], ['Spirometry', 30, 6500], ['Driver’s medical', 40, 11000],
].map(([name, minutes, price], i) => ({
  service_id: id(401 + i), version: 1, code: null, name: /** @type {string} */ (name), minutes: /** @type {number} */ (minutes), price_minor: /** @type {number} */ (price),
  /** @type {any[]} */ prices: [], practitioner_ids: i === 6 ? [id(106)] : [], active: true,
}));

export const STANDARD = '00000000-0000-0000-0000-000000000001';
const withLists = query.has('lists');
export const price_lists = [
  { price_list_id: STANDARD, version: 1, name: 'Standard', active: true, standard: true },
  ...(withLists ? [{ price_list_id: id(601), version: 1, name: 'Staff and family', active: true, standard: false }, { price_list_id: id(602), version: 2, name: 'Alder Insurance 2025', active: false, standard: false }] : []),
];
if (withLists) {
  services[0].prices.push({ price_list_id: id(601), valid_from: '2026-01-01', valid_to: '2026-12-31', price_minor: 2000 }, { price_list_id: STANDARD, valid_from: '2027-01-01', valid_to: null, price_minor: 5200 });
}

/** The patient's list on the day, then the standard one, then the price without dates. @param {any} service @param {string} list @param {string} day */
export function priceAt(service, list, day) {
  const holds = (/** @type {string} */ wanted) => service.prices.find((/** @type {any} */ one) => one.price_list_id === wanted && one.valid_from <= day && day <= (one.valid_to ?? '9999') && price_lists.some((known) => known.price_list_id === wanted && known.active));
  const found = holds(list) ?? holds(STANDARD);
  return { price_minor: found?.price_minor ?? service.price_minor, price_list: price_lists.find((one) => one.price_list_id === (found?.price_list_id ?? STANDARD)) };
}
export const identifier_types = [{ identifier_type_id: id(501), version: 1, name: 'Health number', issuer: null, active: true }, { identifier_type_id: id(502), version: 1, name: 'Passport', issuer: null, active: true }];

/** [given, family, birth, sex, phone, allergy, alert] */
const PATIENTS = [
  ['Ada', 'Okafor', '1980-03-14', 'female', '+44 20 7946 0102', 'Penicillin', null], ['Jan', 'Kowalski', '1958-11-02', 'male', '+44 20 7946 0113', null, null],
  ['Luis', 'García Márquez', '1991-06-30', 'male', '+44 7700 900152', null, 'Wheelchair: use the ramp entrance'], ['Luis', 'García', '1969-01-19', 'male', '+44 7700 900127', 'Latex', null],
  ['Sara', 'Rossi', '2001-09-08', 'female', '+44 7700 900188', null, null], ['John', 'Smith', '1947-05-23', 'male', '+44 20 7946 0144', null, 'Hard of hearing: speak to the left side'],
  ['Lan', 'Nguyễn', '1985-12-01', 'female', '+44 7700 900101', null, null], ['Eva', 'Müller', '1973-07-17', 'female', '+44 7700 900164', 'Aspirin, ibuprofen', null],
  ['Asha', 'Patel', '1995-04-04', 'female', '+44 7700 900139', null, null], ['Thandiwe', 'Mbeki', '2024-08-11', 'female', '+44 7700 900171', null, null],
  ['Mehmet', 'Yılmaz', '1988-02-27', 'male', '+44 7700 900119', null, null], ['Siobhán', 'Ó Súilleabháin', '1962-10-09', 'female', '+44 20 7946 0157', null, null],
  ['Wolfgang Amadeus Maximilian', 'Wolfeschlegelsteinhausenbergerdorff-Zimmermann', '1979-01-05', 'male', '+44 7700 900143', 'Sulfonamides', null],
  ['Yuki', '田中', '1990-05-16', 'other', '+44 7700 900175', null, null], ['Fatima', 'al-Zahrani', '1983-08-21', 'female', '+44 7700 900112', null, null],
  ['', 'Suharto', '1971-03-03', 'male', '+44 7700 900167', null, null], ['Olena', 'Шевченко', '1999-11-29', 'female', '+44 7700 900181', null, null],
  ['Pedro', 'Fernández de Córdoba y Álvarez de las Asturias', '1954-06-12', 'male', '+44 20 7946 0138', null, null], ['Grace', "O'Connor", '2018-02-14', 'female', '+44 7700 900149', 'Peanuts', null],
  ['Emeka', 'Okafor', '1977-09-25', 'male', '+44 7700 900192', null, null], ['Ingrid', 'Sørensen', '1966-12-24', 'female', '+44 7700 900104', null, null],
  ['Ben', 'Cohen', '2010-07-07', 'male', '+44 7700 900158', null, null], ['Priya', 'Raman', '1993-10-31', 'female', '+44 7700 900126', null, null], ['Tomasz', 'Wiśniewski', '1981-04-18', 'male', '+44 7700 900133', null, null],
];

export const patients = PATIENTS.map(([given, family, birth, sex, phone, allergy, alert], i) => ({
  patient_id: id(1001 + i), version: 1, mrn: `MRN${100480 + i}`, given: given || null, family, preferred: null, birth_date: birth, birth_estimated: false, sex: sex ?? 'unknown',
  name: given ? `${family}, ${given}` : `${family}`, died_on: null, phone, allergy, alert,
}));

/** @type {import('../../src/wire-types.js').DayAppointment[]} */
export const appointments = [];

/** Leave, holidays, blocks. @type {import('../../src/wire-types.js').Exception[]} */
export const exceptions = [];

export const world = {
  id, clinic, people, practitioners, rooms, specialties, services, identifier_types, patients, appointments, exceptions,
  /** Who is signed in. @type {any} */
  me: people.find((one) => one.login === (query.get('as') ?? 'novak')) ?? people[0],
  phase: query.get('phase') ?? 'open',
};
