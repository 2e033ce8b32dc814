// A table that is chosen, looked at, then taken: what every import is. Subclasses say what is asked of it and what is done with it.
import { html, nothing } from 'lit';
import { toast } from '../app.js';
import { icon } from '../icons.js';
import { ask } from '../ipc.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';
import { Sender } from './sender.js';
import { textOf } from './table-file.js';
import './table-import.css';

const w = words.tableImport;

/** @template Found what the question answers */
export class TableImport extends Modal {
  constructor() {
    super();
    this.fileName = '';
    this.table = '';
    /** @type {Found | null} */
    this.found = null;
    this.refusal = '';
    this.reading = false;
    /** From the first operation to the last. */
    this.sending = false;
    this.progress = '';
    /** What stopped: the parts that were not taken, how many there are, and what the others brought. @type {{left: ({op: string} & Record<string, any>)[], of: number, taken: number} | null} */
    this.stopped = null;
    this.sender = new Sender(() => this.requestUpdate());
  }

  // What a subclass says -----------------------------------------------------------------------------------------

  /** @returns {{title: string, lead: string, head: string, submit: (n: number) => string, done: (n: number) => string}} */
  get words() {
    return { title: '', lead: '', head: '', submit: () => '', done: () => '' };
  }

  /** The question about the table. @returns {string} */
  get question() {
    return '';
  }

  /** How many lines would be taken. @returns {number} */
  get count() {
    return 0;
  }

  /** What else has to be said before it is taken. @returns {any} */
  fields() {
    return nothing;
  }

  /** @param {Found} _found @returns {any} */
  look(_found) {
    return nothing;
  }

  /** null while something is missing. @returns {Promise<({op: string} & Record<string, any>) | null>} */
  async operation() {
    return null;
  }

  /** What taking it performs: a table that is too long for one operation takes several. @returns {Promise<({op: string} & Record<string, any>)[]>} */
  async operations() {
    const operation = await this.operation();
    return operation ? [operation] : [];
  }

  /** @param {any} _outcome @returns {number} */
  doneCount(_outcome) {
    return 0;
  }

  /** A refusal that a field of `fields` shows. @param {any} _error @returns {boolean} */
  showsAtField(_error) {
    return false;
  }

  // The dialog ---------------------------------------------------------------------------------------------------

  heading() {
    return this.words.title;
  }

  size() {
    return 'wide';
  }

  firstField() {
    return /** @type {HTMLElement | null} */ ((this.count && (this.querySelector('[data-first]') ?? this.querySelector('[data-submit]'))) || this.querySelector('[data-choose]'));
  }

  choose() {
    /** @type {HTMLInputElement | null} */ (this.querySelector('input[type=file]'))?.click();
  }

  /** @param {File | undefined} file */
  async take(file) {
    if (!file || this.reading || this.sender.busy) return;
    this.reading = true;
    this.refusal = '';
    this.found = null;
    this.stopped = null;
    this.fileName = file.name;
    this.requestUpdate();
    try {
      this.table = await textOf(file);
      this.found = await ask({ ask: this.question, table: this.table });
    } catch (error) {
      this.refusal = say(/** @type {any} */ (error));
    }
    this.reading = false;
    this.requestUpdate();
    this.updateComplete.then(() => this.firstField()?.focus());
  }

  async submit() {
    if (this.sender.busy || this.sending) return;
    this.sending = true;
    const all = this.stopped?.left ?? (this.count ? await this.operations().catch(() => []) : []);
    const operations = [...all];
    const of = this.stopped?.of ?? all.length;
    let taken = this.stopped?.taken ?? 0;
    this.requestUpdate();
    if (operations.length === 0) {
      this.sending = false;
      this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector('[aria-invalid="true"]'))?.focus());
      return;
    }
    this.refusal = '';
    try {
      let outcome;
      while (operations.length) {
        ({ outcome } = await this.sender.send(operations[0]));
        operations.shift();
        taken += this.doneCount(outcome);
        if (of > 1) this.progress = w.taken(taken, this.count);
        this.requestUpdate();
      }
      toast(this.words.done(taken));
      this.close(outcome);
    } catch (error) {
      const why = say(/** @type {any} */ (error));
      // What was taken stays, and is not sent again.
      const part = of - operations.length + 1;
      this.stopped = part > 1 ? { left: operations, of, taken } : null;
      if (!this.showsAtField(error)) this.refusal = this.stopped ? `${w.partly(taken, part, of)} ${why}` : why;
      if (this.shut) toast(this.refusal || why, { kind: 'error' });
    } finally {
      this.sending = false;
      this.progress = '';
    }
    this.requestUpdate();
  }

  body() {
    return html`
      <p>${this.words.lead}</p>
      <p class="import-head"><code>${this.words.head}</code></p>
      <div class="import-choose">
        <button type="button" class="button" data-choose ?disabled=${this.reading || this.sender.busy} @click=${this.choose}>${icon('file')}${this.fileName ? w.chooseOther : w.choose}</button>
        ${this.fileName ? html`<span class="import-file">${this.fileName}</span>` : nothing}
        <input type="file" accept=".csv,.tsv,.txt,text/csv" hidden @change=${(/** @type {any} */ { target }) => {
          this.take(target.files[0]);
          target.value = '';
        }} />
      </div>
      ${this.refusal ? html`<div class="f-summary" role="alert">${icon('warning')}<p>${this.refusal}</p></div>` : nothing}
      ${this.progress ? html`<p role="status">${this.progress}</p>` : nothing}
      ${this.reading ? html`<div class="skeleton" role="status" aria-label=${w.reading}><i></i><i></i><i></i></div>` : nothing}
      ${this.found ? html`${this.fields()}${this.look(this.found)}` : nothing}`;
  }

  /** @param {any} problem why a line is left out @param {Record<string, any>} names of its fields */
  problem(problem, names) {
    const field = names[problem.details?.field ?? ''];
    return html`${icon('warning')} ${field ? `${field}: ` : ''}${say(problem)}`;
  }

  foot() {
    const checking = this.sender.state === 'checking';
    const { stopped } = this;
    const does = stopped ? w.goOn(stopped.of - stopped.left.length + 1, stopped.of) : this.words.submit(this.count);
    return html`<span class="grow"></span><button type="button" class="button quiet" @click=${this.askToClose}>${words.modal.close}</button>
      <button type="submit" class="button primary" data-submit ?disabled=${!this.count || this.sender.busy || this.sending}>${checking ? words.book.checkingShort : does}${caps('Enter')}</button>`;
  }
}
