// What may be done with an appointment, by its status and by who is looking: one table for the panel's buttons, the
// keys, the context menu and the mark on the card.
import { app } from '../app.js';
import { words } from '../words/en.js';
import { holdsTime, OVER } from './day-state.js';

/** @typedef {import('../wire-types.js').DayAppointment} DayAppointment */
/** @typedef {import('../wire-types.js').Status} Status */
/**
 * @typedef {object} Action
 * @property {string} id
 * @property {string} words
 * @property {string} [key]
 * @property {import('../icons.js').IconName} icon
 * @property {Status} [to] the status it leads to
 * @property {boolean} [danger]
 */

const w = words.today.act;

/** @type {Record<string, Action>} */
const STEPS = {
  arrive: { id: 'arrive', words: w.arrive, key: 'a', icon: 'arrived', to: 'arrived' },
  confirm: { id: 'confirm', words: w.confirm, key: 'c', icon: 'confirmed', to: 'confirmed' },
  call: { id: 'call', words: w.call, key: 'r', icon: 'in_room', to: 'in_room' },
  room: { id: 'room', words: w.room, key: 'r', icon: 'in_room', to: 'in_room' },
  finish: { id: 'finish', words: w.finish, key: 'f', icon: 'to_pay', to: 'to_pay' },
  pay: { id: 'pay', words: w.takePayment, key: 'p', icon: 'pay' },
  // For those who take no payments: the visit is over.
  over: { id: 'over', words: w.done, key: 'p', icon: 'done', to: 'done' },
  noShow: { id: 'noShow', words: w.noShow, key: 'o', icon: 'no_show', to: 'no_show' },
  left: { id: 'left', words: w.left, key: 'l', icon: 'left', to: 'left' },
};

/** Opens the record of the visit; not a step, because the status stays. @type {Action} */
const WRITE = { id: 'write', words: words.visits.write, key: 'v', icon: 'note' };

/** Reads the patient's record; no step either. @type {Action} */
const CHART = { id: 'chart', words: words.chart.label, key: 'h', icon: 'file' };

/** Where one step back leads. @type {Partial<Record<Status, Status>>} */
const BACK = { confirmed: 'booked', arrived: 'booked', in_room: 'arrived', to_pay: 'in_room', done: 'to_pay', no_show: 'booked', left: 'arrived' };

/** Treats patients: sees *Call in* and *Finish* as what comes next. */
const treats = () => Boolean(app.me?.practitioner_id) || app.is('doctor') || app.is('nurse');

/** The step that comes next. @param {DayAppointment} one @returns {Action|null} */
export function nextStep({ status }) {
  if (status === 'to_pay' && app.can('billing.pay')) return STEPS.pay;
  if (!app.can('appointment.status')) return null;
  if (status === 'booked' || status === 'confirmed') return STEPS.arrive;
  if (status === 'arrived') return treats() ? STEPS.call : STEPS.room;
  if (status === 'in_room') return STEPS.finish;
  if (status === 'to_pay') return STEPS.over;
  return null;
}

/**
 * Everything that may be done now: the main step first, then the others.
 * @param {DayAppointment} one
 * @returns {{main: Action|null, beside: Action[], more: Action[]}}
 */
export function actionsFor(one) {
  const { status } = one;
  // In the room the visit is written first; finishing stands beside it.
  const writes = app.can('record.write') && ['arrived', 'in_room', 'to_pay', 'done'].includes(status);
  const step = nextStep(one);
  const main = writes && status === 'in_room' ? WRITE : step;
  /** @type {Action[]} */
  const beside = [];
  if (main === WRITE && step) beside.push(step);
  /** @type {Action[]} */
  const more = [];
  const book = app.can('appointment.book');
  const move = app.can('appointment.status');
  if (move && status === 'booked') beside.push(STEPS.confirm);
  if (move && (status === 'arrived' || status === 'in_room')) beside.push({ id: 'wait', words: w.waitNext, key: 'Shift+N', icon: 'switch' });
  if (book && !OVER.has(status) && holdsTime(one)) beside.push({ id: 'move', words: w.move, key: 'm', icon: 'move' });
  if (book) beside.push({ id: 'again', words: w.again, key: 'Shift+B', icon: 'repeat' });
  if (book && ['booked', 'confirmed'].includes(status)) beside.push({ id: 'cancel', words: w.cancel, key: 'x', icon: 'cancel', danger: true });
  if (book && ['booked', 'confirmed'].includes(status)) more.push({ id: 'park', words: words.parked.park, key: 'k', icon: 'park' });
  if (move && ['booked', 'confirmed'].includes(status)) more.push(STEPS.noShow);
  if (move && status === 'arrived') more.push(STEPS.left);
  if (app.can('billing.pay') && ['arrived', 'in_room', 'done'].includes(status)) more.push(STEPS.pay);
  if (app.can('record.view')) more.push(CHART);
  if (writes && main !== WRITE) more.push(WRITE);
  if (book && !OVER.has(status)) more.push({ id: 'edit', words: w.edit, key: 'e', icon: 'edit' });
  // Who came without an appointment was never booked.
  const back = one.walk_in && status === 'arrived' ? null : BACK[status];
  if (move && back) more.push({ id: 'back', words: w.back(words.common.status[back]), key: 'u', icon: 'undo', to: back });
  return { main, beside, more };
}

/** All ids with their keys, for the table of commands. */
export const ALL_ACTIONS = [
  ...Object.values(STEPS).filter((step) => step.id !== 'room'), { id: 'wait', words: w.waitNext, key: 'Shift+N' }, { id: 'move', words: w.move, key: 'm' }, { id: 'again', words: w.again, key: 'Shift+B' },
  { id: 'park', words: words.parked.park, key: 'k' }, WRITE, CHART,
  { id: 'cancel', words: w.cancel, key: 'x' }, { id: 'edit', words: w.edit, key: 'e' }, { id: 'back', words: w.backTo, key: 'u' },
];

/** @param {DayAppointment} one @param {string} id */
export function findAction(one, id) {
  const { main, beside, more } = actionsFor(one);
  return [main, ...beside, ...more].find((action) => action && (action.id === id || (id === 'call' && action.id === 'room'))) ?? null;
}

/** What moves a patient on, for where the record stands already. @param {DayAppointment} one @returns {Action[]} */
export function stepsFor(one) {
  const { main, beside } = actionsFor(one);
  return [...(main ? [main] : []), ...beside].filter((step) => ['arrive', 'call', 'room', 'finish', 'wait'].includes(step.id));
}
