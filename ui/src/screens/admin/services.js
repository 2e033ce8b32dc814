// What patients come for: name, minutes, price, and who gives it.
import { html, nothing } from 'lit';
import { app } from '../../app.js';
import * as format from '../../format.js';
import { ask } from '../../ipc.js';
import { say as sayError } from '../../messages.js';
import { checkList, radioField, textField } from '../../parts/fields.js';
import { nextPrice, priceErrors, pricesField, pricesInWords, sentPrices, typedPrices } from '../../parts/service-prices.js';
import { words } from '../../words/en.js';
import { AdminList } from './list.js';

const say = words.admin.services;

class Services extends AdminList {
  constructor() {
    super();
    /** @type {any[]} */
    this.practitioners = [];
  }

  get words() {
    return say;
  }

  get heading() {
    return words.admin.tabs.services;
  }

  get source() {
    return { question: 'services', key: 'service_id', kind: 'service', also: ['practitioner', 'price_list'] };
  }

  async loadMore() {
    [this.practitioners] = await Promise.all([ask({ ask: 'practitioners' }), app.load('price_lists')]);
  }

  columns() {
    return [
      { head: say.name, cell: (/** @type {any} */ row) => row.name },
      { head: say.minutes, cell: (/** @type {any} */ row) => words.admin.minutes(row.minutes), number: true },
      { head: say.price, cell: (/** @type {any} */ row) => this.price(row), number: true },
      { head: say.who, cell: (/** @type {any} */ row) => this.who(row.practitioner_ids), extra: true },
    ];
  }

  /** Today's, and what it will be. @param {any} row */
  price(row) {
    const next = nextPrice(row.prices);
    return html`${format.money(row.today_minor)}${next ? html`<span class="price-next muted small">${words.admin.prices.next(format.money(next.price_minor), format.date(next.valid_from))}</span>` : nothing}`;
  }

  /** @param {string[]} ids */
  who(ids) {
    if (ids.length === 0) return say.everyone;
    return this.practitioners.filter((one) => ids.includes(one.practitioner_id)).map((one) => one.short_name).join(', ');
  }

  /** @param {any} row */
  findText(row) {
    return `${row.name} ${row.code ?? ''}`;
  }

  blank() {
    return { name: '', minutes: '15', price: '', code: '', who: 'everyone', practitioner_ids: [], prices: [], account_code: '' };
  }

  /** @param {any} row */
  toValues(row) {
    return {
      name: row.name, minutes: String(row.minutes), price: format.moneyTyped(row.price_minor), code: row.code ?? '',
      who: row.practitioner_ids.length ? 'only' : 'everyone', practitioner_ids: row.practitioner_ids, prices: typedPrices(row.prices), account_code: row.account_code ?? '',
    };
  }

  /** @returns {Record<string, any>} */
  labels() {
    return { ...say, practitioner_ids: say.who, prices: words.admin.prices.title, account_code: words.admin.accountCodes.label };
  }

  names() {
    return { price_minor: 'price' };
  }

  /** @param {string} field @param {any} value */
  shown(field, value) {
    if (field === 'prices') return pricesInWords(value);
    if (field === 'practitioner_ids') return this.who(value);
    return field === 'who' ? (value === 'only' ? say.only : say.everyone) : String(value);
  }

  /** @param {any} form @param {any} row */
  fields(form, row) {
    const { values } = form;
    const options = this.practitioners.filter((one) => one.active || values.practitioner_ids.includes(one.practitioner_id)).map((one) => ({ value: one.practitioner_id, label: one.short_name }));
    return html`
      ${textField({ ...form.bind('name'), label: say.name, first: true })}
      <div class="f-row">
        ${textField({ ...form.bind('minutes'), label: say.minutes, hint: say.minutesHint, inputmode: 'numeric' })}
        ${textField({ ...form.bind('price'), label: say.standardPrice(app.clinic?.currency ?? ''), inputmode: 'decimal', hint: row && row.today_minor !== row.price_minor ? words.admin.prices.todayOther(format.money(row.today_minor)) : undefined })}
      </div>
      ${textField({ ...form.bind('code'), label: say.code, hint: say.codeHint, optional: true, spellcheck: false })}
      ${textField({ ...form.bind('account_code'), label: words.admin.accountCodes.label, hint: words.admin.accountCodes.serviceHint, optional: true, maxlength: 20, spellcheck: false })}
      ${radioField({ ...form.bind('who'), label: say.who, inline: true, options: [{ value: 'everyone', label: say.everyone }, { value: 'only', label: say.only }] })}
      ${values.who === 'only' ? checkList({ ...form.bind('practitioner_ids'), label: say.only, none: say.noPractitioners, columns: true, options }) : nothing}
      ${pricesField(form, () => this.focusNewPrice())}
    `;
  }

  async focusNewPrice() {
    await this.updateComplete;
    /** @type {HTMLElement|null} */ (this.querySelector('.service-price:last-of-type :is(select, input)'))?.focus();
  }

  /** @param {any} row */
  more(row) {
    if (!app.can('history.record')) return nothing;
    return html`<cd-folded .of=${row.service_id} .label=${words.admin.prices.history} .load=${() => import('../../parts/price-history.js')} .draw=${() => html`<cd-price-history .service=${row.service_id}></cd-price-history>`}></cd-folded>`;
  }

  /** @param {any} form */
  check(form) {
    const { minutes, price, who, practitioner_ids, prices } = form.values;
    const length = Number(minutes);
    const fits = /^\d+$/.test(minutes.trim()) && length >= 5 && length <= 720;
    return form.check({
      name: form.missing('name'),
      minutes: !fits ? sayError({ code: 'field.out_of_range', details: { min: 5, max: 720 } }) : length % 5 ? say.minutesHint : null,
      price: form.missing('price') ?? (format.parseMoney(price) === null ? say.notMoney(format.moneyTyped(4500)) : null),
      practitioner_ids: who === 'only' && practitioner_ids.length === 0 ? say.noneChosen : null,
      ...priceErrors(this, prices),
    });
  }

  /** @param {any} form @param {any} row */
  steps(form, row) {
    const { name, minutes, price, code, who, practitioner_ids, prices, account_code } = form.values;
    const service = {
      service_id: form.rowId, name: name.trim(), minutes: Number(minutes), price_minor: format.parseMoney(price) ?? 0,
      practitioner_ids: who === 'only' ? practitioner_ids : [], code: code.trim() || null, prices: sentPrices(prices), account_code: account_code.trim() || null,
    };
    return [(/** @type {number} */ version) => (row ? { op: 'edit_service', ...service, version, active: row.active } : { op: 'add_service', ...service })];
  }

  /** @param {any} row @param {boolean} active */
  hiding(row, active) {
    const { service_id, name, minutes, price_minor, practitioner_ids, code, account_code } = row;
    return (/** @type {number} */ version) => ({ op: 'edit_service', service_id, name, minutes, price_minor, practitioner_ids, code, account_code, version, active });
  }
}

customElements.define('cd-admin-services', Services);
