// The day as a table: what the columns show, in an order that can be read aloud. Rows do what cards do, by the same events:
//   choose {id, open, byKeys}   act {id}   menu {id, x, y}   free {practitionerId, startsAt, anchor}
// When people work, what stands in their day and what is free are rows too: whoever does not see the columns has no other way to know.
import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { date, dateInWords, duration, time, timeRange } from '../format.js';
import { icon } from '../icons.js';
import { minutesBetween } from '../wall.js';
import { words } from '../words/en.js';
import { nextStep } from './actions.js';
import { coverable, fullName, marksInWords, MARKS } from './day-card.js';
import { holdsTime } from './day-state.js';
import { freeTimes, standingOf, worksInWords } from './day-times.js';
import './day-list.css';

/** @typedef {import('../wire-types.js').DayAppointment} DayAppointment */
/** @typedef {import('../wire-types.js').Column} Column */
/** A row that is no appointment: a free time, or what stands there. @typedef {{key: string, starts: string, span: string, column: Column, what?: string, free?: import('./day-times.js').FreeTime}} Line */
/** @typedef {{title: unknown, rows: (DayAppointment|Line)[]}} Group */

/** Below it the services go, and with them a column. */
const NARROW = 760;
/** @param {DayAppointment|Line} row @returns {row is Line} */
const isLine = (row) => 'key' in row;
/** @param {DayAppointment|Line} row */
const keyOf = (row) => (isLine(row) ? row.key : row.id);
/** @param {DayAppointment|Line} row */
const startOf = (row) => (isLine(row) ? row.starts : row.starts_at);

export class DayList extends View {
  static properties = { shown: { state: true }, selectedId: { state: true }, covered: { state: true }, current: { state: true }, narrow: { state: true } };

  constructor() {
    super();
    /** @type {import('./day-shown.js').DayShown|null} */
    this.shown = null;
    /** @type {string|null} */
    this.selectedId = null;
    this.covered = false;
    this.narrow = false;
    this.sizes = new ResizeObserver(() => (this.narrow = this.clientWidth <= NARROW));
    /** The one row that Tab reaches. @type {string|null} */
    this.current = null;
    /** As the columns have it: where the focus goes back to. */
    this.keys = { focus: (/** @type {string} */ id) => this.focusRow(id) };
  }

  connectedCallback() {
    super.connectedCallback();
    this.addEventListener('keydown', this.walk);
    this.addEventListener('contextmenu', this.askMenu);
    this.sizes.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.sizes.disconnect();
  }

  /** @param {import('./day-shown.js').DayShown} shown */
  show(shown) {
    const again = this.shown?.state.date === shown.state.date;
    this.shown = shown;
    this.requestUpdate();
    if (!again) this.updateComplete.then(() => this.openingScroll());
  }

  /** Where the day is now stands a third from the top. */
  openingScroll() {
    const { shown } = this;
    const box = this.querySelector('.day-list');
    if (!shown || !box || shown.state.date !== app.today()) return;
    const next = shown.list().find((one) => one.ends_at > app.now());
    const row = next && this.card(next.id);
    if (row) box.scrollTop = row.offsetTop - box.clientHeight / 3;
  }

  put() {
    this.requestUpdate();
  }

  drop() {
    this.requestUpdate();
  }

  tick() {
    this.requestUpdate();
  }

  /** @param {string|null} id */
  select(id) {
    this.selectedId = id;
    if (id) this.current = id;
  }

  /** @param {boolean} covered */
  cover(covered) {
    this.covered = covered;
  }

  /** @param {string|null} id @returns {HTMLElement|null} */
  card(id) {
    return id ? this.querySelector(`tr[data-id="${CSS.escape(id)}"]`) : null;
  }

