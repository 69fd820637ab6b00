"""shortlist.html in a browser, as a reader uses it: typing, filters, keyboard, a shared address, paper, no script.

page.py KHULASA PROPOSALS.csv
What is shown is compared with shortlist.json of the same run. Exit 77: no browser to ask.
"""
import base64
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

try:
    from selenium import webdriver
    from selenium.common.exceptions import WebDriverException
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.support.ui import Select, WebDriverWait
except ImportError:
    print("skipped: python3-selenium is not installed")
    sys.exit(77)


def browser(script=True):
    options = webdriver.ChromeOptions()
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--force-prefers-reduced-motion", "--window-size=1280,900"):
        options.add_argument(flag)
    if not script:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    return webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)


class Page(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        out = pathlib.Path(cls.folder.name)
        subprocess.run([PROGRAM, "condense", PROPOSALS, "-o", out, "--quiet"], check=True)
        cls.entries = json.loads((out / "shortlist.json").read_text("utf-8"))["entries"]
        cls.address = (out / "shortlist.html").as_uri()
        cls.driver = browser()

    @classmethod
    def tearDownClass(cls):
        cls.driver.quit()
        cls.folder.cleanup()

    def setUp(self):
        self.driver.get("about:blank")
        self.driver.get(self.address)

    def one(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def type(self, text):
        field = self.one("#find-q")
        field.clear()
        field.send_keys(text)
        self.settle()

    def settle(self):
        """Typing is answered after a pause of a tenth of a second."""
        self.driver.execute_async_script("setTimeout(arguments[0], 300)")

    def choose(self, name, value):
        Select(self.one("#find-" + name)).select_by_value(value)
        self.settle()

    def shown(self, selector=".entry"):
        script = "return [...document.querySelectorAll(arguments[0])].filter(e => e.getClientRects().length).map(e => e.id)"
        return self.driver.execute_script(script, selector)

    def ids(self, wanted=lambda entry: True):
        return [e["id"] for e in self.entries if wanted(e)]

    def status(self):
        return self.one(".found [role=status]").text

    def test_everything_is_shown_at_first(self):
        self.assertEqual(self.shown(), self.ids())
        self.assertIn(str(len(self.entries)), self.status())
        self.assertEqual(self.one(".found [role=status]").get_attribute("aria-live"), "polite")

    def test_spellings_of_one_word_find_the_same(self):
        for spellings in (("مدرسة", "مدرسه", "مَدْرَسَـة"), ("الإنارة", "الانارة", "ٱلأنارة"), ("rénovation", "RENOVATION"),
                          ("مستشفى", "مستشفي", "مستشفی")):
            found = []
            for spelling in spellings:
                self.type(spelling)
                found.append(self.shown())
            self.assertTrue(0 < len(found[0]) < len(self.entries), spellings)
            self.assertTrue(all(f == found[0] for f in found), (spellings, found))

    def test_all_words_must_be_there(self):
        def having(word):
            self.type(word)
            return set(self.shown())
        both, first, second = having("حي مدرسة"), having("حي"), having("مدرسة")
        self.assertEqual(both, first & second)
        self.assertLess(len(both), len(second))

    def test_an_id_is_found_in_the_wordings(self):
        entry = next(e for e in self.entries if len(e["members"]) > 2)
        wanted = entry["members"][2]["id"]
        self.type(wanted)
        self.assertIn(entry["id"], self.shown())
        details = self.driver.find_element(By.ID, entry["id"]).find_element(By.TAG_NAME, "details")
        self.assertTrue(details.get_property("open"))
        self.assertIn(wanted, details.find_element(By.CSS_SELECTOR, ".hit").text)
        self.type("")
        self.assertFalse(details.get_property("open"))
        self.assertEqual(self.driver.find_elements(By.CSS_SELECTOR, ".hit"), [])

    def test_each_filter_is_the_one_of_the_result(self):
        cases = {"axis": lambda e: [str(e["axis"])], "level": lambda e: [e["level"]], "association": lambda e: e["supporters"],
                 "authority": lambda e: [a["id"] for a in e["authorities"]]}
        for name, values in cases.items():
            value = values(self.entries[3])[-1]
            self.choose(name, value)
            self.assertEqual(self.shown(), self.ids(lambda e: value in values(e)), name)
            self.choose(name, "")
            expected = {v for e in self.entries for v in values(e) if v}
            self.assertEqual(len(Select(self.one("#find-" + name)).options), len(expected) + 1)

    def test_filters_combine(self):
        association = self.entries[0]["supporters"][0]
        self.choose("axis", "1")
        self.choose("level", self.entries[0]["level"])
        self.choose("association", association)
        expected = self.ids(lambda e: e["axis"] == 1 and e["level"] == self.entries[0]["level"] and association in e["supporters"])
        self.assertEqual(self.shown(), expected)
        self.assertEqual(self.shown("section.axis"), ["axis-1"])
        self.assertEqual(len(self.shown(".toc li")), len(expected))
        members = sum(len(e["members"]) for e in self.entries if e["id"] in expected)
        self.assertEqual(len([r for r in self.shown(".concordance tbody tr") if not r.startswith("cx-")]), members)

    def test_nothing_found(self):
        self.type("qqqzzz")
        self.assertEqual(self.shown(), [])
        self.assertEqual(self.shown("section.axis, .toc li, .toc h3, #review"), [])
        self.assertIn("لم يُعثر", self.status())
        self.one(".found button").click()
        self.assertEqual(self.shown(), self.ids())

    def test_counts_are_words(self):
        self.type(self.entries[5]["id"])
        self.assertEqual(self.status(), "بند واحد من أصل %d" % len(self.entries))

    def test_keyboard_alone(self):
        keys = webdriver.ActionChains(self.driver)
        for _ in range(60):
            keys.send_keys(Keys.TAB).perform()
            if self.driver.switch_to.active_element.get_attribute("id") == "find-q":
                break
        self.assertEqual(self.driver.switch_to.active_element.get_attribute("id"), "find-q")
        self.assertNotEqual(self.driver.switch_to.active_element.value_of_css_property("outline-style"), "none")
        keys.send_keys("حي").perform()
        for name in ("axis", "authority", "level", "association"):
            keys.send_keys(Keys.TAB).perform()
            self.assertEqual(self.driver.switch_to.active_element.get_attribute("id"), "find-" + name)
            if name == "axis":
                keys.send_keys(Keys.ARROW_DOWN).perform()
        self.settle()
        self.assertTrue(0 < len(self.shown()) < len(self.ids(lambda e: e["axis"] == 1)))
        keys.send_keys(Keys.TAB).perform()
        self.assertEqual(self.driver.switch_to.active_element.tag_name, "button")
        keys.send_keys(Keys.ESCAPE).perform()
        self.assertEqual(self.shown(), self.ids())
        self.assertEqual(self.driver.switch_to.active_element.get_attribute("id"), "find-q")
        self.assertEqual(self.one("#find-axis").get_property("value"), "")

    def test_controls_have_names(self):
        self.choose("axis", "1")
        for control in self.driver.find_elements(By.CSS_SELECTOR, "#find input, #find select, .found button"):
            self.assertNotEqual(control.accessible_name, "")

    def test_the_address_keeps_the_selection(self):
        self.choose("axis", "2")
        self.type("مدرسة")
        found, address = self.shown(), self.driver.current_url
        self.assertIn("#?q=", address)
        self.driver.get("about:blank")
        self.driver.get(address)
        self.assertEqual(self.shown(), found)
        self.assertEqual(self.one("#find-q").get_property("value"), "مدرسة")
        self.driver.get(self.address + "#?axis=99&level=none")
        self.assertEqual(self.shown(), self.ids())

    def test_a_link_to_what_is_hidden_shows_it(self):
        self.choose("axis", "2")
        other = self.ids(lambda e: e["axis"] == 5)[0]
        self.driver.execute_script("location.hash = arguments[0]", other)
        self.settle()
        self.assertIn(other, self.shown())
        self.assertEqual(self.one("#find-axis").get_property("value"), "")

    def test_paper_holds_what_is_shown_and_says_so(self):
        whole = self.paper()
        self.choose("axis", "8")
        part = self.paper()
        note = "مختارات"
        self.assertNotIn(note, whole[1])
        self.assertIn(note, part[1])
        self.assertLess(len(part), len(whole) / 2)
        self.assertEqual(self.driver.find_elements(By.CSS_SELECTOR, ".was-shut"), [])

    def paper(self):
        """Pages of the text, from 1: by then Arabic stands in presentation forms or letters; both are folded."""
        import unicodedata
        file = pathlib.Path(self.folder.name) / "page.pdf"
        file.write_bytes(base64.b64decode(self.driver.print_page()))
        text = subprocess.run(["pdftotext", str(file), "-"], check=True, capture_output=True).stdout.decode()
        return [""] + unicodedata.normalize("NFKC", text).split("\f")

    def test_without_script_there_is_no_form_and_everything_is_shown(self):
        plain = browser(script=False)
        try:
            plain.get(self.address)
            self.assertEqual([e for e in plain.find_elements(By.CSS_SELECTOR, ".scripted") if e.is_displayed()], [])
            entries = plain.find_elements(By.CSS_SELECTOR, ".entry")
            self.assertEqual([e.get_attribute("id") for e in entries if e.is_displayed()], self.ids())
        finally:
            plain.quit()

    def test_the_annex_of_associations_adds_up(self):
        rows = self.driver.execute_script(
            "return [...document.querySelectorAll('.associations tbody tr')].map(r => [...r.cells].map(c => c.textContent))")
        own = {row[0]: [e for e in self.entries if row[0] in e["supporters"]] for row in rows}
        self.assertEqual(set(own), {a for e in self.entries for a in e["supporters"]})
        for name, demands, entries, shared, repeated in rows:
            counts = [sum(m["association"] == name for m in e["members"]) for e in own[name]]
            again = [(n, e["number"]) for n, e in zip(counts, own[name]) if n > 1]
            self.assertEqual([int(demands), int(entries)], [sum(counts), len(counts)])
            self.assertEqual(int(shared), sum(e["support"] > 1 for e in own[name]))
            self.assertEqual(repeated.split(), [str(sum(n for n, _ in again))] + [number for _, number in again])

    def hrefs(self, selector):
        script = "return [...document.querySelectorAll(arguments[0])].map(a => a.getAttribute('href').slice(1))"
        return self.driver.execute_script(script, selector)

    def follow(self, link):
        """By the keyboard: the link takes the focus and shows it, and leads to an entry in sight."""
        wanted = link.get_dom_attribute("href")[1:]
        self.driver.execute_script("arguments[0].focus()", link)
        self.assertEqual(self.driver.switch_to.active_element, link)
        webdriver.ActionChains(self.driver).send_keys(Keys.ENTER).perform()
        self.settle()
        self.assertTrue(self.driver.current_url.endswith("#" + wanted), self.driver.current_url)
        top = self.driver.execute_script("return document.getElementById(arguments[0]).getBoundingClientRect().top", wanted)
        self.assertTrue(-1 <= top < 900, top)
        return wanted

    def test_points_of_the_map_lead_to_their_entries(self):
        self.assertEqual(self.hrefs(".map a"), self.ids())
        points = self.driver.find_elements(By.CSS_SELECTOR, ".map a")
        for i in (0, 40, len(points) - 1):
            self.assertIn(self.entries[i]["title"].strip()[:20], points[i].accessible_name)
            self.assertEqual(self.follow(points[i]), self.entries[i]["id"])

    def test_points_stand_apart_and_within_the_map(self):
        boxes = self.driver.execute_script("""return [...document.querySelectorAll('.map a use')].map(u => {
            const b = u.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2, Math.min(b.width, b.height) / 2]})""")
        frame = self.one(".map").rect
        for i, (x, y, r) in enumerate(boxes):
            self.assertTrue(frame["x"] <= x - r and x + r <= frame["x"] + frame["width"])
            self.assertTrue(frame["y"] <= y - r and y + r <= frame["y"] + frame["height"])
            for u, v, s in boxes[:i]:
                self.assertGreater(((x - u) ** 2 + (y - v) ** 2) ** 0.5, max(r, s))

    def test_leaves_of_the_trees_lead_to_their_entries(self):
        leaves = self.driver.find_elements(By.CSS_SELECTOR, ".tree ol a")
        entry_of = {m["id"]: e["id"] for e in self.entries for m in e["members"]}
        ids = self.driver.execute_script("return [...document.querySelectorAll('.tree ol .id')].map(e => e.textContent)")
        self.assertEqual(sorted(ids), sorted(entry_of))
        self.assertEqual(self.hrefs(".tree ol a"), [entry_of[i] for i in ids])
        for i in (0, 50, len(leaves) - 1):
            self.assertEqual(self.follow(leaves[i]), entry_of[ids[i]])

    def test_rows_stand_at_the_branches(self):
        blocks = self.driver.execute_script("""return [...document.querySelectorAll('.tree .rows')].map(rows => {
            const p = rows.querySelector('svg').getBoundingClientRect();
            return [p.height, [...rows.querySelectorAll('li')].map(l => l.getBoundingClientRect().y - p.y)]})""")
        self.assertEqual(sum(len(lines) for _, lines in blocks), sum(len(e["members"]) for e in self.entries))
        for height, lines in blocks:
            self.assertAlmostEqual(height, 24 * len(lines), delta=0.6)
            for i, y in enumerate(lines):
                self.assertAlmostEqual(y, 24 * i, delta=0.6)

    def test_tables_of_map_and_trees_hold_all_entries(self):
        self.assertEqual(self.hrefs("#map tbody th a"), self.ids())
        self.assertEqual(self.hrefs("#trees tbody th a"), self.ids())
        counts = self.driver.execute_script("return [...document.querySelectorAll('#trees tbody td:nth-child(2)')].map(c => +c.textContent)")
        self.assertEqual(counts, [len(e["members"]) for e in self.entries])

    def test_filters_leave_the_trees_and_points_of_what_is_shown(self):
        self.choose("axis", "3")
        self.assertEqual(self.shown(".tree"), ["tree-3"])
        script = "return [...document.querySelectorAll('.map a')].filter(a => getComputedStyle(a).opacity === '1').map(a => a.getAttribute('href').slice(1))"
        self.assertEqual(self.driver.execute_script(script), self.ids(lambda e: e["axis"] == 3))
        self.choose("axis", "")
        self.assertEqual(len(self.shown(".tree")), 8)
        self.assertEqual(self.driver.execute_script(script), self.ids())

    def test_a_telephone_has_nothing_to_scroll_sideways(self):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                    {"width": 390, "height": 800, "deviceScaleFactor": 1, "mobile": True})
        try:
            self.choose("axis", "1")
            width = self.driver.execute_script("return document.documentElement.scrollWidth")
            self.assertEqual(width, 390)
        finally:
            self.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


if __name__ == "__main__":
    PROGRAM, PROPOSALS = sys.argv[1:3]
    try:
        browser().quit()
    except WebDriverException as error:
        print("skipped: no browser answers:", str(error).splitlines()[0])
        sys.exit(77)
    unittest.main(argv=sys.argv[:1], verbosity=1)
