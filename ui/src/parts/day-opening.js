// A day that opens: where it is scrolled to, and what of a full one is drawn first.
import { app } from '../app.js';
import { at, minuteOfDay } from '../wall.js';

/** A day with fewer cards is drawn at once. */
const MANY = 100;
/** Minutes beside what is in sight: a card's edge, a scroll by a hair. */
const MARGIN = 20;

export class DayOpening {
  /** @param {import('./day-grid.js').DayGrid} grid */
  constructor(grid) {
    this.grid = grid;
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

  /**
   * What of a full day is drawn first: the cards that are in sight once it is scrolled to its place.
   * @template {{start: string, end: string, display?: string}} E
   * @param {E[]} events
   * @returns {E[]} the same, when there are not many
   */
  inSight(events) {
    const isCard = (/** @type {E} */ one) => one.display !== 'background';
    if (events.filter(isCard).length < MANY) return events;
    const { first, last, height } = this.window();
    const from = Math.max(first, Math.min(this.minute - this.above(height), last - height)) - MARGIN;
    const to = from + height + 2 * MARGIN;
    return events.filter((one) => !isCard(one) || (minuteOfDay(one.start.slice(11, 16)) < to && minuteOfDay(one.end.slice(11, 16)) > from));
  }

  /** Scrolled before anything is added to it: then nothing is laid out for that alone. @param {import('./day-shown.js').DayShown|null} rest what was drawn in part */
  soon(rest) {
    requestAnimationFrame(() => {
      this.scroll();
      this.grid.tidiesSoon = false;
      this.grid.tidy();
      // The next frame begins when this one is painted.
      if (rest) requestAnimationFrame(() => setTimeout(() => this.addRest(rest)));
    });
  }

  /** @param {import('./day-shown.js').DayShown} shown */
  addRest(shown) {
    const { grid } = this;
    if (grid.shown !== shown || !grid.calendar) return;
    grid.tidiesSoon = true;
    grid.calendar.setOption('events', grid.options(shown).events);
    grid.tidySoon();
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
