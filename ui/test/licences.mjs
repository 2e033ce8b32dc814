// Every package in the tree must carry a licence we may ship. Commercial widget packages hide behind the same scope.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ALLOWED = new Set(['MIT', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'MPL-2.0', 'ISC', 'OFL-1.1', 'BlueOak-1.0.0', '0BSD']);
const root = fileURLToPath(new URL('../node_modules', import.meta.url));

/** @param {string} folder @returns {string[]} */
function packages(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .flatMap(({ name }) => {
      const path = join(folder, name);
      return name.startsWith('@') ? packages(path) : [path, ...packages(join(path, 'node_modules'))];
    })
    .filter((path) => existsSync(join(path, 'package.json')));
}

/** "(MIT OR Apache-2.0)" is fine when one of them is, "MIT AND X" when all are. @param {string} licence */
const isAllowed = (licence) =>
  licence.replace(/[()]/g, '').split(/ OR /).some((choice) => choice.split(/ AND /).every((one) => ALLOWED.has(one.trim())));

/** @type {Record<string, number>} */
const counts = {};
const wrong = [];
for (const path of packages(root)) {
  const { name, version, license, licenses } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  if (!name) continue;
  const licence = String(license?.type ?? license ?? licenses?.map((/** @type {any} */ one) => one.type).join(' OR ') ?? 'none');
  counts[licence] = (counts[licence] ?? 0) + 1;
  if (!isAllowed(licence)) wrong.push(`${name}@${version}: ${licence}`);
}
console.log(Object.entries(counts).map(([licence, count]) => `${count} × ${licence}`).join(', '));
if (wrong.length) {
  console.error(`Not allowed:\n${wrong.join('\n')}`);
  process.exit(1);
}
