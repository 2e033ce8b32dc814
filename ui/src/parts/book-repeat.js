import { html, nothing } from 'lit';
import { View } from '../element.js';
import { date, time } from '../format.js';
import { ask, uuid7 } from '../ipc.js';
import { icon } from '../icons.js';
import { say } from '../messages.js';
import { dateOf, timeOf, weekday } from '../wall.js';
import { words } from '../words/en.js';
import { selectInput, textInput } from './inputs.js';
import { fromClashes, isOpen, timeOfVisit } from './series-visits.js';
import './date-input.js';

/** @typedef {import('./series-visits.js').SeriesVisit} SeriesVisit */
/** @typedef {{every: number, unit: 'day'|'week'|'month', weekdays: number[], monthly: 'date'|'weekday', until?: string, times?: number}} Rule */

const WAIT_MS = 180;

/**
 * Repeat, in Book: the rule, and each visit it gives with what is in its way. Nothing is written here; `visits()` are those agreed on.
 * `change` whenever their number or the rule is another one.
 */
export class BookRepeat extends View {
  static properties = { starts: {}, minutes: {}, practitioner: {}, room: {}, patient: {}, services: {}, planned: { state: true }, errors: { state: true }, problem: { state: true }, busy: { state: true } };

  constructor() {
    super();
    /** @type {string | null} */
    this.starts = null;
    this.minutes = 0;
    /** @type {import('../wire-types.js').Practitioner | undefined} */
    this.practitioner = undefined;
    this.room = '';
    this.patient = '';
    /** @type {string[]} */
    this.services = [];
    this.seriesId = uuid7();
    this.every = '1';
    /** @type {'day'|'week'|'month'} */
    this.unit = 'week';
    /** Besides the first visit's own. @type {Set<number>} */
    this.moreDays = new Set();
    /** @type {'date'|'weekday'} */
    this.monthly = 'date';
    /** @type {'times'|'until'} */
    this.ends = 'times';
    this.times = '8';
    /** @type {string | null} */
    this.until = null;
    /** @type {SeriesVisit[] | null} */
    this.planned = null;
    /** @type {Record<string, string>} */
    this.errors = {};
    this.problem = '';
    /** Why some of them are outside working hours. */
    this.outside = '';
    this.busy = false;
    this.askedFor = '';
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** What Book waits for before it books. @type {Promise<void>} */
    this.looking = Promise.resolve();
    this.looked = () => {};
    /** Each wanted time keeps its id, however often the list is made anew. @type {Map<string, string>} */
    this.ids = new Map();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  updated(changed) {
    super.updated(changed);
    if (['starts', 'minutes', 'practitioner', 'room', 'patient', 'services'].some((name) => changed.has(name))) this.plan();
  }

  get weekdays() {
    const own = this.starts ? weekday(dateOf(this.starts)) : 0;
    return [...new Set([own, ...this.moreDays])].filter(Boolean).sort();
  }

  /** @returns {Rule} */
  rule() {
    const end = this.ends === 'times' ? { times: Number(this.times) } : { until: this.until ?? '' };
    return { every: Number(this.every), unit: this.unit, weekdays: this.unit === 'week' ? this.weekdays : [], monthly: this.monthly, ...end };
  }

  /** As it is typed, to be kept. */
  get typing() {
    const { every, unit, monthly, ends, times, until, outside } = this;
    return { every, unit, monthly, ends, times, until, outside, moreDays: [...this.moreDays] };
  }

  /** @param {BookRepeat['typing']} typing */
  takeUp({ moreDays, ...typing }) {
    this.set({ ...typing, moreDays: new Set(moreDays) });
  }

  /** What is wrong with the rule as it stands, by field. */
  ruleErrors() {
    /** @type {Record<string, string>} */
    const errors = {};
    const whole = (/** @type {string} */ text, /** @type {number} */ min, /** @type {number} */ max) => /^\d+$/.test(text.trim()) && Number(text) >= min && Number(text) <= max;
    if (!whole(this.every, 1, 99)) errors.every = words.series.everyBad;
    if (this.ends === 'times' && !whole(this.times, 2, 200)) errors.times = words.series.timesBad;
    if (this.ends === 'until' && !this.until) errors.until = words.series.untilNeeded;
    return errors;
  }

  /** @param {Record<string, any>} change */
  set(change) {
    Object.assign(this, change);
    for (const name of Object.keys(change)) delete this.errors[name];
    this.requestUpdate();
    this.plan();
  }

  /** Asks what the rule gives, a moment after the last change; an answer to an older question is dropped. */
  plan() {
    const { starts } = this;
    const wrong = this.ruleErrors();
    const question = { ask: 'plan_series', patient_id: this.patient || null, practitioner_id: this.practitioner?.practitioner_id ?? '', room_id: this.room || null, service_ids: this.services, starts_at: starts, minutes: this.minutes, rule: this.rule() };
    const key = JSON.stringify(question);
    if (key === this.askedFor) return;
    this.askedFor = key;
    clearTimeout(this.timer);
    this.looked();
    this.planned = null;
    this.problem = '';
    // Not yet typed is not wrong.
    this.errors = Object.fromEntries(Object.entries(wrong).filter(([name]) => name !== 'until'));
    const ready = starts && this.minutes > 0 && question.practitioner_id && Object.keys(wrong).length === 0;
    this.busy = Boolean(ready);
    this.tell();
    if (!ready) return;
    this.looking = new Promise((looked) => {
      this.looked = () => looked(undefined);
      this.timer = setTimeout(() => this.look(question, key).finally(looked), WAIT_MS);
    });
  }

  /** @param {any} question @param {string} key */
  async look(question, key) {
    try {
      const { visits } = await ask(question);
      if (key !== this.askedFor) return;
      this.planned = visits.map((/** @type {any} */ visit) => ({ ...visit, key: visit.starts_at }));
      this.accept(this.outside);
    } catch (error) {
      if (key !== this.askedFor) return;
      this.refused(/** @type {import('../ipc.js').WireError} */ (error));
    } finally {
      if (key === this.askedFor) this.busy = false;
      this.tell();
    }
  }

  /** @param {import('../ipc.js').WireError} error */
  refused(error) {
    const { field, min, max } = error.details ?? {};
    if (error.code === 'field.out_of_range' && field === 'until') this.errors = { until: words.series.untilBad(date(min), date(max)) };
    else if (error.code === 'field.out_of_range' && field === 'times') this.errors = { times: words.series.timesTooFar(max) };
    else if (error.code === 'field.invalid' && field === 'visits') this.problem = words.series.overlap;
    else if (field && ['every', 'until', 'times'].includes(field)) this.errors = { [field]: say(error) };
    else this.problem = say(error);
  }

  /** Somebody took a time meanwhile: those lines are open again, and nothing else is forgotten. @param {any} details */
  clashed(details) {
    for (const clash of fromClashes(details)) {
      const visit = this.planned?.find((one) => this.idOf(one) === clash.key);
      if (visit) Object.assign(visit, { state: clash.state, by: clash.by, spans: clash.spans, free: clash.free, pick: undefined, left: false, accepted: clash.state === 'outside_hours' && this.outside.trim() !== '' });
    }
    this.planned = [...(this.planned ?? [])];
    this.tell();
    this.updateComplete.then(() => this.focusOpen());
  }

  tell() {
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent('change'));
  }

