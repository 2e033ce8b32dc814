import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { date, personName, time } from '../format.js';
import { ask, uuid7 } from '../ipc.js';
import { say } from '../messages.js';
import { dateOf, timeOf } from '../wall.js';
import { words } from '../words/en.js';
import { icon } from '../icons.js';
import { dotted } from '../words/isolate.js';
import { caps } from './menu.js';
import { mayGive, minutesOf, servicesOf } from './book-services.js';
import { areaInput, textInput } from './inputs.js';
import { SlotDialog } from './slot-dialog.js';
import { lastVisit, rememberServices, usualServices } from './usual-services.js';
import { whoComes } from './who-comes.js';
import './book-recall.js';
import './book-repeat.js';
import './free-finder.js';
import './series-visits.js';
import './book-dialog.css';

/** @typedef {import('../wire-types.js').PatientLine} PatientLine */
/** @typedef {{practitioner_id?: string, room_id?: string | null, starts_at?: string, minutes?: number, patient_id?: string, service_ids?: string[], again?: boolean, note?: string, waiting?: {waitlist_id: string, version: number}, date?: string, wish?: import('./free-finder.js').Wish, recall?: {recall_id: string, version: number}}} BookFrom `waiting`: whose waiting ends with this booking; `wish`: what would suit, for the search */

/** The second click of a double click lands on the time that was under the dialog; it must not open the next one. */
const DOUBLE_CLICK_MS = 400;
let closedAt = -Infinity;

/**
 * Book: from a slot, a dragged span, a patient, or nothing at all.
 * @param {BookFrom} [from]
 * @returns {Promise<{appointment_id: string, operation_id: string} | undefined>}
 */
export function openBook(from = {}) {
  const already = /** @type {BookDialog | null} */ (document.querySelector('cd-book'));
  if (already) {
    already.firstField()?.focus();
    return Promise.resolve(undefined);
  }
  if (from.starts_at && performance.now() - closedAt < DOUBLE_CLICK_MS) return Promise.resolve(undefined);
  const dialog = /** @type {BookDialog} */ (document.createElement('cd-book'));
  dialog.from = from;
  return dialog.open();
}

export class BookDialog extends SlotDialog {
  constructor() {
    super();
    /** @type {BookFrom} */
    this.from = {};
    this.appointmentId = uuid7();
    /** @type {PatientLine | null} */
    this.patient = null;
    this.creating = '';
    /** @type {string[]} */
    this.services = [];
    this.servicesChosen = false;
    /** Typed by hand; empty: what the services take. */
    this.minutesTyped = '';
    this.note = '';
    /** Whether a series is booked. */
    this.repeats = false;
    /** What is still being looked up and decides the services. @type {Promise<any>} */
    this.looking = Promise.resolve();
  }

  connectedCallback() {
    super.connectedCallback();
    if (!this.hasUpdated) this.looking = this.start();
    this.listen(app, 'lists', () => this.requestUpdate());
  }

  async start() {
    const { from } = this;
    if (from.starts_at) this.startWhen({ date: dateOf(from.starts_at), time: timeOf(from.starts_at) });
    if (from.date) this.startWhen({ date: from.date });
    if (from.minutes) this.minutesTyped = String(from.minutes);
    this.note = from.note ?? '';
    await Promise.all([app.load('practitioners'), app.load('rooms'), app.load('services'), app.load('exceptions').catch(() => [])]);
    const practitioners = app.lists.practitioners.filter((one) => one.active);
    const who = from.practitioner_id ?? app.me?.practitioner_id ?? (from.patient_id ? '' : practitioners[0]?.practitioner_id) ?? '';
    const room = from.room_id ?? app.lists.practitioners.find((one) => one.practitioner_id === who)?.room_id ?? '';
    this.startWhen({ practitioner_id: who, room_id: room });
    this.roomChosen = Boolean(from.room_id);
    this.servicesChosen = Boolean(from.service_ids?.length);
    this.services = from.service_ids ?? usualServices(who);
    this.requestUpdate();
    if (from.patient_id) {
      const { details, ...line } = await ask({ ask: 'patient', id: from.patient_id });
      const names = { given: null, family: null, preferred: null, ...details.names };
      await this.pick({ ...line, ...names, birth_date: details.birth_date ?? null, birth_estimated: details.birth_estimated, sex: details.sex, phone: details.phones[0]?.number ?? null, died_on: details.died_on ?? null, last_visit: null, next_visit: null });
    }
  }

