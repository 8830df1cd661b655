//! The pages of the demonstration at each of its dates, with a frame that never stands still.

/// What is served at one path.
pub struct Page {
    pub path: &'static str,
    pub content_type: &'static str,
    title: &'static str,
    frame: Option<&'static Frame>,
    /// The page's own text at each date.
    bodies: [&'static str; 3],
}

/// What a site puts around its text; all of it changes from one visit to the next.
struct Frame {
    html: &'static str,
    adverts: [&'static str; 3],
    ago: [&'static str; 3],
    related: [&'static str; 4],
}

/// What a page says of the visit that it is built for.
pub struct Visit {
    /// Place of the date in the story.
    pub stage: usize,
    /// How many visits the server had before.
    pub count: usize,
    pub host: String,
    pub at: chrono::DateTime<chrono::Utc>,
}

impl Page {
    /// The page as it is sent.
    #[must_use]
    pub fn render(&self, visit: &Visit) -> String {
        let mut text = self.bodies[visit.stage].to_owned();
        if let Some(frame) = self.frame {
            let mut links: Vec<String> = frame
                .related
                .iter()
                .map(|title| format!("    <li><a href=\"/more\">{title}</a></li>"))
                .collect();
            links.rotate_left(visit.count % frame.related.len());
            text = frame
                .html
                .replace("{{body}}", text.trim_end())
                .replace("{{links}}", &links.join("\n"))
                .replace("{{advert}}", frame.adverts[visit.stage])
                .replace("{{ago}}", frame.ago[visit.stage]);
        }
        text.replace("{{title}}", self.title)
            .replace("{{host}}", &visit.host)
            .replace("{{views}}", &(1_204 + 7_919 * visit.stage + 13 * visit.count).to_string())
            .replace("{{token}}", &format!("{:08x}", 0x5eed_u32.wrapping_mul(visit_number(visit))))
            .replace("{{clock}}", &visit.at.format("%H:%M:%S").to_string())
            .replace("{{rfc2822}}", &visit.at.to_rfc2822())
            .replace("{{rfc3339}}", &visit.at.to_rfc3339())
    }
}

fn visit_number(visit: &Visit) -> u32 {
    u32::try_from(visit.count).unwrap_or(u32::MAX).wrapping_add(1)
}

/// Every page of the demonstration.
pub static PAGES: [Page; 8] = [
    Page {
        path: "/coreweave/investors",
        content_type: HTML,
        title: "CoreWeave: investor overview",
        frame: Some(&COMPANY),
        bodies: [
            include_str!("pages/coreweave-1.html"),
            include_str!("pages/coreweave-2.html"),
            include_str!("pages/coreweave-3.html"),
        ],
    },
    Page {
        path: "/openai/news.rss",
        content_type: "application/rss+xml; charset=utf-8",
        title: "OpenAI: newsroom",
        frame: None,
        bodies: [
            include_str!("pages/openai-1.xml"),
            include_str!("pages/openai-2.xml"),
            include_str!("pages/openai-3.xml"),
        ],
    },
    Page {
        path: "/microsoft/openai-partnership",
        content_type: HTML,
        title: "Microsoft and OpenAI: the partnership at a glance",
        frame: Some(&COMPANY),
        bodies: [
            include_str!("pages/microsoft-1.html"),
            include_str!("pages/microsoft-2.html"),
            include_str!("pages/microsoft-3.html"),
        ],
    },
    Page {
        path: "/oracle/results",
        content_type: HTML,
        title: "Oracle: results of the quarter",
        frame: Some(&COMPANY),
        bodies: [
            include_str!("pages/oracle-1.html"),
            include_str!("pages/oracle-2.html"),
            include_str!("pages/oracle-3.html"),
        ],
    },
    Page {
        path: "/wiki/OpenAI",
        content_type: HTML,
        title: "OpenAI",
        frame: Some(&ENCYCLOPEDIA),
        bodies: [
            include_str!("pages/encyclopedia-1.html"),
            include_str!("pages/encyclopedia-2.html"),
            include_str!("pages/encyclopedia-3.html"),
        ],
    },
    Page {
        path: "/market-desk/feed.json",
        content_type: "application/feed+json",
        title: "Market desk",
        frame: None,
        bodies: [
            include_str!("pages/desk-1.json"),
            include_str!("pages/desk-2.json"),
            include_str!("pages/desk-3.json"),
        ],
    },
    Page {
        path: "/zh/weiruan-openai",
        content_type: HTML,
        title: "微软与OpenAI：一页看懂",
        frame: Some(&CHINESE),
        bodies: [
            include_str!("pages/zh-1.html"),
            include_str!("pages/zh-2.html"),
            include_str!("pages/zh-3.html"),
        ],
    },
    Page {
        path: "/zh/atom.xml",
        content_type: "application/atom+xml",
        title: "科技快讯",
        frame: None,
        bodies: [
            include_str!("pages/zh-1.xml"),
            include_str!("pages/zh-2.xml"),
            include_str!("pages/zh-3.xml"),
        ],
    },
];

const HTML: &str = "text/html; charset=utf-8";

static COMPANY: Frame = Frame {
    html: include_str!("frames/company.html"),
    adverts: [
        "Advertisement: the conference on data centres, tickets from $499",
        "Advertisement: save 49% on a year of Market Desk",
        "Advertisement: lease servers from $2.49 an hour",
    ],
    ago: ["3 hours ago", "26 minutes ago", "2 days ago"],
    related: [
        "Ten questions to ask of a data centre",
        "How a cluster of GPUs is cooled",
        "What Nvidia's $130.5 billion year means for the cloud",
        "Jobs: 240 open positions",
    ],
};

static ENCYCLOPEDIA: Frame = Frame {
    html: include_str!("frames/encyclopedia.html"),
    adverts: [
        "Help write the encyclopedia.",
        "The spring drive has reached 75% of its goal.",
        "Thank you: 11,900 readers gave this week.",
    ],
    ago: ["4 days ago", "yesterday", "11 hours ago"],
    related: ["Anthropic", "Google DeepMind", "Microsoft Copilot", "Timeline of artificial intelligence"],
};

static CHINESE: Frame = Frame {
    html: include_str!("frames/zh.html"),
    adverts: ["广告：新款笔记本电脑限时八折", "广告：云主机首年仅需49元", "广告：理财年化收益27%，点击了解"],
    ago: ["3小时前", "12分钟前", "昨天"],
    related: ["数据中心用电量再创新高", "一张显卡的旅程", "甲骨文与软银谈合作细节", "开源模型的下一步"],
};
