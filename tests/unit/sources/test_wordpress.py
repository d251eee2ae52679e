"""WordPress exports: every item is an entry or left out by name, whatever a blog writes in them."""

from __future__ import annotations

import tracemalloc
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apercu.sources.detecting import begin_reading, read_page
from apercu.sources.draft import LeftOut, SourcePage, SummaryDraft, Unreadable
from tests.samples import blogs


def read(path: Path, text: str | bytes) -> SourcePage:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_page(path)


def export(*items: str) -> str:
    return blogs.HEAD + "".join(items) + blogs.FOOT


def post(content: str, *, title: str = "A walk", status: str = "publish", more: str = "") -> str:
    return (
        f"<item><title><![CDATA[{title}]]></title><link>{blogs.BLOG}/walk/</link><dc:creator>amartin</dc:creator>"
        f"<guid isPermaLink='false'>{blogs.BLOG}/?p=7</guid><content:encoded><![CDATA[{content}]]></content:encoded>"
        f"<wp:post_id>7</wp:post_id><wp:post_date>2012-06-05 10:00:00</wp:post_date><wp:status>{status}</wp:status>"
        f"<wp:post_type>post</wp:post_type>{more}</item>"
    )


def only(path: Path, content: str, **how: str) -> SummaryDraft:
    (draft,) = read(path, export(post(content, **how))).summaries
    return draft


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "export.xml"


def codes(draft: SummaryDraft | SourcePage) -> list[str]:
    return [str(caveat.code) for caveat in draft.caveats]


@pytest.mark.parametrize("number", range(1, 9))
def test_each_way_of_writing_a_post_gives_its_parts(file: Path, number: int) -> None:
    (draft,) = read(file, export(blogs.post(number))).summaries
    assert draft.title == blogs.title(number)
    assert draft.citation == blogs.citation(number)
    assert draft.references[0].doi == f"10.5555/invented.{number}"
    assert blogs.body(number) in draft.body.replace("&amp;", "&")
    assert blogs.implications(number) in draft.implications
    assert "Practice Implications" not in draft.body + draft.implications
    for odd in ("script", "onclick", "[caption", "[gallery", "[contact", "<!--", "MsoNormal", "style"):
        assert odd not in draft.body + draft.implications
    assert draft.month == f"{2010 + number // 12}-{number % 12 + 1:02d}"


def test_five_thousand_posts_are_accounted_for_in_little_memory(tmp_path: Path) -> None:
    path = blogs.write_export(tmp_path / "export.xml", 5_000)
    counted: Counter[str] = Counter()
    tracemalloc.start()
    for piece in begin_reading(path).pieces:
        counted[piece.code if isinstance(piece, LeftOut) else "entry"] += 1
        if counted.total() > 200 and tracemalloc.is_tracing():  # it slows everything down
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
    assert counted == blogs.expected(5_000)
    assert path.stat().st_size > 10_000_000
    assert peak < 8_000_000


@pytest.mark.parametrize(
    ("status", "fate"),
    [
        ("publish", "public"),
        ("draft", "not-public-there"),
        ("pending", "not-public-there"),
        ("future", "not-public-there"),
        ("private", "not-public-there"),
        ("trash", "left-out-in-trash"),
        ("auto-draft", "left-out-automatic-draft"),
    ],
)
def test_what_was_not_public_is_none_here(file: Path, status: str, fate: str) -> None:
    page = read(file, export(post("Text of it.", status=status)))
    if fate.startswith("left-out"):
        assert [left.code for left in page.left_out] == [fate]
        assert page.summaries == ()
    else:
        (draft,) = page.summaries
        assert draft.post is not None
        assert draft.post.is_public == (fate == "public")
        assert ("not-public-there" in codes(draft)) == (fate != "public")


def test_a_password_keeps_a_post_private(file: Path) -> None:
    draft = only(file, "Text.", more="<wp:post_password>secret</wp:post_password>")
    assert draft.post is not None
    assert not draft.post.is_public
    assert "secret" not in repr(draft)


def test_the_author_is_called_by_the_name_readers_saw(file: Path) -> None:
    assert only(file, "Text.").authors == ("Alice Martin",)


