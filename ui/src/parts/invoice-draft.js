// What is typed into a draft invoice: its lines, the discount on the whole, the note; and how it is drawn.
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { app } from '../app.js';
import { money, moneyTyped } from '../format.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';
import { areaInput, textInput } from './inputs.js';
import { hasLists } from './patient-prices.js';
import { blankLine, discountSent, discountTyped, lineErrors, parseDiscount, percent, sentLine, typedLine } from './invoice-lines.js';

/** @typedef {import('./invoice-lines.js').TypedLine} TypedLine */
/** @typedef {import('../bindings/TaxRateLine').TaxRateLine} TaxRate */

const w = words.invoice;

export class InvoiceDraft {
  /**
   * @param {import('../bindings/InvoiceView').InvoiceView} view
   * @param {{rates: TaxRate[], limit: number, prices: import('./patient-prices.js').Prices, changed: () => void}} around
   */
  constructor(view, { rates, limit, prices, changed }) {
    this.rates = rates;
    this.prices = prices;
    this.limit = limit;
    this.tell = changed;
    this.lines = view.lines.map(typedLine);
    this.whole = discountTyped(view.discount);
    this.wholeReason = view.discount?.reason ?? '';
    this.note = view.note ?? '';
    /** Given at the visit after the draft was written. @type {import('../bindings/InvoiceLine').InvoiceLine[]} */
    this.since = view.given_since;
    /** @type {Record<string, string>} */
    this.errors = {};
    /** @type {import('../bindings/InvoiceSums').InvoiceSums} */
    this.sums = { line_minor: view.lines.map((line) => line.net_minor + line.tax_minor), net_minor: view.net_minor, tax_minor: view.tax_minor, total_minor: view.total_minor, within_limit: true };
    this.original = this.#text();
  }

