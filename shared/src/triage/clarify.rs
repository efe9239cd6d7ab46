//! One good clarifying question, chosen by what the message names.

use std::sync::LazyLock;

use super::assessment::Assessment;
use super::line::{Line, only_refers};
use super::pattern::Lexicon;
use crate::text::{Language, without_addresses};

/// What to ask about a subject, in English and Chinese.
struct Question {
    names: &'static str,
    en: &'static str,
    zh: &'static str,
}

/// The first whose names occur is asked.
const QUESTIONS: &[Question] = &[
    Question {
        names: "[screen*/display*/tv/television/monitor*]
                [屏幕/画面/显示/电视]",
        en: "Is it that nothing shows at all, or that it stops after starting?",
        zh: "是完全没有画面，还是启动以后卡住了？",
    },
    Question {
        names: "[internet/wifi/network/broadband/connection/router*/modem/signal]
                wi-fi
                [网/宽带/路由器/信号]
                - 网站
                - 网页",
        en: "Is nothing online at all, or just one device? And which lights are on at the router?",
        zh: "是所有设备都上不了网，还是只有一台？路由器上亮着什么灯？",
    },
    Question {
        names: "[app/apps/website/site/system/login/software/page]
                [log/sign/logging/signing] in
                [应用/软件/网站/网页/系统/登录/页面]",
        en: "What do you see when it happens: an error message, an empty page, or does it not open at all?",
        zh: "出现问题时您看到的是什么：报错提示、空白页面，还是根本打不开？",
    },
    Question {
        names: "[bill*/payment*/pay/paid/charge*/invoice*]
                [账单/付款/支付/缴费/扣费/发票]",
        en: "Which bill or payment is it about, and what looks wrong with it?",
        zh: "是哪一笔账单或付款？哪里看起来不对？",
    },
    Question {
        names: "[camera*/plug*/lamp*/light*/lock*/doorbell*/sensor*/device*/thermostat*]
                [摄像头/插座/灯/门锁/门铃/传感器/设备]",
        en: "Does the device show any light or sound, and has it worked before?",
        zh: "设备有灯亮或有声音吗？之前能正常用吗？",
    },
    Question {
        names: "[order*/parcel*/package*/deliver*]
                [订单/快递/包裹/物流]",
        en: "Which order is it, and what did you expect to happen?",
        zh: "是哪个订单？您原本希望是什么结果？",
    },
];

/// Where the message names nothing.
const OPEN: Question = Question {
    names: "",
    en: "Which device or service is it, and what happens when you try?",
    zh: "是哪个设备或服务？操作的时候会出现什么情况？",
};

/// Where the message shows an order or a link, and says nothing about it.
const SHOWN: Question = Question {
    names: "",
    en: "Thanks, I see it. What would you like to know about it, or what went wrong?",
    zh: "收到。关于这个，您想了解什么，还是遇到了什么问题？",
};

static NAMES: LazyLock<Vec<Lexicon>> =
    LazyLock::new(|| QUESTIONS.iter().map(|question| Lexicon::read(question.names)).collect());

/// The question to ask about a vague message.
pub fn clarify(message: &str, _assessment: &Assessment, language: Language) -> String {
    let line = Line::read(message);
    let fitting = NAMES.iter().zip(QUESTIONS).find(|(names, _)| !names.find(&line).is_empty());
    let shown = only_refers(&line, &Line::read(&without_addresses(message)));
    let question = if shown { &SHOWN } else { fitting.map_or(&OPEN, |(_, question)| question) };
    match language {
        Language::En => question.en.to_owned(),
        Language::Zh => question.zh.to_owned(),
    }
}
