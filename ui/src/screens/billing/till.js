// Billing → Close the day: what one's drawer should hold, cash moved, and the close.
import { html, nothing } from 'lit';
import { app, toast } from '../../app.js';
import { date, dateTime, money, moneyTyped, parseMoney, time } from '../../format.js';
import { icon } from '../../icons.js';
import { say } from '../../messages.js';
import { openTillSheet } from '../../parts/document-dialog.js';
import { correctedTo } from '../../parts/payment-text.js';
import { areaInput, textInput } from '../../parts/inputs.js';
import { TypedOffer } from '../../parts/typed-offer.js';
import { leftOpen, openFloat, openMove } from '../../parts/till-dialogs.js';
import { Sender } from '../../parts/sender.js';
import { words } from '../../words/en.js';
import { BillingList } from './list.js';

/** @typedef {import('../../bindings/TillNow').TillNow} TillNow */
/** @typedef {import('../../bindings/TillCorrection').TillCorrection} TillCorrection */

const w = words.till;
const c = words.corrections;

class TillPage extends BillingList {
  static properties = { ...BillingList.properties, tillId: { state: true }, counted: { state: true }, card: { state: true }, sure: { state: true } };

  constructor() {
    super();
    /** An earlier day that was left open; null: one's own of today. @type {string|null} */
    this.tillId = null;
    this.counted = '';
    /** @type {string|null} as the terminal's slip says; null: as expected */
    this.card = null;
    this.reason = '';
    /** @type {Record<string, string>} */
    this.errors = {};
    this.refusal = '';
    this.sure = false;
    this.sender = new Sender(() => this.requestUpdate());
    this.offer = new TypedOffer(this);
    /** Which till the count is kept for; '': none is counted. */
    this.counting = '';
  }

