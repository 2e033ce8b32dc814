// Who is in the house, as data: the rows of the waiting room by stage. News about one appointment changes one row.

/** @typedef {import('../wire-types.js').WaitingRow} WaitingRow */
/** @typedef {'arrived'|'in_room'|'to_pay'} Stage */

/** @type {Stage[]} */
export const STAGES = ['arrived', 'in_room', 'to_pay'];

export class WaitingState {
  /** @param {WaitingRow[]} rows */
  constructor(rows) {
    /** @type {Map<string, WaitingRow>} */
    this.rows = new Map(rows.map((row) => [row.id, row]));
  }

  /** @param {string|null} id */
  get(id) {
    return id ? (this.rows.get(id) ?? null) : null;
  }

  /**
   * What was asked for about these appointments: who is not among the rows has left the house.
   * @param {string[]} ids @param {WaitingRow[]} rows
   */
  patch(ids, rows) {
    for (const id of ids) {
      const row = rows.find((one) => one.id === id);
      const known = this.rows.get(id);
      if (!row) this.rows.delete(id);
      else if (!known || known.version <= row.version) this.rows.set(id, row);
    }
  }

  /** Longest in this stage first. @param {Stage} stage @param {(row: WaitingRow) => boolean} wanted */
  in(stage, wanted) {
    return [...this.rows.values()].filter((row) => row.status === stage && wanted(row)).sort((a, b) => a.status_since.localeCompare(b.status_since) || (a.id < b.id ? -1 : 1));
  }

  /** Patients of whom another one with the same name is here: their birth dates are shown. @returns {Set<string>} */
  namesakes() {
    /** @type {Map<string, Set<string>>} */
    const byName = new Map();
    for (const { family, given, patient_id: patient } of this.rows.values()) {
      const name = `${family ?? ''}\n${given ?? ''}`.toLocaleLowerCase();
      byName.set(name, (byName.get(name) ?? new Set()).add(patient));
    }
    return new Set([...byName.values()].filter((patients) => patients.size > 1).flatMap((patients) => [...patients]));
  }
}
