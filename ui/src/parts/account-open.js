// What is open of whoever owes: a patient's own invoices, or a payer's in the same shape.
import { ask } from '../ipc.js';

/** @typedef {import('../bindings/PatientAccount').PatientAccount} PatientAccount */
/** @typedef {import('../bindings/AccountInvoice').AccountInvoice} AccountInvoice */
/** @typedef {Pick<PatientAccount, 'open_minor'|'credit_minor'|'balance_minor'> & {name?: string, invoices: AccountInvoice[]}} Account */

/** The patient's own, the oldest first. @param {Account | null} account */
export const openOf = (account) => (account?.invoices ?? []).filter((one) => one.status === 'issued' && one.open_minor > 0 && !one.payer).reverse();

/** A payer's account in the shape of a patient's, with whose invoices they are. @param {{patient_id: string, payer_id?: string}} whose @returns {Promise<Account>} */
export async function accountOf({ patient_id, payer_id }) {
  if (!payer_id) return ask({ ask: 'patient_account', patient_id });
  const { name, open_minor, credit_minor, invoices } = await ask({ ask: 'payer_account', payer_id });
  return { name, open_minor, credit_minor, balance_minor: open_minor - credit_minor, invoices: invoices.map((/** @type {any} */ one) => ({ ...one, payer: null, of: one.name })).reverse() };
}
