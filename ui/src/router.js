// Where the person is: /today/:date/:appointment, /consult/:appointment, /waiting, /patients, /patients/:id/:tab/:row, /unsigned, /to-review, /repeats, /tasks, /billing/:tab, /admin/:tab, /calendar/:tab. Real paths, because the
// navigation marks the current one by path and because Back should mean back.

/** @typedef {{screen: 'today'|'consult'|'waiting'|'patients'|'patient'|'calendar'|'billing'|'admin'|'unsigned'|'to-review'|'repeats'|'tasks', path: string, id: string|null, tab?: string|null, row?: string|null}} Route */

export const routes = new EventTarget();

/** @returns {Route} */
export function route() {
  const path = location.pathname;
  const [first, second, third, fourth] = path.split('/').filter(Boolean).map(decodeURIComponent);
  if (first === 'patients') return { screen: second ? 'patient' : 'patients', path, id: second ?? null, tab: third ?? null, row: fourth ?? null };
  if (first === 'consult') return { screen: 'consult', path, id: second ?? null };
  if (first === 'waiting') return { screen: 'waiting', path, id: null };
  if (first === 'unsigned') return { screen: 'unsigned', path, id: null };
  if (first === 'to-review') return { screen: 'to-review', path, id: null };
  if (first === 'repeats') return { screen: 'repeats', path, id: null };
  if (first === 'tasks') return { screen: 'tasks', path, id: null };
  if (first === 'calendar') return { screen: 'calendar', path, id: second ?? null };
  if (first === 'billing') return { screen: 'billing', path, id: second ?? null };
  if (first === 'admin') return { screen: 'admin', path, id: second ?? null };
  return { screen: 'today', path: '/today', id: second ?? null, row: third ?? null };
}

/** Its day, with the appointment selected there. @param {{starts_at: string, id: string}} one */
export const appointmentPath = ({ starts_at, id }) => `/today/${starts_at.slice(0, 10)}/${id}`;

/**
 * @param {string} path
 * @param {{replace?: boolean}} [options]
 */
export function go(path, { replace = false } = {}) {
  if (path === location.pathname) return;
  const url = path + location.search;
  if (replace) history.replaceState(null, '', url);
  else history.pushState(null, '', url);
  routes.dispatchEvent(new Event('change'));
}

addEventListener('popstate', () => routes.dispatchEvent(new Event('change')));

// A plain link inside the app changes the route; the web view must never load another page.
addEventListener('click', (event) => {
  const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
  if (!(link instanceof HTMLAnchorElement) || !link.getAttribute('href')?.startsWith('/')) return;
  event.preventDefault();
  if (event.button === 0) go(link.pathname);
});
