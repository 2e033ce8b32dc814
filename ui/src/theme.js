// Light, dark, or as the computer says; how close things stand; and the size of everything. All of it is kept on this workstation.
import { command } from './ipc.js';

/** @typedef {'system'|'light'|'dark'} Theme */

const dark = matchMedia('(prefers-color-scheme: dark)');

/** @returns {Theme} */
export const theme = () => /** @type {Theme} */ (localStorage.getItem('theme') ?? 'system');

/** @param {Theme} choice */
export function setTheme(choice) {
  localStorage.setItem('theme', choice);
  apply();
  command('set_theme', { theme: choice }).catch(() => {});
}

/** @typedef {'compact'|'comfortable'|'touch'} Density */

/** How far apart rows and buttons are: a matter of this desk's screen, whoever sits at it. @returns {Density} */
export const density = () => /** @type {Density} */ (localStorage.getItem('density') ?? 'compact');

/** @param {Density} choice */
export function setDensity(choice) {
  localStorage.setItem('density', choice);
  apply();
  // Grids and the day measure themselves anew.
  dispatchEvent(new Event('resize'));
}

/** The one place that says which theme is on: `color-scheme` drives light-dark(), the class drives the day grid. */
export function apply() {
  const isDark = theme() === 'dark' || (theme() === 'system' && dark.matches);
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
  document.documentElement.classList.toggle('ec-dark', isDark);
  document.documentElement.dataset.density = density();
}

dark.addEventListener('change', apply);
apply();

const STEPS = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2];
const zoom = () => Number(localStorage.getItem('zoom') ?? 1);

/** @param {1|-1|0} step larger, smaller, back to normal */
export function setZoom(step) {
  const now = STEPS.indexOf(zoom()) < 0 ? STEPS.indexOf(1) : STEPS.indexOf(zoom());
  const next = step === 0 ? 1 : STEPS[Math.min(STEPS.length - 1, Math.max(0, now + step))];
  localStorage.setItem('zoom', String(next));
  command('set_zoom', { zoom: next }).catch(() => {});
}

/** The size chosen earlier, told to the window once it is there. */
export function restoreZoom() {
  if (zoom() !== 1) command('set_zoom', { zoom: zoom() }).catch(() => {});
}
