import { html } from 'lit';
import { ask } from '../ipc.js';
import { words } from '../words/en.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';
import { wallText } from './series-visits.js';

/** @typedef {import('../wire-types.js').DayAppointment} DayAppointment */
/** @typedef {'one' | 'following' | 'all'} Scope */

/**
 * Which visits of a series a change is for; asked once, before its dialog. Anything that is no series, or the last of one, is `one`.
 * @param {DayAppointment} appointment
 * @param {'move' | 'cancel' | 'edit'} what
 * @returns {Promise<Scope | undefined>} undefined: the person thought better of it
 */
export async function askScope(appointment, what) {
  if (!appointment.series_id || !['booked', 'confirmed'].includes(appointment.status)) return 'one';
  const detail = await ask({ ask: 'appointment', id: appointment.id }).catch(() => null);
  const place = detail?.series;
  if (!place || place.all < 2) return 'one';
  const dialog = /** @type {SeriesScope} */ (document.createElement('cd-series-scope'));
  Object.assign(dialog, { appointment, what, place });
  return dialog.open();
}

export class SeriesScope extends Modal {
  constructor() {
    super();
    /** @type {DayAppointment | null} */
    this.appointment = null;
    /** @type {'move' | 'cancel' | 'edit'} */
    this.what = 'move';
    this.place = { number: 1, of: 1, following: 1, all: 1 };
  }

  size() {
    return 'small';
  }

  heading() {
    return words.series.scopeTitle[this.what];
  }

  subheading() {
    const { appointment, place } = this;
    return html`<p class="muted number"><strong>${appointment?.name}</strong> · ${wallText(appointment?.starts_at ?? '')} · ${words.series.place(place.number, place.of)}</p>`;
  }

  /** In the order of their keys. @returns {Scope[]} */
  scopes() {
    return this.place.following > 1 && this.place.following < this.place.all ? ['one', 'following', 'all'] : ['one', 'all'];
  }

  /** Enter on what has the focus; the first one has it when the dialog opens. */
  submit() {
    this.close('one');
  }

  /** @param {KeyboardEvent} event */
  onKeydown(event) {
    const scope = event.ctrlKey || event.altKey || event.metaKey ? undefined : this.byKey(event.key);
    if (!scope) {
      super.onKeydown(event);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    this.close(scope);
  }

  /** 1, 2, 3 as on the buttons, also where the middle one is not there. @param {string} key */
  byKey(key) {
    const scope = (/** @type {Record<string, Scope>} */ ({ 1: 'one', 2: 'following', 3: 'all' }))[key];
    return this.scopes().includes(scope) ? scope : undefined;
  }

  body() {
    const { following, all } = this.place;
    const label = { one: words.series.scope.one, following: words.series.scope.following(following), all: words.series.scope.all(all) };
    const key = { one: '1', following: '2', all: '3' };
    return html`<div class="scopes">${this.scopes().map((scope) => html`<button type="button" class="button ${scope === 'one' ? 'primary' : ''}" ?data-first=${scope === 'one'} data-scope=${scope} @click=${() => this.close(scope)}><span>${label[scope]}</span>${caps(key[scope])}</button>`)}</div>
      <p class="muted">${words.series.scopeBody[this.what]}</p>`;
  }
}

customElements.define('cd-series-scope', SeriesScope);
