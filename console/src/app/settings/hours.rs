//! Queues: their names, their week, the days on which they are closed, and what is promised.

use std::rc::Rc;

use baton_shared::protocol::SectionValue;
use baton_shared::text::Language;
use baton_shared::workspace::{Hours, Queue};
use baton_ui::component::{bare_button, button, chip, key};
use baton_ui::icon::{CLOSE, icon};
use baton_ui::{El, el, react};
use leptos::prelude::*;
use web_sys::HtmlInputElement;

use super::part::{Loose, Part};
use crate::app::form::{Bind, Form};
use crate::app::ui::mark_of;
use crate::model::form::Wrong;
use crate::model::week::{
    Day, add_holiday, as_monday, is_all_day, meets, set_all_day, set_end, set_open, set_start, times,
};
use crate::shell::{clock, page};
use crate::texts::{Office, Text};

/// Offsets from UTC that are offered, in minutes, with places that have them, in English and Chinese.
const OFFSETS: [(i32, &str, &str); 34] = [
    (-660, "Pago Pago", "帕果帕果"),
    (-600, "Honolulu", "檀香山"),
    (-540, "Anchorage in winter", "安克雷奇冬季"),
    (-480, "Los Angeles in winter", "洛杉矶冬季"),
    (-420, "Los Angeles in summer, Phoenix", "洛杉矶夏季、凤凰城"),
    (-360, "Chicago in winter, Mexico City", "芝加哥冬季、墨西哥城"),
    (-300, "New York in winter, Chicago in summer, Lima", "纽约冬季、芝加哥夏季、利马"),
    (-240, "New York in summer, La Paz", "纽约夏季、拉巴斯"),
    (-210, "St. John's in winter", "圣约翰斯冬季"),
    (-180, "São Paulo, Buenos Aires", "圣保罗、布宜诺斯艾利斯"),
    (-150, "St. John's in summer", "圣约翰斯夏季"),
    (-60, "Praia", "普拉亚"),
    (0, "London in winter, Accra", "伦敦冬季、阿克拉"),
    (60, "London in summer, Berlin and Paris in winter, Lagos", "伦敦夏季、柏林和巴黎冬季、拉各斯"),
    (120, "Berlin and Paris in summer, Athens in winter, Cairo", "柏林和巴黎夏季、雅典冬季、开罗"),
    (180, "Athens in summer, Istanbul, Nairobi", "雅典夏季、伊斯坦布尔、内罗毕"),
    (210, "Tehran", "德黑兰"),
    (240, "Dubai", "迪拜"),
    (270, "Kabul", "喀布尔"),
    (300, "Karachi", "卡拉奇"),
    (330, "Delhi", "德里"),
    (345, "Kathmandu", "加德满都"),
    (360, "Dhaka", "达卡"),
    (390, "Yangon", "仰光"),
    (420, "Bangkok, Jakarta", "曼谷、雅加达"),
    (480, "Beijing, Singapore, Perth", "北京、新加坡、珀斯"),
    (540, "Tokyo, Seoul", "东京、首尔"),
    (570, "Adelaide in winter, Darwin", "阿德莱德冬季、达尔文"),
    (600, "Sydney in winter, Brisbane", "悉尼冬季、布里斯班"),
    (630, "Adelaide in summer", "阿德莱德夏季"),
    (660, "Sydney in summer", "悉尼夏季"),
    (720, "Auckland in winter", "奥克兰冬季"),
    (780, "Auckland in summer", "奥克兰夏季"),
    (840, "Kiritimati", "基里蒂马蒂"),
];

/// A queue that is edited.
#[derive(Clone)]
struct One {
    part: Part,
    id: String,
}

impl One {
    fn read<T>(&self, read: impl FnOnce(&Queue) -> T) -> Option<T> {
        match self.part.value()? {
            SectionValue::Queues { queues } => queues.iter().find(|queue| queue.id == self.id).map(read),
            _ => None,
        }
    }

    fn change(&self, change: impl FnOnce(&mut Queue)) {
        self.part.change(|value| {
            let SectionValue::Queues { queues } = value else { return };
            if let Some(queue) = queues.iter_mut().find(|queue| queue.id == self.id) {
                change(queue);
            }
        });
    }

