// A payment in words: what kind of entry it is, and which way the money went.
import { html, nothing } from 'lit';
import { app } from '../app.js';
import { date, money } from '../format.js';
import { words } from '../words/en.js';
import { methodName } from './pay-method.js';

/** @typedef {import('../bindings/PaymentLine').PaymentLine} PaymentLine */

const w = words.billing;
const c = words.corrections;

/** What came in; below nought what was given back. @param {PaymentLine} line */
export const signed = (line) => (line.kind === 'payment' ? line.amount_minor : -line.amount_minor);

/** What is left of a payment as credit. @param {PaymentLine} line */
export const freeOf = (line) => (line.kind === 'payment' ? line.amount_minor - line.allocated_minor - line.returned_minor : 0);

/** @param {PaymentLine} line */
export function paymentKind(line) {
  if (line.kind !== 'payment') return html` <span class="tag">${w.kinds[/** @type {'refund'} */ (line.kind)]}</span>${line.of_receipt ? html` <span class="muted nowrap">${w.ofReceipt(line.of_receipt)}</span>` : nothing}`;
  return html`${line.corrects_receipt ? html` <span class="muted nowrap">${c.insteadOf(line.corrects_receipt)}</span>` : nothing}${line.is_reversed ? html` <span class="tag">${w.reversed}</span>` : nothing}`;
}

/** Who put a payment right, and of which closed day it is a correction. @param {PaymentLine} line */
export function correctedNote(line) {
  if (!line.corrected_by || !line.corrected_at) return nothing;
  const when = date(app.wall(line.corrected_at).slice(0, 10));
  if (line.is_reversed) return html`<span class="muted small billing-note">${line.closed_day ? c.correctedLaterBy(line.corrected_by, when) : c.correctedBy(line.corrected_by, when)}</span>`;
  if (line.closed_day) return html`<span class="muted small billing-note">${c.ofClosedDay(line.closed_cashier ?? '', date(line.closed_day))}</span>`;
  if (line.drawer_on !== line.taken_on) return html`<span class="muted small billing-note">${c.inDrawer(line.cashier, date(line.drawer_on))} · ${c.correctedBy(line.corrected_by, when)}</span>`;
  return line.corrected_by === line.cashier ? nothing : html`<span class="muted small billing-note">${c.correctedBy(line.corrected_by, when)}</span>`;
}

/** What a payment was, and what it is by now. @param {{method: string, method_name?: string|null, amount_minor: number, right_method: string|null, right_method_name?: string|null, right_minor: number|null}} one */
export function correctedTo(one) {
  const of = (/** @type {string} */ method, /** @type {string|null|undefined} */ method_name, /** @type {number} */ minor) => `${money(minor)} ${methodName({ method, method_name })}`;
  return c.wasAndIs(of(one.method, one.method_name, one.amount_minor), one.right_method && one.right_minor ? of(one.right_method, one.right_method_name, one.right_minor) : null);
}
