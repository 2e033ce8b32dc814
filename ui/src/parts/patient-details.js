import { app } from '../app.js';
import { words } from '../words/en.js';

/** @typedef {import('./patient-merge.js').Details} Details */

/** @returns {Details} */
export function emptyDetails() {
  return {
    names: { title: '', given: '', family: '', second_family: '', preferred: '' },
    birth_date: null, birth_estimated: false, died_on: null, sex: 'unknown', gender: '', phones: [emptyPhone()], email: '', language: '', note: '', reminders_allowed: true, addresses: [], identifiers: [], price_list_id: '', payer_id: '', member_number: '',
  };
}

export const emptyPhone = () => ({ kind: 'mobile', number: '' });
export const emptyIdentifier = () => ({ type_id: app.lists.identifier_types.find((type) => type.active)?.identifier_type_id ?? '', value: '', issuer: '', valid_until: null });

/** @param {boolean} primary */
export const emptyAddress = (primary) => ({ kind: 'home', primary, line1: '', line2: '', city: '', region: '', postcode: '', country: '' });

/** What a field shows for "nothing" is an empty text; dates stay null. @param {any} record */
const filled = (record, /** @type {any} */ empty) => ({ ...empty, ...Object.fromEntries(Object.entries(record ?? {}).map(([key, value]) => [key, value ?? empty[key]])) });

/** @param {any} details from the wire @returns {Details} */
export function forForm(details) {
  const form = filled(details, emptyDetails());
  form.names = filled(details.names, emptyDetails().names);
  form.phones = details.phones.map((/** @type {any} */ phone) => ({ ...phone }));
  form.addresses = details.addresses.map((/** @type {any} */ address) => filled(address, emptyAddress(false)));
  form.identifiers = details.identifiers.map((/** @type {any} */ identifier) => filled(identifier, { type_id: '', value: '', issuer: '', valid_until: null }));
  return form;
}

/** Nothing is recased or reordered: only empty texts become "absent" and rows without anything in them go. @param {Details} form */
export function forWire(form) {
  const text = (/** @type {any} */ value) => (typeof value === 'string' ? value.trim() || null : value ?? null);
  const texts = (/** @type {any} */ record) => Object.fromEntries(Object.entries(record).map(([key, value]) => [key, text(value)]));
  const addresses = form.addresses.filter(SENT.addresses).map(texts);
  // One of several is the main one, whichever row was removed.
  if (addresses.length && !addresses.some((/** @type {any} */ address) => address.primary)) addresses[0].primary = true;
  return {
    ...texts(form),
    // Of a payer that is no longer theirs.
    ...(form.payer_id ? {} : { member_number: null }),
    names: texts(form.names),
    phones: form.phones.filter(SENT.phones).map(texts),
    addresses,
    identifiers: form.identifiers.filter(SENT.identifiers).map(texts),
  };
}

/** Rows the wire knows by number are those with something in them; the form may show empty ones between. @type {Record<string, (row: any) => boolean>} */
const SENT = {
  phones: (row) => row.number.trim() !== '',
  addresses: (row) => ['line1', 'line2', 'city', 'region', 'postcode', 'country'].some((part) => row[part]?.trim()),
  identifiers: (row) => row.value.trim() !== '',
};

/** "details.phones.0.number" of what was sent → "phones.2.number" of the form. @param {string} path @param {Details} form */
export function formField(path, form) {
  const [list, index, ...rest] = path.replace(/^details\./, '').split('.');
  if (!SENT[list] || index === undefined) return path.replace(/^details\./, '');
  const sent = form[list].map((/** @type {any} */ row, /** @type {number} */ i) => (SENT[list](row) ? i : -1)).filter((/** @type {number} */ i) => i >= 0);
  return [list, sent[Number(index)] ?? index, ...rest].join('.');
}

/**
 * What is wrong, by field path. Dates which cannot be read are asked of the fields themselves.
 * @param {HTMLElement} form
 * @param {Details} details
 * @returns {Record<string, string>}
 */
export function problems(form, details) {
  /** @type {Record<string, string>} */
  const errors = {};
  const w = words.patientForm;
  if (!details.names.given.trim() && !details.names.family.trim()) errors['names.given'] = w.nameNeeded;
  for (const date of form.querySelectorAll('cd-date')) {
    const input = /** @type {import('./date-input.js').DateInput & HTMLElement} */ (date);
    if (input.isUnclear) errors[input.dataset.field ?? ''] = input.unclear();
  }
  const today = app.today();
  if (details.birth_date && details.birth_date > today) errors.birth_date = w.birthAfterToday;
  if (details.died_on && details.died_on > today) errors.died_on = w.birthAfterToday;
  else if (details.died_on && details.birth_date && details.died_on < details.birth_date) errors.died_on = w.diedBeforeBirth;
  if (details.email.trim() && !/^[^\s@]+@[^\s@]+$/.test(details.email.trim())) errors.email = w.emailBad;
  details.phones.forEach((/** @type {any} */ phone, /** @type {number} */ i) => {
    if (phone.number.trim() && phone.number.replace(/\D/g, '').length < 3) errors[`phones.${i}.number`] = w.phoneNeeded;
  });
  details.identifiers.forEach((/** @type {any} */ one, /** @type {number} */ i) => {
    if (!one.value.trim() && (one.issuer.trim() || one.valid_until)) errors[`identifiers.${i}.value`] = w.identifierValueNeeded;
    if (one.value.trim() && !one.type_id) errors[`identifiers.${i}.type_id`] = w.identifierTypeNeeded;
  });
  return errors;
}

/** A birth date from an age: the first of January of that year, marked as estimated. @param {string} age @returns {string | null} */
export function birthFromAge(age) {
  const years = Number(age);
  if (!age.trim() || !Number.isInteger(years) || years < 0 || years > 130) return null;
  return `${Number(app.today().slice(0, 4)) - years}-01-01`;
}
