import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { date } from '../format.js';
import { ask } from '../ipc.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { howOf, nameOf } from './medicine-text.js';
import { vitalsLine } from './vitals-line.js';

/** @typedef {import('../wire-types.js').Chart} ChartData */

/** What matters of a patient at a glance: what is active. */
class ChartSummary extends View {
  static properties = { chart: {}, medicines: { state: true }, problem: { state: true } };

  constructor() {
    super();
    /** @type {ChartData | null} */
    this.chart = null;
    /** What is taken now; null before it is read. @type {import('./medicine-text.js').Line[] | null} */
    this.medicines = null;
    this.problem = '';
    this.of = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', ({ detail }) => {
      if (detail.touches.some((/** @type {any} */ touch) => touch.kind === 'prescription')) this.read();
    });
  }

  willUpdate() {
    const id = this.chart?.patient_id ?? '';
    if (id === this.of) return;
    this.of = id;
    this.medicines = null;
    this.read();
  }

  async read() {
    const id = this.of;
    if (!id) return;
    try {
      const lines = await ask({ ask: 'patient_medicines', patient_id: id });
      if (id === this.of) Object.assign(this, { medicines: lines.filter((/** @type {import('./medicine-text.js').Line} */ line) => line.is_current), problem: '' });
    } catch (error) {
      if (id === this.of) this.problem = say(/** @type {import('../ipc.js').WireError} */ (error));
    }
  }

  render() {
    const { chart } = this;
    if (!chart) return nothing;
    return html`<div class="chart-cards">${this.renderProblems(chart)} ${this.renderMedicines()} ${this.renderVitals(chart)}</div>`;
  }

  /** @param {ChartData} chart */
  renderProblems(chart) {
    const active = chart.problems.filter((one) => one.status === 'active');
    return html`<section class="chart-card" aria-labelledby="summary-problems">
      <div class="chart-card-head"><h2 id="summary-problems">${words.problems.title}</h2></div>
      ${active.length
        ? html`<ul class="chart-entries">${active.map((one) => html`<li><span class="chart-what">${one.title}</span>${one.code ? html`<span class="chart-how number">${one.code}</span>` : nothing}${one.since ? html`<span class="chart-how number">${words.patient.since(date(one.since))}</span>` : nothing}</li>`)}</ul>`
        : html`<p class="muted">${words.problems.noneActive}</p>`}
    </section>`;
  }

  renderMedicines() {
    const { medicines, problem } = this;
    const w = words.medicines;
    const read = medicines ?? [];
    return html`<section class="chart-card" aria-labelledby="summary-medicines">
      <div class="chart-card-head"><h2 id="summary-medicines">${w.now}</h2></div>
      ${problem ? html`<p class="error">${problem}</p>` : medicines === null ? html`<div class="skeleton" aria-busy="true"><i></i></div>`
        : read.length ? html`<ul class="chart-entries">${read.map((line) => html`<li><span class="chart-what">${nameOf(line)}</span><span class="chart-how">${howOf(line)}</span></li>`)}</ul>` : html`<p class="muted">${w.noneNow}</p>`}
    </section>`;
  }

  /** @param {ChartData} chart */
  renderVitals(chart) {
    return html`<section class="chart-card" aria-labelledby="summary-vitals">
      <div class="chart-card-head"><h2 id="summary-vitals">${words.vitals.title}</h2></div>
      ${chart.vitals.length ? vitalsLine(chart.vitals) : html`<p class="muted">${words.vitals.none}</p>`}
    </section>`;
  }
}

customElements.define('cd-chart-summary', ChartSummary);
