"""What the browser tests look for on a page, as JavaScript."""

from __future__ import annotations

KAZAKH = "ӘҒҚҢӨҰҮҺІәғқңөұүһі"
"""The letters that Kazakh has and Russian has not."""

AXE = """only => axe.run(document, {
    resultTypes: ["violations"], ...(only ? {runOnly: only} : {})
}).then(found => found.violations
    .filter(one => ["serious", "critical"].includes(one.impact))
    .map(one => one.id + ": " + one.nodes[0].html.slice(0, 200) + one.nodes[0].failureSummary))"""
"""The serious findings of axe, by all rules or by ``only`` some."""

NO_GLYPH = """letters => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const drawn = letter => {
        canvas.clearRect(0, 0, 60, 60);
        canvas.font = "30px " + getComputedStyle(document.body).fontFamily;
        canvas.fillText(letter, 10, 40);
        return canvas.getImageData(0, 0, 60, 60).data.join();
    };
    const missing = drawn("\\uffff");
    return [...letters].filter(letter => drawn(letter) === missing);
}"""
"""The letters that are drawn as a missing one is."""
