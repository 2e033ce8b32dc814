// Ending a visit, from where it is written and from where it was just signed.
import { app, toast } from '../app.js';
import { ask } from '../ipc.js';
import { go, route } from '../router.js';
import { words } from '../words/en.js';
import { fullName } from './day-card.js';

/** @typedef {import('../wire-types.js').AppointmentDetail} Detail */

const w = words.visits;
const TREATED = ['arrived', 'in_room'];

/** @param {Detail | null} detail */
export const mayFinish = (detail) => Boolean(detail && TREATED.includes(detail.appointment.status)) && app.can('appointment.status');

/**
 * The patient goes on to the desk; whoever treated them to the next one.
 * @param {Detail['appointment']} appointment
 * @param {import('./sender.js').Sender} step
 */
export async function finishVisit(appointment, step) {
  // What the desk did to the appointment while it was written is no reason not to end the visit.
  const { appointment: now } = await ask({ ask: 'appointment', id: appointment.id });
  if (TREATED.includes(now.status)) {
    const { id } = await step.send({ op: 'change_status', appointment_id: now.id, version: now.version, to: 'to_pay' });
    toast(w.finished(fullName(appointment)), { undo: id });
  } else toast(w.finishedElsewhere);
  // Whoever turned to somebody else meanwhile stays there.
  const { screen, id: chosen } = route();
  if (screen !== 'consult') go('/today');
  else if (chosen === appointment.id) go('/consult');
}
