// Who comes, in the dialogs that book and admit: somebody known, somebody new, or the search that finds out.
import { html } from 'lit';
import './book-create.js';
import './patient-card.js';
import './patient-picker.js';

/** @typedef {import('../wire-types.js').PatientLine} PatientLine */
/**
 * The dialog in which it is said.
 * @typedef {import('./modal.js').Modal & {
 *   patient: PatientLine | null, creating: string, errors: Record<string, string>, createForm: import('./book-create.js').BookCreate | null,
 *   pick: (patient: PatientLine) => void, unpick: () => void,
 * }} Asking
 */

/** @param {Asking} dialog */
export function whoComes(dialog) {
  const { patient, creating, errors } = dialog;
  const pick = (/** @type {CustomEvent} */ event) => dialog.pick(event.detail);
  if (patient) return html`<cd-patient-card .patient=${patient} .error=${errors.patient ?? ''} @change=${() => dialog.unpick()}></cd-patient-card>`;
  if (creating) return html`<cd-book-create @typing=${() => dialog.requestUpdate()} @back=${() => dialog.unpick()} @use=${pick}></cd-book-create>`;
  return html`<cd-patient-picker .error=${errors.patient ?? ''} @pick=${pick} @create=${(/** @type {CustomEvent} */ event) => createNew(dialog, event.detail)}></cd-patient-picker>`;
}

/** Nobody of that name: what was typed begins the new one. @param {Asking} dialog @param {string} text */
function createNew(dialog, text) {
  dialog.creating = text || ' ';
  delete dialog.errors.patient;
  dialog.requestUpdate();
  dialog.updateComplete.then(async () => {
    dialog.createForm?.startWith(text);
    await dialog.createForm?.updateComplete;
    dialog.firstField()?.focus();
    dialog.requestUpdate();
  });
}
