import { html, nothing } from 'lit';
import { toast } from '../app.js';
import { View } from '../element.js';
import { ask, uuid7 } from '../ipc.js';
import { words } from '../words/en.js';
import { areaField, checkField, radioField, selectField } from './fields.js';
import { Form } from './form.js';
import { formSummary } from './form-view.js';
import { formOffer, formTyping, TypedOffer } from './typed-offer.js';
import './date-input.js';
import './files.css';

/** @typedef {'normal' | 'call_patient' | 'book'} Outcome */

const w = words.results;
const OUTCOMES = /** @type {Outcome[]} */ (['normal', 'call_patient', 'book']);
const LABELS = { outcome: w.what, note: w.note, task_text: w.forDesk, due_on: w.dueTask, request_id: w.answers };

/** Beside an open result: what is to be done about it. Calling and booking ask the desk, which reads the text here and nothing else. Tells `reviewed`. */
class ReviewResult extends View {
  static properties = { fileId: {}, patientId: {}, hasRequest: {}, requests: { state: true } };

  constructor() {
    super();
    this.fileId = '';
    this.patientId = '';
    /** It was attached to a request. */
    this.hasRequest = false;
    /** What is still waited for. @type {{request_id: string, what: string}[]} */
    this.requests = [];
    this.taskId = uuid7();
    this.form = new Form(this, { outcome: '', note: '', task_text: '', due_on: null, urgent: false, request_id: '' });
    this.offer = new TypedOffer(this);
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.hasRequest) return;
    ask({ ask: 'test_requests', patient_id: this.patientId }).then((rows) => {
      this.requests = rows.filter((/** @type {any} */ row) => row.status === 'asked');
    }).catch(() => {});
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.offer.flush();
  }

  firstUpdated() {
    this.offer.start(`review ${this.fileId}`, () => formTyping(this.form));
  }

  updated() {
    if (this.form.dirty) this.offer.keep(() => formTyping(this.form));
  }

  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector('textarea, input:checked'));
  }

  /** @param {Outcome} outcome */
  choose(outcome) {
    const { form } = this;
    const { task_text: text, outcome: before } = form.values;
    form.set('outcome', outcome);
    const isDefault = !text.trim() || text === defaultOf(before);
    if (isDefault) form.set('task_text', defaultOf(outcome));
  }

  async review() {
    const { form } = this;
    const { outcome, note, task_text: text, due_on: due, urgent, request_id: request } = form.values;
    const asks = outcome !== 'normal';
    if (!form.check({ outcome: outcome ? null : w.what, task_text: outcome && asks ? form.missing('task_text') : null })) return;
    const desk = asks ? { task_id: this.taskId, task_text: text.trim(), due_on: due, urgent } : {};
    if (!(await form.perform({ op: 'review_result', file_id: this.fileId, outcome, note: note.trim() || null, request_id: request || null, ...desk }))) return;
    this.offer.end();
    toast(w.saved[/** @type {Outcome} */ (outcome)]);
    this.dispatchEvent(new CustomEvent('reviewed', { bubbles: true }));
  }

  render() {
    const { form, requests } = this;
    const { outcome } = form.values;
    const asks = outcome === 'call_patient' || outcome === 'book';
    return html`<section class="review-result" aria-label=${w.waits}>${formOffer(form, this.offer)} ${formSummary(form, LABELS)}
      ${radioField({ ...form.bind('outcome'), label: w.what, inline: true, options: OUTCOMES.map((value) => ({ value, label: w.outcomes[value] })), onInput: (/** @type {Outcome} */ value) => this.choose(value) })}
      ${asks ? html`${areaField({ ...form.bind('task_text'), label: w.forDesk, hint: w.forDeskHint, rows: 2 })}
        <div class="file-row"><cd-date data-field="due_on" .label=${w.dueTask} .value=${form.values.due_on} .error=${form.errors.due_on ?? ''} @change=${(/** @type {CustomEvent} */ event) => form.set('due_on', event.detail.value)}></cd-date>
          ${checkField({ ...form.bind('urgent'), label: w.urgent })}</div>` : nothing}
      ${outcome ? areaField({ ...form.bind('note'), label: w.note, rows: 2, optional: true }) : nothing}
      ${outcome && requests.length ? selectField({ ...form.bind('request_id'), label: w.answers, empty: w.answersNone, options: requests.map((one) => ({ value: one.request_id, label: one.what })) }) : nothing}
      ${outcome ? html`<div class="button-row"><button type="button" class="button primary" ?disabled=${form.busy} @click=${this.review}>${asks ? w.saveAsk : w.save}</button></div>` : nothing}</section>`;
  }
}

/** @param {string} outcome */
const defaultOf = (outcome) => (outcome === 'call_patient' || outcome === 'book' ? w.defaults[outcome] : '');

customElements.define('cd-review-result', ReviewResult);
