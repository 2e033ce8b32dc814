import { html } from 'lit';
import { app, toast } from '../app.js';
import { uuid7 } from '../ipc.js';
import { words } from '../words/en.js';
import { selectField, textField } from './fields.js';
import { Form } from './form.js';
import { formSummary } from './form-view.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';
import { PRESETS, spanOf } from './recall-text.js';
import { formTyping, takeUpForm } from './typed-offer.js';
import './allergy-banner.js';
import './date-input.js';
import './recalls.css';

const w = words.recalls;
const LABELS = { from_day: w.from, to_day: w.to, service_id: w.service, practitioner_id: w.practitioner, note: w.deskNote };

/**
 * When a patient is to be seen again, for the desk.
 * @param {{patient_id: string, name: string, visit_id?: string | null, practitioner_id?: string}} about
 */
export function openRecall(about) {
  if (document.querySelector('cd-recall-dialog')) return Promise.resolve(undefined);
  const dialog = /** @type {RecallDialog} */ (document.createElement('cd-recall-dialog'));
  dialog.begin(about);
  return dialog.open();
}

class RecallDialog extends Modal {
  constructor() {
    super();
    this.about = /** @type {{patient_id: string, name: string, visit_id?: string | null, practitioner_id?: string}} */ ({ patient_id: '', name: '' });
    this.newId = uuid7();
    this.form = new Form(this, {});
  }

  /** @param {{patient_id: string, name: string, visit_id?: string | null, practitioner_id?: string}} about */
  begin(about) {
    this.about = about;
    this.form.start({ from_day: null, to_day: null, service_id: '', practitioner_id: about.practitioner_id ?? app.me?.practitioner_id ?? '', note: '' });
    Promise.all([app.load('practitioners'), app.load('services')]).then(() => this.requestUpdate()).catch(() => {});
  }

  heading() {
    return w.noteTitle;
  }

  subheading() {
    return html`<p class="muted">${this.about.name}</p>`;
  }

  dirty() {
    return this.form.dirty;
  }

  keptAs() {
    return `recall ${this.about.patient_id}`;
  }

  typing() {
    return formTyping(this.form);
  }

  /** @param {any} typing */
  takeUp(typing) {
    takeUpForm(this.form, typing);
  }

  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector('.recall-presets button'));
  }

  /** @param {keyof typeof PRESETS} name */
  take(name) {
    const { from, to } = PRESETS[name](app.today());
    this.form.set('from_day', from);
    this.form.set('to_day', to);
  }

  problems() {
    const { form } = this;
    const { from_day: from, to_day: to } = form.values;
    return {
      from_day: from && from < app.today() ? w.past : form.missing('from_day'),
      to_day: from && to && to < from ? w.backwards : form.missing('to_day'),
    };
  }

  async submit() {
    const { form, about } = this;
    const unclear = [.../** @type {NodeListOf<import('./date-input.js').DateInput>} */ (this.querySelectorAll('cd-date'))].find((one) => one.isUnclear);
    if (unclear) {
      unclear.leave();
      unclear.focus();
      return;
    }
    if (!form.check(this.problems())) return;
    const { from_day, to_day, service_id, practitioner_id, note } = form.values;
    const operation = {
      op: 'note_recall', recall_id: this.newId, patient_id: about.patient_id, visit_id: about.visit_id ?? null, from_day, to_day, service_id: service_id || null, practitioner_id: practitioner_id || null, note: note.trim() || null,
    };
    if (!(await form.perform(operation))) return;
    toast(w.noted(spanOf(operation)));
    this.close(true);
  }

  body() {
    const { form } = this;
    const today = app.today();
    const people = app.lists.practitioners.filter((one) => one.active).map((one) => ({ value: one.practitioner_id, label: one.name }));
    const services = app.lists.services.filter((one) => one.active).map((one) => ({ value: one.service_id, label: one.name }));
    return html`<div class="recall-form"><cd-patient-allergies .patientId=${this.about.patient_id}></cd-patient-allergies> ${formSummary(form, LABELS)}
      <div class="recall-presets" role="group" aria-label=${w.presets}><p class="label">${w.presets}</p><div class="button-row">${/** @type {(keyof typeof PRESETS)[]} */ (Object.keys(PRESETS)).map((name) => {
        const { from, to } = PRESETS[name](today);
        return html`<button type="button" class="button" aria-pressed=${String(form.values.from_day === from && form.values.to_day === to)} @click=${() => this.take(name)}>${w.preset[name]}</button>`;
      })}</div></div>
      <div class="recall-row">${this.renderDay('from_day', w.from)} ${this.renderDay('to_day', w.to)}</div>
      <div class="recall-row">${selectField({ ...form.bind('service_id'), label: w.service, empty: w.forAny, options: services })} ${selectField({ ...form.bind('practitioner_id'), label: w.practitioner, empty: w.withAny, options: people })}</div>
      ${textField({ ...form.bind('note'), label: w.deskNote, hint: w.deskNoteHint, optional: true, maxlength: 300 })}
      <p class="muted small">${w.noteLead}</p></div>`;
  }

  /** @param {string} name @param {string} label */
  renderDay(name, label) {
    const { form } = this;
    return html`<cd-date data-field=${name} .label=${label} .value=${form.values[name]} .error=${form.errors[name] ?? ''} @change=${(/** @type {CustomEvent} */ event) => form.set(name, event.detail.value)}></cd-date>`;
  }

  foot() {
    return html`<span class="grow muted small">${words.patientForm.as(app.me?.name ?? '')}</span>
      <button type="button" class="button" @click=${this.askToClose}>${words.modal.cancel}</button>
      <button type="submit" class="button primary" data-submit ?disabled=${this.form.busy}>${words.common.save}${caps('Enter')}</button>`;
  }
}

customElements.define('cd-recall-dialog', RecallDialog);
