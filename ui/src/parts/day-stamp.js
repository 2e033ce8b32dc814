// Wall time as the calendar component has it.
import { time, timeRange } from '../format.js';

/** The component wants Dates; the wall time goes in as if it were this computer's, and comes out the same way. @param {Date} stamp */
export const wallOf = (stamp) =>
  `${stamp.getFullYear()}-${String(stamp.getMonth() + 1).padStart(2, '0')}-${String(stamp.getDate()).padStart(2, '0')}T${String(stamp.getHours()).padStart(2, '0')}:${String(stamp.getMinutes()).padStart(2, '0')}:00`;
/** Asked for every card, though only a drag over free time shows it: the component's own way costs more than the card. @param {Date} start @param {Date} [end] */
export const spanOf = (start, end) => (end ? timeRange(wallOf(start), wallOf(end)) : time(wallOf(start)));
