// The real window, driven through tauri-driver: just enough of WebDriver for pictures and for measuring.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
/** WebDriver's names of the keys that write nothing. @type {Record<string, string>} */
const KEYS = { Enter: '\uE007', Escape: '\uE00C', Tab: '\uE004', Control: '\uE009', Shift: '\uE008', Alt: '\uE00A', ArrowDown: '\uE015', ArrowUp: '\uE013', Backspace: '\uE003' };
const PATIENCE_MS = 30_000;
const SESSION_MS = 15_000;

const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @returns {Promise<number>} */
const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });

/** When somebody listens there. @param {number} port */
async function answers(port) {
  const until = Date.now() + PATIENCE_MS;
  const tried = () => new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
  while (!(await tried())) {
    if (Date.now() > until) throw new Error('the driver does not start');
    await pause(50);
  }
}

export class Window {
  /** @param {{server: import('node:child_process').ChildProcess, home: string, url: string, keep: boolean}} parts */
  constructor({ server, home, url, keep }) {
    this.server = server;
    this.home = home;
    this.url = url;
    this.keep = keep;
    this.session = '';
    this.width = 1440;
    this.height = 900;
  }

  /** The app with a folder of its own: a new one, or this one, which is kept. @param {{app: string, args?: string[], env?: Record<string, string>, folder?: string}} start */
  static async open(start) {
    for (let tries = 1; ; tries += 1) {
      try {
        return await Window.start(start);
      } catch (error) {
        // On a busy computer the driver now and then waits for a page that its web view never began.
        if (tries === 3) throw error;
        await pause(500);
      }
    }
  }

  /** @param {{app: string, args?: string[], env?: Record<string, string>, folder?: string}} start */
  static async start({ app, args = [], env = {}, folder }) {
    const home = folder ?? mkdtempSync(join(tmpdir(), 'clinic-guide-'));
    const [port, native] = [await freePort(), await freePort()];
    const server = spawn('tauri-driver', ['--port', String(port), '--native-port', String(native)], { env: { ...process.env, ...env, CLINIC_DESK_HOME: home }, stdio: 'ignore', detached: true });
    const window = new Window({ server, home, url: `http://127.0.0.1:${port}`, keep: Boolean(folder) });
    // A session that is asked for too early starts a program which then stands in the way of the next.
    await answers(port);
    await answers(native);
    const capabilities = { alwaysMatch: { browserName: 'wry', 'tauri:options': { application: app, args } } };
    const { sessionId } = await window.send('POST', '/session', { capabilities }, SESSION_MS).catch((error) => {
      window.kill();
      throw error;
    });
    window.session = `/session/${sessionId}`;
    return window;
  }

  /** @param {string} method @param {string} path @param {any} [body] @param {number} [patience] */
  async send(method, path, body, patience = PATIENCE_MS) {
    const answer = await fetch(this.url + path, { method, body: body && JSON.stringify(body), headers: { 'Content-Type': 'application/json' }, signal: AbortSignal.timeout(patience) });
    const { value } = /** @type {any} */ (await answer.json());
    if (value?.error) throw new Error(`${path}: ${value.error}: ${value.message}`);
    return value;
  }

  /** Runs in the page. @param {Function|string} script @param {...any} args */
  run(script, ...args) {
    const text = typeof script === 'string' ? script : `return (${script}).apply(null, arguments)`;
    return this.send('POST', `${this.session}/execute/sync`, { script: text, args });
  }

  /** Runs in the page until it is through; a promise's value is the answer. @param {Function} script @param {...any} args */
  wait(script, ...args) {
    const text = `const done = arguments[arguments.length - 1]; (${script}).apply(null, [...arguments].slice(0, -1)).then((value) => done({ value }), (error) => done({ failed: String(error?.message ?? error) }));`;
    return this.send('POST', `${this.session}/execute/async`, { script: text, args }).then(({ value, failed }) => {
      if (failed) throw new Error(failed);
      return value;
    });
  }

