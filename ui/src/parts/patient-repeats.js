import { html, nothing } from 'lit';
import { app } from '../app.js';
import { dateTime } from '../format.js';
import { ask } from '../ipc.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';
import { OfPatient } from './of-patient.js';
import { lookAt, renderAsked, renderDesk, renderState } from './repeat-line.js';
import { REPEAT_KINDS } from './repeats.js';

/** @typedef {import('../bindings/RepeatLine').RepeatLine} RepeatLine */

const w = words.repeats;
const OPEN = new Set(['waiting', 'ready', 'refused', 'void']);

/** What a patient asked for more of, on their page: noting it, and what became of it; earlier ones behind a click. */
class PatientRepeats extends OfPatient {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = { ...OfPatient.properties, mayAsk: {}, rows: { state: true } };

  constructor() {
    super();
    this.mayAsk = false;
    /** @type {RepeatLine[]} */
    this.rows = [];
  }

  get kinds() {
    return [...REPEAT_KINDS];
  }

  forget() {
    this.rows = [];
  }

  /** The page stands without it: what is away says so itself. @param {string} patient_id */
  async look(patient_id) {
    if (!app.can('repeat.request')) return [];
    return ask({ ask: 'repeat_requests', patient_id }).catch(() => []);
  }

  /** @param {RepeatLine[]} rows */
  take(rows) {
    this.rows = rows;
  }

  /** @param {RepeatLine} line */
  async lookAt(line) {
    if (await lookAt(line)) await this.read();
  }

  note() {
    import('./repeat-dialog.js').then((part) => part.openRepeat({ patient_id: this.patientId, name: this.name }));
  }

  render() {
    if (!app.can('repeat.request')) return nothing;
    const open = this.rows.filter((line) => OPEN.has(line.state));
    const over = this.rows.filter((line) => !OPEN.has(line.state));
    return html`<section class="repeats-of" aria-label=${w.onPatient}>
      <div class="repeats-head"><h2>${w.onPatient}</h2>${this.mayAsk ? html`<button type="button" class="button small" @click=${this.note}>${icon('plus')}${w.note}</button>` : nothing}</div>
      ${open.length ? html`<ul>${open.map((line) => this.renderLine(line))}</ul>` : html`<p class="muted">${w.noneHere}</p>`}
      ${over.length ? html`<details><summary>${w.earlier}</summary><ul>${over.map((line) => this.renderLine(line))}</ul></details>` : nothing}</section>`;
  }

  /** @param {RepeatLine} line */
  renderLine(line) {
    return html`<li data-repeat=${line.repeat_id}>${renderAsked(line, (one) => this.lookAt(one))}
      <p class="muted small number">${w.notedBy(line.requested_by ?? '')}, ${dateTime(app.wall(line.requested_at))}</p>
      ${renderState(line)} <div class="button-row">${renderDesk(line)}</div></li>`;
  }
}

customElements.define('cd-patient-repeats', PatientRepeats);
