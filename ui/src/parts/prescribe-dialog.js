import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { uuid7 } from '../ipc.js';
import { icon } from '../icons.js';
import { words } from '../words/en.js';
import { selectField, textField } from './fields.js';
import { Form } from './form.js';
import { formSummary } from './form-view.js';
import { nameOf, warningText } from './medicine-text.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';
import { askedText } from './repeat-line.js';
import './allergy-banner.js';
import './medicine-picker.js';
import './medicines.css';

/** @typedef {import('../bindings/Warning').Warning} Warning */
/** @typedef {import('../bindings/RepeatLine').RepeatLine} RepeatLine */
/** @typedef {{key: string, item_id: string, medicine_id: string | null, repeats_id: string | null, medicine: string, own: boolean, warnings: Warning[]}} Item */

const w = words.prescribe;
const FIELDS = /** @type {const} */ (['medicine', 'ingredient', 'strength', 'form', 'dose', 'frequency', 'days', 'quantity', 'instructions', 'why']);
/** As they are called where they are sent. @type {Record<string, string>} */
const WIRE = { why: 'all_the_same.reason' };

/**
 * Prescribes medicines for a patient. `begun` is what the form begins with: the items of an earlier prescription, a visit, the request that it approves.
 * @param {{patient_id: string, name: string}} patient @param {{items?: any[], visit_id?: string, practitioner_id?: string, repeat?: RepeatLine}} [begun]
 */
export function openPrescribe(patient, begun = {}) {
  if (document.querySelector('cd-prescribe-dialog')) return Promise.resolve(undefined);
  const dialog = /** @type {PrescribeDialog} */ (document.createElement('cd-prescribe-dialog'));
  dialog.begin(patient, begun);
  return dialog.open();
}

/** What speaks against a medicine is said beside it and asks for a reason: for exactly what was shown. */
class PrescribeDialog extends Modal {
  constructor() {
    super();
    this.patient = { patient_id: '', name: '' };
    /** @type {string | null} */
    this.visitId = null;
    this.newId = uuid7();
    /** @type {Item[]} */
    this.items = [];
    this.count = 0;
    this.isRepeat = false;
    /** What the patient asked for. @type {RepeatLine | null} */
    this.repeat = null;
    this.form = new Form(this, { practitioner: '', note: '', items: '' });
  }

  /** @param {{patient_id: string, name: string}} patient @param {{items?: any[], visit_id?: string, practitioner_id?: string, repeat?: RepeatLine}} begun */
  begin(patient, { items = [], visit_id = undefined, practitioner_id = undefined, repeat = undefined }) {
    this.patient = patient;
    this.repeat = repeat ?? null;
    this.visitId = visit_id ?? null;
    this.isRepeat = items.length > 0;
    this.form.start({ practitioner: app.me?.practitioner_id ?? practitioner_id ?? '', note: '', items: '' });
    items.forEach((item) => this.add(item, item.medicine_id === null));
    this.form.original = structuredClone(this.form.values);
    if (!app.me?.practitioner_id) app.load('practitioners').then(() => this.requestUpdate()).catch(() => {});
  }

  /** @param {any} item @param {boolean} own of the clinic's list, or in somebody's own words */
  add(item, own) {
    const key = String((this.count += 1));
    /** @type {Record<string, any>} */
    const values = { ...this.form.values };
    for (const field of FIELDS) values[`${key}.${field}`] = String(item[field] ?? '');
    this.form.values = values;
    delete this.form.errors.items;
    this.items = [...this.items, { key, item_id: uuid7(), medicine_id: item.medicine_id ?? null, repeats_id: item.repeats_id ?? null, medicine: nameOf(item), own, warnings: [] }];
    this.requestUpdate();
    return key;
  }

  /** @param {CustomEvent<{row?: import('../bindings/MedicineRow').MedicineRow, own?: string}>} event */
  pick({ detail: { row, own } }) {
    const key = row ? this.add({ ...row, medicine: row.name }, false) : this.add({ medicine: own }, true);
    this.focusFirst(row ? (row.dose ? `[data-field="${key}.frequency"] input` : `[data-field="${key}.dose"] input`) : `[data-field="${key}.ingredient"] input`);
  }

