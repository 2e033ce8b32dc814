// Billing: drafts, issued invoices, payments, credit. What the screens do is done here; sums are worked out as the core does for plain cases.
import { leftOf } from './corrections.js';
import { inside } from './day.js';
import { listOf } from './prices.js';
import { noteApproval } from './admin.js';
import { lines as methodLines, ofMethod } from './methods.js';
import { answer, handle, news, refusal } from './registry.js';
import { ago, appointments, clinic, id, patients, people, priceAt, services, wallNow, world } from './world.js';

const TODAY = wallNow().slice(0, 10);
const bare = new URLSearchParams(location.search).has('no-money');

/** @type {any[]} */
export const rates = [{ tax_rate_id: id(9901), version: 1, name: 'VAT 20 %', kind: 'standard', basis_points: 2000, inclusive: true, reason: null, service_ids: [services[8].service_id], active: true }];
const rules = {
  version: 0,
  rules: {
    invoice_prefix: 'INV-', receipt_prefix: 'R-', credit_note_prefix: 'CN-', due_days: 14, terms: 'Payable within 14 days.', tax_number: null, bank_lines: [], legal: null, account_codes: [], cash_rounding_minor: Number(new URLSearchParams(location.search).get('coins') ?? 0),
    discount_limits: [{ role: 'admin', basis_points: 10_000 }, { role: 'receptionist', basis_points: 1000 }, { role: 'accountant', basis_points: 10_000 }],
  },
};
/** @type {any[]} */
export const invoices = [];
/** @type {any[]} */
export const payments = [];
const counters = { invoice: 0, receipt: 0, credit: 0 };

const limitOf = (/** @type {any} */ who = world.me) => Math.max(0, ...rules.rules.discount_limits.filter((one) => who.roles.includes(one.role)).map((one) => one.basis_points));
/** @param {'invoice'|'receipt'|'credit'} kind */
export const number = (kind) => {
  counters[kind] += 1;
  return `${{ invoice: 'INV', receipt: 'R', credit: 'CN' }[kind]}-2026-${String(counters[kind]).padStart(5, '0')}`;
};
const person = (/** @type {string} */ wanted) => /** @type {any} */ (patients.find((one) => one.patient_id === wanted));
/** @param {string} wanted */
export function find(wanted) {
  const found = invoices.find((one) => one.invoice_id === wanted);
  if (!found) throw refusal('record.not_found', { kind: 'invoice' });
  return found;
}
export const openOf = (/** @type {any} */ one) => (one.status === 'issued' ? one.total_minor - one.settled : 0);
const live = (/** @type {string} */ visit) => [...invoices].sort((a, b) => Number(Boolean(a.payer)) - Number(Boolean(b.payer))).find((one) => one.appointment_id === visit && one.status !== 'void' && !(one.credited && one.credited === one.total_minor));
export const freeOf = (/** @type {any} */ one) => (one.kind === 'payment' ? one.amount_minor - one.allocated_minor - one.returned_minor : 0);

/** @param {any[]} lines @param {any} whole */
function reckon(lines, whole) {
  const off = (/** @type {any} */ discount, /** @type {number} */ cost) => (!discount ? 0 : discount.kind === 'percent' ? Math.round((cost * discount.value) / 10_000) : discount.value);
  const own = lines.map((line) => ({ line, cost: line.quantity * line.unit_minor, discount: off(line.discount, line.quantity * line.unit_minor) }));
  const all = own.reduce((sum, one) => sum + one.cost - one.discount, 0);
  const shared = off(whole, all);
  let left = shared;
  return own.map(({ line, cost, discount }, i) => {
    const share = i === own.length - 1 ? left : Math.round((shared * (cost - discount)) / (all || 1));
    left -= share;
    const rate = rates.find((one) => one.tax_rate_id === line.tax_rate_id);
    const priced = cost - discount - share;
    const tax = !rate ? 0 : Math.round((priced * rate.basis_points) / (rate.inclusive ? 10_000 + rate.basis_points : 10_000));
    return { ...line, discount_minor: discount + share, net_minor: rate?.inclusive ? priced - tax : priced, tax_minor: tax, cost, rate };
  });
}

