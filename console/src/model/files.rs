//! Files in a transcript: which are shown as pictures, where they are fetched, how large they are.

use baton_shared::conversation::Attachment;

/// Most pixels of a picture's side in the transcript; the style sheet has the same.
const SIDE_PX: u32 = 240;

/// A file, ready to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileView {
    /// Its name.
    pub name: String,
    /// Its size, in words.
    pub size: String,
    /// Where it is saved from.
    pub href: String,
    /// A picture, shown in the transcript.
    pub picture: Option<Picture>,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Where it is shown from.
    pub src: String,
    /// How wide it is drawn; with the height it holds the place until it has been loaded.
    pub width: u32,
    /// How high it is drawn.
    pub height: u32,
}

/// How a file of a conversation is drawn.
pub fn view_of(conversation: &str, file: &Attachment) -> FileView {
    let href = format!("/console/api/conversations/{conversation}/attachments/{}", file.id);
    let shown = matches!(file.media_type.as_str(), "image/png" | "image/jpeg" | "image/gif" | "image/webp");
    let picture = file.width.zip(file.height).filter(|_| shown).map(|(width, height)| {
        let (width, height) = fit(width, height);
        Picture { src: format!("{href}?inline=1"), width, height }
    });
    FileView { name: file.name.clone(), size: size(file.bytes), href, picture }
}

/// The size within the limit, in the same proportion.
fn fit(width: u32, height: u32) -> (u32, u32) {
    let longest = width.max(height);
    if longest <= SIDE_PX {
        return (width, height);
    }
    let scaled = |side: u32| {
        let scaled = u64::from(side) * u64::from(SIDE_PX) / u64::from(longest);
        u32::try_from(scaled).unwrap_or(SIDE_PX).max(1)
    };
    (scaled(width), scaled(height))
}

/// A size as people say it.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(media_type: &str, side: Option<(u32, u32)>, bytes: u64, expect: (&str, Option<(u32, u32)>)) {
        let file = Attachment {
            id: "a1".to_owned(),
            name: "n".to_owned(),
            media_type: media_type.to_owned(),
            bytes,
            width: side.map(|side| side.0),
            height: side.map(|side| side.1),
        };
        let found = view_of("c1", &file);
        assert_eq!(found.href, "/console/api/conversations/c1/attachments/a1");
        let picture = found.picture.map(|picture| (picture.width, picture.height));
        assert_eq!((found.size.as_str(), picture), expect);
    }

    #[test]
    fn pictures_are_shown_and_files_are_rows() {
        check("image/png", Some((100, 50)), 999, ("999 B", Some((100, 50))));
        check("image/jpeg", Some((4000, 3000)), 1_000, ("1 kB", Some((240, 180))));
        check("image/webp", Some((1, 30_000)), 48_213, ("49 kB", Some((1, 240))));
        check("application/pdf", None, 2_560_000, ("2.5 MB", None));
        check("text/plain", Some((5, 5)), 0, ("0 B", None));
    }
}
