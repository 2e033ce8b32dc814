import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { date, money, moneyTyped, parseMoney } from '../format.js';
import { icon } from '../icons.js';
import { ask, uuid7 } from '../ipc.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { textInput } from './inputs.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';
import { chosenMethod, keepMethod, methodOfKey, methodSegments } from './pay-method.js';
import { receiptOf, receiptsCheck } from './printing.js';
import { Sender } from './sender.js';
import './patient-picker.js';
import './checkout.css';
import './payment-dialog.css';

/** @typedef {import('../bindings/PatientAccount').PatientAccount} PatientAccount */
/** @typedef {import('../bindings/AccountInvoice').AccountInvoice} AccountInvoice */

const w = words.payment;
const MOST = 500;
/** @typedef {Pick<PatientAccount, 'open_minor'|'balance_minor'> & {name?: string, invoices: AccountInvoice[]}} Account */
/** The patient's own, the oldest first. @param {Account | null} account */
const openOf = (account) => (account?.invoices ?? []).filter((one) => one.status === 'issued' && one.open_minor > 0 && !one.payer).reverse();

/** A payer's account in the shape of a patient's, with whose invoices they are. @param {string} payer_id @returns {Promise<Account>} */
async function payersAccount(payer_id) {
  const { name, open_minor, credit_minor, invoices } = await ask({ ask: 'payer_account', payer_id });
  return { name, open_minor, balance_minor: open_minor - credit_minor, invoices: invoices.map((/** @type {any} */ one) => ({ ...one, payer: null, of: one.name })).reverse() };
}

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
    this.method = chosenMethod();
    this.amount = '';
    this.typed = false;
    this.note = '';
    this.byHand = false;
    /** Whose invoices are paid along: of a family, say. @type {{patient_id: string, name: string, invoices: AccountInvoice[]}[]} */
    this.others = [];
    this.amountTyped = false;
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
    return this.choosable.reduce((sum, one) => sum + Math.min(parseMoney(this.parts[one.invoice_id] ?? '') ?? 0, one.open_minor), 0);
  }

  /** Somebody else's open invoices are paid too: as a whole, until somebody types less. @param {import('../wire-types.js').PatientLine} patient */
  async addPatient({ patient_id, name }) {
    if (patient_id === this.what.patient_id || this.others.some((one) => one.patient_id === patient_id)) return;
    try {
      const invoices = openOf(await ask({ ask: 'patient_account', patient_id }));
      this.others = [...this.others, { patient_id, name, invoices }];
      this.parts = { ...this.parts, ...Object.fromEntries(invoices.map((one) => [one.invoice_id, moneyTyped(one.open_minor)])) };
      this.typed = true;
      if (!this.amountTyped) this.amount = moneyTyped(this.sum);
    } catch (error) {
      this.refusal = say(/** @type {any} */ (error));
    }
    this.requestUpdate();
    this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector('cd-patient-picker input'))?.focus());
  }

  /** @param {string} patientId */
  dropPatient(patientId) {
    this.others = this.others.filter((one) => one.patient_id !== patientId);
    if (!this.amountTyped) this.amount = moneyTyped(this.sum);
    this.requestUpdate();
    this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector('cd-patient-picker input'))?.focus());
  }

  async read() {
    try {
      this.account = this.what.payer_id ? await payersAccount(this.what.payer_id) : await ask({ ask: 'patient_account', patient_id: this.what.patient_id });
      this.others = await Promise.all(this.others.map(async (one) => ({ ...one, invoices: openOf(await ask({ ask: 'patient_account', patient_id: one.patient_id })) })));
      const chosen = this.openOnes.find((one) => one.invoice_id === this.what.invoice_id);
      if (chosen && !this.typed) {
        this.byHand = true;
        this.parts = { [chosen.invoice_id]: moneyTyped(chosen.open_minor) };
        this.amount = moneyTyped(chosen.open_minor);
      } else if (!this.typed) this.amount = this.account && this.account.open_minor > 0 ? moneyTyped(this.account.open_minor) : '';
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
      this.requestUpdate();
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
    /** @type {{invoice_id: string, amount_minor: number}[]} */
    const parts = [];
    for (const one of this.byHand ? this.choosable : []) {
      const text = this.parts[one.invoice_id]?.trim() ?? '';
      if (!text) continue;
      const minor = parseMoney(text);
      if (minor === null || minor > one.open_minor) this.errors[one.invoice_id] = w.partBad(money(one.open_minor));
      else if (minor > 0) parts.push({ invoice_id: one.invoice_id, amount_minor: minor });
    }
    const sum = parts.reduce((total, part) => total + part.amount_minor, 0);
    if (amount && sum > amount) this.errors.amount = w.partsSum(money(sum));
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
        op: 'take_payment', payment_id: this.paymentId, patient_id: this.what.patient_id, ...(this.what.payer_id ? { payer_id: this.what.payer_id } : {}), method: this.method, amount_minor: fine.amount, ...(this.byHand ? { parts: fine.parts } : {}), ...(this.note.trim() ? { note: this.note.trim() } : {}),
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
    const amount = parseMoney(this.amount) ?? 0;
    const goes = this.byHand ? this.sum : (this.account?.open_minor ?? 0);
    return Math.max(0, amount - goes);
  }

  body() {
    const { account } = this;
    return html`
      ${this.refusal ? html`<section class="clash" role="alert"><p class="clash-title">${icon('warning')}${this.refusal}</p></section>` : nothing}
      ${account ? html`<fieldset class="plain" ?disabled=${this.sender.state === 'checking'}>
        ${methodSegments(this.method, (method) => { this.method = method; this.requestUpdate(); })}
        ${textInput({
          name: 'payment-amount', label: words.checkout.amount(app.clinic?.currency ?? ''), value: this.amount, mode: 'decimal', className: 'checkout-amount', error: this.errors.amount, hint: this.over ? words.checkout.staysCredit(money(this.over)) : '',
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
    const choice = (/** @type {boolean} */ byHand, /** @type {string} */ label) => html`<label class="segment"><input type="radio" name="payment-goes" .checked=${this.byHand === byHand} @change=${() => { this.byHand = byHand; this.requestUpdate(); }} /><span>${label}</span></label>`;
    return html`<div role="radiogroup" aria-labelledby="payment-goes"><p class="label" id="payment-goes">${w.goesTo}</p><div class="segments">${choice(false, w.oldest)}${choice(true, w.byHand)}</div></div>
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
    const error = this.errors[one.invoice_id];
    const id = `payment-part-${one.invoice_id}`;
    return html`<div class="payment-part"><label for=${id}><b>${one.number}</b> <span class="muted">${/** @type {any} */ (one).of ? `${/** @type {any} */ (one).of} · ` : ''}${date(one.issued_on)}</span></label>
      <input id=${id} class="input" inputmode="decimal" autocomplete="off" aria-invalid=${error ? 'true' : nothing} aria-describedby="${id}-open" .value=${this.parts[one.invoice_id] ?? ''}
        @input=${(/** @type {any} */ event) => { this.parts = { ...this.parts, [one.invoice_id]: event.target.value }; this.typed = true; delete this.errors[one.invoice_id]; this.requestUpdate(); }} />
      <span id="${id}-open" class=${error ? 'error' : 'muted number'}>${error ?? w.ofOpen(money(one.open_minor))}</span></div>`;
  }

  foot() {
    const checking = this.sender.state === 'checking';
    return html`<p class="modal-carried" role="status">${checking ? html`<span class="spinner"></span>${words.book.checking}` : words.checkout.as(app.me?.name ?? '')}</p>
      <button type="button" class="button" @click=${this.askToClose}>${words.checkout.close}</button>
      <button type="submit" class="button primary" data-submit ?disabled=${checking || !this.account}>${checking ? words.book.checkingShort : w.submit}${caps('Enter')}</button>`;
  }
}

customElements.define('cd-payment', PaymentDialog);
