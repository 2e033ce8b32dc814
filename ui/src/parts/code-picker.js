import { html, nothing } from 'lit';
import { View } from '../element.js';
import { ask } from '../ipc.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';
import './code-picker.css';

const PAUSE_MS = 80;
const LIMIT = 12;
const w = words.codes;
let count = 0;

/**
 * Diagnosis codes as one types (other lists say what they find, tell and show): words in any order, or the code; those used before come first. Fires `pick` with `{code_system, code, title}`; what is in
 * no list is taken as it was typed, without a code.
 */
export class CodePicker extends View {
  static properties = { label: {}, error: {}, text: { state: true }, rows: { state: true }, answered: { state: true }, active: { state: true }, opened: { state: true }, failed: { state: true } };

  constructor() {
    super();
    this.label = w.label;
    this.error = '';
    this.text = '';
    /** @type {any[]} */
    this.rows = [];
    /** What the rows answer. @type {string | null} */
    this.answered = null;
    this.active = 0;
    this.opened = false;
    this.failed = false;
    /** Enter came before the answer. */
    this.entered = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    count += 1;
    this.uid = `codes-${count}`;
  }

  focus() {
    this.querySelector('input')?.focus();
  }

  /** @param {string} text */
  type(text) {
    this.text = text;
    this.opened = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.read(), PAUSE_MS);
  }

  /** What it says. */
  get say() {
    return w;
  }

  /** @param {string} text @returns {Promise<any[]>} */
  find(text) {
    return ask({ ask: 'diagnosis_codes', text, limit: LIMIT });
  }

  /** What `pick` tells of a row, or of what was typed. @param {any} row @param {string} own @returns {any} */
  picked(row, own) {
    return row ? { code_system: row.code_system, code: row.code, title: row.title } : { code_system: '', code: '', title: own };
  }

  /** @param {any} row @returns {any} */
  content(row) {
    return html`<span class="code-choice-code number">${row.code}</span><span class="grow">${row.title}</span>${row.favourite ? html`<span class="code-choice-often">${icon('sparkle', { size: 13 })}${w.often}</span>` : nothing}`;
  }

  async read() {
    const text = this.text.trim();
    if (text === this.answered) return;
    try {
      const rows = await this.find(text);
      if (text !== this.text.trim()) return;
      this.rows = rows;
      this.failed = false;
    } catch {
      this.rows = [];
      this.failed = true;
    }
    this.answered = text;
    this.active = 0;
    if (this.entered) this.choose(0);
    this.entered = false;
  }

  /** Own words are the last choice. */
  get choices() {
    return this.rows.length + (this.text.trim() ? 1 : 0);
  }

  /** @param {number} index */
  choose(index) {
    const row = this.rows[index];
    const own = this.text.trim();
    if (!row && !own) return;
    this.text = '';
    this.rows = [];
    this.answered = null;
    this.opened = false;
    this.dispatchEvent(new CustomEvent('pick', { detail: this.picked(row, own) }));
  }

  /** @param {KeyboardEvent} event */
  onKeydown(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const showing = this.opened && this.choices > 0;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!showing) {
        this.opened = true;
        this.read();
        return;
      }
      this.active = (this.active + (event.key === 'ArrowDown' ? 1 : -1) + this.choices) % this.choices;
    } else if (event.key === 'Enter' && (this.text.trim() || showing)) {
      event.preventDefault();
      if (this.answered !== this.text.trim()) {
        this.entered = true;
        clearTimeout(this.timer);
        this.read();
      } else if (showing) this.choose(this.active);
    } else if (event.key === 'Escape' && showing) {
      event.preventDefault();
      event.stopPropagation();
      this.opened = false;
    }
  }

  render() {
    const showing = this.opened && this.answered !== null && this.choices > 0;
    return html`<div class="field code-picker ${this.error ? 'has-error' : ''}">
      <label for=${this.uid}>${this.label}</label>
      <input id=${this.uid} type="text" role="combobox" aria-autocomplete="list" aria-expanded=${showing ? 'true' : 'false'} aria-controls="${this.uid}-list" aria-activedescendant=${showing ? `${this.uid}-${this.active}` : nothing}
        aria-invalid=${this.error ? 'true' : nothing} aria-describedby=${this.error ? `${this.uid}-error` : nothing} autocomplete="off" spellcheck="false" data-first placeholder=${this.say.hint} .value=${this.text}
        @input=${(/** @type {any} */ event) => this.type(event.target.value)} @change=${(/** @type {Event} */ event) => event.stopPropagation()}
        @focus=${() => {
          this.opened = true;
          this.read();
        }} @blur=${() => (this.opened = false)} @keydown=${this.onKeydown} />
      <div class="code-choices" ?hidden=${!showing} @mousedown=${(/** @type {Event} */ event) => event.preventDefault()}>
        <ul id="${this.uid}-list" role="listbox" aria-label=${this.label}>
          ${this.rows.map((row, index) => this.renderChoice(index, this.content(row)))}
          ${this.text.trim() && showing ? this.renderChoice(this.rows.length, html`<span class="code-choice-own">${icon('plus', { size: 14 })}${this.say.own(this.text.trim())}</span>`) : nothing}
        </ul>
      </div>
      ${this.error ? html`<p class="message" id="${this.uid}-error">${this.error}</p>` : nothing}
      <p class="visually-hidden" role="status">${showing ? this.say.found(this.rows.length) : ''}</p>
    </div>`;
  }

  /** @param {number} index @param {any} content */
  renderChoice(index, content) {
    return html`<li id="${this.uid}-${index}" role="option" aria-selected=${index === this.active ? 'true' : 'false'} class="code-choice ${index === this.active ? 'active' : ''}"
      @mousemove=${() => (this.active = index)} @click=${() => this.choose(index)}>${content}</li>`;
  }
}

customElements.define('cd-code-picker', CodePicker);