  heading() {
    return this.from.again ? words.book.titleAgain : words.book.title;
  }

  subheading() {
    const text = dotted([this.whenText(), this.practitioner?.name]);
    return text ? html`<p class="muted number">${text}</p>` : nothing;
  }

  minutes() {
    return this.minutesTyped ? Number(this.minutesTyped) : minutesOf(this.services);
  }

  dirty() {
    return super.dirty() || Boolean(this.creating || this.repeats || (this.note.trim() && this.note !== (this.from.note ?? '')));
  }

  get lengthField() {
    return /** @type {const} */ ('minutes');
  }

  keptAs() {
    return 'book';
  }

  typing() {
    const created = this.createForm?.values ?? null;
    return { patient: this.patient, creating: this.creating, created, services: this.services, minutesTyped: this.minutesTyped, note: this.note, why: this.why, rule: this.repeats ? (this.repeat?.typing ?? null) : null };
  }

  /** The time stays where the dialog was opened. @param {any} typing */
  takeUp({ patient, creating, created, services, minutesTyped, note, why, rule }) {
    Object.assign(this, { patient, creating, services, servicesChosen: true, minutesTyped, note, repeats: Boolean(rule) });
    this.takeReason(why);
    this.requestUpdate();
    this.updateComplete.then(() => {
      if (created) this.createForm?.change(created);
      if (rule) this.repeat?.takeUp(rule);
    });
  }

  get repeat() {
    return /** @type {import('./book-repeat.js').BookRepeat | null} */ (this.querySelector('cd-book-repeat'));
  }

  /** @param {boolean} repeats */
  setRepeats(repeats) {
    this.repeats = repeats;
    this.problem = null;
    this.focusFirst(repeats ? '.repeat input' : '.repeat-open');
  }

  get createForm() {
    return /** @type {import('./book-create.js').BookCreate | null} */ (this.querySelector('cd-book-create'));
  }

  /** @param {PatientLine} patient */
  async pick(patient) {
    this.patient = patient;
    this.creating = '';
    this.problem = null;
    delete this.errors.patient;
    this.requestUpdate();
    this.looking = this.fillFromLastVisit(patient);
    this.updateComplete.then(() => this.focusNext());
    await this.looking;
  }

  /** @param {PatientLine} patient */
  async fillFromLastVisit(patient) {
    // Without an answer the usual services stand: nothing here may hold a booking up.
    const last = await lastVisit(patient.patient_id, this.when.practitioner_id).catch(() => null);
    if (this.patient !== patient || !last) return;
    if (!this.when.practitioner_id || (!this.from.practitioner_id && !app.me?.practitioner_id && !this.startsAt)) this.changeWhen({ practitioner_id: last.practitioner_id });
    if (!this.servicesChosen && last.service_ids.length) this.services = last.service_ids;
    this.requestUpdate();
  }

  /** After the patient comes the button that books, or the first offered time. */
  focusNext() {
    const next = this.querySelector(this.startsAt ? '[data-submit]' : '.offered .slot') ?? this.querySelector('[data-submit]');
    if (next instanceof HTMLElement) next.focus();
  }

  unpick() {
    this.patient = null;
    this.creating = '';
    this.requestUpdate();
    this.updateComplete.then(() => this.firstField()?.focus());
  }

  whenChanged() {
    if (!this.servicesChosen && !this.patient) this.services = usualServices(this.when.practitioner_id);
  }

  /** @param {string[]} chosen */
  chooseServices(chosen) {
    this.services = chosen;
    this.servicesChosen = true;
    this.problem = null;
    delete this.errors.services;
    this.requestUpdate();
  }

  /** Without a time: the next free ones, each of which books. */
  get offers() {
    return !this.from.starts_at && !this.when.time;
  }

  /** The offers have come: who waits at the button goes on to the first of them. */
  found() {
    const waiting = this.patient !== null && document.activeElement instanceof HTMLElement && document.activeElement.hasAttribute('data-submit');
    if (waiting) this.focusNext();
  }

