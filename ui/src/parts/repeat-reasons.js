import { html } from 'lit';
import { words } from '../words/en.js';
import { ReasonDialog } from './reason-dialog.js';
import { askedText } from './repeat-line.js';

/** @typedef {import('../bindings/RepeatLine').RepeatLine} RepeatLine */

const w = words.repeats;

/** @param {string} name @param {RepeatLine} line */
function openWith(name, line) {
  if (document.querySelector(name)) return Promise.resolve(undefined);
  const dialog = /** @type {RepeatReason} */ (document.createElement(name));
  dialog.line = line;
  return dialog.open();
}

/** The patient takes it back, or it was noted in error. @param {RepeatLine} line */
export const openWithdrawRepeat = (line) => openWith('cd-repeat-withdraw', line);

/** The doctor does not give it, with what the desk tells the patient. @param {RepeatLine} line */
export const openRefuseRepeat = (line) => openWith('cd-repeat-refuse', line);

class RepeatReason extends ReasonDialog {
  constructor() {
    super();
    /** @type {RepeatLine | null} */
    this.line = null;
  }

  subheading() {
    const { line } = this;
    return line ? html`<p class="muted"><strong>${line.patient}</strong> · ${askedText(line)}</p>` : html``;
  }

  /** @param {string} op */
  about(op) {
    const { line } = this;
    return line && { op, repeat_id: line.repeat_id, version: line.version };
  }
}

class Withdraw extends RepeatReason {
  get asks() {
    return { why: w.withdrawWhy, hint: w.withdrawHint, most: 300, button: w.withdrawDo, done: w.withdrawDone };
  }

  heading() {
    return w.withdrawTitle;
  }

  operation() {
    return this.about('withdraw_repeat');
  }
}

class Refuse extends RepeatReason {
  get asks() {
    return { why: w.refuseWhy, hint: w.refuseHint, most: 300, button: w.refuseDo, done: w.refuseDone };
  }

  heading() {
    return w.refuseTitle;
  }

  operation() {
    return this.about('refuse_repeat');
  }
}

customElements.define('cd-repeat-withdraw', Withdraw);
customElements.define('cd-repeat-refuse', Refuse);
