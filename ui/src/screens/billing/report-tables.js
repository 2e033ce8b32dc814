// The tables of Billing → Reports, each with its sums below.
import { html, nothing } from 'lit';
import { app } from '../../app.js';
import { date, money, moneyTyped, time } from '../../format.js';
import { words } from '../../words/en.js';
import { methodName } from '../../parts/pay-method.js';
import { paymentKind, signed } from '../../parts/payment-text.js';
import { emptyLine } from './list.js';

const w = words.reports;
const AGES = /** @type {const} */ (['not_due', 'days_1_30', 'days_31_60', 'days_61_90', 'days_over_90']);

/** @typedef {import('../../bindings/RevenueRow').RevenueRow} RevenueRow */

/** An amount, or nothing where there is none: what is there stands out. @param {number} minor */
const cell = (minor) => html`<td class="number">${minor ? money(minor) : html`<span class="muted">–</span>`}</td>`;
/** @param {string[]} names */
export const heads = (names) => names.map((name) => html`<th scope="col" class="number">${name}</th>`);
/** Below a list that ends before all are told. @param {number} shown @param {number} count @param {(shown: number, all: number) => string} words */
const rest = (shown, count, words) => (count > shown ? html`<p class="muted">${words(shown, count)}</p>` : nothing);

/** "Nov 2026" @param {string} key as 2026-11 */
export const monthOf = (key) => w.month(words.common.monthsShort[Number(key.slice(5)) - 1], key.slice(0, 4));

/** @param {RevenueRow} row @param {string} by */
function nameOf(row, by) {
  if (by === 'method') return methodName({ method: row.key, method_name: row.name });
  if (by === 'month') return monthOf(row.key);
  if (row.key === 'other') return by === 'practitioner' ? w.noPractitioner : w.others.other;
  return row.name ?? w.others.rounding;
}

/** Of a bar's whole length. @param {number} size @param {number} most */
const width = (size, most) => (most > 0 ? Math.max(0, Math.round((size / most) * 1000) / 10) : 0);

/** How much of the largest row it is, for the eye; the amounts beside it say the same. @param {number} size @param {number} most */
export const bar = (size, most) => html`<td class="report-bar" aria-hidden="true"><svg width="100%" height="12"><rect width="${width(size, most)}%" height="12" rx="2"></rect></svg></td>`;

/** What an account was debited, and below it what it was credited. @param {number} debit @param {number} credit @param {number} most */
const sides = (debit, credit, most) => html`<td class="report-bar" aria-hidden="true"><svg width="100%" height="14"><rect width="${width(debit, most)}%" height="6" rx="2"></rect><rect class="is-credit" y="8" width="${width(credit, most)}%" height="6" rx="2"></rect></svg></td>`;

const noBar = html`<td class="report-bar" aria-hidden="true"></td>`;
export const barHead = html`<th class="report-bar" aria-hidden="true"></th>`;

/** @param {string} wall */
const monthName = (wall) => monthOf(wall.slice(0, 7));

/**
 * The line over the months; one month is no line.
 * @param {string} name @param {{key: string, value: number|null}[]} rows @param {(value: number) => string} say @param {(value: number) => number} [drawn] as it is written beside the line
 */
export function line(name, rows, say, drawn = (value) => value) {
  const known = rows.flatMap(({ key, value }) => (value === null ? [] : [{ key, value }]));
  if (known.length < 2) return nothing;
  const values = known.map((one) => one.value);
  const points = new Map(known.map(({ key, value }) => [`${key}-01T00:00:00`, drawn(value)]));
  return html`<cd-trend-chart .say=${monthName} .lines=${[{ name, points }]} .label=${words.work.chart(name, known.length, say(Math.min(...values)), say(Math.max(...values)))}></cd-trend-chart>`;
}

