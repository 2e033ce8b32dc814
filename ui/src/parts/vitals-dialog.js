import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { uuid7 } from '../ipc.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';
import { Form } from './form.js';
import { formSummary } from './form-view.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';
import { formTyping, takeUpForm } from './typed-offer.js';
import { bmiText, bmiTenths, kindName, KINDS, lastUnits, rememberUnits, scaled, UNITS, withUnit } from './vitals-values.js';
import './vitals.css';

/** @typedef {import('./vitals-values.js').Kind} Kind */

const w = words.vitals;

/**
 * Enter what was measured. What is far from usual is asked before it is saved.
 * @param {{patient_id: string, name: string}} patient
 * @param {import('./vitals-values.js').Vital | null} [height] the newest one, for the BMI
 */
export function openVitals(patient, height = null) {
  if (document.querySelector('cd-vitals-dialog')) return Promise.resolve(undefined);
  const dialog = /** @type {VitalsDialog} */ (document.createElement('cd-vitals-dialog'));
  dialog.patient = patient;
  dialog.height = height;
  return dialog.open();
}

class VitalsDialog extends Modal {
  constructor() {
    super();
    this.patient = { patient_id: '', name: '' };
    /** @type {import('./vitals-values.js').Vital | null} */
    this.height = null;
    const last = lastUnits();
    this.form = new Form(this, Object.fromEntries(KINDS.map((kind) => [kind, ''])));
    /** @type {Record<string, string>} */
    this.units = Object.fromEntries(KINDS.map((kind) => [kind, UNITS[kind].includes(last[kind]) ? last[kind] : UNITS[kind][0]]));
    this.ids = Object.fromEntries(KINDS.map((kind) => [kind, uuid7()]));
    /** What is far from usual and has to be looked at again. @type {Kind[]} */
    this.asked = [];
  }

  heading() {
    return w.enter;
  }

  subheading() {
    return html`<p class="muted">${this.patient.name}</p>`;
  }

  dirty() {
    return this.form.dirty;
  }

  keptAs() {
    return `vitals ${this.patient.patient_id}`;
  }

  typing() {
    return { ...formTyping(this.form), units: this.units };
  }

  /** @param {any} typing */
  takeUp(typing) {
    this.units = typing.units;
    takeUpForm(this.form, typing);
  }

  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector(this.asked.length ? '[data-submit]' : 'input'));
  }

  /** @param {Kind} kind */
  typed(kind) {
    return this.form.values[kind].trim();
  }

  problems() {
    const bad = Object.fromEntries(KINDS.map((kind) => [kind, this.typed(kind) && scaled(this.typed(kind)) === null ? w.notANumber : null]));
    for (const [one, other] of [['systolic', 'diastolic'], ['diastolic', 'systolic']]) {
      if (!this.typed(/** @type {Kind} */ (one)) && this.typed(/** @type {Kind} */ (other))) bad[one] = w.bothNeeded;
    }
    if (KINDS.every((kind) => !this.typed(kind))) bad.systolic = w.oneNeeded;
    return bad;
  }

  values() {
    return KINDS.filter((kind) => this.typed(kind)).map((kind) => ({ vital_id: this.ids[kind], kind, value_scaled: /** @type {number} */ (scaled(this.typed(kind))), unit: this.units[kind] }));
  }

  async submit() {
    const { form } = this;
    const confirmed = this.asked.length > 0;
    if (!form.check(this.problems())) return;
    const values = this.values();
    if (!(await form.perform({ op: 'enter_vitals', patient_id: this.patient.patient_id, values, confirmed }))) {
      this.refused();
      return;
    }
    rememberUnits(this.units);
    toast(w.saved(values.map((one) => `${kindName(one.kind)} ${withUnit(one)}`).join(', ')));
    this.close(true);
  }

  refused() {
    const { lastError } = this.form;
    if (lastError?.code === 'vitals.unusual') {
      this.asked = lastError.details.kinds;
      this.form.problem = null;
      this.requestUpdate();
      this.updateComplete.then(() => this.firstField()?.focus());
      return;
    }
    const { field, min, max } = lastError?.details ?? {};
    if (lastError?.code === 'field.out_of_range' && field in this.units) this.form.errors[field] = w.possible(String(min), String(max), this.units[field]);
    this.requestUpdate();
  }

  /** Back to the numbers. */
  change() {
    const [first] = this.asked;
    this.asked = [];
    this.requestUpdate();
    this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector(`#vital-${first}`))?.focus());
  }

  /** @param {Kind} kind @param {string} value */
  set(kind, value) {
    this.asked = [];
    this.form.set(kind, value);
  }

  body() {
    return html`
      ${formSummary(this.form)}
      ${this.asked.length ? html`<p class="banner" role="alert">${icon('warning')}<span>${w.ask(this.values().filter((one) => this.asked.includes(one.kind)).map((one) => `${kindName(one.kind)} ${withUnit(one)}`).join(', '))}</span></p>` : nothing}
      <div class="vitals-form">${KINDS.map((kind) => this.renderField(kind))} ${this.renderBmi()}</div>
    `;
  }

  /** @param {Kind} kind */
  renderField(kind) {
    const error = this.form.errors[kind];
    const units = UNITS[kind];
    return html`<div class="field vital-field ${error ? 'has-error' : ''} ${this.asked.includes(kind) ? 'vital-asked' : ''}">
      <label for="vital-${kind}">${kindName(kind)}</label>
      <div class="vital-number">
        <input id="vital-${kind}" type="text" inputmode="decimal" autocomplete="off" .value=${this.form.values[kind]} aria-invalid=${error ? 'true' : nothing} aria-describedby=${error ? `vital-${kind}-says` : nothing}
          @input=${(/** @type {any} */ event) => this.set(kind, event.target.value)} />
        ${units.length > 1
          ? html`<select aria-label=${w.unit(kindName(kind))} @change=${(/** @type {any} */ event) => {
              this.units = { ...this.units, [kind]: event.target.value };
              this.asked = [];
              this.requestUpdate();
            }}>${units.map((unit) => html`<option value=${unit} ?selected=${unit === this.units[kind]}>${unit}</option>`)}</select>`
          : html`<span class="vital-unit">${units[0]}</span>`}
      </div>
      ${error ? html`<p class="message" id="vital-${kind}-says">${error}</p>` : nothing}
    </div>`;
  }

  renderBmi() {
    const weight = scaled(this.typed('weight'));
    const height = scaled(this.typed('height'));
    const tall = height ? { value_scaled: height, unit: this.units.height } : this.height;
    const tenths = weight && tall ? bmiTenths({ value_scaled: weight, unit: this.units.weight }, tall) : null;
    return html`<p class="vital-bmi" role="status">${tenths ? html`${w.kinds.bmi} <strong class="number">${bmiText(tenths)}</strong>` : nothing}</p>`;
  }

  foot() {
    const { busy } = this.form;
    if (this.asked.length) {
      return html`<span class="grow"></span><button type="button" class="button" @click=${this.change}>${w.change}</button>
        <button type="submit" class="button primary" data-submit ?disabled=${busy}>${w.askSave}</button>`;
    }
    return html`<span class="grow muted small">${words.patientForm.as(app.me?.name ?? '')}</span>
      <button type="button" class="button" @click=${this.askToClose}>${words.modal.cancel}</button>
      <button type="submit" class="button primary" data-submit ?disabled=${busy}>${words.common.save}${caps('Enter')}</button>`;
  }
}

customElements.define('cd-vitals-dialog', VitalsDialog);
