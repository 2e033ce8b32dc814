// Today: the day's columns, who waits, and the selected appointment.
import { html, nothing } from 'lit';
import { app } from '../app.js';
import { Screen } from '../element.js';
import { icon } from '../icons.js';
import { ask } from '../ipc.js';
import { addCommands, lettersOn } from '../keys.js';
import { say } from '../messages.js';
import { go, route, routes } from '../router.js';
import { addDays, isDate } from '../wall.js';
import { words } from '../words/en.js';
import { ALL_ACTIONS, actionsFor, findAction } from '../parts/actions.js';
import { ChartBeside } from '../parts/chart-beside.js';
import { DayChoice } from '../parts/day-choice.js';
import { DayPlace } from '../parts/day-place.js';
import { DaySought } from '../parts/day-sought.js';
import { DayShown } from '../parts/day-shown.js';
import { DayState, holdsTime } from '../parts/day-state.js';
import { DaySteps } from '../parts/day-steps.js';
import { filterNote, viewCommands } from '../parts/day-views.js';
import { openFreeMenu, openFreeTimes } from '../parts/free-menu.js';
import { openMenu } from '../parts/menu.js';
import '../parts/day-grid.js';
import '../parts/day-lead.js';
import '../parts/day-list.js';
import '../parts/no-shows.js';
import { Parked } from '../parts/parked.js';
import '../parts/panel.js';
import '../parts/parked-strip.js';
import '../parts/queue.js';
import '../parts/to-move-banner.js';
import './today.css';

/** @typedef {import('../wire-types.js').DayAppointment} DayAppointment */

/** Touched rows after which the whole day has to be asked again: what stands on every card or in every column. */
const RELOAD = new Set(['practitioner', 'exception', 'room', 'service', 'clinic', 'patient', 'patient_alert', 'allergy']);
/** Days seen lately are painted at once while the fresh one is on its way. */
const KEPT_DAYS = 10;

export class Today extends Screen {
  static properties = {
    date: { state: true }, day: { state: true }, stamp: { state: true }, selected: { state: true }, detail: { state: true }, covered: { state: true },
    failure: { state: true }, loading: { state: true }, sheet: { state: true }, dragging: { state: true },
  };

  constructor() {
    super();
    this.date = app.today();
    /** @type {DayState|null} */
    this.day = null;
    /** @type {DayShown|null} */
    this.shown = null;
    this.stamp = 0;
    /** @type {string|null} */
    this.selected = null;
    /** @type {import('../wire-types.js').AppointmentDetail|null} */
    this.detail = null;
    this.covered = false;
    /** @type {import('../ipc.js').WireError|null} */
    this.failure = null;
    this.loading = false;
    this.sought = new DaySought(this);
    /** Where the window is narrow, queue and panel are a sheet over the day. */
    this.sheet = false;
    this.choice = new DayChoice();
    this.steps = new DaySteps(this);
    this.parked = new Parked();
    this.place = new DayPlace(this);
    this.chart = new ChartBeside(this);
    /** A card is on its way: the strip is there to take it. */
    this.dragging = false;
    /** @type {Map<string, DayState>} */
    this.seen = new Map();
    this.turn = 0;
    /** @type {() => void} */
    this.removeCommands = () => {};
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.asking = undefined;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(routes, 'change', () => this.follow());
    this.listen(app, 'changes', ({ detail }) => this.heard(detail.touches));
    this.listen(app, 'tick', () => this.ticked());
    // Laying a whole day out anew for a list that nothing of it is read from would be the better part of opening the screen.
    this.listen(app, 'lists', ({ detail: list }) => (this.choice.reads(list) ? this.look() : this.requestUpdate()));
    this.listen(this.choice, 'change', () => this.look());
    this.listen(this.parked, 'change', () => this.place.drawParked());
    this.removeCommands = addCommands([...this.commands(), ...viewCommands(this.choice)]);
    const { id, row } = route();
    this.sought.want(row);
    // The day first: the rest is asked for behind it.
    this.load(id && isDate(id) ? id : app.today());
    this.parked.refresh();
    for (const list of /** @type {const} */ (['practitioners', 'rooms', 'specialties'])) app.load(list).catch(() => {});
    if (app.is('admin')) import('../parts/setup-list.js');
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.removeCommands();
  }

