import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { dateInWords, datePlaceholder, dateTyped, dateWithDay, parseDate } from '../format.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';

/** Which day, in the top bar: back, today, on, and a field that understands what is typed. `day {date}` when another is wanted. */
export class DayLead extends View {
  static properties = { date: {}, covered: {}, queue: {}, typing: { state: true }, typed: { state: true } };

  constructor() {
    super();
    this.date = '';
    this.covered = false;
    /** How many are in the queue; the button that opens it is there only where the window is narrow. */
    this.queue = 0;
    this.typing = false;
    this.typed = '';
  }

  /** @param {string} type @param {any} [detail] */
  say(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  get field() {
    return /** @type {HTMLInputElement|null} */ (this.querySelector('.lead-date'));
  }

  begin() {
    // Back from another program: what was being typed is still there.
    if (this.typing) return;
    this.typing = true;
    this.typed = '';
    this.updateComplete.then(() => this.field?.select());
  }

  ended() {
    // Another program is in front, and the field will have the focus again.
    if (document.activeElement === this.field) return;
    this.typing = false;
    this.typed = '';
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.key === 'Enter') {
      const date = parseDate(this.typed, { today: app.today() });
      if (!date && this.typed.trim()) return;
      this.field?.blur();
      if (date) this.say('day', { date });
    } else if (event.key === 'Escape') {
      this.field?.blur();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      this.say(event.key === 'ArrowDown' ? 'next' : 'previous');
    }
  }

  render() {
    const w = words.today;
    const read = this.typed.trim() ? parseDate(this.typed, { today: app.today() }) : null;
    return html`<h1 class="visually-hidden">${w.title}, ${dateInWords(this.date)}</h1>
      <div class="lead-days">
        <button class="icon-button lead-step" type="button" aria-label=${w.previousDay} title=${`${w.previousDay} (Ctrl ←)`} @click=${() => this.say('previous')}>${icon('previous')}</button>
        <button class="button lead-today" type="button" title="Shift T" @click=${() => this.say('today')}>${w.goToday}</button>
        <button class="icon-button lead-step" type="button" aria-label=${w.nextDay} title=${`${w.nextDay} (Ctrl →)`} @click=${() => this.say('next')}>${icon('next')}</button>
      </div>
      <span class="lead-field">
        <input class="lead-date" aria-label=${w.dateField} title=${`${w.dateField} (D)`} autocomplete="off" spellcheck="false" placeholder=${datePlaceholder()} aria-describedby="lead-echo" aria-invalid=${String(Boolean(this.typed.trim()) && !read)}
          .value=${this.typing ? this.typed || dateTyped(this.date) : dateWithDay(this.date)} @focus=${this.begin} @blur=${this.ended}
          @input=${(/** @type {Event} */ event) => {
            this.typed = /** @type {HTMLInputElement} */ (event.target).value;
          }} @keydown=${this.pressed} />
        <span id="lead-echo" class="lead-echo" aria-live="polite" ?hidden=${!this.typed.trim()}>${read ? dateInWords(read) : this.typed.trim() ? w.dateWrong : nothing}</span>
      </span>
      <button class="icon-button" type="button" aria-pressed=${String(this.covered)} aria-label=${w.coverNames} title=${`${this.covered ? w.uncoverNames : w.coverNames} (Ctrl .)`} @click=${() => this.say('cover')}>${icon(this.covered ? 'eyeOff' : 'eye')}</button>
      <button class="button lead-queue" type="button" @click=${() => this.say('queue')}>${icon('people')}<span class="visually-hidden">${w.queue}</span>${this.queue || nothing}</button>`;
  }
}
customElements.define('cd-day-lead', DayLead);
