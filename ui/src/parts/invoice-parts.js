// Which invoices money goes to, and how much to each: the oldest first, or typed by hand.
import { html, nothing } from 'lit';
import { date, money, parseMoney } from '../format.js';
import { words } from '../words/en.js';
import './payment-dialog.css';

/** @typedef {import('../bindings/AccountInvoice').AccountInvoice} AccountInvoice */
/** A dialog in which parts are typed. @typedef {import('lit').LitElement & {byHand: boolean, parts: Record<string, string>, errors: Record<string, string>, typed: boolean}} Parted */

const w = words.payment;

/** What the parts come to as they are typed. @param {Record<string, string>} parts @param {AccountInvoice[]} invoices */
export const sumOf = (parts, invoices) => invoices.reduce((sum, one) => sum + Math.min(parseMoney(parts[one.invoice_id] ?? '') ?? 0, one.open_minor), 0);

/** As they are sent; what is wrong with one stands in the dialog's errors. @param {Parted} dialog @param {AccountInvoice[]} invoices */
export function partsOf(dialog, invoices) {
  /** @type {{invoice_id: string, amount_minor: number}[]} */
  const parts = [];
  for (const one of invoices) {
    const text = dialog.parts[one.invoice_id]?.trim() ?? '';
    if (!text) continue;
    const minor = parseMoney(text);
    if (minor === null || minor > one.open_minor) dialog.errors[one.invoice_id] = w.partBad(money(one.open_minor));
    else if (minor > 0) parts.push({ invoice_id: one.invoice_id, amount_minor: minor });
  }
  return parts;
}

/** @param {Parted} dialog @param {(byHand: boolean) => void} choose */
export function goesTo(dialog, choose) {
  const choice = (/** @type {boolean} */ byHand, /** @type {string} */ label) => html`<label class="segment"><input type="radio" name="payment-goes" .checked=${dialog.byHand === byHand} @change=${() => choose(byHand)} /><span>${label}</span></label>`;
  return html`<div role="radiogroup" aria-labelledby="payment-goes"><p class="label" id="payment-goes">${w.goesTo}</p><div class="segments">${choice(false, w.oldest)}${choice(true, w.byHand)}</div></div>`;
}

/** @param {Parted} dialog @param {AccountInvoice} one @param {() => void} [changed] */
export function partRow(dialog, one, changed = () => {}) {
  const error = dialog.errors[one.invoice_id];
  const id = `payment-part-${one.invoice_id}`;
  const put = (/** @type {any} */ event) => {
    dialog.parts = { ...dialog.parts, [one.invoice_id]: event.target.value };
    dialog.typed = true;
    delete dialog.errors[one.invoice_id];
    changed();
    dialog.requestUpdate();
  };
  return html`<div class="payment-part"><label for=${id}><b>${one.number}</b> <span class="muted">${/** @type {any} */ (one).of ? `${/** @type {any} */ (one).of} · ` : ''}${date(one.issued_on)}</span></label>
    <input id=${id} class="input" inputmode="decimal" autocomplete="off" aria-invalid=${error ? 'true' : nothing} aria-describedby="${id}-open" .value=${dialog.parts[one.invoice_id] ?? ''} @input=${put} />
    <span id="${id}-open" class=${error ? 'error' : 'muted number'}>${error ?? w.ofOpen(money(one.open_minor))}</span></div>`;
}
