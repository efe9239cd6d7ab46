//! Numbers in a file, little-endian, written and read in one order. Reading never asks for more memory than the file has
//! bytes.

/// Why bytes are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the model is damaged or of another format; publish again")]
pub struct Damaged;

/// Writes numbers one after the other.
#[derive(Debug, Default)]
pub struct Writer(Vec<u8>);

impl Writer {
    /// Bytes as they are.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// A byte.
    pub fn u8(&mut self, value: u8) {
        self.0.push(value);
    }

    /// Two bytes.
    pub fn u16(&mut self, value: u16) {
        self.raw(&value.to_le_bytes());
    }

    /// Four bytes.
    pub fn u32(&mut self, value: u32) {
        self.raw(&value.to_le_bytes());
    }

    /// A number with a fraction, four bytes.
    pub fn f32(&mut self, value: f32) {
        self.raw(&value.to_le_bytes());
    }

    /// How many follow, four bytes.
    pub fn count(&mut self, value: usize) {
        self.u32(u32::try_from(value).unwrap_or(u32::MAX));
    }

    /// A text, after its length in bytes.
    pub fn text(&mut self, text: &str) {
        self.count(text.len());
        self.raw(text.as_bytes());
    }

    /// All that was written.
    pub fn done(self) -> Vec<u8> {
        self.0
    }
}

/// Reads what a [`Writer`] wrote.
#[derive(Debug)]
pub struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    /// Begins at the first byte.
    pub fn new(bytes: &'b [u8]) -> Self {
        Self(bytes)
    }

    /// So many bytes.
    pub fn raw(&mut self, count: usize) -> Result<&'b [u8], Damaged> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(Damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Damaged> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(Damaged)?;
        self.0 = rest;
        Ok(*taken)
    }

    /// A byte.
    pub fn u8(&mut self) -> Result<u8, Damaged> {
        self.array().map(|[byte]| byte)
    }

    /// Two bytes.
    pub fn u16(&mut self) -> Result<u16, Damaged> {
        self.array().map(u16::from_le_bytes)
    }

    /// Four bytes.
    pub fn u32(&mut self) -> Result<u32, Damaged> {
        self.array().map(u32::from_le_bytes)
    }

    /// A number with a fraction; one that is none is refused.
    pub fn f32(&mut self) -> Result<f32, Damaged> {
        self.array().map(f32::from_le_bytes).and_then(|value| if value.is_nan() { Err(Damaged) } else { Ok(value) })
    }

    /// How many follow, at most so many and at most one a byte that is left.
    pub fn count(&mut self, most: usize) -> Result<usize, Damaged> {
        let count = self.u32()? as usize;
        if count > most || count > self.0.len() { Err(Damaged) } else { Ok(count) }
    }

    /// A text.
    pub fn text(&mut self) -> Result<String, Damaged> {
        let length = self.count(usize::MAX)?;
        std::str::from_utf8(self.raw(length)?).map(str::to_owned).map_err(|_| Damaged)
    }

    /// So many signed bytes.
    pub fn signed(&mut self, count: usize) -> Result<Vec<i8>, Damaged> {
        Ok(self.raw(count)?.iter().map(|byte| byte.cast_signed()).collect())
    }

    /// So many of a kind.
    pub fn many<T>(
        &mut self,
        count: usize,
        mut one: impl FnMut(&mut Self) -> Result<T, Damaged>,
    ) -> Result<Vec<T>, Damaged> {
        let mut many = Vec::with_capacity(count.min(self.0.len() / size_of::<T>().max(1)));
        for _ in 0..count {
            many.push(one(self)?);
        }
        Ok(many)
    }

    /// Whether everything was read.
    pub fn is_done(&self) -> bool {
        self.0.is_empty()
    }
}