  /** @param {SeriesVisit} visit */
  idOf(visit) {
    const id = this.ids.get(visit.key) ?? uuid7();
    this.ids.set(visit.key, id);
    return id;
  }

  /** With a reason, those outside working hours are booked there. @param {string} reason */
  accept(reason) {
    this.outside = reason;
    for (const visit of this.planned ?? []) visit.accepted = visit.state === 'outside_hours' && reason.trim() !== '';
    this.planned = this.planned && [...this.planned];
    this.tell();
  }

  /** The reason, where one of the visits needs it. */
  outsideHours() {
    return (this.planned ?? []).some((visit) => visit.accepted && !visit.pick && !visit.left) ? { reason: this.outside.trim() } : null;
  }

  /** How many still need a decision. */
  get open() {
    return (this.planned ?? []).filter(isOpen).length;
  }

  /** Those agreed on. @returns {{appointment_id: string, starts_at: string}[]} */
  visits() {
    return (this.planned ?? []).flatMap((visit) => {
      const starts = isOpen(visit) ? null : timeOfVisit(visit);
      return starts ? [{ appointment_id: this.idOf(visit), starts_at: starts }] : [];
    });
  }

  /** Whether it can be booked; what cannot is said at its place and focused. */
  valid() {
    this.errors = { ...this.errors, ...this.ruleErrors() };
    const { open } = this;
    if (this.planned && !open && !this.visits().length) this.problem = words.series.none;
    const good = Object.keys(this.errors).length === 0 && !this.problem && this.planned !== null && open === 0;
    if (!good) this.updateComplete.then(() => this.focusOpen() || /** @type {HTMLElement | null} */ (this.querySelector('.has-error input'))?.focus());
    return good;
  }

  focusOpen() {
    return /** @type {import('./series-visits.js').SeriesVisits | null} */ (this.querySelector('cd-series-visits'))?.focusOpen() ?? false;
  }

  leaveAllOut() {
    for (const visit of this.planned ?? []) if (isOpen(visit)) visit.left = true;
    this.planned = [...(this.planned ?? [])];
    this.tell();
  }

