import { html, nothing } from 'lit';
import { app } from '../app.js';
import { View } from '../element.js';
import { dateWithDay, timeRange } from '../format.js';
import { ask } from '../ipc.js';
import { icon } from '../icons.js';
import { keyOf } from '../keys.js';
import { say } from '../messages.js';
import { appointmentPath, go } from '../router.js';
import { dateOf } from '../wall.js';
import { words } from '../words/en.js';
import { caps, openMenu } from './menu.js';
import './series-visits.css';

/** @typedef {import('../wire-types.js').DayAppointment & {practitioner_name: string}} Visit */

const PAGE = 30;
const OPEN = ['booked', 'confirmed', 'arrived', 'in_room', 'to_pay'];

/** A patient's appointments: what is coming first, then the past, a page at a time. */
export class PatientVisits extends View {
  static properties = { patientId: {}, mayBook: {}, visits: { state: true }, more: { state: true }, problem: { state: true }, busy: { state: true } };

  constructor() {
    super();
    this.patientId = '';
    this.mayBook = true;
    /** Newest first. @type {Visit[] | null} */
    this.visits = null;
    this.more = false;
    this.problem = '';
    this.busy = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'lists', () => this.requestUpdate());
    this.listen(app, 'changes', ({ detail }) => {
      if (detail.touches.some((/** @type {any} */ touch) => touch.kind === 'appointment')) this.read(Math.max(PAGE, this.visits?.length ?? 0));
    });
    if (this.hasUpdated) this.read(PAGE);
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('patientId')) return;
    this.visits = null;
    this.read(PAGE);
  }

  /** The newest ones again, as many as are shown. @param {number} limit */
  async read(limit) {
    const id = this.patientId;
    try {
      const visits = await ask({ ask: 'patient_appointments', patient_id: id, limit });
      if (id !== this.patientId) return;
      this.visits = visits;
      this.more = visits.length === limit;
      this.problem = '';
    } catch (error) {
      this.problem = say(/** @type {import('../ipc.js').WireError} */ (error));
    }
  }

  async earlier() {
    const last = this.visits?.at(-1);
    if (!last || this.busy) return;
    this.busy = true;
    try {
      const older = await ask({ ask: 'patient_appointments', patient_id: this.patientId, limit: PAGE, before: last.starts_at });
      this.visits = [...(this.visits ?? []), ...older];
      this.more = older.length === PAGE;
    } catch (error) {
      this.problem = say(/** @type {import('../ipc.js').WireError} */ (error));
    } finally {
      this.busy = false;
    }
  }

  /** @param {Event} event @param {Visit} visit */
  openActions(event, visit) {
    const open = OPEN.includes(visit.status);
    const may = app.can('appointment.book');
    openMenu(/** @type {Element} */ (event.currentTarget), [
      { words: words.patient.showDay, icon: 'today', run: () => go(appointmentPath(visit)) },
      ...(may && open ? [{ words: words.patient.move, icon: /** @type {const} */ ('move'), run: () => import('./move-dialog.js').then((part) => part.openMove(visit)) }] : []),
      ...(may && this.mayBook ? [{ words: words.patient.bookAgain, icon: /** @type {const} */ ('repeat'), run: () => this.bookAgain(visit) }] : []),
      ...(may && open ? [{ words: words.patient.cancel, icon: /** @type {const} */ ('cancel'), danger: true, run: () => import('./cancel-dialog.js').then((part) => part.openCancel(visit)) }] : []),
    ], { label: words.patient.actions(whenText(visit)) });
  }

  /** @param {Visit} visit */
  async bookAgain(visit) {
    const { services } = await ask({ ask: 'appointment', id: visit.id });
    const { openBook } = await import('./book-dialog.js');
    openBook({ patient_id: visit.patient_id, practitioner_id: visit.practitioner_id, service_ids: services.map((/** @type {any} */ one) => one.service_id), again: true });
  }

  render() {
    const { visits } = this;
    const now = app.now();
    const coming = (visits ?? []).filter((visit) => visit.ends_at >= now && OPEN.includes(visit.status)).reverse();
    const past = (visits ?? []).filter((visit) => !coming.includes(visit));
    return html`
      <section class="visits">
        <div class="visits-head">
          <h2>${words.patient.appointments}</h2>
          ${this.mayBook && app.can('appointment.book')
            ? html`<button type="button" class="button" @click=${() => import('./book-dialog.js').then((part) => part.openBook({ patient_id: this.patientId }))}>${icon('plus')}${words.patient.book}${caps(keyOf('shell.book'))}</button>`
            : nothing}
        </div>
        ${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}
        ${visits === null ? html`<div class="skeleton"><i></i></div>` : this.renderTable(coming, past)}
        ${this.more ? html`<button type="button" class="button visits-more" ?disabled=${this.busy} @click=${this.earlier}>${words.patient.earlier}</button>` : nothing}
      </section>
    `;
  }

  /** @param {Visit[]} coming @param {Visit[]} past */
  renderTable(coming, past) {
    const w = words.patient;
    const group = (/** @type {string} */ title, /** @type {Visit[]} */ rows, /** @type {string} */ none) => html`<tbody>
      <tr class="visits-group"><th colspan="5" scope="rowgroup">${title}</th></tr>
      ${rows.length ? rows.map((visit) => this.renderRow(visit)) : html`<tr><td colspan="5" class="muted">${none}</td></tr>`}
    </tbody>`;
    return html`<table class="visits-table" aria-label=${w.appointments}>
      <thead><tr><th scope="col">${w.when}</th><th scope="col">${w.status}</th><th scope="col">${w.what}</th><th scope="col">${w.whom}</th><td></td></tr></thead>
      ${group(w.coming, coming, w.nothingComing)} ${past.length ? group(past.some((visit) => visit.ends_at >= app.now()) ? w.pastAndCancelled : w.past, past, '') : nothing}
    </table>`;
  }

  /** @param {Visit} visit */
  renderRow(visit) {
    const gone = visit.status === 'cancelled' || visit.status === 'taken_back';
    return html`<tr class="visit ${gone ? 'gone' : ''} ${visit.series_id ? 'of-series' : ''}">
      <td class="number"><a href=${appointmentPath(visit)} title=${words.patient.showDay}>${dateWithDay(dateOf(visit.starts_at))}</a> <span class="visit-time">${timeRange(visit.starts_at, visit.ends_at)}</span>${visit.series_id ? html` <span class="series-mark" role="img" aria-label=${words.series.mark} title=${words.series.mark}>${icon('repeat', { size: 13 })}</span>` : nothing}</td>
      <td><span class="visit-status status-${visit.status}">${icon(visit.status)}${words.common.status[visit.status]}</span></td>
      <td class="visit-services">${visit.services}</td>
      <td title=${visit.practitioner_name}>${app.lists.practitioners.find((one) => one.practitioner_id === visit.practitioner_id)?.short_name ?? visit.practitioner_name}</td>
      <td class="visit-actions"><button type="button" class="icon-button" aria-haspopup="menu" aria-label=${words.patient.actions(whenText(visit))} @click=${(/** @type {Event} */ event) => this.openActions(event, visit)}>${icon('more')}</button></td>
    </tr>`;
  }
}

/** @param {Visit} visit */
const whenText = (visit) => `${dateWithDay(dateOf(visit.starts_at))}, ${timeRange(visit.starts_at, visit.ends_at)}`;

customElements.define('cd-patient-visits', PatientVisits);
