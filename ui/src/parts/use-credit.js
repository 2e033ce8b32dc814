// Puts credit to what is owed: the oldest invoices first, or those that are chosen.
import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { money } from '../format.js';
import { icon } from '../icons.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { accountOf, openOf } from './account-open.js';
import { goesTo, partRow, partsOf } from './invoice-parts.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';
import { Sender } from './sender.js';
import './checkout.css';

const w = words.payment;

/** @param {{patient_id: string, payer_id?: string, name: string}} what with `payer_id` it is the payer's @returns {Promise<import('../bindings/CreditApplied').CreditApplied | undefined>} */
export function openUseCredit(what) {
  const dialog = /** @type {UseCreditDialog} */ (document.createElement('cd-use-credit'));
  Object.assign(dialog, { what });
  return dialog.open();
}

class UseCreditDialog extends Modal {
  constructor() {
    super();
    /** @type {{patient_id: string, payer_id?: string, name: string}} */
    this.what = { patient_id: '', name: '' };
    /** @type {import('./account-open.js').Account | null} */
    this.account = null;
    this.byHand = false;
    this.typed = false;
    /** By invoice, as typed. @type {Record<string, string>} */
    this.parts = {};
    /** @type {Record<string, string>} */
    this.errors = {};
    this.refusal = '';
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
    return w.creditTitle;
  }

  subheading() {
    const { account } = this;
    return html`<p class="muted"><strong>${this.what.name}</strong>${account ? html` · ${w.creditLead(money(account.credit_minor), money(account.open_minor))}` : nothing}</p>`;
  }

  dirty() {
    return this.typed;
  }

  keptAs() {
    return `use-credit ${this.what.payer_id ?? this.what.patient_id}`;
  }

  typing() {
    const { byHand, parts } = this;
    return { byHand, parts };
  }

  /** @param {any} typing */
  takeUp(typing) {
    Object.assign(this, typing, { typed: true });
    this.requestUpdate();
  }

  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector('.segments input:checked'));
  }

  async read() {
    try {
      this.account = await accountOf(this.what);
    } catch (error) {
      this.refusal = say(/** @type {any} */ (error));
    }
    this.requestUpdate();
    this.updateComplete.then(() => this.firstField()?.focus());
  }

  async submit() {
    this.errors = {};
    const parts = this.byHand ? partsOf(this, openOf(this.account)) : null;
    const sum = (parts ?? []).reduce((total, part) => total + part.amount_minor, 0);
    const there = this.account?.credit_minor ?? 0;
    if (parts && !sum && !Object.keys(this.errors).length) this.errors.sum = w.creditNone;
    if (sum > there) this.errors.sum = w.creditSum(money(sum), money(there));
    this.refusal = this.errors.sum ?? '';
    this.requestUpdate();
    if (Object.keys(this.errors).length) {
      this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector('[aria-invalid="true"], .payment-part input'))?.focus());
      return;
    }
    const { patient_id, payer_id } = this.what;
    const whose = payer_id ? { op: 'apply_payer_credit', payer_id } : { op: 'apply_credit', patient_id };
    try {
      const { outcome } = await this.sender.send({ ...whose, ...(parts ? { parts } : {}) });
      toast(outcome.applied_minor ? w.usedCredit(money(outcome.applied_minor)) : w.noCreditUsed);
      this.close(outcome);
    } catch (error) {
      this.refusal = say(/** @type {any} */ (error));
      if (this.shut) toast(this.refusal, { kind: 'error' });
      else await this.read();
    }
    this.requestUpdate();
  }

  body() {
    const { account } = this;
    return html`
      ${this.refusal ? html`<section class="clash" role="alert"><p class="clash-title">${icon('warning')}${this.refusal}</p></section>` : nothing}
      ${account ? html`<fieldset class="plain" ?disabled=${this.sender.state === 'checking'}>
        ${goesTo(this, (byHand) => { this.byHand = byHand; this.requestUpdate(); })}
        ${this.byHand ? html`<div class="payment-parts">${openOf(account).map((one) => partRow(this, one))}</div>` : nothing}
      </fieldset>` : this.refusal ? nothing : html`<div class="skeleton" role="status" aria-label=${w.loading}><i class="checkout-line"></i></div>`}`;
  }

  foot() {
    const checking = this.sender.state === 'checking';
    return html`<p class="modal-carried" role="status">${checking ? html`<span class="spinner"></span>${words.book.checking}` : words.corrections.as(app.me?.name ?? '')}</p>
      <button type="button" class="button" @click=${this.askToClose}>${words.checkout.close}</button>
      <button type="submit" class="button primary" data-submit ?disabled=${checking || !this.account}>${checking ? words.book.checkingShort : words.billing.useCredit}${caps('Enter')}</button>`;
  }
}

customElements.define('cd-use-credit', UseCreditDialog);
