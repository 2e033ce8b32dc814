// The waiting room: everybody in the house by stage, how long already, with whom and where; calling in and sending to pay.
import { html, nothing } from 'lit';
import { app } from '../app.js';
import { icon } from '../icons.js';
import { dotted } from '../words/isolate.js';
import { addCommands, lettersOn } from '../keys.js';
import { say } from '../messages.js';
import { go, route } from '../router.js';
import { words } from '../words/en.js';
import { ALL_ACTIONS, actionsFor, findAction } from '../parts/actions.js';
import { InHouse } from '../parts/in-house.js';
import { caps, openMenu } from '../parts/menu.js';
import { waitingRow } from '../parts/waiting-row.js';
import { STAGES } from '../parts/waiting-state.js';
import { openWalkIn } from '../parts/walk-in-dialog.js';
import { openWallStart } from '../parts/wall-start.js';
import '../parts/queue.css';
import './waiting.css';

/** @typedef {import('../wire-types.js').WaitingRow} WaitingRow */

export class Waiting extends InHouse {
  static properties = { ...InHouse.properties, mine: { state: true } };

  constructor() {
    super();
    this.mine = Boolean(app.me?.practitioner_id) && localStorage.getItem(this.mineKey) !== 'everyone';
    /** @type {() => void} */
    this.removeCommands = () => {};
  }

  connectedCallback() {
    super.connectedCallback();
    this.removeCommands = addCommands(this.commands());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.removeCommands();
  }

  get mineKey() {
    return `waiting.${app.me?.user_id}`;
  }

  /**
   * The focus goes along with a row to its next part; when it left the house, to the row that took its place.
   * @param {string[]} ids @param {WaitingRow[]} rows
   */
  patch(ids, rows) {
    const held = this.contains(document.activeElement) && Boolean(document.activeElement?.closest('[data-row]'));
    const at = this.shown().findIndex((row) => row.id === this.selected);
    super.patch(ids, rows);
    if (!held) return;
    const left = this.shown();
    this.focusRow(left.find((row) => row.id === this.selected) ?? left[Math.min(Math.max(at, 0), left.length - 1)]);
  }

  /** @param {string} id */
  backToCard(id) {
    this.updateComplete.then(() => this.focusRow(this.state?.get(id) ?? undefined));
  }

  // Rows ----------------------------------------------------------------------------------------------------------

  /** @param {import('../parts/waiting-state.js').Stage} stage */
  rowsIn(stage) {
    return this.state?.in(stage, (row) => !this.mine || this.isMine(row)) ?? [];
  }

  /** As they stand on the screen, part by part. */
  shown() {
    return STAGES.flatMap((stage) => this.rowsIn(stage));
  }

  /** @param {WaitingRow|undefined} row */
  focusRow(row) {
    if (!row) return;
    this.selected = row.id;
    this.updateComplete.then(() => /** @type {HTMLElement|null} */ (this.querySelector(`[data-row="${row.id}"] .waiting-open`))?.focus());
  }

