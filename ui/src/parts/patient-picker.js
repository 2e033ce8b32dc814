import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';
import { PatientSearch } from './patient-search.js';
import { patientFacts } from './patient-text.js';
import './picker.css';

/** @typedef {import('../wire-types.js').PatientLine} PatientLine */

let count = 0;

/**
 * Type three letters, press Enter: the patient is picked. Fires `pick` with the patient's line, or `create` with the typed text when
 * somebody new is wanted. Enter before the answer came waits for it; a scanner's burst ends in Enter and so picks the exact number.
 */
export class PatientPicker extends View {
  static properties = { label: {}, error: {}, creates: { type: Boolean }, active: { state: true }, opened: { state: true } };

  constructor() {
    super();
    this.label = words.book.patient;
    this.error = '';
    /** Somebody new may be made here. */
    this.creates = true;
    this.active = 0;
    this.opened = false;
    this.entered = false;
    count += 1;
    this.uid = `picker-${count}`;
    this.search = new PatientSearch(() => this.answered());
  }

  get input() {
    return /** @type {HTMLInputElement} */ (this.querySelector('input'));
  }

  focus() {
    this.input?.focus();
  }

  /** @param {string} text */
  start(text) {
    this.search.type(text);
  }

  answered() {
    if (this.search.state === 'ready') this.active = 0;
    if (this.entered && this.search.state !== 'waiting') {
      this.entered = false;
      // Nobody is created by a key pressed before the answer could be read.
      if (this.search.rows.length) this.choose(0);
    }
    this.requestUpdate();
  }

  get creatable() {
    return this.creates && app.can('patient.edit') && /\p{L}/u.test(this.search.text) && this.search.state !== 'idle';
  }

  get choices() {
    return this.search.rows.length + (this.creatable ? 1 : 0);
  }

  /** @param {number} index */
  choose(index) {
    const row = this.search.rows[index];
    const { text } = this.search;
    if (!row && !this.creatable) return;
    this.opened = false;
    this.search.clear();
    if (row) this.dispatchEvent(new CustomEvent('pick', { detail: row, bubbles: true }));
    else this.dispatchEvent(new CustomEvent('create', { detail: text.trim(), bubbles: true }));
  }

  /** @param {KeyboardEvent} event */
  onKeydown(event) {
    if (event.isComposing) return;
    const showing = this.opened && this.choices > 0;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      this.opened = true;
      if (!showing) return;
      const step = event.key === 'ArrowDown' ? 1 : -1;
      this.active = (this.active + step + this.choices) % this.choices;
    } else if (event.key === 'Enter' && this.search.text.trim()) {
      event.preventDefault();
      if (this.search.state === 'waiting') {
        this.entered = true;
        this.search.hurry();
      } else if (showing) this.choose(this.active);
    } else if (event.key === 'Escape' && showing) {
      event.preventDefault();
      event.stopPropagation();
      this.opened = false;
    }
  }

  render() {
    const { search } = this;
    const showing = this.opened && search.state !== 'idle' && (search.state !== 'waiting' || search.rows.length > 0);
    return html`
      <div class="field picker ${this.error ? 'has-error' : ''}">
        <label for=${this.uid}>${this.label}</label>
        <div class="picker-box">
          ${icon('search')}
          <input id=${this.uid} type="text" role="combobox" aria-autocomplete="list" aria-expanded=${showing ? 'true' : 'false'}
            aria-controls="${this.uid}-list" aria-activedescendant=${showing && this.choices ? `${this.uid}-${this.active}` : nothing}
            aria-invalid=${this.error ? 'true' : nothing} aria-describedby=${this.error ? `${this.uid}-error` : nothing}
            spellcheck="false" autocomplete="off" data-first data-scanner placeholder=${words.book.patientHint} .value=${search.text}
            @input=${(/** @type {any} */ event) => {
              this.opened = true;
              search.type(event.target.value);
            }}
            @focus=${() => (this.opened = true)} @blur=${() => (this.opened = false)} @keydown=${this.onKeydown} />
        </div>
        ${this.renderList(showing)}
        ${this.error ? html`<p class="message" id="${this.uid}-error">${this.error}</p>` : nothing}
        <p class="visually-hidden" role="status">${search.state === 'ready' ? words.book.matches(search.rows.length) : ''}</p>
      </div>
    `;
  }

  /** @param {boolean} showing */
  renderList(showing) {
    const { rows } = this.search;
    // A press on a choice must not take the focus from the box before the click arrives.
    return html`
      <div class="choices" ?hidden=${!showing} @mousedown=${(/** @type {Event} */ event) => event.preventDefault()}>
        ${rows.length || !showing ? nothing : html`<p class="choices-none">${this.search.state === 'failed' ? words.patients.unread : words.book.noMatch}</p>`}
        <ul id="${this.uid}-list" role="listbox" aria-label=${this.label}>
          ${rows.map((row, index) => this.renderChoice(index, html`<span class="choice-name">${row.name}</span><span class="choice-facts">${patientFacts(row)}</span>`))}
          ${this.creatable && showing
            ? this.renderChoice(
                rows.length,
                html`<span class="choice-name create">${icon('plus')}${words.book.create(this.search.text.trim())}</span><span class="choice-facts">${words.book.createHint}</span>`,
              )
            : nothing}
        </ul>
      </div>
    `;
  }

  /** @param {number} index @param {any} content */
  renderChoice(index, content) {
    return html`<li id="${this.uid}-${index}" role="option" aria-selected=${index === this.active ? 'true' : 'false'}
      class="choice ${index === this.active ? 'active' : ''}" @mousemove=${() => (this.active = index)} @click=${() => this.choose(index)}>${content}</li>`;
  }
}

customElements.define('cd-patient-picker', PatientPicker);
