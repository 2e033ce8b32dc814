// What takes long, and can be stopped.
export const longWork = {
  seconds: (/** @type {number} */ n) => `${n} s`,
  stop: 'Stop',
  stopped: 'Stopped. Nothing was changed.',
  again: 'Start again',
  writing: 'Writing the file',
};
