// What takes long, and can be stopped.
export const longWork = {
  taking: (/** @type {string} */ what, /** @type {number} */ seconds) => `${what}: ${seconds} s`,
  stop: 'Stop',
  stopped: 'Stopped. Nothing was changed.',
  again: 'Start again',
  writing: 'Writing the file',
};
