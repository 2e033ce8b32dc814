import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { dateWithDay, time } from '../format.js';
import { ask } from '../ipc.js';
import { say } from '../messages.js';
import { addMinutes, dateOf, minutesBetween, timeOf } from '../wall.js';
import { words } from '../words/en.js';
import { fullName } from './day-card.js';
import { textInput } from './inputs.js';
import { caps } from './menu.js';
import { askScope } from './series-scope.js';
import { clashBox, fromClashes, isOpen, practitionerOf } from './series-visits.js';
import { SlotDialog } from './slot-dialog.js';
import './free-finder.js';
import { freedBy, offerFreed } from './waitlist-offer.js';

/** @typedef {import('../wire-types.js').DayAppointment} DayAppointment */
/** @typedef {{practitioner_id?: string, room_id?: string | null, starts_at?: string, minutes?: number, clash?: import('../ipc.js').WireError, scope?: import('./series-scope.js').Scope}} MoveTo */

/**
 * Move: type a date, press Enter. Of a series it is asked first which visits are meant. `to` carries a target already tried by dragging, and `clash` why it was refused.
 * @param {DayAppointment} appointment
 * @param {MoveTo} [to]
 * @returns {Promise<{version: number, operation_id: string} | undefined>}
 */
export async function openMove(appointment, to = {}) {
  const scope = to.scope ?? (await askScope(appointment, 'move'));
  if (!scope) return undefined;
  const dialog = /** @type {MoveDialog} */ (document.createElement('cd-move'));
  dialog.appointment = appointment;
  dialog.to = { ...to, scope };
  return dialog.open();
}

export class MoveDialog extends SlotDialog {
  constructor() {
    super();
    /** @type {DayAppointment | null} */
    this.appointment = null;
    /** @type {MoveTo} */
    this.to = {};
    /** Visits of the series that cannot be moved like that. @type {import('./series-visits.js').SeriesVisit[]} */
    this.clashes = [];
    /** What is done there: whoever it is moved to has to give it. @type {string[]} */
    this.services = [];
    /** Why the others of the series are outside working hours. */
    this.outside = '';
  }

  get series() {
    return this.to.scope === 'following' || this.to.scope === 'all' ? this.to.scope : null;
  }

  get noOverbooking() {
    return this.series !== null;
  }

  dirty() {
    return super.dirty() || this.outside.trim() !== '';
  }

  keptAs() {
    return `move ${this.appointment?.id}`;
  }

  typing() {
    return { when: this.when, why: this.why, outside: this.outside };
  }

  /** @param {any} typing */
  takeUp({ when, why, outside }) {
    this.changeWhen(when);
    this.outside = outside;
    this.takeReason(why);
  }