  render() {
    const w = words.series;
    const n = Number(this.every) === 1 ? 0 : 1;
    return html`<section class="repeat" aria-labelledby="repeat-title">
      <div class="repeat-head"><h3 id="repeat-title">${icon('repeat')}${w.repeat}</h3>
        <button type="button" class="button quiet small" @click=${() => this.dispatchEvent(new CustomEvent('off'))}>${w.repeatOff}</button></div>
      <div class="repeat-row">
        ${textInput({ name: 'every', label: w.every, value: this.every, mode: 'numeric', error: this.errors.every, className: 'narrow', on: (value) => this.set({ every: value }) })}
        ${selectInput({ name: 'unit', label: w.unit, hideLabel: false, value: this.unit, options: (/** @type {const} */ (['day', 'week', 'month'])).map((unit) => ({ value: unit, label: w.units[unit][n] })), on: (value) => this.set({ unit: value }) })}
        ${this.unit === 'week' ? this.renderWeekdays() : this.unit === 'month' ? this.renderMonthly() : nothing}
      </div>
      <div class="repeat-row">
        ${selectInput({ name: 'ends', label: w.ends, value: this.ends, options: [{ value: 'times', label: w.endsTimes }, { value: 'until', label: w.endsUntil }], on: (value) => this.set({ ends: value }) })}
        ${this.ends === 'times'
          ? textInput({ name: 'times', label: w.times, value: this.times, mode: 'numeric', error: this.errors.times, className: 'narrow', on: (value) => this.set({ times: value }) })
          : html`<cd-date .label=${w.until} .value=${this.until} .error=${this.errors.until ?? ''} required @change=${(/** @type {CustomEvent} */ event) => this.set({ until: event.detail.value })}></cd-date>`}
      </div>
      ${this.renderVisits()}
    </section>`;
  }

  renderWeekdays() {
    const own = this.starts ? weekday(dateOf(this.starts)) : 0;
    const press = (/** @type {number} */ day) => {
      if (day === own) return;
      const days = new Set(this.moreDays);
      if (!days.delete(day)) days.add(day);
      this.set({ moreDays: days });
    };
    return html`<div class="field" role="group" aria-labelledby="repeat-days"><span class="label" id="repeat-days">${words.series.weekdays}</span>
      <div class="repeat-days">${words.common.daysShort.map((name, i) => html`<button type="button" class="chip" title=${words.common.days[i]} aria-pressed=${this.weekdays.includes(i + 1) ? 'true' : 'false'} aria-disabled=${i + 1 === own ? 'true' : 'false'} @click=${() => press(i + 1)}>${name}</button>`)}</div></div>`;
  }

  renderMonthly() {
    const { date: onDate, nth } = this.monthWords();
    const short = this.monthly === 'date' && Number(this.starts?.slice(8, 10) ?? 0) > 28;
    return selectInput({ name: 'monthly', label: words.series.monthly, value: this.monthly, hint: short ? words.series.shortMonths : '', options: [{ value: 'date', label: onDate }, { value: 'weekday', label: nth }], on: (value) => this.set({ monthly: value }) });
  }

  monthWords() {
    const day = Number(this.starts?.slice(8, 10) ?? 1);
    const name = words.common.days[(this.starts ? weekday(dateOf(this.starts)) : 1) - 1];
    return { date: words.series.onDate(day), nth: words.series.onNth(Math.ceil(day / 7), name) };
  }

  renderVisits() {
    const w = words.series;
    if (!this.starts) return html`<p class="muted">${w.needsTime}</p>`;
    if (this.problem && !this.planned) return html`<p class="message" role="alert">${this.problem}</p>`;
    if (this.busy) return html`<p class="muted" role="status"><span class="spinner"></span>${w.looking}</p>`;
    if (!this.planned) return nothing;
    const { open } = this;
    return html`
      ${this.problem ? html`<p class="message" role="alert">${this.problem}</p>` : nothing}
      <p class="repeat-total" role="status"><span class="number">${this.totalText()}</span>
        ${open ? html`<span class="warn">${icon('warning', { size: 14 })}${w.open(open)}</span><button type="button" class="button quiet small" @click=${this.leaveAllOut}>${w.leaveAllOut(open)}</button>` : nothing}</p>
      ${this.planned.some((visit) => visit.state === 'outside_hours' && !visit.pick && !visit.left) ? textInput({ name: 'repeat-outside', label: w.outsideWhy, value: this.outside, on: (value) => this.accept(value) }) : nothing}
      <cd-series-visits .visits=${this.planned} .minutes=${this.minutes} .practitioner=${this.practitioner} .mayLeaveFree=${true} @change=${() => {
        this.problem = '';
        this.tell();
      }}></cd-series-visits>`;
  }

  /** "8 visits, Tuesdays 10:30, until 12 Jan 2027" */
  totalText() {
    const visits = this.visits();
    const last = visits.map((visit) => visit.starts_at).sort().at(-1);
    if (!last) return this.open ? '' : words.series.none;
    return words.series.total(visits.length, this.ruleText(), date(last));
  }

  ruleText() {
    const { every, unit } = this.rule();
    const at = time(timeOf(this.starts ?? ''));
    const w = words.series.rule;
    if (unit === 'day') return w.everyDay(every, at);
    if (unit === 'week') return w.everyWeek(every, this.weekdays.map((day) => words.common.days[day - 1]), at);
    const on = this.monthWords();
    return w.everyMonth(every, this.monthly === 'date' ? on.date : on.nth, at);
  }
}

customElements.define('cd-book-repeat', BookRepeat);
