// What does not go together, as this clinic says.
import { html } from 'lit';
import { areaField, textField } from '../../parts/fields.js';
import { words } from '../../words/en.js';
import { AdminList } from './list.js';

const say = words.interactionList;

class Interactions extends AdminList {
  get words() {
    return say;
  }

  get heading() {
    return words.admin.tabs.interactions;
  }

  get source() {
    return { question: 'interactions', key: 'interaction_id', kind: 'interaction' };
  }

  columns() {
    return [
      { head: say.pair, cell: (/** @type {any} */ row) => row.name },
      { head: say.advice, cell: (/** @type {any} */ row) => row.advice, extra: true },
    ];
  }

  /** @param {any} row */
  complete(row) {
    return { ...row, name: `${row.one} + ${row.other}` };
  }

  /** @param {any} form */
  titleOf(form) {
    return `${form.values.one.trim()} + ${form.values.other.trim()}`;
  }

  /** @param {any} row */
  findText(row) {
    return `${row.one} ${row.other} ${row.advice}`;
  }

  blank() {
    return { one: '', other: '', advice: '' };
  }

  /** @param {any} row */
  toValues({ one, other, advice }) {
    return { one, other, advice };
  }

  /** @param {any} form */
  fields(form) {
    return html`
      ${textField({ ...form.bind('one'), label: say.first, hint: say.firstHint, first: true, maxlength: 120 })}
      ${textField({ ...form.bind('other'), label: say.second, hint: say.secondHint, maxlength: 120 })}
      ${areaField({ ...form.bind('advice'), label: say.advice, hint: say.adviceHint, maxlength: 300 })}
    `;
  }

  /** @param {any} form */
  check(form) {
    return form.check({ one: form.missing('one'), other: form.missing('other'), advice: form.missing('advice') });
  }

  /** @param {Record<string, string>} values */
  details({ one, other, advice }) {
    return { one: one.trim(), other: other.trim(), advice: advice.trim() };
  }

  /** @param {any} form @param {any} row */
  steps(form, row) {
    const rule = { interaction_id: form.rowId, details: this.details(form.values) };
    return [(/** @type {number} */ version) => (row ? { op: 'edit_interaction', ...rule, version, active: row.active } : { op: 'add_interaction', ...rule })];
  }

  /** @param {any} row @param {boolean} active */
  hiding(row, active) {
    return (/** @type {number} */ version) => ({ op: 'edit_interaction', interaction_id: row.interaction_id, details: this.details(this.toValues(row)), version, active });
  }
}

customElements.define('cd-admin-interactions', Interactions);
