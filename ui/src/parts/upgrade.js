// Data from an earlier version: which desks still use it, and an administrator's sign-in to upgrade it.
import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { View } from '../element.js';
import * as format from '../format.js';
import { command, on } from '../ipc.js';
import { wallAt } from '../wall.js';
import { words } from '../words/en.js';
import { passwordField, textField } from './fields.js';
import { Form } from './form.js';
import { formSummary } from './form-view.js';
import './connections.css';

const say = words.connections.upgrade;

class Upgrade extends View {
  static properties = { connection: { attribute: false }, password: { attribute: false }, workstations: { attribute: false }, progress: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.connection = null;
    /** @type {string|null} */
    this.password = null;
    /** @type {{name: string, version: string, seen_at: string}[]} */
    this.workstations = [];
    /** @type {{done: number, total: number}|null} */
    this.progress = null;
    this.form = new Form(this, { login: '', password: '' });
    /** @type {() => void} */
    this.stopListening = () => {};
  }

  connectedCallback() {
    super.connectedCallback();
    this.stopListening = on('upgrade_progress', (progress) => (this.progress = progress));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.stopListening();
  }

  /** @param {Event} event */
  async submit(event) {
    event.preventDefault();
    const { form } = this;
    if (!form.check({ login: form.missing('login'), password: form.missing('password') })) return;
    const { login, password } = form.values;
    const boot = await form.send(
      () => command('upgrade_data', { connection: this.connection, password: this.password, login: login.trim(), userPassword: password }),
      { names: { 'session.wrong_password': 'password' } },
    );
    this.progress = null;
    if (!boot) return;
    app.accept(boot);
    toast(say.done);
  }

  render() {
    const { form } = this;
    return html`
      <form class="upgrade f-form" novalidate @submit=${this.submit}>
        <div><h3>${say.title}</h3><p class="muted">${say.text}</p></div>
        ${this.renderDesks()} ${formSummary(form)}
        <p>${say.who}</p>
        <div class="f-row">
          ${textField({ ...form.bind('login'), label: say.login, autocomplete: 'username', spellcheck: false })}
          ${passwordField({ ...form.bind('password'), label: say.password })}
        </div>
        ${form.busy ? this.renderProgress() : html`<div class="button-row"><button type="submit" class="button primary">${say.button}</button></div>`}
      </form>
    `;
  }

  renderDesks() {
    if (this.workstations.length === 0) return html`<p class="muted">${say.noDesks}</p>`;
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
    return html`
      <table class="list">
        <caption>${say.desks}</caption>
        <thead><tr><th scope="col">${say.desk}</th><th scope="col">${say.version}</th><th scope="col">${say.seen}</th></tr></thead>
        <tbody>
          ${this.workstations.map((desk) => html`<tr><td>${desk.name}</td><td>${desk.version}</td><td>${format.dateTime(wallAt(Date.parse(desk.seen_at), zone))}</td></tr>`)}
        </tbody>
      </table>
    `;
  }

  renderProgress() {
    const { progress } = this;
    return html`
      <div role="status">
        <p>${say.working}</p>
        <progress class="progress" max=${progress?.total ?? 1} value=${progress?.done ?? nothing} aria-label=${say.working}></progress>
        <p class="progress-text">${progress ? say.progress(progress.done, progress.total) : nothing}</p>
      </div>
    `;
  }
}

customElements.define('cd-upgrade', Upgrade);
