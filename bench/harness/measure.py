"""Rounds and their figures.

Servers with equal settings run at the same time, and the rounds of a case are interleaved: each
round measures every server once, in an order that alternates. So a machine whose speed drifts slows
all of them, and the figures of one round may be compared.
"""

import collections
import os
import time

from . import load, processes
from .server import Failed, Server


def foreign_seconds(members):
    """Processor time that neither these servers nor this process and its children have used."""
    servers = sum(each.cpu_seconds() for each in members if isinstance(each, Server))
    return processes.busy_seconds() - servers - sum(os.times()[:4])


class Run:
    """Measures cases with servers that it starts; owned by main."""

    def __init__(self, peers, site, certificates, options):
        self.peers, self.site, self.certificates = peers, site, certificates
        self.options = options
        self.failures = []
        self.cases = {}  # by name: by server: by metric: figures of the rounds
        self.notes = collections.defaultdict(dict)  # by case and server
        self.others = {}  # by case: percent of the processors that other programs have used

    def measure(self, cases, done):
        """Calls done after each case."""
        for _ in range(self.options.starts):
            for settings in dict.fromkeys(case.settings for case in cases if not case.alone):
                chosen = [each for each in cases if each.settings == settings and not each.alone]
                self.shared(settings, chosen, done)
            for case in cases:
                if case.alone:
                    self.alone(case)
                    done(case)

    def start(self, peer, settings):
        return Server(peer, self.site, self.certificates, settings)

    def able(self, case):
        return [peer for peer in self.peers if case.needs <= peer.abilities]

    def failed(self, case, name, why):
        self.failures.append(f"{case.name}: {name}: {why}")
        self.notes[case.name][name] = str(why)
        print(f"  {self.failures[-1]}", flush=True)

    def keep(self, case, name, result):
        figures, trouble = result
        if trouble:
            self.failed(case, name, trouble)
        kept = self.cases.setdefault(case.name, {}).setdefault(name, {})
        for metric in case.metrics:
            kept.setdefault(metric, []).append(figures[metric])

    def in_turn(self, case, members, measure):
        """Rounds over the members that have not failed."""
        rounds = case.rounds if case.rounds and not self.options.quick else self.options.rounds
        failed = set()
        begin, before = time.monotonic(), foreign_seconds(members)
        for number in range(rounds):
            for each in members if number % 2 == 0 else members[::-1]:
                if each.name in failed:
                    continue
                try:
                    self.keep(case, each.name, measure(each))
                except (Failed, OSError) as e:
                    failed.add(each.name)
                    self.failed(case, each.name, e)
        available = (time.monotonic() - begin) * len(processes.PROCESSORS)
        used = foreign_seconds(members) - before
        self.others[case.name] = round(max(used, 0) / available * 100) if members else 0

    def shared(self, settings, cases, done):
        able = [peer for peer in self.peers if any(case.needs <= peer.abilities for case in cases)]
        servers, cold = [], set()
        self.site.file(104)
        try:
            for peer in able:
                servers.append(self.start(peer, settings))
            for server in list(servers):
                try:
                    server.wait_until_it_listens()
                    cold.add(server)
                except Failed as e:
                    servers.remove(server)
                    server.stop()
                    self.failed(cases[0], server.name, e)
            for case in cases:
                self.case(case, servers, cold)
                done(case)
        finally:
            for server in servers:
                server.stop()

    def case(self, case, servers, cold):
        """Checks, warms up and measures; cold servers get a longer warm-up."""
        ready = []
        for server in servers:
            if not case.needs <= server.peer.abilities:
                continue
            try:
                case.check(server)
                if server in cold and not self.options.quick:
                    load.wrk(server, "/104.bin", self.options.warm)
                    cold.discard(server)
                if not self.options.quick:
                    case.measure(server, case.warm)
                ready.append(server)
            except (Failed, OSError) as e:
                self.failed(case, server.name, e)
        self.in_turn(case, ready, lambda server: case.measure(server, self.options.seconds))

    def alone(self, case):
        self.site.file(104)

        def measure(peer):
            return case.measure(lambda: self.start(peer, case.settings), self.options.seconds)

        self.in_turn(case, self.able(case), measure)
