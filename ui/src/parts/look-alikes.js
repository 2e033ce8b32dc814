import { html, nothing } from 'lit';
import { View } from '../element.js';
import { ask } from '../ipc.js';
import { words } from '../words/en.js';
import { patientFacts } from './patient-text.js';
import './look-alikes.css';

/** @typedef {import('../wire-types.js').PatientLine & {why: ('name' | 'birth_date' | 'phone')[]}} LookAlike */

const PAUSE_MS = 250;

/** Shows who is already here and alike, as it is typed. Warns, never blocks: namesakes and twins exist. Fires `choose`. */
export class LookAlikes extends View {
  static properties = { names: {}, birth: {}, phone: {}, butNot: {}, verb: {}, rows: { state: true } };

  constructor() {
    super();
    /** @type {{given?: string | null, family?: string | null}} */
    this.names = {};
    /** @type {string | null} */
    this.birth = null;
    this.phone = '';
    /** @type {string | null} */
    this.butNot = null;
    this.verb = '';
    /** @type {LookAlike[]} */
    this.rows = [];
    this.asked = '';
    this.turn = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  updated() {
    const { given, family } = this.names;
    const question = { names: { given: given || null, family: family || null }, birth_date: this.birth, phone: this.phone.replace(/\D/g, '').length >= 5 ? this.phone : null, but_not: this.butNot };
    const key = JSON.stringify(question);
    if (key === this.asked) return;
    this.asked = key;
    clearTimeout(this.timer);
    this.turn += 1;
    const { turn } = this;
    const enough = `${given ?? ''}${family ?? ''}`.length >= 2 || question.phone;
    if (!enough) {
      this.rows = [];
      return;
    }
    this.timer = setTimeout(async () => {
      // Without an answer the form goes on: this is advice.
      const rows = await ask({ ask: 'look_alikes', ...question }).catch(() => []);
      if (turn === this.turn) this.rows = rows.slice(0, 4);
    }, PAUSE_MS);
  }

  render() {
    return html`<div role="status">${this.rows.length ? html`
      <div class="look-alikes">
        <p class="look-alikes-title">${words.patientForm.lookAlikes}</p>
        <ul>
          ${this.rows.map(
            (row) => html`<li>
              <div class="grow">
                <p class="look-alike-name">${row.name}</p>
                <p class="muted small">${patientFacts(row)}</p>
              </div>
              <span class="look-alike-why">${row.why.map((why) => words.book.lookAlikeWhy[why]).join(', ')}</span>
              <button type="button" class="button small" aria-label="${this.verb}: ${row.name}" @click=${() => this.dispatchEvent(new CustomEvent('choose', { detail: row }))}>${this.verb}</button>
            </li>`,
          )}
        </ul>
      </div>` : nothing}</div>`;
  }
}

customElements.define('cd-look-alikes', LookAlikes);
