import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { date } from '../format.js';
import { ask } from '../ipc.js';
import { icon } from '../icons.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { areaField, selectField, textField } from './fields.js';
import { FileSending } from './file-sending.js';
import { kindOf, mostBytes, sizeOf, titleFrom } from './file-text.js';
import { Form } from './form.js';
import { formSummary } from './form-view.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';
import { formTyping, takeUpForm } from './typed-offer.js';
import './date-input.js';
import './files.css';

const w = words.files;
const KINDS = Object.keys(w.kinds);
const LABELS = { file: w.what, title: w.name, kind: w.kind, dated_on: w.dated, note: w.note, practitioner_id: words.results.orderedBy, request_id: words.results.answers };

/** @typedef {{patient_id: string, name: string, visit_id?: string | null, request_id?: string | null}} Whose */

/** Attaches a file. @param {Whose} whose @param {File} [file] dropped or chosen before */
export function openAttach(whose, file) {
  if (document.querySelector('cd-file-dialog')) return Promise.resolve(undefined);
  const dialog = /** @type {FileDialog} */ (document.createElement('cd-file-dialog'));
  dialog.whose = whose;
  if (whose.request_id) dialog.form.start({ ...dialog.form.values, kind: 'result', request_id: whose.request_id });
  if (file) dialog.take(file);
  return dialog.open();
}

/** One after the other, as they were dropped. @param {Whose} whose @param {Iterable<File>} files */
export async function attachAll(whose, files) {
  for (const file of files) await openAttach(whose, file);
}

/** The file is sent in pieces when it is saved, and can be stopped; the same content twice is asked. */
class FileDialog extends Modal {
  constructor() {
    super();
    /** @type {Whose} */
    this.whose = { patient_id: '', name: '' };
    /** @type {FileSending | null} */
    this.sending = null;
    this.isSending = false;
    this.note = '';
    /** The same file is there already. @type {{on: string, by: string | null} | null} */
    this.asked = null;
    this.form = new Form(this, { file: '', title: '', kind: 'other', dated_on: null, note: '', practitioner_id: app.me?.practitioner_id ?? '', request_id: '' });
    /** What is still waited for. @type {{request_id: string, what: string}[]} */
    this.requests = [];
  }

  connectedCallback() {
    super.connectedCallback();
    app.load('practitioners').then(() => this.requestUpdate()).catch(() => {});
    if (!app.can('record.view')) return;
    ask({ ask: 'test_requests', patient_id: this.whose.patient_id }).then((rows) => {
      this.requests = rows.filter((/** @type {any} */ row) => row.status === 'asked');
      this.requestUpdate();
    }).catch(() => {});
  }

  heading() {
    return w.attachTitle;
  }

  subheading() {
    return html`<p class="muted">${this.whose.name}</p>`;
  }

  dirty() {
    return this.sending !== null || this.form.dirty;
  }

  keptAs() {
    return `file ${this.whose.patient_id}`;
  }

  typing() {
    return formTyping(this.form);
  }

