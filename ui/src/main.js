// The window starts here: ask what is the case, then show the one screen that fits.
import './theme.css';
import './parts/fields.css';
import './parts/rows.css';
import { app } from './app.js';
import './web-view.js';
import { html, render } from 'lit';
import { restoreZoom } from './theme.js';
import { command } from './ipc.js';
import { say } from './messages.js';
import { words } from './words/en.js';
import { go } from './router.js';
import { home } from './shell.js';
import { warmDay } from './parts/day-warm.js';

/** One shell per person of this connection: what they had open and typed waits for them. @type {Map<string, HTMLElement>} */
const workspaces = new Map();

/** @type {Record<string, () => Promise<string>>} phase → its screen's element, loaded when it is needed */
const SCREENS = {
  first_run: () => import('./screens/first-run.js').then(() => 'cd-first-run'),
  new_clinic: () => import('./screens/first-run.js').then(() => 'cd-first-run'),
  sign_in: () => import('./screens/sign-in.js').then(() => 'cd-sign-in'),
  change_password: () => import('./screens/sign-in.js').then(() => 'cd-sign-in'),
  locked: () => import('./screens/sign-in.js').then(() => 'cd-sign-in'),
  away: () => import('./screens/away.js').then(() => 'cd-away'),
  older: () => import('./screens/away.js').then(() => 'cd-away'),
  newer: () => import('./screens/away.js').then(() => 'cd-away'),
  problem: () => import('./screens/away.js').then(() => 'cd-away'),
};

/** The screen on the wall of the waiting room is a lock that shows numbers (screens/wall.js). */
const onWall = () => location.pathname === '/wall' && app.boot?.phase === 'locked';

let shown = 0;
let painted = false;
let begun = false;

async function show() {
  const { boot } = app;
  if (!boot) return;
  document.title = boot.clinic?.name ? `${boot.clinic.name} · ${words.common.appName}` : words.common.appName;
  shown += 1;
  const turn = shown;
  if (boot.phase === 'sign_in' || boot.phase === 'first_run') forgetOtherConnections();
  const element = boot.phase === 'open' ? workspace(boot) : onWall() ? await import('./screens/wall.js').then(() => 'cd-wall') : await SCREENS[boot.phase]();
  if (turn !== shown) return;
  if (typeof element === 'string') place(document.body.firstElementChild?.localName === element ? null : document.createElement(element));
  else place(element);
  // The window stays hidden until there is something in it to see.
  if (!painted) command('painted').catch(() => {});
  painted = true;
  // Behind the sign-in's own paint, while somebody begins to type.
  if (boot.phase === 'sign_in') requestAnimationFrame(() => setTimeout(warmDay));
}

/** @param {HTMLElement|null} element null: what is shown already stays, it listens to `app` itself */
function place(element) {
  if (!element || element === document.body.firstElementChild) return;
  // Its place in each scrolled part would be lost with the element's removal.
  document.body.replaceChildren(element);
}

/** @param {import('./wire-types.js').Boot} boot */
function workspace(boot) {
  const key = `${boot.connection?.id}/${boot.person?.user_id}`;
  const kept = workspaces.get(key);
  if (kept) return kept;
  // The first person finds what the address says; whoever comes after does not begin on the page of who sat here before.
  if (begun || location.pathname === '/') go(home(), { replace: true });
  begun = true;
  const fresh = document.createElement('cd-shell');
  workspaces.set(key, fresh);
  return fresh;
}

/** Switching the connection leaves nothing of the other clinic in the window. */
function forgetOtherConnections() {
  for (const key of workspaces.keys()) if (!key.startsWith(`${app.boot?.connection?.id}/`)) workspaces.delete(key);
}

app.addEventListener('boot', () => show().catch(failed));
app.start().then(restoreZoom, failed);

/** @param {any} reason */
function failed(reason) {
  const error = reason?.code ? reason : { code: 'internal', details: { reference: String(reason?.message ?? reason) } };
  render(html`<main class="start-failed"><p>${say(error)}</p><button class="button" @click=${() => location.reload()}>${words.common.tryAgain}</button></main>`, document.body);
}
