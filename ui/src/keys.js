// The one table of commands: the palette, the shortcuts, the sheet of keys and the menus are all read from it.
//
// Screens add theirs while they are on screen. Keys are written "b", "Ctrl+K", "Alt+ArrowUp", "Shift+W", "g t", "?", "F1".
// Single letters act only outside fields and can be switched off per person. On a Mac, Ctrl is the command key.
import { app } from './app.js';
import { words } from './words/en.js';

/**
 * @typedef {object} Command
 * @property {string} id "today.arrive"
 * @property {string} words what stands in the palette and the sheet of keys
 * @property {string[]} [keys] the first one is shown as key caps
 * @property {string} [where] its heading in the sheet of keys (words.keySheet)
 * @property {(event?: KeyboardEvent) => void} run
 * @property {string} [permission]
 * @property {() => boolean} [enabled]
 * @property {boolean} [hidden] not in the palette (it needs a place, like an arrow key)
 */

/** Two characters closer than this come from a scanner, not from fingers. */
const SCANNER_GAP_MS = 30;
const SEQUENCE_MS = 1200;
const MAC = /Mac/.test(navigator.platform);

/** @type {Set<Command[]>} */
const tables = new Set();
export const keysChanged = new EventTarget();

/**
 * @param {Command[]} list
 * @returns {() => void} takes them out again
 */
export function addCommands(list) {
  tables.add(list);
  keysChanged.dispatchEvent(new Event('change'));
  return () => {
    tables.delete(list);
    keysChanged.dispatchEvent(new Event('change'));
  };
}

/** The commands this person may use now; a later table wins over an earlier one with the same id. @returns {Command[]} */
export function allCommands() {
  const byId = new Map([...tables].flat().map((command) => [command.id, command]));
  return [...byId.values()].filter((command) => allowed(command));
}

/** Everything in the table that this person may use, also what cannot act at this moment: for the sheet of keys. */
export function allKeys() {
  const byId = new Map([...tables].flat().map((command) => [command.id, command]));
  return [...byId.values()].filter((command) => command.keys?.length && (!command.permission || app.can(command.permission)));
}

/** @param {Command} command */
const allowed = (command) => (!command.permission || app.can(command.permission)) && (command.enabled?.() ?? true);

/** @param {string} id */
export function runCommand(id) {
  allCommands().find((command) => command.id === id)?.run();
}

/** "Ctrl+K" → ["Ctrl", "K"], "g t" → ["G", "T"] @param {string} keys */
export function keyCaps(keys) {
  return keys.split(/[+ ](?=.)/).map((cap) => (MAC && cap === 'Ctrl' ? '⌘' : words.keyNames[cap] ?? (cap.length === 1 ? cap.toUpperCase() : cap)));
}

/** The key of a command as it is shown, e.g. for a button. @param {string} id */
export function keyOf(id) {
  const command = [...tables].flat().findLast((one) => one.id === id);
  const keys = command?.keys?.[0];
  return keys && (!isLetter(keys) || lettersOn()) ? keys : null;
}

/** @param {string} keys */
const isLetter = (keys) => keys.split(' ')[0].length === 1;

/* Letters can be switched off, per person (a screen reader or a dictation program may type them). */
const lettersKey = () => `keys.letters.${app.me?.user_id ?? ''}`;
export const lettersOn = () => localStorage.getItem(lettersKey()) !== 'off';
/** @param {boolean} on */
export function setLetters(on) {
  localStorage.setItem(lettersKey(), on ? 'on' : 'off');
  keysChanged.dispatchEvent(new Event('change'));
}

/** Is this a place to type in? @param {EventTarget|null|undefined} target */
export function isField(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit', 'range', 'file'].includes(target.type);
  return target.getAttribute('role') === 'combobox' || target.getAttribute('role') === 'searchbox';
}

