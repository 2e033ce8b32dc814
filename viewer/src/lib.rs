//! A PDF from outside becomes pictures of its pages. It is read by a library that knows no scripts, forms or links, so that whatever is in the file,
//! the window shows a picture.

use clinic_core::error::{Code, Error, Result};
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings, render};

/// Wide enough to be read on a large screen.
const WIDTH: f32 = 1400.0;
/// A page may be as long as a roll of paper; a picture may not.
const MOST_HEIGHT: f32 = 6000.0;
const STACK_BYTES: usize = 64 * 1024 * 1024;

/// How many pages there are.
///
/// Errors: `file.not_shown`.
pub fn count(pdf: Vec<u8>) -> Result<usize> {
    apart(move || match opened(pdf)?.pages().len() {
        0 => Err(not_shown()),
        pages => Ok(pages),
    })
}

/// One page as a PNG, the first is 0.
///
/// Errors: `file.not_shown`.
pub fn page(pdf: Vec<u8>, number: usize) -> Result<Vec<u8>> {
    apart(move || draw(pdf, number))
}

fn draw(pdf: Vec<u8>, number: usize) -> Result<Vec<u8>> {
    let pdf = opened(pdf)?;
    let page = pdf.pages().get(number).ok_or_else(not_shown)?;
    let (width, height) = page.render_dimensions();
    if ![width, height].into_iter().all(|side| side.is_finite() && side >= 1.0) {
        return Err(not_shown());
    }
    let scale = (WIDTH / width).min(MOST_HEIGHT / height);
    let size = |side: f32| (side * scale).round().max(1.0) as u16;
    let settings = RenderSettings {
        x_scale: scale,
        y_scale: scale,
        width: Some(size(width)),
        height: Some(size(height)),
        bg_color: WHITE,
    };
    let picture = render(page, &RenderCache::new(), &InterpreterSettings::default(), &settings);
    picture.into_png().map_err(|_| not_shown())
}

/// In a thread of its own: a file that makes the library give up stops that thread and nothing else, and one that is deeply nested finds room.
fn apart<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(work);
    thread.map_err(|_| not_shown())?.join().map_err(|_| not_shown())?
}

fn opened(pdf: Vec<u8>) -> Result<Pdf> {
    Pdf::new(pdf).map_err(|_| not_shown())
}

fn not_shown() -> Error {
    Error::new(Code::FileNotShown)
}