/** @param {import('../../bindings/Revenue').Revenue} answer @param {import('../../bindings/RevenueBy').RevenueBy} by */
export function revenueTable({ rows, total }, by) {
  const received = by === 'method';
  if (!total.invoiced_minor && !total.credited_minor) return emptyLine(received ? w.receivedNone : w.revenueNone);
  const most = Math.max(...rows.map((row) => row.total_minor));
  const amounts = (/** @type {import('../../bindings/RevenueSums').RevenueSums} */ sums) =>
    html`${cell(sums.invoiced_minor)}${cell(sums.credited_minor)}${received ? nothing : html`${cell(sums.net_minor)}${cell(sums.tax_minor)}`}<td class="number"><b>${money(sums.total_minor)}</b></td>`;
  return html`<p class="muted">${received ? w.receivedLead : w.revenueLead}</p>
    ${by === 'month' ? line(w.kinds.revenue, rows.map((row) => ({ key: row.key, value: row.total_minor })), money, (minor) => Number(moneyTyped(minor))) : nothing}
    <table class="rows report"><thead><tr><th scope="col">${w.bys[by]}</th>${barHead}${heads([...(received ? [w.taken, w.returned] : [w.invoiced, w.credited, w.net, w.tax]), w.total])}</tr></thead>
    <tbody>${rows.map((row) => html`<tr><th scope="row">${nameOf(row, by)}</th>${bar(row.total_minor, most)}${amounts(row)}</tr>`)}</tbody>
    <tfoot><tr><th scope="row">${w.total}</th>${noBar}${amounts(total)}</tr></tfoot></table>`;
}

/** @param {import('../../bindings/Aged').Aged} answer */
export function agedTable({ lines, ageing, count, credit_minor }) {
  const credit = credit_minor > 0 ? html`<p class="muted">${w.credit(money(credit_minor))}</p>` : nothing;
  if (!lines.length) return html`${emptyLine(w.agedNone)}${credit}`;
  const amounts = (/** @type {import('../../bindings/Ageing').Ageing} */ of) => html`${AGES.map((age) => cell(of[`${age}_minor`]))}<td class="number"><b>${money(of.total_minor)}</b></td>`;
  return html`${byAge(ageing)}
    <section><h2>${w.eachOwing}</h2>
    <table class="rows report"><thead><tr><th scope="col">${words.billing.patient}</th>${heads([...AGES.map((age) => w.ages[age]), w.total])}</tr></thead>
    <tbody>${lines.map((line) => html`<tr><th scope="row">${line.patient_id ? html`<a href="/patients/${line.patient_id}">${line.name}</a> <span class="muted">${line.mrn}</span>` : line.name}</th>${amounts(line)}</tr>`)}</tbody>
    <tfoot><tr><th scope="row">${w.total}</th>${amounts(ageing)}</tr></tfoot></table>
    ${rest(lines.length, count, w.patients)}</section>${credit}`;
}

/** How long it has been due, of everything. @param {import('../../bindings/Ageing').Ageing} ageing */
function byAge(ageing) {
  const most = Math.max(...AGES.map((age) => ageing[`${age}_minor`]));
  return html`<table class="rows report report-sums"><thead><tr><th scope="col">${w.age}</th>${barHead}${heads([words.billing.open])}</tr></thead>
    <tbody>${AGES.map((age) => html`<tr><th scope="row">${w.ages[age]}</th>${bar(ageing[`${age}_minor`], most)}${cell(ageing[`${age}_minor`])}</tr>`)}</tbody>
    <tfoot><tr><th scope="row">${w.total}</th>${noBar}<td class="number"><b>${money(ageing.total_minor)}</b></td></tr></tfoot></table>`;
}