  validate() {
    const errors = this.whenErrors();
    if (!this.patient && !this.creating) errors.patient = words.book.patientNeeded;
    if (this.patient?.died_on) errors.patient = words.book.died(date(this.patient.died_on));
    if (!this.services.length) errors.services = words.book.noService;
    const refusedServices = servicesOf(this.services).filter((service) => !mayGive(service, this.when.practitioner_id));
    if (refusedServices.length) errors.services = say({ code: 'appointment.service_not_given', details: { services: refusedServices.map((one) => one.name), practitioner: this.practitioner?.short_name } });
    const minutes = this.minutes();
    if (this.services.length && (!Number.isInteger(minutes) || minutes < 5 || minutes > 720 || minutes % 5)) errors.minutes = words.book.minutesBad;
    this.errors = errors;
    const created = this.createForm ? this.createForm.valid() : true;
    return created && Object.keys(errors).length === 0;
  }

  async submit() {
    if (this.working) return;
    this.setWorking(true);
    try {
      await this.looking;
      await this.repeat?.looking;
      if (!this.validate()) this.focusError();
      else if (!this.repeat) await this.book();
      else if (this.repeat.valid()) await this.bookSeries(this.repeat);
    } catch (error) {
      const wrong = /** @type {import('../ipc.js').WireError} */ (error);
      if (!this.shut && wrong.code === 'series.clashes') this.repeat?.clashed(wrong.details);
      else if (!this.shut && this.repeat && wrong.details?.field) this.repeat.refused(wrong);
      else if (this.shut) toast(say(wrong), { kind: 'error' });
      else this.refused(wrong);
    } finally {
      this.setWorking(false);
    }
  }

  /** The patient, registered first when they are new. @returns {Promise<PatientLine>} */
  async known() {
    if (!this.patient && this.createForm) {
      // The patient is kept even if the time is taken: what follows is a booking for somebody known.
      const created = await this.createForm.register();
      this.patient = created;
      this.creating = '';
      this.requestUpdate();
    }
    return /** @type {PatientLine} */ (this.patient);
  }

  /** All visits that were agreed on, or none of them. @param {import('./book-repeat.js').BookRepeat} repeat */
  async bookSeries(repeat) {
    const patient = await this.known();
    const visits = repeat.visits();
    const { id } = await this.sender.send({
      op: 'book_series', series_id: repeat.seriesId, patient_id: patient.patient_id, practitioner_id: this.when.practitioner_id, room_id: this.when.room_id || null, service_ids: this.services,
      starts_at: this.startsAt, minutes: this.minutes(), rule: repeat.rule(), visits, note: this.note.trim() || null, outside_hours: repeat.outsideHours(),
    });
    rememberServices(this.when.practitioner_id, this.services);
    const days = visits.map((visit) => visit.starts_at).sort();
    toast(words.series.booked(personName(patient) || patient.name, visits.length, date(days[0]), date(days.at(-1))), { undo: id });
    closedAt = performance.now();
    this.close({ appointment_id: visits[0].appointment_id, operation_id: id });
  }

  async book() {
    const patient = await this.known();
    const starts = /** @type {string} */ (this.startsAt);
    const booking = {
      appointment_id: this.appointmentId, patient_id: patient.patient_id, practitioner_id: this.when.practitioner_id, room_id: this.when.room_id || null,
      service_ids: this.services, starts_at: starts, minutes: this.minutes(), note: this.note.trim() || null, ...this.reasons(),
    };
    const { waiting } = this.from;
    const recall = this.from.recall ?? /** @type {import('./book-recall.js').BookRecall | null} */ (this.querySelector('cd-book-recall'))?.recall(this.when.date ?? '', this.when.practitioner_id, this.services);
    const { id } = await this.sender.send(waiting ? { op: 'book_from_waitlist', ...waiting, booking } : recall ? { op: 'book_recall', ...recall, booking } : { op: 'book_appointment', ...booking });
    rememberServices(this.when.practitioner_id, this.services);
    toast(words.book.booked(personName(patient) || patient.name, `${date(starts)} ${time(starts)}`, this.practitioner?.short_name ?? ''), { undo: id });
    closedAt = performance.now();
    this.close({ appointment_id: this.appointmentId, operation_id: id });
  }

