// The appointment that the address names: selected and in sight once its day is there. After that the day goes its own way.

export class DaySought {
  /** @param {import('../screens/today.js').Today} today */
  constructor(today) {
    this.today = today;
    /** @type {string|null} */
    this.id = null;
  }

  /** @param {string|null|undefined} id */
  want(id) {
    this.id = id ?? null;
    this.seek();
  }

  seek() {
    const { day, date, shown, grid, choice } = this.today;
    const one = day?.date === date ? day.get(this.id) : null;
    if (!one || !shown || !grid || shown.state !== day) return;
    if (!shown.columnOf(one)) {
      // Whose columns are chosen is no reason not to be found; the day is drawn anew with it.
      choice.set({ specialty: null, people: null });
      return;
    }
    this.id = null;
    this.today.choose({ id: one.id, open: true });
    // A full day is drawn in parts, and opens where it is now.
    const reveal = (/** @type {number} */ tries) => requestAnimationFrame(() => (grid.card(one.id) || !tries ? grid.reveal(one.id) : reveal(tries - 1)));
    reveal(60);
  }
}
