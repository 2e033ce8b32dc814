// Signing in, first run, connections: what the window meets before the clinic opens.
import { boot } from './session.js';
import { handle, pace, refusal, tell } from './registry.js';
import { ago, clinic, id, people, world } from './world.js';

const query = new URLSearchParams(location.search);
const empty = { first_run: true, new_clinic: true };
/** Everybody's password here, except the sample's. */
export const PASSWORD = 'correct horse battery';
const PIN = '246810';

/** @type {any[]} */
export const connections = query.get('phase') === 'first_run' ? [] : [
  { id: 'main', name: 'Northside server', kind: 'server', path: null, hosts: ['clinic-db', 'clinic-db-2'], port: 3306, database: 'clinic', user: 'desk', tls: 'own_ca', ca_file: '/etc/clinic-desk/ca.pem', current: true, has_password: true },
  { id: 'home', name: 'Dr Adeyemi’s home visits', kind: 'file', path: '/home/desk/.local/share/clinic-desk/home-visits.clinic', hosts: [], port: 3306, database: '', user: '', tls: 'identity', ca_file: null, current: false, has_password: false },
  { id: 'sample', name: 'Sample clinic', kind: 'sample', path: null, hosts: [], port: 3306, database: '', user: '', tls: 'identity', ca_file: null, current: false, has_password: false },
];

// A clinic in a file on this computer.
if (query.has('file')) for (const one of connections) Object.assign(one, { current: one.id === 'home', has_password: one.id !== 'sample' });

const PROBLEMS = /** @type {Record<string, any>} */ ({
  away: { code: 'connection.timeout', details: { host: 'clinic-db', port: 3306, seconds: 5 } },
  older: { code: 'connection.data_older', details: { found: 3, known: 5 } },
  newer: { code: 'connection.data_newer', details: { found: 7, known: 5 } },
  problem: { code: 'connection.wrong_key', details: {} },
});

function wholeBoot() {
  const base = boot();
  const problem = PROBLEMS[world.phase];
  const connection = connections.find((one) => one.current);
  const known = connection && !/** @type {any} */ (empty)[world.phase];
  return {
    ...base, problem: problem ?? null,
    connection: (base.connection && (connection?.id === 'main' || !connection) ? base.connection : null) ?? (known || problem ? { id: connection.id, name: connection.name, kind: connection.kind, address: connection.hosts?.join(', ') || connection.path } : null),
    quick_people: query.has('nobody') ? [] : base.quick_people,
  };
}

handle('boot', wholeBoot);
handle('reconnect', () => {
  if (world.phase === 'away' && query.has('stuck')) throw refusal('store.away');
  if (world.phase === 'away') world.phase = 'sign_in';
  return wholeBoot();
});

let misses = 0;
function miss() {
  misses += 1;
  return misses >= 4 ? refusal('session.wait', { seconds: 3 }) : refusal('session.wrong_password');
}

/** @param {any} person */
function enter(person) {
  misses = 0;
  world.me = person;
  world.phase = 'open';
  return wholeBoot();
}

handle('sign_in', ({ login, password }) => {
  const person = people.find((one) => one.login === login);
  if (!person || (password !== PASSWORD && !(clinic.sample && password === 'sample'))) throw miss();
  if (login === 'silva' && !clinic.sample) {
    world.me = person;
    world.phase = 'change_password';
    return wholeBoot();
  }
  return enter(person);
});
handle('unlock', ({ password }) => {
  if (password !== PASSWORD) throw miss();
  return enter(world.me);
});
let pinMisses = 0;
handle('switch_person', ({ userId, pin }) => {
  if (pin === PIN) {
    pinMisses = 0;
    return enter(people.find((one) => one.user_id === userId));
  }
  pinMisses += 1;
  throw pinMisses >= 3 ? refusal('session.pin_password_needed') : refusal('session.wrong_pin', { left: 3 - pinMisses });
});
handle('change_password', ({ current, new: next }) => {
  if (current !== PASSWORD) throw refusal('session.wrong_password');
  if (next === 'passwordpassword') throw refusal('password.common');
  return enter(world.me);
});
handle('set_pin', ({ password, pin }) => {
  if (password !== PASSWORD) throw refusal('session.wrong_password');
  if (/^(\d)\1{5}$/.test(pin) || '0123456789'.includes(pin)) throw refusal('pin.invalid');
  world.me.pin_set = true;
  return wholeBoot();
});

// First run ---------------------------------------------------------------------------------------------------------

const wait = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

