// The day: one column per bookable person, or per room. The only file that uses the calendar component; everything else speaks to it
// in appointments. It tells what was asked of it by events:
//   choose {id, open}   act {id} (the mark of a card)   menu {id, x, y}
//   park {id} (dropped on the strip)   dragging {on}
//   free {practitionerId?, roomId?, startsAt, x, y} (the menu of a place without a card)
//   shift {appointment, practitioner_id, room_id?, starts_at, minutes}   slot {practitionerId?, roomId?, startsAt, minutes|null}
import '@event-calendar/core/index.css';
import { createCalendar, Interaction, ResourceTimeGrid } from '@event-calendar/core';
import { render } from 'lit';
import { app } from '../app.js';
import { dateInWords, time } from '../format.js';
import { at, dateOf, minuteOfDay, minutesBetween, timeOfMinute } from '../wall.js';
import { words } from '../words/en.js';
import { closedTimes } from './day-closed.js';
import { DayDrawing } from './day-drawing.js';
import { headContent } from './day-head.js';
import { DayOpening } from './day-opening.js';
import { NowLine } from './day-now.js';
import { spanOf, wallOf } from './day-stamp.js';
import { standingTimes } from './day-standing.js';
import { DayKeys } from './day-walk.js';
import './day-grid.css';

/** @typedef {import('../wire-types.js').DayAppointment} DayAppointment */
/** @typedef {import('./day-state.js').DayState} DayState */

/** The component reads each head as it is laid out, after every change: for a label that a single day does not show. @param {HTMLElement} el */
const readPlainly = (el) => Object.defineProperty(el, 'innerText', { get: () => el.textContent });
/** @param {number} minute */
const clock = (minute) => `${timeOfMinute(minute)}:00`;
const CLICK_STEP = 15;
/** What of the component differs from day to day. @type {readonly string[]} */
const OF_DAY = ['slotMinTime', 'slotMaxTime', 'slotHeight', 'resources', 'events'];

export class DayGrid extends HTMLElement {
  constructor() {
    super();
    /** @type {DayState|null} */
    this.state = null;
    /** The day as it is looked at. @type {import('./day-shown.js').DayShown|null} */
    this.shown = null;
    /** @type {any} */
    this.calendar = null;
    /** @type {string|null} */
    this.selectedId = null;
    this.covered = false;
    /** All cards are tidied before the next paint: none needs it on its own. */
    this.tidiesSoon = false;
    this.editable = false;
    /** @type {Map<string, boolean>} */
    this.namesakes = new Map();
    this.drawing = new DayDrawing(this);
    this.nowLine = new NowLine(this);
    this.opening = new DayOpening(this);
    this.keys = new DayKeys(this);
    /** Where the person had scrolled to, kept while the screen is away. */
    this.scrolled = { top: 0, left: 0 };
    /** @type {(number)[]} first minute, last minute, height */
    this.shownHours = [];
    /** @type {string|null} the card under a press that began on its mark */
    this.pressedMark = null;
  }

  connectedCallback() {
    this.addEventListener('keydown', this.keys);
    this.addEventListener('keyup', this.keys);
    this.addEventListener('focusin', this.keys);
    this.addEventListener('contextmenu', this);
    this.addEventListener('pointerdown', this, { capture: true });
    this.addEventListener('scroll', this, { capture: true, passive: true });
    const { main } = this;
    if (main) requestAnimationFrame(() => main.scrollTo(this.scrolled.left, this.scrolled.top));
  }

  /** The scrolled part, with heads and times fixed in it. @returns {HTMLElement|null} */
  get main() {
    return this.querySelector('.ec-main');
  }

