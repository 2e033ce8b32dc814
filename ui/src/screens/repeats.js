// What patients asked for more of: what waits for a doctor, and what the desk hands over or tells.
import { html, nothing } from 'lit';
import { repeat as keyed } from 'lit/directives/repeat.js';
import { app } from '../app.js';
import { Screen } from '../element.js';
import { date, dateTime, phone } from '../format.js';
import { icon } from '../icons.js';
import { addCommands } from '../keys.js';
import { cutLine } from '../parts/cut-line.js';
import { lookAt, renderAsked, renderDesk, renderState } from '../parts/repeat-line.js';
import { repeats } from '../parts/repeats.js';
import '../parts/repeat-answer.js';
import { route } from '../router.js';
import { words } from '../words/en.js';
import './unsigned.css';

/** @typedef {import('../bindings/RepeatLine').RepeatLine} RepeatLine */

const w = words.repeats;

class RepeatsScreen extends Screen {
  static properties = { opened: { state: true }, answeredAll: { state: true } };

  constructor() {
    super();
    /** The requests that are being answered, by id. @type {Set<string>} */
    this.opened = new Set();
    /** Every request that waited while this was open, as it stood: what was answered leads to the next one. @type {string[]} */
    this.order = [];
    /** What was sent last, until it is gone from those that wait. */
    this.sent = '';
    this.answeredAll = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(repeats, 'change', () => this.follow());
    this.removeCommands = addCommands(this.commands());
    this.remember();
    repeats.read();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.removeCommands?.();
  }

  lead() {
    return html`<span class="screen-title">${w.title}</span>`;
  }

  /** @returns {import('../keys.js').Command[]} */
  commands() {
    const where = w.title;
    const enabled = () => route().screen === 'repeats' && app.can('prescription.write') && repeats.waiting.length > 0;
    const open = () => enabled() && this.opened.has(this.here());
    const press = (/** @type {string} */ what) => /** @type {HTMLElement | null} */ (this.querySelector(`[data-answer="${this.here()}"] ${what}`))?.click();
    return [
      { id: 'repeats.down', words: words.waiting.down, keys: ['ArrowDown'], where, hidden: true, enabled, run: () => this.walk(1) },
      { id: 'repeats.up', words: words.waiting.up, keys: ['ArrowUp'], where, hidden: true, enabled, run: () => this.walk(-1) },
      { id: 'repeats.approve', words: w.approveHere, keys: ['a'], where, hidden: true, enabled: open, run: () => press('[data-approve]') },
      { id: 'repeats.refuse', words: w.refuse, keys: ['r'], where, hidden: true, enabled: open, run: () => press('[data-refuse]') },
    ];
  }

  /** The request in which the focus is. */
  here() {
    return /** @type {HTMLElement | null} */ (document.activeElement?.closest('[data-repeat]') ?? null)?.dataset.repeat ?? '';
  }

  /** @param {number} step */
  walk(step) {
    const ids = repeats.waiting.map((line) => line.repeat_id);
    const at = ids.indexOf(this.here());
    this.focusOn(ids[at < 0 ? 0 : Math.min(Math.max(at + step, 0), ids.length - 1)]);
  }

  remember() {
    for (const { repeat_id: id } of repeats.waiting) if (!this.order.includes(id)) this.order.push(id);
  }

  async follow() {
    const hadFocus = this.contains(document.activeElement);
    this.remember();
    this.requestUpdate();
    await this.updateComplete;
    const { sent } = this;
    if (sent && !repeats.waiting.some((line) => line.repeat_id === sent)) return this.goOn(sent);
    // What had the focus is gone: the list goes on being what is read.
    if (hadFocus && !this.contains(document.activeElement)) /** @type {HTMLElement | null} */ (this.querySelector('tbody :is(a, button)'))?.focus();
  }

  /** To the request after the one that was answered, else to the one before it. @param {string} id */
  async goOn(id) {
    this.sent = '';
    this.opened.delete(id);
    const at = this.order.indexOf(id);
    const near = [...this.order.slice(at + 1), ...this.order.slice(0, Math.max(at, 0)).reverse()];
    const next = near.find((one) => repeats.waiting.some((line) => line.repeat_id === one));
    this.answeredAll = !next;
    await this.updateComplete;
    if (next) this.focusOn(next);
    else /** @type {HTMLElement | null} */ (this.querySelector('.repeats-all'))?.focus();
  }

