// What services cost a patient on a day: as a booking and an invoice of that day will say. Without a patient the standard prices.
import { app } from '../app.js';
import { ask } from '../ipc.js';

/** @typedef {import('../bindings/PriceThen').PriceThen} PriceThen */
/** @typedef {Map<string, PriceThen>} Prices by service */

/** @param {string|null} patientId @param {string} day @returns {Promise<Prices>} */
export async function pricesFor(patientId, day) {
  /** @type {PriceThen[]} */
  const rows = await ask({ ask: 'prices', patient_id: patientId, day });
  return new Map(rows.map((one) => [one.service_id, one]));
}

/** Whether a list has to be named at all: most clinics have one. */
export const hasLists = () => app.lists.price_lists.filter((one) => one.active).length > 1;
