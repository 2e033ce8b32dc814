// What patients take, and the clinic's list of medicines.
import { chartOf, mustBeOpen } from './records.js';
import { handle, news, refusal } from './registry.js';
import { ago, clinic, id, practitioners, world } from './world.js';

/** @type {any[]} */
const list = [
  ['Amoxicillin', 'amoxicillin', '250 mg/5 ml', 'oral suspension', 'penicillin', '5 ml'], ['Amoxicillin', 'amoxicillin', '500 mg', 'capsule', 'penicillin', '1 capsule'],
  ['Amlodipine', 'amlodipine', '5 mg', 'tablet', null, '1 tablet'], ['Augmentin', 'amoxicillin + clavulanic acid', '500 mg/125 mg', 'tablet', 'penicillin', null],
  ['Ibuprofen', 'ibuprofen', '400 mg', 'tablet', 'NSAID', '1 tablet'], ['Metformin', 'metformin', '500 mg', 'tablet', null, '1 tablet'], ['Paracetamol', 'paracetamol', '500 mg', 'tablet', 'acetaminophen', '1 to 2 tablets'],
].map(([name, ingredient, strength, form, family, dose], n) => ({ medicine_id: id(7601 + n), version: 1, name, ingredient, strength, form, family, dose, active: true }));
if (new URLSearchParams(location.search).get('medicines') === 'none') list.length = 0;

const ADA = id(1001);
/** @type {(Record<string, any> & {patient_id: string})[]} */
const lines = [];

