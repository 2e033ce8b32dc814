// The services step: a starter list to tick, with minutes and prices to change on the spot.
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { app } from '../app.js';
import * as format from '../format.js';
import { icon } from '../icons.js';
import { ask, perform, uuid7 } from '../ipc.js';
import { words } from '../words/en.js';
import './setup.css';

const say = words.setup.services;

/** @typedef {{id: string, name: string, minutes: string, price: string, chosen: boolean, made: boolean}} Starter */

/** Ticked from the start: what nearly every clinic offers. */
const USUAL = 4;

/**
 * @param {any} Base the form that all steps share
 * @returns {any}
 */
export const SetupServices = (Base) =>
  class extends Base {
    constructor() {
      const starters = say.starter.map(([name, minutes], i) => ({ id: uuid7(), name, minutes: String(minutes), price: '', chosen: i < USUAL, made: false }));
      super('services', { starters });
      // What is there already needs no second one.
      ask({ ask: 'services' }).then((rows) => {
        const names = new Set(rows.map((/** @type {any} */ row) => row.name));
        this.form.start({ starters: starters.filter((starter) => !names.has(starter.name)) });
      }, () => {});
    }

    /** @param {number} at @param {Partial<Starter>} change */
    change(at, change) {
      const { starters } = this.form.values;
      this.form.set('starters', starters.map((/** @type {Starter} */ starter, /** @type {number} */ i) => (i === at ? { ...starter, ...change } : starter)));
    }

    /** @param {Starter} starter */
    wrong(starter) {
      if (!starter.chosen) return null;
      const minutes = Number(starter.minutes);
      if (!/^\d+$/.test(starter.minutes.trim()) || minutes < 5 || minutes > 720 || minutes % 5) return 'minutes';
      return starter.price.trim() && format.parseMoney(starter.price) === null ? 'price' : null;
    }

    fields() {
      const { form } = this;
      const columns = [say.pick, say.minutes, words.admin.services.priceIn(app.clinic?.currency ?? '')];
      return html`
        <p class="muted">${say.lead}</p>
        <table class="starter">
          <thead><tr>${columns.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
          <tbody>${form.values.starters.map((/** @type {Starter} */ starter, /** @type {number} */ i) => this.renderRow(starter, i))}</tbody>
        </table>
        ${form.errors.starters ? html`<p class="f-error" role="alert">${icon('warning')}${form.errors.starters}</p>` : nothing}
      `;
    }

    /** @param {Starter} starter @param {number} i */
    renderRow(starter, i) {
      const wrong = this.form.errors.starters ? this.wrong(starter) : null;
      const input = (/** @type {'minutes'|'price'} */ which, /** @type {string} */ label) => html`<input
        class="input"
        inputmode="decimal"
        autocomplete="off"
        aria-label=${`${starter.name}: ${label}`}
        aria-invalid=${wrong === which ? 'true' : 'false'}
        ?disabled=${!starter.chosen}
        .value=${live(starter[which])}
        @input=${(/** @type {any} */ event) => this.change(i, { [which]: event.target.value })}
      />`;
      return html`
        <tr class=${starter.chosen ? '' : 'off'}>
          <td><label class="f-check"><input type="checkbox" .checked=${live(starter.chosen)} @change=${(/** @type {any} */ event) => this.change(i, { chosen: event.target.checked })} /><span>${starter.name}</span></label></td>
          <td>${input('minutes', say.minutes)}</td>
          <td>${input('price', say.price)}</td>
        </tr>
      `;
    }

    submit() {
      const chosen = this.form.values.starters.filter((/** @type {Starter} */ starter) => starter.chosen);
      const wrong = chosen.map((/** @type {Starter} */ starter) => this.wrong(starter)).find(Boolean);
      const sentence = wrong === 'minutes' ? words.admin.services.minutesHint : wrong === 'price' ? words.admin.services.notMoney(format.moneyTyped(4500)) : null;
      if (!this.form.check({ starters: chosen.length ? sentence : say.none })) return;
      this.finish(() => this.make(chosen), say.saved(chosen.length));
    }

    /** One after the other; a second try goes on where the first one stopped. @param {Starter[]} chosen */
    async make(chosen) {
      for (const starter of chosen) {
        if (starter.made) continue;
        await perform({
          op: 'add_service', service_id: starter.id, name: starter.name, minutes: Number(starter.minutes), price_minor: format.parseMoney(starter.price) ?? 0, practitioner_ids: [], code: null,
        });
        starter.made = true;
      }
    }
  };
