// What helps to write a visit's note: templates, snippets at the caret, and Tab from one fill-in field to the next. The form only shows it
// and passes keys on; what is put in goes through the fields' own input, as if it had been typed.
import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';
import { selectIn, typeInto } from './caret-place.js';
import { countUnfilled, fillIns, nextFillIn, unfilled } from './fill-ins.js';
import { caps } from './menu.js';
import { SnippetList } from './snippet-list.js';
import { TEXTS } from './visit-values.js';
import './notes.css';

/** @typedef {import('../bindings/NoteTemplateLine').NoteTemplateLine} NoteTemplateLine */

const w = words.notes;

export class NoteWriting {
  /** @param {import('../element.js').View & {form: import('./form.js').Form}} host the form of a visit @param {() => string} practitioner whose visit it is */
  constructor(host, practitioner) {
    this.host = host;
    this.practitioner = practitioner;
    this.snippets = new SnippetList(host, (area, start, end, text) => this.putIn(area, start, end, text));
    /** The text that was written in last, for what is kept of it as a snippet. @type {HTMLTextAreaElement | null} */
    this.last = null;
    this.puttingIn = false;
    this.onScroll = () => this.snippets.place();
  }

  /** Whether this person has any of it. */
  get may() {
    return app.can('note_template.use');
  }

  connect() {
    this.snippets.load();
    this.host.listen(app, 'changes', ({ detail }) => {
      if (detail.touches.some((/** @type {{kind: string}} */ touch) => touch.kind === 'snippet')) this.snippets.load();
    });
    addEventListener('scroll', this.onScroll, { capture: true, passive: true });
  }

  disconnect() {
    this.snippets.close();
    removeEventListener('scroll', this.onScroll, { capture: true });
  }

  /** @param {string} name */
  area(name) {
    return /** @type {HTMLTextAreaElement | null} */ (this.host.querySelector(`[data-field="${name}"] textarea`));
  }

  get areas() {
    return TEXTS.map((name) => this.area(name)).filter((area) => area !== null);
  }

  /** @param {EventTarget | null} target */
  #areaOf(target) {
    return this.areas.find((area) => area === target) ?? null;
  }

  // What the form passes on --------------------------------------------------------------------------------------

  /** @param {KeyboardEvent} event @returns {boolean} whether it was for the note */
  onKeydown(event) {
    const area = this.#areaOf(event.target);
    if (!area || !this.may) return false;
    return this.snippets.onKeydown(event) || this.#onTab(event, area);
  }

  /** @param {Event} event */
  onInput(event) {
    const area = this.#areaOf(event.target);
    if (area) this.last = area;
    if (!area || !this.may || this.puttingIn) return;
    // What Ctrl+Z brings back was decided already.
    if (/** @type {InputEvent} */ (event).inputType?.startsWith('history')) this.snippets.close();
    else this.snippets.look(area);
  }

  /** The caret was moved without a letter. @param {Event} event */
  onMoved(event) {
    const area = this.#areaOf(event.target);
    if (area) this.last = area;
    const keys = event instanceof KeyboardEvent ? /^(Arrow(Left|Right)|Home|End)$/.test(event.key) : true;
    if (area && keys && this.snippets.open) this.snippets.look(area);
  }

  onLeft() {
    this.snippets.close();
  }

  /** @param {KeyboardEvent} event @param {HTMLTextAreaElement} area */
  #onTab(event, area) {
    if (event.key !== 'Tab' || event.ctrlKey || event.metaKey || event.altKey) return false;
    const found = nextFillIn(this.areas, area, event.shiftKey);
    // None left: Tab goes on to what comes after the text, as everywhere.
    if (!found) return false;
    event.preventDefault();
    selectIn(found.area, found.fillIn.start, found.fillIn.end);
    return true;
  }

  // Putting in ---------------------------------------------------------------------------------------------------

  /** Replaces a span by a text and goes to the first thing in it that is to be filled in. @param {HTMLTextAreaElement} area @param {number} start @param {number} end @param {string} text */
  putIn(area, start, end, text) {
    this.puttingIn = true;
    typeInto(area, start, end, text);
    this.puttingIn = false;
    const [first] = fillIns(text);
    if (first) selectIn(area, start + first.start, start + first.end);
  }

  async chooseTemplate() {
    if (!this.may || this.host.form.busy) return;
    const doctor = app.lists.practitioners.find((one) => one.practitioner_id === this.practitioner());
    const { openTemplates } = await import('./template-dialog.js');
    const chosen = await openTemplates(doctor?.specialty_ids ?? [], () => this.host.form.values);
    if (chosen) this.fill(chosen.template, chosen.below);
  }

  /**
   * Puts a template's texts into what is empty, and with `below` under what is written; it replaces nothing.
   * @param {NoteTemplateLine} template @param {boolean} below
   */
  fill(template, below) {
    /** @type {{area: HTMLTextAreaElement, start: number, text: string} | null} */
    let first = null;
    for (const name of TEXTS) {
      const area = this.area(name);
      const text = template[name];
      if (!area || !text) continue;
      const isEmpty = !area.value.trim();
      if (!isEmpty && !below) continue;
      const line = isEmpty || area.value.endsWith('\n') ? '' : '\n';
      const start = isEmpty ? 0 : area.value.length;
      this.puttingIn = true;
      typeInto(area, start, area.value.length, line + text);
      this.puttingIn = false;
      first ??= { area, start: start + line.length, text };
    }
    if (!first) return;
    toast(w.filled(template.name));
    first.area.setSelectionRange(first.start, first.start);
    const open = nextFillIn(this.areas, first.area);
    if (open) selectIn(open.area, open.fillIn.start, open.fillIn.end);
    else selectIn(first.area, first.start + first.text.length, first.start + first.text.length);
  }

  /** Asks about what is not filled in. @param {string} allTheSame what the button says that goes on @returns {Promise<boolean>} whether to go on */
  async mayEnd(allTheSame) {
    const open = unfilled(this.host.form.values);
    if (open.length === 0) return true;
    const { openUnfilled } = await import('./unfilled-dialog.js');
    if (await openUnfilled(open, allTheSame)) return true;
    const [{ name, open: [first] }] = open;
    const area = this.area(name);
    if (area) selectIn(area, first.start, first.end);
    return false;
  }

  async keepSnippet() {
    const { last } = this;
    const text = last?.isConnected ? last.value.slice(last.selectionStart, last.selectionEnd) : '';
    const { openSnippet } = await import('./snippet-dialog.js');
    await openSnippet(text);
    last?.focus();
  }

  // Drawing ------------------------------------------------------------------------------------------------------

  /** Above the texts. */
  renderTools() {
    if (!this.may) return nothing;
    return html`<div class="note-tools">
      <button type="button" class="button small" @click=${() => this.chooseTemplate()}>${icon('note')}${w.use}${caps('Ctrl+Shift+F')}</button>
      <button type="button" class="button quiet small" @click=${() => this.keepSnippet()}>${icon('plus')}${w.keep}</button>
      <a class="button quiet small" href="/admin/snippets">${w.manage}</a>
      <span class="grow"></span><span class="muted small">${w.slash}</span>
    </div>`;
  }

  /** In the form's foot, which stays in sight: how much is to be filled in. */
  renderOpen() {
    const open = this.may ? countUnfilled(this.host.form.values) : 0;
    return html`<span class="note-open grow" role="status">${open ? w.left(open) : ''}</span>`;
  }
}
