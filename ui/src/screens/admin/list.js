// What every list in Admin is: rows, one of them open in a panel beside them. Subclasses say what a row and its form are.
// A form with something typed in it is kept when another row is opened, and when the row is changed elsewhere.
import { html, nothing } from 'lit';
import { app, toast } from '../../app.js';
import { View } from '../../element.js';
import { icon } from '../../icons.js';
import { ask } from '../../ipc.js';
import { say as sayError } from '../../messages.js';
import { conflictChoice, formSummary } from '../../parts/form-view.js';
import { formOffer } from '../../parts/typed-offer.js';
import { words } from '../../words/en.js';
import { RowForms } from './row-forms.js';
import './folded.js';

const say = words.admin;

/** @typedef {{head: string, cell: (row: any) => any, extra?: boolean, number?: boolean}} Column `extra`: left out while a panel is open */
/** @typedef {(version: number) => {op: string} & Record<string, any>} Step one operation of a save, given the version it acts on */
/** @typedef {import('./row-forms.js').RowForm} RowForm */

const NEW = 'new';
/** Lists shorter than this need no search. */
const FIND_FROM = 9;
/** Rows that are drawn at once: of a country's medicines there are some ten thousand. */
const AT_ONCE = 300;

export class AdminList extends View {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = { rows: { state: true }, problem: { state: true }, selected: { state: true }, text: { state: true }, withHidden: { state: true }, most: { state: true } };

  constructor() {
    super();
    /** @type {any[]|null} */
    this.rows = null;
    /** @type {any} */
    this.problem = null;
    /** @type {string|null} */
    this.selected = null;
    this.text = '';
    this.withHidden = false;
    this.most = AT_ONCE;
    this.forms = new RowForms(this);
  }

  // What a subclass says -----------------------------------------------------------------------------------------

  /** Its words, with at least lead, empty, add, newTitle. @returns {any} */
  get words() {
    return {};
  }

  /** Its name in Admin. @returns {string} */
  get heading() {
    return '';
  }

  /** Its question, its key's name, its kind in the journal. @returns {{question: string, key: string, kind: string, also?: string[]}} */
  get source() {
    return { question: '', key: '', kind: '' };
  }

  /** Whether what is done here is offered to be undone. */
  get undoes() {
    return false;
  }

  /** @returns {Column[]} */
  columns() {
    return [];
  }

  /** @returns {Record<string, any>} */
  blank() {
    return { name: '' };
  }

  /** @param {any} row @returns {Record<string, any>} */
  toValues(row) {
    return { name: row.name };
  }

  /** @param {RowForm} _form @param {any} _row null while new @returns {any} */
  fields(_form, _row) {
    return nothing;
  }

  /** @param {RowForm} form @param {any} _row @returns {boolean} */
  check(form, _row) {
    return form.check({ name: form.missing('name') });
  }

  /** What saving performs. @param {RowForm} _form @param {any} _row null while new @returns {Step[]} */
  steps(_form, _row) {
    return [];
  }

  /** The one operation that hides a row or shows it again. @param {any} _row @param {boolean} _active @returns {Step} */
  hiding(_row, _active) {
    return () => ({ op: '' });
  }

  /** What each field is called. @returns {Record<string, any>} */
  labels() {
    return this.words;
  }

  /** How a value reads beside somebody else's. @param {string} _field @param {any} value @returns {any} */
  shown(_field, value) {
    return Array.isArray(value) ? value.join(', ') : String(value);
  }

  /** Paths on the wire that are called differently in the form. @returns {Record<string, string>} */
  names() {
    return {};
  }

  /** A row with what the list needs and the question does not say: `name`, `active`. @param {any} row @returns {any} */
  complete(row) {
    return row;
  }

  /** What was saved is called. @param {RowForm} form @returns {string} */
  titleOf(form) {
    return form.values.name;
  }

  get mayAdd() {
    return true;
  }

  get mayHide() {
    return true;
  }

  /** Once it is saved and the list shows it. @param {RowForm} _form @returns {Promise<any>} */
  async afterSave(_form) {}

  /** More lists that its rows and forms speak of. @returns {Promise<any>} */
  async loadMore() {}

  /** Below the form of an existing row. @param {any} _row @returns {any} */
  more(_row) {
    return nothing;
  }

