package otus.server.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static otus.server.app.architecture.Accesses.access;
import static otus.server.app.architecture.Packages.only;
import static otus.server.app.architecture.Packages.packages;

import java.util.List;
import java.util.Map;

/// Who may know whom.
final class ModuleRules {
  private static final Map<String, String> NONE = Map.of();

  private ModuleRules() {}

  static List<Rule> all() {
    return List.of(
        new Rule(
            "the API depends on the JDK's base alone",
            "plugins compile against it, and must not be tied to one server or protocol version",
            NONE,
            (base, in) ->
                only(
                    base,
                    in,
                    "api..",
                    List.of(
                        "java.lang..",
                        "java.util..",
                        "java.io",
                        "java.net",
                        "java.nio..",
                        "java.time..")),
            List.of("api.SeesApp", "api.SeesLoop")),
        new Rule(
            "the loop depends on no other module",
            "it carries bytes of any protocol",
            NONE,
            (base, in) ->
                only(
                    base,
                    in,
                    "loop..",
                    List.of(
                        "java.lang..",
                        "java.util..",
                        "java.io",
                        "java.net",
                        "java.nio..",
                        "java.time..")),
            List.of("loop.SeesApi", "loop.SeesHttp")),
        new Rule(
            "HTTP depends on the loop and the API, and on no handler",
            "handlers are plugins",
            NONE,
            (base, in) ->
                noClasses()
                    .that(in.and(packages(base, "http..")))
                    .should()
                    .dependOnClassesThat(packages(base, "staticfiles..", "app..")),
            List.of("http.SeesStatic", "http.SeesApp")),
        new Rule(
            "static files see the API and files, nothing of the server",
            "it is a plugin like any other, only bundled",
            NONE,
            (base, in) ->
                only(
                    base,
                    in,
                    "staticfiles..",
                    List.of(
                        base + ".api..",
                        "java.lang..",
                        "java.util..",
                        "java.io",
                        "java.nio",
                        "java.nio.channels",
                        "java.nio.charset",
                        "java.nio.file..",
                        "java.security",
                        "java.time..")),
            List.of("staticfiles.SeesHttp", "staticfiles.SeesLoop", "staticfiles.SeesNetwork")),
        new Rule(
            "the application names no handler's module",
            "the server must run without static files",
            NONE,
            (base, in) ->
                noClasses()
                    .that(in.and(packages(base, "app..")))
                    .should()
                    .dependOnClassesThat(packages(base, "staticfiles..")),
            List.of("app.SeesStatic")),
        new Rule(
            "the server's own filters see the API alone",
            "they are plugins like any other, only bundled",
            NONE,
            (base, in) ->
                only(
                    base,
                    in,
                    "app.filters..",
                    List.of(
                        base + ".api..",
                        "java.lang..",
                        "java.util..",
                        "java.io",
                        "java.net",
                        "java.nio",
                        "java.nio.channels",
                        "java.nio.charset",
                        "java.nio.file..",
                        "java.security",
                        "java.time..",
                        "javax.crypto..",
                        "org.bouncycastle.crypto.generators")),
            List.of("app.filters.SeesApp", "app.filters.SeesHttp")),
        new Rule(
            "the application names no filter",
            "it finds its own as it finds those of plugins, so that one that is off is not loaded",
            NONE,
            (base, in) ->
                noClasses()
                    .that(in.and(packages(base, "app..")).and(not(packages(base, "app.filters.."))))
                    .should()
                    .dependOnClassesThat(packages(base, "app.filters..")),
            List.of("app.SeesFilter", "app.added.SeesFilter")),
        new Rule(
            "only the wiring makes servers",
            "one place shows what the server is made of",
            Map.of("app.Wiring", "that place"),
            (base, in) ->
                noClasses()
                    .that(in.and(packages(base, "app..")))
                    .should(
                        access(
                            "the makers of servers",
                            Accesses.anyOf(
                                Accesses.members(base + ".loop.LoopGroup", "open"),
                                Accesses.members(base + ".loop.Ticker", "system"),
                                Accesses.members(base + ".http.HttpServer", "serving")))),
            List.of("app.MakesLoops", "app.MakesServer")),
        new Rule(
            "no package depends on one that depends on it",
            "what is in a cycle can only be understood at once",
            NONE,
            (base, in) -> slices().matching(base + ".(**)").should().beFreeOfCycles(),
            List.of("cycle.one.One", "cycle.two.Two")));
  }
}
