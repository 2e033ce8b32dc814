// The rules for billing: numbers, terms, what stands on an invoice, and how much discount each role may give.
import { html, nothing } from 'lit';
import { app, toast } from '../../app.js';
import { View } from '../../element.js';
import { moneyTyped, parseMoney } from '../../format.js';
import { icon } from '../../icons.js';
import { ask } from '../../ipc.js';
import { say as sayError } from '../../messages.js';
import { areaField, textField } from '../../parts/fields.js';
import { Form } from '../../parts/form.js';
import { conflictChoice, formSummary } from '../../parts/form-view.js';
import { TypedOffer, formOffer, formTyping } from '../../parts/typed-offer.js';
import { percent } from '../../parts/invoice-lines.js';
import { words } from '../../words/en.js';

const say = words.admin.billingRules;
/** Without the methods of payment, which have a page of their own. @type {import('../../bindings/Account').Account[]} */
const ACCOUNTS = ['receivables', 'revenue', 'rounding', 'tax', 'bank', 'petty_cash', 'change', 'cash_moved', 'differences', 'write_offs'];
const ROLES = /** @type {const} */ (['admin', 'receptionist', 'doctor', 'nurse', 'accountant']);

/** @param {import('../../bindings/BillingRules').BillingRules} rules */
function toValues(rules) {
  const limit = (/** @type {string} */ role) => percent(rules.discount_limits.find((one) => one.role === role)?.basis_points ?? 0);
  return {
    invoice_prefix: rules.invoice_prefix, receipt_prefix: rules.receipt_prefix, credit_note_prefix: rules.credit_note_prefix, due_days: String(rules.due_days), terms: rules.terms ?? '', tax_number: rules.tax_number ?? '',
    bank_lines: rules.bank_lines.join('\n'), legal: rules.legal ?? '', cash_rounding_minor: rules.cash_rounding_minor > 1 ? moneyTyped(rules.cash_rounding_minor) : '', ...Object.fromEntries(ROLES.map((role) => [`limit_${role}`, limit(role)])),
    ...Object.fromEntries(ACCOUNTS.map((account) => [`code_${account}`, rules.account_codes.find((one) => one.account === account)?.code ?? ''])),
  };
}

/** @param {string} text */
const points = (text) => (/^\d{1,3}([.,]\d{1,2})?$/.test(text.trim()) ? Math.round(Number(text.trim().replace(',', '.')) * 100) : null);

/** What stands on the page, and of `rules` what does not. @param {Record<string, string>} values @param {import('../../bindings/BillingRules').BillingRules} rules */
function toRules(values, rules) {
  return {
    invoice_prefix: values.invoice_prefix.trim(), receipt_prefix: values.receipt_prefix.trim(), credit_note_prefix: values.credit_note_prefix.trim(), due_days: Number(values.due_days), terms: values.terms.trim() || null,
    tax_number: values.tax_number.trim() || null, bank_lines: values.bank_lines.split('\n').map((line) => line.trim()).filter(Boolean), legal: values.legal.trim() || null,
    cash_rounding_minor: values.cash_rounding_minor.trim() ? (parseMoney(values.cash_rounding_minor) ?? 0) : 0, discount_limits: ROLES.map((role) => ({ role, basis_points: points(values[`limit_${role}`]) ?? 0 })).filter((one) => one.basis_points > 0),
    account_codes: [...rules.account_codes.filter((one) => !ACCOUNTS.includes(one.account)), ...ACCOUNTS.map((account) => ({ account, code: values[`code_${account}`].trim() })).filter((one) => one.code)],
    methods_off: rules.methods_off ?? [],
  };
}

class BillingRules extends View {
  static properties = { ready: { state: true }, problem: { state: true } };

