// The frame around the screens: rail, top bar, status bar, the band of the sample. Each signed-in person has their own.
import { html, nothing } from 'lit';
import { app, toast } from './app.js';
import { View } from './element.js';
import { command } from './ipc.js';
import { icon } from './icons.js';
import { addCommands, lettersOn, runCommand, setLetters } from './keys.js';
import { openAbout } from './parts/about.js';
import { caps, openMenu } from './parts/menu.js';
import { anyPage } from './parts/pages.js';
import { repeats } from './parts/repeats.js';
import { tasks } from './parts/tasks.js';
import { toReview } from './parts/to-review.js';
import { keepAllTyped } from './parts/typed-text.js';
import { unsigned } from './parts/unsigned.js';
import { say } from './messages.js';
import { go, route, routes } from './router.js';
import { density, setDensity, setTheme, setZoom, theme } from './theme.js';
import { GROUPS as BILLING } from './screens/billing/pages.js';
import { GROUPS as CALENDAR } from './screens/calendar/pages.js';
import { words } from './words/en.js';
import './parts/undo.js';
import './screens/today.js';
import './shell.css';

/** `some`: a list has its place, and its keys, while something stands in it: known some time after the start. @typedef {{path: string, words: string, icon: import('./icons.js').IconName, keys: string, may: () => boolean, some?: () => boolean, count?: () => number, told?: (n: number) => string}} Place */

/** @type {Place[]} */
const PLACES = [
  { path: '/today', words: words.shell.today, icon: 'today', keys: 'g t', may: () => true },
  { path: '/consult', words: words.consult.title, icon: 'patient', keys: 'g n', may: () => app.can('record.view') },
  { path: '/calendar', words: words.shell.calendar, icon: 'calendar', keys: 'g c', may: () => anyPage(CALENDAR) },
  { path: '/waiting', words: words.shell.waiting, icon: 'waiting', keys: 'g w', may: () => app.can('appointment.view') },
  { path: '/patients', words: words.shell.patients, icon: 'patients', keys: 'g p', may: () => true },
  { path: '/unsigned', words: words.unsigned.title, icon: 'note', keys: 'g u', may: () => app.can('record.sign'), some: () => unsigned.rows.length > 0, count: () => unsigned.rows.length, told: words.unsigned.rail },
  { path: '/to-review', words: words.results.title, icon: 'eye', keys: 'g r', may: () => app.can('record.sign'), some: () => toReview.count > 0, count: () => toReview.count, told: words.results.rail },
  { path: '/repeats', words: words.repeats.place, icon: 'repeat', keys: 'g m', may: () => app.can('repeat.request'), some: () => (repeats.rows?.length ?? 0) > 0, count: () => repeats.count, told: words.repeats.rail },
  { path: '/tasks', words: words.tasks.title, icon: 'check', keys: 'g k', may: () => app.can('patient.view'), count: () => tasks.count, told: words.tasks.rail },
  { path: '/billing', words: words.shell.billing, icon: 'pay', keys: 'g b', may: () => anyPage(BILLING) },
  { path: '/admin', words: words.shell.admin, icon: 'admin', keys: 'g a', may: () => app.is('admin') },
];

/** @type {Record<string, () => Promise<any>>} screens that are loaded when first opened */
const LAZY = {
  consult: () => import('./screens/consult.js'),
  waiting: () => import('./screens/waiting.js'),
  patients: () => import('./screens/patients.js'),
  patient: () => import('./screens/patient.js'),
  unsigned: () => import('./screens/unsigned.js'),
  'to-review': () => import('./screens/to-review.js'),
  repeats: () => import('./screens/repeats.js'),
  tasks: () => import('./screens/tasks.js'),
  calendar: () => import('./screens/calendar.js'),
  billing: () => import('./screens/billing.js'),
  admin: () => import('./screens/admin.js'),
};

export const openBook = (/** @type {Record<string, any>} */ from = {}) => import('./parts/book-dialog.js').then((part) => part.openBook(from));
export const openWalkIn = () => import('./parts/walk-in-dialog.js').then((part) => part.openWalkIn());
const openWall = () => import('./parts/wall-start.js').then((part) => part.openWallStart());
const openPalette = (/** @type {string} */ text = '') => import('./parts/palette.js').then((part) => part.openPalette({ text }));
const personDialogs = () => import('./parts/person-dialogs.js');

/** WebKit has no idle callbacks: once the first screen stands. @type {(run: () => void) => void} */
const whenIdle = window.requestIdleCallback?.bind(window) ?? ((run) => setTimeout(run, 1200));

