import { html } from 'lit';
import { date } from '../format.js';
import { words } from '../words/en.js';
import { StrikeDialog } from './strike-dialog.js';
import { byOf, nameOf } from './vaccination-text.js';

/** @typedef {import('./vaccination-text.js').Line} Line */

/** A vaccination that was entered in error, with the reason. @param {Line} line */
export function openStrikeVaccination(line) {
  if (document.querySelector('cd-strike-vaccination')) return Promise.resolve(undefined);
  const dialog = /** @type {StrikeVaccination} */ (document.createElement('cd-strike-vaccination'));
  dialog.line = line;
  return dialog.open();
}

class StrikeVaccination extends StrikeDialog {
  constructor() {
    super();
    /** @type {Line | null} */
    this.line = null;
  }

  heading() {
    return words.entries.struckTitle;
  }

  subheading() {
    const { line } = this;
    return line ? html`<p class="muted"><strong>${nameOf(line)}</strong> · <span class="number">${date(line.given_on)}</span> · ${byOf(line) || line.entered_by}</p>` : html``;
  }

  operation() {
    return this.line && { op: 'strike_vaccination', vaccination_id: this.line.vaccination_id };
  }
}

customElements.define('cd-strike-vaccination', StrikeVaccination);
