// What the history and the permissions say about money.
export const billingFields = {
  account_code: 'Account code', account_codes: 'Account codes', account: 'Account', method_id: 'Method of payment', method_ids: 'Methods of payment', position: 'Place', write_off_id: 'Write-off', write_off_undone: 'Asked again for', rounding_minor: 'Rounding for cash', methods_off: 'Not taken', moved: 'Moved', purpose: 'For', approved_by: 'Approved by', approval_id: 'Approval', price_list_id: 'Price list', payer_id: 'Payer', payer: 'Payer', member_number: 'Member number', share_of_minor: 'Share of', shares: 'Shares', share_id: 'Invoice', prices: 'Prices with dates', valid_from: 'From', valid_to: 'Until', tax_rate_id: 'Tax rate', basis_points: 'Rate (hundredths of a percent)', inclusive: 'Tax in the price', rules: 'Rules', invoice_prefix: 'Invoices begin with', receipt_prefix: 'Receipts begin with', credit_note_prefix: 'Credit notes begin with',
  due_days: 'Due after (days)', terms: 'Terms of payment', tax_number: 'Tax number', bank_lines: 'Bank details', legal: 'Legal lines', cash_rounding_minor: 'Cash is rounded to', discount_limits: 'Discount limits',
  invoice_id: 'Invoice', lines: 'Lines', description: 'Description', quantity: 'Quantity', unit_minor: 'Price', discount: 'Discount', discount_kind: 'Discount', discount_value: 'Discount (hundredths of a percent, or amount)', discount_reason: 'Reason of the discount', void_reason: 'Why void',
  net_minor: 'Net', tax_minor: 'Tax', total_minor: 'Total', allocated_minor: 'Settled', amount_minor: 'Amount', applied_minor: 'Used', series: 'Series', number: 'Number', number_text: 'Number', issued_on: 'Issued', issued_at: 'Issued at', issued_by: 'Issued by',
  due_on: 'Due', drafted_at: 'Drafted', frozen: 'As issued', payment_id: 'Payment', method: 'Paid by', parts: 'Goes to', receipt: 'Receipt', pays_later: 'Pays later', payment: 'Payment',
  credit_note: 'Credit note', credit_note_id: 'Credit note', item_id: 'Line', again: 'Written anew as', refund_id: 'Refund', reversal_id: 'Taken back as', right: 'Right entry',
  cashier_id: 'Cashier', day: 'Day', float_minor: 'Float', counted_minor: 'Counted', card_counted_minor: 'Cards by the slip', difference_minor: 'Difference', moved_minor: 'Cash moved', into: 'Into the drawer', entries: 'Entries', sealed: 'As closed', seal: 'Seal', opened_at: 'Opened', closed_at: 'Closed', till_id: 'Till', locked_to: 'Locked up to', corrected_later: 'Corrected later', corrected: 'Corrected',
};

export const billingOperations = {
  add_payer: 'Added a payer', edit_payer: 'Edited a payer', address_invoice: 'Sent a draft invoice to another payer', share_invoice: 'Shared an invoice with a payer', apply_payer_credit: 'Used a payer’s credit',
  add_price_list: 'Added a price list', edit_price_list: 'Edited a price list', add_tax_rate: 'Added a tax rate', edit_tax_rate: 'Edited a tax rate', add_payment_method: 'Added a method of payment', edit_payment_method: 'Edited a method of payment', order_payment_methods: 'Put the methods of payment in order', edit_billing_rules: 'Changed the rules for billing', draft_invoice: 'Drafted an invoice', edit_invoice: 'Changed a draft invoice', void_invoice: 'Voided a draft invoice',
  issue_invoice: 'Issued an invoice', take_payment: 'Took a payment', apply_credit: 'Used credit', check_out: 'Checked out a visit',
  write_credit_note: 'Wrote a credit note', write_off: 'Wrote off an open amount', undo_write_off: 'Asked again for what was written off', refund_payment: 'Gave a payment back', correct_payment: 'Corrected a payment', record_print: 'Printed a document', record_print_failed: 'A document was not printed', set_float: 'Counted the float', move_cash: 'Moved cash', close_till: 'Closed the day', lock_period: 'Locked the books',
};

export const billingPermissions = {
  'billing.view': 'see invoices, payments and what patients owe',
  'billing.invoice': 'write and issue invoices',
  'billing.pay': 'take payments',
  'billing.correct': 'write credit notes, refund and correct payments',
  'billing.write_off': 'write off what will not be paid',
  'billing.reports': 'see revenue, what is owed and the ledger, and save them as files',
  'billing.lock': 'lock the books up to a day, for good',
  'work.reports': 'see no-shows, new patients and how full the calendar was, and save them as files',
  'work.glance': 'see the clinic’s day at a glance',
  'billing.rules': 'change tax rates, terms, numbers and discount limits',
};
