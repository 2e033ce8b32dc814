import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { uuid7 } from '../ipc.js';
import { words } from '../words/en.js';
import { openDocument } from './document-dialog.js';
import { areaField, checkField, selectField, textField } from './fields.js';
import { Form } from './form.js';
import { formSummary } from './form-view.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';
import { formTyping, takeUpForm } from './typed-offer.js';
import './date-input.js';
import './letters.css';

/** @typedef {import('../bindings/LetterKind').LetterKind} LetterKind */
/** @typedef {{patient_id: string, name: string, visit_id?: string, practitioner_id?: string, diagnoses?: string[]}} About */

const w = words.letters;
const MOST_DAYS = 365;

/** Writes a referral or a sick note. `diagnoses` is what it states when that is asked for. @param {LetterKind} kind @param {About} about */
export function openLetter(kind, about) {
  if (document.querySelector('cd-letter-dialog')) return Promise.resolve(undefined);
  const dialog = /** @type {LetterDialog} */ (document.createElement('cd-letter-dialog'));
  dialog.begin(kind, about);
  return dialog.open();
}

/** @param {string} from @param {string} until */
const daysBetween = (from, until) => (Date.parse(until) - Date.parse(from)) / 86_400_000;

class LetterDialog extends Modal {
  constructor() {
    super();
    /** @type {LetterKind} */
    this.kind = 'referral';
    /** @type {About} */
    this.about = { patient_id: '', name: '' };
    this.newId = uuid7();
    this.form = new Form(this, {});
  }

  /** @param {LetterKind} kind @param {About} about */
  begin(kind, about) {
    this.kind = kind;
    this.about = about;
    this.form.start({ practitioner: app.me?.practitioner_id ?? about.practitioner_id ?? '', addressee: '', text: '', from: app.today(), until: null, stated: false, diagnosis: (about.diagnoses ?? []).join('; ').slice(0, 500) });
    app.load('practitioners').then(() => this.requestUpdate()).catch(() => {});
  }

  get isNote() {
    return this.kind === 'sick_note';
  }

  heading() {
    return w.writeTitle[this.kind];
  }

  subheading() {
    return html`<p class="muted">${this.about.name}</p>`;
  }

  dirty() {
    return this.form.dirty;
  }

  keptAs() {
    return `letter ${this.kind} ${this.about.patient_id}`;
  }

  typing() {
    return formTyping(this.form);
  }

  /** @param {any} typing */
  takeUp(typing) {
    takeUpForm(this.form, typing);
  }

  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector(this.isNote ? '[data-field="until"] input' : '[data-field="addressee"] textarea'));
  }

  problems() {
    const { form, isNote } = this;
    const { from, until, stated, practitioner } = form.values;
    const span = from && until ? daysBetween(from, until) : 0;
    return {
      from: isNote ? form.missing('from') : null,
      until: !isNote ? null : span < 0 ? w.backwards : span > MOST_DAYS ? w.tooLong : form.missing('until'),
      addressee: isNote ? null : form.missing('addressee'),
      text: isNote ? null : form.missing('text'),
      diagnosis: stated ? form.missing('diagnosis') : null,
      practitioner: practitioner ? null : w.nobody,
    };
  }

  async submit() {
    const { form, about, isNote } = this;
    const unclear = [.../** @type {NodeListOf<import('./date-input.js').DateInput>} */ (this.querySelectorAll('cd-date'))].find((one) => one.isUnclear);
    if (unclear) {
      unclear.leave();
      unclear.focus();
      return;
    }
    if (!form.check(this.problems())) return;
    const { practitioner, addressee, text, from, until, stated, diagnosis } = form.values;
    const sent = await form.perform({
      op: 'write_letter', letter_id: this.newId, patient_id: about.patient_id, practitioner_id: practitioner, visit_id: about.visit_id ?? null, kind: this.kind,
      addressee: addressee.trim() || null, text: text.trim() || null, diagnosis: stated ? diagnosis.trim() : null, from: isNote ? from : null, until: isNote ? until : null,
    });
    if (!sent) return;
    const { number } = sent.outcome;
    toast(w.done(number));
    this.close({ number });
    openDocument({ ask: 'letter_document', letter_id: this.newId }, number);
  }

  body() {
    const { form, kind, isNote } = this;
    const labels = { addressee: w.addressee, text: w.text[kind], diagnosis: w.diagnosis, from: w.from, until: w.until, practitioner: w.practitioner };
    const practitioners = app.lists.practitioners.filter((one) => one.active && !one.user_id);
    return html`<div class="letter-form">${formSummary(form, labels)}
      ${isNote ? html`<div class="letter-row">${this.renderDay('from', w.from)} ${this.renderDay('until', w.until)}</div>` : nothing}
      ${areaField({ ...form.bind('addressee'), label: w.addressee, hint: w.addresseeHint[kind], optional: isNote, rows: 2 })}
      ${areaField({ ...form.bind('text'), label: w.text[kind], optional: isNote, rows: isNote ? 2 : 6 })}
      ${checkField({ ...form.bind('stated'), label: w.state, hint: w.stateHint })}
      ${form.values.stated ? textField({ ...form.bind('diagnosis'), label: w.diagnosis, maxlength: 500 }) : nothing}
      ${app.me?.practitioner_id ? nothing : selectField({ ...form.bind('practitioner'), label: w.practitioner, empty: '', options: practitioners.map((one) => ({ value: one.practitioner_id, label: one.name })) })}
      <p class="muted small">${w.lead}</p></div>`;
  }

  /** @param {string} name @param {string} label */
  renderDay(name, label) {
    const { form } = this;
    return html`<cd-date data-field=${name} .label=${label} .value=${form.values[name]} .error=${form.errors[name] ?? ''} @change=${(/** @type {CustomEvent} */ event) => form.set(name, event.detail.value)}></cd-date>`;
  }

  foot() {
    return html`<span class="grow muted small">${words.patientForm.as(app.me?.name ?? '')}</span>
      <button type="button" class="button" @click=${this.askToClose}>${words.modal.cancel}</button>
      <button type="submit" class="button primary" data-submit ?disabled=${this.form.busy}>${w.send}${caps('Enter')}</button>`;
  }
}

customElements.define('cd-letter-dialog', LetterDialog);
