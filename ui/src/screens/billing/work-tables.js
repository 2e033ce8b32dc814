// The tables of Billing → The clinic's work, each with its picture: bars beside names, a line over months.
import { html, nothing } from 'lit';
import { duration } from '../../format.js';
import { words } from '../../words/en.js';
import { emptyLine } from './list.js';
import { bar, heads, line, monthOf } from './report-tables.js';

/** @typedef {import('../../bindings/WorkBy').WorkBy} WorkBy */

const w = words.work;
const rateOf = (/** @type {number|null} */ rate) => (rate === null ? w.noRate : w.percent(rate));
const count = (/** @type {number} */ n) => html`<td class="number">${n || html`<span class="muted">–</span>`}</td>`;
const hours = (/** @type {number} */ minutes) => html`<td class="number">${minutes ? duration(minutes) : html`<span class="muted">–</span>`}</td>`;

/** @param {{key: string, name: string|null}} row @param {WorkBy} by */
const nameOf = (row, by) => (by === 'month' ? monthOf(row.key) : row.name);

/** @param {import('../../bindings/NoShowRate').NoShowRate} answer @param {WorkBy} by */
export function noShowsTable({ rows, total }, by) {
  const undecided = total.undecided ? html`<p class="muted">${w.undecidedLead(total.undecided)}</p>` : nothing;
  if (!total.expected) return html`${emptyLine(w.noShowsNone)}${undecided}`;
  const most = Math.max(...rows.map((row) => row.rate ?? 0));
  const figures = (/** @type {import('../../bindings/NoShowSums').NoShowSums} */ sums) => html`${count(sums.expected)}${count(sums.no_shows)}<td class="number"><b>${rateOf(sums.rate)}</b></td>`;
  return html`<p class="muted">${w.noShowsLead}</p>
    ${by === 'month' ? line(w.kinds.no_shows, rows.map((row) => ({ key: row.key, value: row.rate === null ? null : row.rate / 100 })), (value) => w.percent(value * 100)) : nothing}
    <table class="rows report"><thead><tr><th scope="col">${w.bys[by]}</th><th class="report-bar" aria-hidden="true"></th>${heads([w.expected, w.noShows, w.rate])}</tr></thead>
    <tbody>${rows.map((row) => html`<tr><th scope="row">${nameOf(row, by)}</th>${bar(row.rate ?? 0, most)}${figures(row)}</tr>`)}</tbody>
    <tfoot><tr><th scope="row">${words.reports.total}</th><td class="report-bar" aria-hidden="true"></td>${figures(total)}</tr></tfoot></table>${undecided}`;
}

/** @param {import('../../bindings/NewPatients').NewPatients} answer */
export function newPatientsTable({ rows, registered, came }) {
  if (!registered) return emptyLine(w.newNone);
  const most = Math.max(...rows.map((row) => row.registered));
  return html`<p class="muted">${w.newLead}</p>
    ${line(w.kinds.new_patients, rows.map((row) => ({ key: row.key, value: row.registered })), String)}
    <table class="rows report"><thead><tr><th scope="col">${w.bys.month}</th><th class="report-bar" aria-hidden="true"></th>${heads([w.registered, w.came])}</tr></thead>
    <tbody>${rows.map((row) => html`<tr><th scope="row">${monthOf(row.key)}</th>${bar(row.registered, most)}<td class="number"><b>${row.registered}</b></td>${count(row.came)}</tr>`)}</tbody>
    <tfoot><tr><th scope="row">${words.reports.total}</th><td class="report-bar" aria-hidden="true"></td><td class="number"><b>${registered}</b></td>${count(came)}</tr></tfoot></table>`;
}

/** @param {import('../../bindings/Utilisation').Utilisation} answer @param {WorkBy} by */
export function utilisationTable({ rows, total }, by) {
  if (!total.working_minutes && !total.booked_minutes) return emptyLine(w.utilisationNone);
  const most = Math.max(10_000, ...rows.map((row) => row.rate ?? 0));
  const figures = (/** @type {import('../../bindings/UtilisationSums').UtilisationSums} */ sums) => html`${hours(sums.working_minutes)}${hours(sums.booked_minutes)}${hours(sums.missed_minutes)}<td class="number"><b>${rateOf(sums.rate)}</b></td>`;
  return html`<p class="muted">${w.utilisationLead}</p>
    ${by === 'month' ? line(w.kinds.utilisation, rows.map((row) => ({ key: row.key, value: row.rate === null ? null : row.rate / 100 })), (value) => w.percent(value * 100)) : nothing}
    <table class="rows report"><thead><tr><th scope="col">${w.bys[by]}</th><th class="report-bar" aria-hidden="true"></th>${heads([w.working, w.booked, w.missed, w.rate])}</tr></thead>
    <tbody>${rows.map((row) => html`<tr><th scope="row">${nameOf(row, by)}</th>${bar(row.rate ?? 0, most)}${figures(row)}</tr>`)}</tbody>
    <tfoot><tr><th scope="row">${words.reports.total}</th><td class="report-bar" aria-hidden="true"></td>${figures(total)}</tr></tfoot></table>`;
}
