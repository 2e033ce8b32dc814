import { html, nothing } from 'lit';
import { View } from '../element.js';
import { dateWithDay, duration, time } from '../format.js';
import { icon } from '../icons.js';
import { dateOf, minutesBetween } from '../wall.js';
import { words } from '../words/en.js';
import { coverable, fullName } from './day-card.js';
import './parked-strip.css';

/** @typedef {import('../wire-types.js').DayAppointment} DayAppointment */

/** Fewer pixels are a click. */
const DRAG_FROM = 6;

/** Under the day, while anything is parked: each can be dragged into the day, or placed with the arrows. */
export class ParkedStrip extends View {
  static properties = { today: {}, stamp: {}, covered: {}, target: {}, placing: { state: true }, said: { state: true } };

  constructor() {
    super();
    /** @type {import('../screens/today.js').Today|null} */
    this.today = null;
    /** Changes with what is parked, and with the day. */
    this.stamp = '';
    this.covered = false;
    /** A card is being dragged: it can be dropped here. */
    this.target = false;
    /** Which one the arrows move. @type {string|null} */
    this.placing = null;
    this.said = '';
    /** @type {{one: DayAppointment, x: number, y: number, ghost: HTMLElement|null}|null} */
    this.press = null;
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('stamp') && this.placing) this.speak();
  }

  /** @param {string} text */
  tell(text) {
    this.said = text;
  }

  focusFirst() {
    /** @type {HTMLElement|null} */ (this.querySelector('.parked-one'))?.focus();
  }

  /** @param {KeyboardEvent} event @param {DayAppointment} one */
  pressed(event, one) {
    const { today } = this;
    if (!today || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const arrow = { ArrowUp: { down: -1 }, ArrowDown: { down: 1 }, ArrowLeft: { right: -1 }, ArrowRight: { right: 1 } }[event.key];
    const isPlacing = this.placing === one.id;
    if (isPlacing && arrow) {
      today.place.step(arrow);
      this.speak();
    } else if (isPlacing && event.key === 'Enter') this.drop();
    else if (isPlacing && event.key === 'Escape') this.stop();
    else if (event.key === 'Enter') this.begin(one);
    else if (event.key === 'Escape' || event.key === 'Delete') this.putBack(one);
    else if (arrow?.right) this.beside(arrow.right);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {number} by */
  beside(by) {
    const all = [...this.querySelectorAll('.parked-one')].map((one) => /** @type {HTMLElement} */ (one));
    all[all.indexOf(/** @type {HTMLElement} */ (document.activeElement)) + by]?.focus();
  }

  /** @param {DayAppointment} one */
  async begin(one) {
    const { today } = this;
    if (!today) return;
    if (!today.place.possible) {
      const { openMove } = await import('./move-dialog.js');
      await openMove(one, { starts_at: `${today.date}${one.starts_at.slice(10)}` });
      await today.parked.refresh();
      return;
    }
    today.place.begin(one);
    this.placing = one.id;
    this.speak();
  }

  speak() {
    const spot = this.today?.place.spot;
    if (!spot) {
      this.placing = null;
      this.said = '';
      return;
    }
    this.said = words.parked.wouldBe(dateWithDay(dateOf(spot.starts_at)), time(spot.starts_at), this.today?.shown?.column(spot.column)?.title ?? '');
  }

  stop() {
    this.today?.place.end();
    this.placing = null;
    this.said = '';
  }

  async drop() {
    const { today, placing } = this;
    this.placing = null;
    this.said = '';
    await today?.place.drop();
    if (placing && today && !today.parked.has(placing)) today.backToCard(placing);
  }

  /** @param {DayAppointment} one */
  putBack(one) {
    this.stop();
    this.today?.parked.putBack(one.id);
    if (this.today?.day?.get(one.id)) this.today.backToCard(one.id);
    else this.updateComplete.then(() => this.focusFirst());
  }

  /** @param {PointerEvent} event @param {DayAppointment} one */
  down(event, one) {
    if (event.button !== 0 || !this.today?.place.possible) return;
    /** @type {HTMLElement} */ (event.currentTarget).setPointerCapture(event.pointerId);
    this.press = { one, x: event.clientX, y: event.clientY, ghost: null };
  }

  /** @param {PointerEvent} event */
  move(event) {
    const { press } = this;
    if (!press) return;
    if (!press.ghost && Math.hypot(event.clientX - press.x, event.clientY - press.y) < DRAG_FROM) return;
    if (!press.ghost) {
      this.stop();
      press.ghost = /** @type {HTMLElement} */ (/** @type {Element} */ (event.currentTarget).cloneNode(true));
      press.ghost.classList.add('parked-ghost');
      press.ghost.setAttribute('aria-hidden', 'true');
      document.querySelector('[data-workspace]')?.append(press.ghost);
    }
    press.ghost.style.translate = `${event.clientX + 8}px ${event.clientY + 8}px`;
    this.today?.place.point(press.one, event.clientX, event.clientY);
  }

  /** @param {PointerEvent} event */
  up(event) {
    const { press, today } = this;
    this.press = null;
    press?.ghost?.remove();
    if (!press?.ghost || !today) return;
    if (event.type === 'pointerup' && today.place.spot) today.place.drop();
    else today.place.end();
  }

  render() {
    const all = this.today?.parked.list ?? [];
    const w = words.parked;
    if (!all.length && !this.target) return nothing;
    return html`<section class="parked ${all.length ? '' : 'is-target'}" aria-labelledby="parked-title">
      <div class="parked-head"><h2 id="parked-title">${w.title}</h2><p class="muted" aria-live="polite">${this.target && !all.length ? w.dropHere : this.said || (this.placing ? '' : w.hint)}</p>
        ${this.placing ? html`<p class="muted">${w.placingHint}</p>` : nothing}</div>
      <ul>${all.map((one) => this.chip(one))}</ul>
    </section>`;
  }

  /** @param {DayAppointment} one */
  chip(one) {
    const w = words.parked;
    const who = this.covered ? words.today.covered : fullName(one);
    const with_ = this.today?.day?.column(one.practitioner_id)?.short_name ?? '';
    return html`<li class="parked-item ${this.placing === one.id ? 'is-placing-now' : ''}">
      <button type="button" class="parked-one" data-id=${one.id} aria-pressed=${String(this.placing === one.id)} @keydown=${(/** @type {KeyboardEvent} */ event) => this.pressed(event, one)}
        @pointerdown=${(/** @type {PointerEvent} */ event) => this.down(event, one)} @pointermove=${this.move} @pointerup=${this.up} @pointercancel=${this.up}>
        <span class="parked-who">${coverable(html`<b>${one.family || one.given || one.name}</b>${one.family && one.given ? html` ${one.given}` : nothing}`, this.covered)}${this.covered ? html`<span class="visually-hidden">${words.today.covered}</span>` : nothing}</span>
        <span class="parked-when number">${dateWithDay(dateOf(one.starts_at))}, ${time(one.starts_at)} · ${with_} · ${duration(minutesBetween(one.starts_at, one.ends_at))}</span>
      </button>
      <button type="button" class="parked-back" aria-label=${w.putBack(who)} title=${w.putBackShort} @click=${() => this.putBack(one)}>${icon('close', { size: 14 })}</button>
    </li>`;
  }
}
customElements.define('cd-parked', ParkedStrip);
