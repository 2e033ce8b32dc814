// The switch between the day's views in the top bar, its menu, and the keys of both.
import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { View } from '../element.js';
import { icon } from '../icons.js';
import { runCommand } from '../keys.js';
import { route } from '../router.js';
import { words } from '../words/en.js';
import { KINDS, PLACES, PLAIN, SCALES } from './day-choice.js';
import { openMenu } from './menu.js';
import './day-views.css';

/** @typedef {import('./day-choice.js').DayChoice} DayChoice */

const MARKS = /** @type {const} */ ({ person: 'columns', room: 'room', list: 'list' });
const keyOf = (/** @type {number} */ place) => `Ctrl+${place + 1}`;

/** How the day is shown: three buttons of which one is pressed, and the menu of everything else. */
export class DayViews extends View {
  static properties = { choice: {}, stamp: {} };

  constructor() {
    super();
    /** @type {DayChoice|null} */
    this.choice = null;
    /** Changes when the choice is another one. */
    this.stamp = '';
  }

  render() {
    const { choice } = this;
    const w = words.dayView;
    if (!choice) return nothing;
    return html`<div class="views" role="group" aria-label=${w.label}>
        ${KINDS.map((kind) => html`<button class="icon-button" type="button" aria-pressed=${String(choice.now.kind === kind)} aria-label=${w.kinds[kind]} title=${w.kinds[kind]} @click=${() => choice.set({ kind })}>${icon(MARKS[kind])}</button>`)}
      </div>
      <button class="button quiet views-menu ${choice.filtered ? 'is-filtered' : ''}" type="button" aria-haspopup="menu" title=${w.menuTitle} @click=${(/** @type {Event} */ event) => openViewMenu(/** @type {Element} */ (event.currentTarget), choice)}><span class="views-mark">${icon(MARKS[choice.now.kind])}</span><span class="views-word">${w.menu}</span>${icon('down', { size: 14 })}</button>`;
  }
}
customElements.define('cd-day-views', DayViews);

/** @param {Element} anchor @param {DayChoice} choice */
function openViewMenu(anchor, choice) {
  const mayPrint = app.can('patient.view');
  const w = words.dayView;
  const here = choice.place();
  const specialty = app.lists.specialties.find((one) => one.specialty_id === choice.now.specialty)?.name;
  // Where the top bar has no room for the switch, the menu has its choices.
  const switched = anchor.parentElement?.querySelector('.views')?.checkVisibility();
  openMenu(anchor, [
    ...(switched ? [] : [...KINDS.map((kind) => ({ words: w.kinds[kind], checked: choice.now.kind === kind, run: () => choice.set({ kind }) })), {}]),
    { heading: w.saved },
    ...choice.saved().flatMap((one, place) => (one ? [{ words: one.name, keys: keyOf(place), checked: place === here, run: () => choice.set(one.choice) }] : [])),
    { words: w.save, icon: 'plus', run: async () => (await import('./day-view-dialogs.js')).openSaveView(choice) },
    {},
    { heading: w.show },
    { words: w.specialty(specialty ?? w.anySpecialty), icon: 'filter', run: () => openSpecialties(anchor, choice) },
    { words: w.people, icon: 'people', run: async () => (await import('./day-view-dialogs.js')).openPeople(choice) },
    ...(choice.now.kind === 'list' ? [{}, ...(/** @type {const} */ (['time', 'person']).map((order) => ({ words: w.order[order], checked: choice.now.order === order, run: () => choice.set({ order }) })))] : [
      {}, { heading: w.scale },
      { words: w.taller, icon: /** @type {const} */ ('plus'), keys: 'Ctrl+Alt++', disabled: choice.now.scale >= SCALES.length - 1, run: () => choice.zoom(1) },
      { words: w.lower, icon: /** @type {const} */ ('minus'), keys: 'Ctrl+Alt+-', disabled: choice.now.scale <= 0, run: () => choice.zoom(-1) },
    ]),
    ...(mayPrint ? [{}, { words: w.print, icon: /** @type {const} */ ('print'), keys: 'Ctrl+P', run: () => runCommand('day.print') }] : []),
  ], { label: w.menuTitle });
}

/** @param {Element} anchor @param {DayChoice} choice */
async function openSpecialties(anchor, choice) {
  const w = words.dayView;
  const used = new Set(app.lists.practitioners.flatMap((one) => one.specialty_ids));
  const all = (await app.load('specialties')).filter((one) => one.active || used.has(one.specialty_id));
  openMenu(anchor, [
    { heading: w.specialtyTitle },
    { words: w.anySpecialtyLong, checked: !choice.now.specialty, run: () => choice.set({ specialty: null }) },
    ...all.map((one) => ({ words: one.name, checked: choice.now.specialty === one.specialty_id, run: () => choice.set({ specialty: one.specialty_id }) })),
  ], { label: w.specialtyTitle });
}

/**
 * What is not shown is said, with the way back. Nothing while everybody is.
 * @param {DayChoice} choice @param {import('./day-shown.js').DayShown|null} shown
 */
export function filterNote(choice, shown) {
  if (!choice.filtered || !shown) return nothing;
  const w = words.dayView;
  const specialty = app.lists.specialties.find((one) => one.specialty_id === choice.now.specialty)?.name;
  const parts = [specialty ?? '', choice.now.people ? w.chosen : ''].filter(Boolean);
  const text = shown.people.length ? w.only(parts, shown.people.length, shown.state.columns.length) : w.nobody(parts);
  return html`<div class="views-note" role="status">${icon('filter', { size: 14 })}<span>${text}</span><button class="button small quiet" type="button" @click=${() => choice.set({ specialty: null, people: null })}>${w.showAll}</button></div>`;
}

/** @param {DayChoice} choice @returns {import('../keys.js').Command[]} */
export function viewCommands(choice) {
  const w = words.dayView;
  const where = words.todayKeys.day;
  const shown = () => route().screen === 'today';
  const open = (/** @type {number} */ place) => {
    const saved = choice.saved()[place];
    if (saved) choice.set(saved.choice);
    else toast(w.empty(place + 1));
  };
  return [
    ...Array.from({ length: PLACES }, (_, place) => ({ id: `day.view.${place + 1}`, words: w.open(place + 1), keys: [keyOf(place)], where, run: () => open(place) })),
    ...KINDS.map((kind) => ({ id: `day.view.${kind}`, words: w.kinds[kind], where, run: () => choice.set({ kind }) })),
    { id: 'day.view.all', words: w.showAll, where, run: () => choice.set({ specialty: PLAIN.specialty, people: PLAIN.people }) },
    { id: 'day.taller', words: w.taller, keys: ['Ctrl+Alt++', 'Ctrl+Alt+='], where, run: () => choice.zoom(1) },
    { id: 'day.lower', words: w.lower, keys: ['Ctrl+Alt+-'], where, run: () => choice.zoom(-1) },
  ].map((command) => ({ ...command, enabled: shown }));
}