  get grid() {
    return /** @type {import('../parts/day-grid.js').DayGrid|null} */ (this.querySelector('cd-day-grid, cd-day-list'));
  }

  get strip() {
    return /** @type {import('../parts/parked-strip.js').ParkedStrip|null} */ (this.querySelector('cd-parked'));
  }

  follow() {
    const { screen, id, row } = route();
    const date = id && isDate(id) ? id : app.today();
    if (screen !== 'today') return;
    if (date !== this.date) this.load(date);
    this.sought.want(row);
  }

  /** @param {string} date */
  goTo(date) {
    go(date === app.today() ? '/today' : `/today/${date}`);
  }

  /** @param {string} date */
  async load(date) {
    this.turn += 1;
    const { turn } = this;
    const other = date !== this.date;
    this.date = date;
    if (other) this.select(null);
    const kept = this.seen.get(date);
    if (kept && kept !== this.day) this.show(kept);
    this.loading = !kept;
    try {
      const day = new DayState(await ask({ ask: 'day', date }));
      if (turn !== this.turn) return;
      day.keepNewer(this.day);
      this.failure = null;
      // A day that was seen before stands already.
      if (kept && kept === this.day && day.isSame(kept)) return;
      this.keep(day);
      this.show(day);
    } catch (error) {
      if (turn === this.turn) this.failure = /** @type {any} */ (error);
    } finally {
      if (turn === this.turn) this.loading = false;
    }
  }

  /** @param {DayState} day */
  keep(day) {
    this.seen.delete(day.date);
    this.seen.set(day.date, day);
    if (this.seen.size > KEPT_DAYS) this.seen.delete([...this.seen.keys()][0]);
  }

  /** @param {DayState} day */
  show(day) {
    this.day = day;
    this.stamp += 1;
    if (this.selected && !day.get(this.selected)) this.select(null);
    this.look();
  }

  /** Draw the day as it is chosen to be looked at. */
  look() {
    const { day } = this;
    this.shown = day && Object.assign(new DayShown(day, this.choice.now), { parked: this.parked });
    this.stamp += 1;
    this.updateComplete.then(() => {
      const { grid, shown } = this;
      if (!grid || !shown) return;
      if (!grid.shown) Object.assign(grid, { selectedId: this.selected, covered: this.covered });
      grid.show(shown);
      this.place.again();
      this.sought.seek();
      this.stamp += 1;
    });
  }

  /** News: single appointments are asked for and patched; only what stands everywhere asks for the day. @param {{kind: string, id: string}[]} touches */
  heard(touches) {
    for (const date of [...this.seen.keys()]) if (date !== this.date) this.seen.delete(date);
    const ids = touches.filter((touch) => touch.kind === 'appointment').map((touch) => touch.id);
    if (ids.length) this.refresh([...new Set(ids)]);
    if (this.selected && touches.some((touch) => touch.kind === 'invoice' || touch.kind === 'payment')) this.askDetail(this.selected);
    if (ids.some((id) => this.parked.has(id))) this.parked.refresh();
    if (touches.some((touch) => RELOAD.has(touch.kind))) {
      this.load(this.date);
      if (this.selected) this.askDetail(this.selected);
    }
  }

  /** @param {string[]} ids */
  async refresh(ids) {
    try {
      for (const one of await ask({ ask: 'appointments', ids })) this.take(one);
      if (this.selected && ids.includes(this.selected)) this.askDetail(this.selected);
    } catch {
      // What is away or locked says so itself; the next news or reload brings this up to date.
    }
  }

