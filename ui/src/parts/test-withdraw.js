import { html } from 'lit';
import { words } from '../words/en.js';
import { ReasonDialog } from './reason-dialog.js';

/** @typedef {import('../bindings/TestRequestLine').TestRequestLine} Line */

const w = words.tests;

/** A test that is not wanted any more, with the reason. @param {Line} line */
export function openWithdrawTest(line) {
  if (document.querySelector('cd-withdraw-test')) return Promise.resolve(undefined);
  const dialog = /** @type {WithdrawTest} */ (document.createElement('cd-withdraw-test'));
  dialog.line = line;
  return dialog.open();
}

class WithdrawTest extends ReasonDialog {
  constructor() {
    super();
    /** @type {Line | null} */
    this.line = null;
  }

  get asks() {
    return { why: w.why, hint: w.whyHint, most: 300, button: w.withdrawSave, done: w.withdrawDone(this.line?.what ?? '') };
  }

  heading() {
    return w.withdrawTitle;
  }

  subheading() {
    return html`<p class="muted"><strong>${this.line?.what}</strong></p>`;
  }

  operation() {
    const { line } = this;
    return line && { op: 'withdraw_test', request_id: line.request_id, version: line.version };
  }
}

customElements.define('cd-withdraw-test', WithdrawTest);
