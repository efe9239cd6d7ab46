//! A large company made out of a small one, to measure the engine with: as many articles as one likes, the same ones each
//! time. What they say is mixed from the small company's own articles, with words that no other article has.

use baton_shared::knowledge::{Article, Status};
use baton_shared::text::Language;
use baton_shared::workspace::Workspace;

/// Words of which one is replaced by a word of the article's own.
const OWN_WORD: u64 = 6;
/// Different words that articles may have of their own.
const OWN_WORDS: u64 = 4_000;
/// Constants of Knuth's linear congruential generator (MMIX).
const FACTOR: u64 = 6_364_136_223_846_793_005;
const STEP: u64 = 1_442_695_040_888_963_407;

/// Numbers that look like chance, the same on each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(FACTOR).wrapping_add(STEP);
        (self.0 >> 33) % end.max(1)
    }

    fn pick<'t, T>(&mut self, from: &'t [T]) -> Option<&'t T> {
        let place = self.below(u64::try_from(from.len()).unwrap_or(1));
        from.get(usize::try_from(place).unwrap_or_default())
    }
}

/// The same workspace with so many approved articles in each of its languages.
pub fn crowd(workspace: &Workspace, articles: usize) -> Workspace {
    let mut large = workspace.clone();
    large.articles.clear();
    for language in Language::ALL {
        let approved = |one: &&Article| one.language == language && one.status == Status::Approved;
        let own: Vec<&Article> = workspace.articles.iter().filter(approved).collect();
        let mut dice = Dice(7);
        large.articles.extend((0..articles).filter_map(|nth| made(nth, &own, &mut dice)));
    }
    large
}

/// Messages to such a company: its own questions, each with a slip.
pub fn messages(workspace: &Workspace, language: Language, count: usize) -> Vec<String> {
    let own = workspace.articles.iter().filter(|one| one.language == language);
    let questions: Vec<&String> = own.flat_map(|one| &one.questions).collect();
    let mut dice = Dice(11);
    let picked = (0..count).filter_map(|_| dice.pick(&questions).map(|question| (*question).clone()));
    picked.collect::<Vec<_>>().into_iter().map(|text| mixed(&text, language, 9, &mut dice)).collect()
}

fn made(nth: usize, own: &[&Article], dice: &mut Dice) -> Option<Article> {
    let first = own.get(nth % own.len().max(1))?;
    let other = dice.pick(own)?;
    let mut made = (*first).clone();
    made.id = format!("{}-{nth}", first.id);
    made.title = mixed(&first.title, first.language, 3, dice);
    let questions = first.questions.iter().take(3).chain(other.questions.iter().rev().take(3));
    made.questions = questions.map(|question| mixed(question, first.language, OWN_WORD, dice)).collect();
    made.body = mixed(&first.body, first.language, OWN_WORD, dice);
    Some(made)
}

/// A text in which one word out of `of` is another. Lines stay, so that sections do.
fn mixed(text: &str, language: Language, of: u64, dice: &mut Dice) -> String {
    let line = |line: &str, dice: &mut Dice| {
        if language == Language::Zh {
            let one = |c: char| if dice.below(of) == 0 && !c.is_ascii() { han(dice) } else { c };
            return line.chars().map(one).collect();
        }
        let words = line.split(' ').map(|word| {
            let letters = !word.is_empty() && word.chars().all(char::is_alphabetic);
            if letters && dice.below(of) == 0 { coined(dice) } else { word.to_owned() }
        });
        words.collect::<Vec<String>>().join(" ")
    };
    text.lines().map(|text| line(text, dice)).collect::<Vec<String>>().join("\n")
}

/// A word that looks like one.
fn coined(dice: &mut Dice) -> String {
    const SYLLABLES: [&str; 20] = [
        "ba", "cor", "del", "fen", "gra", "hol", "ist", "jun", "kel", "lor", "mar", "nim", "ost", "pel", "qui", "ran",
        "sel", "tor", "ven", "wil",
    ];
    let mut own = Dice(dice.below(OWN_WORDS));
    (0..3).filter_map(|_| own.pick(&SYLLABLES)).copied().collect()
}

/// A common Chinese character.
fn han(dice: &mut Dice) -> char {
    u32::try_from(dice.below(2_000)).ok().and_then(|place| char::from_u32(0x4e00 + place)).unwrap_or('一')
}