/** @param {any} one an invoice, or what it will be */
const pricedOn = (one) => appointments.find((visit) => visit.id === one.appointment_id)?.starts_at.slice(0, 10) ?? TODAY;
/** @param {any} one @param {any} line */
function listName(one, line) {
  const service = services.find((other) => other.service_id === line.service_id);
  const { price_minor, price_list } = service ? priceAt(service, listOf(one.patient_id), pricedOn(one)) : { price_minor: null, price_list: null };
  return price_minor === line.unit_minor ? (price_list?.name ?? null) : null;
}

/** @param {any} one @param {any[]} lines @param {any} whole */
export function put(one, lines, whole) {
  const sums = reckon(lines, whole);
  one.lines = sums.map((line) => ({
    item_id: crypto.randomUUID(), kind: 'service', service_id: line.service_id ?? null, description: line.description, quantity: line.quantity, unit_minor: line.unit_minor, discount_kind: line.discount?.kind ?? null, discount_value: line.discount?.value ?? null,
    discount_reason: line.discount?.reason ?? null, discount_minor: line.discount_minor, tax_rate_id: line.tax_rate_id ?? null, tax_name: line.rate?.name ?? null, tax_kind: line.rate?.kind ?? null, tax_reason: line.rate?.reason ?? null,
    tax_basis_points: line.rate?.basis_points ?? 0, tax_inclusive: line.rate?.inclusive ?? false, net_minor: line.net_minor, tax_minor: line.tax_minor, practitioner_id: line.practitioner_id ?? null, price_list: listName(one, line), share_of_minor: line.share_of_minor ?? null,
  }));
  one.discount = whole ?? null;
  one.net_minor = sums.reduce((sum, line) => sum + line.net_minor, 0);
  one.tax_minor = sums.reduce((sum, line) => sum + line.tax_minor, 0);
  one.total_minor = one.net_minor + one.tax_minor;
  return sums;
}

/** @param {string} invoice_id @param {string} patient_id @param {string|null} appointment_id @param {any[]} lines */
function draft(invoice_id, patient_id, appointment_id, lines) {
  const one = { invoice_id, version: 1, patient_id, appointment_id, status: 'draft', number: null, issued_on: null, issued_by: null, due_on: null, note: null, void_reason: null, settled: 0, credited: 0, written_off: 0, payments: [], frozen: null, drafted_at: ago(0), credit_notes: [], write_offs: [], roundings: [], payer: null };
  put(one, lines, null);
  invoices.push(one);
  return /** @type {any} */ (one);
}

/** As forms send it. @param {any} line */
export const lineOf = (line) => ({ service_id: line.service_id, description: line.description, quantity: line.quantity, unit_minor: line.unit_minor, discount: line.discount_kind ? { kind: line.discount_kind, value: line.discount_value, reason: line.discount_reason } : null, tax_rate_id: line.tax_rate_id, practitioner_id: line.practitioner_id, share_of_minor: line.share_of_minor });
export { draft as newDraft };

/** @param {string} visit */
function linesOf(visit) {
  const held = inside.get(visit)?.service_ids ?? [];
  const booked = appointments.find((one) => one.id === visit);
  const priced = (/** @type {any} */ one) => priceAt(one, listOf(booked?.patient_id ?? null), pricedOn({ appointment_id: visit })).price_minor;
  return services.filter((one) => held.includes(one.service_id) && priced(one) > 0).map((one) => ({
    service_id: one.service_id, description: one.name, quantity: 1, unit_minor: priced(one), discount: null, tax_rate_id: rates.find((rate) => rate.service_ids.includes(one.service_id))?.tax_rate_id ?? null, practitioner_id: null,
  }));
}

