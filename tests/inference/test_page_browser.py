"""The page in a real browser. One browser serves all tests."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from browser import chromium

from dragoman.documents import Document, Entity, Event, Quote, Span
from dragoman.page import to_html
from dragoman.scheme import load_scheme

TEXT = (
    "Old feud flares up\n"
    "Oruvia's King Bel met the Tasks envoy on Monday. “We agreed,” he said. Tasks denied it.\n"
    "Veld attacked Oruvia."
)
Open = Callable[[list[Document]], None]


def place(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def event(type: str, trigger: str, status: str, actor: str, recipient: str = "") -> Event:
    roles = {"actor": (place(actor),)} | ({"recipient": (place(recipient),)} if recipient else {})
    return Event(type, place(trigger), status, roles)


HE = Span(TEXT.index("he said"), TEXT.index(" said"))  # not the one in "the"
DOCUMENT = Document(
    "a/1",
    TEXT,
    "2031-04-05",
    entities=(Entity("GPE", place("Oruvia")), Entity("PERSON", place("Bel")), Entity("DATE", place("Monday"))),
    quotes=(
        Quote((place("“We agreed,”"),), place("said"), (HE,)),
        Quote((place("it"),), None, (place("Tasks"),)),
    ),
    events=(
        event("CONSULT", "met", "actual", "King Bel", "Tasks envoy"),
        event("AGREE", "agreed", "actual", "We"),
        event("ASSAULT", "attacked", "negated", "Veld", "Oruvia"),
    ),
)


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    found = chromium(tmp_path_factory.mktemp("profile"))
    yield found
    found.quit()


@pytest.fixture
def show(driver: Any, tmp_path: Path) -> Iterator[Open]:
    """Opens the page of some documents; after the test nothing may have gone wrong in it, nor left the machine."""

    def opened(documents: list[Document]) -> None:
        (tmp_path / "page.html").write_text(to_html(documents), encoding="utf-8")
        driver.get((tmp_path / "page.html").as_uri())

    driver.get("about:blank")
    driver.get_log("browser")
    yield opened
    assert [entry["message"] for entry in driver.get_log("browser")] == []
    assert driver.execute_script("return performance.getEntriesByType('resource').length") == 0


def js(driver: Any, script: str) -> Any:
    return driver.execute_script(f"return {script}")


def wait(driver: Any, condition: str) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    WebDriverWait(driver, 60, 0.05).until(lambda found: js(found, condition), condition)


def press(driver: Any, *keys: str) -> None:
    from selenium.webdriver.common.keys import Keys

    driver.switch_to.active_element.send_keys(*(getattr(Keys, key, key) for key in keys))


def shown(driver: Any, layer: str) -> list[str]:
    """The pieces that are drawn as something of a layer."""
    return list(js(driver, f"[...document.querySelectorAll('.text [data-m].{layer}')].map(piece => piece.textContent)"))


def test_the_text_is_whole_and_layers_overlap(driver: Any, show: Open) -> None:
    show([DOCUMENT])
    assert js(driver, "[...document.querySelectorAll('.text p')].map(p => p.textContent)") == TEXT.split("\n")
    assert shown(driver, "e") == ["Oruvia", "Bel", "Monday"]
    assert shown(driver, "q") == ["“", "We", " ", "agreed", ",”", "it"]
    assert shown(driver, "v") == ["met", "agreed", "attacked"]
    assert js(driver, "document.querySelectorAll('.margin g').length") == 2


def test_filters_hide_a_label_and_a_layer(driver: Any, show: Open) -> None:
    show([DOCUMENT])
    boxes = {box.find_element("xpath", "..").text: box for box in driver.find_elements("css selector", ".legend input")}
    boxes["GPE 1"].click()
    assert shown(driver, "e") == ["Bel", "Monday"]
    boxes["Entities"].click()
    assert shown(driver, "e") == []
    boxes["Entities"].click()
    assert shown(driver, "e") == ["Oruvia", "Bel", "Monday"]
    boxes["ASSAULT 1"].click()
    assert shown(driver, "v") == ["met", "agreed"]
    assert [row.is_displayed() for row in driver.find_elements("css selector", ".events tbody tr")] == [
        True,
        True,
        False,
    ]
    boxes["indirect 1"].click()
    assert shown(driver, "q") == ["“", "We", " ", "agreed", ",”"]
    assert js(driver, "document.querySelectorAll('.margin g').length") == 1


def test_keyboard_reaches_events_and_hears_who_acts_towards_whom(driver: Any, show: Open) -> None:
    show([DOCUMENT])
    js(driver, "document.querySelector('.legend input[value]:last-of-type').focus()")
    for _ in range(20):
        press(driver, "TAB")
        if js(driver, "document.activeElement.matches('a.v')"):
            break
    assert js(driver, "document.activeElement.textContent") == "met"
    assert js(driver, "document.getElementById('tip').innerText") == "CONSULT actual\nKing Bel → Tasks envoy"
    assert js(driver, "document.activeElement.getAttribute('aria-describedby')") == "tip"
    assert (
        js(driver, "[...document.querySelectorAll('.lit-a')].map(p => p.textContent).join('')") == "King BelTasks envoy"
    )
    press(driver, "ESCAPE")
    assert js(driver, "document.getElementById('tip').hidden")
    press(driver, "ENTER")
    assert js(driver, "location.hash") == "#r0"
    wait(driver, "document.activeElement.closest('tr')?.id === 'r0'")
    press(driver, "ENTER")
    wait(driver, "document.activeElement.textContent === 'met'")


def test_pointer_sees_tips_and_lists_lead_to_their_place(driver: Any, show: Open) -> None:
    from selenium.webdriver import ActionChains

    show([DOCUMENT])
    ActionChains(driver).move_to_element(driver.find_element("css selector", ".text a.v")).perform()
    wait(driver, "document.getElementById('tip').innerText.includes('King Bel → Tasks envoy')")
    driver.find_element("link text", "“We agreed,”").click()
    wait(driver, "location.hash === '#q0'")
    lit = "[...document.querySelectorAll('.lit')].map(p => p.textContent).join('')"
    wait(driver, f"{lit} === '“We agreed,”hesaid'")
    assert js(driver, "document.querySelectorAll('.margin .on').length") == 1


def test_the_switch_turns_dark_and_colours_keep_their_contrast(driver: Any, show: Open) -> None:
    everything = tuple(
        Entity(label, Span(at, at + 1))
        for at, label in zip((0, 1, 2, 4, 5, 6, 7, 9, 10, 11, 12, 13, 16), load_scheme().entities, strict=True)
    )
    show([replace(DOCUMENT, entities=everything)])
    looked_at = ".text .e, .side small, .side h3, .dochead p, .key, .chip small"
    colours = (
        f"[...document.querySelectorAll('{looked_at}')]"
        + """.map(e => {
      const alpha = c => { const context = new OffscreenCanvas(1, 1).getContext('2d'); context.fillStyle = c;
        context.fillRect(0, 0, 1, 1); return [...context.getImageData(0, 0, 1, 1).data]; };
      const style = getComputedStyle(e), own = alpha(style.backgroundColor);
      return [alpha(style.color), own[3] ? own : alpha(getComputedStyle(document.body).backgroundColor)]; })"""
    )
    for theme in ("light", "dark"):
        js(driver, f"(document.documentElement.dataset.theme = '{theme}')")
        pairs = js(driver, colours)
        assert len(pairs) > 15
        assert min(contrast(*pair) for pair in pairs) >= 4.5, theme
    js(driver, "(document.documentElement.dataset.theme = 'light')")
    driver.find_element("id", "theme").click()
    assert js(driver, "document.documentElement.dataset.theme") == "dark"
    assert js(driver, "getComputedStyle(document.body).backgroundColor") == "rgb(22, 23, 26)"


def contrast(one: list[int], other: list[int]) -> float:
    """WCAG 2's ratio of two colours."""

    def luminance(colour: list[int]) -> float:
        parts = (value / 255 for value in colour[:3])
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


