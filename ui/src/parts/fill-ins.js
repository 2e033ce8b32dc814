// Fill-in fields of a note: what stands in brackets, like [side] or […]. A number in brackets is a value or a range, and no field.
import { TEXTS } from './visit-values.js';

/** @typedef {{start: number, end: number, text: string}} FillIn */

const FILL_IN = /\[(?:[^\S\n]*|\.{2,3}|[^\S\n]*[^[\]\n\d\s.,<>≤≥+−–-][^[\]\n]{0,199})\]/gu;

/** In the order they stand. @param {string} text @returns {FillIn[]} */
export const fillIns = (text) => [...text.matchAll(FILL_IN)].map((found) => ({ start: found.index, end: found.index + found[0].length, text: found[0] }));

/** What is not filled in yet, by the part of the visit. @param {Record<string, any>} values @returns {{name: string, open: FillIn[]}[]} */
export const unfilled = (values) => TEXTS.map((name) => ({ name, open: fillIns(values[name] ?? '') })).filter(({ open }) => open.length > 0);

/** @param {Record<string, any>} values */
export const countUnfilled = (values) => unfilled(values).reduce((sum, { open }) => sum + open.length, 0);

/**
 * The fill-in field after the caret of one text, or in a text after it; backwards the one before.
 * @param {HTMLTextAreaElement[]} areas in their order on the page @param {HTMLTextAreaElement} here @param {boolean} [back]
 * @returns {{area: HTMLTextAreaElement, fillIn: FillIn} | null}
 */
export function nextFillIn(areas, here, back = false) {
  const { selectionStart: start, selectionEnd: end } = here;
  const inside = (/** @type {FillIn} */ one) => (back ? one.end <= start : start === end ? one.end > end : one.start >= end);
  const order = back ? areas.slice(0, areas.indexOf(here) + 1).reverse() : areas.slice(areas.indexOf(here));
  for (const area of order) {
    const open = fillIns(area.value).filter((one) => area !== here || inside(one));
    if (open.length) return { area, fillIn: /** @type {FillIn} */ (open.at(back ? -1 : 0)) };
  }
  return null;
}
