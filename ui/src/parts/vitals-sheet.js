import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { date, dateTime, time } from '../format.js';
import { ask } from '../ipc.js';
import { icon } from '../icons.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { bmiText, kindName, KINDS, withUnit } from './vitals-values.js';
import './vitals-trend.js';
import './vitals.css';

/** @typedef {import('./vitals-values.js').Vital} Vital */
/** @typedef {import('./vitals-values.js').Kind} Kind */
/** @typedef {{measured_at: string, values: Vital[], bmi_tenths: number|null}} At */

const w = words.vitals;
/** Moments side by side. */
const COLUMNS = 12;
/** Numbers that are read at first; going back reads on, as far as there are any. */
const NUMBERS = 500;
const MOST_NUMBERS = 2000;

/** Everything measured of a patient: kinds down, times across, the newest first. */
class VitalsSheet extends View {
  static properties = { patientId: {}, name: {}, mayEnter: {}, rows: { state: true }, first: { state: true }, problem: { state: true } };

  constructor() {
    super();
    this.patientId = '';
    this.name = '';
    /** Not where the fields stand above it. */
    this.mayEnter = true;
    /** @type {At[] | null} */
    this.rows = null;
    /** Which moment stands first; 0: the newest. */
    this.first = 0;
    this.limit = NUMBERS;
    this.problem = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', ({ detail }) => {
      if (detail.touches.some((/** @type {any} */ touch) => touch.kind === 'vital')) this.read();
    });
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('patientId')) return;
    this.rows = null;
    this.first = 0;
    this.limit = NUMBERS;
    this.read();
  }

  async read() {
    const id = this.patientId;
    try {
      const rows = await ask({ ask: 'vitals', patient_id: id, limit: this.limit });
      if (id !== this.patientId) return;
      this.rows = rows;
      this.first = Math.max(0, Math.min(this.first, rows.length - 1));
      this.problem = '';
    } catch (error) {
      this.problem = say(/** @type {import('../ipc.js').WireError} */ (error));
    }
  }

  enter() {
    const height = (this.rows ?? []).flatMap((row) => row.values).find((one) => one.kind === 'height' && !one.struck) ?? null;
    import('./vitals-dialog.js').then((part) => part.openVitals({ patient_id: this.patientId, name: this.name }, height));
  }

  get hasEarlier() {
    return this.first + COLUMNS < (this.rows?.length ?? 0);
  }

  get hasLater() {
    return this.first > 0;
  }

  /** Turns the page. @param {1 | -1} way 1: to what was measured before */
  async turn(way) {
    if (way > 0 ? !this.hasEarlier : !this.hasLater) return;
    this.first = Math.max(0, this.first + way * COLUMNS);
    // The last of those read: maybe there are more.
    const read = (this.rows ?? []).reduce((sum, row) => sum + row.values.length, 0);
    if (!this.hasEarlier && read >= this.limit && this.limit < MOST_NUMBERS) {
      this.limit = MOST_NUMBERS;
      await this.read();
    }
    await this.updateComplete;
    // A button that has nothing more to do hands the focus to the other one.
    const left = document.activeElement;
    if (left === document.body || (left instanceof HTMLButtonElement && left.disabled)) /** @type {HTMLElement | null} */ (this.querySelector('.vitals-pages button:enabled'))?.focus();
  }

  /** @param {KeyboardEvent} event */
  onKeydown(event) {
    const way = event.key === 'PageDown' ? 1 : event.key === 'PageUp' ? -1 : 0;
    if (!way || event.ctrlKey || event.altKey || event.metaKey || !(way > 0 ? this.hasEarlier : this.hasLater)) return;
    event.preventDefault();
    this.turn(way);
  }

  /** @param {Vital} one */
  strike(one) {
    import('./vital-strike.js').then((part) => part.openStrikeVital(one));
  }

  render() {
    const { rows } = this;
    return html`<section class="chart-section" aria-labelledby="vitals-title" @keydown=${this.onKeydown}>
      <div class="chart-section-head"><h2 id="vitals-title">${w.title}</h2>
        ${this.mayEnter && app.can('record.vitals') ? html`<button type="button" class="button" @click=${this.enter}>${icon('plus')}${w.enter}</button>` : nothing}</div>
      ${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}
      ${rows === null ? html`<div class="skeleton"><i></i></div>` : rows.length ? this.renderSheet(rows.slice(this.first, this.first + COLUMNS)) : html`<p class="muted">${w.none}</p>`}
    </section>`;
  }

  /** @param {At[]} rows */
  renderPages(rows) {
    if (rows.length <= COLUMNS) return nothing;
    return html`<div class="vitals-pages" role="group" aria-label=${w.pages}>
      <button type="button" class="button small" title="PageUp" ?disabled=${!this.hasLater} @click=${() => this.turn(-1)}>${icon('previous')}${w.later}</button>
      <button type="button" class="button small" title="PageDown" ?disabled=${!this.hasEarlier} @click=${() => this.turn(1)}>${w.earlier}${icon('next')}</button>
      <span class="muted small number" role="status">${w.shown(this.first + 1, Math.min(this.first + COLUMNS, rows.length), rows.length)}</span></div>`;
  }

  /** @param {At[]} rows */
  renderSheet(rows) {
    const kinds = KINDS.filter((kind) => rows.some((row) => row.values.some((one) => one.kind === kind)));
    return html`<cd-vitals-trend .rows=${this.rows ?? []}></cd-vitals-trend>${this.renderPages(this.rows ?? [])}<div class="vitals-scroll" tabindex="0" role="region" aria-labelledby="vitals-title"><table class="vitals-sheet">
      <thead><tr><td></td>${rows.map((row) => html`<th scope="col" class="number">${date(row.measured_at)}<span>${time(row.measured_at)}</span></th>`)}</tr></thead>
      <tbody>
        ${kinds.map((kind) => html`<tr><th scope="row">${kindName(kind)}</th>${rows.map((row) => html`<td class="number">${row.values.filter((one) => one.kind === kind).map((one) => this.renderOne(one))}</td>`)}</tr>`)}
        ${rows.some((row) => row.bmi_tenths !== null) ? html`<tr><th scope="row">${w.kinds.bmi}</th>${rows.map((row) => html`<td class="number">${row.bmi_tenths === null ? '' : html`<span class="vital-value">${bmiText(row.bmi_tenths)}</span>`}</td>`)}</tr>` : nothing}
      </tbody></table></div>
      ${app.can('record.vitals') ? html`<p class="muted small">${w.strikeHint}</p>` : nothing}`;
  }

  /** @param {Vital} one */
  renderOne(one) {
    const text = withUnit(one);
    const when = dateTime(one.measured_at);
    if (one.struck) return html`<span class="vital-struck" title=${one.struck}><s>${text}</s><span class="chart-why">${one.struck}</span></span>`;
    const may = app.can('record.vitals') && (one.entered_by_id === app.me?.user_id || app.can('record.sign'));
    const mark = one.unusual ? html`${icon('warning', { size: 13 })}<span class="visually-hidden">${w.unusual}</span>` : nothing;
    if (!may) return html`<span class="vital-value ${one.unusual ? 'vital-unusual' : ''}" title=${w.by(one.entered_by)}>${mark}${text}</span>`;
    return html`<button type="button" class="vital-value ${one.unusual ? 'vital-unusual' : ''}" title=${w.by(one.entered_by)} aria-label=${w.strikeOne(`${kindName(one.kind)} ${text}`, when)} @click=${() => this.strike(one)}>${mark}${text}</button>`;
  }
}

customElements.define('cd-vitals-sheet', VitalsSheet);
