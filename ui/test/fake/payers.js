// Payers: insurers and others, their shares of invoices, and their accounts.
import { find, freeOf, invoices, lineOf, newDraft, openOf, payments, put, saved, settleAll, tell } from './billing.js';
import { handle, news, refusal } from './registry.js';
import { id, patients } from './world.js';

/** @type {any[]} */
export const payers = new URLSearchParams(location.search).has('payers') ? [
  { payer_id: id(9501), version: 1, name: 'Harbour Health Insurance', address_lines: ['PO Box 12', 'Porthaven PH1 2AA'], tax_number: 'GB 204 881', email: 'claims@harbour.example', due_days: 30, price_list_id: null, active: true },
  { payer_id: id(9502), version: 1, name: 'Quay Shipyard, occupational health', address_lines: ['Dock Street 4', 'Porthaven'], tax_number: null, email: null, due_days: null, price_list_id: null, active: true },
] : [];
const nameOf = (/** @type {string} */ wanted) => payers.find((one) => one.payer_id === wanted)?.name ?? '';
const of = (/** @type {string} */ payer) => invoices.filter((one) => one.payer?.payer_id === payer && one.status !== 'void');

handle('ask:payers', () => payers.map((one) => ({ ...one, open_count: of(one.payer_id).filter((invoice) => openOf(invoice) > 0).length, open_minor: of(one.payer_id).reduce((sum, invoice) => sum + openOf(invoice), 0) })));
handle('op:add_payer', ({ payer_id, details }) => {
  if (payers.some((one) => one.name === details.name)) throw refusal('name.taken', { field: 'name', name: details.name });
  payers.push({ payer_id, version: 1, active: true, ...details });
  news([{ kind: 'payer', id: payer_id }], true);
  return { version: 1 };
});
handle('op:edit_payer', ({ payer_id, version, details, active }) => {
  const row = payers.find((one) => one.payer_id === payer_id);
  Object.assign(row, details, { active, version: version + 1 });
  news([{ kind: 'payer', id: payer_id }], true);
  return { version: row.version };
});
handle('op:address_invoice', ({ invoice_id, payer_id, member_number }) => {
  const one = find(invoice_id);
  one.payer = payer_id ? { payer_id, payer: nameOf(payer_id), member_number: member_number ?? null, shares_id: null } : null;
  one.version += 1;
  tell(invoice_id);
  return saved(one);
});
handle('op:share_invoice', ({ invoice_id, share_id, payer_id, member_number, shares }) => {
  const one = find(invoice_id);
  if (one.payer) throw refusal('invoice.has_payer', { payer: one.payer.payer });
  const payer = { payer_id, payer: nameOf(payer_id), member_number: member_number ?? null, shares_id: null };
  const own = [];
  const theirs = [];
  for (const line of one.lines) {
    const share = shares.find((/** @type {any} */ other) => other.item_id === line.item_id)?.minor ?? 0;
    const price = line.quantity * line.unit_minor - line.discount_minor;
    const part = (/** @type {number} */ unit_minor) => ({ ...lineOf(line), quantity: 1, unit_minor, discount: null, share_of_minor: price });
    if (share < price) own.push(share ? part(price - share) : lineOf(line));
    if (share > 0) theirs.push(share === price ? lineOf(line) : part(share));
  }
  one.version += 1;
  if (!own.length) {
    one.payer = payer;
    tell(invoice_id);
    return { own: null, share: saved(one) };
  }
  put(one, own, one.discount);
  const share = newDraft(share_id, one.patient_id, one.appointment_id, theirs);
  share.payer = { ...payer, shares_id: invoice_id };
  tell(invoice_id);
  return { own: saved(one), share: saved(share) };
});
handle('ask:payer_account', ({ payer_id }) => {
  const line = (/** @type {any} */ one) => {
    const who = /** @type {any} */ (patients.find((other) => other.patient_id === one.patient_id));
    return { invoice_id: one.invoice_id, patient_id: one.patient_id, mrn: who.mrn, name: who.name, member_number: one.payer.member_number, status: one.status, number: one.number, issued_on: one.issued_on, due_on: one.due_on, total_minor: one.total_minor, open_minor: openOf(one) };
  };
  const paid = payments.filter((one) => one.payer_id === payer_id);
  return { payer_id, name: nameOf(payer_id), open_minor: of(payer_id).reduce((sum, one) => sum + openOf(one), 0), credit_minor: paid.reduce((sum, one) => sum + freeOf(one), 0), invoices: of(payer_id).map(line), payments: paid };
});
handle('op:apply_payer_credit', ({ payer_id }) => {
  const applied_minor = payments.filter((one) => one.payer_id === payer_id).reduce((sum, one) => sum + settleAll(one, of(payer_id)), 0);
  tell(payer_id, 'payment');
  return { applied_minor };
});
