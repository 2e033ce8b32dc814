// What stands in the form of a visit, and how it travels.
import { words } from '../words/en.js';

/** @typedef {{code_system: string, code: string, title: string, is_main: boolean}} Diagnosis */
/** @typedef {{reason: string|null, history: string|null, findings: string|null, assessment: string|null, plan: string|null, diagnoses: Diagnosis[]}} VisitText */

export const TEXTS = /** @type {const} */ (['reason', 'history', 'findings', 'assessment', 'plan']);

/** @param {Partial<VisitText>} [text] @returns {Record<string, any>} */
export const forForm = (text = {}) => ({ ...Object.fromEntries(TEXTS.map((name) => [name, text[name] ?? ''])), diagnoses: text.diagnoses ?? [] });

/** @param {Record<string, any>} values @returns {VisitText} */
export const forWire = (values) => /** @type {VisitText} */ ({ ...Object.fromEntries(TEXTS.map((name) => [name, values[name].trim() || null])), diagnoses: values.diagnoses });

/** @param {Record<string, any>} values */
export const isEmpty = (values) => TEXTS.every((name) => !values[name].trim()) && values.diagnoses.length === 0;

/** "I10 Essential (primary) hypertension" @param {Diagnosis} one */
export const diagnosisText = ({ code, title }) => [code, title].filter(Boolean).join(' ');

/** For the choice between two texts. @param {string} field @param {any} value */
export const show = (field, value) => (field === 'diagnoses' ? value.map(diagnosisText).join(', ') : String(value ?? ''));

export const LABELS = /** @type {Record<string, string>} */ (words.visits.fields);
