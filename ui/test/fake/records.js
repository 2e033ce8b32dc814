// Charts: allergies, problems, who opened them.
import { alertsOfChart, alertStrikes } from './alerts.js';
import { newest } from './records-vitals.js';
import { handle, news, refusal } from './registry.js';
import { ago, clinic, id, patients, world } from './world.js';

/** @typedef {{allergies: any[], problems: any[], strikes: any[], noneKnown: boolean, restricted: boolean, seen: any[], open: Set<string>}} Kept */

/** @type {Map<string, Kept>} */
const charts = new Map();

/** @param {string} patientId @returns {Kept} */
export function chartOf(patientId) {
  let chart = charts.get(patientId);
  if (!chart) {
    const one = patients.find((patient) => patient.patient_id === patientId);
    const isAda = one?.mrn === 'MRN100480';
    chart = {
      allergies: one?.allergy ? [{ id: id(7000 + charts.size), version: 1, substance: one.allergy, reaction: isAda ? 'rash' : null, severity: isAda ? 'severe' : 'unknown', since: null, until: null, status: 'active' }] : [],
      problems: isAda
        ? [
            { id: id(7101), version: 1, title: 'Essential (primary) hypertension', code: 'I10', since: '2019-05-01', until: null, status: 'active' },
            { id: id(7102), version: 1, title: 'Type 2 diabetes mellitus without complications', code: 'E11.9', since: '2021-02-01', until: null, status: 'active' },
            { id: id(7103), version: 2, title: 'Acute bronchitis', code: 'J20.9', since: '2025-01-10', until: '2025-02-02', status: 'resolved' },
          ]
        : [],
      strikes: [], noneKnown: one?.mrn === 'MRN100481', restricted: one?.mrn === 'MRN100485', seen: [], open: new Set(),
    };
    charts.set(patientId, chart);
  }
  return chart;
}

const active = (/** @type {Kept} */ chart) => chart.allergies.filter((one) => one.status === 'active');
const standing = (/** @type {Kept} */ chart) => (active(chart).length ? 'known' : chart.noneKnown ? 'none_known' : 'not_asked');
const can = (/** @type {string} */ permission) => world.me?.permissions.includes(permission);

/** @param {string} patientId */
export function banner(patientId) {
  const chart = chartOf(patientId);
  return { standing: standing(chart), lines: can('alert.clinical') ? active(chart) : null };
}

/** @param {string} patientId */
export const isRestricted = (patientId) => chartOf(patientId).restricted;

/** @param {string} patientId @param {string} what @param {string|null} [reason] */
function see(patientId, what, reason = null) {
  const chart = chartOf(patientId);
  const one = patients.find((patient) => patient.patient_id === patientId);
  chart.open.add(`${world.me.user_id} ${what}`);
  chart.seen.unshift({ at: ago(0), who: world.me.name, workstation: 'Front desk 1', what, reason, patient_id: patientId, patient: one?.name, mrn: one?.mrn });
}

/** Refuses what was not opened. @param {string} patientId */
export function mustBeOpen(patientId) {
  const { open, restricted } = chartOf(patientId);
  if (!open.has(`${world.me.user_id} restricted`) && (restricted || !open.has(`${world.me.user_id} chart`))) throw refusal('chart.not_opened');
}

const changed = (/** @type {string} */ kind, /** @type {string} */ rowId, /** @type {string} */ patientId) => news([{ kind, id: rowId }, { kind: 'patient', id: patientId }], true);