EVIL = "</script><script>evil=1</script><img src=x onerror=evil=1><!--<script>\u2028'\" ]]>"


@pytest.mark.parametrize("count", [1, 2])
def test_an_article_that_holds_a_script_runs_nothing(driver: Any, show: Open, count: int) -> None:
    span, other = Span(0, 9), Span(9, 17)
    evil = Document(
        EVIL,
        EVIL,
        EVIL,
        (Entity(EVIL, span),),
        (Quote((span,), None, (other,)),),
        (Event(EVIL, span, EVIL, {"actor": (other,), "recipient": (span,), "x onclick=evil=1 ": (span,)}),),
    )
    show([evil] * count)
    if count > 1:
        driver.find_element("css selector", "#speakers button").click()
        js(driver, "(location.hash = '#d1-v0')")
        wait(driver, "!!document.querySelector('#reader .text')")
    lines = js(driver, "[...document.querySelectorAll('.text p')].map(p => p.textContent)")
    assert lines == EVIL.split("\u2028")
    assert js(driver, "typeof evil") == "undefined"
    assert js(driver, "document.querySelectorAll('img').length") == 0
    assert js(
        driver, "[...document.querySelectorAll('*')].every(e => ![...e.attributes].some(a => /^on/.test(a.name)))"
    )


