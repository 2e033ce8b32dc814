import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { age, date, dateTime, duration, money, timeRange } from '../format.js';
import { icon } from '../icons.js';
import { dotted } from '../words/isolate.js';
import { lettersOn } from '../keys.js';
import { minutesBetween } from '../wall.js';
import { words } from '../words/en.js';
import { actionsFor } from './actions.js';
import { alertMark } from './alert-text.js';
import { fullName, MARKS } from './day-card.js';
import { holdsTime } from './day-state.js';
import { caps } from './menu.js';
import './allergy-banner.js';
import './patient-recalls.js';
import './panel.css';
import './series-visits.css';

/** @typedef {import('../wire-types.js').DayAppointment} DayAppointment */
/** @typedef {import('../wire-types.js').AppointmentDetail} Detail */

/** The selected appointment: who, what to watch for, and what can be done. `act {id}` when something is to be done. */
export class Panel extends View {
  static properties = { one: {}, detail: {}, column: {}, next: {}, covered: {}, busy: {} };

  constructor() {
    super();
    /** @type {DayAppointment|null} */
    this.one = null;
    /** Asked for when selected; the day's own facts stand until it is there. @type {Detail|null} */
    this.detail = null;
    /** @type {import('../wire-types.js').Column|null} */
    this.column = null;
    /** Whom the patient waits for, where it is another one. @type {import('../wire-types.js').Column|null} */
    this.next = null;
    this.covered = false;
    this.busy = false;
  }

  render() {
    const { one } = this;
    if (!one) return html`<p class="muted panel-empty">${words.today.nothingSelected}</p>`;
    return html`<section class="panel" aria-labelledby="panel-name">
      ${this.head(one)} ${this.alerts(one)} ${this.visit(one)} ${this.covered ? nothing : html`<cd-patient-recalls .patientId=${one.patient_id}></cd-patient-recalls>`} ${this.actions(one)} ${this.history()}
    </section>`;
  }

  /** @param {DayAppointment} one */
  head(one) {
    const patient = this.detail?.patient;
    const birth = patient?.birth_date ?? one.birth_date;
    const facts = [
      patient && words.common.sex[/** @type {'female'} */ (patient.sex)],
      birth && `${patient?.birth_estimated ? `${words.today.estimated} ` : ''}${date(birth)} (${age(birth, app.today())})`,
    ];
    const phone = patient?.phones[0]?.number;
    return html`<header class="panel-head">
      <h2 id="panel-name">${this.covered ? words.today.covered : html`<a class="panel-link" href="/patients/${one.patient_id}" title=${words.today.patientPage}>${fullName(one)}</a>`}</h2>
      ${patient?.preferred && !this.covered ? html`<p class="muted">“${patient.preferred}”</p>` : nothing}
      ${this.covered ? nothing : html`<p class="panel-facts">${dotted(facts)}</p>
        <p class="panel-facts">${dotted([patient?.mrn, phone]) || html`<span class="skeleton"><i class="panel-line"></i></span>`}</p>`}
      ${patient?.died_on ? html`<p class="banner">${icon('warning')}${words.today.died(date(patient.died_on))}</p>` : nothing}
    </header>`;
  }

  /** @param {DayAppointment} one */
  alerts(one) {
    if (this.covered) return nothing;
    const alerts = this.detail?.alerts ?? [];
    return html`
      ${this.detail
        ? html`<cd-allergy-banner .patientId=${one.patient_id} .banner=${this.detail.allergies}></cd-allergy-banner>`
        : one.has_allergy ? html`<p class="allergy-box">${icon('allergy')}<span>${words.today.allergy}</span></p>` : nothing}
      ${alerts.map((alert) => html`<p class="panel-alert is-${alert.severity}">${alertMark(alert)}<span>${alert.text}</span></p>`)}`;
  }