  /**
   * Show a day. The same day again (after a reload, or looked at in another way) keeps where the person is.
   * @param {import('./day-shown.js').DayShown} shown
   */
  show(shown) {
    const { state } = shown;
    const again = this.state?.date === state.date;
    const grown = this.shown ? shown.halfHour / this.shown.halfHour : 1;
    const turned = this.shown?.byRoom !== shown.byRoom;
    if (turned) this.drawing.clear();
    this.state = state;
    this.shown = shown;
    this.namesakes = state.namesakes();
    this.editable = app.can('appointment.book');
    const options = this.options(shown);
    this.style.setProperty('--gutter', app.clinic?.hour_cycle === '12' ? '68px' : '52px');
    const top = this.main?.scrollTop ?? 0;
    this.tidiesSoon = true;
    if (this.calendar && again && !turned) {
      for (const name of OF_DAY) this.calendar.setOption(name, options[name]);
      this.opening.rest = null;
      this.tidySoon(() => grown !== 1 && this.main?.scrollTo({ top: top * grown }));
      return;
    }
    if (!again) this.drawing.clear();
    const stays = again && Boolean(this.calendar);
    const first = this.opening.inSight(options.events, stays);
    // Another day is shown by the component that is there: in half the time of a new one.
    if (this.calendar) {
      if (!again) this.calendar.setOption('date', options.date);
      for (const name of OF_DAY) this.calendar.setOption(name, name === 'events' ? first : options[name]);
    } else this.calendar = createCalendar(this, [ResourceTimeGrid, Interaction], { ...options, events: first });
    this.opening.soon(first.length < options.events.length ? shown : null, stays);
  }

  /** @param {import('./day-shown.js').DayShown} shown @returns {any} */
  options(shown) {
    const { state } = shown;
    const { from, to } = state.hours();
    return {
      view: 'resourceTimeGridDay', date: state.date, headerToolbar: { start: '', center: '', end: '' }, allDaySlot: false, locale: 'en-GB', theme: (/** @type {any} */ theme) => ({ ...theme, today: 'day-is-today' }),
      slotDuration: '00:30:00', slotLabelInterval: '01:00:00', snapDuration: '00:05:00', slotMinTime: clock(from), slotMaxTime: clock(to), slotHeight: shown.halfHour,
      slotLabelFormat: (/** @type {Date} */ stamp) => time(wallOf(stamp)), eventTimeFormat: spanOf, slotEventOverlap: false, columnWidth: 'minmax(132px, 1fr)', height: '100%', nowIndicator: false,
      selectable: this.editable, pointer: false, dragScroll: true, longPressDelay: 300, eventDragMinDistance: 5, selectMinDistance: 6,
      resources: shown.columns.map((column) => ({ id: column.id, title: column.title })),
      resourceLabelContent: (/** @type {any} */ { resource }) => this.head(resource.id), resourceLabelDidMount: (/** @type {any} */ { el }) => readPlainly(el),
      events: [...shown.list().map((one) => this.drawing.eventOf(one)), ...closedTimes(shown.columns, state.date, from, to), ...standingTimes(shown.columns, state.date, from, to)],
      eventContent: (/** @type {any} */ { event }) => this.drawing.content(event),
      eventDidMount: (/** @type {any} */ { el, event }) => this.drawing.mounted(el, event),
      eventClick: (/** @type {any} */ info) => this.clicked(info),
      eventDragStart: () => this.say('dragging', { on: true }), eventDragStop: () => this.say('dragging', { on: false }),
      eventDrop: (/** @type {any} */ info) => this.dropped(info), eventResize: (/** @type {any} */ info) => this.dropped(info),
      dateClick: (/** @type {any} */ info) => this.slotClicked(info), select: (/** @type {any} */ info) => this.spanChosen(info),
    };
  }

  /** @param {string} id */
  head(id) {
    const column = this.shown?.column(id);
    const box = document.createElement('span');
    box.className = 'head';
    box.dataset.column = id;
    if (column) render(headContent(column, this.shown?.waitingIn(id) ?? 0), box);
    return { domNodes: [box] };
  }

  /** @param {() => void} [then] */
  tidySoon(then) {
    requestAnimationFrame(() => {
      this.tidiesSoon = false;
      this.tidy();
      then?.();
    });
  }

  /** The component's roles claim a table; what it is, is a group of buttons. And exactly one card is reached by Tab. */
  tidy() {
    const root = this.querySelector('.ec');
    if (!root || !this.state) return;
    root.setAttribute('role', 'group');
    root.setAttribute('aria-label', words.today.dayOf(dateInWords(this.state.date)));
    for (const inner of root.querySelectorAll('[role=row],[role=rowgroup],[role=cell],[role=columnheader],[role=gridcell]')) inner.removeAttribute('role');
    for (const inner of root.querySelectorAll('[aria-colindex],[aria-colcount],[aria-rowcount],[aria-rowindex]')) for (const name of ['aria-colindex', 'aria-colcount', 'aria-rowcount', 'aria-rowindex']) inner.removeAttribute(name);
    for (const card of this.cards()) this.drawing.tidy(card);
    // A day without cards is scrolled by the keys of the page itself.
    this.main?.setAttribute('tabindex', this.cards().length ? '-1' : '0');
    this.keys.settle();
    this.nowLine.place();
  }