def test_what_slipped_through_the_escaping_would_not_run(driver: Any, show: Open) -> None:
    show([DOCUMENT])
    js(driver, "document.body.append(Object.assign(document.createElement('script'), {text: 'evil = 1'}))")
    js(driver, "document.body.insertAdjacentHTML('beforeend', '<b onclick=\"evil = 1\">x</b>')")
    js(driver, "document.querySelector('body > b').click()")
    assert js(driver, "typeof evil") == "undefined"
    refused = [entry["message"] for entry in driver.get_log("browser")]
    assert len(refused) >= 2
    assert all("Content Security Policy" in message for message in refused)


def test_an_overview_leads_to_the_sentences_and_back(driver: Any, show: Open) -> None:
    later = replace(DOCUMENT, id="b/2", date="2033-01-01", quotes=())
    show([DOCUMENT, later])
    assert "2031-04-05 to 2033-01-01" in driver.find_element("id", "counts").text
    bars = [button.get_attribute("aria-label") for button in driver.find_elements("css selector", "#pairs button")]
    assert bars == [
        "King Bel – Tasks envoy: 2 events, 2 of co-operation, 0 of conflict",
        "Veld – Oruvia: 2 events, 0 of co-operation, 2 of conflict",
    ]
    assert js(driver, "document.querySelectorAll('#network .link').length") == 2
    driver.find_element("css selector", "#matrix button[aria-label^='Veld → Oruvia']").click()
    assert js(driver, "document.getElementById('drill').open")
    links = driver.find_elements("css selector", "#drill-list a")
    assert [link.text for link in links] == ["Veld attacked Oruvia."] * 2
    links[1].click()
    wait(driver, "document.activeElement.textContent === 'attacked'")
    assert driver.find_element("css selector", "#reader h1").text == "b/2"
    assert not driver.find_element("id", "overview").is_displayed()
    driver.back()
    wait(driver, "!document.getElementById('overview').hidden")
    assert driver.find_element("id", "speakers").is_displayed()


def test_a_status_that_does_not_count_leaves_the_charts(driver: Any, show: Open) -> None:
    show([DOCUMENT, DOCUMENT])
    driver.find_element("xpath", "//form[@id='statuses']/label[contains(., 'negated')]/input").click()
    assert js(driver, "document.querySelectorAll('#pairs button').length") == 1
    types = [cell.text for cell in driver.find_elements("css selector", "#time tbody th")]
    assert types == ["AGREE", "CONSULT"]


