// How full each day of a month is, of everybody or of one person: a number, a word, a bar and a tint.
import { html, nothing } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import { app } from '../../app.js';
import { View } from '../../element.js';
import { dateInWords, duration } from '../../format.js';
import { icon } from '../../icons.js';
import { ask } from '../../ipc.js';
import { say as sayError } from '../../messages.js';
import { addDays, weekday } from '../../wall.js';
import { words } from '../../words/en.js';
import { selectInput } from '../../parts/inputs.js';
import '../admin/admin.css';
import './week.css';

const say = words.calendarMonth;

/** @typedef {{date: string, open: boolean, appointments: number, booked_minutes: number, working_minutes: number}} MonthDay */
/** @typedef {keyof typeof say.levels} Level */

/** @type {[Level, number][]} the percentage from which a level holds */
const LEVELS = [['over', 101], ['full', 95], ['busy', 75], ['filling', 40], ['light', 1], ['empty', 0]];

/** "2026-11-01" of any date, some months on. @param {string} date @param {number} months */
function firstOf(date, months = 0) {
  const [year, month] = date.split('-').map(Number);
  const count = year * 12 + month - 1 + months;
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}-01`;
}

/** Any time at all is more than nothing, and 100 % is reached only when all is booked. @param {MonthDay} day */
function percentOf({ booked_minutes: booked, working_minutes: working }) {
  if (!booked || !working) return 0;
  const exact = (booked / working) * 100;
  return exact > 100 ? Math.ceil(exact) : Math.max(1, Math.floor(exact));
}

class CalendarMonth extends View {
  static properties = { who: { state: true }, first: { state: true }, days: { state: true }, problem: { state: true }, current: { state: true } };

  constructor() {
    super();
    /** @type {string} empty: everybody */
    this.who = '';
    this.first = firstOf(app.today());
    /** @type {MonthDay[]|null} */
    this.days = null;
    /** @type {import('../../ipc.js').WireError|null} */
    this.problem = null;
    /** The day that Tab reaches. */
    this.current = app.today();
    this.turn = 0;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.asking = undefined;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'lists', () => this.requestUpdate());
    this.listen(app, 'changes', ({ detail }) => {
      if (!detail.touches.some((/** @type {{kind: string}} */ { kind }) => ['appointment', 'practitioner', 'exception', 'clinic'].includes(kind))) return;
      // Several changes in a row are counted once.
      clearTimeout(this.asking);
      this.asking = setTimeout(() => this.load(), 500);
    });
    app.load('practitioners').catch(() => {});
    this.load();
  }

  async load() {
    this.turn += 1;
    const { turn, who, first } = this;
    try {
      const { days } = await ask({ ask: 'month', first, practitioner_id: who || undefined });
      if (turn !== this.turn) return;
      this.days = days;
      this.problem = null;
    } catch (error) {
      if (turn === this.turn) this.problem = /** @type {any} */ (error);
    }
  }

  /** @param {{who?: string, first?: string}} change */
  change(change) {
    Object.assign(this, change);
    return this.load();
  }

  /** @param {KeyboardEvent} event */
  async walk(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
    const page = { PageUp: -1, PageDown: 1 }[event.key];
    if (by === undefined && page === undefined) return;
    event.preventDefault();
    const to = by === undefined ? firstOf(this.current, page) : addDays(this.current, by);
    if (firstOf(to) !== this.first) await this.change({ first: firstOf(to) });
    this.current = to;
    await this.updateComplete;
    /** @type {HTMLElement|null} */ (this.querySelector(`[href="/today/${to}"]`))?.focus();
  }

  render() {
    const practitioners = app.lists.practitioners.filter((one) => one.active || one.practitioner_id === this.who).map((one) => ({ value: one.practitioner_id, label: one.name }));
    const [year, month] = this.first.split('-');
    return html`
      <section class="month-page" aria-labelledby="month-title">
        <header class="week-head">
          <div class="grow"><h1 id="month-title">${words.calendar.tabs.month}</h1><p class="muted">${say.lead}</p></div>
          ${selectInput({ name: 'month-who', label: say.practitioner, hideLabel: true, value: this.who, options: [{ value: '', label: say.everybody }, ...practitioners], on: (who) => this.change({ who }) })}
          <div class="lead-days">
            <button class="icon-button" type="button" aria-label=${say.before} title=${say.before} @click=${() => this.change({ first: firstOf(this.first, -1) })}>${icon('previous')}</button>
            <button class="button" type="button" @click=${() => this.change({ first: firstOf(app.today()) })}>${say.now}</button>
            <button class="icon-button" type="button" aria-label=${say.after} title=${say.after} @click=${() => this.change({ first: firstOf(this.first, 1) })}>${icon('next')}</button>
          </div>
        </header>
        <h2 class="month-name" aria-live="polite">${say.title(words.common.months[Number(month) - 1], year)}</h2>
        ${this.problem ? html`<div class="f-summary" role="alert">${icon('warning')}<p>${sayError(this.problem)}</p><button class="button small" type="button" @click=${() => this.load()}>${words.common.tryAgain}</button></div>` : nothing}
        ${this.days ? this.renderDays(this.days) : nothing}
      </section>
    `;
  }

  /** @param {MonthDay[]} days */
  renderDays(days) {
    const start = app.clinic?.week_start ?? 1;
    const names = Array.from({ length: 7 }, (_, n) => (start - 1 + n) % 7);
    const before = (weekday(days[0].date) - start + 7) % 7;
    /** @type {(MonthDay|null)[]} */
    const cells = [...Array.from({ length: before }, () => null), ...days];
    while (cells.length % 7) cells.push(null);
    const weeks = Array.from({ length: cells.length / 7 }, (_, n) => cells.slice(n * 7, n * 7 + 7));
    const stop = days.some((day) => day.date === this.current) ? this.current : days[0].date;
    return html`
      <table class="month" @keydown=${this.walk}>
        <caption class="visually-hidden">${say.keysHint}</caption>
        <thead><tr>${names.map((n) => html`<th scope="col"><abbr title=${words.common.days[n]}>${words.common.daysShort[n]}</abbr></th>`)}</tr></thead>
        <tbody>${weeks.map((week) => html`<tr>${week.map((day) => html`<td>${day ? this.renderDay(day, day.date === stop) : nothing}</td>`)}</tr>`)}</tbody>
      </table>
      <p class="month-legend"><span>${say.legend}:</span>${Object.entries(say.levels).map(([level, name]) => html`<span><b>${name}</b> ${say.ranges[/** @type {Level} */ (level)]}</span>`)}</p>
    `;
  }

  /** @param {MonthDay} day @param {boolean} stop */
  renderDay(day, stop) {
    const percent = percentOf(day);
    const works = day.working_minutes > 0;
    const level = LEVELS.find(([, from]) => percent >= from)?.[0] ?? 'empty';
    const name = works ? say.levels[level] : day.appointments ? say.outside : day.open ? say.notWorking : say.closed;
    const count = day.appointments ? say.count(day.appointments) : '';
    const label = say.day([dateInWords(day.date), name, count, works ? say.of(duration(day.booked_minutes), duration(day.working_minutes)) : '']);
    return html`<a class="month-day ${works ? `is-${level}` : 'is-off'} ${day.date === app.today() ? 'is-today' : ''}" href="/today/${day.date}" tabindex=${stop ? 0 : -1} title=${label} aria-current=${day.date === app.today() ? 'date' : nothing} @focus=${() => (this.current = day.date)}>
      <span class="month-top"><span class="visually-hidden">${dateInWords(day.date)}:</span><span class="month-number" aria-hidden="true">${Number(day.date.slice(8))}</span>${works ? html`<b>${say.percent(percent)}</b>` : nothing}</span>
      <span class="month-level">${name}</span><span class="month-count muted">${count}</span>
      <span class="visually-hidden">${works ? say.of(duration(day.booked_minutes), duration(day.working_minutes)) : nothing}</span>
      ${works ? html`<span class="month-bar"><i style=${styleMap({ width: `${Math.min(100, percent)}%` })}></i></span>` : nothing}
    </a>`;
  }
}
customElements.define('cd-calendar-month', CalendarMonth);