    /// Changes all queues at once, and says so, with a way back.
    fn change_all(&self, change: impl Fn(&mut Queue), said: Office) {
        let part = self.part;
        let Some(before) = untrack(|| part.value()) else { return };
        part.change(|value| {
            if let SectionValue::Queues { queues } = value {
                queues.iter_mut().for_each(change);
            }
        });
        part.console.toast_draft(said, move || part.change(|value| value.clone_from(&before)));
    }

    /// Its name in the language of the console.
    fn name(&self) -> String {
        let language = self.part.console.language.get();
        let name = |queue: &Queue| queue.name.get(&language).or_else(|| queue.name.values().next()).cloned();
        self.read(name).flatten().unwrap_or_default()
    }

    /// Names of the other queues whose week is another one.
    fn unlike(&self, hours: &Hours) -> Vec<String> {
        let Some(SectionValue::Queues { queues }) = self.part.value() else { return Vec::new() };
        let others = queues.iter().filter(|queue| queue.hours != *hours);
        others.map(|queue| Self { part: self.part, id: queue.id.clone() }.name()).collect()
    }

    fn bind<T>(&self, read: impl Fn(&Queue) -> T + 'static, write: impl Fn(&mut Queue, T) + 'static) -> Bind<T>
    where
        T: Default + 'static,
    {
        let (reading, writing) = (self.clone(), self.clone());
        Bind::new(
            move || reading.read(&read).unwrap_or_default(),
            move |value| writing.change(|queue| write(queue, value)),
        )
    }
}

/// Every queue, and an index that leads to each.
pub fn draw(part: Part) -> El {
    let ids = move || match part.value() {
        Some(SectionValue::Queues { queues }) => queues.into_iter().map(|queue| queue.id).collect(),
        _ => Vec::new(),
    };
    let hint = el("p", "soft").says(part.console.words(Office::QueuesHint));
    let name = part.console.words(Office::Groups);
    let index = el("nav", "chips").attr_when("aria-label", move || Some(name())).each(ids, move |id| {
        let (one, heading) = (One { part, id: id.to_owned() }, heading_id(id));
        chip(move || one.name()).press(move || page::show(&heading))
    });
    let hint = el("div", "fields").child(hint).child(index);
    el("div", "fields").child(hint).each(ids, move |id| queue(&One { part, id: id.to_owned() }))
}

fn heading_id(queue: &str) -> String {
    format!("queue-{queue}-name")
}

fn queue(one: &One) -> El {
    let (part, console) = (one.part, one.part.console);
    let form = part.form("queue");
    let languages = untrack(|| part.languages());
    let title = {
        let one = one.clone();
        move || one.name()
    };
    let heading = heading_id(&one.id);
    let names = languages.into_iter().map(|language| {
        let bind = one.bind(
            move |queue| queue.name.get(&language).cloned().unwrap_or_default(),
            move |queue, text: String| drop(queue.name.insert(language, text)),
        );
        form.line(&format!("{}.name.{language}", one.id), console.words(Office::NameIn(language)), "text", bind, None)
    });
    let offset = one.bind(
        |queue| queue.utc_offset_minutes.to_string(),
        |queue, text: String| queue.utc_offset_minutes = text.parse().unwrap_or(queue.utc_offset_minutes),
    );
    let known = untrack(|| one.read(|queue| queue.utc_offset_minutes)).unwrap_or_default();
    let unlisted = OFFSETS.iter().all(|(minutes, ..)| *minutes != known).then_some((known, "", ""));
    let zones = {
        let (form, field) = (form.clone(), format!("{}.offset", one.id));
        // What can be chosen is drawn in one language.
        move |language: Language| {
            let all = OFFSETS.into_iter().chain(unlisted);
            let all = all.map(|zone| (zone.0.to_string(), zone_words(zone, language))).collect::<Vec<_>>();
            let hint = Some(Office::TimeZoneHint.into());
            form.select(&field, console.words(Office::TimeZone), &all, offset.clone(), hint)
        }
    };
    let zones = el("div", "")
        .switch(move || mark_of(&console.language.get()), move |_| Some(zones(console.language.get_untracked())));
    let accept = one.bind(
        |queue| Some(queue.accept_within_seconds).filter(|seconds| *seconds > 0),
        |queue, seconds: Option<u32>| queue.accept_within_seconds = seconds.unwrap_or(1).max(1),
    );
    let target = one.bind(|queue| queue.reply_target_minutes, |queue, minutes| queue.reply_target_minutes = minutes);
    el("section", "group boxed")
        .attrs(&[("role", "group"), ("aria-labelledby", &heading)])
        .child(el("h2", "queue-name").attrs(&[("id", &heading), ("tabindex", "-1")]).says(title))
        .child(about(one))
        .child(el("div", "pair").children(names))
        .child(week(one, &form))
        .child(zones)
        .child(holidays(one))
        .child(
            el("div", "pair")
                .child(form.number(
                    &format!("{}.accept", one.id),
                    console.words(Office::AcceptWithin),
                    accept,
                    Some(Office::AcceptWithinHint.into()),
                ))
                .child(form.number(
                    &format!("{}.target", one.id),
                    console.words(Office::ReplyTarget),
                    target,
                    Some(Office::ReplyTargetHint.into()),
                )),
        )
}

