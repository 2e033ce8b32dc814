// Weekly hours: several spans a day, typed as people type times. Used for the clinic's opening and each practitioner.
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { app } from '../app.js';
import { View } from '../element.js';
import * as format from '../format.js';
import { icon } from '../icons.js';
import { daysBetween, minuteOfDay } from '../wall.js';
import { words } from '../words/en.js';
import { same } from './form.js';
import './date-input.js';
import './hours.css';

const say = words.admin.hours;

/** @typedef {import('../wire-types.js').WeekSpan} WeekSpan */
/** As typed, read only when looked at. @typedef {{starts: string, ends: string, weeks: 'every'|'odd'|'even', from: string|null, to: string|null, open: boolean}} Typed */

/** @param {string} text */
const parseEnd = (text) => format.parseTime(text, { end: true });

/** @param {WeekSpan[]} spans */
const sorted = (spans) =>
  [...spans].sort((a, b) => a.weekday - b.weekday || a.starts.localeCompare(b.starts) || (a.valid_from ?? '').localeCompare(b.valid_from ?? '') || (a.weeks ?? '').localeCompare(b.weeks ?? ''));

/** What limits a span, in words: "odd weeks, from 1 Dec 2026". @param {WeekSpan} span */
function limits({ weeks = 'every', valid_from: from, valid_to: to }) {
  const { weeksShort, from: since, until } = words.schedule;
  const parts = [weeksShort[weeks], from ? since(format.date(from)) : '', to ? until(format.date(to)) : ''].filter(Boolean);
  return parts.length ? ` (${parts.join(', ')})` : '';
}

/** Whether two spans of a weekday can meet on one date; what only the calendar can tell is left to the clinic. @param {Typed} a @param {Typed} b */
function mayMeet(a, b) {
  if (a.weeks !== b.weeks && a.weeks !== 'every' && b.weeks !== 'every') return false;
  const from = [a.from, b.from].filter((date) => date !== null).sort().at(-1);
  const to = [a.to, b.to].filter((date) => date !== null).sort().at(0);
  return !from || !to || daysBetween(from, to) >= 27;
}

/** Hours and their sum in words: "Mon–Fri 08:00–12:30, 13:30–17:00". @param {WeekSpan[]} spans */
export function hoursInWords(spans) {
  /** @type {{days: number[], text: string}[]} */
  const groups = [];
  for (let weekday = 1; weekday <= 7; weekday += 1) {
    const text = sorted(spans.filter((span) => span.weekday === weekday)).map((span) => `${format.timeRange(span.starts, span.ends)}${limits(span)}`).join(', ');
    const last = groups.at(-1);
    if (!text) continue;
    if (last && last.text === text && last.days.at(-1) === weekday - 1) last.days.push(weekday);
    else groups.push({ days: [weekday], text });
  }
  return groups.map(({ days, text }) => `${say.short[days[0] - 1]}${days.length > 1 ? `–${say.short[days[days.length - 1] - 1]}` : ''} ${text}`).join(' · ');
}

/** Of those valid today; what holds every other week counts half. @param {WeekSpan[]} spans */
export function weekHours(spans) {
  const today = app.today();
  const valid = spans.filter(({ valid_from: from, valid_to: to }) => (!from || from <= today) && (!to || today <= to));
  const length = (/** @type {WeekSpan} */ span) => Math.max(0, minuteOfDay(span.ends) - minuteOfDay(span.starts)) / ((span.weeks ?? 'every') === 'every' ? 1 : 2);
  const minutes = valid.reduce((sum, span) => sum + length(span), 0);
  return String(Math.round((minutes / 60) * 100) / 100);
}

/** @param {Typed} other @param {string} starts @param {string} ends */
function overlaps(other, starts, ends) {
  const [from, to] = [format.parseTime(other.starts), parseEnd(other.ends)];
  return Boolean(from && to && minuteOfDay(from) < minuteOfDay(ends) && minuteOfDay(starts) < minuteOfDay(to));
}

class Hours extends View {
  /** `rules`: hours may hold in odd or even weeks, and between dates. */
  static properties = { value: { attribute: false }, label: {}, off: {}, rules: { type: Boolean }, typed: { state: true }, errors: { state: true } };

  constructor() {
    super();
    /** @type {WeekSpan[]} */
    this.value = [];
    this.label = '';
    this.off = say.closed;
    this.rules = false;
    /** By weekday. @type {Record<number, Typed[]>} */
    this.typed = {};
    /** "weekday/index/starts" → sentence. @type {Record<string, string>} */
    this.errors = {};
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    // What is being typed stays: a new value from outside is taken only when it differs from what stands here.
    if (changed.has('value') && !same(sorted(this.value ?? []), this.read())) this.#take(this.value ?? []);
  }

