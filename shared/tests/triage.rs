//! What triage finds, as tables of phrasings and of traps that only look like them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

use baton_shared::knowledge::{Asker, Index};
use baton_shared::text::Language;
use baton_shared::time::Timestamp;
use baton_shared::triage::{Assessment, Context, Engine, SignalKind, Understand};

fn assess(message: &str, earlier: &[String]) -> Assessment {
    let index = Index::default();
    let context = Context {
        language: Language::En,
        earlier_customer_messages: earlier,
        answers_rejected: 0,
        clarifications_asked: 0,
        asker: Asker::Anonymous,
        now: Timestamp(0),
        answered: None,
        notices: &[],
        customer: None,
    };
    Engine::new(&index, None).assess(message, &context)
}

fn strength(kind: SignalKind, message: &str) -> f32 {
    let earlier = if kind == SignalKind::NotHelpful { vec!["how do I pay".to_owned()] } else { Vec::new() };
    let signals = assess(message, &earlier).signals;
    signals.iter().filter(|signal| signal.kind == kind).map(|signal| signal.strength).fold(0.0, f32::max)
}

/// All messages of a table, one a line, at once, so that a failing run names every one.
#[track_caller]
fn check(kind: SignalKind, least: usize, table: &str, expect: bool) {
    let messages: Vec<&str> = table.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert!(messages.len() >= least, "{} of {least} messages", messages.len());
    // What the starter's policy counts.
    let counts = if kind == SignalKind::Angry { 0.6 } else { 0.5 };
    let wrong: Vec<&&str> = messages.iter().filter(|message| (strength(kind, message) >= counts) != expect).collect();
    assert!(wrong.is_empty(), "{kind:?} should be {expect} in {wrong:#?}");
}

/// One test for each list of `triage/`: the messages that a signal holds for, and the traps that only look like them.
macro_rules! lists {
    ($($name:ident: $kind:ident, $least:literal, $file:literal, $expect:literal;)+) => {
        $(#[test]
        fn $name() {
            check(SignalKind::$kind, $least, include_str!(concat!("triage/", $file, ".txt")), $expect);
        })+
    };
}

