import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { dateTime } from '../format.js';
import { icon } from '../icons.js';
import { command, perform } from '../ipc.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { factsOf } from './file-text.js';
import { Modal } from './modal.js';
import './files.css';
import './review-result.js';

/** @typedef {import('../bindings/ReviewLine').ReviewLine} ReviewLine */
/** @typedef {{file_id: string, patient_id: string, title: string, kind: string, dated_on: string | null, content_type: string, practitioner: string | null, request: string | null, review: ReviewLine | null, struck: string | null}} Shown */

const w = words.files;
const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/bmp'];
const TEXTS = ['text/plain', 'text/csv'];
/** Characters of a text that are shown. */
const MOST_TEXT = 200_000;

/** Shows what is in a file, which is recorded. @param {Shown} file */
export function openFile(file) {
  if (document.querySelector('cd-file-view')) return Promise.resolve(undefined);
  const dialog = /** @type {FileView} */ (document.createElement('cd-file-view'));
  dialog.file = file;
  return dialog.open();
}

/** Pictures as they are, pages of a PDF as pictures that the app makes, texts as text. Nothing in a file runs here; everything else is opened outside. */
class FileView extends Modal {
  constructor() {
    super();
    /** @type {Shown | null} */
    this.file = null;
    /** @type {'opening' | 'picture' | 'pages' | 'text' | 'other'} */
    this.showing = 'opening';
    /** Addresses of the pictures; '' where the page is not there yet. @type {string[]} */
    this.pictures = [];
    this.text = '';
    this.problem = '';
    this.refusal = '';
    this.working = false;
    /** @type {IntersectionObserver | null} */
    this.watcher = null;
    /** Pages that were asked for. @type {Set<number>} */
    this.asked = new Set();
  }

  connectedCallback() {
    super.connectedCallback();
    if (!this.hasUpdated) this.read();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    // The app holds the content as long as it is shown, not behind a lock.
    command('close_file').catch(() => {});
  }

  /** Taken off by the lock it comes back; only what is closed lets its pictures go. @param {any} [result] */
  close(result) {
    this.watcher?.disconnect();
    for (const address of this.pictures) if (address) URL.revokeObjectURL(address);
    this.pictures = [];
    super.close(result);
  }

  size() {
    return 'wide';
  }

  heading() {
    return this.file?.title ?? '';
  }

