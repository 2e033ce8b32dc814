// Documents for paper: one small picture for each page, with what tells them apart.
import { find, invoices, payments } from './billing.js';
import { letterOf } from './records-letters.js';
import { handle, refusal } from './registry.js';
import { clinic } from './world.js';

const SIZES = { a4: [210, 297], letter: [216, 279], a5: [148, 210], roll_80: [80, 120] };

/** @param {any} question */
function numberOf(question) {
  if (question.ask === 'invoice_document') return find(question.invoice_id).number;
  if (question.ask === 'receipt') return payments.find((one) => one.payment_id === question.payment_id)?.receipt;
  if (question.ask === 'statement') return `${question.from} to ${question.to}`;
  if (question.ask === 'payer_statement') return `PAYER-00A1-${question.on}`;
  if (question.ask === 'prescription_document') return 'MRN100480-RX-2026-09-17-00A1';
  if (question.ask === 'visit_document') return 'MRN100480-VISIT-2026-11-19-00B2';
  if (question.ask === 'vaccination_document') return 'MRN100480-VAC-2026-11-23';
  if (question.ask === 'letter_document') return letterOf(question.letter_id)?.number;
  if (question.ask === 'till_document') return 'TILL-2026-11-20-00C3';
  if (['revenue_document', 'payments_document', 'ledger_document', 'work_document'].includes(question.ask)) return `REPORT-${question.from}-TO-${question.to}`;
  if (question.ask === 'aged_document') return `AGED-${question.on}`;
  return invoices.flatMap((one) => one.credit_notes).find((one) => one.credit_note_id === question.credit_note_id)?.number;
}

/** @param {any} args */
function made({ question, look }) {
  const number = numberOf(question);
  if (!number) throw refusal('record.not_found', { kind: 'payment' });
  const [width, height] = SIZES[/** @type {'a4'} */ (look.paper)];
  const text = (/** @type {number} */ y, /** @type {string} */ what, size = 6) => `<text x="10" y="${y}" font-size="${size}" font-family="sans-serif">${what.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`;
  const page = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}mm" height="${height}mm"><rect width="100%" height="100%" fill="#fff"/>${text(16, clinic.name)}${text(28, number, 8)}${look.copy || originals.has(number) ? text(40, 'COPY') : ''}</svg>`;
  return { pages: [page], file_name: `${number}.pdf`, uncovered: '', printed_at: originals.get(number) ?? null };
}

/** When the original of what has one was printed. @type {Map<string, string>} */
const originals = new Map();

handle('preview_document', made);
/** A test closes the dialog that asks where without an answer. */
/** @type {any} */ (window).fakeSavesNothing = false;
handle('save_document', (args) => {
  const { file_name: name } = made(args);
  if (/** @type {any} */ (window).fakeSavesNothing) return { saved: false };
  const isNeutral = args.mailed && ['prescription_document', 'visit_document', 'vaccination_document', 'letter_document'].includes(args.question.ask);
  return { saved: true, name: isNeutral ? `document-${name.replace(/(RX|VISIT|VAC|REF|SICK)-/, '')}` : name };
});
handle('mail_document', () => null);
handle('print_document', (args) => {
  made(args);
  const number = numberOf(args.question);
  if (['invoice_document', 'credit_note_document', 'receipt', 'prescription_document', 'letter_document'].includes(args.question.ask) && !originals.has(number)) originals.set(number, '2026-11-23T10:32:00');
  return { by: 'printer' };
});
handle('printers', () => [{ name: 'Front_Desk', usual: true, trays: [] }, { name: 'Back_Office', usual: false, trays: ['Auto', 'Letterhead'] }]);