  /** A newer state of one appointment: one card, one row. @param {DayAppointment} one */
  take(one) {
    const what = this.day?.patch(one);
    if (!what || what === 'same') return;
    if (what === 'put' && holdsTime(one)) {
      this.grid?.put(one);
    } else {
      this.grid?.drop(one.id);
      if (what === 'gone' && this.selected === one.id) this.select(null);
    }
    this.stamp += 1;
  }

  /** Draw a card as the day has it, e.g. after a refused move. @param {DayAppointment} one */
  put(one) {
    if (this.day?.get(one.id)) this.grid?.put(one);
    else this.grid?.drop(one.id);
  }

  /** @param {string|null} id */
  select(id) {
    if (this.selected === id) return;
    this.selected = id;
    this.detail = null;
    this.grid?.select(id);
    clearTimeout(this.asking);
    // Walking through the day with the arrows asks only where one stops.
    if (id) this.asking = setTimeout(() => this.askDetail(id), 60);
    else this.sheet = false;
  }

  /** @param {string} id */
  async askDetail(id) {
    try {
      const detail = await ask({ ask: 'appointment', id });
      if (this.selected === id) this.detail = detail;
    } catch {
      // The card itself still says what the day knows.
    }
  }

  /** @param {{id: string, open: boolean, byKeys?: boolean}} choice */
  choose({ id, open, byKeys }) {
    this.select(id);
    if (!open) return;
    this.sheet = true;
    this.grid?.reveal(id);
    if (byKeys) this.updateComplete.then(() => /** @type {HTMLElement|null} */ (this.querySelector('.panel-main .button, .panel-actions .button'))?.focus());
  }

  /** The focus comes back to the card after a dialog or the panel. @param {string} id */
  backToCard(id) {
    this.updateComplete.then(() => this.grid?.keys.focus(id));
  }

  ticked() {
    this.grid?.tick();
    const { id } = route();
    // Past midnight, Today is another day.
    if (route().screen === 'today' && !id && this.date !== app.today()) this.load(app.today());
    this.stamp += 1;
  }

  /** @param {boolean} [covered] */
  cover(covered = !this.covered) {
    this.covered = covered;
    this.updateComplete.then(() => this.grid?.cover(covered));
  }

  /** @param {DayAppointment} one @param {string} id */
  actionOf(one, id) {
    return findAction(one, id);
  }

  /** @param {string} id @param {Element|{x: number, y: number}} [anchor] */
  act(id, anchor = this.querySelector(`[data-act="${id}"]`) ?? this.grid?.card(this.selected) ?? this) {
    const one = this.day?.get(this.selected);
    if (one && id === 'park') this.place.park(one);
    else if (one && id === 'chart') this.chart.toggle(one);
    else if (one) this.steps.act(one, id, anchor);
  }

  /** The mark of a card: its next step with one click. @param {string} id */
  actOnMark(id) {
    this.select(id);
    const one = this.day?.get(id);
    const step = one && actionsFor(one).main;
    if (step) this.act(step.id);
  }

  /** @param {{id: string, x: number, y: number}} at */
  openCardMenu({ id, x, y }) {
    this.select(id);
    const one = this.day?.get(id);
    if (!one) return;
    const { main, beside, more } = actionsFor(one);
    const item = (/** @type {import('../parts/actions.js').Action} */ action) => ({ words: action.words, icon: action.icon, keys: lettersOn() ? action.key : null, danger: action.danger, run: () => this.act(action.id, { x, y }) });
    openMenu({ x, y }, [...(main ? [item(main), {}] : []), ...beside.map(item), {}, ...more.map(item), {}, { words: words.today.patientPage, icon: 'patient', run: () => go(`/patients/${one.patient_id}`) }], { label: words.today.selected });
  }

  /** @param {{practitionerId?: string, roomId?: string, startsAt: string, minutes: number|null}} slot */
  async book({ practitionerId, roomId, startsAt, minutes }) {
    const { openBook } = await import('../parts/book-dialog.js');
    const booked = await openBook({ practitioner_id: practitionerId, room_id: roomId, starts_at: startsAt, minutes: minutes ?? undefined });
    if (booked?.appointment_id) {
      await this.refresh([booked.appointment_id]);
      this.select(booked.appointment_id);
    }
  }

