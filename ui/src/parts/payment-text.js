// A payment in words: what kind of entry it is, and which way the money went.
import { html, nothing } from 'lit';
import { words } from '../words/en.js';

/** @typedef {import('../bindings/PaymentLine').PaymentLine} PaymentLine */

const w = words.billing;

/** What came in; below nought what was given back. @param {PaymentLine} line */
export const signed = (line) => (line.kind === 'payment' ? line.amount_minor : -line.amount_minor);

/** What is left of a payment as credit. @param {PaymentLine} line */
export const freeOf = (line) => (line.kind === 'payment' ? line.amount_minor - line.allocated_minor - line.returned_minor : 0);

/** @param {PaymentLine} line */
export function paymentKind(line) {
  if (line.kind !== 'payment') return html` <span class="tag">${w.kinds[/** @type {'refund'} */ (line.kind)]}</span>${line.of_receipt ? html` <span class="muted">${w.ofReceipt(line.of_receipt)}</span>` : nothing}`;
  return line.is_reversed ? html` <span class="tag">${w.reversed}</span>` : nothing;
}