handle('start_sample', async () => {
  for (let done = 0; done <= 2000; done += 400) {
    await tell('sample_progress', { done, total: 2000 });
    await wait(query.has('fast') ? 1 : 120);
  }
  clinic.sample = true;
  world.phase = 'sign_in';
  return wholeBoot();
});
handle('leave_sample', () => {
  clinic.sample = false;
  world.phase = 'first_run';
  return wholeBoot();
});
handle('start_here', ({ name }) => {
  connections.push({ id: 'here', name, kind: 'file', path: '/home/desk/.local/share/clinic-desk/clinic.clinic', hosts: [], port: 3306, database: '', user: '', tls: 'identity', ca_file: null, current: true, has_password: true });
  world.phase = 'new_clinic';
  return wholeBoot();
});
handle('start_clinic', ({ clinic: details, login, name, password }) => {
  if (password === 'passwordpassword') throw refusal('password.common');
  Object.assign(clinic, details, { sample: false });
  Object.assign(people[1], { login, name });
  return enter(people[1]);
});

const COUNTRIES = [
  ['GB', 'United Kingdom', 'Europe/London', 'GBP', 'dmy', '24', 1, '+44', 'A4', 'given_first', 'line1,line2,city,region,postcode'],
  ['IE', 'Ireland', 'Europe/Dublin', 'EUR', 'dmy', '24', 1, '+353', 'A4', 'given_first', 'line1,line2,city,region,postcode'],
  ['DE', 'Germany', 'Europe/Berlin', 'EUR', 'dmy', '24', 1, '+49', 'A4', 'family_first', 'line1,line2,postcode,city,region'],
  ['US', 'United States', 'America/New_York', 'USD', 'mdy', '12', 7, '+1', 'Letter', 'given_first', 'line1,line2,city,region,postcode'],
  ['JP', 'Japan', 'Asia/Tokyo', 'JPY', 'ymd', '24', 7, '+81', 'A4', 'family_first', 'postcode,region,city,line1,line2'],
  ['KW', 'Kuwait', 'Asia/Kuwait', 'KWD', 'dmy', '12', 7, '+965', 'A4', 'given_first', 'line1,line2,city,region,postcode'],
];
const CURRENCIES = [['EUR', 'Euro', 2], ['GBP', 'Pound sterling', 2], ['USD', 'US dollar', 2], ['JPY', 'Japanese yen', 0], ['KWD', 'Kuwaiti dinar', 3]];

handle('country_help', ({ country }) => {
  const [code, , zone, currency, date_order, hour_cycle, week_start, phone_prefix, paper, name_order, address] = COUNTRIES.find((one) => one[0] === country) ?? COUNTRIES[0];
  return {
    proposal: {
      name: '', address_lines: [], phone: null, email: null, country: code, zone, currency, date_order, hour_cycle, week_start, phone_prefix, paper, name_order,
      address_format: String(address).split(','), patient_number_name: 'Patient no.', idle_minutes: 5, waiting_limit_minutes: 20, largest_file_mb: 20,
      opening_hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, starts: '08:00', ends: '17:00' })),
    },
    countries: COUNTRIES.map(([one, name]) => ({ code: one, name })),
    zones: Intl.supportedValuesOf('timeZone'),
    currencies: CURRENCIES.map(([one, name, decimals]) => ({ code: one, name, decimals })),
  };
});

// Connections -------------------------------------------------------------------------------------------------------

const STEPS = ['connection.name_not_found', 'connection.port_closed', 'connection.tls_refused', 'connection.wrong_password', 'connection.no_database', 'connection.missing_rights',
  'connection.too_old', 'connection.ignores_check', 'connection.wrong_charset', 'connection.wrong_sql_mode', 'connection.clock_off', 'connection.not_a_clinic'];
const FOUND = /** @type {Record<string, any>} */ ({
  'connection.name_not_found': { host: 'nowhere' }, 'connection.port_closed': { port: 3307 }, 'connection.timeout': { seconds: 5 }, 'connection.no_database': { database: 'clinic' },
  'connection.missing_rights': { rights: ['CREATE', 'REFERENCES'], database: 'clinic' }, 'connection.too_old': { version: '5.7.44', needed: '8.0.16' }, 'connection.wrong_charset': { found: 'latin1', database: 'clinic' },
  'connection.unreachable': { host: '192.168.1.20', port: 3306 }, 'connection.host_not_allowed': {}, 'connection.host_blocked': {}, 'connection.too_many': {}, 'connection.tls_needed': {}, 'connection.password_expired': { user: 'desk' },
  'connection.wrong_sql_mode': { found: 'NO_ENGINE_SUBSTITUTION' }, 'connection.clock_off': { seconds: 4210 }, 'connection.data_older': { found: 3, known: 5 }, 'connection.data_newer': { found: 7, known: 5 },
});
const DESKS = [
  { name: 'Front desk 1', version: '0.1.0', seen_at: ago(4) }, { name: 'Front desk 2', version: '0.1.0', seen_at: ago(3 * 60) },
  { name: 'Consulting room 3, upper floor', version: '0.0.9', seen_at: ago(2 * 24 * 60) },
];

