// The list of snippets at the caret: typed "/" and words, arrows, Enter. Writes no text itself: whoever made it is told what was chosen.
import { html, nothing } from 'lit';
import { app } from '../app.js';
import { ask } from '../ipc.js';
import { words } from '../words/en.js';
import { caretPlace } from './caret-place.js';
import { findByWords } from './find-words.js';
import './notes.css';

/** @typedef {import('../bindings/SnippetLine').SnippetLine} SnippetLine */

const w = words.notes;
const MOST = 8;
/** A slash at the beginning of a word, and what follows it: "120/80" and "and/or" have none. */
const TYPED = /(?:^|[\s([{„“"'])\/([^\n/]{0,40})$/u;
const LIST = 'snippet-list';

export class SnippetList {
  /** @param {{requestUpdate: () => void, updateComplete: Promise<any>}} host whose render() shows it @param {(area: HTMLTextAreaElement, start: number, end: number, text: string) => void} choose */
  constructor(host, choose) {
    this.host = host;
    this.choose = choose;
    /** @type {SnippetLine[]} */
    this.all = [];
    /** @type {HTMLTextAreaElement | null} */
    this.area = null;
    /** Where the slash stands. */
    this.start = 0;
    /** @type {SnippetLine[]} */
    this.rows = [];
    this.active = 0;
    /** Escape was pressed at this slash: it is a slash. */
    this.refused = -1;
  }

  get open() {
    return this.area !== null;
  }

  /** A list that cannot be read is no reason to stop anybody from writing. */
  async load() {
    if (!app.can('note_template.use')) return;
    const rows = await ask({ ask: 'snippets' }).catch(() => null);
    if (rows) this.all = rows.filter((/** @type {SnippetLine} */ one) => one.active);
    this.host.requestUpdate();
  }

  /** After every key that may have changed the text or the caret. @param {HTMLTextAreaElement} area */
  look(area) {
    const at = area.selectionStart;
    const found = at === area.selectionEnd ? TYPED.exec(area.value.slice(0, at)) : null;
    const typed = found?.[1] ?? '';
    const start = at - typed.length - 1;
    if (!found || start !== this.refused) this.refused = -1;
    const rows = found && this.refused < 0 && !/^\s/.test(typed) ? findByWords(this.all, typed, (row) => row.name, (row) => row.text).slice(0, MOST) : [];
    if (rows.length === 0) {
      this.close();
      return;
    }
    if (this.start !== start || this.area !== area || rows.map((row) => row.snippet_id).join() !== this.rows.map((row) => row.snippet_id).join()) this.active = 0;
    if (this.area !== area) this.close();
    Object.assign(this, { area, start, rows });
    area.setAttribute('aria-autocomplete', 'list');
    area.setAttribute('aria-controls', LIST);
    this.#mark();
    this.host.updateComplete.then(() => this.place());
  }

  close() {
    const { area } = this;
    if (!area) return;
    for (const name of ['aria-autocomplete', 'aria-controls', 'aria-activedescendant']) area.removeAttribute(name);
    this.area = null;
    this.rows = [];
    this.host.requestUpdate();
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether it was for the list */
  onKeydown(event) {
    if (!this.open || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.active = (this.active + step + this.rows.length) % this.rows.length;
      this.#mark();
    } else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey) this.pick(this.active);
    else if (event.key === 'Escape') {
      this.refused = this.start;
      this.close();
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  /** @param {number} index */
  pick(index) {
    const { area, start, rows } = this;
    const row = rows[index];
    this.close();
    if (area && row) this.choose(area, start, area.selectionStart, row.text);
  }

  #mark() {
    this.area?.setAttribute('aria-activedescendant', `${LIST}-${this.active}`);
    this.host.requestUpdate();
    this.host.updateComplete.then(() => document.getElementById(`${LIST}-${this.active}`)?.scrollIntoView({ block: 'nearest' }));
  }

  /** Under the line of the slash, or over it where there is no room. */
  place() {
    const list = document.getElementById(LIST)?.parentElement;
    if (!list || !this.area) return;
    const { left, top, bottom } = caretPlace(this.area, this.start);
    const { offsetWidth: width, offsetHeight: height } = list;
    list.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
    list.style.top = `${bottom + 4 + height > innerHeight - 8 ? Math.max(8, top - 4 - height) : bottom + 4}px`;
  }

  render() {
    return html`<p class="visually-hidden" role="status">${this.open ? w.snippetsFound(this.rows.length) : ''}</p>
      <div class="snippet-list" ?hidden=${!this.open} @mousedown=${(/** @type {Event} */ event) => event.preventDefault()}>
        <ul id=${LIST} role="listbox" aria-label=${w.snippets}>${this.rows.map((row, index) => this.#renderRow(row, index))}</ul>
      </div>`;
  }

  /** @param {SnippetLine} row @param {number} index */
  #renderRow(row, index) {
    const isActive = index === this.active;
    return html`<li id="${LIST}-${index}" role="option" aria-selected=${isActive ? 'true' : 'false'} class="snippet-row ${isActive ? 'active' : ''}"
      @mousemove=${() => {
        if (this.active === index) return;
        this.active = index;
        this.#mark();
      }} @click=${() => this.pick(index)}>
      <span class="snippet-name">/${row.name}</span><span class="snippet-text">${row.text}</span>${row.clinic ? html`<span class="snippet-whose">${w.ofClinic}</span>` : nothing}
    </li>`;
  }
}
