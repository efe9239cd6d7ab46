"""Sentences with and without anger, written for Baton, for what no corpus may teach: Chinese, and service English.

Each is drawn from short lists by a fixed seed, so that the same sentences come out every time.
"""

import random
from pathlib import Path

SEED = 2911


def lexicon(file: Path) -> dict[str, float]:
    """The Chinese words of feeling, each with its value."""
    found: dict[str, float] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            value, *words = line.split()
            found.update(dict.fromkeys(words, float(value)))
    return found


ZH = {
    "thing": "快递 外卖 订单 包裹 手机 宽带 网络 路由器 充值 话费 账单 会员 退款 客服 服务 软件 系统 页面 密码 账号 优惠券 发票 座位 航班 酒店 房间 "
    "衣服 鞋子 裤子 冰箱 洗衣机 空调 电视 菜 米饭 面条 汤 奶茶 咖啡 饺子 鸡肉 鱼 包装 味道 分量 餐具 配送 骑手 师傅 店家 老板 商家 平台 公司 物业 "
    "医院 学校 老师 司机 车 火车 地铁 电影 游戏 比赛 节目 新闻 明星 粉丝 天气 作业 考试 工作 领导 同事".split(),
    "bad": "太差了 真难吃 态度恶劣 太慢了 根本没人管 是骗人的 坏了三次了 一塌糊涂 乱扣钱 让人恶心 没法用 又出问题了 气死我了 真是垃圾 等了两个小时还没到 "
    "打了好几次电话都没人接 说好今天到现在都没影 送来的时候全洒了 都凉透了 跟图片完全不一样 少送了一份还不承认 用了一天就坏 一直推来推去 "
    "天天断线 拖了半个月都不处理 催了无数遍 从来没这么差过 简直是欺骗消费者 不解决就投诉 浪费我时间 一点诚意都没有 凭什么这样对我 "
    "没有一次是准时的 越来越差 再也不会买了 再也不来了 太让人失望 硬得咬不动 咸得没法吃 油得要命 不新鲜还有怪味 吃完拉肚子 连双筷子都没有 "
    "送错了还不给换 量少得可怜 这么贵还这么差 不值这个价 一口都吃不下 跟没做熟一样".split(),
    "rage": "真是够了 气死人了 什么玩意 你们有没有良心 太过分了 滚 有病吧 脑子有问题 凭什么 忍无可忍 真想骂人 无语死了 恶心 垃圾 骗子 一群废物 不要脸 "
    "要不要脸 他妈的 去死吧 神经病 岂有此理 服了你们 什么态度 烦死了 别再骗人了 我要投诉 简直无耻 这种人就该抓起来 素质真低 活该被骂 "
    "看着就来气 越想越气 怒了 妈的 卧槽真恶心 讨厌死了 真不是东西 造谣的人不得好死 插队的人真没素质 半夜施工还让不让人睡 "
    "楼上又在吵 乱停车堵路口 偷拍的去死 打人还有理了 一天到晚就知道甩锅 为什么没人管 黑心商家 这都能忍 欺负老人算什么本事".split(),
    "good": "很好吃 味道不错 送得很快 服务态度很好 分量足 一如既往的好 非常满意 很喜欢 会再来 值得推荐 包装用心 物美价廉 准时送到 比想象中好 帮了大忙 "
    "问题解决了 太棒了 很给力 好用 性价比高 热乎乎的 新鲜 老板人很好 师傅辛苦了 五星好评 吃得很饱 料很足 口感很好 干净卫生 一直在这家点 "
    "孩子很爱吃 下次还点 真心不错 没得挑".split(),
    "calm": "怎么查询 在哪里看 什么时候到 可以改地址吗 能开发票吗 怎么取消 怎么退 多少钱 支持哪些付款方式 有没有优惠 需要什么材料 几点开门 怎么联系 "
    "可以换货吗 多久到账 怎么绑定 怎么修改 能延期吗 有几种颜色 尺码怎么选 收到了 已经付款了 帮我查一下 麻烦看一下 想了解一下 请问在吗 "
    "今天发布 明天开始 正在进行 刚刚更新 在北京举行 第三季开播 数据如下 转发微博 大家看看 一起学习 我也是 原来如此 下周三见 记得带伞 今天多云".split(),
    "sad": "好难过 想哭 心里空空的 好想家 有点失落 今天好累 感冒了好难受 失眠了 想你了 舍不得 再见了 一个人过年 眼泪止不住 好孤独 分手了 "
    "希望他走好 心疼他们 有点担心 好害怕 不敢一个人走 吓了我一跳 紧张得睡不着 太突然了 没想到 原来是这样啊 居然下雪了".split(),
    "joy": "开心 生日快乐 太可爱了 哈哈哈 好幸福 新年快乐 加油 爱你们 终于等到了 真好看 好期待 致敬英雄 辛苦了 谢谢大家 好温暖 中奖了 考过了 天气真好 "
    "早安 晚安 周末愉快 为你骄傲 笑死我了 好喜欢这首歌".split(),
}
EN = {
    "thing": "order,refund,bill,internet,router,card,account,app,flight,bag,luggage,delivery,parcel,appointment,password,service,"
    "website,phone,plan,subscription,invoice,seat,booking,claim,agent,customer service,connection,payment".split(","),
    "bad": "still has not arrived after three weeks,is broken again,keeps crashing and nobody cares,was cancelled without a word,is a joke,"
    "is the worst i have ever had,was charged twice and nobody helps,has been down for days,is useless,was lost and nobody knows where it is,"
    "is late again,is overpriced,was damaged and you refuse to replace it,is never on time,hung up on me,was rude to me,"
    "took two hours and solved nothing,got delayed again with no explanation,is a complete rip off,never works when i need it,"
    "has ruined my holiday,cost me my job interview,is unacceptable,was promised last week and still nothing".split(","),
    "rage": "i am so done with you,thanks for nothing,this is ridiculous,worst company ever,you lost a customer,i have been on hold for an hour,"
    "fix it now,what a waste of time,are you kidding me,nobody answers,i want my money back,never again,unbelievable,"
    "so disappointed,you should be ashamed,stop sending me in circles,this is the fifth time i ask,shame on you,"
    "why do you keep ignoring me,i am beyond frustrated,not happy at all,how hard can it be,still waiting,you people are clueless".split(","),
    "good": "is great,works perfectly now,was fast,was really helpful,arrived early,is the best,made my day,was so easy,is fixed,"
    "was on time,exceeded my expectations,was friendly,is amazing,is awesome".split(","),
    "calm": "how do i change my {thing},where can i see my {thing},can i cancel my {thing},what time does it open,is it possible to move my {thing},"
    "i would like to book a {thing},my {thing} is not working,i need a new {thing},please send me the {thing},do you have a {thing},"
    "how long does the {thing} take,can you check my {thing},i lost my {thing},my number is on the {thing},ok i will wait,yes that is right,"
    "no that is all,i forgot my {thing},the {thing} shows an error,what is the price of the {thing},just sent you a message about my {thing},"
    "when will my {thing} arrive,is the {thing} on time,does the {thing} have wifi,i have a question about my {thing}".split(","),
    "joy": "thank you so much,love it,great job,you guys rock,best {thing} ever,cheers,much appreciated,happy with the {thing},"
    "kudos to your team,great flight today,can't wait,awesome thanks,you are the best".split(","),
}