  /** Waits for an element that is shown and has this text. @param {string} css @param {string} [text] @param {number} [patience] */
  async see(css, text = '', patience = PATIENCE_MS) {
    const until = Date.now() + patience;
    for (;;) {
      const found = await this.run((/** @type {string} */ wanted, /** @type {string} */ words) =>
        [...document.querySelectorAll(wanted)].find((one) => one.getClientRects().length && (one.textContent + ' ' + (one.getAttribute('aria-label') ?? '')).includes(words)) ?? null, css, text);
      if (found) return found;
      if (Date.now() > until) throw new Error(`${css} ${text && `with “${text}” `}does not appear`);
      await pause(150);
    }
  }

  /** @param {string} css */
  async gone(css) {
    const until = Date.now() + PATIENCE_MS;
    while (await this.run((/** @type {string} */ wanted) => Boolean(document.querySelector(wanted)), css)) {
      if (Date.now() > until) throw new Error(`${css} stays`);
      await pause(150);
    }
  }

  /** @param {string} css @param {string} [text] */
  async click(css, text) {
    const element = await this.see(css, text);
    await this.run((/** @type {HTMLElement} */ one) => one.scrollIntoView({ block: 'nearest', inline: 'nearest' }), element);
    await this.send('POST', `${this.session}/element/${element[ELEMENT]}/click`, {});
  }

  /** A field filled anew, found by its label. @param {string} label @param {string} text @param {string} [within] */
  async fill(label, text, within = 'body') {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      const done = await this.run((/** @type {string} */ where, /** @type {string} */ name, /** @type {string} */ value) => {
        const field = [...document.querySelectorAll(`${where} :is(input, textarea, select)`)].find((one) => {
          const { labels } = /** @type {HTMLInputElement} */ (one);
          return one.getClientRects().length && [...(labels ?? [])].some((each) => (each.textContent ?? '').trim().startsWith(name));
        });
        if (!(field instanceof HTMLElement)) return false;
        field.focus();
        const proto = Object.getPrototypeOf(field);
        Object.getOwnPropertyDescriptor(proto, 'value')?.set?.call(field, value);
        field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
        field.dispatchEvent(new Event('change', { bubbles: true }));
        return true;
      }, within, label, text);
      if (done) return;
      if (Date.now() > until) throw new Error(`no field ${label}`);
      await pause(150);
    }
  }

  /** Keys one after the other, as a person types them; `Control+k` at once. @param {string} text @param {number} [pace] */
  async type(text, pace = 60) {
    const actions = [];
    for (const letter of text) actions.push({ type: 'keyDown', value: letter }, { type: 'keyUp', value: letter }, { type: 'pause', duration: pace });
    await this.send('POST', `${this.session}/actions`, { actions: [{ type: 'key', id: 'keys', actions }] });
  }

  /** @param {string} chord "Control+k", "Enter" */
  async press(chord) {
    const keys = chord.split('+').map((key) => KEYS[key] ?? key);
    const actions = [...keys.map((value) => ({ type: 'keyDown', value })), ...keys.reverse().map((value) => ({ type: 'keyUp', value })), { type: 'pause', duration: 60 }];
    await this.send('POST', `${this.session}/actions`, { actions: [{ type: 'key', id: 'keys', actions }] });
  }

  /** The inner size. @param {number} width @param {number} height */
  async size(width, height) {
    this.width = width;
    this.height = height;
    await this.send('POST', `${this.session}/window/rect`, { x: 0, y: 0, width, height });
    await pause(400);
  }

  /** What is on screen, read from the screen itself: the driver has no picture of a window that no graphics card paints. @param {string} file */
  async picture(file) {
    await this.run(() => document.fonts.ready.then(() => true));
    execFileSync('import', ['-silent', '-window', 'root', '-crop', `${this.width}x${this.height}+0+0`, '+repage', file], { timeout: 20_000 });
  }

  /** The driver, the driver's driver and the program: an orphan would refuse the next session. */
  kill() {
    try {
      if (this.server.pid) process.kill(-this.server.pid, 'SIGKILL');
    } catch {
      // It is gone already.
    }
  }

  async end() {
    await this.send('DELETE', this.session).catch(() => {});
    this.kill();
    if (!this.keep) rmSync(this.home, { recursive: true, force: true });
  }
}

export { pause };
