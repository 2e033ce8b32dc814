// Saving a view under a key, and choosing whose columns are shown.
import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { checkInput, selectInput, textInput } from './inputs.js';
import { Modal } from './modal.js';

/** @typedef {import('./day-choice.js').DayChoice} DayChoice */

/** @param {DayChoice} choice */
export function openSaveView(choice) {
  const dialog = /** @type {SaveView} */ (document.createElement('cd-save-view'));
  dialog.choice = choice;
  return dialog.open();
}

/** @param {DayChoice} choice */
export function openPeople(choice) {
  const dialog = /** @type {ChoosePeople} */ (document.createElement('cd-choose-people'));
  dialog.choice = choice;
  return dialog.open();
}

class SaveView extends Modal {
  constructor() {
    super();
    /** @type {DayChoice|null} */
    this.choice = null;
    this.name = '';
    /** @type {string|null} */
    this.place = null;
    this.error = '';
  }

  size() {
    return 'small';
  }

  heading() {
    return words.dayView.saveTitle;
  }

  dirty() {
    return Boolean(this.name.trim());
  }

  keptAs() {
    return 'view';
  }

  typing() {
    return { name: this.name, place: this.place };
  }

  /** @param {any} typing */
  takeUp(typing) {
    Object.assign(this, typing);
  }

  /** The first free place, else the last. */
  get chosen() {
    const free = this.choice?.saved().findIndex((one) => !one) ?? -1;
    return Number(this.place ?? (free < 0 ? (this.choice?.saved().length ?? 1) - 1 : free));
  }

  submit() {
    const name = this.name.trim();
    if (!name || name.length > 40) {
      this.error = say(name ? { code: 'field.too_long', details: { max: 40 } } : { code: 'field.required' });
      this.focusFirst('#f-view-name');
      return;
    }
    this.choice?.save(this.chosen, name);
    toast(words.dayView.savedAs(name, `Ctrl+${this.chosen + 1}`));
    this.close(true);
  }

  body() {
    const w = words.dayView;
    const saved = this.choice?.saved() ?? [];
    const options = saved.map((one, place) => ({ value: String(place), label: one ? w.keyTaken(`Ctrl+${place + 1}`, one.name) : `Ctrl+${place + 1}` }));
    return html`<p class="muted">${w.saveLead}</p>
      ${textInput({ name: 'view-name', label: w.name, value: this.name, error: this.error, required: true, first: true, on: (name) => {
        this.name = name;
        this.error = '';
        this.requestUpdate();
      } })}
      ${selectInput({ name: 'view-key', label: w.key, value: String(this.chosen), options, on: (place) => {
        this.place = place;
        this.requestUpdate();
      } })}`;
  }

  foot() {
    return html`<button type="button" class="button" @click=${this.askToClose}>${words.modal.cancel}</button><button type="submit" class="button primary">${words.dayView.saveSubmit}</button>`;
  }
}
customElements.define('cd-save-view', SaveView);

class ChoosePeople extends Modal {
  constructor() {
    super();
    /** @type {DayChoice|null} */
    this.choice = null;
    /** @type {Set<string>} */
    this.chosen = new Set();
    this.error = '';
  }

  connectedCallback() {
    super.connectedCallback();
    app.load('practitioners').then(() => {
      this.chosen = new Set(this.choice?.now.people ?? this.all().map((one) => one.practitioner_id));
      this.requestUpdate();
      this.updateComplete.then(() => this.firstField()?.focus());
    }, () => {});
  }

  all() {
    return app.lists.practitioners.filter((one) => one.active);
  }

  heading() {
    return words.dayView.peopleTitle;
  }

  firstField() {
    return /** @type {HTMLElement|null} */ (this.querySelector('.view-people input'));
  }

  /** @param {string} id @param {boolean} on */
  toggle(id, on) {
    if (on) this.chosen.add(id);
    else this.chosen.delete(id);
    this.error = '';
    this.requestUpdate();
  }

  submit() {
    const ids = this.all().map((one) => one.practitioner_id).filter((id) => this.chosen.has(id));
    if (!ids.length) {
      this.error = words.dayView.peopleNone;
      this.requestUpdate();
      return;
    }
    this.choice?.set({ people: ids.length === this.all().length ? null : ids });
    this.close(true);
  }

  body() {
    const w = words.dayView;
    return html`<p class="muted">${w.peopleLead}</p>
      <div class="view-people" role="group" aria-label=${w.peopleTitle}>${this.all().map((one) => checkInput({ name: `view-${one.practitioner_id}`, label: one.name, checked: this.chosen.has(one.practitioner_id), on: (on) => this.toggle(one.practitioner_id, on) }))}</div>
      ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : nothing}`;
  }

  foot() {
    const w = words.dayView;
    return html`<button type="button" class="button" @click=${() => {
        this.choice?.set({ people: null });
        this.close(true);
      }}>${w.everybody}</button><span class="grow"></span>
      <button type="button" class="button" @click=${this.askToClose}>${words.modal.cancel}</button><button type="submit" class="button primary">${w.peopleSubmit}</button>`;
  }
}
customElements.define('cd-choose-people', ChoosePeople);
