// The till of whoever is signed in: float, cash moved, the close.
import { payments } from './billing.js';
import { ownMethods } from './methods.js';
import { leftOpen, openTills } from './period.js';
import { handle, news, refusal } from './registry.js';
import { ago, wallNow, world } from './world.js';

const TODAY = wallNow().slice(0, 10);
/** @type {Map<string, {float_minor: number, moves: any[], status: string}>} by person */
const tills = new Map();
/** @type {any[]} */
const corrections = [];
export const noteCorrection = (/** @type {any} */ one) => corrections.push(one);
/** The close of the day in which a payment stands. @param {any} payment */
export const closedOf = (payment) => closes.find((one) => one.cashier_id === payment.cashier_id && one.day === payment.drawer_on);
/** @type {any[]} */
const closes = [{ till_id: 't0', cashier_id: 'x', day: '2026-11-20', cashier: 'T. Silva', closed_at: ago(60 * 66), counted_minor: 25_400, card_counted_minor: 88_000, difference_minor: -100, reason: 'A coin was missing', seal: '7c9e6679f0a24b1d' }];
const mine = () => {
  const key = world.me.user_id;
  if (!tills.has(key)) tills.set(key, { float_minor: 0, moves: [], status: 'open' });
  return /** @type {{float_minor: number, moves: any[], status: string}} */ (tills.get(key));
};
const open = () => {
  const till = mine();
  if (till.status === 'closed') throw refusal('till.closed', { day: TODAY });
  return till;
};
function expected() {
  const own = payments.filter((one) => one.cashier_id === world.me.user_id && one.drawer_on === TODAY);
  const of = (/** @type {string} */ method) => own.filter((one) => one.method === method).reduce((sum, one) => sum + (one.kind === 'payment' ? one.amount_minor : -one.amount_minor), 0);
  const till = mine();
  const moved_minor = till.moves.reduce((sum, one) => sum + one.amount_minor, 0);
  return { float_minor: till.float_minor, cash_taken_minor: of('cash'), moved_minor, cash_minor: till.float_minor + of('cash') + moved_minor, card_minor: of('card'), transfer_minor: of('transfer'), other_minor: of('other'), entries: own.length, own: ownMethods.map((one) => ({ method_id: one.method_id, name: one.name, method: one.method, amount_minor: own.filter((other) => other.method_id === one.method_id).reduce((sum, other) => sum + (other.kind === 'payment' ? other.amount_minor : -other.amount_minor), 0) })).filter((one) => own.some((other) => other.method_id === one.method_id)) };
}
const saved = () => {
  news([{ kind: 'till', id: world.me.user_id }], true);
  return { till_id: world.me.user_id, version: 2, cash_minor: expected().cash_minor };
};

const lefts = () => openTills().filter((one) => world.me.permissions.includes('billing.correct') || one.cashier === world.me.name);
handle('ask:till', ({ till_id }) => {
  const left = leftOpen.find((one) => one.till_id === till_id);
  if (till_id && !left) throw refusal('record.not_found', { kind: 'till' });
  const told = closes.map((one) => ({ ...one, corrected_later: corrections.filter((other) => other.closed_till_id === one.till_id) }));
  return left ? { corrections: [], day: left.day, status: 'open', expected: left.expected, moves: [], closes: [], left_open: lefts() } : { day: TODAY, left_open: lefts(), status: mine().status, expected: expected(), moves: mine().moves, corrections: corrections.filter((one) => one.cashier_id === world.me.user_id && one.day === TODAY), closes: told.filter((one) => world.me.permissions.includes('billing.correct') || one.cashier_id === world.me.user_id) };
});
handle('op:set_float', ({ float_minor }) => {
  open().float_minor = float_minor;
  return saved();
});
handle('op:move_cash', ({ into, amount_minor, purpose, reason }) => {
  if (!into && amount_minor > expected().cash_minor) throw refusal('till.not_that_much', { cash_minor: expected().cash_minor });
  open().moves.push({ amount_minor: into ? amount_minor : -amount_minor, reason, purpose, moved_at: ago(0) });
  return saved();
});
handle('op:close_till', ({ entries, counted_minor, card_counted_minor, reason, till_id }) => {
  const at = leftOpen.findIndex((one) => one.till_id === till_id);
  const left = leftOpen[at];
  if (till_id && !left) throw refusal('till.closed', { day: TODAY });
  const till = left ?? open();
  const now = left?.expected ?? expected();
  if (entries !== now.entries) throw refusal('record.changed_meanwhile', { by: 'M. Novak', at: ago(1), version: 2 });
  const difference_minor = counted_minor - now.cash_minor + card_counted_minor - now.card_minor;
  till.status = 'closed';
  if (left) leftOpen.splice(at, 1);
  const seal = '3f2a91c07b5d8e64';
  closes.unshift({ till_id: 't1', cashier_id: world.me.user_id, day: left?.day ?? TODAY, cashier: left?.cashier ?? world.me.name, closed_at: ago(0), counted_minor, card_counted_minor, difference_minor, reason: reason ?? null, seal });
  news([{ kind: 'till', id: world.me.user_id }], true);
  return { till_id: 't1', day: TODAY, difference_minor };
});
