// Alerts of patients: what counts beside a name, and in the chart what ended or was entered in error.
import { handle, news, refusal } from './registry.js';
import { ago, clinic, id, patients, world } from './world.js';

/** @type {Map<string, any[]>} */
const kept = new Map();
/** Why they were struck, by their ids. @type {any[]} */
const strikes = [];

/** @param {string} patientId @returns {any[]} */
function all(patientId) {
  let list = kept.get(patientId);
  if (!list) {
    const one = patients.find((patient) => patient.patient_id === patientId);
    list = one?.alert ? [{ id: `at-${one.mrn}`, version: 1, audience: 'both', severity: 'important', text: one.alert, since: ago(90 * 1440).slice(0, 10), until: null, status: 'active' }] : [];
    if (one?.mrn === 'MRN100480') list.push({ id: id(7151), version: 2, audience: 'desk', severity: 'note', text: 'Parking badge is lent out', since: '2025-03-02', until: '2025-04-01', status: 'ended' });
    kept.set(patientId, list);
  }
  return list;
}

const ORDER = ['critical', 'important', 'note'];
const can = (/** @type {string} */ permission) => world.me?.permissions.includes(permission);

/** What counts, and may be read. @param {string} patientId */
export const alertsOf = (patientId) =>
  all(patientId).filter((one) => one.status === 'active' && (one.audience !== 'clinical' || can('alert.clinical'))).sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity)).map(({ status, until, ...one }) => ({ ...one, kind: 'alert' }));
/** @param {string} patientId */
export const alertsOfChart = (patientId) => [...all(patientId)].sort((a, b) => Number(a.status !== 'active') - Number(b.status !== 'active'));
/** @param {string} patientId */
export const alertStrikes = (patientId) => strikes.filter((one) => all(patientId).some((alert) => alert.id === one.row_id));

/** @param {any} operation @returns {[any, string]} */
function find({ alert_id: alertId, version }) {
  for (const [patientId, list] of kept) {
    const alert = list.find((one) => one.id === alertId);
    if (!alert) continue;
    if (alert.status === 'struck') throw refusal('record.struck');
    if (alert.version !== version) throw refusal('record.changed_meanwhile', { by: 'B. Silva', at: ago(1), version: alert.version });
    return [alert, patientId];
  }
  throw refusal('record.not_found', { kind: 'patient_alert' });
}

/** @param {any} operation @param {any} change */
function save(operation, change) {
  const [alert, patientId] = find(operation);
  Object.assign(alert, change, { version: alert.version + 1 });
  news([{ kind: 'patient_alert', id: alert.id }, { kind: 'patient', id: patientId }], true);
  return { version: alert.version };
}

handle('ask:alert', ({ alert_id: alertId }) => {
  const alert = [...kept.values()].flat().find((one) => one.id === alertId);
  if (!alert || (alert.audience === 'clinical' && !can('alert.clinical'))) throw refusal('record.not_found', { kind: 'patient_alert' });
  return alert;
});
handle('op:add_alert', ({ alert_id: alertId, patient_id: patientId, audience, severity, text }) => {
  all(patientId).push({ id: alertId, version: 1, audience, severity, text, since: clinic.today, until: null, status: 'active' });
  news([{ kind: 'patient_alert', id: alertId }], true);
  return {};
});
handle('op:edit_alert', (operation) => save(operation, { ...operation.details, until: operation.details.until ?? null, status: operation.details.until ? 'ended' : 'active' }));
handle('op:end_alert', (operation) => save(operation, { until: clinic.today, status: 'ended' }));
handle('op:strike_alert', (operation) => {
  find(operation);
  strikes.unshift({ row_id: operation.alert_id, kind: 'alert', reason: operation.reason, struck_at: ago(0), struck_by: world.me.name });
  save(operation, { until: clinic.today, status: 'struck' });
  return null;
});

/** The same of the one that says this. @param {string} text @param {any} change */
/** @type {any} */ (window).fakeAlertEnded = (/** @type {string} */ text, /** @type {any} */ change) => {
  const alert = [...kept.values()].flat().find((one) => one.text === text);
  Object.assign(alert, change, { version: alert.version + 1 });
};

/** Somebody at another desk. @param {string} patientId @param {any} change */
/** @type {any} */ (window).fakeAlertElsewhere = (/** @type {string} */ patientId, /** @type {any} */ change) => {
  const [alert] = all(patientId);
  Object.assign(alert, change, { version: alert.version + 1 });
};
