import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { ask } from '../ipc.js';
import { icon } from '../icons.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { textField } from './fields.js';
import { Form } from './form.js';
import { formSummary } from './form-view.js';
import { Sender } from './sender.js';
import { TypedOffer } from './typed-offer.js';
import './chart-problems.js';
import './chart-summary.js';
import './files.js';
import './test-requests.js';
import './letters.js';
import './medicines.js';
import './patient-billing.js';
import './vaccinations.js';
import './visit.js';
import './visit-list.js';
import './vitals-sheet.js';
import './chart.css';

/** @typedef {import('../wire-types.js').Chart} ChartData */

/** The tabs there are, in their order. */
const TABS = /** @type {const} */ (['summary', 'visits', 'problems', 'medicines', 'vaccinations', 'vitals', 'letters', 'files', 'billing']);
/** Milliseconds on one row, after which it is looked at. */
const PASSING = 500;
const KINDS = new Set(['patient', 'patient_alert', 'allergy', 'problem', 'vital']);

/**
 * A patient's chart. Showing it opens it, which is recorded; a restricted one asks for a reason first.
 * What the chart itself does not hold (appointments, how to reach the patient) is given as `.rest` and stands under the summary.
 */
class Chart extends View {
  static properties = { patientId: {}, name: {}, tab: {}, row: {}, rest: {}, above: {}, embedded: { type: Boolean }, here: { state: true }, chart: { state: true }, problem: { state: true }, asking: { state: true } };

