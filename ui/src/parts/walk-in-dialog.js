import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { date, time } from '../format.js';
import { icon } from '../icons.js';
import { ask, perform, uuid7 } from '../ipc.js';
import { fieldOf, say } from '../messages.js';
import { dateOf } from '../wall.js';
import { words } from '../words/en.js';
import { areaInput, selectInput } from './inputs.js';
import { caps } from './menu.js';
import { Modal } from './modal.js';
import { Sender } from './sender.js';
import { whoComes } from './who-comes.js';
import './slot-dialog.css';
import './walk-in-dialog.css';

/** @typedef {import('../wire-types.js').PatientLine} PatientLine */
/** @typedef {import('../wire-types.js').DayAppointment} DayAppointment */

const w = words.waiting;

/** Somebody came without an appointment: who, for whom, why; the answer is their number. */
export function openWalkIn() {
  const already = /** @type {WalkInDialog|null} */ (document.querySelector('cd-walk-in'));
  if (already) {
    already.firstField()?.focus();
    return Promise.resolve(undefined);
  }
  return /** @type {WalkInDialog} */ (document.createElement('cd-walk-in')).open();
}

export class WalkInDialog extends Modal {
  constructor() {
    super();
    this.begin();
    this.sender = new Sender(() => this.requestUpdate());
  }

