// The lock of the books, and tills of earlier days that were left open. Start with ?tills-open for some of them.
import { drafts } from './billing.js';
import { handle, news, refusal } from './registry.js';
import { ago, wallNow, world } from './world.js';

const TODAY = wallNow().slice(0, 10);
/** @type {any[]} */
const locks = new URLSearchParams(location.search).has('locked') ? [{ locked_to: '2026-09-30', locked_at: ago(60 * 24 * 50), locked_by: 'T. Silva', seal: '91ab3f5c07d2e846' }] : [];
/** @type {any[]} */
export const leftOpen = new URLSearchParams(location.search).has('tills-open')
  ? [{ till_id: 't7', day: '2026-10-29', cashier: 'M. Novak', expected: { float_minor: 10_000, cash_taken_minor: 7500, moved_minor: 0, cash_minor: 17_500, card_minor: 4500, transfer_minor: 0, other_minor: 0, entries: 3 } }]
  : [];
export const openTills = () => leftOpen.map(({ till_id, day, cashier }) => ({ till_id, day, cashier }));

handle('ask:period', ({ to }) => ({ locks, today: TODAY, to, tills: openTills().filter((one) => one.day <= to), drafts: drafts().slice(0, 2) }));
handle('op:lock_period', ({ to }) => {
  if (to > TODAY) throw refusal('field.out_of_range', { field: 'to', min: '1900-01-01', max: TODAY });
  if (locks.length && to <= locks[0].locked_to) throw refusal('period.not_forward', { locked_to: locks[0].locked_to });
  const [first] = openTills().filter((one) => one.day <= to);
  if (first) throw refusal('period.tills_open', { count: 1, ...first });
  locks.unshift({ locked_to: to, locked_at: ago(0), locked_by: world.me.name, seal: 'c4d1a07733e95f28' });
  news([{ kind: 'period', id: 'p1' }], true);
  return { locked_to: to };
});
