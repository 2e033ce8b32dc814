import { html, nothing } from 'lit';
import { words } from '../words/en.js';
import { awayAllDay, whatInWords } from './absence.js';

/**
 * The head of a column: who and where (or which room, and for how many), and how many wait for them.
 * @param {import('./day-shown.js').ShownColumn} column
 * @param {number} waiting
 */
export function headContent(column, waiting) {
  // Away the whole day: that says more than the room.
  const away = awayAllDay(column);
  const where = away ? html`<span class="head-more head-away ellipsis" title=${whatInWords(away)}>${whatInWords(away)}</span>` : html`<span class="head-more ellipsis">${column.more}</span>`;
  return html`<span class="head-name" title=${column.name}><span class="ellipsis">${column.title}</span>${column.mine ? html`<span class="head-mine">${words.today.mine}</span>` : nothing}
      ${waiting ? html`<span class="head-waiting" title=${words.today.waitingCount(waiting)}>${waiting}<span class="head-word"> ${words.today.waitingWord}</span></span>` : nothing}</span>
    ${where}`;
}
