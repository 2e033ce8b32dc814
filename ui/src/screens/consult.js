// My patients: who is in the room, who waits and who is still to come on the left; the chosen one's record, or what is measured, beside it.
import { html, nothing } from 'lit';
import { app } from '../app.js';
import { ask } from '../ipc.js';
import { icon } from '../icons.js';
import { addCommands, lettersOn } from '../keys.js';
import { say } from '../messages.js';
import { go, route } from '../router.js';
import { words } from '../words/en.js';
import { ALL_ACTIONS, actionsFor, findAction } from '../parts/actions.js';
import { InHouse } from '../parts/in-house.js';
import { caps, openMenu } from '../parts/menu.js';
import { queueRow } from '../parts/queue.js';
import { tasks } from '../parts/tasks.js';
import '../parts/consult-patient.js';
import '../parts/queue.css';
import './consult.css';
import './tasks.css';
import './waiting.css';

/** @typedef {import('../wire-types.js').WaitingRow} WaitingRow */
/** @typedef {import('../wire-types.js').DayAppointment} DayAppointment */

const w = words.consult;
/** The record stands beside the list, and a day to park for is not here. @param {{id: string}} action */
const isHere = (action) => !['write', 'chart', 'park'].includes(action.id);
const AHEAD = new Set(['booked', 'confirmed']);
/** Tasks under the list; the others are on their own screen. */
const TASKS = 3;

class Consult extends InHouse {
  static properties = { ...InHouse.properties, appointmentId: {}, mine: { state: true }, coming: { state: true }, kept: { state: true } };

  constructor() {
    super();
    /** Whose record is open: in the address. @type {string | null} */
    this.appointmentId = null;
    /** Of whoever is signed in, still to come today. @type {DayAppointment[]} */
    this.coming = [];
    /** The chosen one, also when they are neither here nor still to come: what is written about them stays on the screen. @type {DayAppointment | null} */
    this.kept = null;
    const chosen = localStorage.getItem(this.mineKey);
    // Who measures does it for all; who is booked has their own.
    this.mine = Boolean(app.me?.practitioner_id) && (chosen ? chosen === 'mine' : app.can('record.sign'));
    /** @type {() => void} */
    this.removeCommands = () => {};
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(tasks, 'change', () => this.requestUpdate());
    this.removeCommands = addCommands(this.commands());
    this.readComing();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.removeCommands();
  }

  get mineKey() {
    return `consult.${app.me?.user_id}`;
  }

  /** One person's column of one day. */
  async readComing() {
    const practitioner = app.me?.practitioner_id;
    if (!practitioner) return;
    const day = await ask({ ask: 'day', date: app.today(), practitioner_id: practitioner }).catch(() => null);
    if (day) this.coming = day.appointments.filter((/** @type {DayAppointment} */ one) => AHEAD.has(one.status)).sort((/** @type {DayAppointment} */ a, /** @type {DayAppointment} */ b) => a.starts_at.localeCompare(b.starts_at));
  }

