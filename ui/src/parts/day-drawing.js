// What the day's cards are drawn from: what the component is told of each (only where it stands), what is written on it, what it is called.
import { render } from 'lit';
import { addMinutes, minutesBetween } from '../wall.js';
import { words } from '../words/en.js';
import { cardContent, cardLabel, cardTitle, minutesShort } from './day-card.js';
import { wallOf } from './day-stamp.js';
import { standingLabel } from './day-standing.js';
import { OVER } from './day-state.js';

/** @typedef {import('../wire-types.js').DayAppointment} DayAppointment */
/** @typedef {import('./day-card.js').Around} Around */
/** @typedef {{one: DayAppointment, around: Around, content: {domNodes: Node[]}}} Drawn */

/** A card is never drawn shorter than this: it must stay big enough to hit. */
const SHORTEST_DRAWN = 10;
/** From these heights on a card holds two lines, and three. */
const LINES_PX = [39, 55];

/** @param {Around} one @param {Around} other */
const isSame = (one, other) => one.namesake === other.namesake && one.covered === other.covered && one.lines === other.lines && one.parked === other.parked;

export class DayDrawing {
  /** @param {import('./day-grid.js').DayGrid} grid */
  constructor(grid) {
    this.grid = grid;
    /** What each card was last drawn from. @type {Map<string, Drawn>} */
    this.drawn = new Map();
  }

  clear() {
    this.drawn.clear();
  }

  /** @param {DayAppointment} one @param {string|null} [column] */
  eventOf(one, column = this.grid.shown?.columnOf(one) ?? null) {
    const end = minutesBetween(one.starts_at, one.ends_at) < SHORTEST_DRAWN ? addMinutes(one.starts_at, SHORTEST_DRAWN) : one.ends_at;
    return { id: one.id, resourceIds: [column], start: one.starts_at, end, editable: this.grid.editable && !OVER.has(one.status), classNames: ['card'], extendedProps: { one } };
  }

  /** @param {DayAppointment} one @returns {Around} */
  around(one) {
    const { grid } = this;
    const practitioner = grid.state?.column(one.practitioner_id)?.short_name ?? '';
    const height = grid.pixels(Math.max(SHORTEST_DRAWN, minutesBetween(one.starts_at, one.ends_at)));
    return {
      lines: 1 + LINES_PX.filter((enough) => height >= enough).length, namesake: grid.namesakes.has(one.patient_id), yearTells: grid.namesakes.get(one.patient_id), covered: grid.covered, practitioner,
      also: grid.shown?.byRoom ? practitioner : '', parked: Boolean(grid.shown?.parked.has(one.id)),
    };
  }

  /** @param {HTMLElement} box @param {DayAppointment} one @param {Around} around */
  draw(box, one, around) {
    box.className = ['card-box', `is-${one.status.replace('_', '-')}`, one.overbooked ? 'is-overbooked' : '', around.parked ? 'is-parked' : ''].filter(Boolean).join(' ');
    render(cardContent(one, around), box);
  }

  /** @param {any} event */
  content(event) {
    const { one, standing } = event.extendedProps;
    if (standing) return { domNodes: [standingLabel(standing)] };
    if (!one) return undefined;
    // The component asks for every card's content when one of them changes; only the changed one is made anew.
    const drawn = this.drawn.get(one.id);
    const around = this.around(one);
    const isOwn = event.display === 'auto';
    if (isOwn && drawn && drawn.one === one && isSame(drawn.around, around)) return drawn.content;
    const box = document.createElement('span');
    // While it is dragged it shows where it would start.
    const shown = event.display === 'preview' ? { ...one, starts_at: wallOf(event.start), ends_at: wallOf(event.end) } : one;
    this.draw(box, shown, around);
    const content = { domNodes: [box] };
    if (isOwn) this.drawn.set(one.id, { one, around, content });
    return content;
  }

  /** @param {HTMLElement} el @param {any} event */
  mounted(el, event) {
    const { one } = event.extendedProps;
    if (!one) return;
    el.dataset.id = one.id;
    el.tabIndex = one.id === this.grid.keys.current ? 0 : -1;
    if (!this.grid.tidiesSoon) this.tidy(el);
  }

  /** What a card is called, and whether it is the selected one. @param {HTMLElement} card */
  tidy(card) {
    const { state, selectedId } = this.grid;
    const one = state?.get(card.dataset.id ?? null);
    if (!one) return;
    const around = this.around(one);
    // What it says and what it is called are of one minute, also when it was drawn before the minute passed.
    card.querySelector('.card-wait')?.setAttribute('data-text', minutesShort(one.status_since));
    card.setAttribute('aria-label', cardLabel(one, around));
    card.setAttribute('aria-description', words.today.keysHint);
    card.setAttribute('aria-pressed', String(one.id === selectedId));
    card.classList.toggle('is-selected', one.id === selectedId);
    card.title = cardTitle(one, around);
  }

  /** What stands on a card, and what it is called, made anew in place. @param {HTMLElement|null} card */
  again(card) {
    const one = this.grid.state?.get(card?.dataset.id ?? null);
    const box = /** @type {HTMLElement|null} */ (card?.querySelector('.card-box') ?? null);
    if (!card || !one || !box) return;
    const around = this.around(one);
    this.draw(box, one, around);
    const drawn = this.drawn.get(one.id);
    if (drawn) Object.assign(drawn, { one, around });
    this.tidy(card);
  }

  /**
   * Another status, note or name moves nothing: the card is written anew where it is. The component would make a new one,
   * and the web view lay out the whole day for it.
   * @param {DayAppointment} one
   * @returns {boolean} false: it does not stand where it should
   */
  inPlace(one) {
    const card = this.grid.card(one.id);
    const stands = card && this.grid.calendar.getEventById(one.id);
    if (!stands) return false;
    const { start, end, editable, resourceIds: [column] } = this.eventOf(one);
    if (stands.editable !== editable || stands.resourceIds[0] !== column || wallOf(stands.start) !== start || wallOf(stands.end) !== end) return false;
    // The component's own copy of the event holds the same object.
    stands.extendedProps.one = one;
    this.again(card);
    return true;
  }
}