  /** An empty form, with its own appointment. */
  begin() {
    this.appointmentId = uuid7();
    /** @type {PatientLine|null} */
    this.patient = null;
    /** @type {string} */
    this.creating = '';
    /** "" whoever is free, "s:<id>" of a specialty, "p:<id>" one person. */
    this.whom = app.me?.practitioner_id ? `p:${app.me.practitioner_id}` : '';
    this.service = '';
    this.note = '';
    /** @type {Record<string, string>} */
    this.errors = {};
    this.refusal = '';
    /** What this patient is booked for today. @type {(DayAppointment & {practitioner_name: string})|null} */
    this.booked = null;
    /** Their ticket, when they are in the house already. @type {number|null} */
    this.here = null;
    this.working = false;
    /** Once admitted. @type {{number: number, name: string, undo: string, text: string}|null} */
    this.ticket = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'lists', () => this.requestUpdate());
    if (!this.hasUpdated) for (const list of /** @type {const} */ (['practitioners', 'specialties', 'services'])) app.load(list).catch(() => {});
  }

  size() {
    return 'small';
  }

  heading() {
    return w.newWalkIn;
  }

  dirty() {
    return !this.ticket && Boolean(this.creating || this.note.trim());
  }

  keptAs() {
    return 'walk-in';
  }

  typing() {
    return { patient: this.patient, creating: this.creating, created: this.createForm?.values ?? null, whom: this.whom, service: this.service, note: this.note };
  }

  /** @param {any} typing */
  takeUp({ patient, creating, created, ...rest }) {
    Object.assign(this, rest, { patient: null, creating });
    if (patient) this.pick(patient);
    this.requestUpdate();
    this.updateComplete.then(() => {
      if (created) this.createForm?.change(created);
    });
  }

  firstField() {
    return /** @type {HTMLElement|null} */ (this.querySelector(this.ticket ? '[data-submit]' : '[data-first]'));
  }

  get createForm() {
    return /** @type {import('./book-create.js').BookCreate|null} */ (this.querySelector('cd-book-create'));
  }

  /** @param {any} [result] */
  close(result) {
    // Told once the dialog no longer lies over it.
    if (this.ticket && !this.shut) toast(this.ticket.text, { undo: this.ticket.undo });
    super.close(result);
  }

  /** @param {PatientLine} patient */
  async pick(patient) {
    this.patient = patient;
    this.creating = '';
    this.booked = null;
    this.here = null;
    this.refusal = '';
    delete this.errors.patient;
    this.focusFirst('#f-for');
    const visits = await ask({ ask: 'patient_appointments', patient_id: patient.patient_id, limit: 30 }).catch(() => []);
    if (this.patient !== patient) return;
    const today = visits.filter((/** @type {DayAppointment} */ one) => dateOf(one.starts_at) === app.today());
    this.here = today.find((/** @type {DayAppointment} */ one) => ['arrived', 'in_room', 'to_pay'].includes(one.status))?.ticket ?? null;
    this.booked = today.findLast((/** @type {DayAppointment} */ one) => one.status === 'booked' || one.status === 'confirmed') ?? null;
    this.requestUpdate();
  }

  unpick() {
    this.patient = null;
    this.creating = '';
    this.booked = null;
    this.here = null;
    this.requestUpdate();
    this.updateComplete.then(() => this.firstField()?.focus());
  }

  async submit() {
    if (this.working) return;
    if (this.ticket) {
      this.close({ ticket: this.ticket.number });
      return;
    }
    this.errors = {};
    if (!this.patient && !this.creating) this.errors.patient = words.book.patientNeeded;
    if (this.patient?.died_on) this.errors.patient = words.book.died(date(this.patient.died_on));
    const created = this.createForm ? this.createForm.valid() : true;
    if (this.errors.patient || !created) {
      this.focusFirst('.has-error :is(input, select, button)');
      return;
    }
    await this.send(() => this.admit());
  }

  /** @param {() => Promise<void>} what */
  async send(what) {
    this.working = true;
    this.refusal = '';
    this.requestUpdate();
    try {
      await what();
    } catch (reason) {
      const error = /** @type {import('../ipc.js').WireError} */ (reason);
      const field = fieldOf(error);
      if (field === 'note') this.errors.note = say(error);
      else this.refusal = say(error);
      if (this.shut) toast(say(error), { kind: 'error' });
    } finally {
      this.working = false;
      this.requestUpdate();
    }
    if (!this.ticket) return;
    this.offer.saved();
    this.updateComplete.then(() => this.firstField()?.focus());
  }

  async admit() {
    if (!this.patient && this.createForm) {
      // The patient is kept even if this is refused: what follows is a walk-in of somebody known.
      this.patient = await this.createForm.register();
      this.creating = '';
      this.requestUpdate();
    }
    const patient = /** @type {PatientLine} */ (this.patient);
    const [kind, whom] = this.whom.split(':');
    const { id, outcome } = await this.sender.send({
      op: 'admit_walk_in', appointment_id: this.appointmentId, patient_id: patient.patient_id, practitioner_id: kind === 'p' ? whom : null, specialty_id: kind === 's' ? whom : null,
      service_ids: this.service ? [this.service] : [], note: this.note.trim() || null,
    });
    this.ticket = { number: outcome.ticket, name: patient.name, undo: id, text: w.admitted(patient.name, outcome.ticket) };
  }

  /** Not a walk-in after all: they are booked for today. */
  async arrive() {
    const { booked } = this;
    if (!booked || this.working) return;
    await this.send(async () => {
      const { id, outcome } = await perform({ op: 'change_status', appointment_id: booked.id, version: booked.version, to: 'arrived' });
      this.ticket = { number: outcome.ticket, name: booked.name, undo: id, text: w.arrived(booked.name, outcome.ticket) };
    });
  }

  another() {
    if (this.ticket) toast(this.ticket.text, { undo: this.ticket.undo });
    this.begin();
    this.requestUpdate();
    this.updateComplete.then(() => this.firstField()?.focus());
  }

  body() {
    if (this.ticket) {
      const { number, name } = this.ticket;
      return html`<div class="walk-in-ticket" role="status"><p class="muted">${w.yourTicket}</p><p class="walk-in-number number">${number}</p><p class="walk-in-name">${name}</p><p class="muted">${w.ticketHint}</p></div>`;
    }
    return html`<fieldset class="plain" ?disabled=${this.sender.state === 'checking'}>
      ${this.refusal ? html`<section class="clash" role="alert"><p class="clash-title">${icon('warning')}${this.refusal}</p></section>` : nothing}
      ${whoComes(this)} ${this.here ? html`<p class="banner" role="status">${icon('info')}${w.hereAs(this.here)}</p>` : this.booked ? this.renderBooked(this.booked) : nothing}
      <div class="grid-2">${this.renderWhom()} ${this.renderService()}</div>
      ${areaInput({ name: 'note', label: w.reason, value: this.note, error: this.errors.note, on: (value) => (this.note = value) })}
    </fieldset>`;
  }

  /** @param {DayAppointment & {practitioner_name: string}} booked */
  renderBooked(booked) {
    return html`<div class="walk-in-booked" role="status">${icon('booked')}<span class="grow">${w.comesFor(time(booked.starts_at), booked.practitioner_name)}</span>
      ${app.can('appointment.status') ? html`<button type="button" class="button small" ?disabled=${this.working} @click=${this.arrive}>${w.arrive}</button>` : nothing}</div>`;
  }

  renderWhom() {
    const people = app.lists.practitioners.filter((one) => one.active);
    const given = new Set(people.flatMap((one) => one.specialty_ids));
    const specialties = app.lists.specialties.filter((one) => one.active && given.has(one.specialty_id));
    return selectInput({
      name: 'for', label: w.forWhom, value: this.whom,
      options: [
        { value: '', label: w.anyone }, ...(specialties.length > 1 ? specialties.map((one) => ({ value: `s:${one.specialty_id}`, label: w.anyoneIn(one.name) })) : []),
        ...people.map((one) => ({ value: `p:${one.practitioner_id}`, label: one.name })),
      ],
      on: (value) => {
        this.whom = value;
        this.refusal = '';
        this.requestUpdate();
      },
    });
  }

  renderService() {
    const services = app.lists.services.filter((one) => one.active);
    return selectInput({
      name: 'service', label: w.service, value: this.service, options: [{ value: '', label: w.noService }, ...services.map((one) => ({ value: one.service_id, label: one.name }))],
      on: (value) => {
        this.service = value;
        this.refusal = '';
        this.requestUpdate();
      },
    });
  }

  foot() {
    if (this.ticket) {
      return html`<button type="button" class="button" @click=${this.another}>${w.another}</button><button type="submit" class="button primary" data-submit>${w.finished}${caps('Enter')}</button>`;
    }
    const checking = this.sender.state === 'checking';
    return html`<p class="modal-carried" role="status">${checking ? html`<span class="spinner"></span>${words.book.checking}` : w.admittedAs(app.me?.name ?? '')}</p>
      <button type="button" class="button" @click=${this.askToClose}>${words.modal.cancel}</button>
      <button type="submit" class="button primary" data-submit ?disabled=${checking || this.working}>${checking ? words.book.checkingShort : w.admit}${caps('Enter')}</button>`;
  }
}
customElements.define('cd-walk-in', WalkInDialog);
