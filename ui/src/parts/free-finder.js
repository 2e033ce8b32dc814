// The next free times for a booking that has none yet: with the chosen person in the chosen room, or wider: with anybody, on some days,
// at some times of day, in any room of a kind. Without a room chosen each person is looked for in their usual one, so that what is taken
// is free there too. Each is one button; `slot` says which was taken.
import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { date, time, timeRange } from '../format.js';
import { icon } from '../icons.js';
import { ask } from '../ipc.js';
import { addMinutes } from '../wall.js';
import { words } from '../words/en.js';
import { slotText } from './clash.js';
import { selectInput } from './inputs.js';
import './free-finder.css';

const say = words.finder;
const OFFERED = 5;

/** @typedef {import('../bindings/FreeSlot').FreeSlot} FreeSlot */
/** @typedef {import('../bindings/PartOfDay').PartOfDay} PartOfDay */
/** What the dialog knows; `room_chosen`: the room is meant for whoever it is with, not only the usual one. @typedef {{practitioner_id: string, room_id: string|null, room_chosen: boolean, patient_id: string|null, service_ids: string[], minutes: number, date: string|null}} Known */

/** What somebody who waits would like. @typedef {{people: string[], days: number[], from: string|null, to: string|null, until: string|null}} Wish */

export class FreeFinder extends View {
  static properties = { known: {}, wish: {}, until: { state: true }, free: { state: true }, wide: { state: true }, who: { state: true }, some: { state: true }, time: { state: true }, days: { state: true }, kind: { state: true } };

  constructor() {
    super();
    /** @type {Known|null} */
    this.known = null;
    /** It opens with this. @type {Wish|null} */
    this.wish = null;
    /** The last date that would do. @type {string|null} */
    this.until = null;
    /** @type {FreeSlot[]|null} null: not known yet */
    this.free = null;
    this.wide = false;
    /** "this", "any", "some", or a specialty's id. */
    this.who = 'this';
    /** @type {string[]} */
    this.some = [];
    /** "hours": between the wish's. @type {PartOfDay|'hours'} */
    this.time = 'any';
    /** Monday is 1. @type {number[]} */
    this.days = [];
    /** A kind of room; empty: as in the form. */
    this.kind = '';
    this.askedFor = '';
  }

