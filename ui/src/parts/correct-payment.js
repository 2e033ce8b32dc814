// What corrects a payment: giving back what is left of it, and taking a wrong entry back for the right one.
import { html, nothing } from 'lit';
import { app } from '../app.js';
import { money, moneyTyped, parseMoney } from '../format.js';
import { uuid7 } from '../ipc.js';
import { words } from '../words/en.js';
import { textInput } from './inputs.js';
import { openMenu } from './menu.js';
import { MoneyDialog } from './money-dialog.js';
import { keyOf, loadMethods, methodName, methodSegments, paidBy } from './pay-method.js';
import { freeOf } from './payment-text.js';
import './patient-picker.js';

/** @typedef {import('../bindings/PaymentLine').PaymentLine} PaymentLine */

const w = words.corrections;

/** Whether there is anything to correct about an entry. @param {PaymentLine} line */
export const correctable = (line) => app.can('billing.correct') && line.kind === 'payment' && !line.is_reversed && (freeOf(line) > 0 || line.returned_minor === 0);

/** @param {Event} event @param {PaymentLine} line */
export function openPaymentMenu(event, line) {
  openMenu(/** @type {Element} */ (event.currentTarget), [
    ...(freeOf(line) > 0 ? [{ words: w.refund, icon: /** @type {const} */ ('undo'), run: () => openRefund(line) }] : []),
    ...(line.returned_minor === 0 ? [{ words: w.correct, icon: /** @type {const} */ ('edit'), run: () => openCorrect(line) }] : []),
  ], { label: w.more(line.receipt) });
}

class RefundDialog extends MoneyDialog {
  constructor() {
    super();
    /** @type {PaymentLine} */
    this.line = /** @type {any} */ (null);
    /** @type {string|null} as it was paid, until another one is chosen */
    this.method = null;
    /** @type {string | null} */
    this.amount = null;
    this.refundId = uuid7();
  }

  get about() {
    return this.line.payment_id;
  }

  get typedNames() {
    return ['method', 'amount'];
  }

  heading() {
    return w.refundTitle(this.line.receipt);
  }

  subheading() {
    return html`<p class="muted"><strong>${this.line.name}</strong> · ${w.refundLead(money(freeOf(this.line)))}</p>`;
  }

  get typed() {
    return this.amount ?? moneyTyped(freeOf(this.line));
  }

  check() {
    const minor = parseMoney(this.typed);
    /** @type {Record<string, string>} */
    const errors = {};
    if (!minor || minor > freeOf(this.line)) errors.amount = words.payment.partBad(money(freeOf(this.line)));
    return errors;
  }

  operation() {
    return { op: 'refund_payment', refund_id: this.refundId, payment_id: this.line.payment_id, ...paidBy(this.method ?? keyOf(this.line), keyOf(this.line)), amount_minor: parseMoney(this.typed) ?? 0, reason: this.reason.trim() };
  }

  /** @param {import('../bindings/PaymentRefunded').PaymentRefunded} outcome */
  told(outcome) {
    return w.refunded(money(outcome.amount_minor), outcome.receipt);
  }

  get doing() {
    return w.refundSubmit;
  }

  fields() {
    return html`${methodSegments(this.method ?? keyOf(this.line), (method) => { this.method = method; this.requestUpdate(); }, keyOf(this.line))}
      ${textInput({ name: 'refund-amount', label: words.checkout.amount(app.clinic?.currency ?? ''), value: this.typed, mode: 'decimal', className: 'checkout-amount', error: this.errors.amount, first: true, on: (value) => { this.amount = value; delete this.errors.amount; } })}`;
  }
}
customElements.define('cd-refund', RefundDialog);

/** @param {PaymentLine} line */
export async function openRefund(line) {
  await loadMethods();
  return Object.assign(/** @type {RefundDialog} */ (document.createElement('cd-refund')), { line }).open();
}

