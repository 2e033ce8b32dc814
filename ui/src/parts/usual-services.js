import { app } from '../app.js';
import { ask } from '../ipc.js';
import { mayGive, servicesOf } from './book-services.js';

const KEY = 'book.usual_services';

/** What was booked last with each practitioner on this computer. No patient is in it. @returns {Record<string, string[]>} */
function remembered() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}');
  } catch {
    return {};
  }
}

/** @param {string} practitionerId @param {string[]} serviceIds */
export function rememberServices(practitionerId, serviceIds) {
  localStorage.setItem(KEY, JSON.stringify({ ...remembered(), [practitionerId]: serviceIds }));
}

/** @param {string[]} ids @param {string} practitionerId */
const stillGiven = (ids, practitionerId) =>
  servicesOf(ids)
    .filter((service) => service.active && mayGive(service, practitionerId))
    .map((service) => service.service_id);

/** What this practitioner usually gives, before a patient is known. @param {string} practitionerId @returns {string[]} */
export function usualServices(practitionerId) {
  const usual = stillGiven(remembered()[practitionerId] ?? [], practitionerId);
  if (usual.length) return usual;
  const active = app.lists.services.filter((service) => service.active && mayGive(service, practitionerId));
  // A person with services of their own gives those; otherwise the first of the clinic's list stands for the ordinary visit.
  const own = active.find((service) => service.practitioner_ids.includes(practitionerId));
  const [first] = own ? [own] : active;
  return first ? [first.service_id] : [];
}

/**
 * What the patient came for last, with this practitioner if ever, and with whom that was.
 * @param {string} patientId
 * @param {string} practitionerId
 * @returns {Promise<{practitioner_id: string, service_ids: string[]} | null>}
 */
export async function lastVisit(patientId, practitionerId) {
  const visits = await ask({ ask: 'patient_appointments', patient_id: patientId, limit: 12 });
  const kept = visits.filter((/** @type {any} */ visit) => !['cancelled', 'taken_back', 'no_show'].includes(visit.status));
  const last = kept.find((/** @type {any} */ visit) => visit.practitioner_id === practitionerId) ?? kept[0];
  if (!last) return null;
  const { services } = await ask({ ask: 'appointment', id: last.id });
  const ids = services.map((/** @type {{service_id: string}} */ service) => service.service_id);
  return { practitioner_id: last.practitioner_id, service_ids: stillGiven(ids, practitionerId || last.practitioner_id) };
}
