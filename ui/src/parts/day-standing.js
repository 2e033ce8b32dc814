// Leave, holidays and blocks as background of the grid, with what they are.
import { whatInWords } from './absence.js';
import { addMinutes, minuteOfDay } from '../wall.js';

/**
 * @param {import('./day-shown.js').ShownColumn[]} columns
 * @param {string} date
 * @param {number} from first minute shown
 * @param {number} to last minute shown
 */
export function standingTimes(columns, date, from, to) {
  return columns.flatMap((column) =>
    (column.standing ?? []).flatMap((standing) => {
      const starts = Math.max(from, minuteOfDay(standing.starts));
      const ends = Math.min(to, minuteOfDay(standing.ends));
      if (starts >= ends) return [];
      const at = (/** @type {number} */ minute) => addMinutes(`${date}T00:00:00`, minute);
      return [{
        id: `standing ${column.id} ${standing.exception_id}`, resourceIds: [column.id], start: at(starts), end: at(ends), display: 'background',
        classNames: ['standing', `is-${standing.block ?? standing.kind}`], extendedProps: { standing },
      }];
    }),
  );
}

/** What stands there, small in its corner. @param {import('../wire-types.js').Standing} standing */
export function standingLabel(standing) {
  const label = document.createElement('span');
  label.className = 'standing-label';
  label.textContent = whatInWords(standing);
  label.title = label.textContent;
  return label;
}
