// Names of one script inside sentences of another. A name written from right to left would pull the numbers and points
// that follow it to its other side; between these marks it keeps to itself.

/** First strong isolate … pop directional isolate. */
const [FROM, TO] = ['\u2068', '\u2069'];
const FROM_THE_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]|[\ud802\ud803\ud83a\ud83b][\udc00-\udfff]/;

/** Only where it matters, so that all other text stays as it was typed. @param {string} text */
export const isolated = (text) => (FROM_THE_RIGHT.test(text) && !text.startsWith(FROM) ? `${FROM}${text}${TO}` : text);

/** Facts side by side, each on its own: "30 min · Dr Chen · Room 3". @param {unknown[]} list */
export const dotted = (list) => list.filter(Boolean).map((one) => isolated(String(one))).join(' · ');

/** Everything a sentence is given: a name, a list of them, what an error carries. @param {any} given @returns {any} */
function isolatedIn(given) {
  if (typeof given === 'string') return isolated(given);
  if (Array.isArray(given)) return given.map(isolatedIn);
  if (given && Object.getPrototypeOf(given) === Object.prototype) return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, isolatedIn(value)]));
  return given;
}

/**
 * The words, whose sentences keep what is put into them to itself.
 * @template T
 * @param {T} words
 * @returns {T}
 */
export function isolating(words) {
  if (typeof words === 'function') return /** @type {any} */ ((/** @type {any[]} */ ...given) => words(...given.map(isolatedIn)));
  if (Array.isArray(words)) return /** @type {any} */ (words.map(isolating));
  if (words && typeof words === 'object') return /** @type {any} */ (Object.fromEntries(Object.entries(words).map(([key, value]) => [key, isolating(value)])));
  return words;
}
