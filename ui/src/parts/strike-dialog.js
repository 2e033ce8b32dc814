import { words } from '../words/en.js';
import { ReasonDialog } from './reason-dialog.js';

const w = words.entries;

/** Marks an entry as entered in error, with the reason. Subclasses say what it is: `heading()`, `subheading()`, `operation()`. */
export class StrikeDialog extends ReasonDialog {
  get asks() {
    return { why: w.why, hint: w.whyHint, most: 500, button: w.strike, done: w.struck };
  }
}