  connectedCallback() {
    if (leftOpen.wanted) Object.assign(this, { tillId: leftOpen.wanted, answer: null });
    leftOpen.wanted = null;
    super.connectedCallback();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.offer.flush();
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  updated(changed) {
    super.updated(changed);
    const counting = !this.answer || this.answer.status === 'closed' ? '' : `till ${this.tillId ?? this.answer.day}`;
    if (counting !== this.counting) {
      this.counting = counting;
      this.offer.flush();
      this.offer = new TypedOffer(this);
      this.offer.start(counting, () => this.typing());
    }
    if (this.counted.trim() || this.card !== null || this.reason.trim()) this.offer.keep(() => this.typing());
  }

  typing() {
    return { counted: this.counted, card: this.card, reason: this.reason };
  }

  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector('#f-till-counted'));
  }

  get question() {
    return { ask: 'till', ...(this.tillId ? { till_id: this.tillId } : {}) };
  }

  get title() {
    return w.title;
  }

  get lead() {
    return w.lead;
  }

  get cardTyped() {
    return this.card ?? moneyTyped(this.answer?.expected.card_minor ?? 0);
  }

  /** Counted less expected, or null while something cannot be read. */
  get difference() {
    const { expected } = /** @type {TillNow} */ (this.answer);
    const counted = parseMoney(this.counted);
    const card = parseSigned(this.cardTyped);
    return counted === null || card === null ? null : { counted, card, cash: counted - expected.cash_minor, total: counted - expected.cash_minor + card - expected.card_minor, apart: counted !== expected.cash_minor || card !== expected.card_minor };
  }

  /** @param {Event} event */
  ask(event) {
    event.preventDefault();
    const found = this.difference;
    this.errors = {};
    if (parseMoney(this.counted) === null) this.errors.counted = words.checkout.notMoney(moneyTyped(this.answer.expected.cash_minor));
    if (parseSigned(this.cardTyped) === null) this.errors.card = words.checkout.notMoney(moneyTyped(4500));
    if (found?.apart && !this.reason.trim()) this.errors.reason = w.reasonNeeded;
    this.refusal = '';
    this.sure = Object.keys(this.errors).length === 0;
    this.requestUpdate();
    this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector(this.sure ? '[data-close]' : '[aria-invalid="true"]'))?.focus());
  }

  async close() {
    const found = this.difference;
    if (!found) return;
    try {
      await this.sender.send({ op: 'close_till', entries: this.answer.expected.entries, counted_minor: found.counted, card_counted_minor: found.card, ...(this.reason.trim() ? { reason: this.reason.trim() } : {}), ...(this.tillId ? { till_id: this.tillId } : {}) });
      this.offer.end();
      toast(this.tillId ? w.doneDay : w.done);
      Object.assign(this, { tillId: null, counted: '', card: null, reason: '' });
    } catch (error) {
      this.refusal = say(/** @type {any} */ (error));
    }
    this.sure = false;
    await this.load();
  }

  /** @param {TillNow} now */
  list(now) {
    return html`${this.tillId ? this.earlier(now) : nothing}<div class="till">
        ${this.expected(now)}
        ${now.status === 'closed' ? html`<p class="banner">${icon('lock')}<span>${w.closedToday}</span></p>` : this.count()}
      </div>
      ${this.tillId ? nothing : this.leftOpen(now)}
      ${now.moves.length ? html`<section><h2>${w.moves}</h2><ul class="till-moves">${now.moves.map((move) => html`<li><span class="muted number">${time(app.wall(move.moved_at))}</span><span class="grow">${move.reason}${move.purpose ? html` <span class="muted">${w.purposes[/** @type {'bank'} */ (move.purpose)]}</span>` : nothing}</span><span class="number">${money(move.amount_minor)}</span></li>`)}</ul></section>` : nothing}
      ${now.corrections.length ? html`<section><h2>${w.corrections}</h2><ul class="till-moves">${now.corrections.map((one) => this.correction(one))}</ul></section>` : nothing}
      <section><h2>${w.closes}</h2>${now.closes.length ? this.closes(now) : html`<p class="muted">${w.noCloses}</p>`}</section>`;
  }

  /** What stands in this till because it was put right, by whom, and of which closed day. @param {TillCorrection} one */
  correction(one) {
    const about = [one.closed_day ? c.ofClosedDay(one.closed_cashier ?? '', date(one.closed_day)) : '', c.correctedBy(one.corrected_by, date(app.wall(one.corrected_at).slice(0, 10))), one.reason ?? ''].filter(Boolean);
    return html`<li><span class="muted nowrap">${one.receipt}</span><span class="grow">${correctedTo(one)} <span class="muted">${about.join(' · ')}</span></span><span class="muted nowrap">${one.right_receipt ?? one.reversal}</span></li>`;
  }

  /** The sums of a closed day stay as they were sealed: what was put right later is told below. @param {TillCorrection[]} later */
  later(later) {
    return later.map((one) => html`<tr class="till-later"><td></td><td colspan="6"><span class="tag">${w.correctedLater}</span> ${one.receipt}: ${correctedTo(one)} <span class="muted">${c.correctedBy(one.corrected_by, dateTime(app.wall(one.corrected_at)))}${one.reason ? ` · ${one.reason}` : ''}</span></td></tr>`);
  }

  /** @param {string|null} tillId */
  choose(tillId) {
    Object.assign(this, { tillId, answer: null, counted: '', card: null, reason: '', sure: false, refusal: '' });
    this.load();
  }

  /** Which earlier day is being closed. @param {TillNow} now */
  earlier({ day, left_open }) {
    const who = left_open.find((one) => one.till_id === this.tillId)?.cashier ?? '';
    return html`<p class="banner">${icon('clock')}<span class="grow">${w.ofDay(who, date(day))}</span><button type="button" class="f-link" @click=${() => this.choose(null)}>${w.backToToday}</button></p>`;
  }

  /** @param {TillNow} now */
  leftOpen({ left_open }) {
    if (!left_open.length) return nothing;
    return html`<section aria-labelledby="till-left"><h2 id="till-left">${w.leftOpen} <span class="queue-count">${left_open.length}</span></h2><p class="muted">${w.leftOpenLead}</p>
      <ul class="period-tills">${left_open.map((one) => html`<li><span class="grow"><b>${date(one.day)}</b> ${one.cashier}</span><button type="button" class="button small" aria-label=${w.countOf(one.cashier, date(one.day))} @click=${() => this.choose(one.till_id)}>${w.count}</button></li>`)}</ul></section>`;
  }

  /** @param {TillNow} now */
  expected({ expected, status }) {
    const row = (/** @type {string} */ term, /** @type {number} */ minor, cls = '') => html`<div class=${cls}><dt>${term}</dt><dd class="number">${money(minor)}</dd></div>`;
    const own = (/** @type {string} */ kind) => (expected.own ?? []).filter((one) => one.method === kind && one.amount_minor);
    // The clinic's own stand by their names; the slip is held against all cards together.
    const rest = (/** @type {'transfer'|'other'} */ kind, /** @type {number} */ sum) => {
      const left = sum - own(kind).reduce((all, one) => all + one.amount_minor, 0);
      return html`${left ? row(w[kind], left) : nothing}${own(kind).map((one) => row(one.name, one.amount_minor))}`;
    };
    return html`<section class="till-expected"><h2>${w.expected} <span class="muted small">${w.entries(expected.entries)}</span></h2>
      <dl>${row(w.float, expected.float_minor)}${row(w.cashTaken, expected.cash_taken_minor)}${expected.moved_minor ? row(w.moved, expected.moved_minor) : nothing}${row(w.inDrawer, expected.cash_minor, 'is-total')}
        ${row(w.card, expected.card_minor)}${own('card').map((one) => row(w.ofWhich(one.name), one.amount_minor, 'is-part'))}${rest('transfer', expected.transfer_minor)}${rest('other', expected.other_minor)}</dl>
      ${status === 'closed' || this.tillId ? nothing : html`<div class="button-row"><button type="button" class="button small" @click=${() => openFloat(expected.float_minor)}>${w.setFloat}</button><button type="button" class="button small" @click=${() => openMove()}>${w.move}</button></div>`}
    </section>`;
  }

  count() {
    const found = this.difference;
    const put = (/** @type {'counted'|'card'|'reason'} */ field) => (/** @type {string} */ value) => {
      this[field] = value;
      delete this.errors[field];
      this.sure = false;
      this.requestUpdate();
    };
    return html`<form class="till-count f-form" novalidate autocomplete="off" @submit=${this.ask}>
      ${this.offer.render((typing) => Object.assign(this, typing))}
      ${this.refusal ? html`<div class="f-summary" role="alert">${icon('warning')}<p>${this.refusal}</p></div>` : nothing}
      ${textInput({ name: 'till-counted', label: w.counted, value: this.counted, mode: 'decimal', error: this.errors.counted, on: put('counted') })}
      ${textInput({ name: 'till-card', label: w.cardCounted, value: this.cardTyped, mode: 'decimal', error: this.errors.card, on: put('card') })}
      <p role="status"><span class="muted">${w.difference}</span> <b class="number ${found?.apart ? 'error' : ''}">${!this.counted.trim() || !found ? '–' : found.apart ? money(found.total) : w.noDifference}</b></p>
      ${found?.apart && this.counted.trim() ? areaInput({ name: 'till-reason', label: w.reason, value: this.reason, error: this.errors.reason, on: put('reason') }) : nothing}
      ${this.sure ? html`<div class="till-sure" role="alert"><p>${this.tillId ? w.sureDay : w.sure}</p><div class="button-row"><button type="button" class="button primary" data-close ?disabled=${this.sender.busy} @click=${this.close}>${w.closeNow}</button><button type="button" class="button" @click=${() => (this.sure = false)}>${w.notYet}</button></div></div>`
        : html`<button type="submit" class="button primary">${this.tillId ? w.closeDay : w.close}</button>`}
    </form>`;
  }

  /** @param {TillNow} now */
  closes({ closes }) {
    return html`<table class="rows"><thead><tr><th scope="col">${w.day}</th><th scope="col">${w.cashier}</th><th scope="col" class="number">${w.counted}</th><th scope="col" class="number billing-extra">${w.card}</th><th scope="col" class="number">${w.difference}</th><th scope="col">${w.seal}</th><td></td></tr></thead>
      <tbody>${closes.map((one) => html`<tr><td class="nowrap">${date(one.day)}</td><td>${one.cashier} <span class="muted">${dateTime(app.wall(one.closed_at))}</span></td><td class="number">${money(one.counted_minor)}</td><td class="number billing-extra">${money(one.card_counted_minor)}</td>
        <td class="number">${one.difference_minor ? money(one.difference_minor) : w.noDifference}${one.reason ? html`<br /><span class="muted small">${one.reason}</span>` : nothing}</td><td class="till-seal">${one.seal.slice(0, 8)}</td>
        <td class="billing-do"><button type="button" class="icon-button" aria-label=${words.documents.openTill(one.cashier, date(one.day))} title=${words.documents.openTill(one.cashier, date(one.day))} @click=${() => openTillSheet(one.till_id)}>${icon('print')}</button></td></tr>${this.later(one.corrected_later)}`)}</tbody></table>`;
  }
}

/** Cards may come to less than nought when more was given back than taken. @param {string} text @returns {number|null} */
function parseSigned(text) {
  const plain = text.trim();
  const below = /^[-−]/.test(plain);
  const minor = parseMoney(below ? plain.slice(1) : plain);
  return minor === null ? null : below ? -minor : minor;
}

customElements.define('cd-billing-till', TillPage);
