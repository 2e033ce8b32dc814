import { html, nothing } from 'lit';
import { app } from '../app.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';
import { areaInput, checkInput, selectInput, textInput } from './inputs.js';
import { birthFromAge, emptyAddress, emptyIdentifier, emptyPhone } from './patient-details.js';
import { hasLists } from './patient-prices.js';
import './date-input.js';

/** @typedef {import('./patient-form.js').PatientForm} PatientForm */

const w = words.patientForm;
const options = (/** @type {Record<string, string>} */ list) => Object.entries(list).map(([value, label]) => ({ value, label }));
const ADDRESS_PARTS = ['line1', 'line2', 'city', 'region', 'postcode', 'country'];

/** @param {PatientForm} form */
export function sections(form) {
  return html`
    ${section(w.nameSection, names(form), w.nameHint)}
    ${form.renderLookAlikes()}
    ${section(w.personSection, person(form))}
    ${section(w.contactSection, contact(form))}
    ${section(w.addressSection, addresses(form))}
    ${section(w.identifierSection, identifiers(form))}
    ${hasLists() || hasPayers() || form.value('price_list_id') ? section(words.payers.section, paying(form)) : nothing}
    ${section(w.noteSection, areaInput({ ...bound(form, 'note', w.note), hideLabel: true }))}
  `;
}

/** @param {string} title @param {any} content @param {string} [hint] */
const section = (title, content, hint) => html`<section class="form-section"><div class="form-section-head"><h3>${title}</h3>${hint ? html`<p class="hint muted small">${hint}</p>` : nothing}</div><div class="form-section-body">${content}</div></section>`;

/** @param {PatientForm} form @param {string} field @param {string} label */
const bound = (form, field, label) => ({ name: field.replaceAll('.', '-'), label, value: form.value(field), error: form.errors[field], on: (/** @type {any} */ value) => form.set(field, value) });

/** @param {PatientForm} form */
function names(form) {
  const familyFirst = app.clinic?.name_order === 'family_first';
  const given = textInput({ ...bound(form, 'names.given', w.given), first: !familyFirst });
  const family = textInput({ ...bound(form, 'names.family', w.family), first: familyFirst });
  return html`<div class="grid-names">
    ${textInput(bound(form, 'names.title', w.title))}
    ${familyFirst ? html`${family}${given}` : html`${given}${family}`}
    ${textInput(bound(form, 'names.preferred', w.preferred))}
    ${textInput(bound(form, 'names.second_family', w.secondFamily))}
  </div>`;
}

/** @param {PatientForm} form */
function person(form) {
  return html`
    <div class="grid-person">
      <cd-date past data-field="birth_date" .label=${w.birthDate} .value=${form.value('birth_date')} .error=${form.errors.birth_date ?? ''}
        @change=${(/** @type {CustomEvent} */ event) => {
          form.age = '';
          form.set('birth_date', event.detail.value);
          if (event.detail.value && form.value('birth_estimated')) form.set('birth_estimated', false);
        }}></cd-date>
      ${textInput({
        name: 'age', label: w.age, value: form.age, mode: 'numeric', className: 'narrow', error: form.age.trim() && !birthFromAge(form.age) ? w.ageBad : '',
        on: (value) => {
          form.age = value;
          const birth = birthFromAge(value);
          if (birth) {
            form.set('birth_date', birth);
            form.set('birth_estimated', true);
          }
          form.requestUpdate();
        },
      })}
      ${checkInput({ name: 'estimated', label: w.estimated, checked: form.value('birth_estimated'), on: (value) => form.set('birth_estimated', value), hint: w.ageHint })}
      ${selectInput({ ...bound(form, 'sex', w.sex), options: options(words.common.sexLong) })}
      ${textInput({ ...bound(form, 'gender', w.gender), hint: w.genderHint })}
      <cd-date past data-field="died_on" .label=${w.diedOn} .value=${form.value('died_on')} .error=${form.errors.died_on ?? ''}
        @change=${(/** @type {CustomEvent} */ event) => form.set('died_on', event.detail.value)}></cd-date>
    </div>
  `;
}

