import { app } from '../app.js';
import { age, dateInWords, datePlaceholder, dateTyped, parseDate } from '../format.js';
import { words } from '../words/en.js';
import { TypedInput } from './typed-input.js';

/** A date typed in the clinic's order and echoed in words; `past` for birth dates, which also echo the age. */
export class DateInput extends TypedInput {
  static properties = { ...TypedInput.properties, past: { type: Boolean } };

  constructor() {
    super();
    this.past = false;
  }

  /** @param {string} text */
  parse(text) {
    return parseDate(text, { today: app.today(), past: this.past });
  }

  /** @param {string | null} value */
  write(value) {
    return dateTyped(value);
  }

  echo() {
    if (!this.value) return '';
    const years = this.past ? age(this.value, app.today()) : '';
    return years ? `${dateInWords(this.value)} · ${years}` : dateInWords(this.value);
  }

  placeholder() {
    return datePlaceholder();
  }

  unclear() {
    return words.dateInput.unclear(dateTyped(app.today()));
  }
}

customElements.define('cd-date', DateInput);
