import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { ask, uuid7 } from '../ipc.js';
import { icon } from '../icons.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { areaField, checkList, radioField, textField } from './fields.js';
import { Form } from './form.js';
import { formSummary } from './form-view.js';
import { nameOf } from './medicine-text.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';
import { Sender } from './sender.js';
import { formTyping, takeUpForm } from './typed-offer.js';
import './repeats.css';

/** @typedef {import('../bindings/MedicineToRepeat').MedicineToRepeat} Medicine */

const w = words.repeats;

/** Notes what a patient asks for more of. @param {{patient_id: string, name: string}} about */
export function openRepeat(about) {
  if (document.querySelector('cd-repeat-dialog')) return Promise.resolve(undefined);
  const dialog = /** @type {RepeatDialog} */ (document.createElement('cd-repeat-dialog'));
  dialog.about = about;
  dialog.read();
  return dialog.open();
}

/** Opening it is the look at what is taken, which is recorded; where that is not shown, what is asked for is noted in words. */
class RepeatDialog extends Modal {
  constructor() {
    super();
    this.about = { patient_id: '', name: '' };
    this.newId = uuid7();
    /** Null before they are read. @type {Medicine[] | null} */
    this.medicines = null;
    /** Why none are shown. */
    this.instead = '';
    this.form = new Form(this, { item_ids: [], text: '', note: '', way: 'collect' });
  }

  async read() {
    const isFirst = this.medicines === null;
    try {
      this.medicines = app.can('repeat.look') ? await this.look() : [];
      this.instead = !app.can('repeat.look') ? w.mayNot : this.medicines?.length ? '' : w.nothingTaken;
    } catch (error) {
      const { code } = /** @type {import('../ipc.js').WireError} */ (error);
      this.medicines = [];
      this.instead = code === 'repeat.restricted' ? w.restricted : say(/** @type {any} */ (error));
    }
    if (isFirst) this.focusFirst('.repeat-form :is(input[type=checkbox]:not([disabled]), textarea)');
    else this.requestUpdate();
  }

  /** Whoever opened the chart, or looked today, has looked. @returns {Promise<Medicine[]>} */
  async look() {
    const question = { ask: 'medicines_to_repeat', patient_id: this.about.patient_id };
    try {
      return await ask(question);
    } catch (error) {
      if (/** @type {import('../ipc.js').WireError} */ (error).code !== 'chart.not_opened') throw error;
    }
    await new Sender().send({ op: 'look_at_medicines', patient_id: this.about.patient_id });
    return ask(question);
  }

  heading() {
    return w.title1;
  }

  subheading() {
    return html`<p class="muted">${this.about.name}</p>`;
  }

  dirty() {
    return this.form.dirty;
  }

  keptAs() {
    return `repeat ${this.about.patient_id}`;
  }

  typing() {
    return formTyping(this.form);
  }

  /** @param {any} typing */
  takeUp(typing) {
    takeUpForm(this.form, typing);
  }

  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector('.repeat-form :is(input[type=checkbox]:not([disabled]), textarea)'));
  }

  async submit() {
    const { form, about } = this;
    const { item_ids, text, note, way } = form.values;
    const nothingSaid = !item_ids.length && !text.trim();
    if (!this.medicines || !form.check({ [this.medicines.length ? 'item_ids' : 'text']: nothingSaid ? w.nothing : null })) return;
    const where = item_ids.length ? 'item_ids' : 'text';
    const operation = { op: 'request_repeat', repeat_id: this.newId, patient_id: about.patient_id, item_ids, text: text.trim() || null, note: note.trim() || null, way };
    if (!(await form.perform(operation, { names: { 'repeat.waiting': where, 'repeat.not_taken': where } }))) {
      if (form.lastError?.code.startsWith('repeat.')) this.read();
      return;
    }
    toast(w.sent(about.name));
    this.close(true);
  }

  body() {
    const { form, medicines } = this;
    if (!medicines) return html`<div class="repeat-form skeleton" aria-busy="true"><i></i><i></i><i></i></div>`;
    const chosen = new Set(form.values.item_ids);
    const options = medicines.map((one) => ({ value: one.item_id, label: nameOf(one), disabled: one.waiting && !chosen.has(one.item_id), hint: one.waiting ? w.asked : undefined }));
    return html`<div class="repeat-form">${formSummary(form, { item_ids: w.choose, text: w.words, note: w.deskNote })}
      ${medicines.length ? checkList({ ...form.bind('item_ids'), label: w.choose, hint: w.lookNote, options }) : nothing}
      ${this.instead ? html`<p class="repeat-instead">${icon('info', { size: 16 })}<span>${this.instead}</span></p>` : nothing}
      ${areaField({ ...form.bind('text'), label: medicines.length ? w.wordsAlso : w.words, hint: w.wordsHint, optional: medicines.length > 0, rows: 2 })}
      ${textField({ ...form.bind('note'), label: w.deskNote, hint: w.deskNoteHint, optional: true, maxlength: 200 })}
      ${radioField({ ...form.bind('way'), label: w.how, inline: true, options: Object.entries(w.ways).map(([value, label]) => ({ value, label })) })}</div>`;
  }

  foot() {
    return html`<span class="grow muted small">${words.patientForm.as(app.me?.name ?? '')}</span>
      <button type="button" class="button" @click=${this.askToClose}>${words.modal.cancel}</button>
      <button type="submit" class="button primary" data-submit ?disabled=${this.form.busy || !this.medicines}>${w.send}${caps('Enter')}</button>`;
  }
}

customElements.define('cd-repeat-dialog', RepeatDialog);