/** @param {KeyboardEvent} event */
function nameOf(event) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const modifiers = [
    (MAC ? event.metaKey : event.ctrlKey) && 'Ctrl',
    event.altKey && 'Alt',
    // Shift is already in the character "?" but not in a letter or a named key.
    event.shiftKey && (event.key.length > 1 || /^[a-z]$/i.test(event.key)) && 'Shift',
  ].filter(Boolean);
  return [...modifiers, key].join('+');
}

/** @param {string} keys */
const normal = (keys) => keys.split('+').map((part, i, all) => (i === all.length - 1 && part.length === 1 ? part.toLowerCase() : part)).join('+');

/** @param {string} pressed */
const find = (pressed) => allCommands().findLast((command) => command.keys?.some((keys) => normal(keys) === pressed));

let prefix = '';
let prefixAt = 0;
let lastCharAt = -Infinity;
let burst = false;
/** @type {ReturnType<typeof setTimeout>|undefined} */
let pending;
/** What the letter that waits will do. */
let act = () => {};

/** @param {KeyboardEvent} event */
function onKeydown(event) {
  const target = event.composedPath()[0];
  if (scanned(event, target)) return;
  if (event.defaultPrevented || event.isComposing) return;
  const pressed = nameOf(event);
  const plain = event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey;
  if (plain) {
    if (isField(target) || inDialog(target) || burst || !lettersOn()) return;
    letter(event, pressed);
    return;
  }
  // Inside a field the text's own keys come first: Ctrl+Z undoes typing, arrows move the caret.
  if (isField(target) && (/^(Ctrl\+(Shift\+)?[zyacvx])$/.test(pressed) || /Arrow|Home|End|Delete|Backspace|Enter|Tab|Page/.test(event.key))) return;
  if (inDialog(target) && !event.key.startsWith('F') && !/^Ctrl\+[-=+0]$/.test(pressed)) return;
  const command = find(pressed);
  if (!command) return;
  event.preventDefault();
  command.run(event);
}

/** A dialog keeps the keys to itself. @param {EventTarget|undefined} target */
const inDialog = (target) => target instanceof Element && Boolean(target.closest('dialog[open], [role="dialog"], [role="menu"]'));

/**
 * A letter waits a moment: if more follow faster than anyone types, it was a scanner and nothing happens.
 * @param {KeyboardEvent} event
 * @param {string} pressed
 */
function letter(event, pressed) {
  // The letter before was no scanner's, or it would be gone: on a busy computer it may still wait for its moment.
  if (pending !== undefined) {
    clearTimeout(pending);
    act();
  }
  const sequence = Date.now() - prefixAt < SEQUENCE_MS && prefix ? `${prefix} ${pressed}` : '';
  const command = (sequence && find(sequence)) || find(pressed);
  const starts = allCommands().some((one) => one.keys?.some((keys) => keys.startsWith(`${pressed} `)));
  if (!command && !starts) return;
  event.preventDefault();
  act = () => {
    pending = undefined;
    prefix = starts && !sequence ? pressed : '';
    prefixAt = Date.now();
    command?.run(event);
  };
  pending = setTimeout(act, SCANNER_GAP_MS + 5);
}

/**
 * Watches for a scanner: characters in a burst ending in Enter. Outside the search box nothing of it may act.
 * @param {KeyboardEvent} event
 * @param {EventTarget|undefined} target
 * @returns {boolean} this key belonged to a scan and was swallowed
 */
function scanned(event, target) {
  const gap = event.timeStamp - lastCharAt;
  if (event.key.length === 1) {
    lastCharAt = event.timeStamp;
    if (gap < SCANNER_GAP_MS && !event.repeat) {
      burst = true;
      clearTimeout(pending);
      pending = undefined;
    } else {
      burst = false;
    }
    return false;
  }
  if (event.key === 'Shift') return false;
  const wasBurst = burst && gap < SCANNER_GAP_MS * 4;
  burst = false;
  if (event.key !== 'Enter' || !wasBurst) return false;
  if (target instanceof Element && target.closest('[data-scanner]')) return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}

addEventListener('keydown', onKeydown, { capture: true });
