//! The lines of a backup's file, and the file itself.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::token;

/// The form of the file. One of a later form is refused.
pub const FORMAT: u32 = 2;

/// One row of a table, by the names of its columns.
pub type Row = Map<String, Value>;

/// One line.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// The first.
    Baton(Head),
    /// Rows of the database.
    Rows {
        /// Their table.
        table: String,
        /// What stands in them.
        rows: Vec<Row>,
    },
    /// A conversation, whole.
    Conversation(Conversation),
    /// A file of the conversation before it.
    File {
        /// The conversation.
        conversation: String,
        /// The file.
        id: String,
        /// Its content.
        #[serde(with = "base64_text")]
        bytes: Vec<u8>,
    },
    /// The model of the articles that is published.
    Model {
        /// What the publication calls it.
        name: String,
        /// All of it.
        #[serde(with = "base64_text")]
        bytes: Vec<u8>,
    },
    /// The last.
    End {
        /// How much came before.
        counts: Counts,
        /// Of all lines before.
        sha256: String,
    },
}

/// What a backup is of.
#[derive(Clone, Serialize, Deserialize)]
pub struct Head {
    /// The form of the file.
    pub format: u32,
    /// Random, so that a restore which is repeated is known to be the same.
    pub id: String,
    /// When it was begun, as RFC 3339 writes it.
    pub made_at: String,
    /// Where it comes from.
    pub url: String,
    /// Id of the workspace.
    pub workspace: String,
}

/// A conversation's tables.
#[derive(Serialize, Deserialize)]
pub struct Conversation {
    /// Its id.
    pub id: String,
    /// The version of its tables.
    pub version: u64,
    /// Rows by table.
    pub tables: BTreeMap<String, Vec<Row>>,
}

/// How much is in a backup.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Rows of the database.
    pub rows: u64,
    /// Conversations.
    pub conversations: u64,
    /// Files.
    pub files: u64,
}

impl Counts {
    fn add(&mut self, line: &Line) {
        match line {
            Line::Baton(_) | Line::Model { .. } | Line::End { .. } => {}
            Line::Rows { rows, .. } => self.rows += rows.len() as u64,
            Line::Conversation(_) => self.conversations += 1,
            Line::File { .. } => self.files += 1,
        }
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { rows, conversations, files } = self;
        write!(f, "{conversations} conversations, {files} files and {rows} rows")
    }
}

/// A backup that is being written. It has its name once it is whole, and only its owner may read it.
pub struct Writer {
    out: GzEncoder<BufWriter<File>>,
    hash: Sha256,
    counts: Counts,
    part: PathBuf,
    file: PathBuf,
}

impl Writer {
    /// Begins a file; there must be none of its name.
    pub fn create(file: &Path) -> Result<Self> {
        if file.exists() {
            bail!("{} is there already, and a backup is never written over; name another file", file.display());
        }
        let mut part = file.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        let mut options = OpenOptions::new();
        let opened = options.write(true).create(true).truncate(true).mode(0o600).open(&part);
        let opened = opened.with_context(|| format!("{} cannot be written", part.display()))?;
        let out = GzEncoder::new(BufWriter::new(opened), Compression::default());
        Ok(Self { out, hash: Sha256::new(), counts: Counts::default(), part, file: file.to_owned() })
    }

    /// Adds a line.
    pub fn add(&mut self, line: &Line) -> Result<()> {
        self.counts.add(line);
        let mut text = serde_json::to_vec(line)?;
        text.push(b'\n');
        self.hash.update(&text);
        self.out.write_all(&text).with_context(|| format!("{} cannot be written", self.part.display()))
    }

    /// Ends the file, and gives it its name.
    pub fn end(mut self) -> Result<Counts> {
        let (counts, sha256) = (self.counts, token::encode(&self.hash.clone().finalize()));
        self.add(&Line::End { counts, sha256 })?;
        let failure = || format!("{} cannot be written", self.part.display());
        let written = self.out.finish().with_context(failure)?;
        let opened = written.into_inner().map_err(std::io::IntoInnerError::into_error).with_context(failure)?;
        opened.sync_all().with_context(failure)?;
        std::fs::rename(&self.part, &self.file).with_context(failure)?;
        Ok(counts)
    }
}

/// The lines of a file, one after the other. Fails where the file is not whole.
pub struct Reader {
    lines: BufReader<MultiGzDecoder<File>>,
    hash: Sha256,
    counts: Counts,
    ended: bool,
    file: PathBuf,
}