  connectedCallback() {
    super.connectedCallback();
    app.load('specialties').then(() => this.requestUpdate(), () => {});
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    const { wish } = this;
    if (!wish || !changed.has('wish')) return;
    const { people, days, from, to, until } = wish;
    const who = people.length === 1 ? 'this' : people.length ? 'some' : 'any';
    this.set({ who, some: people.length > 1 ? people : [], days, time: from || to ? 'hours' : 'any', until });
    this.wide = who !== 'this' || days.length > 0 || this.time === 'hours' || until !== null;
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  updated(changed) {
    super.updated(changed);
    this.look();
  }

  question() {
    const { known } = this;
    if (!known?.minutes) return null;
    const wide = this.wide ? this.who : 'this';
    if (wide === 'this' && !known.practitioner_id) return null;
    const people = wide === 'this' ? [known.practitioner_id] : wide === 'some' ? this.some : [];
    if (wide === 'some' && people.length === 0) return null;
    const kind = (this.wide && this.kind) || null;
    const day = known.date;
    return {
      ask: 'free_slots', service_ids: known.service_ids, minutes: known.minutes, practitioner_ids: people, specialty_id: ['this', 'any', 'some'].includes(wide) ? null : wide,
      room_id: known.room_chosen && !kind ? known.room_id : null, room_kind: kind, usual_rooms: !known.room_chosen && !kind, patient_id: known.patient_id,
      from: day && day > app.today() ? `${day}T00:00:00` : roundUp(app.now()), until: this.wide ? this.until : null,
      ...this.hours(), weekdays: this.wide ? this.days : [], count: OFFERED,
    };
  }

  /** At what time of day. */
  hours() {
    const { wish, time: part } = this;
    if (!this.wide || part === 'any') return { part: 'any' };
    return part === 'hours' ? { part: 'any', starts: wish?.from ?? null, ends: wish?.to ?? null } : { part };
  }

  async look() {
    const question = this.question();
    const key = question ? JSON.stringify({ ...question, from: question.from.slice(0, 13) }) : '';
    if (key === this.askedFor) return;
    this.askedFor = key;
    const free = question ? await ask(question).catch(() => null) : null;
    if (key !== this.askedFor) return;
    this.free = free;
    this.updateComplete.then(() => this.dispatchEvent(new CustomEvent('found')));
  }

  /** @param {Partial<{wide: boolean, who: string, some: string[], time: PartOfDay|'hours', days: number[], kind: string, until: string|null}>} choice */
  set(choice) {
    Object.assign(this, choice);
  }

  /** @template T @param {T[]} list @param {T} one @returns {T[]} */
  toggled(list, one) {
    return list.includes(one) ? list.filter((other) => other !== one) : [...list, one];
  }

  render() {
    if (!this.known) return nothing;
    return html`
      <div class="offered" role="group" aria-label=${words.book.nextFree}>
        <div class="offered-head"><p class="label">${words.book.nextFree}</p>
          <button type="button" class="f-link finder-wide" aria-expanded=${String(this.wide)} @click=${() => this.set({ wide: !this.wide })}>${this.wide ? say.narrow : say.wide}${icon(this.wide ? 'up' : 'down', { size: 14 })}</button></div>
        ${this.wide ? this.renderWishes() : nothing}
        ${this.renderFree()}
      </div>
    `;
  }

  renderFree() {
    if (!this.free) return nothing;
    if (this.free.length === 0) return html`<p class="muted" role="status">${this.wide ? say.none : words.book.noneFree}</p>`;
    return html`<div class="slots">${this.free.map((slot) => html`<button type="button" class="button slot" @click=${() => this.dispatchEvent(new CustomEvent('slot', { detail: slot }))}>
      ${slotText(slot, `${app.today()}T00:00:00`, this.known?.practitioner_id)}</button>`)}</div>`;
  }

  renderWishes() {
    const person = app.lists.practitioners.find((one) => one.practitioner_id === this.known?.practitioner_id);
    const kinds = [...new Set(app.lists.rooms.filter((room) => room.active && room.kind).map((room) => String(room.kind)))].sort();
    const people = [
      ...(person ? [{ value: 'this', label: say.only(person.short_name) }] : []),
      { value: 'any', label: say.anyone },
      ...app.lists.specialties.filter((one) => one.active).map((one) => ({ value: one.specialty_id, label: say.specialty(one.name) })),
      { value: 'some', label: say.some },
    ];
    return html`
      <div class="finder-wishes">
        ${selectInput({ name: 'finder-who', label: say.who, value: this.who, options: people, on: (who) => this.set({ who }) })}
        ${selectInput({ name: 'finder-part', label: say.part, value: this.time, options: [...this.wishedHours(), .../** @type {PartOfDay[]} */ (['any', 'morning', 'afternoon']).map((part) => ({ value: part, label: say.parts[part] }))], on: (/** @type {PartOfDay|'hours'} */ part) => this.set({ time: part }) })}
        ${kinds.length ? selectInput({ name: 'finder-kind', label: say.kind, value: this.kind, options: [{ value: '', label: say.asChosen }, ...kinds.map((kind) => ({ value: kind, label: say.anyOf(kind) }))], on: (kind) => this.set({ kind }) }) : nothing}
      </div>
      ${this.who === 'some' ? this.renderPeople() : nothing}
      <div class="finder-days" role="group" aria-label=${say.days}>
        ${week().map((weekday) => html`<button type="button" class="chip" title=${words.common.days[weekday - 1]} aria-pressed=${String(this.days.includes(weekday))}
          @click=${() => this.set({ days: this.toggled(this.days, weekday) })}>${words.common.daysShort[weekday - 1]}</button>`)}
        ${this.renderUntil()}
      </div>
    `;
  }

  /** The hours that were wished for are one more choice. */
  wishedHours() {
    const { from = null, to = null } = this.wish ?? {};
    if (!from && !to) return [];
    const label = from && to ? timeRange(from, to) : from ? words.waitlist.afterTime(time(from)) : words.waitlist.beforeTime(time(to));
    return [{ value: 'hours', label }];
  }

  /** So is the last date. */
  renderUntil() {
    const until = this.wish?.until;
    if (!until) return nothing;
    return html`<button type="button" class="chip" aria-pressed=${String(this.until === until)} @click=${() => this.set({ until: this.until ? null : until })}>${say.until(date(until))}</button>`;
  }

  renderPeople() {
    return html`<div class="finder-days" role="group" aria-label=${say.some}>
      ${app.lists.practitioners.filter((one) => one.active).map((one) => html`<button type="button" class="chip" aria-pressed=${String(this.some.includes(one.practitioner_id))}
        @click=${() => this.set({ some: this.toggled(this.some, one.practitioner_id) })}>${one.short_name}</button>`)}
    </div>`;
  }
}

/** The weekdays in the clinic's order; Monday is 1. */
const week = () => Array.from({ length: 7 }, (_, n) => (((app.clinic?.week_start ?? 1) - 1 + n) % 7) + 1);

/** The next five minutes. @param {string} wall */
function roundUp(wall) {
  const whole = `${wall.slice(0, 16)}:00`;
  return addMinutes(whole, (5 - (Number(whole.slice(14, 16)) % 5)) % 5);
}

customElements.define('cd-free-finder', FreeFinder);
