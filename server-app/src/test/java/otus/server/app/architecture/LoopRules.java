package otus.server.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static otus.server.app.architecture.MemberAccess.access;
import static otus.server.app.architecture.PackageRules.only;
import static otus.server.app.architecture.PackageRules.packages;

import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Rules that keep event loops from blocking: confinement, and threads in listed classes only.
final class LoopRules {
  private static final Map<String, String> NONE = Map.of();

  private LoopRules() {}

  static List<Rule> all() {
    return List.of(
        new Rule(
            "only loop.nio uses sockets and selectors",
            "another transport must not affect other packages",
            Map.of(
                "app.training.TrainingClient", "the client of the training run",
                "app.training.Http2Client", "its client of HTTP/2",
                "app.tls.SniKeyManager", "the type of the JDK names sockets, which it does not use",
                "app.ControlClient", "the client of commands such as reload",
                "app.listen.UnixSocketFile", "tests whether a process listens on a socket"),
            (base, in) ->
                noClasses()
                    .that(in.and(not(packages(base, "loop.nio"))))
                    .should()
                    .dependOnClassesThat(ForbiddenMembers.SOCKETS),
            List.of("http.NamesSelector", "app.NamesSocket", "loop.NamesChannel")),
        new Rule(
            "the codec is pure",
            "it can be tested and understood without sockets, clocks and threads",
            NONE,
            (base, in) ->
                only(
                    base,
                    in,
                    "http.h1.codec",
                    pure(base + ".api", base + ".http.config", base + ".http.syntax")),
            List.of(
                "http.h1.codec.SeesLoop", "http.h1.codec.SeesChannel", "http.h1.codec.SeesClock")),
        new Rule(
            "the HTTP/2 codec is pure",
            "it can be tested and understood without sockets, clocks and threads",
            NONE,
            (base, in) ->
                only(
                    base,
                    in,
                    "http.h2.codec",
                    pure(
                        base + ".api",
                        base + ".api.fields",
                        base + ".http.config",
                        base + ".http.syntax",
                        base + ".http.h2.hpack")),
            List.of(
                "http.h2.codec.SeesLoop", "http.h2.codec.SeesClock", "http.h2.codec.SeesHttp1")),
        new Rule(
            "HPACK is pure and knows no frames",
            "another version of HTTP has a similar compression of fields",
            NONE,
            (base, in) ->
                only(base, in, "http.h2.hpack", pure(base + ".api", base + ".http.syntax")),
            List.of("http.h2.hpack.SeesFrame", "http.h2.hpack.SeesLoop")),
        new Rule(
            "the request syntax is pure and independent of the protocol version",
            "all versions of HTTP share the grammar of targets, paths and hosts",
            NONE,
            (base, in) -> only(base, in, "http.syntax", pure(base + ".api")),
            List.of("http.syntax.SeesCodec", "http.syntax.SeesLoop")),
        new Rule(
            "packages that all versions of HTTP share depend on none of them",
            "another version uses them unchanged",
            NONE,
            (base, in) ->
                noClasses()
                    .that(
                        in.and(
                            packages(
                                base,
                                "http.exchange..",
                                "http.request..",
                                "http.monitor..",
                                "http.config..")))
                    .should()
                    .dependOnClassesThat(packages(base, "http.h1..", "http.h2..")),
            List.of("http.exchange.SeesCodec", "http.exchange.SeesFrame")),
        new Rule(
            "code on event loops does not block",
            "a blocked loop delays all of its connections",
            Map.ofEntries(
                Map.entry(
                    "loop.GroupEnd",
                    "the owner's thread waits until the threads of the loops have ended"),
                Map.entry("loop.Watchdog", "a separate thread, which sleeps between checks"),
                Map.entry("loop.nio.NioPoller", "the only place where a loop waits"),
                Map.entry("loop.nio.AdoptedSocket", "deletes a file, before the loops run"),
                Map.entry("loop.linux.Descriptors", "lists descriptors, not on a loop"),
                Map.entry("loop.linux.LocalSocket", "blocks threads of the application only"),
                Map.entry(
                    "http.dryrun.DryRunLoop", "a loop that the thread of a dry run waits for"),
                Map.entry(
                    "loop.tls.CipherOutput",
                    "reads files that it sends, as the kernel does in sendfile"),
                Map.entry(
                    "http.connection.RegionReader",
                    "reads files that it sends, as the kernel does in sendfile"),
                Map.entry("http.config.TlsKey", "reads files before a server starts"),
                Map.entry("http.testing.PacedSource", "reads files that it sends slowly, in tests"),
                Map.entry("http.testing.Recorder", "a test waits for the next request")),
            (base, in) ->
                noClasses()
                    .that(in.and(packages(base, "loop..", "http..")))
                    .should(access("blocking code", ForbiddenMembers.BLOCKING)),
            List.of(
                "http.Sleeps",
                "http.WaitsInLambda",
                "http.WaitsByReference",
                "loop.ReadsFile",
                "loop.Selects",
                "http.h1.codec.Locks",
                "http.added.Sleeps")),
        new Rule(
            "classes confined to a loop have no volatile fields",
            "one thread needs none, and no other thread may access the class",
            Map.of(
                "loop.TaskQueue", "other threads pass tasks to the loop through it",
                "loop.ConnectionLimiter", "a reload replaces the limits of all loops",
                "loop.nio.DeferredAccept", "its thread says that the option is set",
                "http.limit.ClientRequests", "a reload replaces the limits of all loops"),
            (base, in) ->
                noFields()
                    .that()
                    .areDeclaredInClassesThat(in.and(packages(base, "loop..", "http..")))
                    .should()
                    .haveModifier(JavaModifier.VOLATILE),
            List.of("loop.HasVolatile", "http.HasVolatile", "http.added.HasVolatile")),
        new Rule(
            "classes confined to a loop use no locks and no concurrent types",
            "confinement replaces them; completion stages are allowed, since the API uses them",
            Map.ofEntries(
                Map.entry("loop.TaskQueue", "other threads pass tasks to the loop through it"),
                Map.entry("loop.Heartbeat", "the watchdog reads it"),
                Map.entry("loop.tls.HandshakePool", "its threads compute for all loops"),
                Map.entry("loop.tls.TlsCounts", "metrics read it"),
                Map.entry("loop.LoopMeter", "metrics read it"),
                Map.entry("loop.ConnectionLimiter", "counts the connections of all loops"),
                Map.entry("loop.AddressCounts", "counts the clients of all loops"),
                Map.entry("http.limit.RequestRates", "counts the clients of all loops"),
                Map.entry("http.limit.LimitCounts", "metrics read it"),
                Map.entry(
                    "http.exchange.BlockingSlots", "counts the blocking answers of all loops"),
                Map.entry("http.exchange.ConnectionCounts", "metrics read it"),
                Map.entry("http.exchange.PendingAnswer", "another thread may complete its answer"),
                Map.entry(
                    "http.dryrun.DryRunLoop", "accepts tasks of other threads, like TaskQueue"),
                Map.entry("loop.Watchdog", "a separate thread, which another thread ends"),
                Map.entry("http.testing.Recorder", "tests read what loops record"),
                Map.entry("loop.LogThrottle", "counts suppressed log lines of all loops"),
                Map.entry(
                    "loop.MemoryBudget", "counts the memory that connections of all loops hold")),
            (base, in) ->
                noClasses()
                    .that(in.and(packages(base, "loop..", "http..")))
                    .should()
                    .dependOnClassesThat(ForbiddenMembers.CONCURRENT),
            List.of(
                "loop.HasLock", "http.HasAtomic", "http.HasConcurrentMap", "http.added.HasAtomic")),
        new Rule(
            "only listed classes start threads",
            "each thread needs an owner that ends it",
            Map.ofEntries(
                Map.entry("loop.Loop", "the thread of a loop"),
                Map.entry(
                    "loop.tls.HandshakePool",
                    "signatures and key agreements, which would delay all connections"),
                Map.entry(
                    "api.StreamSource", "a virtual thread for each chunk of a blocking stream"),
                Map.entry("loop.Watchdog", "a thread that detects stalled loops"),
                Map.entry(
                    "loop.nio.DeferredAccept", "sets an option once, which links native calls"),
                Map.entry(
                    "http.exchange.BlockingSlots", "a virtual thread for each blocking answer"),
                Map.entry(
                    "app.filters.WorkerPool",
                    "computations, which would occupy the carriers of virtual threads"),
                Map.entry("app.logging.LostLines", "says how many lines a blocked log has lost"),
                Map.entry(
                    "app.logging.QueuedOutput",
                    "the only thread that waits for the reader of the log"),
                Map.entry(
                    "staticfiles.pool.LookupPool",
                    "blocked lookups, which would occupy the carriers of virtual threads"),
                Map.entry(
                    "staticfiles.file.DaemonTimer",
                    "closes unused files while there are no requests"),
                Map.entry("app.tls.CertificateWatch", "looks for changed files"),
                Map.entry(
                    "app.tls.ServerTls",
                    "reads certificates beside the start, and shakes hands after it"),
                Map.entry("app.admin.Monitor", "samples only while a status page is open"),
                Map.entry("app.admin.Reloads", "a reload, which may hang in a plugin"),
                Map.entry(
                    "app.desktop.Browser", "starts a program, for which the server does not wait"),
                Map.entry("app.Server", "shutdown actions of plugins may hang"),
                Map.entry(
                    "app.lifecycle.ControlSocket",
                    "waits for verbs and a new server, which may be slow"),
                Map.entry(
                    "app.SignalGuard", "checks whether the JVM can start a thread for a signal"),
                Map.entry(
                    "app.training.Training",
                    "the client, while the main thread waits for the signal")),
            (base, in) ->
                noClasses()
                    .that(in.and(packages(base, "..")))
                    .should(access("methods that start threads", ForbiddenMembers.MAKING_THREADS)),
            List.of(
                "http.StartsThread",
                "http.StartsVirtualThread",
                "loop.ExtendsThread",
                "staticfiles.UsesExecutors",
                "staticfiles.StreamsInParallel")),
        new Rule(
            "asynchronous steps name their executor",
            "without one they run in a pool without an owner",
            NONE,
            (base, in) ->
                noClasses()
                    .that(in.and(packages(base, "..")))
                    .should(
                        access(
                            "asynchronous steps without an executor",
                            ForbiddenMembers.ASYNC_ANYWHERE)),
            List.of("http.exchange.ContinuesAnywhere")));
  }

  /// Packages of code without I/O, time and threads, in addition to the given ones.
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
