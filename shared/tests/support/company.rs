//! A small company, written as its files would be.

use std::collections::BTreeMap;

use baton_shared::workspace::{Published, check};

const WORKSPACE: &str = r##"
id = "lampworks"
languages = ["en", "zh"]
default_language = "en"
allowed_origins = ["https://lampworks.example"]
[brand]
accent = "#0f6e64"
[brand.name]
en = "Lampworks"
zh = "灯坊"
[brand.greeting]
en = "Hi, how can we help?"
zh = "您好，有什么可以帮您？"
[suggestions]
en = ["How do I reset my password?"]
zh = ["怎么重置密码？"]
"##;

const QUEUES: &str = r#"
[[queue]]
id = "general"
topics = ["account", "device"]
skills = ["general"]
accept_within_seconds = 120
hours = { mon = "00:00-24:00", tue = "00:00-24:00", wed = "00:00-24:00", thu = "00:00-24:00", fri = "00:00-24:00", sat = "00:00-24:00", sun = "00:00-24:00" }
[queue.name]
en = "General"
zh = "综合组"

[[queue]]
id = "billing"
topics = ["billing"]
skills = ["billing"]
accept_within_seconds = 180
hours = { mon = "09:00-18:00", tue = "09:00-18:00", wed = "09:00-18:00", thu = "09:00-18:00", fri = "09:00-18:00" }
holidays = ["2026-12-25"]
[queue.name]
en = "Billing"
zh = "账单组"
"#;

const TEAM: &str = r#"
[[agent]]
id = "ann"
name = "Ann"
languages = ["en", "zh"]
skills = ["general", "billing"]
role = "lead"

[[agent]]
id = "bo"
name = "Bo"
languages = ["en"]
skills = ["general"]
role = "agent"
"#;

const POLICY: &str = r#"
[thresholds]
answer_support = 0.5
angry = 0.6
high_value_tenure_months = 24
high_value_tiers = ["vip"]
failed_attempts = 2

[[rule]]
id = "safety"
when = { signal = "safety" }
outcome = "hand_over"
reason = "safety"
priority = "urgent"
[rule.say]
en = "If anyone is in danger, call 112 now. Somebody is coming to this chat."
zh = "如果有人有危险，请立即拨打 119 或 120。马上有人来接待您。"

[[rule]]
id = "medical"
when = { signal = "medical" }
outcome = "hand_over"
reason = "medical"
priority = "high"
[rule.say]
en = "Somebody will look after this personally."
zh = "这件事会有专人跟进。"

[[rule]]
id = "legal"
when = { signal = "legal" }
outcome = "hand_over"
reason = "legal"
priority = "high"

[[rule]]
id = "money"
when = { any = [{ signal = "financial_dispute" }, { signal = "account_closure" }, { signal = "outage_loss" }] }
outcome = "hand_over"
reason = "sensitive"
queue = "billing"
priority = "high"
revenue_at_stake = true

[[rule]]
id = "angry"
when = { signal = "angry" }
outcome = "hand_over"
reason = "angry"
priority = "high"

[[rule]]
id = "asks_for_human"
when = { any = [{ signal = "asks_for_human" }, { offer_accepted = true }] }
outcome = "hand_over"
reason = "asks_for_human"

[[rule]]
id = "details_gathered"
when = { details_gathered = true }
outcome = "hand_over"
reason = "details_gathered"

[[rule]]
id = "small_talk"
when = { all = [{ any = [{ signal = "greeting" }, { signal = "thanks" }] }, { supported = false }] }
outcome = "small_talk"
reason = "small_talk"

[[rule]]
id = "high_value"
when = { high_value = true }
outcome = "hand_over"
reason = "high_value"
priority = "high"

[[rule]]
id = "other_language"
when = { language_other = true }
outcome = "hand_over"
reason = "other_language"

[[rule]]
id = "failed_too_often"
when = { failed_too_often = true }
outcome = "hand_over"
reason = "attempts_failed"
priority = "high"

[[rule]]
id = "several_requests"
when = { signal = "several_requests" }
outcome = "assist"
reason = "several_requests"

[[rule]]
id = "supported"
when = { supported = true }
outcome = "answer"
reason = "supported"

[[rule]]
id = "still_unclear"
when = { clarifications_at_least = 1 }
outcome = "hand_over"
reason = "still_unclear"

[[rule]]
id = "vague"
when = { signal = "vague" }
outcome = "clarify"
reason = "vague"