/** @param {string} day @param {number} days */
function after(day, days) {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** @param {string} patientId @param {any} one */
function add(patientId, one) {
  const blank = { visit_id: null, medicine_id: null, repeats_id: null, ingredient: null, family: null, strength: null, form: null, days: null, quantity: null, instructions: null, override_reason: null, note: null, stopped: null, struck: null };
  lines.unshift({ ...blank, patient_id: patientId, practitioner_id: id(103), practitioner: 'Dr Wei Chen', prescribed_on: clinic.today, ...one });
}
add(ADA, { item_id: id(7504), prescription_id: id(7522), medicine: 'Ibuprofen', ingredient: 'ibuprofen', strength: '400 mg', form: 'tablet', dose: '1 tablet', frequency: 'three times a day', days: 5, prescribed_on: '2026-03-02', struck: 'Written for Emeka Okafor' });
add(ADA, { item_id: id(7503), prescription_id: id(7521), medicine: 'Simvastatin', ingredient: 'simvastatin', strength: '20 mg', form: 'tablet', dose: '1 tablet', frequency: 'in the evening', prescribed_on: '2025-06-10', stopped: { on: '2026-01-12', reason: 'Muscle pain', at: '2026-01-12T09:00:00.000000Z', by: 'Dr Wei Chen' } });
add(ADA, { item_id: id(7501), prescription_id: id(7520), medicine_id: id(7603), medicine: 'Amlodipine', ingredient: 'amlodipine', strength: '5 mg', form: 'tablet', dose: '1 tablet', frequency: 'in the morning', prescribed_on: '2026-09-17' });
add(ADA, { item_id: id(7502), prescription_id: id(7520), medicine_id: id(7606), medicine: 'Metformin', ingredient: 'metformin', strength: '500 mg', form: 'tablet', dose: '1 tablet', frequency: 'with breakfast and dinner', days: 180, quantity: '360 tablets', instructions: 'With food', prescribed_on: '2026-09-17' });

/** @param {any} line */
function whole(line) {
  const until = line.days ? after(line.prescribed_on, line.days - 1) : null;
  const repeated = lines.some((other) => !other.struck && other.repeats_id === line.item_id);
  const over = (until && until < clinic.today) || (line.stopped && line.stopped.on <= clinic.today);
  return { ...line, until, repeated, is_current: !over && !repeated && !line.struck };
}
export const of = (/** @type {string} */ patientId) => lines.filter((line) => line.patient_id === patientId).map(whole);

/** @param {string} visitId */
export const ofVisit = (visitId) => lines.filter((line) => line.visit_id === visitId).map(whole);

const wordsOf = (/** @type {(string | null | undefined)[]} */ texts) => texts.filter(Boolean).join(' ').toLowerCase().split(/[^a-zà-ž0-9]+/).filter(Boolean);
const parts = (/** @type {any} */ one) => (one.ingredient ?? one.medicine).split('+').map((/** @type {string} */ part) => part.trim().toLowerCase());

handle('ask:medicines', () => list);
handle('ask:find_medicines', ({ text, limit }) => {
  const typed = wordsOf([text]);
  return list.filter((one) => one.active && typed.every((word) => wordsOf([one.name, one.ingredient, one.strength, one.form]).some((other) => other.startsWith(word)))).slice(0, limit);
});
handle('ask:patient_medicines', ({ patient_id: patientId }) => {
  mustBeOpen(patientId);
  return of(patientId);
});

const changed = (/** @type {string} */ patientId, /** @type {string} */ rowId) => news([{ kind: 'prescription', id: rowId }, { kind: 'patient', id: patientId }], true);

/** What does not go together. @type {any[]} */
const rules = [{ interaction_id: id(7901), version: 1, one: 'metformin', other: 'NSAID', advice: 'Kidneys: check creatinine first.', active: true }];
handle('ask:interactions', () => rules);
const ruleChanged = (/** @type {string} */ rowId) => news([{ kind: 'interaction', id: rowId }], true);
handle('op:add_interaction', ({ interaction_id: rowId, details }) => {
  const pair = (/** @type {any} */ one) => [one.one, one.other].map((name) => name.toLowerCase()).sort().join('+');
  if (rules.some((one) => pair(one) === pair(details))) throw refusal('name.taken', { field: 'other', name: `${details.one} + ${details.other}` });
  rules.push({ interaction_id: rowId, version: 1, active: true, ...details });
  ruleChanged(rowId);
  return { version: 1 };
});
handle('op:edit_interaction', ({ interaction_id: rowId, details, active }) => {
  const row = rules.find((one) => one.interaction_id === rowId);
  Object.assign(row, details, { active, version: row.version + 1 });
  ruleChanged(rowId);
  return { version: row.version };
});

/** What speaks against these items. @param {any} operation @returns {any[]} */
function against(operation) {
  const replaced = operation.items.map((/** @type {any} */ item) => item.repeats_id);
  const warnings = [];
  for (const item of operation.items) {
    const known = list.find((one) => one.medicine_id === item.medicine_id);
    item.ingredient ??= known?.ingredient ?? null;
    item.family = known?.family ?? null;
    const names = wordsOf([item.medicine, item.ingredient, item.family]);
    for (const allergy of chartOf(operation.patient_id).allergies.filter((one) => one.status === 'active')) {
      if (wordsOf([allergy.substance]).some((word) => names.includes(word))) warnings.push({ item_id: item.item_id, kind: 'allergy', row_id: allergy.id, what: allergy.substance });
    }
    for (const other of of(operation.patient_id).filter((one) => one.is_current && !replaced.includes(one.item_id))) {
      if (parts(item).some((/** @type {string} */ part) => parts(other).includes(part))) warnings.push({ item_id: item.item_id, kind: 'duplicate', row_id: other.item_id, what: other.medicine });
      const called = wordsOf([other.medicine, other.ingredient, other.family]);
      for (const rule of rules.filter((one) => one.active)) {
        const [one, two] = [rule.one.toLowerCase(), rule.other.toLowerCase()];
        if ((names.includes(one) && called.includes(two)) || (names.includes(two) && called.includes(one))) warnings.push({ item_id: item.item_id, kind: 'interaction', row_id: rule.interaction_id, what: other.medicine, advice: rule.advice });
      }
    }
  }
  return warnings;
}
handle('ask:prescription_warnings', (question) => {
  mustBeOpen(question.patient_id);
  return against(question);
});

handle('op:write_prescription', (operation) => {
  const warnings = against(operation);
  const seen = (/** @type {any} */ one) => operation.items.find((/** @type {any} */ item) => item.item_id === one.item_id)?.all_the_same?.seen.includes(one.row_id);
  if (warnings.some((one) => !seen(one))) throw refusal('prescription.warned', { warnings });
  for (const { all_the_same: same, ...item } of operation.items) {
    const practitioner = practitioners.find((one) => one.practitioner_id === operation.practitioner_id)?.name ?? '';
    add(operation.patient_id, { ...item, override_reason: same?.reason ?? null, prescription_id: operation.prescription_id, visit_id: operation.visit_id, note: operation.note, practitioner_id: operation.practitioner_id, practitioner });
  }
  changed(operation.patient_id, operation.prescription_id);
  return null;
});

const find = (/** @type {string} */ itemId) => {
  const line = lines.find((one) => one.item_id === itemId);
  if (!line) throw refusal('record.not_found', { kind: 'prescription' });
  if (line.struck) throw refusal('record.struck');
  return line;
};
handle('op:stop_medicine', ({ item_id: itemId, stopped_on: on, reason }) => {
  const line = find(itemId);
  if (on > clinic.today || on < line.prescribed_on) throw refusal('field.out_of_range', { field: 'stopped_on', min: line.prescribed_on, max: clinic.today });
  if (line.stopped) throw refusal('prescription.stopped', { on: line.stopped.on, by: line.stopped.by });
  line.stopped = { on, reason, at: ago(0), by: world.me.name };
  changed(line.patient_id, line.prescription_id);
  return null;
});
handle('op:strike_medicine', ({ item_id: itemId, reason }) => {
  const line = find(itemId);
  line.struck = reason;
  changed(line.patient_id, line.prescription_id);
  return null;
});

const text = (/** @type {any} */ details) => ({ ...details, strength: details.strength ?? '', form: details.form ?? '' });
const told = (/** @type {string} */ rowId) => news([{ kind: 'medicine', id: rowId }], true);
handle('op:add_medicine', ({ medicine_id: rowId, details }) => {
  if (list.some((one) => one.name === details.name && one.strength === (details.strength ?? '') && one.form === (details.form ?? ''))) throw refusal('name.taken', { field: 'name', name: details.name });
  list.push({ medicine_id: rowId, version: 1, active: true, ...text(details) });
  told(rowId);
  return { version: 1 };
});
handle('op:edit_medicine', ({ medicine_id: rowId, details, active }) => {
  const row = list.find((one) => one.medicine_id === rowId);
  Object.assign(row, text(details), { active, version: row.version + 1 });
  told(rowId);
  return { version: row.version };
});
/** Lines of name,ingredient,strength,form. @param {string} table */
function linesOf(table) {
  const [head, ...rows] = table.trim().split('\n').map((line) => line.split(',').map((cell) => cell.trim()));
  const known = new Set(list.map((one) => JSON.stringify([one.name, one.strength, one.form])));
  for (const column of ['name', 'ingredient']) if (!head.includes(column)) throw refusal('import.column_missing', { field: 'table', column });
  return rows.map((cells, n) => {
    const [name, ingredient, strength = '', form = ''] = cells;
    const there = known.has(JSON.stringify([name, strength, form]));
    const problem = ingredient ? null : { code: 'field.required', details: { field: 'ingredient' } };
    return { line: n + 2, name, ingredient, strength, form, standing: problem ? 'wrong' : there ? 'there' : 'new', problem };
  });
}
handle('ask:medicine_import', ({ table }) => linesOf(table));
handle('op:import_medicines', async ({ packed }) => {
  const bytes = Uint8Array.from(atob(packed), (one) => one.charCodeAt(0));
  const lines = linesOf(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text());
  const fresh = lines.filter((line) => line.standing === 'new');
  fresh.forEach(({ name, ingredient, strength, form }, n) => list.push({ medicine_id: id(7800 + list.length + n), version: 1, name, ingredient, strength, form, dose: null, family: null, active: true }));
  told(id(7800));
  return { added: fresh.length, left_out: lines.length - fresh.length };
});
handle('op:add_starter_medicines', () => {
  const missing = [['Omeprazole', '20 mg', 'capsule'], ['Paracetamol', '500 mg', 'tablet'], ['Warfarin', '1 mg', 'tablet']].filter(([name]) => !list.some((one) => one.name === name));
  missing.forEach(([name, strength, form], n) => list.push({ medicine_id: id(7700 + list.length + n), version: 1, name, ingredient: name.toLowerCase(), strength, form, dose: null, family: null, active: true }));
  told(id(7700));
  return { added: missing.length };
});
