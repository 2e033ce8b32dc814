//! What stands on the papers of billing: an invoice, a credit note, a receipt, statements of account of patients and of payers, a closed day, what is owed, reports, the journal of payments, the ledger.

pub mod aged;
pub mod credit_note;
pub mod invoice;
pub mod journal;
pub mod payer_statement;
pub mod receipt;
pub mod report;
pub mod statement;
pub mod till_sheet;

pub use crate::documents::{Document, DocumentFormat};
pub use aged::AgedDocument;
pub use credit_note::CreditNoteDocument;
pub use invoice::InvoiceDocument;
pub use payer_statement::PayerStatementDocument;
pub use receipt::ReceiptDocument;
pub use report::ReportDocument;
pub use statement::StatementDocument;
pub use till_sheet::TillDocument;
