import { html } from 'lit';
import { dateTime } from '../format.js';
import { words } from '../words/en.js';
import { StrikeDialog, openStrike } from './strike-dialog.js';
import { kindName, withUnit } from './vitals-values.js';

/** @typedef {import('./vitals-values.js').Vital} Vital */

/** A number that was entered in error, with the reason. @param {Vital} vital */
export const openStrikeVital = (vital) => openStrike('cd-strike-vital', vital);

class StrikeVital extends StrikeDialog {
  heading() {
    return words.vitals.struckTitle;
  }

  subheading() {
    const vital = /** @type {Vital | null} */ (this.line);
    return vital ? html`<p class="muted"><strong>${kindName(vital.kind)} ${withUnit(vital)}</strong> · <span class="number">${dateTime(vital.measured_at)}</span> · ${vital.entered_by}</p>` : html``;
  }

  operation() {
    return this.line && { op: 'strike_vital', vital_id: this.line.id };
  }
}

customElements.define('cd-strike-vital', StrikeVital);