/** @param {PatientForm} form @param {string} list @param {number} index @param {string} label */
const remove = (form, list, index, label) =>
  html`<button type="button" class="icon-button row-remove" aria-label=${label} title=${label} @click=${() => form.set(list, form.value(list).filter((/** @type {any} */ _, /** @type {number} */ i) => i !== index))}>${icon('trash')}</button>`;

/** @param {PatientForm} form @param {string} list @param {any} row @param {string} label */
const add = (form, list, row, label) =>
  html`<button type="button" class="button quiet small row-add" @click=${() => {
    form.set(list, [...form.value(list), row]);
    form.updateComplete.then(() => /** @type {HTMLElement | null} */ (form.querySelector(`[data-rows="${list}"] > :last-child :is(input[type="text"], input[type="tel"])`))?.focus());
  }}>${icon('plus')}${label}</button>`;

/** One part of one row. @param {PatientForm} form @param {string} list @param {number} index @param {string} key @param {string} label */
const cell = (form, list, index, key, label) => ({
  name: `${list}-${index}-${key}`, label, value: form.value(list)[index][key], error: form.errors[`${list}.${index}.${key}`],
  on: (/** @type {any} */ value) => {
    form.set(list, form.value(list).map((/** @type {any} */ row, /** @type {number} */ i) => (i === index ? { ...row, [key]: value } : row)));
    delete form.errors[`${list}.${index}.${key}`];
  },
});

/** @param {PatientForm} form */
function contact(form) {
  const phones = form.value('phones');
  return html`
    <div class="patient-rows" data-rows="phones">
      ${phones.map((/** @type {any} */ _, /** @type {number} */ i) => html`<div class="form-row phone-row">
        ${selectInput({ ...cell(form, 'phones', i, 'kind', w.phoneKind), options: options(w.phoneKinds), hideLabel: i > 0 })}
        ${textInput({ ...cell(form, 'phones', i, 'number', w.phone), type: 'tel', hideLabel: i > 0 })}
        ${remove(form, 'phones', i, w.removePhone(i + 1))}
      </div>`)}
    </div>
    ${add(form, 'phones', emptyPhone(), w.addPhone)}
    <div class="grid-2">
      ${textInput({ ...bound(form, 'email', w.email), type: 'email' })}
      ${textInput(bound(form, 'language', w.language))}
    </div>
    ${checkInput({ name: 'reminders', label: w.reminders, checked: form.value('reminders_allowed'), on: (value) => form.set('reminders_allowed', value) })}
  `;
}

/** The clinic's own lines in the clinic's own order; a part it does not use is shown only where it is filled. @param {any} address */
function addressParts(address) {
  const format = (app.clinic?.address_format ?? ADDRESS_PARTS).filter((part) => ADDRESS_PARTS.includes(part));
  return [...format, ...ADDRESS_PARTS.filter((part) => !format.includes(part) && address[part]?.trim())];
}

/** @param {PatientForm} form @param {number} index @param {string} part */
function addressPart(form, index, part) {
  const field = { ...cell(form, 'addresses', index, part, w.addressParts[/** @type {'city'} */ (part)]), className: `part-${part}` };
  if (part !== 'country') return textInput(field);
  return selectInput({ ...field, options: [{ value: '', label: '' }, ...form.countries.map(({ code, name }) => ({ value: code, label: name }))] });
}