  /** @returns {HTMLElement[]} */
  cards() {
    return [...this.querySelectorAll('.ec-event[data-id]:not(.ec-preview)')].map((card) => /** @type {HTMLElement} */ (card));
  }

  /** @param {string|null} id */
  card(id) {
    return id ? /** @type {HTMLElement|null} */ (this.querySelector(`.ec-event[data-id="${CSS.escape(id)}"]:not(.ec-preview)`)) : null;
  }

  /** One appointment is another one now: one event is changed. @param {DayAppointment} one */
  put(one) {
    if (!this.calendar || !this.state || !this.shown) return;
    if (!this.shown.columnOf(one)) {
      this.drop(one.id);
      return;
    }
    const before = this.namesakes;
    this.namesakes = this.state.namesakes();
    if (!this.drawing.inPlace(one)) {
      this.redraw(() => {
        if (this.calendar.getEventById(one.id)) this.calendar.updateEvent(this.drawing.eventOf(one));
        else this.calendar.addEvent(this.drawing.eventOf(one));
      });
    }
    this.fitHours();
    this.heads();
    // Whose name somebody else has now, or no longer has, stands on other cards.
    const touched = [...this.state.list()].filter(({ id, patient_id: patient }) => id !== one.id && before.get(patient) !== this.namesakes.get(patient));
    for (const { id } of touched) this.drawing.again(this.card(id));
    this.settleSoon(one.id);
  }

  /** After one card changed: its label, and the one stop of Tab. @param {string} [id] */
  settleSoon(id) {
    requestAnimationFrame(() => {
      const card = this.card(id ?? null);
      if (card) this.drawing.tidy(card);
      this.keys.settle();
    });
  }

  /** @param {string} id */
  drop(id) {
    this.redraw(() => this.calendar?.removeEventById(id));
    this.heads();
    this.settleSoon();
  }

  /** A card that moves may be made anew, or go: the focus must not fall out of the day with it. @param {() => void} change */
  redraw(change) {
    const focused = /** @type {HTMLElement|null} */ (this.contains(document.activeElement) ? document.activeElement?.closest('.ec-event[data-id]') : null)?.dataset.id;
    change();
    if (!focused) return;
    requestAnimationFrame(() => {
      this.keys.settle();
      if (document.activeElement === document.body) (this.card(focused) ?? this.card(this.keys.current))?.focus({ preventScroll: true });
    });
  }

  /** A card outside the shown hours, or a shorter one than before, needs another scale. */
  fitHours() {
    const { state, shown } = this;
    if (!state || !shown) return;
    const { from, to } = state.hours();
    const same = String(this.shownHours) === String([from, to, shown.halfHour]);
    this.shownHours = [from, to, shown.halfHour];
    if (same) return;
    this.show(shown);
  }

  heads() {
    for (const head of this.querySelectorAll('.head[data-column]')) {
      const id = /** @type {HTMLElement} */ (head).dataset.column ?? '';
      const column = this.shown?.column(id);
      if (column) render(headContent(column, this.shown?.waitingIn(id) ?? 0), /** @type {HTMLElement} */ (head));
    }
  }

  /** @param {string|null} id */
  select(id) {
    this.selectedId = id;
    // Only marked, not redrawn: the card may be under a press that becomes a drag.
    for (const card of this.cards()) {
      card.classList.toggle('is-selected', card.dataset.id === id);
      card.setAttribute('aria-pressed', String(card.dataset.id === id));
    }
  }

  /** @param {boolean} covered */
  cover(covered) {
    this.covered = covered;
    for (const card of this.cards()) this.drawing.again(card);
    this.tidy();
  }

  /** Every 15 s: the now line, and the minutes on the cards of those who wait. */
  tick() {
    this.nowLine.place();
    this.tidy();
  }

  /** @param {number} minutes */
  pixels(minutes) {
    return (minutes / 30) * (this.shown?.halfHour ?? 0);
  }

