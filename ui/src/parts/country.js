// What a country proposes: zone, currency, how dates and amounts are written. And how they would read.
import { command } from '../ipc.js';
import { words } from '../words/en.js';
import { dotted } from '../words/isolate.js';

/** @typedef {{code: string, name: string, decimals?: number}} Named */
/** @typedef {{proposal: any, countries: Named[], zones: string[], currencies: Named[]}} CountryHelp */

/**
 * @param {string|null} country
 * @returns {Promise<CountryHelp>}
 */
export const countryHelp = (country) => command('country_help', { country });

/** What a proposal settles; the rest of the clinic's details is not its business. */
export const PROPOSED = /** @type {const} */ (['zone', 'currency', 'date_order', 'hour_cycle', 'week_start', 'phone_prefix', 'paper', 'name_order', 'address_format']);

/**
 * The same list gives the same options: a combo box that is handed new ones closes under the person's fingers.
 * @template T
 * @param {(one: T) => {value: string, label: string}} shape
 * @returns {(list: T[]) => {value: string, label: string}[]}
 */
function once(shape) {
  /** @type {WeakMap<T[], {value: string, label: string}[]>} */
  const made = new WeakMap();
  return (list) => {
    if (!made.has(list)) made.set(list, list.map(shape));
    return made.get(list) ?? [];
  };
}

/** No list yet. @type {never[]} */
export const NONE = [];
export const namedOptions = once((/** @type {Named} */ { code, name }) => ({ value: code, label: name }));
export const zoneOptions = once((/** @type {string} */ zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }));
export const currencyOptions = once((/** @type {Named} */ { code, name }) => ({ value: code, label: `${name} (${code})` }));

/**
 * A date, a time and an amount as this clinic would write them: shown before anything is saved.
 * @param {{date_order: string, hour_cycle: string, currency: string}} ways
 * @param {number} decimals
 * @param {string} today "2026-11-23"
 */
export function sampleLine(ways, decimals, today) {
  const [y, m, d] = today.split('-');
  const month = words.common.monthsShort[Number(m) - 1];
  const day = String(Number(d));
  const date = { dmy: `${day} ${month} ${y}`, mdy: `${month} ${day}, ${y}`, ymd: `${y} ${month} ${day}` }[ways.date_order] ?? '';
  const time = ways.hour_cycle === '12' ? `2:05 ${words.common.pm}` : '14:05';
  let amount;
  try {
    amount = new Intl.NumberFormat('en-GB', { style: 'currency', currency: ways.currency, currencyDisplay: 'narrowSymbol', minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(45);
  } catch {
    amount = `45 ${ways.currency}`;
  }
  return dotted([date, time, amount]);
}

/**
 * One value of a clinic's details in words.
 * @param {string} field
 * @param {any} value
 * @param {CountryHelp|null} help
 * @returns {string}
 */
export function detailWords(field, value, help) {
  const say = /** @type {any} */ (words.admin.clinic);
  const lists = /** @type {Record<string, any>} */ ({ date_order: say.dateOrders, hour_cycle: say.hourCycles, paper: say.papers, name_order: say.nameOrders });
  if (lists[field]) return lists[field][value] ?? String(value);
  if (field === 'week_start') return words.common.days[Number(value) - 1];
  if (field === 'currency') return help?.currencies.find((one) => one.code === value)?.name ?? String(value);
  if (field === 'country') return help?.countries.find((one) => one.code === value)?.name ?? String(value);
  if (field === 'zone') return String(value).replaceAll('_', ' ');
  if (field === 'address_format') return say.addressFormats[Array.isArray(value) ? value.join(',') : value] ?? [value].flat().join(', ');
  return Array.isArray(value) ? value.join(', ') : String(value ?? '');
}

/** What each of a clinic's details is called. @type {Record<string, string>} */
export const detailLabels = {
  name: words.admin.clinic.name, address_lines: words.admin.clinic.address, phone: words.admin.clinic.phone, email: words.admin.clinic.email,
  country: words.admin.clinic.country, zone: words.admin.clinic.zone, currency: words.admin.clinic.currency, date_order: words.admin.clinic.dateOrder,
  hour_cycle: words.admin.clinic.hourCycle, week_start: words.admin.clinic.weekStart, phone_prefix: words.admin.clinic.phonePrefix,
  paper: words.admin.clinic.paper, name_order: words.admin.clinic.nameOrder, address_format: words.admin.clinic.addressFormat,
  patient_number_name: words.admin.clinic.patientNumber, idle_minutes: words.admin.clinic.idle, waiting_limit_minutes: words.admin.clinic.waitingLimit, largest_file_mb: words.admin.clinic.largestFile,
  opening_hours: words.admin.clinic.opening,
};
