// What is said when something about money did not work.
import { billing } from './billing.js';

/** @type {Record<string, string | ((details: any) => string)>} */
export const errorsBilling = {
  'approval.gone': 'The approval is over: it waits two minutes. Nothing was saved; ask for it again.',
  'approval.new_password': 'They have a one-time password and choose their own first, by signing in.',
  'approval.not_higher': (d) => `${d.by ?? 'This person'} may not give more than you do.`,
  'approval.own': 'This is you: somebody else has to approve.',
  'clinic.currency_fixed': 'Money was written in this currency already, so it stays.',
  'invoice.already_made': (d) => (d.number ? `This visit is on invoice ${d.number} already.` : 'This visit has a draft invoice already.'),
  'invoice.discount_above_limit': (d) =>
    d.approved_by ? `${d.approved_by} may give a discount of up to ${(d.limit_basis_points ?? 0) / 100} %. Nothing was saved.` : `Your role may give a discount of up to ${(d.limit_basis_points ?? 0) / 100} %. Ask somebody who may give more.`,
  'invoice.empty': 'An invoice needs at least one line.',
  'invoice.not_draft': (d) =>
    d.status === 'void' ? 'Somebody has voided this draft.' : `${d.number ? `It was issued as ${d.number}` : 'It was issued'} meanwhile, and no longer changes. Correct it by a credit note.`,
  'invoice.not_issued': (d) => `${billing.status[/** @type {'draft'} */ (d.status)] ?? 'This'} invoices cannot be paid. Issue it first.`,
  'credit_note.nothing_left': 'Nothing of this invoice is left to be taken back.',
  'credit_note.written_off': 'Part of this invoice is written off, so it cannot be taken back as a whole. Choose lines for the rest.',
  'payment.already_refunded': 'Part of this payment was given back already, so it can no longer be corrected as a whole.',
  'payment.already_reversed': 'Somebody has corrected this payment already.',
  'payment.method_off': (d) => `${d.name ?? billing.methods[/** @type {'cash'} */ (d.method)] ?? 'This method'} is no longer taken here. Choose another way to pay; nothing was written.`,
  'payment.not_a_payment': 'This entry gives money back: only a payment can be refunded or corrected.',
  'payment.refund_above_left': 'Less than that is left of this payment by now. Nothing was given back.',
  'payment.rounding': 'By now that is not what the coins round it to. Look at the amount again; nothing was taken.',
  'period.locked': (d) => `The books are locked up to ${d.locked_to}, so nothing is dated ${d.day === d.locked_to ? 'that day' : d.day}. Nothing was written. What has to be put right is dated a later day.`,
  'period.not_forward': (d) => `Somebody has locked the books up to ${d.locked_to} meanwhile. Choose a later day.`,
  'period.tills_open': (d) => `The till of ${d.cashier} of ${d.day} is still open${d.count > 1 ? `, and ${d.count - 1} more` : ''}. Nothing was locked.`,
  'price.ends_early': 'This price ends before it begins. Nothing was saved.',
  'price.overlap': (d) => `${d.list ?? 'The list'} has another price of this service for these days. Nothing was saved: end that one first.`,
  'write_off.undone': (d) => `${d.by ?? 'Somebody'} has asked for it again already.`,
  'till.closed': 'Your day is closed: nothing more can be taken in your name today. Somebody whose day is open can.',
  'till.not_closed': 'This day is not closed yet, so it has no sheet.',
  'till.not_that_much': 'Less than that is in the drawer by what was written.',
  'payment.allocation_sum': 'The parts come to more than was paid. Nothing was taken.',
  'invoice.has_payer': (d) => `This invoice goes to ${d.payer ?? 'a payer'} already.`,
  'invoice.is_share': () => 'The patient’s own part of this visit stands. Void both and bill the visit anew, or issue this one and take it back by a credit note.',
  'invoice.share_issued': (d) => `The other share of these services is issued already (${d.number ?? ''}). Issue this one too, or take the other one back by a credit note first.`,
  'payment.other_payer': (d) => (d.payer ? `${d.number ?? 'The invoice'} goes to ${d.payer}, and only its payments settle it.` : `${d.number ?? 'The invoice'} is the patient’s, and a payer’s payment cannot settle it.`),
  'payment.more_than_owed': (d) => `${d.number ?? 'The invoice'} asks for less than that by now: somebody may have paid. Nothing was taken.`,
};
