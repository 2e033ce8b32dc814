// How a prescribed medicine is read.
import { app } from '../app.js';
import { date } from '../format.js';
import { words } from '../words/en.js';

/** @typedef {import('../bindings/MedicineLine').MedicineLine} Line */

const w = words.medicines;

/** @param {{medicine: string, strength?: string | null, form?: string | null}} line */
export const nameOf = (line) => [line.medicine, line.strength, line.form].filter(Boolean).join(' ');

/** @param {Line} line */
export const howOf = (line) => [line.dose, line.frequency, line.days ? w.days(line.days) : '', line.quantity ?? ''].filter(Boolean).join(' · ');

/** Until when it is taken, or why it no longer is. @param {Line} line */
export function untilOf(line) {
  if (line.struck) return w.inError;
  if (line.stopped) return w.stoppedOn(date(line.stopped.on), line.stopped.by);
  if (line.repeated) return w.repeated;
  return line.until ? date(line.until) : w.untilStopped;
}

/** May this line still be stopped? @param {Line} line */
export const mayStop = (line) => line.is_current && !line.stopped && app.can('prescription.write');

/** What `prescribe` begins with to repeat this line. @param {Line} line */
export function again(line) {
  const { medicine_id, medicine, ingredient, strength, form, dose, frequency, days, quantity, instructions } = line;
  return { medicine_id, medicine, ingredient, strength, form, dose, frequency, days, quantity, instructions, repeats_id: line.is_current ? line.item_id : null };
}

/** The newest prescription's medicines, without what was entered in error. @param {Line[]} lines */
export function lastOf(lines) {
  const whole = lines.filter((line) => !line.struck);
  return whole.filter((line) => line.prescription_id === whole[0]?.prescription_id);
}

/** What speaks against a medicine. @param {import('../bindings/Warning').Warning} one */
export function warningText(one) {
  if (one.kind === 'allergy') return words.prescribe.allergy(one.what);
  return one.kind === 'interaction' ? words.prescribe.interaction(one.what, one.advice ?? '') : words.prescribe.duplicate(one.what);
}