def test_what_a_post_carries_besides_its_text(file: Path) -> None:
    more = (
        "<category domain='category'>Empathy</category><category domain='post_tag'>R&amp;amp;D</category>"
        "<category domain='post_format'>Aside</category><wp:post_name>a-%C3%A9t%C3%A9</wp:post_name>"
        "<excerpt:encoded><![CDATA[In <em>one</em> sentence.]]></excerpt:encoded>"
        "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>44</wp:meta_value></wp:postmeta>"
    )
    draft = only(file, "Text.", more=more)
    assert draft.post is not None
    assert draft.post.labels == ("Empathy", "R&D")
    assert draft.post.addresses == (f"{blogs.BLOG}/walk/", f"{blogs.BLOG}/?p=7")
    assert (draft.slug, draft.gist, draft.month, draft.language) == (
        "a-été",
        "In one sentence.",
        "2012-06",
        "en",
    )
    assert [c.detail for c in draft.caveats if c.code == "cover-left-out"] == ["44"]


def test_a_long_excerpt_is_no_gist(file: Path) -> None:
    draft = only(file, "Text.", more=f"<excerpt:encoded>{'word ' * 80}</excerpt:encoded>")
    assert draft.gist == ""
    assert "excerpt-left-out" in codes(draft)


def test_lines_of_the_classic_editor_become_paragraphs(file: Path) -> None:
    text = "First line\r\nsecond line\r\n\r\n\r\nThird <strong>bold\nword</strong>.\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n<p>Wrapped\nby hand.</p>"
    assert only(file, text).body == "\n".join(
        [
            "<p>First line</p>", "<p>second line</p>", "<p>Third <strong>bold</strong></p>", "<p><strong>word</strong>.</p>",
            "<ul>\n<li>one</li>\n<li>two</li>\n</ul>", "<p>Wrapped by hand.</p>",
        ]
    )  # fmt: skip


def test_line_ends_of_the_block_editor_are_none(file: Path) -> None:
    text = "<!-- wp:paragraph -->\n<p>One\nline.</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:list -->\n<ul><!-- wp:list-item -->\n<li>item</li>\n<!-- /wp:list-item --></ul>\n<!-- /wp:list -->"
    assert only(file, text).body == "<p>One line.</p>\n<ul>\n<li>item</li>\n</ul>"


@pytest.mark.parametrize(
    ("text", "body", "noted"),
    [
        ('[caption id="a" width="3"]<img src="https://b.example.org/a.png" /> What it shows[/caption]', "What it shows", []),
        ('[caption width="3" caption="What it shows"]<img src="https://b.example.org/a.png" />[/caption]', "What it shows", []),
        ("Before [gallery ids='1,2'] after", "Before after", ["gallery-left-out"]),
        ("[embed]https://v.example.org/7[/embed]", "https://v.example.org/7", ["embed-left-out"]),
        ("[youtube https://v.example.org/7]", "https://v.example.org/7", ["embed-left-out"]),
        ('Text <iframe src="https://f.example.org/"></iframe>here', "Text here", ["embed-left-out"]),
        ("[tooltip text='x']kept[/tooltip] too", "kept too", ["shortcode-unknown"]),
        ("[toggle]kept[/toggle]", "kept", ["shortcode-unknown"]),
        ("[contact-form-7]", "", ["shortcode-unknown"]),
        ("[vc_row][vc_column]kept[/vc_column][/vc_row]", "kept", ["shortcode-unknown", "shortcode-unknown"]),
        ("They [sic] said [1] so [see below].", "They [sic] said [1] so [see below].", []),
        ("Write [[gallery]] to get one.", "Write [gallery] to get one.", []),
        ("An open [bracket and <em>no", "An open [bracket and no", []),
    ],
)  # fmt: skip
def test_shortcodes_are_resolved_or_named(file: Path, text: str, body: str, noted: list[str]) -> None:
    from apercu.sources.cleaning import text_of

    draft = only(file, text)
    assert " ".join(text_of(draft.body).split()) == body
    assert [c for c in codes(draft) if c.startswith(("gallery", "embed", "shortcode"))] == noted


def test_images_are_named_with_what_they_show(file: Path) -> None:
    text = '<img src="https://b.example.org/a.png" alt="A &quot;chart&quot;"><IMG data-src=https://b.example.org/b.png src="data:image/gif;base64,R0"><img src="https://b.example.org/a.png">'
    draft = only(file, text)
    assert draft.post is not None
    assert [(p.address, p.alt) for p in draft.post.pictures] == [
        ("https://b.example.org/a.png", 'A "chart"'),
        ("https://b.example.org/b.png", ""),
    ]


