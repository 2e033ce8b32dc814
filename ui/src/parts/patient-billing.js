import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { date, money } from '../format.js';
import { icon } from '../icons.js';
import { ask, perform, uuid7 } from '../ipc.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { correctable, openPaymentMenu } from './correct-payment.js';
import { openReceipt, openStatement } from './document-dialog.js';
import { openInvoice } from './invoice-dialog.js';
import { OfPatient } from './of-patient.js';
import { methodName } from './pay-method.js';
import { openPayment } from './payment-dialog.js';
import { freeOf, paymentKind, signed } from './payment-text.js';
import { openUseCredit } from './use-credit.js';
import './patient-billing.css';

/** @typedef {import('../bindings/PatientAccount').PatientAccount} PatientAccount */

const w = words.patientBilling;

/** @param {PatientAccount} account */
function balanceText({ balance_minor: minor }) {
  const b = words.billing;
  return minor > 0 ? html`<b>${b.owes(money(minor))}</b>` : minor < 0 ? b.credit(money(-minor)) : b.settled;
}

/** What stands on a patient's account, for whoever may see it. */
class OfAccount extends OfPatient {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = { ...OfPatient.properties, account: { state: true } };

  constructor() {
    super();
    /** @type {PatientAccount | null} */
    this.account = null;
  }

  get kinds() {
    return ['invoice', 'payment'];
  }

  forget() {
    this.account = null;
  }

  /** @param {string} patient_id */
  async look(patient_id) {
    return app.can('billing.view') ? ask({ ask: 'patient_account', patient_id }) : null;
  }

  /** @param {PatientAccount | null} account */
  take(account) {
    this.account = account;
  }
}

/** A patient's account: what they owe or have as credit, their invoices and payments. */
class PatientBilling extends OfAccount {
  async newInvoice() {
    const invoice_id = uuid7();
    await this.run(async () => {
      await perform({ op: 'draft_invoice', invoice_id, patient_id: this.patientId });
      await openInvoice(invoice_id);
    });
  }

  useCredit() {
    return this.run(async () => {
      await openUseCredit({ patient_id: this.patientId, name: this.name });
    });
  }

  /** @param {() => Promise<void>} work */
  async run(work) {
    try {
      await work();
    } catch (error) {
      toast(say(/** @type {any} */ (error)), { kind: 'error' });
    }
    this.read();
  }

  render() {
    const { account } = this;
    if (!app.can('billing.view')) return nothing;
    if (!account) return this.problem ? html`<p class="error">${this.problem}</p>` : nothing;
    const b = words.billing;
    return html`<section class="account" aria-labelledby="account-title">
      <header class="account-head"><h2 id="account-title">${w.title}</h2><span class="account-balance number">${balanceText(account)}</span><span class="grow"></span>
        ${account.invoices.some((one) => one.number) || account.payments.length ? html`<button type="button" class="button small" @click=${() => openStatement(this.patientId)}>${icon('print')}${words.documents.openStatement}</button>` : nothing}
        ${app.can('billing.pay') && account.credit_minor > 0 && account.open_minor > 0 ? html`<button type="button" class="button small" @click=${this.useCredit}>${b.useCredit}</button>` : nothing}
        ${app.can('billing.invoice') ? html`<button type="button" class="button small" @click=${this.newInvoice}>${icon('plus')}${b.newInvoice}</button>` : nothing}
        ${app.can('billing.pay') ? html`<button type="button" class="button small" @click=${() => openPayment({ patient_id: this.patientId, name: this.name })}>${icon('pay')}${b.takePayment}</button>` : nothing}
      </header>
      ${account.invoices.length || account.payments.length ? html`${this.renderInvoices(account)}${this.renderPayments(account)}` : html`<p class="muted">${w.none}</p>`}
    </section>`;
  }

  /** @param {PatientAccount} account */
  renderInvoices({ invoices }) {
    if (!invoices.length) return nothing;
    const b = words.billing;
    return html`<table class="account-table"><caption>${w.invoices}</caption><thead><tr><th scope="col">${b.number}</th><th scope="col">${b.issued}</th><th scope="col">${b.due}</th><th scope="col" class="number">${b.total}</th><th scope="col" class="number">${b.open}</th></tr></thead>
      <tbody>${invoices.map((one) => html`<tr><td><button type="button" class="row-button" @click=${() => openInvoice(one.invoice_id)}>${one.number ?? b.status.draft}</button>${one.payer ? html` <span class="muted small">${words.payers.paidBy(one.payer)}</span>` : nothing}</td><td>${date(one.issued_on)}</td>
        <td>${date(one.due_on)}${one.open_minor > 0 && one.due_on && one.due_on < app.today() ? html` ${icon('clock', { size: 14, cls: 'account-late' })}` : nothing}</td><td class="number">${money(one.total_minor)}</td><td class="number">${one.open_minor > 0 ? html`<b>${money(one.open_minor)}</b>` : nothing}</td></tr>`)}</tbody></table>`;
  }

  /** @param {PatientAccount} account */
  renderPayments({ payments }) {
    if (!payments.length) return nothing;
    const b = words.billing;
    return html`<table class="account-table"><caption>${w.payments}</caption><thead><tr><th scope="col">${b.receipt}</th><th scope="col">${b.date}</th><th scope="col">${b.method}</th><th scope="col"><span class="visually-hidden">${words.payment.credit}</span></th><th scope="col" class="number">${b.amount}</th><th scope="col"><span class="visually-hidden">${words.corrections.more('')}</span></th></tr></thead>
      <tbody>${payments.map((line) => html`<tr><td>${line.receipt}${paymentKind(line)}</td><td>${date(line.taken_on)}</td><td>${methodName(line)}</td><td class="muted">${freeOf(line) > 0 ? b.free(money(freeOf(line))) : nothing}</td><td class="number">${money(signed(line))}</td><td class="account-do"><button type="button" class="icon-button" aria-label=${words.documents.previewOf(line.receipt)} title=${words.documents.previewOf(line.receipt)} @click=${() => openReceipt(line)}>${icon('print')}</button>${correctable(line) ? html`<button type="button" class="icon-button" aria-haspopup="menu" aria-label=${words.corrections.more(line.receipt)} @click=${(/** @type {Event} */ event) => openPaymentMenu(event, line)}>${icon('more')}</button>` : nothing}</td></tr>`)}</tbody></table>`;
  }
}

customElements.define('cd-patient-billing', PatientBilling);

/** What a patient owes or has as credit, in the head of their page. */
class PatientBalance extends OfAccount {
  render() {
    return this.account ? balanceText(this.account) : nothing;
  }
}

customElements.define('cd-patient-balance', PatientBalance);
