// Billing → The clinic's work: who did not come, who is new, how full the calendar was; each as a picture, a table and a file.
import { html, nothing } from 'lit';
import { app } from '../../app.js';
import { icon } from '../../icons.js';
import { addCommands } from '../../keys.js';
import { route } from '../../router.js';
import { words } from '../../words/en.js';
import { openDocument } from '../../parts/document-dialog.js';
import { selectInput } from '../../parts/inputs.js';
import { ReportPage } from './report-page.js';
import { newPatientsTable, noShowsTable, utilisationTable } from './work-tables.js';

const w = words.work;
/** @typedef {import('../../bindings/WorkReport').WorkReport} WorkReport */
/** @typedef {import('../../bindings/WorkBy').WorkBy} WorkBy */
/** @type {WorkReport[]} */
const REPORTS = ['no_shows', 'new_patients', 'utilisation'];
/** @type {WorkBy[]} */
const BYS = ['practitioner', 'month'];
const ASKS = { no_shows: 'no_show_rate', new_patients: 'new_patients', utilisation: 'utilisation' };

class WorkReports extends ReportPage {
  static properties = { ...ReportPage.properties, report: { state: true }, by: { state: true } };

  constructor() {
    super();
    /** @type {WorkReport} */
    this.report = 'no_shows';
    /** @type {WorkBy} */
    this.by = 'practitioner';
    this.from = `${app.today().slice(0, 4)}-01-01`;
  }

  connectedCallback() {
    super.connectedCallback();
    // Months are drawn: the drawing comes when it is needed.
    import('../../parts/trend-chart.js');
    const enabled = () => route().path === '/billing/work';
    const where = words.billing.tabs.work;
    this.removeCommands = addCommands([
      ...REPORTS.map((report, i) => ({ id: `work.${report}`, words: words.reports.keyReport(w.kinds[report]), keys: [String(i + 1)], where, permission: 'work.reports', enabled, run: () => this.choose({ report }) })),
      { id: 'work.save', words: words.reports.keySave, keys: ['s'], where, permission: 'work.reports', enabled: () => enabled() && !this.saving, run: () => this.save() },
    ]);
  }

  get question() {
    const { report, by, from, to } = this;
    return { ask: ASKS[report], from, to, ...(report === 'new_patients' ? {} : { by }) };
  }

  get chosen() {
    return { ...super.chosen, report: this.report, by: this.by };
  }

  get title() {
    return words.billing.tabs.work;
  }

  get lead() {
    return w.lead;
  }

  get fileQuestion() {
    const { report, from, to, by } = this;
    return { ask: 'work_file', report, from, to, by };
  }

  tools() {
    const { report, by } = this;
    return html`<div class="segments reports-which" role="radiogroup" aria-label=${words.reports.which}>${REPORTS.map((one) => html`<label class="segment"><input type="radio" name="work" value=${one} .checked=${one === report} @change=${() => this.choose({ report: one })} /><span>${w.kinds[one]}</span></label>`)}</div>
      <div class="reports-choice">
        ${this.span()}
        ${report === 'new_patients' ? nothing : html`<div class="reports-by">${selectInput({ name: 'work-by', label: words.reports.by, value: by, options: BYS.map((value) => ({ value, label: w.bys[value] })), on: (/** @type {any} */ value) => this.choose({ by: value }) })}</div>`}
        <button type="button" class="button reports-print" @click=${() => openDocument({ ask: 'work_document', report, from: this.from, to: this.to, by }, words.documents.report)}>${icon('print')}${words.documents.openReport}</button>
        ${this.saveButton('work.save')}
      </div>`;
  }

  /** @param {any} answer */
  list(answer) {
    if (this.report === 'new_patients') return newPatientsTable(answer);
    return this.report === 'no_shows' ? noShowsTable(answer, this.by) : utilisationTable(answer, this.by);
  }
}

customElements.define('cd-billing-work', WorkReports);