def chinese(count: int) -> list[tuple[str, bool]]:
    """Chinese sentences, each with whether it is negative."""
    draw = random.Random(SEED)
    pick = lambda name: draw.choice(ZH[name])
    end = lambda: draw.choice(["", "", "。", "！", "！！！", "，", "啊", "了", "？", "[怒]", "呢"])
    forms = {
        True: [
            lambda: pick("thing") + pick("bad"), lambda: pick("rage"), lambda: pick("rage") + "，" + pick("thing") + pick("bad"),
            lambda: pick("thing") + pick("bad") + "，" + pick("rage"), lambda: pick("bad") + "，" + pick("bad"),
            lambda: "你们的" + pick("thing") + pick("bad"), lambda: pick("thing") + "还行，但是" + pick("thing") + pick("bad"),
            lambda: pick("rage") + "，" + pick("rage"), lambda: "为什么" + pick("thing") + pick("bad"),
        ],
        False: [
            lambda: pick("thing") + pick("good"), lambda: pick("good") + "，" + pick("good"), lambda: pick("thing") + pick("calm"),
            lambda: "请问" + pick("thing") + pick("calm"), lambda: pick("calm"), lambda: pick("sad"), lambda: pick("joy"),
            lambda: pick("sad") + "，" + pick("sad"), lambda: pick("joy") + "，" + pick("joy"), lambda: pick("thing") + "，" + pick("calm"),
            lambda: pick("thing") + "有点慢，不过" + pick("good"), lambda: "我的" + pick("thing") + pick("calm"),
            lambda: pick("joy") + "，" + pick("thing") + pick("good"), lambda: "你好，" + pick("calm"),
        ],
    }
    return _draw(draw, forms, end, count)


def english(count: int) -> list[tuple[str, bool]]:
    """English sentences of customers, each with whether it is negative."""
    draw = random.Random(SEED + 1)
    pick = lambda name: draw.choice(EN[name]).replace("{thing}", draw.choice(EN["thing"]))
    end = lambda: draw.choice(["", "", ".", "!", "!!!", "?", " please", " smh", " :)"])
    forms = {
        True: [
            lambda: "my " + pick("thing") + " " + pick("bad"), lambda: "your " + pick("thing") + " " + pick("bad"), lambda: pick("rage"),
            lambda: pick("rage") + ". my " + pick("thing") + " " + pick("bad"), lambda: "the " + pick("thing") + " " + pick("bad") + ", " + pick("rage"),
            lambda: "why is it that the " + pick("thing") + " " + pick("bad"), lambda: pick("calm") + "? " + pick("rage"),
        ],
        False: [
            lambda: pick("calm"), lambda: pick("calm"), lambda: "hi, " + pick("calm"), lambda: "my " + pick("thing") + " " + pick("good"),
            lambda: pick("joy"), lambda: pick("joy") + ". the " + pick("thing") + " " + pick("good"), lambda: pick("calm") + ", thanks",
        ],
    }
    return _draw(draw, forms, end, count)


def _draw(draw: random.Random, forms: dict, end, count: int) -> list[tuple[str, bool]]:
    found: dict[str, bool] = {}
    while len(found) < count:
        negative = draw.random() < 0.5
        found[draw.choice(forms[negative])() + end().replace("[怒]", "[怒]" if negative else "")] = negative
    return list(found.items())
