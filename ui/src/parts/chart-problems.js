import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { date, dateTime } from '../format.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';
import { mayWrite } from './alert-text.js';

/** @typedef {import('../wire-types.js').Chart} ChartData */
/** @typedef {import('../wire-types.js').Allergy} Allergy */
/** @typedef {import('../wire-types.js').Problem} Problem */

/** Problems and allergies as lists: what is active, what is over, and, struck through, what was entered in error. */
class ChartProblems extends View {
  static properties = { chart: {} };

  constructor() {
    super();
    /** @type {ChartData | null} */
    this.chart = null;
  }

  /** @param {Problem | null} [entry] */
  problem(entry = null) {
    const id = this.chart?.patient_id;
    if (id) import('./problem-dialog.js').then((part) => part.openProblem(id, entry));
  }

  /** @param {Allergy | null} [entry] */
  allergy(entry = null) {
    const id = this.chart?.patient_id;
    if (id) import('./allergy-dialog.js').then((part) => part.openAllergy(id, entry));
  }

  /** @param {import('../wire-types.js').ChartAlert} entry */
  alert(entry) {
    const id = this.chart?.patient_id;
    if (id) import('./alert-dialog.js').then((part) => part.openAlert(id, entry));
  }

  render() {
    const { chart } = this;
    if (!chart) return nothing;
    return html`${this.renderProblems(chart)} ${this.renderAllergies(chart)} ${this.renderAlerts(chart)}`;
  }

  /** @param {ChartData} chart */
  renderProblems(chart) {
    const w = words.problems;
    const may = app.can('record.write');
    return html`<section class="chart-section" aria-labelledby="chart-problems">
      <div class="chart-section-head"><h2 id="chart-problems">${w.title}</h2>
        ${may ? html`<button type="button" class="button" @click=${() => this.problem()}>${icon('plus')}${w.add}</button>` : nothing}</div>
      ${chart.problems.length
        ? html`<table class="chart-rows"><thead><tr><th scope="col">${w.what}</th><th scope="col">${w.code}</th><th scope="col">${w.since}</th><th scope="col">${w.until}</th><th scope="col">${w.status}</th><td></td></tr></thead>
            <tbody>${sorted(chart.problems).map((one) => html`<tr class=${rowClass(one.status)}>
              <td><span class="chart-text">${one.title}</span>${this.renderStrike(chart, one.id)}</td><td class="number"><span class="chart-text">${one.code ?? ''}</span></td>
              <td class="number nowrap">${one.since ? date(one.since) : ''}</td><td class="number nowrap">${one.until ? date(one.until) : ''}</td><td>${w.statuses[one.status]}</td>
              <td class="chart-do">${may && one.status !== 'struck' ? this.renderEdit(w.edit(one.title), () => this.problem(one)) : nothing}</td></tr>`)}</tbody></table>`
        : html`<p class="muted">${w.none}</p>`}
    </section>`;
  }

  /** @param {ChartData} chart */
  renderAllergies(chart) {
    const w = words.allergies;
    const may = app.can('alert.clinical');
    return html`<section class="chart-section" aria-labelledby="chart-allergies">
      <div class="chart-section-head"><h2 id="chart-allergies">${w.title}</h2>
        ${app.can('allergy.record') ? html`<button type="button" class="button" @click=${() => this.allergy()}>${icon('plus')}${w.add}</button>` : nothing}</div>
      ${chart.allergies.length
        ? html`<table class="chart-rows"><thead><tr><th scope="col">${w.substance}</th><th scope="col">${w.reaction}</th><th scope="col">${w.severity}</th><th scope="col">${w.since}</th><th scope="col">${w.until}</th><th scope="col">${w.status}</th><td></td></tr></thead>
            <tbody>${sorted(chart.allergies).map((one) => html`<tr class=${rowClass(one.status)}>
              <td><span class="chart-text ${one.status === 'active' ? 'chart-allergy' : ''}">${one.substance}</span>${this.renderStrike(chart, one.id)}</td><td><span class="chart-text">${one.reaction ?? ''}</span></td>
              <td>${w.severities[one.severity]}</td><td class="number nowrap">${one.since ? date(one.since) : ''}</td><td class="number nowrap">${one.until ? date(one.until) : ''}</td><td>${w.statuses[one.status]}</td>
              <td class="chart-do">${may && one.status !== 'struck' ? this.renderEdit(w.edit(one.substance), () => this.allergy(one)) : nothing}</td></tr>`)}</tbody></table>`
        : html`<p class="muted">${chart.allergy_standing === 'none_known' ? w.noneKnown : w.notAsked}</p>`}
    </section>`;
  }

  /** @param {ChartData} chart */
  renderAlerts(chart) {
    const w = words.patient;
    return html`<section class="chart-section" aria-labelledby="chart-alerts">
      <div class="chart-section-head"><h2 id="chart-alerts">${w.alerts}</h2></div>
      ${chart.alerts.length
        ? html`<table class="chart-rows"><thead><tr><th scope="col">${w.alert}</th><th scope="col">${w.alertFor}</th><th scope="col">${w.severity}</th><th scope="col">${w.alertSince}</th><th scope="col">${w.alertUntil}</th><th scope="col">${w.alertStatus}</th><td></td></tr></thead>
            <tbody>${chart.alerts.map((one) => html`<tr class=${rowClass(one.status)}>
              <td><span class="chart-text">${one.text}</span>${this.renderStrike(chart, one.id)}</td><td>${w.audiences[one.audience]}</td><td>${w.severities[one.severity]}</td>
              <td class="number nowrap">${date(one.since)}</td><td class="number nowrap">${one.until ? date(one.until) : ''}</td><td>${w.alertStatuses[one.status]}</td>
              <td class="chart-do">${mayWrite(one.audience) && one.status !== 'struck' ? this.renderEdit(w.editAlert(one.text), () => this.alert(one)) : nothing}</td></tr>`)}</tbody></table>`
        : html`<p class="muted">${w.noAlerts}</p>`}
    </section>`;
  }

  /** @param {string} label @param {() => void} run */
  renderEdit(label, run) {
    return html`<button type="button" class="icon-button" aria-label=${label} title=${label} @click=${run}>${icon('edit')}</button>`;
  }

  /** @param {ChartData} chart @param {string} id */
  renderStrike(chart, id) {
    const strike = chart.strikes.find((one) => one.row_id === id);
    return strike ? html`<span class="chart-why">${words.entries.struckBy(strike.struck_by, dateTime(app.wall(strike.struck_at)), strike.reason)}</span>` : nothing;
  }
}

const ORDER = ['active', 'resolved', 'ended', 'refuted', 'struck'];
/** @template {{status: string}} T @param {T[]} list @returns {T[]} */
const sorted = (list) => [...list].sort((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status));
/** @param {string} status */
const rowClass = (status) => (status === 'struck' ? 'chart-struck' : status === 'active' ? '' : 'chart-over');

customElements.define('cd-chart-problems', ChartProblems);
