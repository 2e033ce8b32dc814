// Words of looking for a free time in Book and Move.
export const finder = {
  wide: 'Look wider',
  narrow: 'Only as chosen',
  who: 'With',
  only: (/** @type {string} */ name) => `Only ${name}`,
  anyone: 'Anybody',
  specialty: (/** @type {string} */ name) => `Anybody of ${name}`,
  some: 'Any of several',
  part: 'Time of day',
  parts: { any: 'Any time', morning: 'Mornings', afternoon: 'Afternoons' },
  kind: 'Room',
  asChosen: 'As chosen',
  anyOf: (/** @type {string} */ kind) => `Any: ${kind}`,
  until: (/** @type {string} */ date) => `Until ${date}`,
  days: 'Only on these days',
  none: 'Nothing is free with these wishes in the next half year. Take one of them back.',
};