/** @param {any} one @param {string} [on] */
function issue(one, on = TODAY) {
  if (one.status !== 'draft') throw refusal('invoice.not_draft', { status: one.status, number: one.number });
  if (!one.lines.length) throw refusal('invoice.empty');
  const who = person(one.patient_id);
  const due = new Date(Date.parse(on) + 14 * 86_400_000).toISOString().slice(0, 10);
  Object.assign(one, {
    status: 'issued', number: number('invoice'), issued_on: on, issued_by: world.me.name, due_on: due, version: one.version + 1,
    frozen: { clinic: { name: clinic.name, address_lines: clinic.address_lines, phone: clinic.phone, email: clinic.email, tax_number: null, bank_lines: [] }, patient: { mrn: who.mrn, names: { given: who.given, family: who.family }, address_lines: ['2 Mill Lane', 'Northside'] }, ...(one.payer ? { payer: { payer_id: one.payer.payer_id, name: one.payer.payer, address_lines: ['PO Box 12', 'Porthaven PH1 2AA'], tax_number: null, member_number: one.payer.member_number } } : {}), terms: rules.rules.terms, legal: null, note: one.note, lines: [] },
  });
  return one;
}

/** @param {any} payment @param {any} invoice @param {number} minor */
export function settle(payment, invoice, minor) {
  invoice.settled += minor;
  payment.allocated_minor += minor;
  invoice.payments.push({ payment_id: payment.payment_id, receipt: payment.receipt, method: payment.method, method_name: payment.method_name, taken_on: payment.taken_on, allocated_at: ago(0), amount_minor: minor });
}

/** @param {string} patient @param {any} [first] @param {string} [payer] */
const openInvoices = (patient, first, payer) => [...(first ? [first] : []), ...invoices.filter((one) => one !== first && (payer ? one.payer?.payer_id === payer : one.patient_id === patient && !one.payer))].filter((one) => openOf(one) > 0);
/** Settles these with what is free of a payment. @param {any} payment @param {any[]} those */
export function settleAll(payment, those) {
  let used = 0;
  for (const invoice of those) {
    const part = Math.min(freeOf(payment), openOf(invoice));
    if (part > 0) settle(payment, invoice, part);
    used += Math.max(0, part);
  }
  return used;
}

/** By hand. @param {string} patient @param {any[]} parts */
function creditTo(patient, parts) {
  const credits = payments.filter((one) => one.patient_id === patient && !one.payer_id && freeOf(one) > 0);
  const there = credits.reduce((sum, one) => sum + freeOf(one), 0);
  const sum = parts.reduce((all, part) => all + part.amount_minor, 0);
  if (sum > there) throw refusal('payment.allocation_sum', { amount_minor: there, allocated_minor: sum });
  for (const part of parts) {
    let left = part.amount_minor;
    for (const payment of credits) {
      const used = Math.min(left, freeOf(payment));
      if (used > 0) settle(payment, find(part.invoice_id), used);
      left -= Math.max(0, used);
    }
  }
  return sum;
}

/** @param {string} patient @param {any} [first] */
function useCredit(patient, first) {
  let applied = 0;
  for (const payment of payments.filter((one) => one.patient_id === patient && !one.payer_id && freeOf(one) > 0)) applied += settleAll(payment, openInvoices(patient, first));
  return applied;
}

/** @param {any} fields */
export function write(fields) {
  const who = person(fields.patient_id);
  const payment = {
    kind: 'payment', allocated_minor: 0, returned_minor: 0, note: null, of_payment_id: null, of_receipt: null, is_reversed: false, corrected_by: null, corrected_at: null, corrects_receipt: null, closed_day: null, closed_cashier: null, mrn: who.mrn, name: who.name, receipt: number('receipt'), taken_on: TODAY, drawer_on: TODAY, taken_at: ago(0), cashier_id: world.me.user_id, cashier: world.me.name,
    workstation: 'Front desk 1', ...fields, ...ofMethod(fields.method_id),
  };
  payments.unshift(payment);
  return payment;
}