  /** @returns {import('../keys.js').Command[]} */
  commands() {
    const { day: where, appointment } = words.todayKeys;
    const w = words.today;
    const shown = () => route().screen === 'today';
    /** @type {import('../keys.js').Command[]} */
    const moves = [
      { id: 'day.today', words: w.goToday, keys: ['Shift+T'], where, run: () => this.goTo(app.today()) },
      { id: 'day.previous', words: w.previousDay, keys: ['Ctrl+ArrowLeft'], where, run: () => this.goTo(addDays(this.date, -1)) },
      { id: 'day.next', words: w.nextDay, keys: ['Ctrl+ArrowRight'], where, run: () => this.goTo(addDays(this.date, 1)) },
      { id: 'day.week_before', words: w.weekBefore, keys: ['Ctrl+Shift+ArrowLeft'], where, run: () => this.goTo(addDays(this.date, -7)) },
      { id: 'day.week_after', words: w.weekAfter, keys: ['Ctrl+Shift+ArrowRight'], where, run: () => this.goTo(addDays(this.date, 7)) },
      { id: 'day.date', words: w.dateField, keys: ['d'], where, run: () => /** @type {HTMLElement|null} */ (document.querySelector('.lead-date'))?.focus() },
      { id: 'day.print', words: words.dayView.print, keys: ['Ctrl+P'], where, permission: 'patient.view', run: () => this.print() },
      { id: 'day.parked', words: words.parked.focus, keys: ['Shift+K'], where, run: () => this.strip?.focusFirst() },
      { id: 'day.free', words: words.dayView.freeTimes, keys: ['Shift+F'], where, permission: 'appointment.book', run: () => openFreeTimes(this) },
      { id: 'day.cover', words: w.coverNames, keys: ['Ctrl+.'], where, run: () => this.cover() },
    ];
    return [
      ...moves.map((move) => ({ ...move, enabled: shown })),
      ...ALL_ACTIONS.map((action) => ({
        id: `appointment.${action.id}`, words: action.words, keys: action.key ? [action.key] : [], where: appointment, run: () => this.act(action.id),
        enabled: () => shown() && Boolean(this.day?.get(this.selected) && findAction(/** @type {DayAppointment} */ (this.day.get(this.selected)), action.id)),
      })),
    ];
  }

  lead() {
    const queue = (this.day?.waiting().length ?? 0) + (this.day?.toPay().length ?? 0);
    return html`<cd-day-lead .date=${this.date} .covered=${this.covered} .queue=${queue} @previous=${() => this.goTo(addDays(this.date, -1))} @next=${() => this.goTo(addDays(this.date, 1))}
      @today=${() => this.goTo(app.today())} @day=${(/** @type {CustomEvent} */ { detail }) => this.goTo(detail.date)} @cover=${() => this.cover()} @queue=${() => {
        this.sheet = !this.sheet;
      }}></cd-day-lead><cd-day-views .choice=${this.choice} .stamp=${JSON.stringify(this.choice.now)}></cd-day-views>`;
  }

