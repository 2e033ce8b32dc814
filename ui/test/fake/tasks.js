// Tasks: asked, answered, passed on, done.
import { handle, news, refusal } from './registry.js';
import { ago, id, people, world } from './world.js';
import { patients } from './world.js';

/** @type {any[]} */
const tasks = [];
const ADA = id(1001);
const put = (/** @type {any} */ task) => tasks.push({ task_id: id(9700 + tasks.length), version: 1, patient_id: null, user_id: null, role: null, due_on: null, urgent: false, asked_at: ago(95), asked_by: 'Dr Wei Chen', done_at: null, done_by: null, notes: [], ...task });
put({ text: 'Please call Ms Okafor: the appointment on Thursday has to move', role: 'receptionist', patient_id: ADA, due_on: '2026-11-23', urgent: true });
put({ text: 'Order more appointment cards', role: 'receptionist', due_on: '2026-11-20', asked_by: 'Mira Novak', asked_at: ago(4000) });
put({ text: 'The letter from the hospital is still missing', role: 'doctor', patient_id: ADA, asked_by: 'M. Novak', notes: [{ what: 'answered', text: 'Asked them again this morning', at: ago(60), by: 'Dr Wei Chen' }] });

const mine = (/** @type {any} */ one) => one.user_id === world.me.user_id || world.me.roles.includes(one.role);
const concerns = (/** @type {any} */ one) => mine(one) || one.asked_by === world.me.name;
/** @param {any} one */
function line({ user_id: userId, role, ...one }) {
  const patient = patients.find((other) => other.patient_id === one.patient_id);
  return { ...one, patient: patient?.name ?? null, birth_date: patient?.birth_date ?? null, for_user: people.find((other) => other.user_id === userId)?.name ?? null, for_role: role, mine: mine({ user_id: userId, role }) };
}
handle('ask:tasks', ({ done = false }) =>
  tasks.filter((one) => Boolean(one.done_at) === done && concerns(one)).sort((a, b) => Number(b.urgent) - Number(a.urgent) || (a.due_on ?? '9').localeCompare(b.due_on ?? '9')).map(line));
handle('ask:colleagues', () => people.map((one) => ({ user_id: one.user_id, name: one.name, roles: one.roles })));

/** @param {any} operation @param {string} what @param {any} [change] */
function say({ task_id: taskId, version, text = null }, what, change = {}) {
  const one = tasks.find((task) => task.task_id === taskId && concerns(task));
  if (!one) throw refusal('record.not_found', { kind: 'task' });
  if (one.version !== version) throw refusal('record.changed_meanwhile', { by: 'Dr Wei Chen', at: ago(1), version: one.version });
  if (what !== 'reopened' && one.done_at) throw refusal('task.done');
  Object.assign(one, change, { version: version + 1 });
  one.notes.push({ what, text, at: ago(0), by: world.me.name });
  news([{ kind: 'task', id: taskId }], true);
  return { task_id: taskId, version: version + 1 };
}
handle('op:add_task', ({ task_id: taskId, text, to, patient_id: patientId, due_on: due, urgent }) => {
  put({ task_id: taskId, text, user_id: to.user_id ?? null, role: to.role ?? null, patient_id: patientId, due_on: due, urgent, asked_at: ago(0), asked_by: world.me.name });
  news([{ kind: 'task', id: taskId }], true);
  return { task_id: taskId, version: 1 };
});
handle('op:answer_task', (operation) => say(operation, 'answered'));
handle('op:pass_task_on', (operation) => say(operation, 'passed_on', { user_id: operation.to.user_id ?? null, role: operation.to.role ?? null }));
handle('op:finish_task', (operation) => say(operation, 'done', { done_at: ago(0), done_by: world.me.name }));
handle('op:reopen_task', (operation) => say(operation, 'reopened', { done_at: null, done_by: null }));
