import { html, nothing } from 'lit';
import { View } from '../element.js';

let count = 0;

/**
 * A field in which something is typed as text and read as a value: a date, a time. Under it stands what was understood.
 * Fires `change` with `{value, text}` at every keystroke; `value` is null while the text means nothing.
 * A new `value` from outside is shown only while nobody types here.
 */
export class TypedInput extends View {
  static properties = { label: {}, value: {}, error: {}, hint: {}, required: { type: Boolean }, first: { type: Boolean }, disabled: { type: Boolean }, text: { state: true }, left: { state: true } };

  constructor() {
    super();
    this.label = '';
    /** @type {string | null} */
    this.value = null;
    this.error = '';
    /** Something to know about the value; where it means more than itself. */
    this.hint = '';
    this.required = false;
    this.first = false;
    this.disabled = false;
    this.text = '';
    /** Somebody typed and went on: now it may be said that it is unclear. */
    this.left = false;
    count += 1;
    this.uid = `typed-${count}`;
  }

  /** @param {string} _text @returns {string | null} */
  parse(_text) {
    return null;
  }

  /** @param {string | null} _value @returns {string} */
  write(_value) {
    return '';
  }

  /** @returns {any} */
  echo() {
    return '';
  }

  placeholder() {
    return '';
  }

  unclear() {
    return '';
  }

  /** Typed something that cannot be read. */
  get isUnclear() {
    return this.text.trim() !== '' && this.value === null;
  }

  get input() {
    return /** @type {HTMLInputElement | null} */ (this.querySelector('input'));
  }

  focus() {
    this.input?.focus();
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('value')) return;
    if (this.parse(this.text) !== this.value || !this.hasUpdated) {
      if (this.value !== null || !this.isTyping) this.text = this.write(this.value);
    }
  }

  get isTyping() {
    return this.input !== null && document.activeElement === this.input;
  }

  /** @param {string} text */
  typed(text) {
    this.text = text;
    this.left = false;
    this.value = this.parse(text);
    this.dispatchEvent(new CustomEvent('change', { detail: { value: this.value, text } }));
  }

  leave() {
    this.left = true;
    if (this.value !== null) this.text = this.write(this.value);
  }

  render() {
    const error = this.error || (this.left && this.isUnclear ? this.unclear() : '');
    const echo = error ? '' : this.hint || this.echo();
    return html`
      <div class="field typed ${error ? 'has-error' : ''}">
        <label for=${this.uid}>${this.label}</label>
        <input id=${this.uid} type="text" autocomplete="off" spellcheck="false" placeholder=${this.placeholder()} .value=${this.text} ?data-first=${this.first}
          ?disabled=${this.disabled} aria-required=${this.required ? 'true' : nothing} aria-invalid=${error ? 'true' : nothing} aria-describedby="${this.uid}-says"
          @input=${(/** @type {any} */ event) => this.typed(event.target.value)}
          @focus=${(/** @type {any} */ event) => event.target.select()} @change=${(/** @type {Event} */ event) => event.stopPropagation()} @blur=${this.leave} />
        <p class=${error ? 'message' : 'hint echo'} id="${this.uid}-says" aria-live="polite">${error || echo}</p>
      </div>
    `;
  }
}