  /** @param {string} id */
  reveal(id) {
    this.card(id)?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {string} key an appointment's id, or a free time's */
  focusRow(key) {
    this.current = key;
    this.updateComplete.then(() => {
      const row = this.querySelector(`tr[data-key="${CSS.escape(key)}"]`);
      /** @type {HTMLElement|null} */ (row?.querySelector('.list-name'))?.focus({ preventScroll: true });
      row?.scrollIntoView({ block: 'nearest' });
    });
  }

  /** @param {string} type @param {any} detail */
  say(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** @param {KeyboardEvent} event */
  walk(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const names = [...this.querySelectorAll('.list-name')].map((one) => /** @type {HTMLElement} */ (one));
    const at = names.findIndex((one) => one.closest('tr')?.contains(/** @type {Node} */ (event.target)));
    if (at < 0) return;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: names.length - 1, PageDown: Math.min(at + 10, names.length - 1), PageUp: Math.max(at - 10, 0) }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const key = names[to]?.closest('tr')?.dataset.key;
    if (key) this.focusRow(key);
  }

  /** @param {MouseEvent} event */
  askMenu(event) {
    const free = /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest('tr[data-free]'));
    if (free) {
      event.preventDefault();
      /** @type {HTMLElement|null} */ (free.querySelector('.list-name'))?.click();
      return;
    }
    const id = /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest('tr[data-id]'))?.dataset.id;
    if (!id) return;
    event.preventDefault();
    this.say('menu', { id, x: event.clientX, y: event.clientY });
  }

  /** What of a person's day is free, and what stands in it. @param {Column} column @returns {Line[]} */
  lines(column) {
    const { state } = /** @type {import('./day-shown.js').DayShown} */ (this.shown);
    const standing = standingOf(column).map(({ what, starts, ends }) => ({ key: `${column.practitioner_id} ${starts} ${what}`, starts: `${state.date}T${starts}:00`, span: timeRange(starts, ends), column, what }));
    const free = freeTimes(state, column, app.now()).map((one) => ({ key: `${column.practitioner_id} ${one.starts_at}`, starts: one.starts_at, span: timeRange(one.starts_at, one.ends_at), column, free: one }));
    return [...standing, ...free];
  }

  /** By person everybody stands there, also whoever has nothing to do that day. @returns {Group[]} */
  groups() {
    const { shown } = this;
    if (!shown) return [];
    const inOrder = (/** @type {(DayAppointment|Line)[]} */ rows) => rows.sort((a, b) => startOf(a).localeCompare(startOf(b)));
    const all = shown.everybody();
    if (shown.choice.order === 'person') {
      return shown.people.map((one) => ({
        title: html`${one.name} <span class="list-works">${worksInWords(one)}</span>`, rows: inOrder([...all.filter((row) => row.practitioner_id === one.practitioner_id), ...this.lines(one)]),
      }));
    }
    const rows = inOrder([...all, ...shown.people.flatMap((one) => this.lines(one))]);
    const hours = [...new Set(rows.map((one) => startOf(one).slice(11, 13)))];
    const works = shown.people.map((one) => ({ key: `works ${one.practitioner_id}`, starts: '', span: '', column: one, what: worksInWords(one) }));
    return [...(works.length ? [{ title: words.dayView.workingHours, rows: works }] : []), ...hours.map((hour) => ({ title: time(`${hour}:00`), rows: rows.filter((one) => startOf(one).slice(11, 13) === hour) }))];
  }

  render() {
    const { shown } = this;
    const w = words.dayView;
    if (!shown) return nothing;
    const groups = this.groups();
    if (!groups.length) return nothing;
    const rows = groups.flatMap((group) => group.rows).filter((row) => !isLine(row) || row.free);
    const next = rows.find((one) => !isLine(one) && one.ends_at > app.now()) ?? rows.find((one) => !isLine(one)) ?? rows[0];
    const stop = rows.some((one) => keyOf(one) === this.current) ? this.current : next && keyOf(next);
    const namesakes = shown.state.namesakes();
    return html`<div class="day-list"><table>
      <caption class="visually-hidden">${words.today.dayOf(dateInWords(shown.state.date))}. ${w.listHint}</caption>
      <thead><tr><th scope="col" class="c-time">${w.time}</th><th scope="col" class="c-who">${w.patient}</th><th scope="col" class="c-with">${w.with}</th><th scope="col" class="wide">${w.services}</th><th scope="col" class="c-room">${w.room}</th><th scope="col" class="c-status">${w.status}</th></tr></thead>
      ${groups.map((group) => html`<tbody>
        <tr class="list-group"><th scope="rowgroup" colspan=${this.narrow ? 5 : 6}>${group.title}</th></tr>
        ${group.rows.map((one) => (isLine(one) ? this.line(one, one.key === stop) : this.row(one, one.id === stop, namesakes.has(one.patient_id))))}
      </tbody>`)}
    </table></div>`;
  }

  /** A free time, which can be booked, or what stands there. @param {Line} line @param {boolean} stop */
  line({ key, span, column, what, free }, stop) {
    const length = free ? words.dayView.free(duration(minutesBetween(free.starts_at, free.ends_at))) : '';
    const ask = (/** @type {Event} */ event) => this.say('free', { practitionerId: column.practitioner_id, startsAt: free?.starts_at, anchor: event.currentTarget });
    const isOpen = free && app.can('appointment.book');
    return html`<tr data-key=${key} ?data-free=${isOpen} class="list-line ${free ? 'is-free' : ''}">
      <td class="number list-time">${span}</td>
      <th scope="row">${isOpen ? html`<button type="button" class="list-name" aria-haspopup="menu" tabindex=${stop ? 0 : -1} @focus=${() => (this.current = key)} @click=${ask}>${length}</button>` : length || what}</th>
      <td>${column.short_name}</td><td class="wide"></td><td></td><td></td>
    </tr>`;
  }

  /** @param {DayAppointment} one @param {boolean} stop @param {boolean} namesake */
  row(one, stop, namesake) {
    const { covered } = this;
    const isSelected = one.id === this.selectedId;
    const step = nextStep(one);
    const family = one.family || one.given || one.name;
    const status = html`${icon(MARKS[one.status], { size: 12 })}<span class="ellipsis">${words.common.status[one.status]}</span>${one.status === 'arrived' ? html`<b class="number">${app.minutesSince(one.status_since)}′</b>` : nothing}`;
    return html`<tr data-id=${one.id} data-key=${one.id} class="list-row is-${one.status.replace('_', '-')} ${isSelected ? 'is-selected' : ''} ${this.shown?.parked.has(one.id) ? 'is-parked' : ''}" @click=${(/** @type {MouseEvent} */ event) => this.pressed(event, one)}>
      <td class="number list-time">${holdsTime(one) ? timeRange(one.starts_at, one.ends_at) : words.dayView.walkIn}</td>
      <th scope="row"><div class="list-who"><button type="button" class="list-name" tabindex=${stop ? 0 : -1} aria-pressed=${String(isSelected)} @focus=${() => this.focused(one)}>${coverable(html`<b>${family}</b>${one.family && one.given ? html` ${one.given}` : nothing}`, covered)}${covered
        ? html`<span class="visually-hidden">${words.today.covered}</span>` : nothing}</button>
        ${namesake && !covered ? html`<span class="card-birth number">${date(one.birth_date)}</span>` : nothing}${this.marks(one)}</div></th>
      <td>${this.shown?.state.column(one.practitioner_id)?.short_name}</td>
      <td class="wide">${one.services}${one.note && !covered ? html`<span class="list-note">${icon('note', { size: 13 })}${one.note}</span>` : nothing}</td>
      <td>${one.room_name ?? html`<span class="muted">${words.today.noRoom}</span>`}</td>
      <td>${step ? html`<button type="button" class="list-status" tabindex="-1" data-step title=${step.words}>${status}<span class="visually-hidden">. ${step.words}: ${covered ? words.today.covered : fullName(one)}</span></button>` : html`<span class="list-status">${status}</span>`}</td>
    </tr>`;
  }

  /** @param {DayAppointment} one */
  marks(one) {
    const said = marksInWords(one);
    if (!said.length) return nothing;
    return html`<span class="list-marks">${one.has_allergy ? html`<span class="badge-allergy" title=${words.today.hasAllergy}>${icon('allergy', { size: 14 })}</span>` : nothing}${one.has_alert
      ? html`<span class="badge-icon" title=${words.today.hasAlert}>${icon('info', { size: 13 })}</span>` : nothing}${one.outside_hours ? html`<span class="badge-icon" title=${words.today.outsideHours}>${icon('clock', { size: 13 })}</span>` : nothing}${one.is_new
      ? html`<span class="badge" aria-hidden="true">${words.today.newBadge}</span>` : nothing}${one.overbooked ? html`<span class="badge" aria-hidden="true">${words.today.overbooked}</span>` : nothing}<span class="visually-hidden">${said.join(', ')}</span></span>`;
  }

  /** @param {DayAppointment} one */
  focused(one) {
    this.current = one.id;
    if (this.selectedId !== one.id) this.say('choose', { id: one.id, open: false });
  }

  /** @param {MouseEvent} event @param {DayAppointment} one */
  pressed(event, one) {
    if (/** @type {Element} */ (event.target).closest('[data-step]')) this.say('act', { id: one.id });
    else this.say('choose', { id: one.id, open: true, byKeys: event.detail === 0 });
  }
}
customElements.define('cd-day-list', DayList);