  /** What is said about it: the file itself is chosen again. @param {any} typing */
  takeUp({ values: { file: _file, ...values }, original }) {
    takeUpForm(this.form, { values, original });
  }

  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector(this.asked ? '[data-submit]' : this.sending ? '[data-first]' : '[data-choose]'));
  }

  /** @param {any} [result] */
  close(result) {
    if (!result) this.sending?.drop();
    super.close(result);
  }

  /** @param {File | undefined} file */
  take(file) {
    if (!file || this.isSending) return;
    const { form } = this;
    this.sending?.drop();
    this.sending = new FileSending(file, () => this.requestUpdate());
    this.asked = null;
    this.note = '';
    if (!form.values.title.trim() || form.values.title === titleFrom(form.values.file)) form.set('title', titleFrom(file.name));
    if (form.values.kind === 'other' && file.type.startsWith('image/')) form.set('kind', 'picture');
    form.set('file', file.name);
    if (file.size > mostBytes()) form.errors.file = say({ code: 'file.too_large', details: { max_bytes: mostBytes() } });
    this.requestUpdate();
  }

  choose() {
    /** @type {HTMLInputElement | null} */ (this.querySelector('input[type=file]'))?.click();
  }

  problems() {
    const { form, sending } = this;
    const on = form.values.dated_on;
    const size = sending?.file.size ?? 0;
    return {
      file: !sending ? w.chooseFirst : size > mostBytes() ? say({ code: 'file.too_large', details: { max_bytes: mostBytes() } }) : size === 0 ? say({ code: 'file.incomplete' }) : null,
      title: form.missing('title'),
      practitioner_id: form.values.kind === 'result' && !form.values.request_id ? form.missing('practitioner_id') : null,
      dated_on: on && on > app.today() ? w.notYet : null,
    };
  }

  /** @param {FileSending} sending */
  operation(sending) {
    const { form: { values }, whose } = this;
    return {
      op: 'attach_file', file_id: sending.id, patient_id: whose.patient_id, visit_id: whose.visit_id ?? null, kind: values.kind, title: values.title.trim(), name: sending.file.name,
      size_bytes: sending.file.size, dated_on: values.dated_on, note: values.note.trim() || null, ...(values.kind === 'result' ? { practitioner_id: values.request_id ? null : values.practitioner_id, request_id: values.request_id || null } : {}), confirmed: this.asked !== null,
    };
  }

  async submit() {
    const { form, sending } = this;
    const unclear = /** @type {import('./date-input.js').DateInput | null} */ (this.querySelector('cd-date'));
    if (unclear?.isUnclear) {
      unclear.leave();
      unclear.focus();
      return;
    }
    if (this.isSending || !form.check(this.problems()) || !sending) return;
    this.note = '';
    this.isSending = !sending.isWhole;
    const names = { size_bytes: 'file', name: 'file' };
    const done = await form.send(async () => {
      if (!(await sending.send())) return null;
      this.isSending = false;
      return form.sender.send(this.operation(sending));
    }, { names });
    this.isSending = false;
    if (done) {
      toast(w.saved(form.values.title.trim()));
      this.close(true);
    } else if (done === undefined) this.refused(sending);
  }

  /** @param {FileSending} sending */
  refused(sending) {
    const { lastError } = this.form;
    if (lastError?.code === 'file.again') {
      this.asked = { on: lastError.details.on, by: lastError.details.by };
      this.form.problem = null;
      this.updateComplete.then(() => this.firstField()?.focus());
    } else if (lastError?.code.startsWith('file.')) {
      this.form.errors.file = say(lastError);
      this.form.problem = null;
      // What is there is not what was meant: the next try begins anew.
      sending.drop();
      this.form.focusFirst();
    }
    this.requestUpdate();
  }

  async stop() {
    this.isSending = false;
    await this.sending?.drop();
    this.note = w.stopped;
    this.requestUpdate();
  }

  /** Back to what was typed. */
  change() {
    this.asked = null;
    this.requestUpdate();
    this.updateComplete.then(() => this.firstField()?.focus());
  }

  body() {
    const { form, asked } = this;
    return html`<div class="file-form" @dragover=${over} @drop=${(/** @type {DragEvent} */ event) => {
      event.preventDefault();
      this.take(event.dataTransfer?.files[0]);
    }}>${formSummary(form, LABELS)}
      ${asked ? html`<p class="banner" role="alert">${icon('warning')}<span>${w.again(date(asked.on), asked.by ?? '')}</span></p>` : nothing}
      ${this.renderFile()}
      ${textField({ ...form.bind('title'), label: w.name, hint: w.nameHint, first: true, maxlength: 200 })}
      <div class="file-row">${selectField({ ...form.bind('kind'), label: w.kind, options: KINDS.map((value) => ({ value, label: kindOf(value) })) })}
        <cd-date data-field="dated_on" .label=${w.dated} .value=${form.values.dated_on} .error=${form.errors.dated_on ?? ''} @change=${(/** @type {CustomEvent} */ event) => form.set('dated_on', event.detail.value)}></cd-date></div>
      ${form.values.kind === 'result' ? this.renderOrder() : nothing}
      ${areaField({ ...form.bind('note'), label: w.note, rows: 2, optional: true })}</div>`;
  }

  /** Before whom a result is put: whoever asked for the test, or whoever is chosen. */
  renderOrder() {
    const { form, requests } = this;
    const r = words.results;
    const practitioners = app.lists.practitioners.filter((one) => one.active);
    return html`${requests.length ? selectField({ ...form.bind('request_id'), label: r.answers, empty: r.answersNone, options: requests.map((one) => ({ value: one.request_id, label: one.what })) }) : nothing}
      ${form.values.request_id ? nothing : selectField({ ...form.bind('practitioner_id'), label: r.orderedBy, hint: r.orderedByHint, empty: '', options: practitioners.map((one) => ({ value: one.practitioner_id, label: one.name })) })}`;
  }

  renderFile() {
    const { form, sending, isSending } = this;
    const error = form.errors.file;
    return html`<div class="file-choice" data-field="file">
      <input type="file" hidden tabindex="-1" @change=${(/** @type {Event} */ event) => {
        const input = /** @type {HTMLInputElement} */ (event.target);
        this.take(input.files?.[0]);
        input.value = '';
      }} />
      ${sending ? html`<p class="file-chosen">${icon('file')}<span>${w.chosen(sending.file.name, sizeOf(sending.file.size))}</span></p>` : html`<p class="muted">${w.dropHint}</p>`}
      ${isSending && sending ? this.renderProgress(sending) : html`<button type="button" class="button" data-choose aria-invalid=${error ? 'true' : 'false'} aria-describedby="file-choice-hint" @click=${this.choose}>${sending ? w.another : w.choose}</button>`}
      <p id="file-choice-hint" class=${error ? 'f-error' : 'f-hint'}>${error ? html`${icon('warning')}${error}` : w.limits(mostBytes() / 1024 / 1024)}</p>
      ${this.note ? html`<p class="muted" role="status">${this.note}</p>` : nothing}</div>`;
  }

  /** @param {FileSending} sending */
  renderProgress(sending) {
    const text = w.sending(sending.percent);
    return html`<div class="file-progress"><progress max="100" .value=${sending.percent} aria-label=${text}></progress><span class="number muted">${text}</span>
      <button type="button" class="button small" @click=${this.stop}>${w.stop}</button></div>`;
  }

  foot() {
    const off = this.form.busy || this.isSending;
    if (this.asked) {
      return html`<span class="grow"></span><button type="button" class="button" @click=${this.change}>${w.change}</button>
        <button type="submit" class="button primary" data-submit ?disabled=${off}>${w.againSave}</button>`;
    }
    return html`<span class="grow muted small">${words.patientForm.as(app.me?.name ?? '')}</span>
      <button type="button" class="button" @click=${this.askToClose}>${words.modal.cancel}</button>
      <button type="submit" class="button primary" data-submit ?disabled=${off}>${w.save}${caps('Enter')}</button>`;
  }
}

/** @param {DragEvent} event */
function over(event) {
  if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
}

customElements.define('cd-file-dialog', FileDialog);
