// Tax rates: how much, in the price or on it, why none, and which services bear them.
import { html, nothing } from 'lit';
import { app } from '../../app.js';
import { say as sayError } from '../../messages.js';
import { checkList, radioField, textField } from '../../parts/fields.js';
import { percent } from '../../parts/invoice-lines.js';
import { words } from '../../words/en.js';
import { AdminList } from './list.js';

const say = words.admin.taxRates;

/** "19" · "7.5" → basis points, or null. @param {string} text */
function points(text) {
  const plain = text.trim().replace('%', '').trim().replace(',', '.');
  return /^\d{1,3}(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : null;
}

class TaxRates extends AdminList {
  get words() {
    return say;
  }

  get heading() {
    return words.admin.tabs['tax-rates'];
  }

  get source() {
    return { question: 'tax_rates', key: 'tax_rate_id', kind: 'tax_rate', also: ['service'] };
  }

  async loadMore() {
    await app.load('services');
  }

  columns() {
    return [
      { head: say.name, cell: (/** @type {any} */ row) => row.name },
      { head: say.rate, cell: (/** @type {any} */ row) => (row.kind === 'standard' ? `${percent(row.basis_points)} %` : say.kinds[/** @type {'zero'} */ (row.kind)]), number: true },
      { head: say.how, cell: (/** @type {any} */ row) => (row.kind === 'standard' ? (row.inclusive ? say.inside : say.onTop) : row.reason), extra: true },
      { head: say.services, cell: (/** @type {any} */ row) => this.borne(row.service_ids), extra: true },
    ];
  }

  /** @param {string[]} ids */
  borne(ids) {
    const names = app.lists.services.filter((one) => ids.includes(one.service_id)).map((one) => one.name);
    return names.length ? names.join(', ') : html`<span class="muted">${say.noService}</span>`;
  }

  blank() {
    return { name: '', kind: 'standard', rate: '', how: 'inside', reason: '', service_ids: [], account_code: '' };
  }

  /** @param {any} row */
  toValues(row) {
    return { name: row.name, kind: row.kind, rate: row.kind === 'standard' ? percent(row.basis_points) : '', how: row.inclusive ? 'inside' : 'onTop', reason: row.reason ?? '', service_ids: row.service_ids, account_code: row.account_code ?? '' };
  }

  names() {
    return { basis_points: 'rate' };
  }

  /** @param {string} field @param {any} value */
  shown(field, value) {
    return field === 'service_ids' ? this.borne(value) : String(value);
  }

  /** @param {any} form */
  fields(form) {
    const { kind, service_ids } = form.values;
    const options = app.lists.services.filter((one) => one.active || service_ids.includes(one.service_id)).map((one) => ({ value: one.service_id, label: one.name }));
    return html`
      ${textField({ ...form.bind('name'), label: say.name, hint: say.nameHint, maxlength: 60, first: true })}
      ${radioField({ ...form.bind('kind'), label: say.kind, options: Object.entries(say.kinds).map(([value, label]) => ({ value, label })) })}
      ${kind === 'standard' ? html`
        ${textField({ ...form.bind('rate'), label: say.rate, inputmode: 'decimal', suffix: '%', size: 'narrow' })}
        ${radioField({ ...form.bind('how'), label: say.how, options: [{ value: 'inside', label: say.inside }, { value: 'onTop', label: say.onTop }] })}` : textField({ ...form.bind('reason'), label: say.reason, hint: say.reasonHint, maxlength: 200 })}
      ${textField({ ...form.bind('account_code'), label: words.admin.accountCodes.label, hint: words.admin.accountCodes.taxHint, optional: true, maxlength: 20, spellcheck: false })}
      ${options.length ? checkList({ ...form.bind('service_ids'), label: say.services, hint: say.servicesHint, columns: true, options, optional: true }) : nothing}
    `;
  }

  /** @param {any} form */
  check(form) {
    const { kind, rate } = form.values;
    const value = points(rate);
    return form.check({
      name: form.missing('name'), rate: kind === 'standard' && (value === null || value < 1 || value > 10_000) ? sayError({ code: 'field.out_of_range', details: { min: '0.01', max: 100 } }) : null,
      reason: kind === 'standard' ? null : form.missing('reason'),
    });
  }

  /** @param {any} form @param {any} row */
  steps(form, row) {
    const { name, kind, rate, how, reason, service_ids, account_code } = form.values;
    const standard = kind === 'standard';
    const details = { name: name.trim(), kind, basis_points: standard ? (points(rate) ?? 0) : 0, inclusive: standard && how === 'inside', reason: standard ? null : reason.trim(), service_ids, account_code: account_code.trim() || null };
    return [(/** @type {number} */ version) => (row ? { op: 'edit_tax_rate', tax_rate_id: form.rowId, version, details, active: row.active } : { op: 'add_tax_rate', tax_rate_id: form.rowId, details })];
  }

  /** @param {any} row @param {boolean} active */
  hiding({ tax_rate_id, name, kind, basis_points, inclusive, reason, service_ids, account_code }, active) {
    return (/** @type {number} */ version) => ({ op: 'edit_tax_rate', tax_rate_id, version, details: { name, kind, basis_points, inclusive, reason, service_ids, account_code }, active });
  }
}

customElements.define('cd-admin-tax-rates', TaxRates);
