"""A published site: files, names, texts, and that it can be published again under its readers' eyes."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from showroom import publish_site
from showroom.cli import main
from showroom.errors import SiteError, WrongUseError
from showroom.site.bundle import read_site_bundle
from showroom.site.content import web_address
from showroom.site.html import Markup, data_block, element
from showroom.site.products import size_text
from tests.showroom.site_fixtures import HOSTILE_TEXT, SOFA, SOFA_ZH, publishable
from tests.viewer.small_showroom import HOSTILE_NAME, PRODUCTS

URL = "https://shop.example/rooms"


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publishable(tmp_path_factory.mktemp("results"), rooms=2)


@pytest.fixture
def own_results(results: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    return Path(shutil.copytree(results, tmp_path / "results"))


@pytest.fixture(scope="module")
def site(results: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("published") / "site"
    publish_site(results, out, url=URL + "/", title="Nord & Söhne")
    return out


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class _Page(HTMLParser):
    """Tags with their attributes, and the text of each."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags:
            self.texts.append((self.tags[-1][0], data))

    def meta(self, name: str) -> str | None:
        found = [
            a for t, a in self.tags if t == "meta" and name in (a.get("name"), a.get("property"))
        ]
        return found[0]["content"] if found else None


def _page(site: Path, path: str) -> _Page:
    return _Page((site / path).read_text("utf-8"))


def _blocks(site: Path, path: str, kind: str) -> list[Any]:
    html = (site / path).read_text("utf-8")
    found = re.findall(rf'<script type="{re.escape(kind)}"[^>]*>(.*?)</script>', html, re.S)
    return [json.loads(text) for text in found]


def test_the_report_tells_pages_sizes_and_checks(results: Path, tmp_path: Path) -> None:
    report = publish_site(results, tmp_path / "site")
    assert report.all_good
    assert [(page.name, page.products) for page in report.pages] == [
        ("Bedroom", 4),
        ("Living room", 4),
    ]
    assert report.total_bytes == sum(
        len(data) for data in _files(tmp_path / "site").values()
    ) - len((tmp_path / "site" / "manifest.json").read_bytes())
    checks = {check.code: check for check in report.checks}
    assert checks["addresses"].passed
    assert checks["hosts"].passed
    assert not checks["preview"].passed, "no address of the site is known"
    assert "1 of 4 products have a link" in checks["store_links"].message
    assert "4 of 4" in checks["ar"].message
    # A link of JavaScript is left out and told.
    assert [(p.item, p.code) for p in report.problems] == [("CHAIR.3", "link_left_out")]
    code = report.pages[0].embed_code
    assert 'src="https://shop.example/rooms/bedroom-1/embed.html"' in code
    assert 'allow="fullscreen; xr-spatial-tracking"' in code
    json.dumps(report.as_json())


def test_assets_are_named_by_their_content_and_only_what_is_needed_is_there(site: Path) -> None:
    files = _files(site)
    assets = {path: data for path, data in files.items() if path.startswith("assets/")}
    for path, data in assets.items():
        digest = re.fullmatch(r"assets/[\w.-]+-([0-9a-f]{10})\.\w+", path)
        assert digest, path
        assert hashlib.sha256(data).hexdigest().startswith(digest[1]), path
    pages = sorted(files.keys() - assets.keys())
    assert pages == [
        "_headers",
        "bedroom-1/embed.html",
        "bedroom-1/index.html",
        "index.html",
        "living-1/embed.html",
        "living-1/index.html",
        "manifest.json",
        "robots.txt",
        "sitemap.xml",
    ]
    masters = {f"{sku}-" for sku, *_ in PRODUCTS}
    assert not any(
        p.removeprefix("assets/").startswith(tuple(masters)) and p.endswith(".glb") for p in assets
    )
    manifest = json.loads(files["manifest.json"])
    assert manifest["kind"] == "showroom-site"
    assert manifest["files"].keys() == files.keys() - {"manifest.json"}
    for path, told in manifest["files"].items():
        assert told["bytes"] == len(files[path])
        assert told["sha256"] == hashlib.sha256(files[path]).hexdigest()