  subheading() {
    const { file } = this;
    return html`<p class="muted">${file ? factsOf(file) : ''}</p>${file?.struck ? html`<p class="file-struck">${icon('cancel', { size: 14 })}<span>${words.entries.struckTitle}: ${file.struck}</span></p>` : nothing}`;
  }

  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector('[data-again], .file-pages, [data-outside]:enabled'));
  }

  async read() {
    const { file } = this;
    if (!file) return;
    this.problem = '';
    this.showing = 'opening';
    try {
      await perform({ op: 'open_file', file_id: file.file_id });
      if (PICTURES.includes(file.content_type)) await this.showPicture(file);
      else if (file.content_type === 'application/pdf') await this.showPages(file);
      else if (TEXTS.includes(file.content_type)) await this.showText(file);
      else this.showing = 'other';
    } catch (error) {
      this.problem = say(/** @type {import('../ipc.js').WireError} */ (error));
    }
    this.requestUpdate();
    this.updateComplete.then(() => this.firstField()?.focus());
  }

  /** @param {Shown} file */
  async showPicture(file) {
    const bytes = await command('file_bytes', { fileId: file.file_id });
    if (this.shut) return;
    this.pictures = [URL.createObjectURL(new Blob([bytes], { type: file.content_type }))];
    this.showing = 'picture';
  }

  /** @param {Shown} file */
  async showText(file) {
    const bytes = await command('file_bytes', { fileId: file.file_id });
    this.text = new TextDecoder().decode(bytes);
    this.showing = 'text';
  }

  /** @param {Shown} file */
  async showPages(file) {
    const { pages } = await command('file_pages', { fileId: file.file_id });
    if (this.shut) return;
    this.pictures = Array(pages).fill('');
    this.asked.clear();
    this.showing = 'pages';
    this.requestUpdate();
    await this.updateComplete;
    // A page is drawn when it comes near.
    this.watcher = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) this.draw(Number(/** @type {HTMLElement} */ (target).dataset.page));
    }, { root: this.querySelector('.file-pages'), rootMargin: '600px' });
    for (const page of this.querySelectorAll('[data-page]')) this.watcher.observe(page);
  }

  /** @param {number} page */
  async draw(page) {
    const { file } = this;
    if (!file || this.asked.has(page)) return;
    this.asked.add(page);
    try {
      const bytes = await command('file_page', { fileId: file.file_id, page });
      if (this.shut) return;
      this.pictures[page] = URL.createObjectURL(new Blob([bytes], { type: 'image/png' }));
    } catch (error) {
      this.refusal = say(/** @type {import('../ipc.js').WireError} */ (error));
    }
    this.requestUpdate();
  }

  /** @param {'save_file' | 'open_file_outside'} name @param {(answer: any, title: string) => void} then */
  async leave(name, then) {
    const { file } = this;
    if (!file || this.working) return;
    this.working = true;
    this.refusal = '';
    this.requestUpdate();
    try {
      then(await command(name, { fileId: file.file_id }), file.title);
    } catch (error) {
      this.refusal = say(/** @type {import('../ipc.js').WireError} */ (error));
    }
    this.working = false;
    this.requestUpdate();
  }

  save() {
    return this.leave('save_file', ({ saved }, title) => saved && toast(w.savedAs(title)));
  }

  outside() {
    return this.leave('open_file_outside', (_, title) => toast(w.openedOutside(title)));
  }

  body() {
    return html`${this.refusal ? html`<div class="f-summary" role="alert">${icon('warning')}<p>${this.refusal}</p></div>` : nothing}
      ${this.problem ? html`<div class="f-summary" role="alert">${icon('warning')}<p>${this.problem}</p><button type="button" class="button small" data-again @click=${this.read}>${w.again2}</button></div>` : this.renderContent()} ${this.renderReview()}`;
  }

  /** What was made of a result; or, for those who sign, what is to be made of it. */
  renderReview() {
    const { file } = this;
    const r = words.results;
    if (!file?.practitioner) return nothing;
    const { review } = file;
    if (review) return html`<p class="file-reviewed muted">${r.reviewedBy(r.outcomesDone[/** @type {'normal'} */ (review.outcome)], review.by ?? '', dateTime(app.wall(review.at)))}${review.note ? html`: ${review.note}` : nothing}</p>`;
    if (file.struck || !app.can('record.sign')) return nothing;
    return html`<cd-review-result .fileId=${file.file_id} .patientId=${file.patient_id} .hasRequest=${Boolean(file.request)} @reviewed=${() => this.close(true)}></cd-review-result>`;
  }

  renderContent() {
    const { file, pictures, showing, text } = this;
    if (!file || showing === 'opening') return html`<div class="file-pages" role="status" aria-label=${w.opening}><div class="skeleton file-waiting"><i></i><i></i><i></i></div></div>`;
    if (showing === 'other') return html`<p class="file-other">${icon('info')}<span>${w.notShown}</span></p>`;
    if (showing === 'text') return html`<div class="file-pages" tabindex="0" role="region" aria-label=${file.title}><pre class="file-words">${text.slice(0, MOST_TEXT)}</pre>${text.length > MOST_TEXT ? html`<p class="muted">${w.longer}</p>` : nothing}</div>`;
    if (showing === 'picture') return html`<div class="file-pages" tabindex="0" role="region" aria-label=${w.picture(file.title)}><img class="file-picture" src=${pictures[0]} alt=${w.picture(file.title)} /></div>`;
    return html`<div class="file-pages" tabindex="0" role="region" aria-label=${w.pages(file.title)}>${pictures.map((address, page) => html`<div class="file-page" data-page=${page}>
      ${address ? html`<img src=${address} alt=${w.page(page + 1, pictures.length)} />` : html`<div class="skeleton file-waiting" role="status" aria-label=${w.page(page + 1, pictures.length)}><i></i><i></i><i></i></div>`}</div>`)}</div>`;
  }

  foot() {
    const off = this.working || this.showing === 'opening';
    return html`<span class="grow muted small">${w.lookNote}</span>
      <button type="button" class="button" data-outside ?disabled=${off} @click=${this.outside}>${icon('link')}${w.outside}</button>
      <button type="button" class="button" ?disabled=${off} @click=${this.save}>${icon('file')}${w.saveAs}</button>
      <button type="button" class="button primary" @click=${this.askToClose}>${words.modal.close}</button>`;
  }
}

customElements.define('cd-file-view', FileView);
