import { html } from 'lit';
import { dateTime } from '../format.js';
import { words } from '../words/en.js';
import { StrikeDialog } from './strike-dialog.js';

/** @typedef {import('../bindings/Visit').Visit} Visit */

/** A visit that was entered in error, with the reason. @param {Visit} visit @returns {Promise<boolean | undefined>} */
export function openStrikeVisit(visit) {
  if (document.querySelector('cd-strike-visit')) return Promise.resolve(undefined);
  const dialog = /** @type {StrikeVisit} */ (document.createElement('cd-strike-visit'));
  dialog.visit = visit;
  return dialog.open();
}

class StrikeVisit extends StrikeDialog {
  constructor() {
    super();
    /** @type {Visit | null} */
    this.visit = null;
  }

  heading() {
    return words.visits.strikeTitle;
  }

  subheading() {
    return html`<p class="muted"><strong>${this.visit?.patient}</strong> · <span class="number">${dateTime(this.visit?.visited_at ?? '')}</span></p><p class="muted">${this.visit?.status === 'signed' ? words.visits.strikeWithSigned : words.visits.strikeWith}</p>`;
  }

  operation() {
    return this.visit && { op: 'strike_visit', visit_id: this.visit.visit_id, version: this.visit.version };
  }
}

customElements.define('cd-strike-visit', StrikeVisit);
