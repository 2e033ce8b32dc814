// How dates, times, money, names and ages are written and read: always the clinic's way, never the computer's.
import { addDays, dateOf, daysBetween, isDate, timeOf, weekday } from './wall.js';
import { isolated } from './words/isolate.js';
import { words } from './words/en.js';

/** @typedef {Pick<import('./wire-types.js').ClinicDetails, 'date_order'|'hour_cycle'|'currency'|'name_order'|'week_start'> & {currency_decimals: number}} Ways */

/** @type {Ways} */
let ways = { date_order: 'dmy', hour_cycle: '24', currency: 'EUR', name_order: 'given_first', week_start: 1, currency_decimals: 2 };

/** @param {Ways} clinic */
export function use(clinic) {
  ways = clinic;
}

const inOrder = (/** @type {string} */ d, /** @type {string} */ m, /** @type {string} */ y, /** @type {Record<'dmy'|'mdy'|'ymd', (d: string, m: string, y: string) => string>} */ shape) =>
  shape[ways.date_order](d, m, y);

/** "23 Nov 2026" · "Nov 23, 2026" · "2026 Nov 23" @param {string|null|undefined} date a date or wall time */
export function date(date) {
  if (!date) return '';
  const [y, m, d] = dateOf(date).split('-');
  return inOrder(String(Number(d)), words.common.monthsShort[Number(m) - 1], y, {
    dmy: (day, month, year) => `${day} ${month} ${year}`,
    mdy: (day, month, year) => `${month} ${day}, ${year}`,
    ymd: (day, month, year) => `${year} ${month} ${day}`,
  });
}

/** "Mon 23 Nov 2026" @param {string} iso */
export const dateWithDay = (iso) => `${words.common.daysShort[weekday(iso) - 1]} ${date(iso)}`;

/** "Monday 23 November 2026" @param {string} iso */
export function dateInWords(iso) {
  const [y, m, d] = dateOf(iso).split('-');
  const day = words.common.days[weekday(dateOf(iso)) - 1];
  return inOrder(String(Number(d)), words.common.months[Number(m) - 1], y, {
    dmy: (dd, month, year) => `${day} ${dd} ${month} ${year}`,
    mdy: (dd, month, year) => `${day}, ${month} ${dd}, ${year}`,
    ymd: (dd, month, year) => `${year} ${month} ${dd}, ${day}`,
  });
}

/** As it is typed: "23/11/2026" · "11/23/2026" · "2026-11-23" @param {string|null|undefined} iso */
export function dateTyped(iso) {
  if (!iso) return '';
  const [y, m, d] = dateOf(iso).split('-');
  return inOrder(d, m, y, { dmy: (a, b, c) => `${a}/${b}/${c}`, mdy: (a, b, c) => `${b}/${a}/${c}`, ymd: (a, b, c) => `${c}-${b}-${a}` });
}

/** What a date field shows while empty. */
export const datePlaceholder = () => words.common.datePlaceholder[ways.date_order];

/** "10:45" · "10:45 am" @param {string|null|undefined} time "10:45", "10:45:00" or a wall time */
export function time(time) {
  if (!time) return '';
  const clock = time.length > 8 ? timeOf(time) : time.slice(0, 5);
  if (ways.hour_cycle === '24') return clock;
  // The end of a day, 24:00, is midnight again.
  const hours = Number(clock.slice(0, 2)) % 24;
  return `${hours % 12 || 12}${clock.slice(2)} ${hours < 12 ? words.common.am : words.common.pm}`;
}

/** "10:45–11:00" @param {string} from @param {string} to */
export const timeRange = (from, to) => `${time(from)}–${time(to)}`;

/** "23 Nov 2026, 10:45" @param {string} wall */
export const dateTime = (wall) => `${date(wall)}, ${time(wall)}`;

