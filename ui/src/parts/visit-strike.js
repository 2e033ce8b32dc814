import { html } from 'lit';
import { dateTime } from '../format.js';
import { words } from '../words/en.js';
import { StrikeDialog, openStrike } from './strike-dialog.js';

/** @typedef {import('../bindings/Visit').Visit} Visit */

/** A visit that was entered in error, with the reason. @param {Visit} visit @returns {Promise<boolean | undefined>} */
export const openStrikeVisit = (visit) => openStrike('cd-strike-visit', visit);

class StrikeVisit extends StrikeDialog {
  heading() {
    return words.visits.strikeTitle;
  }

  subheading() {
    const visit = /** @type {Visit | null} */ (this.line);
    return html`<p class="muted"><strong>${visit?.patient}</strong> · <span class="number">${dateTime(visit?.visited_at ?? '')}</span></p><p class="muted">${visit?.status === 'signed' ? words.visits.strikeWithSigned : words.visits.strikeWith}</p>`;
  }

  operation() {
    return this.line && { op: 'strike_visit', visit_id: this.line.visit_id, version: this.line.version };
  }
}

customElements.define('cd-strike-visit', StrikeVisit);
