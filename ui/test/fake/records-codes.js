// Diagnosis codes: a few of the real list.
import { handle, refusal } from './registry.js';

const CODES = [
  ['I10', 'Essential (primary) hypertension', 4], ['E11', 'Type 2 diabetes mellitus', 0], ['E11.9', 'Type 2 diabetes mellitus without complications', 2], ['E10.9', 'Type 1 diabetes mellitus without complications', 0], ['J00', 'Acute nasopharyngitis [common cold]', 0],
  ['J20.9', 'Acute bronchitis, unspecified', 0], ['R05.1', 'Acute cough', 0], ['R05.9', 'Cough, unspecified', 0], ['R51.9', 'Headache, unspecified', 0], ['G43.909', 'Migraine, unspecified, not intractable, without status migrainosus', 0], ['M54.50', 'Low back pain, unspecified', 0],
];

handle('ask:diagnosis_codes', ({ text, limit }) => {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  return CODES.filter(([code, title, often]) => {
    const words = String(title).toLowerCase().split(/[^a-z0-9]+/);
    return (wanted.length || Number(often) > 0) && wanted.every((/** @type {string} */ word) => words.some((one) => one.startsWith(word)) || String(code).replace('.', '').toLowerCase().startsWith(word.replace('.', '')));
  })
    .sort((a, b) => Number(b[2]) - Number(a[2]))
    .slice(0, limit)
    .map(([code, title, often]) => ({ code_system: 'icd10cm', code, title, favourite: Number(often) > 0 }));
});

// The clinic's lists of codes ----------------------------------------------------------------------------------
/** @type {any[]} */
const lists = [{ name: 'icd10cm', edition: '2026-04', codes: 46881, shipped: true, active: true }];
/** @param {string} table */
function codesOf(table) {
  const [head, ...rows] = table.trim().split('\n').map((line) => line.split(',').map((cell) => cell.trim()));
  for (const column of ['code', 'title']) if (!head.includes(column)) throw refusal('import.column_missing', { field: 'table', column });
  const lines = rows.map(([code, title = ''], n) => ({ line: n + 2, code, title, problem: title ? null : { code: 'field.required', details: { field: 'title' } } }));
  return { first: lines.filter((line) => !line.problem), wrong: lines.filter((line) => line.problem) };
}
handle('ask:code_lists', () => lists.map((one) => ({ ...one })));
handle('ask:code_import', ({ table }) => {
  const { first, wrong } = codesOf(table);
  return { codes: first.length, left_out: wrong.length, first, wrong };
});
handle('op:import_codes', async ({ name, edition, packed }) => {
  if (name.toLowerCase() === 'icd10cm') throw refusal('codes.shipped', { field: 'name' });
  const bytes = Uint8Array.from(atob(packed), (one) => one.charCodeAt(0));
  const { first, wrong } = codesOf(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text());
  const there = lists.find((one) => one.name === name);
  if (there) Object.assign(there, { edition, codes: first.length });
  else lists.unshift({ name, edition, codes: first.length, shipped: false, active: true });
  return { codes: first.length, left_out: wrong.length };
});
handle('op:use_codes', ({ code_list: name, active }) => {
  Object.assign(lists.find((one) => one.name === name), { active });
  return null;
});
