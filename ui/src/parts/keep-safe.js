// What brings a clinic in a file back when its computer breaks: the recovery key and a copy, for an administrator to save.
import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { icon } from '../icons.js';
import { command } from '../ipc.js';
import { say as sayError } from '../messages.js';
import { words } from '../words/en.js';
import './keep-safe.css';

const say = words.keepSafe;
const COMMANDS = /** @type {const} */ ({ recovery_key: 'save_recovery_key', clinic_copy: 'save_clinic_copy' });

/** @typedef {keyof typeof COMMANDS} What */

/** Whether there is such a file, and whoever sits here may have its key and copies. */
export const canKeepSafe = () => app.boot?.phase === 'open' && app.boot.connection?.kind === 'file' && app.is('admin');

class KeepSafe extends View {
  static properties = { busy: { state: true }, saved: { state: true }, problem: { state: true } };

  constructor() {
    super();
    /** @type {What|null} */
    this.busy = null;
    /** @type {What[]} */
    this.saved = [];
    /** @type {{what: What, error: any}|null} */
    this.problem = null;
  }

  /** @param {What} what */
  async save(what) {
    if (this.busy) return;
    this.busy = what;
    this.problem = null;
    this.saved = this.saved.filter((one) => one !== what);
    try {
      const { saved } = await command(COMMANDS[what]);
      if (saved) this.saved = [...this.saved, what];
    } catch (error) {
      this.problem = { what, error };
    }
    this.busy = null;
  }

  /** @param {What} what */
  renderOne(what) {
    const about = say[what];
    const busy = this.busy === what;
    return html`
      <li class="keep-safe-one">
        <div class="keep-safe-what"><h3>${about.title}</h3><p class="muted small">${about.text}</p></div>
        <button type="button" class="button" aria-busy=${busy} ?disabled=${this.busy !== null} @click=${() => this.save(what)}>${icon(what === 'recovery_key' ? 'key' : 'file')}${busy ? about.saving : about.save}</button>
        <p class="keep-safe-state small" role="status">${this.saved.includes(what) ? html`${icon('check')}<span>${about.saved}</span>` : nothing}</p>
        ${this.problem?.what === what ? html`<p class="error small" role="alert">${sayError(this.problem.error)}</p>` : nothing}
      </li>
    `;
  }

  render() {
    return html`<p>${say.lead}</p><ul class="keep-safe-list">${this.renderOne('recovery_key')}${this.renderOne('clinic_copy')}</ul>`;
  }
}

customElements.define('cd-keep-safe', KeepSafe);
