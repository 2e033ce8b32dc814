// Changes made from the day: each is performed once, shown, told in a toast that can undo it, and its refusals said in words.
import { app, toast } from '../app.js';
import { ask, perform } from '../ipc.js';
import { say } from '../messages.js';
import { dateTime, time, timeRange } from '../format.js';
import { addMinutes, dateOf, minutesBetween } from '../wall.js';
import { words } from '../words/en.js';
import { fullName } from './day-card.js';
import { openMenu } from './menu.js';
import { go } from '../router.js';
import { freedBy, offerFreed } from './waitlist-offer.js';

/** @typedef {import('../wire-types.js').DayAppointment} DayAppointment */
/** @typedef {{short_name: string, practitioner_id: string, room_id?: string|null}} Column */
/**
 * The screen whose appointments are changed: Today, or the waiting room.
 * @typedef {object} Place
 * @property {boolean} covered
 * @property {{columns: Column[], column: (practitioner: string) => Column|null, get: (id: string|null) => DayAppointment|null}|null} day
 * @property {(one: DayAppointment) => void} take @property {(one: DayAppointment) => void} put @property {(ids: string[]) => Promise<void>} refresh
 * @property {(one: DayAppointment, id: string) => import('./actions.js').Action|null} actionOf @property {(id: string) => void} backToCard
 */
/** @typedef {{appointment: DayAppointment, practitioner_id: string, room_id?: string|null, starts_at: string, minutes: number}} Shift */

/** What the dialogs of the time answer in their own window. */
const NEEDS_DECISION = new Set(['appointment.slot_taken', 'appointment.outside_hours']);

export class DaySteps {
  /** @param {Place} today */
  constructor(today) {
    this.today = today;
  }

  /** The patient in a sentence; covered names stay covered. @param {DayAppointment} one */
  who(one) {
    return this.today.covered ? words.today.appointment : fullName(one);
  }

  /**
   * Another time, length, person or room. The card is there already; it goes back when the clinic refuses.
   * @param {Shift} shift
   */
  async shift({ appointment: one, practitioner_id, room_id: into, starts_at, minutes }) {
    const { today } = this;
    const column = today.day?.column(practitioner_id);
    // A room of the old person's is left behind; a room chosen on purpose goes along.
    const ownRoom = today.day?.column(one.practitioner_id)?.room_id ?? null;
    const kept = practitioner_id !== one.practitioner_id && one.room_id === ownRoom ? (column?.room_id ?? null) : one.room_id;
    const room_id = into === undefined ? kept : into;
    const ends_at = addMinutes(starts_at, minutes);
    const moved = { ...one, practitioner_id, room_id, starts_at, ends_at };
    if (one.series_id) {
      const { askScope } = await import('./series-scope.js');
      const scope = await askScope(one, 'move');
      if (scope !== 'one') {
        today.put(today.day?.get(one.id) ?? one);
        if (scope) await (await import('./move-dialog.js')).openMove(one, { practitioner_id, room_id, starts_at, minutes, scope });
        today.backToCard(one.id);
        return;
      }
    }
    try {
      const { id, outcome } = await perform({ op: 'move_appointment', appointment_id: one.id, version: one.version, practitioner_id, room_id, starts_at, minutes });
      today.take({ ...moved, version: outcome.version });
      const only = practitioner_id === one.practitioner_id && starts_at === one.starts_at && room_id === one.room_id;
      toast(only ? words.today.did.resized(this.who(one), timeRange(starts_at, ends_at)) : words.today.did.moved(this.who(one), dateOf(starts_at) === dateOf(one.starts_at) ? time(starts_at) : dateTime(starts_at), into === undefined ? (column?.short_name ?? '') : this.room(room_id)), { undo: id });
      today.refresh([one.id]);
      offerFreed(freedBy(one, moved));
    } catch (reason) {
      const error = /** @type {import('../ipc.js').WireError} */ (reason);
      today.put(today.day?.get(one.id) ?? one);
      if (!NEEDS_DECISION.has(error.code)) {
        this.refused(one, error);
        return;
      }
      const { openMove } = await import('./move-dialog.js');
      await openMove(one, { practitioner_id, room_id, starts_at, minutes, clash: error, scope: 'one' });
      today.backToCard(one.id);
    }
  }

  /** @param {string|null} id */
  room(id) {
    return app.lists.rooms.find((room) => room.room_id === id)?.name ?? words.today.noRoom;
  }

  /**
   * @param {DayAppointment} one
   * @param {import('../wire-types.js').Status} to
   * @param {{waiting_for?: string}} [extra]
   */
  async status(one, to, extra = {}) {
    const { today } = this;
    try {
      const { id, outcome } = await perform({ op: 'change_status', appointment_id: one.id, version: one.version, to, ...extra });
      const status = outcome.status ?? to;
      const ticket = outcome.ticket ?? one.ticket;
      today.take({ ...one, status, ticket, version: outcome.version, waiting_for: status === 'arrived' ? (extra.waiting_for ?? null) : null, status_since: new Date(Date.now() + app.skew).toISOString() });
      toast(this.told(one, status, ticket, extra.waiting_for), { undo: id });
      today.refresh([one.id]);
    } catch (error) {
      this.refused(one, /** @type {any} */ (error));
    }
  }

