// Admin and the setup list: people, the clinic's lists, permissions, history, security. What is changed is changed here.
import { handle, news, refusal } from './registry.js';
import { ago, clinic, id, identifier_types, people, practitioners, rooms, services, specialties, world } from './world.js';

const query = new URLSearchParams(location.search);

/** What the permissions really are called. */
const PERMISSIONS = /** @type {[string, string[]][]} */ ([
  ['appointment.view', ['admin', 'receptionist', 'doctor', 'nurse', 'accountant']], ['appointment.book', ['admin', 'receptionist', 'doctor', 'nurse']],
  ['appointment.overbook', ['admin', 'receptionist', 'doctor']], ['appointment.export', ['admin', 'receptionist', 'doctor', 'nurse']], ['appointment.status', ['admin', 'receptionist', 'doctor', 'nurse']],
  ['patient.view', ['admin', 'receptionist', 'doctor', 'nurse', 'accountant']], ['patient.edit', ['admin', 'receptionist', 'doctor', 'nurse']],
  ['alert.clinical', ['doctor', 'nurse']], ['alert.desk', ['admin', 'receptionist', 'doctor', 'nurse']], ['catalogue.view', ['admin', 'receptionist', 'doctor', 'nurse', 'accountant']],
  ['note_template.use', ['admin', 'doctor', 'nurse']], ['note_template.edit', ['admin']], ['catalogue.edit', ['admin']], ['billing.view', ['admin', 'receptionist', 'accountant']], ['billing.invoice', ['admin', 'receptionist', 'accountant']], ['billing.pay', ['admin', 'receptionist', 'accountant']],
  ['billing.correct', ['admin', 'accountant']], ['billing.write_off', ['admin', 'accountant']], ['billing.reports', ['admin', 'accountant']], ['billing.lock', ['admin', 'accountant']], ['work.reports', ['admin', 'accountant']], ['work.glance', ['admin']], ['billing.rules', ['admin', 'accountant']], ['schedule.edit', ['admin', 'receptionist']], ['clinic.edit', ['admin']], ['people.edit', ['admin']], ['permission.edit', ['admin']], ['history.view', ['admin']],
  ['repeat.look', ['receptionist', 'doctor', 'nurse']], ['repeat.request', ['receptionist', 'doctor', 'nurse']],
  ['history.record', ['admin', 'receptionist', 'doctor', 'nurse', 'accountant']], ['security.view', ['admin']],
]);
const ROLES = ['admin', 'receptionist', 'doctor', 'nurse', 'accountant'];
/** role + permission → what an administrator changed it to @type {Map<string, boolean>} */
const changed = new Map([['receptionist appointment.overbook', false]]);

for (const person of people) {
  person.permissions = [...new Set([...person.permissions, ...PERMISSIONS.filter(([, roles]) => roles.some((role) => person.roles.includes(role))).map(([name]) => name)])];
}

/** @type {any[]} */
const staff = people.map((one, i) => ({
  user_id: one.user_id, version: 1, login: one.login, name: one.name, roles: one.roles, active: true, must_change_password: one.login === 'silva', last_sign_in: one.login === 'silva' ? null : ago(15 + i * 640),
}));
staff.push({ user_id: id(6), version: 2, login: 'wolfe', name: 'Wolfgang Amadeus Maximilian Wolfeschlegelsteinhausen', roles: ['receptionist', 'accountant', 'nurse'], active: true, must_change_password: false, last_sign_in: ago(9000) });
staff.push({ user_id: id(7), version: 4, login: 'old', name: 'P. Former', roles: ['receptionist'], active: false, must_change_password: false, last_sign_in: ago(300000) });
const bare = query.has('bare');
// After the other files have drawn their day from the lists.
if (bare) queueMicrotask(() => [practitioners, rooms, services, specialties, identifier_types].forEach((list) => { list.length = 0; }));

/** @param {any[]} list @param {string} key @param {string} kind @param {string} noun */
export function editable(list, key, kind, noun) {
  handle(`op:add_${noun}`, (operation) => {
    const { op, ...fields } = operation;
    list.push({ active: true, ...fields, version: 1 });
    news([{ kind, id: operation[key] }], true);
    return { version: 1 };
  });
  handle(`op:edit_${noun}`, (operation) => {
    const row = list.find((one) => one[key] === operation[key]);
    if (row.version !== operation.version) throw refusal('record.changed_meanwhile', { by: 'R. Lindqvist', at: ago(1), version: row.version });
    const { op, version, ...fields } = operation;
    Object.assign(row, fields, { version: version + 1 });
    news([{ kind, id: operation[key] }], true);
    return { version: row.version };
  });
}
editable(specialties, 'specialty_id', 'specialty', 'specialty');
editable(rooms, 'room_id', 'room', 'room');
editable(services, 'service_id', 'service', 'service');
editable(identifier_types, 'identifier_type_id', 'identifier_type', 'identifier_type');
editable(practitioners, 'practitioner_id', 'practitioner', 'practitioner');
handle('op:add_practitioner', ({ op, ...fields }) => {
  practitioners.push({ ...fields, active: true, version: 1, hours: [] });
  news([{ kind: 'practitioner', id: fields.practitioner_id }], true);
  return { version: 1 };
});
handle('op:set_working_hours', ({ practitioner_id, version, spans }) => {
  const row = /** @type {any} */ (practitioners.find((one) => one.practitioner_id === practitioner_id));
  if (row.version !== version) throw refusal('record.changed_meanwhile', { by: 'R. Lindqvist', at: ago(1), version: row.version });
  row.hours = spans;
  row.version += 1;
  return { version: row.version };
});

