//! The terms of one language, with the passages that hold each. An index of a thousand articles has a hundred thousand
//! terms and ten times as many postings, so that each is kept in as few bytes as it takes, all in a few lists.
//!
//! ```text
//! count: article ──▶ what it is about ─┐
//!                └─▶ each passage ─────┴─▶ entries (term, count) ──build──▶ marks · ends · passages · counts
//! ```

use std::ops::Range;

use crate::text::{ByMark, each_token, mark};

/// What each mention in the title, a tag or a heading counts, in halves of one in the body.
pub(super) const FIELD_HALVES: u32 = 4;
/// What each mention in the body counts.
pub(super) const BODY_HALVES: u32 = 2;
/// What each mention in an example question counts.
pub(super) const QUESTION_HALVES: u32 = 1;
/// Passages of one language that are told apart; what comes after them is not found.
pub(super) const MOST_PASSAGES: usize = u16::MAX as usize;
/// What a pair of Chinese characters counts that no article has, against another token.
const UNKNOWN_PAIR: f32 = 0.25;

const K1: f32 = 1.2;
const B: f32 = 0.5;

/// All terms of one language, ready to search.
#[derive(Clone, Debug, Default)]
pub(super) struct Terms {
    /// What a token is known by, rising: 64 bits of a hash, which two tokens of a company do not share but by a miracle.
    marks: Vec<u64>,
    /// Where each term's postings begin; one more at the end.
    starts: Vec<u32>,
    /// Passages, term by term, rising.
    passages: Vec<u16>,
    /// How often each holds the term, weighted, in halves.
    counts: Vec<u8>,
    /// What the length of each passage adds to a count.
    norms: Vec<f32>,
    /// How many passages are of articles; those of notices, which come and go, weigh nothing.
    own: usize,
    /// How many passages there are to tell apart, in all languages.
    all: usize,
}

/// A token of a query.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sought<'q> {
    pub(super) token: &'q str,
    pub(super) id: Option<u32>,
    pub(super) weight: f32,
}

impl Terms {
    /// The tokens of a query, in the same order.
    pub(super) fn sought<'q>(&self, tokens: &'q [String]) -> Vec<Sought<'q>> {
        tokens.iter().map(|token| self.one(token)).collect()
    }

    /// The terms of an example question, rising, and their weights together.
    pub(super) fn question(&self, tokens: &[String]) -> (Vec<u32>, f32) {
        let sought = self.sought(tokens);
        let weight = sought.iter().map(|one| one.weight).sum();
        let mut terms: Vec<u32> = sought.iter().filter_map(|one| one.id).collect();
        terms.sort_unstable();
        (terms, weight)
    }

    fn one<'q>(&self, token: &'q str) -> Sought<'q> {
        let id = self.marks.binary_search(&mark(token)).ok().and_then(|place| u32::try_from(place).ok());
        let having = id.map_or(0, |id| self.passages(id).partition_point(|passage| usize::from(*passage) < self.own));
        Sought { token, id, weight: weight(token, self.all, having) }
    }

    fn range(&self, term: u32) -> Range<usize> {
        match self.starts.get(term as usize..).unwrap_or_default() {
            [from, end, ..] => *from as usize..*end as usize,
            _ => 0..0,
        }
    }

    fn passages(&self, term: u32) -> &[u16] {
        self.passages.get(self.range(term)).unwrap_or_default()
    }

    /// Whether a passage holds a token.
    pub(super) fn holds(&self, sought: &Sought<'_>, passage: usize) -> bool {
        let of = |id: u32| self.passages(id).binary_search_by_key(&passage, |one| usize::from(*one)).is_ok();
        sought.id.is_some_and(of)
    }

    /// What each passage holds of what is sought, by BM25.
    pub(super) fn scores(&self, sought: &[Sought<'_>]) -> Vec<f32> {
        let mut scores = vec![0.0_f32; self.norms.len()];
        for (id, weight) in sought.iter().filter_map(|sought| Some((sought.id?, sought.weight))) {
            let counts = self.counts.get(self.range(id)).unwrap_or_default();
            for (passage, count) in self.passages(id).iter().zip(counts) {
                let place = usize::from(*passage);
                let (Some(norm), Some(score)) = (self.norms.get(place), scores.get_mut(place)) else { continue };
                let count = f32::from(*count) * 0.5;
                *score += weight * count * (K1 + 1.0) / (count + norm);
            }
        }
        scores
    }
}

/// Terms in the making.
#[derive(Default)]
pub(super) struct Builder {
    ids: ByMark<u32>,
    marks: Vec<u64>,
    /// What articles are about and what passages hold by themselves: terms, each once and rising, with their counts.
    terms: Vec<u32>,
    counts: Vec<u16>,
    /// For each passage: what its article is about, and what it holds.
    passages: Vec<[Range<usize>; 2]>,
    /// How often each passage holds anything, weighted.
    lengths: Vec<f32>,
    /// What is being counted.
    found: Vec<(u32, u32)>,
}

impl Builder {
    /// Counts a text's tokens.
    pub(super) fn count(&mut self, text: &str, halves: u32) {
        each_token(text, |token| {
            let mark = mark(token);
            let id = *self.ids.entry(mark).or_insert_with(|| {
                self.marks.push(mark);
                u32::try_from(self.marks.len() - 1).unwrap_or(u32::MAX)
            });
            self.found.push((id, halves));
        });
    }

