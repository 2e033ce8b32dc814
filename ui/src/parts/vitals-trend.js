// How what was measured went over time: one kind at a time, drawn beside its numbers.
import { html, nothing } from 'lit';
import { View } from '../element.js';
import { date } from '../format.js';
import { words } from '../words/en.js';
import { inUnit, KINDS } from './vitals-values.js';
import './modal.css';

/** @typedef {import('./vitals-values.js').Vital} Vital */
/** @typedef {import('./vitals-values.js').Kind} Kind */
/** @typedef {import('./trend-chart.js').Line} Line */
/** @typedef {{measured_at: string, values: Vital[], bmi_tenths: number|null}} At */
/** @typedef {{name: string, unit: string, lines: Line[]}} Trend */

const w = words.vitals;

/** Upper and lower pressure are one picture; what was entered in error is in none. @param {At[]} rows newest first @returns {Trend[]} */
export function trendsOf(rows) {
  const measured = rows.flatMap((row) => row.values).filter((one) => !one.struck);
  /** @param {Kind} kind @returns {{unit: string, line: Line}} */
  const of = (kind) => {
    const all = measured.filter((one) => one.kind === kind);
    const unit = all[0]?.unit ?? '';
    return { unit, line: { name: w.kinds[kind], points: new Map(all.map((one) => [one.measured_at, inUnit(one, unit)])) } };
  };
  const [upper, lower] = [of('systolic'), of('diastolic')];
  const singles = KINDS.filter((kind) => kind !== 'systolic' && kind !== 'diastolic' && kind !== 'height').map((kind) => ({ name: w.kinds[kind], unit: of(kind).unit, lines: [of(kind).line] }));
  const bmi = { name: w.kinds.bmi, unit: 'kg/m²', lines: [{ name: w.kinds.bmi, points: new Map(rows.flatMap((row) => (row.bmi_tenths === null ? [] : [[row.measured_at, row.bmi_tenths / 10]]))) }] };
  // One number is no trend.
  return [{ name: w.kinds.pressure, unit: upper.unit, lines: [upper.line, lower.line] }, ...singles, bmi].filter((trend) => trend.lines[0].points.size > 1);
}

class VitalsTrend extends View {
  static properties = { rows: {}, chosen: { state: true } };

  constructor() {
    super();
    /** @type {At[]} */
    this.rows = [];
    this.chosen = '';
  }

  connectedCallback() {
    super.connectedCallback();
    import('./trend-chart.js');
  }

  /** @param {Trend} trend */
  inWords(trend) {
    const [line] = trend.lines;
    const times = [...line.points.keys()].sort();
    const values = trend.lines.flatMap((one) => [...one.points.values()]);
    return w.trendWords(trend.name, trend.unit, times.length, date(times[0]), date(/** @type {string} */ (times.at(-1))), String(Math.min(...values)), String(Math.max(...values)));
  }

  render() {
    const trends = trendsOf(this.rows);
    const trend = trends.find((one) => one.name === this.chosen) ?? trends[0];
    if (!trend) return nothing;
    return html`<div class="vitals-trend">
      <div class="vitals-trend-head" role="group" aria-label=${w.trendOf}>
        ${trends.map((one) => html`<button type="button" class="chip" aria-pressed=${one === trend} @click=${() => (this.chosen = one.name)}>${one.name}</button>`)}
      </div>
      <p class="vitals-trend-title"><strong>${trend.name}</strong>${trend.unit ? html` <span class="muted">${trend.unit}</span>` : nothing}
        ${trend.lines.length > 1 ? trend.lines.map((line, i) => html`<span class="vitals-trend-key key-${i}">${line.name}</span>`) : nothing}</p>
      <cd-trend-chart .lines=${trend.lines} .label=${this.inWords(trend)}></cd-trend-chart>
    </div>`;
  }
}

customElements.define('cd-vitals-trend', VitalsTrend);
