//! One good clarifying question, chosen by what the message names.

use super::assessment::Assessment;
use super::lexicon::holds;
use crate::text::{Language, normalize};

/// What a message may name, and what to ask then, in English and Chinese.
const QUESTIONS: &[(&[&str], &str, &str)] = &[
    (
        &[
            "screen", "display", "tv", "monitor", "屏幕", "画面", "显示", "电视",
        ],
        "Is it that nothing shows at all, or that it stops after starting?",
        "是完全没有画面，还是启动以后卡住了？",
    ),
    (
        &[
            "internet",
            "wifi",
            "wi-fi",
            "network",
            "broadband",
            "connection",
            "router",
            "网",
            "宽带",
            "路由器",
            "信号",
        ],
        "Is nothing online at all, or just one device? And which lights are on at the router?",
        "是所有设备都上不了网，还是只有一台？路由器上亮着什么灯？",
    ),
    (
        &[
            "app", "website", "site", "system", "login", "log in", "sign in", "应用", "软件",
            "网站", "系统", "登录", "app",
        ],
        "What do you see when it happens: an error message, an empty page, or does it not open at all?",
        "出现问题时您看到的是什么：报错提示、空白页面，还是根本打不开？",
    ),
    (
        &[
            "bill", "payment", "pay", "charge", "invoice", "账单", "付款", "支付", "缴费", "扣费",
            "发票",
        ],
        "Which bill or payment is it about, and what looks wrong with it?",
        "是哪一笔账单或付款？哪里看起来不对？",
    ),
    (
        &[
            "camera",
            "plug",
            "lamp",
            "light",
            "lock",
            "doorbell",
            "sensor",
            "device",
            "thermostat",
            "摄像头",
            "插座",
            "灯",
            "门锁",
            "门铃",
            "传感器",
            "设备",
        ],
        "Does the device show any light or sound, and has it worked before?",
        "设备有灯亮或有声音吗？之前能正常用吗？",
    ),
    (
        &[
            "order", "parcel", "delivery", "订单", "快递", "包裹", "物流",
        ],
        "Which order is it, and what did you expect to happen?",
        "是哪个订单？您原本希望是什么结果？",
    ),
];

/// The question to ask about a vague message.
pub fn clarify(message: &str, _assessment: &Assessment, language: Language) -> String {
    let normal = normalize(message);
    let fitting = QUESTIONS
        .iter()
        .find(|(names, _, _)| names.iter().any(|name| holds(&normal, name)));
    let (en, zh) = fitting.map_or(
        (
            "Which device or service is it, and what happens when you try?",
            "是哪个设备或服务？操作的时候会出现什么情况？",
        ),
        |(_, en, zh)| (*en, *zh),
    );
    match language {
        Language::En => en.to_owned(),
        Language::Zh => zh.to_owned(),
    }
}
