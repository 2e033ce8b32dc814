import { html } from 'lit';
import { date } from '../format.js';
import { StrikeDialog, openStrike } from './strike-dialog.js';
import { byOf, nameOf } from './vaccination-text.js';

/** @typedef {import('./vaccination-text.js').Line} Line */

/** A vaccination that was entered in error, with the reason. @param {Line} line */
export const openStrikeVaccination = (line) => openStrike('cd-strike-vaccination', line);

class StrikeVaccination extends StrikeDialog {
  subheading() {
    const line = /** @type {Line | null} */ (this.line);
    return line ? html`<p class="muted"><strong>${nameOf(line)}</strong> · <span class="number">${date(line.given_on)}</span> · ${byOf(line) || line.entered_by}</p>` : html``;
  }

  operation() {
    return this.line && { op: 'strike_vaccination', vaccination_id: this.line.vaccination_id };
  }
}

customElements.define('cd-strike-vaccination', StrikeVaccination);