/// Whom the queue meets, and what customers are told at this moment.
fn about(one: &One) -> El {
    let console = one.part.console;
    let (now, takes) = (one.clone(), one.clone());
    let now = move || {
        let told = now.read(|queue| meets(queue, console.now.get())).map(Office::NowMeets);
        told.map(|told| told.say(console.language.get()).into_owned()).unwrap_or_default()
    };
    let takes = move || {
        let first = match takes.part.value() {
            Some(SectionValue::Queues { queues }) => queues.first().is_some_and(|queue| queue.id == takes.id),
            _ => false,
        };
        let topics = takes.read(|queue| queue.topics.clone()).unwrap_or_default();
        Office::Takes(topics, first).say(console.language.get()).into_owned()
    };
    let now = el("span", "queue-state").says(now);
    el("p", "soft small-text").child(now).child(el("span", "below").says(takes))
}

fn week(one: &One, form: &Form) -> El {
    let console = one.part.console;
    let rows = Day::ALL.map(|day| day_row(one, form, day));
    let copy = (!one.part.locked()).then(|| {
        let (week, all) = (one.clone(), one.clone());
        let week = button(console.words(Office::AsMonday))
            .class("small")
            .press(move || week.change(|queue| as_monday(&mut queue.hours)));
        let all = button(console.words(Office::ToAllHours)).class("small").press(move || {
            let (one, name) = (all.clone(), untrack(|| all.name()));
            let hours = untrack(|| all.read(|queue| queue.hours.clone())).unwrap_or_default();
            let others = untrack(|| all.unlike(&hours));
            if others.is_empty() {
                return console.toast(Office::SameHours);
            }
            let (title, what) = (Office::AskHoursForAll(name.clone()), Office::WhoseHours(others));
            console.ask(title, what, Office::ReplaceHours, move || {
                let hours = hours.clone();
                one.change_all(move |queue| queue.hours.clone_from(&hours), Office::HoursForAll(name.clone()));
            });
        });
        el("div", "chips").child(week).child(all)
    });
    el("div", "week")
        .attr("role", "group")
        .attr_when("aria-label", {
            let words = console.words(Office::Week);
            move || Some(words())
        })
        .children(rows)
        .maybe(copy)
}