/** @param {PatientForm} form */
function addresses(form) {
  const list = form.value('addresses');
  return html`
    <div class="patient-rows" data-rows="addresses">
      ${list.map((/** @type {any} */ address, /** @type {number} */ i) => html`<fieldset class="address">
        <legend class="visually-hidden">${w.address(i + 1)}</legend>
        <div class="address-head">
          ${selectInput({ ...cell(form, 'addresses', i, 'kind', w.addressKind), options: options(w.addressKinds), hideLabel: true })}
          <label class="check-inline"><input type="radio" name="primary-address" .checked=${address.primary}
            @change=${() => form.set('addresses', list.map((/** @type {any} */ one, /** @type {number} */ j) => ({ ...one, primary: j === i })))} /><span>${w.primary}</span></label>
          <span class="grow"></span>
          ${remove(form, 'addresses', i, w.removeAddress(i + 1))}
        </div>
        <div class="grid-address">
          ${addressParts(address).map((part) => addressPart(form, i, part))}
        </div>
      </fieldset>`)}
    </div>
    ${add(form, 'addresses', emptyAddress(list.length === 0), w.addAddress)}
  `;
}

/** Who pays for them, and by which list. @param {PatientForm} form */
function paying(form) {
  return html`${hasPayers() ? payer(form) : nothing}${hasLists() || form.value('price_list_id') ? priceList(form) : nothing}`;
}

/** Whoever may not see billing does not know them. */
const hasPayers = () => app.lists.payers.length > 0;

/** @param {PatientForm} form */
function payer(form) {
  const p = words.payers;
  const own = form.value('payer_id');
  const known = app.lists.payers.filter((one) => one.active || one.payer_id === own);
  return html`<div class="grid-2">
    ${selectInput({ ...bound(form, 'payer_id', p.payer), options: [{ value: '', label: p.payerNone }, ...known.map((one) => ({ value: one.payer_id, label: one.name }))] })}
    ${own ? textInput({ ...bound(form, 'member_number', p.member), hint: p.memberHint }) : nothing}
  </div>`;
}

/** The standard list is that of whoever has none. @param {PatientForm} form */
function priceList(form) {
  const own = form.value('price_list_id');
  const lists = app.lists.price_lists.filter((one) => one.active || one.price_list_id === own);
  return html`<div class="grid-2">${selectInput({ ...bound(form, 'price_list_id', w.priceList), options: lists.map((one) => ({ value: one.standard ? '' : one.price_list_id, label: one.name })) })}</div>`;
}

/** @param {PatientForm} form */
function identifiers(form) {
  const types = app.lists.identifier_types;
  const list = form.value('identifiers');
  if (!types.length && !list.length) return html`<p class="muted">${w.noIdentifierTypes}</p>`;
  return html`
    <div class="patient-rows" data-rows="identifiers">
      ${list.map((/** @type {any} */ row, /** @type {number} */ i) => html`<div class="form-row identifier-row">
        ${selectInput({
          ...cell(form, 'identifiers', i, 'type_id', w.identifierType), hideLabel: i > 0,
          options: [...(row.type_id ? [] : [{ value: '', label: '' }]), ...types.filter((type) => type.active || type.identifier_type_id === row.type_id).map((type) => ({ value: type.identifier_type_id, label: type.name }))],
        })}
        ${textInput({ ...cell(form, 'identifiers', i, 'value', w.identifierValue), hideLabel: i > 0 })}
        ${textInput({ ...cell(form, 'identifiers', i, 'issuer', w.identifierIssuer), hideLabel: i > 0 })}
        <cd-date class=${i > 0 ? 'no-label' : ''} data-field="identifiers.${i}.valid_until" .label=${w.identifierUntil} .value=${row.valid_until} .error=${form.errors[`identifiers.${i}.valid_until`] ?? ''}
          @change=${(/** @type {CustomEvent} */ event) => cell(form, 'identifiers', i, 'valid_until', '').on(event.detail.value)}></cd-date>
        ${remove(form, 'identifiers', i, w.removeIdentifier(i + 1))}
      </div>`)}
    </div>
    ${add(form, 'identifiers', emptyIdentifier(), w.addIdentifier)}
  `;
}