  /** @param {WeekSpan[]} spans */
  #take(spans) {
    this.errors = {};
    this.typed = {};
    for (const span of sorted(spans)) {
      const { weeks = 'every', valid_from: from = null, valid_to: to = null } = span;
      (this.typed[span.weekday] ??= []).push({ starts: format.time(span.starts), ends: format.time(span.ends), weeks, from, to, open: weeks !== 'every' || Boolean(from || to) });
    }
  }

  /** Everything that can be read as a span. */
  read() {
    return sorted(
      Object.entries(this.typed).flatMap(([weekday, spans]) =>
        spans.flatMap((span) => {
          const starts = format.parseTime(span.starts);
          const ends = parseEnd(span.ends);
          return starts && ends ? [{ weekday: Number(weekday), starts, ends, ...(span.weeks === 'every' ? {} : { weeks: span.weeks }), ...(span.from ? { valid_from: span.from } : {}), ...(span.to ? { valid_to: span.to } : {}) }] : [];
        }),
      ),
    );
  }

  /** Look at every field; the first wrong one has the focus. */
  check() {
    this.errors = {};
    for (const [weekday, spans] of Object.entries(this.typed)) {
      spans.forEach((span, i) => this.#checkSpan(`${weekday}/${i}`, span, spans.slice(0, i)));
    }
    if (Object.keys(this.errors).length === 0) return true;
    this.updateComplete.then(() => /** @type {HTMLElement|null} */ (this.querySelector('[aria-invalid="true"]'))?.focus());
    return false;
  }

  /** @param {string} key @param {Typed} span @param {Typed[]} before the spans above it */
  #checkSpan(key, span, before) {
    const starts = format.parseTime(span.starts);
    const ends = parseEnd(span.ends);
    const wrong = (/** @type {string} */ which, /** @type {string} */ why) => (this.errors = { ...this.errors, [`${key}/${which}`]: why });
    if (!starts) wrong('starts', say.notTime);
    else if (minuteOfDay(starts) % 5) wrong('starts', say.fiveMinutes);
    if (!ends) wrong('ends', say.notTime);
    else if (minuteOfDay(ends) % 5) wrong('ends', say.fiveMinutes);
    else if (starts && minuteOfDay(ends) <= minuteOfDay(starts)) wrong('ends', say.endsFirst);
    else if (starts && before.some((other) => mayMeet(span, other) && overlaps(other, starts, ends))) wrong('starts', say.overlap);
    if (span.from && span.to && span.to < span.from) wrong('to', words.schedule.validReversed);
  }

  /** @param {number} weekday @param {number} i @param {Partial<Typed>} change */
  limit(weekday, i, change) {
    this.typed = { ...this.typed, [weekday]: this.typed[weekday].map((span, n) => (n === i ? { ...span, ...change } : span)) };
    if (!('open' in change)) this.#tell();
  }

  #tell() {
    this.errors = {};
    this.requestUpdate();
    this.value = this.read();
    this.dispatchEvent(new CustomEvent('change', { detail: { value: this.value } }));
  }

  /** @param {number} weekday @param {number} i @param {'starts'|'ends'} which @param {string} text */
  type(weekday, i, which, text) {
    this.typed = { ...this.typed, [weekday]: this.typed[weekday].map((span, n) => (n === i ? { ...span, [which]: text } : span)) };
    this.#tell();
  }

  /** "8" becomes "08:00" when the field is left. @param {number} weekday @param {number} i @param {'starts'|'ends'} which */
  tidy(weekday, i, which) {
    const time = format.parseTime(this.typed[weekday]?.[i]?.[which] ?? '', { end: which === 'ends' });
    if (time && format.time(time) !== this.typed[weekday][i][which]) this.type(weekday, i, which, format.time(time));
  }

  /** After the last span of that day, or a usual day. @param {number} weekday */
  add(weekday) {
    const last = this.typed[weekday]?.at(-1);
    const end = last ? parseEnd(last.ends) : null;
    const from = end ? Math.min(minuteOfDay(end) + 60, 22 * 60) : 8 * 60;
    const clock = (/** @type {number} */ minute) => format.time(`${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`);
    const to = end ? Math.min(from + 4 * 60, 23 * 60) : 17 * 60;
    this.typed = { ...this.typed, [weekday]: [...(this.typed[weekday] ?? []), { starts: clock(from), ends: clock(to), weeks: 'every', from: null, to: null, open: false }] };
    this.#tell();
    this.updateComplete.then(() => {
      const row = this.querySelector(`[data-day="${weekday}"]`);
      const inputs = row?.querySelectorAll('input');
      /** @type {HTMLInputElement|undefined} */ (inputs?.[inputs.length - 2])?.select();
    });
  }

  /** @param {number} weekday @param {number} i */
  drop(weekday, i) {
    this.typed = { ...this.typed, [weekday]: this.typed[weekday].filter((_, n) => n !== i) };
    this.#tell();
    this.updateComplete.then(() => /** @type {HTMLElement|null} */ (this.querySelector(`[data-day="${weekday}"] .hours-add`))?.focus());
  }

  copyMonday() {
    const monday = this.typed[1] ?? [];
    const next = { ...this.typed };
    for (const weekday of [2, 3, 4, 5]) next[weekday] = monday.map((span) => ({ ...span }));
    this.typed = next;
    this.#tell();
  }

  render() {
    const first = app.clinic?.week_start ?? 1;
    const days = Array.from({ length: 7 }, (_, i) => ((first - 1 + i) % 7) + 1);
    return html`
      <fieldset class="hours">
        <legend>${this.label}</legend>
        ${days.map((weekday) => this.renderDay(weekday))}
        <p class="hours-foot">
          <button type="button" class="f-link" @click=${this.copyMonday}>${say.copy}</button>
          <span class="muted number" role="status">${say.total(weekHours(this.read()))}</span>
        </p>
      </fieldset>
    `;
  }

  /** @param {number} weekday */
  renderDay(weekday) {
    const day = say.weekdays[weekday - 1];
    const spans = this.typed[weekday] ?? [];
    return html`
      <div class="hours-day" data-day=${weekday}>
        <span class="hours-name" title=${day}>${say.short[weekday - 1]}</span>
        <div class="hours-spans">
          ${spans.length === 0 ? html`<span class="muted hours-off">${this.off}</span>` : nothing}
          ${spans.map((span, i) => this.renderSpan(weekday, day, span, i))}
        </div>
        <button type="button" class="icon-button hours-add" aria-label=${say.addSpanOn(day)} title=${say.addSpanOn(day)} @click=${() => this.add(weekday)}>${icon('plus')}</button>
      </div>
    `;
  }

  /** @param {number} weekday @param {string} day @param {Typed} span @param {number} i */
  renderSpan(weekday, day, span, i) {
    const error = this.errors[`${weekday}/${i}/starts`] ?? this.errors[`${weekday}/${i}/ends`];
    const more = words.schedule.moreOf(day, i + 1);
    return html`
      <div class="hours-span">
        ${this.renderTime(weekday, i, 'starts', span.starts, say.start(day, i + 1))}
        <span class="muted" aria-hidden="true">–</span>
        ${this.renderTime(weekday, i, 'ends', span.ends, say.end(day, i + 1))}
        ${this.rules ? html`<button type="button" class="icon-button" aria-label=${more} title=${more} aria-expanded=${span.open ? 'true' : 'false'} @click=${() => this.limit(weekday, i, { open: !span.open })}>${icon('calendar', { size: 14 })}</button>` : nothing}
        <button type="button" class="icon-button" aria-label=${say.removeSpan(day, i + 1)} title=${say.removeSpan(day, i + 1)} @click=${() => this.drop(weekday, i)}>${icon('close')}</button>
        ${error ? html`<p class="f-error" id="hours-error-${weekday}-${i}">${error}</p>` : nothing}
        ${this.rules && span.open ? this.renderLimits(weekday, i, span) : nothing}
      </div>
    `;
  }

  /** In which weeks, and between which dates. @param {number} weekday @param {number} i @param {Typed} span */
  renderLimits(weekday, i, span) {
    const w = words.schedule;
    const id = `hours-weeks-${weekday}-${i}`;
    const dates = /** @type {const} */ ([['from', w.validFrom], ['to', w.validTo]]);
    return html`
      <div class="hours-limits">
        <div class="field"><label for=${id}>${w.weeksOf}</label>
          <select id=${id} @change=${(/** @type {Event} */ event) => {
            event.stopPropagation();
            this.limit(weekday, i, { weeks: /** @type {any} */ (/** @type {HTMLSelectElement} */ (event.target).value) });
          }}>${/** @type {const} */ (['every', 'odd', 'even']).map((weeks) => html`<option value=${weeks} ?selected=${span.weeks === weeks}>${w.weeks[weeks]}</option>`)}</select>
        </div>
        ${dates.map(([which, label]) => html`<cd-date .label=${label} .value=${span[which]} .error=${(which === 'to' && this.errors[`${weekday}/${i}/to`]) || ''} @change=${(/** @type {CustomEvent} */ event) => {
          event.stopPropagation();
          this.limit(weekday, i, { [which]: event.detail.value });
        }}></cd-date>`)}
      </div>
    `;
  }

  /** @param {number} weekday @param {number} i @param {'starts'|'ends'} which @param {string} text @param {string} label */
  renderTime(weekday, i, which, text, label) {
    const wrong = this.errors[`${weekday}/${i}/${which}`];
    return html`<input
      class="input hours-time"
      type="text"
      autocomplete="off"
      aria-label=${label}
      aria-invalid=${wrong ? 'true' : 'false'}
      aria-describedby=${wrong ? `hours-error-${weekday}-${i}` : nothing}
      .value=${live(text)}
      @input=${(/** @type {Event} */ event) => this.type(weekday, i, which, /** @type {HTMLInputElement} */ (event.target).value)}
      @change=${(/** @type {Event} */ event) => {
        event.stopPropagation();
        this.tidy(weekday, i, which);
      }}
    />`;
  }
}

customElements.define('cd-hours', Hours);
