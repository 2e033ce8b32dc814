// How this workstation prints each kind of document: on which printer, from which tray, on what paper, how many. It stays with the
// computer, because its printers do.
import { app, toast } from '../app.js';
import { command } from '../ipc.js';
import { say } from '../messages.js';
import { words } from '../words/en.js';
import { checkInput } from './inputs.js';

/** @typedef {import('./document-dialog.js').Question} Question */
/** @typedef {'a4' | 'letter' | 'a5' | 'roll_80'} Paper */
/** @typedef {{name: string, usual: boolean, trays: string[]}} Printer */
/** @typedef {{printer: string | null, tray: string | null, copies: number}} To */

const w = words.documents;
const RECEIPTS = 'print.receipts';
export const MOST_COPIES = 9;

/** Where the clinic's paper is too large. @type {Record<string, Paper[]>} */
const OWN_PAPERS = { receipt: ['a5', 'roll_80'] };

/** @param {Question} question @returns {Record<string, any>} */
function kept(question) {
  try {
    return JSON.parse(localStorage.getItem(`print.${question.ask}`) ?? '{}') ?? {};
  } catch {
    return {};
  }
}

/** @param {Question} question @param {Partial<To & {paper: Paper}>} change */
export function keep(question, change) {
  localStorage.setItem(`print.${question.ask}`, JSON.stringify({ ...kept(question), ...change }));
}

/**
 * For every kind of document at once, where it is printed on such paper: receipts may have a roll of their own.
 * @param {Partial<To & {paper: Paper}>} change
 */
export function keepForAll({ paper, ...change }) {
  for (const ask of Object.keys(w.titles)) {
    const question = /** @type {Question} */ ({ ask });
    keep(question, { ...change, ...(paper && papersOf(question).includes(paper) ? { paper } : {}) });
  }
}

/** @param {Question} question @returns {Paper[]} */
export const papersOf = (question) => OWN_PAPERS[question.ask] ?? ['a4', 'letter', 'a5'];

/** The last that was taken for such a document here, else the clinic's. @param {Question} question @returns {Paper} */
export function usualPaper(question) {
  const { paper } = kept(question);
  if (papersOf(question).includes(paper)) return paper;
  if (question.ask === 'receipt') return 'a5';
  return app.clinic?.paper === 'Letter' ? 'letter' : 'a4';
}

/** @param {Question} question @returns {To} */
export function usualTo(question) {
  const { printer, tray, copies } = kept(question);
  return {
    printer: typeof printer === 'string' ? printer : null,
    tray: typeof printer === 'string' && typeof tray === 'string' ? tray : null,
    copies: Number.isInteger(copies) && copies >= 1 && copies <= MOST_COPIES ? copies : 1,
  };
}

const printsReceipts = () => localStorage.getItem(RECEIPTS) === 'on';

/** Whether a receipt is printed here as soon as a payment is taken. */
export const receiptsCheck = () => checkInput({ name: 'print-receipts', label: w.receipts, checked: printsReceipts(), on: (on) => localStorage.setItem(RECEIPTS, on ? 'on' : 'off') });

/**
 * Without a dialog, as such a document was last printed here. What fails is said, with a way to see it and try again.
 * @param {Question} question @param {string} number
 */
export async function printNow(question, number) {
  try {
    const { by } = await command('print_document', { question, look: { paper: usualPaper(question), copy: false }, to: usualTo(question) });
    toast((by === 'printer' ? w.printed : w.opened)(number));
  } catch (error) {
    const see = async () => (await import('./document-dialog.js')).openDocument(question, number);
    toast(w.notPrinted(number, say(/** @type {any} */ (error))), { kind: 'error', go: { words: w.preview, run: see } });
  }
}

/** A payment's receipt, where this workstation prints them by itself. @param {{payment_id: string, receipt: string} | null | undefined} payment */
export function receiptOf(payment) {
  if (payment && printsReceipts()) printNow({ ask: 'receipt', payment_id: payment.payment_id }, payment.receipt);
}
