// Numbers with units: as typed, as they travel (times 1000), as they are read. What is possible and usual is the core's to say; the ranges here
// only answer sooner.
import { words } from '../words/en.js';

/** @typedef {'systolic'|'diastolic'|'pulse'|'temperature'|'oxygen'|'breaths'|'weight'|'height'|'glucose'|'pain'} Kind */
/** @typedef {{id: string, kind: Kind, value_scaled: number, unit: string, measured_at: string, entered_at: string, entered_by: string, entered_by_id: string, unusual: boolean, struck: string|null}} Vital */

/** The units of each kind, the first one unless another was used here last. @type {Record<Kind, string[]>} */
export const UNITS = {
  systolic: ['mmHg'], diastolic: ['mmHg'], pulse: ['/min'], temperature: ['°C', '°F'], oxygen: ['%'], breaths: ['/min'], weight: ['kg', 'lb'], height: ['cm', 'in'], glucose: ['mmol/L', 'mg/dL'], pain: ['/10'],
};
export const KINDS = /** @type {Kind[]} */ (Object.keys(UNITS));

const KEY = 'vitals.units';

/** The units used last on this workstation. @returns {Record<string, string>} */
export function lastUnits() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}');
  } catch {
    return {};
  }
}

/** @param {Record<string, string>} units */
export const rememberUnits = (units) => localStorage.setItem(KEY, JSON.stringify(units));

/** "38,5" → 38500; null when it is no number, or finer than a thousandth. @param {string} typed */
export function scaled(typed) {
  const match = typed.trim().replace(',', '.').match(/^(\d{1,7})(?:\.(\d{0,3}))?$/);
  return match ? Number(match[1]) * 1000 + Number((match[2] ?? '').padEnd(3, '0')) : null;
}

/** 38500 → "38.5" @param {number} value */
export const plain = (value) => String(value / 1000);

/** "38.5 °C", "98 %", "7/10" @param {{value_scaled: number, unit: string}} one */
export const withUnit = ({ value_scaled: value, unit }) => `${plain(value)}${unit.startsWith('/') && unit !== '/min' ? '' : ' '}${unit}`;

/** One of each unit in the other of its kind: NIST SP 811 for pound and inch; 1 mmol of glucose weighs 180.16 mg. @type {Record<string, (value: number) => number>} */
const TURNED = {
  'lb kg': (value) => value * 0.45359237, 'kg lb': (value) => value / 0.45359237, 'in cm': (value) => value * 2.54, 'cm in': (value) => value / 2.54,
  '°F °C': (value) => ((value - 32) * 5) / 9, '°C °F': (value) => (value * 9) / 5 + 32, 'mg/dL mmol/L': (value) => value / 18.016, 'mmol/L mg/dL': (value) => value * 18.016,
};

/** As a number of this unit, for a picture: what was entered stays as it was. @param {{value_scaled: number, unit: string}} one @param {string} unit */
export const inUnit = (one, unit) => Math.round((TURNED[`${one.unit} ${unit}`]?.(one.value_scaled / 1000) ?? one.value_scaled / 1000) * 10) / 10;

/** @param {Kind} kind */
export const kindName = (kind) => words.vitals.kinds[kind];

/** Body mass index times 10, as the core makes it. @param {{value_scaled: number, unit: string}} weight @param {{value_scaled: number, unit: string}} height */
export function bmiTenths(weight, height) {
  const kilos = weight.value_scaled / 1000 * (weight.unit === 'lb' ? 0.45359237 : 1);
  const metres = height.value_scaled / 1000 * (height.unit === 'in' ? 0.0254 : 0.01);
  return kilos > 0 && metres > 0 ? Math.round(kilos / metres ** 2 * 10) : null;
}

/** 229 → "22.9" @param {number} tenths */
export const bmiText = (tenths) => (tenths / 10).toFixed(1);

/**
 * Numbers that belong together as one reads them: "120/80 mmHg", "38.5 °C".
 * @param {Vital[]} values those of one moment
 * @returns {{name: string, text: string, unusual: boolean, vitals: Vital[]}[]}
 */
export function readable(values) {
  const of = (/** @type {Kind} */ kind) => values.find((one) => one.kind === kind);
  const [upper, lower] = [of('systolic'), of('diastolic')];
  const pressure = upper && lower ? [{ name: words.vitals.kinds.pressure, text: `${plain(upper.value_scaled)}/${plain(lower.value_scaled)} ${upper.unit}`, unusual: upper.unusual || lower.unusual, vitals: [upper, lower] }] : [];
  const rest = KINDS.filter((kind) => !(pressure.length && (kind === 'systolic' || kind === 'diastolic'))).flatMap((kind) => values.filter((one) => one.kind === kind));
  return [...pressure, ...rest.map((one) => ({ name: kindName(one.kind), text: withUnit(one), unusual: one.unusual, vitals: [one] }))];
}