/** "€45.00", from whole minor units. @param {number} minor */
export function money(minor) {
  const decimals = ways.currency_decimals;
  try {
    const shape = new Intl.NumberFormat('en-GB', { style: 'currency', currency: ways.currency, currencyDisplay: 'narrowSymbol', minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    return shape.format(minor / 10 ** decimals);
  } catch {
    return `${(minor / 10 ** decimals).toFixed(decimals)} ${ways.currency}`;
  }
}

/** "45.00" for a money field. @param {number} minor */
export const moneyTyped = (minor) => (minor / 10 ** ways.currency_decimals).toFixed(ways.currency_decimals);

/**
 * Whole minor units from what was typed, or null when it is not an amount of this currency.
 * @param {string} text
 */
export function parseMoney(text) {
  const plain = text.trim().replace(/\s/g, '').replace(',', '.');
  if (!/^\d+(\.\d*)?$/.test(plain)) return null;
  const [whole, fraction = ''] = plain.split('.');
  if (fraction.length > ways.currency_decimals) return null;
  const minor = Number(whole + fraction.padEnd(ways.currency_decimals, '0'));
  return Number.isSafeInteger(minor) ? minor : null;
}

/**
 * "Okafor, Ada" in lists, "Ada Okafor" (or the clinic's order) elsewhere; one part is enough.
 * @param {{given?: string|null, family?: string|null}} names
 * @param {'list'|'full'} [shape]
 */
export function personName({ given, family }, shape = 'full') {
  if (!given || !family) return isolated(given || family || '');
  if (ways.name_order === 'family_first') return isolated(`${family} ${given}`);
  return isolated(shape === 'list' ? `${family}, ${given}` : `${given} ${family}`);
}

/**
 * Days up to a month, months up to two years, then years.
 * @param {string|null|undefined} birth
 * @param {string} today
 */
export function age(birth, today) {
  if (!birth || birth > today) return '';
  const days = daysBetween(birth, today);
  const [by, bm, bd] = birth.split('-').map(Number);
  const [ty, tm, td] = today.split('-').map(Number);
  const months = (ty - by) * 12 + (tm - bm) - (td < bd ? 1 : 0);
  if (days < 14) return words.common.ageDays(days);
  if (months < 1) return words.common.ageWeeks(Math.floor(days / 7));
  if (months < 24) return words.common.ageMonths(months);
  return words.common.ageYears(Math.floor(months / 12));
}

/** Phones are shown as they were written. @param {string|null|undefined} number */
export const phone = (number) => number ?? '';

/** "15 min" · "1 h 20 min" @param {number} minutes */
export function duration(minutes) {
  return minutes < 90 ? words.common.minutes(minutes) : words.common.hoursMinutes(Math.floor(minutes / 60), minutes % 60);
}

/**
 * A date typed in the clinic's order: 23/11/2026, 23.11.26, 231126, 23 nov, today, tomorrow, +3, mon. Null when it is
 * none. A year of two figures is this century up to ten years from now, for birth dates (`past`) never in the future.
 * @param {string} typed
 * @param {{today: string, past?: boolean}} context
 * @returns {string|null}
 */
export function parseDate(typed, { today, past = false }) {
  const text = typed.trim().toLowerCase();
  if (!text) return null;
  const relative = parseRelative(text, today);
  if (relative) return relative;
  const month = words.common.monthsShort.findIndex((name) => new RegExp(`(^|[^a-z])${name.toLowerCase()}`).test(text));
  const figures = text.match(/\d+/g) ?? [];
  const parts = figures.length === 1 && month < 0 ? splitRun(figures[0]) : figures;
  if (!parts || parts.some((part) => part.length > 4)) return null;
  const order = month < 0 ? ways.date_order : parts[0]?.length === 4 ? 'yd' : 'dy';
  if (month >= 0 && parts.length === 0) return null;
  const named = nameParts(parts, parts[0]?.length === 4 && month < 0 ? 'ymd' : order);
  if (month >= 0) named.m = String(month + 1);
  return assemble(named, today, past);
}

/** @param {string} text @param {string} today @returns {string|null} */
function parseRelative(text, today) {
  if (words.common.todayTyped.includes(text)) return today;
  if (words.common.tomorrowTyped.includes(text)) return addDays(today, 1);
  if (words.common.yesterdayTyped.includes(text)) return addDays(today, -1);
  const offset = text.match(/^([+-]\d{1,4})([dw]?)$/);
  if (offset) return addDays(today, Number(offset[1]) * (offset[2] === 'w' ? 7 : 1));
  const day = words.common.daysShort.findIndex((name) => text.startsWith(name.toLowerCase()) && /^[a-z]+$/.test(text));
  return day < 0 ? null : addDays(today, ((day + 1 - weekday(today) + 6) % 7) + 1);
}

/** Figures in one run: 231126, 23112026, 2311. @param {string} run @returns {string[]|null} */
function splitRun(run) {
  const cut = (/** @type {number[]} */ ...sizes) => sizes.map((size, i) => run.slice(sizes.slice(0, i).reduce((a, b) => a + b, 0)).slice(0, size));
  const ymd = ways.date_order === 'ymd';
  if (run.length === 8) return ymd ? cut(4, 2, 2) : cut(2, 2, 4);
  if (run.length === 6) return cut(2, 2, 2);
  if (run.length === 4) return cut(2, 2);
  return null;
}

/** @param {string[]} parts @param {string} order @returns {Record<string, string>} */
function nameParts(parts, order) {
  const letters = parts.length < order.length ? order.replace('y', '') : order;
  return Object.fromEntries([...letters].map((letter, i) => [letter, parts[i] ?? '']));
}

/** @param {Record<string, string>} named @param {string} today @param {boolean} past @returns {string|null} */
function assemble({ d, m, y }, today, past) {
  if (!d || !m) return null;
  const thisYear = Number(today.slice(0, 4));
  let year = y ? Number(y) : thisYear;
  if (y && y.length <= 2) {
    year += 2000;
    if (past ? year > thisYear : year > thisYear + 10) year -= 100;
  }
  const iso = `${String(year).padStart(4, '0')}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`;
  return isDate(iso) && year >= 1850 && year <= 2200 ? iso : null;
}

/**
 * A time of day: 9, 930, 9:30, 9.30, 2:15 pm. Null when it is none. An end may be the midnight after: 24:00, or 12 am where that is how it is written.
 * @param {string} typed
 * @param {{end?: boolean}} [options]
 * @returns {string|null} "09:30"
 */
export function parseTime(typed, { end = false } = {}) {
  const match = typed.trim().toLowerCase().match(/^(\d{1,2})[:.h ]?(\d{2})?\s*([ap])?\.?m?\.?$/);
  if (!match) return null;
  let hours = Number(match[1]);
  const minutes = Number(match[2] ?? 0);
  if (match[3]) {
    if (hours < 1 || hours > 12) return null;
    hours = (hours % 12) + (match[3] === 'p' ? 12 : 0);
    if (end && hours + minutes === 0) return '24:00';
  }
  if (end && hours === 24 && minutes === 0) return '24:00';
  return hours < 24 && minutes < 60 ? `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}` : null;
}
