import { html, nothing } from 'lit';
import { ask } from '../ipc.js';
import { words } from '../words/en.js';
import { CodePicker } from './code-picker.js';

const LIMIT = 12;
const w = words.prescribe;

/** The clinic's medicines as one types. Fires `pick` with `{row}`, or with `{own}` for what is not on the list. */
class MedicinePicker extends CodePicker {
  get say() {
    return { ...words.codes, hint: w.findHint, own: w.own, found: w.found };
  }

  /** The list lies over what may be below the dialog's fold. */
  updated() {
    this.querySelector('.code-choices:not([hidden])')?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {string} text */
  find(text) {
    return ask({ ask: 'find_medicines', text, limit: LIMIT });
  }

  /** @param {any} row @param {string} own */
  picked(row, own) {
    return row ? { row } : { own };
  }

  /** @param {import('../bindings/MedicineRow').MedicineRow} row */
  content(row) {
    const same = row.ingredient.toLocaleLowerCase() === row.name.toLocaleLowerCase();
    return html`<span class="grow"><strong>${row.name}</strong> ${[row.strength, row.form].filter(Boolean).join(' ')}${same ? nothing : html`<span class="medicine-ingredient">${row.ingredient}</span>`}</span>`;
  }
}

customElements.define('cd-medicine-picker', MedicinePicker);