lists! {
    asking_for_a_person_in_english: AsksForHuman, 300, "human.en", true;
    only_looks_like_asking_for_a_person_in_english: AsksForHuman, 300, "human_traps.en", false;
    asking_for_a_person_in_chinese: AsksForHuman, 300, "human.zh", true;
    only_looks_like_asking_for_a_person_in_chinese: AsksForHuman, 300, "human_traps.zh", false;
    financial_dispute_in_english: FinancialDispute, 100, "financial_dispute.en", true;
    only_looks_like_financial_dispute_in_english: FinancialDispute, 100, "financial_dispute_traps.en", false;
    financial_dispute_in_chinese: FinancialDispute, 100, "financial_dispute.zh", true;
    only_looks_like_financial_dispute_in_chinese: FinancialDispute, 100, "financial_dispute_traps.zh", false;
    account_closure_in_english: AccountClosure, 100, "account_closure.en", true;
    only_looks_like_account_closure_in_english: AccountClosure, 100, "account_closure_traps.en", false;
    account_closure_in_chinese: AccountClosure, 100, "account_closure.zh", true;
    only_looks_like_account_closure_in_chinese: AccountClosure, 100, "account_closure_traps.zh", false;
    medical_in_english: Medical, 100, "medical.en", true;
    only_looks_like_medical_in_english: Medical, 100, "medical_traps.en", false;
    medical_in_chinese: Medical, 100, "medical.zh", true;
    only_looks_like_medical_in_chinese: Medical, 100, "medical_traps.zh", false;
    legal_in_english: Legal, 100, "legal.en", true;
    only_looks_like_legal_in_english: Legal, 100, "legal_traps.en", false;
    legal_in_chinese: Legal, 100, "legal.zh", true;
    only_looks_like_legal_in_chinese: Legal, 100, "legal_traps.zh", false;
    safety_in_english: Safety, 100, "safety.en", true;
    only_looks_like_safety_in_english: Safety, 100, "safety_traps.en", false;
    safety_in_chinese: Safety, 100, "safety.zh", true;
    only_looks_like_safety_in_chinese: Safety, 100, "safety_traps.zh", false;
    angry_in_english: Angry, 100, "angry.en", true;
    only_looks_like_angry_in_english: Angry, 100, "angry_traps.en", false;
    angry_in_chinese: Angry, 100, "angry.zh", true;
    only_looks_like_angry_in_chinese: Angry, 100, "angry_traps.zh", false;
    urgent_in_english: Urgent, 40, "urgent.en", true;
    only_looks_like_urgent_in_english: Urgent, 40, "urgent_traps.en", false;
    urgent_in_chinese: Urgent, 40, "urgent.zh", true;
    only_looks_like_urgent_in_chinese: Urgent, 40, "urgent_traps.zh", false;
    several_requests_in_english: SeveralRequests, 10, "several_requests.en", true;
    only_looks_like_several_requests_in_english: SeveralRequests, 10, "several_requests_traps.en", false;
    several_requests_in_chinese: SeveralRequests, 9, "several_requests.zh", true;
    only_looks_like_several_requests_in_chinese: SeveralRequests, 10, "several_requests_traps.zh", false;
    thanks_in_english: Thanks, 10, "thanks.en", true;
    only_looks_like_thanks_in_english: Thanks, 10, "thanks_traps.en", false;
    thanks_in_chinese: Thanks, 10, "thanks.zh", true;
    only_looks_like_thanks_in_chinese: Thanks, 7, "thanks_traps.zh", false;
    a_greeting_in_english: Greeting, 5, "greeting.en", true;
    only_looks_like_a_greeting_in_english: Greeting, 3, "greeting_traps.en", false;
    a_greeting_in_chinese: Greeting, 5, "greeting.zh", true;
    only_looks_like_a_greeting_in_chinese: Greeting, 3, "greeting_traps.zh", false;
    product_defect_in_english: ProductDefect, 10, "product_defect.en", true;
    only_looks_like_product_defect_in_english: ProductDefect, 8, "product_defect_traps.en", false;
    product_defect_in_chinese: ProductDefect, 8, "product_defect.zh", true;
    only_looks_like_product_defect_in_chinese: ProductDefect, 7, "product_defect_traps.zh", false;
    outage_loss_in_english: OutageLoss, 6, "outage_loss.en", true;
    only_looks_like_outage_loss_in_english: OutageLoss, 6, "outage_loss_traps.en", false;
    outage_loss_in_chinese: OutageLoss, 6, "outage_loss.zh", true;
    only_looks_like_outage_loss_in_chinese: OutageLoss, 6, "outage_loss_traps.zh", false;
    vague_in_english: Vague, 40, "vague.en", true;
    only_looks_like_vague_in_english: Vague, 40, "vague_traps.en", false;
    vague_in_chinese: Vague, 40, "vague.zh", true;
    only_looks_like_vague_in_chinese: Vague, 40, "vague_traps.zh", false;
}

#[test]
fn anger() {
    check(
        SignalKind::Angry,
        20,
        "I am furious
        this drives me mad
        THIS IS THE THIRD TIME I ASK
        what a joke of a company
        you people are useless
        I've had enough of this
        absolutely unacceptable
        worst service ever
        wtf is going on with my bill
        I am sick and tired of waiting
        stop wasting my time
        how dare you charge me for that!!!
        气死我了
        你们这什么破服务
        太让人失望了，非常失望
        忍无可忍了
        骗子公司
        垃圾网络，垃圾客服
        我要投诉你们
        第三次打电话了还没人管！！！",
        true,
    );
    check(
        SignalKind::Angry,
        16,
        "I'm not angry, just asking
        how do I block scam calls?
        my baby is crying, does the camera tell me?
        is the worst case two weeks?
        How do I stop spam text messages?
        My WPA2 PSK is not accepted
        OK
        Thanks!!
        I am never angry with you
        妈妈的手机连不上网
        怎么过滤垃圾邮件
        诈骗电话怎么拦截
        宝宝在哭，摄像头会提醒吗
        我没有生气
        怎么提交投诉电话
        垃圾分类怎么设置提醒",
        false,
    );
}

