// Methods of payment: the four that every clinic has, each taken or not, and the clinic's own after them, in its order.
import { html, nothing } from 'lit';
import { toast } from '../../app.js';
import { icon } from '../../icons.js';
import { ask, perform } from '../../ipc.js';
import { say as sayError } from '../../messages.js';
import { radioField, textField } from '../../parts/fields.js';
import { words } from '../../words/en.js';
import { AdminList } from './list.js';

const say = words.admin.paymentMethods;

/** @typedef {import('../../bindings/PaymentMethodLine').PaymentMethodLine} Line */

class PaymentMethods extends AdminList {
  constructor() {
    super();
    // What is not taken is told, not hidden.
    this.withHidden = true;
    /** The rules for billing, in which the four stand. @type {import('../../bindings/BillingRules').BillingRules | null} */
    this.rules = null;
  }

  get words() {
    return say;
  }

  get heading() {
    return words.admin.tabs['payment-methods'];
  }

  get source() {
    return { question: 'payment_methods', key: 'key', kind: 'payment_method', also: ['clinic'] };
  }

  async loadMore() {
    this.rules = (await ask({ ask: 'billing_rules' })).rules;
  }

  /** @param {Line} row */
  complete(row) {
    return { ...row, name: row.name ?? words.billing.methods[/** @type {'cash'} */ (row.method)] };
  }

  columns() {
    return [
      { head: say.name, cell: (/** @type {any} */ row) => row.name },
      { head: say.kind, cell: (/** @type {any} */ row) => (row.method_id ? words.billing.methods[/** @type {'card'} */ (row.method)] : html`<span class="muted">${say.everywhere}</span>`), extra: true },
      { head: words.admin.accountCodes.label, cell: (/** @type {any} */ row) => row.account_code ?? '' },
    ];
  }

  /** None: they are few, and all are shown. @returns {any} */
  renderTools() {
    return nothing;
  }

  blank() {
    return { name: '', kind: 'other', account_code: '' };
  }

  /** @param {any} row */
  toValues(row) {
    return { name: row.name, kind: row.method, account_code: row.account_code ?? '' };
  }

  /** @param {any} form @param {any} row */
  fields(form, row) {
    const code = textField({ ...form.bind('account_code'), label: words.admin.accountCodes.label, hint: row && !row.method_id ? say.codeHint : say.ownCodeHint, optional: true, maxlength: 20, spellcheck: false, first: Boolean(row && !row.method_id) });
    if (row && !row.method_id) return code;
    const kinds = Object.entries(say.kinds).map(([value, label]) => ({ value, label }));
    return html`${textField({ ...form.bind('name'), label: say.name, hint: row ? say.renameHint : say.nameHint, maxlength: 40, first: true })}
      ${row ? html`<p class="f-hint">${say.kindStays(words.billing.methods[/** @type {'card'} */ (row.method)])}</p>` : radioField({ ...form.bind('kind'), label: say.kind, hint: say.kindHint, options: kinds })}
      ${code}`;
  }

  /** @param {any} form @param {any} row */
  check(form, row) {
    return row && !row.method_id ? true : form.check({ name: form.missing('name') });
  }

  /** The rules with another code of one of the four, or without it at the desk. @param {string} method @param {string} code @param {boolean} active */
  ruled(method, code, active) {
    const rules = /** @type {import('../../bindings/BillingRules').BillingRules} */ (this.rules);
    const others = rules.account_codes.filter((one) => one.account !== method);
    const off = (rules.methods_off ?? []).filter((one) => one !== method);
    return { ...rules, account_codes: code ? [...others, { account: method, code }] : others, methods_off: active ? off : [...off, method] };
  }

  /** @param {any} form @param {any} row */
  steps(form, row) {
    const code = form.values.account_code.trim();
    if (row && !row.method_id) return [(/** @type {number} */ version) => ({ op: 'edit_billing_rules', version, rules: this.ruled(row.key, code, row.active) })];
    const own = { method_id: form.rowId, name: form.values.name.trim(), ...(code ? { account_code: code } : {}) };
    return [(/** @type {number} */ version) => (row ? { op: 'edit_payment_method', ...own, version, active: row.active } : { op: 'add_payment_method', ...own, kind: form.values.kind })];
  }

  /** @param {any} row @param {boolean} active */
  hiding(row, active) {
    if (!row.method_id) return (/** @type {number} */ version) => ({ op: 'edit_billing_rules', version, rules: this.ruled(row.key, row.account_code ?? '', active) });
    return (/** @type {number} */ version) => ({ op: 'edit_payment_method', method_id: row.method_id, name: row.name, ...(row.account_code ? { account_code: row.account_code } : {}), version, active });
  }

  get own() {
    return (this.rows ?? []).filter((row) => row.method_id);
  }

  /** One place up or down among the clinic's own. @param {any} row @param {number} by */
  async move(row, by) {
    const ids = this.own.map((one) => one.method_id);
    const at = ids.indexOf(row.method_id);
    ids.splice(at, 1);
    ids.splice(at + by, 0, row.method_id);
    try {
      await perform({ op: 'order_payment_methods', method_ids: ids });
    } catch (error) {
      toast(sayError(/** @type {any} */ (error)), { kind: 'error' });
    }
    await this.load();
  }

  /** @param {any} row */
  more(row) {
    if (!row.method_id || this.own.length < 2) return nothing;
    const at = this.own.findIndex((one) => one.method_id === row.method_id);
    const button = (/** @type {number} */ by, /** @type {string} */ label, /** @type {boolean} */ off) => html`<button type="button" class="button small" ?disabled=${off} @click=${() => this.move(row, by)}>${icon(by < 0 ? 'up' : 'down')}${label}</button>`;
    return html`<div class="button-row" role="group" aria-label=${say.order}>${button(-1, say.up, at === 0)}${button(1, say.down, at === this.own.length - 1)}</div>`;
  }

  /** @param {string} id */
  renderHistory(id) {
    return this.find(id)?.method_id ? super.renderHistory(id) : nothing;
  }
}

customElements.define('cd-admin-payment-methods', PaymentMethods);
