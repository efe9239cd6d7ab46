//! Queues: their names, their week, the days on which they are closed, and what is promised.

use baton_shared::protocol::SectionValue;
use baton_shared::workspace::{Hours, Queue};
use baton_ui::component::{bare_button, button};
use baton_ui::icon::{CLOSE, icon};
use baton_ui::{El, el};
use leptos::prelude::*;
use web_sys::HtmlInputElement;

use super::part::Part;
use crate::app::form::{Bind, Form};
use crate::model::week::{Day, add_holiday, as_monday, set_end, set_open, set_start, times};
use crate::texts::Office;

/// Offsets from UTC that are offered, in minutes.
const OFFSETS: [i32; 28] = [
    -720, -600, -540, -480, -420, -360, -300, -240, -210, -180, -60, 0, 60, 120, 180, 210, 240, 270, 300, 330, 345,
    360, 390, 420, 480, 540, 570, 600,
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

/// Every queue.
pub fn draw(part: Part) -> El {
    let ids = move || match part.value() {
        Some(SectionValue::Queues { queues }) => queues.into_iter().map(|queue| queue.id).collect(),
        _ => Vec::new(),
    };
    let hint = el("p", "soft").says(part.console.words(Office::QueuesHint));
    el("div", "fields").child(hint).each(ids, move |id| queue(&One { part, id: id.to_owned() }))
}

fn queue(one: &One) -> El {
    let (part, console) = (one.part, one.part.console);
    let form = part.form("queue");
    let languages = untrack(|| part.languages());
    let title = {
        let one = one.clone();
        move || {
            one.read(|queue| {
                queue
                    .name
                    .get(&console.language.get())
                    .or_else(|| queue.name.values().next())
                    .cloned()
                    .unwrap_or_default()
            })
            .unwrap_or_default()
        }
    };
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
    let offsets = OFFSETS.into_iter().chain((!OFFSETS.contains(&known)).then_some(known));
    let offsets = offsets.map(|minutes| (minutes.to_string(), offset_words(minutes))).collect::<Vec<_>>();
    let accept = one.bind(
        |queue| Some(queue.accept_within_seconds).filter(|seconds| *seconds > 0),
        |queue, seconds: Option<u32>| queue.accept_within_seconds = seconds.unwrap_or(1).max(1),
    );
    let target = one.bind(|queue| queue.reply_target_minutes, |queue, minutes| queue.reply_target_minutes = minutes);
    el("fieldset", "group boxed")
        .child(el("legend", "queue-name").says(title))
        .child(el("div", "pair").children(names))
        .child(week(one, &form))
        .child(el("div", "pair").child(form.select(
            &format!("{}.offset", one.id),
            console.words(Office::TimeZone),
            &offsets,
            offset,
        )))
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

fn week(one: &One, form: &Form) -> El {
    let console = one.part.console;
    let rows = Day::ALL.map(|day| day_row(one, form, day));
    let copy = (!one.part.locked()).then(|| {
        let one = one.clone();
        button(console.words(Office::AsMonday))
            .class("small")
            .press(move || one.change(|queue| as_monday(&mut queue.hours)))
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
    let closed = {
        let one = one.clone();
        move || one.read(|queue| of(&queue.hours).is_none()).unwrap_or(true)
    };
    let is_open = {
        let closed = closed.clone();
        move || !closed()
    };
    let words = move |text: fn(Day) -> Office| console.words(text(day));
    let field = format!("{}.{}", one.id, day.as_str());
    let start = form.bare(&format!("{field}.start"), words(Office::OpensAt), "time", start);
    let end = form.bare(&format!("{field}.end"), words(Office::ClosesAt), "time", end);
    let between = el("span", "soft").attr("aria-hidden", "true").text("–");
    el("div", "day")
        .child(form.tick(name, open))
        .child(el("span", "times").hidden_when(closed).child(start).child(between).child(end))
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
            let name = console.words(Office::RemoveHoliday(date.clone()));
            let remove = bare_button("tag-remove").attr_when("aria-label", move || Some(name())).child(icon(CLOSE));
            let remove = remove.press(move || one.change(|queue| queue.holidays.retain(|other| *other != date)));
            el("span", "badge tag").child(el("span", "number").text(day)).maybe((!locked).then_some(remove))
        },
    );
    let id = format!("holiday-{}", one.id);
    let input = el("input", "input").attrs(&[("type", "date"), ("id", &id)]);
    let element = input.cast::<HtmlInputElement>();
    let adding = one.clone();
    let add = button(console.words(Office::AddHoliday)).press(move || {
        let Some(element) = &element else { return };
        let date = element.value();
        adding.change(|queue| {
            add_holiday(&mut queue.holidays, &date);
        });
        element.set_value("");
    });
    let none = one.clone();
    let none = el("p", "soft")
        .hidden_when(move || none.read(|queue| !queue.holidays.is_empty()).unwrap_or_default())
        .says(console.words(Office::NoHolidays));
    let line = el("div", "add-line").child(input).child(add);
    el("div", "field")
        .child(el("label", "label").attr("for", &id).says(console.words(Office::Holidays)))
        .child(days)
        .child(none)
        .maybe((!locked).then_some(line))
}

/// `UTC+8`, `UTC−3:30`.
fn offset_words(minutes: i32) -> String {
    let sign = if minutes < 0 { '−' } else { '+' };
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    if rest == 0 { format!("UTC{sign}{hours}") } else { format!("UTC{sign}{hours}:{rest:02}") }
}

#[cfg(test)]
mod tests {
    use super::offset_words;

    #[test]
    fn offsets_read_as_people_write_them() {
        assert_eq!([480, -210, 0].map(offset_words), ["UTC+8", "UTC−3:30", "UTC+0"]);
    }
}
