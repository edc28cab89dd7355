"""The SVG chart of a run: for each case, the bars of its first metric, the shortest first."""

import html
import statistics

from .cases import CASES
from .report import number, title

WIDTH, COLUMNS, LINE, LABEL, VALUE, GAP = 580, 2, 18, 120, 80, 30
COLORS = "#2a6f97", "#a9b4c2"


def svg(result):
    """Own images have another colour than peers."""
    parts, heights, own = [], [0] * COLUMNS, set(result["own"])
    for case in CASES:
        servers = result["cases"].get(case.name)
        if not servers:
            continue
        column = heights.index(min(heights))
        parts += panel(case, servers, own, column * WIDTH + 10, heights[column] + 20)
        heights[column] += len(servers) * LINE + GAP + 20
    size = f'width="{COLUMNS * WIDTH}" height="{max(heights) + 20}"'
    style = "text{font:12px sans-serif}.t{font-weight:bold}"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size}><style>{style}</style>'
    background = '<rect width="100%" height="100%" fill="white"/>'
    return "\n".join([head, background, *parts, "</svg>"]) + "\n"


def panel(case, servers, own, left, top):
    metric = case.metrics[0]
    medians = {name: statistics.median(figures[metric]) for name, figures in servers.items()}
    most = max(medians.values()) or 1
    text = html.escape(f"{case.name}: {case.title} ({title(metric)})")
    yield f'<text class="t" x="{left}" y="{top}">{text}</text>'
    room = WIDTH - LABEL - VALUE - 20
    for line, (name, value) in enumerate(sorted(medians.items(), key=lambda item: item[1])):
        y, length = top + 6 + line * LINE, max(1, value / most * room)
        color = COLORS[name not in own]
        yield f'<text x="{left}" y="{y + 13}">{html.escape(name)}</text>'
        bar = f'x="{left + LABEL}" y="{y + 2}" width="{length:.1f}" height="{LINE - 4}"'
        yield f'<rect {bar} fill="{color}"/>'
        place = f'x="{left + LABEL + length + 5:.1f}" y="{y + 13}"'
        yield f"<text {place}>{number(value, metric)}</text>"
