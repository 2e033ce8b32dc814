import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { ask } from '../ipc.js';
import { words } from '../words/en.js';
import { caps } from './menu.js';
import { TypedOffer } from './typed-offer.js';
import { VitalsEntry } from './vitals-entry.js';

const w = words.vitals;

/** Vitals are entered where the patient stands, without a dialog: for whoever measures all day. */
class VitalsCard extends View {
  static properties = { patientId: {}, name: {} };

  constructor() {
    super();
    this.patientId = '';
    this.name = '';
    this.entry = new VitalsEntry(this);
    this.offer = new TypedOffer(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.offer.flush();
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('patientId')) return;
    // What is typed for one patient is kept for that one, and never stands in another's fields.
    this.offer.flush();
    this.offer = new TypedOffer(this);
    this.entry.start(this.patientId, this.name);
    this.offer.start(this.entry.keptAs, () => this.entry.typing());
    this.entry.height = null;
    this.readHeight();
  }

  firstUpdated() {
    if (!this.closest('[data-walking]')) this.updateComplete.then(() => this.firstField()?.focus());
  }

  async readHeight() {
    const id = this.patientId;
    const rows = await ask({ ask: 'vitals', patient_id: id, limit: 500 }).catch(() => []);
    if (id !== this.patientId) return;
    this.entry.height = rows.flatMap((/** @type {any} */ row) => row.values).find((/** @type {any} */ one) => one.kind === 'height' && !one.struck) ?? null;
    this.requestUpdate();
  }

  updated() {
    if (this.entry.form.dirty) this.offer.keep(() => this.entry.typing());
  }

  firstField() {
    return this.entry.firstField();
  }

  /** @param {Event} event */
  async save(event) {
    event.preventDefault();
    const id = this.patientId;
    if (this.entry.form.busy || !(await this.entry.submit()) || id !== this.patientId) return;
    this.offer.saved();
    this.entry.start(id, this.name);
    this.readHeight();
    this.updateComplete.then(() => this.firstField()?.focus());
  }

  render() {
    const { entry } = this;
    return html`<form class="vitals-card" novalidate autocomplete="off" aria-labelledby="vitals-card-title" @submit=${this.save} @keydown=${(/** @type {KeyboardEvent} */ event) => {
      // Enter held down is one Enter: it must not say that what is asked is right.
      if (event.key === 'Enter' && event.repeat) event.preventDefault();
    }}>
      <h2 id="vitals-card-title">${w.enter}</h2>
      ${this.offer.render((typing) => entry.takeUp(typing))} ${entry.render()}
      <footer class="button-row vitals-card-foot"><span class="grow muted small">${words.patientForm.as(app.me?.name ?? '')}</span>
        ${entry.asked.length ? entry.renderAsking() : html`${entry.form.dirty
            ? html`<button type="button" class="button" @click=${() => {
                this.offer.saved();
                entry.start(this.patientId, this.name);
              }}>${w.clear}</button>`
            : nothing}<button type="submit" class="button primary" data-submit ?disabled=${entry.form.busy}>${words.common.save}${caps('Enter')}</button>`}</footer>
    </form>`;
  }
}

customElements.define('cd-vitals-card', VitalsCard);