def test_the_same_input_gives_the_same_bytes(results: Path, site: Path, tmp_path: Path) -> None:
    publish_site(results, tmp_path / "again", url=URL, title="Nord & Söhne")
    assert _files(tmp_path / "again") == _files(site)


def test_a_products_texts_stay_texts(site: Path) -> None:
    page = _page(site, "living-1/index.html")
    assert not [a for t, a in page.tags if t == "img" and a.get("src") == "x"]
    assert not [t for t, a in page.tags if any(name.startswith("on") for name in a)]
    assert not [t for t, a in page.tags if "style" in a or t == "style"]
    scripts = [a for t, a in page.tags if t == "script"]
    assert [a.get("type") for a in scripts] == ["module", "application/json", "application/ld+json"]
    assert ("span", HOSTILE_NAME) in page.texts
    assert ("p", HOSTILE_TEXT) in page.texts
    hrefs = [a["href"] or "" for t, a in page.tags if t == "a" and a.get("href")]
    assert not any(href.startswith("javascript") for href in hrefs)
    assert "https://example.com/table" in hrefs


def test_json_ld_names_the_sites_own_files(site: Path) -> None:
    (products,) = _blocks(site, "living-1/index.html", "application/ld+json")
    assert len(products) == len(PRODUCTS)
    sofa = next(product for product in products if product["sku"] == SOFA)
    assert sofa["description"] == HOSTILE_TEXT
    urls = [m["encoding"][0]["contentUrl"] for m in sofa["subjectOf"]] + [sofa["image"]]
    assert len(urls) == 4
    for url in urls:
        assert url.startswith(f"{URL}/assets/")
        assert (site / url.removeprefix(f"{URL}/")).is_file()
    chair = next(product for product in products if product["sku"] == "CHAIR.3")
    assert "url" not in chair
    assert "url" not in chair["offers"]


def test_the_head_is_what_search_engines_and_chats_ask_for(site: Path) -> None:
    page = _page(site, "living-1/index.html")
    assert ("title", "Living room · Nord & Söhne") in page.texts
    assert page.meta("og:title") == "Living room · Nord & Söhne"
    assert page.meta("og:url") == f"{URL}/living-1/"
    preview = page.meta("og:image")
    assert preview is not None
    assert preview.startswith(f"{URL}/assets/")
    assert "4 products" in (page.meta("description") or "")
    assert page.meta("robots") is None
    assert _page(site, "living-1/embed.html").meta("robots") == "noindex"
    links = {a["rel"]: a["href"] for t, a in page.tags if t == "link"}
    assert links["canonical"] == f"{URL}/living-1/"
    assert "sitemap.xml" in (site / "robots.txt").read_text()
    assert (site / "sitemap.xml").read_text().count("<loc>") == 3


def test_the_policy_allows_nothing_unsafe(site: Path) -> None:
    for path in ("index.html", "living-1/index.html", "living-1/embed.html"):
        policy = [
            a for t, a in _page(site, path).tags if a.get("http-equiv") == "Content-Security-Policy"
        ]
        told = policy[0]["content"] or ""
        assert "default-src 'none'" in told
        assert "'unsafe-inline'" not in told
        assert re.search(r"'unsafe-eval'", told) is None
        assert told in (site / "_headers").read_text()


def test_every_word_is_there_in_every_language() -> None:
    words = read_site_bundle().words
    assert {"en", "zh"} <= words.keys()
    assert all(texts.keys() == words["en"].keys() for texts in words.values())
    holes = {
        tag: {k: set(re.findall(r"\{\w+\}", v)) for k, v in texts.items()}
        for tag, texts in words.items()
    }
    assert all(found == holes["en"] for found in holes.values())


