// Billing → Payers: what insurers and others owe, and the account of each: invoices with whose visits they are of, and payments.
import { html, nothing } from 'lit';
import { app } from '../../app.js';
import { date, money } from '../../format.js';
import { icon } from '../../icons.js';
import { words } from '../../words/en.js';
import { correctable, openPaymentMenu } from '../../parts/correct-payment.js';
import { openPayerStatement, openReceipt } from '../../parts/document-dialog.js';
import { openInvoice } from '../../parts/invoice-dialog.js';
import { methodName } from '../../parts/pay-method.js';
import { openPayment } from '../../parts/payment-dialog.js';
import { freeOf, paymentKind, signed } from '../../parts/payment-text.js';
import { openUseCredit } from '../../parts/use-credit.js';
import '../../parts/patient-billing.css';
import { BillingList, emptyLine } from './list.js';

/** @typedef {import('../../bindings/PayerAccount').PayerAccount} PayerAccount */
/** @typedef {import('../../bindings/PayerLine').PayerLine} PayerLine */

const w = words.billing;
const p = words.payers;

class BillingPayers extends BillingList {
  constructor() {
    super();
    /** Whose account is open; '' is the list of all. */
    this.payer = '';
  }

  get question() {
    return this.payer ? { ask: 'payer_account', payer_id: this.payer } : { ask: 'payers' };
  }

  get chosen() {
    return { ...super.chosen, payer: this.payer };
  }

  get title() {
    return w.tabs.payers;
  }

  get lead() {
    return p.tabLead;
  }

  /** @param {string} payer */
  show(payer) {
    this.payer = payer;
    this.answer = null;
    this.load();
    this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector('.billing-tools .button'))?.focus());
  }

  tools() {
    return this.payer ? html`<button type="button" class="button quiet" @click=${() => this.show('')}>${icon('previous')}${p.back}</button>` : nothing;
  }

  /** @param {PayerLine[] | PayerAccount} answer */
  list(answer) {
    if (Array.isArray(answer)) return this.payer ? nothing : this.all(answer);
    return this.payer ? this.account(answer) : nothing;
  }

  /** @param {PayerLine[]} lines */
  all(lines) {
    const shown = lines.filter((line) => line.active || line.open_minor > 0);
    if (!shown.length) return emptyLine(p.none);
    return html`<table class="rows"><thead><tr><th scope="col">${p.payer}</th><th scope="col">${p.due}</th><th scope="col" class="number">${w.open}</th></tr></thead>
      <tbody>${shown.map((line) => html`<tr>
        <td><button type="button" class="row-button" @click=${() => this.show(line.payer_id)}>${line.name}</button></td>
        <td>${line.due_days === null ? html`<span class="muted">${p.asPatients}</span>` : p.days(line.due_days ?? 0)}</td>
        <td class="number">${line.open_count ? html`<span class="muted">${p.invoices(line.open_count)} · </span><b>${money(line.open_minor)}</b>` : nothing}</td></tr>`)}</tbody></table>`;
  }

  /** @param {PayerAccount} account */
  account(account) {
    const { name, open_minor, credit_minor, invoices, payments } = account;
    const first = invoices.find((one) => one.status === 'issued' && one.open_minor > 0) ?? invoices.find((one) => one.status === 'issued');
    const pay = async () => {
      if (first && (await openPayment({ patient_id: first.patient_id, name, payer_id: account.payer_id }))) this.load();
    };
    const useCredit = async () => {
      if (await openUseCredit({ patient_id: '', payer_id: account.payer_id, name })) this.load();
    };
    const balance = open_minor > 0 ? html`<b>${w.owes(money(open_minor))}</b>` : w.settled;
    return html`<section class="account" aria-label=${p.account(name)}>
      <header class="account-head"><h2>${name}</h2><span class="account-balance number">${balance}${credit_minor > 0 ? html` · ${w.credit(money(credit_minor))}` : nothing}</span><span class="grow"></span>
        <button type="button" class="button small" @click=${() => openPayerStatement(account.payer_id)}>${icon('print')}${words.documents.openStatement}</button>
        ${app.can('billing.pay') && credit_minor > 0 && open_minor > 0 ? html`<button type="button" class="button small" @click=${useCredit}>${w.useCredit}</button>` : nothing}
        ${app.can('billing.pay') && first ? html`<button type="button" class="button small" @click=${pay}>${icon('pay')}${w.takePayment}</button>` : nothing}</header>
      ${invoices.length ? this.invoices(invoices) : html`<p class="muted">${p.noInvoices}</p>`}
      ${payments.length ? this.payments(payments) : nothing}
    </section>`;
  }

  /** @param {PayerAccount['invoices']} invoices */
  invoices(invoices) {
    return html`<table class="rows"><caption class="visually-hidden">${p.invoiceList}</caption><thead><tr><th scope="col">${w.number}</th><th scope="col">${p.patient}</th><th scope="col">${w.due}</th><th scope="col" class="number">${w.total}</th><th scope="col" class="number">${w.open}</th></tr></thead>
      <tbody>${invoices.map((one) => html`<tr>
        <td class="nowrap"><button type="button" class="row-button" @click=${() => openInvoice(one.invoice_id)}>${one.number ?? w.status.draft}</button></td>
        <td><a href="/patients/${one.patient_id}">${one.name}</a> <span class="muted">${one.member_number ?? one.mrn}</span></td>
        <td class="nowrap">${date(one.due_on)}${one.open_minor > 0 && one.due_on && one.due_on < app.today() ? html` ${icon('clock', { size: 14, cls: 'account-late' })}` : nothing}</td>
        <td class="number">${money(one.total_minor)}</td><td class="number">${one.open_minor > 0 ? html`<b>${money(one.open_minor)}</b>` : nothing}</td></tr>`)}</tbody></table>`;
  }

  /** @param {PayerAccount['payments']} payments */
  payments(payments) {
    return html`<table class="rows"><caption>${p.paymentList}</caption><thead><tr><th scope="col">${w.receipt}</th><th scope="col">${w.date}</th><th scope="col">${w.method}</th><th scope="col"><span class="visually-hidden">${words.payment.credit}</span></th><th scope="col" class="number">${w.amount}</th><th scope="col"><span class="visually-hidden">${words.corrections.more('')}</span></th></tr></thead>
      <tbody>${payments.map((line) => html`<tr><td>${line.receipt}${paymentKind(line)}</td><td>${date(line.taken_on)}</td><td>${methodName(line)}</td>
        <td class="muted">${freeOf(line) > 0 ? w.free(money(freeOf(line))) : nothing}</td><td class="number">${money(signed(line))}</td>
        <td class="billing-do"><button type="button" class="icon-button" aria-label=${words.documents.previewOf(line.receipt)} title=${words.documents.previewOf(line.receipt)} @click=${() => openReceipt(line)}>${icon('print')}</button>${correctable(line) ? html`<button type="button" class="icon-button" aria-haspopup="menu" aria-label=${words.corrections.more(line.receipt)} @click=${(/** @type {Event} */ event) => openPaymentMenu(event, line)}>${icon('more')}</button>` : nothing}</td></tr>`)}</tbody></table>`;
  }
}

customElements.define('cd-billing-payers', BillingPayers);