[[rule]]
id = "beyond_knowledge"
when = { always = true }
outcome = "offer_human"
reason = "beyond_knowledge"
"#;

/// Id, topic, then title, questions and body in English and in Chinese.
const ARTICLES: &[(&str, &str, [&str; 3], [&str; 3])] = &[
    (
        "password",
        "account",
        [
            "Reset your password",
            r#""How do I reset my password?", "I forgot my password""#,
            "## Set a new password\nOpen the sign-in page and choose **Forgot password**.\n\n## The mail does not arrive\nLook into the spam folder. The link in the mail is good for one hour.",
        ],
        [
            "重置密码",
            r#""怎么重置密码？", "我忘记密码了""#,
            "## 设置新密码\n打开登录页，点**忘记密码**。\n\n## 收不到邮件\n请看看垃圾邮件文件夹。邮件里的链接一小时内有效。",
        ],
    ),
    (
        "read-bill",
        "billing",
        [
            "Read your bill",
            r#""How do I read my bill?", "What is the service fee on my bill?""#,
            "## What stands on it\nThe bill lists the plan, devices and the service fee for the month.",
        ],
        [
            "看懂账单",
            r#""账单怎么看？", "账单上的服务费是什么？""#,
            "## 账单上有什么\n账单列出当月的套餐、设备和服务费。",
        ],
    ),
    (
        "pair-lamp",
        "device",
        [
            "Pair a lamp",
            r#""How do I pair my lamp?", "How do I connect a new lamp to the bridge?""#,
            "## Pair\nHold the button on the lamp for five seconds, then choose **Add lamp** in the app.",
        ],
        [
            "配对灯具",
            r#""灯怎么配对？", "新灯怎么连接网桥？""#,
            "## 配对\n按住灯上的按钮五秒，再在应用里点**添加灯具**。",
        ],
    ),
];

/// An outage in the north until the evening of the tests' Monday, and what only gold customers may read.
const OUTAGE: &str = r#"
id = "outage-north"
kind = "outage"
topic = "device"
until = "2026-11-23T18:00:00Z"
set = { region = "north" }
[when]
attributes = { region = "north" }
[texts.en]
title = "Bridges are offline in the north"
text = "Since 09:05, bridges in the north have no connection. Engineers are on it; we expect them back by 18:00."
ask = "Are you in the north?"
link = { label = "Status", url = "https://lampworks.example/status" }
questions = ["Why is my bridge offline?", "Is there an outage?", "My lamps do not react"]
[texts.zh]
title = "北区网桥离线"
text = "北区的网桥自 9:05 起连不上网，工程师正在处理，预计 18:00 前恢复。"
ask = "您在北区吗？"
link = { label = "服务状态", url = "https://lampworks.example/zh/status" }
questions = ["网桥为什么离线了？", "是不是出故障了？", "灯没反应"]
"#;

const RENEWAL: &str = r#"
id = "renewal-gold"
kind = "renewal"
verified = true
once = true
when = { attributes = { plan = "gold" } }
[texts.en]
title = "Your gold plan renews soon"
text = "It renews on the first of next month."
[texts.zh]
title = "黄金套餐即将续费"
text = "下个月一日自动续费。"
"#;

/// The company's files, by path.
pub fn files() -> BTreeMap<String, String> {
    let mut files: BTreeMap<String, String> =
        [("workspace.toml", WORKSPACE), ("queues.toml", QUEUES), ("team.toml", TEAM), ("policy.toml", POLICY)]
            .into_iter()
            .map(|(path, text)| (path.to_owned(), text.to_owned()))
            .collect();
    files.insert("notices/outage.toml".to_owned(), OUTAGE.to_owned());
    files.insert("notices/renewal.toml".to_owned(), RENEWAL.to_owned());
    for (id, topic, en, zh) in ARTICLES {
        for (language, [title, questions, body]) in [("en", en), ("zh", zh)] {
            let text = format!(
                "+++\ntitle = \"{title}\"\ntopic = \"{topic}\"\nquestions = [{questions}]\nstatus = \"approved\"\n+++\n{body}\n"
            );
            files.insert(format!("articles/{language}/{id}.md"), text);
        }
    }
    files
}

/// The company, published.
pub fn published() -> Published {
    let workspace = check(&files()).unwrap_or_else(|problems| panic!("{problems:#?}"));
    Published::new(workspace, 1, "policy-1".to_owned(), "knowledge-1".to_owned())
}
