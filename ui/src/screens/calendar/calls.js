// Calendar → To call: a day's appointments that nobody has confirmed, with phones; one tap or key says what came of the call.
import { html, nothing } from 'lit';
import { app, toast } from '../../app.js';
import { View } from '../../element.js';
import { date, dateTime, dateWithDay, phone, time } from '../../format.js';
import { icon } from '../../icons.js';
import { ask, command, perform } from '../../ipc.js';
import { addCommands, lettersOn } from '../../keys.js';
import { say } from '../../messages.js';
import { facts } from '../../parts/facts.js';
import { caps } from '../../parts/menu.js';
import { shortName } from '../../parts/waitlist-text.js';
import { route } from '../../router.js';
import { addDays, dateOf } from '../../wall.js';
import { words } from '../../words/en.js';
import '../../parts/date-input.js';
import '../admin/admin.css';
import './calls.css';

/** @typedef {import('../../bindings/CallLine').CallLine} CallLine */
/** @typedef {import('../../bindings/ToConfirm').ToConfirm} ToConfirm */

const w = words.calls;

class Calls extends View {
  static properties = { day: { state: true }, list: { state: true }, problem: { state: true }, selected: { state: true }, busy: { state: true } };

  constructor() {
    super();
    /** The next day on which the clinic works, until another is chosen: the clinic is asked. @type {string|null} */
    this.day = null;
    /** @type {ToConfirm|null} */
    this.list = null;
    this.problem = '';
    /** @type {string|null} */
    this.selected = null;
    this.busy = false;
    /** @type {() => void} */
    this.removeCommands = () => {};
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'lists', () => this.requestUpdate());
    this.listen(app, 'changes', ({ detail }) => {
      if (detail.touches.some((/** @type {any} */ touch) => ['appointment', 'patient', 'message_template'].includes(touch.kind))) this.load();
    });
    const enabled = () => route().path === '/calendar/calls' && Boolean(this.current) && !this.busy;
    const where = w.title;
    this.removeCommands = addCommands([
      { id: 'calls.confirmed', words: w.keyConfirm, keys: ['c'], where, permission: 'appointment.status', enabled, run: () => this.current && this.called(this.current, 'confirmed') },
      { id: 'calls.no_answer', words: w.keyNoAnswer, keys: ['o'], where, permission: 'appointment.status', enabled: () => enabled() && Boolean(this.current?.reminders_allowed), run: () => this.current && this.called(this.current, 'no_answer') },
      { id: 'calls.copy', words: w.keyCopy, keys: ['y'], where, permission: 'appointment.status', enabled: () => enabled() && Boolean(this.current?.text), run: () => this.current && this.copy(this.current) },
      { id: 'calls.move', words: w.keyMove, keys: ['m'], where, permission: 'appointment.book', enabled, run: () => this.current && this.move(this.current) },
    ]);
    this.begin();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.removeCommands();
  }

  /** The row the keys act on: the one last focused, else the first. */
  get current() {
    const rows = this.list?.rows ?? [];
    return rows.find((row) => row.appointment_id === this.selected) ?? rows[0] ?? null;
  }

  /** Without an answer it is tomorrow: another day can be chosen. */
  async begin() {
    const { date: next } = await ask({ ask: 'next_open_day', after: app.today() }).catch(() => ({ date: addDays(app.today(), 1) }));
    this.day ??= next;
    await this.load();
  }

  async load() {
    const { day } = this;
    if (!day) return;
    try {
      const [list] = await Promise.all([ask({ ask: 'to_confirm', date: day }), app.load('practitioners')]);
      if (day !== this.day) return;
      this.list = list;
      this.problem = '';
    } catch (error) {
      if (day === this.day) this.problem = say(/** @type {any} */ (error));
    }
  }

  /** @param {string|null} day */
  goTo(day) {
    if (!day || day === this.day) return;
    this.day = day;
    this.list = null;
    this.selected = null;
    this.load();
  }

  /** @param {CallLine} row @param {'confirmed'|'no_answer'} outcome */
  async called(row, outcome) {
    if (this.busy) return;
    this.busy = true;
    const following = this.following(row);
    try {
      const { id } = await perform({ op: 'record_call', appointment_id: row.appointment_id, version: row.version, outcome });
      if (outcome === 'confirmed') toast(w.didConfirm(row.name, `${dateWithDay(dateOf(row.starts_at))} ${time(row.starts_at)}`), { undo: id });
      else toast(w.didNoAnswer(row.name));
    } catch (error) {
      toast(say(/** @type {any} */ (error)), { kind: 'error' });
    }
    this.busy = false;
    await this.load();
    this.focusRow(following);
  }

  /** @param {CallLine} row */
  async move(row) {
    if (this.busy) return;
    const following = this.following(row);
    try {
      const [[one], { openMove }] = await Promise.all([ask({ ask: 'appointments', ids: [row.appointment_id] }), import('../../parts/move-dialog.js')]);
      const moved = one && (await openMove(one));
      if (!moved) return;
      await perform({ op: 'record_call', appointment_id: row.appointment_id, version: moved.version, outcome: 'moved' });
    } catch (error) {
      toast(say(/** @type {any} */ (error)), { kind: 'error' });
    }
    await this.load();
    this.focusRow(following);
  }

  /** @param {CallLine} row */
  async copy(row) {
    try {
      await navigator.clipboard.writeText(row.text ?? '');
      toast(w.copied(row.name));
    } catch {
      toast(w.notCopied, { kind: 'error' });
    }
  }

  /** @param {CallLine} row */
  async mail(row) {
    try {
      await command('mail_reminder', { day: { date: this.day }, appointmentId: row.appointment_id });
      toast(w.mailed(row.name));
    } catch (error) {
      toast(say(/** @type {any} */ (error)), { kind: 'error' });
    }
  }

  /** Everybody's reminder in one file; where it goes is asked by the app itself. */
  async save() {
    try {
      const { saved, rows, opted_out, without_phone } = await command('export_reminders', { day: { date: this.day } });
      if (saved) toast(w.fileSaved(rows, opted_out, without_phone));
    } catch (error) {
      toast(say(/** @type {any} */ (error)), { kind: 'error' });
    }
  }

  /** Who is called next. @param {CallLine} row */
  following(row) {
    const rows = this.list?.rows ?? [];
    const at = rows.findIndex((one) => one.appointment_id === row.appointment_id);
    return (rows[at + 1] ?? rows[at - 1])?.appointment_id ?? null;
  }

  /** @param {string|null} id */
  async focusRow(id) {
    this.selected = id;
    await this.updateComplete;
    /** @type {HTMLElement|null} */ (this.querySelector(`[data-row="${id}"]`))?.focus();
  }

  render() {
    const { list } = this;
    return html`
      <section class="admin-page" aria-labelledby="calls-title">
        <div class="admin-list">
          <header class="admin-head"><div class="grow"><h1 id="calls-title">${w.title}</h1><p class="muted">${w.lead}</p></div></header>
          <div class="admin-tools calls-tools">
            <button type="button" class="icon-button" aria-label=${w.previous} title=${w.previous} @click=${() => this.goTo(addDays(this.day ?? app.today(), -1))}>${icon('previous')}</button>
            <cd-date .label=${w.date} .value=${this.day} @change=${(/** @type {CustomEvent} */ event) => this.goTo(event.detail.value)}></cd-date>
            <button type="button" class="icon-button" aria-label=${w.next} title=${w.next} @click=${() => this.goTo(addDays(this.day ?? app.today(), 1))}>${icon('next')}</button>
            <p class="muted number grow" role="status">${list && list.rows.length ? w.left(list.rows.length, list.confirmed) : ''}</p>
            ${list?.rows.length && app.can('appointment.status') ? html`<button type="button" class="button calls-save" title=${w.saveHint} @click=${this.save}>${icon('file')}${w.save}</button>` : nothing}
          </div>
          ${this.problem ? html`<div class="f-summary" role="alert">${icon('warning')}<div><p>${this.problem}</p><button type="button" class="f-link" @click=${this.load}>${words.common.tryAgain}</button></div></div>` : nothing}
          ${list ? this.renderRows(list) : this.problem ? nothing : html`<div class="skeleton list-skeleton" role="status" aria-label=${words.common.loading}><i></i><i></i><i></i></div>`}
        </div>
      </section>
    `;
  }

  /** @param {ToConfirm} list */
  renderRows({ rows, confirmed }) {
    if (!rows.length) return html`<div class="empty"><p>${confirmed ? w.allDone(confirmed) : w.nothing}</p></div>`;
    const may = app.can('appointment.status');
    return html`
      <table class="rows calls" @keydown=${this.onKeydown}>
        <thead><tr>${[w.when, w.patient, w.phones, w.last].map((head, i) => html`<th scope="col" class="col-${i}">${head}</th>`)}${may ? html`<td></td>` : nothing}</tr></thead>
        <tbody>${rows.map((row) => this.renderRow(row, may))}</tbody>
      </table>
    `;
  }

  /** @param {CallLine} row @param {boolean} may */
  renderRow(row, may) {
    const current = row === this.current;
    const key = (/** @type {string} */ letter) => (current && lettersOn() ? caps(letter) : nothing);
    const { last_call: last } = row;
    const whom = html`<span class="visually-hidden">${row.name}</span>`;
    return html`
      <tr class=${current ? 'selected' : ''}>
        <td class="nowrap">${time(row.starts_at)}</td>
        <td>
          <button type="button" class="row-button" data-row=${row.appointment_id} aria-pressed=${String(current)} @focus=${() => (this.selected = row.appointment_id)} @click=${() => (this.selected = row.appointment_id)}>${row.name}</button>
          <p class="muted small">${facts([row.birth_date ? date(row.birth_date) : '', row.services, shortName(row.practitioner_id)])}</p>
        </td>
        <td>${row.reminders_allowed ? this.renderPhones(row) : html`<strong class="warn">${w.noReminders}</strong>`}</td>
        <td>${last
          ? html`<p>${w.outcomes[/** @type {'moved'} */ (last.outcome)] ?? last.outcome}${last.calls > 1 ? html` <span class="muted small">${w.times(last.calls)}</span>` : nothing}</p>
              <p class="muted small">${w.calledBy(last.by, dateTime(app.wall(last.at)))}</p>`
          : html`<span class="muted nowrap">${w.never}</span>`}</td>
        ${may
          ? html`<td><div class="row-do">
              <button type="button" class="button ${current ? 'primary' : ''}" ?disabled=${this.busy} @click=${() => this.called(row, 'confirmed')}>${w.confirmed}${whom}${key('c')}</button>
              ${row.reminders_allowed ? html`<button type="button" class="button" ?disabled=${this.busy} @click=${() => this.called(row, 'no_answer')}>${w.noAnswer}${whom}${key('o')}</button>` : nothing}
              ${app.can('appointment.book') ? html`<button type="button" class="button" ?disabled=${this.busy} @click=${() => this.move(row)}>${w.move}${whom}${key('m')}</button>` : nothing}
            </div></td>`
          : nothing}
      </tr>
    `;
  }

  /** @param {CallLine} row */
  renderPhones(row) {
    return html`
      ${row.phones.length ? row.phones.map((one) => html`<p class="calls-phone">${phone(one.number)} <span class="muted small">${words.patientForm.phoneKinds[/** @type {'home'} */ (one.kind)]}</span></p>`) : html`<span class="muted">${w.noPhone}</span>`}
      ${row.text ? html`<button type="button" class="f-link calls-copy" title=${row.text} @click=${() => this.copy(row)}>${w.copy}<span class="visually-hidden">${row.name}</span></button>` : nothing}
      ${row.text && row.email ? html`<button type="button" class="f-link calls-copy" title=${row.email} @click=${() => this.mail(row)}>${w.mail}<span class="visually-hidden">${row.name}</span></button>` : nothing}
      ${row.language ? html`<p class="muted small">${w.language(row.language)}</p>` : nothing}
    `;
  }

  /** Arrows walk the rows. @param {KeyboardEvent} event */
  onKeydown(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const buttons = /** @type {HTMLElement[]} */ ([...this.querySelectorAll('.row-button')]);
    const at = buttons.indexOf(/** @type {HTMLElement} */ (event.target));
    if (!step || at < 0) return;
    event.preventDefault();
    buttons[Math.min(Math.max(at + step, 0), buttons.length - 1)].focus();
  }
}

customElements.define('cd-calendar-calls', Calls);
