import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { View } from '../element.js';
import { ask } from '../ipc.js';
import { icon } from '../icons.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { Sender } from './sender.js';
import './allergy-banner.css';

/** @typedef {import('../wire-types.js').AllergyBanner} Banner */
/** @typedef {import('../wire-types.js').Allergy} Allergy */

const w = words.allergies;

/** "Penicillin (severe: rash)" @param {Allergy} one */
export function allergyText({ substance, reaction, severity }) {
  const how = [severity === 'unknown' ? '' : /** @type {any} */ (w.severities)[severity].toLowerCase(), reaction].filter(Boolean).join(': ');
  return how ? `${substance} (${how})` : substance;
}

/**
 * Whether a patient has allergies, wherever the patient stands. Who may not read the text at once sees that there is one, and the text on a
 * click, which is recorded. With `may-record` it offers to record one, or that none is known.
 */
export class AllergyBanner extends View {
  static properties = { patientId: {}, banner: {}, mayRecord: { type: Boolean, attribute: 'may-record' }, looked: { state: true }, busy: { state: true } };

  constructor() {
    super();
    this.patientId = '';
    /** @type {Banner | null} */
    this.banner = null;
    this.mayRecord = false;
    /** Shown after the click. @type {Allergy[] | null} */
    this.looked = null;
    this.busy = false;
    this.sender = new Sender(() => this.requestUpdate());
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    // Another patient, or other allergies: what was shown on a click is shown no more.
    if (changed.has('patientId') || (changed.has('banner') && this.looked)) this.looked = null;
  }

  /** @param {() => Promise<void>} work */
  async run(work) {
    if (this.busy) return;
    this.busy = true;
    try {
      await work();
    } catch (error) {
      toast(say(/** @type {import('../ipc.js').WireError} */ (error)), { kind: 'error' });
    } finally {
      this.busy = false;
    }
  }

  look() {
    const id = this.patientId;
    return this.run(async () => {
      await this.sender.send({ op: 'look_at_allergies', patient_id: id });
      const lines = await ask({ ask: 'allergies', patient_id: id });
      if (id !== this.patientId) return;
      this.looked = lines;
      await this.updateComplete;
      /** @type {HTMLElement | null} */ (this.querySelector('.allergies-text'))?.focus();
    });
  }

  sayNone() {
    return this.run(async () => {
      await this.sender.send({ op: 'record_no_known_allergies', patient_id: this.patientId });
      toast(w.noneRecorded);
    });
  }

  add() {
    import('./allergy-dialog.js').then((part) => part.openAllergy(this.patientId));
  }

  render() {
    const { banner } = this;
    if (!banner) return nothing;
    const mayAdd = this.mayRecord && app.can('allergy.record');
    return html`<div class="allergies">
      ${banner.standing === 'known' ? this.renderKnown(banner) : nothing}
      ${banner.standing === 'none_known' ? html`<p class="allergies-none">${icon('check')}<span>${w.noneKnown}</span></p>` : nothing}
      ${banner.standing === 'not_asked' ? html`<p class="allergies-unasked">${icon('info')}<span>${w.notAsked}</span></p>` : nothing}
      ${mayAdd ? html`<span class="allergies-do">
        ${banner.standing === 'not_asked' ? html`<button type="button" class="button quiet small" ?disabled=${this.busy} @click=${this.sayNone}>${icon('check')}${w.sayNone}</button>` : nothing}
        <button type="button" class="button quiet small" @click=${this.add}>${icon('plus')}${w.add}</button></span>` : nothing}
    </div>`;
  }

  /** @param {Banner} banner */
  renderKnown(banner) {
    const lines = banner.lines ?? this.looked;
    return html`<div class="allergy-box">
      ${icon('allergy')}
      ${lines
        ? html`<span class="allergies-text" tabindex=${this.looked ? '-1' : nothing}>${w.allergy}: ${lines.map(allergyText).join(', ')}${this.looked ? html` <span class="allergies-looked">${w.lookedNote}</span>` : nothing}</span>`
        : html`<span>${w.recorded}</span>`}
      ${!lines && app.can('allergy.look') ? html`<button type="button" class="button small" ?disabled=${this.busy} title=${w.showLabel} aria-label=${w.showLabel} @click=${this.look}>${w.show}</button>` : nothing}
    </div>`;
  }
}

customElements.define('cd-allergy-banner', AllergyBanner);

/** The same for whoever is named in a dialog: it asks for itself. */
class PatientAllergies extends View {
  static properties = { patientId: {}, banner: { state: true } };

  constructor() {
    super();
    this.patientId = '';
    /** @type {Banner | null} */
    this.banner = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', ({ detail }) => {
      if (detail.touches.some((/** @type {any} */ touch) => touch.kind === 'allergy' || touch.id === this.patientId)) this.read();
    });
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('patientId')) return;
    this.banner = null;
    this.read();
  }

  async read() {
    const id = this.patientId;
    if (!id || !app.can('patient.view')) return;
    const patient = await ask({ ask: 'patient', id }).catch(() => null);
    if (patient && id === this.patientId) this.banner = patient.allergies;
  }

  render() {
    return this.banner ? html`<cd-allergy-banner .patientId=${this.patientId} .banner=${this.banner}></cd-allergy-banner>` : nothing;
  }
}

customElements.define('cd-patient-allergies', PatientAllergies);
