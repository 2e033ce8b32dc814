// Words of finding a diagnosis code.
export const codes = {
  label: 'Add diagnosis',
  hint: 'Words in any order, or a code',
  often: 'used before',
  own: (/** @type {string} */ typed) => `“${typed}”, without a code`,
  found: (/** @type {number} */ n) => (n === 1 ? '1 match' : `${n} matches`),
};