/** @param {import('../../bindings/Payments').Payments} answer */
export function paymentsTable({ lines, methods, count, total_minor }) {
  if (!lines.length) return emptyLine(w.paymentsNone);
  const sum = (/** @type {'entries'|'taken_minor'|'returned_minor'} */ field) => methods.reduce((all, one) => all + one[field], 0);
  const most = Math.max(...methods.map((one) => one.taken_minor - one.returned_minor));
  const row = (/** @type {any} */ name, /** @type {any} */ drawn, /** @type {number} */ entries, /** @type {number} */ taken, /** @type {number} */ returned, /** @type {number} */ total) =>
    html`<tr><th scope="row">${name}</th>${drawn}<td class="number">${entries}</td>${cell(taken)}${cell(returned)}<td class="number"><b>${money(total)}</b></td></tr>`;
  return html`<table class="rows report"><thead><tr><th scope="col">${words.billing.method}</th>${barHead}${heads([w.entries, w.taken, w.returned, w.total])}</tr></thead>
    <tbody>${methods.map((one) => row(methodName(one), bar(one.taken_minor - one.returned_minor, most), one.entries, one.taken_minor, one.returned_minor, one.taken_minor - one.returned_minor))}</tbody>
    <tfoot>${row(w.total, noBar, sum('entries'), sum('taken_minor'), sum('returned_minor'), total_minor)}</tfoot></table>
    <section><h2>${w.each}</h2>
    <table class="rows report"><thead><tr><th scope="col">${words.billing.date}</th><th scope="col">${words.billing.receipt}</th><th scope="col">${words.billing.patient}</th><th scope="col">${words.billing.method}</th>${heads([words.billing.amount])}</tr></thead>
    <tbody>${lines.map((line) => html`<tr><td class="nowrap">${date(line.taken_on)}, ${time(app.wall(line.taken_at))}</td><td class="nowrap">${line.receipt}${paymentKind(line)}</td><td><a href="/patients/${line.patient_id}">${line.name}</a> <span class="muted">${line.mrn}</span>${line.payer ? html` <span class="muted">· ${words.payers.paidBy(line.payer)}</span>` : nothing}</td><td>${methodName(line)}</td><td class="number">${money(signed(line))}</td></tr>`)}</tbody></table>
    ${rest(lines.length, count, w.more)}</section>`;
}

/** @param {import('../../bindings/Ledger').Ledger} answer */
export function ledgerTable({ accounts, entries, count, debit_minor, credit_minor }) {
  if (!entries.length) return emptyLine(w.ledgerNone);
  const account = (/** @type {{account: string, method_name: string}} */ one) => html`${w.accounts[/** @type {'cash'} */ (one.account)]}${one.method_name ? html` <span class="muted">· ${one.method_name}</span>` : nothing}`;
  const most = Math.max(...accounts.flatMap((one) => [one.debit_minor, one.credit_minor]));
  return html`<table class="rows report"><thead><tr><th scope="col">${w.account}</th>${barHead}<th scope="col">${w.accountCode}</th><th scope="col">${w.taxCode}</th>${heads([w.entries, w.debit, w.creditSide])}</tr></thead>
    <tbody>${accounts.map((one) => html`<tr><th scope="row">${account(one)}</th>${sides(one.debit_minor, one.credit_minor, most)}<td>${one.code}</td><td>${one.tax_code}</td><td class="number">${one.entries}</td>${cell(one.debit_minor)}${cell(one.credit_minor)}</tr>`)}</tbody>
    <tfoot><tr><th scope="row">${w.total}</th>${noBar}<td></td><td></td><td class="number">${count}</td>${cell(debit_minor)}${cell(credit_minor)}</tr></tfoot></table>
    <section><h2>${w.bookings}</h2>
    <table class="rows report"><thead><tr><th scope="col">${words.billing.date}</th><th scope="col">${w.document}</th><th scope="col">${w.account}</th><th scope="col">${w.accountCode}</th><th scope="col">${w.taxCode}</th>${heads([w.debit, w.creditSide])}</tr></thead>
    <tbody>${entries.map((one) => html`<tr><td class="nowrap">${date(one.day)}</td><td>${w.documents[/** @type {'invoice'} */ (one.kind)]} <span class="muted">${one.number}</span></td><td>${account(one)}</td><td>${one.code}</td><td>${one.tax_code}</td>${cell(one.debit_minor)}${cell(one.credit_minor)}</tr>`)}</tbody></table>
    ${rest(entries.length, count, w.more)}</section>`;
}
