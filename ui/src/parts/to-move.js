// Appointments that have to be moved, and moving them: one to the next free time, one by hand, or all of them in turn.
// What was moved here stays in sight with where it went; what could not be says why at its own row.
import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { View } from '../element.js';
import { dateWithDay, time } from '../format.js';
import { icon } from '../icons.js';
import { ask } from '../ipc.js';
import { say as sayError } from '../messages.js';
import { dateOf } from '../wall.js';
import { words } from '../words/en.js';
import { whatInWords, whenInWords } from './absence.js';
import { Sender } from './sender.js';
import './to-move.css';

const say = words.schedule;
const LIMIT = 200;

/** @typedef {{appointment: import('../wire-types.js').DayAppointment, exception_id: string, because: import('../wire-types.js').ExceptionDetails}} Row */
/** @typedef {{state: 'busy'|'moved'|'failed', text: string}} Outcome */

/** "Mon 23 Nov 2026, 10:45" @param {string} wall */
const wallText = (wall) => `${dateWithDay(dateOf(wall))}, ${time(wall)}`;

/** Where it went; with its room where that is another one. @param {{starts_at: string, room_id?: string|null}} outcome @param {import('../wire-types.js').DayAppointment} was */
function whereText({ starts_at, room_id = null }, was) {
  const room = room_id && room_id !== was.room_id ? app.lists.rooms.find((one) => one.room_id === room_id)?.name : '';
  return room ? say.inRoom(wallText(starts_at), room) : wallText(starts_at);
}

/** `exceptionId`: only those of one absence. Tells `total` by an event of that name. */
export class ToMove extends View {
  static properties = { exceptionId: {}, rows: { state: true }, total: { state: true }, problem: { state: true }, outcomes: { state: true }, running: { state: true } };

