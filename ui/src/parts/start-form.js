// One form makes a clinic: its name and country, and the first administrator. Everything else has a good proposal.
import { html, nothing } from 'lit';
import '@vaadin/combo-box';
import { app, toast } from '../app.js';
import { View } from '../element.js';
import { command } from '../ipc.js';
import { say as sayError } from '../messages.js';
import { words } from '../words/en.js';
import { NONE, countryHelp, currencyOptions, namedOptions, sampleLine, zoneOptions } from './country.js';
import { comboField, passwordField, textField } from './fields.js';
import { Form } from './form.js';
import { formSummary } from './form-view.js';

const say = words.firstRun;

/** @type {Record<string, string>} */
const LABELS = {
  clinic: say.clinicName, country: say.country, zone: say.zone, currency: say.currency, name: say.yourName, login: say.login,
  password: say.password, repeat: say.repeatPassword,
};

class StartForm extends View {
  static properties = { help: { state: true }, changing: { state: true }, problem: { state: true } };

  constructor() {
    super();
    this.form = new Form(this, { clinic: '', country: '', zone: '', currency: '', name: '', login: '', password: '', repeat: '' });
    /** @type {import('./country.js').CountryHelp|null} */
    this.help = null;
    this.changing = false;
    /** @type {string|null} */
    this.problem = null;
    this.loginTyped = false;
  }

  connectedCallback() {
    super.connectedCallback();
    if (!this.help) this.propose(null);
  }

  firstUpdated() {
    /** @type {HTMLElement|null} */ (this.querySelector('[data-first]'))?.focus();
  }

  /** @param {string|null} country */
  async propose(country) {
    try {
      const help = await countryHelp(country);
      this.help = help;
      const { proposal } = help;
      this.form.values = { ...this.form.values, country: proposal.country, zone: proposal.zone, currency: proposal.currency };
      this.requestUpdate();
    } catch (error) {
      this.problem = sayError(/** @type {any} */ (error));
    }
  }

  /** The login follows the name until it is typed by hand. @param {string} name */
  named(name) {
    this.form.set('name', name);
    if (this.loginTyped) return;
    const last = name.trim().split(/\s+/).pop() ?? '';
    this.form.set('login', last.normalize('NFKD').replace(/[^\w]/g, '').toLowerCase());
  }

  check() {
    const { form } = this;
    const { password, repeat } = form.values;
    const short = [...password].length < 12 ? sayError({ code: 'password.length', details: { min: 12 } }) : null;
    return form.check({
      clinic: form.missing('clinic'), country: form.missing('country'), zone: form.missing('zone'), currency: form.missing('currency'),
      name: form.missing('name'), login: form.missing('login'), password: form.missing('password') ?? short,
      repeat: form.missing('repeat') ?? (repeat === password ? null : words.signIn.passwordsDiffer),
    });
  }

  /** @param {Event} event */
  async submit(event) {
    event.preventDefault();
    if (!this.check() || !this.help) return;
    const { clinic, country, zone, currency, name, login, password } = this.form.values;
    const details = { ...this.help.proposal, name: clinic.trim(), country, zone, currency };
    const boot = await this.form.send(
      async () => {
        // The file is made once; a second try after an error finds it already open.
        if (app.boot?.phase !== 'new_clinic') app.accept(await command('start_here', { name: clinic.trim() }));
        return command('start_clinic', { clinic: details, login: login.trim(), name: name.trim(), password });
      },
      { names: { 'clinic.name': 'clinic', 'details.name': 'clinic', 'password.length': 'password', 'password.common': 'password', 'person.login_taken': 'login' } },
    );
    if (!boot) return;
    app.accept(boot);
    toast(say.started(clinic.trim()));
  }

  render() {
    const { form, help } = this;
    return html`
      <form class="card f-form" novalidate @submit=${this.submit}>
        ${formSummary(form, LABELS)} ${this.problem ? html`<p class="f-error" role="alert">${this.problem}</p>` : nothing}
        <h2 class="form-part">${say.clinicPart}</h2>
        <div class="f-row">
          ${textField({ ...form.bind('clinic'), label: say.clinicName, first: true, spellcheck: false })}
          ${comboField({ ...form.bind('country'), label: say.country, options: namedOptions(help?.countries ?? NONE), onInput: (code) => this.propose(code) })}
        </div>
        ${help ? this.renderProposal(help) : nothing}
        <h2 class="form-part">${say.youPart}</h2>
        <div class="f-row">
          ${textField({ ...form.bind('name'), label: say.yourName, spellcheck: false, onInput: (name) => this.named(name) })}
          ${textField({
            ...form.bind('login'), label: say.login, hint: say.loginHint, autocomplete: 'username', spellcheck: false,
            onInput: (login) => {
              this.loginTyped = true;
              form.set('login', login);
            },
          })}
        </div>
        <div class="f-row">
          ${passwordField({ ...form.bind('password'), label: say.password, hint: words.signIn.passwordHint, autocomplete: 'new-password' })}
          ${passwordField({ ...form.bind('repeat'), label: say.repeatPassword, autocomplete: 'new-password' })}
        </div>
        <button type="submit" class="button primary wide" ?disabled=${form.busy || !help}>${form.busy ? say.starting : say.start}</button>
      </form>
    `;
  }

  /** @param {import('./country.js').CountryHelp} help */
  renderProposal(help) {
    const { form } = this;
    const { zone, currency } = form.values;
    const decimals = help.currencies.find((one) => one.code === currency)?.decimals ?? 2;
    const today = new Date().toISOString().slice(0, 10);
    return html`
      <div class="proposal">
        <p class="small muted">${say.preview}</p>
        <p><span class="sample-line">${sampleLine({ ...help.proposal, currency }, decimals, today)}</span> <span class="muted">· ${zone.replaceAll('_', ' ')}</span></p>
        ${this.changing
          ? html`<div class="f-row">
              ${comboField({ ...form.bind('zone'), label: say.zone, options: zoneOptions(help.zones) })}
              ${comboField({ ...form.bind('currency'), label: say.currency, options: currencyOptions(help.currencies) })}
            </div>`
          : html`<p><button type="button" class="f-link" @click=${() => (this.changing = true)}>${say.changeFormats}</button></p>`}
      </div>
    `;
  }
}

customElements.define('cd-start-form', StartForm);
