// A time became free: if somebody on the waitlist fits, it is said, and one click (or Shift+W) shows who.
import { app, toast } from '../app.js';
import { time } from '../format.js';
import { ask } from '../ipc.js';
import { addCommands } from '../keys.js';
import { words } from '../words/en.js';

/** @typedef {{practitioner_id: string, room_id: string|null, starts_at: string, ends_at: string}} Gap */

const KEY = 'Shift+W';
/** So many are counted; more than that nobody asks. */
const MOST = 20;

/** The time that became free last. @type {Gap|null} */
let last = null;

addCommands([
  { id: 'waitlist.fits', words: words.waitlist.fitsCommand, keys: [KEY], where: words.keySheet.everywhere, permission: 'appointment.book', enabled: () => last !== null, run: () => last && show(last) },
]);

/** @param {Gap} gap */
async function show(gap) {
  const { openFits } = await import('./waitlist-fits.js');
  openFits(gap);
}

/** Say who would fit the time that this appointment leaves. Nothing is said when nobody does. @param {Gap} freed */
export async function offerFreed({ practitioner_id, room_id, starts_at, ends_at }) {
  if (!app.can('appointment.book') || ends_at <= app.now()) return;
  const gap = { practitioner_id, room_id, starts_at, ends_at };
  // What is away or locked says so itself; the waitlist page still lists everybody.
  const [fits] = await Promise.all([ask({ ask: 'waitlist_fits', ...gap, limit: MOST }), app.load('practitioners')]).catch(() => [[]]);
  if (!fits.length) return;
  last = gap;
  const who = app.lists.practitioners.find((one) => one.practitioner_id === practitioner_id)?.short_name ?? '';
  toast(words.waitlist.offer(fits.length, time(starts_at), who), { go: { words: words.waitlist.offerShow, keys: KEY, run: () => show(gap) } });
}