/** The night is over: a chart has to be opened again, and what is read of it meanwhile comes too early. */
let slowly = false;
/** @type {any} */ (window).fakeChartShut = (/** @type {string} */ patientId) => {
  chartOf(patientId).open.clear();
  slowly = true;
};
handle('op:open_chart', async ({ patient_id: patientId, reason }) => {
  if (slowly) await new Promise((resolve) => setTimeout(resolve, 300));
  slowly = false;
  if (isRestricted(patientId) && !reason) throw refusal('chart.reason_needed');
  see(patientId, isRestricted(patientId) ? 'restricted' : 'chart', reason ?? null);
  return null;
});
handle('op:look_at_allergies', ({ patient_id: patientId }) => {
  see(patientId, 'allergies');
  return null;
});
handle('op:restrict_patient', ({ patient_id: patientId, restricted }) => {
  chartOf(patientId).restricted = restricted;
  news([{ kind: 'patient', id: patientId }], true);
  return {};
});
handle('ask:allergies', ({ patient_id: patientId }) => {
  if (![...chartOf(patientId).open].some((one) => one.startsWith(world.me.user_id))) throw refusal('chart.not_opened');
  return active(chartOf(patientId));
});
handle('ask:chart', ({ patient_id: patientId }) => {
  mustBeOpen(patientId);
  const chart = chartOf(patientId);
  return { patient_id: patientId, allergy_standing: standing(chart), allergies: chart.allergies, problems: chart.problems, alerts: alertsOfChart(patientId), vitals: newest(patientId), strikes: [...chart.strikes, ...alertStrikes(patientId)] };
});
handle('ask:who_saw', ({ patient_id: patientId }) => ({ rows: chartOf(patientId).seen, next: null }));
handle('ask:restricted_opened', () => ({ rows: [...charts.values()].flatMap((chart) => chart.seen).filter((one) => one.what === 'restricted'), next: null }));

handle('op:record_no_known_allergies', ({ patient_id: patientId }) => {
  const chart = chartOf(patientId);
  if (active(chart).length) throw refusal('allergy.some_known');
  chart.noneKnown = true;
  news([{ kind: 'patient', id: patientId }], true);
  return null;
});

/** Adding, editing and striking: the same for both lists. @param {'allergies'|'problems'} list @param {string} name */
function entries(list, name) {
  const key = `${name}_id`;
  /** @param {any} operation @returns {[any, string, Kept]} */
  const find = (operation) => {
    for (const [patientId, chart] of charts) {
      const entry = chart[list].find((one) => one.id === operation[key]);
      if (!entry) continue;
      if (entry.status === 'struck') throw refusal('record.struck');
      if (entry.version !== operation.version) throw refusal('record.changed_meanwhile', { by: 'B. Silva', at: ago(1), version: entry.version });
      return [entry, patientId, chart];
    }
    throw refusal('record.not_found', { kind: name });
  };
  handle(`op:add_${name}`, (operation) => {
    const chart = chartOf(operation.patient_id);
    chart[list].push({ id: operation[key], version: 1, ...operation.details });
    if (list === 'allergies') chart.noneKnown = false;
    changed(name, operation[key], operation.patient_id);
    return { version: 1 };
  });
  handle(`op:edit_${name}`, (operation) => {
    const [entry, patientId] = find(operation);
    Object.assign(entry, operation.details, { version: entry.version + 1 });
    changed(name, entry.id, patientId);
    return { version: entry.version };
  });
  handle(`op:strike_${name}`, (operation) => {
    const [entry, patientId, chart] = find(operation);
    Object.assign(entry, { status: 'struck', version: entry.version + 1 });
    chart.strikes.unshift({ row_id: entry.id, kind: name, reason: operation.reason, struck_at: ago(0), struck_by: world.me.name });
    changed(name, entry.id, patientId);
    return null;
  });
}
entries('allergies', 'allergy');
entries('problems', 'problem');

/** For the tests: somebody at another desk changes an entry. @param {string} patientId @param {'allergies'|'problems'} list @param {string} rowId @param {any} change */
function chartElsewhere(patientId, list, rowId, change) {
  const entry = chartOf(patientId)[list].find((one) => one.id === rowId);
  Object.assign(entry, change, { version: entry.version + 1 });
}
Object.assign(window, { fakeChartElsewhere: chartElsewhere, fakeToday: () => clinic.today });
