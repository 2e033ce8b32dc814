import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { dateWithDay, time, timeRange } from '../format.js';
import { icon } from '../icons.js';
import { addMinutes, dateOf } from '../wall.js';
import { words } from '../words/en.js';
import './series-visits.css';

/**
 * A visit as the clinic planned or refused it, and what was decided about it: another time (`pick`), none (`left`), or outside hours with a
 * reason (`accepted`).
 * @typedef {{key: string, starts_at: string, state: 'free'|'taken'|'outside_hours'|'skipped', by: any[], spans: {starts: string, ends: string}[], free: string[], pick?: string, left?: boolean, accepted?: boolean}} SeriesVisit
 */

/** Whether it still needs a decision. @param {SeriesVisit} visit */
export const isOpen = (visit) => visit.state !== 'free' && !visit.pick && !visit.left && !visit.accepted;

/** When it will be, or null where it is left. @param {SeriesVisit} visit */
export const timeOfVisit = (visit) => (visit.left ? null : (visit.pick ?? visit.starts_at));

/** "Mon 23 Nov 2026, 10:45" @param {string} wall */
export const wallText = (wall) => `${dateWithDay(dateOf(wall))}, ${time(wall)}`;

/**
 * The visits of a series, one line each: free, or why not, with other times to take by one click. `change` when something was decided;
 * the decision stands on the visit itself.
 */
export class SeriesVisits extends View {
  static properties = { visits: {}, minutes: {}, practitioner: {}, leave: {}, left: {}, mayLeaveFree: {} };

  constructor() {
    super();
    /** @type {SeriesVisit[]} */
    this.visits = [];
    this.minutes = 0;
    /** @type {import('../wire-types.js').Practitioner | undefined} */
    this.practitioner = undefined;
    this.leave = words.series.leaveOut;
    this.left = words.series.leftOut;
    /** Whether a free one can be left out too. */
    this.mayLeaveFree = false;
  }

  /** @param {SeriesVisit} visit @param {{pick?: string, left?: boolean}} decision */
  decide(visit, decision) {
    const at = this.visits.indexOf(visit);
    visit.pick = decision.pick;
    visit.left = decision.left ?? false;
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent('change'));
    this.updateComplete.then(() => this.goOn(at));
  }

  /** The next one that needs a decision; after the last one the line itself keeps the focus. @param {number} from */
  goOn(from) {
    const lines = [...this.querySelectorAll('.sv-line')];
    const next = this.visits.findIndex((visit, at) => at > from && isOpen(visit));
    const line = lines[next] ?? lines[this.visits.findIndex(isOpen)] ?? lines[from];
    /** @type {HTMLElement | null | undefined} */ (line?.querySelector('button'))?.focus();
  }

  /** @returns {boolean} whether there was one to decide */
  focusOpen() {
    const at = this.visits.findIndex(isOpen);
    const button = /** @type {HTMLElement | null | undefined} */ ([...this.querySelectorAll('.sv-line')][at]?.querySelector('button'));
    button?.focus();
    return Boolean(button);
  }

  /** Another visit of the same series is there already. @param {SeriesVisit} own @param {string} starts */
  inTheWay(own, starts) {
    const ends = addMinutes(starts, this.minutes);
    return this.visits.some((visit) => {
      const at = visit === own ? null : timeOfVisit(visit);
      return at !== null && !isOpen(visit) && at < ends && addMinutes(at, this.minutes) > starts;
    });
  }

  /** @param {SeriesVisit} visit */
  why({ state, by, spans }) {
    const who = this.practitioner?.short_name ?? '';
    if (state === 'skipped') return words.series.state.skipped;
    if (state === 'outside_hours') return spans.length ? words.series.outside(who, spans.map((span) => timeRange(span.starts, span.ends)).join(', ')) : words.series.offDay(who);
    return by.map(({ resource, name, patient, starts_at: from, ends_at: to }) => {
      const span = timeRange(from, to);
      if (resource === 'patient') return words.book.takenPatient(patient || name, span);
      return resource === 'room' ? words.book.takenRoom(name, patient, span) : words.book.takenBy(name, patient, span);
    }).join(' ');
  }

  render() {
    return html`<ol class="sv" aria-label=${words.series.visits} tabindex="0">${this.visits.map((visit) => this.renderLine(visit))}</ol>`;
  }

  /** @param {SeriesVisit} visit */
  renderLine(visit) {
    const open = isOpen(visit);
    const when = wallText(visit.starts_at);
    const quiet = (/** @type {string} */ text, /** @type {() => void} */ on) => html`<button type="button" class="button quiet small" aria-label=${words.series.leaveOutOf(text, when)} @click=${on}>${text}</button>`;
    return html`<li class="sv-line ${open ? 'is-open' : ''} ${visit.left ? 'is-left' : ''}">
      <span class="sv-mark">${icon(visit.left ? 'cancelled' : open ? 'warning' : 'check', { size: 14 })}</span>
      <span class="sv-when number">${visit.left ? html`<s>${when}</s>` : wallText(visit.pick ?? visit.starts_at)}</span>
      <span class="sv-what">${visit.left ? this.left : visit.pick ? words.series.instead(dateOf(visit.pick) === dateOf(visit.starts_at) ? time(visit.starts_at) : when) : open || visit.accepted ? this.why(visit) : words.series.state.free}</span>
      ${visit.left || visit.pick
        ? quiet(visit.left && visit.state === 'free' ? words.series.putBack : words.series.change, () => this.decide(visit, {}))
        : !open && this.mayLeaveFree ? quiet(this.leave, () => this.decide(visit, { left: true })) : nothing}
      ${open ? html`<span class="sv-ways">
        ${visit.free.filter((starts) => !this.inTheWay(visit, starts)).map((starts) => html`<button type="button" class="button small slot" aria-label=${words.series.offer(wallText(starts), when)} @click=${() => this.decide(visit, { pick: starts })}>
          <strong>${time(starts)}</strong>${dateOf(starts) === dateOf(visit.starts_at) ? nothing : html`<span>${dateWithDay(dateOf(starts))}</span>`}</button>`)}
        ${quiet(this.leave, () => this.decide(visit, { left: true }))}
      </span>` : nothing}
    </li>`;
  }
}

customElements.define('cd-series-visits', SeriesVisits);

/** What stands above visits that were refused. @param {SeriesVisit[]} visits @param {any} lines */
export const clashBox = (visits, lines) => html`<section class="clash" role="alert">
  <p class="clash-title">${icon('warning')}${words.series.clashesTitle(visits.length)}</p><p>${words.series.clashesKept}</p>${lines}</section>`;

/** As the clinic listed them. @param {any} details @returns {SeriesVisit[]} */
export const fromClashes = ({ clashes = [] }) => clashes.map((/** @type {any} */ clash) => ({ ...clash, key: clash.appointment_id }));

/** @param {string} id */
export const practitionerOf = (id) => app.lists.practitioners.find((one) => one.practitioner_id === id);
