// The day as a table: what the columns show, in an order that can be read aloud. Rows do what cards do, by the same events:
//   choose {id, open, byKeys}   act {id}   menu {id, x, y}
import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { date, dateInWords, time, timeRange } from '../format.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';
import { nextStep } from './actions.js';
import { coverable, fullName, marksInWords, MARKS } from './day-card.js';
import { holdsTime } from './day-state.js';
import './day-list.css';

/** @typedef {import('../wire-types.js').DayAppointment} DayAppointment */

export class DayList extends View {
  static properties = { shown: { state: true }, selectedId: { state: true }, covered: { state: true }, current: { state: true } };

  constructor() {
    super();
    /** @type {import('./day-shown.js').DayShown|null} */
    this.shown = null;
    /** @type {string|null} */
    this.selectedId = null;
    this.covered = false;
    /** The one row that Tab reaches. @type {string|null} */
    this.current = null;
    /** As the columns have it: where the focus goes back to. */
    this.keys = { focus: (/** @type {string} */ id) => this.focusRow(id) };
  }

  connectedCallback() {
    super.connectedCallback();
    this.addEventListener('keydown', this.walk);
    this.addEventListener('contextmenu', this.askMenu);
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

  /** @param {string} id */
  focusRow(id) {
    this.current = id;
    this.updateComplete.then(() => {
      /** @type {HTMLElement|null} */ (this.card(id)?.querySelector('.list-name'))?.focus({ preventScroll: true });
      this.reveal(id);
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
    const id = names[to]?.closest('tr')?.dataset.id;
    if (id) this.focusRow(id);
  }

  /** @param {MouseEvent} event */
  askMenu(event) {
    const id = /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest('tr[data-id]'))?.dataset.id;
    if (!id) return;
    event.preventDefault();
    this.say('menu', { id, x: event.clientX, y: event.clientY });
  }

  /** @returns {{title: string, rows: DayAppointment[]}[]} */
  groups() {
    const { shown } = this;
    if (!shown) return [];
    const all = shown.everybody();
    if (shown.choice.order === 'person') return shown.people.map((one) => ({ title: one.name, rows: all.filter((row) => row.practitioner_id === one.practitioner_id) })).filter(({ rows }) => rows.length);
    const hours = [...new Set(all.map((one) => one.starts_at.slice(11, 13)))];
    return hours.map((hour) => ({ title: time(`${hour}:00`), rows: all.filter((one) => one.starts_at.slice(11, 13) === hour) }));
  }

  render() {
    const { shown } = this;
    const w = words.dayView;
    if (!shown) return nothing;
    const groups = this.groups();
    if (!groups.length) return nothing;
    const rows = groups.flatMap((group) => group.rows);
    const stop = rows.some((one) => one.id === this.current) ? this.current : (rows.find((one) => one.ends_at > app.now()) ?? rows[0]).id;
    const namesakes = shown.state.namesakes();
    return html`<div class="day-list"><table>
      <caption class="visually-hidden">${words.today.dayOf(dateInWords(shown.state.date))}. ${w.listHint}</caption>
      <thead><tr><th scope="col" class="c-time">${w.time}</th><th scope="col" class="c-who">${w.patient}</th><th scope="col" class="c-with">${w.with}</th><th scope="col" class="wide">${w.services}</th><th scope="col" class="c-room">${w.room}</th><th scope="col" class="c-status">${w.status}</th></tr></thead>
      ${groups.map((group) => html`<tbody>
        <tr class="list-group"><th scope="rowgroup" colspan="5">${group.title}</th></tr>
        ${group.rows.map((one) => this.row(one, one.id === stop, namesakes.has(one.patient_id)))}
      </tbody>`)}
    </table></div>`;
  }

  /** @param {DayAppointment} one @param {boolean} stop @param {boolean} namesake */
  row(one, stop, namesake) {
    const { covered } = this;
    const isSelected = one.id === this.selectedId;
    const step = nextStep(one);
    const family = one.family || one.given || one.name;
    const status = html`${icon(MARKS[one.status], { size: 12 })}<span class="ellipsis">${words.common.status[one.status]}</span>${one.status === 'arrived' ? html`<b class="number">${app.minutesSince(one.status_since)}′</b>` : nothing}`;
    return html`<tr data-id=${one.id} class="list-row is-${one.status.replace('_', '-')} ${isSelected ? 'is-selected' : ''} ${this.shown?.parked.has(one.id) ? 'is-parked' : ''}" @click=${(/** @type {MouseEvent} */ event) => this.pressed(event, one)}>
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
