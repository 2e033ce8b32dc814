// What corrects an issued invoice: a credit note over it or some lines, and writing off what will not be paid.
import { html, nothing } from 'lit';
import { app } from '../app.js';
import { date, money, moneyTyped, parseMoney } from '../format.js';
import { uuid7 } from '../ipc.js';
import { words } from '../words/en.js';
import { checkInput, textInput } from './inputs.js';
import { MoneyDialog } from './money-dialog.js';
import './payment-dialog.css';

/** @typedef {import('../bindings/InvoiceView').InvoiceView} InvoiceView */

const w = words.corrections;

class CreditNoteDialog extends MoneyDialog {
  constructor() {
    super();
    /** @type {InvoiceView | null} */
    this.view = null;
    this.whole = true;
    this.again = false;
    /** By line, as typed. @type {Record<string, string>} */
    this.parts = {};
    this.ids = { note: uuid7(), again: uuid7() };
  }

  get about() {
    return this.view?.invoice_id ?? '';
  }

  get typedNames() {
    return ['whole', 'again', 'parts'];
  }

  heading() {
    return w.creditTitle(this.view?.number ?? '');
  }

  subheading() {
    return html`<p class="muted">${w.creditLead}</p>`;
  }

  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector('.segments input:checked'));
  }

  /** Lines of which something is left. */
  get lines() {
    const { view } = this;
    return (view?.lines ?? []).map((line) => ({ line, left: view?.left.find((one) => one.item_id === line.item_id)?.total_minor ?? 0 })).filter(({ line, left }) => left > 0 && line.kind !== 'rounding');
  }

  get total() {
    if (this.whole) return (this.view?.left ?? []).reduce((sum, one) => sum + one.total_minor, 0);
    return this.lines.reduce((sum, { line }) => sum + (parseMoney(this.parts[line.item_id] ?? '') ?? 0), 0);
  }

  check() {
    /** @type {Record<string, string>} */
    const errors = {};
    if (this.whole) return errors;
    for (const { line, left } of this.lines) {
      const text = this.parts[line.item_id]?.trim() ?? '';
      const minor = parseMoney(text);
      if (text && (minor === null || minor > left)) errors[line.item_id] = w.amountBad(money(left));
    }
    if (this.total === 0) errors[this.lines[0]?.line.item_id ?? 'lines'] ??= w.nothingChosen;
    return errors;
  }

  operation() {
    const lines = this.lines.map(({ line }) => ({ item_id: line.item_id, total_minor: parseMoney(this.parts[line.item_id] ?? '') ?? 0 })).filter((one) => one.total_minor > 0);
    return { op: 'write_credit_note', credit_note_id: this.ids.note, invoice_id: this.view?.invoice_id, reason: this.reason.trim(), ...(this.whole ? {} : { lines }), ...(this.whole && this.again ? { again: this.ids.again } : {}) };
  }

  /** @param {import('../bindings/CreditNoteWritten').CreditNoteWritten} outcome */
  told(outcome) {
    return w.credited(outcome.number, money(outcome.total_minor));
  }

  /** @param {any} [result] */
  close(result) {
    super.close(result && { ...result, again: this.whole && this.again ? this.ids.again : null });
  }

  get doing() {
    return w.creditSubmit;
  }

  fields() {
    const choice = (/** @type {boolean} */ whole, /** @type {string} */ label) => html`<label class="segment"><input type="radio" name="credit-what" .checked=${this.whole === whole} @change=${() => { this.whole = whole; this.requestUpdate(); }} /><span>${label}</span></label>`;
    return html`<div class="segments" role="radiogroup" aria-label=${w.creditTotal}>${choice(true, w.whole)}${choice(false, w.some)}</div>
      ${this.whole ? (app.can('billing.invoice') ? checkInput({ name: 'credit-again', label: w.again, hint: w.againHint, checked: this.again, on: (value) => { this.again = value; } }) : nothing) : html`<div class="payment-parts">${this.lines.map(({ line, left }) => this.line(line, left))}</div>`}
      <p><span class="muted">${w.creditTotal}</span> <b class="number">${money(this.total)}</b></p>`;
  }

  /** @param {import('../bindings/InvoiceItem').InvoiceItem} line @param {number} left */
  line(line, left) {
    const error = this.errors[line.item_id];
    const put = (/** @type {string} */ text) => {
      this.parts = { ...this.parts, [line.item_id]: text };
      delete this.errors[line.item_id];
      this.requestUpdate();
    };
    const id = `credit-${line.item_id}`;
    return html`<div class="payment-part"><label class="check-inline"><input type="checkbox" .checked=${Boolean(this.parts[line.item_id])} @change=${(/** @type {any} */ event) => put(event.target.checked ? moneyTyped(left) : '')} /><span>${line.description}</span></label>
      <input id=${id} class="input" inputmode="decimal" autocomplete="off" aria-label=${w.lineAmount(line.description)} aria-invalid=${error ? 'true' : nothing} aria-describedby="${id}-left" .value=${this.parts[line.item_id] ?? ''} @input=${(/** @type {any} */ event) => put(event.target.value)} />
      <span id="${id}-left" class=${error ? 'error' : 'muted number'}>${error ?? w.lineLeft(money(left))}</span></div>`;
  }
}
customElements.define('cd-credit-note', CreditNoteDialog);

