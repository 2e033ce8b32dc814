// A change in words: fields by their names on screen, ids by the names of what they stand for, times the clinic's way.
import { app } from '../app.js';
import * as format from '../format.js';
import { hoursInWords } from './hours.js';
import { words } from '../words/en.js';

const say = words.admin;

/** @typedef {{kind: string, id: string, label: string|null}} About */
/** @typedef {{field: string, before: any, after: any}} Change */
/** @typedef {{id: string, at: string, actor: string, workstation: string, approver?: string, operation: string, about: About[], details?: any, changes?: Change[], withheld?: boolean}} HistoryRow */

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** @param {string} name */
const sentence = (name) => {
  const text = name.replaceAll('_', ' ').replace(/ id$/, '');
  return text.charAt(0).toUpperCase() + text.slice(1);
};

/** @param {string} field "details.names.family" */
export function fieldWords(field) {
  const [role, permission] = field.split(' ');
  const phrase = permission && /** @type {Record<string, string>} */ (say.permissionPhrases)[permission];
  if (phrase) return `${/** @type {Record<string, string>} */ (words.common.roles)[role] ?? role}: ${phrase}`;
  const last = field.split('.').pop() ?? field;
  return /** @type {Record<string, string>} */ (say.fields)[field] ?? /** @type {Record<string, string>} */ (say.fields)[last] ?? sentence(last);
}

/** @param {string} operation */
export const operationWords = (operation) => /** @type {Record<string, string>} */ (say.operations)[operation] ?? sentence(operation);

/** @param {string} kind */
export const kindWords = (kind) => /** @type {Record<string, string>} */ (say.historyTab.kinds)[kind] ?? sentence(kind);

/** @param {About} about */
export const aboutWords = (about) => about.label ?? nameOf(about.id) ?? kindWords(about.kind);

/** The short lists know most ids. @param {string} id @returns {string|null} */
function nameOf(id) {
  const { practitioners, rooms, services, specialties, identifier_types, price_lists, payers } = app.lists;
  const found =
    practitioners.find((one) => one.practitioner_id === id) ?? rooms.find((one) => one.room_id === id) ?? services.find((one) => one.service_id === id) ??
    specialties.find((one) => one.specialty_id === id) ?? identifier_types.find((one) => one.identifier_type_id === id) ?? price_lists.find((one) => one.price_list_id === id) ?? payers.find((one) => one.payer_id === id);
  return found?.name ?? null;
}

/** The lists that give ids their names; what may not be asked is left out. */
export const loadNames = () =>
  Promise.all((/** @type {const} */ (['practitioners', 'rooms', 'services', 'specialties', 'identifier_types', 'price_lists', 'payers'])).map((list) => app.load(list).catch(() => [])));

/**
 * @param {string} field
 * @param {any} value
 * @returns {string}
 */
export function valueWords(field, value) {
  const name = field.split('.').pop() ?? field;
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return say.historyTab.nothing;
  if (typeof value === 'boolean') return value ? say.yes : say.no;
  if (Array.isArray(value)) return listWords(name, value);
  if (typeof value === 'object') return objectWords(value);
  if (name.endsWith('_minor')) return format.money(Number(value));
  return textWords(name, String(value));
}

/** @param {string} name @param {any[]} value */
function listWords(name, value) {
  const spans = value.every((one) => one && typeof one === 'object' && 'weekday' in one);
  return spans ? hoursInWords(value) : value.map((one) => valueWords(name, one)).join(', ');
}

/** @param {Record<string, any>} value */
function objectWords(value) {
  return Object.entries(value)
    .filter(([, one]) => one !== null && one !== '' && !(Array.isArray(one) && one.length === 0))
    .map(([name, one]) => `${fieldWords(name)}: ${valueWords(name, one)}`)
    .join(', ');
}

/** @param {string} name @param {string} text */
function textWords(name, text) {
  const lists = /** @type {Record<string, Record<string, string>>} */ ({
    status: words.common.status, to: words.common.status, from: words.common.status, roles: words.common.roles, role: words.common.roles,
    permission: say.permissionPhrases, sex: words.common.sexLong, date_order: say.clinic.dateOrders, hour_cycle: say.clinic.hourCycles, name_order: say.clinic.nameOrders,
  });
  if (lists[name]?.[text]) return lists[name][text];
  if (name === 'price_list_id' || UUID.test(text)) return nameOf(text) ?? say.shortId(text.slice(-4));
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text)) return format.dateTime(text);
  if (/^\d{4}-\d\d-\d\dT.*Z$/.test(text)) return format.dateTime(app.wall(text));
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return format.date(text);
  return text;
}
