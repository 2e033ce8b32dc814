import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { money, moneyTyped, parseMoney } from '../format.js';
import { icon } from '../icons.js';
import { ask, uuid7 } from '../ipc.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { accountOf, openOf } from './account-open.js';
import { textInput } from './inputs.js';
import { goesTo, partRow, partsOf, sumOf } from './invoice-parts.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';
import { keepMethod, lastMethod, loadMethods, methodOfKey, methodSegments, paidBy, takenMethod } from './pay-method.js';
import { receiptOf, receiptsCheck } from './printing.js';
import { Sender } from './sender.js';
import './patient-picker.js';
import './checkout.css';

/** @typedef {import('../bindings/AccountInvoice').AccountInvoice} AccountInvoice */

const w = words.payment;
const MOST = 500;
/** @typedef {import('./account-open.js').Account} Account */

/**
 * Take a payment of a patient: for one invoice, for those chosen, or for the oldest first; what is more stays as credit.
 * @param {{patient_id: string, name: string, invoice_id?: string, payer_id?: string}} what with `payer_id` it is the payer's
 * @returns {Promise<import('../bindings/PaymentTaken').PaymentTaken | undefined>}
 */
export function openPayment(what) {
  const dialog = /** @type {PaymentDialog} */ (document.createElement('cd-payment'));
  Object.assign(dialog, { what });
  return dialog.open();
}

export class PaymentDialog extends Modal {
  constructor() {
    super();
    /** @type {{patient_id: string, name: string, invoice_id?: string, payer_id?: string}} */
    this.what = { patient_id: '', name: '' };
    /** @type {Account | null} */
    this.account = null;
    this.method = lastMethod();
    this.amount = '';
    this.typed = false;
    this.note = '';
    this.byHand = false;
    /** Whose invoices are paid along: of a family, say. @type {{patient_id: string, name: string, invoices: AccountInvoice[]}[]} */
    this.others = [];
    this.amountTyped = false;
    /** The smallest coin, where cash is rounded to it. */
    this.step = 0;
    /** By invoice, as typed. @type {Record<string, string>} */
    this.parts = {};
    /** @type {Record<string, string>} */
    this.errors = {};
    this.refusal = '';
    this.paymentId = uuid7();
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
    const { account } = this;
    const balance = !account ? '' : account.balance_minor > 0 ? words.billing.owes(money(account.balance_minor)) : account.balance_minor < 0 ? words.billing.credit(money(-account.balance_minor)) : words.billing.settled;
    return html`<p class="muted"><strong>${account?.name ?? this.what.name}</strong>${balance ? ` · ${balance}` : ''}</p>`;
  }

  dirty() {
    return this.typed;
  }

  keptAs() {
    return `payment ${this.what.payer_id ?? this.what.patient_id} ${this.what.invoice_id ?? ''}`.trim();
  }

  typing() {
    const { method, amount, amountTyped, note, byHand, parts } = this;
    return { method, amount, amountTyped, note, byHand, parts, others: this.others.map(({ patient_id, name }) => ({ patient_id, name })) };
  }

