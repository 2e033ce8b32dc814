import { html } from 'lit';
import { app, toast } from '../app.js';
import { uuid7 } from '../ipc.js';
import { words } from '../words/en.js';
import { selectField, textField } from './fields.js';
import { Form } from './form.js';
import { formSummary } from './form-view.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';
import { formTyping, takeUpForm } from './typed-offer.js';
import './date-input.js';
import './files.css';

const w = words.tests;
const LABELS = { what: w.what, practitioner_id: w.by, due_on: w.due };

/** Notes that a test was asked for. @param {{patient_id: string, name: string}} patient */
export function openTestRequest(patient) {
  if (document.querySelector('cd-test-dialog')) return Promise.resolve(undefined);
  const dialog = /** @type {TestDialog} */ (document.createElement('cd-test-dialog'));
  dialog.patient = patient;
  return dialog.open();
}

class TestDialog extends Modal {
  constructor() {
    super();
    this.patient = { patient_id: '', name: '' };
    this.newId = uuid7();
    this.form = new Form(this, { what: '', practitioner_id: app.me?.practitioner_id ?? '', due_on: null });
  }

  connectedCallback() {
    super.connectedCallback();
    app.load('practitioners').then(() => this.requestUpdate()).catch(() => {});
  }

  size() {
    return 'small';
  }

  heading() {
    return w.requestTitle;
  }

  subheading() {
    return html`<p class="muted">${this.patient.name}</p>`;
  }

  dirty() {
    return this.form.dirty;
  }

  keptAs() {
    return `test ${this.patient.patient_id}`;
  }

  typing() {
    return formTyping(this.form);
  }

  /** @param {any} typing */
  takeUp(typing) {
    takeUpForm(this.form, typing);
  }

  async submit() {
    const { form } = this;
    const unclear = /** @type {import('./date-input.js').DateInput | null} */ (this.querySelector('cd-date'));
    if (unclear?.isUnclear) {
      unclear.leave();
      unclear.focus();
      return;
    }
    const { what, practitioner_id: practitioner, due_on: due } = form.values;
    if (!form.check({ what: form.missing('what'), practitioner_id: form.missing('practitioner_id'), due_on: due && due < app.today() ? w.duePast : form.missing('due_on') })) return;
    if (!(await form.perform({ op: 'request_test', request_id: this.newId, patient_id: this.patient.patient_id, practitioner_id: practitioner, what: what.trim(), due_on: due }))) return;
    toast(w.saved(what.trim()));
    this.close(true);
  }

  body() {
    const { form } = this;
    const practitioners = app.lists.practitioners.filter((one) => one.active);
    return html`<div class="file-form">${formSummary(form, LABELS)}
      ${textField({ ...form.bind('what'), label: w.what, hint: w.whatHint, first: true, maxlength: 200 })}
      ${selectField({ ...form.bind('practitioner_id'), label: w.by, empty: '', options: practitioners.map((one) => ({ value: one.practitioner_id, label: one.name })) })}
      <cd-date data-field="due_on" .label=${w.due} .value=${form.values.due_on} .error=${form.errors.due_on ?? ''} @change=${(/** @type {CustomEvent} */ event) => form.set('due_on', event.detail.value)}></cd-date></div>`;
  }

  foot() {
    return html`<span class="grow muted small">${words.patientForm.as(app.me?.name ?? '')}</span>
      <button type="button" class="button" @click=${this.askToClose}>${words.modal.cancel}</button>
      <button type="submit" class="button primary" ?disabled=${this.form.busy}>${w.save}${caps('Enter')}</button>`;
  }
}

customElements.define('cd-test-dialog', TestDialog);
