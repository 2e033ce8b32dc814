//! Reads a PDF back as a program would that copies text out of it: glyphs with the characters they stand for, and where they are.

use clinic_documents::{Document, Look, Made, make};
use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint,
    PathDrawMode, SoftMask, interpret_page,
};
use kurbo::{Affine, BezPath, Point, Rect};

/// Points between two glyphs from which on they belong to different columns.
const COLUMN_GAP: f64 = 16.0;

#[derive(Debug, Clone)]
pub struct Piece {
    pub x: f64,
    pub y: f64,
    pub text: String,
}

/// One page: its size in points, and its glyphs.
pub struct Page {
    pub width: f32,
    pub height: f32,
    pub pieces: Vec<Piece>,
}

impl Page {
    /// The lines from above, each from left to right, columns parted by " | ".
    pub fn lines(&self) -> Vec<String> {
        let mut rows: Vec<Vec<&Piece>> = Vec::new();
        for piece in &self.pieces {
            match rows.iter_mut().find(|row| (row[0].y - piece.y).abs() < 0.8) {
                Some(row) => row.push(piece),
                None => rows.push(vec![piece]),
            }
        }
        rows.sort_by(|a, b| b[0].y.total_cmp(&a[0].y));
        rows.iter_mut().for_each(|row| row.sort_by(|a, b| a.x.total_cmp(&b.x)));
        let joined = |row: &Vec<&Piece>| {
            let mut line = String::new();
            for (place, piece) in row.iter().enumerate() {
                if place > 0 && piece.x - row[place - 1].x > COLUMN_GAP {
                    line = format!("{} | ", line.trim_end());
                }
                line.push_str(&piece.text);
            }
            line.replace('\u{a0}', " ").trim().to_owned()
        };
        rows.iter().map(joined).filter(|line| !line.is_empty()).collect()
    }

    pub fn text(&self) -> String {
        self.lines().join("\n")
    }
}

pub fn pages(bytes: &[u8]) -> Vec<Page> {
    let pdf = Pdf::new(bytes.to_vec()).expect("a PDF");
    let cache = InterpreterCache::new();
    let mut read = Vec::new();
    for page in pdf.pages().iter() {
        let nowhere = Rect::new(0.0, 0.0, 1.0, 1.0);
        let mut context = Context::new(Affine::IDENTITY, nowhere, &cache, pdf.xref(), InterpreterSettings::default());
        let mut reader = Reader::default();
        interpret_page(page, &mut context, &mut reader);
        let (width, height) = page.render_dimensions();
        read.push(Page { width, height, pieces: reader.pieces });
    }
    read
}

#[derive(Default)]
struct Reader {
    pieces: Vec<Piece>,
}

impl Device<'_> for Reader {
    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'_>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'_>,
        _: &GlyphDrawMode,
    ) {
        let at = transform * glyph_transform * Point::ORIGIN;
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => String::new(),
        };
        self.pieces.push(Piece { x: at.x, y: at.y, text });
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'_>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'_>, _: &PathDrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'_, '_>, _: Affine) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

pub fn made(document: &Document, look: Look) -> Made {
    make(document, look).expect("a document")
}

pub fn printed(document: &Document, look: Look) -> Vec<Page> {
    pages(&made(document, look).pdf().expect("a PDF"))
}

/// The text of all pages.
pub fn text(document: &Document) -> String {
    printed(document, Look::default()).iter().map(Page::text).collect::<Vec<_>>().join("\n")
}

pub fn has(text: &str, wanted: &[&str]) {
    for one in wanted {
        assert!(text.contains(one), "no {one:?} in:\n{text}");
    }
}
