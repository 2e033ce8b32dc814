// The three small dialogs about oneself: switch person, set my PIN, change my password.
import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { command } from '../ipc.js';
import { words } from '../words/en.js';
import { Countdown } from './countdown.js';
import { initials } from './entrance.js';
import './entrance.css';
import { passwordField, pinField } from './fields.js';
import { Form } from './form.js';
import { formSummary } from './form-view.js';
import { Modal } from './modal.js';
import { changePasswordForm, sendNewPassword, startPasswordForm } from './password-form.js';
import { keepAllTyped } from './typed-text.js';

const say = words.signIn;

class SwitchPerson extends Modal {
  constructor() {
    super();
    /** @type {string|null} */
    this.chosen = null;
    this.form = new Form(this, { pin: '' });
    this.countdown = new Countdown(this);
  }

  heading() {
    return say.switchTitle;
  }

  subheading() {
    return html`<p class="muted">${say.switchHint}</p>`;
  }

  size() {
    return 'small';
  }

  get people() {
    return (app.boot?.quick_people ?? []).filter((person) => person.user_id !== app.me?.user_id);
  }

  /** @param {string} id */
  choose(id) {
    this.chosen = id;
    this.form.start({ pin: '' });
    this.updateComplete.then(() => this.querySelector('input')?.focus());
  }

  /** @param {string} pin */
  async enter(pin) {
    if (this.countdown.left) return;
    const names = { 'session.wrong_password': 'pin', 'session.wrong_pin': 'pin', 'pin.invalid': 'pin' };
    const boot = await this.form.send(() => keepAllTyped().then(() => command('switch_person', { userId: this.chosen, pin })), { names });
    if (boot) {
      // Closed first: a dialog belongs to the person who opened it.
      this.close(true);
      app.accept(boot);
      return;
    }
    const { problemError } = this.form;
    if (problemError?.code === 'session.wait') this.countdown.start(Number(problemError.details?.seconds ?? 1));
    this.form.values = { pin: '' };
    this.requestUpdate();
  }

  body() {
    if (this.people.length === 0) return html`<p>${say.nobodyToSwitch}</p>`;
    return html`
      <ul class="person-tiles">
        ${this.people.map((person) => {
          const open = this.chosen === person.user_id;
          return html`
            <li class=${open ? 'open' : ''}>
              <button class="person-tile" type="button" aria-expanded=${open} @click=${() => this.choose(person.user_id)}>
                <span class="initials" aria-hidden="true">${initials(person.name)}</span>
                <span class="person-name">${person.name}</span>
                <span class="person-role">${person.roles.map((role) => /** @type {any} */ (words.common.roles)[role] ?? role).join(', ')}</span>
              </button>
              ${open ? this.renderPin(person.name) : nothing}
            </li>
          `;
        })}
      </ul>
    `;
  }

  /** @param {string} name */
  renderPin(name) {
    const { left } = this.countdown;
    return html`
      <div class="tile-pin">
        ${left ? nothing : formSummary(this.form)}
        ${pinField({ ...this.form.bind('pin'), first: true, label: say.pinFor(name), hint: say.pinHint, disabled: this.form.busy || left > 0, onSixth: (pin) => this.enter(pin) })}
        <p class="f-wait" role="status">${left ? say.wait(left) : nothing}</p>
      </div>
    `;
  }

  foot() {
    return html`
      <button type="button" class="button" @click=${this.signOut}>${say.withPassword}</button>
      <button type="button" class="button" @click=${() => this.close()}>${words.common.cancel}</button>
    `;
  }

  async signOut() {
    // Locking keeps this person's screen; the lock screen offers every way to sign in.
    const boot = await this.form.send(() => command('lock'));
    if (!boot) return;
    this.close();
    app.accept(boot);
  }
}

class SetPin extends Modal {
  constructor() {
    super();
    // In the sample nobody knows the passwords of its invented people; who they are is on its sign-in screen.
    const invented = app.boot?.sample_logins?.find((/** @type {{login: string}} */ one) => one.login === app.me?.login)?.password ?? '';
    this.form = new Form(this, { password: invented, pin: '', repeat: '' });
    this.countdown = new Countdown(this);
  }

  heading() {
    return say.pinTitle;
  }

  size() {
    return 'small';
  }

  body() {
    const { left } = this.countdown;
    return html`
      <div class="f-form">
        ${left ? nothing : formSummary(this.form)}
        <p class="muted">${say.pinExplain}</p>
        ${passwordField({ ...this.form.bind('password'), label: say.pinPassword, hint: say.pinPasswordHint, first: true })}
        ${pinField({ ...this.form.bind('pin'), label: say.newPin })}
        ${pinField({ ...this.form.bind('repeat'), label: say.repeatPin })}
        <p class="f-wait" role="status">${left ? say.wait(left) : nothing}</p>
      </div>
    `;
  }

  foot() {
    return html`
      <button type="button" class="button" @click=${this.askToClose}>${words.common.cancel}</button>
      <button type="submit" class="button primary" ?disabled=${this.form.busy || this.countdown.left > 0}>${say.savePin}</button>
    `;
  }

  async submit() {
    const { form } = this;
    const { password, pin, repeat } = form.values;
    if (this.countdown.left) return;
    const ok = form.check({ password: form.missing('password'), pin: pin.length === 6 ? null : say.pinSixDigits, repeat: pin.length === 6 && repeat !== pin ? say.pinsDiffer : null });
    if (!ok) return;
    const boot = await form.send(() => command('set_pin', { password, pin }), { names: { 'pin.invalid': 'pin', 'session.wrong_password': 'password' } });
    if (!boot) {
      const { problemError } = form;
      if (problemError?.code === 'session.wait') this.countdown.start(Number(problemError.details?.seconds ?? 1));
      // A password that was not taken is typed anew.
      if (form.lastError?.code.startsWith('session.')) form.values = { ...form.values, password: '' };
      this.requestUpdate();
      return;
    }
    this.close(true);
    app.accept(boot);
    toast(say.pinSaved);
  }
}

class ChangePassword extends Modal {
  constructor() {
    super();
    this.form = startPasswordForm(this);
  }

  heading() {
    return say.changePasswordTitle;
  }

  size() {
    return 'small';
  }

  body() {
    return html`<div class="f-form">${changePasswordForm(this.form, say.currentPassword)}</div>`;
  }

  foot() {
    return html`
      <button type="button" class="button" @click=${this.askToClose}>${words.common.cancel}</button>
      <button type="submit" class="button primary" ?disabled=${this.form.busy}>${say.savePassword}</button>
    `;
  }

  async submit() {
    const boot = await sendNewPassword(this.form);
    if (!boot) return;
    this.close(true);
    app.accept(boot);
    toast(say.passwordSaved);
  }
}

customElements.define('cd-switch-person', SwitchPerson);
customElements.define('cd-set-pin', SetPin);
customElements.define('cd-change-password', ChangePassword);

/** @param {string|null} [userId] whose PIN is asked for at once */
export function switchPerson(userId = null) {
  const dialog = new SwitchPerson();
  dialog.chosen = userId;
  return dialog.open();
}
export const setPin = () => new SetPin().open();
export const changePassword = () => new ChangePassword().open();
