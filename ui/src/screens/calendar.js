// Calendar: everything about time that is not the day itself.
import { app } from '../app.js';
import { ask } from '../ipc.js';
import { Pages } from '../parts/pages.js';
import { words } from '../words/en.js';
import { GROUPS } from './calendar/pages.js';

const KINDS = new Set(['recall', 'appointment', 'patient']);

class Calendar extends Pages {
  static properties = { ...Pages.properties, due: { state: true } };

  constructor() {
    super();
    /** Who is to be recalled by today. */
    this.due = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen(app, 'changes', ({ detail }) => {
      if (detail.touches.some((/** @type {any} */ touch) => KINDS.has(touch.kind))) this.count();
    });
    this.count();
  }

  async count() {
    if (app.can('appointment.view')) this.due = (await ask({ ask: 'to_recall' }).catch(() => [])).length;
  }

  get counts() {
    return { recalls: this.due };
  }

  get path() {
    return '/calendar';
  }

  get groups() {
    return GROUPS;
  }

  get say() {
    return words.calendar;
  }
}

customElements.define('cd-calendar', Calendar);