/** @param {any} wanted @param {any} [first] */
export function take({ payment_id, patient_id, payer_id, method, method_id, amount_minor, parts, note, rounding_minor }, first) {
  if (!(amount_minor > 0)) throw refusal('field.out_of_range', { field: 'amount_minor', min: 1 });
  for (const part of parts ?? []) {
    const one = find(part.invoice_id);
    if (one.status !== 'issued') throw refusal('invoice.not_issued', { status: one.status });
    if ((one.payer?.payer_id ?? null) !== (payer_id ?? null)) throw refusal('payment.other_payer', { number: one.number, payer: one.payer?.payer ?? null });
    if (part.amount_minor > openOf(one)) throw refusal('payment.more_than_owed', { invoice_id: one.invoice_id, number: one.number, open_minor: openOf(one) });
  }
  const payment = write({ payment_id, patient_id, payer_id: payer_id ?? null, payer: payer_id ? (invoices.find((one) => one.payer?.payer_id === payer_id)?.payer.payer ?? null) : null, method, method_id, amount_minor, note: note ?? null });
  const goes = parts ? parts.map((/** @type {any} */ part) => [find(part.invoice_id), part.amount_minor]) : openInvoices(patient_id, first, payer_id).map((one) => [one, openOf(one)]);
  const given = [];
  for (const [invoice, most] of goes) {
    const part = Math.min(freeOf(payment), most);
    if (part <= 0) continue;
    settle(payment, invoice, part);
    given.push({ invoice_id: invoice.invoice_id, amount_minor: part });
  }
  const last = goes.at(-1)?.[0];
  if (rounding_minor && last) {
    payment.allocated_minor += Math.max(0, rounding_minor);
    last.settled += Math.max(0, -rounding_minor);
    last.roundings.push({ receipt: payment.receipt, written_on: TODAY, amount_minor: rounding_minor });
  }
  return { payment_id, receipt: payment.receipt, amount_minor, parts: given, credit_minor: freeOf(payment) };
}

export const tell = (/** @type {any} */ one, kind = 'invoice') => news([{ kind, id: one }], true);
export const saved = (/** @type {any} */ one) => ({ invoice_id: one.invoice_id, version: one.version, status: one.status, number: one.number, total_minor: one.total_minor });

/** @param {string} patient */
function account(patient) {
  const open_minor = invoices.filter((one) => one.patient_id === patient && !one.payer).reduce((sum, one) => sum + openOf(one), 0);
  const credit_minor = payments.filter((one) => one.patient_id === patient && !one.payer_id).reduce((sum, one) => sum + freeOf(one), 0);
  return { open_minor, credit_minor, balance_minor: open_minor - credit_minor };
}

/** @param {any} one */
function bill(one) {
  const found = live(one.id);
  const invoice = found?.payer ? null : found;
  const lines = found?.payer ? [] : invoice ? invoice.lines : reckon(linesOf(one.id), null).map((line) => ({ ...line, price_list: listName({ patient_id: one.patient_id, appointment_id: one.id }, line) }));
  const total = lines.reduce((/** @type {number} */ sum, /** @type {any} */ line) => sum + line.net_minor + line.tax_minor, 0);
  return { invoice, lines: lines.map((/** @type {any} */ line) => ({ description: line.description, quantity: line.quantity, total_minor: line.net_minor + line.tax_minor, price_list: line.price_list })), visit: invoice?.status === 'issued' ? openOf(invoice) : total, tax: lines.reduce((/** @type {number} */ sum, /** @type {any} */ line) => sum + line.tax_minor, 0) };
}

/** What the panel beside the day says. @param {any} one */
export function balanceAt(one) {
  const { invoice, visit } = bill(one);
  const seen = ['in_room', 'to_pay', 'done'].includes(one.status) && invoice?.status !== 'issued';
  return account(one.patient_id).balance_minor + (seen ? visit : 0);
}

/** On no invoice, though the visit has one. @param {string} visit */
function givenSince(visit) {
  const own = invoices.filter((one) => one.appointment_id === visit && one.status !== 'void');
  const billed = new Set(own.flatMap((one) => one.lines.map((/** @type {any} */ line) => line.service_id)));
  return own.length ? linesOf(visit).filter((line) => !billed.has(line.service_id)).map((line) => ({ ...line, total_minor: line.unit_minor })) : [];
}

/** @param {string} visit */
const sharesOf = (visit) => invoices.filter((one) => one.appointment_id === visit && one.payer && one.status !== 'void').map((one) => ({ invoice_id: one.invoice_id, payer: one.payer.payer, status: one.status, number: one.number, total_minor: one.total_minor }));