/** Where somebody begins: a nurse's day is those who wait; whoever books as well begins with the day. */
export const home = () => (app.can('record.view') && app.is('nurse') && !['doctor', 'receptionist', 'admin'].some((role) => app.is(role)) ? '/consult' : '/today');

class Shell extends View {
  static properties = { route: { state: true }, folded: { state: true } };

  constructor() {
    super();
    this.route = route();
    /** @type {boolean|null} null: as the window's width says */
    this.folded = { folded: true, open: false }[localStorage.getItem('rail') ?? ''] ?? null;
    /** Where this person was, to go back there after somebody else used the window. */
    this.at = location.pathname;
    /** @type {() => void} */
    this.removeCommands = () => {};
  }

  connectedCallback() {
    super.connectedCallback();
    this.dataset.workspace = '';
    if (this.hasUpdated) go(this.at, { replace: true });
    this.route = route();
    this.listen(routes, 'change', () => this.follow());
    this.listen(unsigned, 'change', () => this.requestUpdate());
    this.listen(toReview, 'change', () => this.requestUpdate());
    this.listen(repeats, 'change', () => this.requestUpdate());
    this.listen(tasks, 'change', () => this.requestUpdate());
    for (const type of ['boot', 'clinic', 'connection']) this.listen(app, type, () => this.requestUpdate());
    this.removeCommands = addCommands(shellCommands());
    // There before they are wanted: the first letters typed after the key must not be lost.
    whenIdle(() => Promise.all([import('./parts/palette.js'), import('./parts/book-dialog.js')]));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.removeCommands();
  }

  follow() {
    this.route = route();
    this.at = location.pathname;
    LAZY[this.route.screen]?.();
  }

  firstUpdated() {
    LAZY[this.route.screen]?.();
  }

  foldRail() {
    const isFolded = this.folded ?? innerWidth < 1280;
    this.folded = !isFolded;
    localStorage.setItem('rail', this.folded ? 'folded' : 'open');
  }

  render() {
    const { boot, clinic } = app;
    if (!boot) return nothing;
    return html`
      <a class="skip" href="#screen" @click=${(/** @type {Event} */ event) => {
        event.preventDefault();
        this.querySelector('main')?.focus();
      }}>${words.shell.skip}</a>
      <div class="shell ${this.folded === null ? '' : this.folded ? 'folded' : 'unfolded'}">
        ${clinic?.sample ? sampleBand() : nothing}
        ${app.connection === 'away' ? awayBand() : nothing}
        ${app.connection !== 'away' && boot.notices?.includes('journal.cut_off') ? journalBand() : nothing}
        ${this.rail()}
        ${topBar()}
        <main id="screen" tabindex="-1">${this.screen()}</main>
        ${statusBar(boot)}
      </div>
      <cd-undo></cd-undo>`;
  }

  rail() {
    const name = app.clinic?.name ?? '';
    return html`<nav class="rail" aria-label=${words.shell.navigation}>
      <div class="rail-clinic" title=${name}><span class="rail-mark" aria-hidden="true">${initials(name)}</span><span class="rail-word">${name}</span></div>
      ${PLACES.filter((place) => place.may() && (place.some?.() ?? true)).map((place) => html`<a class="rail-item" href=${place.path} title=${place.told?.(place.count?.() ?? 0) ?? place.words}
          aria-current=${this.route.path.startsWith(place.path) ? 'page' : nothing}>
        ${icon(place.icon, { size: 20 })}<span class="rail-word">${place.words}</span>${place.count?.() ? html`<span class="rail-count">${place.count()}</span>` : nothing}</a>`)}
      <button class="rail-item rail-fold" type="button" @click=${this.foldRail} aria-label=${words.shell.foldRail} title=${words.shell.foldRail}>
        ${icon('fold', { size: 20 })}</button>
    </nav>`;
  }

  screen() {
    const { screen, id, tab, row } = this.route;
    if (screen === 'consult' && app.can('record.view')) return html`<cd-consult .appointmentId=${id}></cd-consult>`;
    if (screen === 'waiting') return html`<cd-waiting></cd-waiting>`;
    if (screen === 'patients') return html`<cd-patients></cd-patients>`;
    if (screen === 'patient') return html`<cd-patient .patientId=${id} .tab=${tab ?? 'summary'} .row=${row ?? ''}></cd-patient>`;
    if (screen === 'unsigned') return html`<cd-unsigned></cd-unsigned>`;
    if (screen === 'to-review') return html`<cd-to-review></cd-to-review>`;
    if (screen === 'repeats') return html`<cd-repeats></cd-repeats>`;
    if (screen === 'tasks') return html`<cd-tasks></cd-tasks>`;
    if (screen === 'calendar') return html`<cd-calendar .tab=${id}></cd-calendar>`;
    if (screen === 'billing') return html`<cd-billing .tab=${id}></cd-billing>`;
    if (screen === 'admin') return html`<cd-admin .tab=${id}></cd-admin>`;
    return html`<cd-today></cd-today>`;
  }
}
customElements.define('cd-shell', Shell);

