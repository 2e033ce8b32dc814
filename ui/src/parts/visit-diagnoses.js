import { html, nothing } from 'lit';
import { View } from '../element.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';
import { diagnosisText } from './visit-values.js';
import './code-picker.js';
import './visit.css';

/** @typedef {import('./visit-values.js').Diagnosis} Diagnosis */

const w = words.visits;

/** The diagnoses of a visit: chosen from the codes or typed, one of them the main one. Fires `diagnoses` with the new list. */
class VisitDiagnoses extends View {
  static properties = { value: {}, error: {} };

  constructor() {
    super();
    /** @type {Diagnosis[]} */
    this.value = [];
    this.error = '';
  }

  /** @param {Diagnosis[]} list */
  tell(list) {
    this.dispatchEvent(new CustomEvent('diagnoses', { detail: list }));
  }

  /** @param {{code_system: string, code: string, title: string}} picked */
  add(picked) {
    if (!this.value.some((one) => diagnosisText(one) === diagnosisText({ ...picked, is_main: false }))) this.tell([...this.value, { ...picked, is_main: this.value.length === 0 }]);
    this.updateComplete.then(() => this.picker?.focus());
  }

  get picker() {
    return /** @type {import('./code-picker.js').CodePicker | null} */ (this.querySelector('cd-code-picker'));
  }

  /** @param {Diagnosis} one */
  takeOut(one) {
    const rest = this.value.filter((other) => other !== one);
    if (one.is_main && rest.length) rest[0] = { ...rest[0], is_main: true };
    this.tell(rest);
    this.updateComplete.then(() => this.picker?.focus());
  }

  /** @param {Diagnosis} one */
  makeMain(one) {
    this.tell(this.value.map((other) => ({ ...other, is_main: other === one })));
  }

  render() {
    return html`<fieldset class="visit-diagnoses plain">
      <legend>${w.fields.diagnoses}</legend>
      ${this.value.length
        ? html`<ul class="chart-entries">${this.value.map((one) => html`<li>
            <span class="chart-what">${one.code ? html`<span class="number visit-code">${one.code}</span> ` : nothing}${one.title}</span>
            <label class="f-check"><input type="radio" name="diagnosis-main" .checked=${one.is_main} aria-label=${w.makeMain(diagnosisText(one))} @change=${() => this.makeMain(one)} /><span aria-hidden="true">${w.main}</span></label>
            <button type="button" class="icon-button" aria-label=${w.removeDiagnosis(diagnosisText(one))} title=${w.removeDiagnosis(diagnosisText(one))} @click=${() => this.takeOut(one)}>${icon('close')}</button></li>`)}</ul>`
        : nothing}
      <cd-code-picker @pick=${(/** @type {CustomEvent} */ event) => this.add(event.detail)}></cd-code-picker>
      ${this.error ? html`<p class="f-error">${icon('warning')}${this.error}</p>` : nothing}
    </fieldset>`;
  }
}

customElements.define('cd-visit-diagnoses', VisitDiagnoses);
