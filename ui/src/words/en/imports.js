// Tables that come in, and lists of diagnosis codes.
export const tableImport = {
  choose: 'Choose a file…',
  chooseOther: 'Choose another file…',
  reading: 'Reading the table',
  taken: (/** @type {number} */ n, /** @type {number} */ of) => `${n.toLocaleString('en-GB')} of ${of.toLocaleString('en-GB')} are taken…`,
  partly: (/** @type {number} */ n, /** @type {number} */ part, /** @type {number} */ of) => `It stopped at part ${part} of ${of}. ${n.toLocaleString('en-GB')} were taken and stay.`,
  goOn: (/** @type {number} */ part, /** @type {number} */ of) => `Continue from part ${part} of ${of}`,
};

/** Medicines from a table. */
export const medicineImport = {
  open: 'From a table…',
  openHint: 'A CSV file with this clinic’s medicines. You see each line before it is taken.',
  title: 'Medicines from a table',
  lead: 'A CSV file as spreadsheets save it. Its first line names the columns; name and ingredient are needed, the order does not matter.',
  head: 'name, ingredient, strength, form, dose, family',
  lines: 'Lines of the table',
  line: 'Line',
  standing: 'What happens',
  standings: { new: 'Is added', there: 'On the list already', twice: 'Stands above already', wrong: 'Left out' },
  sum: (/** @type {number} */ fresh, /** @type {number} */ there, /** @type {number} */ wrong) => [`${fresh} new`, `${there} there already`, ...(wrong ? [`${wrong} left out, because something is wrong`] : [])].join(' · '),
  more: (/** @type {number} */ n) => `and ${n} more`,
  submit: (/** @type {number} */ n) => (n === 1 ? 'Add 1 medicine' : n ? `Add ${n} medicines` : 'Add medicines'),
  done: (/** @type {number} */ n) => (n === 1 ? 'Added 1 medicine' : `Added ${n} medicines`),
};

/** A list of codes from a table. */
export const codeImport = {
  title: 'Diagnosis codes from a table',
  lead: 'A CSV file as spreadsheets save it, with a code and its words in each line. A list of the same name is replaced; what was diagnosed keeps its words.',
  head: 'code, title',
  name: 'Name of the list',
  nameHint: 'For example ICPC-2.',
  edition: 'Edition',
  editionHint: 'For example 2026, or 7.',
  lines: 'Some lines of the table',
  code: 'Code',
  what: 'Words',
  taken: 'Is taken',
  twice: 'The code stands above already',
  sum: (/** @type {number} */ codes, /** @type {number} */ out) => [codes === 1 ? '1 code' : `${codes.toLocaleString('en-GB')} codes`, ...(out ? [`${out} left out`] : [])].join(' · '),
  submit: (/** @type {number} */ n) => (n === 1 ? 'Take 1 code' : n ? `Take ${n.toLocaleString('en-GB')} codes` : 'Take the codes'),
  done: (/** @type {number} */ n) => (n === 1 ? 'Took 1 code' : `Took ${n.toLocaleString('en-GB')} codes`),
};

/** The clinic's lists of codes. */
export const codeLists = {
  lead: 'What is found when a diagnosis is typed. A list that is not searched stays: nothing that was diagnosed changes.',
  add: 'Add a list',
  shipped: 'ICD-10-CM',
  withProgram: 'comes with the program',
  name: 'List',
  edition: 'Edition',
  codes: 'Codes',
  search: 'Search',
  searched: 'Searched',
  notSearched: 'Not searched',
  searchOne: (/** @type {string} */ name) => `Search ${name}`,
  replace: 'Replace…',
  replaceOne: (/** @type {string} */ name) => `Replace ${name}`,
  usedDone: (/** @type {string} */ name) => `${name} is searched`,
  unusedDone: (/** @type {string} */ name) => `${name} is no longer searched`,
};
