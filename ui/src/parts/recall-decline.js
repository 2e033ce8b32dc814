import { html } from 'lit';
import { words } from '../words/en.js';
import { ReasonDialog } from './reason-dialog.js';
import { spanOf, whatOf } from './recall-text.js';

/** @typedef {import('./recall-text.js').RecallLine} RecallLine */

const w = words.recalls;

/** Ends a recall without a booking, with the reason. @param {RecallLine} line */
export function openDecline(line) {
  if (document.querySelector('cd-recall-decline')) return Promise.resolve(undefined);
  const dialog = /** @type {Decline} */ (document.createElement('cd-recall-decline'));
  dialog.line = line;
  return dialog.open();
}

class Decline extends ReasonDialog {
  constructor() {
    super();
    /** @type {RecallLine | null} */
    this.line = null;
  }

  get asks() {
    return { why: w.declineWhy, hint: w.declineHint, most: 300, button: w.decline, done: w.declined(this.line?.name ?? '') };
  }

  heading() {
    return w.declineTitle;
  }

  subheading() {
    const { line } = this;
    return line ? html`<p class="muted"><strong>${line.name}</strong> · <span class="number">${spanOf(line)}</span> · ${whatOf(line)}</p>` : html``;
  }

  operation() {
    const { line } = this;
    return line && { op: 'decline_recall', recall_id: line.recall_id, version: line.version };
  }
}

customElements.define('cd-recall-decline', Decline);
