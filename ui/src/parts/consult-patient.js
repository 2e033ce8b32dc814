import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { age, date, duration } from '../format.js';
import { ask } from '../ipc.js';
import { icon } from '../icons.js';
import { lettersOn } from '../keys.js';
import { say } from '../messages.js';
import { minutesBetween } from '../wall.js';
import { words } from '../words/en.js';
import { dotted } from '../words/isolate.js';
import { stepsFor } from './actions.js';
import { alertMark } from './alert-text.js';
import { fullName, MARKS } from './day-card.js';
import { caps } from './menu.js';
import './allergy-banner.js';
import './chart.js';
import './panel.css';
import './patient-head.css';
import './vitals-card.js';

/** @typedef {import('../wire-types.js').DayAppointment} DayAppointment */

/** In these the record of the visit is written; before, the chart is read. */
const WRITTEN = new Set(['in_room', 'to_pay', 'done']);

/** Measures and gives, and signs no visits: the fields for that stand first. */
const measures = () => app.can('record.vitals') && !app.can('record.sign');

/** The chosen patient of the day: who it is, what to watch for, and the work. `act {id, anchor}` and `more {anchor}` when something is to be done. */
class ConsultPatient extends View {
  static properties = { one: {}, detail: { state: true }, problem: { state: true } };

  constructor() {
    super();
    /** @type {DayAppointment | null} */
    this.one = null;
    /** @type {import('../wire-types.js').AppointmentDetail | null} */
    this.detail = null;
    this.problem = '';
    this.shown = '';
    /** Whose record was written in here: it stays open whatever the desk does meanwhile. */
    this.written = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', ({ detail }) => {
      if (detail.touches.some((/** @type {any} */ touch) => touch.id === this.one?.id || touch.id === this.one?.patient_id || ['patient_alert', 'allergy'].includes(touch.kind))) this.read();
    });
  }

  willUpdate() {
    const id = this.one?.id ?? '';
    if (id === this.shown) return;
    this.shown = id;
    this.detail = null;
    this.read();
  }

  async read() {
    const id = this.shown;
    if (!id) return;
    try {
      const detail = await ask({ ask: 'appointment', id });
      if (id === this.shown) Object.assign(this, { detail, problem: '' });
    } catch (error) {
      if (id === this.shown) this.problem = say(/** @type {any} */ (error));
    }
  }

  render() {
    const { one } = this;
    if (!one) return nothing;
    return html`<article class="consult-patient" aria-labelledby="consult-name">
      ${this.renderHead(one)}
      ${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}
      <div class="patient-warnings">
        ${this.detail ? html`<cd-allergy-banner .patientId=${one.patient_id} .banner=${this.detail.allergies} may-record></cd-allergy-banner>` : nothing}
        ${(this.detail?.alerts ?? []).map((alert) => html`<p class="panel-alert is-${alert.severity}">${alertMark(alert)}<span>${alert.text}</span></p>`)}
      </div>
      ${this.renderWork(one)}
    </article>`;
  }

  /** @param {DayAppointment} one */
  renderHead(one) {
    const patient = this.detail?.patient;
    const birth = patient?.birth_date ?? one.birth_date;
    const minutes = minutesBetween(one.starts_at, one.ends_at);
    const who = [birth && `${date(birth)} (${age(birth, app.today())})`, patient && patient.sex !== 'unknown' && words.common.sex[/** @type {'female'} */ (patient.sex)], patient?.mrn];
    return html`<header class="consult-head">
      <div class="grow">
        <h1 id="consult-name"><a class="panel-link" href="/patients/${one.patient_id}" title=${words.today.patientPage}>${fullName(one)}</a></h1>
        <p class="panel-facts">${dotted(who)}</p>
        <div class="consult-visit"><span class="panel-status is-${one.status.replace('_', '-')}">${icon(MARKS[one.status], { size: 14 })}<b>${words.common.status[one.status]}</b>
            ${one.status === 'arrived' ? html`<span class="number">· ${words.today.minutesWaiting(app.minutesSince(one.status_since))}</span>` : nothing}</span>
          <span class="muted">${dotted([one.services, !one.walk_in && duration(minutes), one.room_name])}</span></div>
        ${one.note ? html`<p class="panel-note">${icon('note', { size: 14 })}<span>${one.note}</span></p>` : nothing}
      </div>
      ${this.renderActs(one)}
    </header>`;
  }

  /** @param {DayAppointment} one */
  renderActs(one) {
    const tell = (/** @type {string} */ type, /** @type {any} */ detail) => this.dispatchEvent(new CustomEvent(type, { detail }));
    return html`<div class="button-row consult-acts">${stepsFor(one).map((step, i) => html`<button type="button" class="button ${i === 0 && one.status !== 'in_room' ? 'primary' : ''}" data-act=${step.id}
        @click=${(/** @type {Event} */ event) => tell('act', { id: step.id, anchor: event.currentTarget })}>${step.words}${caps(lettersOn() ? (step.key ?? null) : null)}</button>`)}
      <button type="button" class="icon-button" aria-haspopup="menu" aria-label=${words.consult.more(one.name)} title=${words.consult.more(one.name)} @click=${(/** @type {Event} */ event) => tell('more', { anchor: event.currentTarget })}>${icon('more')}</button></div>`;
  }

  /** @param {DayAppointment} one */
  renderWork(one) {
    const name = fullName(one);
    if (measures()) return html`<cd-chart .patientId=${one.patient_id} .name=${name} embedded .tab=${'vitals'} .above=${html`<cd-vitals-card .patientId=${one.patient_id} .name=${name}></cd-vitals-card>`}></cd-chart>`;
    if (WRITTEN.has(one.status)) this.written = one.id;
    const writes = this.written === one.id && app.can('record.write');
    return html`<cd-chart .patientId=${one.patient_id} .name=${name} embedded .tab=${writes ? 'visits' : 'summary'} .row=${writes ? `of-${one.id}` : ''}></cd-chart>`;
  }
}

customElements.define('cd-consult-patient', ConsultPatient);
