import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { dateWithDay, time } from '../format.js';
import { icon } from '../icons.js';
import { dotted } from '../words/isolate.js';
import { say } from '../messages.js';
import { dateOf } from '../wall.js';
import { words } from '../words/en.js';
import { textInput } from './inputs.js';
import { fullName } from './day-card.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';
import { askScope } from './series-scope.js';
import { offerFreed } from './waitlist-offer.js';
import { Sender } from './sender.js';

/** @typedef {import('../wire-types.js').DayAppointment} DayAppointment */
/** @typedef {'patient' | 'clinic'} Canceller */

const REASONS = { patient: words.book.patientReasons, clinic: words.book.clinicReasons };
/** What earlier versions kept for everybody, typed reasons among it. */
localStorage.removeItem('cancel.last');
const key = () => `cancel.last.${app.me?.user_id ?? ''}`;

/** What this person chose last, of the reasons that stand there for everybody. @returns {{by: Canceller, reason: string}} */
function lastUsed() {
  try {
    const { by, reason } = JSON.parse(localStorage.getItem(key()) ?? '');
    if (REASONS[/** @type {Canceller} */ (by)]?.includes(reason)) return { by, reason };
  } catch {
    // Nothing was kept yet.
  }
  return { by: 'patient', reason: REASONS.patient[0] };
}

/** What was typed says something about this patient: it is not kept, nor proposed for the next one. @param {Canceller} by @param {string} reason */
function keepUsed(by, reason) {
  if (REASONS[by].includes(reason)) localStorage.setItem(key(), JSON.stringify({ by, reason }));
}

/**
 * Cancel: by whom and why; Enter takes what was used last. Of a series it is asked first which visits are meant.
 * @param {DayAppointment} appointment
 * @returns {Promise<{version: number, operation_id: string} | undefined>}
 */
export async function openCancel(appointment) {
  const scope = await askScope(appointment, 'cancel');
  if (!scope) return undefined;
  const dialog = /** @type {CancelDialog} */ (document.createElement('cd-cancel'));
  dialog.appointment = appointment;
  dialog.scope = scope;
  return dialog.open();
}

export class CancelDialog extends Modal {
  constructor() {
    super();
    /** @type {DayAppointment | null} */
    this.appointment = null;
    /** @type {import('./series-scope.js').Scope} */
    this.scope = 'one';
    const { by, reason } = lastUsed();
    /** @type {Canceller} */
    this.by = by;
    this.presets = REASONS[by];
    this.reason = reason;
    this.other = '';
    this.error = '';
    this.refusal = '';
    this.working = false;
    this.sender = new Sender(() => this.requestUpdate());
  }

  size() {
    return 'small';
  }

  heading() {
    return words.book.cancelTitle;
  }

  subheading() {
    const { appointment } = this;
    if (!appointment) return nothing;
    return html`<p class="muted number"><strong>${fullName(appointment)}</strong> · ${whenOf(appointment)}</p>${this.scope === 'one' ? nothing : html`<p class="muted">${words.series.scopeNote[this.scope]}</p>`}`;
  }

  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector('[data-submit]'));
  }

  dirty() {
    return this.other.trim() !== '';
  }

  keptAs() {
    return `cancel ${this.appointment?.id}`;
  }

  typing() {
    return { by: this.by, reason: this.reason, other: this.other };
  }

  /** @param {any} typing */
  takeUp({ by, ...why }) {
    this.choose(by);
    Object.assign(this, why);
  }

  /** @param {Canceller} by */
  choose(by) {
    this.by = by;
    this.presets = REASONS[by];
    this.reason = this.other ? '' : this.presets[0];
    this.error = '';
    this.requestUpdate();
  }

  /** @param {string} reason @param {boolean} preset */
  why(reason, preset) {
    this.reason = preset ? reason : '';
    this.other = preset ? '' : reason;
    this.error = '';
    this.requestUpdate();
  }

  async submit() {
    const { appointment, by } = this;
    if (this.working || !appointment) return;
    const reason = this.other.trim() || this.reason;
    if (!reason) {
      this.error = words.book.cancelReasonNeeded;
      this.requestUpdate();
      this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector('.has-error input'))?.focus());
      return;
    }
    this.working = true;
    try {
      const which = { appointment_id: appointment.id, version: appointment.version, by, reason };
      const { id, outcome } = await this.sender.send(this.scope === 'one' ? { op: 'cancel_appointment', ...which } : { op: 'cancel_series', scope: this.scope, ...which });
      keepUsed(by, reason);
      toast(this.scope === 'one' ? words.book.cancelled(fullName(appointment), whenOf(appointment)) : words.series.did.cancelled(fullName(appointment), outcome.appointment_ids.length), { undo: id });
      this.close({ ...outcome, operation_id: id });
      offerFreed(this.scope === 'one' ? [appointment] : (outcome.freed ?? []));
    } catch (error) {
      this.failed(/** @type {import('../ipc.js').WireError} */ (error));
    } finally {
      this.working = false;
      this.requestUpdate();
    }
  }

  /** @param {import('../ipc.js').WireError} error */
  failed(error) {
    if (error.code === 'appointment.changed_meanwhile' && error.details.now) this.appointment = error.details.now;
    this.refusal = say(error);
    if (this.shut) toast(this.refusal, { kind: 'error' });
  }

  body() {
    const checking = this.sender.state === 'checking';
    return html`
      <fieldset class="plain" ?disabled=${checking}>
        ${this.refusal ? html`<section class="clash" role="alert"><p class="clash-title">${icon('warning')}${this.refusal}</p></section>` : nothing}
        <div class="choice-row" role="radiogroup" aria-labelledby="cancel-by">
          <p class="label" id="cancel-by">${words.book.cancelBy}</p>
          <div class="segments">
            ${this.renderBy('patient', words.book.byPatient)} ${this.renderBy('clinic', words.book.byClinic)}
          </div>
        </div>
        <div role="group" aria-labelledby="cancel-why">
          <p class="label" id="cancel-why">${words.book.reason}</p>
          <div class="presets">${this.presets.map((preset) => html`<button type="button" class="chip" aria-pressed=${this.reason === preset ? 'true' : 'false'} @click=${() => this.why(preset, true)}>${preset}</button>`)}</div>
        </div>
        ${textInput({ name: 'other-reason', label: words.book.otherReason, value: this.other, error: this.error, on: (value) => this.why(value, false) })}
      </fieldset>
    `;
  }

  /** @param {Canceller} by @param {string} label */
  renderBy(by, label) {
    return html`<label class="segment"><input type="radio" name="cancel-by" value=${by} .checked=${this.by === by} @change=${() => this.choose(by)} /><span>${label}</span></label>`;
  }

  foot() {
    const checking = this.sender.state === 'checking';
    return html`
      <p class="modal-carried" role="status">${checking ? html`<span class="spinner"></span>${words.book.checking}` : words.book.cancelAs(app.me?.name ?? '')}</p>
      <button type="button" class="button" @click=${this.askToClose}>${words.book.keepIt}</button>
      <button type="submit" class="button primary" data-submit ?disabled=${checking}>${checking ? words.book.checkingShort : words.book.cancelSubmit}${caps('Enter')}</button>
    `;
  }
}

/** @param {DayAppointment} appointment */
function whenOf({ starts_at: starts, practitioner_id: id }) {
  const whom = app.lists.practitioners.find((one) => one.practitioner_id === id)?.short_name;
  return dotted([`${dateWithDay(dateOf(starts))}, ${time(starts)}`, whom]);
}

customElements.define('cd-cancel', CancelDialog);
