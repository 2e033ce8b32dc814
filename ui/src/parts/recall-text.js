// When somebody is to be seen again, as a person says it; and what may be done about it.
import { app, toast } from '../app.js';
import { date } from '../format.js';
import { perform } from '../ipc.js';
import { say } from '../messages.js';
import { dotted } from '../words/isolate.js';
import { addDays, daysBetween } from '../wall.js';
import { words } from '../words/en.js';

/** @typedef {import('../bindings/RecallLine').RecallLine} RecallLine */

const w = words.recalls;

/** @param {{from_day: string, to_day: string}} line */
export const spanOf = ({ from_day: from, to_day: to }) => (from === to ? whole(from) : w.span(whole(from), whole(to)));
/** A line breaks between two dates, not inside one. @param {string} day */
const whole = (day) => date(day).replaceAll(' ', '\u00a0');

/** "Check-up · Dr Chen" @param {RecallLine} line */
export const whatOf = (line) => dotted([line.service ?? w.forAny, line.practitioner ?? w.withAny]);

/** How many days its last day is over. @param {RecallLine} line */
export const daysOver = (line) => Math.max(0, daysBetween(line.to_day, app.today()));

/** The same day so many months on; the month's last where it has none. @param {string} day @param {number} months */
export function addMonths(day, months) {
  const [year, month, of] = day.split('-').map(Number);
  const place = year * 12 + month - 1 + months;
  const first = `${String(Math.floor(place / 12)).padStart(4, '0')}-${String((place % 12) + 1).padStart(2, '0')}-01`;
  const last = Number(addDays(`${addDays(first, 32).slice(0, 8)}01`, -1).slice(8));
  return `${first.slice(0, 8)}${String(Math.min(of, last)).padStart(2, '0')}`;
}

/** When "in …" is, with some days to choose from. @type {Record<keyof typeof w.preset, (today: string) => {from: string, to: string}>} */
export const PRESETS = {
  w1: (today) => span(addDays(today, 7), 4),
  w2: (today) => span(addDays(today, 14), 4),
  m1: (today) => span(addMonths(today, 1), 7),
  m3: (today) => span(addMonths(today, 3), 14),
  m6: (today) => span(addMonths(today, 6), 28),
  m12: (today) => span(addMonths(today, 12), 28),
};
/** @param {string} from @param {number} days */
const span = (from, days) => ({ from, to: addDays(from, days) });

/** Book, with what was noted filled in. @param {RecallLine} line */
export async function bookRecall(line) {
  const { openBook } = await import('./book-dialog.js');
  return openBook({
    patient_id: line.patient_id, ...(line.practitioner_id ? { practitioner_id: line.practitioner_id } : {}), ...(line.service_id ? { service_ids: [line.service_id] } : {}),
    ...(line.from_day > app.today() ? { date: line.from_day } : {}), note: line.note ?? undefined, recall: { recall_id: line.recall_id, version: line.version },
  });
}

/** One tap: somebody called. @param {RecallLine} line */
export async function calledRecall(line) {
  try {
    await perform({ op: 'record_recall_call', recall_id: line.recall_id, version: line.version });
    toast(w.didCall(line.name));
  } catch (error) {
    toast(say(/** @type {any} */ (error)), { kind: 'error' });
  }
}

/** @param {RecallLine} line */
export const declineRecall = (line) => import('./recall-decline.js').then((part) => part.openDecline(line));
