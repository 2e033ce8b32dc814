// A person's week: seven columns by the clinic's first weekday, closed times hatched, leave, holidays and blocks named. Opens a day; free time is booked.
import { html, nothing } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import { app } from '../../app.js';
import { View } from '../../element.js';
import { date as dateText, dateInWords, dateWithDay, time, timeRange } from '../../format.js';
import { icon } from '../../icons.js';
import { ask } from '../../ipc.js';
import { say as sayError } from '../../messages.js';
import { appointmentPath, go } from '../../router.js';
import { addDays, at, dateOf, minuteOfDay, minutesBetween, timeOf, timeOfMinute } from '../../wall.js';
import { words } from '../../words/en.js';
import { awayAllDay, whatInWords } from '../../parts/absence.js';
import { fullName, MARKS } from '../../parts/day-card.js';
import { holdsTime } from '../../parts/day-state.js';
import { selectInput } from '../../parts/inputs.js';
import { lanes, minuteHeight } from './lanes.js';
import '../admin/admin.css';
import './week.css';

const say = words.calendarWeek;
const GONE = new Set(['cancelled', 'taken_back']);
const CLICK_STEP = 15;

/** @typedef {import('../../wire-types.js').DayAppointment} DayAppointment */
/** @typedef {{date: string, open: {starts: string, ends: string}[], spans: {starts: string, ends: string}[], standing: import('../../wire-types.js').Standing[]}} WeekDay */
/** @typedef {{practitioner_id: string, name: string, short_name: string, days: WeekDay[], appointments: DayAppointment[]}} Week */

class CalendarWeek extends View {
  static properties = { who: { state: true }, from: { state: true }, week: { state: true }, problem: { state: true }, current: { state: true } };

