// The end of the day: who did not come is proposed, a person decides.
import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { View } from '../element.js';
import { dateInWords, dateWithDay, timeRange } from '../format.js';
import { icon } from '../icons.js';
import { dotted } from '../words/isolate.js';
import { ask, perform } from '../ipc.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { fullName } from './day-card.js';
import { Modal } from './modal.js';
import './no-shows.css';

/** @typedef {import('../wire-types.js').DayAppointment} DayAppointment */

/** A quiet line over a day that is over, while somebody of it is still booked; over today also for what was left open the last time. */
export class NoShows extends View {
  static properties = { day: {}, stamp: {}, left: { state: true } };

  constructor() {
    super();
    /** @type {import('./day-state.js').DayState|null} */
    this.day = null;
    this.stamp = 0;
    /** What of the last day with bookings nobody has settled. @type {import('../bindings/NoShowsLeft').NoShowsLeft|null} */
    this.left = null;
    /** On which day that was asked. */
    this.askedOn = '';
  }

  connectedCallback() {
    super.connectedCallback();
    // A step that settles one of them, here or elsewhere; or one's own undo, which opens one again.
    this.listen(app, 'changes', ({ detail }) => {
      const touched = detail.touches.some((/** @type {{kind: string}} */ { kind }) => kind === 'appointment');
      if (touched && this.askedOn && (this.left || detail.own)) this.askLeft();
    });
  }

  updated() {
    const today = app.today();
    if (this.day?.date !== today || this.askedOn === today || !app.can('appointment.status')) return;
    this.askedOn = today;
    this.askLeft();
  }

  async askLeft() {
    // What is away or locked says so itself; the next change asks again.
    this.left = await ask({ ask: 'no_shows_left' }).catch(() => this.left);
  }

  render() {
    const { day, left } = this;
    const now = app.now();
    if (!day || !app.can('appointment.status')) return nothing;
    const missing = day.isOver(now) ? day.missing(now).length : 0;
    return html`${missing ? line(words.noShows.banner(missing), day.date) : nothing}
      ${left && day.date === app.today() ? line(words.noShows.left(dateWithDay(left.date), left.count), left.date) : nothing}`;
  }
}
customElements.define('cd-no-shows', NoShows);

/** @param {string} text @param {string} date */
const line = (text, date) => html`<div class="no-shows" role="status">${icon('no_show', { size: 14 })}<span>${text}</span>
  <button type="button" class="button small" aria-haspopup="dialog" @click=${() => openNoShows(date)}>${words.noShows.look}</button></div>`;

/** @param {string} date */
export function openNoShows(date) {
  const dialog = /** @type {NoShowDialog} */ (document.createElement('cd-no-show-dialog'));
  dialog.date = date;
  return dialog.open();
}

class NoShowDialog extends Modal {
  constructor() {
    super();
    this.date = '';
    /** @type {DayAppointment[]|null} null: on their way */
    this.rows = null;
    /** @type {Set<string>} */
    this.chosen = new Set();
    /** What was refused, by appointment. @type {Map<string, string>} */
    this.refusals = new Map();
    this.problem = '';
    this.working = false;
  }

  connectedCallback() {
    super.connectedCallback();
    if (!this.hasUpdated) this.read();
  }

  heading() {
    return words.noShows.title;
  }

  subheading() {
    return html`<p class="muted">${dateInWords(this.date)}</p>`;
  }

  firstField() {
    return /** @type {HTMLElement|null} */ (this.querySelector('.no-show-list input') ?? this.querySelector('.modal-foot .button'));
  }

  async read() {
    try {
      const [rows] = await Promise.all([ask({ ask: 'no_show_proposals', date: this.date }), app.load('practitioners')]);
      this.rows = rows;
      this.chosen = new Set(rows.map((/** @type {DayAppointment} */ one) => one.id));
    } catch (error) {
      this.problem = `${words.noShows.failed} ${say(/** @type {any} */ (error))}`;
    }
    this.requestUpdate();
    this.updateComplete.then(() => this.firstField()?.focus());
  }

  /** One change each, so that each can be undone by itself. */
  async submit() {
    const rows = (this.rows ?? []).filter((one) => this.chosen.has(one.id));
    if (this.working || rows.length === 0) return;
    this.working = true;
    this.refusals.clear();
    this.requestUpdate();
    for (const one of rows) {
      try {
        const { id } = await perform({ op: 'change_status', appointment_id: one.id, version: one.version, to: 'no_show' });
        toast(words.today.did.status(fullName(one), words.common.status.no_show), { undo: id });
        this.rows = (this.rows ?? []).filter((other) => other.id !== one.id);
      } catch (error) {
        this.refusals.set(one.id, say(/** @type {any} */ (error)));
      }
      this.chosen.delete(one.id);
    }
    this.working = false;
    this.requestUpdate();
    if (this.refusals.size === 0) this.close(true);
  }

  /** @param {DayAppointment} one @param {boolean} chosen */
  choose(one, chosen) {
    if (chosen) this.chosen.add(one.id);
    else this.chosen.delete(one.id);
    this.requestUpdate();
  }

  body() {
    if (this.problem) return html`<p class="error" role="alert">${this.problem}</p>`;
    if (!this.rows) return html`<div class="skeleton"><i></i></div>`;
    if (this.rows.length === 0) return html`<p>${words.noShows.none}</p>`;
    return html`<p class="muted no-show-lead">${words.noShows.lead}</p>
      <ul class="no-show-list">${this.rows.map((one) => this.row(one))}</ul>`;
  }

  /** @param {DayAppointment} one */
  row(one) {
    const who = app.lists.practitioners.find((other) => other.practitioner_id === one.practitioner_id)?.short_name ?? '';
    const refusal = this.refusals.get(one.id);
    return html`<li><label class="no-show-row">
        <input type="checkbox" .checked=${this.chosen.has(one.id)} ?disabled=${this.working} @change=${(/** @type {any} */ event) => this.choose(one, event.target.checked)} />
        <span class="number muted">${timeRange(one.starts_at, one.ends_at)}</span><b class="ellipsis">${one.name}</b><span class="muted ellipsis">${dotted([who, one.services])}</span>
      </label>${refusal ? html`<p class="message" role="alert">${refusal}</p>` : nothing}</li>`;
  }

  foot() {
    const count = this.chosen.size;
    return html`<p class="modal-carried">${words.noShows.as(app.me?.name ?? '')}</p>
      <button type="button" class="button" @click=${() => this.close()}>${words.common.close}</button>
      <button type="submit" class="button primary" data-submit ?disabled=${this.working || count === 0}>${words.noShows.mark(count)}</button>`;
  }
}
customElements.define('cd-no-show-dialog', NoShowDialog);