  /** What is open is asked anew. @param {any} typing */
  takeUp({ others, ...typing }) {
    Object.assign(this, typing, { typed: true, others: others.map((/** @type {any} */ one) => ({ ...one, invoices: [] })) });
    this.read();
  }

  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector('.pay-methods input:checked'));
  }

  get openOnes() {
    return openOf(this.account);
  }

  /** Everything that a part can be given to. */
  get choosable() {
    return [...this.openOnes, ...this.others.flatMap((one) => one.invoices)];
  }

  /** What the parts come to as they are typed. */
  get sum() {
    return sumOf(this.parts, this.choosable);
  }

  /** What the money goes to, as a whole. */
  get goes() {
    return this.byHand ? this.sum : (this.account?.open_minor ?? 0);
  }

  /** What is paid in cash more or less than that because of the coins; nought unless the invoices are settled by it. */
  get rounding() {
    const amount = parseMoney(this.amount) ?? 0;
    const rounding = amount - this.goes;
    const whole = !this.byHand || this.choosable.every((one) => !(parseMoney(this.parts[one.invoice_id] ?? '') ?? 0) || parseMoney(this.parts[one.invoice_id] ?? '') === one.open_minor);
    return this.method === 'cash' && this.step > 1 && amount > 0 && this.goes > 0 && whole && amount % this.step === 0 && Math.abs(rounding) * 2 <= this.step ? rounding : 0;
  }

  /** The amount that is asked for, in coins where it is paid in cash, until another one is typed. */
  propose() {
    const { goes, step } = this;
    const coins = this.method === 'cash' && step > 1 ? Math.round(goes / step) * step || goes : goes;
    if (!this.amountTyped && goes > 0) this.amount = moneyTyped(coins);
    this.requestUpdate();
  }

  /** Another amount, where coins make it one. */
  inCoins() {
    if (this.step > 1) this.propose();
    this.requestUpdate();
  }

  /** Somebody else's open invoices are paid too: as a whole, until somebody types less. @param {import('../wire-types.js').PatientLine} patient */
  async addPatient({ patient_id, name }) {
    if (patient_id === this.what.patient_id || this.others.some((one) => one.patient_id === patient_id)) return;
    try {
      const invoices = openOf(await ask({ ask: 'patient_account', patient_id }));
      this.others = [...this.others, { patient_id, name, invoices }];
      this.parts = { ...this.parts, ...Object.fromEntries(invoices.map((one) => [one.invoice_id, moneyTyped(one.open_minor)])) };
      this.typed = true;
      this.propose();
    } catch (error) {
      this.refusal = say(/** @type {any} */ (error));
    }
    this.requestUpdate();
    this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector('cd-patient-picker input'))?.focus());
  }

  /** @param {string} patientId */
  dropPatient(patientId) {
    this.others = this.others.filter((one) => one.patient_id !== patientId);
    this.propose();
    this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector('cd-patient-picker input'))?.focus());
  }

  async read() {
    try {
      await loadMethods();
      this.method = takenMethod(this.method);
      this.account = await accountOf(this.what);
      this.step = (await ask({ ask: 'billing_rules' })).rules.cash_rounding_minor;
      this.others = await Promise.all(this.others.map(async (one) => ({ ...one, invoices: openOf(await ask({ ask: 'patient_account', patient_id: one.patient_id })) })));
      const chosen = this.openOnes.find((one) => one.invoice_id === this.what.invoice_id);
      if (chosen && !this.typed) {
        this.byHand = true;
        this.parts = { [chosen.invoice_id]: moneyTyped(chosen.open_minor) };
      }
      if (!this.typed) {
        this.amount = '';
        this.propose();
      }
    } catch (error) {
      this.refusal = say(/** @type {any} */ (error));
    }
    this.requestUpdate();
    this.updateComplete.then(() => this.firstField()?.focus());
  }

  /** @param {KeyboardEvent} event */
  onKeydown(event) {
    const method = methodOfKey(event);
    if (method) {
      event.preventDefault();
      this.method = method;
      this.inCoins();
      this.updateComplete.then(() => this.firstField()?.focus());
      return;
    }
    super.onKeydown(event);
  }

  /** The parts that are typed, or null when something is wrong with them. */
  check() {
    this.errors = {};
    const amount = parseMoney(this.amount);
    if (!amount) this.errors.amount = words.checkout.notMoney(moneyTyped(4500));
    const parts = this.byHand ? partsOf(this, this.choosable) : [];
    const sum = parts.reduce((total, part) => total + part.amount_minor, 0);
    if (amount && sum > amount - this.rounding) this.errors.amount = w.partsSum(money(sum));
    return Object.keys(this.errors).length ? null : { amount: amount ?? 0, parts };
  }

  async submit() {
    const fine = this.check();
    this.requestUpdate();
    if (!fine) {
      this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector('[aria-invalid="true"]'))?.focus());
      return;
    }
    this.refusal = '';
    try {
      const { outcome } = await this.sender.send({
        op: 'take_payment', payment_id: this.paymentId, patient_id: this.what.patient_id, ...(this.what.payer_id ? { payer_id: this.what.payer_id } : {}), ...paidBy(this.method), amount_minor: fine.amount, ...(this.byHand ? { parts: fine.parts } : {}), ...(this.rounding ? { rounding_minor: this.rounding } : {}), ...(this.note.trim() ? { note: this.note.trim() } : {}),
      });
      keepMethod(this.method);
      toast(w.taken(this.account?.name ?? this.what.name, money(outcome.amount_minor), outcome.receipt));
      receiptOf(outcome);
      this.close(outcome);
    } catch (error) {
      this.refusal = say(/** @type {any} */ (error));
      if (this.shut) toast(this.refusal, { kind: 'error' });
      else await this.read();
    }
    this.requestUpdate();
  }

  /** What is more than all parts or all open invoices. */
  get over() {
    return this.rounding ? 0 : Math.max(0, (parseMoney(this.amount) ?? 0) - this.goes);
  }

  body() {
    const { account } = this;
    return html`
      ${this.refusal ? html`<section class="clash" role="alert"><p class="clash-title">${icon('warning')}${this.refusal}</p></section>` : nothing}
      ${account ? html`<fieldset class="plain" ?disabled=${this.sender.state === 'checking'}>
        ${methodSegments(this.method, (method) => { this.method = method; this.inCoins(); })}
        ${textInput({
          name: 'payment-amount', label: words.checkout.amount(app.clinic?.currency ?? ''), value: this.amount, mode: 'decimal', className: 'checkout-amount', error: this.errors.amount, hint: this.rounding ? w.rounded(money(this.goes), money(this.rounding)) : this.over ? words.checkout.staysCredit(money(this.over)) : '',
          on: (value) => { this.amount = value; this.typed = true; this.amountTyped = true; delete this.errors.amount; this.requestUpdate(); },
        })}
        ${this.openOnes.length || this.byHand ? nothing : html`<p class="muted">${w.noneOpen}</p>`}
        ${this.goesTo()}
        ${textInput({ name: 'payment-note', label: w.note, value: this.note, on: (value) => { this.note = value; this.typed = true; } })}
        ${receiptsCheck()}
      </fieldset>` : this.refusal ? nothing : html`<div class="skeleton" role="status" aria-label=${w.loading}><i class="checkout-line"></i></div>`}
    `;
  }

  goesTo() {
    return html`${goesTo(this, (byHand) => { this.byHand = byHand; this.inCoins(); })}
      ${this.byHand ? html`<div class="payment-parts">${this.openOnes.slice(0, MOST).map((one) => this.renderPart(one))}${this.others.map((one) => this.renderOther(one))}</div>
        ${this.what.payer_id ? nothing : html`<cd-patient-picker .label=${w.alsoFor} .creates=${false} @pick=${(/** @type {CustomEvent} */ { detail }) => this.addPatient(detail)}></cd-patient-picker>`}` : nothing}`;
  }

  /** @param {{patient_id: string, name: string, invoices: AccountInvoice[]}} one */
  renderOther({ patient_id, name, invoices }) {
    return html`<div class="payment-other"><h3>${name}</h3><button type="button" class="icon-button" aria-label=${w.without(name)} title=${w.without(name)} @click=${() => this.dropPatient(patient_id)}>${icon('close')}</button></div>
      ${invoices.length ? invoices.slice(0, MOST).map((invoice) => this.renderPart(invoice)) : html`<p class="muted">${w.nothingOpen}</p>`}`;
  }

  /** @param {AccountInvoice} one */
  renderPart(one) {
    return partRow(this, one);
  }

  foot() {
    const checking = this.sender.state === 'checking';
    return html`<p class="modal-carried" role="status">${checking ? html`<span class="spinner"></span>${words.book.checking}` : words.checkout.as(app.me?.name ?? '')}</p>
      <button type="button" class="button" @click=${this.askToClose}>${words.checkout.close}</button>
      <button type="submit" class="button primary" data-submit ?disabled=${checking || !this.account}>${checking ? words.book.checkingShort : w.submit}${caps('Enter')}</button>`;
  }
}

customElements.define('cd-payment', PaymentDialog);
