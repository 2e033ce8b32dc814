import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { View } from '../element.js';
import { dateTime } from '../format.js';
import { uuid7 } from '../ipc.js';
import { icon } from '../icons.js';
import { addCommands } from '../keys.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { areaField } from './fields.js';
import { Form } from './form.js';
import { formSummary } from './form-view.js';
import { caps } from './menu.js';
import { Sender } from './sender.js';
import { finishVisit, mayFinish } from './visit-finish.js';
import { visitVaccinations } from './visit-vaccinations.js';
import { vitalsLine } from './vitals-line.js';
import { diagnosisText, LABELS, TEXTS } from './visit-values.js';
import { TypedOffer } from './typed-offer.js';
import './files.js';
import './patient-recalls.js';
import './visit-medicines.js';
import './visit.css';

/** @typedef {import('../bindings/Visit').Visit} Visit */

const w = words.visits;

/** A visit that is not written in any more: signed, with what was added later; or entered in error, struck through and readable. */
class VisitRead extends View {
  static properties = { visit: {}, detail: {} };

  constructor() {
    super();
    /** @type {Visit | null} */
    this.visit = null;
    /** The appointment it belongs to: signed before it is over, it still has to be ended. @type {import('../wire-types.js').AppointmentDetail | null} */
    this.detail = null;
    this.step = new Sender(() => this.requestUpdate());
    /** @type {() => void} */
    this.removeCommands = () => {};
    this.addendum = new Form(this, { text: '' });
    this.addendumId = uuid7();
    this.offer = new TypedOffer(this);
  }

  connectedCallback() {
    super.connectedCallback();
    this.removeCommands = addCommands([{ id: 'visit.finish', words: w.finish, keys: ['Ctrl+Enter'], where: w.title, enabled: () => mayFinish(this.detail), run: () => this.finish() }]);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.removeCommands();
    this.offer.flush();
  }

  firstUpdated() {
    if (this.visit && this.mayAdd(this.visit)) this.offer.start(`addendum ${this.visit.visit_id}`, () => this.addendum.values);
  }

