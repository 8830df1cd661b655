//! The words of RSS 0.9 to 2.0, Atom 0.3 and 1.0, RDF and CDF, and of the modules that carry text.

/// The vocabulary that an element belongs to, by its namespace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Space {
    /// RSS, Atom, CDF in all their versions, with or without a namespace.
    #[default]
    Core,
    /// `content:encoded` of RSS.
    Content,
    Dublin,
    Itunes,
    Media,
    Xhtml,
    Other,
}

const SPACES: [(&str, Space); 14] = [
    ("purl.org/rss/1.0/modules/content", Space::Content),
    ("purl.org/rss/1.0/modules/", Space::Other),
    ("purl.org/dc/", Space::Dublin),
    ("itunes.com/dtds/podcast", Space::Itunes),
    ("search.yahoo.com/mrss", Space::Media),
    ("w3.org/1999/xhtml", Space::Xhtml),
    ("w3.org/2005/atom", Space::Core),
    ("w3.org/1999/02/22-rdf-syntax-ns", Space::Core),
    ("purl.org/atom/", Space::Core),
    ("purl.org/rss/1.0/", Space::Core),
    ("purl.org/net/rss1.1", Space::Core),
    ("netscape.com/rdf/simple/", Space::Core),
    ("backend.userland.com/rss", Space::Core),
    ("blogs.law.harvard.edu/tech/rss", Space::Core),
];

impl Space {
    /// The vocabulary of a namespace; `None` for one that is not known.
    pub(super) fn of(uri: &str) -> Option<Self> {
        let uri = uri.trim().to_ascii_lowercase();
        SPACES.iter().find(|(part, _)| uri.contains(part)).map(|(_, space)| *space)
    }

    /// What a prefix stands for by custom, where a feed forgot to declare it.
    pub(super) fn of_prefix(prefix: &str) -> Self {
        match prefix {
            "" | "atom" | "rss" | "rdf" => Self::Core,
            "content" => Self::Content,
            "dc" | "dcterms" => Self::Dublin,
            "itunes" => Self::Itunes,
            "media" => Self::Media,
            "xhtml" => Self::Xhtml,
            _ => Self::Other,
        }
    }
}

/// What an element says of its feed or entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Summary,
    Content,
    Link,
    Id,
    Published,
    Updated,
    Lang,
}

/// The field that an element is, and its rank: 0 is the format's own element, higher ones stand in for it.
pub(super) fn field(space: Space, name: &str) -> Option<(Field, u8)> {
    use Space::{Content, Core, Dublin, Itunes, Media, Xhtml};
    Some(match (space, name) {
        (Core, "title") => (Field::Title, 0),
        (Dublin, "title") => (Field::Title, 1),
        (Itunes | Media, "title") => (Field::Title, 2),
        (Core, "description" | "summary" | "subtitle" | "tagline" | "abstract") => (Field::Summary, 0),
        (Dublin, "description" | "abstract") => (Field::Summary, 1),
        (Itunes, "summary") => (Field::Summary, 2),
        (Media, "description") => (Field::Summary, 3),
        (Itunes, "subtitle") => (Field::Summary, 4),
        (Core, "content" | "fullitem" | "body") | (Xhtml, "body" | "div") | (Content, "encoded") => {
            (Field::Content, 0)
        }
        (Core, "link") => (Field::Link, 0),
        (Core, "id" | "guid") => (Field::Id, 0),
        (Core, "pubdate" | "published" | "issued") => (Field::Published, 0),
        (Core | Dublin, "created") | (Dublin, "date" | "issued") => (Field::Published, 1),
        (Core, "updated" | "modified" | "lastbuilddate") => (Field::Updated, 0),
        (Dublin, "modified") => (Field::Updated, 1),
        (Core | Dublin, "language") => (Field::Lang, 0),
        _ => return None,
    })
}

/// A document may begin with it.
pub(super) fn is_root(name: &str) -> bool {
    matches!(name, "rss" | "rdf" | "feed" | "channel" | "entry" | "item")
}

pub(super) fn is_entry(space: Space, name: &str) -> bool {
    space == Space::Core && matches!(name, "item" | "entry")
}

/// Fields of the feed or entry stand directly in these.
pub(super) fn holds_fields(space: Space, name: &str) -> bool {
    space == Space::Core && (is_root(name) || name == "items")
        || space == Space::Media && matches!(name, "group" | "content")
}