/** "Northside Clinic" → "NC" @param {string} name */
const initials = (name) => name.split(/\s+/).map((word) => word[0] ?? '').slice(0, 2).join('').toUpperCase();

function topBar() {
  const typed = (/** @type {InputEvent} */ event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    openPalette(field.value).then(() => {
      field.value = '';
    });
  };
  return html`<header class="top">
    <div id="lead"></div>
    <label class="find">
      ${icon('search')}
      <input class="find-input" type="search" data-scanner placeholder=${words.shell.find} aria-label=${words.shell.find} autocomplete="off" spellcheck="false"
        @input=${typed} @click=${() => openPalette()} />
      ${caps('Ctrl+K')}
    </label>
    <div class="top-end">
      ${app.can('appointment.book') ? html`<button class="button primary book" type="button" @click=${() => openBook()}>${icon('plus')}${words.shell.book}${caps(lettersOn() ? 'b' : null)}</button>` : nothing}
      <button class="me" type="button" aria-haspopup="menu" @click=${openMeMenu} aria-label=${`${initials(app.me?.name ?? '')}: ${app.me?.name}`} title=${app.me?.name ?? ''}>${initials(app.me?.name ?? '')}</button>
    </div>
  </header>`;
}

/** @param {import('./wire-types.js').Boot['connection']} connection */
function where(connection) {
  if (connection?.kind !== 'server') return words.shell.onThisComputer;
  return app.connection === 'away' ? words.shell.notConnected(connection.name) : words.shell.connected(connection.name);
}

/** @param {import('./wire-types.js').Boot} boot */
function statusBar(boot) {
  const { connection, person } = boot;
  const others = (boot.quick_people ?? []).filter((one) => one.user_id !== person?.user_id).slice(0, 4);
  return html`<footer class="status">
    <span class="status-part"><i class="dot ${app.connection}"></i>${where(connection)}</span>
    ${app.connection === 'away' ? nothing : html`<span class="status-part status-extra muted">${words.shell.allSaved}</span>`}
    <button class="status-button status-extra" type="button" title="Z" @click=${() => runCommand('undo.recent')}>${icon('history', { size: 14 })}${words.today.recentTitle}</button>
    ${boot.notices?.includes('key_in_file') ? html`<span class="status-part" title=${words.shell.keyInFile}>${icon('warning', { size: 14 })}${words.shell.keyInFileShort}</span>` : nothing}
    <span class="grow"></span>
    ${others.length ? html`<span class="status-part status-extra muted">${words.shell.switchPerson}</span>` : nothing}
    ${others.map((one) => html`<button class="status-button" type="button" @click=${() => personDialogs().then((part) => part.switchPerson(one.user_id))}>${one.name}</button>`)}
    <span class="status-part status-extra status-me">${boot.workstation?.name} · ${person?.name}</span>
    <button class="status-button" type="button" @click=${lock} title=${words.shell.lock}>${icon('lock', { size: 14 })}${words.shell.lock}</button>
  </footer>`;
}

const sampleBand = () => html`<div class="sample" role="note"><span>${words.shell.sampleBand}</span>
  <button class="sample-button" type="button" @click=${() => obey('leave_sample')}>${words.shell.startOwn}</button></div>`;

const awayBand = () => html`<div class="away-band" role="status">${icon('warning')}<span>${words.shell.away}</span>
  <button class="button small" type="button" @click=${() => obey('reconnect')}>${words.shell.tryNow}</button></div>`;

/** Not to be dismissed: somebody has to look. */
const journalBand = () => html`<div class="away-band" role="alert">${icon('warning')}<span>${say({ code: 'journal.cut_off', details: {} })}</span></div>`;

/** A command that answers with what the app is now. @param {string} name */
const obey = (name) => keepAllTyped().then(() => command(name)).then((boot) => boot && app.accept(boot)).catch((error) => toast(say(error), { kind: 'error' }));
const lock = () => obey('lock');

