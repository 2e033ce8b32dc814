// One person in the house: number, who, with whom and where, how long already, and what comes next.
import { html, nothing } from 'lit';
import { app } from '../app.js';
import { date, time } from '../format.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';
import { facts } from './facts.js';

/** @typedef {import('../wire-types.js').WaitingRow} WaitingRow */
/**
 * @typedef {object} Around
 * @property {boolean} stop where Tab goes in @property {boolean} namesake @property {import('./actions.js').Action|null} step what comes next
 * @property {() => void} focused @property {(id: string, anchor: Element) => void} act @property {(anchor: Element|{x: number, y: number}) => void} menu
 */

/** Whom the patient waits for, or is with. @param {WaitingRow} row */
function whom(row) {
  const w = words.waiting;
  if (!row.for_anyone) return row.practitioner_name;
  return row.specialty_name ? w.anyoneIn(row.specialty_name) : w.anyone;
}

/** @param {WaitingRow} row @param {Around} around */
export function waitingRow(row, { stop, namesake, step, focused, act, menu }) {
  const w = words.waiting;
  const minutes = app.minutesSince(row.status_since);
  const isLate = row.status === 'arrived' && minutes > (app.clinic?.waiting_limit_minutes ?? 20);
  const born = namesake ? date(row.birth_date) : row.birth_date?.slice(0, 4);
  const room = row.status === 'in_room' ? row.room_name : null;
  // Where first: that is what is asked about somebody who was called in.
  const whereAndWho = [room, whom(row), row.walk_in ? w.walkIn : time(row.starts_at), born];
  return html`<li class="waiting-row" data-row=${row.id} @contextmenu=${(/** @type {MouseEvent} */ event) => {
      event.preventDefault();
      menu({ x: event.clientX, y: event.clientY });
    }}>
    <span class="waiting-ticket number" aria-hidden="true">${row.ticket ?? '–'}</span>
    <span class="waiting-top"><a class="waiting-open" href="/patients/${row.patient_id}" tabindex=${stop ? 0 : -1} title=${w.openPatient} @focus=${focused}>
      <span class="waiting-name"><span class="ellipsis"><b>${row.family || row.given || row.name}</b>${row.family && row.given ? `, ${row.given}` : ''}</span>${row.has_allergy ? html` <span class="allergy" title=${words.today.allergy}>${icon('allergy', { size: 13 })}<span class="visually-hidden">${words.today.allergy}</span></span>` : nothing}</span>
      <span class="waiting-facts number">${facts(whereAndWho)}</span>
      ${row.note && row.walk_in ? html`<span class="waiting-facts">${row.note}</span>` : nothing}
      <span class="visually-hidden">${row.ticket ? w.ticket(row.ticket) : w.noTicket}</span>
    </a>
    ${isLate
      ? html`<span class="queue-late">${icon('clock', { size: 13 })}<span aria-hidden="true">${words.today.minutesWaiting(minutes)}</span><span class="visually-hidden">${words.today.pastLimit(minutes)}</span></span>`
      : html`<span class="waiting-minutes number">${words.today.minutesWaiting(minutes)}</span>`}</span>
    <span class="waiting-acts">
      ${step ? html`<button type="button" class="button small" tabindex=${stop ? 0 : -1} data-act=${step.id} aria-label="${step.words}, ${row.name}" @click=${(/** @type {any} */ event) => act(step.id, event.currentTarget)}>${step.words}</button>` : nothing}
      <button type="button" class="icon-button" tabindex=${stop ? 0 : -1} aria-haspopup="menu" aria-label=${w.more(row.name)} @click=${(/** @type {any} */ event) => menu(event.currentTarget)}>${icon('more')}</button>
    </span>
  </li>`;
}
