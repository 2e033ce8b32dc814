// The clinic's own templates: a text with #panic in it cannot be laid out, one without #data leaves something out.
import { handle, news, refusal } from './registry.js';
import { ago, id, world } from './world.js';

const NAMES = ['invoice', 'credit_note', 'receipt', 'statement', 'payer_statement', 'prescription', 'visit', 'vaccinations', 'letter', 'till', 'aged', 'report', 'page', 'words'];
const shipped = (/** @type {string} */ name) => `#import "words.typ": words\n#import "page.typ": *\n\n#let data = json("data.json")\n\n// ${name}\n#show: sheet.with(data, words.${name})\n`;

/** @type {any[]} */
const lines = NAMES.map((template) => ({ template, version: 0, text: null, changed_at: null, changed_by: null }));
Object.assign(lines[NAMES.indexOf('prescription')], { version: 2, text: `${shipped('prescription')}#text(size: 8pt)[Ours]\n`, changed_at: ago(3 * 24 * 60), changed_by: 'R. Lindqvist' });
const line = (/** @type {string} */ template) => lines.find((one) => one.template === template);

/** @param {string} template @param {string} text */
function tried(template, text) {
  const at = text.split('\n').findIndex((one) => one.includes('#panic'));
  if (at >= 0) throw refusal('template.broken', { field: 'text', template, line: at + 1, problem: 'panicked', paper: template });
}

handle('ask:paper_templates', () => lines);
handle('shipped_template', ({ template }) => shipped(template));
handle('template_faults', () => (new URLSearchParams(location.search).has('broken') ? [{ paper: 'prescription', error: refusal('template.broken', { template: 'prescription', line: 8, problem: 'unknown variable: ours', paper: 'prescription' }) }] : []));
handle('preview_template', ({ template, text, of, look }) => {
  tried(template, text);
  const last = text.trim().split('\n').at(-1).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const [width, height] = /** @type {any} */ ({ a4: [210, 297], letter: [216, 279], a5: [148, 210], roll_80: [80, 120] })[look.paper];
  const say = (/** @type {number} */ y, /** @type {string} */ what) => `<text x="10" y="${y}" font-size="6" font-family="sans-serif">${what}</text>`;
  return { pages: [`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}mm" height="${height}mm"><rect width="100%" height="100%" fill="#fff"/>${say(20, of ?? template)}${say(32, last)}</svg>`], uncovered: '' };
});
handle('save_template', () => ({ saved: true }));

/** @param {any} operation @param {string | null} text */
function change({ template, version }, text) {
  const row = line(template);
  if (row.version !== version) throw refusal('record.changed_meanwhile', { by: 'R. Lindqvist', at: ago(1), version: row.version });
  Object.assign(row, { version: version + 1, text, changed_at: ago(0), changed_by: world.me.name });
  news([{ kind: 'paper_template', id: id(8401) }], true);
  return { version: row.version };
}
handle('op:write_template', (operation) => {
  tried(operation.template, operation.text);
  if (!operation.text.includes('data')) throw refusal('template.leaves_out', { field: 'text', paper: operation.template, what: 'number' });
  return change(operation, operation.text);
});
handle('op:use_shipped_template', (operation) => change(operation, null));

/** Somebody at another desk. @param {string} template @param {string} text */
/** @type {any} */ (window).fakePaperElsewhere = (/** @type {string} */ template, /** @type {string} */ text) => Object.assign(line(template), { version: line(template).version + 1, text, changed_at: ago(0), changed_by: 'R. Lindqvist' });