fn day_row(one: &One, form: &Form, day: Day) -> El {
    let console = one.part.console;
    let name = console.words(Office::DayName(day));
    let of = move |hours: &Hours| day.of(hours).map(str::to_owned);
    let open =
        one.bind(move |queue| of(&queue.hours).is_some(), move |queue, on| set_open(day.of_mut(&mut queue.hours), on));
    let start = one.bind(
        move |queue| times(of(&queue.hours).as_deref()).0,
        move |queue, text: String| set_start(day.of_mut(&mut queue.hours), &text),
    );
    // The browser's own field knows no 24:00.
    let end = one.bind(
        move |queue| times(of(&queue.hours).as_deref()).1.replace("24:00", "00:00"),
        move |queue, text: String| set_end(day.of_mut(&mut queue.hours), &text),
    );
    let whole = one.bind(
        move |queue| is_all_day(day.of(&queue.hours)),
        move |queue, on| set_all_day(day.of_mut(&mut queue.hours), on),
    );
    let is = |what: fn(Option<&str>) -> bool| {
        let one = one.clone();
        move || one.read(|queue| what(day.of(&queue.hours))).unwrap_or_default()
    };
    let (closed, still_closed, is_open) = (is(|day| day.is_none()), is(|day| day.is_none()), is(|day| day.is_some()));
    let no_times = is(|day| day.is_none() || is_all_day(day));
    let words = move |text: fn(Day) -> Office| console.words(text(day));
    let field = format!("{}.{}", one.id, day.as_str());
    let start = form.bare(&format!("{field}.start"), words(Office::OpensAt), "time", start);
    let end = form.bare(&format!("{field}.end"), words(Office::ClosesAt), "time", end);
    let between = el("span", "soft").attr("aria-hidden", "true").text("–");
    let times = el("span", "times").hidden_when(no_times).child(start).child(between).child(end);
    let heard = words(Office::OpenAllDay);
    let whole = form.tick(console.words(Office::AllDay), whole);
    let input = whole.part("input").attr_when("aria-label", move || Some(heard()));
    let whole = whole.keep(input).hidden_when(still_closed);
    el("div", "day")
        .child(form.tick(name, open))
        .child(el("span", "times").hidden_when(closed).child(times).child(whole))
        .child(el("span", "soft").hidden_when(is_open).says(console.words(Office::Closed)))
        .child(form.only_bad(&field))
}

fn holidays(one: &One) -> El {
    let (console, locked) = (one.part.console, one.part.locked());
    let listed = one.clone();
    let removing = one.clone();
    let days = el("div", "tags").each(
        move || listed.read(|queue| queue.holidays.clone()).unwrap_or_default(),
        move |day| {
            let (one, date) = (removing.clone(), day.to_owned());
            let (shown, named) = (date.clone(), date.clone());
            let shown = move || clock::day(&shown, console.language.get());
            let name = move || {
                let language = console.language.get();
                Office::RemoveHoliday(clock::day(&named, language)).say(language).into_owned()
            };
            let remove = bare_button("tag-remove").attr_when("aria-label", move || Some(name())).child(icon(CLOSE));
            let remove = remove.press(move || one.change(|queue| queue.holidays.retain(|other| *other != date)));
            el("span", "badge tag").child(el("span", "number").says(shown)).maybe((!locked).then_some(remove))
        },
    );
    let id = format!("holiday-{}", one.id);
    let bad_id = format!("{id}-bad");
    let (part, named) = (one.part, id.clone());
    let wrong = move || part.loose(&named).and_then(|loose| loose.wrong);
    let (is_wrong, says_wrong) = (wrong.clone(), wrong);
    let input = el("input", "input")
        .attrs(&[("type", "date"), ("id", &id), ("min", "2000-01-01"), ("aria-describedby", &bad_id)])
        .attr_when("aria-invalid", move || is_wrong().map(|_| "true".to_owned()));
    let field = Field { one: one.clone(), id: id.clone(), input: input.cast() };
    let (looks, keys, single, all, taken, gone) =
        (field.clone(), field.clone(), field.clone(), field.clone(), field.clone(), field);
    // A half-typed date is no value, so that the keys have to be followed too.
    let looks = Rc::new(move || looks.look());
    let (by_input, by_key) = (Rc::clone(&looks), looks);
    let input = input.on("input", move |_| by_input()).on("keyup", move |_| by_key()).on("keydown", move |event| {
        if key(&event) == "Enter" {
            event.prevent_default();
            let _ = keys.add(Whom::One);
        }
    });
    let input = input.hold(react(move || gone.follow()));
    one.part.take_in(move || taken.is_empty() || taken.add(Whom::One));
    let add = button(console.words(Office::AddHoliday)).press(move || {
        let _ = single.add(Whom::One);
    });
    let to_all = button(console.words(Office::ToAllDays)).press(move || {
        let _ = all.add(Whom::All);
    });
    let bad = el("p", "bad").attrs(&[("id", &bad_id), ("role", "alert")]).says(move || {
        says_wrong()
            .map(|wrong| Text::from(Office::Wrong(wrong)).say(console.language.get()).into_owned())
            .unwrap_or_default()
    });
    // Browsers write dates in fields in their own ways; this one cannot be misread.
    let typed = id.clone();
    let reads = el("p", "hint").says(move || {
        let text = part.loose(&typed).map(|loose| loose.text).unwrap_or_default();
        clock::day(&text, console.language.get())
    });
    let none = one.clone();
    let none = el("p", "soft")
        .hidden_when(move || none.read(|queue| !queue.holidays.is_empty()).unwrap_or_default())
        .says(console.words(Office::NoHolidays));
    let line = el("div", "add-line").child(input).child(add).child(to_all);
    let line = el("div", "field").child(line).child(reads).child(bad);
    el("div", "field")
        .child(el("label", "label").attr("for", &id).says(console.words(Office::Holidays)))
        .child(days)
        .child(none)
        .maybe((!locked).then_some(line))
}

