// Methods of payment: the four that every clinic has, and its own. `?methods` begins with some of its own.
import { handle, news, refusal } from './registry.js';
import { ago, id } from './world.js';

/** @type {{method_id: string, version: number, name: string, method: string, account_code: string|null, active: boolean}[]} */
export const ownMethods = [];
if (new URLSearchParams(location.search).has('methods')) {
  const add = (/** @type {number} */ n, /** @type {string} */ name, /** @type {string} */ method) => ownMethods.push({ method_id: id(9300 + n), version: 1, name, method, account_code: null, active: true });
  add(1, 'TWINT', 'card');
  add(2, 'Cheque', 'other');
  add(3, 'Voucher', 'other');
}
/** What a payment's row says of it. @param {string|null|undefined} method_id */
export function ofMethod(method_id) {
  const own = ownMethods.find((one) => one.method_id === method_id);
  return { method_id: own?.method_id ?? null, method_name: own?.name ?? null };
}

/** @param {{version: number, rules: any}} rules */
export function lines({ version, rules }) {
  const four = ['cash', 'card', 'transfer', 'other'].map((method) => ({ key: method, method, method_id: null, version, name: null, account_code: rules.account_codes.find((/** @type {any} */ one) => one.account === method)?.code ?? null, active: !(rules.methods_off ?? []).includes(method) }));
  return [...four, ...ownMethods.map((one) => ({ ...one, key: one.method_id }))];
}

handle('op:add_payment_method', ({ method_id, name, kind, account_code }) => {
  if (ownMethods.some((one) => one.name === name)) throw refusal('name.taken', { field: 'name', name });
  ownMethods.push({ method_id, version: 1, name, method: kind, account_code: account_code ?? null, active: true });
  news([{ kind: 'payment_method', id: method_id }], true);
  return { version: 1 };
});
handle('op:edit_payment_method', ({ method_id, version, name, account_code, active }) => {
  const row = /** @type {any} */ (ownMethods.find((one) => one.method_id === method_id));
  if (row.version !== version) throw refusal('record.changed_meanwhile', { by: 'R. Lindqvist', at: ago(1), version: row.version });
  Object.assign(row, { name, account_code: account_code ?? null, active, version: version + 1 });
  news([{ kind: 'payment_method', id: method_id }], true);
  return { version: row.version };
});
handle('op:order_payment_methods', ({ method_ids }) => {
  ownMethods.sort((a, b) => method_ids.indexOf(a.method_id) - method_ids.indexOf(b.method_id));
  news([{ kind: 'payment_method', id: method_ids[0] }], true);
  return { moved: 2 };
});
