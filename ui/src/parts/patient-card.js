import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { ask } from '../ipc.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';
import { alertMark } from './alert-text.js';
import { missedLine } from './missed-line.js';
import { patientFacts } from './patient-text.js';
import './allergy-banner.js';
import './patient-card.css';

/** @typedef {import('../wire-types.js').Alert} Alert */

/** The picked patient: who it is beyond doubt, and what must be known. Fires `change` when another one is wanted. */
export class PatientCard extends View {
  static properties = { patient: {}, error: {}, fixed: { type: Boolean }, alerts: { state: true }, allergies: { state: true }, missed: { state: true } };

  constructor() {
    super();
    /** @type {import('../wire-types.js').PatientLine | null} */
    this.patient = null;
    this.error = '';
    this.fixed = false;
    /** @type {Alert[]} */
    this.alerts = [];
    /** @type {import('../wire-types.js').AllergyBanner | null} */
    this.allergies = null;
    /** @type {import('../wire-types.js').Missed | null} */
    this.missed = null;
    this.shown = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', ({ detail }) => {
      if (detail.touches.some((/** @type {any} */ touch) => touch.kind === 'patient_alert' || touch.kind === 'allergy' || touch.id === this.shown)) this.read();
    });
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('patient') || this.patient?.patient_id === this.shown) return;
    this.shown = this.patient?.patient_id ?? '';
    this.alerts = [];
    this.allergies = null;
    this.missed = null;
    this.read();
  }

  async read() {
    const id = this.shown;
    if (!id) return;
    const answer = await ask({ ask: 'patient', id }).catch(() => null);
    if (!answer || id !== this.shown) return;
    this.alerts = answer.alerts;
    this.allergies = answer.allergies;
    this.missed = answer.missed;
  }

  render() {
    const { patient } = this;
    if (!patient) return nothing;
    return html`
      <section class="patient-card ${this.error ? 'has-error' : ''}" aria-label=${words.book.patient}>
        <div class="patient-card-line">
          <div class="grow">
            <p class="patient-card-name">${patient.name}${patient.preferred ? html` <span class="muted">“${patient.preferred}”</span>` : nothing}</p>
            <p class="patient-card-facts number">${patientFacts(patient)}</p>
            ${missedLine(this.missed)}
          </div>
          ${this.fixed ? nothing : html`<button type="button" class="button small" @click=${() => this.dispatchEvent(new CustomEvent('change'))}>${words.book.change}</button>`}
        </div>
        <cd-allergy-banner .patientId=${patient.patient_id} .banner=${this.allergies}></cd-allergy-banner>
        ${alertList(this.alerts)}
        ${this.error ? html`<p class="message" role="alert">${this.error}</p>` : nothing}
      </section>
    `;
  }
}

/** @param {Alert[]} alerts */
export function alertList(alerts) {
  if (!alerts.length) return nothing;
  return html`<ul class="alert-list">${alerts.map((alert) => html`<li class="banner is-${alert.severity}">${alertMark(alert)}<span>${alert.text}</span></li>`)}</ul>`;
}

customElements.define('cd-patient-card', PatientCard);
