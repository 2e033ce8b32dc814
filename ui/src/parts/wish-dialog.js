import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { ask, uuid7 } from '../ipc.js';
import { say } from '../messages.js';
import { minuteOfDay } from '../wall.js';
import { words } from '../words/en.js';
import { icon } from '../icons.js';
import { minutesOf } from './book-services.js';
import { areaInput, textInput } from './inputs.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';
import { Sender } from './sender.js';
import './allergy-banner.js';
import './date-input.js';
import './patient-card.js';
import './patient-picker.js';
import './time-input.js';
import './waitlist.css';

/** @typedef {import('../wire-types.js').PatientLine} PatientLine */
/** @typedef {import('../bindings/WaitlistLine').WaitlistLine} WaitlistLine */
/** @typedef {{patient?: PatientLine|null, service_ids?: string[], practitioner_ids?: string[], minutes?: number, earliest?: string|null, note?: string, line?: WaitlistLine}} WishFrom `line`: change this one */

const w = words.waitlist;
const NOON = '12:00';
const PRIORITIES = /** @type {const} */ (['normal', 'soon', 'urgent']);

/** Put somebody on the waitlist, or change what would suit them. Answers with true when it was saved. @param {WishFrom} [from] @returns {Promise<true|undefined>} */
export function openWish(from = {}) {
  const dialog = /** @type {WishDialog} */ (document.createElement('cd-wish'));
  dialog.from = from;
  return dialog.open();
}

class WishDialog extends Modal {
  constructor() {
    super();
    /** @type {WishFrom} */
    this.from = {};
    this.waitlistId = uuid7();
    /** @type {PatientLine|null} */
    this.patient = null;
    /** @type {any} what is typed, as it is sent */
    this.wishes = {};
    /** Typed by hand; empty: what the services take. */
    this.minutesTyped = '';
    /** @type {Record<string, string>} */
    this.errors = {};
    this.problem = '';
    this.original = '';
    this.sender = new Sender(() => this.requestUpdate());
  }

  connectedCallback() {
    super.connectedCallback();
    if (!this.hasUpdated) this.start();
    this.listen(app, 'lists', () => this.requestUpdate());
  }

  start() {
    const { line, patient, service_ids = [], practitioner_ids = [], minutes, earliest, note } = this.from;
    this.patient = patient ?? null;
    this.wishes = line
      ? { from: null, to: null, latest: null, note: null, ...structuredClone(line.wishes) }
      : { service_ids, practitioner_ids, earliest: earliest && earliest > app.today() ? earliest : app.today(), latest: null, weekdays: [], from: null, to: null, priority: 'normal', note: note ?? null };
    const known = line ? line.wishes.minutes : minutes;
    this.minutesTyped = known ? String(known) : '';
    this.original = this.typed();
    Promise.all([app.load('practitioners'), app.load('services')]).then(() => {
      if (Number(this.minutesTyped) === minutesOf(this.wishes.service_ids)) this.minutesTyped = '';
      this.original = this.typed();
      this.requestUpdate();
    });
  }

  typed() {
    return JSON.stringify([this.wishes, this.minutesTyped]);
  }

  dirty() {
    return this.typed() !== this.original;
  }

  keptAs() {
    return `wish ${this.from.line?.waitlist_id ?? ''}`.trim();
  }

  typing() {
    return { patient: this.patient, wishes: this.wishes, minutesTyped: this.minutesTyped };
  }

  /** @param {any} typing */
  takeUp({ patient, wishes, minutesTyped }) {
    Object.assign(this, { patient, wishes, minutesTyped });
    this.requestUpdate();
  }

  heading() {
    return this.from.line ? w.editTitle : w.addTitle;
  }

  subheading() {
    return this.from.line ? html`<p class="muted"><strong>${this.from.line.name}</strong></p>` : nothing;
  }

  minutes() {
    return this.minutesTyped ? Number(this.minutesTyped) : minutesOf(this.wishes.service_ids);
  }

  /** @param {Record<string, any>} change */
  change(change) {
    this.wishes = { ...this.wishes, ...change };
    this.problem = '';
    for (const name of Object.keys(change)) delete this.errors[name];
    this.requestUpdate();
  }

  /** One of a list more or less. @param {'practitioner_ids'|'weekdays'} name @param {any} value */
  toggle(name, value) {
    const list = this.wishes[name];
    this.change({ [name]: list.includes(value) ? list.filter((/** @type {any} */ one) => one !== value) : [...list, value] });
  }