    /// What was counted since the last time.
    pub(super) fn taken(&mut self) -> Range<usize> {
        let from = self.terms.len();
        self.found.sort_unstable_by_key(|(id, _)| *id);
        for same in self.found.chunk_by(|one, other| one.0 == other.0) {
            let Some((id, _)) = same.first() else { continue };
            let sum: u32 = same.iter().map(|(_, halves)| halves).sum();
            self.terms.push(*id);
            self.counts.push(u16::try_from(sum).unwrap_or(u16::MAX));
        }
        self.found.clear();
        from..self.terms.len()
    }

    /// Adds a passage: what its article is about, and what was counted since.
    #[allow(clippy::cast_precision_loss, reason = "halves of a few thousand words: exact")]
    pub(super) fn passage(&mut self, about: Range<usize>) {
        let own = self.taken();
        let sum = |range: &Range<usize>| -> u32 {
            self.counts.get(range.clone()).unwrap_or_default().iter().map(|count| u32::from(*count)).sum()
        };
        self.lengths.push((sum(&about) + sum(&own)) as f32 * 0.5);
        self.passages.push([about, own]);
    }

    /// How many passages there are.
    pub(super) fn len(&self) -> usize {
        self.passages.len()
    }

    /// Puts all in order. The first `own` passages are of articles, among `all` in all languages.
    pub(super) fn build(mut self, own: usize, all: usize) -> Terms {
        self.ids = ByMark::default();
        let mut order: Vec<u32> = (0..).take(self.marks.len()).collect();
        order.sort_unstable_by_key(|id| self.marks.get(*id as usize));
        let mut places = vec![0_u32; order.len()];
        for (place, id) in (0..).zip(&order) {
            places.get_mut(*id as usize).into_iter().for_each(|slot| *slot = place);
        }
        self.marks.sort_unstable();
        self.terms.iter_mut().for_each(|id| *id = places.get(*id as usize).copied().unwrap_or_default());
        drop((order, places));
        let mut starts = vec![0_u32; self.marks.len() + 1];
        for passage in 0..self.passages.len() {
            self.each(passage, |term, _| starts.get_mut(term as usize + 1).into_iter().for_each(|having| *having += 1));
        }
        let mut end = 0;
        for start in &mut starts {
            end += *start;
            *start = end;
        }
        let (mut passages, mut counts) = (vec![0; end as usize], vec![0; end as usize]);
        let mut cursors = starts.clone();
        for (number, passage) in (0..).zip(0..self.passages.len()) {
            self.each(passage, |term, count| {
                let Some(cursor) = cursors.get_mut(term as usize) else { return };
                let slots = passages.get_mut(*cursor as usize).zip(counts.get_mut(*cursor as usize));
                if let Some(slots) = slots {
                    (*slots.0, *slots.1) = (number, count);
                }
                *cursor += 1;
            });
        }
        let mean = mean(self.lengths.get(..own).unwrap_or_default());
        let norms = self.lengths.iter().map(|length| K1 * (1.0 - B + B * length / mean)).collect();
        Terms { marks: self.marks, starts, passages, counts, norms, own, all }
    }

    /// The terms of a passage, each once.
    fn each(&self, passage: usize, mut call: impl FnMut(u32, u8)) {
        let Some([about, own]) = self.passages.get(passage) else { return };
        let count = |place: usize| self.counts.get(place).copied().unwrap_or_default();
        let small = |count: u16| u8::try_from(count).unwrap_or(u8::MAX);
        let about = about.clone().filter_map(|place| Some((*self.terms.get(place)?, count(place))));
        let own = own.clone().filter_map(|place| Some((*self.terms.get(place)?, count(place))));
        // Terms do not rise any more, but stand in one order.
        let mut all: Vec<(u32, u16)> = about.chain(own).collect();
        all.sort_unstable_by_key(|(term, _)| *term);
        for same in all.chunk_by(|one, other| one.0 == other.0) {
            let Some((term, _)) = same.first() else { continue };
            call(*term, small(same.iter().fold(0, |sum, (_, count)| sum.saturating_add(*count))));
        }
    }
}

fn mean(lengths: &[f32]) -> f32 {
    let (sum, count) = lengths.iter().fold((0.0, 0.0_f32), |all, length| (all.0 + length, all.1 + 1.0));
    (sum / count.max(1.0)).max(1.0)
}

/// How much a token says. A pair of Chinese characters that no article has is mostly chance, as the pair across
/// two words is; its characters are counted anyway.
fn weight(token: &str, all: usize, having: usize) -> f32 {
    let pair = having == 0 && !token.is_ascii() && token.chars().count() == 2;
    inverse_frequency(all, having) * if pair { UNKNOWN_PAIR } else { 1.0 }
}

#[allow(clippy::cast_precision_loss, reason = "counts of passages are far below 2^24")]
fn inverse_frequency(all: usize, having: usize) -> f32 {
    let (all, having) = (all as f32, having as f32);
    libm::logf(1.0 + (all - having + 0.5) / (having + 0.5))
}
