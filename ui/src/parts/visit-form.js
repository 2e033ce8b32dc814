import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { View } from '../element.js';
import { ask, uuid7 } from '../ipc.js';
import { addCommands } from '../keys.js';
import { words } from '../words/en.js';
import { fullName } from './day-card.js';
import { areaField, selectField } from './fields.js';
import { Form } from './form.js';
import { conflictChoice, formSummary } from './form-view.js';
import { caps } from './menu.js';
import { NoteWriting } from './note-writing.js';
import { Sender } from './sender.js';
import { TypedOffer } from './typed-offer.js';
import { finishVisit, mayFinish } from './visit-finish.js';
import { visitVaccinations } from './visit-vaccinations.js';
import { vitalsLine } from './vitals-line.js';
import { forForm, forWire, isEmpty, LABELS, show, TEXTS } from './visit-values.js';
import './files.js';
import './patient-recalls.js';
import './visit-diagnoses.js';
import './visit-medicines.js';
import './visit.css';

/** @typedef {import('../bindings/Visit').Visit} Visit */
/** @typedef {import('../wire-types.js').AppointmentDetail} Detail */

const w = words.visits;
/** Lines of each text before it scrolls. */
const ROWS = { reason: 1, history: 3, findings: 3, assessment: 2, plan: 3 };

/**
 * A draft: written in, saved, finished, signed. Of two who write in one, nobody overwrites the other: what both changed is chosen, field by
 * field. What is typed is kept on this workstation until it is saved. Tells `saved {visit_id}` and `sign`.
 */
export class VisitForm extends View {
  static properties = { patientId: {}, visit: {}, detail: {}, vitals: {} };

