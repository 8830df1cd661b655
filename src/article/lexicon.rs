//! The words by which a sentence shows what sort of statement it is.
//!
//! General vocabulary of English and Chinese (simplified; texts are folded to it). `*` stands for any ending, `_` for
//! the space between two words.

use super::signal::Signal;

/// One class of words with the signal that they give.
pub(super) struct Class {
    pub signal: Signal,
    pub en: &'static str,
    pub zh: &'static str,
}

const fn class(signal: Signal, en: &'static str, zh: &'static str) -> Class {
    Class { signal, en, zh }
}

pub(super) const CLASSES: &[Class] = &[
    class(
        Signal::Past,
        "said told announced became began bought brought built came cost created cut did doubled fell \
         found gave got grew held kept left lost made met paid ran rose sent signed sold spent stood took \
         voted went won wrote lied knew saw sat led put been passed vetoed opposed supported proposed \
         refused raised invaded",
        "成立于 成立了 创立 创办 宣布 提交 签署 签订 签约 达成 完成 收购 解雇 辞职 上任 加入 任命 推出 发布 发表 \
         上市 取消 终止 放弃 停止 启动 获得 获批 批准 通过了 否决 投产 投入 拿出 注资 开发出 复现 担任 当上 举行 \
         拜访 跌 涨 上涨 下跌 突破 迈上 扭亏 破产 起诉 判决 逮捕 关闭 出售 售出 已经 已在 已于 曾 一度 否认 阻止 \
         遭到 参与 扶持 出任 就任 卸任 当选 裁员 采用 采购 正在 尝试 测试 推销 洽谈 更改",
    ),
    class(Signal::Was, "was were had wasn't weren't hadn't didn't", "是最早 是首 是唯一 位居 位列 属于 隶属"),
    class(
        Signal::Change,
        "increas* decreas* reduc* rise rises rising risen grow* gone_up gone_down went_up went_down cut cuts \
         cutting doubl* tripl* quadrupl* declin* drop* fall falling fallen lower* rais* slow* surplus deficit* \
         expand* shrink* shrunk gain* growth loss losses balanced",
        "增长 增加 增速 成长了 上升 提高 提升到 下降 减少 降低 下滑 放缓 翻倍 扩大 缩小 亏损 盈利 盈余 赤字 同比 \
         环比 较之 累计 达到 高达 降至 增至 跌破 跌下 跌出",
    ),
    class(
        Signal::Compare,
        "than most least highest lowest biggest largest greatest worst fastest first last_time more_than \
         less_than fewer twice half compared same only times as_much as_many ever history record equal \
         highest-* better worse fewest majority every_single average per",
        "超过 高于 低于 少于 相比 媲美 不及 最大 最高 最低 最早 最多 首个 首次 第一 唯一 排名 前五 前十 之一 \
         纪录 领先 落后 竞争关系 竞争对手 没有达到 未达 预期 不及预期 不如 优于 逊于 专注于 ",
    ),
    class(
        Signal::Attribution,
        "people_familiar according report* say says said stat* announc* claim* warn* testif* told confirm* admit* denied deny \
         denies study studies survey poll estimat* found cited quoted promis* argued suggest*",
        "表示 声称 宣称 号称 透露 据悉 据报道 据媒体报道 报道称 有报道 有消息 消息称 知情人士 承认 否认 指出 称： 称, \
         称， 称: 强调 文件显示 数据显示 报告显示 财报显示 根据 公告 说： 说: 点评 采访中 告诉 告知 认为 证实 爆料 \
         他称 她称",
    ),
    class(
        Signal::Forecast,
        "expect* forecast* project* predict* plan plans planned planning will_cost will_take would_cost \
         would_raise by_the_year over_the_next",
        "预计 预测 计划 拟 将在 将于 将为 将停止 将成立 都将 有望 目标 力争 打算 有意 预估 展望 ",
    ),
    class(
        Signal::Deal,
        "contract* agreement* treaty treaties deal deals acquir* merger* bought sold invest* stake shares \
         license* partner* accord sign signed pact trade export* import* sanction* aid",
        "协议 合同 条款 合约 收购 并购 入股 投资 融资 注资 股权 股份 持股 股东 授权 独家 优先 优先权 购买权 分成 \
         合作伙伴 供应商 订单 招股 募集 筹集 客户 协定 条约 合作关系 ",
    ),
    class(
        Signal::Economy,
        "tax* budget* dollar* spend* spent money econom* inflation income* wage* price* cost* fund* debt* trade \
         bank* market* industr* insurance medicare medicaid social_security energy oil gas coal steel farm* \
         health_care premium* interest_rate* revenue* profit* poverty welfare pension* subsid* mortgage*",
        "营收 收入 利润 净利 盈利 市值 估值 股价 资金 资本支出 成本 价格 税 预算 债务 通胀 利率 销售额 销量 产量 \
         市场份额 份额 现金流 年度 财年 季度 亏损 产能 容量 关口 业绩 指标",
    ),
    class(
        Signal::Jobs,
        "job jobs unemploy* employ* worker* hire* hired layoff* union* manufactur* factory factories plant plants \
         teacher* student* school* college*",
        "就业 失业 员工 雇员 岗位 裁员 招聘 工人 工会 团队 学生 学校",
    ),
    class(
        Signal::Law,
        "law laws bill bills vote* voting voted legislat* congress senate senator* court courts veto* amendment* \
         constitution* regulat* ban banned illegal* act federal administration agency agencies department \
         commission governor* secretary republican* democrat* record platform policy oppos*",
        "法律 法案 法规 议会 国会 法院 政府 监管 总统 部长 董事会 委员会 投票 选举",
    ),
    class(
        Signal::Force,
        "war wars nuclear weapon* missile* troop* military army navy soldier* kill* attack* terror* bomb* invad* \
         crime* criminal* gun guns drug drugs prison* murder* violen* border* illegal immigra* death* died \
         dictator* genocide abortion* abus*",
        "战争 军队 士兵 导弹 核武 袭击 恐怖 犯罪 枪支 毒品 监狱 谋杀 死亡 伤亡 遇难 边境 移民 制裁",
    ),
    class(
        Signal::Cause,
        "because caus* led_to result* due_to thanks_to therefore means",
        "导致 使得 造成 的原因 因为 由于 因此 使其 让其 从而",
    ),
    class(
        Signal::Absolute,
        "any all every never no not_one none nobody only always everything everyone everybody",
        "所有 全部 从未 从来 没有任何 均 不再 不能 不允许 并没有",
    ),
    class(
        Signal::Many,
        "many million millions billion billions thousand* hundred* dozen* several percent number* few most_of \
         amount*",
        "大部分 大多数 多数 多家 多名 数十 数百 数千 数万 上百 上千 部分 多次 年里 几个月",
    ),
    class(
        Signal::When,
        "year years month months week weeks decade* century today now recent* last_year this_year yesterday ago \
         since during",
        "去年 今年 上周 上月 本周 昨日 昨天 近日 近期 日前 此前 最近 年来 在此之前 事后 之前 迄今 截至 目前",
    ),
    class(
        Signal::They,
        "he she his her him they their them they're they've he's she's",
        "他们 他是 他在 他将 他曾 他会 她是 她在 她将 她曾 她会 该公司 该集团 该交易 双方 其对 其在 公司",
    ),
    class(
        Signal::Office,
        "founder* co-founder* cofounder* chief_executive* ceo chairman chairwoman director secretary_of head_of \
         spokes* minister* president_of governor_of mayor_of",
        "创始人 联合创始人 CEO 首席执行官 董事长 主席 总裁 总经理 高管 负责人 部长 总理 总统 发言人 分析师",
    ),
    // What speaks against.
    class(
        Signal::Opinion,
        "think believ* feel hope* wish agree disagree important best great good right wrong fair strong* \
         wonderful terribl* love* faith* honor* proud respect* concern* certainly obvious* challeng* \
         leadership freedom peace* moral* value* trust* courage* dream* vision judgment character dangerous \
         tough hard deeply serious* tragic",
        "毫无疑问 不能不说 无疑 显然 荒唐 其实 只能说 或许 不言而喻 所谓 毕竟是 可见 众所周知 换句话 \
         意味着 最成功 幻想 未知数 绝对 自然是 感觉到 命运 \
         希望和 恐怕 难免 可惜 遗憾 总归",
    ),
    class(
        Signal::Advice,
        "should ought must need needs have_to has_to got_to better_off let's let let_us shouldn't require",
        "应该 应当 必须 需要 不妨 建议 不要 别再 务必 值得我们",
    ),
    class(
        Signal::Will,
        "will won't going_to shall want* would i'll we'll we're_going intend try tonight next future",
        "希望 想要 愿意 极有可能 会把 迟早",
    ),
    class(
        Signal::Maybe,
        "may might maybe perhaps could can possibl* probabl* sure likely seem* guess if whether or enough",
        "也许 可能会 大概率 如果 假如 是否 似乎 看起来 未必",
    ),
    class(Signal::First, "i i'm i've i'd i'll me my mine myself", "我 我们 咱们 本人 笔者"),
    class(Signal::We, "we we're we've we'd our us ourselves", ""),
    class(
        Signal::Talk,
        "question* answer* ask* talk* debate* point issue* thing things kind say_that let_me know look* \
         comment* understand matter mean see tell discuss* remember listen* about heard what how why who",
        "为什么 怎么 如何 什么 问题 话题 要知道",
    ),
    class(Signal::Being, "be is are isn't aren't it's that's there's to do don't", ""),
    class(
        Signal::Greeting,
        "thank thanks welcome good_evening good_morning hello congratulat* gentlemen sorry excuse apolog* pleasure \
         appreciate god bless",
        "谢谢 感谢 欢迎 你好 大家好 抱歉 再见 扫码 扫一扫 分享 点击 转发 转载 打赏 公众号 关注我们 广告 订阅 下载 \
         编辑： 编辑: 作者： 作者: 来源： 来源: 责编 版权",
    ),
    class(
        Signal::Loose,
        "then back also but and so well now actually really very just",
        "然而 不过 但是 毕竟 同理 尤其是 更重要的是 由此 总之 微妙的是",
    ),
];
