// Putting money right: credit notes, write-offs, refunds, corrected payments.
import { find, freeOf, invoices, number, openOf, payments, take, tell, write } from './billing.js';
import { handle, refusal } from './registry.js';
import { closedOf, noteCorrection } from './till.js';
import { ago, world } from './world.js';

/** @param {any} one @param {any} line */
const left = (one, line) => line.net_minor + line.tax_minor - one.credit_notes.flatMap((/** @type {any} */ note) => note.lines).filter((/** @type {any} */ taken) => taken.item_id === line.item_id).reduce((/** @type {number} */ sum, /** @type {any} */ taken) => sum + taken.total_minor, 0);
export const leftOf = (/** @type {any} */ one) => one.lines.map((/** @type {any} */ line) => ({ item_id: line.item_id, total_minor: left(one, line) }));
const today = () => payments[0]?.taken_on ?? '2026-11-23';

/** @param {any} invoice @param {any} payment @param {number} minor */
function free(invoice, payment, minor) {
  invoice.settled -= minor;
  payment.allocated_minor -= minor;
  invoice.payments.push({ payment_id: payment.payment_id, receipt: payment.receipt, method: payment.method, method_name: payment.method_name, taken_on: today(), allocated_at: payment.taken_at, amount_minor: -minor });
}
/** What a payment settles of an invoice. @param {any} invoice @param {string} payment */
const settles = (invoice, payment) => invoice.payments.filter((/** @type {any} */ one) => one.payment_id === payment).reduce((/** @type {number} */ sum, /** @type {any} */ one) => sum + one.amount_minor, 0);

handle('op:write_credit_note', ({ credit_note_id, invoice_id, reason, lines, again }) => {
  const one = find(invoice_id);
  if (one.status !== 'issued') throw refusal('invoice.not_issued', { status: one.status });
  const taken = lines ?? leftOf(one).filter((/** @type {any} */ line) => line.total_minor);
  const total = taken.reduce((/** @type {number} */ sum, /** @type {any} */ line) => sum + line.total_minor, 0);
  if (total <= 0) throw refusal('credit_note.nothing_left');
  let missing = Math.max(0, total - openOf(one));
  const freed = missing;
  for (const payment of payments) {
    const part = Math.min(missing, settles(one, payment.payment_id));
    if (part > 0) free(one, payment, part);
    missing -= Math.max(0, part);
  }
  one.settled += total;
  one.credited += total;
  const text = number('credit');
  one.credit_notes.push({ credit_note_id, number: text, issued_on: today(), by: world.me.name, reason, total_minor: total, lines: taken });
  if (again) invoices.push({ ...structuredClone(one), invoice_id: again, version: 1, status: 'draft', number: null, settled: 0, credited: 0, payments: [], credit_notes: [], write_offs: [], roundings: [], frozen: null });
  tell(invoice_id);
  return { credit_note_id, number: text, total_minor: total, freed_minor: freed };
});
handle('op:write_off', ({ invoice_id, amount_minor, reason }) => {
  const one = find(invoice_id);
  if (amount_minor > openOf(one)) throw refusal('payment.more_than_owed', { invoice_id, number: one.number, open_minor: openOf(one) });
  one.settled += amount_minor;
  one.write_offs.push({ write_off_id: crypto.randomUUID(), written_on: today(), by: world.me.name, reason, amount_minor, undone_on: null, undone_by: null, undone_reason: null });
  tell(invoice_id);
  return { amount_minor, open_minor: openOf(one) };
});
handle('op:undo_write_off', ({ write_off_id, reason }) => {
  const one = /** @type {any} */ (invoices.find((other) => other.write_offs.some((/** @type {any} */ off) => off.write_off_id === write_off_id)));
  const off = one.write_offs.find((/** @type {any} */ other) => other.write_off_id === write_off_id);
  if (off.undone_on) throw refusal('write_off.undone', { by: off.undone_by, on: off.undone_on });
  one.settled -= off.amount_minor;
  Object.assign(off, { undone_on: today(), undone_by: world.me.name, undone_reason: reason });
  tell(one.invoice_id);
  return { invoice_id: one.invoice_id, amount_minor: off.amount_minor, open_minor: openOf(one) };
});
/** @param {string} wanted */
const paid = (wanted) => /** @type {any} */ (payments.find((one) => one.payment_id === wanted));
handle('op:refund_payment', ({ refund_id, payment_id, method, method_id, amount_minor, reason }) => {
  const one = paid(payment_id);
  if (amount_minor > freeOf(one)) throw refusal('payment.refund_above_left', { left_minor: freeOf(one) });
  one.returned_minor += amount_minor;
  const row = write({ kind: 'refund', payment_id: refund_id, patient_id: one.patient_id, method, method_id, amount_minor, note: reason, of_payment_id: payment_id, of_receipt: one.receipt });
  tell(payment_id, 'payment');
  return { refund_id, receipt: row.receipt, amount_minor };
});
handle('op:correct_payment', ({ payment_id, reversal_id, reason, right }) => {
  const one = paid(payment_id);
  if (one.is_reversed) throw refusal('payment.already_reversed', { receipt: one.receipt });
  for (const invoice of invoices) if (settles(invoice, payment_id) > 0) free(invoice, one, settles(invoice, payment_id));
  Object.assign(one, { returned_minor: one.amount_minor, is_reversed: true });
  // In the drawer of the wrong one while its day is open; else in one's own, as a correction of that day.
  const close = closedOf(one);
  const by = { corrected_by: world.me.name, corrected_at: ago(0), closed_day: close?.day ?? null, closed_cashier: close?.cashier ?? null };
  const where = close ? {} : { cashier_id: one.cashier_id, cashier: one.cashier, drawer_on: one.drawer_on };
  Object.assign(one, by);
  const row = write({ ...by, ...where, kind: 'reversal', payment_id: reversal_id, patient_id: one.patient_id, method: one.method, method_id: one.method_id, amount_minor: one.amount_minor, note: reason, of_payment_id: payment_id, of_receipt: one.receipt });
  const entered = right ? take({ ...right, note: reason }) : null;
  const made = right && paid(right.payment_id);
  if (made) Object.assign(made, by, where, { corrects_receipt: one.receipt });
  noteCorrection({ receipt: one.receipt, method: one.method, method_name: one.method_name, amount_minor: one.amount_minor, reversal: row.receipt, right_receipt: made?.receipt ?? null, right_method: made?.method ?? null, right_method_name: made?.method_name ?? null, right_minor: made?.amount_minor ?? null, reason, corrected_by: world.me.name, corrected_at: ago(0), closed_till_id: close?.till_id ?? null, closed_day: by.closed_day, closed_cashier: by.closed_cashier, cashier_id: row.cashier_id, day: row.drawer_on });
  tell(payment_id, 'payment');
  return { reversal_id, receipt: row.receipt, right: entered };
});
