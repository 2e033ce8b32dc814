// Every change, newest first, with filters; each opens to show its fields before and after.
import { html, nothing } from 'lit';
import { app } from '../../app.js';
import { View } from '../../element.js';
import * as format from '../../format.js';
import { icon } from '../../icons.js';
import { ask } from '../../ipc.js';
import { say as sayError } from '../../messages.js';
import { selectField } from '../../parts/fields.js';
import { Form } from '../../parts/form.js';
import { aboutWords, kindWords, loadNames, operationWords } from '../../parts/history-words.js';
import { changesTable, withheldLine } from '../../parts/record-history.js';
import '../../parts/date-input.js';
import { dateOf } from '../../wall.js';
import { words } from '../../words/en.js';

const say = words.admin.historyTab;
const PAGE = 60;

/** @typedef {import('../../parts/history-words.js').HistoryRow} HistoryRow */
/** @typedef {import('../../parts/history-words.js').About} About */

const blank = () => ({ operation: '', actor_id: '', workstation_id: '', from: null, to: null });

class AdminHistory extends View {
  static properties = { rows: { state: true }, next: { state: true }, problem: { state: true }, open: { state: true }, record: { state: true }, loading: { state: true } };

  constructor() {
    super();
    /** @type {HistoryRow[]|null} */
    this.rows = null;
    /** @type {any} */
    this.next = null;
    /** @type {any} */
    this.problem = null;
    /** @type {string|null} the change that is open */
    this.open = null;
    /** Changes by row, once asked. @type {Map<string, any[]>} */
    this.changes = new Map();
    /** The one record whose history is shown instead. @type {About|null} */
    this.record = null;
    this.loading = false;
    this.form = new Form(this, blank());
    /** @type {any[]} */
    this.people = [];
    /** @type {any[]} */
    this.workstations = [];
    this.turn = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', () => this.rows && !this.open && !this.next && this.load());
    this.loadFilters();
    this.load();
  }

  async loadFilters() {
    const orNone = (/** @type {string} */ question) => ask({ ask: question }).catch(() => []);
    [this.people, this.workstations] = await Promise.all([orNone('people'), orNone('workstations'), loadNames()]);
    this.requestUpdate();
  }

  /** @param {any} [before] */
  async load(before = null) {
    this.turn += 1;
    const { turn } = this;
    this.loading = true;
    const filters = Object.fromEntries(Object.entries(this.form.values).filter(([, value]) => value));
    try {
      const answer = await ask({ ask: 'history', ...filters, ...(before ? { before } : {}), limit: PAGE });
      // A slower answer to an older filter must not replace the newer one.
      if (turn !== this.turn) return;
      this.rows = before ? [...(this.rows ?? []), ...answer.rows] : answer.rows;
      this.next = answer.next;
      this.problem = null;
    } catch (error) {
      if (turn === this.turn) this.problem = error;
    }
    this.loading = false;
  }

  /** @param {string} name @param {any} value */
  filter(name, value) {
    this.form.set(name, value);
    this.load();
  }

  clear() {
    this.form.start(blank());
    this.load();
  }

  get filtered() {
    return Object.values(this.form.values).some(Boolean);
  }

  /** @param {HistoryRow} row */
  async toggle(row) {
    this.open = this.open === row.id ? null : row.id;
    if (!this.open || row.withheld || this.changes.has(row.id)) return;
    try {
      const histories = await Promise.all(row.about.map(({ kind, id }) => ask({ ask: 'record_history', kind, id })));
      const own = histories.flatMap((history) => history.filter((/** @type {HistoryRow} */ one) => one.id === row.id)).flatMap((one) => one.changes ?? []);
      this.changes.set(row.id, own);
    } catch {
      this.changes.set(row.id, []);
    }
    this.requestUpdate();
  }

  render() {
    const { rows, record } = this;
    return html`
      <section class="admin-page" aria-labelledby="admin-title">
        <div class="admin-list">
          <header class="admin-head">
            <div class="grow"><h1 id="admin-title">${words.admin.tabs.history}</h1><p class="muted">${record ? `${kindWords(record.kind)}: ${aboutWords(record)}` : say.lead}</p></div>
            ${record ? html`<button type="button" class="button" @click=${() => (this.record = null)}>${icon('previous')}${say.back}</button>` : nothing}
          </header>
          ${this.problem ? html`<div class="f-summary" role="alert">${icon('warning')}<div><p>${sayError(this.problem)}</p><button type="button" class="f-link" @click=${() => this.load()}>${words.admin.retry}</button></div></div>` : nothing}
          ${record ? html`<cd-record-history .kind=${record.kind} .rowId=${record.id}></cd-record-history>` : html`${this.renderFilters()} ${rows ? this.renderRows(rows) : nothing}`}
        </div>
      </section>
    `;
  }