def test_the_page_can_be_in_another_language(results: Path, site: Path, tmp_path: Path) -> None:
    publish_site(results, tmp_path / "zh", lang="zh")
    page = _page(tmp_path / "zh", "living-1/index.html")
    assert ("html", {"lang": "zh"}) in page.tags
    assert ("span", "客厅") in page.texts
    assert ("span", SOFA_ZH) in page.texts
    # In English, the other name waits beside the text for visitors who read it.
    texts = [
        a["data-texts"] for _, a in _page(site, "living-1/index.html").tags if a.get("data-texts")
    ]
    assert [json.loads(text or "") for text in texts] == [{"zh": SOFA_ZH}]
    report = publish_site(results, tmp_path / "fi", lang="fi")
    assert "words_in_english" in [problem.code for problem in report.problems]


def test_a_rooms_data_is_for_shoppers(site: Path) -> None:
    page = _page(site, "living-1/index.html")
    stage = next(a for t, a in page.tags if (a.get("class") or "").startswith("stage"))
    data = json.loads((site / "living-1" / str(stage["data-src"])).resolve().read_text("utf-8"))
    assert data.keys().isdisjoint({"warnings", "left_out", "layout"})
    for product in data["products"]:
        named = [product["glb"], *product["ar"].values(), *(lod["glb"] for lod in product["lods"])]
        assert all((site / "assets" / name).is_file() for name in named)


def test_one_showroom_has_the_first_page(tmp_path: Path) -> None:
    report = publish_site(publishable(tmp_path / "results"), tmp_path / "site", url=URL)
    page = _page(tmp_path / "site", "index.html")
    assert any((a.get("class") or "").startswith("stage") for _, a in page.tags)
    canonical = [a["href"] for t, a in page.tags if t == "link" and a["rel"] == "canonical"]
    assert canonical == [f"{URL}/"]
    assert len(report.pages) == 1
    assert (tmp_path / "site" / "sitemap.xml").read_text().count("<loc>") == 1


def test_downloads_are_offered_when_asked_for(results: Path, tmp_path: Path) -> None:
    publish_site(results, tmp_path / "site", downloads=True)
    links = [a for t, a in _page(tmp_path / "site", "living-1/index.html").tags if "download" in a]
    expected = [*(f"{product[0]}.glb" for product in PRODUCTS), "living-1.glb"]
    assert [a["download"] for a in links] == expected
    assert all((tmp_path / "site" / "living-1" / str(a["href"])).resolve().is_file() for a in links)


