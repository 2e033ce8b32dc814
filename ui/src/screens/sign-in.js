// Signing in, the locked screen, and choosing one's own password. Nothing of a patient is ever on these screens.
import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { icon } from '../icons.js';
import { command } from '../ipc.js';
import { entrance, initials } from '../parts/entrance.js';
import { passwordField, pinField, textField } from '../parts/fields.js';
import { Form } from '../parts/form.js';
import { formSummary } from '../parts/form-view.js';
import { changePasswordForm, sendNewPassword, startPasswordForm } from '../parts/password-form.js';
import { Countdown } from '../parts/countdown.js';
import { words } from '../words/en.js';

const say = words.signIn;

/** @typedef {{user_id: string, name: string, roles: string[]}} QuickPerson */

export class SignIn extends View {
  static properties = { chosen: { state: true }, full: { state: true }, connecting: { state: true }, opening: { state: true } };

  constructor() {
    super();
    /** @type {string|null} whose PIN is asked for */
    this.chosen = null;
    /** The full form is open though there are people to pick. */
    this.full = false;
    /** Choosing another connection. */
    this.connecting = false;
    /** @type {string|null} the sample sign-in under way */
    this.opening = null;
    this.form = new Form(this, { login: '', password: '' });
    this.pin = new Form(this, { pin: '' });
    this.newPassword = startPasswordForm(this);
    this.countdown = new Countdown(this);
    this.phase = '';
    this.connection = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'boot', () => this.phaseChanged());
    this.phaseChanged();
  }

  phaseChanged() {
    const phase = app.boot?.phase ?? '';
    const connection = app.boot?.connection?.id ?? '';
    // Another clinic's sign-in is another screen, though the phase is the same.
    if (phase !== this.phase || connection !== this.connection) this.#begin(phase);
    this.connection = connection;
    this.requestUpdate();
  }

  /** @param {string} phase */
  #begin(phase) {
    this.phase = phase;
    this.full = false;
    this.connecting = false;
    this.opening = null;
    this.form.start({ login: '', password: '' });
    this.pin.start({ pin: '' });
    this.newPassword.start({ current: '', new: '', repeat: '' });
    const me = app.boot?.person?.user_id;
    this.chosen = phase === 'locked' && this.people.some((person) => person.user_id === me) ? (me ?? null) : null;
    this.#focusFirst();
  }

  async #focusFirst() {
    await this.updateComplete;
    /** @type {HTMLElement|null} */ (this.querySelector('[data-first]:not([disabled])') ?? this.querySelector('.person-tile, .sample-tile'))?.focus();
  }

  /** @returns {QuickPerson[]} */
  get people() {
    return app.boot?.quick_people ?? [];
  }

  /** @param {() => Promise<any>} work @param {Form} form */
  async enter(work, form) {
    const boot = await form.send(work, { names: { 'session.wrong_password': 'pin' in form.values ? 'pin' : 'password', 'session.wrong_pin': 'pin', 'pin.invalid': 'pin' } });
    if (boot) {
      app.accept(boot);
      return;
    }
    this.#afterMiss(form);
  }

  /** @param {Form} form */
  #afterMiss(form) {
    const { code, details } = form.lastError ?? {};
    const wait = details?.seconds ?? details?.wait_seconds;
    if ((code === 'session.wait' || code === 'session.wrong_password') && wait > 0) {
      if (code === 'session.wait') form.problem = null;
      this.countdown.start(Number(wait));
    }
    if (form === this.pin && form.problemError?.code === 'session.pin_password_needed') this.#passwordInstead(form.problem);
    if ('pin' in form.values) form.values = { ...form.values, pin: '' };
    this.requestUpdate();
  }

  /** @param {string|null} [why] */
  #passwordInstead(why = null) {
    this.full = true;
    this.chosen = null;
    this.pin.start({ pin: '' });
    this.form.problem = why;
    this.#focusFirst();
  }

  signIn() {
    const { form } = this;
    if (this.countdown.left) return;
    if (!form.check({ login: form.missing('login'), password: form.missing('password') })) return;
    this.enter(() => command('sign_in', { login: form.values.login.trim(), password: form.values.password }), form);
  }

  unlock() {
    const { form } = this;
    if (this.countdown.left) return;
    if (!form.check({ password: form.missing('password') })) return;
    this.enter(() => command('unlock', { password: form.values.password }), form);
  }

  /** @param {string} pin */
  withPin(pin) {
    if (this.countdown.left || !this.chosen) return;
    this.enter(() => command('switch_person', { userId: this.chosen, pin }), this.pin);
  }

  /** @param {{login: string, password: string}} person */
  async asSample({ login, password }) {
    if (this.opening) return;
    this.opening = login;
    await this.enter(() => command('sign_in', { login, password }), this.form);
    this.opening = null;
  }

  /** @param {string} id */
  choose(id) {
    this.chosen = id;
    this.full = false;
    this.pin.start({ pin: '' });
    this.#focusFirst();
  }

  async signOut() {
    const boot = await this.form.send(() => command('sign_out'));
    if (boot) app.accept(boot);
  }

  async saveNewPassword() {
    const boot = await sendNewPassword(this.newPassword);
    if (boot) app.accept(boot);
  }

  async connect() {
    await import('./connections.js');
    this.connecting = true;
  }

  render() {
    if (this.connecting) return this.renderConnections();
    if (this.phase === 'change_password') return this.renderNewPassword();
    return this.phase === 'locked' ? this.renderLocked() : this.renderSignIn();
  }

  renderSignIn() {
    const samples = app.boot?.sample_logins ?? [];
    const people = this.people;
    // In the sample the one-click sign-ins stand in for PINs; a password form would only be in the way.
    const picking = !this.full && (people.length > 0 || samples.length > 0);
    return entrance({
      title: app.boot?.clinic?.name ?? words.common.appName,
      body: html`
        ${picking && samples.length ? this.renderSamples(samples) : nothing}
        ${picking && !samples.length ? this.renderPeople(people, say.who, say.whoHint) : nothing}
        ${picking ? nothing : this.renderForm()}
      `,
      foot: this.renderFoot(),
    });
  }

  renderForm() {
    const { form } = this;
    return html`
      <form class="card f-form" novalidate @submit=${this.#on(() => this.signIn())}>
        ${formSummary(form)}
        ${textField({ ...form.bind('login'), label: say.login, autocomplete: 'username', spellcheck: false, first: true })}
        ${passwordField({ ...form.bind('password'), label: say.password })}
        ${this.renderWait()}
        <button class="button primary wide" type="submit" ?disabled=${form.busy || this.countdown.left > 0}>${form.busy && !this.opening ? say.signingIn : say.button}</button>
        ${this.full ? html`<button class="button quiet wide" type="button" @click=${this.backToPeople}>${say.back}</button>` : nothing}
      </form>
    `;
  }

  backToPeople() {
    this.full = false;
    this.#focusFirst();
  }

  renderWait() {
    return html`<p class="f-wait" role="status">${this.countdown.left ? html`${icon('clock')}${say.wait(this.countdown.left)}` : nothing}</p>`;
  }

  /** @param {QuickPerson[]} people @param {string} title @param {string} hint */
  renderPeople(people, title, hint) {
    return html`
      <section class="card" aria-labelledby="who-title">
        <h2 id="who-title">${title}</h2>
        <p class="muted">${hint}</p>
        <ul class="person-tiles">
          ${people.map((person) => this.renderTile(person))}
        </ul>
        <button class="button quiet wide" type="button" @click=${() => this.#passwordInstead()}>${say.withPassword}</button>
      </section>
    `;
  }

  /** @param {QuickPerson} person */
  renderTile(person) {
    const open = this.chosen === person.user_id;
    return html`
      <li class=${open ? 'open' : ''}>
        <button class="person-tile" type="button" aria-expanded=${open} @click=${() => this.choose(person.user_id)}>
          <span class="initials" aria-hidden="true">${initials(person.name)}</span>
          <span class="person-name">${person.name}</span>
          <span class="person-role">${person.roles.map((role) => roleName(role)).join(', ')}</span>
        </button>
        ${open ? this.renderPin(person) : nothing}
      </li>
    `;
  }

  /** @param {QuickPerson} person */
  renderPin(person) {
    return html`
      <form class="tile-pin" novalidate @submit=${this.#on(() => {})}>
        ${formSummary(this.pin)}
        ${pinField({
          ...this.pin.bind('pin'), label: say.pinFor(person.name), first: true, disabled: this.pin.busy || this.countdown.left > 0,
          onSixth: (pin) => this.withPin(pin),
        })}
        ${this.renderWait()}
      </form>
    `;
  }

  /** @param {{login: string, password: string, name: string, role: string}[]} samples */
  renderSamples(samples) {
    return html`
      <section class="card" aria-labelledby="sample-title">
        <h2 id="sample-title">${say.sampleTitle}</h2>
        <p class="muted">${say.sampleHint}</p>
        <ul class="person-tiles">
          ${samples.map(
            (person) => html`
              <li>
                <button class="person-tile sample-tile" type="button" aria-busy=${this.opening === person.login} @click=${() => this.asSample(person)}>
                  <span class="initials" aria-hidden="true">${initials(person.name)}</span>
                  <span class="person-name">${roleName(person.role)}</span>
                  <span class="person-role">${person.name}</span>
                  ${icon('next')}
                </button>
              </li>
            `,
          )}
        </ul>
        ${formSummary(this.form)}
        <button class="button quiet wide" type="button" @click=${() => this.#passwordInstead()}>${say.withPassword}</button>
      </section>
    `;
  }

  renderFoot() {
    const { connection, clinic } = app.boot ?? {};
    if (!connection) return nothing;
    const where = clinic?.sample || connection.kind === 'sample' ? say.sampleClinic : connection.kind === 'file' ? say.onThisComputer : say.connectedTo(connection.name);
    return html`<span>${where}</span> <button type="button" class="f-link" @click=${this.connect}>${say.change}</button>`;
  }

  renderLocked() {
    const me = app.boot?.person ?? null;
    const mine = this.people.find((person) => person.user_id === me?.user_id);
    const others = this.people.filter((person) => person !== mine);
    return entrance({
      above: html`<div class="lock-mark" aria-hidden="true">${icon('lock')}</div>`,
      title: say.lockedTitle,
      lead: me ? say.lockedHint(me.name) : say.lockedHintNobody,
      body: html`
        ${this.full || !mine ? this.renderUnlock(me?.name ?? null, Boolean(mine)) : nothing}
        ${this.full && mine ? nothing : this.renderLockedPeople(mine ?? null, others)}
      `,
      foot: html`<span>${app.boot?.clinic?.name ?? ''}</span> <button type="button" class="f-link" @click=${this.signOut}>${say.signInAs}</button>`,
    });
  }

  /** @param {string|null} name @param {boolean} canUsePin */
  renderUnlock(name, canUsePin) {
    const { form } = this;
    return html`
      <form class="card f-form" novalidate @submit=${this.#on(() => this.unlock())}>
        ${formSummary(form)}
        ${name ? html`<p class="f-person"><span class="initials" aria-hidden="true">${initials(name)}</span>${name}</p>` : nothing}
        ${passwordField({ ...form.bind('password'), label: say.password, first: true })}
        ${this.renderWait()}
        <button class="button primary wide" type="submit" ?disabled=${form.busy || this.countdown.left > 0}>${form.busy ? say.unlocking : say.unlock}</button>
        ${canUsePin ? html`<button class="button quiet wide" type="button" @click=${() => this.choose(app.me?.user_id ?? '')}>${say.usePin}</button>` : nothing}
      </form>
    `;
  }

  /** @param {QuickPerson|null} mine @param {QuickPerson[]} others */
  renderLockedPeople(mine, others) {
    if (!mine && others.length === 0) return nothing;
    return html`
      <section class="card" aria-label=${say.who}>
        ${mine ? html`<ul class="person-tiles">${this.renderTile(mine)}</ul>` : nothing}
        ${others.length ? html`<h2 class="card-part">${say.others}</h2><ul class="person-tiles">${others.map((person) => this.renderTile(person))}</ul>` : nothing}
        ${mine ? html`<button class="button quiet wide" type="button" @click=${() => this.#passwordInstead()}>${say.usePassword}</button>` : nothing}
      </section>
    `;
  }

  renderNewPassword() {
    return entrance({
      title: say.newPasswordTitle,
      lead: say.newPasswordHint,
      body: html`
        <form class="card f-form" novalidate @submit=${this.#on(() => this.saveNewPassword())}>
          ${changePasswordForm(this.newPassword, say.oneTimePassword)}
          <button class="button primary wide" type="submit" ?disabled=${this.newPassword.busy}>${say.savePassword}</button>
        </form>
      `,
      foot: html`<span>${app.me?.name ?? ''}</span> <button type="button" class="f-link" @click=${this.signOut}>${say.signOut}</button>`,
    });
  }

  renderConnections() {
    return entrance({
      title: say.changeTitle,
      size: 'medium',
      body: html`<cd-connections></cd-connections>`,
      foot: html`<button type="button" class="button quiet" @click=${() => (this.connecting = false)}>${say.back}</button>`,
    });
  }

  /** @param {() => void} run */
  #on(run) {
    return (/** @type {Event} */ event) => {
      event.preventDefault();
      run();
    };
  }
}

/** @param {string} role */
const roleName = (role) => /** @type {Record<string, string>} */ (words.common.roles)[role] ?? role;

customElements.define('cd-sign-in', SignIn);

export { changePassword as openChangePassword, setPin as openSetPin, switchPerson as openSwitchPerson } from '../parts/person-dialogs.js';
