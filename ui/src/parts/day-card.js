// One appointment as a card in the day: what stands on it, what is read aloud, what the tooltip adds.
import { html, nothing } from 'lit';
import { app } from '../app.js';
import { date, personName, time, timeRange } from '../format.js';
import { icon } from '../icons.js';
import { dotted, isolated } from '../words/isolate.js';
import { words } from '../words/en.js';

/** @typedef {import('../wire-types.js').DayAppointment} DayAppointment */
/** `lines`: how many the card's height has room for; `also`: what the column does not say. @typedef {{namesake: boolean, yearTells?: boolean, covered: boolean, practitioner: string, lines: number, also?: string, parked?: boolean}} Around */

/** The mark of each status; its colours are classes of the same name. @type {Record<string, import('../icons.js').IconName>} */
export const MARKS = {
  booked: 'booked', confirmed: 'confirmed', arrived: 'arrived', in_room: 'in_room', to_pay: 'to_pay', done: 'done', no_show: 'no_show', left: 'left',
  cancelled: 'cancelled', taken_back: 'taken_back',
};

/** The name for sentences: "Ada Okafor". @param {DayAppointment} appointment */
export const fullName = (appointment) => personName(appointment) || isolated(appointment.name);

/**
 * Where a name is written it can be covered (Ctrl+.), so that who stands at the desk does not read it. Covered, it is
 * not in the page at all.
 * @param {unknown} text
 * @param {boolean} covered
 */
export const coverable = (text, covered) => (covered ? html`<span class="cover"></span>` : text);

/**
 * What stands on a card beside the name is drawn by the sheet from here: how much of it there is room for differs with the
 * width and with every scroll, while the card is called by its name and then says the rest in words.
 * @param {string} name @param {string|number} text
 */
const drawn = (name, text) => html`<span class=${name} data-text=${text}></span>`;

/** How a card writes a name, the part first that a list is sorted by. @param {DayAppointment} appointment @returns {string[]} */
const nameParts = ({ family, given, name }) => (family && given ? [family, given] : [family || given || name]);

/** Badges, shown where there is room for a second line. @param {DayAppointment} appointment */
function badges({ has_allergy: allergy, has_alert: alert, is_new: isNew, overbooked, outside_hours: outside, note, series_id: series }) {
  return html`${allergy ? html`<span class="badge-allergy">${icon('allergy', { size: 14 })}</span>` : nothing}
    ${alert ? html`<span class="badge-icon">${icon('info', { size: 13 })}</span>` : nothing}
    ${isNew ? drawn('badge', words.today.newBadge) : nothing}
    ${outside ? html`<span class="badge-icon">${icon('clock', { size: 13 })}</span>` : nothing}
    ${series ? html`<span class="badge-icon">${icon('repeat', { size: 13 })}</span>` : nothing}
    ${note ? html`<span class="badge-icon">${icon('note', { size: 13 })}</span>` : nothing}
    ${overbooked ? drawn('badge', words.today.overbooked) : nothing}`;
}

/** @param {DayAppointment} appointment @param {Around} around */
export function cardContent(appointment, around) {
  const [first, rest] = nameParts(appointment);
  const { status, status_since: since, starts_at: from, birth_date: born, services } = appointment;
  return html`<span class="card-mark">${icon(MARKS[status], { size: 12 })}</span>
    <span class="card-text lines-${around.lines}">
      ${drawn('card-time', time(from))}
      <span class="card-name">${coverable(html`<b class="ellipsis">${first}</b>${rest ? html` <span class="card-given ellipsis">${rest}</span>` : nothing}`, around.covered)}</span>
      ${around.namesake && !around.covered ? html`<span class="card-birth" data-text=${date(born)} data-short=${around.yearTells && born ? born.slice(0, 4) : date(born)}></span>` : nothing}
      ${around.lines > 1 ? html`<span class="card-second">${drawn('card-services ellipsis', dotted([around.also, services]))}<span class="card-badges">${badges(appointment)}</span></span>` : nothing}
    </span>
    ${status === 'arrived' ? html`<span class="card-wait" data-text=${minutesShort(since)}></span>` : nothing}
    ${around.lines === 1 && (appointment.has_allergy || appointment.is_new || appointment.series_id) ? html`<span class="card-end">${badges({ ...appointment, has_alert: false, outside_hours: false, note: null, overbooked: false })}</span>` : nothing}`;
}

/** @param {string} since an instant */
export const minutesShort = (since) => `${app.minutesSince(since)}′`;

/**
 * What a screen reader says. It begins with the name as the card writes it, so that it can also be spoken to press it.
 * @param {DayAppointment} appointment @param {Around} around
 */
export function cardLabel(appointment, { practitioner, covered, namesake }) {
  const w = words.today;
  return w.cardLabel({
    name: covered ? w.covered : nameParts(appointment).join(' '),
    born: namesake && !covered ? date(appointment.birth_date) : '',
    time: timeRange(appointment.starts_at, appointment.ends_at),
    status: words.common.status[appointment.status],
    wait: appointment.status === 'arrived' ? w.minutesWaiting(app.minutesSince(appointment.status_since)) : '',
    with: practitioner,
    services: appointment.services,
    more: marksInWords(appointment),
  });
}

/** @param {DayAppointment} appointment @returns {string[]} */
export function marksInWords(appointment) {
  const w = words.today;
  return [appointment.has_allergy && w.hasAllergy, appointment.has_alert && w.hasAlert, appointment.is_new && w.isNew, appointment.overbooked && w.overbooked, appointment.outside_hours && w.outsideHours, appointment.series_id && words.series.mark].filter((text) => typeof text === 'string');
}

/** Everything a short card has no room for. @param {DayAppointment} appointment @param {Around} around */
export function cardTitle(appointment, { covered }) {
  const { starts_at: from, ends_at: to, status, services, room_name: room, note } = appointment;
  return [
    covered ? words.today.covered : fullName(appointment), `${timeRange(from, to)} · ${words.common.status[status]}`, services, room, marksInWords(appointment).join(' · '), covered ? '' : note,
  ].filter(Boolean).join('\n');
}
