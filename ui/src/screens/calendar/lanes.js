// Appointments of one day that overlap stand beside each other.
import { minutesBetween } from '../../wall.js';

/** @typedef {import('../../wire-types.js').DayAppointment} DayAppointment */

/**
 * In order of time, each with its lane and how many lanes its neighbours need.
 * @param {DayAppointment[]} list
 * @returns {{one: DayAppointment, lane: number, of: number}[]}
 */
export function lanes(list) {
  /** @type {{one: DayAppointment, lane: number, of: number}[]} */
  const placed = [];
  /** Those that touch each other, directly or by a third. @type {typeof placed} */
  let group = [];
  let ends = '';
  const close = () => {
    const of = Math.max(0, ...group.map((each) => each.lane)) + 1;
    for (const each of group) each.of = of;
    group = [];
  };
  for (const one of [...list].sort((a, b) => a.starts_at.localeCompare(b.starts_at) || a.id.localeCompare(b.id))) {
    if (one.starts_at >= ends) close();
    const taken = new Set(group.filter((each) => each.one.ends_at > one.starts_at).map((each) => each.lane));
    let lane = 0;
    while (taken.has(lane)) lane += 1;
    const each = { one, lane, of: 1 };
    group.push(each);
    placed.push(each);
    if (one.ends_at > ends) ends = one.ends_at;
  }
  close();
  return placed;
}

/** The shortest visit decides how tall a minute must be, so that it can be hit. @param {DayAppointment[]} list @returns {number} pixels */
export const minuteHeight = (list) => (list.some((one) => minutesBetween(one.starts_at, one.ends_at) < 15) ? 2.6 : 1.8);