/** The server's name chooses what is wrong: "port-closed", "tls-no_tls", "data-older"; anything else works. @param {any} connection */
function diagnose(connection) {
  const host = connection.kind === 'file' ? connection.path : connection.hosts[0];
  const match = /^(tls)-(?!needed)(\w+)$/.exec(host);
  const code = match ? 'connection.tls_refused' : `connection.${String(host).replaceAll('-', '_')}`;
  const wrong = match || FOUND[code] || STEPS.includes(code) || ['connection.file_not_found', 'connection.network_share', 'connection.wrong_key', 'connection.timeout', 'connection.bad_address'].includes(code);
  const data = host === 'empty' ? 'empty' : code.endsWith('data_older') ? 'older' : code.endsWith('data_newer') ? 'newer' : code.endsWith('no_database') ? 'no_database' : wrong ? null : 'ready';
  const at = STEPS.indexOf(code);
  const passed = (at < 0 ? (wrong && !data ? [] : STEPS) : STEPS.slice(0, at)).map((step) => ({ code: step, ok: true, details: {} }));
  const details = match ? { reason: match[2], certificate: 'CN=MySQL_Server_9.7.4_Auto_Generated_Server_Certificate' } : (FOUND[code] ?? {});
  return {
    ok: !wrong, steps: wrong ? [...passed, { code, ok: false, details }] : passed, latency_ms: wrong ? null : 3,
    server: wrong && at >= 0 && at < 4 ? null : connection.kind === 'file' ? null : 'MySQL 9.7.4', data, can_create: code.endsWith('no_database'), workstations: data === 'older' ? DESKS : [],
  };
}

handle('connections', () => connections);
handle('test_connection', async ({ connection, password }) => {
  await wait(pace.slow ? 0 : 60);
  if (world.phase === 'older') return diagnose({ ...connection, hosts: ['data-older'] });
  if (connection.kind === 'file') {
    const key = readKey(password);
    return diagnose(key === KEY || (!key && world.phase !== 'problem' && connections.some((one) => one.id === connection.id)) ? connection : { ...connection, path: 'wrong-key' });
  }
  return password === 'wrong' ? diagnose({ ...connection, hosts: ['wrong-password'] }) : diagnose(connection);
});
handle('create_database', ({ connection }) => diagnose({ ...connection, hosts: ['empty'] }));
/** The key that opens every clinic's file here. */
const KEY = '00112233445566778899aabbccddeeff'.repeat(2);
/** What is typed into a file's key. @param {string|null} typed */
function readKey(typed) {
  if (!typed?.trim()) return null;
  const key = typed.replace(/[\s-]/g, '').toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(key)) throw refusal('key.unreadable');
  return key;
}

handle('save_connection', ({ connection, password }) => {
  if (connection.kind === 'file') {
    const key = readKey(password);
    if (key && key !== KEY) throw refusal('connection.wrong_key');
    if (!key && !connections.some((one) => one.id === connection.id)) throw refusal('field.required', { field: 'password' });
  }
  const at = connections.findIndex((one) => one.id === connection.id);
  const saved = { ...connection, has_password: true };
  if (at < 0) connections.push(saved);
  else connections[at] = saved;
  return connections;
});
handle('remove_connection', ({ id: gone }) => {
  connections.splice(connections.findIndex((one) => one.id === gone), 1);
  return null;
});
handle('open_connection', ({ id: chosen }) => {
  for (const one of connections) one.current = one.id === chosen;
  const connection = connections.find((one) => one.current);
  world.phase = connection.hosts[0] === 'empty' ? 'new_clinic' : 'sign_in';
  clinic.sample = connection.kind === 'sample';
  return wholeBoot();
});
handle('export_connection', () => ({ saved: true }));
/** The save dialog is closed without a choice on `?closes`; with `?stays` it stands there. */
const saves = async () => {
  if (query.has('stays')) await new Promise(() => {});
  await wait(20);
  if (query.has('broken')) throw refusal('copy.failed');
  return { saved: !query.has('closes') };
};
handle('save_recovery_key', saves);
handle('save_clinic_copy', saves);
handle('read_key_file', () => {
  if (query.has('letter')) throw refusal('key.unreadable');
  return query.has('closes') ? null : KEY;
});
handle('import_connection', () => (query.has('copy') ? { id: id(9002), name: 'northside-2026-11-23', kind: 'file', path: '/home/desk/northside-2026-11-23.clinic', hosts: [], port: 3306, database: '', user: '', tls: 'identity', ca_file: null, current: false, has_password: false } : { id: id(9001), name: 'Northside server', kind: 'server', path: null, hosts: ['clinic-db'], port: 3306, database: 'clinic', user: 'desk', tls: 'identity', ca_file: null, current: false, has_password: false }));
handle('upgrade_data', async ({ userPassword }) => {
  if (userPassword !== PASSWORD) throw refusal('session.wrong_password');
  for (let done = 0; done <= 2; done += 1) {
    await tell('upgrade_progress', { done, total: 2 });
    await wait(80);
  }
  world.phase = 'sign_in';
  return wholeBoot();
});