  renderFilters() {
    const { form } = this;
    const operations = Object.keys(words.admin.operations).map((operation) => ({ value: operation, label: operationWords(operation) }));
    const date = (/** @type {'from'|'to'} */ name, /** @type {string} */ label) => html`
      <cd-date .label=${label} .value=${form.values[name]} @change=${(/** @type {CustomEvent} */ event) => {
        const { value, text } = event.detail;
        if (value || !text) this.filter(name, value);
      }}></cd-date>`;
    return html`
      <div class="f-row filters" role="search" aria-label=${words.admin.tabs.history}>
        ${selectField({ ...form.bind('operation'), label: say.what, empty: say.any, options: operations, onInput: (value) => this.filter('operation', value) })}
        ${this.people.length ? selectField({ ...form.bind('actor_id'), label: say.who, empty: say.anybody, options: this.people.map((one) => ({ value: one.user_id, label: one.name })), onInput: (value) => this.filter('actor_id', value) }) : nothing}
        ${this.workstations.length > 1 ? selectField({ ...form.bind('workstation_id'), label: say.where, empty: say.anywhere, options: this.workstations.map((one) => ({ value: one.workstation_id, label: one.name })), onInput: (value) => this.filter('workstation_id', value) }) : nothing}
        ${date('from', say.from)} ${date('to', say.to)}
      </div>
      ${this.filtered ? html`<p><button type="button" class="f-link" @click=${this.clear}>${say.clear}</button></p>` : nothing}
    `;
  }

  /** @param {HistoryRow[]} rows */
  renderRows(rows) {
    if (rows.length === 0) {
      return html`<div class="empty"><p>${this.filtered ? say.empty : say.emptyAll}</p>${this.filtered ? html`<button type="button" class="button" @click=${this.clear}>${say.clear}</button>` : nothing}</div>`;
    }
    let day = '';
    return html`
      <table class="rows history" aria-busy=${this.loading}>
        <thead><tr><th scope="col">${say.when}</th><th scope="col">${say.what}</th><th scope="col">${say.about}</th><th scope="col">${say.who}</th><th scope="col">${say.where}</th></tr></thead>
        <tbody>
          ${rows.map((row) => {
            const date = dateOf(app.wall(row.at));
            const heading = date === day ? nothing : html`<tr class="day-row"><th scope="rowgroup" colspan="5">${format.dateWithDay(date)}</th></tr>`;
            day = date;
            return html`${heading} ${this.renderRow(row)}`;
          })}
        </tbody>
      </table>
      ${this.next ? html`<p class="more-rows"><button type="button" class="button" ?disabled=${this.loading} @click=${() => this.load(this.next)}>${say.older}</button></p>` : nothing}
    `;
  }

  /** @param {HistoryRow} row */
  renderRow(row) {
    const open = this.open === row.id;
    const about = row.about.map(aboutWords).filter((text, i, all) => all.indexOf(text) === i).join(', ');
    return html`
      <tr class=${open ? 'selected' : ''} @click=${() => this.toggle(row)}>
        <td class="number nowrap">${format.time(app.wall(row.at))}</td>
        <td><button type="button" class="row-button" aria-expanded=${open}>${operationWords(row.operation)}</button></td>
        <td>${about}</td>
        <td>${row.actor}</td>
        <td class="muted">${row.workstation}</td>
      </tr>
      ${open ? html`<tr class="detail-row"><td></td><td colspan="4">${this.renderDetail(row)}</td></tr>` : nothing}
    `;
  }

  /** @param {HistoryRow} row */
  renderDetail(row) {
    const changes = this.changes.get(row.id);
    const entered = Object.entries(row.details ?? {})
      .filter(([name]) => !['op', 'version'].includes(name))
      .map(([field, after]) => ({ field, before: null, after }));
    return html`
      ${row.withheld ? withheldLine() : changes === undefined ? html`<p class="muted" role="status">${words.admin.loading}</p>` : changesTable(changes.length ? changes : entered)}
      <p class="record-links">
        ${row.about.map((about) => html`<button type="button" class="f-link" @click=${() => (this.record = about)}>${say.record}: ${kindWords(about.kind)} ${about.label ?? ''}</button>`)}
      </p>
    `;
  }
}

customElements.define('cd-admin-history', AdminHistory);
