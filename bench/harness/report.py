"""Tables, for a terminal and in Markdown, and the JSON text of a run."""

import json
import statistics

from .cases import CASES
from .metrics import METRICS

GROUPS = {
    "sizes": "Sizes, keep-alive",
    "connections": "Connections, 104 B",
    "settings": "Settings, c=100",
    "answers": "Other answers, c=100",
    "files": "Number of files, 104 B each, random order, c=100",
    "tls": "TLS, 104 B, c=100",
    "http2": "HTTP/2, 104 B, 100 connections",
    "tls-large": "Large files over TLS and HTTP/2, 4 at a time",
    "handshakes": "TLS handshakes, with one request each",
    "latency": "Latency at fixed rates, 104 B, 100 connections, open loop",
    "start": "Start, warm file cache",
    "memory": "Memory",
    "fresh": "Changed files",
    "slow": "20 clients beside slow ones",
}


MOST_OTHERS = 5  # percent of the processors; more is worth a line


def number(value, metric):
    return f"{value:,.{METRICS[metric].digits}f}"


def spread(figures, metric):
    """Median and, of several figures, the least and the greatest."""
    median = number(statistics.median(figures), metric)
    if len(figures) == 1:
        return median
    return f"{median} ({number(min(figures), metric)}–{number(max(figures), metric)})"


def ratio(figures, first):
    """The median of the rounds' ratios: what slowed a whole round is not in it."""
    return statistics.median(one / other for one, other in zip(figures, first) if other)


def title(metric):
    name, unit = METRICS[metric].title, METRICS[metric].unit
    return f"{name}, {unit}" if unit else name


def print_case(case, servers, others):
    """The table of one case for a terminal; ratios are to the first server."""
    print(f"\n{case.name}: {GROUPS[case.group]}: {case.title}")
    if others > MOST_OTHERS:
        print(f"  other programs used {others} % of the processors")
    if not servers:
        print("  no figures")
        return
    columns = [f"{'':18}"] + [f"{title(metric):>34}" for metric in case.metrics]
    print(*columns, f"{'ratio':>8}" if len(servers) > 1 else "")
    first = next(iter(servers.values()))[case.metrics[0]]
    for name, figures in servers.items():
        row = [f"{name:18}"]
        row += [f"{spread(figures[metric], metric):>34}" for metric in case.metrics]
        if len(servers) > 1 and any(first):
            row.append(f"{ratio(figures[case.metrics[0]], first):8.3f}")
        print(*row, flush=True)


def markdown(result):
    """One table for each group and metric: servers in rows; cases, or metrics, in columns."""
    yield f"{result['date']}; `{result['command']}`.\n"
    yield "| machine | |\n|---|---|"
    yield from (f"| {name} | {value} |" for name, value in result["machine"].items())
    yield "\n| server | version |\n|---|---|"
    yield from (f"| {name} | {value} |" for name, value in result["servers"].items())
    measured = result["cases"]
    cases = [case for case in CASES if case.name in measured]
    for group, text in GROUPS.items():
        own = [case for case in cases if case.group == group]
        if not own:
            continue
        yield f"\n### {text}"
        if len(own) == 1:
            name, metrics = own[0].name, own[0].metrics
            cells = [(title(metric), name, metric) for metric in metrics]
            yield from table(result, "", cells)
            continue
        for metric in own[0].metrics:
            cells = [(case.title, case.name, metric) for case in own]
            yield from table(result, title(metric), cells)
    disturbed = {case: used for case, used in result.get("others", {}).items() if used > MOST_OTHERS}
    if disturbed:
        yield "\n### Disturbed\n\nOther programs used the same processors, in percent of them:"
        yield ", ".join(f"`{case}` {used}" for case, used in disturbed.items()) + "."
    notes = [(case, *note) for case, own in result["notes"].items() for note in own.items()]
    if notes:
        yield "\n### Errors\n"
        for case, server, text in notes:
            yield f"- `{case}`, {server}: {' '.join(text.split())[:200]}"


def table(result, corner, columns):
    yield f"\n| {corner} | " + " | ".join(head for head, _, _ in columns) + " |"
    yield "|---" * (len(columns) + 1) + "|"
    for server in result["servers"]:
        cells = []
        for _, case, metric in columns:
            figures = result["cases"][case].get(server, {}).get(metric)
            cells.append(spread(figures, metric) if figures else "–")
        if set(cells) != {"–"}:
            yield f"| {server} | " + " | ".join(cells) + " |"


def write(path, result):
    path.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")


BEGIN, END = "<!-- bench/run --into writes from here -->", "<!-- to here -->"


def write_into(path, result):
    """Replaces the tables of a document."""
    text = path.read_text()
    before, _, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise SystemExit(f"bench/run: {path} has no lines {BEGIN} and {END}")
    tables = "\n".join(markdown(result))
    path.write_text(f"{before}{BEGIN}\n\n{tables}\n\n{END}{after}")
