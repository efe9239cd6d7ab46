//! The places of the settings and of a member, in words: `billing.hours.mon` is "billing, hours, Monday".

use baton_shared::text::Language;

/// Words for a path; what is not known stands for itself.
pub fn say(path: &str, language: Language) -> String {
    let each = path
        .split('.')
        .filter(|part| !matches!(*part, "queues" | "brand" | "privacy" | "replies"))
        .map(|part| word(part, language));
    let parts: Vec<&str> = each.collect();
    let between = match language {
        Language::En => ", ",
        Language::Zh => " / ",
    };
    if parts.is_empty() { word(path, language).to_owned() } else { parts.join(between) }
}

fn word(part: &str, language: Language) -> &str {
    let (en, zh) = match part {
        "name" => ("name", "名称"),
        "email" => ("email", "邮箱"),
        "role" => ("role", "角色"),
        "languages" => ("languages", "语言"),
        "skills" => ("skills", "技能"),
        "capacity" => ("conversations at a time", "同时接待"),
        "picture" => ("picture", "头像"),
        "accent" => ("colour", "主色"),
        "greeting" => ("greeting", "欢迎语"),
        "suggestions" => ("questions", "常见问题"),
        "queues" => ("queues", "客服组"),
        "brand" => ("brand", "品牌"),
        "privacy" => ("privacy", "隐私"),
        "replies" => ("prepared replies", "常用回复"),
        "text" => ("text", "内容"),
        "hours" => ("hours", "服务时间"),
        "holidays" => ("holidays", "节假日"),
        "utc_offset_minutes" => ("minutes from UTC", "与 UTC 相差的分钟"),
        "accept_within_seconds" => ("seconds until accepted", "接手时限（秒）"),
        "reply_target_minutes" => ("minutes until answered", "回复时限（分钟）"),
        "topics" => ("topics", "主题"),
        "allowed_origins" => ("allowed sites", "允许的网站"),
        "conversation_days" => ("days for conversations", "会话保留天数"),
        "file_days" => ("days for files", "文件保留天数"),
        "customer_days" => ("days for customers", "客户资料保留天数"),
        "log_days" => ("days for logs", "记录保留天数"),
        "title" => ("title", "标题"),
        "topic" => ("topic", "主题"),
        "tags" => ("further words", "其他用词"),
        "questions" => ("questions", "问题"),
        "body" => ("text", "正文"),
        "audience" => ("who may read it", "谁能看"),
        "tiers" => ("tiers", "等级"),
        "status" => ("status", "状态"),
        "owner" => ("owner", "负责人"),
        "review_by" => ("review by", "复核期限"),
        "sources" => ("tickets", "工单"),
        "version" => ("version", "版本"),
        "url" => ("address", "地址"),
        "kinds" => ("events", "事件"),
        "scopes" => ("what it may do", "权限"),
        "en" => ("English", "英文"),
        "zh" => ("Chinese", "中文"),
        "mon" => ("Monday", "周一"),
        "tue" => ("Tuesday", "周二"),
        "wed" => ("Wednesday", "周三"),
        "thu" => ("Thursday", "周四"),
        "fri" => ("Friday", "周五"),
        "sat" => ("Saturday", "周六"),
        "sun" => ("Sunday", "周日"),
        other => return other,
    };
    match language {
        Language::En => en,
        Language::Zh => zh,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_reads_as_words() {
        assert_eq!(say("queues.billing.hours.mon", Language::En), "billing, hours, Monday");
        assert_eq!(say("greeting.zh", Language::Zh), "欢迎语 / 中文");
        assert_eq!(say("allowed_origins", Language::En), "allowed sites");
    }
}