  render() {
    const { day } = this;
    const one = day?.get(this.selected) ?? null;
    const chart = this.chart.render(one);
    return html`<div class="today ${this.sheet ? 'with-sheet' : ''} ${one ? 'has-one' : ''} ${chart === nothing ? '' : 'with-chart'}">
      <div class="today-top">
        ${app.is('admin') ? html`<cd-setup-list class="today-setup"></cd-setup-list>` : nothing}
        <cd-to-move-banner></cd-to-move-banner>
      </div>
      <cd-no-shows class="today-missing" .day=${day?.date === this.date ? day : null} .stamp=${this.stamp}></cd-no-shows>
      ${filterNote(this.choice, day?.date === this.date ? this.shown : null)}
      <div class="today-day" aria-busy=${String(this.loading)}>
        ${this.failure ? this.renderFailure() : nothing}
        ${this.loading && day?.date !== this.date ? skeleton() : nothing}
        ${day && !this.failure && day.columns.length === 0 ? html`<p class="today-empty muted">${words.today.emptyColumns}</p>` : nothing}
        ${this.renderDay()}
        ${day && day.date === this.date && day.columns.length && day.appointments.size === 0 ? html`<p class="today-note">${day.open.length ? words.today.emptyDay : words.today.closedDay}</p>` : nothing}
        ${day?.hiddenCancelled ? html`<p class="today-hidden">${words.today.hiddenCancelled(day.hiddenCancelled)}</p>` : nothing}
      </div>
      <cd-parked .today=${this} .stamp=${`${this.date} ${this.stamp}`} .covered=${this.covered} .target=${this.dragging}></cd-parked>
      <aside class="today-side" aria-label=${words.today.queue} @keydown=${this.sideKey}>
        <button class="icon-button side-close" type="button" aria-label=${words.today.closePanel} @click=${() => this.closeSide()}>${icon('close')}</button>
        <cd-queue .state=${day} .stamp=${this.stamp} .selected=${this.selected} .covered=${this.covered} @choose=${(/** @type {CustomEvent} */ { detail }) => this.choose(detail)}></cd-queue>
        <cd-panel .one=${one} .detail=${this.detail} .covered=${this.covered} .column=${one ? (day?.column(one.practitioner_id) ?? null) : null}
          .next=${one?.waiting_for && one.waiting_for !== one.practitioner_id ? (day?.column(one.waiting_for) ?? null) : null} @act=${(/** @type {CustomEvent} */ { detail }) => this.act(detail.id)}></cd-panel>
      </aside>
      ${chart}
    </div>`;
  }

  renderDay() {
    const away = this.day?.date === this.date ? '' : 'away';
    const choose = (/** @type {CustomEvent} */ { detail }) => this.choose(detail);
    const act = (/** @type {CustomEvent} */ { detail }) => this.actOnMark(detail.id);
    const menu = (/** @type {CustomEvent} */ { detail }) => this.openCardMenu(detail);
    const free = (/** @type {CustomEvent} */ { detail }) => openFreeMenu(this, detail, detail.anchor ?? detail);
    if (this.choice.now.kind === 'list') return html`<cd-day-list class=${away} @choose=${choose} @act=${act} @menu=${menu} @free=${free}></cd-day-list>`;
    return html`<cd-day-grid class=${away} @choose=${choose} @act=${act} @menu=${menu} @free=${free} @shift=${(/** @type {CustomEvent} */ { detail }) => this.steps.shift(detail)} @slot=${(/** @type {CustomEvent} */ { detail }) => this.book(detail)}
      @dragging=${(/** @type {CustomEvent} */ { detail }) => (this.dragging = detail.on)} @park=${(/** @type {CustomEvent} */ { detail }) => this.place.parkDropped(detail.id)}></cd-day-grid>`;
  }

  /** On paper: of the one person shown, or of everybody. */
  async print() {
    const people = this.shown?.people ?? [];
    const { openDaySheet } = await import('../parts/day-sheet.js');
    await openDaySheet(this.date, people.length === 1 ? people[0].practitioner_id : null);
  }

  closeSide() {
    this.sheet = false;
    if (this.selected) this.backToCard(this.selected);
  }

  /** @param {KeyboardEvent} event */
  sideKey(event) {
    if (event.key === 'Escape') this.closeSide();
  }

  renderFailure() {
    return html`<div class="today-failure"><p>${words.today.failed} ${this.failure ? say(this.failure) : ''}</p><button class="button" type="button" @click=${() => this.load(this.date)}>${words.common.tryAgain}</button></div>`;
  }
}
customElements.define('cd-today', Today);

const skeleton = () => html`<div class="skeleton today-skeleton" role="status" aria-label=${words.today.refreshing}>${Array.from({ length: 6 }, (_, column) => html`<div>${Array.from({ length: 9 }, (_row, row) => html`<i class=${`s${(column * 3 + row * 5) % 4}`}></i>`)}</div>`)}</div>`;
