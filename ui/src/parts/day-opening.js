// A day that opens: where it is scrolled to, and what of a full one is drawn first.
import { app } from '../app.js';
import { at, minuteOfDay } from '../wall.js';

/** A day with fewer cards is drawn at once. */
const MANY = 60;
/** Minutes beside what is in sight: a card's edge, a scroll by a hair. */
const MARGIN = 20;
/** Pixels under which no column is drawn (day-grid.css). */
const NARROWEST = 132;

export class DayOpening {
  /** @param {import('./day-grid.js').DayGrid} grid */
  constructor(grid) {
    this.grid = grid;
    /** A day of which only what is in sight is drawn yet. @type {import('./day-shown.js').DayShown|null} */
    this.rest = null;
    /** The card that is to come into sight once it is drawn. @type {string|null} */
    this.wanted = null;
  }

  /** Now; on another day its first appointment. */
  get minute() {
    const { state } = this.grid;
    if (!state) return 0;
    const first = state.list()[0]?.starts_at ?? at(state.date, state.open[0]?.starts ?? '08:00');
    return minuteOfDay((state.date === app.today() ? app.now() : first).slice(11, 16));
  }

  /** The day's minutes, and how many of them the window shows. */
  window() {
    const { from: first, to: last } = this.grid.state?.hours() ?? { from: 0, to: 0 };
    return { first, last, height: this.grid.clientHeight / this.grid.pixels(1) };
  }

  /** Now stands a third from the top, another day's first appointment right below it. @param {number} height */
  above(height) {
    return this.grid.state?.date === app.today() ? height / 3 : 0;
  }

  /** The minutes that will be in sight: where the day is scrolled to, or where it stays. @param {boolean} stays */
  minutes(stays) {
    const { first, last, height } = this.window();
    const top = stays ? first + (this.grid.main?.scrollTop ?? 0) / this.grid.pixels(1) : Math.max(first, Math.min(this.minute - this.above(height), last - height));
    return { from: top - MARGIN, to: top + height + MARGIN };
  }

  /** The columns that are in sight, one more on each side. @returns {Set<string>} */
  columns() {
    const { grid } = this;
    const columns = grid.shown?.columns ?? [];
    const width = Math.max(NARROWEST, grid.clientWidth / Math.max(1, columns.length));
    const left = grid.main?.scrollLeft ?? 0;
    return new Set(columns.slice(Math.max(0, Math.floor(left / width) - 1), Math.ceil((left + grid.clientWidth) / width) + 1).map(({ id }) => id));
  }

  /**
   * What of a full day is drawn first: the cards that are in sight once it is scrolled to its place.
   * @template {{start: string, end: string, display?: string, resourceIds?: (string|null)[]}} E
   * @param {E[]} events @param {boolean} [stays] it is not scrolled
   * @returns {E[]} the same, when there are not many
   */
  inSight(events, stays = false) {
    const isCard = (/** @type {E} */ one) => one.display !== 'background';
    if (events.filter(isCard).length < MANY) return events;
    const { from, to } = this.minutes(stays);
    const columns = this.columns();
    const isSeen = (/** @type {E} */ { start, end, resourceIds }) => columns.has(resourceIds?.[0] ?? '') && minuteOfDay(start.slice(11, 16)) < to && minuteOfDay(end.slice(11, 16)) > from;
    return events.filter((one) => !isCard(one) || isSeen(one));
  }

  /** Scrolled before anything is added to it: then nothing is laid out for that alone. @param {import('./day-shown.js').DayShown|null} rest what was drawn in part @param {boolean} [stays] */
  soon(rest, stays = false) {
    this.rest = rest;
    requestAnimationFrame(() => {
      if (!stays) this.scroll();
      this.grid.tidiesSoon = false;
      this.grid.tidy();
      // The next frame begins when this one is painted.
      if (rest) requestAnimationFrame(() => setTimeout(() => this.addRest(rest)));
    });
  }

  /** @param {import('./day-shown.js').DayShown} shown */
  addRest(shown) {
    const { grid } = this;
    if (this.rest !== shown || grid.shown !== shown || !grid.calendar) return;
    this.rest = null;
    grid.calendar.setOption('events', grid.options(shown).events);
    grid.tidySoon(() => {
      if (this.wanted) grid.reveal(this.wanted);
      this.wanted = null;
    });
  }

  scroll() {
    const { grid } = this;
    const { main, state } = grid;
    if (!main || !state) return;
    const { from, to } = state.hours();
    grid.shownHours = [from, to, grid.shown?.halfHour ?? 0];
    main.scrollTop = grid.pixels(this.minute - from) - (this.above(main.clientHeight) || 24);
  }
}
