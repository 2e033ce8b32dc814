// The day by keys: arrows walk from card to card, Alt+arrows move the card, Alt+Shift+up/down make it shorter or longer.
// A move by keys is held while keys are pressed, and sent once when they rest: ten presses are one change.
import { app } from '../app.js';
import { time } from '../format.js';
import { addMinutes, minutesBetween } from '../wall.js';
import { words } from '../words/en.js';
import { OVER } from './day-state.js';

const REST_MS = 900;

/** @typedef {import('../wire-types.js').DayAppointment} DayAppointment */
/** @typedef {{one: DayAppointment, column: string, starts_at: string, minutes: number}} Held */

export class DayKeys {
  /** @param {import('./day-grid.js').DayGrid} grid */
  constructor(grid) {
    this.grid = grid;
    /** The one card that Tab reaches. @type {string|null} */
    this.current = null;
    /** Had the focus when the component redrew it. */
    this.focused = false;
    /** @type {Held|null} */
    this.held = null;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.timer = undefined;
    this.voice = document.createElement('div');
    this.voice.className = 'visually-hidden';
    this.voice.setAttribute('aria-live', 'polite');
  }

  /** @param {Event} event */
  handleEvent(event) {
    const card = /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest?.('.ec-event[data-id]'));
    if (event.type === 'focusin') {
      if (!card) return;
      this.current = card.dataset.id ?? null;
      this.settle();
      if (this.current !== this.grid.selectedId) this.grid.say('choose', { id: this.current, open: false });
      return;
    }
    if (event.type === 'keyup') {
      if (/** @type {KeyboardEvent} */ (event).key === 'Alt' && this.held) this.send();
      return;
    }
    if (card) this.pressed(/** @type {KeyboardEvent} */ (event));
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    const { key, altKey, shiftKey, ctrlKey, metaKey } = event;
    if (ctrlKey || metaKey) return;
    const arrow = /^Arrow/.test(key);
    if (altKey && shiftKey && (key === 'ArrowUp' || key === 'ArrowDown')) this.hold(event, { longer: key === 'ArrowDown' ? 5 : -5 });
    else if (altKey && arrow && !shiftKey) this.hold(event, { down: key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0, right: key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0 });
    else if (key === 'Escape' && this.held) this.letGo();
    else if (!altKey && !shiftKey && (arrow || key === 'Home' || key === 'End')) this.walk(key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {string} key */
  walk(key) {
    const { state, shown } = this.grid;
    const here = state?.get(this.current);
    if (!shown || !here) return;
    const column = shown.list().filter((one) => shown.columnOf(one) === shown.columnOf(here));
    const place = column.indexOf(here);
    /** @type {Record<string, () => DayAppointment|undefined>} */
    const ways = {
      ArrowUp: () => column[place - 1], ArrowDown: () => column[place + 1], Home: () => column[0], End: () => column.at(-1),
      ArrowLeft: () => this.beside(here, -1), ArrowRight: () => this.beside(here, 1),
    };
    const next = ways[key]?.();
    if (next) this.focus(next.id);
  }

  /** The nearest in time in the next column that has any. @param {DayAppointment} here @param {1|-1} side */
  beside(here, side) {
    const { shown } = this.grid;
    if (!shown) return undefined;
    const columns = shown.columns.map((column) => column.id);
    for (let at = columns.indexOf(shown.columnOf(here) ?? '') + side; at >= 0 && at < columns.length; at += side) {
      const near = shown.list().filter((one) => shown.columnOf(one) === columns[at])
        .sort((a, b) => Math.abs(minutesBetween(here.starts_at, a.starts_at)) - Math.abs(minutesBetween(here.starts_at, b.starts_at)))[0];
      if (near) return near;
    }
    return undefined;
  }

  /** @param {string} id */
  focus(id) {
    this.current = id;
    this.settle();
    this.grid.card(id)?.focus({ preventScroll: true });
    this.grid.reveal(id);
  }

  /** Exactly one card in the order of Tab: the selected, else the next to come, else the first. */
  settle() {
    const { state, shown, selectedId } = this.grid;
    if (!state || !shown) return;
    if (!this.grid.contains(this.voice)) this.grid.append(this.voice);
    if (!this.grid.card(this.current)) {
      const now = app.now();
      const selected = this.grid.card(selectedId) ? state.get(selectedId) : null;
      this.current = (selected ?? shown.list().find((one) => one.ends_at > now && !OVER.has(one.status)) ?? shown.list()[0])?.id ?? null;
    }
    for (const card of this.grid.querySelectorAll('.ec-event[tabindex="0"]')) /** @type {HTMLElement} */ (card).tabIndex = -1;
    const stop = this.grid.card(this.current);
    if (stop) stop.tabIndex = 0;
  }

  /**
   * @param {KeyboardEvent} event
   * @param {{down?: number, right?: number, longer?: number}} by
   */
  hold(event, { down = 0, right = 0, longer = 0 }) {
    const { grid } = this;
    const one = grid.state?.get(this.current);
    if (!one || !grid.state || !grid.shown || !grid.editable || OVER.has(one.status) || (event.repeat && right)) return;
    const held = this.held?.one.id === one.id ? this.held : { one, column: grid.shown.columnOf(one) ?? '', starts_at: one.starts_at, minutes: minutesBetween(one.starts_at, one.ends_at) };
    const columns = grid.shown.columns.map((column) => column.id);
    const step = held.minutes < 15 ? 5 : 15;
    const next = {
      ...held, minutes: Math.max(5, held.minutes + longer), starts_at: addMinutes(held.starts_at, down * step),
      column: columns[Math.min(columns.length - 1, Math.max(0, columns.indexOf(held.column) + right))] ?? held.column,
    };
    if (next.starts_at.slice(0, 10) !== grid.state.date || addMinutes(next.starts_at, next.minutes - 1).slice(0, 10) !== grid.state.date) return;
    this.held = next;
    this.preview();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), REST_MS);
  }

  /** The card goes there at once; it is not sent yet. */
  preview() {
    const { held, grid } = this;
    if (!held) return;
    const ends_at = addMinutes(held.starts_at, held.minutes);
    grid.redraw(() => grid.calendar.updateEvent(grid.drawing.eventOf({ ...held.one, starts_at: held.starts_at, ends_at }, held.column)));
    this.voice.textContent = words.today.movedTo(`${time(held.starts_at)}–${time(ends_at)}`, grid.shown?.column(held.column)?.title ?? '');
    requestAnimationFrame(() => grid.reveal(held.one.id));
  }

  send() {
    clearTimeout(this.timer);
    const { held, grid } = this;
    this.held = null;
    if (!held) return;
    const { one } = held;
    const same = held.starts_at === one.starts_at && held.column === grid.shown?.columnOf(one) && held.minutes === minutesBetween(one.starts_at, one.ends_at);
    if (same) return;
    const now = grid.state?.get(one.id) ?? one;
    grid.say('shift', { appointment: now, ...grid.shown?.target(now, held.column), starts_at: held.starts_at, minutes: held.minutes });
  }

  letGo() {
    clearTimeout(this.timer);
    const one = this.grid.state?.get(this.held?.one.id ?? null);
    this.held = null;
    if (one) this.grid.put(one);
  }
}