impl Reader {
    /// Opens a file.
    pub fn open(file: &Path) -> Result<Self> {
        let opened = File::open(file).with_context(|| format!("{} cannot be read", file.display()))?;
        let lines = BufReader::new(MultiGzDecoder::new(opened));
        Ok(Self { lines, hash: Sha256::new(), counts: Counts::default(), ended: false, file: file.to_owned() })
    }

    /// The next line; nothing after the end.
    pub fn next(&mut self) -> Result<Option<Line>> {
        if self.ended {
            return Ok(None);
        }
        let mut text = Vec::new();
        let read = self.lines.read_until(b'\n', &mut text);
        let line = read.ok().filter(|read| *read > 0).and_then(|_| serde_json::from_slice::<Line>(&text).ok());
        let Some(line) = line else {
            bail!("{} is no backup, or is cut off or damaged after {}", self.file.display(), self.counts);
        };
        if let Line::End { counts, sha256 } = &line {
            if *counts != self.counts || *sha256 != token::encode(&self.hash.clone().finalize()) {
                bail!("{} is damaged: what stands in it is not what was written", self.file.display());
            }
            // Only now does gzip look at its own sum.
            if !matches!(self.lines.fill_buf(), Ok([])) {
                bail!("{} is damaged after its end", self.file.display());
            }
            self.ended = true;
        }
        self.hash.update(&text);
        self.counts.add(&line);
        Ok(Some(line))
    }

    /// The head, with which every file begins.
    pub fn head(&mut self) -> Result<Head> {
        match self.next()? {
            Some(Line::Baton(head)) if head.format <= FORMAT => Ok(head),
            Some(Line::Baton(_)) => bail!("{} was made by a later Baton; use that one", self.file.display()),
            _ => bail!("{} is no backup of Baton's", self.file.display()),
        }
    }
}

/// Reads a whole file; says what it is and holds.
pub fn verify(file: &Path) -> Result<(Head, Counts)> {
    let mut reader = Reader::open(file)?;
    let head = reader.head()?;
    while reader.next()?.is_some() {}
    Ok((head, reader.counts))
}

mod base64_text {
    use super::{Engine, STANDARD};
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(bytes))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        STANDARD.decode(String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn written(file: &Path) {
        let mut writer = Writer::create(file).unwrap();
        let head = Head {
            format: FORMAT,
            id: "b1".to_owned(),
            made_at: String::new(),
            url: String::new(),
            workspace: "tidewell".to_owned(),
        };
        writer.add(&Line::Baton(head)).unwrap();
        for id in 0..400 {
            let row = Row::from_iter([("id".to_owned(), Value::from(id))]);
            writer.add(&Line::Rows { table: "endpoint".to_owned(), rows: vec![row] }).unwrap();
        }
        let file = Line::File { conversation: "c".to_owned(), id: "f".to_owned(), bytes: vec![0, 255, 10] };
        writer.add(&file).unwrap();
        writer.end().unwrap();
    }

    #[test]
    fn a_whole_file_is_read_and_kept_private() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.backup");
        written(&file);
        let (head, counts) = verify(&file).unwrap();
        assert_eq!((head.id.as_str(), counts), ("b1", Counts { rows: 400, conversations: 0, files: 1 }));
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(Writer::create(&file).is_err(), "it is not written over");
    }

    #[test]
    fn what_is_cut_off_or_changed_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.backup");
        written(&file);
        let whole = fs::read(&file).unwrap();
        for length in [0, 1, 10, whole.len() / 2, whole.len() - 9, whole.len() - 1] {
            fs::write(&file, &whole[..length]).unwrap();
            assert!(verify(&file).is_err(), "{length} of {} bytes", whole.len());
        }
        let mut text = String::new();
        std::io::Read::read_to_string(&mut MultiGzDecoder::new(&whole[..]), &mut text).unwrap();
        let lines = text.lines().enumerate().filter(|(at, _)| *at != 7).map(|(_, line)| line);
        let without_one_line = lines.collect::<Vec<_>>().join("\n") + "\n";
        let mut packed = GzEncoder::new(Vec::new(), Compression::default());
        packed.write_all(without_one_line.as_bytes()).unwrap();
        fs::write(&file, packed.finish().unwrap()).unwrap();
        assert!(verify(&file).is_err(), "a line is missing");
    }
}
