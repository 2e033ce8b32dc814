import { parseTime, time } from '../format.js';
import { words } from '../words/en.js';
import { TypedInput } from './typed-input.js';

/** A time of day: 930, 9:30, 2:15 pm. The value is always "09:30". With `ends` it is when something ends, which may be midnight: "24:00". */
export class TimeInput extends TypedInput {
  static properties = { ...TypedInput.properties, ends: { type: Boolean } };

  constructor() {
    super();
    this.ends = false;
  }

  /** @param {string} text */
  parse(text) {
    return parseTime(text, { end: this.ends });
  }

  echo() {
    return this.value === '24:00' ? words.book.timeMidnight : '';
  }

  /** @param {string | null} value */
  write(value) {
    return time(value);
  }

  placeholder() {
    return time('09:30');
  }

  unclear() {
    return words.book.timeUnclear;
  }
}

customElements.define('cd-time', TimeInput);
