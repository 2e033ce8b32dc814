import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { dateTime } from '../format.js';
import { ask } from '../ipc.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';
import { lookAt, renderAsked, renderDesk, renderState } from './repeat-line.js';
import { REPEAT_KINDS } from './repeats.js';

/** @typedef {import('../bindings/RepeatLine').RepeatLine} RepeatLine */

const w = words.repeats;
const OPEN = new Set(['waiting', 'ready', 'refused', 'void']);

/** What a patient asked for more of, on their page: noting it, and what became of it; earlier ones behind a click. */
class PatientRepeats extends View {
  static properties = { patientId: {}, name: {}, mayAsk: {}, rows: { state: true } };

  constructor() {
    super();
    this.patientId = '';
    this.name = '';
    this.mayAsk = false;
    /** @type {RepeatLine[]} */
    this.rows = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', ({ detail }) => {
      if (detail.touches.some((/** @type {any} */ touch) => REPEAT_KINDS.has(touch.kind))) this.read();
    });
    if (this.hasUpdated) this.read();
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('patientId')) return;
    this.rows = [];
    this.read();
  }

  async read() {
    const id = this.patientId;
    if (!id || !app.can('repeat.request')) return;
    // The page stands without it: what is away says so itself.
    const rows = await ask({ ask: 'repeat_requests', patient_id: id }).catch(() => []);
    if (id === this.patientId) this.rows = rows;
  }

  /** @param {RepeatLine} line */
  async look(line) {
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
    return html`<li data-repeat=${line.repeat_id}>${renderAsked(line, (one) => this.look(one))}
      <p class="muted small number">${w.notedBy(line.requested_by ?? '')}, ${dateTime(app.wall(line.requested_at))}</p>
      ${renderState(line)} <div class="button-row">${renderDesk(line)}</div></li>`;
  }
}

customElements.define('cd-patient-repeats', PatientRepeats);
