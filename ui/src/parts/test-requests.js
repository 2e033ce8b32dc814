import { html, nothing } from 'lit';
import { app } from '../app.js';
import { date, dateTime } from '../format.js';
import { ask } from '../ipc.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';
import { cutLine } from './cut-line.js';
import { OfPatient } from './of-patient.js';
import './files.css';

/** @typedef {import('../bindings/TestRequestLine').TestRequestLine} Line */

const w = words.tests;

/** The tests that were asked for of a patient: what is waited for first, overdue ones marked; a result is attached from here. */
class TestRequests extends OfPatient {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = { ...OfPatient.properties, rows: { state: true } };

  constructor() {
    super();
    /** @type {Line[]} */
    this.rows = [];
  }

  get kinds() {
    return ['test_request', 'file'];
  }

  forget() {
    this.rows = [];
  }

  /** The list of files beside it says what is away. @param {string} patient_id */
  async look(patient_id) {
    return ask({ ask: 'test_requests', patient_id }).catch((error) => {
      if (error.code === 'chart.not_opened') throw error;
      return [];
    });
  }

  /** @param {Line[]} rows */
  take(rows) {
    const rank = (/** @type {Line} */ line) => (line.status === 'asked' ? 0 : 1);
    this.rows = rows.sort((a, b) => rank(a) - rank(b));
  }

  request() {
    import('./test-dialog.js').then((part) => part.openTestRequest({ patient_id: this.patientId, name: this.name }));
  }

  /** @param {Line} line */
  withdraw(line) {
    import('./test-withdraw.js').then((part) => part.openWithdrawTest(line));
  }

  /** @param {Line} line */
  attach(line) {
    import('./file-dialog.js').then((part) => part.openAttach({ patient_id: this.patientId, name: this.name, request_id: line.request_id }));
  }

  render() {
    const mayAsk = app.can('record.write');
    if (!this.rows.length && !mayAsk) return nothing;
    return html`<section class="chart-section test-requests" aria-labelledby="tests-title">
      <div class="chart-section-head"><h2 id="tests-title">${w.title}</h2>${mayAsk ? html`<button type="button" class="button" @click=${this.request}>${icon('plus')}${w.request}</button>` : nothing}</div>
      ${cutLine(this.rows, 500)}
      ${this.rows.length ? html`<ul class="chart-entries">${this.rows.map((line) => this.renderLine(line))}</ul>` : nothing}</section>`;
  }

  /** @param {Line} line */
  renderLine(line) {
    const waits = line.status === 'asked';
    const how = line.status === 'answered' ? w.answered : waits ? (line.overdue ? w.overdue(date(line.due_on)) : w.expected(date(line.due_on))) : w.withdrawn(line.withdrawn_reason ?? '');
    return html`<li class=${waits ? '' : 'test-over'}><span class="chart-what">${line.what}</span>
      <span class=${line.overdue ? 'warn' : 'chart-how'}>${line.overdue ? icon('warning', { size: 14 }) : nothing}${how}</span>
      <span class="chart-how number">${line.practitioner} · ${dateTime(app.wall(line.requested_at))}</span>
      ${waits && app.can('file.attach') ? html`<button type="button" class="button small" aria-label=${w.attachOne(line.what)} @click=${() => this.attach(line)}>${w.attach}</button>` : nothing}
      ${waits && app.can('record.write') ? html`<button type="button" class="button small quiet" aria-label=${w.withdrawOne(line.what)} @click=${() => this.withdraw(line)}>${w.withdraw}</button>` : nothing}</li>`;
  }
}

customElements.define('cd-test-requests', TestRequests);