  /** @param {number} step */
  walk(step) {
    const rows = this.shown();
    const at = rows.findIndex((row) => row.id === this.selected);
    this.focusRow(rows[at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)]);
  }

  /** To the next part that holds somebody. @param {number} step */
  across(step) {
    const stages = STAGES.filter((stage) => this.rowsIn(stage).length);
    const at = stages.findIndex((stage) => stage === this.state?.get(this.selected)?.status);
    const next = stages[(at + step + stages.length) % stages.length];
    if (next) this.focusRow(this.rowsIn(next)[0]);
  }

  /** @param {string} id @param {Element|{x: number, y: number}} [anchor] */
  act(id, anchor = this.querySelector(`[data-row="${this.selected}"]`) ?? this) {
    const one = this.state?.get(this.selected);
    if (one) this.steps.act(one, id, anchor);
  }

  /** @param {WaitingRow} row @param {Element|{x: number, y: number}} anchor */
  openRowMenu(row, anchor) {
    this.selected = row.id;
    const { main, beside, more } = actionsFor(row);
    const item = (/** @type {import('../parts/actions.js').Action} */ action) => ({ words: action.words, icon: action.icon, keys: lettersOn() ? action.key : null, danger: action.danger, run: () => this.act(action.id, anchor) });
    openMenu(anchor, [...(main ? [item(main), {}] : []), ...beside.map(item), {}, ...more.map(item), {}, { words: words.today.patientPage, icon: 'patient', run: () => go(`/patients/${row.patient_id}`) }], { label: words.waiting.more(row.name) });
  }

  /** @param {boolean} mine */
  choose(mine) {
    this.mine = mine;
    localStorage.setItem(this.mineKey, mine ? 'mine' : 'everyone');
  }

  /** @returns {import('../keys.js').Command[]} */
  commands() {
    const w = words.waiting;
    const where = w.title;
    const shown = () => route().screen === 'waiting';
    const here = () => shown() && Boolean(this.state?.get(this.selected));
    return [
      { id: 'waiting.down', words: w.down, keys: ['ArrowDown'], where, hidden: true, enabled: shown, run: () => this.walk(1) },
      { id: 'waiting.up', words: w.up, keys: ['ArrowUp'], where, hidden: true, enabled: shown, run: () => this.walk(-1) },
      { id: 'waiting.right', words: w.across, keys: ['ArrowRight'], where, hidden: true, enabled: shown, run: () => this.across(1) },
      { id: 'waiting.left', words: w.across, keys: ['ArrowLeft'], where, hidden: true, enabled: shown, run: () => this.across(-1) },
      { id: 'waiting.mine', words: w.mineKey, keys: ['i'], where, enabled: () => shown() && Boolean(app.me?.practitioner_id), run: () => this.choose(!this.mine) },
      ...ALL_ACTIONS.map((action) => ({
        id: `waiting.${action.id}`, words: action.words, keys: action.key ? [action.key] : [], where, run: () => this.act(action.id),
        enabled: () => here() && Boolean(findAction(/** @type {WaitingRow} */ (this.state?.get(this.selected)), action.id)),
      })),
    ];
  }

  lead() {
    return html`<h1>${words.waiting.title}</h1>`;
  }

  render() {
    const { state, failure } = this;
    if (failure && !state) {
      return html`<div class="waiting-none" role="alert"><p>${words.waiting.failed} ${say(failure)}</p><button class="button" type="button" @click=${this.read}>${words.common.tryAgain}</button></div>`;
    }
    return html`<div class="waiting">
      ${this.renderHead()}
      ${state ? this.renderParts(state) : html`<div class="waiting-parts skeleton" role="status" aria-label=${words.waiting.loading}>${STAGES.map(() => html`<div class="waiting-skeleton"><i></i><i></i><i></i></div>`)}</div>`}
    </div>`;
  }

  renderHead() {
    const w = words.waiting;
    const waiting = this.rowsIn('arrived');
    const longest = waiting[0] ? app.minutesSince(waiting[0].status_since) : 0;
    return html`<div class="waiting-head">
      ${app.me?.practitioner_id ? html`<div class="waiting-whose" role="group" aria-label=${w.whose}>
        ${[true, false].map((mine) => html`<button type="button" class="button small" aria-pressed=${String(this.mine === mine)} @click=${() => this.choose(mine)}>${mine ? w.mine : w.everyone}</button>`)}</div>` : nothing}
      <p class="grow muted number">${this.state ? dotted([this.mine ? w.mineOf(this.shown().length, this.state.rows.size) : w.inHouse(this.state.rows.size), waiting.length ? w.longest(longest, app.clinic?.waiting_limit_minutes ?? 20) : '']) : nothing}</p>
      <button type="button" class="button" @click=${() => openWallStart()}>${icon('wall')}${words.wall.start}</button>
      ${app.can('appointment.book') ? html`<button type="button" class="button" @click=${() => openWalkIn()}>${icon('ticket')}${w.newWalkIn}${caps(lettersOn() ? 'w' : null)}</button>` : nothing}
    </div>`;
  }

  /** @param {import('../parts/waiting-state.js').WaitingState} state */
  renderParts(state) {
    const w = words.waiting;
    if (this.shown().length === 0) {
      return html`<div class="waiting-none"><p>${this.mine && state.rows.size ? w.nobodyMine : w.nobody}</p>
        ${this.mine && state.rows.size ? html`<button class="button" type="button" @click=${() => this.choose(false)}>${w.everyone}</button>`
          : app.can('appointment.book') ? html`<button class="button" type="button" @click=${() => openWalkIn()}>${icon('ticket')}${w.newWalkIn}${caps(lettersOn() ? 'w' : null)}</button>` : nothing}</div>`;
    }
    const namesakes = state.namesakes();
    const first = this.shown()[0]?.id;
    const stop = state.get(this.selected) && this.shown().some((row) => row.id === this.selected) ? this.selected : first;
    return html`<div class="waiting-parts">${STAGES.map((stage) => this.renderPart(stage, namesakes, stop ?? null))}</div>`;
  }

  /** @param {import('../parts/waiting-state.js').Stage} stage @param {Set<string>} namesakes @param {string|null} stop */
  renderPart(stage, namesakes, stop) {
    const rows = this.rowsIn(stage);
    return html`<section class="waiting-part is-${stage.replace('_', '-')}" aria-labelledby="waiting-${stage}">
      <h2 id="waiting-${stage}">${words.waiting.stages[stage]}${rows.length ? html` <span class="queue-count">${rows.length}</span>` : nothing}</h2>
      ${rows.length
        ? html`<ul>${rows.map((row) => waitingRow(row, {
            stop: row.id === stop, namesake: namesakes.has(row.patient_id), step: actionsFor(row).main,
            focused: () => (this.selected = row.id),
            act: (id, anchor) => {
              this.selected = row.id;
              this.act(id, anchor);
            },
            menu: (anchor) => this.openRowMenu(row, anchor),
          }))}</ul>`
        : html`<p class="muted waiting-empty">${words.waiting.none[stage]}</p>`}
    </section>`;
  }
}
customElements.define('cd-waiting', Waiting);