handle('ask:checkout', ({ appointment_id }) => {
  const one = /** @type {any} */ (appointments.find((other) => other.id === appointment_id));
  const { invoice, lines, visit, tax } = bill(one);
  const now = account(one.patient_id);
  const earlier = now.open_minor - (invoice?.status === 'issued' ? visit : 0);
  const due = Math.max(0, visit + earlier - now.credit_minor);
  const step = invoice?.status === 'issued' ? 0 : rules.rules.cash_rounding_minor;
  return {
    appointment_id, version: one.version, patient_id: one.patient_id, lines, shares: sharesOf(appointment_id), given_since: givenSince(appointment_id), invoice_id: invoice?.invoice_id ?? null, invoice_status: invoice?.status ?? null, number: invoice?.number ?? null, visit_minor: visit, tax_minor: tax, earlier_minor: earlier,
    credit_minor: now.credit_minor, due_minor: due, cash_rounding_minor: step > 1 ? Math.round(due / step) * step - due : 0,
  };
});

handle('op:check_out', ({ appointment_id, version, invoice_id, payment, pays_later }) => {
  const one = /** @type {any} */ (appointments.find((other) => other.id === appointment_id));
  if (one.version !== version) throw refusal('appointment.changed_meanwhile', { by: 'M. Novak', at: ago(1), version: one.version });
  let invoice = live(appointment_id);
  const covered = Boolean(invoice?.payer);
  if (covered) invoice = undefined;
  if (!covered && !invoice && linesOf(appointment_id).length) invoice = draft(invoice_id, one.patient_id, appointment_id, linesOf(appointment_id));
  if (invoice?.status === 'draft') issue(invoice);
  useCredit(one.patient_id, invoice);
  const taken = payment ? take({ ...payment, patient_id: one.patient_id }, invoice) : null;
  if (one.status === 'to_pay' && (pays_later || !invoice || openOf(invoice) === 0)) answer('op:change_status', { appointment_id, version: one.version, to: 'done' }, { id: crypto.randomUUID() });
  if (invoice) tell(invoice.invoice_id);
  return { appointment: { appointment_id, version: one.version, status: one.status, ticket: one.ticket }, invoice_id: invoice?.invoice_id ?? null, number: invoice?.number ?? null, payment: taken, balance_minor: account(one.patient_id).balance_minor };
});

handle('op:draft_invoice', ({ invoice_id, patient_id, appointment_id }) => {
  const made = appointment_id && live(appointment_id);
  if (made) throw refusal('invoice.already_made', { invoice_id: made.invoice_id, number: made.number });
  const one = draft(invoice_id, patient_id, appointment_id ?? null, appointment_id ? linesOf(appointment_id) : []);
  tell(invoice_id);
  return saved(one);
});
/** @type {{id: string, invoice: string, by: any}[]} */
const approvals = [];
let misses = 0;
handle('approve_discount', ({ invoiceId, login, password }) => {
  const by = people.find((one) => one.login === login);
  if (misses >= 3) throw refusal('session.wait', { seconds: 30 });
  if (!by || password !== 'correct horse battery') {
    misses += 1;
    throw refusal('session.wrong_password');
  }
  if (by.user_id === world.me.user_id) throw refusal('approval.own');
  if (limitOf(by) <= limitOf()) throw refusal('approval.not_higher', { limit_basis_points: limitOf(by), by: by.name });
  approvals.push({ id: crypto.randomUUID(), invoice: invoiceId, by });
  return { approval_id: approvals.at(-1)?.id, by: by.name };
});
handle('op:edit_invoice', ({ invoice_id, version, lines, discount, note, approval_id }) => {
  const one = find(invoice_id);
  if (one.status !== 'draft') throw refusal('invoice.not_draft', { status: one.status, number: one.number });
  if (one.version !== version) throw refusal('record.changed_meanwhile', { by: 'T. Silva', at: ago(1), version: one.version });
  const approval = approvals.find((other) => other.id === approval_id && other.invoice === invoice_id);
  const looked = typed(one, reckon(lines, discount));
  if (!within(looked)) {
    if (approval_id && !approval) throw refusal('approval.gone');
    if (!approval) throw refusal('invoice.discount_above_limit', { limit_basis_points: limitOf() });
    if (!within(looked, limitOf(approval.by))) throw refusal('invoice.discount_above_limit', { limit_basis_points: limitOf(approval.by), approved_by: approval.by.name });
    noteApproval(invoice_id, approval.by.name);
  }
  put(one, lines, discount);
  Object.assign(one, { note, version: version + 1 });
  tell(invoice_id);
  return saved(one);
});
/** A price below the list's takes off as much as a discount does. @param {any} one @param {any[]} sums */
const typed = (one, sums) => sums.map((line) => {
  const service = services.find((other) => other.service_id === line.service_id);
  const off = service && one && !line.share_of_minor ? Math.max(0, priceAt(service, listOf(one.patient_id), pricedOn(one)).price_minor - line.unit_minor) * line.quantity : 0;
  return { ...line, cost: line.cost + off, discount_minor: line.discount_minor + off };
});
/** @param {any[]} sums @param {number} [limit] */
const within = (sums, limit = limitOf()) => sums.reduce((sum, line) => sum + line.discount_minor, 0) * 10_000 <= limit * sums.reduce((sum, line) => sum + line.cost, 0) + 5000 * sums.length;
handle('op:issue_invoice', ({ invoice_id }) => {
  const one = issue(find(invoice_id));
  tell(invoice_id);
  return saved(one);
});
handle('op:void_invoice', ({ invoice_id, reason }) => {
  const one = find(invoice_id);
  Object.assign(one, { status: 'void', void_reason: reason, version: one.version + 1 });
  tell(invoice_id);
  return saved(one);
});
handle('op:take_payment', (operation) => {
  const taken = take(operation);
  tell(taken.payment_id, 'payment');
  return taken;
});
handle('op:apply_credit', ({ patient_id, parts }) => {
  const applied_minor = parts ? creditTo(patient_id, parts) : useCredit(patient_id);
  tell(patient_id, 'payment');
  return { applied_minor };
});

