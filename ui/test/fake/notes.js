// Note templates and snippets: the clinic's, and each person's own.
import { handle, news, refusal } from './registry.js';
import { ago, id, world } from './world.js';

const TEXT = { reason: null, history: null, findings: null, assessment: null, plan: null };

/** @type {any[]} */
const templates = [
  { note_template_id: id(8201), name: 'Cold or cough', specialty_id: null, reason: 'Cough for [days]', findings: 'Temperature [°C]. Chest: […].', plan: 'Fluids and rest.' },
  { note_template_id: id(8202), name: 'Back pain', specialty_id: id(301), reason: 'Back pain', history: 'Into the leg: [side]. Readings [120-140].', plan: 'Keep moving.' },
  { note_template_id: id(8203), name: 'Skin check', specialty_id: id(303), reason: 'Skin check', findings: '[site]: [size in mm]' },
  { note_template_id: id(8204), name: 'Old form', specialty_id: null, reason: 'Old', active: false },
].map((one) => ({ ...TEXT, version: 1, active: true, ...one }));
if (new URLSearchParams(location.search).get('templates') === 'none') templates.length = 0;

/** `user` is whose it is; the clinic's has none. @type {any[]} */
const snippets = [
  { snippet_id: id(8301), user: null, name: 'chest clear', text: 'Chest clear on both sides, no wheeze.' },
  { snippet_id: id(8302), user: null, name: 'heart normal', text: 'Heart sounds normal, regular.' },
  { snippet_id: id(8303), user: null, name: 'safety net', text: 'Back at once if [what], or if it is not better in [days].' },
  { snippet_id: id(8304), user: id(3), name: 'knee', text: 'Knee [side]: full movement, no swelling.' },
  { snippet_id: id(8305), user: id(4), name: 'dressing', text: 'Wound clean, new dressing.' },
].map((one) => ({ version: 1, active: true, ...one }));

const mayKeep = () => world.me.permissions.includes('note_template.edit');
const stale = (/** @type {any} */ row) => refusal('record.changed_meanwhile', { by: 'R. Lindqvist', at: ago(1), version: row.version });
const taken = (/** @type {string} */ name) => refusal('name.taken', { field: 'name', name });
/** @param {any[]} list @param {string} key @param {any} row @param {any} fields */
function save(list, key, row, fields) {
  const { version = 0 } = row;
  if (list.includes(row)) Object.assign(row, fields, { version: version + 1 });
  else list.push({ ...row, ...fields, version: 1 });
  news([{ kind: key.replace(/_id$/, ''), id: row[key] }], true);
  return { version: version + 1 };
}

handle('ask:note_templates', () => [...templates].sort((a, b) => a.name.localeCompare(b.name)));
for (const op of ['add', 'edit']) {
  handle(`op:${op}_note_template`, ({ note_template_id: rowId, version, details, active = true }) => {
    const row = templates.find((one) => one.note_template_id === rowId) ?? { note_template_id: rowId };
    if (row.version && row.version !== version) throw stale(row);
    if (templates.some((one) => one !== row && one.name === details.name)) throw taken(details.name);
    return save(templates, 'note_template_id', row, { ...TEXT, ...details, active });
  });
}

handle('ask:snippets', () =>
  snippets.filter((one) => one.user === null || one.user === world.me.user_id).sort((a, b) => a.name.localeCompare(b.name)).map(({ user, ...one }) => ({ ...one, clinic: user === null })));
handle('op:add_snippet', ({ snippet_id: rowId, name, text, clinic }) => {
  const user = clinic ? null : world.me.user_id;
  if (clinic && !mayKeep()) throw refusal('access.denied', { permission: 'note_template.edit' });
  if (snippets.some((one) => one.user === user && one.name === name)) throw taken(name);
  return save(snippets, 'snippet_id', { snippet_id: rowId, user }, { name, text, active: true });
});
handle('op:edit_snippet', ({ snippet_id: rowId, version, name, text, active }) => {
  const row = snippets.find((one) => one.snippet_id === rowId);
  if (row.user === null && !mayKeep()) throw refusal('access.denied', { permission: 'note_template.edit' });
  if (row.version !== version) throw stale(row);
  if (snippets.some((one) => one !== row && one.user === row.user && one.name === name)) throw taken(name);
  return save(snippets, 'snippet_id', row, { name, text, active });
});

/** For the tests: somebody else changes a template. @param {string} rowId @param {any} fields */
const templateElsewhere = (rowId, fields) => {
  const row = templates.find((one) => one.note_template_id === rowId);
  Object.assign(row, fields, { version: row.version + 1 });
  news([{ kind: 'note_template', id: rowId }]);
};
Object.assign(window, { fakeTemplateElsewhere: templateElsewhere });
