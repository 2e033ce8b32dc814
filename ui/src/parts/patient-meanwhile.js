import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { date, time } from '../format.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';
import { fieldNames } from './patient-text.js';

/** @typedef {import('./patient-merge.js').Conflict} Conflict */

/** Two people changed the same fields: both values beside each other, one choice per field. Fires `settled` {field: value} or `back`. */
export class PatientMeanwhile extends View {
  static properties = { conflicts: {}, taken: {}, by: {}, at: {}, choices: { state: true } };

  constructor() {
    super();
    /** @type {Conflict[]} */
    this.conflicts = [];
    /** @type {string[]} */
    this.taken = [];
    this.by = '';
    this.at = '';
    /** @type {Record<string, 'mine' | 'theirs'>} */
    this.choices = {};
  }

  firstUpdated() {
    /** @type {HTMLElement | null} */ (this.querySelector('input'))?.focus();
  }

  /** @param {'mine' | 'theirs'} side */
  all(side) {
    this.choices = Object.fromEntries(this.conflicts.map((one) => [one.field, side]));
  }

  get complete() {
    return this.conflicts.every((one) => this.choices[one.field]);
  }

  settle() {
    this.dispatchEvent(new CustomEvent('settled', { detail: Object.fromEntries(this.conflicts.map((one) => [one.field, one[this.choices[one.field]]])) }));
  }

  render() {
    const w = words.patientForm;
    const theirs = this.by ? w.theirsNamed(this.by) : w.theirs;
    return html`
      <div class="meanwhile">
        <p class="meanwhile-title" role="alert">${icon('warning')}${this.by ? w.meanwhileTitle(this.by, this.at ? time(app.wall(this.at)) : '') : w.meanwhileTitleUnknown}</p>
        <p>${w.meanwhileText}</p>
        <table>
          <thead><tr><th scope="col">${w.field}</th><th scope="col">${w.mine}</th><th scope="col">${theirs}</th></tr></thead>
          <tbody>${this.conflicts.map((one) => this.renderRow(one, theirs))}</tbody>
        </table>
        ${this.taken.length ? html`<p class="muted">${w.meanwhileOthers(fieldNames(this.taken))}</p>` : nothing}
        <div class="meanwhile-foot">
          <button type="button" class="button quiet" @click=${() => this.all('mine')}>${w.allMine}</button>
          <button type="button" class="button quiet" @click=${() => this.all('theirs')}>${w.allTheirs}</button>
          <span class="grow"></span>
          <button type="button" class="button" @click=${() => this.dispatchEvent(new CustomEvent('back'))}>${w.backToForm}</button>
          <button type="button" class="button primary" ?disabled=${!this.complete} @click=${this.settle}>${w.saveChosen}</button>
        </div>
      </div>
    `;
  }

  /** @param {Conflict} conflict @param {string} theirs */
  renderRow(conflict, theirs) {
    const name = fieldNames([conflict.field]);
    const choice = (/** @type {'mine' | 'theirs'} */ side, /** @type {string} */ label) => html`<td>
      <label class="meanwhile-choice ${this.choices[conflict.field] === side ? 'chosen' : ''}">
        <input type="radio" name="choose-${conflict.field}" aria-label="${name}, ${label}: ${valueText(conflict.field, conflict[side])}" .checked=${this.choices[conflict.field] === side}
          @change=${() => (this.choices = { ...this.choices, [conflict.field]: side })} />
        <span>${valueText(conflict.field, conflict[side])}</span>
      </label>
    </td>`;
    return html`<tr><th scope="row">${name}</th>${choice('mine', words.patientForm.mine)}${choice('theirs', theirs)}</tr>`;
  }
}

/** A value as a person reads it. @param {string} field @param {any} value @returns {string} */
export function valueText(field, value) {
  const w = words.patientForm;
  if (typeof value === 'boolean') return value ? w.yes : w.no;
  if (!value || value.length === 0) return w.emptyValue;
  if (field === 'birth_date' || field === 'died_on') return date(value);
  if (field === 'sex') return words.common.sexLong[/** @type {'female'} */ (value)] ?? value;
  if (field === 'phones') return value.map((/** @type {any} */ phone) => `${w.phoneKinds[/** @type {'home'} */ (phone.kind)]}: ${phone.number}`).join('\n');
  if (field === 'addresses') return value.map(addressText).join('\n');
  if (field === 'identifiers') return value.map((/** @type {any} */ one) => `${typeName(one.type_id)}: ${one.value}`).join('\n');
  if (field === 'price_list_id') return app.lists.price_lists.find((one) => one.price_list_id === value)?.name ?? '';
  if (field === 'payer_id') return app.lists.payers.find((one) => one.payer_id === value)?.name ?? '';
  return String(value);
}

/** @param {string} id */
export const typeName = (id) => app.lists.identifier_types.find((type) => type.identifier_type_id === id)?.name ?? '';

/** "IE" → "Ireland", in the language of the screens. @param {string} code */
function countryName(code) {
  try {
    return new Intl.DisplayNames('en', { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** In the clinic's order of lines. @param {any} address @returns {string} */
export function addressText(address) {
  const parts = [...(app.clinic?.address_format ?? []), 'line1', 'line2', 'city', 'region', 'postcode', 'country'];
  return [...new Set(parts)].map((part) => (part === 'country' && address.country ? countryName(address.country) : address[part])).filter(Boolean).join(', ');
}

customElements.define('cd-patient-meanwhile', PatientMeanwhile);
