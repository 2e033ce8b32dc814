// The icons, drawn here on a 24 grid so that they look the same with every font. An icon alone says nothing to a screen
// reader: the button or text beside it carries the name.
import { html, svg } from 'lit';

const stroke = (/** @type {string} */ d) => svg`<path d=${d} />`;
const solid = (/** @type {string} */ d) => svg`<path d=${d} fill="currentColor" stroke="none" />`;

const SHAPES = {
  today: stroke('M5 5h14a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1Zm-1 5h16M8 3v4m8-4v4m-8 7h3'),
  calendar: stroke('M5 5h14a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1Zm-1 5h16M8 3v4m8-4v4'),
  waiting: stroke('M7 4v9.500h10V4M5 10v7h14v-7M7 17v3m10-3v3'),
  ticket: stroke('M4 7h16v3.500a1.500 1.500 0 0 0 0 3V17H4v-3.500a1.500 1.500 0 0 0 0-3ZM14 7v10'),
  wall: stroke('M4 5h16v11H4ZM9 20h6m-3-4v4'),
  patients: stroke('M15.5 20v-1.6a3.4 3.4 0 0 0-3.4-3.4H6.4A3.4 3.4 0 0 0 3 18.4V20m6.2-8.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM21 20v-1.6a3.4 3.4 0 0 0-2.6-3.3M15.6 4.7a3.5 3.5 0 0 1 0 6.6'),
  patient: stroke('M19 20v-1.5a4 4 0 0 0-4-4H9a4 4 0 0 0-4 4V20m7-9a3.7 3.7 0 1 0 0-7.4 3.7 3.7 0 0 0 0 7.4Z'),
  people: stroke('M15.5 20v-1.6a3.4 3.4 0 0 0-3.4-3.4H6.4A3.4 3.4 0 0 0 3 18.4V20m6.2-8.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM21 20v-1.6a3.4 3.4 0 0 0-2.6-3.3M15.6 4.7a3.5 3.5 0 0 1 0 6.6'),
  admin: stroke('M4 7h9m5 0h2M4 17h2m5 0h9M15.5 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Zm-7 10a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z'),
  search: stroke('M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm5-2 4.5 4.5'),
  plus: stroke('M12 5v14M5 12h14'),
  minus: stroke('M5 12h14'),
  columns: stroke('M4 5h16v14H4ZM9.500 5v14m5-14v14'),
  list: stroke('M8.500 6.500H20M8.500 12H20M8.500 17.500H20M4 6.500h.01M4 12h.01M4 17.500h.01'),
  filter: stroke('M4 5.500h16l-6 7.500v5.500l-4 1.500v-7Z'),
  park: stroke('M4 15v4.500h16V15M12 4v10m0 0-3.500-3.500M12 14l3.500-3.500'),
  previous: stroke('m14.5 6-6 6 6 6'),
  next: stroke('m9.5 6 6 6-6 6'),
  down: stroke('m6 9.5 6 6 6-6'),
  up: stroke('m6 14.5 6-6 6 6'),
  close: stroke('M6 6l12 12M18 6 6 18'),
  check: stroke('m5 12.5 4.5 4.5L19 7.5'),
  lock: stroke('M7 11V8a5 5 0 0 1 10 0v3M6 11h12a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1Z'),
  key: stroke('M8 19a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm3-6.8L20 4m-3.5 3.2 2.5 2.4M14 9.5l2 2'),
  clock: stroke('M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-13.5V12l3 2'),
  phone: stroke('M6 3.5h3l1.5 4.5-2 1.5a11 11 0 0 0 5 5l1.5-2 4.5 1.5v3a1.5 1.5 0 0 1-1.6 1.5A16 16 0 0 1 4.5 5.1 1.5 1.5 0 0 1 6 3.5Z'),
  note: stroke('M6 3.5h9l4 4V20a.5.5 0 0 1-.5.5h-12.5A.5.5 0 0 1 5.5 20V4a.5.5 0 0 1 .5-.5ZM9 12h6m-6 4h6'),
  room: stroke('M5 21V4a1 1 0 0 1 1-1h9a1 1 0 0 1 1 1v17M3 21h18m-8.5-8.5v.01M16 8h2.5a1 1 0 0 1 1 1v12'),
  history: stroke('M4 12a8.5 8.5 0 1 0 2.5-6M4 4v4h4m4-.5V12l3 2'),
  undo: stroke('M9 14 4.5 9.5 9 5m-4 4.5h9a5.5 5.5 0 0 1 0 11H10'),
  redo: stroke('M15 14 19.5 9.5 15 5m4.5 4.5h-9a5.5 5.5 0 0 0 0 11H14'),
  move: stroke('M12 4v16M4 12h16M12 4 9.5 6.5M12 4l2.5 2.5M12 20l-2.5-2.5M12 20l2.5-2.5M4 12l2.5-2.5M4 12l2.5 2.5M20 12l-2.5-2.5M20 12l-2.5 2.5'),
  cancel: stroke('M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM5.7 5.7l12.6 12.6'),
  print: stroke('M7 9V4h10v5M7 17H5a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1h14a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-2M7 14h10v6H7Z'),
  repeat: stroke('M17 3.5 20 6.5l-3 3M20 6.5H8a4 4 0 0 0-4 4v1m3 9-3-3 3-3m-3 3h12a4 4 0 0 0 4-4v-1'),
  eye: stroke('M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Zm9.5 3a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z'),
  eyeOff: stroke('M4 4l16 16M9.9 5.7A9 9 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a16 16 0 0 1-2.7 3.5M6.2 7.7A16 16 0 0 0 2.5 12s3.5 6.5 9.5 6.5a9 9 0 0 0 4-.9M9.9 9.9a3 3 0 0 0 4.2 4.2'),
  help: stroke('M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm-2.5-11.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .9-1 1.7m0 3v.01'),
  info: stroke('M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-10v5.5m0-9v.01'),
  warning: stroke('M12 4 2.8 19.5h18.4ZM12 10v4.5m0 2.5v.01'),
  allergy: solid('M12 2.5 1.8 20.5a.8.8 0 0 0 .7 1.2h19a.8.8 0 0 0 .7-1.2ZM10.9 9h2.2v6h-2.2Zm0 7.5h2.2v2.2h-2.2Z'),
  server: stroke('M5 4h14a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1Zm0 9h14a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1v-5a1 1 0 0 1 1-1Zm3-5.5v.01m0 9v.01'),
  file: stroke('M6 3.5h8l4.5 4.5V20a.5.5 0 0 1-.5.5H6a.5.5 0 0 1-.5-.5V4a.5.5 0 0 1 .5-.5ZM14 3.5V8h4.5'),
  edit: stroke('M4.5 19.5h3.5L19 8.5 15.5 5 4.5 16Zm8.5-12 3.5 3.5'),
  more: solid('M6 10.4a1.6 1.6 0 1 1 0 3.2 1.6 1.6 0 0 1 0-3.2Zm6 0a1.6 1.6 0 1 1 0 3.2 1.6 1.6 0 0 1 0-3.2Zm6 0a1.6 1.6 0 1 1 0 3.2 1.6 1.6 0 0 1 0-3.2Z'),
  link: stroke('M14 4h6v6m0-6L11 13M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5'),
  switch: stroke('M4 8h14m-3.5-3.5L18 8l-3.5 3.5M20 16H6m3.5 3.5L6 16l3.5-3.5'),
  exit: stroke('M10 4H5a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h5m5-12.5 4.5 4.5-4.5 4.5m4.5-4.5H9.5'),
  theme: stroke('M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-18v18'),
  fold: stroke('M4 5h16v14H4ZM9 5v14m6.5-9.5L13 12l2.5 2.5'),
  openRail: stroke('M4 5h16v14H4ZM9 5v14m4-9.5 2.5 2.5-2.5 2.5'),
  trash: stroke('M4 7h16M9 7V4.5h6V7m-8.5 0 1 12.5a1 1 0 0 0 1 1h7a1 1 0 0 0 1-1L17.5 7M10.5 11v5.5m3-5.5v5.5'),
  pay: stroke('M4 6h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1Zm-1 4.5h18M6.5 14.5h4'),
  card: stroke('M4 6h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1Zm-1 4.5h18'),
  sparkle: solid('M12 3.5 14 10l6.5 2-6.5 2-2 6.5L10 14l-6.5-2L10 10Z'),
  // The marks of the statuses: shape alone tells them apart.
  booked: svg`<circle cx="12" cy="12" r="7" />`,
  confirmed: stroke('m4.5 12.5 5 5L19.5 7'),
  arrived: svg`<circle cx="12" cy="12" r="7.5" fill="currentColor" stroke="none" />`,
  in_room: solid('M6.5 4.2 20 12 6.5 19.8Z'),
  to_pay: svg`<path d="M3.5 6h17v12h-17Z" /><path d="M3.5 10.500h17" stroke-width="4" />`,
  done: solid('M5.5 5.5h13v13h-13Z'),
  no_show: stroke('M5.5 5.5l13 13m0-13-13 13'),
  left: stroke('M11 5H6v14h5m1.5-7H20m-3.5-3.5L20 12l-3.5 3.5'),
  cancelled: stroke('M4 12h16'),
  taken_back: stroke('M9 14 4.5 9.5 9 5m-4 4.5h9a5.5 5.5 0 0 1 0 11H10'),
};

/** @typedef {keyof typeof SHAPES} IconName */

/**
 * @param {IconName} name
 * @param {{size?: number, cls?: string}} [options]
 */
export function icon(name, { size = 16, cls = '' } = {}) {
  return html`<svg class="icon ${cls}" width=${size} height=${size} viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${SHAPES[name]}</svg>`;
}