def test_arrow_keys_walk_through_a_chart_that_is_one_tab_stop(driver: Any, show: Open) -> None:
    show([DOCUMENT, replace(DOCUMENT, date="2031-06-01")])
    for chart in ("#time", "#matrix", "#network"):
        assert js(driver, f"document.querySelectorAll('{chart} [tabindex=\"0\"]').length") == 1
    js(driver, "document.querySelector('#time [tabindex=\"0\"]').focus()")
    seen = []
    for key in ("ARROW_RIGHT", "ARROW_DOWN", "ARROW_LEFT", "END", "HOME", "ENTER"):
        seen.append(js(driver, "document.activeElement.getAttribute('aria-label')"))
        press(driver, key)
    places = [re.match(r"(\w+), ([\d-]+)", label).group(0) for label in seen]  # type: ignore[union-attr]
    assert places == [
        "AGREE, 2031-04",
        "AGREE, 2031-06",
        "CONSULT, 2031-06",
        "CONSULT, 2031-04",
        "CONSULT, 2031-06",
        "CONSULT, 2031-04",
    ]
    assert driver.find_element("id", "drill-title").text == "CONSULT, 2031-04"
    press(driver, "ESCAPE")
    assert js(driver, "document.activeElement.getAttribute('aria-label')").startswith("CONSULT, 2031-04")


def test_five_hundred_documents_do_not_freeze_the_page(driver: Any, show: Open) -> None:
    count_time(driver)
    show([replace(DOCUMENT, id=f"many/{n}", date=f"20{n % 30 + 10}-03-{n % 28 + 1:02}") for n in range(500)])
    assert js(driver, "document.querySelectorAll('.docs tbody tr').length") == 500
    assert seconds(driver) < 3
    driver.find_element("id", "find").send_keys("many/49")
    assert driver.find_element("id", "found").text == "11 articles"
    js(driver, "document.querySelector('#pairs button').click()")
    assert js(driver, "document.querySelectorAll('#drill-list li').length") == 100
    driver.find_element("id", "drill-more").click()
    assert js(driver, "document.querySelectorAll('#drill-list li').length") == 200


def test_an_article_of_usual_length_is_drawn_in_a_fifth_of_a_second(driver: Any, show: Open) -> None:
    text = (Path(__file__).parents[2] / "examples" / "wire_report.txt").read_text(encoding="utf-8")
    words = [Span(*found.span()) for found in re.finditer(r"\w+", text)]
    entities = tuple(Entity("GPE", span) for span in words[::6])
    quotes = tuple(
        Quote((Span(one.start, other.end),), None, (one,))
        for one, other in zip(words[::24], words[6::24], strict=False)
    )
    events = tuple(Event("CONSULT", span, "actual", {"actor": (words[3],)}) for span in words[1::12])
    count_time(driver)
    show([Document("wire", text, None, entities, quotes, events)])
    assert seconds(driver) < 0.2


def count_time(driver: Any) -> None:
    """Counts the page's own processor time from now on: a busy machine does not change it."""
    driver.execute_cdp_cmd("Performance.disable", {})
    driver.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})


def seconds(driver: Any) -> float:
    js(driver, "document.body.offsetHeight")
    metrics = driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
    return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))


@pytest.mark.parametrize("count", [1, 3])
def test_a_phone_has_no_sideways_scrolling(driver: Any, show: Open, count: int) -> None:
    phone = {"width": 390, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", phone)
    show([DOCUMENT] * count)
    try:
        assert js(driver, "document.documentElement.scrollWidth") == 390
        if count == 1:
            assert not js(driver, "document.querySelector('.legend').open")
    finally:
        driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