  /** @param {Item} item */
  takeOut(item) {
    this.items = this.items.filter((one) => one !== item);
    const values = { ...this.form.values };
    for (const field of FIELDS) {
      delete values[`${item.key}.${field}`];
      delete this.form.errors[`${item.key}.${field}`];
    }
    this.form.values = values;
    this.focusFirst('cd-medicine-picker input');
  }

  heading() {
    return this.repeat ? words.repeats.approveTitle : this.isRepeat ? w.repeatTitle : w.title;
  }

  subheading() {
    return html`<p class="muted">${this.patient.name}</p>`;
  }

  size() {
    return 'wide';
  }

  dirty() {
    return this.items.length > 0 && (this.form.dirty || !this.isRepeat);
  }

  keptAs() {
    return this.repeat ? `approve repeat ${this.repeat.repeat_id}` : `prescribe ${this.patient.patient_id}`;
  }

  typing() {
    const { practitioner, note } = this.form.values;
    const fieldsOf = (/** @type {Item} */ item) => Object.fromEntries(FIELDS.map((field) => [field, this.form.values[`${item.key}.${field}`]]));
    return { practitioner, note, items: this.items.map((item) => ({ medicine_id: item.medicine_id, repeats_id: item.repeats_id, own: item.own, ...fieldsOf(item) })) };
  }