  /** Bring a card into sight, clear of heads and times. @param {string} id */
  reveal(id) {
    const card = this.card(id);
    if (!card && this.opening.rest) this.opening.wanted = id;
    card?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** @param {any} info */
  clicked({ event, jsEvent }) {
    const { one } = event.extendedProps;
    if (!one) return;
    // Enter would also press the button that is focused next.
    if (jsEvent instanceof KeyboardEvent) jsEvent.preventDefault();
    if (this.pressedMark === one.id && !(jsEvent instanceof KeyboardEvent)) this.say('act', { id: one.id });
    else this.say('choose', { id: one.id, open: true, byKeys: jsEvent instanceof KeyboardEvent });
  }

  /** @param {Event} event */
  handleEvent(event) {
    if (event.type === 'scroll') {
      if (this.main && event.target === this.main) this.scrolled = { top: this.main.scrollTop, left: this.main.scrollLeft };
      return;
    }
    const target = /** @type {Element} */ (event.target);
    const card = /** @type {HTMLElement|null} */ (target.closest('.ec-event[data-id]'));
    if (event.type === 'pointerdown') {
      this.pressedMark = target.closest('.card-mark') ? (card?.dataset.id ?? null) : null;
      return;
    }
    const mouse = /** @type {MouseEvent} */ (event);
    if (!card) {
      this.askFree(mouse);
      return;
    }
    event.preventDefault();
    this.say('menu', { id: card.dataset.id, x: mouse.clientX, y: mouse.clientY });
  }

  /** Dragged, or pulled at its edge. The screen decides; the card stays there until it has. @param {any} info */
  dropped({ event, oldEvent, jsEvent, revert }) {
    const { one } = event.extendedProps;
    if (document.elementFromPoint(jsEvent.clientX, jsEvent.clientY)?.closest('.parked')) {
      revert();
      this.say('park', { id: one.id });
      return;
    }
    const moved = event.start.getTime() !== oldEvent.start.getTime() || String(event.resourceIds) !== String(oldEvent.resourceIds);
    const drawn = (event.end.getTime() - event.start.getTime()) / 60_000;
    const sameLength = event.end - event.start === oldEvent.end - oldEvent.start;
    const minutes = sameLength ? minutesBetween(one.starts_at, one.ends_at) : Math.max(5, drawn);
    if (!moved && sameLength) return;
    if (dateOf(wallOf(event.start)) !== this.state?.date) {
      revert();
      return;
    }
    this.say('shift', { appointment: one, ...this.shown?.target(one, String(event.resourceIds[0])), starts_at: wallOf(event.start), minutes });
  }

  /** @param {MouseEvent} event */
  askFree(event) {
    const point = this.editable && this.calendar?.dateFromPoint(event.clientX, event.clientY);
    if (!point?.resource || !this.shown) return;
    event.preventDefault();
    this.say('free', { ...this.shown.slot(point.resource.id), startsAt: this.startAt(wallOf(point.date), point.resource.id), x: event.clientX, y: event.clientY });
  }

  /** A click means the quarter of an hour it fell into, or what the visit before leaves of it. @param {string} clicked @param {string} column */
  startAt(clicked, column) {
    const minute = minuteOfDay(clicked.slice(11, 16));
    const quarter = at(dateOf(clicked), timeOfMinute(minute - (minute % CLICK_STEP)));
    const before = this.shown?.list().filter((one) => this.shown?.columnOf(one) === column && one.ends_at > quarter && one.ends_at <= clicked).map((one) => one.ends_at).sort().at(-1);
    return before ?? quarter;
  }

  /** @param {any} info */
  slotClicked({ date: stamp, resource }) {
    if (!this.editable || !this.shown || !resource) return;
    this.say('slot', { ...this.shown.slot(resource.id), startsAt: this.startAt(wallOf(stamp), resource.id), minutes: null });
  }

  /** @param {any} info */
  spanChosen({ start, end, resource }) {
    this.calendar.unselect();
    if (!resource) return;
    this.say('slot', { ...this.shown?.slot(resource.id), startsAt: wallOf(start), minutes: (end.getTime() - start.getTime()) / 60_000 });
  }

  /** @param {string} type @param {any} detail */
  say(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
customElements.define('cd-day-grid', DayGrid);