  constructor() {
    super();
    /** @type {string|null} */
    this.exceptionId = null;
    /** @type {Row[]|null} */
    this.rows = null;
    this.total = 0;
    /** @type {any} */
    this.problem = null;
    /** @type {Map<string, Outcome>} */
    this.outcomes = new Map();
    this.running = false;
    /** @type {Map<string, Sender>} one for each, so that a lost answer is asked for under its own id */
    this.senders = new Map();
    this.turn = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', ({ detail }) => {
      if (!this.running && detail.touches.some((/** @type {{kind: string}} */ { kind }) => kind === 'appointment' || kind === 'exception')) this.load();
    });
    this.load();
  }

  async load() {
    this.turn += 1;
    const { turn } = this;
    try {
      const [found] = await Promise.all([ask({ ask: 'to_be_moved', exception_id: this.exceptionId, limit: LIMIT }), app.load('practitioners'), app.load('rooms')]);
      if (turn !== this.turn) return;
      this.problem = null;
      this.take(found);
    } catch (error) {
      if (turn === this.turn) this.problem = error;
    }
  }

  /** What was moved here stays where it stood, unless it came back: with a newer version. @param {{rows: Row[], total: number}} found */
  take(found) {
    const fresh = new Map(found.rows.map((row) => [row.appointment.id, row]));
    const kept = (this.rows ?? []).filter(({ appointment: { id, version } }) => {
      const state = this.outcomes.get(id)?.state;
      return (state === 'busy' || state === 'moved') && (fresh.get(id)?.appointment.version ?? version) <= version;
    });
    const ids = new Set(kept.map((row) => row.appointment.id));
    for (const [id, { state }] of this.outcomes) if (state === 'moved' && !ids.has(id)) this.outcomes.delete(id);
    this.rows = [...found.rows.filter((row) => !ids.has(row.appointment.id)), ...kept].sort((a, b) => a.appointment.starts_at.localeCompare(b.appointment.starts_at));
    this.total = found.total;
    this.dispatchEvent(new CustomEvent('total', { detail: found.total }));
  }

  /** @param {string} id @param {Outcome} outcome */
  note(id, outcome) {
    this.outcomes = new Map(this.outcomes).set(id, outcome);
  }

  get open() {
    return (this.rows ?? []).filter((row) => this.outcomes.get(row.appointment.id)?.state !== 'moved');
  }

  /** @param {Row} row @returns {Promise<string|null>} what was performed; null when it could not be */
  async moveNext({ appointment: one }) {
    if (this.outcomes.get(one.id)?.state === 'busy') return null;
    this.note(one.id, { state: 'busy', text: say.moving });
    const sender = this.senders.get(one.id) ?? new Sender();
    this.senders.set(one.id, sender);
    try {
      const { id, outcome } = await sender.send({ op: 'move_to_next_free', appointment_id: one.id, version: one.version });
      const where = whereText(outcome, one);
      this.note(one.id, { state: 'moved', text: say.movedTo(where) });
      if (!this.running) toast(say.movedToast(one.name, where), { undo: id });
      app.tell('changes', { touches: [{ kind: 'appointment', id: one.id }], own: true });
      return id;
    } catch (error) {
      this.note(one.id, { state: 'failed', text: sayError(/** @type {any} */ (error)) });
      return null;
    }
  }

  async moveAll() {
    this.running = true;
    /** One step, so one Ctrl+Z takes all of it back. @type {string[]} */
    const moved = [];
    let failed = 0;
    for (const row of this.open) {
      if (!this.running || !this.isConnected) break;
      const id = await this.moveNext(row);
      if (id) moved.push(id);
      else failed += 1;
    }
    this.running = false;
    toast(say.movedSome(moved.length, failed), { undo: moved, kind: failed ? 'error' : undefined });
    await this.load();
    this.focusLater();
  }

  /** @param {Row} row */
  async byHand({ appointment }) {
    const { openMove } = await import('./move-dialog.js');
    const moved = await openMove(appointment);
    if (!moved) return;
    await this.load();
    this.focusLater();
  }

  /** The button that was pressed is gone: the focus goes to the next row, or to what says that nothing is left. */
  focusLater() {
    this.updateComplete.then(() => {
      if (document.activeElement && document.activeElement !== document.body) return;
      /** @type {HTMLElement|null} */ (this.querySelector('.to-move button') ?? this.querySelector('.to-move-empty'))?.focus();
    });
  }

  render() {
    const { rows } = this;
    if (this.problem) return html`<div class="f-summary" role="alert">${icon('warning')}<div><p>${sayError(this.problem)}</p><button type="button" class="f-link" @click=${this.load}>${words.common.tryAgain}</button></div></div>`;
    if (!rows) return html`<div class="skeleton list-skeleton" role="status" aria-label=${words.common.loading}><i></i><i></i><i></i></div>`;
    if (rows.length === 0) return html`<div class="empty to-move-empty" tabindex="-1">${icon('check', { size: 20 })}<p>${say.movedEmpty}</p></div>`;
    const may = app.can('appointment.book');
    return html`
      <div class="to-move">
        <div class="to-move-tools">
          <p class="grow" role="status">${this.total > rows.length ? say.movedMore(rows.length, this.total) : say.movedTotal(this.total)}</p>
          ${may && this.running ? html`<button type="button" class="button" @click=${() => { this.running = false; }}>${say.stop}</button>` : nothing}
          ${may && !this.running && this.open.length ? html`<button type="button" class="button" @click=${this.moveAll}>${icon('move')}${say.moveAll(this.open.length)}</button>` : nothing}
        </div>
        <table class="rows">
          <thead><tr><th scope="col">${say.movedHead.patient}</th><th scope="col">${say.movedHead.now}</th><th scope="col">${say.movedHead.why}</th><th scope="col"><span class="visually-hidden">${say.movedHead.then}</span></th></tr></thead>
          <tbody>${rows.map((row) => this.renderRow(row, may))}</tbody>
        </table>
      </div>
    `;
  }

  /** @param {Row} row @param {boolean} may */
  renderRow(row, may) {
    const { appointment: one, because } = row;
    const who = app.lists.practitioners.find((other) => other.practitioner_id === one.practitioner_id)?.short_name ?? '';
    const outcome = this.outcomes.get(one.id);
    return html`
      <tr class=${outcome?.state === 'moved' ? 'is-moved' : ''} data-appointment=${one.id}>
        <td><strong>${one.name}</strong><span class="muted to-move-line">${one.services}</span></td>
        <td class="number-text">${wallText(one.starts_at)}<span class="muted to-move-line">${who}${one.room_name ? ` · ${one.room_name}` : ''}</span></td>
        <td class="to-move-why">${whatInWords(because)}<span class="muted to-move-line">${whenInWords(because)}</span></td>
        <td class="to-move-do">${this.renderDo(row, outcome, may)}</td>
      </tr>
    `;
  }

  /** @param {Row} row @param {Outcome|undefined} outcome @param {boolean} may */
  renderDo(row, outcome, may) {
    if (outcome?.state === 'moved') return html`<span class="to-move-done">${icon('check')}${outcome.text}</span>`;
    if (outcome?.state === 'busy') return html`<span class="muted" role="status"><span class="spinner"></span> ${outcome.text}</span>`;
    if (!may) return nothing;
    const { name } = row.appointment;
    return html`
      <span class="button-row">
        <button type="button" class="button" aria-label=${say.moveNextOf(name)} ?disabled=${this.running} @click=${() => this.moveNext(row)}>${say.moveNext}</button>
        <button type="button" class="button quiet" aria-label=${say.moveByHandOf(name)} ?disabled=${this.running} @click=${() => this.byHand(row)}>${say.moveByHand}</button>
      </span>
      ${outcome ? html`<p class="f-error" role="alert">${icon('warning')}${outcome.text}</p>` : nothing}
    `;
  }
}

customElements.define('cd-to-move', ToMove);
