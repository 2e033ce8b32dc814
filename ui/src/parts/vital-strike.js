import { html } from 'lit';
import { dateTime } from '../format.js';
import { words } from '../words/en.js';
import { StrikeDialog } from './strike-dialog.js';
import { kindName, withUnit } from './vitals-values.js';

/** @typedef {import('./vitals-values.js').Vital} Vital */

/** A number that was entered in error, with the reason. @param {Vital} vital */
export function openStrikeVital(vital) {
  if (document.querySelector('cd-strike-vital')) return Promise.resolve(undefined);
  const dialog = /** @type {StrikeVital} */ (document.createElement('cd-strike-vital'));
  dialog.vital = vital;
  return dialog.open();
}

class StrikeVital extends StrikeDialog {
  constructor() {
    super();
    /** @type {Vital | null} */
    this.vital = null;
  }

  heading() {
    return words.vitals.struckTitle;
  }

  subheading() {
    const { vital } = this;
    return vital ? html`<p class="muted"><strong>${kindName(vital.kind)} ${withUnit(vital)}</strong> · <span class="number">${dateTime(vital.measured_at)}</span> · ${vital.entered_by}</p>` : html``;
  }

  operation() {
    return this.vital && { op: 'strike_vital', vital_id: this.vital.id };
  }
}

customElements.define('cd-strike-vital', StrikeVital);
