// The clinic's work in figures, and the day at a glance: from the lists, otherwise invented.
import { drafts, invoices } from './billing.js';
import { handle, refusal } from './registry.js';
import { appointments, practitioners, wallNow } from './world.js';

const TODAY = wallNow().slice(0, 10);
const none = new URLSearchParams(location.search).has('no-work');
const MONTHS = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06', '2026-07', '2026-08', '2026-09', '2026-10', '2026-11'];
/** @param {any} span */
function check({ from, to }) {
  if (from > to) throw refusal('field.out_of_range', { field: 'to', min: from, max: null });
}
const share = (/** @type {number} */ part, /** @type {number} */ whole) => (whole ? Math.round((part * 10_000) / whole) : null);
/** @param {any} span */
const keys = ({ by, from, to }) => (by === 'practitioner' ? practitioners.map((one) => ({ key: one.practitioner_id, name: one.name })) : MONTHS.filter((key) => key >= from.slice(0, 7) && key <= to.slice(0, 7)).map((key) => ({ key, name: null })));
/** @param {any[]} rows @param {string} field */
const sum = (rows, field) => rows.reduce((all, row) => all + row[field], 0);
/** Practitioners by their share, months in their order. @param {any[]} rows @param {string} by */
const sorted = (rows, by) => (by === 'practitioner' ? rows.sort((a, b) => (b.rate ?? -1) - (a.rate ?? -1)) : rows);

handle('ask:no_show_rate', (span) => {
  check(span);
  const rows = none ? [] : keys(span).map((one, i) => {
    const expected = 84 + ((i * 37) % 60);
    const no_shows = 3 + ((i * 5) % 11);
    return { ...one, expected, no_shows, undecided: i === 0 ? 2 : 0, rate: share(no_shows, expected) };
  });
  const [expected, no_shows, undecided] = ['expected', 'no_shows', 'undecided'].map((field) => sum(rows, field));
  return { rows: sorted(rows, span.by), total: { expected, no_shows, undecided, rate: share(no_shows, expected) } };
});
handle('ask:new_patients', (span) => {
  check(span);
  const rows = keys({ ...span, by: 'month' }).map(({ key }, i) => ({ key, registered: none ? 0 : 18 + ((i * 7) % 23), came: none ? 0 : 15 + ((i * 5) % 19) }));
  return { rows, registered: sum(rows, 'registered'), came: sum(rows, 'came') };
});
handle('ask:utilisation', (span) => {
  check(span);
  const rows = none ? [] : keys(span).map((one, i) => {
    const working_minutes = 9600 + ((i * 480) % 2400);
    const booked_minutes = Math.round(working_minutes * (0.62 + ((i * 13) % 30) / 100));
    return { ...one, working_minutes, booked_minutes, missed_minutes: 120 + i * 15, rate: share(booked_minutes, working_minutes) };
  });
  const [working_minutes, booked_minutes, missed_minutes] = ['working_minutes', 'booked_minutes', 'missed_minutes'].map((field) => sum(rows, field));
  return { rows: sorted(rows, span.by), total: { working_minutes, booked_minutes, missed_minutes, rate: share(booked_minutes, working_minutes) } };
});
handle('ask:glance', () => {
  const today = none ? [] : appointments.filter((one) => one.starts_at.startsWith(TODAY));
  const statuses = ['booked', 'confirmed', 'arrived', 'in_room', 'to_pay', 'done', 'left', 'no_show', 'cancelled'];
  const visits = statuses.map((status) => ({ status, count: today.filter((one) => one.status === status).length })).filter((one) => one.count);
  const owing = invoices.filter((one) => one.status === 'issued' && one.total_minor > one.payments.reduce((/** @type {number} */ all, /** @type {any} */ part) => all + part.amount_minor, 0));
  return {
    today: TODAY, visits, week_from: TODAY, no_shows_week: none ? 0 : 4, expected_week: none ? 0 : 96, waiting: none ? 0 : 7, urgent: none ? 0 : 1, tomorrow: TODAY, to_confirm: none ? 0 : 23, confirmed: none ? 0 : 31,
    owed_minor: none ? 0 : owing.reduce((all, one) => all + one.total_minor, 0), owing_invoices: none ? 0 : owing.length, unsigned: none ? 0 : drafts().length + 5,
  };
});