  constructor() {
    super();
    this.ready = false;
    /** @type {any} */
    this.problem = null;
    this.form = new Form(this, {});
    this.offer = new TypedOffer(this);
    this.seen = 0;
    /** As they were read. @type {any} */
    this.rules = { account_codes: [] };
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'clinic', () => this.load());
    this.load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.offer.flush();
  }

  updated() {
    if (this.form.dirty) this.offer.keep(() => formTyping(this.form));
  }

  firstField() {
    return /** @type {HTMLElement|null} */ (this.querySelector('form input'));
  }

  async load() {
    try {
      const { version, rules } = await ask({ ask: 'billing_rules' });
      this.rules = rules;
      this.problem = null;
      if (this.ready && (this.form.busy || this.form.conflict || this.form.dirty)) return;
      this.form.start(toValues(rules));
      if (!this.ready) this.offer.start('admin billing-rules', () => formTyping(this.form), version);
      this.seen = version;
      this.ready = true;
    } catch (error) {
      this.problem = error;
    }
  }

  check() {
    const { form } = this;
    const limits = Object.fromEntries(ROLES.map((role) => {
      const value = points(form.values[`limit_${role}`] || '0');
      return [`limit_${role}`, value === null || value > 10_000 ? sayError({ code: 'field.out_of_range', details: { min: 0, max: 100 } }) : null];
    }));
    const days = form.values.due_days.trim();
    return form.check({
      invoice_prefix: form.missing('invoice_prefix'), receipt_prefix: form.missing('receipt_prefix'), credit_note_prefix: form.missing('credit_note_prefix'),
      due_days: /^\d{1,3}$/.test(days) && Number(days) <= 365 ? null : sayError({ code: 'field.out_of_range', details: { min: 0, max: 365 } }),
      cash_rounding_minor: form.values.cash_rounding_minor.trim() && parseMoney(form.values.cash_rounding_minor) === null ? words.checkout.notMoney(moneyTyped(5)) : null, ...limits,
    });
  }

  /** @param {Event} event */
  async save(event) {
    event.preventDefault();
    const { form } = this;
    if (!this.check()) return;
    const theirs = async () => {
      const { version, rules } = await ask({ ask: 'billing_rules' });
      this.rules = rules;
      return { values: toValues(rules), version };
    };
    const answer = await form.perform({ op: 'edit_billing_rules', version: form.version(this.seen), rules: toRules(form.values, this.rules) }, { theirs });
    if (!answer) return;
    this.offer.saved();
    toast(say.saved);
    await this.load();
  }

  render() {
    return html`<section class="admin-page" aria-labelledby="admin-title"><div class="admin-list admin-narrow">
      <header class="admin-head"><div class="grow"><h1 id="admin-title">${words.admin.tabs['billing-rules']}</h1><p class="muted">${say.lead}</p></div></header>
      ${this.problem ? html`<div class="f-summary" role="alert">${icon('warning')}<div><p>${sayError(this.problem)}</p><button type="button" class="f-link" @click=${this.load}>${words.admin.retry}</button></div></div>` : nothing}
      ${this.ready ? this.renderForm() : nothing}
    </div></section>`;
  }

  renderForm() {
    const { form } = this;
    const labels = { ...say.labels, ...Object.fromEntries(ROLES.map((role) => [`limit_${role}`, words.common.roles[role]])), ...Object.fromEntries(ACCOUNTS.map((account) => [`code_${account}`, words.reports.accounts[account]])) };
    const field = (/** @type {string} */ name, more = {}) => textField({ ...form.bind(name), label: labels[/** @type {'terms'} */ (name)], spellcheck: false, ...more });
    return html`<form class="f-form" novalidate @submit=${this.save}>
      ${formOffer(form, this.offer)} ${formSummary(form, labels)} ${conflictChoice(form, labels)}
      <h2 class="form-part">${say.numbers}</h2>
      <div class="f-row">${field('invoice_prefix', { maxlength: 10, hint: say.prefixHint(app.today().slice(0, 4), form.values.invoice_prefix) })}${field('receipt_prefix', { maxlength: 10 })}${field('credit_note_prefix', { maxlength: 10 })}</div>
      <h2 class="form-part">${say.onInvoice}</h2>
      <div class="f-row">${field('due_days', { inputmode: 'numeric', size: 'narrow' })}${field('tax_number', { optional: true })}</div>
      ${areaField({ ...form.bind('terms'), label: say.labels.terms, optional: true, rows: 2 })}
      ${areaField({ ...form.bind('bank_lines'), label: say.labels.bank_lines, hint: say.bankHint, optional: true, rows: 3 })}
      ${areaField({ ...form.bind('legal'), label: say.labels.legal, optional: true, rows: 2 })}
      ${field('cash_rounding_minor', { inputmode: 'decimal', optional: true, hint: say.roundingHint, size: 'narrow' })}
      <h2 class="form-part">${say.limits}</h2><p class="muted">${say.limitsHint}</p>
      <div class="f-row">${ROLES.map((role) => field(`limit_${role}`, { inputmode: 'decimal', suffix: '%' }))}</div>
      <h2 class="form-part">${words.admin.accountCodes.title}</h2><p class="muted">${words.admin.accountCodes.hint}</p>
      <div class="f-row">${ACCOUNTS.map((account) => field(`code_${account}`, { optional: true, maxlength: 20, placeholder: account }))}</div>
      <div class="button-row form-buttons sticky-buttons">
        <button type="submit" class="button primary" ?disabled=${form.busy || !form.dirty}>${form.busy ? words.admin.saving : form.conflict?.clashes.length ? words.admin.form.saveChoice : words.admin.save}</button>
        <button type="button" class="button" ?disabled=${form.busy || !form.dirty} @click=${() => {
          this.offer.saved();
          form.start(form.original);
        }}>${words.admin.cancel}</button>
      </div></form>`;
  }
}

customElements.define('cd-admin-billing-rules', BillingRules);
