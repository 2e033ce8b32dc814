// Dated prices of a service as they are typed in its form: by which list, from when, until when.
import { html, nothing } from 'lit';
import { app } from '../app.js';
import * as format from '../format.js';
import { icon } from '../icons.js';
import { selectField, textField } from './fields.js';
import { words } from '../words/en.js';
import './date-input.js';
import './service-prices.css';

const say = words.admin.prices;

/** @typedef {import('../bindings/ServicePrice').ServicePrice} ServicePrice */
/** @typedef {{price_list_id: string, price: string, valid_from: string|null, valid_to: string|null}} TypedPrice */

/** The standard list's name is the clinic's; its id is the same everywhere. */
export const STANDARD = '00000000-0000-0000-0000-000000000001';

/** In the order of lists as they are shown, then of days. @param {ServicePrice[]} prices @returns {TypedPrice[]} */
export function typedPrices(prices) {
  const place = (/** @type {ServicePrice} */ one) => app.lists.price_lists.findIndex((list) => list.price_list_id === one.price_list_id);
  return [...prices]
    .sort((a, b) => place(a) - place(b) || a.valid_from.localeCompare(b.valid_from))
    .map(({ price_list_id, price_minor, valid_from, valid_to }) => ({ price_list_id, price: format.moneyTyped(price_minor), valid_from, valid_to }));
}

/** @param {TypedPrice[]} prices @returns {ServicePrice[]} */
export const sentPrices = (prices) => prices.map(({ price_list_id, price, valid_from, valid_to }) => ({ price_list_id, price_minor: format.parseMoney(price) ?? 0, valid_from: valid_from ?? '', valid_to }));

/** The days of a price in words: "from 1 Jan 2027", "1 Jan 2027 to 31 Mar 2027". @param {{valid_from: string, valid_to: string|null}} price */
export const daysOf = ({ valid_from: from, valid_to: to }) => (to ? say.fromTo(format.date(from), format.date(to)) : say.from(format.date(from)));

/** What the standard price will be next, and from when. @param {ServicePrice[]} prices @returns {ServicePrice | null} */
export function nextPrice(prices) {
  const today = app.today();
  const later = prices.filter((one) => one.price_list_id === STANDARD && one.valid_from > today);
  return later.sort((a, b) => a.valid_from.localeCompare(b.valid_from))[0] ?? null;
}

/** A price as one line, for the choice between two saves. @param {TypedPrice[]} prices */
export const pricesInWords = (prices) => prices.map((one) => `${listName(one.price_list_id)}: ${one.price} ${one.valid_from ? daysOf({ valid_from: one.valid_from, valid_to: one.valid_to }) : ''}`).join(', ');

/** @param {string} id */
export const listName = (id) => app.lists.price_lists.find((one) => one.price_list_id === id)?.name ?? '';

/**
 * What is wrong, as "prices.place.field" → sentence. Dates that cannot be read are asked of the fields themselves.
 * @param {HTMLElement} host
 * @param {TypedPrice[]} prices
 * @returns {Record<string, string>}
 */
export function priceErrors(host, prices) {
  /** @type {Record<string, string>} */
  const errors = {};
  for (const input of /** @type {NodeListOf<import('./date-input.js').DateInput>} */ (host.querySelectorAll('.service-prices cd-date'))) if (input.isUnclear) errors[input.dataset.field ?? ''] = input.unclear();
  prices.forEach(({ price, valid_from: from, valid_to: to }, at) => {
    if (!price.trim()) errors[`prices.${at}.price`] = say.needed;
    else if (format.parseMoney(price) === null) errors[`prices.${at}.price`] = words.admin.services.notMoney(format.moneyTyped(4500));
    if (!from) errors[`prices.${at}.valid_from`] ??= say.fromNeeded;
    else if (to && to < from) errors[`prices.${at}.valid_to`] ??= say.endsEarly;
  });
  prices.forEach((one, at) => {
    const { valid_from: from, valid_to: to } = one;
    if (!from || errors[`prices.${at}.valid_from`] || errors[`prices.${at}.valid_to`]) return;
    const meets = (/** @type {TypedPrice} */ other) => other !== one && other.price_list_id === one.price_list_id && other.valid_from && other.valid_from <= (to ?? '9999') && from <= (other.valid_to ?? '9999');
    // The later one of two is the one that has to give way; of two that begin on one day, the lower one.
    const before = prices.find((other, place) => meets(other) && (/** @type {string} */ (other.valid_from) < from || (other.valid_from === from && place < at)));
    if (before) errors[`prices.${at}.valid_from`] = say.overlap(listName(one.price_list_id), daysOf({ valid_from: /** @type {string} */ (before.valid_from), valid_to: before.valid_to }));
  });
  return errors;
}

