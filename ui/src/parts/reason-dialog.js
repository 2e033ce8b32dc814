import { html } from 'lit';
import { toast } from '../app.js';
import { words } from '../words/en.js';
import { textField } from './fields.js';
import { Form } from './form.js';
import { formSummary } from './form-view.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';
import { formTyping, takeUpForm } from './typed-offer.js';

/** Asks why, and sends one operation with the reason. Subclasses say: `heading()`, `subheading()`, `asks`, `operation()`. */
export class ReasonDialog extends Modal {
  constructor() {
    super();
    this.form = new Form(this, { reason: '' });
  }

  /** What the field, the button and the message at the end say. @returns {{why: string, hint: string, most: number, button: string, done: string}} */
  get asks() {
    throw new Error('a dialog says what it asks');
  }

  /** Without the reason; null while nothing is chosen. @returns {({op: string} & Record<string, any>) | null} */
  operation() {
    return null;
  }

  size() {
    return 'small';
  }

  dirty() {
    return this.form.dirty;
  }

  /** For each record its own: what is to be done, and to which one. */
  keptAs() {
    const operation = this.operation();
    if (!operation) return '';
    const { op, version: _version, ...about } = operation;
    return [op, ...Object.values(about)].join(' ');
  }

  typing() {
    return formTyping(this.form);
  }

  /** @param {any} typing */
  takeUp(typing) {
    takeUpForm(this.form, typing);
  }

  async submit() {
    const { form } = this;
    const operation = this.operation();
    if (!operation || !form.check({ reason: form.missing('reason') })) return;
    if (!(await form.perform({ ...operation, reason: form.values.reason.trim() }))) return;
    toast(this.asks.done);
    this.close(true);
  }

  body() {
    const { why, hint, most } = this.asks;
    return html`${formSummary(this.form, { reason: why })} ${textField({ ...this.form.bind('reason'), label: why, hint, first: true, maxlength: most })}`;
  }

  foot() {
    return html`<span class="grow"></span><button type="button" class="button" @click=${this.askToClose}>${words.modal.cancel}</button>
      <button type="submit" class="button primary" ?disabled=${this.form.busy}>${this.asks.button}${caps('Enter')}</button>`;
  }
}