  updated() {
    if (this.addendum.dirty) this.offer.keep(() => this.addendum.values);
  }

  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector('.visit-add textarea'));
  }

  /** What is a doctor's, a doctor adds to. @param {Visit} visit */
  mayAdd(visit) {
    if (visit.strike || visit.status !== 'signed' || !app.can('record.write')) return false;
    const whose = app.lists.practitioners.find((one) => one.practitioner_id === visit.practitioner_id);
    return app.can('record.sign') || visit.practitioner_id === app.me?.practitioner_id || whose?.kind === 'nurse';
  }

  changed() {
    this.dispatchEvent(new CustomEvent('changed'));
  }

  /** What is typed below is added first. */
  async finish() {
    const appointment = this.detail?.appointment;
    if (!appointment || !mayFinish(this.detail) || this.step.busy) return;
    if (this.addendum.values.text.trim() && !(await this.add())) return;
    try {
      await finishVisit(appointment, this.step);
    } catch (error) {
      toast(say(/** @type {import('../ipc.js').WireError} */ (error)), { kind: 'error' });
    }
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.key !== 'Enter' || event.shiftKey || !(event.ctrlKey || event.metaKey) || !mayFinish(this.detail)) return;
    event.preventDefault();
    this.finish();
  }

  /** @param {Event} [event] @returns {Promise<boolean>} */
  async add(event) {
    event?.preventDefault();
    const { addendum, visit } = this;
    if (!visit || !addendum.check({ text: addendum.missing('text') })) return false;
    if (!(await addendum.perform({ op: 'add_addendum', addendum_id: this.addendumId, visit_id: visit.visit_id, text: addendum.values.text.trim() }))) return false;
    this.addendumId = uuid7();
    addendum.start({ text: '' });
    this.offer.saved();
    toast(w.addendumDone);
    this.changed();
    return true;
  }

  async strike() {
    const { openStrikeVisit } = await import('./visit-strike.js');
    if (this.visit && (await openStrikeVisit(this.visit))) this.changed();
  }

  /** @param {Visit} visit */
  seeAgain(visit) {
    import('./recall-dialog.js').then((part) => part.openRecall({ patient_id: visit.patient_id, name: visit.patient, visit_id: visit.visit_id, practitioner_id: visit.practitioner_id }));
  }

  copy() {
    if (this.visit) import('./visit-copy.js').then((part) => part.openCopyVisit(/** @type {Visit} */ (this.visit)));
  }

  render() {
    const { visit } = this;
    if (!visit) return nothing;
    const text = /** @type {import('./visit-values.js').VisitText} */ (/** @type {any} */ (visit.text));
    const struck = visit.strike;
    return html`
      <article class="visit-read" @keydown=${this.onKey}>
        ${struck ? html`<p class="visit-struck-why">${icon('cancel')}<span>${w.struck(struck.struck_by, dateTime(app.wall(struck.struck_at)))} <strong>${struck.reason}</strong></span></p>` : nothing}
        ${visit.signed_at ? this.renderSeal(visit) : nothing}
        <div class=${struck ? 'visit-struck' : ''}>
          ${TEXTS.map((name) => (text[name] ? html`<h3>${LABELS[name]}</h3><p class="visit-text">${text[name]}</p>` : nothing))}
          ${visit.vitals.length ? html`<h3>${words.vitals.title}</h3>${vitalsLine(/** @type {any} */ (visit.vitals))}` : nothing}
          ${visitVaccinations(visit.vaccinations)}
          <cd-visit-medicines .visit=${visit}></cd-visit-medicines>
          ${text.diagnoses.length ? html`<h3>${LABELS.diagnoses}</h3><ul class="visit-list">${text.diagnoses.map((one) => html`<li>${diagnosisText(one)}${one.is_main && text.diagnoses.length > 1 ? html` <span class="tag">${w.main}</span>` : nothing}</li>`)}</ul>` : nothing}
        </div>
        <cd-files .patientId=${visit.patient_id} .visitId=${visit.visit_id} .name=${visit.patient} ?shut=${Boolean(struck)}></cd-files>
        ${visit.addenda.length ? html`<h3>${w.addenda}</h3>${visit.addenda.map((/** @type {import('../bindings/AddendumLine').AddendumLine} */ one) => html`<p class="visit-addendum"><span class="muted small number">${w.addendumBy(one.written_by, dateTime(app.wall(one.written_at)))}</span><span class="visit-text">${one.text}</span></p>`)}` : nothing}
        ${struck ? nothing : html`<cd-patient-recalls .patientId=${visit.patient_id} ?may-note=${app.can('record.write')} @note=${() => this.seeAgain(visit)}></cd-patient-recalls>`}
        ${this.mayAdd(visit) ? this.renderAdd() : nothing}
        <div class="button-row visit-read-do">
          ${app.can('record.write') ? html`<button type="button" class="button" @click=${this.copy}>${icon('patient')}${w.copy}</button>` : nothing}
          ${mayFinish(this.detail) ? html`<button type="button" class="button primary" ?disabled=${this.step.busy} @click=${this.finish}>${w.finish}${caps('Ctrl+Enter')}</button>` : nothing}
          ${!struck && app.can('record.sign') ? html`<button type="button" class="button quiet" @click=${this.strike}>${w.strike}</button>` : nothing}
        </div>
      </article>
    `;
  }

  /** @param {Visit} visit */
  renderSeal(visit) {
    return html`<p class="visit-seal ${visit.is_whole ? '' : 'visit-broken'}">
      ${icon(visit.is_whole ? 'check' : 'warning')}
      <span>${w.signed(visit.signed_by ?? '', dateTime(app.wall(visit.signed_at ?? '')))} · <strong>${visit.is_whole ? w.whole : w.broken}</strong></span>
      <code title=${visit.hash ?? ''}>${visit.hash?.slice(0, 12)}</code></p>`;
  }

  renderAdd() {
    return html`<form class="visit-add" novalidate @submit=${this.add}>
      ${this.offer.render(({ text }) => this.addendum.set('text', text))} ${formSummary(this.addendum)}
      ${areaField({ ...this.addendum.bind('text'), label: w.addendum, rows: 2 })}
      <div class="button-row"><button type="submit" class="button" ?disabled=${this.addendum.busy}>${w.addendumSave}</button></div>
    </form>`;
  }
}

customElements.define('cd-visit-read', VisitRead);
