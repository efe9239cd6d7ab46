//! Whole conversations as readable scripts. Snapshots are reviewed, never edited by hand.
#![cfg(feature = "authoring")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

mod support;

use support::{play, published};

macro_rules! stories {
    ($($name:ident: $script:literal;)+) => {
        $(#[test]
        fn $name() {
            insta::assert_snapshot!(play(&published(), $script));
        })+
    };
}

stories! {
    answered_and_resolved: "
        customer: Hello
        customer: How do I reset my password?
        rates helpful
        scores 5 effort 1
    ";
    answered_in_chinese: "
        open zh
        customer: 怎么重置密码？
        rates helpful
    ";
    chinese_in_an_english_interface: "
        customer: 怎么重置密码？
        customer: 附近有什么好吃的
    ";
    an_answer_that_failed_is_never_given_again: "
        customer: How do I reset my password?
        rates unhelpful
        customer: how can I reset the password
        customer: I forgot my password
    ";
    the_same_question_again_fails_the_answer_to_it: "
        customer: How do I reset my password?
        customer: How do I read my bill?
        customer: how can I reset my password?
    ";
    thought_better_of_it: "
        customer: How do I reset my password?
        rates helpful
        rates unhelpful
    ";
    vague_is_asked_once: "
        customer: it is broken
        customer: still not sure
    ";
    vague_then_answered: "
        customer: I need help
        customer: I forgot my password
    ";
    beyond_knowledge_and_yes: "
        customer: Do you sell concert tickets?
        customer: yes please
    ";
    anger_goes_to_a_person: "
        customer: THIS IS THE THIRD TIME I ASK, I AM FURIOUS
        customer: hello?
        desk proposes ann
        desk proposes ann
        ann takes
        bo takes
        ann: I am sorry about that.
        ann notes: had a bad week
        customer: How do I reset my password?
        ann gives back
        customer: How do I reset my password?
    ";
    safety_says_the_approved_text_alone: "
        customer: my lamp is smoking, how do I pair my lamp?
    ";
    medical_in_chinese: "
        open zh
        customer: 我妈妈的呼吸机断电了，怎么办
    ";
    another_language: "
        customer: hola, mi lámpara no funciona y necesito ayuda por favor
    ";
    assist_asks_once_then_hands_over_with_a_draft: "
        customer: How do I pair my lamp? And how do I read my bill? Also, where are you?
        customer: lamp 4821, since Monday
    ";
    pressing_the_button_twice: "
        presses person
        presses person
        customer: are you there?
        ends
        presses person
    ";
    out_of_hours: "
        at 2026-11-23 20:00
        customer: You charged me twice, I want my money back
        chooses email ada.example.com
        chooses email ada@example.com
        chooses email ada@example.com
        chooses email ada@work.example.com
        chooses call 020-7946-0958 after five
        chooses call 020-7946-0958 before noon
        chooses wait
        chooses wait
        wait 14h
        ann takes
        ann: We have refunded it.
        ann resolves
        customer: thank you
    ";
    nobody_accepts: "
        presses person
        wait 3m
        wait 3m
        ann: Hello, Ann here.
    ";
    a_queue_that_closes_meanwhile: "
        at 2026-11-23 17:58
        customer: I want to dispute this charge
        wait 10m
    ";
    high_value_goes_straight_to_a_person: "
        identified Ada vip
        identified Ada vip
        identified Eve
        customer: How do I read my bill?
    ";
    after_it_is_resolved: "
        customer: How do I read my bill?
        ends
        scores 2
        scores 9
        rates unhelpful
        ann: too late
        ann gives back
        chooses wait
        ends
        ann takes
        ann resolves
        customer: How do I read my bill?
    ";
    an_agent_steps_in: "
        customer: How do I read my bill?
        ann takes
        customer: thanks
        ann: I can also look at it for you.
        ann resolves
    ";
    giving_back_without_having_it: "
        presses person
        ann gives back
        bo takes
        ann gives back
        bo gives back
    ";
    another_queue_takes_over: "
        customer: You charged me twice, I want my money back
        bo transfers nowhere
        bo transfers general the app shows it twice
        bo transfers general
        ann takes
        bo transfers billing
        ann transfers billing
        bo takes
        ann: too late
        bo: We have found it.
        bo resolves
        bo transfers billing
    ";
    back_after_a_person_closed_it: "
        customer: You charged me twice, I want my money back
        ann takes
        ann: We have refunded it.
        ann resolves
        customer: How do I pair my lamp?
        presses person
        bo transfers general
        ends
        presses person
    ";
    who_left_an_address_is_not_asked_again_by_another_queue: "
        at 2026-11-23 20:00
        customer: You charged me twice, I want my money back
        chooses email ada@example.com
        ann transfers general she has the invoice
        wait 14h
    ";
    an_outage_is_answered_with_its_notice: "
        customer: Is there an outage?
        rates unhelpful
        customer: Why is my bridge offline?
    ";
    an_outage_in_chinese: "
        open zh
        page says region north
        customer: 网桥离线了怎么回事
        customer: 账单怎么看？
    ";
    after_its_end_a_notice_is_silent: "
        at 2026-11-23 17:59
        customer: Why is my bridge offline?
        wait 1m
        customer: Is there an outage?
    ";
    who_lives_elsewhere_is_not_told_of_it: "
        page says region south
        customer: Why is my bridge offline?
        page says region north
        customer: Is there an outage?
    ";
    a_verified_region_stands_over_what_the_page_says: "
        open zh
        vouched Ada region south
        page says region north
        customer: 网桥为什么离线了？
    ";
    what_only_some_may_read_answers_nobody: "
        vouched Ada plan gold
        customer: When does my gold plan renew?
    ";
    erased: "
        identified Ada
        customer: My name is Ada Lovelace, how do I read my bill?
        erase 3
        erase 99
        erase all
        customer: How do I read my bill?
    ";
}