handle('ask:invoice_sums', ({ lines, discount, invoice_id }) => {
  const sums = reckon(lines, discount);
  const net_minor = sums.reduce((sum, line) => sum + line.net_minor, 0);
  const tax_minor = sums.reduce((sum, line) => sum + line.tax_minor, 0);
  return { line_minor: sums.map((line) => line.net_minor + line.tax_minor), net_minor, tax_minor, total_minor: net_minor + tax_minor, within_limit: within(typed(invoices.find((one) => one.invoice_id === invoice_id), sums)) };
});
handle('ask:invoice', ({ invoice_id }) => {
  const one = find(invoice_id);
  const who = person(one.patient_id);
  const shares = invoices.filter((other) => other.payer?.shares_id === invoice_id && other.status !== 'void').map((other) => ({ invoice_id: other.invoice_id, payer: other.payer.payer, status: other.status, number: other.number, total_minor: other.total_minor }));
  return { ...one, name: who.name, mrn: who.mrn, shares, given_since: one.status === 'draft' && one.appointment_id ? givenSince(one.appointment_id) : [], priced_on: pricedOn(one), open_minor: openOf(one), left: leftOf(one) };
});
handle('ask:patient_account', ({ patient_id }) => ({
  patient_id, ...account(patient_id), payments: payments.filter((one) => one.patient_id === patient_id && !one.payer_id),
  invoices: invoices.filter((one) => one.patient_id === patient_id && one.status !== 'void').map(({ invoice_id, appointment_id, status, number: text, issued_on, due_on, drafted_at, total_minor, payer }) => ({ invoice_id, appointment_id, status, number: text, payer: payer?.payer ?? null, issued_on, due_on, drafted_at, total_minor, open_minor: openOf(find(invoice_id)) })).reverse(),
}));
handle('ask:to_bill', ({ from, to }) => ({
  visits: appointments.filter((one) => ['to_pay', 'done'].includes(one.status) && one.starts_at.slice(0, 10) >= from && one.starts_at.slice(0, 10) <= to && !live(one.id) && linesOf(one.id).length).map((one) => ({
    appointment_id: one.id, version: one.version, patient_id: one.patient_id, mrn: person(one.patient_id).mrn, name: one.name, practitioner_id: one.practitioner_id, starts_at: one.starts_at, status: one.status, services: one.services, price_minor: bill(one).visit,
  })),
  drafts: drafts(),
}));
/** What is not issued yet. */
export const drafts = () => invoices.filter((one) => one.status === 'draft').map((one) => ({ invoice_id: one.invoice_id, version: one.version, patient_id: one.patient_id, mrn: person(one.patient_id).mrn, name: person(one.patient_id).name, payer: one.payer?.payer ?? null, starts_at: appointments.find((visit) => visit.id === one.appointment_id)?.starts_at ?? null, drafted_at: one.drafted_at, lines: one.lines.length, total_minor: one.total_minor }));
handle('ask:unpaid', () => {
  const lines = invoices.filter((one) => openOf(one) > 0).sort((a, b) => (a.due_on < b.due_on ? -1 : 1)).map((one) => ({ invoice_id: one.invoice_id, number: one.number, patient_id: one.patient_id, mrn: person(one.patient_id).mrn, name: person(one.patient_id).name, payer_id: one.payer?.payer_id ?? null, payer: one.payer?.payer ?? null, issued_on: one.issued_on, due_on: one.due_on, total_minor: one.total_minor, open_minor: openOf(one) }));
  const aged = (/** @type {number} */ from, /** @type {number} */ to) => lines.filter((one) => { const days = Math.round((Date.parse(TODAY) - Date.parse(one.due_on)) / 86_400_000); return days >= from && days <= to; }).reduce((sum, one) => sum + one.open_minor, 0);
  return { lines, count: lines.length, ageing: { not_due_minor: aged(-999, 0), days_1_30_minor: aged(1, 30), days_31_60_minor: aged(31, 60), days_61_90_minor: aged(61, 90), days_over_90_minor: aged(91, 9999), total_minor: aged(-999, 9999) } };
});
handle('ask:tax_rates', () => rates);
handle('ask:billing_rules', () => ({ ...rules, own_limit: limitOf() }));
handle('ask:payment_methods', () => methodLines(rules));
handle('op:edit_billing_rules', ({ version, rules: next }) => {
  if (version !== rules.version) throw refusal('record.changed_meanwhile', { by: 'T. Silva', at: ago(1), version: rules.version });
  Object.assign(rules, { version: version + 1, rules: next });
  news([{ kind: 'clinic', id: 'billing' }], true);
  return { version: rules.version };
});
handle('op:add_tax_rate', ({ tax_rate_id, details }) => {
  rates.push({ tax_rate_id, active: true, ...details, version: 1 });
  news([{ kind: 'tax_rate', id: tax_rate_id }], true);
  return { version: 1 };
});
handle('op:edit_tax_rate', ({ tax_rate_id, version, details, active }) => {
  const row = rates.find((one) => one.tax_rate_id === tax_rate_id);
  if (row.version !== version) throw refusal('record.changed_meanwhile', { by: 'R. Lindqvist', at: ago(1), version: row.version });
  Object.assign(row, details, { active, version: version + 1 });
  news([{ kind: 'tax_rate', id: tax_rate_id }], true);
  return { version: row.version };
});

// What was there this morning: two unpaid ones, one long overdue, a draft, credit of the second patient.
if (!bare && people.length) {
  const line = (/** @type {number} */ n) => ({ service_id: services[n].service_id, description: services[n].name, quantity: 1, unit_minor: services[n].price_minor, discount: null, tax_rate_id: null, practitioner_id: null });
  issue(draft(id(9001), patients[0].patient_id, null, [line(5)]), '2026-07-02');
  issue(draft(id(9002), patients[5].patient_id, null, [line(1), line(3)]), '2026-10-20');
  issue(draft(id(9003), patients[11].patient_id, null, [line(2)]), '2026-11-16');
  draft(id(9004), patients[7].patient_id, null, [line(9), line(4)]);
  take({ payment_id: id(9101), patient_id: patients[6].patient_id, method: 'transfer', amount_minor: 2000 });
  take({ payment_id: id(9102), patient_id: patients[5].patient_id, method: 'cash', amount_minor: 3000 });
  // Taken on a day that its cashier closed.
  if (new URLSearchParams(location.search).has('closed-day')) Object.assign(payments[0], { cashier_id: 'x', cashier: 'T. Silva', taken_on: '2026-11-20', drawer_on: '2026-11-20', taken_at: ago(60 * 70) });
}
