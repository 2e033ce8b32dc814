// A parked appointment on its way into the day: where it would stand is drawn, by the pointer or by the arrows, and one change is made when it is dropped.
import { toast } from '../app.js';
import { time } from '../format.js';
import { addMinutes, at, dateOf, minuteOfDay, minutesBetween, timeOf, timeOfMinute } from '../wall.js';
import { words } from '../words/en.js';
import { findAction } from './actions.js';
import { wallOf } from './day-stamp.js';

/** @typedef {import('../wire-types.js').DayAppointment} DayAppointment */
/** @typedef {{column: string, starts_at: string}} Spot */

const STEP = 15;
const ID = 'placing';
/** So near to the edge the day scrolls along. */
const EDGE = 40;

export class DayPlace {
  /** @param {import('../screens/today.js').Today} today */
  constructor(today) {
    this.today = today;
    /** @type {DayAppointment|null} */
    this.one = null;
    /** @type {Spot|null} */
    this.spot = null;
    /** Cards drawn as parked. @type {Set<string>} */
    this.drawn = new Set();
  }

  /** Held aside, or put back. @param {DayAppointment} one */
  park(one) {
    const { parked, steps, strip } = this.today;
    if (parked.has(one.id)) parked.putBack(one.id);
    else if (parked.park(one)) strip?.tell(words.parked.parked(steps.who(one)));
    else toast(words.parked.full, { kind: 'error' });
  }

  /** A card was dropped on the strip. @param {string} id */
  parkDropped(id) {
    const { day, parked } = this.today;
    const one = day?.get(id);
    if (one && !parked.has(id) && findAction(one, 'park')) this.park(one);
  }

  /** Cards look parked or not; the strip follows. */
  drawParked() {
    const { day, grid, parked } = this.today;
    for (const id of new Set([...this.drawn, ...parked.rows.keys()])) {
      const one = day?.get(id);
      if (one && this.drawn.has(id) !== parked.has(id)) grid?.put(one);
    }
    this.drawn = new Set(parked.rows.keys());
    this.today.stamp += 1;
  }

  /** Whether the day on screen has columns to be placed in. */
  get possible() {
    return Boolean(this.today.grid?.calendar && this.today.shown);
  }

  /** At its own time of day, in its own column. @param {DayAppointment} one */
  begin(one) {
    const { shown } = this.today;
    const column = shown?.columnOf(one) ?? shown?.columns[0]?.id;
    if (!shown || !column) return;
    this.one = one;
    this.show({ column, starts_at: at(this.today.date, timeOf(one.starts_at)) });
  }

  /** @param {{down?: number, right?: number}} by */
  step({ down = 0, right = 0 }) {
    const { one, spot, today } = this;
    const columns = today.shown?.columns.map((column) => column.id) ?? [];
    if (!one || !spot) return;
    const next = addMinutes(spot.starts_at, down * STEP);
    const fits = dateOf(next) === today.date && dateOf(addMinutes(next, this.minutes - 1)) === today.date;
    const column = columns[Math.min(columns.length - 1, Math.max(0, columns.indexOf(spot.column) + right))] ?? spot.column;
    this.show({ column, starts_at: fits ? next : spot.starts_at });
  }

  /** Under the pointer, or nowhere. @param {DayAppointment} one @param {number} x @param {number} y */
  point(one, x, y) {
    const { grid, date } = this.today;
    const main = grid?.main?.getBoundingClientRect();
    if (!grid?.calendar || !main) return;
    this.one = one;
    const within = x > main.left && x < main.right && y > main.top && y < main.bottom;
    if (within && y > main.bottom - EDGE) grid.main?.scrollBy(0, 12);
    else if (within && y < main.top + EDGE * 2) grid.main?.scrollBy(0, -12);
    const found = within ? grid.calendar.dateFromPoint(x, y) : null;
    const minute = found?.resource ? minuteOfDay(wallOf(found.date)) : 0;
    if (found?.resource) this.show({ column: String(found.resource.id), starts_at: at(date, timeOfMinute(minute - (minute % STEP))) });
    else this.hide();
  }

  get minutes() {
    return this.one ? minutesBetween(this.one.starts_at, this.one.ends_at) : 0;
  }

  /** @param {Spot} spot */
  show(spot) {
    const { one, today } = this;
    const { grid } = today;
    if (!one || !grid?.calendar) return;
    this.spot = spot;
    const event = {
      id: ID, resourceIds: [spot.column], start: spot.starts_at, end: addMinutes(spot.starts_at, Math.max(this.minutes, STEP)), editable: false, classNames: ['is-placing'],
      title: `${time(spot.starts_at)} ${today.steps.who(one)}`, extendedProps: {},
    };
    if (grid.calendar.getEventById(ID)) grid.calendar.updateEvent(event);
    else grid.calendar.addEvent(event);
    requestAnimationFrame(() => {
      const drawn = /** @type {HTMLElement|null} */ (grid.querySelector('.is-placing'));
      if (!drawn) return;
      // The strip has the focus and says where it is.
      drawn.tabIndex = -1;
      drawn.setAttribute('aria-hidden', 'true');
      drawn.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    });
  }

  /** After the day was drawn anew: the same time on the other day. */
  again() {
    const { one, spot, today } = this;
    if (!one || !spot) return;
    if (!this.possible || !today.shown?.column(spot.column)) this.end();
    // The component takes another day's events over by itself, after this: what is added now would go with the old ones.
    else requestAnimationFrame(() => this.one === one && this.show({ ...spot, starts_at: at(today.date, timeOf(spot.starts_at)) }));
  }

  hide() {
    this.spot = null;
    this.today.grid?.calendar?.removeEventById(ID);
  }

  end() {
    this.hide();
    this.one = null;
  }

  /** One change, which can be undone; a refusal asks as any move does. */
  async drop() {
    const { one, spot, minutes, today } = this;
    this.end();
    if (!one || !spot || !today.shown) return;
    const target = today.shown.target(one, spot.column);
    const stays = spot.starts_at === one.starts_at && spot.column === today.shown.columnOf(one);
    if (stays) today.parked.putBack(one.id);
    else await today.steps.shift({ appointment: one, ...target, starts_at: spot.starts_at, minutes });
    await today.parked.refresh();
  }
}