/**
 * @param {import('./form.js').Form} form with `prices` among its values
 * @param {() => void} added the rows were drawn anew with one more
 */
export function pricesField(form, added) {
  /** @type {TypedPrice[]} */
  const prices = form.values.prices;
  const { error } = form.bind('prices');
  const put = (/** @type {TypedPrice[]} */ after) => {
    for (const name of Object.keys(form.errors)) if (name.startsWith('prices.')) delete form.errors[name];
    form.set('prices', after);
  };
  const lists = app.lists.price_lists;
  return html`
    <fieldset class="f-field f-group service-prices" data-field="prices">
      <legend>${say.title}</legend>
      <p class="f-hint">${say.hint}</p>
      ${prices.map((one, at) => row(form, one, at, put))}
      ${error ? html`<p class="f-error message">${error}</p>` : nothing}
      <button type="button" class="button quiet small service-price-add" @click=${() => {
        const last = prices.at(-1);
        put([...prices, { price_list_id: last?.price_list_id ?? lists[0]?.price_list_id ?? STANDARD, price: '', valid_from: null, valid_to: null }]);
        added();
      }}>${icon('plus')}${say.add}</button>
    </fieldset>
  `;
}

/** @param {import('./form.js').Form} form @param {TypedPrice} one @param {number} at @param {(after: TypedPrice[]) => void} put */
function row(form, one, at, put) {
  const prices = form.values.prices;
  const set = (/** @type {Partial<TypedPrice>} */ change) => put(prices.map((/** @type {TypedPrice} */ other, /** @type {number} */ i) => (i === at ? { ...other, ...change } : other)));
  const field = (/** @type {string} */ name) => ({ id: `${form.uid}-prices-${at}-${name}`, name: `prices.${at}.${name}`, error: form.errors[`prices.${at}.${name}`] });
  const lists = app.lists.price_lists.filter((list) => list.active || list.price_list_id === one.price_list_id);
  return html`
    <div class="service-price" role="group" aria-label=${say.row(at + 1)}>
      ${app.lists.price_lists.length > 1 ? selectField({ ...field('price_list_id'), value: one.price_list_id, label: say.list, options: lists.map((list) => ({ value: list.price_list_id, label: list.name })), onInput: (value) => set({ price_list_id: value }) }) : nothing}
      ${textField({ ...field('price'), value: one.price, label: words.admin.services.priceIn(app.clinic?.currency ?? ''), inputmode: 'decimal', onInput: (value) => set({ price: value }) })}
      <cd-date data-field="prices.${at}.valid_from" .label=${say.validFrom} .value=${one.valid_from} .error=${field('valid_from').error ?? ''} @change=${(/** @type {CustomEvent} */ event) => set({ valid_from: event.detail.value })}></cd-date>
      <cd-date data-field="prices.${at}.valid_to" .label=${say.validTo} .value=${one.valid_to} .error=${field('valid_to').error ?? ''} @change=${(/** @type {CustomEvent} */ event) => set({ valid_to: event.detail.value })}></cd-date>
      <button type="button" class="icon-button service-price-remove" aria-label=${say.remove(at + 1)} title=${say.remove(at + 1)} @click=${() => put(prices.filter((/** @type {any} */ _, /** @type {number} */ i) => i !== at))}>${icon('trash')}</button>
    </div>
  `;
}
