// The words on screen are those of docs/words.md, and every error of the core has its words. Reads files, opens no page.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { words } from '../src/words/en.js';

const root = new URL('../../', import.meta.url);
/** @param {string} path */
const read = (path) => readFileSync(new URL(path, root), 'utf8');

/** The texts a person may see in a file: its string literals, without keys, comments and what is filled in. @param {string} source */
function shownTexts(source) {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '').replace(/^import .*$/gm, '');
  const literals = code.matchAll(/'((?:[^'\\\n]|\\.)*)'(?!\s*:)|`((?:[^`\\]|\\.)*)`/g);
  const texts = [...literals].map(([, plain, filled]) => plain ?? filled.replace(/\$\{[^}]*\}/g, ' '));
  // What is to be typed on a server is the server's own language.
  return texts.map((text) => text.replace(/\b(CREATE|ALTER) USER\b/g, ''));
}

/** The column *Not* of the table in docs/words.md, with the word to use instead. */
function wordsNotToUse() {
  const table = read('docs/words.md').split('## This word, not that one')[1].split('\n## ')[0];
  const rows = table.split('\n').filter((line) => line.startsWith('|')).slice(2);
  return rows.flatMap((row) => {
    const [, use, , not] = row.split('|').map((cell) => cell.trim());
    return not.split(',').map((word) => ({ word: word.trim(), use })).filter(({ word }) => word);
  });
}

const files = readdirSync(new URL('ui/src/words/en', root)).map((name) => `ui/src/words/en/${name}`);

test('no screen uses a word that docs/words.md replaces', () => {
  const found = /** @type {string[]} */ ([]);
  const rules = wordsNotToUse();
  expect(rules.length).toBeGreaterThan(30);
  for (const file of files) {
    for (const text of shownTexts(read(file))) {
      for (const { word, use } of rules) {
        if (new RegExp(`(?<![\\w.])${word}(?![\\w.]\\w)`, 'i').test(text)) found.push(`${file}: “${text}” (${word}: say “${use}”)`);
      }
    }
  }
  expect(found).toEqual([]);
});

test('every error of the core has its words', () => {
  const codes = [...read('core/src/error.rs').matchAll(/^ {4}\w+ = "([a-z_.]+)",$/gm)].map(([, code]) => code);
  expect(codes.length).toBeGreaterThan(50);
  const known = /** @type {Record<string, unknown>} */ (words.errors);
  // The step codes of a connection's test are sentences of their own, on the same form.
  const spoken = files.map(read).join('\n');
  const silent = codes.filter(
    (code) => !known[code] && !code.endsWith('.changed_meanwhile') && !spoken.includes(`'${code}'`),
  );
  expect(silent).toEqual([]);
});
