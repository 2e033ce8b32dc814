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
