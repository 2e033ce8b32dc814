// A document for paper: its pages as they will be printed, to be printed or saved.
import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { dateTime } from '../format.js';
import { icon } from '../icons.js';
import { command } from '../ipc.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { checkInput, selectInput } from './inputs.js';
import { LongWork } from './long-work.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';
import { keep, MOST_COPIES, papersOf, usualPaper, usualTo } from './printing.js';
import './date-input.js';
import './document-dialog.css';

const w = words.documents;

/** @typedef {{ask: 'invoice_document', invoice_id: string} | {ask: 'credit_note_document', credit_note_id: string} | {ask: 'receipt', payment_id: string} | {ask: 'statement', patient_id: string, from: string, to: string} | {ask: 'payer_statement', payer_id: string, on: string} | {ask: 'prescription_document', prescription_id: string} | {ask: 'visit_document', visit_id: string} | {ask: 'vaccination_document', patient_id: string} | {ask: 'letter_document', letter_id: string} | {ask: 'till_document', till_id: string} | {ask: 'aged_document', on: string} | {ask: 'revenue_document', from: string, to: string, by: string} | {ask: 'payments_document' | 'ledger_document', from: string, to: string} | {ask: 'work_document', report: string, from: string, to: string, by: string}} Question */
/** @typedef {import('./printing.js').Paper} Paper */

/** Of a record. @type {Set<string>} */
const CLINICAL = new Set(['prescription_document', 'visit_document', 'vaccination_document', 'letter_document']);

/** @param {Question} question what it is of @param {string} number */
export function openDocument(question, number) {
  const dialog = /** @type {DocumentDialog} */ (document.createElement('cd-document'));
  dialog.question = question;
  dialog.number = number;
  return dialog.open();
}

/** A payment's, refund's or reversal's. @param {{payment_id: string, receipt: string}} line */
export const openReceipt = (line) => openDocument({ ask: 'receipt', payment_id: line.payment_id }, line.receipt);

/** A patient's account since the beginning of the year; the days can be changed. @param {string} patient_id */
export const openStatement = (patient_id) => openDocument({ ask: 'statement', patient_id, from: `${app.today().slice(0, 4)}-01-01`, to: app.today() }, w.statement);

/** What a payer owes, patient by patient; the day can be changed. @param {string} payer_id */
export const openPayerStatement = (payer_id) => openDocument({ ask: 'payer_statement', payer_id, on: app.today() }, w.statement);

/** The prescription to which this medicine belongs. @param {{prescription_id: string}} line */
export const openPrescription = (line) => openDocument({ ask: 'prescription_document', prescription_id: line.prescription_id }, w.prescription);

/** The summary of a visit; one that is not signed says so. @param {string} visit_id */
export const openVisitSummary = (visit_id) => openDocument({ ask: 'visit_document', visit_id }, w.visit);

/** Everything a patient was given. @param {string} patient_id */
export const openVaccinationRecord = (patient_id) => openDocument({ ask: 'vaccination_document', patient_id }, w.vaccinations);

/** Of a closed day. @param {string} till_id */
export const openTillSheet = (till_id) => openDocument({ ask: 'till_document', till_id }, w.till);

/** What was owed at the end of a day, of everybody. @param {string} on */
export const openAged = (on) => openDocument({ ask: 'aged_document', on }, w.aged);

/** What this screen cannot show either, by its number in Unicode. @param {string} character */
const named = (character) => `${character} (U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')})`;