  /** Where it is open, at its answer. @param {string | undefined} id */
  focusOn(id) {
    const answer = this.querySelector(`[data-answer="${id}"] :is([data-approve]:not([disabled]), [data-write], [data-refuse])`);
    const first = /** @type {HTMLElement | null} */ (answer ?? this.querySelector(`[data-repeat="${id}"] [data-toggle]`));
    first?.focus();
    first?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {RepeatLine} line */
  async look(line) {
    if (await lookAt(line)) await repeats.read();
  }

  /** @param {string} id */
  async toggle(id) {
    const opened = new Set(this.opened);
    if (!opened.delete(id)) opened.add(id);
    this.opened = opened;
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector(`[data-repeat="${id}"] [data-toggle]`))?.focus();
  }

  /** @param {KeyboardEvent} event @param {string} id */
  onKey(event, id) {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    this.toggle(id);
  }

  render() {
    const { rows, waiting, answered } = repeats;
    if (rows === null) return html`<section class="unsigned repeats"><div class="skeleton" aria-busy="true"><i></i><i></i></div></section>`;
    const all = this.answeredAll && !waiting.length ? html`<p class="muted repeats-all" role="status" tabindex="-1">${icon('check')} ${w.answeredAll}</p>` : nothing;
    if (!rows.length) return html`<div class="empty">${all}<p>${icon('check')} ${w.none}</p><p>${w.noneLead}</p></div>`;
    const answers = app.can('prescription.write');
    const first = this.renderGroup('waiting', w.waiting, answers ? w.waitingLead : '', waiting);
    const second = this.renderGroup('answered', w.answered, w.answeredLead, answered);
    return html`<section class="unsigned repeats" aria-labelledby="repeats-title"><h1 class="visually-hidden" id="repeats-title">${w.title}</h1>
      ${cutLine(rows, 500)} ${all} ${answers ? html`${first} ${second}` : html`${second} ${first}`}</section>`;
  }

  /** @param {string} name @param {string} title @param {string} lead @param {RepeatLine[]} rows */
  renderGroup(name, title, lead, rows) {
    if (!rows.length) return nothing;
    return html`<h2 id="repeats-${name}">${title} <span class="count">${rows.length}</span></h2>${lead ? html`<p class="muted">${lead}</p>` : nothing}
      <table class="unsigned-rows repeat-rows" aria-labelledby="repeats-${name}"><thead><tr><th scope="col">${w.when}</th><th scope="col">${w.patient}</th><th scope="col">${w.what}</th><th scope="col">${w.state}</th><td></td></tr></thead>
        <tbody>${keyed(rows, (line) => line.repeat_id, (line) => this.renderRow(line))}</tbody></table>`;
  }

  /** @param {RepeatLine} line */
  renderRow(line) {
    const answers = line.state === 'waiting' && app.can('prescription.write');
    const toCall = line.state === 'refused' || line.state === 'void';
    const isOpen = answers && this.opened.has(line.repeat_id);
    return html`<tr data-repeat=${line.repeat_id} class=${isOpen ? 'repeat-opened' : ''}><td><span class="number">${dateTime(app.wall(line.requested_at))}</span><p class="muted small">${w.notedBy(line.requested_by ?? '')}</p></td>
      <td><a href="/patients/${line.patient_id}${answers ? '/medicines' : ''}">${line.patient}</a>
        <p class="muted small number">${[line.birth_date ? date(line.birth_date) : '', line.mrn].filter(Boolean).join(' · ')}</p>
        ${toCall ? line.phones.map((one) => html`<p class="number">${phone(one.number)}</p>`) : nothing}</td>
      <td>${renderAsked(line, answers ? null : (one) => this.look(one), isOpen)}</td><td>${renderState(line)}</td>
      <td>${answers ? this.renderToggle(line, isOpen) : renderDesk(line)}</td></tr>
      ${isOpen ? this.renderAnswer(line) : nothing}`;
  }

  /** @param {RepeatLine} line @param {boolean} isOpen */
  renderToggle(line, isOpen) {
    const label = isOpen ? w.closeOne(line.patient) : w.openOne(line.patient);
    return html`<button type="button" class="button small" data-toggle aria-expanded=${String(isOpen)} aria-label=${label} @click=${() => this.toggle(line.repeat_id)}>${isOpen ? w.close : w.open}${icon(isOpen ? 'up' : 'down', { size: 14 })}</button>`;
  }

  /** @param {RepeatLine} line */
  renderAnswer(line) {
    const id = line.repeat_id;
    return html`<tr class="repeat-answer-row" data-repeat=${id} data-answer=${id} @keydown=${(/** @type {KeyboardEvent} */ event) => this.onKey(event, id)}><td colspan="5"><cd-repeat-answer .line=${line}
      .onOpened=${() => repeats.read()} .onAnswer=${() => (this.sent = id)} .onDone=${() => repeats.read().then(() => this.goOn(id))}></cd-repeat-answer></td></tr>`;
  }
}

customElements.define('cd-repeats', RepeatsScreen);