  #text() {
    return JSON.stringify([this.lines, this.whole, this.wholeReason, this.note]);
  }

  get changed() {
    return this.#text() !== this.original;
  }

  get typing() {
    const { lines, whole, wholeReason, note } = this;
    return { lines, whole, wholeReason, note };
  }

  /** @param {any} typing */
  takeUp(typing) {
    Object.assign(this, typing);
    this.errors = {};
    this.tell();
  }

  saved() {
    this.original = this.#text();
  }

  /** Something typed means nothing yet. */
  get isUnclear() {
    return this.lines.some((_, at) => ['quantity', 'unit', 'discount', 'description'].some((field) => lineErrors(this.lines)[`${field}.${at}`])) || parseDiscount(this.whole) === undefined;
  }

  /** On the wire. @param {boolean} [unfinished] reasons may still be missing: only the sums are asked for */
  sent(unfinished = false) {
    const reason = (/** @type {string} */ text) => text.trim() || (unfinished ? '-' : '');
    return {
      lines: this.lines.map((line) => sentLine({ ...line, reason: reason(line.reason) })), discount: discountSent(this.whole, reason(this.wholeReason)), ...(unfinished ? {} : { note: this.note.trim() || null }),
    };
  }

  check() {
    this.errors = lineErrors(this.lines);
    const whole = parseDiscount(this.whole);
    if (whole === undefined) this.errors.whole = w.discountBad(money(500));
    if (whole && !this.wholeReason.trim()) this.errors.wholeReason = w.reasonNeeded;
    return Object.keys(this.errors).length === 0;
  }

  /** @param {number} at @param {Partial<TypedLine>} change */
  set(at, change) {
    this.lines = this.lines.map((line, i) => (i === at ? { ...line, ...change } : line));
    for (const field of Object.keys(change)) delete this.errors[`${field}.${at}`];
    this.tell();
  }

  /** @param {TypedLine[]} lines */
  replace(lines) {
    this.lines = lines;
    this.errors = {};
    this.tell();
  }

  /** What the patient's list says for the day. @param {import('../wire-types.js').Service} service */
  priceOf(service) {
    return moneyTyped(this.prices.get(service.service_id)?.price_minor ?? service.today_minor);
  }

  /** Where a line's price is from, while it is that one. @param {TypedLine} line */
  listOf(line) {
    return hasLists() && line.price_list && line.unit.trim() === line.listed ? line.price_list : '';
  }

  /** @param {string} id */
  addService(id) {
    const service = app.lists.services.find((one) => one.service_id === id);
    if (!service) return;
    const rate = this.rates.find((one) => one.service_ids.includes(id));
    const before = this.lines.at(-1)?.practitioner_id ?? null;
    this.replace([...this.lines, blankLine({ service_id: id, description: service.name, unit: this.priceOf(service), price_list: this.prices.get(id)?.price_list ?? app.lists.price_lists.find((one) => one.standard)?.name ?? null, listed: this.priceOf(service), tax_rate_id: rate?.tax_rate_id ?? '', practitioner_id: before })]);
  }

  /** @param {import('../bindings/InvoiceLine').InvoiceLine} line */
  addGiven(line) {
    this.since = this.since.filter((one) => one !== line);
    this.replace([...this.lines, blankLine({ service_id: line.service_id, description: line.description, quantity: String(line.quantity), unit: moneyTyped(line.unit_minor), listed: moneyTyped(line.unit_minor), tax_rate_id: line.tax_rate_id ?? '', practitioner_id: line.practitioner_id })]);
  }

  /** What would be billed to nobody. */
  renderSince() {
    const open = this.since.filter((one) => !this.lines.some((line) => line.service_id === one.service_id));
    if (!open.length) return nothing;
    return html`<div class="invoice-since">${icon('warning')}<div><p>${w.givenSince}</p>${open.map((one) => html`<button type="button" class="button small" @click=${() => this.addGiven(one)}>${icon('plus')}${one.description} · ${money(one.unit_minor)}</button>`)}</div></div>`;
  }

  render() {
    const services = app.lists.services.filter((one) => one.active);
    return html`
      ${this.renderSince()}
      ${this.lines.length ? this.renderLines() : html`<p class="muted">${w.noLines}</p>`}
      <div class="invoice-add">
        <label class="visually-hidden" for="invoice-service">${w.addService}</label>
        <select id="invoice-service" class="input" .value=${live('')} @change=${(/** @type {any} */ event) => this.addService(event.target.value)}>
          <option value="">${w.chooseService}</option>${services.map((one) => html`<option value=${one.service_id}>${one.name} · ${money(this.prices.get(one.service_id)?.price_minor ?? one.today_minor)}</option>`)}</select>
        <button type="button" class="button quiet" @click=${() => this.replace([...this.lines, blankLine()])}>${icon('plus')}${w.addLine}</button>
      </div>
      <div class="invoice-foot">
        <div class="invoice-more">
          <div class="grid-2">
            ${textInput({ name: 'invoice-whole', label: w.wholeDiscount, value: this.whole, error: this.errors.whole, hint: `${w.discountHint} ${w.limit(percent(this.limit))}`, on: (value) => this.put({ whole: value }) })}
            ${this.whole.trim() ? textInput({ name: 'invoice-whole-reason', label: w.reason, value: this.wholeReason, error: this.errors.wholeReason, on: (value) => this.put({ wholeReason: value }) }) : nothing}
          </div>
          ${areaInput({ name: 'invoice-note', label: w.note, value: this.note, on: (value) => this.put({ note: value }) })}
        </div>
        ${this.renderSums()}
      </div>
    `;
  }

  /** @param {Partial<{whole: string, wholeReason: string, note: string}>} change */
  put(change) {
    Object.assign(this, change);
    for (const field of Object.keys(change)) delete this.errors[field];
    this.tell();
  }

  renderLines() {
    return html`<table class="invoice-lines"><thead><tr><th scope="col">${w.description}</th><th scope="col" class="invoice-narrow">${w.quantity}</th><th scope="col" class="invoice-money">${w.unit}</th>
      <th scope="col" class="invoice-money" title=${w.discountHint}>${w.discount}</th>${this.rates.length ? html`<th scope="col" class="invoice-tax">${w.tax}</th>` : nothing}<th scope="col" class="number">${w.lineTotal}</th><th><span class="visually-hidden">${w.removeLine(0)}</span></th></tr></thead>
      <tbody>${this.lines.map((line, at) => this.renderLine(line, at))}</tbody></table>`;
  }

  /** @param {TypedLine} line @param {number} at */
  renderLine(line, at) {
    const cell = (/** @type {'description'|'quantity'|'unit'|'discount'|'reason'} */ field, /** @type {string} */ label, mode = '', hint = '') => {
      const error = this.errors[`${field}.${at}`];
      return html`<input class="input" inputmode=${mode || nothing} autocomplete="off" aria-label=${w.lineField(label, at + 1)} placeholder=${hint || nothing} aria-invalid=${error ? 'true' : nothing} title=${error ?? nothing} .value=${live(line[field])}
        @input=${(/** @type {any} */ event) => this.set(at, { [field]: event.target.value })} />`;
    };
    const said = ['description', 'quantity', 'unit', 'discount', 'reason'].map((field) => this.errors[`${field}.${at}`]).filter(Boolean);
    const taken = line.discount.trim();
    const list = this.listOf(line);
    return html`<tr>
        <td>${cell('description', w.description)}</td><td class="invoice-narrow">${cell('quantity', w.quantity, 'numeric')}</td><td class="invoice-money">${cell('unit', w.unit, 'decimal')}</td><td class="invoice-money">${cell('discount', w.discount)}</td>
        ${this.rates.length ? html`<td class="invoice-tax"><select class="input" aria-label=${w.lineField(w.tax, at + 1)} @change=${(/** @type {any} */ event) => this.set(at, { tax_rate_id: event.target.value })}>
          <option value="" ?selected=${!line.tax_rate_id}>${w.noTax}</option>${this.rates.filter((rate) => rate.active || rate.tax_rate_id === line.tax_rate_id).map((rate) => html`<option value=${rate.tax_rate_id} ?selected=${rate.tax_rate_id === line.tax_rate_id}>${w.taxLine(rate.name, rate.inclusive)}</option>`)}</select></td>` : nothing}
        <td class="number">${money(this.sums.line_minor[at] ?? 0)}</td>
        <td class="invoice-remove"><button type="button" class="icon-button" aria-label=${w.removeLine(at + 1)} title=${w.removeLine(at + 1)} @click=${() => this.replace(this.lines.filter((_, i) => i !== at))}>${icon('trash')}</button></td>
      </tr>
      ${taken || list || said.length ? html`<tr class="invoice-under"><td colspan=${this.rates.length ? 7 : 6}>
        ${list ? html`<span class="muted small invoice-list">${w.priceOf(list)}</span>` : nothing}
        ${taken ? html`<label class="invoice-reason"><span class="label">${w.reason}</span>${cell('reason', w.reason)}</label>` : nothing}
        ${said.map((sentence) => html`<p class="message">${sentence}</p>`)}</td></tr>` : nothing}`;
  }

  renderSums() {
    const { sums } = this;
    return html`<div class="invoice-sums" aria-live="polite"><dl>
      <div><dt>${w.net}</dt><dd class="number">${money(sums.net_minor)}</dd></div>
      ${sums.tax_minor ? html`<div><dt>${w.taxSum}</dt><dd class="number">${money(sums.tax_minor)}</dd></div>` : nothing}
      <div class="is-total"><dt>${w.total}</dt><dd class="number">${money(sums.total_minor)}</dd></div></dl>
      ${sums.within_limit ? nothing : html`<p class="invoice-approve">${icon('info')}${words.approve.needed(percent(this.limit))}</p>`}
    </div>`;
  }
}
