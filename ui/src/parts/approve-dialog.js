// Somebody who may give more signs in on the spot, for one invoice. Whoever sits here stays signed in.
import { html, nothing } from 'lit';
import { app } from '../app.js';
import { command } from '../ipc.js';
import { words } from '../words/en.js';
import { Countdown } from './countdown.js';
import { passwordField, textField } from './fields.js';
import { Form } from './form.js';
import { formSummary } from './form-view.js';
import { percent } from './invoice-lines.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';

/** @typedef {import('../bindings/Approved').Approved} Approved */

const w = words.approve;

/**
 * @param {string} invoiceId
 * @param {number} limit basis points that the person who asks may give
 * @returns {Promise<Approved | undefined>}
 */
export function openApproval(invoiceId, limit) {
  if (document.querySelector('cd-approve')) return Promise.resolve(undefined);
  const dialog = /** @type {Approve} */ (document.createElement('cd-approve'));
  dialog.invoiceId = invoiceId;
  dialog.limit = limit;
  return dialog.open();
}

class Approve extends Modal {
  constructor() {
    super();
    this.invoiceId = '';
    this.limit = 0;
    this.form = new Form(this, { login: '', password: '' });
    this.countdown = new Countdown(this);
  }

  size() {
    return 'small';
  }

  heading() {
    return w.title;
  }

  subheading() {
    return html`<p class="muted">${w.lead(percent(this.limit))}</p>`;
  }

  async submit() {
    const { form } = this;
    if (this.countdown.left || !form.check({ login: form.missing('login'), password: form.missing('password') })) return;
    const { login, password } = form.values;
    const names = { 'session.wrong_password': 'password', 'approval.own': 'login', 'approval.not_higher': 'login', 'approval.new_password': 'login' };
    const approved = await form.send(() => command('approve_discount', { invoiceId: this.invoiceId, login: login.trim(), password }), { names });
    if (approved) {
      this.close(approved);
      return;
    }
    const { problemError } = form;
    if (problemError?.code === 'session.wait') this.countdown.start(Number(problemError.details?.seconds ?? 1));
    // A password that was not taken is typed anew.
    form.values = { ...form.values, password: '' };
    this.requestUpdate();
  }

  body() {
    const { left } = this.countdown;
    return html`<div class="f-form">
      ${left ? nothing : formSummary(this.form)}
      ${textField({ ...this.form.bind('login'), label: words.signIn.login, first: true, autocomplete: 'off', spellcheck: false })}
      ${passwordField({ ...this.form.bind('password'), label: words.signIn.password, autocomplete: 'off' })}
      <p class="f-hint">${w.stays(app.me?.name ?? '')}</p>
      <p class="f-wait" role="status">${left ? words.signIn.wait(left) : nothing}</p>
    </div>`;
  }

  foot() {
    return html`<span class="grow"></span><button type="button" class="button" @click=${() => this.close()}>${words.modal.cancel}</button>
      <button type="submit" class="button primary" ?disabled=${this.form.busy || this.countdown.left > 0}>${w.submit}${caps('Enter')}</button>`;
  }
}

customElements.define('cd-approve', Approve);
