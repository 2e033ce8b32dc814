// The stand-in for the app: a table of what it can be told and asked. Each area registers its own in a file beside this.
//   handle('boot', () => …)   handle('ask:day', ({date}) => …)   handle('op:move_appointment', (operation, request) => outcome)
// A handler refuses by `throw refusal('appointment.slot_taken', {...})`.
import { emit } from '@tauri-apps/api/event';
import { mockIPC } from '@tauri-apps/api/mocks';

/** @type {Map<string, (args: any, request?: any) => any>} */
const handlers = new Map();
/** Everything that was said, newest last: for the tests. @type {{name: string, args: any}[]} */
export const calls = [];
/** What was performed, by id: a repeated id answers as the first time. @type {Map<string, any>} */
const performed = new Map();
/** Milliseconds every answer takes; tests set it to see the waiting. */
export const pace = { slow: Number(new URLSearchParams(location.search).get('slow') ?? 0), /** How far something long has come. @type {[number, number] | null} */ far: null };

/** @param {string} name @param {(args: any, request?: any) => any} handler */
export const handle = (name, handler) => handlers.set(name, handler);

/** @param {string} code @param {any} [details] */
export const refusal = (code, details = {}) => ({ code, details });

/** What another handler answers: for an operation that holds another one. @param {string} name @param {any} args @param {any} [request] */
export const answer = (name, args, request) => handlers.get(name)?.(args, request);

/** Tell the window what changed. @param {{kind: string, id: string}[]} touches @param {boolean} [own] */
export const news = (touches, own = false) => emit('changes', { touches, own });

/** @param {string} event @param {any} payload */
export const tell = (event, payload) => emit(event, payload);

/** @param {string} name @param {any} args @param {any} [request] */
async function call(name, args, request) {
  calls.push({ name, args });
  if (pace.slow) await new Promise((resolve) => setTimeout(resolve, pace.slow));
  const handler = handlers.get(name);
  if (!handler) throw refusal('internal', { reference: `the fake knows no ${name}` });
  return structuredClone((await handler(args ?? {}, request)) ?? null);
}

/** What waits and may be stopped, by its name. @type {Map<string, (answer: any) => void>} */
const stops = new Map();

/** The answer, or null once it is stopped. @param {string | undefined} name @param {Promise<any>} work @param {any} otherwise */
const stoppable = (name, work, otherwise) => (name ? Promise.race([work, new Promise((resolve) => stops.set(name, () => resolve(otherwise)))]) : work);

export function install() {
  mockIPC(
    async (command, payload) => {
      const args = /** @type {any} */ (payload ?? {});
      if (command === 'ask') return stoppable(args.stop, call(`ask:${args.question.ask}`, args.question), null);
      if (command === 'stop_asking') {
        calls.push({ name: command, args });
        return stops.get(args.stop)?.(null);
      }
      if (command === 'how_far') return pace.slow ? pace.far : null;
      if (command === 'preview_document') return stoppable(args.stop, call(command, args), null);
      if (command === 'save_export') return stoppable(args.stop, call(command, args), { saved: false });
      if (command !== 'perform') return call(command, args);
      const { id, operation } = args.request;
      if (performed.has(id)) return { id, outcome: performed.get(id), replayed: true };
      const outcome = await call(`op:${operation.op}`, operation, args.request);
      performed.set(id, outcome);
      return { id, outcome, replayed: false };
    },
    { shouldMockEvents: true },
  );
  // Bytes come with what they are in the headers, which the mock does not pass on.
  const internals = /** @type {any} */ (window).__TAURI_INTERNALS__;
  const { invoke } = internals;
  internals.invoke = (/** @type {string} */ name, /** @type {any} */ args, /** @type {any} */ options) =>
    invoke(name, args instanceof Uint8Array ? { length: args.length, ...options?.headers } : args, options);
}
