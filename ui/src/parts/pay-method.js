// How something is paid: four ways with a figure each, the last one used first.
import { html } from 'lit';
import { isField } from '../keys.js';
import { words } from '../words/en.js';
import { caps } from './menu.js';
import './pay-method.css';

/** @typedef {import('../bindings/PaymentMethod').PaymentMethod} Method */

/** @type {Method[]} */
export const METHODS = ['cash', 'card', 'transfer', 'other'];
const KEY = 'pay.method';

/** @returns {Method} */
export function chosenMethod() {
  const kept = /** @type {Method} */ (localStorage.getItem(KEY) ?? 'card');
  return METHODS.includes(kept) && kept !== 'other' ? kept : 'card';
}

/** @param {Method} method */
export const keepMethod = (method) => localStorage.setItem(KEY, method);

/** The method of a figure, unless it is typed into a field. @param {KeyboardEvent} event @returns {Method | null} */
export function methodOfKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || isField(event.target)) return null;
  return METHODS[Number(event.key) - 1] ?? null;
}

/** @param {Method} chosen @param {(method: Method) => void} choose */
export function methodSegments(chosen, choose) {
  return html`<div role="radiogroup" aria-label=${words.billing.method}>
    <p class="label" aria-hidden="true">${words.billing.method}</p>
    <div class="pay-methods">${METHODS.map((method, i) => html`<label class="segment pay-method"><input type="radio" name="pay-method" value=${method} .checked=${method === chosen} @change=${() => choose(method)} /><span class="grow">${words.billing.methods[method]}</span>${caps(String(i + 1))}</label>`)}</div>
  </div>`;
}
