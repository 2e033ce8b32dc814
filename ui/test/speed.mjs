// How fast the real window is, for `make bench`: scripts/bench.sh runs this on a screen of its own.
//   node test/speed.mjs APP EMPTY FILE   the program, the empty window, and the clinic file that `clinicctl bench` filled
// Prints a table with the targets. Judges nothing: on a computer that does something else too, every figure is larger.
import { createHash, randomUUID } from 'node:crypto';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pause, Window } from './window.mjs';

const [app, empty, file] = process.argv.slice(2);
const RUNS = Number(process.env.CLINIC_BENCH_RUNS ?? 5);
/** Days of the set that are full: 400 appointments, 40 in each of ten columns. */
const DAYS = ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-30', '2026-12-01', '2026-12-02', '2026-12-03'];
const LAST_DAY = '2026-12-04';
const A_DAY = 400;

const folder = mkdtempSync(join(tmpdir(), 'clinic-speed-'));
const started = join(folder, 'started');

/** The program behind a script that notes when it was started. @param {string} program */
function noted(program) {
  const script = join(folder, `start-${createHash('sha1').update(program).digest('hex').slice(0, 8)}`);
  writeFileSync(script, `#!/bin/sh\ndate +%s%3N >'${started}'\nexec '${program}' "$@"\n`);
  chmodSync(script, 0o755);
  return script;
}

/** @param {number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** @type {{name: string, runs: number[], most?: number, what: string}[]} */
const figures = [];
/** @param {string} name @param {number[]} runs @param {string} what @param {number} [most] */
const note = (name, runs, what, most) => figures.push({ name, runs, what, most });

/** What the pages are measured with. Set up before it is measured. */
function tools() {
  const { cd } = /** @type {any} */ (Object.assign(window, {
    cd: {
      /** The next frame begins once the one before is painted. @returns {Promise<number>} */
      painted: () => new Promise((resolve) => {
        requestAnimationFrame(() => resolve(performance.now()));
      }),
      /** @param {() => boolean} isSo */
      until: async (isSo) => {
        const from = performance.now();
        while (!isSo()) {
          if (performance.now() - from > 20_000) throw new Error(`never came: ${isSo}`);
          await new Promise(requestAnimationFrame);
        }
      },
      cards: () => document.querySelectorAll('cd-day-grid .ec-event[data-id]:not(.ec-preview)').length,
      /** Whether what is drawn is of the day that the grid was given. */
      ofDay: () => {
        const grid = /** @type {any} */ (document.querySelector('cd-day-grid'));
        const cards = [...document.querySelectorAll('cd-day-grid .ec-event[data-id]:not(.ec-preview)')];
        return cards.length > 0 && cards.every((card) => grid.state.get(/** @type {HTMLElement} */ (card).dataset.id));
      },
    },
  }));
  return Boolean(cd);
}

