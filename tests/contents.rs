//! Contents of files for tests, sent as the window sends them.

use clinic_core::ids::FileId;
use clinic_core::operation::Operation;
use clinic_core::records::files::PIECE_BYTES;
use clinic_core::records::files::upload::Piece;
use clinic_core::{Clinic, Error, Who};

pub const PDF: &[u8] = b"%PDF-1.7\n";

/// Sends a content in pieces.
pub async fn send(clinic: &Clinic, who: &Who, file_id: FileId, name: &str, content: &[u8]) -> Result<(), Error> {
    for (position, bytes) in content.chunks(PIECE_BYTES).enumerate() {
        let piece = Piece {
            file_id,
            position: position as i64,
            name: name.into(),
            size_bytes: content.len() as i64,
            bytes: bytes.to_vec(),
        };
        clinic.keep_piece(who, &piece).await?;
    }
    Ok(())
}

/// What has to be sent before an operation of the script is performed.
pub async fn send_for(clinic: &Clinic, who: &Who, operation: &Operation) {
    if let Operation::AttachFile(attach) = operation {
        // Sent already when the operation is tried again.
        let _ = send(clinic, who, attach.file_id, "scan.pdf", PDF).await;
    }
}
