import { html } from 'lit';
import { app, toast } from '../app.js';
import { command } from '../ipc.js';
import { icon } from '../icons.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { Modal } from './modal.js';

/** @typedef {'tickets'|'initials'} WallShow */

const KEY = 'wall';

/** What this workstation's wall screen shows. @returns {WallShow} */
export const wallShow = () => (localStorage.getItem(KEY) === 'initials' ? 'initials' : 'tickets');

/** Before this window becomes the screen on the wall: what it shows, and that leaving it asks for the password. */
export const openWallStart = () => /** @type {WallStart} */ (document.createElement('cd-wall-start')).open();

class WallStart extends Modal {
  constructor() {
    super();
    /** @type {WallShow} */
    this.shows = wallShow();
    this.working = false;
  }

  size() {
    return 'small';
  }

  heading() {
    return words.wall.title;
  }

  firstField() {
    return /** @type {HTMLElement|null} */ (this.querySelector('.segment input:checked'));
  }

  async submit() {
    if (this.working) return;
    this.working = true;
    localStorage.setItem(KEY, this.shows);
    try {
      const boot = await command('start_wall');
      this.close();
      // Not by the router: whoever unlocks comes back to where they were.
      history.replaceState(null, '', `/wall${location.search}`);
      app.accept(boot);
    } catch (error) {
      this.working = false;
      toast(say(/** @type {any} */ (error)), { kind: 'error' });
    }
  }

  body() {
    return html`<p>${words.wall.lead}</p>
      <div class="segments" role="radiogroup" aria-label=${words.wall.title}>${Object.entries(words.wall.show).map(([name, text]) => html`<label class="segment">
        <input type="radio" name="wall-show" value=${name} .checked=${this.shows === name} @change=${() => (this.shows = /** @type {WallShow} */ (name))} />${text}</label>`)}</div>`;
  }

  foot() {
    return html`<p class="modal-carried">${words.wall.leaveHint}</p><button type="button" class="button" @click=${() => this.close()}>${words.modal.cancel}</button>
      <button type="submit" class="button primary">${icon('wall')}${words.wall.title}</button>`;
  }
}
customElements.define('cd-wall-start', WallStart);
