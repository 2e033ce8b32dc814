import { html, nothing } from 'lit';
import { View } from '../element.js';
import { date } from '../format.js';
import { words } from '../words/en.js';
import { vitalsLine } from './vitals-line.js';

/** @typedef {import('../wire-types.js').Chart} ChartData */

/** What matters of a patient at a glance: what is active. */
class ChartSummary extends View {
  static properties = { chart: {} };

  constructor() {
    super();
    /** @type {ChartData | null} */
    this.chart = null;
  }

  render() {
    const { chart } = this;
    if (!chart) return nothing;
    return html`<div class="chart-cards">${this.renderProblems(chart)} ${this.renderVitals(chart)}</div>`;
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

  /** @param {ChartData} chart */
  renderVitals(chart) {
    return html`<section class="chart-card" aria-labelledby="summary-vitals">
      <div class="chart-card-head"><h2 id="summary-vitals">${words.vitals.title}</h2></div>
      ${chart.vitals.length ? vitalsLine(chart.vitals) : html`<p class="muted">${words.vitals.none}</p>`}
    </section>`;
  }
}

customElements.define('cd-chart-summary', ChartSummary);