editable(staff, 'user_id', 'user', 'person');
handle('op:add_person', ({ user_id, login, name, roles, one_time_password }) => {
  if (staff.some((one) => one.login === login)) throw refusal('person.login_taken');
  if (one_time_password.length < 12) throw refusal('password.length', { min: 12, field: 'one_time_password' });
  staff.push({ user_id, version: 1, login, name, roles, active: true, must_change_password: true, last_sign_in: null });
  return { version: 1 };
});
handle('op:edit_person', ({ user_id, version, name, roles, active }) => {
  const row = staff.find((one) => one.user_id === user_id);
  const others = staff.filter((one) => one.user_id !== user_id && one.active && one.roles.includes('admin'));
  if (row.roles.includes('admin') && others.length === 0 && !(active && roles.includes('admin'))) throw refusal('person.last_admin');
  if (row.version !== version) throw refusal('record.changed_meanwhile', { by: 'R. Lindqvist', at: ago(1), version: row.version });
  Object.assign(row, { name, roles, active, version: version + 1 });
  return { version: row.version };
});
handle('op:give_one_time_password', ({ user_id }) => {
  staff.find((one) => one.user_id === user_id).must_change_password = true;
  return {};
});
handle('ask:people', () => staff);
const workstations = [
  { workstation_id: 'w1', name: 'Front desk 1', version: '0.1.0', seen_at: ago(0), current: true }, { workstation_id: 'w2', name: 'Front desk 2', version: '0.1.0', seen_at: ago(200), current: false },
  { workstation_id: 'w3', name: 'Consulting room 3, by the window', version: '0.0.9', seen_at: ago(2900), current: false },
];
handle('ask:workstations', () => workstations);

handle('op:edit_clinic', ({ version, details }) => {
  if (version !== clinic.version) throw refusal('clinic.changed_meanwhile', { by: 'M. Novak', at: ago(2), version: clinic.version });
  const { today, now, ...fields } = details;
  Object.assign(clinic, fields, { version: version + 1 });
  news([{ kind: 'clinic', id: id(0) }], true);
  return { version: clinic.version };
});
handle('op:name_workstation', ({ name }) => {
  if (name === 'refused') throw refusal('field.too_long', { field: 'name', max: 80 });
  workstations[0].name = name;
  return {};
});

handle('ask:permissions', () => ({
  roles: ROLES,
  permissions: PERMISSIONS.map(([permission, roles]) => ({
    permission,
    allowed: Object.fromEntries(ROLES.map((role) => [role, changed.get(`${role} ${permission}`) ?? roles.includes(role)])),
    changed: Object.fromEntries(ROLES.filter((role) => changed.has(`${role} ${permission}`) && changed.get(`${role} ${permission}`) !== roles.includes(role)).map((role) => [role, true])),
  })),
}));
handle('op:set_permission', ({ role, permission, allowed }) => {
  changed.set(`${role} ${permission}`, allowed);
  news([{ kind: 'permission', id: id(0) }], true);
  return {};
});

// The setup list ----------------------------------------------------------------------------------------------------

const steps = ['clinic', 'practitioner', 'hours', 'services', 'people', 'printer', 'backup'];
/** @type {Set<string>} */
const finished = new Set(query.has('setup') ? (query.get('setup') ?? '').split(',').filter(Boolean) : steps);
let dismissed = !query.has('setup');
handle('ask:setup', () => ({ steps: steps.map((step) => ({ step, done: finished.has(step) })), dismissed }));
handle('op:finish_setup_step', ({ step, dismissed: hide }) => {
  if (hide || step === 'dismissed') dismissed = true;
  else finished.add(step);
  return {};
});

// History and security ----------------------------------------------------------------------------------------------

/** @type {any[]} */
const journal = [];
/** @param {number} minutes @param {number} actor @param {string} operation @param {any[]} about @param {any[]} changes @param {any} [details] */
const entry = (minutes, actor, operation, about, changes, details = {}) =>
  journal.push({ id: id(20000 + journal.length), at: ago(minutes), actor: people[actor].name, actor_id: people[actor].user_id, workstation: minutes % 2 ? 'Front desk 2' : 'Front desk 1', operation, about, details, changes });
