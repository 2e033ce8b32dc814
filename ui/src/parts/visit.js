import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { dateTime } from '../format.js';
import { ask } from '../ipc.js';
import { icon } from '../icons.js';
import { say } from '../messages.js';
import { go } from '../router.js';
import { words } from '../words/en.js';
import { openVisitSummary } from './document-dialog.js';
import { LETTERS } from './letters.js';
import './visit-form.js';
import './visit-last.js';
import './visit-read.js';
import './visit.css';

/** @typedef {import('../bindings/Visit').Visit} VisitData */

const w = words.visits;
/** Enough for everything measured on a day and since. */
const DAY_NUMBERS = 500;

/**
 * One visit on the chart, with the last one beside it: a draft to write in, or what was signed to read. `.row` is the visit's id, `new`, or
 * `of-` and the id of an appointment that may not have its record yet.
 */
class Visit extends View {
  static properties = { patientId: {}, row: {}, visit: { state: true }, detail: { state: true }, last: { state: true }, vitals: { state: true }, ready: { state: true }, problem: { state: true } };

  constructor() {
    super();
    this.patientId = '';
    this.row = '';
    /** @type {VisitData | null} */
    this.visit = null;
    /** @type {import('../wire-types.js').AppointmentDetail | null} */
    this.detail = null;
    /** @type {any} */
    this.last = null;
    /** What was measured on its day, the nurse's numbers of this morning too. @type {import('./vitals-values.js').Vital[]} */
    this.vitals = [];
    this.ready = false;
    this.problem = '';
    /** The id of what was saved from here: its path may still say `new`. */
    this.savedId = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', ({ detail }) => {
      const id = this.visit?.visit_id;
      // What somebody else writes in a draft is met on saving; a signature or a strike has to be seen at once.
      if (id && !detail.own && detail.touches.some((/** @type {any} */ touch) => touch.kind === 'visit_record' && touch.id === id)) this.heard();
      if (this.ready && detail.touches.some((/** @type {any} */ touch) => touch.kind === 'vital')) this.readVitals();
    });
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('row') || (this.savedId && this.row === this.savedId)) return;
    this.ready = false;
    this.visit = null;
    this.detail = null;
    this.savedId = '';
    this.read();
  }

  async read() {
    const { row } = this;
    try {
      let id = row === 'new' || row.startsWith('of-') ? null : row;
      let detail = null;
      if (row.startsWith('of-')) {
        detail = await ask({ ask: 'appointment', id: row.slice(3) });
        id = detail.visit_id;
      }
      const visit = id ? await ask({ ask: 'visit', visit_id: id }) : null;
      if (visit?.appointment_id && !detail) detail = await ask({ ask: 'appointment', id: visit.appointment_id });
      const last = visit ? visit.last : ((await ask({ ask: 'patient_visits', patient_id: this.patientId, limit: 5 })).rows.find((/** @type {any} */ one) => !one.struck) ?? null);
      const vitals = visit ? visit.vitals : await this.measuredOn(detail?.appointment.starts_at ?? app.today());
      if (row !== this.row) return;
      Object.assign(this, { visit, detail, last, vitals, ready: true, problem: '' });
    } catch (error) {
      if (row === this.row) this.problem = say(/** @type {import('../ipc.js').WireError} */ (error));
    }
  }

  /** @param {string} when @returns {Promise<import('./vitals-values.js').Vital[]>} */
  async measuredOn(when) {
    const rows = await ask({ ask: 'vitals', patient_id: this.patientId, limit: DAY_NUMBERS }).catch(() => []);
    const ofDay = rows.filter((/** @type {any} */ row) => row.measured_at.slice(0, 10) === when.slice(0, 10)).reverse();
    return ofDay.flatMap((/** @type {any} */ row) => row.values).filter((/** @type {any} */ one) => !one.struck);
  }

  /** Measured while it is written. */
  async readVitals() {
    const { row, visit } = this;
    if (visit && visit.status !== 'draft') return;
    const vitals = await this.measuredOn(visit?.visited_at ?? this.detail?.appointment.starts_at ?? app.today());
    if (row === this.row) this.vitals = vitals;
  }

  /** Changed elsewhere: a draft goes on being written in unless it is none any more. */
  async heard() {
    const id = this.visit?.visit_id;
    const visit = await ask({ ask: 'visit', visit_id: id }).catch(() => null);
    if (visit && visit.visit_id === this.visit?.visit_id && (visit.status !== 'draft' || visit.strike)) this.visit = visit;
  }

  /** @param {CustomEvent<{visit_id: string}>} event */
  async saved({ detail: { visit_id: id } }) {
    const first = this.visit === null;
    this.savedId = id;
    const visit = await ask({ ask: 'visit', visit_id: id }).catch(() => null);
    if (visit) this.visit = visit;
    if (first && location.pathname.includes(`/visits/${this.row}`)) go(`/patients/${this.patientId}/visits/${id}`, { replace: true });
  }

  async sign() {
    const id = this.visit?.visit_id ?? this.savedId;
    if (!id) return;
    const visit = await ask({ ask: 'visit', visit_id: id });
    const { openSign } = await import('./visit-sign.js');
    if (await openSign(visit)) await this.reread(id);
  }

  /** @param {string} [id] */
  async reread(id = this.visit?.visit_id) {
    this.visit = await ask({ ask: 'visit', visit_id: id });
  }

  /** @param {import('../bindings/LetterKind').LetterKind} kind @param {VisitData} visit */
  async writeLetter(kind, visit) {
    const { diagnoses } = /** @type {any} */ (visit.text);
    const { openLetter } = await import('./letter-dialog.js');
    openLetter(kind, { patient_id: visit.patient_id, name: visit.patient, visit_id: visit.visit_id, practitioner_id: visit.practitioner_id, diagnoses: diagnoses.map((/** @type {any} */ one) => one.title) });
  }

  /** What of a visit leaves the clinic on paper. @param {VisitData} visit */
  renderPapers(visit) {
    return html`<div class="button-row visit-papers"><button type="button" class="button small" @click=${() => openVisitSummary(visit.visit_id)}>${icon('print')}${words.documents.openVisit}</button>
      ${app.can('letter.write') ? LETTERS.map((kind) => html`<button type="button" class="button small" @click=${() => this.writeLetter(kind, visit)}>${words.letters.write[kind]}</button>`) : nothing}</div>`;
  }

  render() {
    const { visit, ready, problem } = this;
    if (problem) return html`<div class="chart-shut" role="alert"><p>${problem}</p><button type="button" class="button" @click=${this.read}>${words.common.tryAgain}</button></div>`;
    if (!ready) return html`<div class="skeleton" aria-busy="true"><i></i><i></i></div>`;
    const isDraft = !visit || (visit.status === 'draft' && !visit.strike);
    const when = visit?.visited_at ?? this.detail?.appointment.starts_at;
    return html`
      <div class="visit-head"><h2>${when ? w.one(dateTime(when)) : w.writeNew}</h2>
        ${visit ? html`<span class="muted">${visit.practitioner}</span>` : nothing}
        ${isDraft && visit ? html`<span class="visit-mark">${w.draft}</span>` : nothing}
        ${visit && !visit.strike ? this.renderPapers(visit) : nothing}
        <a class="button quiet small visit-back" href="/patients/${this.patientId}/visits">${icon('previous')}${w.back}</a></div>
      <div class="visit-columns">
        ${isDraft && app.can('record.write')
          ? html`<cd-visit-form .patientId=${this.patientId} .visit=${visit} .detail=${this.detail} .vitals=${this.vitals} @saved=${this.saved} @sign=${this.sign}></cd-visit-form>`
          : visit ? html`<cd-visit-read .visit=${visit} .detail=${this.detail} @changed=${() => this.reread()}></cd-visit-read>` : nothing}
        <cd-visit-last .visit=${this.last}></cd-visit-last>
      </div>
    `;
  }
}

customElements.define('cd-visit', Visit);
