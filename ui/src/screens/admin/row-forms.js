// The forms of a list in Admin, one for each row that was opened. What is typed in one is kept while another is open, and on this
// workstation, so that it is offered again after a crash or a lock.
import { uuid7 } from '../../ipc.js';
import { Form } from '../../parts/form.js';
import { TypedOffer, formTyping } from '../../parts/typed-offer.js';

/** A form that knows the version it was made from, and the id its record has or will have. @typedef {Form & {seen: number, rowId: string, offer: TypedOffer}} RowForm */

export class RowForms {
  /** @param {import('./list.js').AdminList} list */
  constructor(list) {
    this.list = list;
    /** @type {Map<string, RowForm>} by the row's id, or "new" */
    this.open = new Map();
  }

  /** @param {string} id */
  get(id) {
    return this.open.get(id);
  }

  /** The form of a row, begun when it is not there yet. @param {string} id @param {any} row null while new @returns {RowForm} */
  of(id, row) {
    const { list } = this;
    const kept = this.open.get(id);
    if (kept) return kept;
    const form = /** @type {RowForm} */ (new Form(list, row ? list.toValues(row) : list.blank()));
    form.seen = row?.version ?? 0;
    form.rowId = row ? id : uuid7();
    form.offer = new TypedOffer(list);
    form.offer.start(`admin ${list.source.question} ${id}`, () => formTyping(form), form.seen);
    this.open.set(id, form);
    return form;
  }

  /**
   * Perform the steps one after the other, each on the version that the one before left.
   * @param {RowForm} form
   * @param {import('./list.js').Step[]} steps
   * @returns {Promise<string[]|null>} the ids under which they were performed, or null when one was refused
   */
  async perform(form, steps) {
    let version = form.version(form.seen);
    const ids = [];
    for (const step of steps) {
      const answer = await form.perform(step(version), { names: this.list.names(), theirs: () => this.#theirs(form) });
      if (!answer) {
        if (form.conflict) form.seen = form.conflict.version;
        return null;
      }
      ids.push(answer.id);
      version = answer.outcome?.version ?? version + 1;
      form.seen = version;
    }
    return ids;
  }

  /** @param {RowForm} form */
  async #theirs(form) {
    await this.list.load();
    const row = this.list.find(form.rowId);
    return row ? { values: this.list.toValues(row), version: row.version } : null;
  }

  /** Saved, or thrown away. @param {string} id */
  end(id) {
    this.open.get(id)?.offer.end();
    this.open.delete(id);
  }

  /** Untouched forms follow the row; one in which somebody types does not. */
  follow() {
    for (const [id, form] of this.open) {
      const row = this.list.find(id);
      if (!row || form.busy || form.dirty || form.conflict || form.seen === row.version) continue;
      form.start(this.list.toValues(row));
      form.seen = row.version;
    }
  }

  keep() {
    for (const form of this.open.values()) if (form.dirty) form.offer.keep(() => formTyping(form));
  }

  flush() {
    for (const form of this.open.values()) form.offer.flush();
  }
}