/// The field in which a holiday is typed.
#[derive(Clone)]
struct Field {
    one: One,
    id: String,
    input: Option<HtmlInputElement>,
}

/// Who is closed on a day.
#[derive(Clone, Copy)]
enum Whom {
    One,
    All,
}

impl Field {
    fn value(&self) -> String {
        self.input.as_ref().map(HtmlInputElement::value).unwrap_or_default()
    }

    fn is_half(&self) -> bool {
        self.input.as_ref().is_some_and(|input| input.validity().bad_input())
    }

    fn is_empty(&self) -> bool {
        self.value().is_empty() && !self.is_half()
    }

    /// Follows what is being typed; what was wrong with it stands until it is added or gone.
    fn look(&self) {
        let part = self.one.part;
        let before = untrack(|| part.loose(&self.id)).unwrap_or_default();
        part.set_loose(&self.id, (!self.is_empty()).then(|| Loose { typed: true, text: self.value(), ..before }));
    }

    /// Adds the day. Where it is none, it stays as it is typed, and what is wrong is said.
    fn add(&self, whom: Whom) -> bool {
        let date = self.value();
        let mut found = if self.is_half() { Err(Wrong::Date) } else { Ok(()) };
        match whom {
            _ if found.is_err() => {}
            Whom::One => self.one.change(|queue| found = add_holiday(&mut queue.holidays, &date)),
            Whom::All => {
                // Whether it is a date at all, before it goes to every group; there already is no harm here.
                found = add_holiday(&mut Vec::new(), &date);
                if found.is_ok() {
                    let said = Office::DayForAll(clock::day(&date, self.one.part.console.language.get_untracked()));
                    let add = |queue: &mut Queue| {
                        // Where it is already, it stays.
                        let _ = add_holiday(&mut queue.holidays, &date);
                    };
                    self.one.change_all(add, said);
                }
            }
        }
        let wrong = found.err();
        if wrong.is_some() {
            self.one.part.set_loose(&self.id, Some(Loose { typed: !self.is_empty(), text: date, wrong }));
            page::focus(&self.id);
            return false;
        }
        self.one.part.set_loose(&self.id, None);
        self.follow();
        true
    }

    /// Lets go of what is typed once it was added, or everything was discarded.
    fn follow(&self) {
        if let Some(input) = &self.input
            && self.one.part.loose(&self.id).is_none()
            && !self.is_empty()
        {
            input.set_value("");
        }
    }
}

/// `UTC+9 Tokyo, Seoul`.
fn zone_words((minutes, en, zh): (i32, &str, &str), language: Language) -> String {
    let places = match language {
        Language::En => en,
        Language::Zh => zh,
    };
    format!("{} {places}", offset_words(minutes)).trim_end().to_owned()
}

/// `UTC+8`, `UTC−3:30`.
fn offset_words(minutes: i32) -> String {
    let sign = if minutes < 0 { '−' } else { '+' };
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    if rest == 0 { format!("UTC{sign}{hours}") } else { format!("UTC{sign}{hours}:{rest:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_read_as_people_write_them() {
        assert_eq!([480, -210, 0].map(offset_words), ["UTC+8", "UTC−3:30", "UTC+0"]);
        assert_eq!(zone_words((540, "Tokyo", "东京"), Language::Zh), "UTC+9 东京");
        assert_eq!(zone_words((541, "", ""), Language::En), "UTC+9:01");
        assert!(OFFSETS.is_sorted_by_key(|(minutes, ..)| *minutes));
    }
}