/** A discount above a limit was approved: the newest of this invoice's history. @param {string} invoice @param {string} approver */
export function noteApproval(invoice, approver) {
  journal.unshift({ id: crypto.randomUUID(), at: ago(0), actor: world.me.name, actor_id: world.me.user_id, workstation: 'Front desk 1', approver, operation: 'edit_invoice', about: [{ kind: 'invoice', id: invoice, label: null }], details: {}, changes: [{ field: 'approved_by', before: null, after: approver }] });
}
const ada = { kind: 'appointment', id: id(30001), label: 'Okafor, Ada' };
const chen = { kind: 'practitioner', id: id(103), label: 'Dr Wei Chen' };
entry(3, 0, 'change_status', [ada], [{ field: 'status', before: 'confirmed', after: 'arrived' }], { to: 'arrived' });
entry(14, 0, 'move_appointment', [ada], [{ field: 'starts_at', before: '2026-11-23T10:15:00', after: '2026-11-23T10:45:00' }, { field: 'practitioner_id', before: id(101), after: id(103) }]);
entry(52, 1, 'set_working_hours', [chen], [{ field: 'hours', before: [{ weekday: 1, starts: '08:00', ends: '12:00' }], after: chenHours() }]);
entry(75, 0, 'register_patient', [{ kind: 'patient', id: id(1014), label: 'al-Zahrani, Fatima' }], [{ field: 'family', before: null, after: 'al-Zahrani' }, { field: 'birth_date', before: null, after: '1983-08-21' }]);
entry(90, 0, 'book_appointment', [{ kind: 'appointment', id: id(30002), label: 'Wolfeschlegelsteinhausenbergerdorff-Zimmermann, Wolfgang Amadeus Maximilian' }], [], { practitioner_id: id(102), starts_at: '2026-11-24T09:00:00', minutes: 30, note: null });
entry(1500, 1, 'edit_service', [{ kind: 'service', id: id(402), label: 'New patient' }], [{ field: 'price_minor', before: 7500, after: 8000 }]);
entry(1510, 1, 'set_permission', [{ kind: 'permission', id: id(0), label: null }], [{ field: 'receptionist appointment.overbook', before: true, after: false }], { role: 'receptionist', permission: 'appointment.overbook', allowed: false });
entry(1560, 3, 'enter_vitals', [{ kind: 'patient', id: id(1001), label: 'Okafor, Ada' }], [], { patient_id: id(1001) });
journal[journal.length - 1].withheld = true;
entry(1600, 1, 'edit_clinic', [{ kind: 'clinic', id: id(0), label: 'Northside Clinic' }], [{ field: 'idle_minutes', before: 10, after: 5 }]);
for (let i = 0; i < 80; i += 1) entry(2900 + i * 37, i % 4 ? 0 : 2, i % 3 ? 'book_appointment' : 'cancel_appointment', [{ kind: 'appointment', id: id(31000 + i), label: ['Kowalski, Jan', 'Rossi, Sara', 'Nguyễn, Lan', 'Smith, John'][i % 4] }], [{ field: 'status', before: i % 3 ? null : 'booked', after: i % 3 ? 'booked' : 'cancelled' }]);

function chenHours() {
  return [1, 2, 3, 4, 5].flatMap((weekday) => [{ weekday, starts: '08:30', ends: '12:00' }, { weekday, starts: '13:00', ends: '16:30' }]);
}

handle('ask:history', ({ operation, actor_id, from, to, before, limit }) => {
  const found = journal.filter((row) => (!operation || row.operation === operation) && (!actor_id || row.actor_id === actor_id) && (!from || row.at.slice(0, 10) >= from) && (!to || row.at.slice(0, 10) <= to));
  const start = before ?? 0;
  const rows = found.slice(start, start + limit).map(({ changes, ...row }) => row);
  return { rows, next: start + limit < found.length ? start + limit : null };
});
handle('ask:record_history', ({ kind, id: row }) => {
  const own = journal.filter((one) => one.about.some((/** @type {any} */ about) => about.id === row));
  if (own.length || kind !== 'service') return own;
  return [{ ...journal[5], about: [] }];
});
const events = [
  [2, 'unlocked', 0], [9, 'locked', 0], [31, 'denied', 4, 'history.view'], [46, 'switched', 2], [60, 'sign_in', 0], [61, 'sign_in_failed', 0], [62, 'sign_in_failed', null], [600, 'signed_out', 1], [640, 'export', 1, 'connection'],
  [700, 'password_changed', 2], [800, 'sign_in', 1],
];
handle('ask:security_events', () => ({
  rows: events.map(([minutes, kind, who, detail]) => ({
    at: ago(Number(minutes)), kind, user: who === null ? null : people[Number(who)].name, login: who === null ? 'admim' : null, workstation: Number(minutes) % 2 ? 'Front desk 2' : 'Front desk 1', detail: detail ?? null,
  })),
  next: null,
}));
