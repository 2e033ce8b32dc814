// Files: sent in pieces, attached, shown, struck; what a receptionist attached.
import { chartOf, mustBeOpen } from './records.js';
import { handle, news, refusal } from './registry.js';
import { answer } from './records-results.js';
import { ago, clinic, id, practitioners, world } from './world.js';

const ADA = id(1001);
/** The newest first. @type {any[]} */
export const files = [];
/** What was sent and is not attached: bytes by the file's id. @type {Map<string, number>} */
const sent = new Map();
/** @type {Set<string>} */
const opened = new Set();
const blank = { name: 'scan.pdf', dated_on: null, note: null, content_type: 'application/pdf', size_bytes: 182_400, sha256: '9f2c'.repeat(16), visit_id: null, practitioner: null, ordered_by: null, request: null, review: null, struck: null };

/** @param {string} patientId @param {any} one */
const add = (patientId, one) => files.unshift({ ...blank, file_id: id(8800 + files.length), patient_id: patientId, added_at: ago(90), added_by: 'Dr Wei Chen', added_by_id: id(3), ...one });
if (new URLSearchParams(location.search).get('files') !== 'none') {
  add(ADA, { kind: 'other', title: 'Diet table', name: 'diet.xlsx', content_type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', size_bytes: 24_100, dated_on: '2024-02-11' });
  add(ADA, { kind: 'letter', title: 'Letter of the eye clinic', dated_on: '2025-06-03', added_by: 'M. Novak', added_by_id: id(1), note: 'Second page is faint' });
  add(ADA, { kind: 'result', title: 'Blood count', dated_on: '2025-12-01', struck: 'Her sister’s' });
  add(ADA, { kind: 'picture', title: 'Mole on the left arm', name: 'IMG_2201.jpg', content_type: 'image/png', size_bytes: 2_410_000, dated_on: '2026-08-30', visit_id: id(7201) });
  add(ADA, { kind: 'result', title: 'Kidney values', dated_on: '2026-10-12', size_bytes: 88_000, practitioner: 'Dr Wei Chen', ordered_by: id(103), request: 'Kidney values' });
  add(ADA, { kind: 'other', title: 'Notes from home', name: 'pressure.txt', content_type: 'text/plain', size_bytes: 420, dated_on: '2026-11-02' });
}

const find = (/** @type {string} */ fileId) => files.find((one) => one.file_id === fileId) ?? (() => { throw refusal('record.not_found', { kind: 'file' }); })();
const told = (/** @type {any} */ one) => news([{ kind: 'file', id: one.file_id }, { kind: 'patient', id: one.patient_id }], true);
const ending = (/** @type {string} */ name) => name.split('.').pop()?.toLowerCase() ?? '';
const TYPES = { pdf: 'application/pdf', png: 'image/png', jpg: 'image/jpeg', txt: 'text/plain' };

handle('ask:files', ({ patient_id: patientId, visit_id: visitId }) => {
  mustBeOpen(patientId);
  return files.filter((one) => one.patient_id === patientId && (!visitId || one.visit_id === visitId)).sort((a, b) => (b.dated_on ?? '').localeCompare(a.dated_on ?? ''));
});
handle('ask:own_files', ({ patient_id: patientId }) => files.filter((one) => one.patient_id === patientId && one.added_by_id === world.me.user_id));
handle('send_file_piece', async (piece) => {
  // A test holds a piece back until it has looked.
  await /** @type {any} */ (window).fake.held;
  const name = decodeURIComponent(piece['x-file-name']);
  if (['exe', 'html', 'js'].includes(ending(name))) throw refusal('file.runs', { field: 'name', ending: ending(name) });
  if (!(ending(name) in TYPES)) throw refusal('file.type_not_taken', { field: 'name', ending: ending(name) });
  const fileId = piece['x-file-id'];
  if (Number(piece['x-file-position']) !== (sent.get(fileId) ?? 0) / (256 * 1024)) throw refusal('file.incomplete', { field: 'size_bytes' });
  sent.set(fileId, (sent.get(fileId) ?? 0) + piece.length);
});
handle('drop_file_pieces', ({ fileId }) => void sent.delete(fileId));
handle('op:attach_file', ({ op: _op, confirmed, practitioner_id: orderedBy, request_id: requestId, ...file }) => {
  if (sent.get(file.file_id) !== file.size_bytes) throw refusal('file.incomplete', { field: 'size_bytes' });
  const there = files.find((one) => one.patient_id === file.patient_id && one.name === file.name && one.size_bytes === file.size_bytes && !one.struck);
  if (there && !confirmed) throw refusal('file.again', { on: clinic.today, by: there.added_by });
  sent.delete(file.file_id);
  add(file.patient_id, { ...file, content_type: TYPES[/** @type {'pdf'} */ (ending(file.name))], added_at: ago(0), added_by: world.me.name, added_by_id: world.me.user_id });
  if (orderedBy) Object.assign(files[0], { ordered_by: orderedBy, practitioner: practitioners.find((one) => one.practitioner_id === orderedBy)?.name });
  answer(requestId, files[0]);
  told(files[0]);
  return null;
});
handle('op:strike_file', ({ file_id: fileId, reason }) => {
  const one = find(fileId);
  if (one.struck) throw refusal('record.struck');
  one.struck = reason;
  told(one);
  return null;
});
handle('op:open_file', ({ file_id: fileId }) => {
  const one = find(fileId);
  mustBeOpen(one.patient_id);
  opened.add(fileId);
  chartOf(one.patient_id).seen.unshift({ at: ago(0), who: world.me.name, workstation: 'Front desk 1', what: 'file', reason: null, file: one.title, patient_id: one.patient_id, patient: '', mrn: '' });
  return { file_id: fileId, content_type: one.content_type, ending: ending(one.name) };
});

/** A picture with a word in it, as PNG. @param {string} text @param {number} width @param {number} height */
async function picture(text, width, height) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const paper = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  paper.fillStyle = '#fff';
  paper.fillRect(0, 0, width, height);
  paper.fillStyle = '#222';
  paper.font = '28px sans-serif';
  paper.fillText(text, 48, 80);
  const blob = await new Promise((/** @type {(blob: Blob | null) => void} */ done) => canvas.toBlob(done));
  return /** @type {Blob} */ (blob).arrayBuffer();
}

/** @param {string} fileId */
function open(fileId) {
  if (!opened.has(fileId)) throw refusal('chart.not_opened');
  return find(fileId);
}
handle('file_bytes', ({ fileId }) => {
  const one = open(fileId);
  return one.content_type.startsWith('text/') ? new TextEncoder().encode('Monday 132/84\nTuesday 128/80 <script>alert(1)</script>\n').buffer : picture(one.title, 900, 600);
});
handle('file_pages', ({ fileId }) => open(fileId) && { pages: 3 });
handle('file_page', ({ fileId, page }) => picture(`${open(fileId).title}, page ${page + 1}`, 1000, 1414));
handle('close_file', () => null);
handle('save_file', ({ fileId }) => open(fileId) && { saved: true });
handle('open_file_outside', ({ fileId }) => void open(fileId));