  constructor() {
    super();
    this.patientId = '';
    this.name = '';
    this.tab = 'summary';
    this.row = '';
    /** @type {any} */
    this.rest = nothing;
    /** Stands over the tab once the chart is open. @type {any} */
    this.above = nothing;
    /** Inside another screen, which its links do not leave. */
    this.embedded = false;
    /** What was turned to in there; null: what the screen gave. @type {{tab: string, row: string} | null} */
    this.here = null;
    /** @type {ChartData | null} */
    this.chart = null;
    this.problem = '';
    /** A reason is needed. */
    this.asking = false;
    this.reason = new Form(this, { reason: '' });
    this.offer = new TypedOffer(this);
    this.sender = new Sender();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.soon = undefined;
    this.addEventListener('click', (event) => this.onLink(event));
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', ({ detail }) => {
      if (this.chart && detail.touches.some((/** @type {any} */ touch) => KINDS.has(touch.kind) && (touch.kind !== 'patient' || touch.id === this.patientId))) this.read();
    });
    if (this.hasUpdated) this.open();
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('patientId') || changed.has('tab') || changed.has('row')) this.here = null;
    if (!changed.has('patientId')) return;
    this.chart = null;
    this.asking = false;
    this.problem = '';
    // What was sent or typed about the one before is not this one's.
    this.sender = new Sender();
    this.offer.flush();
    this.offer = new TypedOffer(this);
    this.reason.start({ reason: '' });
    this.openSoon();
  }

  /** Each opening is recorded: of those whom somebody only passes on the way through a list there is none. */
  openSoon() {
    clearTimeout(this.soon);
    if (!this.closest('[data-walking]')) this.open();
    else this.soon = setTimeout(() => this.isConnected && this.open(), PASSING);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.soon);
    this.offer.flush();
  }

  updated() {
    if (this.asking && this.reason.dirty) this.offer.keep(() => this.reason.values);
  }

  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector('.chart-shut input'));
  }

  async open() {
    const id = this.patientId;
    try {
      await this.sender.send({ op: 'open_chart', patient_id: id });
      if (id !== this.patientId) return;
      app.tell('chart', id);
      await this.read();
    } catch (error) {
      this.failed(id, /** @type {import('../ipc.js').WireError} */ (error));
    }
  }

  /** @param {string} id @param {import('../ipc.js').WireError} error */
  failed(id, error) {
    if (id !== this.patientId) return;
    if (error.code === 'chart.reason_needed' || error.code === 'chart.not_opened') {
      this.chart = null;
      this.asking = true;
      this.offer.start(`open chart ${id}`, () => this.reason.values);
    } else this.problem = say(error);
  }

  async read() {
    const id = this.patientId;
    try {
      const chart = await ask({ ask: 'chart', patient_id: id });
      if (id !== this.patientId) return;
      this.chart = chart;
      this.asking = false;
      this.problem = '';
    } catch (error) {
      this.failed(id, /** @type {import('../ipc.js').WireError} */ (error));
    }
  }

  /** @param {Event} event */
  async openWithReason(event) {
    event.preventDefault();
    const { reason } = this.reason.values;
    if (!this.reason.check({ reason: reason.trim() ? null : words.chart.reasonNeeded })) return;
    if (!(await this.reason.perform({ op: 'open_chart', patient_id: this.patientId, reason: reason.trim() }))) return;
    this.offer.end();
    this.reason.start({ reason: '' });
    await this.read();
  }

  /** Which tab, and which row of it. */
  get shown() {
    return this.here ?? { tab: this.tab, row: this.row };
  }

  /** The visit that is written in the screen around: it stays while something else is looked at. */
  get own() {
    return this.embedded && this.tab === 'visits' ? this.row : '';
  }

  /** @param {MouseEvent} event */
  onLink(event) {
    if (!this.embedded || event.button !== 0 || event.ctrlKey || event.metaKey) return;
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    const [first, patient, tab = 'summary', row = ''] = link instanceof HTMLAnchorElement ? link.pathname.split('/').filter(Boolean).map(decodeURIComponent) : [];
    if (first !== 'patients' || patient !== this.patientId) return;
    event.preventDefault();
    event.stopPropagation();
    this.here = tab === this.tab && row === this.row ? null : { tab, row };
  }

  render() {
    const { patientId, own } = this;
    const { tab } = this.shown;
    const isOwn = own !== '' && this.here === null;
    return html`
      <nav class="chart-tabs" aria-label=${words.chart.label}>
        ${own ? html`<a href="/patients/${patientId}/visits/${own}" aria-current=${isOwn ? 'page' : nothing}>${words.chart.thisVisit}</a>` : nothing}
        ${TABS.filter((name) => name !== 'billing' || app.can('billing.view')).map((name) => html`<a href="/patients/${patientId}${name === 'summary' ? '' : `/${name}`}" aria-current=${name === tab && !isOwn ? 'page' : nothing}>${words.chart.tabs[name]}</a>`)}
      </nav>
      ${this.renderTab()}
    `;
  }

  renderTab() {
    const { chart } = this;
    const { tab } = this.shown;
    const summary = tab === 'summary';
    // No part of the record: it waits for no reason.
    const billing = tab === 'billing' ? html`<cd-patient-billing .patientId=${this.patientId} .name=${this.name}></cd-patient-billing>` : nothing;
    const open = chart && !this.problem ? html`${this.above} ${this.renderOwn()} ${this.renderOpen(chart)}` : billing === nothing ? this.renderShut() : nothing;
    return html`${open} ${billing} ${summary ? this.rest : nothing}`;
  }

  renderShut() {
    if (this.asking) return this.renderAsking();
    return this.problem ? this.renderProblem() : html`<div class="skeleton" aria-busy="true"><i></i><i></i></div>`;
  }

  renderOwn() {
    return this.own ? html`<div ?hidden=${this.here !== null}><cd-visit .patientId=${this.patientId} .row=${this.own}></cd-visit></div>` : nothing;
  }

  /** @param {ChartData} chart */
  renderOpen(chart) {
    const { tab, row } = this.shown;
    if (tab === 'billing' || (this.own && !this.here)) return nothing;
    if (tab === 'visits') return row ? html`<cd-visit .patientId=${this.patientId} .row=${row}></cd-visit>` : html`<cd-visit-list .patientId=${this.patientId}></cd-visit-list>`;
    if (tab === 'vitals') return html`<cd-vitals-sheet .patientId=${this.patientId} .name=${this.name} .mayEnter=${this.above === nothing}></cd-vitals-sheet>`;
    if (tab === 'medicines') return html`<cd-medicines .patientId=${this.patientId} .name=${this.name}></cd-medicines>`;
    if (tab === 'vaccinations') return html`<cd-vaccinations .patientId=${this.patientId} .name=${this.name}></cd-vaccinations>`;
    if (tab === 'files') return html`<cd-files .patientId=${this.patientId} .name=${this.name} .openId=${row}></cd-files> <cd-test-requests .patientId=${this.patientId} .name=${this.name}></cd-test-requests>`;
    if (tab === 'letters') return html`<cd-letters .patientId=${this.patientId} .name=${this.name} .diagnoses=${chart.problems.filter((one) => one.status === 'active').map((one) => one.title)}></cd-letters>`;
    if (tab === 'problems') return html`<cd-chart-problems .chart=${chart}></cd-chart-problems>`;
    return html`<cd-chart-summary .chart=${chart}></cd-chart-summary>`;
  }

  renderProblem() {
    return html`<div class="chart-shut" role="alert"><p>${words.chart.unread} ${this.problem}</p><button type="button" class="button" @click=${this.open}>${words.common.tryAgain}</button></div>`;
  }

  renderAsking() {
    return html`<form class="chart-shut" novalidate autocomplete="off" @submit=${this.openWithReason} aria-labelledby="chart-restricted">
      <h2 id="chart-restricted">${icon('lock')}${words.chart.restrictedTitle}</h2>
      <p class="muted">${words.chart.restrictedLead}</p>
      ${this.offer.render(({ reason }) => this.reason.set('reason', reason))} ${formSummary(this.reason, { reason: words.chart.reason })}
      ${textField({ ...this.reason.bind('reason'), label: words.chart.reason, maxlength: 500 })}
      <div class="button-row"><button type="submit" class="button primary" ?disabled=${this.reason.busy}>${words.chart.open}</button></div>
    </form>`;
  }
}

customElements.define('cd-chart', Chart);
