import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { uuid7 } from '../ipc.js';
import { icon } from '../icons.js';
import { say } from '../messages.js';
import { go } from '../router.js';
import { words } from '../words/en.js';
import { textField } from './fields.js';
import { Form } from './form.js';
import { formSummary } from './form-view.js';
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
    /** The record that it is copied to is restricted: a reason is needed. */
    this.asking = false;
    this.reason = new Form(this, { reason: '' });
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

  dirty() {
    return this.reason.dirty;
  }

  /** @param {import('../wire-types.js').PatientLine | null} patient */
  pick(patient) {
    this.patient = patient;
    this.refusal = '';
    // Nobody's reason is another's.
    this.asking = false;
    this.reason.start({ reason: '' });
    this.requestUpdate();
    this.updateComplete.then(() => this.firstField()?.focus());
  }

  async submit() {
    const { visit, patient } = this;
    if (!visit || !patient || this.sender.busy) return;
    const reason = this.reason.values.reason.trim();
    if (this.asking && !this.reason.check({ reason: reason ? null : words.chart.reasonNeeded })) return;
    try {
      await this.opening.send({ op: 'open_chart', patient_id: patient.patient_id, ...(this.asking ? { reason } : {}) });
      await this.sender.send({ op: 'start_visit', visit_id: this.newId, patient_id: patient.patient_id, practitioner_id: app.me?.practitioner_id ?? visit.practitioner_id, appointment_id: null, text: visit.text });
      toast(w.copyDone(patient.name));
      this.close(true);
      go(`/patients/${patient.patient_id}/visits/${this.newId}`);
    } catch (error) {
      this.refused(/** @type {import('../ipc.js').WireError} */ (error));
    }
  }

  /** A restricted record says so, as the chart does: nothing is opened on somebody's behalf. @param {import('../ipc.js').WireError} error */
  refused(error) {
    const asks = error.code === 'chart.reason_needed';
    if (asks) Object.assign(this, { asking: true, refusal: '' });
    else this.refusal = say(error);
    this.requestUpdate();
    if (asks) this.updateComplete.then(() => this.firstField()?.focus());
  }

  body() {
    return html`
      ${this.refusal ? html`<section class="clash" role="alert"><p class="clash-title">${icon('warning')}${this.refusal}</p></section>` : nothing}
      ${this.patient
        ? html`<cd-patient-card .patient=${this.patient} @change=${() => this.pick(null)}></cd-patient-card>`
        : html`<cd-patient-picker @pick=${(/** @type {CustomEvent} */ event) => this.pick(event.detail)}></cd-patient-picker>`}
      ${this.asking ? this.renderReason() : nothing}
    `;
  }

  renderReason() {
    return html`<section aria-labelledby="copy-restricted"><h3 id="copy-restricted">${icon('lock')}${words.chart.restrictedTitle}</h3><p class="muted">${words.chart.restrictedLead}</p>
      ${formSummary(this.reason, { reason: words.chart.reason })} ${textField({ ...this.reason.bind('reason'), label: words.chart.reason, maxlength: 500 })}</section>`;
  }

  foot() {
    return html`<span class="grow"></span><button type="button" class="button" @click=${this.askToClose}>${words.modal.cancel}</button>
      <button type="submit" class="button primary" data-submit ?disabled=${!this.patient || this.sender.busy}>${w.copyOpen}</button>`;
  }
}

customElements.define('cd-copy-visit', CopyVisit);
