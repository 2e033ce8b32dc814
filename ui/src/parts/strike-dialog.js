import { words } from '../words/en.js';
import { ReasonDialog } from './reason-dialog.js';

const w = words.entries;

/** Marks an entry as entered in error, with the reason. Subclasses say what it is: `subheading()`, `operation()`. */
export class StrikeDialog extends ReasonDialog {
  constructor() {
    super();
    /** What was entered in error. @type {any} */
    this.line = null;
  }

  heading() {
    return w.struckTitle;
  }

  get asks() {
    return { why: w.why, hint: w.whyHint, most: 500, button: w.strike, done: w.struck };
  }
}

/** One at a time. @param {string} name of its element @param {any} line */
export function openStrike(name, line) {
  if (document.querySelector(name)) return Promise.resolve(undefined);
  const dialog = /** @type {StrikeDialog} */ (document.createElement(name));
  dialog.line = line;
  return dialog.open();
}
