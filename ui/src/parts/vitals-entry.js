import { html, nothing } from 'lit';
import { toast } from '../app.js';
import { uuid7 } from '../ipc.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';
import { Form } from './form.js';
import { formSummary } from './form-view.js';
import { formTyping, takeUpForm } from './typed-offer.js';
import { bmiText, bmiTenths, kindName, KINDS, lastUnits, rememberUnits, scaled, UNITS, withUnit } from './vitals-values.js';
import './vitals.css';

/** @typedef {import('./vitals-values.js').Kind} Kind */
/** @typedef {import('./vitals-values.js').Vital} Vital */

const w = words.vitals;

/**
 * What is measured of one patient, as it is typed: numbers with their units, checked, and asked about where they are far from usual. The
 * dialog and the card of the day's work both show it.
 */
export class VitalsEntry {
  /** @param {import('lit').LitElement} host whose render() draws the fields */
  constructor(host) {
    this.host = host;
    this.patientId = '';
    this.name = '';
    /** The newest one, for the BMI. @type {Vital | null} */
    this.height = null;
    /** @type {Record<string, string>} */
    this.units = {};
    /** @type {Record<string, string>} */
    this.ids = {};
    /** What is far from usual and has to be looked at again. @type {Kind[]} */
    this.asked = [];
    this.form = new Form(host, {});
    this.start('');
  }

  /** Begin again, with nothing typed. @param {string} patientId @param {string} [name] */
  start(patientId, name = '') {
    this.name = name;
    const last = lastUnits();
    this.patientId = patientId;
    this.form.start(Object.fromEntries(KINDS.map((kind) => [kind, ''])));
    this.units = Object.fromEntries(KINDS.map((kind) => [kind, UNITS[kind].includes(last[kind]) ? last[kind] : UNITS[kind][0]]));
    this.ids = Object.fromEntries(KINDS.map((kind) => [kind, uuid7()]));
    this.asked = [];
  }

  /** Under what name typing is kept on this workstation. */
  get keptAs() {
    return `vitals ${this.patientId}`;
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
    return /** @type {HTMLElement | null} */ (this.host.querySelector(this.asked.length ? '[data-submit]' : '.vital-field input'));
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

  /** @returns {Promise<boolean>} whether it is saved */
  async submit() {
    const { form } = this;
    const confirmed = this.asked.length > 0;
    if (!form.check(this.problems())) return false;
    const values = this.values();
    if (!(await form.perform({ op: 'enter_vitals', patient_id: this.patientId, values, confirmed }))) {
      this.refused();
      return false;
    }
    rememberUnits(this.units);
    toast(w.saved(values.map((one) => `${kindName(one.kind)} ${withUnit(one)}`).join(', ')));
    return true;
  }

  refused() {
    const { lastError } = this.form;
    // Whoever chose another patient meanwhile would take it for saved.
    if (!this.host.isConnected) toast(w.notSaved(this.name), { kind: 'error' });
    if (lastError?.code === 'vitals.unusual') {
      this.asked = lastError.details.kinds;
      this.form.problem = null;
      this.host.requestUpdate();
      this.host.updateComplete.then(() => this.firstField()?.focus());
      return;
    }
    const { field, min, max } = lastError?.details ?? {};
    if (lastError?.code === 'field.out_of_range' && field in this.units) this.form.errors[field] = w.possible(String(min), String(max), this.units[field]);
    this.host.requestUpdate();
  }

  /** Back to the numbers. */
  change() {
    const [first] = this.asked;
    this.asked = [];
    this.host.requestUpdate();
    this.host.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.host.querySelector(`#vital-${first}`))?.focus());
  }

  /** @param {Kind} kind @param {string} value */
  set(kind, value) {
    this.asked = [];
    this.form.set(kind, value);
  }

  render() {
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
              this.host.requestUpdate();
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

  /** The buttons while something is asked. */
  renderAsking() {
    return html`<button type="button" class="button" @click=${() => this.change()}>${w.change}</button>
      <button type="submit" class="button primary" data-submit ?disabled=${this.form.busy}>${w.askSave}</button>`;
  }
}
