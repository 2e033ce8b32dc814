import { html, nothing } from 'lit';
import { app } from '../app.js';
import { ask } from '../ipc.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { findByWords } from './find-words.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';
import { LABELS, TEXTS } from './visit-values.js';
import './notes.css';

/** @typedef {import('../bindings/NoteTemplateLine').NoteTemplateLine} NoteTemplateLine */
/** `below`: also under what is written already. @typedef {{template: NoteTemplateLine, below: boolean}} Chosen */

const w = words.notes;

/**
 * Which template a note goes on with. Where it has a text for what is written already, it asks before anything is added to it.
 * @param {string[]} specialties of whose visit it is: their templates come first @param {() => Record<string, any>} values what is written
 * @returns {Promise<Chosen | undefined>}
 */
export function openTemplates(specialties, values) {
  if (document.querySelector('cd-templates')) return Promise.resolve(undefined);
  const dialog = /** @type {Templates} */ (document.createElement('cd-templates'));
  Object.assign(dialog, { specialties, values });
  return dialog.open();
}

/** @param {NoteTemplateLine} row */
const textOf = (row) => TEXTS.map((name) => row[name] ?? '').join(' ');

class Templates extends Modal {
  constructor() {
    super();
    /** @type {string[]} */
    this.specialties = [];
    /** @type {() => Record<string, any>} */
    this.values = () => ({});
    /** Null until they are there. @type {NoteTemplateLine[] | null} */
    this.all = null;
    this.text = '';
    this.active = 0;
    this.problem = '';
    /** Chosen, and has a text for what is written already. @type {NoteTemplateLine | null} */
    this.asking = null;
  }

  connectedCallback() {
    super.connectedCallback();
    if (!this.all) this.load();
  }

  async load() {
    try {
      const [rows] = await Promise.all([ask({ ask: 'note_templates' }), app.load('specialties').catch(() => [])]);
      this.all = rows.filter((/** @type {NoteTemplateLine} */ one) => one.active);
    } catch (error) {
      this.problem = say(/** @type {import('../ipc.js').WireError} */ (error));
    }
    this.requestUpdate();
    this.updateComplete.then(() => this.firstField()?.focus());
  }

  heading() {
    return w.useTitle;
  }

  size() {
    return 'wide';
  }

  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector('[data-first]'));
  }

  /** @param {NoteTemplateLine} row */
  fits(row) {
    return row.specialty_id === null || this.specialties.includes(row.specialty_id);
  }

  /** What is for whose visit it is, then the rest. */
  get rows() {
    const found = findByWords(this.all ?? [], this.text, (row) => row.name, textOf);
    return [...found.filter((row) => this.fits(row)), ...found.filter((row) => !this.fits(row))];
  }

  /** Of a template's texts, those whose part is empty and those whose part is written. @param {NoteTemplateLine} row */
  parts(row) {
    const values = this.values();
    const has = TEXTS.filter((name) => row[name]);
    return { empty: has.filter((name) => !values[name].trim()), written: has.filter((name) => values[name].trim()) };
  }

  /** @param {number} index */
  choose(index) {
    const row = this.rows[index];
    if (!row) return;
    if (this.parts(row).written.length === 0) {
      this.close({ template: row, below: false });
      return;
    }
    this.asking = row;
    this.focusFirst('[data-submit]');
  }

  submit() {
    if (this.asking) this.close({ template: this.asking, below: true });
    else this.choose(this.active);
  }

  back() {
    this.asking = null;
    this.focusFirst('[data-first]');
  }

  /** @param {KeyboardEvent} event */
  onListKeydown(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.isComposing || this.rows.length === 0) return;
    event.preventDefault();
    this.active = (this.active + step + this.rows.length) % this.rows.length;
    this.requestUpdate();
    this.updateComplete.then(() => this.querySelector('.template-row.active')?.scrollIntoView({ block: 'nearest' }));
  }

  body() {
    if (this.problem) return html`<p role="alert">${this.problem}</p>`;
    if (!this.all) return html`<div class="skeleton" aria-busy="true"><i></i><i></i></div>`;
    if (this.all.length === 0) return html`<p>${w.none}</p>`;
    return this.asking ? this.renderAsking(this.asking) : this.renderChoice();
  }

  renderChoice() {
    const { rows } = this;
    return html`<div class="field">
        <label for="template-find">${w.find}</label>
        <input id="template-find" type="text" role="combobox" aria-autocomplete="list" aria-expanded="true" aria-controls="template-list" aria-activedescendant=${rows.length ? `template-${this.active}` : nothing}
          autocomplete="off" spellcheck="false" data-first placeholder=${w.findHint} .value=${this.text} @keydown=${this.onListKeydown} @input=${(/** @type {any} */ event) => {
            this.text = event.target.value;
            this.active = 0;
            this.requestUpdate();
          }} />
        <p class="visually-hidden" role="status">${w.found(rows.length)}</p>
      </div>
      <div class="template-columns">
        <div class="template-list">
          ${rows.length === 0 ? html`<p class="template-head">${w.nothing(this.text)}</p>` : nothing}
          <div id="template-list" role="listbox" aria-label=${w.useTitle}>${rows.map((row, index) => this.renderRow(row, index))}</div>
        </div>
        <div class="template-preview" tabindex="0" role="region" aria-label=${w.preview}>${rows[this.active] ? this.renderTexts(rows[this.active]) : nothing}</div>
      </div>`;
  }

  /** @param {NoteTemplateLine} row @param {number} index */
  renderRow(row, index) {
    const isActive = index === this.active;
    const specialty = app.lists.specialties.find((one) => one.specialty_id === row.specialty_id)?.name ?? w.others;
    return html`<div id="template-${index}" role="option" aria-selected=${isActive ? 'true' : 'false'} class="template-row ${isActive ? 'active' : ''}"
      @click=${() => {
        this.active = index;
        this.requestUpdate();
      }} @dblclick=${() => this.choose(index)}><span>${row.name}</span><span class="template-for">${row.specialty_id === null ? w.forAll : specialty}</span></div>`;
  }

  /** @param {NoteTemplateLine} row */
  renderTexts(row) {
    return TEXTS.map((name) => (row[name] ? html`<h3>${LABELS[name]}</h3><p>${row[name]}</p>` : nothing));
  }

  /** @param {NoteTemplateLine} row */
  renderAsking(row) {
    return html`<div class="template-written"><p>${w.asked(row.name)}</p>
      <ul aria-label=${w.written}>${this.parts(row).written.map((name) => html`<li>${LABELS[name]}</li>`)}</ul></div>`;
  }

  foot() {
    const { asking } = this;
    if (!asking) {
      return html`<span class="grow"></span><button type="button" class="button" @click=${this.askToClose}>${words.modal.cancel}</button>
        <button type="submit" class="button primary" ?disabled=${this.rows.length === 0}>${w.fill}${caps('Enter')}</button>`;
    }
    return html`<button type="button" class="button quiet" @click=${this.back}>${w.back}</button><span class="grow"></span>
      ${this.parts(asking).empty.length ? html`<button type="button" class="button" @click=${() => this.close({ template: asking, below: false })}>${w.emptyOnly}</button>` : nothing}
      <button type="submit" class="button primary" data-submit>${w.add}${caps('Enter')}</button>`;
  }
}

customElements.define('cd-templates', Templates);
