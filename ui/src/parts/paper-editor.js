// A paper's template beside how it will be printed: written in place, and kept only if it can be laid out.
import { html, nothing } from 'lit';
import { toast } from '../app.js';
import { icon } from '../icons.js';
import { ask, command } from '../ipc.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { selectInput } from './inputs.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';
import { Sender } from './sender.js';
import './document-dialog.css';
import './paper-editor.css';

const w = words.papers;
const PAUSE_MS = 350;
/** In bytes; a template has far fewer characters. */
const MOST_BYTES = 200_000;
/** What all papers share is shown on one of them. @type {readonly string[]} */
const SHARED = ['page', 'words'];

/** @typedef {import('../bindings/PaperTemplateLine').PaperTemplateLine} Line */
/** @typedef {import('./printing.js').Paper} Paper */

/** @param {Line} line @returns {Promise<true | undefined>} */
export function openPaperEditor(line) {
  const dialog = /** @type {PaperEditor} */ (document.createElement('cd-paper-editor'));
  dialog.line = line;
  return dialog.open();
}

class PaperEditor extends Modal {
  constructor() {
    super();
    /** @type {Line} */
    this.line = { template: 'invoice', version: 0, text: null, changed_at: null, changed_by: null };
    this.shipped = '';
    /** Null until the shipped one is there. @type {string | null} */
    this.text = null;
    /** @type {Paper} */
    this.paper = 'a4';
    /** @type {import('../bindings/PaperTemplateName').PaperTemplateName} */
    this.of = 'invoice';
    /** Addresses of the pictures of the last text that could be laid out. @type {string[]} */
    this.pages = [];
    /** Why it cannot be printed, or was not kept. @type {any} */
    this.problem = null;
    this.turn = 0;
    this.looking = false;
    /** Something was written while it was laid out. */
    this.again = false;
    /** Saving once more puts this text over somebody else's. */
    this.replaces = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.waiting = undefined;
    this.sender = new Sender(() => this.requestUpdate());
  }

  connectedCallback() {
    super.connectedCallback();
    if (!this.hasUpdated) this.begin();
  }

  async begin() {
    if (this.line.template === 'receipt') this.paper = 'a5';
    try {
      this.shipped = await command('shipped_template', { template: this.line.template });
      this.text = this.inUse;
      this.requestUpdate();
      await this.updateComplete;
      this.firstField()?.focus();
      this.firstField()?.setSelectionRange(0, 0);
      this.lookForTyping();
      await this.look();
    } catch (error) {
      this.problem = error;
      this.requestUpdate();
    }
  }

  /** What it is printed with now. */
  get inUse() {
    return this.line.text ?? this.shipped;
  }

  size() {
    return 'full';
  }

  heading() {
    return w.title(w.names[this.line.template]);
  }

  subheading() {
    return html`<p class="muted">${w.editLead}</p>`;
  }

  firstField() {
    return /** @type {HTMLTextAreaElement | null} */ (this.querySelector('textarea'));
  }

  dirty() {
    return this.text !== null && this.text !== this.inUse;
  }

  keptAs() {
    return this.text === null ? '' : `paper template ${this.line.template}`;
  }

  typing() {
    return { text: this.text };
  }

  /** @param {any} typing */
  takeUp({ text }) {
    this.write(text);
  }

