package otus.server.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static otus.server.app.architecture.MemberAccess.access;
import static otus.server.app.architecture.PackageRules.packages;

import java.util.List;
import java.util.Map;

/// Rules for things that a process has only once: streams, exit, clocks, locale.
final class ProcessRules {
  private static final Map<String, String> NONE = Map.of();

  private ProcessRules() {}

  static List<Rule> all() {
    return List.of(
        new Rule(
            "only the application uses the standard streams",
            "modules use the logger",
            NONE,
            (base, in) ->
                noClasses()
                    .that(
                        in.and(packages(base, "..")).and(not(packages(base, "app", "app.logging"))))
                    .should(access("standard streams", ForbiddenMembers.STANDARD_STREAMS)),
            List.of("http.Prints", "loop.PrintsStackTrace")),
        new Rule(
            "only Main uses the streams of System and ends the process",
            "all other code can be called and tested as a function",
            Map.of("app.Main", "the only place"),
            (base, in) ->
                noClasses()
                    .that(in.and(packages(base, "..")))
                    .should(access("the process", ForbiddenMembers.PROCESS)),
            List.of("app.Exits", "http.Halts", "app.PrintsToTheStream")),
        new Rule(
            "only listed classes read clocks",
            "time is injected, so that tests can set it",
            Map.of(
                "loop.Ticker", "elapsed time",
                "app.Wiring", "the time of day",
                "app.training.TrainingCertificate", "a program of the build",
                "http.HttpServerBuilder", "the time of day, for applications that embed the server",
                "api.Request", "elapsed time, for requests that others implement",
                "api.testing.FakeRequest", "elapsed time, which a test can set",
                "staticfiles.file.CheckTime",
                    "elapsed time, for comparison with the time of a request, which tests set",
                "staticfiles.file.CacheChecks", "the same, and durations"),
            (base, in) ->
                noClasses()
                    .that(in.and(packages(base, "..")))
                    .should(access("a clock", ForbiddenMembers.CLOCKS)),
            List.of(
                "loop.ReadsNanoTime",
                "http.ReadsNanoTimeByReference",
                "staticfiles.ReadsNow",
                "app.ReadsDate")),
        new Rule(
            "no code depends on the default charset or locale",
            "responses must not depend on the machine",
            NONE,
            (base, in) ->
                noClasses()
                    .that(in.and(packages(base, "..")))
                    .should(access("defaults of the machine", ForbiddenMembers.DEFAULTS)),
            List.of(
                "http.UsesDefaultCharset",
                "staticfiles.UsesDefaultLocale",
                "app.FormatsByDefault")));
  }
}