  /** @param {DayAppointment} one @param {import('../wire-types.js').Status} status @param {number|null} ticket @param {string} [whom] */
  told(one, status, ticket, whom) {
    const next = whom ? this.today.day?.column(whom) : null;
    if (next) return status === 'arrived' ? words.today.did.waits(this.who(one), next.short_name) : words.waiting.calledTo(this.who(one), next.short_name);
    if (status === 'arrived' && ticket && ticket !== one.ticket) return words.waiting.arrived(this.who(one), ticket);
    return words.today.did.status(this.who(one), words.common.status[/** @type {'done'} */ (status)]);
  }

  /** @param {DayAppointment} one @param {import('../ipc.js').WireError} error */
  refused(one, error) {
    const { code, details } = error;
    if (code === 'appointment.changed_meanwhile') {
      if (details.now) this.today.take(details.now);
      toast(words.today.changedTo(details.by ?? ''), { kind: 'error' });
    } else {
      toast(say(error), { kind: 'error' });
    }
    this.today.refresh([one.id]);
  }

  /** @param {DayAppointment} one @param {string} id @param {Element|{x: number, y: number}} anchor */
  async act(one, id, anchor) {
    const action = this.today.actionOf(one, id);
    if (!action) return;
    if (action.to === 'in_room' && one.for_anyone && !app.me?.practitioner_id) this.chooseCaller(one, anchor);
    else if (action.to) await this.status(one, action.to);
    else if (id === 'pay') await this.pay(one);
    else if (id === 'write') go(`/patients/${one.patient_id}/visits/of-${one.id}`);
    else if (id === 'chart') go(`/patients/${one.patient_id}`);
    else if (id === 'wait') this.chooseNext(one, anchor);
    else if (id === 'move') await (await import('./move-dialog.js')).openMove(one);
    else if (id === 'cancel') await (await import('./cancel-dialog.js')).openCancel(one);
    else if (id === 'edit') await (await import('./edit-dialog.js')).openEdit(one);
    else if (id === 'again') await this.again(one);
  }

  /** Checkout; the visit's new state is shown at once. @param {DayAppointment} one */
  async pay(one) {
    const { openCheckout } = await import('./checkout.js');
    const done = await openCheckout(one);
    if (done) this.today.take({ ...one, status: /** @type {any} */ (done.appointment.status), version: done.appointment.version, status_since: done.appointment.status === one.status ? one.status_since : new Date(Date.now() + app.skew).toISOString() });
    if (done) this.today.refresh([one.id]);
    this.today.backToCard(one.id);
  }

  /** The same patient, person, room and services at another time. @param {DayAppointment} one */
  async again(one) {
    const [{ openBook }, detail] = await Promise.all([import('./book-dialog.js'), ask({ ask: 'appointment', id: one.id })]);
    await openBook({
      patient_id: one.patient_id, practitioner_id: one.practitioner_id, room_id: one.room_id ?? undefined, minutes: minutesBetween(one.starts_at, one.ends_at),
      service_ids: detail.services.map((/** @type {{service_id: string}} */ service) => service.service_id), again: true,
    });
  }

  /** Whoever is free calls this walk-in in: the desk says who that is. @param {DayAppointment} one @param {Element|{x: number, y: number}} anchor */
  chooseCaller(one, anchor) {
    const can = (/** @type {Column} */ column) => {
      const known = app.lists.practitioners.find((who) => who.practitioner_id === column.practitioner_id);
      return !one.for_specialty || !known || known.specialty_ids.includes(one.for_specialty);
    };
    openMenu(anchor, [
      { heading: words.waiting.whoCalls },
      ...(this.today.day?.columns ?? []).filter(can).map((column) => ({ words: column.short_name, checked: column.practitioner_id === one.practitioner_id, run: () => this.status(one, 'in_room', { waiting_for: column.practitioner_id }) })),
    ], { label: words.waiting.whoCalls });
  }

  /** @param {DayAppointment} one @param {Element|{x: number, y: number}} anchor */
  chooseNext(one, anchor) {
    const current = one.status === 'arrived' ? (one.waiting_for ?? one.practitioner_id) : null;
    openMenu(anchor, [
      { heading: words.today.chooseNext },
      ...(this.today.day?.columns ?? []).map((column) => ({ words: column.short_name, checked: column.practitioner_id === current, run: () => this.status(one, 'arrived', { waiting_for: column.practitioner_id }) })),
    ], { label: words.today.chooseNext });
  }
}
