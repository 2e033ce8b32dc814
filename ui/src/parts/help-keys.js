import { html, nothing } from 'lit';
import { allKeys, keyCaps, lettersOn } from '../keys.js';
import { words } from '../words/en.js';
import { Modal } from './modal.js';
import './help-keys.css';

/** `?` or F1: every key there is now, read from the one table of commands. */
export function openHelpKeys() {
  if (document.querySelector('cd-help-keys')) return Promise.resolve();
  return /** @type {HelpKeys} */ (document.createElement('cd-help-keys')).open();
}

export class HelpKeys extends Modal {
  constructor() {
    super();
    // Read once: the sheet itself must not change what is listed.
    this.commands = allKeys();
  }

  size() {
    return 'wide';
  }

  heading() {
    return words.keySheet.title;
  }

  subheading() {
    return html`<p class="muted">${lettersOn() ? words.keySheet.intro : words.keySheet.off}</p>`;
  }

  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector('.modal-foot button'));
  }

  isRead() {
    return true;
  }

  submit() {
    this.close();
  }

  body() {
    /** @type {Map<string, {words: string, keys: string[]}[]>} */
    const places = new Map();
    for (const command of this.commands) {
      const where = command.where ?? words.keySheet.everywhere;
      places.set(where, [...(places.get(where) ?? []), { words: command.words, keys: command.keys ?? [] }]);
    }
    places.set(words.keySheet.also, words.keySheet.fixed.map((one) => ({ words: one.words, keys: one.keys })));
    return html`<div class="key-sheet">${[...places].map(
      ([where, rows]) => html`<section><h3>${where}</h3><dl>${rows.map((row) => html`<div><dt>${row.words}</dt><dd>${row.keys.map((keys, i) => html`${i ? html`<span class="muted">${words.keySheet.or}</span>` : nothing}${capsAloud(keys)}`)}</dd></div>`)}</dl></section>`,
    )}</div>`;
  }

  foot() {
    return html`<span class="grow"></span><button type="submit" class="button">${words.keySheet.close}</button>`;
  }
}

/** Unlike beside a button, here the caps are the text and are read aloud. @param {string} keys */
const capsAloud = (keys) => html`<span class="kbds">${keyCaps(keys).map((cap) => html`<kbd class="kbd">${cap}</kbd>`)}</span>`;

customElements.define('cd-help-keys', HelpKeys);
