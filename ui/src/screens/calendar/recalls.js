// Calendar → To recall: whom a doctor wants to see again and nobody has booked; one tap or key says what came of it.
import { html, nothing } from 'lit';
import { app } from '../../app.js';
import { View } from '../../element.js';
import { date, dateTime, phone } from '../../format.js';
import { icon } from '../../icons.js';
import { ask } from '../../ipc.js';
import { addCommands, lettersOn } from '../../keys.js';
import { cutLine } from '../../parts/cut-line.js';
import { say } from '../../messages.js';
import { checkField } from '../../parts/fields.js';
import { facts } from '../../parts/facts.js';
import { caps } from '../../parts/menu.js';
import { bookRecall, calledRecall, daysOver, declineRecall, spanOf } from '../../parts/recall-text.js';
import { route } from '../../router.js';
import { words } from '../../words/en.js';
import '../../parts/recalls.css';
import '../admin/admin.css';

/** @typedef {import('../../bindings/RecallLine').RecallLine} RecallLine */

const w = words.recalls;
const KINDS = new Set(['recall', 'appointment', 'patient']);

class Recalls extends View {
  static properties = { rows: { state: true }, later: { state: true }, problem: { state: true }, selected: { state: true }, busy: { state: true } };

  constructor() {
    super();
    /** @type {RecallLine[]|null} */
    this.rows = null;
    /** Also those who are due later. */
    this.later = false;
    this.problem = '';
    /** @type {string|null} */
    this.selected = null;
    this.busy = false;
    /** @type {() => void} */
    this.removeCommands = () => {};
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', ({ detail }) => {
      if (detail.touches.some((/** @type {any} */ touch) => KINDS.has(touch.kind))) this.load();
    });
    const enabled = () => route().path === '/calendar/recalls' && Boolean(this.current) && !this.busy;
    const [where, permission] = [w.title, 'appointment.book'];
    this.removeCommands = addCommands([
      { id: 'recalls.book', words: w.keyBook, keys: ['o'], where, permission, enabled, run: () => this.step(bookRecall) },
      { id: 'recalls.called', words: w.keyCalled, keys: ['c'], where, permission, enabled, run: () => this.step(calledRecall) },
      { id: 'recalls.not_wanted', words: w.keyNotWanted, keys: ['x'], where, permission, enabled, run: () => this.step(declineRecall) },
    ]);
    this.load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.removeCommands();
  }

  /** The row the keys act on: the one last focused, else the first. */
  get current() {
    const rows = this.rows ?? [];
    return rows.find((row) => row.recall_id === this.selected) ?? rows[0] ?? null;
  }

  async load() {
    const { later } = this;
    try {
      const rows = await ask({ ask: 'to_recall', later });
      if (later !== this.later) return;
      this.rows = rows;
      this.problem = '';
    } catch (error) {
      this.problem = say(/** @type {any} */ (error));
    }
  }

  /** @param {boolean} later */
  show(later) {
    this.later = later;
    this.load();
  }

  /** @param {(row: RecallLine) => Promise<any>} work @param {RecallLine|null} [row] */
  async step(work, row = this.current) {
    if (!row || this.busy) return;
    this.busy = true;
    const rows = this.rows ?? [];
    const at = rows.indexOf(row);
    const following = rows[at + 1] ?? rows[at - 1] ?? null;
    try {
      await work(row);
    } finally {
      this.busy = false;
    }
    await this.load();
    // Who was called goes on standing there: the next one is at hand, and the same where the row was only looked at.
    const next = work === calledRecall || !this.rows?.some((one) => one.recall_id === row.recall_id) ? following : row;
    this.selected = next?.recall_id ?? null;
    await this.updateComplete;
    /** @type {HTMLElement|null} */ (this.querySelector(`[data-row="${this.selected}"]`))?.focus();
  }

  render() {
    const { rows } = this;
    return html`
      <section class="admin-page" aria-labelledby="recalls-title">
        <div class="admin-list">
          <header class="admin-head"><div class="grow"><h1 id="recalls-title">${w.title}</h1><p class="muted">${w.lead}</p></div></header>
          <div class="admin-tools recalls-tools">
            ${checkField({ id: 'recalls-later', name: 'later', label: w.later, value: this.later, onInput: (value) => this.show(value) })}
            <p class="muted number" role="status">${rows?.length ? w.count(rows.length) : ''}</p>
          </div>
          ${this.problem ? html`<div class="f-summary" role="alert">${icon('warning')}<div><p>${this.problem}</p><button type="button" class="f-link" @click=${this.load}>${words.common.tryAgain}</button></div></div>` : nothing}
          ${rows ? this.renderRows(rows) : this.problem ? nothing : html`<div class="skeleton list-skeleton" role="status" aria-label=${words.common.loading}><i></i><i></i><i></i></div>`}
        </div>
      </section>
    `;
  }

  /** @param {RecallLine[]} rows */
  renderRows(rows) {
    if (!rows.length) return html`<div class="empty"><p>${w.nothing}</p></div>`;
    return html`
      <table class="rows recalls" @keydown=${this.onKeydown}>
        <thead><tr>${[w.patient, w.phones, w.due].map((head, i) => html`<th scope="col" class="col-${i}">${head}</th>`)}<td></td></tr></thead>
        <tbody>${rows.map((row) => this.renderRow(row))}</tbody>
      </table>${cutLine(rows, 500)}
    `;
  }

  /** @param {RecallLine} row */
  renderRow(row) {
    const current = row === this.current;
    const [over, { last_call: last }] = [daysOver(row), row];
    const lost = row.lost ? w.lost[/** @type {'left'} */ (row.lost)] : '';
    return html`
      <tr class=${current ? 'selected' : ''}>
        <td>
          <button type="button" class="row-button" data-row=${row.recall_id} aria-pressed=${String(current)} @focus=${() => (this.selected = row.recall_id)} @click=${() => (this.selected = row.recall_id)}>${row.name}</button>
          <p class="muted small">${facts([row.birth_date ? date(row.birth_date) : '', row.mrn])}</p>
        </td>
        <td>${row.phones.length ? row.phones.map((one) => html`<p class="recalls-phone">${phone(one.number)}</p>`) : html`<span class="muted">${w.noPhone}</span>`}
          ${last ? html`<p class="small">${w.times(last.calls)}</p><p class="muted small">${w.calledBy(last.by ?? '', dateTime(app.wall(last.at)))}</p>` : nothing}</td>
        <td><p class="number" title=${row.noted_by ? w.notedBy(row.noted_by, dateTime(app.wall(row.noted_at))) : nothing}>${spanOf(row)}</p>${over ? html`<p class="small warn">${w.overdue(over)}</p>` : nothing}
          <p class="small">${facts([row.service ?? w.forAny, row.practitioner ?? w.withAny])}</p>
          ${row.note ? html`<p class="small">${row.note}</p>` : nothing}
          ${lost ? html`<p class="small warn">${lost}</p>` : nothing}
          ${row.next_visit ? html`<p class="muted small">${w.comes(dateTime(row.next_visit))}</p>` : nothing}</td>
        <td>${app.can('appointment.book') ? this.renderDo(row, current) : nothing}</td>
      </tr>
    `;
  }

  /** @param {RecallLine} row @param {boolean} current */
  renderDo(row, current) {
    const key = (/** @type {string} */ letter) => (current && lettersOn() ? caps(letter) : nothing);
    const whom = html`<span class="visually-hidden">${row.name}</span>`;
    return html`<div class="row-do">
      <button type="button" class="button ${current ? 'primary' : ''}" ?disabled=${this.busy} @click=${() => this.step(bookRecall, row)}>${w.book}${whom}${key('o')}</button>
      <button type="button" class="button" ?disabled=${this.busy} @click=${() => this.step(calledRecall, row)}>${w.called}${whom}${key('c')}</button>
      <button type="button" class="button" ?disabled=${this.busy} @click=${() => this.step(declineRecall, row)}>${w.notWanted}${whom}${key('x')}</button></div>`;
  }

  /** Arrows walk the rows. @param {KeyboardEvent} event */
  onKeydown(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const buttons = /** @type {HTMLElement[]} */ ([...this.querySelectorAll('.row-button')]);
    const at = buttons.indexOf(/** @type {HTMLElement} */ (event.target));
    if (!step || at < 0) return;
    event.preventDefault();
    buttons[Math.min(Math.max(at + step, 0), buttons.length - 1)].focus();
  }
}

customElements.define('cd-calendar-recalls', Recalls);
