import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { dateWithDay, time, timeRange } from '../format.js';
import { icon } from '../icons.js';
import { dateOf } from '../wall.js';
import { words } from '../words/en.js';
import { whyInWords } from './absence.js';
import { textInput } from './inputs.js';

/** @typedef {{practitioner_id: string, starts_at: string}} FreeSlot */

/**
 * Why a time was refused and the ways out of it: the nearest free times as buttons (`slot`), a reason for booking all the same
 * (`reason` at each change), and for those who may, booking two at once (`overbook` opens its reason).
 */
export class Clash extends View {
  static properties = { problem: {}, starts: {}, practitioner: {}, reasonOpen: {}, reason: {}, error: {}, noOverbooking: {} };

  constructor() {
    super();
    /** @type {import('./slot-dialog.js').Problem | null} */
    this.problem = null;
    /** @type {string | null} */
    this.starts = null;
    /** @type {import('../wire-types.js').Practitioner | undefined} */
    this.practitioner = undefined;
    this.reasonOpen = false;
    this.reason = '';
    this.error = '';
    /** Where two at once are not to be had: a series is never booked over others. */
    this.noOverbooking = false;
  }

  render() {
    if (!this.problem) return nothing;
    return html`<section class="clash" role="alert">${this.problem.kind === 'taken' ? this.renderTaken(this.problem.details) : this.renderOutside(this.problem.details)}</section>`;
  }

  /** @param {{by?: any[], free?: FreeSlot[]}} details */
  renderTaken({ by = [], free = [] }) {
    const mayOverbook = !this.noOverbooking && app.can('appointment.overbook') && by.every((one) => one.resource !== 'patient');
    return html`
      <p class="clash-title">${icon('warning')}${words.book.takenTitle(time(this.starts))}</p>
      <ul class="clash-by">${by.map((one) => html`<li>${this.byText(one)}</li>`)}</ul>
      <p>${free.length ? words.book.takenKept : words.book.takenNothing}</p>
      <div class="slots">
        ${free.map((slot) => this.renderSlot(slot))}
        ${mayOverbook && !this.reasonOpen
          ? html`<button type="button" class="button quiet" @click=${() => this.dispatchEvent(new CustomEvent('overbook'))}>${words.book.overbook}</button>`
          : nothing}
      </div>
      ${this.reasonOpen ? this.renderReason(words.book.overbookWhy, words.book.overbookReasons) : nothing}
    `;
  }

  /** @param {{resource: string, name: string, starts_at: string, ends_at: string, patient: string}} one */
  byText({ resource, name, starts_at: from, ends_at: to, patient }) {
    const span = timeRange(from, to);
    if (resource === 'patient') return words.book.takenPatient(patient || name, span);
    if (resource === 'room') return words.book.takenRoom(name, patient, span);
    return words.book.takenBy(name, patient, span);
  }

  /** What is there stands first: "Dr Chen is on leave until 27 Nov 2026". @param {{spans?: {starts: string, ends: string}[], why?: any[], practitioner?: string}} details */
  renderOutside({ spans = [], why = [], practitioner }) {
    const who = practitioner ?? this.practitioner?.short_name ?? '';
    const reasons = why.map((one) => whyInWords(one, who)).filter(Boolean);
    const [title = words.book.outsideTitle(who, time(this.starts)), ...others] = reasons;
    return html`
      <p class="clash-title">${icon('warning')}${title}</p>
      ${others.length ? html`<ul class="clash-by">${others.map((other) => html`<li>${other}</li>`)}</ul>` : nothing}
      <p>${reasons.length && spans.length ? words.book.outsideFree(spans.map((span) => timeRange(span.starts, span.ends)).join(', ')) : reasons.length ? words.book.outsideNoneFree : spans.length ? words.book.outsideWorks(spans.map((span) => timeRange(span.starts, span.ends)).join(', ')) : words.book.outsideOff}</p>
      ${this.renderReason(words.book.outsideWhy, words.book.outsideReasons)}
    `;
  }

  /** @param {FreeSlot} slot */
  renderSlot(slot) {
    return html`<button type="button" class="button slot" @click=${() => this.dispatchEvent(new CustomEvent('slot', { detail: slot }))}>${slotText(slot, this.starts, this.practitioner?.practitioner_id)}</button>`;
  }

  /** @param {string} label @param {string[]} presets */
  renderReason(label, presets) {
    const say = (/** @type {string} */ text) => this.dispatchEvent(new CustomEvent('reason', { detail: text }));
    return html`
      <div class="clash-reason">
        ${textInput({ name: 'clash-reason', label, value: this.reason, error: this.error, on: say, required: true })}
        <div class="presets">${presets.map((preset) => html`<button type="button" class="chip" aria-pressed=${this.reason === preset ? 'true' : 'false'} @click=${() => say(preset)}>${preset}</button>`)}</div>
      </div>
    `;
  }
}

/**
 * The time alone where nothing else differs; with its day or its person where they do.
 * @param {FreeSlot} slot
 * @param {string | null} near
 * @param {string | undefined} person
 */
export function slotText(slot, near, person) {
  const other = slot.practitioner_id === person ? '' : app.lists.practitioners.find((one) => one.practitioner_id === slot.practitioner_id)?.short_name;
  const day = near && dateOf(near) === dateOf(slot.starts_at) ? '' : dateWithDay(dateOf(slot.starts_at));
  return html`<strong>${time(slot.starts_at)}</strong>${day ? html`<span>${day}</span>` : nothing}${other ? html`<span>${other}</span>` : nothing}`;
}

customElements.define('cd-clash', Clash);
