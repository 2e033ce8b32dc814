// The chart of the selected patient beside the day. What draws it is loaded when somebody first asks for it.
import { html, nothing } from 'lit';

/** @typedef {import('../wire-types.js').DayAppointment} DayAppointment */

export class ChartBeside {
  /** @param {import('../screens/today.js').Today} today */
  constructor(today) {
    this.today = today;
    /** Whose chart is open; empty: nobody's. */
    this.patientId = '';
    this.openedCovered = false;
  }

  /** Asked for once more, it closes. @param {DayAppointment} one */
  async toggle(one) {
    const { today } = this;
    if (this.patientId === one.patient_id) {
      this.close();
      return;
    }
    await import('./chart-panel.js');
    if (today.selected !== one.id) return;
    this.patientId = one.patient_id;
    this.openedCovered = today.covered;
    today.requestUpdate();
    await today.updateComplete;
    // The day is narrower now: the card it belongs to stays in sight.
    today.grid?.reveal(one.id);
  }

  /** The focus goes back to where the chart came from. */
  close() {
    this.patientId = '';
    this.today.requestUpdate();
    if (this.today.selected) this.today.backToCard(this.today.selected);
  }

  /**
   * It closes when another patient is chosen, and does not follow: looking at a card is no reading of a record, and each opening is recorded
   * as meant. It closes too when names are covered.
   * @param {DayAppointment|null} one the selected appointment
   */
  render(one) {
    const { today } = this;
    // Uncovered since: the next covering closes it.
    if (!today.covered) this.openedCovered = false;
    if (one?.patient_id !== this.patientId || (today.covered && !this.openedCovered)) this.patientId = '';
    if (!this.patientId || !one) return nothing;
    return html`<cd-chart-panel .one=${one} @act=${(/** @type {CustomEvent} */ { detail }) => today.act(detail.id)} @leave=${() => this.close()}></cd-chart-panel>`;
  }
}
