// Leave, holidays, blocks and rooms out of use in words: what, for whom, when, and why a time is asked about.
import { app } from '../app.js';
import { date, dateWithDay, time, timeRange } from '../format.js';
import { words } from '../words/en.js';

/** @typedef {import('../wire-types.js').ExceptionDetails} Details */

const say = words.schedule;
const days = words.common.daysShort;

/** "Leave", "Emergencies only"; with its label when it has one. @param {{kind: string, block?: string|null, label?: string|null}} one */
export function whatInWords({ kind, block, label }) {
  const name = kind === 'block' && block ? /** @type {any} */ (say.blocks)[block] : /** @type {any} */ (say.kinds)[kind];
  return label ? `${name}: ${label}` : name;
}

/**
 * The leave or holiday that takes all of somebody's working time of a day.
 * @template {{kind: string, block?: string|null, label?: string|null, starts: string, ends: string}} S
 * @param {{spans: {starts: string, ends: string}[], standing?: S[]}} day
 */
export const awayAllDay = ({ spans, standing = [] }) => standing.find(({ kind, starts, ends }) => (kind === 'leave' || kind === 'holiday') && spans.every((span) => starts <= span.starts && span.ends <= ends));

/** @param {Details} one */
export function forWhom(one) {
  if (one.kind === 'holiday') return say.wholeClinic;
  if (one.kind === 'out_of_use') return app.lists.rooms.find((room) => room.room_id === one.room_id)?.name ?? '';
  return app.lists.practitioners.find((who) => who.practitioner_id === one.practitioner_id)?.short_name ?? '';
}

/** "Mon–Fri", "Mon, Wed" @param {number[]} weekdays */
function daysInWords(weekdays) {
  const inRow = weekdays.length > 2 && weekdays.every((day, i) => i === 0 || day === weekdays[i - 1] + 1);
  return inRow ? `${days[weekdays[0] - 1]}–${days[weekdays[weekdays.length - 1] - 1]}` : weekdays.map((day) => days[day - 1]).join(', ');
}

/** When it is, in a line. @param {Details} one */
export function whenInWords(one) {
  const { from, to, starts, ends } = one;
  if (one.weekdays?.length) {
    const times = say.onDays(daysInWords(one.weekdays), timeRange(starts ?? '00:00', ends ?? '24:00'));
    const since = from > app.today() ? `, ${say.from(date(from))}` : '';
    return `${times}${since}${to ? `, ${say.until(date(to))}` : ''}`;
  }
  const last = to ?? from;
  if (from === last) return starts || ends ? say.at(dateWithDay(from), timeRange(starts ?? '00:00', ends ?? '24:00')) : dateWithDay(from);
  return say.range(starts ? say.at(dateWithDay(from), time(starts)) : dateWithDay(from), ends ? say.at(dateWithDay(last), time(ends)) : dateWithDay(last));
}

/**
 * Why a time is asked about, as the clinic answers it: the sentence that stands on top.
 * @param {{kind: string, block?: string|null, label?: string|null, room?: string|null, from?: string, to?: string|null, starts?: string|null, ends?: string|null}} why
 * @param {string} who
 */
export function whyInWords(why, who) {
  const text = sentence(why, who);
  return why.label && text ? say.why.label(text, why.label) : text;
}

/** @param {any} why @param {string} who */
function sentence({ kind, block, room, from, to, starts, ends }, who) {
  const last = to ?? from;
  const until = ends && kind !== 'block' ? say.at(date(last), time(ends)) : date(last);
  if (kind === 'leave') return say.why.leave(who, until);
  if (kind === 'holiday') return from === last && !ends ? say.why.holidayDay(until) : say.why.holiday(until);
  if (kind === 'out_of_use') return say.why.out_of_use(room ?? '', until);
  if (kind === 'block') return /** @type {any} */ (say.why)[block ?? 'other'](who, timeRange(starts, ends));
  return '';
}

/** Whether a room is out of use at a time. @param {string} room @param {string|null} starts @param {number} minutes */
export function roomIsOut(room, starts, minutes) {
  if (!starts) return false;
  const end = new Date(Date.parse(`${starts}Z`) + Math.max(5, minutes) * 60_000).toISOString().slice(0, 19);
  return app.lists.exceptions.some((one) => {
    if (one.kind !== 'out_of_use' || one.room_id !== room) return false;
    const last = one.to ?? one.from;
    return `${one.from}T${one.starts ?? '00:00'}:00` < end && starts < (one.ends ? `${last}T${one.ends}:00` : `${last}T24:00:00`);
  });
}
