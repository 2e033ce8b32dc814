import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { uuid7 } from '../ipc.js';
import { icon } from '../icons.js';
import { say } from '../messages.js';
import { go } from '../router.js';
import { words } from '../words/en.js';
import { Modal } from './modal.js';
import { Sender } from './sender.js';
import './patient-card.js';
import './patient-picker.js';

/** @typedef {import('../bindings/Visit').Visit} Visit */

const w = words.visits;

/** What was written for the wrong patient begins again as a draft with the right one. @param {Visit} visit */
export function openCopyVisit(visit) {
  if (document.querySelector('cd-copy-visit')) return Promise.resolve(undefined);
  const dialog = /** @type {CopyVisit} */ (document.createElement('cd-copy-visit'));
  dialog.visit = visit;
  return dialog.open();
}

class CopyVisit extends Modal {
  constructor() {
    super();
    /** @type {Visit | null} */
    this.visit = null;
    /** @type {import('../wire-types.js').PatientLine | null} */
    this.patient = null;
    this.refusal = '';
    this.newId = uuid7();
    this.opening = new Sender();
    this.sender = new Sender(() => this.requestUpdate());
  }

  heading() {
    return w.copyTitle;
  }

  subheading() {
    return html`<p class="muted">${w.copyLead}</p>`;
  }

  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector('input') ?? this.querySelector('[data-submit]'));
  }

  /** @param {import('../wire-types.js').PatientLine | null} patient */
  pick(patient) {
    this.patient = patient;
    this.refusal = '';
    this.requestUpdate();
    this.updateComplete.then(() => this.firstField()?.focus());
  }

  async submit() {
    const { visit, patient } = this;
    if (!visit || !patient || this.sender.busy) return;
    try {
      await this.opening.send({ op: 'open_chart', patient_id: patient.patient_id, reason: w.copyReason });
      await this.sender.send({ op: 'start_visit', visit_id: this.newId, patient_id: patient.patient_id, practitioner_id: app.me?.practitioner_id ?? visit.practitioner_id, appointment_id: null, text: visit.text });
      toast(w.copyDone(patient.name));
      this.close(true);
      go(`/patients/${patient.patient_id}/visits/${this.newId}`);
    } catch (error) {
      this.refusal = say(/** @type {import('../ipc.js').WireError} */ (error));
      this.requestUpdate();
    }
  }

  body() {
    return html`
      ${this.refusal ? html`<section class="clash" role="alert"><p class="clash-title">${icon('warning')}${this.refusal}</p></section>` : nothing}
      ${this.patient
        ? html`<cd-patient-card .patient=${this.patient} @change=${() => this.pick(null)}></cd-patient-card>`
        : html`<cd-patient-picker @pick=${(/** @type {CustomEvent} */ event) => this.pick(event.detail)}></cd-patient-picker>`}
    `;
  }

  foot() {
    return html`<span class="grow"></span><button type="button" class="button" @click=${this.askToClose}>${words.modal.cancel}</button>
      <button type="submit" class="button primary" data-submit ?disabled=${!this.patient || this.sender.busy}>${w.copyOpen}</button>`;
  }
}

customElements.define('cd-copy-visit', CopyVisit);
