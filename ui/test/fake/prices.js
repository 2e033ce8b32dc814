// Price lists, and what a service costs whom on which day. The database's guards are not here: the screen must find them first, and the core does.
import { editable } from './admin.js';
import { detailsOf } from './patients.js';
import { handle, news, refusal } from './registry.js';
import { ago, people, price_lists, priceAt, services, STANDARD } from './world.js';

editable(price_lists, 'price_list_id', 'price_list', 'price_list');
handle('op:edit_price_list', ({ price_list_id, version, name, active }) => {
  const row = /** @type {any} */ (price_lists.find((one) => one.price_list_id === price_list_id));
  if (row.version !== version) throw refusal('record.changed_meanwhile', { by: 'R. Lindqvist', at: ago(1), version: row.version });
  if (price_lists.some((one) => one !== row && one.name === name)) throw refusal('name.taken', { field: 'name', name });
  Object.assign(row, { name, active, version: version + 1 });
  news([{ kind: 'price_list', id: price_list_id }], true);
  return { version: row.version };
});
handle('ask:price_lists', () => price_lists.map((one) => ({
  ...one, standard: one.standard ?? false, patients: one.standard ? 0 : 3, services: services.filter((service) => service.prices.some((price) => price.price_list_id === one.price_list_id)).length,
})));

/** @param {string|null} patient */
export const listOf = (patient) => (patient ? detailsOf(patient)?.price_list_id : null) ?? STANDARD;

handle('ask:prices', ({ patient_id, day }) => services.map((service) => {
  const { price_minor, price_list } = priceAt(service, listOf(patient_id), day);
  return { service_id: service.service_id, price_minor, price_list: price_list?.standard ? null : price_list?.name };
}));
handle('ask:price_history', ({ service_id }) => {
  const service = /** @type {any} */ (services.find((one) => one.service_id === service_id));
  const change = { by: people[1].name, ended: null, valid_from: null, valid_to: null, before_minor: null };
  const name = (/** @type {any} */ price) => price_lists.find((one) => one.price_list_id === price.price_list_id)?.name ?? '';
  return [
    ...service.prices.map((/** @type {any} */ price, /** @type {number} */ i) => ({ ...change, at: ago(90 + i), price_list: name(price), valid_from: price.valid_from, valid_to: price.valid_to, after_minor: price.price_minor })),
    { ...change, at: ago(90_000), price_list: 'Standard', before_minor: service.price_minor - 300, after_minor: service.price_minor },
    { ...change, at: ago(900_000), price_list: 'Standard', after_minor: service.price_minor - 300 },
  ];
});
