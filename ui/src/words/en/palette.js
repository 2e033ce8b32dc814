/** Words of the command palette and of the sheet of keys. */
export const palette = {
  title: 'Find or do',
  placeholder: 'Type a name, number, phone or a command',
  patients: 'Patients',
  recent: 'Last opened patients',
  commands: 'Commands',
  nothing: (/** @type {string} */ text) => `Nothing found by “${text}”.`,
  next: (/** @type {string} */ when) => `next ${when}`,
  noNext: 'nothing booked',
  results: (/** @type {number} */ n) => (n === 1 ? '1 result' : `${n} results`),
  choose: 'choose',
  open: 'open',
  close: 'close',
};

export const keySheet = {
  title: 'Keys',
  intro: 'Single letters act only when you are not typing in a field.',
  off: 'Single letters are switched off for you.',
  everywhere: 'Everywhere',
  patient: 'A patient’s page',
  then: 'then',
  or: 'or',
  also: 'In every form',
  close: 'Close',
  fixed: [
    { keys: ['Enter'], words: 'Save, book, choose' },
    { keys: ['Esc'], words: 'Close without saving' },
    { keys: ['Tab'], words: 'Next field' },
    { keys: ['Ctrl+Z'], words: 'Inside a field: undo typing' },
  ],
};

/** Words that every dialog shares. */
export const modal = {
  typedFound: (/** @type {string} */ when) => `Typed here on ${when} and never saved.`,
  takeTyped: 'Take it over',
  dropTyped: 'Throw it away',
  close: 'Close',
  cancel: 'Cancel',
  discard: 'Throw away what you typed?',
  keepTyping: 'Keep typing',
  throwAway: 'Throw away',
};

export const dateInput = {
  unclear: (/** @type {string} */ example) => `Not a date. Write it like ${example}.`,
  missing: 'Give a date.',
  hint: (/** @type {string} */ example) => `Like ${example}`,
};