  constructor() {
    super();
    this.patientId = '';
    /** Null while nothing was saved yet. @type {Visit | null} */
    this.visit = null;
    /** The appointment it belongs to. @type {Detail | null} */
    this.detail = null;
    /** What was measured on the day of it. @type {import('./vitals-values.js').Vital[]} */
    this.vitals = [];
    this.newId = uuid7();
    this.version = 0;
    this.practitioner = '';
    this.form = new Form(this, forForm());
    this.step = new Sender(() => this.requestUpdate());
    this.offer = new TypedOffer(this);
    this.begin = () => this.begun();
    this.writing = new NoteWriting(this, () => this.practitioner);
    /** @type {() => void} */
    this.removeCommands = () => {};
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'lists', () => this.requestUpdate());
    app.load('practitioners').catch(() => {});
    this.writing.connect();
    const where = w.title;
    this.removeCommands = addCommands([
      { id: 'visit.save', words: w.saveDraft, keys: ['Ctrl+S'], where, run: () => this.save() },
      { id: 'visit.finish', words: w.finish, keys: ['Ctrl+Enter'], where, enabled: () => this.mayFinish, run: () => this.finish() },
      { id: 'visit.see_again', words: words.recalls.note, keys: ['Ctrl+Shift+E'], where, run: () => this.seeAgain() },
      { id: 'visit.template', words: words.notes.use, keys: ['Ctrl+Shift+F'], where, permission: 'note_template.use', run: () => this.writing.chooseTemplate() },
      { id: 'visit.sign', words: w.sign, keys: ['Ctrl+Shift+Enter'], where, permission: 'record.sign', run: () => this.sign() },
    ]);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.removeCommands();
    this.writing.disconnect();
    this.offer.flush();
  }

  firstUpdated() {
    const { visit } = this;
    this.practitioner = visit?.practitioner_id ?? this.detail?.appointment.practitioner_id ?? app.me?.practitioner_id ?? '';
    this.version = visit?.version ?? 0;
    this.form.start(forForm(/** @type {any} */ (visit?.text)));
    this.offer.start(this.key, () => this.form.values, this.version);
    // Whoever walks through a list by keys goes on walking.
    if (!this.closest('[data-walking]')) this.updateComplete.then(() => this.firstField()?.focus());
  }

  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector('textarea, input'));
  }

  get name() {
    return this.visit?.patient ?? (this.detail ? fullName(this.detail.appointment) : '');
  }

  /** Under what typing is kept: the visit, or what it will be the visit of. */
  get key() {
    return `visit ${this.visit?.visit_id ?? this.detail?.appointment.id ?? this.patientId}`;
  }

  get mayFinish() {
    return mayFinish(this.detail);
  }

  updated() {
    if (this.hasUpdated && this.form.dirty) this.offer.keep(() => this.form.values);
  }

  /** What stands there now, to be put beside what is typed here. @param {import('./form.js').FormError} error */
  async theirs(error) {
    if (error.details?.theirs) return { values: forForm(error.details.theirs), version: error.details.version };
    return null;
  }

  /** @returns {Promise<boolean>} whether it is saved */
  async save({ quiet = false, empty = false } = {}) {
    const { form } = this;
    const isFirst = !this.visit;
    if (this.visit && !form.dirty && !form.conflict) return true;
    if (!this.visit && !empty && isEmpty(form.values)) {
      if (!quiet) toast(w.nothingWritten);
      return false;
    }
    if (!this.practitioner) {
      form.problem = w.nobodyToSign;
      this.requestUpdate();
      return false;
    }
    const text = forWire(form.values);
    const id = this.visit?.visit_id ?? this.newId;
    const operation = this.visit
      ? { op: 'save_visit', visit_id: id, version: form.version(this.version), text }
      : { op: 'start_visit', visit_id: id, patient_id: this.patientId, practitioner_id: this.practitioner, appointment_id: this.detail?.appointment.id ?? null, text };
    const sent = await form.perform(operation, { theirs: (error) => this.theirs(error) });
    if (!sent) {
      if (form.lastError?.code === 'visit.exists') await this.joined(form.lastError.details.visit_id);
      return false;
    }
    this.version = sent.outcome.version;
    this.offer.saved();
    // From here on it is found under the visit's own id.
    if (isFirst) this.offer.goOn(`visit ${id}`, () => this.form.values, this.version);
    if (!quiet) toast(w.saved);
    this.dispatchEvent(new CustomEvent('saved', { detail: { visit_id: id } }));
    return true;
  }

  /** The visit, begun if it was not: what belongs to it can be written before any of its text is. @returns {Promise<Visit | null>} */
  async begun() {
    if (this.visit) return this.visit;
    if (!(await this.save({ quiet: true, empty: true }))) return null;
    return ask({ ask: 'visit', visit_id: this.newId });
  }

  /** Somebody began this appointment's record meanwhile: theirs is written on. @param {string} visitId */
  async joined(visitId) {
    const visit = await ask({ ask: 'visit', visit_id: visitId });
    this.visit = visit;
    this.version = visit.version;
    this.form.compare({ code: 'visit.exists' }, { values: forForm(visit.text), version: visit.version });
    this.form.problem = w.exists;
    this.requestUpdate();
  }

  async finish() {
    const appointment = this.detail?.appointment;
    if (!this.mayFinish || !appointment || this.step.busy) return;
    if (!(await this.writing.mayEnd(words.notes.finishAnyway))) return;
    if (!isEmpty(this.form.values) && !(await this.save({ quiet: true }))) return;
    try {
      await finishVisit(appointment, this.step);
    } catch (error) {
      this.form.failed(/** @type {any} */ (error), {}, undefined);
    }
  }

  async sign() {
    if (!(await this.writing.mayEnd(words.notes.signAnyway))) return;
    if (await this.save({ quiet: true })) this.dispatchEvent(new CustomEvent('sign'));
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (this.writing.onKeydown(event) || !(event.ctrlKey || event.metaKey)) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      if (!event.shiftKey) this.finish();
      else if (app.can('record.sign')) this.sign();
    }
  }

  render() {
    const { form, visit } = this;
    const practitioners = app.lists.practitioners.filter((one) => one.active || one.practitioner_id === this.practitioner);
    return html`
      <form class="visit-form" novalidate autocomplete="off" @keydown=${this.onKey} @input=${(/** @type {Event} */ event) => this.writing.onInput(event)}
        @keyup=${(/** @type {Event} */ event) => this.writing.onMoved(event)} @click=${(/** @type {Event} */ event) => this.writing.onMoved(event)} @focusout=${() => this.writing.onLeft()} @submit=${(/** @type {Event} */ event) => {
        event.preventDefault();
        this.save();
      }}>
        ${formSummary(form, LABELS)} ${conflictChoice(form, LABELS, show)}
        ${this.offer.render((typing) => {
          form.values = { ...form.values, ...typing };
        })}
        ${visit || this.detail
          ? nothing
          : selectField({ id: 'visit-practitioner', name: 'practitioner', label: w.practitioner, value: this.practitioner, empty: '', options: practitioners.map((one) => ({ value: one.practitioner_id, label: one.name })), onInput: (value) => {
              this.practitioner = value;
              this.requestUpdate();
            } })}
        ${this.vitals.length ? html`<div class="visit-vitals">${vitalsLine(this.vitals)}</div>` : nothing}
        ${visit ? visitVaccinations(visit.vaccinations) : nothing}
        ${this.writing.renderTools()}
        ${TEXTS.map((name) => areaField({ ...form.bind(name), label: LABELS[name], rows: ROWS[name] }))}
        ${this.writing.snippets.render()}
        <cd-visit-diagnoses .value=${form.values.diagnoses} .error=${form.errors.diagnoses ?? ''} @diagnoses=${(/** @type {CustomEvent} */ event) => form.set('diagnoses', event.detail)}></cd-visit-diagnoses>
        <cd-visit-medicines .visit=${visit} .begin=${this.begin}></cd-visit-medicines>
        <cd-files .patientId=${this.patientId} .visitId=${visit?.visit_id ?? null} .name=${this.name} .begin=${this.begin}></cd-files>
        <cd-patient-recalls .patientId=${this.patientId} may-note @note=${this.seeAgain}></cd-patient-recalls>
        ${this.renderFoot()}
      </form>
    `;
  }

  seeAgain() {
    const { name } = this;
    import('./recall-dialog.js').then((part) => part.openRecall({ patient_id: this.patientId, name, visit_id: this.visit?.visit_id ?? null, practitioner_id: this.practitioner || undefined }));
  }

  renderFoot() {
    const busy = this.form.busy || this.step.busy;
    return html`<footer class="visit-foot">
      <button type="submit" class="button" ?disabled=${busy}>${w.saveDraft}${caps('Ctrl+S')}</button>
      ${this.writing.renderOpen()}
      ${app.can('record.sign') ? html`<button type="button" class="button" ?disabled=${busy} @click=${this.sign}>${w.sign}${caps('Ctrl+Shift+Enter')}</button>` : nothing}
      ${this.mayFinish ? html`<button type="button" class="button primary" ?disabled=${busy} @click=${this.finish}>${w.finish}${caps('Ctrl+Enter')}</button>` : nothing}
    </footer>`;
  }
}

customElements.define('cd-visit-form', VisitForm);
