// Vital signs on charts.
import { handle, news, refusal } from './registry.js';
import { ago, clinic, id, world } from './world.js';

/** @type {any[]} */
const vitals = [];
const USUAL = /** @type {Record<string, [number, number]>} */ ({ systolic: [70, 200], diastolic: [40, 120], pulse: [40, 180], temperature: [34.5, 41], oxygen: [88, 100], breaths: [8, 60], weight: [2, 200], height: [40, 210], glucose: [3, 20], pain: [0, 10] });
const POSSIBLE = /** @type {Record<string, [number, number]>} */ ({ temperature: [20, 46], oxygen: [20, 100] });
const unusual = (/** @type {any} */ one) => one.value_scaled / 1000 < USUAL[one.kind][0] || one.value_scaled / 1000 > USUAL[one.kind][1];

/** @param {string} at @param {[string, number, string][]} values @param {string} [by] */
function measured(at, values, by = 'S. Gupta') {
  for (const [kind, value, unit] of values) vitals.push({ id: id(7500 + vitals.length), patient_id: id(1001), kind, value_scaled: Math.round(value * 1000), unit, measured_at: at, entered_at: ago(1440), entered_by: by, entered_by_id: by === 'S. Gupta' ? id(4) : id(3), unusual: false, struck: null });
}
measured('2026-03-02T14:05:00', [['systolic', 152, 'mmHg'], ['diastolic', 94, 'mmHg'], ['pulse', 84, '/min'], ['weight', 78.5, 'kg'], ['height', 168, 'cm']]);
measured('2026-09-17T10:20:00', [['systolic', 138, 'mmHg'], ['diastolic', 86, 'mmHg'], ['pulse', 76, '/min'], ['weight', 76.2, 'kg']]);
measured('2026-11-19T08:50:00', [['temperature', 38.4, '°C'], ['pulse', 92, '/min'], ['oxygen', 97, '%']], 'Dr Wei Chen');

// A long history: a weight a week.
if (new URLSearchParams(location.search).get('vitals') === 'many') {
  for (let week = 0; week < 30; week += 1) measured(new Date(Date.UTC(2025, 0, 6 + 7 * week, 9)).toISOString().slice(0, 19), [['weight', 70 + week / 10, 'kg'], ['pulse', 70 + week, '/min']]);
}

const mine = (/** @type {string} */ patientId) => vitals.filter((one) => one.patient_id === patientId).sort((a, b) => b.measured_at.localeCompare(a.measured_at));

/** @param {string} patientId */
export const newest = (patientId) => Object.keys(USUAL).flatMap((kind) => mine(patientId).find((one) => one.kind === kind && !one.struck) ?? []);
/** @param {string} patientId @param {string} at */
export const ofDay = (patientId, at) => mine(patientId).filter((one) => one.measured_at.slice(0, 10) === at.slice(0, 10));

handle('ask:vitals', ({ patient_id: patientId, limit }) => {
  const times = [...new Set(mine(patientId).slice(0, limit).map((one) => one.measured_at))];
  return times.map((at) => {
    const values = mine(patientId).filter((one) => one.measured_at === at);
    const weight = values.find((one) => one.kind === 'weight' && !one.struck);
    const height = mine(patientId).find((one) => one.kind === 'height' && !one.struck && one.measured_at <= at);
    return { measured_at: at, values, bmi_tenths: weight && height ? Math.round((weight.value_scaled / 1000 / (height.value_scaled / 100000) ** 2) * 10) : null };
  });
});
handle('op:enter_vitals', ({ patient_id: patientId, values, confirmed }) => {
  for (const one of values) {
    const [min, max] = POSSIBLE[one.kind] ?? [0, Infinity];
    if (one.value_scaled / 1000 < min || one.value_scaled / 1000 > max) throw refusal('field.out_of_range', { field: one.kind, min, max });
  }
  const far = values.filter(unusual).map((/** @type {any} */ one) => one.kind);
  if (far.length && !confirmed) throw refusal('vitals.unusual', { kinds: far });
  for (const one of values) vitals.push({ id: one.vital_id, patient_id: patientId, kind: one.kind, value_scaled: one.value_scaled, unit: one.unit, measured_at: `${clinic.now.slice(0, 16)}:00`, entered_at: ago(0), entered_by: world.me.name, entered_by_id: world.me.user_id, unusual: unusual(one), struck: null });
  news([...values.map((/** @type {any} */ one) => ({ kind: 'vital', id: one.vital_id })), { kind: 'patient', id: patientId }], true);
  return null;
});
handle('op:strike_vital', ({ vital_id: vitalId, reason }) => {
  const one = vitals.find((vital) => vital.id === vitalId);
  if (one.struck) throw refusal('record.struck');
  if (one.entered_by_id !== world.me.user_id && !world.me.permissions.includes('record.sign')) throw refusal('vitals.not_yours', { by: one.entered_by });
  one.struck = reason;
  news([{ kind: 'vital', id: vitalId }, { kind: 'patient', id: one.patient_id }], true);
  return null;
});
