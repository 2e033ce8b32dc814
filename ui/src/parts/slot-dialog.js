import { html, nothing } from 'lit';
import { app } from '../app.js';
import { dateWithDay, time } from '../format.js';
import { icon } from '../icons.js';
import { say } from '../messages.js';
import { at, dateOf, minuteOfDay, repeats, timeOf } from '../wall.js';
import { words } from '../words/en.js';
import { roomIsOut } from './absence.js';
import { Modal } from './modal.js';
import { selectInput } from './inputs.js';
import { Sender } from './sender.js';
import './clash.js';
import './date-input.js';
import './time-input.js';
import './slot-dialog.css';

/** @typedef {{practitioner_id: string, starts_at: string, room_id?: string | null}} FreeSlot */
/** @typedef {{kind: 'taken' | 'outside' | 'other', details: any, text: string}} Problem */
/** @typedef {{practitioner_id: string, room_id: string, date: string | null, time: string | null}} When */

/** A dialog that puts an appointment at a time: Book and Move. It knows when, with whom, and what to do about a refused time. */
export class SlotDialog extends Modal {
  constructor() {
    super();
    /** @type {When} */
    this.when = { practitioner_id: '', room_id: '', date: null, time: null };
    /** @type {Problem | null} */
    this.problem = null;
    /** @type {Record<string, string>} */
    this.errors = {};
    this.reason = '';
    this.reasonOpen = false;
    /** A reason that was typed another time, and for which time. @type {{at: string | null, reason: string}} */
    this.typedWhy = { at: null, reason: '' };
    /** Reasons already given for this very time. @type {{overbook?: {reason: string}, outside_hours?: {reason: string}}} */
    this.accepted = {};
    this.roomChosen = false;
    /** @type {import('./free-finder.js').Known | null} */
    this.lastKnown = null;
    this.working = false;
    this.sender = new Sender(() => this.requestUpdate());
  }

  size() {
    return 'medium';
  }

  dirty() {
    return this.reason.trim() !== '';
  }

  /** The reason that is typed, with the time it is given for. */
  get why() {
    return { at: this.startsAt, reason: this.reason };
  }

  /** It counts for that very time, and once it is asked for again. @param {SlotDialog['typedWhy']} [why] */
  takeReason(why) {
    if (!why) return;
    this.typedWhy = why;
    if (this.reasonOpen && why.at === this.startsAt) this.reason = why.reason;
  }

  /** @returns {number} */
  minutes() {
    return 0;
  }

  /** Whether booking over others is not offered. */
  get noOverbooking() {
    return false;
  }

  /** The field of the length, where there is one; else the time has to give way. @returns {'minutes'|'time'} */
  get lengthField() {
    return 'time';
  }

  get practitioner() {
    return app.lists.practitioners.find((one) => one.practitioner_id === this.when.practitioner_id);
  }

  get startsAt() {
    const { date, time: clock } = this.when;
    return date && clock ? at(date, clock) : null;
  }

  get checking() {
    return this.sender.state === 'checking';
  }

  /** Where it opens, as opposed to what a person changes. @param {Partial<When>} change */
  startWhen(change) {
    this.when = { ...this.when, ...change };
  }

  /** @param {boolean} working */
  setWorking(working) {
    this.working = working;
    this.requestUpdate();
  }

  /** @param {Partial<When>} change */
  changeWhen(change) {
    this.when = { ...this.when, ...change };
    if (change.practitioner_id && change.room_id === undefined && !this.roomChosen) this.when.room_id = this.practitioner?.room_id ?? '';
    // Another time is another question: what was refused or reasoned for the old one no longer counts.
    this.problem = null;
    this.reason = '';
    this.reasonOpen = false;
    this.accepted = {};
    for (const key of Object.keys(change)) delete this.errors[key];
    // What a time is refused for lies in its day as well, and a length in its time.
    if (change.date || change.time) for (const key of ['time', this.lengthField]) delete this.errors[key];
    this.whenChanged();
    this.requestUpdate();
  }

  /** For subclasses: the person, date or time is another one now. */
  whenChanged() {}

  /** What was looked for is what is taken: its room too, or none. @param {FreeSlot} slot */
  takeSlot({ practitioner_id, room_id, starts_at }) {
    const usual = app.lists.practitioners.find((one) => one.practitioner_id === practitioner_id)?.room_id;
    this.roomChosen ||= Boolean(room_id) && room_id !== usual;
    this.changeWhen({ practitioner_id, date: dateOf(starts_at), time: timeOf(starts_at), ...(room_id === undefined ? {} : { room_id: room_id ?? '' }) });
    this.submit();
  }

  /** What a free time has to fit; the same object as long as nothing changed, so that nothing is looked for twice. @param {{patient_id: string|null, service_ids: string[]}} whom */
  wishFor(whom) {
    const { practitioner_id, room_id, date } = this.when;
    const known = { practitioner_id, room_id: room_id || null, room_chosen: this.roomChosen, minutes: this.minutes(), date, ...whom };
    if (JSON.stringify(known) !== JSON.stringify(this.lastKnown)) this.lastKnown = known;
    return this.lastKnown;
  }

  /** Which fields are wrong, by name. @returns {Record<string, string>} */
  whenErrors() {
    /** @type {Record<string, string>} */
    const errors = {};
    const { practitioner_id: who, date, time: clock } = this.when;
    if (!who) errors.practitioner_id = words.book.personNeeded;
    if (!date) errors.date = words.book.dateNeeded;
    if (!clock) errors.time = words.book.timeNeeded;
    else if (minuteOfDay(clock) % 5) errors.time = words.book.timeStep;
    if (this.reasonOpen && !this.reason.trim()) errors.reason = words.book.reasonNeeded;
    return errors;
  }

