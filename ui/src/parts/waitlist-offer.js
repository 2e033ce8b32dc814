// Times became free: if somebody on the waitlist fits, it is said, and one click (or Shift+W) shows who. Several are offered one after the other.
import { app, toast } from '../app.js';
import { dateTime, time } from '../format.js';
import { ask } from '../ipc.js';
import { addCommands } from '../keys.js';
import { dateOf } from '../wall.js';
import { words } from '../words/en.js';

/** @typedef {{practitioner_id: string, room_id: string|null, starts_at: string, ends_at: string}} Gap */

const KEY = 'Shift+W';
/** So many are counted; more than that nobody asks. */
const MOST = 20;
/** So many times are kept: those of the longest series. */
const MOST_KEPT = 100;

/** Times that became free, the one that is offered now first. @type {Gap[]} */
let kept = [];
/** Whether somebody fits the first of them. */
let offered = false;

addCommands([
  { id: 'waitlist.fits', words: words.waitlist.fitsCommand, keys: [KEY], where: words.keySheet.everywhere, permission: 'appointment.book', enabled: () => offered && kept.length > 0, run: () => show(kept[0]) },
]);

/** Shows who fits; when that is over, the next one is offered. @param {Gap} gap */
async function show(gap) {
  const { openFits } = await import('./waitlist-fits.js');
  await openFits(gap);
  kept = kept.filter((one) => one !== gap);
  await offerNext();
}

/** Says who would fit the first time for which there is anybody. What is away, locked or taken again is passed over. */
async function offerNext() {
  offered = false;
  for (let gap = kept[0]; gap; gap = kept[0]) {
    const question = { ask: 'waitlist_fits', ...gap, limit: MOST };
    const [fits] = gap.ends_at > app.now() ? await Promise.all([ask(question), app.load('practitioners')]).catch(() => [[]]) : [[]];
    if (kept[0] !== gap) continue;
    if (fits.length) {
      tell(gap, fits.length);
      return;
    }
    kept = kept.slice(1);
  }
}

/** @param {Gap} gap @param {number} count */
function tell(gap, count) {
  offered = true;
  const who = app.lists.practitioners.find((one) => one.practitioner_id === gap.practitioner_id)?.short_name ?? '';
  const when = dateOf(gap.starts_at) === app.today() ? time(gap.starts_at) : dateTime(gap.starts_at);
  toast(words.waitlist.offer(count, when, who), { go: { words: words.waitlist.offerShow, keys: KEY, run: () => show(gap) } });
}

/** Say who would fit the times that became free. Nothing is said when nobody does. @param {Gap[]} freed */
export async function offerFreed(freed) {
  const gaps = freed.map(({ practitioner_id, room_id, starts_at, ends_at }) => ({ practitioner_id, room_id, starts_at, ends_at })).filter((gap) => gap.ends_at > app.now());
  if (!app.can('appointment.book') || !gaps.length) return;
  const isNew = (/** @type {Gap} */ one) => !gaps.some((gap) => gap.practitioner_id === one.practitioner_id && gap.starts_at === one.starts_at);
  kept = [...gaps, ...kept.filter(isNew)].slice(0, MOST_KEPT);
  await offerNext();
}

/**
 * What of an appointment's time its new one does not take again.
 * @param {Gap} old
 * @param {{practitioner_id: string, starts_at: string, ends_at: string}} now
 * @returns {Gap[]}
 */
export function freedBy(old, now) {
  if (old.practitioner_id !== now.practitioner_id) return [old];
  const later = (/** @type {string} */ one, /** @type {string} */ other) => (one > other ? one : other);
  const earlier = (/** @type {string} */ one, /** @type {string} */ other) => (one < other ? one : other);
  const parts = [{ ...old, ends_at: earlier(old.ends_at, now.starts_at) }, { ...old, starts_at: later(old.starts_at, now.ends_at) }];
  return parts.filter((part) => part.starts_at < part.ends_at);
}
