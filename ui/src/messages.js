// From an error to a sentence. Every code has its words in words/en/errors.js; each part of the app adds its own there.
import { date } from './format.js';
import { words } from './words/en.js';

/** Days among the details as the clinic writes them. @param {any} details */
const readable = (details) => Object.fromEntries(Object.entries(details ?? {}).map(([key, value]) => [key, typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? date(value) : value]));

/**
 * @param {{code: string, details?: any}} error
 * @returns {string}
 */
export function say(error) {
  const entry = words.errors[error.code];
  if (typeof entry === 'function') return entry(readable(error.details));
  if (entry) return entry;
  const changed = error.code.match(/\.changed_meanwhile$/);
  if (changed) return /** @type {any} */ (words.errors)['any.changed_meanwhile'](error.details ?? {});
  return /** @type {any} */ (words.errors).internal({ reference: error.code });
}

/**
 * The field an error is about ("details.names.family"), or null.
 * @param {{code: string, details?: any}} error
 * @returns {string|null}
 */
export const fieldOf = (error) => error.details?.field ?? null;