def test_a_post_without_a_title_gets_its_first_words(file: Path) -> None:
    draft = only(file, "One two three four five six seven eight nine ten eleven twelve.", title="")
    assert draft.title == "One two three four five six seven eight nine ten…"
    assert "untitled" in codes(draft)


def test_a_post_with_nothing_in_it_is_named(file: Path) -> None:
    page = read(file, export(post("<!-- nothing -->", title="")))
    assert [(left.code, left.detail) for left in page.left_out] == [("left-out-empty", f"{blogs.BLOG}/walk/")]


def test_a_comment_is_named_without_who_wrote_it(file: Path) -> None:
    page = read(file, export(blogs.post(2)))
    comments = [left for left in page.left_out if left.code == "left-out-comment"]
    assert [left.detail for left in comments] == ["comment 20 2012-06-05", "comment 21 2012-06-05"]
    assert "A Reader" not in repr(comments)


HOSTILE = {
    "a bomb": "<!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]>",
    "a file of the server": "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>",
    "another server": "<!DOCTYPE rss [<!ENTITY % x SYSTEM 'http://127.0.0.1:9/x.dtd'> %x;]>",
}


@pytest.mark.parametrize("doctype", HOSTILE.values(), ids=list(HOSTILE))
def test_entities_are_refused_before_anything_is_read(file: Path, doctype: str) -> None:
    xml = export(post("&x;&c;")).replace("<rss", f"{doctype}<rss", 1)
    with pytest.raises(Unreadable) as refused:
        read(file, xml)
    assert refused.value.code == "xml-entities"


def test_a_doctype_without_entities_fetches_nothing(file: Path) -> None:
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss-0.91.dtd">'
    assert len(read(file, export(post("Text.")).replace("<rss", f"{doctype}<rss", 1)).summaries) == 1


def test_xml_nested_beyond_reason_costs_nothing(file: Path) -> None:
    page = read(file, export(f"<item>{'<a>' * 50_000}{'</a>' * 50_000}</item>", post("Text.")))
    assert len(page.summaries) == 1


def test_an_item_beyond_reason_is_left_out(file: Path) -> None:
    page = read(file, export(post("long " * 1_000_000), post("Text.")))
    assert [left.code for left in page.left_out] == ["left-out-too-large"]
    assert len(page.summaries) == 1


def test_blogs_break_their_xml_in_known_ways(file: Path) -> None:
    xml = "\n\n" + export(post("caf\x08\xe9 &nbsp; \x0b naïve")).replace(
        "<title>Practice Notes", "<title>Practice&nbsp;&hellip; &unknown; &#8; Notes"
    )
    page = read(file, xml)
    assert len(page.summaries) == 1
    assert page.header.intro.startswith("Practice … &unknown; Notes")
    assert codes(page) == ["characters-replaced"]
    latin = export(post("un été")).replace("UTF-8", "ISO-8859-1").encode("latin-1")
    assert read(file, latin).summaries[0].body == "<p>un été</p>"
    assert (
        read(file, export(post("un été")).replace("UTF-8", "utf-16").encode("utf-16")).summaries[0].body
        == "<p>un été</p>"
    )
    assert "\ufffd" in read(file, export(post("un été")).encode("latin-1")).summaries[0].body


WHOLE = export(*(blogs.post(number) for number in range(1, 6)), blogs.others())


@given(at=st.integers(min_value=0, max_value=len(WHOLE)))
def test_wherever_it_is_cut_what_stands_before_is_read_and_the_line_is_named(
    at: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("cut") / "export.xml"
    path.write_text(WHOLE[:at], "utf-8")
    page = read_page(path, "wordpress")
    left_out = [left for left in page.left_out if left.code not in ("left-out-comment", "left-out-broken")]
    assert len(page.summaries) + len(left_out) == WHOLE[:at].count("</item>")
    if not WHOLE[:at].rstrip().endswith("</rss>"):
        (broken,) = [c for c in page.caveats if c.code == "xml-broken"]
        read_until = WHOLE[: WHOLE.rfind("</item>", 0, at)] if "</item>" in WHOLE[:at] else ""
        line = int(broken.detail.removeprefix("line ").partition(":")[0])
        assert read_until.count("\n") + 1 <= line <= WHOLE[:at].count("\n") + 1


@given(text=st.text(alphabet=st.sampled_from("[]/<>aptag =\"'\n&;!-:x1é"), max_size=120))
def test_no_text_makes_a_post_unreadable(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("post") / "export.xml"
    page = read(path, export(post(text.replace("]]>", ""))))
    assert len(page.summaries) == 1
