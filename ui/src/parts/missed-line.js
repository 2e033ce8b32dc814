import { html, nothing } from 'lit';
import { words } from '../words/en.js';
import './missed-line.css';

/**
 * How often this patient did not come, or cancelled too late: for the head of their page and the forms that book. Nothing where nothing was missed.
 * @param {import('../wire-types.js').Missed|null|undefined} missed
 */
export function missedLine(missed) {
  if (!missed || missed.no_shows + missed.late_cancels === 0) return nothing;
  return html`<p class="missed-line number">
    ${missed.no_shows ? html`<span class="missed">${words.missed.noShows(missed.no_shows, missed.no_shows_year)}</span>` : nothing}
    ${missed.late_cancels ? html`<span class="missed" title=${words.missed.lateHint}>${words.missed.lateCancels(missed.late_cancels, missed.late_cancels_year)}</span>` : nothing}
  </p>`;
}
