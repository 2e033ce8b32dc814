// A person's days as a file for calendar programs.
import { html, nothing } from 'lit';
import { app, toast } from '../../app.js';
import { View } from '../../element.js';
import { icon } from '../../icons.js';
import { command } from '../../ipc.js';
import { say as sayError } from '../../messages.js';
import { addDays } from '../../wall.js';
import { words } from '../../words/en.js';
import { selectInput } from '../../parts/inputs.js';
import '../../parts/date-input.js';
import '../admin/admin.css';
import './calendar.css';

const say = words.calendarFile;
/** @typedef {import('../../bindings/CalendarDetail').CalendarDetail} CalendarDetail */
/** @type {CalendarDetail[]} */
const DETAILS = ['busy', 'initials', 'names'];

class CalendarFile extends View {
  static properties = { values: { state: true }, errors: { state: true }, problem: { state: true }, busy: { state: true } };

  constructor() {
    super();
    /** @type {{practitioner_id: string|null, from: string|null, to: string|null, detail: CalendarDetail}} */
    this.values = { practitioner_id: null, from: app.today(), to: addDays(app.today(), 27), detail: 'initials' };
    /** @type {Record<string, string>} */
    this.errors = {};
    /** @type {string|null} */
    this.problem = null;
    this.busy = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'lists', () => this.requestUpdate());
    app.load('practitioners').then((all) => this.propose(all), () => {});
  }

  /** One's own days first. @param {import('../../wire-types.js').Practitioner[]} all */
  propose(all) {
    const active = all.filter((one) => one.active);
    const own = active.find((one) => one.user_id === app.me?.user_id);
    this.values = { ...this.values, practitioner_id: this.values.practitioner_id ?? (own ?? active[0])?.practitioner_id ?? null };
  }

  /** @param {Partial<typeof this.values>} change */
  set(change) {
    this.values = { ...this.values, ...change };
    this.errors = {};
    this.problem = null;
  }

  /** @param {SubmitEvent} event */
  async submit(event) {
    event.preventDefault();
    const { from, to } = this.values;
    this.errors = { ...(from ? {} : { from: sayError({ code: 'field.required' }) }), ...(to ? {} : { to: sayError({ code: 'field.required' }) }) };
    if (this.busy || Object.keys(this.errors).length) return;
    this.busy = true;
    try {
      const { saved, count } = await command('save_export', { question: { ask: 'calendar_file', ...this.values } });
      if (saved) toast(say.saved(count));
    } catch (reason) {
      const error = /** @type {import('../../ipc.js').WireError} */ (reason);
      if (error.details?.field === 'to') this.errors = { to: sayError(error) };
      else this.problem = sayError(error);
    }
    this.busy = false;
    this.updateComplete.then(() => /** @type {HTMLElement|null} */ (this.querySelector('[aria-invalid="true"], .f-summary'))?.focus());
  }

  render() {
    const { values, errors } = this;
    const practitioners = app.lists.practitioners.filter((one) => one.active).map((one) => ({ value: one.practitioner_id, label: one.name }));
    const field = (/** @type {'from'|'to'} */ which) => html`<cd-date required .label=${say[which]} .value=${values[which]} .error=${errors[which] ?? ''}
      @change=${(/** @type {CustomEvent} */ event) => this.set({ [which]: event.detail.value })}></cd-date>`;
    return html`
      <section class="admin-page" aria-labelledby="file-title">
        <div class="admin-list">
          <header class="admin-head"><div class="grow"><h1 id="file-title">${words.calendar.tabs.file}</h1><p class="muted">${say.lead}</p></div></header>
          ${this.problem ? html`<div class="f-summary" role="alert" tabindex="-1">${icon('warning')}<p>${this.problem}</p></div>` : nothing}
          <form class="calendar-form" novalidate @submit=${this.submit}>
            ${selectInput({ name: 'file-practitioner', label: say.practitioner, value: values.practitioner_id, options: practitioners, on: (practitioner_id) => this.set({ practitioner_id }) })}
            <div class="calendar-span">${field('from')}${field('to')}</div>
            <fieldset>
              <legend>${say.detail}</legend>
              ${DETAILS.map((detail) => html`<label class="choice-line"><input type="radio" name="file-detail" .checked=${values.detail === detail} @change=${() => this.set({ detail })} />
                <span>${say.details[detail]}<small>${say.hints[detail]}</small></span></label>`)}
            </fieldset>
            <div class="form-buttons"><button class="button primary" type="submit" ?disabled=${this.busy || !values.practitioner_id}>${icon('file')}${say.save}</button></div>
          </form>
        </div>
      </section>
    `;
  }
}

customElements.define('cd-calendar-file', CalendarFile);
