import { app } from '../app.js';

/** @typedef {import('../wire-types.js').PatientLine} PatientLine */

const KEPT = 6;

/** Who was opened lately, per person and connection: in memory only, a patient's name is never written to this computer. @type {Map<string, PatientLine[]>} */
const recent = new Map();

const key = () => `${app.boot?.connection?.id}/${app.me?.user_id}`;

/** @param {PatientLine} line */
export function rememberPatient(line) {
  const others = recentPatients().filter((one) => one.patient_id !== line.patient_id);
  recent.set(key(), [line, ...others].slice(0, KEPT));
}

/** @returns {PatientLine[]} */
export const recentPatients = () => recent.get(key()) ?? [];
