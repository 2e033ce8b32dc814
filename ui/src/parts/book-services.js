import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { duration, money } from '../format.js';
import { icon } from '../icons.js';
import { pricesFor } from './patient-prices.js';
import { words } from '../words/en.js';
import './book-services.css';

/** @typedef {import('../wire-types.js').Service} Service */

/** From here on a box to find a service in stands above them. */
const MANY = 12;

/** May this person give it? An empty list means everybody. @param {Service} service @param {string} practitionerId */
export const mayGive = (service, practitionerId) => service.practitioner_ids.length === 0 || !practitionerId || service.practitioner_ids.includes(practitionerId);

/** @param {string[]} ids */
export const servicesOf = (ids) => ids.map((id) => app.lists.services.find((service) => service.service_id === id)).filter((service) => service !== undefined);

/** @param {string[]} ids */
export const minutesOf = (ids) => servicesOf(ids).reduce((sum, service) => sum + service.minutes, 0);

/** Who may give a service, by short name. @param {Service} service */
export const giversOf = (service) =>
  app.lists.practitioners
    .filter((one) => one.active && service.practitioner_ids.includes(one.practitioner_id))
    .map((one) => one.short_name)
    .join(', ');

/**
 * Services as chips to press; their minutes and prices add up. The prices are those of the patient on the day; without a patient the standard
 * ones, without a day today's. Fires `change` with the chosen ids, in the order chosen.
 */
export class BookServices extends View {
  static properties = { chosen: {}, practitioner: {}, patient: {}, day: {}, error: {}, prices: { state: true }, filter: { state: true } };

  constructor() {
    super();
    /** @type {string[]} */
    this.chosen = [];
    /** @type {import('../wire-types.js').Practitioner | undefined} */
    this.practitioner = undefined;
    /** @type {string | null} */
    this.patient = null;
    this.day = '';
    /** @type {import('./patient-prices.js').Prices | null} */
    this.prices = null;
    this.error = '';
    this.filter = '';
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (!this.hasUpdated || changed.has('patient') || changed.has('day')) this.readPrices();
  }

  async readPrices() {
    const { patient, day } = this;
    if (!app.can('patient.view')) return;
    // Before a day is chosen: what it would cost today.
    const prices = await pricesFor(patient, day || app.today()).catch(() => null);
    // What was asked last counts, whichever comes back first.
    if (this.patient === patient && this.day === day) this.prices = prices;
  }

  /** @param {Service} service */
  priceOf(service) {
    return this.prices?.get(service.service_id)?.price_minor ?? service.today_minor;
  }

  /** @param {Service} service */
  toggle({ service_id: id }) {
    const chosen = this.chosen.includes(id) ? this.chosen.filter((one) => one !== id) : [...this.chosen, id];
    this.dispatchEvent(new CustomEvent('change', { detail: chosen }));
  }

  render() {
    const services = app.lists.services.filter((service) => service.active || this.chosen.includes(service.service_id));
    const who = this.practitioner?.practitioner_id ?? '';
    const wanted = this.filter.trim().toLowerCase();
    const matching = services.filter((service) => this.chosen.includes(service.service_id) || !wanted || service.name.toLowerCase().includes(wanted) || service.code?.toLowerCase().includes(wanted));
    const given = matching.filter((service) => mayGive(service, who));
    const others = matching.filter((service) => !mayGive(service, who));
    return html`
      <div role="group" class="services ${this.error ? 'has-error' : ''}" aria-labelledby="services-title" aria-describedby=${this.error ? 'services-says' : nothing}>
        <div class="services-head"><p class="label" id="services-title">${words.book.services}</p>
        <p class="services-total number" role="status">${this.chosen.length ? words.book.total(this.chosen.length, duration(minutesOf(this.chosen)), money(servicesOf(this.chosen).reduce((sum, service) => sum + this.priceOf(service), 0))) : ''}</p></div>
        ${services.length > MANY ? this.renderFilter() : nothing}
        <div class="service-chips">${given.map((service) => this.renderChip(service))}</div>
        ${others.length
          ? html`<details class="services-others" ?open=${others.some((service) => this.chosen.includes(service.service_id))}>
              <summary>${words.book.notWith(this.practitioner?.short_name ?? '')}</summary>
              <ul>${others.map((service) => this.renderOther(service))}</ul>
            </details>`
          : nothing}
        ${this.error ? html`<p class="message" id="services-says">${this.error}</p>` : nothing}
      </div>
    `;
  }

  renderFilter() {
    return html`<input class="input services-filter" type="search" aria-label=${words.book.servicesFilter} placeholder=${words.book.servicesFilter} .value=${this.filter}
      @input=${(/** @type {any} */ event) => (this.filter = event.target.value)}
      @keydown=${(/** @type {KeyboardEvent} */ event) => {
        if (event.key !== 'Enter' || !this.filter) return;
        event.preventDefault();
        const first = /** @type {HTMLElement | null} */ (this.querySelector('.service-chips .chip[aria-pressed="false"]'));
        first?.click();
        this.filter = '';
      }} />`;
  }

  /** @param {Service} service */
  renderChip(service) {
    const on = this.chosen.includes(service.service_id);
    return html`
      <button type="button" class="chip service" aria-pressed=${on ? 'true' : 'false'} @click=${() => this.toggle(service)}>
        ${on ? icon('check', { size: 14 }) : nothing}<span class="service-name">${service.name}</span>
        <span class="service-meta number">${words.book.serviceMeta(duration(service.minutes), money(this.priceOf(service)))}</span>
      </button>
    `;
  }

  /** What this person does not give stays readable, with who does; a chosen one can be put away again. @param {Service} service */
  renderOther(service) {
    const chosen = this.chosen.includes(service.service_id);
    return html`<li>
      ${chosen ? this.renderChip(service) : html`<span class="service-name">${service.name}</span>`}
      <span class="muted">${words.book.onlyBy(giversOf(service))}</span>
    </li>`;
  }
}

customElements.define('cd-book-services', BookServices);
