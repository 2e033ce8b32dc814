import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { dateTime } from '../format.js';
import { ask } from '../ipc.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import './seen-list.css';

/** @typedef {import('../bindings/SeenLine').SeenLine} SeenLine */

const PAGE = 50;
const w = words.seen;

/** Who opened a patient's record; without `patientId`, every restricted record that was opened. */
class SeenList extends View {
  static properties = { patientId: {}, rows: { state: true }, next: { state: true }, problem: { state: true }, busy: { state: true } };

  constructor() {
    super();
    /** @type {string | null} */
    this.patientId = null;
    /** @type {SeenLine[] | null} */
    this.rows = null;
    /** @type {string | null} */
    this.next = null;
    this.problem = '';
    this.busy = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.read();
  }

  async read(before = /** @type {string | null} */ (null)) {
    this.busy = true;
    try {
      const question = this.patientId ? { ask: 'who_saw', patient_id: this.patientId } : { ask: 'restricted_opened' };
      const page = await ask({ ...question, ...(before ? { before } : {}), limit: PAGE });
      this.rows = before ? [...(this.rows ?? []), ...page.rows] : page.rows;
      this.next = page.next;
      this.problem = '';
    } catch (error) {
      this.problem = say(/** @type {import('../ipc.js').WireError} */ (error));
    }
    this.busy = false;
  }

  render() {
    const { rows } = this;
    const ofOne = Boolean(this.patientId);
    return html`
      ${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}
      ${rows?.length === 0 ? html`<p class="muted">${ofOne ? w.none : w.noneRestricted}</p>` : nothing}
      ${rows?.length ? html`<table class="seen-rows">
        <thead><tr><th scope="col">${w.when}</th><th scope="col">${w.who}</th>${ofOne ? html`<th scope="col">${w.what}</th>` : html`<th scope="col">${w.patient}</th>`}<th scope="col">${w.reason}</th><th scope="col">${w.where}</th></tr></thead>
        <tbody>${rows.map((row) => html`<tr>
          <td class="number nowrap">${dateTime(app.wall(row.at))}</td>
          <td>${row.who}</td>
          <td>${ofOne ? html`${/** @type {any} */ (w.whats)[row.what] ?? row.what}${row.file ? html`: ${row.file}` : nothing}` : html`<a href="/patients/${row.patient_id}">${row.patient}</a> <span class="muted number">${row.mrn}</span>`}</td>
          <td class="seen-reason">${row.reason ?? ''}</td>
          <td>${row.workstation}</td></tr>`)}</tbody>
      </table>` : nothing}
      ${this.next ? html`<p class="seen-more"><button type="button" class="button" ?disabled=${this.busy} @click=${() => this.read(this.next)}>${w.earlier}</button></p>` : nothing}
    `;
  }
}

customElements.define('cd-seen-list', SeenList);
