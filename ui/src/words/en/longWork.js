// What takes long, and can be stopped.
export const longWork = {
  seconds: (/** @type {number} */ n) => `${n} s`,
  months: (/** @type {number} */ done, /** @type {number} */ of) => `${done} of ${of} months`,
  stop: 'Cancel',
  stopped: 'Cancelled. Nothing was changed.',
  backAgain: 'Cancelled. The screen is as it was.',
  again: 'Start again',
  writing: 'Writing the file',
};
