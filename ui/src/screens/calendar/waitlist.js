// Calendar → Waitlist: everybody who waits, the urgent first, with what would suit them and who asked them last.
import { html, nothing } from 'lit';
import { app, toast } from '../../app.js';
import { View } from '../../element.js';
import { date, dateTime, duration, phone } from '../../format.js';
import { icon } from '../../icons.js';
import { ask } from '../../ipc.js';
import { addCommands } from '../../keys.js';
import { say } from '../../messages.js';
import { selectInput } from '../../parts/inputs.js';
import { openMenu } from '../../parts/menu.js';
import { Modal } from '../../parts/modal.js';
import { Sender } from '../../parts/sender.js';
import { isPast, lastAsked, servicesText, waitingDays, whenText, withText } from '../../parts/waitlist-text.js';
import { priorityMark } from '../../parts/waitlist-fits.js';
import { openWish } from '../../parts/wish-dialog.js';
import { go, route } from '../../router.js';
import { cutLine } from '../../parts/cut-line.js';
import { words } from '../../words/en.js';
import '../admin/admin.css';

/** @typedef {import('../../bindings/WaitlistLine').WaitlistLine} WaitlistLine */

const w = words.waitlist;
const NO_FILTERS = { practitioner_id: '', service_id: '', priority: '' };

class Waitlist extends View {
  static properties = { rows: { state: true }, problem: { state: true }, filters: { state: true } };

