import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { ask } from '../ipc.js';
import { icon } from '../icons.js';
import { isField, lettersOn } from '../keys.js';
import { say } from '../messages.js';
import { go } from '../router.js';
import { words } from '../words/en.js';
import { stepsFor } from './actions.js';
import { fullName } from './day-card.js';
import { caps } from './menu.js';
import { patientHead, patientWarnings } from './patient-head.js';
import './chart.js';
import './chart-panel.css';

/** @typedef {import('./patient-head.js').Patient} Patient */

const KINDS = new Set(['patient_alert', 'allergy', 'appointment']);

/** A patient's chart in a panel of its own, the day beside it: who it is, what moves them on, and the chart. Tells `act {id}` and `leave`. */
class ChartPanel extends View {
  static properties = { one: {}, patient: { state: true }, problem: { state: true } };

  constructor() {
    super();
    /** @type {import('../wire-types.js').DayAppointment | null} */
    this.one = null;
    /** @type {Patient | null} */
    this.patient = null;
    this.problem = '';
    this.of = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', ({ detail }) => {
      if (detail.touches.some((/** @type {any} */ touch) => touch.id === this.of || KINDS.has(touch.kind))) this.read();
    });
    this.listen(document, 'keydown', (event) => this.escape(event));
  }

  willUpdate() {
    const id = this.one?.patient_id ?? '';
    if (id === this.of) return;
    this.of = id;
    this.patient = null;
    this.read();
  }

  firstUpdated() {
    /** @type {HTMLElement | null} */ (this.querySelector('.chart-panel'))?.focus({ preventScroll: true });
  }

  async read() {
    const id = this.of;
    if (!id) return;
    try {
      const patient = await ask({ ask: 'patient', id });
      if (id === this.of) Object.assign(this, { patient, problem: '' });
    } catch (error) {
      if (id === this.of) this.problem = say(/** @type {import('../ipc.js').WireError} */ (error));
    }
  }

  /** Wherever the focus is, but for what takes the key itself. Out of a field it leads first: nobody loses their place by one key. @param {KeyboardEvent} event */
  escape(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
    if (target.closest('dialog, [role="dialog"], [popover]') || this.querySelector('[opened]')) return;
    if (!isField(target)) this.dispatchEvent(new CustomEvent('leave'));
    else if (this.contains(target)) /** @type {HTMLElement | null} */ (this.querySelector('.chart-panel'))?.focus({ preventScroll: true });
  }

  /** At the same place of the chart. @param {Event} event */
  openPage(event) {
    event.preventDefault();
    event.stopPropagation();
    const { tab, row } = /** @type {any} */ (this.querySelector('cd-chart')).shown;
    go([`/patients/${this.of}`, ...(tab === 'summary' ? [] : [tab, row])].filter(Boolean).join('/'));
  }

  render() {
    const { one, patient } = this;
    if (!one) return nothing;
    return html`<section class="chart-panel" tabindex="-1" aria-labelledby="chart-panel-name">
      <div class="chart-panel-top">
        ${patient
          ? html`${patientHead(patient, { title: (name) => html`<h2 id="chart-panel-name">${name}</h2>`, buttons: this.renderButtons(one) })}${patientWarnings(patient)}`
          : html`<header class="patient-head"><div class="grow"><h2 id="chart-panel-name">${fullName(one)}</h2>${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : html`<span class="skeleton"><i></i></span>`}</div>
            <div class="button-row">${this.renderButtons(one)}</div></header>`}
      </div>
      <div class="chart-panel-body"><cd-chart .patientId=${one.patient_id} .name=${patient?.name ?? fullName(one)} embedded></cd-chart></div>
    </section>`;
  }

  /** @param {import('../wire-types.js').DayAppointment} one */
  renderButtons(one) {
    const w = words.chart;
    return html`
      ${stepsFor(one).map((step) => html`<button type="button" class="button small" data-act=${step.id} @click=${() => this.dispatchEvent(new CustomEvent('act', { detail: { id: step.id } }))}>${step.words}${caps(lettersOn() ? (step.key ?? null) : null)}</button>`)}
      <a class="icon-button" href="/patients/${one.patient_id}" aria-label=${w.asPage} title=${w.asPage} @click=${this.openPage}>${icon('link')}</a>
      <button type="button" class="icon-button" aria-label=${w.close} title=${`${w.close} (Esc)`} @click=${() => this.dispatchEvent(new CustomEvent('leave'))}>${icon('close')}</button>`;
  }
}

customElements.define('cd-chart-panel', ChartPanel);