  /** @param {{kind: string, id: string}[]} touches */
  heard(touches) {
    super.heard(touches);
    if (touches.some((touch) => touch.kind === 'appointment')) this.readComing();
    if (touches.some((touch) => touch.id === this.appointmentId)) this.readChosen();
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('appointmentId')) return;
    this.kept = null;
    this.readChosen();
  }

  async readChosen() {
    const id = this.appointmentId;
    if (!id) return;
    const rows = await ask({ ask: 'appointments', ids: [id] }).catch(() => null);
    if (rows && id === this.appointmentId) this.kept = rows[0] ?? null;
  }

  get day() {
    const day = super.day;
    return { ...day, get: (/** @type {string|null} */ id) => day.get(id) ?? this.coming.find((one) => one.id === id) ?? (id && this.kept?.id === id ? this.kept : null) };
  }

  /** @param {DayAppointment} one */
  take(one) {
    super.take(one);
    if (this.kept?.id === one.id) this.kept = one;
  }

  // Who stands in the list ----------------------------------------------------------------------------------------

  /** @param {'arrived'|'in_room'} stage */
  rowsIn(stage) {
    return this.state?.in(stage, (row) => !this.mine || this.isMine(row)) ?? [];
  }

  get ahead() {
    return this.mine ? this.coming : [];
  }

  /** As they stand, from above. @returns {DayAppointment[]} */
  shown() {
    return [...this.rowsIn('in_room'), ...this.rowsIn('arrived'), ...this.ahead];
  }

  /** @returns {DayAppointment | null} */
  get one() {
    return this.day.get(this.appointmentId);
  }

  /** @param {string} id @param {{walking?: boolean}} [how] walking: the focus stays in the list */
  choose(id, { walking = false } = {}) {
    this.toggleAttribute('data-walking', walking);
    go(`/consult/${id}`);
  }

  /** @param {number} step */
  walk(step) {
    const rows = this.shown();
    const at = rows.findIndex((row) => row.id === this.appointmentId);
    const next = rows[at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)];
    if (!next) return;
    this.choose(next.id, { walking: true });
    this.updateComplete.then(() => /** @type {HTMLElement|null} */ (this.querySelector(`[data-row="${next.id}"]`))?.focus());
  }

  /** @param {string} id @param {Element|{x: number, y: number}} [anchor] */
  async act(id, anchor = this.querySelector('.consult-acts') ?? this) {
    const { one } = this;
    if (!one) return;
    // What is typed is saved with it.
    const form = id === 'finish' ? /** @type {import('../parts/visit-form.js').VisitForm | null} */ (this.querySelector('cd-visit-form')) : null;
    if (form) {
      await form.finish();
      return;
    }
    await this.steps.act(one, id, anchor);
    if (id === 'finish' && this.day.get(one.id)?.status !== 'in_room' && this.appointmentId === one.id) go('/consult');
  }

  /** Who has waited longest comes in, and their record is there. @param {DayAppointment | undefined} next */
  callIn(next) {
    if (!next) return;
    this.choose(next.id);
    this.updateComplete.then(() => this.act('call', this.querySelector('.consult-next') ?? this));
  }

  /** @param {Element} anchor */
  openMore(anchor) {
    const { one } = this;
    if (!one) return;
    const { main, beside, more } = actionsFor(one);
    const item = (/** @type {import('../parts/actions.js').Action} */ action) => ({ words: action.words, icon: action.icon, keys: lettersOn() ? action.key : null, danger: action.danger, run: () => this.act(action.id, anchor) });
    openMenu(anchor, [...(main && isHere(main) ? [item(main), {}] : []), ...beside.filter(isHere).map(item), {}, ...more.filter(isHere).map(item), {}, { words: words.today.patientPage, icon: 'patient', run: () => go(`/patients/${one.patient_id}`) }], { label: w.more(one.name) });
  }

  /** @param {boolean} mine */
  chooseWhose(mine) {
    this.mine = mine;
    localStorage.setItem(this.mineKey, mine ? 'mine' : 'everyone');
  }

  /** @returns {import('../keys.js').Command[]} */
  commands() {
    const where = w.title;
    const shown = () => route().screen === 'consult';
    return [
      { id: 'consult.down', words: w.down, keys: ['ArrowDown'], where, hidden: true, enabled: shown, run: () => this.walk(1) },
      { id: 'consult.up', words: w.up, keys: ['ArrowUp'], where, hidden: true, enabled: shown, run: () => this.walk(-1) },
      { id: 'consult.next', words: w.callNext, keys: ['r'], where, permission: 'appointment.status', enabled: () => shown() && (this.one?.status === 'arrived' || this.rowsIn('arrived').length > 0), run: () => this.callIn(this.one?.status === 'arrived' ? this.one : this.rowsIn('arrived')[0]) },
      ...ALL_ACTIONS.filter((action) => isHere(action) && action.id !== 'call').map((action) => ({
        id: `consult.${action.id}`, words: action.words, keys: action.key ? [action.key] : [], where, run: () => this.act(action.id),
        enabled: () => shown() && Boolean(this.one && findAction(this.one, action.id)),
      })),
    ];
  }

  lead() {
    return html`<span class="screen-title">${w.title}</span>`;
  }

  render() {
    const { state, failure } = this;
    if (failure && !state) {
      return html`<div class="waiting-none" role="alert"><p>${w.failed} ${say(failure)}</p><button class="button" type="button" @click=${this.read}>${words.common.tryAgain}</button></div>`;
    }
    return html`<div class="consult">
      <section class="consult-list" aria-label=${w.listLabel}>${state ? this.renderList() : html`<div class="waiting-skeleton skeleton" role="status" aria-label=${w.loading}><i></i><i></i><i></i></div>`}</section>
      <div class="consult-main">${state ? this.renderMain() : nothing}</div>
    </div>`;
  }

  renderList() {
    const waiting = this.rowsIn('arrived');
    const inRoom = this.rowsIn('in_room');
    const next = waiting[0];
    return html`
      <div class="consult-next">
        ${next && app.can('appointment.status') ? html`<button type="button" class="button primary" @click=${() => this.callIn(next)}>${icon('in_room')}${w.callNext}${caps(lettersOn() ? 'r' : null)}</button>` : nothing}
        <p class="muted small">${next ? w.next(next.name, app.minutesSince(next.status_since)) : w.nobodyNext}</p>
        ${app.me?.practitioner_id ? html`<div class="waiting-whose" role="group" aria-label=${w.whose}>
          ${[true, false].map((mine) => html`<button type="button" class="button small" aria-pressed=${String(this.mine === mine)} @click=${() => this.chooseWhose(mine)}>${mine ? words.waiting.mine : words.waiting.everyone}</button>`)}</div>` : nothing}
      </div>
      ${this.renderPart('in-room', w.inRoom, inRoom)} ${this.renderPart('waiting', w.waiting, waiting)} ${this.renderPart('coming', w.coming, this.ahead)}
      ${this.renderTasks()}`;
  }

  /** @param {string} id @param {string} title @param {DayAppointment[]} rows */
  renderPart(id, title, rows) {
    if (!rows.length) return nothing;
    const namesakes = this.state?.namesakes() ?? new Set();
    return html`<section class="queue-part" aria-labelledby="consult-${id}">
      <h2 id="consult-${id}">${title} <span class="queue-count">${rows.length}</span></h2>
      <ul>${rows.map((one) => html`<li>${queueRow(one, {
        selected: one.id === this.appointmentId, covered: false, namesake: namesakes.has(one.patient_id), ticket: false,
        also: this.mine ? one.services : (this.day.column(one.waiting_for ?? one.practitioner_id)?.short_name ?? ''), choose: () => this.choose(one.id),
      })}</li>`)}</ul>
    </section>`;
  }

  renderTasks() {
    const mine = tasks.rows?.filter((row) => row.mine) ?? [];
    if (!mine.length) return nothing;
    return html`<section class="queue-part consult-tasks" aria-labelledby="consult-tasks">
      <h2 id="consult-tasks">${w.toDo} <span class="queue-count">${mine.length}</span></h2>
      <ul>${mine.slice(0, TASKS).map((row) => html`<li><a href="/tasks">${row.urgent ? html`<span class="tag task-urgent">${words.tasks.urgent}</span> ` : nothing}${row.text}</a></li>`)}</ul>
      <a class="consult-all" href="/tasks">${w.allTasks}</a>
    </section>`;
  }

  renderMain() {
    const { one } = this;
    if (one) {
      return html`<cd-consult-patient .one=${one} @act=${(/** @type {CustomEvent} */ { detail }) => this.act(detail.id, detail.anchor)} @more=${(/** @type {CustomEvent} */ { detail }) => this.openMore(detail.anchor)}></cd-consult-patient>`;
    }
    if (!this.shown().length) return html`<div class="empty consult-empty"><p>${icon('check')} ${w.none}</p><p>${w.noneLead}</p></div>`;
    return html`<div class="empty consult-empty"><p>${this.appointmentId ? w.gone : ''} ${w.choose}</p></div>`;
  }
}

customElements.define('cd-consult', Consult);
