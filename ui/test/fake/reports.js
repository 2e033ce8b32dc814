// The accountant's reports, from what the other files keep.
import { freeOf, invoices, payments } from './billing.js';
import { ownMethods } from './methods.js';
import { handle, refusal } from './registry.js';
import { patients, practitioners, services } from './world.js';

const DAY = 86_400_000;
const issued = (/** @type {string} */ from, /** @type {string} */ to) => invoices.filter((one) => one.status === 'issued' && one.issued_on >= from && one.issued_on <= to);
const taken = (/** @type {string} */ from, /** @type {string} */ to) => payments.filter((one) => one.taken_on >= from && one.taken_on <= to);
const notes = (/** @type {string} */ from, /** @type {string} */ to) => invoices.flatMap((one) => one.credit_notes.filter((/** @type {any} */ note) => note.issued_on >= from && note.issued_on <= to).map((/** @type {any} */ note) => ({ ...note, invoice: one })));
/** @param {any[]} of @param {(one: any) => number} value */
const sum = (of, value) => of.reduce((total, one) => total + value(one), 0);
/** @param {any} span */
function check({ from, to }) {
  if (from > to) throw refusal('field.out_of_range', { field: 'to', min: from, max: null });
}
const sums = (/** @type {number} */ invoiced_minor, /** @type {number} */ credited_minor, tax_minor = 0) => ({ invoiced_minor, credited_minor, tax_minor, total_minor: invoiced_minor - credited_minor, net_minor: invoiced_minor - credited_minor - tax_minor });

/** @param {string} from @param {string} to */
function methods(from, to) {
  const rows = taken(from, to);
  const four = ['cash', 'card', 'transfer', 'other'].map((method) => rows.filter((one) => one.method === method && !one.method_id));
  return [...four, ...ownMethods.map((own) => rows.filter((one) => one.method_id === own.method_id))].filter((of) => of.length).map((of) => ({
    method: of[0].method, method_id: of[0].method_id, method_name: of[0].method_name, entries: of.length, taken_minor: sum(of.filter((one) => one.kind === 'payment'), (one) => one.amount_minor), returned_minor: sum(of.filter((one) => one.kind !== 'payment'), (one) => one.amount_minor),
  }));
}

handle('ask:payments', ({ from, to }) => {
  check({ from, to });
  const found = methods(from, to);
  return { lines: taken(from, to), methods: found, count: sum(found, (one) => one.entries), total_minor: sum(found, (one) => one.taken_minor - one.returned_minor) };
});

handle('ask:revenue', ({ from, to, by }) => {
  check({ from, to });
  const lines = issued(from, to).flatMap((one) => one.lines.map((/** @type {any} */ line) => ({ ...line, invoice: one })));
  /** @param {string} key @param {string|null} name @param {any[]} of */
  const row = (key, name, of) => ({ key, name, ...sums(sum(of, (line) => line.net_minor + line.tax_minor), 0, sum(of, (line) => line.tax_minor)) });
  let rows;
  if (by === 'method') rows = methods(from, to).map((one) => ({ key: one.method_id ?? one.method, name: one.method_name, ...sums(one.taken_minor, one.returned_minor) }));
  else if (by === 'month') rows = [...new Set(lines.map((line) => line.invoice.issued_on.slice(0, 7)))].sort().map((key) => row(key, null, lines.filter((line) => line.invoice.issued_on.startsWith(key))));
  else if (by === 'service') rows = services.map((one) => row(one.service_id, one.name, lines.filter((line) => line.service_id === one.service_id))).filter((one) => one.invoiced_minor);
  else rows = practitioners.map((one, i) => row(one.practitioner_id, one.name, lines.filter((line) => Number(line.unit_minor) % practitioners.length === i))).filter((one) => one.invoiced_minor);
  const credited = notes(from, to);
  if (by !== 'method' && credited.length && rows.length) Object.assign(rows[0], sums(rows[0].invoiced_minor, sum(credited, (one) => one.total_minor), rows[0].tax_minor));
  if (by !== 'month' && by !== 'method') rows.sort((a, b) => b.total_minor - a.total_minor);
  const all = sums(sum(rows, (one) => one.invoiced_minor), sum(rows, (one) => one.credited_minor), sum(rows, (one) => one.tax_minor));
  return { rows, total: all };
});

handle('ask:aged', ({ on }) => {
  const owed = issued('0000', on).map((one) => ({ one, open: one.total_minor - sum(one.payments.filter((/** @type {any} */ part) => part.taken_on <= on), (part) => part.amount_minor) - one.credited - one.written_off })).filter(({ open }) => open > 0);
  const days = (/** @type {any} */ one) => Math.round((Date.parse(on) - Date.parse(one.due_on)) / DAY);
  const ages = (/** @type {typeof owed} */ of) => {
    const aged = (/** @type {number} */ from, /** @type {number} */ to) => sum(of.filter(({ one }) => days(one) >= from && days(one) <= to), ({ open }) => open);
    return { not_due_minor: aged(-9999, 0), days_1_30_minor: aged(1, 30), days_31_60_minor: aged(31, 60), days_61_90_minor: aged(61, 90), days_over_90_minor: aged(91, 9999), total_minor: aged(-9999, 9999) };
  };
  const who = patients.filter((patient) => owed.some(({ one }) => one.patient_id === patient.patient_id));
  const lines = who.map((patient) => ({ patient_id: patient.patient_id, mrn: patient.mrn, name: patient.name, ...ages(owed.filter(({ one }) => one.patient_id === patient.patient_id)) })).sort((a, b) => b.total_minor - a.total_minor);
  return { on, lines, count: lines.length, ageing: ages(owed), credit_minor: sum(taken('0000', on), freeOf) };
});

handle('ask:ledger', ({ from, to }) => {
  check({ from, to });
  /** @type {any[]} */
  const entries = [];
  const book = (/** @type {string} */ day, /** @type {string} */ kind, /** @type {string} */ number, /** @type {string} */ account, /** @type {number} */ minor, tax_code = '', method_name = '') => minor && entries.push({ method_name, day, kind, number, account, debit_minor: Math.max(0, minor), credit_minor: Math.max(0, -minor), tax_code, code: account });
  for (const one of issued(from, to)) {
    book(one.issued_on, 'invoice', one.number, 'receivables', one.total_minor);
    for (const line of one.lines) {
      book(one.issued_on, 'invoice', one.number, 'revenue', -line.net_minor, line.tax_name ?? '');
      book(one.issued_on, 'invoice', one.number, 'tax', -line.tax_minor, line.tax_name ?? '');
    }
  }
  for (const one of taken(from, to)) {
    const minor = one.kind === 'payment' ? one.amount_minor : -one.amount_minor;
    book(one.taken_on, one.kind, one.receipt, one.method, minor, '', one.method_name ?? '');
    book(one.taken_on, one.kind, one.receipt, 'receivables', -minor);
  }
  const keys = [...new Set(entries.map((one) => `${one.account}|${one.tax_code}|${one.method_name}`))];
  const accounts = keys.map((key) => {
    const of = entries.filter((one) => `${one.account}|${one.tax_code}|${one.method_name}` === key);
    return { account: of[0].account, method_name: of[0].method_name, tax_code: of[0].tax_code, code: of[0].code, entries: of.length, debit_minor: sum(of, (one) => one.debit_minor), credit_minor: sum(of, (one) => one.credit_minor) };
  });
  return { accounts, entries, count: entries.length, debit_minor: sum(entries, (one) => one.debit_minor), credit_minor: sum(entries, (one) => one.credit_minor) };
});