  /** @param {DayAppointment} one */
  visit(one) {
    const { detail } = this;
    const minutes = minutesBetween(one.starts_at, one.ends_at);
    const balance = detail?.balance_minor ?? null;
    return html`<div class="panel-visit">
      <div class="panel-status is-${one.status.replace('_', '-')}">${icon(MARKS[one.status], { size: 14 })}<b>${words.common.status[one.status]}</b>
        ${one.status === 'arrived' && this.next ? html`<span>· ${words.today.stillWaitsFor(this.next.short_name)}</span>` : nothing}
        ${one.status === 'arrived' ? html`<span class="number">· ${words.today.minutesWaiting(app.minutesSince(one.status_since))}</span>` : nothing}</div>
      ${holdsTime(one) ? html`<p><b class="number">${timeRange(one.starts_at, one.ends_at)}</b> · ${duration(minutes)} · ${this.column?.short_name}${one.room_name ? ` · ${one.room_name}` : ''}</p>` : nothing}
      ${one.ticket || one.walk_in ? html`<p class="number">${dotted([one.walk_in && words.waiting.walkIn, one.ticket && words.waiting.ticket(one.ticket), !holdsTime(one) && (one.for_anyone ? words.waiting.anyone : this.column?.short_name)])}</p>` : nothing}
      ${detail?.series ? html`<p class="panel-series">${icon('repeat', { size: 14 })}${words.series.place(detail.series.number, detail.series.of)}</p>` : nothing}
      ${one.overbooked ? this.why(words.today.overbooked, detail?.overbook_reason, detail?.overbook_given) : nothing}
      ${one.outside_hours ? this.why(words.today.outsideHours, detail?.outside_reason, detail?.outside_given) : nothing}
      ${detail
        ? html`<ul class="panel-services" aria-label=${words.today.services}>${detail.services.map((service) => html`<li><span class="grow">${service.name}</span><span class="muted number">${duration(service.minutes)}</span><span class="number panel-price">${money(service.price_minor)}</span></li>`)}</ul>
            ${balance === null ? nothing : html`<p class="panel-balance"><span class="muted">${words.today.balance}</span> <span class="number">${balance > 0 ? html`<b>${words.today.owes(money(balance))}</b>` : balance < 0 ? words.today.credit(money(-balance)) : words.today.nothingOwed}</span></p>`}`
        : html`<p>${one.services}</p>`}
      ${one.note && !this.covered ? html`<p class="panel-note">${icon('note', { size: 14 })}<span>${one.note}</span></p>` : nothing}
    </div>`;
  }

  /** What is unusual about the time, with the reason that somebody gave for it. @param {string} what @param {string|null} [reason] @param {import('../bindings/GivenReason').GivenReason|null} [given] */
  why(what, reason, given) {
    const said = reason && !this.covered ? html` ${words.today.because(reason)}` : nothing;
    return html`<p class="panel-why"><b>${what}</b>${said}${given ? html`<br /><span class="muted number">${words.today.changedBy(given.by, dateTime(app.wall(given.at)))}</span>` : nothing}</p>`;
  }

  /** @param {DayAppointment} one */
  actions(one) {
    const { main, beside, more } = actionsFor(one);
    if (!main && beside.length + more.length === 0) return nothing;
    const key = (/** @type {string|undefined} */ letter) => (letter && lettersOn() ? caps(letter) : nothing);
    const button = (/** @type {import('./actions.js').Action} */ action, /** @type {string} */ cls) => html`<button type="button" class="button ${cls}" data-act=${action.id} ?disabled=${this.busy}
        @click=${() => this.dispatchEvent(new CustomEvent('act', { detail: { id: action.id } }))}>${action.words}${key(action.key)}</button>`;
    return html`<div class="panel-actions">
      ${main ? html`<div class="panel-main">${button(main, 'primary')}</div>` : nothing}
      <div class="button-row">${[...beside, ...more].map((action) => button(action, 'small'))}</div>
    </div>`;
  }

  history() {
    const { detail } = this;
    if (!detail) return nothing;
    const when = (/** @type {string} */ instant) => dateTime(app.wall(instant));
    return html`<details class="panel-history"><summary><span class="grow">${words.today.history}</span><span class="panel-as">${words.today.as(app.me?.name ?? '')}</span></summary><ol>
      <li><span>${words.today.bookedBy(detail.booked_by, when(detail.booked_at))}</span></li>
      ${detail.history.filter((change) => change.from).map((change) => html`<li><b>${words.common.status[change.to]}</b> <span class="muted">${words.today.changedBy(change.by, when(change.at))}</span>${change.reason ? html` <span>${words.today.because(change.reason)}</span>` : nothing}</li>`)}
    </ol>${detail.patient.next_visit ? html`<p class="muted">${words.today.nextVisit(dateTime(detail.patient.next_visit))}</p>` : nothing}</details>`;
  }
}
customElements.define('cd-panel', Panel);