class DocumentDialog extends Modal {
  constructor() {
    super();
    /** @type {Question} */
    this.question = { ask: 'receipt', payment_id: '' };
    this.number = '';
    this.copy = false;
    /** @type {Paper | null} null: the clinic's */
    this.paper = null;
    /** Addresses of the pictures of the pages. @type {string[] | null} */
    this.pages = null;
    this.uncovered = '';
    /** When the original was printed: this is a copy. @type {string | null} */
    this.printedAt = null;
    /** @type {import('./printing.js').Printer[]} */
    this.printers = [];
    /** @type {import('./printing.js').To} */
    this.to = { printer: null, tray: null, copies: 1 };
    this.problem = '';
    this.refusal = '';
    this.working = false;
    this.turn = 0;
    this.making = new LongWork(this);
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.hasUpdated) return;
    this.paper = usualPaper(this.question);
    this.to = usualTo(this.question);
    this.make();
    this.lookForPrinters();
  }

  /** Without any the program that opens PDFs prints. */
  async lookForPrinters() {
    this.printers = await command('printers').catch(() => []);
    // One that is gone is not printed on by its name.
    if (!this.printers.some((one) => one.name === this.to.printer)) this.to = { ...this.to, printer: null, tray: null };
    this.requestUpdate();
  }

  /** @param {Partial<import('./printing.js').To>} change */
  printTo(change) {
    this.to = { ...this.to, ...change };
    keep(this.question, change);
    this.requestUpdate();
  }

  /** Taken off by the lock it comes back; only what is closed lets its pictures go. @param {any} [result] */
  close(result) {
    this.making.leave();
    this.forget();
    super.close(result);
  }

  forget() {
    for (const page of this.pages ?? []) URL.revokeObjectURL(page);
    this.pages = null;
  }

  /** What is said to the app: of what, and how it is to look. */
  get wanted() {
    return { question: this.question, look: { paper: this.paper, copy: this.copy } };
  }

  /** @param {boolean} [isTyping] then nothing takes the focus */
  async make(isTyping = false) {
    this.turn += 1;
    const { turn } = this;
    try {
      const made = await this.making.run('preview_document', this.wanted);
      if (!made || turn !== this.turn || this.shut) return;
      const isFirst = !this.pages;
      this.forget();
      this.pages = made.pages.map((/** @type {string} */ svg) => URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' })));
      this.uncovered = made.uncovered;
      this.printedAt = made.printed_at ?? null;
      this.problem = '';
      if (isFirst && !isTyping) this.focusFirst('[data-submit]');
    } catch (error) {
      if (turn !== this.turn) return;
      this.forget();
      this.problem = say(/** @type {any} */ (error));
      if (!isTyping) this.focusFirst('[data-again]');
    }
    this.requestUpdate();
  }

  size() {
    return 'wide';
  }

  heading() {
    return w.titles[this.question.ask](this.number);
  }

  subheading() {
    return html`<p class="muted">${w.lead}</p>`;
  }

  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector('[data-submit]:enabled'));
  }

  /** @param {KeyboardEvent} event */
  onKeydown(event) {
    const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (isCommand && (event.key === 'p' || event.key === 's')) {
      event.preventDefault();
      if (event.key === 'p') this.submit();
      else this.save();
      return;
    }
    super.onKeydown(event);
  }

  /** @param {() => Promise<void>} work */
  async run(work) {
    if (this.working || !this.pages) return;
    this.working = true;
    this.refusal = '';
    this.requestUpdate();
    try {
      await work();
    } catch (error) {
      this.refusal = say(/** @type {any} */ (error));
      if (this.shut) toast(this.refusal, { kind: 'error' });
    } finally {
      this.working = false;
      this.requestUpdate();
    }
  }

  submit() {
    return this.run(async () => {
      const { by } = await command('print_document', { ...this.wanted, to: this.to });
      toast((by === 'printer' ? w.printed : w.opened)(this.number));
      this.close();
    });
  }

  save() {
    return this.run(async () => {
      const { saved } = await command('save_document', { ...this.wanted, mailed: false });
      if (saved) toast(w.saved(this.number));
    });
  }

  /**
   * Saved where the person says, then the mail program with what it is: no program can be given a file from here. What speaks of a record is
   * called a document and nothing more, for a subject is read by everybody on its way.
   */
  mail() {
    return this.run(async () => {
      const { saved, name } = await command('save_document', { ...this.wanted, mailed: true });
      if (!saved) return;
      const what = CLINICAL.has(this.question.ask) ? '' : this.heading();
      const clinic = app.clinic?.name ?? '';
      await command('mail_document', { subject: w.mail.subject(what, clinic), text: w.mail.text(what, clinic) });
      toast(w.mail.opened(name));
    });
  }

  /** The days of a statement. @param {Question & {ask: 'statement'}} question */
  span(question) {
    const day = (/** @type {'from' | 'to'} */ which) => html`<cd-date .label=${words.billing[which]} .value=${question[which]} @change=${(/** @type {CustomEvent} */ { detail }) => {
      if (!detail.value || detail.value === question[which]) return;
      this.question = { ...question, [which]: detail.value };
      this.make(true);
    }}></cd-date>`;
    return html`${day('from')}${day('to')}`;
  }

  /** The day of a payer's statement. @param {Question & {ask: 'payer_statement'}} question */
  day(question) {
    return html`<cd-date .label=${words.reports.on} .value=${question.on} @change=${(/** @type {CustomEvent} */ { detail }) => {
      if (!detail.value || detail.value === question.on) return;
      this.question = { ...question, on: detail.value };
      this.make(true);
    }}></cd-date>`;
  }

  tools() {
    const { printedAt, to } = this;
    const papers = papersOf(this.question);
    const trays = this.printers.find((one) => (to.printer ? one.name === to.printer : one.usual))?.trays ?? [];
    return html`<div class="document-tools">
      ${this.question.ask === 'statement' ? this.span(this.question) : this.question.ask === 'payer_statement' ? this.day(this.question) : nothing}
      ${selectInput({ name: 'document-paper', label: w.paper, value: this.paper ?? '', options: papers.map((value) => ({ value, label: w.papers[value] })), on: (value) => {
        this.paper = /** @type {Paper} */ (value);
        keep(this.question, { paper: this.paper });
        this.make();
      } })}
      ${this.printers.length ? selectInput({ name: 'document-printer', label: w.printer, value: to.printer ?? '', on: (value) => this.printTo({ printer: value || null, tray: null }),
        options: [{ value: '', label: w.usualPrinter(this.printers.find((one) => one.usual)?.name ?? '') }, ...this.printers.map(({ name }) => ({ value: name, label: name }))] }) : nothing}
      ${to.printer && trays.length ? selectInput({ name: 'document-tray', label: w.tray, value: to.tray ?? '', on: (value) => this.printTo({ tray: value || null }),
        options: [{ value: '', label: w.usualTray }, ...trays.map((value) => ({ value, label: value }))] }) : nothing}
      ${selectInput({ name: 'document-copies', label: w.copies, className: 'document-copies', value: String(to.copies), on: (value) => this.printTo({ copies: Number(value) }),
        options: Array.from({ length: MOST_COPIES }, (_, i) => ({ value: String(i + 1), label: String(i + 1) })) })}
      ${printedAt ? html`<p class="document-printed">${icon('info')}<span>${w.printedBefore(dateTime(printedAt))}</span></p>` : checkInput({ name: 'document-copy', label: w.copy, hint: w.copyHint, checked: this.copy, on: (on) => {
        this.copy = on;
        this.make();
      } })}
    </div>`;
  }

  body() {
    const { pages } = this;
    const sheets = () => html`<div class="document-pages" tabindex="0" role="region" aria-label=${w.pages}>
      ${pages?.map((page, i) => html`<img class="document-page is-${this.paper}" src=${page} alt=${w.page(i + 1, pages.length, this.number)} />`)}</div>`;
    const waiting = () => html`<div class="document-pages" role="status" aria-label=${w.loading}><div class="skeleton document-waiting"><i></i><i></i><i></i></div></div>`;
    const long = this.making.render(w.loading, () => this.close());
    return html`${this.tools()}${long}
      ${this.refusal ? html`<div class="f-summary" role="alert">${icon('warning')}<p>${this.refusal}</p></div>` : nothing}
      ${pages && this.uncovered ? html`<p class="document-uncovered" role="status">${icon('warning')}<span>${w.uncovered([...this.uncovered].map(named).join(', '))}</span></p>` : nothing}
      ${this.problem ? html`<div class="f-summary" role="alert">${icon('warning')}<p>${this.problem}</p><button type="button" class="button small" data-again @click=${() => this.make()}>${w.again}</button></div>` : pages ? sheets() : waiting()}`;
  }

  foot() {
    const off = this.working || !this.pages;
    return html`<span class="grow"></span><button type="button" class="button quiet" @click=${this.askToClose}>${words.modal.close}</button>
      <button type="button" class="button" ?disabled=${off} title=${w.mail.hint} aria-description=${w.mail.hint} @click=${this.mail}>${w.mail.do}</button>
      <button type="button" class="button" ?disabled=${off} @click=${this.save}>${icon('file')}${w.save}${caps('Ctrl+S')}</button>
      <button type="submit" class="button primary" data-submit ?disabled=${off}>${icon('print')}${w.print}${caps('Ctrl+P')}</button>`;
  }
}

customElements.define('cd-document', DocumentDialog);