  constructor() {
    super();
    /** @type {string|null} */
    this.who = null;
    this.from = app.today();
    /** @type {Week|null} */
    this.week = null;
    /** @type {import('../../ipc.js').WireError|null} */
    this.problem = null;
    /** The one card that Tab reaches. @type {string|null} */
    this.current = null;
    this.turn = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'lists', () => this.requestUpdate());
    this.listen(app, 'changes', ({ detail }) => this.heard(detail.touches));
    app.load('practitioners').then((all) => {
      const active = all.filter((one) => one.active);
      this.who ??= (active.find((one) => one.user_id === app.me?.user_id) ?? active[0])?.practitioner_id ?? null;
      this.load();
    }, () => {});
  }

  async load() {
    this.turn += 1;
    const { turn, who, from } = this;
    if (!who) return;
    try {
      const week = await ask({ ask: 'week', practitioner_id: who, from });
      if (turn !== this.turn) return;
      const other = week.practitioner_id !== this.week?.practitioner_id || week.days[0].date !== this.week?.days[0].date;
      this.week = week;
      this.problem = null;
      if (other) this.updateComplete.then(() => this.openingScroll());
    } catch (error) {
      if (turn === this.turn) this.problem = /** @type {any} */ (error);
    }
  }

  /** Single appointments are patched; hours and names ask for the week. @param {{kind: string, id: string}[]} touches */
  async heard(touches) {
    if (touches.some(({ kind }) => ['practitioner', 'exception', 'clinic', 'patient', 'room', 'service'].includes(kind))) this.load();
    const ids = [...new Set(touches.filter(({ kind }) => kind === 'appointment').map(({ id }) => id))];
    const { week } = this;
    if (!ids.length || !week) return;
    const fresh = await ask({ ask: 'appointments', ids }).catch(() => []);
    if (week !== this.week) return;
    const here = (/** @type {DayAppointment} */ one) => one.practitioner_id === week.practitioner_id && !GONE.has(one.status) && week.days.some((day) => day.date === dateOf(one.starts_at));
    this.week = { ...week, appointments: [...week.appointments.filter((one) => !ids.includes(one.id)), ...fresh.filter(here)] };
  }

  /** @param {{who?: string, from?: string}} change */
  change(change) {
    Object.assign(this, change);
    this.load();
  }

  get drawn() {
    return (this.week?.appointments ?? []).filter(holdsTime);
  }

  /** First and last minute shown, in whole hours. */
  get hours() {
    const spans = (this.week?.days ?? []).flatMap((day) => [...day.open, ...day.spans]);
    const own = this.drawn.map((one) => ({ starts: timeOf(one.starts_at), ends: dateOf(one.ends_at) > dateOf(one.starts_at) ? '24:00' : timeOf(one.ends_at) }));
    const from = Math.min(8 * 60, ...[...spans, ...own].map((span) => minuteOfDay(span.starts)));
    const to = Math.max(17 * 60, ...[...spans, ...own].map((span) => minuteOfDay(span.ends)));
    return { from: Math.floor(from / 60) * 60, to: Math.min(1440, Math.ceil(to / 60) * 60) };
  }

  openingScroll() {
    const box = this.querySelector('.week');
    const first = this.drawn.map((one) => minuteOfDay(one.starts_at)).sort((a, b) => a - b)[0];
    if (box && first !== undefined) box.scrollTop = (first - this.hours.from) * minuteHeight(this.drawn) - 24;
  }

  /** @param {PointerEvent} event @param {WeekDay} day */
  async bookAt(event, day) {
    if (!app.can('appointment.book') || /** @type {Element} */ (event.target).closest('.week-card')) return;
    const y = event.clientY - /** @type {Element} */ (event.currentTarget).getBoundingClientRect().top;
    const minute = this.hours.from + Math.floor(y / minuteHeight(this.drawn) / CLICK_STEP) * CLICK_STEP;
    this.book(at(day.date, timeOfMinute(minute)));
  }

  /** @param {string} starts_at */
  async book(starts_at) {
    const { openBook } = await import('../../parts/book-dialog.js');
    await openBook({ practitioner_id: this.who ?? undefined, starts_at });
  }

  /** @param {KeyboardEvent} event */
  walk(event) {
    const id = /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest('.week-card'))?.dataset.id;
    const here = this.drawn.find((one) => one.id === id);
    if (!here || !this.week || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const on = (/** @type {string} */ date) => this.drawn.filter((one) => dateOf(one.starts_at) === date).sort((a, b) => a.starts_at.localeCompare(b.starts_at));
    const own = on(dateOf(here.starts_at));
    const minute = minuteOfDay(here.starts_at);
    const beside = (/** @type {number} */ by) => {
      for (let date = addDays(here.starts_at, by); this.week?.days.some((day) => day.date === date); date = addDays(date, by)) {
        const near = on(date).sort((a, b) => Math.abs(minuteOfDay(a.starts_at) - minute) - Math.abs(minuteOfDay(b.starts_at) - minute))[0];
        if (near) return near;
      }
      return undefined;
    };
    /** @type {Record<string, () => DayAppointment|undefined>} */
    const ways = { ArrowUp: () => own[own.indexOf(here) - 1], ArrowDown: () => own[own.indexOf(here) + 1], Home: () => own[0], End: () => own.at(-1), ArrowLeft: () => beside(-1), ArrowRight: () => beside(1) };
    if (!ways[event.key]) return;
    event.preventDefault();
    const next = ways[event.key]();
    if (!next) return;
    this.current = next.id;
    this.updateComplete.then(() => /** @type {HTMLElement|null} */ (this.querySelector(`[data-id="${CSS.escape(next.id)}"]`))?.focus());
  }

  render() {
    const { week } = this;
    const practitioners = app.lists.practitioners.filter((one) => one.active || one.practitioner_id === this.who).map((one) => ({ value: one.practitioner_id, label: one.name }));
    const days = week?.days ?? [];
    const step = (/** @type {number} */ by) => this.change({ from: addDays(days[0]?.date ?? this.from, by) });
    return html`
      <section class="week-page" aria-labelledby="week-title">
        <header class="week-head">
          <div class="grow"><h1 id="week-title">${words.calendar.tabs.week}</h1><p class="muted">${say.lead}</p></div>
          ${selectInput({ name: 'week-who', label: say.practitioner, hideLabel: true, value: this.who, options: practitioners, on: (who) => this.change({ who }) })}
          <div class="lead-days">
            <button class="icon-button" type="button" aria-label=${say.before} title=${say.before} @click=${() => step(-7)}>${icon('previous')}</button>
            <button class="button" type="button" @click=${() => this.change({ from: app.today() })}>${say.now}</button>
            <button class="icon-button" type="button" aria-label=${say.after} title=${say.after} @click=${() => step(7)}>${icon('next')}</button>
          </div>
        </header>
        ${this.problem ? html`<div class="f-summary" role="alert">${icon('warning')}<p>${sayError(this.problem)}</p><button class="button small" type="button" @click=${() => this.load()}>${words.common.tryAgain}</button></div>` : nothing}
        ${week ? this.renderWeek(week) : app.lists.practitioners.length || !this.problem ? nothing : html`<div class="empty"><p>${say.nobody}</p></div>`}
      </section>
    `;
  }

  /** @param {Week} week */
  renderWeek(week) {
    const { from, to } = this.hours;
    const tall = minuteHeight(this.drawn);
    const all = this.drawn;
    const stop = all.some((one) => one.id === this.current) ? this.current : ([...all].sort((a, b) => a.starts_at.localeCompare(b.starts_at)).find((one) => one.ends_at > app.now()) ?? all[0])?.id;
    const hours = Array.from({ length: (to - from) / 60 + 1 }, (_, n) => from + n * 60);
    const span = say.span(dateWithDay(week.days[0].date), dateWithDay(week.days[6].date));
    return html`
      <p class="week-span" aria-live="polite">${span}</p>
      <div class="week" role="group" aria-label=${say.label(week.name, span)} @keydown=${this.walk} style=${styleMap({ '--hour-height': `${60 * tall}px` })}>
        <div class="week-corner"></div>
        ${week.days.map((day) => this.renderHead(day))}
        <div class="week-times" aria-hidden="true">${hours.slice(0, -1).map((minute) => html`<span style=${styleMap({ top: `${(minute - from) * tall}px` })}>${time(timeOfMinute(minute))}</span>`)}</div>
        ${week.days.map((day) => this.renderDay(day, { from, to, tall, stop: stop ?? null }))}
      </div>
      ${all.length ? nothing : html`<p class="week-note">${say.empty}</p>`}
    `;
  }

  /** @param {WeekDay} day */
  renderHead(day) {
    const count = this.drawn.filter((one) => dateOf(one.starts_at) === day.date).length;
    const away = awayAllDay(day);
    // What it is called stands in the column.
    const hours = away ? whatInWords({ ...away, label: null }) : count || day.spans.length ? '' : day.open.length ? say.notWorking : say.closed;
    const more = say.card([count ? say.count(count) : '', hours]);
    return html`<div class="week-day-head ${day.date === app.today() ? 'is-today' : ''}">
      <a href="/today/${day.date}" title=${say.openDay(dateInWords(day.date))}>${words.common.daysShort[(new Date(`${day.date}T00:00:00Z`).getUTCDay() + 6) % 7]} <b>${dateText(day.date).replace(/,? ?\d{4} ?/, '')}</b></a><span class="muted ellipsis" title=${say.card([count ? say.count(count) : '', away ? whatInWords(away) : hours])}>${more}</span>
      ${app.can('appointment.book') ? html`<button class="icon-button week-book" type="button" aria-label=${say.book(dateInWords(day.date))} title=${say.book(dateInWords(day.date))} @click=${() => this.book(at(day.date, day.spans[0]?.starts ?? day.open[0]?.starts ?? '09:00'))}>${icon('plus', { size: 14 })}</button>` : nothing}
    </div>`;
  }

  /** @param {WeekDay} day @param {{from: number, to: number, tall: number, stop: string|null}} scale */
  renderDay(day, { from, to, tall, stop }) {
    const box = (/** @type {number} */ starts, /** @type {number} */ ends) => ({ top: `${(starts - from) * tall}px`, height: `${(ends - starts) * tall}px` });
    return html`<div class="week-day ${day.date === app.today() ? 'is-today' : ''}" style=${styleMap({ height: `${(to - from) * tall}px` })} @click=${(/** @type {PointerEvent} */ event) => this.bookAt(event, day)}>
      ${rest([...day.spans, ...day.standing.filter(({ kind }) => kind !== 'block')], from, to).map(([starts, ends]) => html`<i class="week-closed" style=${styleMap(box(starts, ends))}></i>`)}
      ${day.standing.map((one) => ({ one, starts: Math.max(from, minuteOfDay(one.starts)), ends: Math.min(to, minuteOfDay(one.ends)) })).map(({ one, starts, ends }) => (starts < ends ? this.renderStanding(one, box(starts, ends)) : nothing))}
      ${lanes(this.drawn.filter((one) => dateOf(one.starts_at) === day.date)).map(({ one, lane, of }) => {
        const starts = minuteOfDay(one.starts_at);
        const minutes = minutesBetween(one.starts_at, one.ends_at);
        return this.renderCard(one, { ...box(starts, starts + Math.max(minutes, 10)), left: `${(lane / of) * 100}%`, width: `${100 / of}%` }, one.id === stop);
      })}
    </div>`;
  }

  /** Leave, a holiday or a block, with what it is. @param {import('../../wire-types.js').Standing} one @param {Record<string, string>} place */
  renderStanding(one, place) {
    const what = whatInWords(one);
    return html`<span class="week-standing is-${one.block ?? one.kind}" style=${styleMap(place)} title=${what}><span class="week-standing-name ellipsis">${what}</span></span>`;
  }

  /** @param {DayAppointment} one @param {Record<string, string>} place @param {boolean} stop */
  renderCard(one, place, stop) {
    const isTall = minutesBetween(one.starts_at, one.ends_at) >= 30;
    const rest = say.card([dateWithDay(dateOf(one.starts_at)), timeRange(one.starts_at, one.ends_at), words.common.status[one.status], isTall ? '' : one.services]);
    return html`<a class="week-card is-${one.status.replace('_', '-')} ${one.overbooked ? 'is-overbooked' : ''}" href=${appointmentPath(one)} data-id=${one.id} tabindex=${stop ? 0 : -1} style=${styleMap(place)} aria-description=${say.keysHint} title=${`${fullName(one)}\n${rest}`}
        @focus=${() => (this.current = one.id)} @keydown=${(/** @type {KeyboardEvent} */ event) => event.key === 'Enter' && go(appointmentPath(one))}>
      <span class="week-box"><span class="week-line">${icon(MARKS[one.status], { size: 11 })}<span class="week-who"><span class="number">${time(one.starts_at)}</span> <span class="week-name ellipsis"><b>${one.family || one.given || one.name}</b>${one.family && one.given ? ` ${one.given}` : ''}</span></span></span>
        ${isTall ? html`<span class="week-line week-services ellipsis">${one.services}</span>` : nothing}<span class="visually-hidden">, ${rest}</span></span></a>`;
  }
}
customElements.define('cd-calendar-week', CalendarWeek);

/** What of the shown time is not worked. @param {{starts: string, ends: string}[]} spans @param {number} from @param {number} to @returns {[number, number][]} */
function rest(spans, from, to) {
  /** @type {[number, number][]} */
  const closed = [];
  let free = from;
  for (const span of [...spans].sort((a, b) => a.starts.localeCompare(b.starts))) {
    if (minuteOfDay(span.starts) > free) closed.push([free, minuteOfDay(span.starts)]);
    free = Math.max(free, minuteOfDay(span.ends));
  }
  if (free < to) closed.push([free, to]);
  return closed;
}
