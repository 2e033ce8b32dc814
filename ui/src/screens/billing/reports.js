// Billing → Reports: revenue, what was owed on a day, payments and the ledger, each as a picture, a table with its sums, a file and on paper.
import { html, nothing } from 'lit';
import { app } from '../../app.js';
import { icon } from '../../icons.js';
import { addCommands } from '../../keys.js';
import { route } from '../../router.js';
import { words } from '../../words/en.js';
import { openAged, openDocument } from '../../parts/document-dialog.js';
import { selectInput } from '../../parts/inputs.js';
import { ReportPage } from './report-page.js';
import { agedTable, ledgerTable, paymentsTable, revenueTable } from './report-tables.js';

const w = words.reports;
/** @typedef {import('../../bindings/ReportKind').ReportKind} ReportKind */
/** @typedef {import('../../bindings/RevenueBy').RevenueBy} RevenueBy */
/** @type {ReportKind[]} */
const REPORTS = ['revenue', 'aged', 'payments', 'ledger'];
/** @type {RevenueBy[]} */
const BYS = ['practitioner', 'service', 'month', 'method'];

class Reports extends ReportPage {
  static properties = { ...ReportPage.properties, report: { state: true }, by: { state: true } };

  constructor() {
    super();
    /** @type {ReportKind} */
    this.report = 'revenue';
    /** @type {RevenueBy} */
    this.by = 'practitioner';
    this.from = `${app.today().slice(0, 8)}01`;
  }

  connectedCallback() {
    super.connectedCallback();
    // Months are drawn: the drawing comes when it is needed.
    import('../../parts/trend-chart.js');
    const enabled = () => route().path === '/billing/reports';
    const where = words.billing.tabs.reports;
    this.removeCommands = addCommands([
      ...REPORTS.map((report, i) => ({ id: `reports.${report}`, words: w.keyReport(w.kinds[report]), keys: [String(i + 1)], where, permission: 'billing.reports', enabled, run: () => this.choose({ report }) })),
      { id: 'reports.save', words: w.keySave, keys: ['s'], where, permission: 'billing.reports', enabled: () => enabled() && !this.saving, run: () => this.save() },
    ]);
  }

  get question() {
    const { report, by, from, to } = this;
    if (report === 'aged') return { ask: 'aged', on: to };
    return report === 'revenue' ? { ask: 'revenue', from, to, by } : { ask: report, from, to };
  }

  get chosen() {
    return { ...super.chosen, report: this.report, by: this.by };
  }

  get title() {
    return words.billing.tabs.reports;
  }

  get lead() {
    return w.lead;
  }

  get fileQuestion() {
    const { report, from, to, by } = this;
    return { ask: 'report_file', report, from: report === 'aged' ? to : from, to, ...(report === 'revenue' ? { by } : {}) };
  }

  print() {
    const { report, from, to, by } = this;
    if (report === 'aged') openAged(to);
    else if (report === 'revenue') openDocument({ ask: 'revenue_document', from, to, by }, words.documents.report);
    else openDocument({ ask: `${report}_document`, from, to }, words.documents.titles[`${report}_document`]());
  }

  tools() {
    const { report, by } = this;
    return html`<div class="segments reports-which" role="radiogroup" aria-label=${w.which}>${REPORTS.map((one) => html`<label class="segment"><input type="radio" name="report" value=${one} .checked=${one === report} @change=${() => this.choose({ report: one })} /><span>${w.kinds[one]}</span></label>`)}</div>
      <div class="reports-choice">
        ${report === 'aged' ? this.day() : this.span()}
        ${report === 'revenue' ? html`<div class="reports-by">${selectInput({ name: 'reports-by', label: w.by, value: by, options: BYS.map((value) => ({ value, label: w.bys[value] })), on: (/** @type {any} */ value) => this.choose({ by: value }) })}</div>` : nothing}
        <button type="button" class="button reports-print" @click=${this.print}>${icon('print')}${words.documents.openReport}</button>
        ${this.saveButton('reports.save')}
      </div>`;
  }

  day() {
    return html`<cd-date class="billing-date" .label=${w.on} .value=${this.to} @change=${(/** @type {CustomEvent} */ { detail }) => {
      if (!detail.value) return;
      this.to = detail.value;
      this.load();
    }}></cd-date>`;
  }

  /** @param {any} answer */
  list(answer) {
    if (this.report === 'aged') return agedTable(answer);
    if (this.report === 'payments') return paymentsTable(answer);
    return this.report === 'ledger' ? ledgerTable(answer) : revenueTable(answer, this.by);
  }
}

customElements.define('cd-billing-reports', Reports);
