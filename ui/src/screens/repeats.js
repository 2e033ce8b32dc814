// What patients asked for more of: what waits for a doctor, and what the desk hands over or tells.
import { html, nothing } from 'lit';
import { app } from '../app.js';
import { Screen } from '../element.js';
import { date, dateTime, phone } from '../format.js';
import { icon } from '../icons.js';
import { cutLine } from '../parts/cut-line.js';
import { lookAt, renderAsked, renderDesk, renderState } from '../parts/repeat-line.js';
import { repeats } from '../parts/repeats.js';
import { words } from '../words/en.js';
import './unsigned.css';

/** @typedef {import('../bindings/RepeatLine').RepeatLine} RepeatLine */

const w = words.repeats;

class RepeatsScreen extends Screen {
  connectedCallback() {
    super.connectedCallback();
    this.listen(repeats, 'change', () => this.follow());
    repeats.read();
  }

  lead() {
    return html`<span class="screen-title">${w.title}</span>`;
  }

  async follow() {
    const hadFocus = this.contains(document.activeElement);
    this.requestUpdate();
    await this.updateComplete;
    // What had the focus is gone: the list goes on being what is read.
    if (hadFocus && !this.contains(document.activeElement)) /** @type {HTMLElement | null} */ (this.querySelector('tbody :is(a, button)'))?.focus();
  }

  /** @param {RepeatLine} line */
  async look(line) {
    if (await lookAt(line)) await repeats.read();
  }

  render() {
    const { rows, waiting, answered } = repeats;
    if (rows === null) return html`<section class="unsigned repeats"><div class="skeleton" aria-busy="true"><i></i><i></i></div></section>`;
    if (!rows.length) return html`<div class="empty"><p>${icon('check')} ${w.none}</p><p>${w.noneLead}</p></div>`;
    const answers = app.can('prescription.write');
    const first = this.renderGroup('waiting', w.waiting, '', waiting);
    const second = this.renderGroup('answered', w.answered, w.answeredLead, answered);
    return html`<section class="unsigned repeats" aria-labelledby="repeats-title"><h1 class="visually-hidden" id="repeats-title">${w.title}</h1>
      ${cutLine(rows, 500)} ${answers ? html`${first} ${second}` : html`${second} ${first}`}</section>`;
  }

  /** @param {string} name @param {string} title @param {string} lead @param {RepeatLine[]} rows */
  renderGroup(name, title, lead, rows) {
    if (!rows.length) return nothing;
    return html`<h2 id="repeats-${name}">${title} <span class="count">${rows.length}</span></h2>${lead ? html`<p class="muted">${lead}</p>` : nothing}
      <table class="unsigned-rows repeat-rows" aria-labelledby="repeats-${name}"><thead><tr><th scope="col">${w.when}</th><th scope="col">${w.patient}</th><th scope="col">${w.what}</th><th scope="col">${w.state}</th><td></td></tr></thead>
        <tbody>${rows.map((line) => this.renderRow(line))}</tbody></table>`;
  }

  /** @param {RepeatLine} line */
  renderRow(line) {
    const answers = line.state === 'waiting' && app.can('prescription.write');
    const toCall = line.state === 'refused' || line.state === 'void';
    return html`<tr data-repeat=${line.repeat_id}><td><span class="number">${dateTime(app.wall(line.requested_at))}</span><p class="muted small">${w.notedBy(line.requested_by ?? '')}</p></td>
      <td><a href="/patients/${line.patient_id}${answers ? '/medicines' : ''}">${line.patient}</a>
        <p class="muted small number">${[line.birth_date ? date(line.birth_date) : '', line.mrn].filter(Boolean).join(' · ')}</p>
        ${toCall ? line.phones.map((one) => html`<p class="number">${phone(one.number)}</p>`) : nothing}</td>
      <td>${renderAsked(line, (one) => this.look(one))}</td><td>${renderState(line)}</td>
      <td>${answers ? html`<a class="button small" href="/patients/${line.patient_id}/medicines" aria-label=${w.openOne(line.patient)}>${w.open}</a>` : renderDesk(line)}</td></tr>`;
  }
}

customElements.define('cd-repeats', RepeatsScreen);