  validate() {
    /** @type {Record<string, string>} */
    const errors = {};
    const { service_ids, earliest, latest, from, to } = this.wishes;
    const minutes = this.minutes();
    const unclear = /** @type {any[]} */ ([...this.querySelectorAll('cd-date, cd-time')]).filter((one) => one.isUnclear);
    if (!this.from.line && !this.patient) errors.patient = words.book.patientNeeded;
    if (!service_ids.length) errors.service_ids = words.book.noService;
    if (service_ids.length && (!Number.isInteger(minutes) || minutes < 5 || minutes > 720 || minutes % 5)) errors.minutes = words.book.minutesBad;
    if (!earliest) errors.earliest = w.earliestNeeded;
    if (earliest && latest && latest < earliest) errors.latest = w.latestEarly;
    for (const name of ['from', 'to']) if (this.wishes[name] && minuteOfDay(this.wishes[name]) % 5) errors[name] = w.stepOfFive;
    if (!errors.from && !errors.to && minuteOfDay(from ?? '00:00') + minutes > (to ? minuteOfDay(to) : 1440)) errors.to = w.tooShort;
    for (const field of unclear) errors[field.dataset.field] = field.unclear();
    this.errors = errors;
    return Object.keys(errors).length === 0;
  }

  async submit() {
    if (this.sender.busy) return;
    if (!this.validate()) {
      this.requestUpdate();
      this.focusFirst('.has-error :is(input, select, button), [aria-invalid="true"]');
      return;
    }
    const wishes = { ...this.wishes, weekdays: [...this.wishes.weekdays].sort(), minutes: this.minutes(), note: this.wishes.note?.trim() || null };
    const { line } = this.from;
    const name = line?.name ?? this.patient?.name ?? '';
    try {
      const { id } = await this.sender.send(
        line ? { op: 'edit_waitlist', waitlist_id: line.waitlist_id, version: line.version, wishes } : { op: 'add_to_waitlist', waitlist_id: this.waitlistId, patient_id: this.patient?.patient_id, wishes },
      );
      toast(line ? w.saved(name) : w.added(name), { undo: id });
      this.close(true);
    } catch (error) {
      this.refused(/** @type {import('../ipc.js').WireError} */ (error));
    }
  }

  /** @param {import('../ipc.js').WireError} error */
  refused(error) {
    const field = error.details.field;
    if (field && (field in this.wishes || field === 'minutes')) this.errors[field] = say(error);
    else this.problem = say(error);
    this.requestUpdate();
    if (this.shut) toast(say(error), { kind: 'error' });
    else this.focusFirst('.has-error :is(input, select, button), .clash');
  }

  body() {
    const { wishes, errors } = this;
    const whose = this.from.line?.patient_id ?? this.patient?.patient_id;
    return html`
      <fieldset class="plain" ?disabled=${this.sender.state === 'checking'}>
        ${this.problem ? html`<section class="clash" role="alert" tabindex="-1"><p class="clash-title">${icon('warning')}${this.problem}</p></section>` : nothing}
        ${this.from.line ? nothing : this.renderPatient()}
        ${whose ? html`<cd-patient-allergies .patientId=${whose}></cd-patient-allergies>` : nothing}
        <cd-book-services .chosen=${wishes.service_ids} .error=${errors.service_ids ?? ''} @change=${(/** @type {CustomEvent} */ event) => this.change({ service_ids: event.detail })}></cd-book-services>
        ${this.renderPeople()}
        <div class="grid-2">${this.renderPriority()} ${this.renderMinutes()}</div>
        <div class="grid-2">${this.renderDate('earliest', w.earliest)} ${this.renderDate('latest', w.latest)}</div>
        ${this.renderWeekdays()} ${this.renderHours()}
        ${areaInput({ name: 'wish-note', label: w.note, value: wishes.note ?? '', error: errors.note, on: (value) => this.change({ note: value }) })}
      </fieldset>
    `;
  }

  renderPatient() {
    const { patient } = this;
    if (patient) {
      return html`<cd-patient-card .patient=${patient} ?fixed=${Boolean(this.from.patient)} @change=${() => {
        this.patient = null;
        this.requestUpdate();
      }}></cd-patient-card>`;
    }
    return html`<cd-patient-picker .error=${this.errors.patient ?? ''} @pick=${(/** @type {CustomEvent} */ event) => {
      this.patient = event.detail;
      delete this.errors.patient;
      this.requestUpdate();
    }} @create=${(/** @type {CustomEvent} */ event) => this.register(event.detail)}></cd-patient-picker>`;
  }

  /** Somebody new is registered first, in the form with everything a patient has. @param {string} text */
  async register(text) {
    const { openRegister } = await import('./patient-form.js');
    const made = await openRegister({ text });
    if (!made) return;
    const { details, ...line } = await ask({ ask: 'patient', id: made.patient_id });
    this.patient = { ...line, ...details.names, birth_date: details.birth_date ?? null, birth_estimated: details.birth_estimated, sex: details.sex, phone: details.phones[0]?.number ?? null, died_on: null, last_visit: null, next_visit: null };
    delete this.errors.patient;
    this.requestUpdate();
  }

