// The clinic's own list of medicines: what doctors find when they prescribe.
import { html, nothing } from 'lit';
import { toast } from '../../app.js';
import { textField } from '../../parts/fields.js';
import { openMedicineImport } from '../../parts/medicine-import.js';
import { Sender } from '../../parts/sender.js';
import { words } from '../../words/en.js';
import { AdminList } from './list.js';
import '../../parts/medicines.css';

const say = words.medicineList;

class Medicines extends AdminList {
  constructor() {
    super();
    this.starter = new Sender(() => this.requestUpdate());
  }

  get words() {
    return say;
  }

  get heading() {
    return words.admin.tabs.medicines;
  }

  get source() {
    return { question: 'medicines', key: 'medicine_id', kind: 'medicine' };
  }

  columns() {
    return [
      { head: say.name, cell: (/** @type {any} */ row) => row.name },
      { head: say.strength, cell: (/** @type {any} */ row) => row.strength },
      { head: say.form, cell: (/** @type {any} */ row) => row.form },
      { head: say.ingredient, cell: (/** @type {any} */ row) => row.ingredient, extra: true },
      { head: say.family, cell: (/** @type {any} */ row) => row.family ?? '', extra: true },
    ];
  }

  /** @param {any} row */
  findText(row) {
    return `${row.name} ${row.strength} ${row.form} ${row.ingredient} ${row.family ?? ''}`;
  }

  blank() {
    return { name: '', ingredient: '', strength: '', form: '', dose: '', family: '' };
  }

  /** @param {any} row */
  toValues({ name, ingredient, strength, form, dose, family }) {
    return { name, ingredient, strength, form, dose: dose ?? '', family: family ?? '' };
  }

  /** @param {any} form */
  fields(form) {
    return html`
      ${textField({ ...form.bind('name'), label: say.name, hint: say.nameHint, first: true, maxlength: 120 })}
      ${textField({ ...form.bind('ingredient'), label: say.ingredient, hint: say.ingredientHint, maxlength: 200 })}
      <div class="f-row">${textField({ ...form.bind('strength'), label: say.strength, optional: true, maxlength: 60 })} ${textField({ ...form.bind('form'), label: say.form, optional: true, maxlength: 60 })}</div>
      ${textField({ ...form.bind('dose'), label: say.dose, hint: say.doseHint, optional: true, maxlength: 120 })}
      ${textField({ ...form.bind('family'), label: say.family, hint: say.familyHint, optional: true, maxlength: 120 })}
    `;
  }

  /** @param {any} form */
  check(form) {
    return form.check({ name: form.missing('name'), ingredient: form.missing('ingredient') });
  }

  /** @param {Record<string, string>} values */
  details(values) {
    const text = (/** @type {string} */ field) => (values[field] ?? '').trim();
    return { name: text('name'), ingredient: text('ingredient'), strength: text('strength') || null, form: text('form') || null, dose: text('dose') || null, family: text('family') || null };
  }

  /** @param {any} form @param {any} row */
  steps(form, row) {
    const medicine = { medicine_id: form.rowId, details: this.details(form.values) };
    return [(/** @type {number} */ version) => (row ? { op: 'edit_medicine', ...medicine, version, active: row.active } : { op: 'add_medicine', ...medicine })];
  }

  /** @param {any} row @param {boolean} active */
  hiding(row, active) {
    return (/** @type {number} */ version) => ({ op: 'edit_medicine', medicine_id: row.medicine_id, details: this.details(this.toValues(row)), version, active });
  }

  async addStarter() {
    try {
      const { outcome } = await this.starter.send({ op: 'add_starter_medicines' });
      toast(say.starterDone(outcome.added));
      await this.load();
    } catch (error) {
      this.problem = error;
    }
  }

  async importTable() {
    if (await openMedicineImport()) await this.load();
  }

  /** @param {any[]} rows */
  renderTools(rows) {
    return html`${super.renderTools(rows)}
      ${this.selected ? nothing : html`<div class="medicines-starter">
        <p><button type="button" class="button" ?disabled=${this.starter.busy} @click=${this.addStarter}>${say.starter}</button> <span class="muted small">${say.starterHint}</span></p>
        <p><button type="button" class="button" @click=${this.importTable}>${words.medicineImport.open}</button> <span class="muted small">${words.medicineImport.openHint}</span></p></div>`}`;
  }
}

customElements.define('cd-admin-medicines', Medicines);