class CorrectDialog extends MoneyDialog {
  constructor() {
    super();
    /** @type {PaymentLine} */
    this.line = /** @type {any} */ (null);
    this.never = false;
    /** @type {string|null} */
    this.method = null;
    /** @type {string | null} */
    this.amount = null;
    /** Another patient who paid. @type {{patient_id: string, name: string} | null} */
    this.patient = null;
    this.picking = false;
    this.ids = { reversal_id: uuid7(), payment_id: uuid7() };
  }

  get about() {
    return this.line.payment_id;
  }

  get typedNames() {
    return ['never', 'method', 'amount', 'patient'];
  }

  heading() {
    return w.correctTitle(this.line.receipt);
  }

  subheading() {
    return html`<p class="muted"><strong>${this.line.payer ?? this.line.name}</strong> · ${methodName(this.line)} · ${money(this.line.amount_minor)}</p><p class="muted">${w.correctLead}</p>`;
  }

  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector('.pay-methods input:checked'));
  }

  get typed() {
    return this.amount ?? moneyTyped(this.line.amount_minor);
  }

  check() {
    /** @type {Record<string, string>} */
    const errors = {};
    if (!this.never && !parseMoney(this.typed)) errors.amount = words.checkout.notMoney(moneyTyped(this.line.amount_minor));
    return errors;
  }

  operation() {
    const right = { payment_id: this.ids.payment_id, patient_id: this.patient?.patient_id ?? this.line.patient_id, ...paidBy(this.method ?? keyOf(this.line), keyOf(this.line)), amount_minor: parseMoney(this.typed) ?? 0, ...(this.line.payer_id && !this.patient ? { payer_id: this.line.payer_id } : {}) };
    return { op: 'correct_payment', payment_id: this.line.payment_id, reversal_id: this.ids.reversal_id, reason: this.reason.trim(), ...(this.never ? {} : { right }) };
  }

  /** @param {import('../bindings/PaymentCorrected').PaymentCorrected} outcome */
  told(outcome) {
    return outcome.right ? w.corrected(this.line.receipt, outcome.right.receipt) : w.takenBack(this.line.receipt);
  }

  get doing() {
    return w.correctSubmit;
  }

  fields() {
    const choice = (/** @type {boolean} */ never, /** @type {string} */ label) => html`<label class="segment"><input type="radio" name="correct-what" .checked=${this.never === never} @change=${() => { this.never = never; this.requestUpdate(); }} /><span>${label}</span></label>`;
    return html`<div class="segments" role="radiogroup" aria-label=${w.right}>${choice(false, w.right)}${choice(true, w.never)}</div>${this.never ? nothing : this.right()}`;
  }

  right() {
    return html`${methodSegments(this.method ?? keyOf(this.line), (method) => { this.method = method; this.requestUpdate(); }, keyOf(this.line))}
      ${textInput({ name: 'correct-amount', label: words.checkout.amount(app.clinic?.currency ?? ''), value: this.typed, mode: 'decimal', className: 'checkout-amount', error: this.errors.amount, on: (value) => { this.amount = value; delete this.errors.amount; } })}
      ${this.picking ? html`<cd-patient-picker .label=${w.patient} @pick=${(/** @type {CustomEvent} */ { detail }) => { this.patient = detail; this.picking = false; this.requestUpdate(); }}></cd-patient-picker>`
        : html`<p><span class="label">${w.patient}</span><br />${this.patient?.name ?? this.line.payer ?? this.line.name} <button type="button" class="f-link" @click=${() => { this.picking = true; this.focusFirst('cd-patient-picker input'); }}>${w.otherPatient}</button></p>`}`;
  }
}
customElements.define('cd-correct-payment', CorrectDialog);

/** @param {PaymentLine} line */
export async function openCorrect(line) {
  await loadMethods();
  return Object.assign(/** @type {CorrectDialog} */ (document.createElement('cd-correct-payment')), { line }).open();
}