/** @param {Event} event */
function openMeMenu(event) {
  const w = words.shell;
  const others = (app.boot?.quick_people ?? []).filter((one) => one.user_id !== app.me?.user_id);
  openMenu(/** @type {Element} */ (event.currentTarget), [
    { heading: app.me?.name ?? '' },
    ...others.map((one) => ({ words: one.name, icon: /** @type {const} */ ('switch'), run: () => personDialogs().then((part) => part.switchPerson(one.user_id)) })),
    { words: w.switchPerson, icon: 'people', run: () => personDialogs().then((part) => part.switchPerson()) },
    { words: w.lock, icon: 'lock', keys: 'Ctrl+L', run: lock },
    {},
    { words: w.setPin, icon: 'key', run: () => personDialogs().then((part) => part.setPin()) },
    { words: w.changePassword, icon: 'edit', run: () => personDialogs().then((part) => part.changePassword()) },
    {},
    { heading: w.theme },
    ...Object.entries(w.themes).map(([name, text]) => ({ words: text, checked: theme() === name, run: () => setTheme(/** @type {any} */ (name)) })),
    {},
    { heading: w.density },
    ...Object.entries(w.densities).map(([name, text]) => ({ words: text, checked: density() === name, run: () => setDensity(/** @type {any} */ (name)) })),
    {},
    { words: w.letterKeys, checked: lettersOn(), run: () => setLetters(!lettersOn()) },
    { words: w.showKeys, icon: 'help', keys: '?', run: openKeys },
    { words: w.about, icon: 'info', run: openAbout },
    {},
    { words: w.signOut, icon: 'exit', run: () => obey('sign_out') },
  ], { label: words.shell.me });
}

const openKeys = () => import('./parts/help-keys.js').then((part) => part.openHelpKeys());

/** @returns {import('./keys.js').Command[]} */
function shellCommands() {
  const w = words.shell;
  const where = words.keySheet.everywhere;
  return [
    { id: 'shell.find', words: w.commands, keys: ['Ctrl+K', '/', 'Ctrl+F'], where, hidden: true, run: () => openPalette() },
    { id: 'shell.book', words: w.book, keys: ['b'], where, permission: 'appointment.book', run: () => openBook() },
    { id: 'shell.walk_in', words: words.waiting.newWalkIn, keys: ['w'], where, permission: 'appointment.book', run: () => openWalkIn() },
    { id: 'shell.task', words: words.tasks.add, keys: ['t'], where, permission: 'patient.view', run: () => import('./parts/task-dialog.js').then((part) => part.openTask()) },
    { id: 'shell.batch', words: words.batches.title, permission: 'record.view', run: () => import('./parts/batch-dialog.js').then((part) => part.openBatch()) },
    { id: 'shell.snippets', words: words.notes.manage, permission: 'note_template.use', run: () => go('/admin/snippets') },
    { id: 'shell.wall', words: words.wall.start, permission: 'appointment.view', run: () => openWall() },
    { id: 'shell.new_patient', words: w.newPatient, keys: ['n'], where, permission: 'patient.edit', run: () => import('./parts/patient-form.js').then((part) => part.openRegister()) },
    ...PLACES.filter((place) => place.may()).map((place) => ({ id: `shell.go${place.path}`, words: w.goTo(place.words), keys: [place.keys], where, enabled: place.some, run: () => go(place.path) })),
    { id: 'shell.keys', words: w.showKeys, keys: ['?', 'F1'], where, run: openKeys },
    { id: 'shell.lock', words: w.lock, keys: ['Ctrl+L'], where, run: lock },
    { id: 'shell.switch', words: w.switchPerson, keys: ['Ctrl+Shift+L'], where, run: () => personDialogs().then((part) => part.switchPerson()) },
    { id: 'shell.zoom_in', words: w.zoomIn, keys: ['Ctrl+=', 'Ctrl++'], where, run: () => setZoom(1) },
    { id: 'shell.zoom_out', words: w.zoomOut, keys: ['Ctrl+-'], where, run: () => setZoom(-1) },
    { id: 'shell.zoom_reset', words: w.zoomReset, keys: ['Ctrl+0'], where, run: () => setZoom(0) },
    ...Object.entries(w.themes).map(([name, text]) => ({ id: `shell.theme.${name}`, words: `${w.theme}: ${text}`, run: () => setTheme(/** @type {any} */ (name)) })),
    ...Object.entries(w.densities).map(([name, text]) => ({ id: `shell.density.${name}`, words: `${w.density}: ${text}`, run: () => setDensity(/** @type {any} */ (name)) })),
    { id: 'shell.sign_out', words: w.signOut, run: () => obey('sign_out') },
  ];
}
