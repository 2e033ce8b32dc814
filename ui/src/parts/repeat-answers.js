import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { dateTime } from '../format.js';
import { ask } from '../ipc.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';
import { again } from './medicine-text.js';
import { askedText, renderAsked } from './repeat-line.js';
import { REPEAT_KINDS, repeats } from './repeats.js';

/** @typedef {import('../bindings/RepeatLine').RepeatLine} RepeatLine */
/** @typedef {import('./medicine-text.js').Line} Line */

const w = words.repeats;

/** Above what a patient takes, in the open chart: what they asked for more of, with the doctor's answer. */
class RepeatAnswers extends View {
  static properties = { patientId: {}, name: {}, lines: {}, rows: { state: true }, answered: { state: true } };

  constructor() {
    super();
    this.patientId = '';
    this.name = '';
    /** What was prescribed. @type {Line[]} */
    this.lines = [];
    /** @type {RepeatLine[]} */
    this.rows = [];
    /** One was answered here: the next one is offered. */
    this.answered = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', ({ detail }) => {
      if (detail.touches.some((/** @type {any} */ touch) => REPEAT_KINDS.has(touch.kind))) this.read();
    });
    this.listen(repeats, 'change', () => this.requestUpdate());
    if (this.hasUpdated) this.read();
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('patientId')) return;
    this.rows = [];
    this.answered = false;
    this.read();
  }

  async read() {
    const id = this.patientId;
    if (!id || !app.can('repeat.request')) return;
    // The medicines below say what is away.
    const rows = await ask({ ask: 'repeat_requests', patient_id: id }).catch(() => []);
    if (id !== this.patientId) return;
    // The oldest first, as in the list that it was opened from.
    this.rows = rows.filter((/** @type {RepeatLine} */ line) => line.state === 'waiting').reverse();
  }

  /** The oldest that waits, of anybody else. */
  get next() {
    return repeats.waiting.find((line) => line.patient_id !== this.patientId) ?? null;
  }

  /** @param {any} result what the dialog decided */
  async went(result) {
    if (!result) return;
    this.answered = true;
    await this.read();
    await this.updateComplete;
    // What opened the dialog is gone.
    /** @type {HTMLElement | null} */ (this.querySelector('.button-row :is(a, button)'))?.focus();
  }

  /** @param {RepeatLine} line */
  approve(line) {
    const wanted = new Set(line.asked?.medicines.map((one) => one.item_id));
    const items = this.lines.filter((one) => wanted.has(one.item_id)).map(again);
    const patient = { patient_id: this.patientId, name: this.name };
    import('./prescribe-dialog.js').then((part) => part.openPrescribe(patient, { items, repeat: line })).then((result) => this.went(result));
  }

  /** @param {RepeatLine} line */
  refuse(line) {
    import('./repeat-reasons.js').then((part) => part.openRefuseRepeat(line)).then((result) => this.went(result));
  }

  render() {
    if (!this.rows.length) return this.answered ? this.renderNext() : nothing;
    return html`<section class="chart-section repeat-answers" aria-labelledby="repeat-answers">
      <div class="chart-section-head"><h2 id="repeat-answers">${icon('repeat')}${w.answerTitle}</h2></div>
      <ul>${this.rows.map((line) => this.renderLine(line))}</ul></section>`;
  }

  renderNext() {
    const { next } = this;
    return html`<section class="chart-section repeat-answers" aria-label=${w.title}>
      <div class="button-row repeat-next"><span class="muted" role="status">${next ? w.answeredHere : w.answeredAll}</span>
        ${next ? html`<a class="button primary" href="/patients/${next.patient_id}/medicines">${w.next(next.patient)}${icon('next')}</a>` : nothing}
        <a class="button" href="/repeats">${w.title}</a></div></section>`;
  }

  /** @param {RepeatLine} line */
  renderLine(line) {
    const what = askedText(line);
    return html`<li><div class="grow">${renderAsked(line, () => {})}<p class="muted small number">${w.notedBy(line.requested_by ?? '')}, ${dateTime(app.wall(line.requested_at))}</p></div>
      ${app.can('prescription.write') ? html`<div class="button-row"><button type="button" class="button primary" aria-label=${w.approveOne(what)} @click=${() => this.approve(line)}>${w.approve}</button>
        <button type="button" class="button" aria-label=${w.refuseOne(what)} @click=${() => this.refuse(line)}>${w.refuse}</button></div>` : nothing}</li>`;
  }
}

customElements.define('cd-repeat-answers', RepeatAnswers);
