// The fields of the clinic's details, and their way between the wire and the form.
import { html } from 'lit';
import { app } from '../../app.js';
import { currencyOptions, detailLabels, detailWords, namedOptions, sampleLine, zoneOptions } from '../../parts/country.js';
import { areaField, comboField, selectField, textField } from '../../parts/fields.js';
import { hoursInWords } from '../../parts/hours.js';
import { words } from '../../words/en.js';

const say = words.admin.clinic;

export const clinicLabels = detailLabels;

/** @param {any} details @returns {Record<string, any>} */
export function fromDetails(details) {
  const text = (/** @type {any} */ value) => (value === null || value === undefined ? '' : String(value));
  return {
    name: details.name, address_lines: (details.address_lines ?? []).join('\n'), phone: text(details.phone), email: text(details.email), country: details.country,
    zone: details.zone, currency: details.currency, date_order: details.date_order, hour_cycle: text(details.hour_cycle), week_start: text(details.week_start),
    phone_prefix: text(details.phone_prefix), paper: details.paper, name_order: details.name_order, address_format: (details.address_format ?? []).join(','),
    patient_number_name: text(details.patient_number_name), idle_minutes: text(details.idle_minutes), waiting_limit_minutes: text(details.waiting_limit_minutes), largest_file_mb: text(details.largest_file_mb),
    opening_hours: details.opening_hours ?? [],
  };
}

/**
 * Back to the wire; what the form does not hold stays as it was.
 * @param {Record<string, any>} values
 * @param {any} before
 */
export function toDetails(values, before) {
  const orNull = (/** @type {string} */ text) => text.trim() || null;
  const { version: _v, sample: _s, currency_decimals: _c, today: _t, now: _n, ...details } = before ?? {};
  return {
    ...details, name: values.name.trim(), address_lines: values.address_lines.split('\n').map((/** @type {string} */ line) => line.trim()).filter(Boolean),
    phone: orNull(values.phone), email: orNull(values.email), country: values.country, zone: values.zone, currency: values.currency, date_order: values.date_order,
    hour_cycle: values.hour_cycle, week_start: Number(values.week_start), phone_prefix: values.phone_prefix.trim(), paper: values.paper, name_order: values.name_order,
    address_format: values.address_format.split(',').filter(Boolean), patient_number_name: values.patient_number_name.trim(), idle_minutes: Number(values.idle_minutes),
    waiting_limit_minutes: Number(values.waiting_limit_minutes), largest_file_mb: Number(values.largest_file_mb), opening_hours: values.opening_hours,
  };
}

/** @param {string} field @param {any} value @param {import('../../parts/country.js').CountryHelp} help */
export function clinicShown(field, value, help) {
  if (field === 'opening_hours') return hoursInWords(value);
  return field === 'address_lines' ? value.split('\n').join(', ') : detailWords(field, value, help);
}

/** @param {Record<string, string>} named @param {any} now the value, in case it is not among them */
const options = (named, now) => {
  const known = Object.entries(named).map(([value, label]) => ({ value, label }));
  return now && !(now in named) ? [...known, { value: now, label: detailWords('address_format', now.split(','), null) }] : known;
};

/**
 * @param {import('../../parts/form.js').Form} form
 * @param {import('../../parts/country.js').CountryHelp} help
 * @param {{onCountry: (country: string) => void, proposal: any}} ways
 */
export function clinicFields(form, help, ways) {
  return html`${addressPart(form)} ${formatPart(form, help, ways)} ${dayPart(form)}`;
}

/** @param {import('../../parts/form.js').Form} form */
function addressPart(form) {
  return html`
    <h2 class="form-part">${say.addressPart}</h2>
    ${textField({ ...form.bind('name'), label: say.name, spellcheck: false })}
    ${areaField({ ...form.bind('address_lines'), label: say.address, hint: say.addressHint, rows: 4 })}
    <div class="f-row">
      ${textField({ ...form.bind('phone'), label: say.phone, optional: true, inputmode: 'tel' })}
      ${textField({ ...form.bind('email'), label: say.email, optional: true, inputmode: 'email', spellcheck: false })}
    </div>
  `;
}

/**
 * @param {import('../../parts/form.js').Form} form
 * @param {import('../../parts/country.js').CountryHelp} help
 * @param {{onCountry: (country: string) => void, proposal: any}} ways
 */
function formatPart(form, help, { onCountry, proposal }) {
  const { values } = form;
  const decimals = help.currencies.find((one) => one.code === values.currency)?.decimals ?? 2;
  const weekdays = words.common.days.map((label, i) => ({ value: String(i + 1), label }));
  return html`
    <h2 class="form-part">${say.formatPart}</h2>
    <div class="f-row">
      ${comboField({ ...form.bind('country'), label: say.country, options: namedOptions(help.countries), onInput: onCountry })}
      ${comboField({ ...form.bind('zone'), label: say.zone, options: zoneOptions(help.zones) })}
    </div>
    ${proposal}
    <div class="f-row">
      ${comboField({ ...form.bind('currency'), label: say.currency, hint: say.currencyHint, options: currencyOptions(help.currencies) })}
      ${textField({ ...form.bind('phone_prefix'), label: say.phonePrefix, inputmode: 'tel' })}
    </div>
    <div class="f-row">
      ${selectField({ ...form.bind('date_order'), label: say.dateOrder, options: options(say.dateOrders, null) })}
      ${selectField({ ...form.bind('hour_cycle'), label: say.hourCycle, options: options(say.hourCycles, null) })}
      ${selectField({ ...form.bind('week_start'), label: say.weekStart, options: weekdays })}
    </div>
    <p class="reads-like"><span class="muted">${say.previewTitle}:</span> ${sampleLine(/** @type {any} */ (values), decimals, app.today())}</p>
    <div class="f-row">
      ${selectField({ ...form.bind('name_order'), label: say.nameOrder, hint: say.nameOrderHint, options: options(say.nameOrders, null) })}
      ${selectField({ ...form.bind('address_format'), label: say.addressFormat, options: options(say.addressFormats, values.address_format) })}
    </div>
    <div class="f-row">
      ${textField({ ...form.bind('patient_number_name'), label: say.patientNumber, hint: say.patientNumberHint })}
      ${selectField({ ...form.bind('paper'), label: say.paper, options: options(say.papers, null) })}
    </div>
  `;
}

/** @param {import('../../parts/form.js').Form} form */
function dayPart(form) {
  return html`
    <h2 class="form-part">${say.dayPart}</h2>
    <cd-hours data-field="opening_hours" .label=${say.opening} .value=${form.values.opening_hours} @change=${(/** @type {CustomEvent} */ event) => form.set('opening_hours', event.detail.value)}></cd-hours>
    <div class="f-row">
      ${textField({ ...form.bind('idle_minutes'), label: say.idle, hint: say.idleHint, inputmode: 'numeric', suffix: say.minutesUnit })}
      ${textField({ ...form.bind('waiting_limit_minutes'), label: say.waitingLimit, hint: say.waitingHint, inputmode: 'numeric', suffix: say.minutesUnit })}
      ${textField({ ...form.bind('largest_file_mb'), label: say.largestFile, hint: say.largestFileHint, inputmode: 'numeric', suffix: say.megabytes })}
    </div>
  `;
}
