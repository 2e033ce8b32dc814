// Payers: insurers, employers and others who get invoices for patients.
import { html } from 'lit';
import { app } from '../../app.js';
import { money } from '../../format.js';
import { say as sayError } from '../../messages.js';
import { areaField, selectField, textField } from '../../parts/fields.js';
import { words } from '../../words/en.js';
import { AdminList } from './list.js';

const say = words.payers;
const EMAIL = /^[^\s@]+@[^\s@]+$/;

class Payers extends AdminList {
  get words() {
    return say;
  }

  get heading() {
    return words.admin.tabs.payers;
  }

  get source() {
    return { question: 'payers', key: 'payer_id', kind: 'payer', also: ['invoice'] };
  }

  async loadMore() {
    await app.load('price_lists').catch(() => []);
  }

  columns() {
    return [
      { head: say.name, cell: (/** @type {any} */ row) => row.name },
      { head: say.due, cell: (/** @type {any} */ row) => (row.due_days === null ? html`<span class="muted">${say.asPatients}</span>` : say.days(row.due_days)), extra: true },
      { head: say.open, cell: (/** @type {any} */ row) => money(row.open_minor), number: true },
    ];
  }

  blank() {
    return { name: '', address_lines: '', tax_number: '', email: '', due_days: '', price_list_id: '' };
  }

  /** @param {any} row */
  toValues(row) {
    return { name: row.name, address_lines: row.address_lines.join('\n'), tax_number: row.tax_number ?? '', email: row.email ?? '', due_days: row.due_days === null ? '' : String(row.due_days), price_list_id: row.price_list_id ?? '' };
  }

  /** @param {any} form */
  fields(form) {
    const own = form.values.price_list_id;
    const lists = app.lists.price_lists.filter((one) => one.active || one.price_list_id === own);
    return html`
      ${textField({ ...form.bind('name'), label: say.name, hint: say.nameHint, maxlength: 120, first: true })}
      ${areaField({ ...form.bind('address_lines'), label: say.address, hint: say.addressHint, optional: true, rows: 4 })}
      ${textField({ ...form.bind('tax_number'), label: say.taxNumber, optional: true, maxlength: 60, spellcheck: false })}
      ${textField({ ...form.bind('email'), label: say.email, optional: true, maxlength: 200, spellcheck: false })}
      ${textField({ ...form.bind('due_days'), label: say.dueDays, hint: say.dueDaysHint, optional: true, inputmode: 'numeric', size: 'narrow' })}
      ${lists.length > 1 || own ? selectField({ ...form.bind('price_list_id'), label: say.priceList, hint: say.priceListHint, options: lists.map((one) => ({ value: one.standard ? '' : one.price_list_id, label: one.name })) }) : ''}
    `;
  }

  /** @param {any} form */
  check(form) {
    const { due_days, email } = form.values;
    const days = due_days.trim();
    return form.check({
      name: form.missing('name'), email: email.trim() && !EMAIL.test(email.trim()) ? say.emailBad : null,
      due_days: days && (!/^\d{1,3}$/.test(days) || Number(days) > 365) ? sayError({ code: 'field.out_of_range', details: { min: 0, max: 365 } }) : null,
    });
  }

  /** @param {any} values */
  details({ name, address_lines, tax_number, email, due_days, price_list_id }) {
    const text = (/** @type {string} */ value) => value.trim() || null;
    return {
      name: name.trim(), address_lines: address_lines.split('\n').map((/** @type {string} */ line) => line.trim()).filter(Boolean), tax_number: text(tax_number), email: text(email),
      due_days: due_days.trim() ? Number(due_days) : null, price_list_id: price_list_id || null,
    };
  }

  /** @param {any} form @param {any} row */
  steps(form, row) {
    const details = this.details(form.values);
    return [(/** @type {number} */ version) => (row ? { op: 'edit_payer', payer_id: form.rowId, version, details, active: row.active } : { op: 'add_payer', payer_id: form.rowId, details })];
  }

  /** @param {any} row @param {boolean} active */
  hiding(row, active) {
    return (/** @type {number} */ version) => ({ op: 'edit_payer', payer_id: row.payer_id, version, details: this.details(this.toValues(row)), active });
  }
}

customElements.define('cd-admin-payers', Payers);
