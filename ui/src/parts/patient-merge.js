/**
 * Three-way merge of a patient's details: what was read, what is typed here, what somebody else saved meanwhile.
 * Fields are the units a person thinks in: each part of the name, the birth date, all phones together.
 *
 * @typedef {Record<string, any>} Details
 * @typedef {{field: string, mine: any, theirs: any}} Conflict
 * @typedef {{merged: Details, conflicts: Conflict[], taken: string[]}} Merge
 */

const NAME_PARTS = ['title', 'given', 'family', 'second_family', 'preferred'];

export const FIELDS = [
  ...NAME_PARTS.map((part) => `names.${part}`),
  'birth_date', 'birth_estimated', 'sex', 'gender', 'died_on', 'phones', 'email', 'language', 'reminders_allowed', 'addresses', 'identifiers', 'price_list_id', 'payer_id', 'member_number', 'note',
];

/**
 * @param {Details} details
 * @param {string} field
 */
export function readField(details, field) {
  return field.split('.').reduce((value, key) => value?.[key], details);
}

/**
 * @param {Details} details
 * @param {string} field
 * @param {any} value
 * @returns {Details}
 */
export function withField(details, field, value) {
  const [first, second] = field.split('.');
  if (!second) return { ...details, [first]: value };
  return { ...details, [first]: { ...details[first], [second]: value } };
}

/** Absent, null and empty mean the same to a reader, and rows are compared by what they say. @param {any} value @returns {any} */
function plain(value) {
  if (value === undefined || value === null || value === '') return null;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]).filter(([, inner]) => inner !== null && inner !== false).sort());
  }
  return typeof value === 'string' ? value.trim().normalize('NFC') : value;
}

/** @param {any} a @param {any} b */
export function sameValue(a, b) {
  const [left, right] = [plain(a), plain(b)];
  return JSON.stringify(left ?? false) === JSON.stringify(right ?? false);
}

/** @param {Details} a @param {Details} b */
export function changedFields(a, b) {
  return FIELDS.filter((field) => !sameValue(readField(a, field), readField(b, field)));
}

/**
 * @param {Details} base
 * @param {Details} mine
 * @param {Details} theirs
 * @returns {Merge}
 */
export function merge(base, mine, theirs) {
  let merged = mine;
  /** @type {Conflict[]} */
  const conflicts = [];
  const taken = [];
  for (const field of changedFields(base, theirs)) {
    const [was, here, there] = [readField(base, field), readField(mine, field), readField(theirs, field)];
    if (sameValue(here, there)) continue;
    if (sameValue(was, here)) {
      merged = withField(merged, field, there);
      taken.push(field);
    } else {
      conflicts.push({ field, mine: here, theirs: there });
    }
  }
  return { merged, conflicts, taken };
}
