// What somebody waits for, as a person says it.
import { app } from '../app.js';
import { date, dateWithDay, time } from '../format.js';
import { dotted } from '../words/isolate.js';
import { daysBetween, dateOf } from '../wall.js';
import { words } from '../words/en.js';
import { servicesOf } from './book-services.js';

/** @typedef {import('../bindings/WaitlistLine').WaitlistLine} WaitlistLine */
/** @typedef {import('../bindings/Wishes').Wishes} Wishes */

const w = words.waitlist;

/** @param {string} id */
export const shortName = (id) => app.lists.practitioners.find((one) => one.practitioner_id === id)?.short_name ?? '';

/** "Follow-up, Blood test" @param {Wishes} wishes */
export const servicesText = (wishes) => servicesOf(wishes.service_ids).map((service) => service.name).join(', ');

/** "Dr Chen, Dr Dubois" or "Anybody" @param {Wishes} wishes */
export const withText = (wishes) => wishes.practitioner_ids.map(shortName).filter(Boolean).join(', ') || w.anybody;

/** "Mon, Tue · 13:00–17:00 · from 3 Dec 2026" @param {Wishes} wishes */
export function whenText({ weekdays, from, to, earliest, latest }) {
  const days = weekdays.map((day) => words.common.daysShort[day - 1]).join(', ');
  const hours = from && to ? `${time(from)}–${time(to)}` : from ? w.afterTime(time(from)) : to ? w.beforeTime(time(to)) : '';
  const first = earliest > app.today() ? w.fromDate(date(earliest)) : '';
  const last = latest ? w.untilDate(date(latest)) : '';
  return dotted([days, hours, [first, last].filter(Boolean).join(' ')]) || w.anyTime;
}

/** Whole days on the clinic's calendar since somebody began to wait. @param {WaitlistLine} line */
export const waitingDays = (line) => Math.max(0, daysBetween(dateOf(app.wall(line.added_at)), app.today()));

/** @param {WaitlistLine} line */
export const isPast = (line) => Boolean(line.wishes.latest && line.wishes.latest < app.today());

/** What they answered last, and about which time: ["No answer", "Mon 23 Nov 2026 10:15, Dr Chen"] @param {WaitlistLine} line */
export function lastAsked(line) {
  const [last] = line.asked;
  if (!last) return null;
  const answer = w.answers[/** @type {'declined'} */ (last.answer)] ?? last.answer;
  return [answer, [`${dateWithDay(dateOf(last.starts_at))} ${time(last.starts_at)}`, shortName(last.practitioner_id)].filter(Boolean).join(', ')];
}
