import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { date, time } from '../format.js';
import { icon } from '../icons.js';
import { minutesBetween } from '../wall.js';
import { words } from '../words/en.js';
import { coverable } from './day-card.js';
import './queue.css';

/** @typedef {import('../wire-types.js').DayAppointment} DayAppointment */

/** So many of those who are still to come fit under the others. */
const EXPECTED = 5;

/**
 * One person who waits or is to come, as a button.
 * @param {DayAppointment} one
 * @param {{selected: boolean, covered: boolean, namesake: boolean, ticket: boolean, also: string, choose: () => void}} around `also`: with whom, or what for
 */
export function queueRow(one, { selected, covered, namesake, ticket, also, choose }) {
  const isExpected = one.status === 'booked' || one.status === 'confirmed';
  const minutes = app.minutesSince(one.status_since);
  const isLate = one.status === 'arrived' && minutes > (app.clinic?.waiting_limit_minutes ?? 20);
  const born = namesake ? date(one.birth_date) : one.birth_date?.slice(0, 4);
  return html`<button type="button" class="queue-row is-${one.status.replace('_', '-')}" data-row=${one.id} aria-pressed=${String(selected)} @click=${choose}>
      <span class="queue-time">${one.walk_in ? icon('arrived', { size: 10 }) : time(one.starts_at)}</span>
      <span class="queue-who"><span class="queue-name">${coverable(html`<b>${one.family || one.given || one.name}</b>${one.family && one.given ? `, ${one.given}` : ''}`, covered)}</span>
        <span class="queue-more">${ticket && one.ticket ? html`${words.waiting.ticket(one.ticket)} · ` : nothing}${born && !covered ? html`${born} · ` : nothing}${also}</span></span>
      ${isLate
        ? html`<span class="queue-late">${icon('clock', { size: 13 })}<span aria-hidden="true">${words.today.minutesWaiting(minutes)}</span><span class="visually-hidden">${words.today.pastLimit(minutes)}</span></span>`
        : html`<span class="queue-minutes">${isExpected ? words.today.dueIn(minutesBetween(app.now(), one.starts_at)) : words.today.minutesWaiting(minutes)}</span>`}
    </button>`;
}

/** Who waits, and who is to pay: longest first, with the minutes; today, who comes next. `choose {id}` when a row is pressed. */
export class Queue extends View {
  static properties = { state: {}, selected: {}, covered: {}, stamp: {} };

  constructor() {
    super();
    /** @type {import('./day-state.js').DayState|null} */
    this.state = null;
    /** @type {string|null} */
    this.selected = null;
    this.covered = false;
    /** Changes when the same day holds something new. */
    this.stamp = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'tick', () => this.requestUpdate());
  }

  render() {
    const { state } = this;
    if (!state) return nothing;
    const waiting = state.waiting();
    const toPay = state.toPay();
    const namesakes = state.namesakes();
    const expected = state.date === app.today() && !this.selected ? state.expected(app.now(), EXPECTED) : [];
    return html`
      ${this.list('waiting', words.today.waiting, waiting, words.today.nobodyWaiting, namesakes)}
      ${this.list('to-pay', words.today.toPay, toPay, words.today.nobodyToPay, namesakes)}
      ${expected.length ? this.list('expected', words.today.expected, expected, '', namesakes) : nothing}`;
  }

  /** @param {string} id @param {string} title @param {DayAppointment[]} rows @param {string} empty @param {Map<string, boolean>} namesakes */
  list(id, title, rows, empty, namesakes) {
    return html`<section class="queue-part" aria-labelledby="queue-${id}">
      <h2 id="queue-${id}">${title}${rows.length && id !== 'expected' ? html` <span class="queue-count">${rows.length}</span>` : nothing}</h2>
      ${rows.length ? html`<ul>${rows.map((one) => html`<li>${this.row(one, namesakes)}</li>`)}</ul>` : html`<p class="muted queue-empty">${empty}</p>`}
    </section>`;
  }

  /** @param {DayAppointment} one @param {Map<string, boolean>} namesakes */
  row(one, namesakes) {
    const next = one.waiting_for && one.waiting_for !== one.practitioner_id ? this.state?.column(one.waiting_for) : null;
    const whom = one.for_anyone ? words.waiting.anyone : next ? words.today.forWhom(next.short_name) : this.state?.column(one.practitioner_id)?.short_name;
    return queueRow(one, {
      selected: this.selected === one.id, covered: this.covered, namesake: namesakes.has(one.patient_id), ticket: true, also: whom ?? '',
      choose: () => this.dispatchEvent(new CustomEvent('choose', { detail: { id: one.id, open: true } })),
    });
  }
}
customElements.define('cd-queue', Queue);
