// One repeat request, as it stands in the list and on the patient's page; and what may be done with it there.
import { html, nothing } from 'lit';
import { app, toast } from '../app.js';
import { dateTime } from '../format.js';
import { icon } from '../icons.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { nameOf } from './medicine-text.js';
import { Sender } from './sender.js';
import './repeats.css';

/** @typedef {import('../bindings/RepeatLine').RepeatLine} RepeatLine */
/** @typedef {'collect' | 'send'} Way */

const w = words.repeats;
/** The requests of which something is on its way: a second click is none. @type {Set<string>} */
const busy = new Set();

/** @param {string} id @param {{op: string} & Record<string, any>} operation @param {string} told */
async function act(id, operation, told) {
  if (busy.has(id)) return false;
  busy.add(id);
  try {
    await new Sender().send(operation);
    if (told) toast(told);
    return true;
  } catch (error) {
    toast(say(/** @type {import('../ipc.js').WireError} */ (error)), { kind: 'error' });
    return false;
  } finally {
    busy.delete(id);
  }
}

/** @param {RepeatLine} line */
const wayOf = (line) => /** @type {Way} */ (line.way);

/** Looks at what the patient takes, which is recorded. @param {RepeatLine} line */
export const lookAt = (line) => act(line.repeat_id, { op: 'look_at_medicines', patient_id: line.patient_id }, '');

/** @param {RepeatLine} line */
const handOver = (line) => act(line.repeat_id, { op: 'hand_over_repeat', repeat_id: line.repeat_id, version: line.version, end: 'handed_over' }, w.handOverOne[wayOf(line)](line.patient));

/** @param {RepeatLine} line */
const tell = (line) => act(line.repeat_id, { op: 'hand_over_repeat', repeat_id: line.repeat_id, version: line.version, end: 'told' }, w.tellOne(line.patient));

/** What is asked for, in one line: names where they may be seen, else how many. @param {RepeatLine} line */
export function askedText({ asked, medicines, in_words: inWords }) {
  if (asked) return [...asked.medicines.map(nameOf), asked.text].filter(Boolean).join(', ');
  return [medicines ? w.medicines(medicines) : '', inWords ? w.inWords : ''].filter(Boolean).join(', ');
}

/** @param {RepeatLine} line @param {((line: RepeatLine) => void) | null} onLook null where it is opened as a whole @param {boolean} [isOpen] it stands below in full */
export function renderAsked(line, onLook, isOpen = false) {
  const may = onLook && !line.asked && app.can('repeat.look');
  return html`<p class="repeat-what ${line.asked && !isOpen ? '' : 'muted'}">${isOpen ? askedText({ ...line, asked: null }) : askedText(line)}
      ${may ? html`<button type="button" class="button small" title=${w.showLabel} aria-label=${w.showLabel} @click=${() => onLook(line)}>${w.show}</button>` : nothing}</p>
    ${line.note ? html`<p class="repeat-note">${line.note}</p>` : nothing}
    <p class="muted small">${[w.way[wayOf(line)], line.practitioners.length ? w.last(line.practitioners.join(', ')) : ''].filter(Boolean).join(' · ')}</p>`;
}

/** @param {RepeatLine} line */
export function stateText(line) {
  const way = wayOf(line);
  const known = { waiting: w.waits, ready: w.ready[way], refused: w.refused, void: w.void, withdrawn: w.withdrawn, handed_over: w.handed_over[way], told: w.told };
  return known[/** @type {keyof typeof known} */ (line.state)] ?? line.state;
}

/** @param {RepeatLine} line */
export function renderState(line) {
  const [who, at] = line.closed_at ? [line.closed_by, line.closed_at] : [line.answered_by, line.answered_at];
  return html`<p class="repeat-state is-${line.state}">${line.state === 'ready' ? icon('check', { size: 14 }) : line.state === 'refused' || line.state === 'void' ? icon('phone', { size: 14 }) : nothing}${stateText(line)}</p>
    ${line.reason ? html`<p class="repeat-reason">${line.reason}</p>` : nothing}
    ${at ? html`<p class="muted small number">${w.by(who ?? '', dateTime(app.wall(at)))}</p>` : nothing}`;
}

/** What the desk does with it. @param {RepeatLine} line */
export function renderDesk(line) {
  const { state, patient } = line;
  const way = wayOf(line);
  if (state === 'ready') return html`<button type="button" class="button small" aria-label=${w.handOverOne[way](patient)} @click=${() => handOver(line)}>${icon('check')}${w.handOver[way]}</button>`;
  if (state === 'refused' || state === 'void') return html`<button type="button" class="button small" aria-label=${w.tellOne(patient)} @click=${() => tell(line)}>${icon('check')}${w.tell}</button>`;
  if (state === 'waiting') return html`<button type="button" class="button small quiet" aria-label=${w.withdrawOne(patient)} @click=${() => import('./repeat-reasons.js').then((part) => part.openWithdrawRepeat(line))}>${w.withdraw}</button>`;
  return nothing;
}
