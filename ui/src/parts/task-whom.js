// Whom a task is for, as a choice: everybody of a role, or one person.
import { html } from 'lit';
import { ask } from '../ipc.js';
import { words } from '../words/en.js';

/** @typedef {import('../bindings/Colleague').Colleague} Colleague */

/** @returns {Promise<Colleague[]>} */
export const colleagues = () => ask({ ask: 'colleagues' }).catch(() => []);

/** "role:nurse", "user:…" → as it is sent; null where nobody is chosen. @param {string} chosen */
export function taskFor(chosen) {
  const [kind, value] = chosen.split(':');
  return value ? (kind === 'role' ? { role: value } : { user_id: value }) : null;
}

/** As it is said: a name, or a role. @param {string} chosen @param {Colleague[]} people */
export function whomInWords(chosen, people) {
  const { role, user_id } = /** @type {any} */ (taskFor(chosen) ?? {});
  return role ? words.common.roles[/** @type {'nurse'} */ (role)] : (people.find((one) => one.user_id === user_id)?.name ?? '');
}

/** @param {{id: string, label: string, value: string, error?: string, people: Colleague[], first?: boolean, on: (value: string) => void}} options */
export function whomField({ id, label, value, error, people, first, on }) {
  const w = words.tasks;
  return html`<div class="field ${error ? 'has-error' : ''}">
    <label for=${id}>${label}</label>
    <select id=${id} ?data-first=${first} aria-invalid=${error ? 'true' : 'false'} aria-describedby="${id}-says" @change=${(/** @type {any} */ event) => on(event.target.value)}>
      <option value="" ?selected=${!value}>${w.choose}</option>
      <optgroup label=${w.everybody}>${Object.entries(words.common.roles).map(([role, name]) => html`<option value="role:${role}" ?selected=${value === `role:${role}`}>${name}</option>`)}</optgroup>
      <optgroup label=${w.people}>${people.map((one) => html`<option value="user:${one.user_id}" ?selected=${value === `user:${one.user_id}`}>${one.name}</option>`)}</optgroup>
    </select>
    <p class=${error ? 'message' : 'hint'} id="${id}-says">${error ?? ''}</p>
  </div>`;
}
