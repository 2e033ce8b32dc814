// What is asked of whoever is signed in, what they asked of others, and what is done.
import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { Screen } from '../element.js';
import { date, dateTime } from '../format.js';
import { icon } from '../icons.js';
import { addCommands } from '../keys.js';
import { ask } from '../ipc.js';
import { say } from '../messages.js';
import { caps } from '../parts/menu.js';
import { Sender } from '../parts/sender.js';
import { openTask } from '../parts/task-dialog.js';
import { colleagues, taskFor, whomField, whomInWords } from '../parts/task-whom.js';
import { tasks } from '../parts/tasks.js';
import { cutLine } from '../parts/cut-line.js';
import { TypedOffer } from '../parts/typed-offer.js';
import { words } from '../words/en.js';
import './tasks.css';

/** @typedef {import('../bindings/TaskLine').TaskLine} TaskLine */
/** What is being said to a task. @typedef {{id: string, what: 'answer' | 'pass', text: string, whom: string, error: string}} Saying */

const w = words.tasks;

class TasksScreen extends Screen {
  static properties = { done: { state: true }, saying: { state: true }, problem: { state: true }, people: { state: true } };

  constructor() {
    super();
    /** Null while they are not shown. @type {TaskLine[] | null} */
    this.done = null;
    /** @type {Saying | null} */
    this.saying = null;
    this.problem = '';
    /** @type {import('../parts/task-whom.js').Colleague[]} */
    this.people = [];
    this.sender = new Sender(() => this.requestUpdate());
    this.offer = new TypedOffer(this);
    this.removeCommands = () => {};
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(tasks, 'change', () => {
      this.requestUpdate();
      if (this.done) this.readDone();
    });
    this.removeCommands = addCommands([{ id: 'tasks.done', words: this.done ? w.hideDone : w.showDone, run: () => this.toggleDone() }]);
    tasks.read();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.removeCommands();
    this.offer.flush();
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  updated(changed) {
    super.updated(changed);
    if (this.saying?.text.trim() || this.saying?.whom) this.offer.keep(() => this.typing());
  }

  typing() {
    return { text: this.saying?.text ?? '', whom: this.saying?.whom ?? '' };
  }

  firstField() {
    return /** @type {HTMLElement | null} */ (this.querySelector('.task-saying :is(select, textarea)'));
  }

  lead() {
    return html`<span class="screen-title">${w.title}</span>`;
  }

  async readDone() {
    this.done = await ask({ ask: 'tasks', done: true }).catch(() => this.done);
  }

  toggleDone() {
    if (this.done) this.done = null;
    else this.readDone();
  }

  /** @param {any} operation @param {string} told */
  async perform(operation, told) {
    if (this.sender.busy) return;
    this.problem = '';
    try {
      await this.sender.send(operation);
      // What is being said to another one stays.
      if (this.saying?.id === operation.task_id) this.stopSaying();
      toast(told);
    } catch (error) {
      this.problem = say(/** @type {import('../ipc.js').WireError} */ (error));
    }
    await tasks.read();
    // What had the focus is gone: the list goes on being what is read.
    if (document.activeElement === document.body) /** @type {HTMLElement | null} */ (this.querySelector('.task button, .tasks-head button'))?.focus();
  }

  /** @param {TaskLine} row @param {'answer' | 'pass'} what */
  async say(row, what) {
    if (what === 'pass' && !this.people.length) this.people = await colleagues();
    // What is typed for another one is offered there again.
    this.offer.flush();
    this.offer = new TypedOffer(this);
    this.saying = { id: row.task_id, what, text: '', whom: '', error: '' };
    this.offer.start(`task ${what} ${row.task_id}`, () => this.typing());
    await this.focusSaying();
  }

  /** Said, or thrown away. */
  stopSaying() {
    if (this.saying) this.offer.end();
    this.saying = null;
  }

  async focusSaying() {
    await this.updateComplete;
    this.firstField()?.focus();
  }

  /** @param {Event} event @param {TaskLine} row */
  async send(event, row) {
    event.preventDefault();
    const { saying } = this;
    if (!saying) return;
    const text = saying.text.trim();
    const missing = saying.what === 'answer' ? !text : !saying.whom;
    if (missing) {
      this.saying = { ...saying, error: say({ code: 'field.required' }) };
      await this.focusSaying();
      return;
    }
    const known = { task_id: row.task_id, version: row.version };
    if (saying.what === 'answer') await this.perform({ op: 'answer_task', ...known, text }, w.answered);
    else await this.perform({ op: 'pass_task_on', ...known, to: taskFor(saying.whom), text: text || null }, w.passed(whomInWords(saying.whom, this.people)));
  }

  render() {
    const { rows } = tasks;
    const mine = rows?.filter((row) => row.mine) ?? [];
    const asked = rows?.filter((row) => !row.mine) ?? [];
    return html`<section class="tasks">
      <div class="tasks-head"><h1 class="visually-hidden">${w.title}</h1><button type="button" class="button primary" @click=${() => openTask()}>${icon('plus')}${w.add}${caps('T')}</button>
        <button type="button" class="button quiet" aria-expanded=${this.done ? 'true' : 'false'} @click=${this.toggleDone}>${this.done ? w.hideDone : w.showDone}</button></div>
      ${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}
      ${rows === null ? html`<div class="skeleton"><i></i><i></i></div>` : nothing}
      ${rows && !rows.length ? html`<div class="empty"><p>${icon('check')} ${w.none}</p><p>${w.noneLead}</p></div>` : nothing}
      ${cutLine(rows ?? [], 300)} ${this.renderGroup(w.mine, mine)} ${this.renderGroup(w.asked, asked)}
      ${this.done ? (this.done.length ? this.renderGroup(w.done, this.done) : html`<p class="muted">${w.noneDone}</p>`) : nothing}
    </section>`;
  }

  /** @param {string} title @param {TaskLine[]} rows */
  renderGroup(title, rows) {
    if (!rows.length) return nothing;
    return html`<section><h2>${title} <span class="count">${rows.length}</span></h2><ul class="task-list">${rows.map((row) => this.renderRow(row))}</ul></section>`;
  }

  /** @param {TaskLine} row */
  renderRow(row) {
    const whom = row.for_user ?? (row.for_role ? words.common.roles[row.for_role] : '');
    const today = app.today();
    const due = row.due_on && !row.done_at ? (row.due_on === today ? w.dueToday : row.due_on < today ? w.overdue(date(row.due_on)) : w.dueOn(date(row.due_on))) : '';
    return html`<li class="task ${row.done_at ? 'is-done' : ''}" data-task=${row.task_id}>
      <div class="task-text">
        ${row.urgent && !row.done_at ? html`<span class="tag task-urgent">${w.urgent}</span>` : nothing}<span>${row.text}</span></div>
      <p class="task-facts">${row.patient_id ? html`<a href="/patients/${row.patient_id}">${row.patient}</a>${row.birth_date ? html` <span class="number">${row.birth_date.slice(0, 4)}</span>` : nothing} · ` : nothing}
        ${due ? html`<span class=${row.due_on && row.due_on < today ? 'task-late' : ''}>${due}</span> · ` : nothing}<span>${w.for(whom)}</span> · <span class="number">${w.from(row.asked_by ?? w.system, dateTime(app.wall(row.asked_at)))}</span></p>
      ${row.notes.length ? html`<ul class="task-notes">${row.notes.map((note) => html`<li><span class="muted small number">${w.note(note.by ?? w.system, w.notes[/** @type {'answered'} */ (note.what)], dateTime(app.wall(note.at)))}</span>${note.text ? html` <span>${note.text}</span>` : nothing}</li>`)}</ul>` : nothing}
      ${this.saying?.id === row.task_id ? this.renderSaying(row, this.saying) : this.renderActs(row)}
    </li>`;
  }

  /** @param {TaskLine} row */
  renderActs(row) {
    const known = { task_id: row.task_id, version: row.version };
    if (row.done_at) {
      return html`<div class="button-row"><button type="button" class="button small quiet" aria-label=${w.reopenOne(row.text)} @click=${() => this.perform({ op: 'reopen_task', ...known }, w.reopened)}>${w.reopen}</button></div>`;
    }
    return html`<div class="button-row">
      <button type="button" class="button small" aria-label=${w.finishOne(row.text)} @click=${() => this.perform({ op: 'finish_task', ...known, text: null }, w.finished)}>${icon('check')}${w.finish}</button>
      <button type="button" class="button small quiet" aria-label=${w.answerOne(row.text)} @click=${() => this.say(row, 'answer')}>${w.answer}</button>
      <button type="button" class="button small quiet" aria-label=${w.passOnOne(row.text)} @click=${() => this.say(row, 'pass')}>${w.passOn}</button></div>`;
  }

  /** @param {TaskLine} row @param {Saying} saying */
  renderSaying(row, saying) {
    const put = (/** @type {Partial<Saying>} */ change) => (this.saying = { ...saying, ...change, error: '' });
    const isAnswer = saying.what === 'answer';
    return html`<form class="task-saying" novalidate @submit=${(/** @type {Event} */ event) => this.send(event, row)} @keydown=${(/** @type {KeyboardEvent} */ event) => {
        if (event.key === 'Escape') this.stopSaying();
      }}>
      ${this.offer.render((typing) => put(typing))}
      ${isAnswer ? nothing : whomField({ id: 'pass-whom', label: w.passTo, value: saying.whom, error: saying.error, people: this.people, on: (whom) => put({ whom }) })}
      <div class="field ${isAnswer && saying.error ? 'has-error' : ''}"><label for="task-say">${isAnswer ? w.yourAnswer : w.word}</label>
        <textarea id="task-say" rows="2" maxlength="1000" .value=${saying.text} aria-invalid=${isAnswer && saying.error ? 'true' : 'false'} @input=${(/** @type {any} */ event) => put({ text: event.target.value })}></textarea>
        ${isAnswer && saying.error ? html`<p class="message">${saying.error}</p>` : nothing}</div>
      <div class="button-row"><button type="submit" class="button small primary" ?disabled=${this.sender.busy}>${isAnswer ? w.sayIt : w.passOn}</button>
        <button type="button" class="button small" @click=${this.stopSaying}>${words.modal.cancel}</button></div>
    </form>`;
  }
}

customElements.define('cd-tasks', TasksScreen);
