package otus.server.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static otus.server.app.architecture.Accesses.access;
import static otus.server.app.architecture.Packages.packages;

import java.util.List;
import java.util.Map;

/// What is there once in a process: its streams, its end, its clocks, its locale.
final class ProcessRules {
  private static final Map<String, String> NONE = Map.of();

  private ProcessRules() {}

  static List<Rule> all() {
    return List.of(
        new Rule(
            "only the application touches the standard streams",
            "modules speak through the logger",
            NONE,
            (base, in) ->
                noClasses()
                    .that(
                        in.and(packages(base, "..")).and(not(packages(base, "app", "app.logging"))))
                    .should(access("standard streams", Lists.STANDARD_STREAMS)),
            List.of("http.Prints", "loop.PrintsStackTrace")),
        new Rule(
            "only Main names the standard streams and ends the process",
            "everything else can be run, and tested, as a function",
            Map.of("app.Main", "that place"),
            (base, in) ->
                noClasses()
                    .that(in.and(packages(base, "..")))
                    .should(access("the process", Lists.PROCESS)),
            List.of("app.Exits", "http.Halts", "app.PrintsToTheStream")),
        new Rule(
            "clocks are read in three classes",
            "time is injected, so that tests set it",
            Map.of(
                "loop.Ticker", "elapsed time",
                "app.Wiring", "the time of day",
                "http.HttpServer$Builder", "the same, for whoever embeds the server"),
            (base, in) ->
                noClasses()
                    .that(in.and(packages(base, "..")))
                    .should(access("a clock", Lists.CLOCKS)),
            List.of(
                "loop.ReadsNanoTime",
                "http.ReadsNanoTimeByReference",
                "staticfiles.ReadsNow",
                "app.ReadsDate")),
        new Rule(
            "nothing depends on the default charset or locale",
            "a server answers the same wherever it runs",
            NONE,
            (base, in) ->
                noClasses()
                    .that(in.and(packages(base, "..")))
                    .should(access("defaults of the machine", Lists.DEFAULTS)),
            List.of(
                "http.UsesDefaultCharset",
                "staticfiles.UsesDefaultLocale",
                "app.FormatsByDefault")));
  }
}