/** @param {InvoiceView} view @returns {Promise<(import('../bindings/CreditNoteWritten').CreditNoteWritten & {again: string|null}) | undefined>} */
export function openCreditNote(view) {
  return Object.assign(/** @type {CreditNoteDialog} */ (document.createElement('cd-credit-note')), { view }).open();
}

class WriteOffDialog extends MoneyDialog {
  constructor() {
    super();
    /** @type {InvoiceView | null} */
    this.view = null;
    /** @type {string | null} as typed; null: all that is open */
    this.amount = null;
  }

  get about() {
    return this.view?.invoice_id ?? '';
  }

  get typedNames() {
    return ['amount'];
  }

  heading() {
    return w.writeOffTitle(this.view?.number ?? '');
  }

  subheading() {
    return html`<p class="muted">${w.writeOffLead(money(this.view?.open_minor ?? 0))}</p>`;
  }

  get typed() {
    return this.amount ?? moneyTyped(this.view?.open_minor ?? 0);
  }

  check() {
    const minor = parseMoney(this.typed);
    /** @type {Record<string, string>} */
    const errors = {};
    if (!minor || minor > (this.view?.open_minor ?? 0)) errors.amount = words.payment.partBad(money(this.view?.open_minor ?? 0));
    return errors;
  }

  operation() {
    return { op: 'write_off', invoice_id: this.view?.invoice_id, amount_minor: parseMoney(this.typed) ?? 0, reason: this.reason.trim() };
  }

  /** @param {import('../bindings/WrittenOff').WrittenOff} outcome */
  told(outcome) {
    return w.wroteOff(money(outcome.amount_minor), this.view?.number ?? '');
  }

  get doing() {
    return w.writeOffSubmit;
  }

  fields() {
    return textInput({ name: 'write-off-amount', label: words.checkout.amount(app.clinic?.currency ?? ''), value: this.typed, mode: 'decimal', className: 'checkout-amount', error: this.errors.amount, first: true, on: (value) => { this.amount = value; delete this.errors.amount; } });
  }
}
customElements.define('cd-write-off', WriteOffDialog);

/** @param {InvoiceView} view */
export function openWriteOff(view) {
  return Object.assign(/** @type {WriteOffDialog} */ (document.createElement('cd-write-off')), { view }).open();
}

/** @typedef {import('../bindings/InvoiceWriteOff').InvoiceWriteOff} InvoiceWriteOff */

class UndoWriteOffDialog extends MoneyDialog {
  constructor() {
    super();
    /** @type {InvoiceView | null} */
    this.view = null;
    /** @type {InvoiceWriteOff | null} */
    this.off = null;
  }

  get about() {
    return this.off?.write_off_id ?? '';
  }

  heading() {
    return w.undoTitle(this.view?.number ?? '');
  }

  subheading() {
    return html`<p class="muted">${w.undoLead(money(this.off?.amount_minor ?? 0), date(this.off?.written_on))}</p>`;
  }

  operation() {
    return { op: 'undo_write_off', write_off_id: this.off?.write_off_id, reason: this.reason.trim() };
  }

  /** @param {import('../bindings/WriteOffUndone').WriteOffUndone} outcome */
  told(outcome) {
    return w.undid(money(outcome.amount_minor), this.view?.number ?? '');
  }

  get doing() {
    return w.undoSubmit;
  }
}
customElements.define('cd-undo-write-off', UndoWriteOffDialog);

/** @param {InvoiceView} view @param {InvoiceWriteOff} off */
export function openUndoWriteOff(view, off) {
  return Object.assign(/** @type {UndoWriteOffDialog} */ (document.createElement('cd-undo-write-off')), { view, off }).open();
}
