import { parseTime, time } from '../format.js';
import { words } from '../words/en.js';
import { TypedInput } from './typed-input.js';

/** A time of day: 930, 9:30, 2:15 pm. The value is always "09:30". */
export class TimeInput extends TypedInput {
  /** @param {string} text */
  parse(text) {
    return parseTime(text);
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
