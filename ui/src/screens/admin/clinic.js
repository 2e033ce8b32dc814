// The clinic's details: name and address, country and formats, the working day. A country proposes, nothing is forced.
import { html, nothing } from 'lit';
import '@vaadin/combo-box';
import { app, toast } from '../../app.js';
import { View } from '../../element.js';
import { icon } from '../../icons.js';
import { ask } from '../../ipc.js';
import { say as sayError } from '../../messages.js';
import { clinicFields, clinicLabels, clinicShown, fromDetails, toDetails } from './clinic-fields.js';
import { PROPOSED, countryHelp, detailLabels, detailWords } from '../../parts/country.js';
import { Form, same } from '../../parts/form.js';
import { conflictChoice, formSummary } from '../../parts/form-view.js';
import { TypedOffer, formOffer, formTyping } from '../../parts/typed-offer.js';
import { words } from '../../words/en.js';

const say = words.admin.clinic;

class AdminClinic extends View {
  static properties = { info: { state: true }, help: { state: true }, proposal: { state: true }, problem: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.info = null;
    /** @type {import('../../parts/country.js').CountryHelp|null} */
    this.help = null;
    /** What another country proposes, until it is used or refused. @type {any} */
    this.proposal = null;
    /** @type {any} */
    this.problem = null;
    this.form = new Form(this, {});
    this.offer = new TypedOffer(this);
    this.seen = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'clinic', () => this.load());
    this.load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.offer.flush();
  }

  updated() {
    if (this.form.dirty) this.offer.keep(() => formTyping(this.form));
  }

  firstField() {
    return /** @type {HTMLElement|null} */ (this.querySelector('form input'));
  }

  async load() {
    try {
      const info = await ask({ ask: 'clinic' });
      this.help ??= await countryHelp(info.country);
      this.info = info;
      this.problem = null;
      // Typing is never overwritten by somebody else's save; the save itself will ask.
      if (this.form.busy || this.form.conflict || (this.seen && this.form.dirty)) return;
      this.form.start(fromDetails(info));
      if (!this.seen) this.offer.start('admin clinic', () => formTyping(this.form), info.version);
      this.seen = info.version;
    } catch (error) {
      this.problem = error;
    }
  }

  /** @param {string} country */
  async chooseCountry(country) {
    this.form.set('country', country);
    try {
      const { proposal } = await countryHelp(country);
      const now = toDetails(this.form.values, this.info);
      this.proposal = PROPOSED.some((field) => !same(proposal[field], now[field])) ? proposal : null;
    } catch {
      this.proposal = null;
    }
  }

  useProposal() {
    const proposed = fromDetails({ ...this.info, ...this.proposal });
    for (const field of PROPOSED) this.form.set(field, proposed[field]);
    this.proposal = null;
  }

  check() {
    const { form } = this;
    const number = (/** @type {string} */ name, /** @type {number} */ min, /** @type {number} */ max) => {
      const text = String(form.values[name]).trim();
      return /^\d+$/.test(text) && Number(text) >= min && Number(text) <= max ? null : sayError({ code: 'field.out_of_range', details: { min, max } });
    };
    const fine = form.check({
      name: form.missing('name'), country: form.missing('country'), zone: form.missing('zone'), currency: form.missing('currency'),
      patient_number_name: form.missing('patient_number_name'), idle_minutes: number('idle_minutes', 1, 60), waiting_limit_minutes: number('waiting_limit_minutes', 5, 240), largest_file_mb: number('largest_file_mb', 1, 100),
    });
    return fine && /** @type {any} */ (this.querySelector('cd-hours')).check();
  }

  /** @param {Event} event */
  async save(event) {
    event.preventDefault();
    const { form } = this;
    if (!this.check()) return;
    const theirs = async () => {
      const info = await ask({ ask: 'clinic' });
      this.info = info;
      return { values: fromDetails(info), version: info.version };
    };
    const answer = await form.perform({ op: 'edit_clinic', version: form.version(this.seen), details: toDetails(form.values, this.info) }, { theirs });
    if (!answer) return;
    this.proposal = null;
    this.offer.saved();
    toast(say.saved);
    const info = await ask({ ask: 'clinic' });
    app.useClinic(info);
    this.info = info;
    this.seen = info.version;
    form.start(fromDetails(info));
  }

  cancel() {
    this.proposal = null;
    this.offer.saved();
    this.form.start(fromDetails(this.info));
    this.seen = this.info.version;
  }

  render() {
    return html`
      <section class="admin-page" aria-labelledby="admin-title">
        <div class="admin-list admin-narrow">
          <header class="admin-head"><div class="grow"><h1 id="admin-title">${words.admin.tabs.clinic}</h1><p class="muted">${say.lead}</p></div></header>
          ${this.problem ? html`<div class="f-summary" role="alert">${icon('warning')}<div><p>${sayError(this.problem)}</p><button type="button" class="f-link" @click=${this.load}>${words.admin.retry}</button></div></div>` : nothing}
          ${this.info && this.help ? this.renderForm(this.help) : nothing}
        </div>
      </section>
    `;
  }

  /** @param {import('../../parts/country.js').CountryHelp} help */
  renderForm(help) {
    const { form } = this;
    return html`
      <form class="f-form clinic-form" novalidate @submit=${this.save}>
        ${formOffer(form, this.offer)} ${formSummary(form, clinicLabels)} ${conflictChoice(form, clinicLabels, (field, value) => clinicShown(field, value, help))}
        ${clinicFields(form, help, { onCountry: (country) => this.chooseCountry(country), proposal: this.renderProposal(help) })}
        <div class="button-row form-buttons sticky-buttons">
          <button type="submit" class="button primary" ?disabled=${form.busy || !form.dirty}>${form.busy ? words.admin.saving : form.conflict?.clashes.length ? words.admin.form.saveChoice : words.admin.save}</button>
          <button type="button" class="button" ?disabled=${form.busy || !form.dirty} @click=${this.cancel}>${words.admin.cancel}</button>
        </div>
      </form>
    `;
  }

  /** @param {import('../../parts/country.js').CountryHelp} help */
  renderProposal(help) {
    const { proposal } = this;
    if (!proposal) return nothing;
    const now = toDetails(this.form.values, this.info);
    const differs = PROPOSED.filter((field) => !same(proposal[field], now[field]));
    return html`
      <div class="proposal" role="status">
        <p><strong>${say.proposalTitle(detailWords('country', this.form.values.country, help))}</strong></p>
        <ul class="proposal-list">
          ${differs.map((field) => html`<li><span class="muted">${detailLabels[field]}</span> ${detailWords(field, proposal[field], help)}</li>`)}
        </ul>
        <div class="button-row">
          <button type="button" class="button small" @click=${this.useProposal}>${say.proposalUse}</button>
          <button type="button" class="button small quiet" @click=${() => (this.proposal = null)}>${say.proposalKeep}</button>
        </div>
      </div>
    `;
  }
}

customElements.define('cd-admin-clinic', AdminClinic);
