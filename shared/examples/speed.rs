//! How long one decision takes: `cargo run --release -p baton-shared --features authoring --example speed [workspace]`.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a measurement by hand")]
#![allow(clippy::disallowed_methods, reason = "it measures, so it reads a clock")]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use baton_shared::conversation::{Channel, Command, Conversation, World, decide, evolve};
use baton_shared::text::Language;
use baton_shared::time::Timestamp;
use baton_shared::workspace::{Published, check};

const MESSAGES: &[&str] = &[
    "My internet is down since this morning, what can I do?",
    "How do I read my bill?",
    "I want to talk to a person",
    "My camera shows offline in the app although the wifi works, I restarted it twice and nothing changed. The light \
     blinks orange and the app says that it cannot be reached. What else can I try before I send it back?",
    "家里断网了怎么办？",
    "账单怎么看？服务费是什么意思，为什么这个月比上个月多",
    "我的摄像头在应用里一直显示离线，路由器正常，重启过两次还是不行，指示灯是橙色的，请问怎么处理",
];
const ROUNDS: u32 = 300;

fn read(folder: &Path, base: &Path, files: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, base, files);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            files.insert(path.strip_prefix(base).unwrap().to_string_lossy().into_owned(), text);
        }
    }
}

/// Microseconds of the fastest round: what it takes when nothing else is running.
fn best(rounds: u32, mut round: impl FnMut()) -> f64 {
    let time = |round: &mut dyn FnMut()| {
        let started = Instant::now();
        round();
        started.elapsed().as_secs_f64() * 1e6
    };
    (0..rounds).map(|_| time(&mut round)).fold(f64::INFINITY, f64::min)
}

fn main() {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "workspace".to_owned());
    let mut files = BTreeMap::new();
    read(Path::new(&folder), Path::new(&folder), &mut files);
    let started = Instant::now();
    let workspace = check(&files).unwrap_or_else(|problems| panic!("{problems:#?}"));
    println!("check: {:?}", started.elapsed());
    let mut published = None;
    let built = best(20, || {
        published = Some(Published::new(workspace.clone(), 1, String::new(), String::new()));
    });
    let published = published.unwrap();
    println!("index of {} articles: {built:.1} µs", published.index.articles().len());
    let world = World { now: Timestamp(1_795_428_000_000), published: &published };
    let open =
        Command::Open { language: Language::En, channel: Channel::Widget, page: None, attributes: BTreeMap::new() };
    let opened = decide(&Conversation::default(), open, &world).unwrap();
    let state = opened.events.iter().fold(Conversation::default(), evolve);
    let say = |text: &str| Command::Say { message: "m".to_owned(), text: text.to_owned(), attachments: Vec::new() };
    let started = Instant::now();
    decide(&state, say("hello"), &world).unwrap();
    println!("first decision, which reads the lexicons: {:?}", started.elapsed());
    for message in MESSAGES {
        let took = best(ROUNDS, || {
            std::hint::black_box(decide(&state, say(std::hint::black_box(message)), &world).unwrap());
        });
        let short: String = message.chars().take(40).collect();
        println!("{took:>8.1} µs  {short}");
    }
}
