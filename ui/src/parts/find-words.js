// Finding in a short list by words in any order, each from its beginning, whatever accents they have.

/** @param {string} text */
export const wordsOf = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);

/**
 * Those that have every typed word: first where the names alone have them, each in the order of the list.
 * @template T
 * @param {T[]} rows @param {string} typed @param {(row: T) => string} name @param {(row: T) => string} rest
 * @returns {T[]}
 */
export function findByWords(rows, typed, name, rest) {
  const wanted = wordsOf(typed);
  const has = (/** @type {string} */ text) => {
    const words = wordsOf(text);
    return wanted.every((one) => words.some((word) => word.startsWith(one)));
  };
  const named = rows.filter((row) => has(name(row)));
  return [...named, ...rows.filter((row) => !named.includes(row) && has(`${name(row)} ${rest(row)}`))];
}
