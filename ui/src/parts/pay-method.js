// How something is paid: the methods that the clinic takes, with a figure each, the last one used first.
import { html, nothing } from 'lit';
import { app } from '../app.js';
import { isField } from '../keys.js';
import { words } from '../words/en.js';
import { caps } from './menu.js';
import './pay-method.css';

/** @typedef {import('../bindings/PaymentMethod').PaymentMethod} Method */
/** @typedef {import('../bindings/PaymentMethodLine').PaymentMethodLine} Line */

/** @type {Method[]} */
const BUILT_IN = ['cash', 'card', 'transfer', 'other'];
const KEY = 'pay.method';
const FIGURES = 9;

/** What a payment was made by: of the clinic's own, its id. @param {{method: string, method_id?: string|null}} one */
export const keyOf = (one) => one.method_id ?? one.method;

/** What it is called. @param {{method: string, method_name?: string|null}} one @returns {string} */
export const methodName = (one) => one.method_name || words.billing.methods[/** @type {'cash'} */ (one.method)];

/** Once, before a method is asked for. */
export const loadMethods = () => app.load('payment_methods').catch(() => []);

/** Those that are taken, and what was taken before where it is about that. @param {string} [also] @returns {{key: string, method: Method, name: string}[]} */
function ways(also) {
  const lines = app.lists.payment_methods;
  if (!lines.length) return BUILT_IN.map((method) => ({ key: method, method, name: words.billing.methods[method] }));
  return lines.filter((one) => one.active || one.key === also).map((one) => ({ key: one.key, method: one.method, name: methodName({ method: one.method, method_name: one.name }) }));
}

/** As it is sent. @param {string} key @param {string} [also] @returns {{method: Method, method_id?: string}} */
export function paidBy(key, also) {
  const way = ways(also).find((one) => one.key === key);
  return way && way.key !== way.method ? { method: way.method, method_id: way.key } : { method: /** @type {Method} */ (key) };
}

/** Card, transfer and the like. @param {string} key */
export const kindOf = (key) => paidBy(key).method;

/** The method of last time, to begin with; whether it is still taken is seen once they are loaded. */
export function lastMethod() {
  const kept = localStorage.getItem(KEY) ?? 'card';
  return kept === 'other' ? 'card' : kept;
}

/** This one while it is taken, else the usual one. @param {string} key */
export function takenMethod(key) {
  const all = ways();
  return (all.find((one) => one.key === key) ?? all.find((one) => one.key === 'card') ?? all[0])?.key ?? key;
}

/** @param {string} key */
export const keepMethod = (key) => localStorage.setItem(KEY, key);

/** The method of a figure, unless it is typed into a field. @param {KeyboardEvent} event @returns {string | null} */
export function methodOfKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || isField(event.target)) return null;
  return ways()[Number(event.key) - 1]?.key ?? null;
}

/** @param {string} chosen @param {(key: string) => void} choose @param {string} [also] how it was paid, taken or not */
export function methodSegments(chosen, choose, also) {
  return html`<div role="radiogroup" aria-label=${words.billing.method}>
    <p class="label" aria-hidden="true">${words.billing.method}</p>
    <div class="pay-methods">${ways(also).map(({ key, name }, i) => html`<label class="segment pay-method" title=${name}><input type="radio" name="pay-method" value=${key} .checked=${key === chosen} @change=${() => choose(key)} /><span class="grow">${name}</span>${i < FIGURES ? caps(String(i + 1)) : nothing}</label>`)}</div>
  </div>`;
}
