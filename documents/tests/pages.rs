//! What is on the paper: the PDFs are read back, as a program does that copies text out of them.

mod pages {
    mod billing;
    mod clinical;
    mod given;
    mod money;
    mod read;
    mod templates;
}