def test_publishing_again_leaves_open_pages_whole(own_results: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    publish_site(own_results, out)
    first = _files(out)
    model = own_results / "products" / SOFA / f"{SOFA}.web.glb"
    model.write_bytes(model.read_bytes() + b"\0\0\0\0")
    publish_site(own_results, out)
    second = _files(out)
    # Whoever has the old page open finds all it names; what did not change kept its name.
    assert {p for p in first if p.startswith("assets/")} <= second.keys()
    new = {p for p in second.keys() - first.keys() if p.startswith("assets/")}
    assert {re.sub(r"-[0-9a-f]{10}", "", p) for p in new} == {
        f"assets/{SOFA}.web.glb",
        "assets/bedroom-1.json",
        "assets/living-1.json",
    }
    # The next publication drops what only the first one needed, and is then as if it had been the first.
    publish_site(own_results, out)
    publish_site(own_results, tmp_path / "fresh")
    assert _files(out) == _files(tmp_path / "fresh")


def test_pages_come_after_what_they_name(
    own_results: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from showroom import output

    written: list[str] = []
    write = output.write_atomic

    def spy(path: Path, data: bytes) -> None:
        written.append(path.relative_to(tmp_path / "site").as_posix())
        write(path, data)

    monkeypatch.setattr(output, "write_atomic", spy)
    publish_site(own_results, tmp_path / "site")
    last_asset = max(i for i, path in enumerate(written) if path.startswith("assets/"))
    assert last_asset < min(i for i, path in enumerate(written) if path.endswith(".html"))
    assert written[-2:] == ["index.html", "manifest.json"]


def test_a_killed_publication_can_be_repeated(
    own_results: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from showroom.site import publish as publisher

    with monkeypatch.context() as patch:
        patch.setattr(
            publisher, "_write_pages", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        with pytest.raises(KeyboardInterrupt):
            publish_site(own_results, tmp_path / "site")
    publish_site(own_results, tmp_path / "site")
    publish_site(own_results, tmp_path / "fresh")
    assert _files(tmp_path / "site") == _files(tmp_path / "fresh")


def _doubt(results: Path, sku: str) -> None:
    path = results / "products" / sku / "product.json"
    told = json.loads(path.read_text()) | {"doubtful": True, "doubt": "x.jpg shows only part of it"}
    path.write_text(json.dumps(told))


def _only_in_the_living_room(results: Path, sku: str) -> None:
    path = results / "showrooms" / "bedroom-1" / "showroom.json"
    told = json.loads(path.read_text("utf-8"))
    told["products"] = [product for product in told["products"] if product["sku"] != sku]
    path.write_text(json.dumps(told), "utf-8")


def test_a_room_with_a_doubtful_product_is_left_out(own_results: Path, tmp_path: Path) -> None:
    _doubt(own_results, SOFA)
    _only_in_the_living_room(own_results, SOFA)
    report = publish_site(own_results, tmp_path / "site")
    assert [page.showroom_id for page in report.pages] == ["bedroom-1"]
    assert not report.all_good
    problem = next(p for p in report.problems if p.code == "doubtful_room")
    assert (problem.item, problem.severity) == ("living-1", "error")
    for word in (f"{SOFA}: x.jpg shows only part of it", "--keep-doubtful"):
        assert word in problem.message
    site = _files(tmp_path / "site")
    assert not [path for path in site if SOFA in path or "living-1" in path]


@pytest.mark.parametrize("keep", [True, [SOFA]])
def test_it_is_published_on_request_and_told(
    own_results: Path, tmp_path: Path, keep: bool | list[str]
) -> None:
    _doubt(own_results, SOFA)
    report = publish_site(own_results, tmp_path / "site", keep_doubtful=keep)
    assert len(report.pages) == 2
    assert report.all_good
    told = [p for p in report.problems if p.code == "doubtful_published"]
    assert [(p.item, p.severity) for p in told] == [
        ("bedroom-1", "warning"),
        ("living-1", "warning"),
    ]


def test_a_damaged_product_json_costs_only_its_rooms(own_results: Path, tmp_path: Path) -> None:
    _only_in_the_living_room(own_results, SOFA)
    (own_results / "products" / SOFA / "product.json").write_text("{")
    report = publish_site(own_results, tmp_path / "site")
    assert [page.showroom_id for page in report.pages] == ["bedroom-1"]
    problem = next(p for p in report.problems if p.code == "room_not_published")
    assert f"{SOFA}: its product.json cannot be read" in problem.message


def test_with_nothing_left_the_command_says_why(own_results: Path, tmp_path: Path) -> None:
    _doubt(own_results, SOFA)
    words = ["publish", str(own_results), "--out", str(tmp_path / "site")]
    refused = CliRunner().invoke(main, words)
    assert refused.exit_code == 2
    assert "not good enough to be sold" in refused.stderr
    with pytest.raises(SiteError, match="living-1: it was not published"):
        publish_site(own_results, tmp_path / "site", keep_doubtful=["CASE-4"])
    assert CliRunner().invoke(main, [*words, "--keep-doubtful"]).exit_code == 0


def test_a_removed_room_takes_its_page_with_it(own_results: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    publish_site(own_results, out)
    (out / "mine.txt").write_text("the merchant's own")
    manifest = json.loads((own_results / "manifest.json").read_text())
    manifest["showrooms"] = [s for s in manifest["showrooms"] if s["id"] == "living-1"]
    (own_results / "manifest.json").write_text(json.dumps(manifest))
    publish_site(own_results, out)
    assert not (out / "bedroom-1").exists()
    assert (out / "mine.txt").is_file()


def test_a_folder_with_something_else_is_refused(results: Path, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"mine")
    with pytest.raises(SiteError, match="not empty and no site of ours"):
        publish_site(results, tmp_path)
    with pytest.raises(SiteError, match="no site of ours"):
        publish_site(results, results)
    assert _files(tmp_path) == {"photo.jpg": b"mine"}


def test_a_manifest_never_leads_out_of_the_folder(own_results: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    publish_site(own_results, out)
    (tmp_path / "precious.txt").write_text("keep")
    manifest = json.loads((out / "manifest.json").read_text())
    manifest["files"]["../precious.txt"] = {"bytes": 4, "sha256": "", "kind": "page"}
    (out / "manifest.json").write_text(json.dumps(manifest))
    publish_site(own_results, out)
    assert (tmp_path / "precious.txt").is_file()


def test_one_broken_room_costs_only_itself(own_results: Path, tmp_path: Path) -> None:
    (own_results / "showrooms" / "bedroom-1" / "shell.web.glb").unlink()
    report = publish_site(own_results, tmp_path / "site")
    assert not report.all_good
    assert [page.showroom_id for page in report.pages] == ["living-1"]
    problem = next(p for p in report.problems if p.severity == "error")
    assert problem.item == "bedroom-1"
    assert "shell.web.glb is missing" in problem.message
    (own_results / "showrooms" / "living-1" / "poster.webp").unlink()
    with pytest.raises(SiteError, match=r"poster\.webp is missing"):
        publish_site(own_results, tmp_path / "site")
    assert (tmp_path / "site" / "index.html").is_file(), "the site that stands is left alone"


def test_a_path_out_of_the_results_is_not_followed(own_results: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.glb").write_bytes(b"secret")
    file = own_results / "showrooms" / "living-1" / "showroom.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"shell": "../../../secret.glb"}))
    report = publish_site(own_results, tmp_path / "site")
    assert [page.showroom_id for page in report.pages] == ["bedroom-1"]


@pytest.mark.parametrize(
    ("options", "message"),
    [({"url": "shop.example"}, "no address of a site"), ({"lang": "klingon!"}, "lang:")],
)
def test_wrong_use_is_told(
    results: Path, tmp_path: Path, options: dict[str, str], message: str
) -> None:
    with pytest.raises(WrongUseError, match=message):
        publish_site(results, tmp_path / "site", **options)  # type: ignore[arg-type]


def test_a_folder_without_results_is_told(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="showroom build"):
        publish_site(tmp_path, tmp_path / "site")


def test_the_command(results: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke(main, ["publish", str(results), "--out", str(tmp_path / "site")])
    assert run.exit_code == 0, run.output
    assert "Living room" in run.output
    assert "<iframe" in run.output
    told = CliRunner().invoke(
        main, ["publish", str(results), "--out", str(tmp_path / "site"), "--json", "--url", URL]
    )
    assert json.loads(told.stdout)["pages"][0]["url"] == f"{URL}/bedroom-1/"
    wrong = CliRunner().invoke(main, ["publish", str(results), "--out", str(results)])
    assert wrong.exit_code == 2


def test_html_is_escaped_where_text_enters() -> None:
    assert element("p", {"title": '"<&'}, "<b>") == '<p title="&quot;&lt;&amp;">&lt;b&gt;</p>'
    assert element("p", {}, Markup("<b></b>"), None) == "<p><b></b></p>"
    assert element("img", {"hidden": True, "alt": "", "src": None}) == '<img hidden alt="">'
    block = data_block({"a": "</script><!-- \u2028 &"}, "application/json")
    assert "</script><!--" not in block
    assert json.loads(block[block.index(">") + 1 : block.rindex("<")]) == {
        "a": "</script><!-- \u2028 &"
    }


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("https://a.example/b", True),
        (" http://a.example ", True),
        ("javascript:alert(1)", False),
        ("//a.example", False),
        ("https:", False),
        ("http://[", False),
        (None, False),
    ],
)
def test_web_addresses(text: str | None, kept: bool) -> None:
    assert (web_address(text) is not None) == kept


def test_sizes_are_whole_centimetres_above_ten() -> None:
    assert size_text((1.799, 0.0854, 0.09)) == "180 × 8.5 × 9 cm"
