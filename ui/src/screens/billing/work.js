// Billing → The clinic's work: who did not come, who is new, how full the calendar was; each as a picture, a table and a file.
import { html, nothing } from 'lit';
import { app, toast } from '../../app.js';
import { command } from '../../ipc.js';
import { icon } from '../../icons.js';
import { addCommands, keyOf } from '../../keys.js';
import { say } from '../../messages.js';
import { route } from '../../router.js';
import { words } from '../../words/en.js';
import { openDocument } from '../../parts/document-dialog.js';
import { selectInput } from '../../parts/inputs.js';
import '../../parts/modal.css';
import { BillingList } from './list.js';
import { newPatientsTable, noShowsTable, utilisationTable } from './work-tables.js';
import './reports.css';

const w = words.work;
/** @typedef {import('../../bindings/WorkReport').WorkReport} WorkReport */
/** @typedef {import('../../bindings/WorkBy').WorkBy} WorkBy */
/** @type {WorkReport[]} */
const REPORTS = ['no_shows', 'new_patients', 'utilisation'];
/** @type {WorkBy[]} */
const BYS = ['practitioner', 'month'];
const ASKS = { no_shows: 'no_show_rate', new_patients: 'new_patients', utilisation: 'utilisation' };

class WorkReports extends BillingList {
  static properties = { ...BillingList.properties, report: { state: true }, by: { state: true }, saving: { state: true } };

  constructor() {
    super();
    /** @type {WorkReport} */
    this.report = 'no_shows';
    /** @type {WorkBy} */
    this.by = 'practitioner';
    this.from = `${app.today().slice(0, 4)}-01-01`;
    this.saving = false;
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

  disconnectedCallback() {
    super.disconnectedCallback();
    this.removeCommands?.();
  }

  get question() {
    const { report, by, from, to } = this;
    return { ask: ASKS[report], from, to, ...(report === 'new_patients' ? {} : { by }) };
  }

  get title() {
    return words.billing.tabs.work;
  }

  get lead() {
    return w.lead;
  }

  /** Another report is another answer: the old one is not read as the new. @param {{report?: WorkReport, by?: WorkBy}} change */
  choose(change) {
    Object.assign(this, change, { answer: null, problem: '' });
    this.load();
  }

  async save() {
    if (this.saving) return;
    this.saving = true;
    const { report, from, to, by } = this;
    try {
      const { saved, count } = await command('save_export', { question: { ask: 'work_file', report, from, to, by } });
      if (saved) toast(words.reports.saved(count));
    } catch (error) {
      toast(say(/** @type {any} */ (error)), { kind: 'error' });
    }
    this.saving = false;
  }

  tools() {
    const { report, by } = this;
    return html`<div class="segments reports-which" role="radiogroup" aria-label=${words.reports.which}>${REPORTS.map((one) => html`<label class="segment"><input type="radio" name="work" value=${one} .checked=${one === report} @change=${() => this.choose({ report: one })} /><span>${w.kinds[one]}</span></label>`)}</div>
      <div class="reports-choice">
        ${this.span()}
        ${report === 'new_patients' ? nothing : html`<div class="reports-by">${selectInput({ name: 'work-by', label: words.reports.by, value: by, options: BYS.map((value) => ({ value, label: w.bys[value] })), on: (/** @type {any} */ value) => this.choose({ by: value }) })}</div>`}
        <button type="button" class="button reports-print" @click=${() => openDocument({ ask: 'work_document', report, from: this.from, to: this.to, by }, words.documents.report)}>${icon('print')}${words.documents.openReport}</button>
        <button type="button" class="button reports-save" aria-keyshortcuts=${keyOf('work.save') ?? nothing} ?disabled=${this.saving} @click=${this.save}>${icon('file')}${words.reports.save}</button>
      </div>`;
  }

  /** @param {any} answer */
  list(answer) {
    if (this.report === 'new_patients') return newPatientsTable(answer);
    return this.report === 'no_shows' ? noShowsTable(answer, this.by) : utilisationTable(answer, this.by);
  }
}

customElements.define('cd-billing-work', WorkReports);
