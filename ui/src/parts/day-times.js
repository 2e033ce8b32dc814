// A person's day in times: when they work, what stands in it, and what of it is free.
import { timeRange } from '../format.js';
import { addMinutes, minuteOfDay, timeOfMinute } from '../wall.js';
import { words } from '../words/en.js';
import { awayAllDay, whatInWords } from './absence.js';
import { holdsTime } from './day-state.js';

/** @typedef {import('../wire-types.js').Column} Column */
/** @typedef {{practitioner_id: string, room_id: string|null, starts_at: string, ends_at: string}} FreeTime */

/** Nothing shorter can be booked. */
const STEP = 5;

/**
 * At work, not away, nobody booked, and not over. In order of time.
 * @param {import('./day-state.js').DayState} state @param {Column} column @param {string} now the clinic's wall time
 * @returns {FreeTime[]}
 */
export function freeTimes(state, column, now) {
  const taken = state.list().filter((one) => one.practitioner_id === column.practitioner_id && holdsTime(one))
    .map((one) => [minuteOfDay(one.starts_at), one.ends_at.slice(0, 10) > state.date ? 1440 : minuteOfDay(one.ends_at)]);
  const away = (column.standing ?? []).map((one) => [minuteOfDay(one.starts), minuteOfDay(one.ends)]);
  const past = now.slice(0, 10) > state.date ? 1440 : now.slice(0, 10) === state.date ? Math.ceil(minuteOfDay(now) / STEP) * STEP : 0;
  let free = column.spans.map((span) => [minuteOfDay(span.starts), minuteOfDay(span.ends)]);
  for (const [from, to] of [[0, past], ...away, ...taken]) free = free.flatMap(([starts, ends]) => [[starts, Math.min(ends, from)], [Math.max(starts, to), ends]].filter(([first, last]) => last - first >= STEP));
  const at = (/** @type {number} */ minute) => addMinutes(`${state.date}T00:00:00`, minute);
  return free.sort(([a], [b]) => a - b).map(([starts, ends]) => ({ practitioner_id: column.practitioner_id, room_id: column.room_id ?? null, starts_at: at(starts), ends_at: at(ends) }));
}

/** "08:30–12:00, 13:00–16:30", "Leave: Training", "Not at work" @param {Column} column */
export function worksInWords(column) {
  const away = awayAllDay(column);
  if (away) return whatInWords(away);
  return column.spans.length ? column.spans.map((span) => timeRange(span.starts, span.ends)).join(', ') : words.dayView.notAtWork;
}

/** What stands in a day, as times of it. @param {Column} column */
export const standingOf = (column) => (column.standing ?? []).map((one) => ({ what: whatInWords(one), starts: one.starts, ends: timeOfMinute(minuteOfDay(one.ends)) }));
