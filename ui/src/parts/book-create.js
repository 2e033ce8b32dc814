import { html } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { uuid7 } from '../ipc.js';
import { personName } from '../format.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';
import { textInput } from './inputs.js';
import { splitName } from './patient-text.js';
import { Sender } from './sender.js';
import './date-input.js';
import './look-alikes.js';
import './book-dialog.css';

/** @typedef {{given: string, family: string, birth_date: string | null, phone: string}} NewPatient */

/**
 * A new patient inside Book: name, birth date, phone. Those already here and alike are shown while typing (`use` picks one of them);
 * `back` returns to the search. `register()` performs it, once, however often it is called.
 */
export class BookCreate extends View {
  static properties = { values: { state: true }, errors: {} };

  constructor() {
    super();
    /** @type {NewPatient} */
    this.values = { given: '', family: '', birth_date: null, phone: '' };
    /** @type {Record<string, string>} */
    this.errors = {};
    this.patientId = uuid7();
    this.sender = new Sender();
  }

  /** @param {string} text */
  startWith(text) {
    const digits = text.replace(/\D/g, '');
    this.values = { ...splitName(/\p{L}/u.test(text) ? text.replace(/[\d+/()]+/g, ' ') : ''), birth_date: null, phone: digits.length >= 6 ? text.replace(/[^\d+ ()-]/g, '').trim() : '' };
  }

  get names() {
    return { given: this.values.given.trim() || null, family: this.values.family.trim() || null };
  }

  get fullName() {
    return personName(this.names);
  }

  /** @param {Partial<NewPatient>} change */
  change(change) {
    this.values = { ...this.values, ...change };
    this.errors = Object.fromEntries(Object.entries(this.errors).filter(([key]) => !(key in change) && !(key === 'given' && 'family' in change)));
    this.dispatchEvent(new CustomEvent('typing'));
  }

  /** @returns {boolean} */
  valid() {
    const errors = /** @type {Record<string, string>} */ ({});
    if (!this.names.given && !this.names.family) errors.given = words.book.nameNeeded;
    const date = /** @type {import('./date-input.js').DateInput | null} */ (this.querySelector('cd-date'));
    if (date?.isUnclear) errors.birth_date = date.unclear();
    else if (this.values.birth_date && this.values.birth_date > app.today()) errors.birth_date = words.patientForm.birthAfterToday;
    if (this.values.phone.trim() && this.values.phone.replace(/\D/g, '').length < 3) errors.phone = words.patientForm.phoneNeeded;
    this.errors = errors;
    return Object.keys(errors).length === 0;
  }

  details() {
    const number = this.values.phone.trim();
    return {
      names: this.names,
      birth_date: this.values.birth_date,
      birth_estimated: false,
      sex: 'unknown',
      phones: number ? [{ kind: 'mobile', number }] : [],
      reminders_allowed: true,
      addresses: [],
      identifiers: [],
    };
  }

  /** @returns {Promise<import('../wire-types.js').PatientLine>} */
  async register() {
    const details = this.details();
    const { outcome } = await this.sender.send({ op: 'register_patient', patient_id: this.patientId, details });
    return {
      patient_id: this.patientId, mrn: outcome.mrn, name: personName(details.names, 'list'), given: details.names.given, family: details.names.family, preferred: null,
      birth_date: details.birth_date, birth_estimated: false, sex: 'unknown', phone: details.phones[0]?.number ?? null, died_on: null, last_visit: null, next_visit: null,
    };
  }

  render() {
    const { values, errors } = this;
    const given = textInput({ name: 'given', label: words.patientForm.given, value: values.given, error: errors.given, first: true, on: (value) => this.change({ given: value }) });
    const family = textInput({ name: 'family', label: words.patientForm.family, value: values.family, error: errors.family, on: (value) => this.change({ family: value }) });
    return html`
      <section class="new-patient" aria-label=${words.book.newPatient}>
        <div class="new-patient-head">
          <h3>${icon('plus')}${words.book.newPatient}</h3>
          <button type="button" class="button quiet small" @click=${() => this.dispatchEvent(new CustomEvent('back'))}>${words.book.pickExisting}</button>
        </div>
        <div class="grid-2">
          ${app.clinic?.name_order === 'family_first' ? [family, given] : [given, family]}
          <cd-date past .label=${words.patientForm.birthDate} .value=${values.birth_date} .error=${errors.birth_date ?? ''}
            @change=${(/** @type {CustomEvent} */ event) => this.change({ birth_date: event.detail.value })}></cd-date>
          ${textInput({ name: 'phone', label: words.patientForm.phone, value: values.phone, error: errors.phone, type: 'tel', on: (value) => this.change({ phone: value }) })}
        </div>
        <cd-look-alikes .names=${this.names} .birth=${values.birth_date} .phone=${values.phone.trim()} .verb=${words.book.useThis}
          @choose=${(/** @type {CustomEvent} */ event) => this.dispatchEvent(new CustomEvent('use', { detail: event.detail }))}></cd-look-alikes>
      </section>
    `;
  }
}

customElements.define('cd-book-create', BookCreate);
