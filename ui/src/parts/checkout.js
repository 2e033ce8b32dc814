import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { money, moneyTyped, parseMoney } from '../format.js';
import { icon } from '../icons.js';
import { ask, uuid7 } from '../ipc.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { fullName } from './day-card.js';
import { textInput } from './inputs.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';
import { hasLists } from './patient-prices.js';
import { keepMethod, kindOf, lastMethod, loadMethods, methodOfKey, methodSegments, paidBy, takenMethod } from './pay-method.js';
import { receiptOf, receiptsCheck } from './printing.js';
import { Sender } from './sender.js';
import './allergy-banner.js';
import './checkout.css';
import './patient-recalls.js';

/** @typedef {import('../wire-types.js').DayAppointment} DayAppointment */
/** @typedef {import('../bindings/VisitBill').VisitBill} Bill */

const w = words.checkout;

/**
 * Checkout: P, the method's figure, Enter. The amount is what is due; more stays as credit, less stays owed.
 * @param {DayAppointment} appointment
 * @returns {Promise<import('../bindings/CheckedOut').CheckedOut | undefined>}
 */
export function openCheckout(appointment) {
  const dialog = /** @type {CheckoutDialog} */ (document.createElement('cd-checkout'));
  dialog.appointment = appointment;
  return dialog.open();
}

export class CheckoutDialog extends Modal {
  constructor() {
    super();
    /** @type {DayAppointment | null} */
    this.appointment = null;
    /** @type {Bill | null} */
    this.bill = null;
    this.method = lastMethod();
    this.amount = '';
    /** Typed by hand: the preset no longer follows the method. */
    this.typed = false;
    this.note = '';
    this.error = '';
    this.refusal = '';
    this.working = false;
    /** Made once, so that a second try finds its own rows. */
    this.ids = { invoice_id: uuid7(), payment_id: uuid7() };
    this.sender = new Sender(() => this.requestUpdate());
  }

  connectedCallback() {
    super.connectedCallback();
    if (!this.hasUpdated) this.read();
  }

  size() {
    return 'small';
  }

  heading() {
    return w.title;
  }

  subheading() {
    const { appointment } = this;
    return appointment ? html`<p class="muted"><strong>${fullName(appointment)}</strong>${appointment.services ? ` · ${appointment.services}` : ''}</p>` : nothing;
  }

  dirty() {
    return (this.typed && this.amount !== this.preset) || this.note.trim() !== '';
  }

  keptAs() {
    return `checkout ${this.appointment?.id}`;
  }

  typing() {
    const { method, amount, typed, note } = this;
    return { method, amount, typed, note };
  }

