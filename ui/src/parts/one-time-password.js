import { html } from 'lit';
import { words } from '../words/en.js';
import { textField } from './fields.js';

const say = words.admin.people;

/** Letters and figures that nobody mistakes for one another when they are read out. */
const CLEAR = 'abcdefghjkmnpqrstuvwxyz23456789';

/** "k7mf-q2xp-w9hd": easy to read out, good for one use. */
export function suggestPassword() {
  const random = crypto.getRandomValues(new Uint32Array(12));
  const letters = [...random].map((number) => CLEAR[number % CLEAR.length]).join('');
  return [letters.slice(0, 4), letters.slice(4, 8), letters.slice(8)].join('-');
}

/** A password that is told to somebody, so it is shown while it is typed. @param {import('./form.js').Form} form */
export function oneTimePassword(form) {
  return html`
    <div class="one-time">
      ${textField({ ...form.bind('password'), label: say.password, hint: say.passwordHint, spellcheck: false })}
      <button type="button" class="button" @click=${() => form.set('password', suggestPassword())}>${say.suggest}</button>
    </div>
  `;
}