#[test]
#[allow(clippy::too_many_lines, reason = "one table")]
fn sensitive_subjects() {
    let tables = [
        (
            SignalKind::FinancialDispute,
            "You charged me twice
            I want my money back
            there is an unknown charge on my card
            I never authorised this payment
            still waiting for my refund
            重复扣费了
            我要求退款
            账单不对，多扣了钱
            没订过这个套餐为什么扣我钱
            把钱退给我",
            "How do I read my bill?
            Which payment methods can I use?
            What is your refund policy?
            do you have a money back guarantee?
            Are there any hidden fees?
            账单怎么看？
            退款政策是什么？
            怎么设置自动扣费",
        ),
        (
            SignalKind::AccountClosure,
            "I want to cancel my contract
            please close my account
            cancel my subscription
            I'm leaving for another provider, switch to another provider
            How do I cancel my plan?
            我要注销账号
            宽带不想用了
            我要解约
            怎么取消套餐
            换别家了，退网",
            "How do I cancel my appointment?
            I don't want to cancel my account
            how can I close the app
            delete my camera from the app
            change to another plan
            怎么取消预约
            怎么删除摄像头
            关闭通知",
        ),
        (
            SignalKind::Medical,
            "My mother depends on a ventilator and the power is out
            I was in hospital last month
            my husband died, what happens to his account
            I am pregnant
            my doctor needs the connection
            我妈妈的呼吸机断电了
            我住院了没法付款
            账户持有人去世了
            老人心脏病发作
            我得了癌症",
            "How do I pair the sensor?
            press and hold the button
            how do I run the network diagnostic
            怎么看网络诊断结果
            系统诊断模式怎么进
            怎么重启路由器",
        ),
        (
            SignalKind::Legal,
            "My lawyer will contact you
            this is a breach of contract
            I will take you to court
            delete all my personal data under GDPR
            I will report you to the ombudsman
            我要找律师起诉你们
            你们泄露了我的个人信息
            我要打12315
            这是虚假宣传
            法院见",
            "where is your privacy page
            how long is the contract
            is there a court in the neighbourhood, I mean a tennis court
            报警器怎么设置
            合同期多久
            违约金怎么算",
        ),
        (
            SignalKind::Safety,
            "My router is on fire
            there is smoke coming out of the plug
            I got an electric shock
            I smell gas
            the battery is swollen
            someone broke into my house
            my camera was hacked
            插座冒烟了
            电池鼓包了
            有煤气味",
            "How do I install the smoke detector?
            Does the Fire TV work with it?
            is the gas sensor included
            how do I set my emergency contact
            烟雾报警器怎么装
            防盗模式怎么开
            有过热保护吗",
        ),
        (
            SignalKind::OutageLoss,
            "I lost a day of work because of the outage
            we lost customers because the internet was down
            I missed an important meeting
            I want compensation for the outage
            I can't work from home, the internet is down
            断网耽误我上班了
            断网给我造成损失
            错过了面试
            店里收不了款，影响生意
            三天没网了，要赔偿",
            "Is there an outage in my area?
            how do I report an outage
            家里断网了怎么办
            会不会影响工作",
        ),
    ];
    for (kind, holds, traps) in tables {
        check(kind, 10, holds, true);
        check(kind, 4, traps, false);
    }
}

#[test]
fn vague_and_not_helpful() {
    check(
        SignalKind::Vague,
        12,
        "it is broken
        my screen does not respond
        the system is unusable
        nothing works
        I need help
        something is wrong
        it keeps crashing
        用不了
        坏了
        出问题了
        怎么回事
        打不开",
        true,
    );
    check(
        SignalKind::Vague,
        4,
        "no problem
        I need help with my bill
        没问题
        what is the price",
        false,
    );
    check(
        SignalKind::NotHelpful,
        10,
        "that did not help
        still not working
        that's not what I asked
        I already tried that
        same answer again
        没用
        还是不行
        答非所问
        不是这个问题
        都试过了没用",
        true,
    );
    check(
        SignalKind::NotHelpful,
        6,
        "How do I read my bill?
        where can I check my usage?
        thanks, that helped
        should I restart the router?
        有没有用
        谢谢，解决了",
        false,
    );
}

#[test]
fn another_language_and_beyond_knowledge() {
    check(
        SignalKind::OtherLanguage,
        8,
        "hola, mi internet no funciona, que puedo hacer
        quiero hablar con una persona por favor
        ich kann mein Passwort nicht ändern
        je ne peux pas ouvrir mon compte
        インターネットに接続できません
        인터넷이 안 돼요
        не работает интернет
        لا يعمل الإنترنت",
        true,
    );
    check(SignalKind::OtherLanguage, 3, "my internet is down\n断网了\nSão Paulo office hours", false);
    check(SignalKind::BeyondKnowledge, 2, "can I pay in bitcoin for my horse\n附近有什么好吃的", true);
    check(SignalKind::BeyondKnowledge, 2, "hello\n谢谢", false);
}