  renderPeople() {
    const { practitioner_ids: chosen } = this.wishes;
    const people = app.lists.practitioners.filter((one) => one.active || chosen.includes(one.practitioner_id));
    return html`<fieldset class="wish-group"><legend>${w.practitioners}</legend>
      <div class="wish-people">
        <button type="button" class="chip" aria-pressed=${String(chosen.length === 0)} @click=${() => this.change({ practitioner_ids: [] })}>${w.anybody}</button>
        ${people.map((one) => html`<button type="button" class="chip" aria-pressed=${String(chosen.includes(one.practitioner_id))} @click=${() => this.toggle('practitioner_ids', one.practitioner_id)}>${one.short_name}</button>`)}
      </div></fieldset>`;
  }

  renderPriority() {
    return html`<fieldset class="wish-group"><legend>${w.priorityLabel}</legend><div class="presets">
      ${PRIORITIES.map((one) => html`<button type="button" class="chip" aria-pressed=${String(this.wishes.priority === one)} @click=${() => this.change({ priority: one })}>${w.priority[one]}</button>`)}
    </div></fieldset>`;
  }

  renderMinutes() {
    const total = minutesOf(this.wishes.service_ids);
    const other = this.minutesTyped !== '' && Number(this.minutesTyped) !== total && total > 0;
    return textInput({
      name: 'wish-minutes', label: w.minutes, value: this.minutesTyped || String(total || ''), mode: 'numeric', error: this.errors.minutes, hint: other ? w.minutesFromServices(total) : '',
      on: (value) => {
        this.minutesTyped = value.trim();
        delete this.errors.minutes;
        this.requestUpdate();
      },
    });
  }

  /** @param {'earliest'|'latest'} name @param {string} label */
  renderDate(name, label) {
    return html`<cd-date data-field=${name} .label=${label} .value=${this.wishes[name] ?? null} .error=${this.errors[name] ?? ''} ?required=${name === 'earliest'}
      @change=${(/** @type {CustomEvent} */ event) => this.change({ [name]: event.detail.value })}></cd-date>`;
  }

  renderWeekdays() {
    const first = app.clinic?.week_start ?? 1;
    const days = Array.from({ length: 7 }, (_, i) => ((first - 1 + i) % 7) + 1);
    return html`<fieldset class="wish-group ${this.errors.weekdays ? 'has-error' : ''}"><legend>${w.weekdays}</legend>
      <div class="presets">${days.map((day) => html`<button type="button" class="chip" title=${words.common.days[day - 1]} aria-pressed=${String(this.wishes.weekdays.includes(day))} @click=${() => this.toggle('weekdays', day)}>${words.common.daysShort[day - 1]}</button>`)}</div>
      <p class=${this.errors.weekdays ? 'message' : 'hint'}>${this.errors.weekdays ?? w.weekdaysHint}</p></fieldset>`;
  }

  renderHours() {
    const { from, to } = this.wishes;
    const preset = (/** @type {string} */ label, /** @type {string|null} */ starts, /** @type {string|null} */ ends) =>
      html`<button type="button" class="chip" aria-pressed=${String((from ?? null) === starts && (to ?? null) === ends)} @click=${() => this.change({ from: starts, to: ends })}>${label}</button>`;
    const field = (/** @type {'from'|'to'} */ name, /** @type {string} */ label) => html`<cd-time data-field=${name} .label=${label} .value=${this.wishes[name] ?? null} .error=${this.errors[name] ?? ''} ?ends=${name === 'to'}
      @change=${(/** @type {CustomEvent} */ event) => this.change({ [name]: event.detail.value })}></cd-time>`;
    return html`<div class="wish-hours">
      <fieldset class="wish-group"><legend>${w.hours}</legend><div class="presets">${preset(w.wholeDay, null, null)} ${preset(w.morning, null, NOON)} ${preset(w.afternoon, NOON, null)}</div></fieldset>
      ${field('from', w.from)} ${field('to', w.to)}
    </div>`;
  }

  foot() {
    const checking = this.sender.state === 'checking';
    return html`
      <p class="modal-carried" role="status">${checking ? html`<span class="spinner"></span>${words.book.checking}` : w.as(app.me?.name ?? '')}</p>
      <button type="button" class="button" @click=${this.askToClose}>${words.modal.cancel}</button>
      <button type="submit" class="button primary" data-submit ?disabled=${this.sender.busy}>${this.from.line ? w.submitEdit : w.submitAdd}${caps('Enter')}</button>
    `;
  }
}

customElements.define('cd-wish', WishDialog);
