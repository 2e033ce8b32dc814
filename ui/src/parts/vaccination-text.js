// How a vaccination is said in a line.
import { words } from '../words/en.js';

/** @typedef {import('../bindings/VaccinationLine').VaccinationLine} Line */

const w = words.vaccinations;

/** @param {{vaccine: string, dose_number?: number | null}} line */
export const nameOf = (line) => (line.dose_number ? `${line.vaccine}, ${w.doseOf(line.dose_number)}` : line.vaccine);

/** @param {string | null} site */
export const siteOf = (site) => (site ? (w.sites[/** @type {keyof typeof w.sites} */ (site)] ?? site) : '');

/** Who gave it, or where it was given. @param {{given_by: string | null, given_elsewhere: string | null}} line */
export const byOf = (line) => line.given_by ?? (line.given_elsewhere ? w.elsewhereOf(line.given_elsewhere) : '');
