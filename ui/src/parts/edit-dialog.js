import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { say } from '../messages.js';
import { ask } from '../ipc.js';
import { words } from '../words/en.js';
import { roomIsOut, whyInWords } from './absence.js';
import { fullName } from './day-card.js';
import { textInput } from './inputs.js';
import { minutesBetween } from '../wall.js';
import { Modal } from './modal.js';
import { Sender } from './sender.js';
import { askScope } from './series-scope.js';
import { clashBox, fromClashes, isOpen, practitionerOf } from './series-visits.js';
import './book-services.js';

/** @typedef {import('../wire-types.js').DayAppointment} DayAppointment */

/** What of an appointment can be changed without moving it: its services, its room, its note. */
class EditAppointment extends Modal {
  static properties = { chosen: { state: true }, room: { state: true }, note: { state: true }, problem: { state: true }, clashes: { state: true }, asked: { state: true }, reason: { state: true } };

  constructor() {
    super();
    /** @type {DayAppointment|null} */
    this.one = null;
    /** @type {string[]} */
    this.chosen = [];
    this.room = '';
    this.note = '';
    this.problem = '';
    this.original = '';
    /** @type {import('./series-scope.js').Scope} */
    this.scope = 'one';
    /** Visits of the series on which the room is taken. @type {import('./series-visits.js').SeriesVisit[]} */
    this.clashes = [];
    /** Why the room asks for a reason; empty: it does not. */
    this.asked = '';
    this.reason = '';
    this.sender = new Sender(() => this.requestUpdate());
  }

  async start() {
    const { one } = this;
    if (!one) return;
    const [detail] = await Promise.all([ask({ ask: 'appointment', id: one.id }), app.load('services'), app.load('rooms'), app.load('practitioners'), app.load('exceptions').catch(() => [])]);
    this.one = detail.appointment;
    this.chosen = detail.services.map((/** @type {{service_id: string}} */ service) => service.service_id);
    this.room = one.room_id ?? '';
    this.note = detail.note ?? '';
    this.original = this.typed();
    this.lookForTyping();
  }

  typed() {
    return JSON.stringify([this.chosen, this.room, this.note]);
  }

  dirty() {
    return this.original !== '' && this.original !== this.typed();
  }

  /** Not before it is read: what is read would come after what is taken over. */
  keptAs() {
    return this.original === '' ? '' : `edit ${this.one?.id}`;
  }

  typing() {
    return { chosen: this.chosen, room: this.room, note: this.note, reason: this.reason };
  }

  /** @param {any} typing */
  takeUp(typing) {
    Object.assign(this, typing);
  }

  heading() {
    return words.today.editTitle;
  }

  subheading() {
    return html`<p class="muted">${this.one ? fullName(this.one) : ''}</p>${this.scope === 'one' ? nothing : html`<p class="muted">${words.series.scopeNote[this.scope]}</p>`}`;
  }

  body() {
    const rooms = app.lists.rooms.filter((room) => room.active || room.room_id === this.room);
    return html`<div class="edit-body">${this.renderClashes()}
      <cd-book-services .chosen=${this.chosen} .patient=${this.one?.patient_id ?? null} .day=${this.one?.starts_at.slice(0, 10) ?? ''} .practitioner=${app.lists.practitioners.find((who) => who.practitioner_id === this.one?.practitioner_id)} @change=${(/** @type {CustomEvent} */ event) => {
        this.chosen = event.detail;
      }}></cd-book-services>
      <div class="field"><label for="edit-room">${words.today.room}</label>
        <select id="edit-room" @change=${(/** @type {Event} */ event) => {
          this.room = /** @type {HTMLSelectElement} */ (event.target).value;
          this.clashes = [];
          this.asked = '';
          this.reason = '';
          this.problem = '';
        }}><option value="" ?selected=${!this.room}>${words.today.roomNone}</option>${rooms.map((room) => html`<option value=${room.room_id} ?selected=${room.room_id === this.room}>${this.roomText(room)}</option>`)}</select></div>
      <div class="field"><label for="edit-note">${words.today.note}</label><textarea id="edit-note" data-first .value=${this.note} @input=${(/** @type {Event} */ event) => {
        this.note = /** @type {HTMLTextAreaElement} */ (event.target).value;
      }}></textarea></div>
      <p class="error" role="alert">${this.problem}</p>
      ${this.asked ? textInput({ name: 'edit-reason', label: words.book.outsideWhy, value: this.reason, required: true, error: this.asked === 'missing' ? words.book.reasonNeeded : '', on: (value) => {
        this.reason = value;
        this.asked = 'asked';
      } }) : ''}</div>`;
  }

