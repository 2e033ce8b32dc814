import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { dateTime } from '../format.js';
import { ask } from '../ipc.js';
import { icon } from '../icons.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { LABELS, TEXTS } from './visit-values.js';
import './visit.css';

/** @typedef {import('../bindings/VisitLine').VisitLine} VisitLine */

const PAGE = 20;
const w = words.visits;

/** All visits of a patient, the newest first, with what was written in each. */
class VisitList extends View {
  static properties = { patientId: {}, rows: { state: true }, next: { state: true }, problem: { state: true }, busy: { state: true } };

  constructor() {
    super();
    this.patientId = '';
    /** @type {VisitLine[] | null} */
    this.rows = null;
    /** @type {string | null} */
    this.next = null;
    this.problem = '';
    this.busy = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', ({ detail }) => {
      if (detail.touches.some((/** @type {any} */ touch) => touch.kind === 'visit_record')) this.read();
    });
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('patientId')) return;
    this.rows = null;
    this.read();
  }

  async read(before = /** @type {string | null} */ (null)) {
    const id = this.patientId;
    this.busy = true;
    try {
      const page = await ask({ ask: 'patient_visits', patient_id: id, ...(before ? { before } : {}), limit: PAGE });
      if (id !== this.patientId) return;
      this.rows = before ? [...(this.rows ?? []), ...page.rows] : page.rows;
      this.next = page.next;
      this.problem = '';
    } catch (error) {
      this.problem = say(/** @type {import('../ipc.js').WireError} */ (error));
    } finally {
      this.busy = false;
    }
  }

  render() {
    const { rows } = this;
    return html`<section class="chart-section" aria-labelledby="visits-title">
      <div class="chart-section-head"><h2 id="visits-title">${w.title}</h2>
        ${app.can('record.write') ? html`<a class="button" href="/patients/${this.patientId}/visits/new">${icon('plus')}${w.writeNew}</a>` : nothing}</div>
      ${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}
      ${rows === null ? html`<div class="skeleton"><i></i></div>` : rows.length ? rows.map((row) => this.renderRow(row)) : html`<p class="muted">${w.none}</p>`}
      ${this.next ? html`<button type="button" class="button visit-more" ?disabled=${this.busy} @click=${() => this.read(this.next)}>${w.earlier}</button>` : nothing}
    </section>`;
  }

  /** @param {VisitLine} row */
  renderRow(row) {
    const mark = row.struck ? w.struckShort : row.status === 'draft' ? w.draft : w.signedShort;
    return html`<article class="visit-line ${row.struck ? 'visit-struck-line' : ''}" aria-labelledby="visit-${row.visit_id}">
      <h3 id="visit-${row.visit_id}"><a href="/patients/${this.patientId}/visits/${row.visit_id}">${dateTime(row.visited_at)}</a> <span class="muted visit-line-who">${row.practitioner}</span>
        <span class="visit-mark ${row.status === 'signed' && !row.struck ? 'visit-mark-signed' : ''}">${mark}</span></h3>
      <div class=${row.struck ? 'visit-struck' : ''}>
        ${row.diagnoses.length ? html`<p><strong>${row.diagnoses.join(', ')}</strong></p>` : nothing}
        ${TEXTS.map((name) => (row[name] ? html`<p class="visit-line-text"><span class="muted">${LABELS[name]}:</span> ${row[name]}</p>` : nothing))}
      </div>
      ${row.struck ? html`<p class="chart-why">${row.struck}</p>` : nothing}
    </article>`;
  }
}

customElements.define('cd-visit-list', VisitList);
