import { app } from '../app.js';
import { age, date, dateTime, phone } from '../format.js';
import { dotted } from '../words/isolate.js';
import { words } from '../words/en.js';

/** @typedef {import('../wire-types.js').PatientLine} PatientLine */

/** "14 Mar 1985", "about 14 Mar 1985" or that it is not known. @param {{birth_date: string|null, birth_estimated: boolean}} person */
export function bornText({ birth_date: birth, birth_estimated: estimated }) {
  if (!birth) return words.patient.bornUnknown;
  return estimated ? words.patient.about(date(birth)) : date(birth);
}

/** Age today, or at death. @param {{birth_date: string|null, died_on?: string|null}} person */
export function ageText({ birth_date: birth, died_on: died }) {
  return age(birth, died ?? app.today());
}

/** @param {string} sex */
export const sexShort = (sex) => words.common.sex[/** @type {'female'} */ (sex)] ?? words.common.sex.unknown;

/** What tells namesakes apart, in one line. @param {PatientLine} line */
export function patientFacts(line) {
  return dotted([
    bornText(line),
    line.died_on ? words.patient.died(date(line.died_on)) : ageText(line),
    line.sex === 'unknown' ? '' : sexShort(line.sex),
    line.mrn,
    phone(line.phone),
  ]);
}

/** "23 Nov 2026, 10:45" with today and tomorrow said in words. @param {string} wall */
export const visitText = (wall) => dateTime(wall);

/**
 * Splits what was typed in a search box into name parts, in the clinic's order and without changing a letter:
 * "Ada Okafor" → given Ada, family Okafor; "Okafor, Ada" says itself which is which.
 * @param {string} text
 */
export function splitName(text) {
  const clean = text.trim().replace(/\s+/g, ' ');
  const comma = clean.indexOf(',');
  if (comma >= 0) return { family: clean.slice(0, comma).trim(), given: clean.slice(comma + 1).trim() };
  const parts = clean.split(' ');
  if (parts.length === 1) return { given: parts[0], family: '' };
  if (app.clinic?.name_order === 'family_first') return { family: parts[0], given: parts.slice(1).join(' ') };
  return { given: parts.slice(0, -1).join(' '), family: /** @type {string} */ (parts.at(-1)) };
}

/** @param {string[]} fields */
export const fieldNames = (fields) => fields.map((field) => words.patientForm.fields[/** @type {'sex'} */ (field)] ?? field).join(', ');