  // Loading ------------------------------------------------------------------------------------------------------

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', (/** @type {CustomEvent} */ event) => {
      const kinds = [this.source.kind, ...(this.source.also ?? [])];
      if (event.detail.touches.some((/** @type {{kind: string}} */ touch) => kinds.includes(touch.kind))) this.load();
    });
    this.load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.forms.flush();
  }

  updated() {
    this.forms.keep();
  }

  async load() {
    try {
      const [rows] = await Promise.all([ask({ ask: this.source.question }), this.loadMore()]);
      this.rows = rows.map((/** @type {any} */ row) => this.complete(row));
      this.problem = null;
      this.forms.follow();
    } catch (error) {
      this.problem = error;
    }
  }

  /** @param {string|null} id */
  find(id) {
    return this.rows?.find((row) => row[this.source.key] === id) ?? null;
  }

  // The panel ----------------------------------------------------------------------------------------------------

  /** @param {string|null} id */
  async select(id) {
    this.selected = id;
    if (id === null) return;
    this.forms.of(id, this.find(id));
    await this.updateComplete;
    if (id === NEW) this.firstField()?.focus();
  }

  firstField() {
    return /** @type {HTMLElement|null} */ (this.querySelector('.admin-panel [data-first], .admin-panel input'));
  }

  async close() {
    const { selected } = this;
    // Closing by hand is throwing away; going to another row is not.
    if (selected) this.forms.end(selected);
    this.selected = null;
    await this.updateComplete;
    /** @type {HTMLElement|null} */ (this.querySelector(`[data-row="${selected}"]`) ?? this.querySelector('.admin-add, .empty button'))?.focus();
  }

  /** @param {Event} event */
  async save(event) {
    event.preventDefault();
    const id = /** @type {string} */ (this.selected);
    const form = /** @type {RowForm} */ (this.forms.get(id));
    const row = this.find(form.rowId);
    if (!this.check(form, row)) return;
    const done = await this.forms.perform(form, this.steps(form, row));
    if (!done) return;
    this.tell(say.saved(this.titleOf(form)), done);
    this.forms.end(id);
    this.selected = null;
    await this.load();
    await this.updateComplete;
    /** @type {HTMLElement|null} */ (this.querySelector(`[data-row="${form.rowId}"]`))?.focus();
    await this.afterSave(form);
  }

  /** @param {string} text @param {string[]} ids what was performed */
  tell(text, ids) {
    toast(text, this.undoes ? { undo: ids } : {});
  }

  /** @param {any} row @param {boolean} active */
  async setActive(row, active) {
    const form = /** @type {RowForm} */ (this.forms.get(row[this.source.key]));
    const ids = await this.forms.perform(form, [this.hiding(row, active)]);
    if (!ids) return;
    const done = active ? (this.words.unhiddenDone ?? say.unhiddenDone) : (this.words.hiddenDone ?? say.hiddenDone);
    this.tell(done(row.name), ids);
    this.forms.end(row[this.source.key]);
    this.selected = null;
    await this.load();
  }

  // Drawing ------------------------------------------------------------------------------------------------------

  get hiddenCount() {
    return this.rows?.filter((row) => !row.active).length ?? 0;
  }

  get visible() {
    const wanted = this.text.trim().toLocaleLowerCase();
    return (this.rows ?? []).filter((row) => (row.active || this.withHidden) && (!wanted || this.findText(row).toLocaleLowerCase().includes(wanted)));
  }

  /** What the search looks in. @param {any} row @returns {string} */
  findText(row) {
    return row.name;
  }

  render() {
    const { rows, selected } = this;
    return html`
      <section class="admin-page ${selected ? 'has-panel' : ''}" aria-labelledby="admin-title">
        <div class="admin-list">
          <header class="admin-head">
            <div class="grow"><h1 id="admin-title">${this.heading}</h1><p class="muted">${this.words.lead}</p></div>
            ${rows?.length && this.mayAdd ? html`<button type="button" class="button primary admin-add" @click=${() => this.select(NEW)}>${icon('plus')}${this.words.add}</button>` : nothing}
          </header>
          ${this.problem ? this.renderProblem() : nothing} ${rows ? this.renderTools(rows) : nothing} ${rows ? this.renderRows(rows) : this.renderLoading()}
        </div>
        ${selected ? this.renderPanel(selected) : nothing}
      </section>
    `;
  }

  renderProblem() {
    return html`<div class="f-summary" role="alert">${icon('warning')}<div><p>${sayError(this.problem)}</p><button type="button" class="f-link" @click=${this.load}>${say.retry}</button></div></div>`;
  }

  renderLoading() {
    return this.problem ? nothing : html`<div class="skeleton list-skeleton" role="status" aria-label=${say.loading}><i></i><i></i><i></i></div>`;
  }

  /** @param {any[]} rows */
  renderTools(rows) {
    if (rows.length < FIND_FROM && this.hiddenCount === 0) return nothing;
    return html`
      <div class="admin-tools">
        ${rows.length >= FIND_FROM
          ? html`<input class="input" type="search" placeholder=${say.find} aria-label=${say.findIn(this.heading)} .value=${this.text} @input=${this.onFind} />`
          : nothing}
        ${this.hiddenCount
          ? html`<label class="f-check"><input type="checkbox" .checked=${this.withHidden} @change=${(/** @type {any} */ event) => (this.withHidden = event.target.checked)} /><span>${say.showHidden(this.hiddenCount)}</span></label>`
          : nothing}
      </div>
    `;
  }

  /** @param {any} event */
  onFind(event) {
    this.text = event.target.value;
    this.most = AT_ONCE;
  }

  /** @param {any[]} rows */
  renderRows(rows) {
    const { visible } = this;
    if (rows.length === 0) return this.renderEmpty(this.words.empty, this.words.add, () => this.select(NEW));
    if (visible.length === 0 && this.text) return this.renderEmpty(say.nothingFound(this.text), say.clearFind, () => (this.text = ''));
    const columns = this.columns();
    // The one that is open stands there too, wherever it is in the list.
    const drawn = visible.filter((row, n) => n < this.most || row[this.source.key] === this.selected);
    return html`
      <table class="rows" @keydown=${this.onKeydown}>
        <thead><tr>${columns.map((column) => html`<th scope="col" class="${column.extra ? 'extra' : ''} ${column.number ? 'number' : ''}">${column.head}</th>`)}</tr></thead>
        <tbody>${drawn.map((row) => this.renderRow(row, columns))}</tbody>
      </table>
      ${drawn.length < visible.length ? html`<p class="admin-rest muted"><span>${say.someOf(drawn.length, visible.length)}</span><button type="button" class="button small" @click=${() => (this.most += AT_ONCE)}>${say.showMore}</button></p>` : nothing}
    `;
  }

  /** @param {string} text @param {string} button @param {() => void} run */
  renderEmpty(text, button, run) {
    return html`<div class="empty"><p>${text}</p>${button ? html`<button type="button" class="button" @click=${run}>${button}</button>` : nothing}</div>`;
  }

  /** @param {any} row @param {Column[]} columns */
  renderRow(row, columns) {
    const id = row[this.source.key];
    const open = this.selected === id;
    const [first, ...others] = columns;
    return html`
      <tr class="${open ? 'selected' : ''} ${row.active ? '' : 'is-hidden'}" @click=${() => this.select(open ? null : id)}>
        <td>
          <button type="button" class="row-button" data-row=${id} aria-expanded=${open}>${first.cell(row)}</button>
          ${row.active ? nothing : html`<span class="tag">${this.words.hidden ?? say.hidden}</span>`}
          ${this.forms.get(id)?.dirty && !open ? html`<span class="unsaved" title=${say.unsaved}>${icon('edit', { size: 14 })}<span class="visually-hidden">${say.unsaved}</span></span>` : nothing}
        </td>
        ${others.map((column) => html`<td class="${column.extra ? 'extra' : ''} ${column.number ? 'number' : ''}">${column.cell(row)}</td>`)}
      </tr>
    `;
  }

  /** Arrows walk the rows. @param {KeyboardEvent} event */
  onKeydown(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const buttons = /** @type {HTMLElement[]} */ ([...this.querySelectorAll('.row-button')]);
    const at = buttons.indexOf(/** @type {HTMLElement} */ (event.target));
    if (at < 0) return;
    event.preventDefault();
    buttons[Math.min(Math.max(at + step, 0), buttons.length - 1)].focus();
  }

  /** @param {string} selected */
  renderPanel(selected) {
    const form = this.forms.get(selected);
    if (!form) return nothing;
    const row = this.find(selected);
    return html`
      <aside class="admin-panel" aria-labelledby="panel-title" @keydown=${this.onPanelKeydown}>
        <header class="admin-panel-head">
          <h2 id="panel-title">${row ? row.name : this.words.newTitle}</h2>
          <button type="button" class="icon-button" aria-label=${say.close} title=${say.close} @click=${this.close}>${icon('close')}</button>
        </header>
        <form class="f-form" novalidate @submit=${this.save}>
          ${formOffer(form, form.offer)} ${formSummary(form, this.labels())} ${conflictChoice(form, this.labels(), (field, value) => this.shown(field, value))}
          ${this.fields(form, row)}
          <div class="button-row form-buttons">
            <button type="submit" class="button primary" ?disabled=${form.busy}>${form.busy ? say.saving : form.conflict?.clashes.length ? say.form.saveChoice : say.save}</button>
            <button type="button" class="button" @click=${this.close}>${say.cancel}</button>
            <span class="grow"></span>
            ${row && this.mayHide
              ? html`<button type="button" class="button quiet" ?disabled=${form.busy} @click=${() => this.setActive(row, !row.active)}>${row.active ? (this.words.hide ?? say.hide) : (this.words.unhide ?? say.unhide)}</button>`
              : nothing}
          </div>
        </form>
        ${row ? this.more(row) : nothing} ${row ? this.renderHistory(selected) : nothing}
      </aside>
    `;
  }

  /** @param {KeyboardEvent} event */
  onPanelKeydown(event) {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    // Esc leaves the panel; what was typed waits in it.
    const { selected } = this;
    this.selected = null;
    this.updateComplete.then(() => /** @type {HTMLElement|null} */ (this.querySelector(`[data-row="${selected}"]`) ?? this.querySelector('.admin-add'))?.focus());
  }

  /** @param {string} id */
  renderHistory(id) {
    if (!app.can('history.record') && !app.can('history.view')) return nothing;
    return html`<cd-folded .of=${id} .label=${say.history} .load=${() => import('../../parts/record-history.js')} .draw=${() => html`<cd-record-history .kind=${this.source.kind} .rowId=${id}></cd-record-history>`}></cd-folded>`;
  }
}