  /** What speaks against it is asked anew: the reason that was typed stands beside it then. @param {any} typing */
  takeUp({ practitioner, note, items }) {
    for (const item of this.items) this.takeOut(item);
    this.form.values = { ...this.form.values, practitioner: this.form.values.practitioner || practitioner, note };
    for (const { own, ...item } of items) this.add(item, own);
  }

  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector(this.isRepeat ? '[data-submit]' : 'cd-medicine-picker input'));
  }

  /** @param {Item} item @param {string} field */
  value(item, field) {
    return String(this.form.values[`${item.key}.${field}`] ?? '').trim();
  }

  /** What is wrong before anything is sent. */
  problems() {
    const { form } = this;
    /** @type {Record<string, string|null>} */
    const found = { practitioner: form.values.practitioner ? null : w.nobody, items: this.items.length ? null : w.nothing };
    for (const item of this.items) {
      const days = this.value(item, 'days');
      for (const field of ['medicine', 'dose', 'frequency']) found[`${item.key}.${field}`] = form.missing(`${item.key}.${field}`);
      found[`${item.key}.days`] = days === '' || (/^\d{1,4}$/.test(days) && Number(days) >= 1 && Number(days) <= 3650) ? null : w.notDays;
      found[`${item.key}.why`] = item.warnings.length && !this.value(item, 'why') ? w.whyNeeded : null;
    }
    return found;
  }

  /** @param {Item} item */
  wire(item) {
    const text = (/** @type {string} */ field) => this.value(item, field) || null;
    const why = text('why');
    return {
      item_id: item.item_id, medicine_id: item.medicine_id, repeats_id: item.repeats_id, medicine: this.value(item, 'medicine'), ingredient: text('ingredient'), strength: text('strength'), form: text('form'),
      dose: this.value(item, 'dose'), frequency: this.value(item, 'frequency'), days: text('days') ? Number(text('days')) : null, quantity: text('quantity'), instructions: text('instructions'),
      all_the_same: item.warnings.length && why ? { reason: why, seen: item.warnings.map((one) => one.row_id) } : null,
    };
  }

  /** @param {Record<string, any>} prescription */
  operation(prescription) {
    const { repeat } = this;
    return repeat ? { op: 'approve_repeat', repeat_id: repeat.repeat_id, version: repeat.version, prescription } : { op: 'write_prescription', ...prescription };
  }

  async submit() {
    const { form, items } = this;
    if (!form.check(this.problems())) return;
    /** @type {Record<string, string>} */
    const names = {};
    items.forEach((item, n) => FIELDS.forEach((field) => (names[`items.${n}.${WIRE[field] ?? field}`] = `${item.key}.${field}`)));
    const sent = await form.perform(this.operation({
      prescription_id: this.newId, patient_id: this.patient.patient_id, practitioner_id: form.values.practitioner, visit_id: this.visitId,
      items: items.map((item) => this.wire(item)), note: form.values.note.trim() || null,
    }), { names });
    if (!sent) {
      if (form.lastError?.code === 'prescription.warned') this.warned(form.lastError.details.warnings);
      return;
    }
    toast(this.repeat ? words.repeats.approved : w.done(items.length));
    this.close({ prescribed: true });
  }

  /** @param {Warning[]} warnings */
  warned(warnings) {
    this.items = this.items.map((item) => ({ ...item, warnings: warnings.filter((one) => one.item_id === item.item_id) }));
    const first = this.items.find((item) => item.warnings.length);
    if (first) this.focusFirst(`[data-field="${first.key}.why"] input`);
  }

  body() {
    const { form, items } = this;
    const labels = Object.fromEntries(items.flatMap((item) => FIELDS.map((field) => [`${item.key}.${field}`, `${item.medicine}, ${w[field]}`])));
    const practitioners = app.lists.practitioners.filter((one) => one.active && !one.user_id);
    return html`<div class="prescribe"><cd-patient-allergies .patientId=${this.patient.patient_id}></cd-patient-allergies>
      ${formSummary(form, { ...labels, items: w.find, practitioner: w.practitioner })}
      ${this.repeat ? html`<div class="prescribe-asked"><p>${askedText(this.repeat)}</p>${this.repeat.note ? html`<p class="muted small">${this.repeat.note}</p>` : nothing}</div>` : nothing}
      ${items.map((item) => this.renderItem(item))}
      <cd-medicine-picker .label=${w.find} .error=${form.errors.items ?? ''} @pick=${this.pick}></cd-medicine-picker>
      ${app.me?.practitioner_id ? nothing : selectField({ ...form.bind('practitioner'), label: w.practitioner, empty: '', options: practitioners.map((one) => ({ value: one.practitioner_id, label: one.name })) })}
      ${items.length ? textField({ ...form.bind('note'), label: w.note, optional: true, maxlength: 500 }) : nothing}
      <div class="prescribe-checks">${icon('info', { size: 16 })}<div><p>${w.checked}</p><p><strong>${w.unchecked}</strong></p></div></div>
    </div>`;
  }

  /** @param {Item} item */
  renderItem(item) {
    const { form } = this;
    const field = (/** @type {typeof FIELDS[number]} */ name) => ({ ...form.bind(`${item.key}.${name}`), label: w[name] });
    const name = (item.own && this.value(item, 'medicine')) || item.medicine;
    return html`<div role="group" class="prescribe-item ${item.warnings.length ? 'warned' : ''}" aria-label=${name}>
      <div class="prescribe-item-head"><h3>${name}</h3>
        <button type="button" class="icon-button" aria-label=${w.takeOut(name)} title=${w.takeOut(name)} @click=${() => this.takeOut(item)}>${icon('close')}</button></div>
      ${item.warnings.map((one) => html`<p class="prescribe-warning">${icon(one.kind === 'allergy' ? 'allergy' : 'warning', { size: 16 })}<span>${warningText(one)}</span></p>`)}
      ${item.warnings.length ? textField({ ...field('why'), maxlength: 300 }) : nothing}
      ${item.own ? html`<div class="prescribe-row own">${textField({ ...field('ingredient'), hint: w.ingredientHint, optional: true, maxlength: 200 })}
        ${textField({ ...field('strength'), optional: true, maxlength: 60 })} ${textField({ ...field('form'), optional: true, maxlength: 60 })}</div>` : nothing}
      <div class="prescribe-row">${textField({ ...field('dose'), maxlength: 120 })} ${textField({ ...field('frequency'), maxlength: 120 })}
        ${textField({ ...field('days'), hint: w.daysHint, optional: true, inputmode: 'numeric' })} ${textField({ ...field('quantity'), optional: true, maxlength: 60 })}</div>
      ${textField({ ...field('instructions'), optional: true, maxlength: 500 })}
    </div>`;
  }

  foot() {
    return html`<span class="grow muted small">${words.patientForm.as(app.me?.name ?? '')}</span>
      <button type="button" class="button" @click=${this.askToClose}>${words.modal.cancel}</button>
      <button type="submit" class="button primary" data-submit ?disabled=${this.form.busy}>${this.repeat ? words.repeats.approveDo : w.send}${caps('Enter')}</button>`;
  }
}

customElements.define('cd-prescribe-dialog', PrescribeDialog);