  constructor() {
    super();
    /** @type {WaitlistLine[]|null} */
    this.rows = null;
    this.problem = '';
    this.filters = NO_FILTERS;
    /** @type {() => void} */
    this.removeCommands = () => {};
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'lists', () => this.requestUpdate());
    this.listen(app, 'boot', () => this.requestUpdate());
    this.listen(app, 'changes', ({ detail }) => {
      if (detail.touches.some((/** @type {any} */ touch) => touch.kind === 'waitlist' || touch.kind === 'patient')) this.load();
    });
    this.removeCommands = addCommands([
      { id: 'waitlist.add', words: w.add, keys: ['a'], where: w.title, permission: 'appointment.book', enabled: () => route().path === '/calendar/waitlist', run: () => this.add() },
    ]);
    this.load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.removeCommands();
  }

  async load() {
    const { practitioner_id, service_id } = this.filters;
    const { filters } = this;
    try {
      const question = { ask: 'waitlist', ...(practitioner_id ? { practitioner_id } : {}), ...(service_id ? { service_id } : {}) };
      const [rows] = await Promise.all([ask(question), app.load('practitioners'), app.load('services')]);
      if (filters !== this.filters) return;
      this.rows = rows;
      this.problem = '';
    } catch (error) {
      this.problem = say(/** @type {any} */ (error));
    }
  }

  get filtered() {
    return Object.values(this.filters).some(Boolean);
  }

  get visible() {
    const { priority } = this.filters;
    return (this.rows ?? []).filter((line) => !priority || line.wishes.priority === priority);
  }

  /** @param {Partial<typeof NO_FILTERS>} change */
  filter(change) {
    this.filters = { ...this.filters, ...change };
    this.load();
  }

  async add() {
    await openWish();
  }

  /** @param {WaitlistLine} line */
  async book(line) {
    const { openBook } = await import('../../parts/book-dialog.js');
    const { practitioner_ids, weekdays, from = null, to = null, earliest, latest = null, ...wishes } = line.wishes;
    const [who] = practitioner_ids;
    await openBook({
      patient_id: line.patient_id, service_ids: wishes.service_ids, minutes: wishes.minutes, note: wishes.note ?? undefined, ...(who ? { practitioner_id: who } : {}), ...(earliest > app.today() ? { date: earliest } : {}),
      wish: { people: practitioner_ids, days: weekdays, from, to, until: latest },
      waiting: { waitlist_id: line.waitlist_id, version: line.version },
    });
  }

  /** @param {Event} event @param {WaitlistLine} line */
  more(event, line) {
    const may = app.can('appointment.book');
    openMenu(/** @type {Element} */ (event.currentTarget), [
      ...(may ? [{ words: w.edit, icon: /** @type {const} */ ('edit'), run: () => openWish({ line }) }] : []),
      { words: w.patientPage, icon: 'patient', run: () => go(`/patients/${line.patient_id}`) },
      ...(may ? [{}, { words: w.withdraw, icon: /** @type {const} */ ('cancel'), danger: true, run: () => openWithdraw(line) }] : []),
    ], { label: w.actions(line.name) });
  }

  render() {
    const { rows } = this;
    const may = app.can('appointment.book');
    return html`
      <section class="admin-page" aria-labelledby="waitlist-title">
        <div class="admin-list">
          <header class="admin-head">
            <div class="grow"><h1 id="waitlist-title">${w.title}</h1><p class="muted">${w.lead}</p></div>
            ${may && (rows?.length || this.filtered) ? html`<button type="button" class="button primary" @click=${this.add}>${icon('plus')}${w.add}</button>` : nothing}
          </header>
          ${this.problem ? html`<div class="f-summary" role="alert">${icon('warning')}<div><p>${this.problem}</p><button type="button" class="f-link" @click=${this.load}>${words.common.tryAgain}</button></div></div>` : nothing}
          ${rows && (rows.length || this.filtered) ? this.renderFilters() : nothing}
          ${rows ? this.renderRows() : this.problem ? nothing : html`<div class="skeleton list-skeleton" role="status" aria-label=${words.common.loading}><i></i><i></i><i></i></div>`}
        </div>
      </section>
    `;
  }

  renderFilters() {
    const { filters } = this;
    const people = app.lists.practitioners.filter((one) => one.active).map((one) => ({ value: one.practitioner_id, label: one.name }));
    const services = app.lists.services.filter((one) => one.active).map((one) => ({ value: one.service_id, label: one.name }));
    const priorities = Object.entries(w.priority).map(([value, label]) => ({ value, label }));
    return html`<div class="admin-tools waitlist-filters">
      ${selectInput({ name: 'waits-with', label: w.filterWho, value: filters.practitioner_id, options: [{ value: '', label: w.anybody }, ...people], on: (value) => this.filter({ practitioner_id: value }) })}
      ${selectInput({ name: 'waits-service', label: w.filterService, value: filters.service_id, options: [{ value: '', label: w.anyService }, ...services], on: (value) => this.filter({ service_id: value }) })}
      ${selectInput({ name: 'waits-priority', label: w.filterPriority, value: filters.priority, options: [{ value: '', label: w.anyPriority }, ...priorities], on: (value) => this.filter({ priority: value }) })}
      <p class="muted" role="status">${w.count(this.visible.length)}</p>
    </div>`;
  }

  renderRows() {
    const { visible } = this;
    if (!visible.length) {
      const [text, button, run] = this.filtered ? [w.nothing, w.clear, () => this.filter(NO_FILTERS)] : [w.empty, w.add, () => this.add()];
      return html`<div class="empty"><p>${text}</p>${this.filtered || app.can('appointment.book') ? html`<button type="button" class="button" @click=${run}>${button}</button>` : nothing}</div>`;
    }
    return html`
      <table class="rows waitlist" @keydown=${this.onKeydown}>
        <thead><tr>${[w.patient, w.wants, w.when, w.since, w.asked].map((head, i) => html`<th scope="col" class="col-${i}">${head}</th>`)}<td></td></tr></thead>
        <tbody>${visible.map((line) => this.renderRow(line))}</tbody>
      </table>${cutLine(this.rows ?? [], 500)}
    `;
  }

  /** @param {WaitlistLine} line */
  renderRow(line) {
    const { wishes } = line;
    const may = app.can('appointment.book');
    const [last] = line.asked;
    const asked = lastAsked(line);
    return html`
      <tr>
        <td>
          ${may ? html`<button type="button" class="row-button" data-row=${line.waitlist_id} @click=${() => openWish({ line })}>${line.name}</button>` : html`<strong>${line.name}</strong>`} ${priorityMark(wishes.priority)}
          <p class="muted small">${line.birth_date ? html`${date(line.birth_date)} · ` : nothing}<span class="nowrap number">${phone(line.phones[0]?.number) || w.noPhone}</span></p>
        </td>
        <td><p>${servicesText(wishes)}</p><p class="muted small">${withText(wishes)} · ${duration(wishes.minutes)}</p></td>
        <td><p>${whenText(wishes)}</p>${isPast(line) ? html`<p class="small warn">${w.past}</p>` : nothing}${wishes.note ? html`<p class="muted small">${wishes.note}</p>` : nothing}</td>
        <td class="nobreak" title=${date(app.wall(line.added_at))}>${w.days(waitingDays(line))}</td>
        <td title=${last ? w.askedBy(last.by, dateTime(app.wall(last.at))) : nothing}>${asked ? html`<p>${asked[0]}</p><p class="muted small">${asked[1]}</p>` : html`<span class="muted">${w.neverAsked}</span>`}</td>
        <td><div class="row-do">
          ${may ? html`<button type="button" class="button" aria-label=${w.bookFor(line.name)} @click=${() => this.book(line)}>${w.book}</button>` : nothing}
          <button type="button" class="icon-button" aria-haspopup="menu" aria-label=${w.actions(line.name)} @click=${(/** @type {Event} */ event) => this.more(event, line)}>${icon('more')}</button>
        </div></td>
      </tr>
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

/** Whether somebody really comes off the waitlist: nobody offers them a time any more. */
class Withdraw extends Modal {
  constructor() {
    super();
    /** @type {WaitlistLine|null} */
    this.line = null;
    this.problem = '';
    this.sender = new Sender(() => this.requestUpdate());
  }

  size() {
    return 'small';
  }

  heading() {
    return w.withdrawTitle;
  }

  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector('[data-submit]'));
  }

  async submit() {
    const { line } = this;
    if (!line || this.sender.busy) return;
    try {
      const { id } = await this.sender.send({ op: 'withdraw_from_waitlist', waitlist_id: line.waitlist_id, version: line.version });
      toast(w.withdrawn(line.name), { undo: id });
      this.close(true);
    } catch (error) {
      this.problem = say(/** @type {any} */ (error));
      this.requestUpdate();
    }
  }

  body() {
    return html`${this.problem ? html`<section class="clash" role="alert"><p class="clash-title">${icon('warning')}${this.problem}</p></section>` : nothing}<p>${w.withdrawText(this.line?.name ?? '')}</p>`;
  }

  foot() {
    return html`<p class="modal-carried">${w.as(app.me?.name ?? '')}</p>
      <button type="button" class="button" @click=${this.askToClose}>${w.keepWaiting}</button>
      <button type="submit" class="button primary" data-submit ?disabled=${this.sender.busy}>${w.withdraw}</button>`;
  }
}

/** @param {WaitlistLine} line */
function openWithdraw(line) {
  const dialog = /** @type {Withdraw} */ (document.createElement('cd-withdraw'));
  dialog.line = line;
  return dialog.open();
}

customElements.define('cd-calendar-waitlist', Waitlist);
customElements.define('cd-withdraw', Withdraw);