/** From the start of the program to its first paint with content. @param {Window} window */
async function firstPaint(window) {
  const at = await window.wait(async () => {
    for (;;) {
      const [paint] = performance.getEntriesByName('first-contentful-paint');
      if (paint) return performance.timeOrigin + paint.startTime;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
  return at - Number(readFileSync(started, 'utf8'));
}

/** From the press of a button of the sample's sign-in to Today, painted with the cards that are in sight. @param {Window} window */
async function signInToToday(window) {
  await window.see('.sample-tile', 'Receptionist');
  await window.run(tools);
  return window.wait(async () => {
    const { cd } = /** @type {any} */ (window);
    const tile = [...document.querySelectorAll('.sample-tile')].find((one) => one.textContent?.includes('Receptionist'));
    const from = performance.now();
    /** @type {HTMLElement} */ (tile).click();
    await cd.until(() => document.querySelector('cd-shell'));
    const entered = performance.now();
    await cd.until(() => cd.cards() > 0);
    return { all: (await cd.painted()) - from, entered: entered - from, cards: cd.cards() };
  });
}

/** The two windows in turn, so that both meet the same computer. */
async function starts() {
  const [program, nothing] = [noted(app), noted(empty)];
  const home = join(folder, 'sample');
  const open = { app: program, args: ['--sample'], folder: home };
  // The first start makes the sample and fills the file cache.
  const first = await Window.open(open);
  await first.see('.sample-tile', '', 120_000);
  await first.end();
  /** @type {Record<'empty'|'signIn'|'today'|'password'|'beyond', number[]>} */
  const times = { empty: [], signIn: [], today: [], password: [], beyond: [] };
  let cards = 0;
  for (let run = 0; run < RUNS; run += 1) {
    const bare = await Window.open({ app: nothing, folder: join(folder, 'empty') });
    times.empty.push(await firstPaint(bare));
    await bare.end();
    const window = await Window.open(open);
    times.signIn.push(await firstPaint(window));
    const today = await signInToToday(window);
    await window.end();
    ({ cards } = today);
    times.today.push(today.all);
    times.password.push(today.entered);
    times.beyond.push(times.signIn[run] + today.all - times.empty[run]);
  }
  note('empty window', times.empty, 'from the start of the program to its first paint');
  note('sign-in', times.signIn, 'from the start of the program to the first paint of the sign-in screen');
  note(`Today, ${cards} cards`, times.today, 'from the press of sign-in to the paint of the day, the cards in sight first');
  note('  of which the password', times.password, 'argon2id on purpose takes its time, and the first read of who may do what');
  note('Today beyond an empty window', times.beyond, 'sign-in + Today − empty window, run by run', 350);
}

/** A home whose connection is a copy of the set: what is changed here is changed there alone. */
function homeOfSet() {
  const home = mkdtempSync(join(folder, 'set-'));
  const path = join(home, 'bench.clinic');
  copyFileSync(file, path);
  const id = randomUUID();
  // A file's key is kept under an id that follows from its path (RFC 9562, version 5, of the URL's namespace).
  const hash = createHash('sha1').update(Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex')).update(path).digest().subarray(0, 16);
  hash[6] = (hash[6] & 0x0f) | 0x50;
  hash[8] = (hash[8] & 0x3f) | 0x80;
  const key = hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  writeFileSync(join(home, 'connections.json'), JSON.stringify({ current: id, connections: [{ id, name: 'Bench', kind: 'file', path }] }));
  writeFileSync(join(home, 'keys.json'), JSON.stringify({ [key]: process.env.CLINIC_KEY }), { mode: 0o600 });
  return home;
}

/** Goes to a day that was not seen yet: until the cards in sight are painted, and until all are. @param {Window} window @param {string} date */
const openDay = (window, date) =>
  window.wait(async (/** @type {string} */ day, /** @type {number} */ wanted) => {
    const { cd } = /** @type {any} */ (window);
    const from = performance.now();
    history.pushState({}, '', `/today/${day}`);
    dispatchEvent(new PopStateEvent('popstate'));
    await cd.until(() => /** @type {any} */ (document.querySelector('cd-day-grid'))?.state?.date === day && cd.ofDay());
    const seen = (await cd.painted()) - from;
    await cd.until(() => cd.cards() === wanted);
    return { seen, all: (await cd.painted()) - from };
  }, date, A_DAY);

/** Looks at the day in another way. @param {Window} window @param {string} key @param {boolean} byRoom */
const lookBy = (window, key, byRoom) =>
  window.wait(async (/** @type {string} */ pressed, /** @type {boolean} */ room, /** @type {number} */ wanted) => {
    const { cd } = /** @type {any} */ (window);
    const from = performance.now();
    const drawn = document.querySelector('cd-day-grid .ec-event[data-id] .card-box');
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: pressed, ctrlKey: true, bubbles: true, composed: true }));
    await cd.until(() => /** @type {any} */ (document.querySelector('cd-day-grid'))?.shown?.byRoom === room && !drawn?.isConnected && cd.cards() > 0);
    const seen = (await cd.painted()) - from;
    await cd.until(() => cd.cards() === wanted);
    return { seen, all: (await cd.painted()) - from };
  }, key, byRoom, A_DAY);

/** Confirms an appointment, or takes that back: from the program's answer to the frame with the changed card. @param {Window} window @param {number} n @param {'confirm'|'back'} step */
const changeCard = (window, n, step) =>
  window.wait(async (/** @type {number} */ place, /** @type {string} */ action, /** @type {string} */ mark) => {
    const { cd } = /** @type {any} */ (window);
    const today = /** @type {any} */ (document.querySelector('cd-today'));
    const { id } = today.day.list()[place];
    const { fetch: send } = globalThis;
    let answered = 0;
    globalThis.fetch = async (/** @type {any[]} */ ...request) => {
      const answer = await send(.../** @type {[any]} */ (request));
      if (String(request[0]).endsWith('/perform')) answered = performance.now();
      return answer;
    };
    today.select(id);
    today.act(action);
    await cd.until(() => answered && document.querySelector(`[data-id="${id}"] .card-box`)?.classList.contains(mark));
    const painted = await cd.painted();
    globalThis.fetch = send;
    return painted - answered;
  }, n, step, step === 'confirm' ? 'is-confirmed' : 'is-booked');

async function largeDay() {
  const window = await Window.open({ app, folder: homeOfSet() });
  await window.see('cd-sign-in');
  await pause(800);
  await window.fill('Sign-in name', 'bench');
  await window.fill('Password', 'for measuring only');
  await window.click('button', 'Sign in');
  await window.see('cd-shell main > *');
  await window.run(tools);
  await pause(1500);
  /** @type {Record<'opened'|'byRoom'|'byPerson', {seen: number, all: number}[]>} */
  const { opened, byRoom, byPerson } = { opened: [], byRoom: [], byPerson: [] };
  /** @type {number[]} */
  const changed = [];
  for (const day of DAYS) {
    opened.push(await openDay(window, day));
    await pause(700);
    byRoom.push(await lookBy(window, '2', true));
    await pause(400);
    byPerson.push(await lookBy(window, '1', false));
    await pause(400);
  }
  await openDay(window, LAST_DAY);
  await pause(700);
  for (let n = 0; n < 10; n += 1) {
    for (const step of /** @type {const} */ (['confirm', 'back'])) {
      changed.push(await changeCard(window, n * 37, step));
      await pause(500);
    }
  }
  await window.end();
  /** @param {string} name @param {{seen: number, all: number}[]} runs @param {string} from */
  const both = (name, runs, from) => {
    note(name, runs.map((run) => run.seen), `${from} to the paint of the cards in sight`, 400);
    note('  until all cards are painted', runs.map((run) => run.all), 'those out of sight too');
  };
  both('another day, 10 × 40', opened, 'from the step to another day, the question included,');
  both('10 × 40 by room', byRoom, 'from the key');
  both('10 × 40 by person', byPerson, 'from the key');
  note('a changed card, of 400', changed, 'from the answer to the operation to the paint', 50);
}

function print() {
  const ms = (/** @type {number} */ value) => value.toFixed(0).padStart(8);
  console.log(`milliseconds, ${RUNS} starts each`);
  console.log(`${''.padEnd(34)}${'median'.padStart(8)}${'least'.padStart(8)}${'most'.padStart(8)}  target`);
  for (const { name, runs, most, what } of figures) {
    const isOver = most !== undefined && median(runs) > most;
    console.log(`${name.padEnd(34)}${ms(median(runs))}${ms(Math.min(...runs))}${ms(Math.max(...runs))}  ${most === undefined ? '' : `median <= ${most} ms`}${isOver ? '  OVER' : ''}`);
    console.log(`    ${what}`);
  }
  for (const { name, runs, most } of figures) if (most !== undefined && median(runs) > most) console.log(`OVER TARGET: ${name}: ${median(runs).toFixed(0)} ms instead of median <= ${most} ms`);
}

try {
  await starts();
  if (file) await largeDay();
} finally {
  print();
  rmSync(folder, { recursive: true, force: true });
}
