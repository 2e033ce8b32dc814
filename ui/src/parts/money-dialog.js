import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { icon } from '../icons.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { areaInput } from './inputs.js';
import { Modal } from './modal.js';
import { Sender } from './sender.js';
import './checkout.css';

const w = words.corrections;

/** A dialog that corrects money: it always asks why, sends one operation, and keeps what was typed when that is refused. */
export class MoneyDialog extends Modal {
  constructor() {
    super();
    this.reason = '';
    /** As it opened. */
    this.began = '';
    /** @type {Record<string, string>} */
    this.errors = {};
    this.refusal = '';
    this.sender = new Sender(() => this.requestUpdate());
  }

  size() {
    return 'small';
  }

  firstUpdated() {
    this.began = JSON.stringify(this.typing());
    super.firstUpdated();
  }

  dirty() {
    return this.began !== '' && JSON.stringify(this.typing()) !== this.began;
  }

  /** The id of what is corrected; '' where there is only one such thing. */
  get about() {
    return '';
  }

  /** What is typed or chosen beside the reason. @returns {string[]} */
  get typedNames() {
    return [];
  }

  keptAs() {
    return `${this.localName} ${this.about}`.trim();
  }

  typing() {
    return Object.fromEntries(['reason', ...this.typedNames].map((name) => [name, /** @type {any} */ (this)[name]]));
  }

  /** @param {any} typing */
  takeUp(typing) {
    Object.assign(this, typing);
    this.requestUpdate();
  }

  /** A reason is asked for and stays with the entry. */
  get asksWhy() {
    return true;
  }

  /** What is wrong, by field. @returns {Record<string, string>} */
  check() {
    return {};
  }

  /** @returns {{op: string} & Record<string, any>} */
  operation() {
    return { op: '' };
  }

  /** What is said when it is done. @param {any} _outcome @returns {string} */
  told(_outcome) {
    return '';
  }

  /** The words on the main button. */
  get doing() {
    return '';
  }

  /** @returns {any} */
  fields() {
    return nothing;
  }

  async submit() {
    this.errors = { ...this.check(), ...(this.reason.trim() || !this.asksWhy ? {} : { reason: w.reasonNeeded }) };
    this.refusal = '';
    this.requestUpdate();
    if (Object.keys(this.errors).length) {
      this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector('[aria-invalid="true"]'))?.focus());
      return;
    }
    try {
      const { outcome } = await this.sender.send(this.operation());
      toast(this.told(outcome));
      this.close(outcome);
    } catch (error) {
      this.refusal = say(/** @type {any} */ (error));
      if (this.shut) toast(this.refusal, { kind: 'error' });
    }
    this.requestUpdate();
  }

  body() {
    return html`
      ${this.refusal ? html`<section class="clash" role="alert"><p class="clash-title">${icon('warning')}${this.refusal}</p></section>` : nothing}
      <fieldset class="plain" ?disabled=${this.sender.state === 'checking'}>
        ${this.fields()}
        ${this.asksWhy ? areaInput({ name: 'money-reason', label: w.reason, value: this.reason, error: this.errors.reason, on: (value) => {
          this.reason = value;
          delete this.errors.reason;
        } }) : nothing}
      </fieldset>`;
  }

  foot() {
    const checking = this.sender.state === 'checking';
    return html`<p class="modal-carried" role="status">${checking ? html`<span class="spinner"></span>${words.book.checking}` : w.as(app.me?.name ?? '')}</p>
      <button type="button" class="button" @click=${this.askToClose}>${w.close}</button>
      <button type="submit" class="button primary" data-submit ?disabled=${this.sender.busy}>${checking ? words.book.checkingShort : this.doing}</button>`;
  }
}
