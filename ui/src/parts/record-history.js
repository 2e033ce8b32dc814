// The history of one record: who changed what and when, each field before and after.
import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import * as format from '../format.js';
import { ask } from '../ipc.js';
import { say as sayError } from '../messages.js';
import { words } from '../words/en.js';
import { fieldWords, loadNames, operationWords, valueWords } from './history-words.js';
import './history.css';

const say = words.admin.historyTab;

/** @typedef {import('./history-words.js').HistoryRow} HistoryRow */
/** @typedef {import('./history-words.js').Change} Change */

/** @param {Change[]} changes */
export function changesTable(changes) {
  if (changes.length === 0) return html`<p class="muted">${say.noChanges}</p>`;
  const isNew = changes.every((change) => change.before === null || change.before === undefined);
  return html`
    <table class="changes">
      <thead>
        <tr><th scope="col">${say.field}</th>${isNew ? nothing : html`<th scope="col">${say.before}</th>`}<th scope="col">${isNew ? say.entered : say.after}</th></tr>
      </thead>
      <tbody>
        ${changes.map(
          (change) => html`<tr><th scope="row">${fieldWords(change.field)}</th>${isNew ? nothing : html`<td class="before">${valueWords(change.field, change.before)}</td>`}<td>${valueWords(change.field, change.after)}</td></tr>`,
        )}
      </tbody>
    </table>
  `;
}

/** What was entered is part of a medical record that is not open to whoever looks. */
export const withheldLine = () => html`<p class="muted">${say.withheld}</p>`;

class RecordHistory extends View {
  static properties = { kind: {}, rowId: {}, rows: { state: true }, problem: { state: true } };

  constructor() {
    super();
    this.kind = '';
    this.rowId = '';
    /** @type {HistoryRow[]|null} */
    this.rows = null;
    /** @type {any} */
    this.problem = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', (/** @type {CustomEvent} */ event) => {
      if (event.detail.touches.some((/** @type {{id: string}} */ touch) => touch.id === this.rowId)) this.load();
    });
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('rowId') && this.rowId) this.load();
  }

  async load() {
    try {
      const [rows] = await Promise.all([ask({ ask: 'record_history', kind: this.kind, id: this.rowId }), loadNames()]);
      this.rows = rows;
      this.problem = null;
    } catch (error) {
      this.problem = error;
    }
  }

  render() {
    if (this.problem) return html`<p class="error" role="alert">${sayError(this.problem)}</p>`;
    const { rows } = this;
    if (!rows) return html`<div class="skeleton list-skeleton" role="status" aria-label=${words.admin.loading}><i></i><i></i></div>`;
    if (rows.length === 0) return html`<p class="muted">${say.emptyAll}</p>`;
    return html`
      <ol class="record-history">
        ${rows.map(
          (row) => html`
            <li>
              <p><strong>${operationWords(row.operation)}</strong></p>
              <p class="muted small">${format.dateTime(app.wall(row.at))} · ${row.actor} · ${row.workstation}${row.approver ? html` · <strong>${say.approvedBy(row.approver)}</strong>` : nothing}</p>
              ${row.withheld ? withheldLine() : changesTable(row.changes ?? [])}
            </li>
          `,
        )}
      </ol>
    `;
  }
}

customElements.define('cd-record-history', RecordHistory);
