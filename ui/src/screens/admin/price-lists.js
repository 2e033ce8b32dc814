// Price lists: their names, and how many patients and services are in them. The prices themselves stand in each service's form.
import { html } from 'lit';
import { textField } from '../../parts/fields.js';
import { words } from '../../words/en.js';
import { AdminList } from './list.js';

const say = words.admin.priceLists;

class PriceLists extends AdminList {
  get words() {
    return say;
  }

  get heading() {
    return words.admin.tabs['price-lists'];
  }

  get source() {
    return { question: 'price_lists', key: 'price_list_id', kind: 'price_list', also: ['patient', 'service'] };
  }

  /** Everybody without a list is in the standard one, so that one stays. */
  get mayHide() {
    return !this.find(this.selected)?.standard;
  }

  columns() {
    return [
      { head: say.name, cell: (/** @type {any} */ row) => html`${row.name}${row.standard && row.name !== say.standard ? html` <span class="tag">${say.standard}</span>` : ''}` },
      { head: say.patients, cell: (/** @type {any} */ row) => (row.standard ? html`<span class="muted">${say.everybodyElse}</span>` : row.patients), number: true },
      { head: say.services, cell: (/** @type {any} */ row) => row.services, number: true, extra: true },
    ];
  }

  /** @param {any} form @param {any} row */
  fields(form, row) {
    return html`${textField({ ...form.bind('name'), label: say.name, hint: say.nameHint, maxlength: 80, first: true })}
      <p class="f-hint">${row?.standard ? say.standardHint : say.pricesHint}</p>`;
  }

  /** @param {any} form @param {any} row */
  steps(form, row) {
    const list = { price_list_id: form.rowId, name: form.values.name.trim() };
    return [(/** @type {number} */ version) => (row ? { op: 'edit_price_list', ...list, version, active: row.active } : { op: 'add_price_list', ...list })];
  }

  /** @param {any} row @param {boolean} active */
  hiding(row, active) {
    return (/** @type {number} */ version) => ({ op: 'edit_price_list', price_list_id: row.price_list_id, name: row.name, version, active });
  }
}

customElements.define('cd-admin-price-lists', PriceLists);
