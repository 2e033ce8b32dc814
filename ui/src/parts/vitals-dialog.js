import { html } from 'lit';
import { app } from '../app.js';
import { words } from '../words/en.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';
import { VitalsEntry } from './vitals-entry.js';

const w = words.vitals;

/**
 * Enter what was measured. What is far from usual is asked before it is saved.
 * @param {{patient_id: string, name: string}} patient
 * @param {import('./vitals-values.js').Vital | null} [height] the newest one, for the BMI
 */
export function openVitals(patient, height = null) {
  if (document.querySelector('cd-vitals-dialog')) return Promise.resolve(undefined);
  const dialog = /** @type {VitalsDialog} */ (document.createElement('cd-vitals-dialog'));
  dialog.name = patient.name;
  dialog.entry.start(patient.patient_id);
  dialog.entry.height = height;
  return dialog.open();
}

class VitalsDialog extends Modal {
  constructor() {
    super();
    this.name = '';
    this.entry = new VitalsEntry(this);
  }

  heading() {
    return w.enter;
  }

  subheading() {
    return html`<p class="muted">${this.name}</p>`;
  }

  dirty() {
    return this.entry.form.dirty;
  }

  keptAs() {
    return this.entry.keptAs;
  }

  typing() {
    return this.entry.typing();
  }

  /** @param {any} typing */
  takeUp(typing) {
    this.entry.takeUp(typing);
  }

  firstField() {
    return this.entry.firstField();
  }

  async submit() {
    if (await this.entry.submit()) this.close(true);
  }

  body() {
    return this.entry.render();
  }

  foot() {
    if (this.entry.asked.length) return html`<span class="grow"></span>${this.entry.renderAsking()}`;
    return html`<span class="grow muted small">${words.patientForm.as(app.me?.name ?? '')}</span>
      <button type="button" class="button" @click=${this.askToClose}>${words.modal.cancel}</button>
      <button type="submit" class="button primary" data-submit ?disabled=${this.entry.form.busy}>${words.common.save}${caps('Enter')}</button>`;
  }
}

customElements.define('cd-vitals-dialog', VitalsDialog);
