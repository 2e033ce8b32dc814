import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { ask, uuid7 } from '../ipc.js';
import { words } from '../words/en.js';
import { textField } from './fields.js';
import { Form } from './form.js';
import { conflictChoice, formSummary } from './form-view.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';
import { formTyping, takeUpForm } from './typed-offer.js';
import './entry-dialog.css';

/**
 * One entry of a chart: added, edited, or marked as entered in error. Subclasses say which fields it has and how it travels.
 * What somebody else saved meanwhile is put beside what was typed, as everywhere.
 */
export class EntryDialog extends Modal {
  constructor() {
    super();
    this.patientId = '';
    /** Null while adding. @type {{id: string, version: number} & Record<string, any> | null} */
    this.entry = null;
    this.newId = uuid7();
    /** The reason is being asked for why the entry is wrong. */
    this.striking = false;
    this.strikeForm = new Form(this, { reason: '' });
    this.form = new Form(this, {});
  }

  /** What is said, what is called how, and under which operations it is sent. @returns {{list: string, idName: string, ops: {add: string, edit: string, strike: string}, labels: Record<string, string>, addTitle: string, editTitle: string, added: (what: string) => string, saved: (what: string) => string}} */
  get kind() {
    throw new Error('an entry says of what kind it is');
  }

  /** @param {Record<string, any> | null} _entry @returns {Record<string, any>} what the form begins with */
  valuesOf(_entry) {
    return {};
  }

  /** @returns {Record<string, any>} the details as they travel */
  details() {
    return this.form.values;
  }

  /** @returns {Record<string, string|null|undefined|false>} */
  problems() {
    return {};
  }

  /** @returns {string} what a message calls it */
  name() {
    return '';
  }

  get mayStrike() {
    return false;
  }

  /** @returns {any} */
  fields() {
    return nothing;
  }

  /** @param {string} _field @param {any} value @returns {any} */
  show(_field, value) {
    return String(value ?? '');
  }

  /** @returns {Promise<any>} */
  open() {
    this.form.start(this.valuesOf(this.entry));
    return super.open();
  }

  size() {
    return 'medium';
  }

  heading() {
    return this.striking ? words.entries.struckTitle : this.entry ? this.kind.editTitle : this.kind.addTitle;
  }

  subheading() {
    return this.striking ? html`<p class="muted">${this.name()}</p>` : nothing;
  }

  dirty() {
    return this.striking ? this.strikeForm.dirty : this.form.dirty;
  }

  keptAs() {
    return `${this.localName} ${this.entry?.id ?? this.patientId}`;
  }

  typing() {
    return { ...formTyping(this.form), strike: this.striking ? this.strikeForm.values.reason : null };
  }

  /** @param {any} typing */
  takeUp({ strike, ...typing }) {
    takeUpForm(this.form, typing);
    if (!strike || !this.mayStrike) return;
    this.strikeForm.set('reason', strike);
    this.turn(true);
  }

  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector('[data-first]') ?? this.querySelector('input, select'));
  }

  submit() {
    return this.striking ? this.strike() : this.save();
  }

  async save() {
    const { form, kind, entry } = this;
    if (!form.check(this.problems())) return;
    const unclear = /** @type {import('./typed-input.js').TypedInput | undefined} */ ([.../** @type {NodeListOf<any>} */ (this.querySelectorAll('cd-date'))].find((one) => one.isUnclear));
    if (unclear) {
      unclear.leave();
      unclear.focus();
      return;
    }
    const sent = entry
      ? await form.perform({ op: kind.ops.edit, [kind.idName]: entry.id, version: form.version(entry.version), details: this.details() }, { theirs: () => this.theirs() })
      : await form.perform({ op: kind.ops.add, [kind.idName]: this.newId, patient_id: this.patientId, details: this.details() });
    if (!sent) return;
    toast(entry ? kind.saved(this.name()) : kind.added(this.name()));
    this.close({ saved: true });
  }

  /** The entry as it stands now. */
  async theirs() {
    const chart = await ask({ ask: 'chart', patient_id: this.patientId });
    const now = chart[this.kind.list].find((/** @type {any} */ one) => one.id === this.entry?.id);
    return now ? { values: this.valuesOf(now), version: now.version } : null;
  }

  async strike() {
    const { strikeForm, kind, entry } = this;
    if (!entry || !strikeForm.check({ reason: strikeForm.missing('reason') })) return;
    if (!(await strikeForm.perform({ op: kind.ops.strike, [kind.idName]: entry.id, version: this.form.version(entry.version), reason: strikeForm.values.reason.trim() }))) return;
    toast(words.entries.struck);
    this.close({ struck: true });
  }

  /** @param {boolean} striking */
  turn(striking) {
    this.striking = striking;
    this.requestUpdate();
    this.updateComplete.then(() => this.firstField()?.focus());
  }

  body() {
    if (this.striking) {
      return html`<div class="entry-form">${formSummary(this.strikeForm, { reason: words.entries.why })}
        ${textField({ ...this.strikeForm.bind('reason'), label: words.entries.why, hint: words.entries.whyHint, first: true, maxlength: 500 })}</div>`;
    }
    return html`<div class="entry-form">${formSummary(this.form, this.kind.labels)} ${conflictChoice(this.form, this.kind.labels, (field, value) => this.show(field, value))} ${this.fields()}</div>`;
  }

  foot() {
    const busy = this.form.busy || this.strikeForm.busy;
    if (this.striking) {
      return html`<span class="grow"></span><button type="button" class="button" @click=${() => this.turn(false)}>${words.entries.back}</button>
        <button type="submit" class="button primary" ?disabled=${busy}>${words.entries.strike}${caps('Enter')}</button>`;
    }
    return html`
      ${this.entry && this.mayStrike ? html`<button type="button" class="button quiet" @click=${() => this.turn(true)}>${words.entries.inError}</button>` : nothing}
      <span class="grow muted small">${words.patientForm.as(app.me?.name ?? '')}</span>
      <button type="button" class="button" @click=${this.askToClose}>${words.modal.cancel}</button>
      <button type="submit" class="button primary" data-submit ?disabled=${busy}>${words.common.save}${caps('Enter')}</button>
    `;
  }
}
