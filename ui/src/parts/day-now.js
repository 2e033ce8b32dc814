import { app } from '../app.js';
import { time } from '../format.js';
import { minuteOfDay } from '../wall.js';
import { words } from '../words/en.js';

/** Where the clinic's clock stands, as a line through all columns with its time in the gutter. */
export class NowLine {
  /** @param {import('./day-grid.js').DayGrid} grid */
  constructor(grid) {
    this.grid = grid;
    this.line = document.createElement('div');
    this.line.className = 'now-line';
    this.label = document.createElement('span');
    this.label.className = 'now-time';
    // Under the cards as a line, over them only as a hint on their edge: it must not strike through a name.
    this.hint = document.createElement('div');
    this.hint.className = 'now-hint';
    this.hint.append(this.label);
  }

  place() {
    const { main, state } = this.grid;
    if (!main || !state) return;
    const now = app.now();
    const minute = minuteOfDay(now.slice(11, 16));
    const { from, to } = state.hours();
    if (state.date !== now.slice(0, 10) || minute < from || minute > to) {
      this.line.remove();
      this.hint.remove();
      return;
    }
    if (this.line.parentElement !== main) main.append(this.line, this.hint);
    for (const line of [this.line, this.hint]) line.style.insetBlockStart = `${this.grid.pixels(minute - from)}px`;
    this.hint.style.setProperty('--columns', String(this.grid.shown?.columns.length ?? 1));
    this.label.textContent = time(now.slice(11, 16));
    this.label.setAttribute('aria-label', words.today.nowIs(time(now.slice(11, 16))));
    this.label.setAttribute('role', 'img');
  }
}
