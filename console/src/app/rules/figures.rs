//! The figures that several rules share, in one place.

use baton_shared::policy::Thresholds;
use baton_ui::{El, el};

use super::state::Draft;
use crate::app::form::{Bind, Form};
use crate::model::form::Faults;
use crate::texts::Said;

/// The fields.
pub fn draw(draft: Draft) -> El {
    let console = draft.console;
    let form = Form::new(console, "figure", draft.untried, Faults::default).locked(draft.locked());
    let percents: [(&str, Said, Field); 3] = [
        ("answer_support", Said::AnswerSupport, |figures| &mut figures.answer_support),
        ("angry", Said::AngryFrom, |figures| &mut figures.angry),
        ("signal", Said::SignalFrom, |figures| &mut figures.signal),
    ];
    let percents = percents.map(|(name, label, field)| {
        let hint = (name == "answer_support").then(|| Said::FiguresHint.into());
        form.number(name, console.words(label), percent(draft, field), hint)
    });
    let counts: [(&str, Said, Whole); 2] = [
        ("failed_attempts", Said::FailedAttempts, |figures| &mut figures.failed_attempts),
        ("high_value_tenure_months", Said::ValuedMonths, |figures| &mut figures.high_value_tenure_months),
    ];
    let counts = counts.map(|(name, label, field)| form.number(name, console.words(label), whole(draft, field), None));
    let tiers = Bind::new(
        move || draft.with(|policy| policy.thresholds.high_value_tiers.clone()).unwrap_or_default(),
        move |tiers| {
            draft.change(|policy| policy.thresholds.high_value_tiers = tiers);
        },
    );
    let tiers = form.words("high_value_tiers", console.words(Said::ValuedTiers), tiers, None);
    let fields = el("div", "pair").children(percents).children(counts).child(tiers);
    el("section", "card figures").child(el("h2", "").says(console.words(Said::Figures))).child(fields)
}

/// Finds a part of 1.
type Field = fn(&mut Thresholds) -> &mut f32;
/// Finds a whole number.
type Whole = fn(&mut Thresholds) -> &mut u32;

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "0 to 100")]
fn percent(draft: Draft, field: Field) -> Bind<Option<u32>> {
    Bind::new(
        move || draft.with(|policy| (*field(&mut policy.thresholds.clone()) * 100.0).round() as u32),
        move |number: Option<u32>| {
            if let Some(number) = number.filter(|number| *number <= 100) {
                draft.change(|policy| *field(&mut policy.thresholds) = number as f32 / 100.0);
            }
        },
    )
}

fn whole(draft: Draft, field: Whole) -> Bind<Option<u32>> {
    Bind::new(
        move || draft.with(|policy| *field(&mut policy.thresholds.clone())),
        move |number: Option<u32>| {
            if let Some(number) = number {
                draft.change(|policy| *field(&mut policy.thresholds) = number);
            }
        },
    )
}