  /** @param {any} typing */
  takeUp(typing) {
    Object.assign(this, typing);
    if (!this.typed) this.amount = this.preset;
    this.requestUpdate();
  }

  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector('.pay-methods input:checked') ?? this.querySelector('[data-submit]'));
  }

  async read() {
    const { appointment } = this;
    if (!appointment) return;
    try {
      [this.bill] = await Promise.all([ask({ ask: 'checkout', appointment_id: appointment.id }), app.load('price_lists').catch(() => []), loadMethods()]);
      this.method = takenMethod(this.method);
      if (!this.typed) this.amount = this.preset;
    } catch (error) {
      this.refusal = say(/** @type {any} */ (error));
    }
    this.requestUpdate();
    this.updateComplete.then(() => this.firstField()?.focus());
  }

  /** What is due, in coins that exist. */
  get due() {
    const { bill } = this;
    if (!bill) return 0;
    return bill.due_minor + (this.method === 'cash' ? bill.cash_rounding_minor : 0);
  }

  get preset() {
    return moneyTyped(this.due);
  }

  /** @param {string} method */
  choose(method) {
    this.method = method;
    if (!this.typed) this.amount = this.preset;
    this.requestUpdate();
  }

  /** @param {KeyboardEvent} event */
  onKeydown(event) {
    const method = methodOfKey(event);
    if (method && this.due > 0) {
      event.preventDefault();
      this.choose(method);
      this.updateComplete.then(() => this.firstField()?.focus());
      return;
    }
    super.onKeydown(event);
  }

  async submit() {
    if (!this.bill) return;
    if (this.due === 0 && !this.typed) {
      await this.send(null, false);
      return;
    }
    const minor = parseMoney(this.amount);
    this.error = minor === null ? w.notMoney(this.preset) : minor === 0 ? w.amountNeeded : '';
    this.requestUpdate();
    if (this.error || !minor) {
      this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector('.has-error input'))?.focus());
      return;
    }
    await this.send({ payment_id: this.ids.payment_id, ...paidBy(this.method), amount_minor: minor, note: this.note.trim() || null }, false);
  }

  /** Into the visit's draft, which is written first where there is none: its lines and its discount, to be paid here afterwards. */
  async change() {
    const { appointment, bill } = this;
    if (this.working || !appointment || !bill) return;
    this.working = true;
    this.refusal = '';
    this.requestUpdate();
    try {
      const invoice_id = bill.invoice_id ?? this.ids.invoice_id;
      if (!bill.invoice_id) {
        await this.sender.send({ op: 'draft_invoice', invoice_id, patient_id: appointment.patient_id, appointment_id: appointment.id });
        // That id is used up, also where the draft is voided.
        this.ids.invoice_id = uuid7();
      }
      const { openInvoice } = await import('./invoice-dialog.js');
      if (this.shut) return;
      await openInvoice(invoice_id);
    } catch (error) {
      this.refusal = say(/** @type {any} */ (error));
      if (this.shut) toast(this.refusal, { kind: 'error' });
    }
    this.working = false;
    if (!this.shut) await this.read();
  }

  /** @param {{payment_id: string, method: string, amount_minor: number, note: string|null} | null} payment @param {boolean} pays_later */
  async send(payment, pays_later) {
    const { appointment, bill } = this;
    if (this.working || !appointment || !bill) return;
    this.working = true;
    this.refusal = '';
    try {
      const { outcome } = await this.sender.send({ op: 'check_out', appointment_id: appointment.id, version: bill.version, invoice_id: this.ids.invoice_id, ...(payment ? { payment } : {}), pays_later });
      if (payment) keepMethod(this.method);
      toast(this.told(outcome));
      receiptOf(outcome.payment);
      this.close(outcome);
    } catch (error) {
      this.refusal = say(/** @type {any} */ (error));
      if (this.shut) toast(this.refusal, { kind: 'error' });
      else await this.read();
    } finally {
      this.working = false;
      this.requestUpdate();
    }
  }

  /** @param {import('../bindings/CheckedOut').CheckedOut} outcome */
  told(outcome) {
    const who = this.appointment ? fullName(this.appointment) : '';
    const left = outcome.balance_minor;
    const now = left > 0 ? w.now.owes(money(left)) : left < 0 ? w.now.credit(money(-left)) : w.now.settled;
    if (outcome.payment) return `${w.paid(who, money(outcome.payment.amount_minor), outcome.payment.receipt)} ${now}`;
    if (left > 0 && outcome.number) return w.later(who, outcome.number);
    return w.finished(who);
  }

  body() {
    const { bill } = this;
    return html`
      ${this.appointment ? html`<cd-patient-allergies .patientId=${this.appointment.patient_id}></cd-patient-allergies>` : nothing}
      ${this.refusal ? html`<section class="clash" role="alert"><p class="clash-title">${icon('warning')}${this.refusal}</p></section>` : nothing}
      ${bill ? html`<fieldset class="plain" ?disabled=${this.sender.state === 'checking'}>${this.sums(bill)} ${bill.due_minor > 0 || this.typed ? this.pay(bill) : html`<p>${bill.credit_minor > 0 && bill.visit_minor > 0 ? w.coveredByCredit : w.nothing}</p>`}</fieldset>`
        : this.refusal ? nothing : html`<div class="skeleton" role="status" aria-label=${w.loading}><i class="checkout-line"></i></div>`}
      ${this.appointment ? html`<cd-patient-recalls .patientId=${this.appointment.patient_id}></cd-patient-recalls>` : nothing}
    `;
  }

  /** What is not issued yet. @param {Bill} bill */
  changeable(bill) {
    return app.can('billing.invoice') && bill.lines.length > 0 && bill.invoice_status !== 'issued';
  }

  /** @param {Bill} bill */
  sums(bill) {
    const rounding = this.method === 'cash' && bill.due_minor > 0 ? bill.cash_rounding_minor : 0;
    const row = (/** @type {any} */ term, /** @type {number} */ minor, cls = '') => html`<tr class=${cls}><th scope="row">${term}</th><td class="number">${money(minor)}</td></tr>`;
    return html`<table class="checkout-sums"><tbody>
      ${bill.lines.map((line) => row(html`${line.quantity > 1 ? `${line.quantity} × ${line.description}` : line.description}${line.price_list && hasLists() ? html` <span class="muted">${words.invoice.priceOf(line.price_list)}</span>` : nothing}`, line.total_minor))}
      ${bill.lines.length > 1 || bill.number ? row(html`${w.thisVisit}${bill.number ? html` <span class="muted">${bill.number}</span>` : nothing}${bill.tax_minor ? html` <span class="muted">${w.tax(money(bill.tax_minor))}</span>` : nothing}`, bill.visit_minor, 'checkout-part') : nothing}
      ${bill.earlier_minor ? row(w.earlier, bill.earlier_minor) : nothing}
      ${bill.credit_minor ? row(w.creditLine, -bill.credit_minor) : nothing}
      ${rounding ? row(w.rounding, rounding) : nothing}
      ${row(w.toPay, this.due, 'checkout-due')}
    </tbody></table>${this.changeable(bill) ? html`<p><button type="button" class="f-link" ?disabled=${this.working} @click=${this.change}>${w.change}</button></p>` : nothing}${bill.shares.map((one) => html`<p class="muted">${words.payers.insurerPays(one.payer, money(one.total_minor))} · ${one.number ?? words.payers.draftShare}</p>`)}${bill.given_since.length ? html`<p class="warn">${icon('warning', { size: 14 })} ${w.givenSince(bill.given_since.map((one) => `${one.description} ${money(one.total_minor)}`).join(', '))}</p>` : nothing}`;
  }

  /** @param {Bill} bill */
  pay(bill) {
    const minor = parseMoney(this.amount);
    const over = minor === null ? 0 : minor - this.due;
    return html`
      ${methodSegments(this.method, (method) => this.choose(method))}
      ${kindOf(this.method) === 'other' ? textInput({ name: 'pay-note', label: w.note, hint: w.noteHint, value: this.note, on: (value) => { this.note = value; } }) : nothing}
      ${textInput({
        name: 'pay-amount', label: w.amount(app.clinic?.currency ?? ''), value: this.amount, mode: 'decimal', className: 'checkout-amount', error: this.error,
        hint: over > 0 ? w.staysCredit(money(over)) : over < 0 && minor ? w.staysOwed(money(-over)) : '',
        on: (value) => {
          this.amount = value;
          this.typed = true;
          this.error = '';
          this.requestUpdate();
        },
      })}
      ${receiptsCheck()}
      ${bill.due_minor > 0 && bill.lines.length ? html`<p><button type="button" class="f-link" title=${w.paysLaterHint} @click=${() => this.send(null, true)}>${w.paysLater}</button> <span class="muted small">${w.paysLaterHint}</span></p>` : nothing}
    `;
  }

  foot() {
    const checking = this.sender.state === 'checking';
    const paying = this.due > 0 || this.typed;
    return html`
      <p class="modal-carried" role="status">${checking ? html`<span class="spinner"></span>${words.book.checking}` : w.as(app.me?.name ?? '')}</p>
      <button type="button" class="button" @click=${this.askToClose}>${w.close}</button>
      <button type="submit" class="button primary" data-submit ?disabled=${checking || !this.bill}>${checking ? words.book.checkingShort : paying ? w.submit : w.finish}${caps('Enter')}</button>
    `;
  }
}

customElements.define('cd-checkout', CheckoutDialog);
