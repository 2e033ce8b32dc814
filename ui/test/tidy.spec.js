// The interface's own tidiness: who imports whom, how long things are, what must not be left in. Reads files, opens no page.
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from '@playwright/test';
import { parseAst } from 'vite';
import { words } from '../src/words/en.js';

/** About 400: a few more are no second subject yet. */
const FILE_LINES = 430;
const FUNCTION_LINES = 70;

const root = new URL('../../', import.meta.url);
/** @param {string} path */
const read = (path) => readFileSync(new URL(path, root), 'utf8');
/** @param {string} folder @returns {string[]} */
const scripts = (folder) =>
  readdirSync(new URL(folder, root), { recursive: true })
    .map((name) => `${folder}/${String(name).replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.js'))
    .sort();

const sources = scripts('ui/src').map((path) => ({ path, text: read(path), tree: /** @type {any} */ (parseAst(read(path))) }));

/** Every node of a tree. @param {any} node @param {(node: any) => void} visit */
function walk(node, visit) {
  if (Array.isArray(node)) return node.forEach((one) => walk(one, visit));
  if (!node || typeof node !== 'object') return;
  if (typeof node.type === 'string') visit(node);
  for (const value of Object.values(node)) walk(value, visit);
}

/** What a file imports: files as paths from the root, packages by name. @param {{path: string, tree: any}} source */
function imports({ path, tree }) {
  const found = /** @type {string[]} */ ([]);
  walk(tree, (node) => {
    if (/^(Import|Export)\w*(Declaration|Expression)$/.test(node.type) && node.source?.value) found.push(node.source.value);
  });
  return found.map((from) => (from.startsWith('.') ? posix.join(posix.dirname(path), from) : from));
}

/** @param {string} text @param {number} at */
const lineOf = (text, at) => text.slice(0, at).split('\n').length;

/** @param {(source: typeof sources[number], from: string) => boolean} isWrong */
const wrongImports = (isWrong) =>
  sources.flatMap((source) => imports(source).filter((from) => isWrong(source, from)).map((from) => `${source.path} imports ${from}`));

test('only ipc.js talks to the app behind the window', () => {
  expect(sources.length).toBeGreaterThan(100);
  expect(wrongImports(({ path }, from) => from.startsWith('@tauri-apps') && path !== 'ui/src/ipc.js')).toEqual([]);
  const named = sources.filter(({ path, text }) => path !== 'ui/src/ipc.js' && /__TAURI/.test(text));
  expect(named.map(({ path }) => path)).toEqual([]);
});

test('screens use parts, parts use what is below, words use words', () => {
  const below = (/** @type {string} */ path) => !/^ui\/src\/(screens|parts|words)\//.test(path);
  const tops = ['ui/src/main.js', 'ui/src/shell.js'];
  expect(wrongImports(({ path }, from) => from.startsWith('ui/src/screens/') && !path.startsWith('ui/src/screens/') && !tops.includes(path))).toEqual([]);
  expect(wrongImports(({ path }, from) => path.startsWith('ui/src/words/') && !from.startsWith('ui/src/words/'))).toEqual([]);
  expect(wrongImports(({ path }, from) => below(path) && !tops.includes(path) && from.startsWith('ui/src/parts/') && path !== 'ui/src/app.js')).toEqual([]);
  expect(wrongImports(({ path }, from) => path === 'ui/src/ipc.js' && !from.startsWith('@tauri-apps/'))).toEqual([]);
});

test('what ships does not import what tests', () => {
  expect(wrongImports((_, from) => from.startsWith('ui/test/'))).toEqual([]);
});

test('files have one subject, functions can be read in one look', () => {
  const long = /** @type {string[]} */ ([]);
  for (const path of [...sources.map((source) => source.path), ...scripts('ui/test')]) {
    const text = read(path);
    const lines = text.split('\n').length - 1;
    if (lines > FILE_LINES) long.push(`${path}: ${lines} lines`);
    // A list of words is no code, and a test may tell a long story.
    if (!path.startsWith('ui/src/') || path.startsWith('ui/src/words/')) continue;
    walk(parseAst(text), (node) => {
      // A mixin is a function around a class; its methods count.
      if (!/Function/.test(node.type) || !node.body || node.body.type === 'ClassExpression') return;
      const from = lineOf(text, node.start);
      const length = lineOf(text, node.end) + 1 - from;
      if (length > FUNCTION_LINES) long.push(`${path}:${from}: a function of ${length} lines`);
    });
  }
  expect(long).toEqual([]);
});

test('nothing is left in that belongs to writing it', () => {
  const left = /** @type {string[]} */ ([]);
  for (const { path, text, tree } of sources) {
    walk(tree, (node) => {
      const isConsole = node.type === 'MemberExpression' && node.object?.name === 'console';
      const isDialog = node.type === 'CallExpression' && ['alert', 'confirm', 'prompt'].includes(node.callee?.name);
      if (isConsole || isDialog || node.type === 'DebuggerStatement') left.push(`${path}:${lineOf(text, node.start)}`);
    });
  }
  expect(left).toEqual([]);
});

test('every error with words is one that the core has', () => {
  const codes = new Set([...read('core/src/error.rs').matchAll(/^ {4}\w+ = "([a-z_.]+)",$/gm)].map(([, code]) => code));
  const gone = Object.keys(words.errors).filter((code) => !codes.has(code) && code !== 'any.changed_meanwhile');
  expect(gone).toEqual([]);
});

/** Dialogs in which nothing typed is worth keeping, each with its reason. @type {Record<string, string>} */
const NOT_KEPT = {
  Approve: 'a password',
  SetPin: 'a password and a PIN',
  CopyVisit: 'a reason for one patient alone, who is chosen again',
  CodeImportDialog: 'two words about a table that is chosen again',
  BatchDialog: 'a search',
  Templates: 'a search',
  Palette: 'a search',
};

test('every dialog that is typed in keeps it on this workstation', () => {
  /** @type {{name: string, parent: string, methods: Set<string>, text: string}[]} */
  const classes = [];
  for (const { text, tree } of sources) {
    walk(tree, (node) => {
      if (node.type !== 'ClassDeclaration' || !node.id) return;
      const methods = new Set(/** @type {string[]} */ (node.body.body.map((/** @type {any} */ one) => one.key?.name)));
      classes.push({ name: node.id.name, parent: node.superClass?.name ?? '', methods, text: text.slice(node.start, node.end) });
    });
  }
  /** From a class up to what every dialog is. @param {typeof classes[number]} one @returns {typeof classes} */
  const line = (one) => {
    if (one.parent === 'Modal') return [one];
    const parent = classes.find(({ name }) => name === one.parent);
    const above = parent ? line(parent) : [];
    return above.length ? [one, ...above] : [];
  };
  // What others extend says only what they share.
  const isWhole = (/** @type {string} */ name) => !classes.some(({ parent }) => parent === name);
  const dialogs = classes.filter(({ name }) => isWhole(name)).map((one) => ({ name: one.name, line: line(one) })).filter((one) => one.line.length);
  expect(dialogs.length).toBeGreaterThan(50);
  const isTyped = dialogs.filter((one) => one.line.some(({ methods, text }) => methods.has('dirty') || /\b(text|area|password)(Field|Input)\(|<textarea|type="text"/.test(text)));
  const lacks = isTyped.filter((one) => !['keptAs', 'typing', 'takeUp', 'dirty'].every((method) => one.line.some(({ methods }) => methods.has(method))));
  expect(lacks.map((one) => one.name).filter((name) => !NOT_KEPT[name])).toEqual([]);
  // An exception that is none any more goes.
  expect(Object.keys(NOT_KEPT).filter((name) => !lacks.some((one) => one.name === name))).toEqual([]);
});
