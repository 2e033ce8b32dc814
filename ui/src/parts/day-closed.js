import { addMinutes, at, minuteOfDay, timeOfMinute } from '../wall.js';

/**
 * Times in which nobody works there, as background for the grid.
 * @param {import('./day-shown.js').ShownColumn[]} columns
 * @param {string} date
 * @param {number} from first minute shown
 * @param {number} to last minute shown
 */
export function closedTimes(columns, date, from, to) {
  const rest = [];
  for (const column of columns) {
    let free = from;
    // Leave and holidays are drawn as what they are, not as hatching.
    const away = (column.standing ?? []).filter(({ kind }) => kind === 'leave' || kind === 'holiday');
    for (const span of [...column.spans, ...away, { starts: timeOfMinute(to), ends: timeOfMinute(to) }].sort((a, b) => a.starts.localeCompare(b.starts))) {
      const starts = Math.min(minuteOfDay(span.starts), to);
      if (starts > free) rest.push({ id: `closed ${column.id} ${free}`, resourceIds: [column.id], start: at(date, timeOfMinute(free)), end: endAt(date, starts), display: 'background', classNames: ['closed'] });
      free = Math.max(free, minuteOfDay(span.ends));
    }
  }
  return rest;
}

/** The end of a day is the start of the next one. @param {string} date @param {number} minute */
const endAt = (date, minute) => addMinutes(`${date}T00:00:00`, minute);
