import { html } from 'lit';
import { app, toast } from '../app.js';
import { words } from '../words/en.js';
import { textField } from './fields.js';
import { Form } from './form.js';
import { formSummary } from './form-view.js';
import { howOf, nameOf } from './medicine-text.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';
import { StrikeDialog, openStrike } from './strike-dialog.js';
import { formTyping, takeUpForm } from './typed-offer.js';
import './date-input.js';
import './entry-dialog.css';

/** @typedef {import('./medicine-text.js').Line} Line */

const w = words.medicines;

/** @param {Line} line */
const about = (line) => html`<p class="muted"><strong>${nameOf(line)}</strong> · ${howOf(line)}</p>`;

/** Stops a medicine, with the day and the reason. @param {Line} line */
export function openStop(line) {
  if (document.querySelector('cd-medicine-stop')) return Promise.resolve(undefined);
  const dialog = /** @type {StopDialog} */ (document.createElement('cd-medicine-stop'));
  dialog.line = line;
  return dialog.open();
}

/** A medicine that was entered in error, with the reason. @param {Line} line */
export const openStrikeMedicine = (line) => openStrike('cd-strike-medicine', line);

class StopDialog extends Modal {
  constructor() {
    super();
    /** @type {Line | null} */
    this.line = null;
    this.form = new Form(this, { stopped_on: app.today(), reason: '' });
  }

  heading() {
    return w.stopTitle;
  }

  subheading() {
    return this.line ? about(this.line) : html``;
  }

  size() {
    return 'small';
  }

  dirty() {
    return this.form.dirty;
  }

  keptAs() {
    return `stop medicine ${this.line?.item_id}`;
  }

  typing() {
    return formTyping(this.form);
  }

  /** @param {any} typing */
  takeUp(typing) {
    takeUpForm(this.form, typing);
  }

  async submit() {
    const { form, line } = this;
    if (!line || !form.check({ reason: form.missing('reason'), stopped_on: form.missing('stopped_on') })) return;
    const day = /** @type {import('./date-input.js').DateInput | null} */ (this.querySelector('cd-date'));
    if (day?.isUnclear) {
      day.leave();
      day.focus();
      return;
    }
    if (!(await form.perform({ op: 'stop_medicine', item_id: line.item_id, stopped_on: form.values.stopped_on, reason: form.values.reason.trim() }))) return;
    toast(w.stopDone(nameOf(line)));
    this.close(true);
  }

  body() {
    const { form } = this;
    return html`<div class="entry-form">${formSummary(form, { reason: w.stopWhy, stopped_on: w.stopDay })}
      ${textField({ ...form.bind('reason'), label: w.stopWhy, hint: w.stopWhyHint, first: true, maxlength: 300 })}
      <cd-date .label=${w.stopDay} .value=${form.values.stopped_on} .error=${form.errors.stopped_on ?? ''} @change=${(/** @type {CustomEvent} */ event) => form.set('stopped_on', event.detail.value)}></cd-date></div>`;
  }

  foot() {
    return html`<span class="grow"></span><button type="button" class="button" @click=${this.askToClose}>${words.modal.cancel}</button>
      <button type="submit" class="button primary" ?disabled=${this.form.busy}>${w.stopDo}${caps('Enter')}</button>`;
  }
}

class StrikeMedicine extends StrikeDialog {
  subheading() {
    return this.line ? about(this.line) : html``;
  }

  operation() {
    return this.line && { op: 'strike_medicine', item_id: this.line.item_id };
  }
}

customElements.define('cd-medicine-stop', StopDialog);
customElements.define('cd-strike-medicine', StrikeMedicine);