  /** @param {import('../wire-types.js').Room} room */
  roomText(room) {
    const { one } = this;
    return one && roomIsOut(room.room_id, one.starts_at, minutesBetween(one.starts_at, one.ends_at)) ? words.schedule.roomOut(room.name) : room.name;
  }

  renderClashes() {
    if (!this.clashes.length) return nothing;
    return clashBox(this.clashes, html`<cd-series-visits .visits=${this.clashes} .practitioner=${practitionerOf(this.one?.practitioner_id ?? '')} .leave=${words.series.keepRoom} .left=${words.series.keepsRoom}
      @change=${() => this.requestUpdate()}></cd-series-visits>`);
  }

  foot() {
    return html`<span class="grow muted small">${words.today.savedAs(app.me?.name ?? '')}</span>
      <button type="button" class="button" @click=${this.askToClose}>${words.common.cancel}</button>
      <button type="submit" class="button primary" ?disabled=${this.sender.busy || this.chosen.length === 0}>${words.common.save}</button>`;
  }

  async submit() {
    const { one } = this;
    if (!one || this.chosen.length === 0) return;
    if (this.clashes.some(isOpen)) {
      /** @type {import('./series-visits.js').SeriesVisits | null} */ (this.querySelector('cd-series-visits'))?.focusOpen();
      return;
    }
    const reason = this.reason.trim();
    if (this.asked && !reason) {
      this.asked = 'missing';
      this.focusFirst('#f-edit-reason');
      return;
    }
    try {
      const edit = { appointment_id: one.id, version: one.version, service_ids: this.chosen, room_id: this.room || null, note: this.note.trim() || null };
      const leave = this.clashes.map((visit) => visit.key);
      const { id, outcome } = await this.sender.send(this.scope === 'one' ? { op: 'edit_appointment', ...edit, ...(this.asked ? { outside_hours: { reason } } : {}) } : { op: 'edit_series', scope: this.scope, ...edit, leave });
      toast(this.scope === 'one' ? words.today.did.edited(fullName(one)) : words.series.did.edited(fullName(one), outcome.appointment_ids.length, outcome.kept_own), { undo: id });
      app.tell('changes', { touches: (outcome.appointment_ids ?? [one.id]).map((/** @type {string} */ changed) => ({ kind: 'appointment', id: changed })), own: true });
      this.close(true);
    } catch (error) {
      this.failed(one, /** @type {import('../ipc.js').WireError} */ (error));
    }
  }

  /** @param {DayAppointment} one @param {import('../ipc.js').WireError} error */
  failed(one, error) {
    const { code, details } = error;
    // Another time is no way out here: the room is what was to change.
    if (code === 'series.clashes' && details.clashes.every((/** @type {any} */ clash) => clash.appointment_id !== one.id)) {
      this.clashes = [...this.clashes, ...fromClashes(details).map((visit) => ({ ...visit, free: [] }))];
      return;
    }
    const why = code === 'appointment.outside_hours' ? (details.why ?? []).map((/** @type {any} */ cause) => whyInWords(cause, details.practitioner ?? '')).find(Boolean) : null;
    this.problem = why ?? say(error);
    if (!why) return;
    this.asked = 'asked';
    this.focusFirst('#f-edit-reason');
  }
}
customElements.define('cd-edit-appointment', EditAppointment);

/** @param {DayAppointment} one */
export async function openEdit(one) {
  const scope = await askScope(one, 'edit');
  if (!scope) return undefined;
  const dialog = /** @type {EditAppointment} */ (document.createElement('cd-edit-appointment'));
  dialog.one = one;
  dialog.scope = scope;
  dialog.start().catch((error) => {
    toast(say(error), { kind: 'error' });
    dialog.close();
  });
  return dialog.open();
}