  /** The reasons that go along with the operation. */
  reasons() {
    if (this.reasonOpen && this.problem) {
      const key = this.problem.kind === 'taken' ? 'overbook' : 'outside_hours';
      this.accepted = { ...this.accepted, [key]: { reason: this.reason.trim() } };
    }
    return this.accepted;
  }

  /** The field that a refusal is about. @param {import('../ipc.js').WireError} error @returns {string|null} */
  fieldOf({ code, details }) {
    if (code === 'appointment.time_skipped') return 'time';
    if (code === 'appointment.length') return this.lengthField;
    if (code === 'appointment.not_five_minutes') return this.when.time && minuteOfDay(this.when.time) % 5 ? 'time' : this.lengthField;
    return details?.field === 'starts_at' ? 'date' : null;
  }

  /** @param {import('../ipc.js').WireError} error */
  refused(error) {
    const { code, details } = error;
    this.reason = this.typedWhy.at === this.startsAt ? this.typedWhy.reason : '';
    this.reasonOpen = false;
    const field = this.fieldOf(error);
    if (field) {
      this.problem = null;
      this.errors = { ...this.errors, [field]: say(error) };
      this.requestUpdate();
      this.focusError();
      return;
    }
    if (code === 'appointment.slot_taken') {
      this.problem = { kind: 'taken', details, text: '' };
    } else if (code === 'appointment.outside_hours') {
      this.problem = { kind: 'outside', details, text: '' };
      this.reasonOpen = true;
    } else {
      this.problem = { kind: 'other', details, text: say(error) };
    }
    this.requestUpdate();
    this.focusFirst('.clash :is(input, button)');
  }

  focusError() {
    this.focusFirst('.has-error :is(input, select, button)');
  }

  /** "Mon 23 Nov 2026, 10:45" */
  whenText() {
    const { date, time: clock } = this.when;
    return date && clock ? `${dateWithDay(date)}, ${time(clock)}` : '';
  }

  renderProblem() {
    if (!this.problem || this.problem.kind === 'other') {
      return this.problem ? html`<section class="clash" role="alert"><p class="clash-title">${icon('warning')}${this.problem.text}</p></section>` : nothing;
    }
    return html`
      <cd-clash .problem=${this.problem} .starts=${this.startsAt} .practitioner=${this.practitioner} .reasonOpen=${this.reasonOpen} .reason=${this.reason} .error=${this.errors.reason ?? ''} .noOverbooking=${this.noOverbooking}
        @slot=${(/** @type {CustomEvent} */ event) => this.takeSlot(event.detail)}
        @overbook=${() => {
          this.reasonOpen = true;
          this.requestUpdate();
          this.focusFirst('.clash input');
        }}
        @reason=${(/** @type {CustomEvent} */ event) => {
          this.reason = event.detail;
          delete this.errors.reason;
          this.requestUpdate();
        }}></cd-clash>
    `;
  }

  /** Of a time that the clock shows twice that day: which of the two is meant. */
  timeHint() {
    const { startsAt } = this;
    return startsAt && app.clinic && repeats(startsAt, app.clinic.zone) ? words.book.timeTwice(time(startsAt)) : '';
  }

  /** @param {{dateFirst?: boolean}} [options] */
  renderDateAndTime({ dateFirst = false } = {}) {
    const { when, errors } = this;
    return html`
      <cd-date .label=${words.book.date} .value=${when.date} .error=${errors.date ?? ''} required ?first=${dateFirst}
        @change=${(/** @type {CustomEvent} */ event) => this.changeWhen({ date: event.detail.value })}></cd-date>
      <cd-time .label=${words.book.time} .value=${when.time} .error=${errors.time ?? ''} .hint=${this.timeHint()} required
        @change=${(/** @type {CustomEvent} */ event) => this.changeWhen({ time: event.detail.value })}></cd-time>
    `;
  }

  renderPerson() {
    const people = app.lists.practitioners.filter((one) => one.active || one.practitioner_id === this.when.practitioner_id);
    return selectInput({
      name: 'practitioner',
      label: words.book.person,
      value: this.when.practitioner_id,
      error: this.errors.practitioner_id,
      options: [...(this.when.practitioner_id ? [] : [{ value: '', label: '' }]), ...people.map((one) => ({ value: one.practitioner_id, label: one.name }))],
      on: (value) => this.changeWhen({ practitioner_id: value }),
    });
  }

  renderRoom() {
    const rooms = app.lists.rooms.filter((room) => room.active || room.room_id === this.when.room_id);
    return selectInput({
      name: 'room',
      label: words.book.room,
      value: this.when.room_id,
      options: [{ value: '', label: words.book.noRoom }, ...rooms.map((room) => ({ value: room.room_id, label: roomIsOut(room.room_id, this.startsAt, this.minutes()) ? words.schedule.roomOut(room.name) : room.name }))],
      on: (value) => {
        this.roomChosen = true;
        this.changeWhen({ room_id: value });
      },
    });
  }

  /** Whose name the change carries, or that its outcome is being looked up. @param {string} carried */
  renderCarried(carried) {
    return html`<p class="modal-carried" role="status">${this.checking ? html`<span class="spinner"></span>${words.book.checking}` : carried}</p>`;
  }

  /** What the main button says. @param {{plain: string, overbook: string, outside: string}} verbs */
  verb({ plain, overbook, outside }) {
    if (this.checking) return words.book.checkingShort;
    if (!this.reasonOpen) return plain;
    return this.problem?.kind === 'taken' ? overbook : outside;
  }
}