  /** @param {string} text */
  write(text) {
    this.text = text;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.look(), PAUSE_MS);
    this.requestUpdate();
  }

  /** Lays it out as it stands; what cannot be leaves the pages that were. */
  async look() {
    clearTimeout(this.waiting);
    this.turn += 1;
    // One at a time: a text that takes long to lay out must not take the computer with every letter.
    this.again = this.looking;
    if (this.looking) return;
    this.looking = true;
    await this.layOut(this.turn);
    this.looking = false;
    if (this.again && !this.shut) this.look();
  }

  /** @param {number} turn */
  async layOut(turn) {
    const { template } = this.line;
    const of = SHARED.includes(template) ? this.of : null;
    try {
      const made = await command('preview_template', { template, text: this.text, of, look: { paper: this.paper, copy: false } });
      if (turn !== this.turn || this.shut) return;
      this.forget();
      this.pages = made.pages.map((/** @type {string} */ svg) => URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' })));
      this.problem = null;
    } catch (error) {
      if (turn !== this.turn) return;
      this.problem = error;
    }
    this.requestUpdate();
  }

  forget() {
    for (const page of this.pages) URL.revokeObjectURL(page);
    this.pages = [];
  }

  /** @param {any} [result] */
  close(result) {
    clearTimeout(this.waiting);
    this.forget();
    super.close(result);
  }

  /** @param {KeyboardEvent} event */
  onKeydown(event) {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && (event.key === 's' || event.key === 'Enter')) {
      event.preventDefault();
      this.submit();
      return;
    }
    super.onKeydown(event);
  }

  async submit() {
    const { text } = this;
    const { template, version } = this.line;
    if (text === null || !this.dirty() || this.sender.busy) return;
    // What comes of a look that is on its way must not hide what comes of this.
    clearTimeout(this.waiting);
    this.again = false;
    this.turn += 1;
    const isShipped = text.trim() === this.shipped.trim();
    this.replaces = false;
    try {
      const sent = this.sender.send(isShipped ? { op: 'use_shipped_template', template, version } : { op: 'write_template', template, version, text });
      // What is written while it is tried out would be lost.
      this.requestUpdate();
      await sent;
    } catch (error) {
      this.problem = error;
      if (/** @type {any} */ (error).code === 'record.changed_meanwhile') await this.takeTheirVersion();
      this.requestUpdate();
      return;
    }
    toast((isShipped ? w.savedShipped : w.saved)(w.names[template]));
    this.close(true);
  }

  /** Somebody saved another text meanwhile: one's own stays here, and is saved over theirs only when it is saved again. */
  async takeTheirVersion() {
    const lines = await ask({ ask: 'paper_templates' }).catch(() => null);
    const line = lines?.find((/** @type {any} */ one) => one.template === this.line.template);
    if (!line) return;
    this.line = line;
    this.replaces = true;
  }

  async toFile() {
    try {
      const { saved } = await command('save_template', { template: this.line.template, text: this.text });
      if (saved) toast(w.fileSaved);
    } catch (error) {
      toast(say(/** @type {any} */ (error)), { kind: 'error' });
    }
  }

  /** @param {HTMLInputElement} input */
  async fromFile(input) {
    const file = input.files?.[0];
    input.value = '';
    if (!file) return;
    if (file.size > MOST_BYTES) toast(w.tooLarge, { kind: 'error' });
    else this.write(await file.text());
    this.firstField()?.focus();
  }

  /** @param {number} line */
  goTo(line) {
    const area = this.firstField();
    if (!area) return;
    const before = area.value.split('\n').slice(0, line - 1);
    const start = before.reduce((sum, one) => sum + one.length + 1, 0);
    const end = start + (area.value.split('\n')[line - 1] ?? '').length;
    area.focus();
    area.setSelectionRange(start, end);
    area.scrollTop = Math.max(0, (line - 4) * Number.parseFloat(getComputedStyle(area).lineHeight));
  }

  renderProblem() {
    const { problem } = this;
    if (!problem) return nothing;
    const { line, template } = problem.details ?? {};
    const isHere = line && template === this.line.template;
    return html`<div class="f-summary" role="alert">${icon('warning')}<div><p>${say(problem)}${this.replaces ? html` ${w.replaces}` : nothing}</p>
      ${isHere ? html`<button type="button" class="f-link" @click=${() => this.goTo(line)}>${w.toLine(line)}</button>` : nothing}</div></div>`;
  }

  renderTools() {
    const { template } = this.line;
    const sizes = template === 'receipt' ? ['a5', 'roll_80'] : ['a4', 'letter', 'a5'];
    const papers = Object.entries(w.names).filter(([name]) => !SHARED.includes(name));
    return html`<div class="document-tools">
      ${SHARED.includes(template) ? selectInput({ name: 'template-of', label: w.on, value: this.of, options: papers.map(([value, label]) => ({ value, label })), on: (value) => {
        this.of = /** @type {any} */ (value);
        this.paper = value === 'receipt' ? 'a5' : 'a4';
        this.look();
      } }) : nothing}
      ${selectInput({ name: 'template-paper', label: w.size, value: this.paper, options: sizes.map((value) => ({ value, label: words.documents.papers[/** @type {Paper} */ (value)] })), on: (value) => {
        this.paper = /** @type {Paper} */ (value);
        this.look();
      } })}
    </div>`;
  }

  body() {
    if (this.text === null) return this.problem ? this.renderProblem() : html`<div class="skeleton list-skeleton" role="status" aria-label=${words.documents.loading}><i></i><i></i></div>`;
    return html`<div class="paper-editor">
      <div class="paper-text"><label for="template-text">${w.text}</label>
        <textarea id="template-text" spellcheck="false" autocomplete="off" autocapitalize="none" wrap="off" aria-invalid=${this.problem ? 'true' : 'false'} ?readonly=${this.sender.busy} .value=${this.text}
          @input=${(/** @type {any} */ { target }) => this.write(target.value)}></textarea>
        ${this.renderProblem()}</div>
      <div class="paper-look">${this.renderTools()}
        <div class="document-pages" tabindex="0" role="region" aria-label=${w.preview}>
          ${this.pages.map((page, i) => html`<img class="document-page is-${this.paper} ${this.problem ? 'is-old' : ''}" src=${page} alt=${w.page(i + 1, this.pages.length)} />`)}</div>
        ${this.problem && this.pages.length ? html`<p class="muted small" role="status">${w.stale}</p>` : nothing}</div>
    </div>`;
  }

  foot() {
    const off = this.text === null || this.sender.busy;
    return html`<button type="button" class="button quiet" ?disabled=${off || this.text === this.shipped} @click=${() => this.write(this.shipped)}>${w.back}</button>
      <input type="file" class="visually-hidden" tabindex="-1" aria-hidden="true" accept=".typ,text/plain" @change=${(/** @type {any} */ { target }) => this.fromFile(target)} />
      <button type="button" class="button quiet" ?disabled=${off} @click=${() => /** @type {HTMLInputElement} */ (this.querySelector('input[type=file]')).click()}>${w.fromFile}</button>
      <button type="button" class="button quiet" ?disabled=${off} @click=${this.toFile}>${w.toFile}</button><span class="grow"></span>
      <button type="button" class="button" @click=${this.askToClose}>${words.modal.cancel}</button>
      <button type="submit" class="button primary" ?disabled=${off || !this.dirty()}>${w.save}${caps('Ctrl+S')}</button>`;
  }
}

customElements.define('cd-paper-editor', PaperEditor);