  whenChanged() {
    this.clashes = [];
    this.outside = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'lists', () => this.requestUpdate());
    this.listen(app, 'changes', ({ detail }) => this.heard(detail.touches));
    if (!this.hasUpdated) this.start();
  }

  async start() {
    const { appointment, to } = this;
    if (!appointment) return;
    const starts = to.starts_at ?? appointment.starts_at;
    this.startWhen({ practitioner_id: to.practitioner_id ?? appointment.practitioner_id, room_id: to.room_id ?? appointment.room_id ?? '', date: dateOf(starts), time: timeOf(starts) });
    // A room of the old practitioner's is left behind with them; any other room was chosen on purpose.
    this.roomChosen = true;
    const [detail] = await Promise.all([ask({ ask: 'appointment', id: appointment.id }).catch(() => null), app.load('practitioners'), app.load('rooms'), app.load('exceptions').catch(() => [])]);
    this.services = detail?.services.map((/** @type {{service_id: string}} */ service) => service.service_id) ?? [];
    this.roomChosen = appointment.room_id !== (app.lists.practitioners.find((one) => one.practitioner_id === appointment.practitioner_id)?.room_id ?? null);
    this.requestUpdate();
    if (to.clash) this.refused(to.clash);
  }

  /** Somebody else changed this appointment: the version is theirs, what is typed here stays. @param {{id: string}[]} touches */
  async heard(touches) {
    const { appointment } = this;
    if (this.working || !appointment || !touches.some((touch) => touch.id === appointment.id)) return;
    const [fresh] = await ask({ ask: 'appointments', ids: [appointment.id] }).catch(() => []);
    if (fresh) this.appointment = fresh;
    this.requestUpdate();
  }

  heading() {
    return words.book.moveTitle;
  }

  subheading() {
    const { appointment } = this;
    if (!appointment) return nothing;
    return html`<p class="muted number"><strong>${fullName(appointment)}</strong> · ${words.book.moveFrom(wallText(appointment.starts_at), nameOf(appointment.practitioner_id))}</p>${this.series ? html`<p class="muted">${words.series.scopeNote[this.series]}</p>` : nothing}`;
  }

  minutes() {
    const { appointment, to } = this;
    return to.minutes ?? (appointment ? minutesBetween(appointment.starts_at, appointment.ends_at) : 0);
  }

  validate() {
    const errors = this.whenErrors();
    const { appointment: was, when } = this;
    const same = was && this.startsAt === was.starts_at && when.practitioner_id === was.practitioner_id && when.room_id === (was.room_id ?? '') && !this.to.minutes;
    if (same && !errors.date && !errors.time) errors.date = words.book.moveSame;
    this.errors = errors;
    return Object.keys(errors).length === 0;
  }

  async submit() {
    if (this.working || !this.appointment) return;
    if (!this.validate()) {
      this.requestUpdate();
      this.focusError();
      return;
    }
    if (this.clashes.some(isOpen)) {
      /** @type {import('./series-visits.js').SeriesVisits | null} */ (this.querySelector('cd-series-visits'))?.focusOpen();
      return;
    }
    this.setWorking(true);
    const { appointment, when } = this;
    const starts = /** @type {string} */ (this.startsAt);
    const place = { appointment_id: appointment.id, version: appointment.version, practitioner_id: when.practitioner_id, room_id: when.room_id || null, starts_at: starts, minutes: this.minutes() };
    try {
      if (this.series) await this.moveSeries(place);
      else {
        const { id, outcome } = await this.sender.send({ op: 'move_appointment', ...place, ...this.reasons() });
        toast(words.book.moved(fullName(appointment), wallText(starts), nameOf(when.practitioner_id)), { undo: id });
        this.close({ ...outcome, operation_id: id });
        offerFreed(freedBy(appointment, { ...place, ends_at: addMinutes(starts, place.minutes) }));
      }
    } catch (error) {
      this.failed(/** @type {import('../ipc.js').WireError} */ (error));
    } finally {
      this.setWorking(false);
    }
  }

  /** @param {Record<string, any>} place */
  async moveSeries(place) {
    const instead = this.clashes.filter((visit) => visit.left || visit.pick).map((visit) => ({ appointment_id: visit.key, starts_at: visit.left ? null : visit.pick }));
    const { outside_hours: own } = this.reasons();
    const others = this.clashes.some((visit) => visit.accepted) ? { reason: this.outside.trim() } : null;
    const { id, outcome } = await this.sender.send({ op: 'move_series', scope: this.series, ...place, instead, outside_hours: own ?? others });
    toast(words.series.did.moved(this.appointment?.name ?? '', outcome.appointment_ids.length, outcome.kept_own), { undo: id });
    this.close({ ...outcome, operation_id: id });
    offerFreed(outcome.freed ?? []);
  }

  /**
   * Those already decided keep their decision; the others are listed with it.
   * @param {any} details
   */
  clashed(details) {
    const own = details.clashes.find((/** @type {any} */ clash) => clash.appointment_id === this.appointment?.id);
    if (own) {
      // The visit itself cannot go there: that is a question of its own time, before any of the others.
      const free = own.free.map((/** @type {string} */ starts) => ({ practitioner_id: this.when.practitioner_id, starts_at: starts }));
      if (own.state === 'taken') this.refused({ code: 'appointment.slot_taken', details: { by: own.by, free } });
      else this.refused(own.state === 'skipped' ? { code: 'appointment.time_skipped', details: {} } : { code: 'appointment.outside_hours', details: { spans: own.spans } });
      return;
    }
    const listed = fromClashes(details);
    this.clashes = [...this.clashes.filter((visit) => !listed.some((one) => one.key === visit.key)), ...listed].sort((a, b) => (a.starts_at < b.starts_at ? -1 : 1));
    this.requestUpdate();
    this.focusFirst('.sv-line.is-open button');
  }

  /** With a reason, those outside working hours go there. @param {string} reason */
  accept(reason) {
    this.outside = reason;
    for (const visit of this.clashes) visit.accepted = visit.state === 'outside_hours' && reason.trim() !== '';
    this.clashes = [...this.clashes];
    this.requestUpdate();
  }

  /** @param {import('../ipc.js').WireError} error */
  failed(error) {
    // The next try is about the appointment as it is now; the person has just been told who changed it.
    if (error.code === 'appointment.changed_meanwhile' && error.details.now) this.appointment = error.details.now;
    if (this.shut) toast(say(error), { kind: 'error' });
    else if (error.code === 'series.clashes') this.clashed(error.details);
    else this.refused(error);
  }

  body() {
    return html`
      <fieldset class="plain" ?disabled=${this.checking}>
        ${this.renderProblem()} ${this.renderClashes()}
        <div class="grid-2">${this.renderDateAndTime({ dateFirst: true })}</div>
        <div class="grid-2">${this.renderPerson()} ${this.renderRoom()}</div>
        ${this.renderOffered()}
      </fieldset>
    `;
  }

  /** Where it could go instead, each with one click: with this person or wider, from the day that stands above. */
  renderOffered() {
    const { appointment } = this;
    if (!appointment || this.problem || this.clashes.length) return nothing;
    return html`<cd-free-finder .known=${this.wishFor({ patient_id: appointment.patient_id, service_ids: this.services })} @slot=${(/** @type {CustomEvent} */ event) => this.takeSlot(event.detail)}></cd-free-finder>`;
  }

  renderClashes() {
    if (!this.clashes.length) return nothing;
    const asksWhy = this.clashes.some((visit) => visit.state === 'outside_hours' && !visit.pick && !visit.left);
    return clashBox(this.clashes, html`${asksWhy ? textInput({ name: 'series-outside', label: words.series.outsideWhy, value: this.outside, on: (value) => this.accept(value) }) : nothing}<cd-series-visits .visits=${this.clashes} .minutes=${this.minutes()} .practitioner=${practitionerOf(this.when.practitioner_id)} .leave=${words.series.keepTime} .left=${words.series.keepsTime}
      @change=${() => this.requestUpdate()}></cd-series-visits>`);
  }

  foot() {
    return html`
      ${this.renderCarried(words.book.moveAs(app.me?.name ?? ''))}
      <button type="button" class="button" @click=${this.askToClose}>${words.modal.cancel}</button>
      <button type="submit" class="button primary" data-submit ?disabled=${this.checking}>
        ${this.verb({ plain: words.book.moveSubmit, overbook: words.book.overbookMove, outside: words.book.outsideMove })}${caps('Enter')}
      </button>
    `;
  }
}

/** "Mon 23 Nov 2026, 10:45" @param {string} wall */
const wallText = (wall) => `${dateWithDay(dateOf(wall))}, ${time(wall)}`;

/** @param {string} id */
const nameOf = (id) => app.lists.practitioners.find((one) => one.practitioner_id === id)?.short_name ?? '';

customElements.define('cd-move', MoveDialog);
