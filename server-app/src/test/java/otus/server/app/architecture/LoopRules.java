package otus.server.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static otus.server.app.architecture.Accesses.access;
import static otus.server.app.architecture.Packages.only;
import static otus.server.app.architecture.Packages.packages;

import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What keeps the loops turning: confinement, and threads only where they are expected.
final class LoopRules {
  private static final Map<String, String> NONE = Map.of();

  private LoopRules() {}

  static List<Rule> all() {
    return List.of(
        new Rule(
            "sockets and selectors are named in loop.nio only",
            "another transport must be a change in one place",
            Map.of("app.training.TrainingClient", "the other end of the connection, when training"),
            (base, in) ->
                noClasses()
                    .that(in.and(not(packages(base, "loop.nio"))))
                    .should()
                    .dependOnClassesThat(Lists.SOCKETS),
            List.of("http.NamesSelector", "app.NamesSocket", "loop.NamesChannel")),
        new Rule(
            "the codec is pure",
            "it is tested, and can be read, without a socket, a clock or a thread",
            NONE,
            (base, in) ->
                only(base, in, "http.h1.codec", pure(base + ".api", base + ".http.syntax")),
            List.of(
                "http.h1.codec.SeesLoop", "http.h1.codec.SeesChannel", "http.h1.codec.SeesClock")),
        new Rule(
            "the syntax of requests is pure and knows no protocol version",
            "each version of HTTP reads targets, paths and hosts by the same grammar",
            NONE,
            (base, in) -> only(base, in, "http.syntax", pure(base + ".api")),
            List.of("http.syntax.SeesCodec", "http.syntax.SeesLoop")),
        new Rule(
            "nothing on a loop blocks",
            "one blocked loop is many connections that wait",
            Map.of(
                "loop.LoopGroup", "its owner's thread waits for the loops' threads to end",
                "loop.Watchdog", "a thread of its own, which sleeps between two looks",
                "loop.nio.NioPoller", "the one place where a loop waits",
                "http.dryrun.DryRunLoop", "a loop that a dry run waits for",
                "http.h1.RegionWriter",
                    "reads from files what is to be sent, as the kernel would if it was asked to"),
            (base, in) ->
                noClasses()
                    .that(in.and(packages(base, "loop..", "http..")))
                    .should(access("what blocks", Lists.BLOCKING)),
            List.of(
                "http.Sleeps",
                "http.WaitsInLambda",
                "http.WaitsByReference",
                "loop.ReadsFile",
                "loop.Selects",
                "http.h1.codec.Locks",
                "http.added.Sleeps")),
        new Rule(
            "what is confined to a loop has no volatile fields",
            "one thread needs none; a second thread has no business there",
            Map.of("loop.TaskQueue", "the gate through which other threads enter"),
            (base, in) ->
                noFields()
                    .that()
                    .areDeclaredInClassesThat(in.and(packages(base, "loop..", "http..")))
                    .should()
                    .haveModifier(JavaModifier.VOLATILE),
            List.of("loop.HasVolatile", "http.HasVolatile", "http.added.HasVolatile")),
        new Rule(
            "what is confined to a loop uses no locks and no concurrent types",
            "confinement takes their place; completion stages are the API's way to say later",
            Map.of(
                "loop.TaskQueue", "the gate through which other threads enter",
                "loop.ConnectionLimiter",
                    "counts connections over all loops, as they begin and end",
                "http.exchange.BlockingSlots", "counts blocking answers over all loops",
                "http.exchange.Exchange",
                    "another thread may complete the answer that it waits for",
                "http.dryrun.DryRunLoop", "takes tasks of other threads, as TaskQueue does",
                "loop.Watchdog", "a thread of its own, which another one ends",
                "loop.LogThrottle", "counts over all loops what is not worth a line each time",
                "loop.MemoryBudget", "counts over all loops what connections hold, as they wait"),
            (base, in) ->
                noClasses()
                    .that(in.and(packages(base, "loop..", "http..")))
                    .should()
                    .dependOnClassesThat(Lists.CONCURRENT),
            List.of(
                "loop.HasLock", "http.HasAtomic", "http.HasConcurrentMap", "http.added.HasAtomic")),
        new Rule(
            "threads are made in named places",
            "every thread has an owner that ends it",
            Map.ofEntries(
                Map.entry("loop.Loop", "a loop's own"),
                Map.entry(
                    "api.StreamSource", "a virtual thread for each chunk of a stream that blocks"),
                Map.entry("loop.Watchdog", "looks after loops that cannot look after themselves"),
                Map.entry(
                    "http.exchange.BlockingSlots", "a virtual thread for each blocking answer"),
                Map.entry(
                    "app.filters.WorkerPool",
                    "work of the processor, which would keep the carriers of virtual threads"),
                Map.entry(
                    "app.logging.QueuedOutput",
                    "waits for who reads the log, so that nobody else does"),
                Map.entry(
                    "staticfiles.pool.LookupPool",
                    "lookups that the system holds up, which would keep the carriers, too"),
                Map.entry("staticfiles.file.DaemonTimer", "closes files while no request comes"),
                Map.entry("app.Server", "what plugins want done at the end may hang"),
                Map.entry(
                    "app.SignalGuard", "tries whether the JVM can start a thread for a signal"),
                Map.entry(
                    "app.training.Training", "asks while the main thread waits for the signal")),
            (base, in) ->
                noClasses()
                    .that(in.and(packages(base, "..")))
                    .should(access("what makes threads", Lists.MAKING_THREADS)),
            List.of(
                "http.StartsThread",
                "http.StartsVirtualThread",
                "loop.ExtendsThread",
                "staticfiles.UsesExecutors",
                "staticfiles.StreamsInParallel")),
        new Rule(
            "what goes on asynchronously names its executor",
            "without one it goes on in a pool that nobody owns",
            NONE,
            (base, in) ->
                noClasses()
                    .that(in.and(packages(base, "..")))
                    .should(access("asynchronous steps without executor", Lists.ASYNC_ANYWHERE)),
            List.of("http.exchange.ContinuesAnywhere")));
  }

  /// The packages of code without input, output, time or threads, after others of ours.
  private static List<String> pure(String... ours) {
    return Stream.concat(
            Stream.of(ours),
            Stream.of(
                "java.lang",
                "java.lang.invoke",
                "java.lang.runtime",
                "java.nio",
                "java.nio.charset",
                "java.util",
                "java.util.function",
                "java.util.stream"))
        .toList();
  }
}