  body() {
    return html`
      <fieldset class="plain" ?disabled=${this.checking}>
        ${this.renderProblem()}
        ${whoComes(this)}
        <div class="grid-2">${this.renderPerson()} ${this.renderRoom()}</div>
        <div class="grid-3">${this.renderDateAndTime()} ${this.renderMinutes()}</div>
        ${this.repeats ? nothing : html`${this.renderOffered()} ${this.renderPutOn()}`}
        <cd-book-services .chosen=${this.services} .practitioner=${this.practitioner} .patient=${this.patient?.patient_id ?? null} .day=${this.when.date} .error=${this.errors.services ?? ''}
          @change=${(/** @type {CustomEvent} */ event) => this.chooseServices(event.detail)}></cd-book-services>
        ${this.patient && !this.from.waiting && !this.from.recall && !this.repeats ? html`<cd-book-recall .patientId=${this.patient.patient_id} .day=${this.when.date} .services=${this.services} .practitioner=${this.when.practitioner_id}></cd-book-recall>` : nothing}
        ${areaInput({ name: 'note', label: words.book.note, value: this.note, on: (value) => (this.note = value) })}
        ${this.renderRepeat()}
      </fieldset>
    `;
  }

  renderMinutes() {
    const total = minutesOf(this.services);
    const other = this.minutesTyped !== '' && Number(this.minutesTyped) !== total && total > 0;
    return textInput({
      name: 'minutes', label: words.book.minutes, value: this.minutesTyped || String(total || ''), mode: 'numeric', error: this.errors.minutes,
      hint: other ? words.book.minutesFromServices(total) : '',
      on: (value) => {
        this.minutesTyped = value.trim();
        delete this.errors.minutes;
        this.requestUpdate();
      },
    });
  }

  renderRepeat() {
    if (this.from.recall) return nothing;
    if (!this.repeats) return html`<button type="button" class="button quiet small repeat-open" aria-expanded="false" @click=${() => this.setRepeats(true)}>${icon('repeat')}${words.series.repeat}</button>`;
    return html`<cd-book-repeat .starts=${this.startsAt} .minutes=${this.minutes()} .practitioner=${this.practitioner} .room=${this.when.room_id} .patient=${this.patient?.patient_id ?? ''} .services=${this.services}
      @change=${() => this.requestUpdate()} @off=${() => this.setRepeats(false)}></cd-book-repeat>`;
  }

  renderOffered() {
    if (!this.offers) return nothing;
    return html`<cd-free-finder .wish=${this.from.wish ?? null} .known=${this.wishFor({ patient_id: this.patient?.patient_id ?? null, service_ids: this.services })} @found=${this.found} @slot=${(/** @type {CustomEvent} */ event) => this.takeSlot(event.detail)}></cd-free-finder>`;
  }

  submitWords() {
    const agreed = this.repeat && !this.repeat.open ? this.repeat.visits().length : 0;
    return agreed ? words.series.bookSubmit(agreed) : words.book.submit;
  }

  /** Where no time suits; what was typed goes along. */
  renderPutOn() {
    if (this.from.waiting || this.from.recall || !(this.patient || this.creating)) return nothing;
    return html`<p><button type="button" class="f-link" @click=${this.putOn}>${words.waitlist.putOn}</button></p>`;
  }

  async putOn() {
    if (this.working || (this.createForm && !this.createForm.valid())) return;
    this.setWorking(true);
    try {
      const patient = this.patient || this.createForm ? await this.known() : null;
      const { openWish } = await import('./wish-dialog.js');
      const { date: day, practitioner_id: who } = this.when;
      const added = await openWish({ patient, service_ids: this.services, practitioner_ids: who ? [who] : [], minutes: this.minutes(), earliest: day, note: this.note });
      if (added) this.close();
    } catch (error) {
      this.refused(/** @type {import('../ipc.js').WireError} */ (error));
    } finally {
      this.setWorking(false);
    }
  }

  foot() {
    return html`
      ${this.renderCarried(words.book.asPerson(app.me?.name ?? ''))}
      <button type="button" class="button" @click=${this.askToClose}>${words.modal.cancel}</button>
      <button type="submit" class="button primary" data-submit ?disabled=${this.checking}>
        ${this.verb({ plain: this.submitWords(), overbook: words.book.overbookSubmit, outside: words.book.outsideSubmit })}${caps('Enter')}
      </button>
    `;
  }
}

customElements.define('cd-book', BookDialog);
