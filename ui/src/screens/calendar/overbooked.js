// The report of overbookings: what was booked over something else on purpose, and why.
import { html, nothing } from 'lit';
import { app } from '../../app.js';
import { View } from '../../element.js';
import { date as dateText, timeRange } from '../../format.js';
import { icon } from '../../icons.js';
import { ask } from '../../ipc.js';
import { say as sayError } from '../../messages.js';
import { appointmentPath } from '../../router.js';
import { addDays } from '../../wall.js';
import { words } from '../../words/en.js';
import '../../parts/date-input.js';
import '../admin/admin.css';
import './calendar.css';

const say = words.overbooked;
/** What is shown at first: the month behind and the two weeks ahead. */
const BEFORE = 30;
const AHEAD = 14;

/** @typedef {import('../../bindings/Overbooking').Overbooking} Overbooking */

class CalendarOverbooked extends View {
  static properties = { from: { state: true }, to: { state: true }, rows: { state: true }, problem: { state: true } };

  constructor() {
    super();
    /** @type {string|null} */
    this.from = addDays(app.today(), -BEFORE);
    /** @type {string|null} */
    this.to = addDays(app.today(), AHEAD);
    /** @type {Overbooking[]|null} */
    this.rows = null;
    /** @type {import('../../ipc.js').WireError|null} */
    this.problem = null;
    this.turn = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', ({ detail }) => {
      if (detail.touches.some((/** @type {{kind: string}} */ touch) => touch.kind === 'appointment')) this.load();
    });
    this.load();
  }

  async load() {
    this.turn += 1;
    const { turn, from, to } = this;
    if (!from || !to) return;
    try {
      const rows = await ask({ ask: 'overbooked', from, to });
      if (turn !== this.turn) return;
      this.rows = rows;
      this.problem = null;
    } catch (error) {
      if (turn === this.turn) this.problem = /** @type {any} */ (error);
    }
  }

  /** @param {'from'|'to'} which @param {string|null} value */
  change(which, value) {
    this[which] = value;
    this.load();
  }

  render() {
    const atEnd = this.problem?.details?.field === 'to' ? sayError(this.problem) : '';
    const field = (/** @type {'from'|'to'} */ which) => html`<cd-date .label=${say[which]} .value=${this[which]} .error=${which === 'to' ? atEnd : ''}
      @change=${(/** @type {CustomEvent} */ event) => this.change(which, event.detail.value)}></cd-date>`;
    return html`
      <section class="admin-page" aria-labelledby="overbooked-title">
        <div class="admin-list">
          <header class="admin-head"><div class="grow"><h1 id="overbooked-title">${words.calendar.tabs.overbooked}</h1><p class="muted">${say.lead}</p></div></header>
          <div class="calendar-span">${field('from')}${field('to')}</div>
          ${this.problem && !atEnd ? html`<div class="f-summary" role="alert">${icon('warning')}<p>${sayError(this.problem)}</p></div>` : nothing}
          ${this.rows && !this.problem ? this.renderRows(this.rows) : nothing}
        </div>
      </section>
    `;
  }

  /** @param {Overbooking[]} rows */
  renderRows(rows) {
    if (rows.length === 0) return html`<div class="empty"><p>${say.empty}</p></div>`;
    return html`
      <table class="rows">
        <thead><tr><th scope="col">${say.when}</th><th scope="col">${say.practitioner}</th><th scope="col">${say.patient}</th><th scope="col">${say.reason}</th><th scope="col">${say.by}</th></tr></thead>
        <tbody>${rows.map(
          (row) => html`<tr>
            <td class="nowrap"><a href=${appointmentPath(row)}>${dateText(row.starts_at)}</a> <span class="number">${timeRange(row.starts_at, row.ends_at)}</span></td>
            <td>${row.practitioner_name}</td>
            <td><a href="/patients/${row.patient_id}">${row.name}</a><br /><span class="muted">${row.services}</span></td>
            <td>${row.reason}</td>
            <td class="muted">${row.by ?? ''}</td>
          </tr>`,
        )}</tbody>
      </table>
    `;
  }
}

customElements.define('cd-calendar-overbooked', CalendarOverbooked);
