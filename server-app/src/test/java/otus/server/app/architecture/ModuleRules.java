package otus.server.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static otus.server.app.architecture.MemberAccess.access;
import static otus.server.app.architecture.PackageRules.only;
import static otus.server.app.architecture.PackageRules.packages;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Rules for the dependencies between modules and packages.
final class ModuleRules {
  private static final Map<String, String> NONE = Map.of();

  private static final List<String> BASIC_PACKAGES =
      List.of(
          "java.lang..",
          "java.util..",
          "java.io",
          "java.net",
          "java.nio..",
          "java.security",
          "java.time..");

  private static final List<String> LOOP_PACKAGES =
      Stream.concat(BASIC_PACKAGES.stream(), Stream.of("javax.net.ssl")).toList();

  private ModuleRules() {}

  static List<Rule> all() {
    return List.of(
        new Rule(
            "the API depends on java.base only",
            "plugins compile against it and must not depend on a server or protocol version",
            NONE,
            (base, in) -> only(base, in, "api..", BASIC_PACKAGES),
            List.of("api.SeesApp", "api.SeesLoop")),
        new Rule(
            "the loop depends on no other module",
            "it transports bytes of any protocol",
            NONE,
            (base, in) -> only(base, in, "loop..", LOOP_PACKAGES),
            List.of("loop.SeesApi", "loop.SeesHttp")),
        new Rule(
            "HTTP depends on the loop and the API, not on handlers",
            "handlers are plugins",
            NONE,
            (base, in) ->
                noClasses()
                    .that(in.and(packages(base, "http..")))
                    .should()
                    .dependOnClassesThat(packages(base, "staticfiles..", "app..")),
            List.of("http.SeesStatic", "http.SeesApp")),
        new Rule(
            "static files depend on the API and file classes only",
            "the module is a plugin that happens to be bundled",
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
                        "java.text",
                        "java.time..")),
            List.of("staticfiles.SeesHttp", "staticfiles.SeesLoop", "staticfiles.SeesNetwork")),
        new Rule(
            "the application does not depend on modules of handlers",
            "the server must run without static files",
            NONE,
            (base, in) ->
                noClasses()
                    .that(in.and(packages(base, "app..")))
                    .should()
                    .dependOnClassesThat(packages(base, "staticfiles..")),
            List.of("app.SeesStatic")),
        new Rule(
            "built-in filters depend on the API only",
            "they are plugins that happen to be bundled",
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
            "the application does not depend on filters",
            "built-in filters are found like those of plugins, so unused ones are not loaded",
            NONE,
            (base, in) ->
                noClasses()
                    .that(in.and(packages(base, "app..")).and(not(packages(base, "app.filters.."))))
                    .should()
                    .dependOnClassesThat(packages(base, "app.filters..")),
            List.of("app.SeesFilter", "app.added.SeesFilter")),
        new Rule(
            "only Wiring creates servers",
            "one class shows how the server is assembled",
            Map.of("app.Wiring", "the only place"),
            (base, in) ->
                noClasses()
                    .that(in.and(packages(base, "app..")))
                    .should(
                        access(
                            "methods that create servers",
                            MemberAccess.anyOf(
                                MemberAccess.members(base + ".loop.LoopGroup", "open"),
                                MemberAccess.members(base + ".loop.Ticker", "system"),
                                MemberAccess.members(base + ".http.HttpServer", "serving")))),
            List.of("app.MakesLoops", "app.MakesServer")),
        new Rule(
            "packages have no dependency cycles",
            "packages in a cycle can only be understood together",
            NONE,
            (base, in) -> slices().matching(base + ".(**)").should().beFreeOfCycles(),
            List.of("cycle.one.One", "cycle.two.Two")));
  }
}
