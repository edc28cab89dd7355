package otus.server.app;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import otus.server.http.HttpLimits;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// Reads the command line. picocli finds the flags and their words; what the words mean is ours, so
/// that each mistake is said in the same way.
final class Arguments {
  private static final int DEFAULT_PORT = 8080;
  private static final Duration DEFAULT_GRACE = Duration.ofSeconds(30);

  private final ParseResult parsed;

  private Arguments(ParseResult parsed) {
    this.parsed = parsed;
  }

  /// What the command line asks for; never throws on account of it.
  static Invocation read(String... words) {
    try {
      return new Arguments(new CommandLine(spec()).parseArgs(words)).invocation();
    } catch (CommandLine.ParameterException e) {
      return new Invocation.Fault(explain(e));
    } catch (Mistake e) {
      return new Invocation.Fault(String.valueOf(e.getMessage()));
    }
  }

  // Built by hand: the annotated form costs reflection at every start.
  private static CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("otus-server");
    spec.parser().expandAtFiles(false); // a folder may be called @home
    for (Flag flag : Flag.values()) {
      OptionSpec.Builder option = OptionSpec.builder(flag.names.toArray(String[]::new));
      if (flag.label == null) {
        option.arity("0").type(boolean.class);
      } else if (flag == Flag.BIND) {
        option.arity("1").type(List.class).auxiliaryTypes(String.class);
      } else {
        option.arity("1").type(String.class);
      }
      spec.addOption(option.build());
    }
    return spec.addPositional(
        PositionalParamSpec.builder()
            .arity("0..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .build());
  }

  private static String explain(CommandLine.ParameterException e) {
    return switch (e) {
      case CommandLine.OverwrittenOptionException twice ->
          name(twice.getOverwritten()) + " is given twice";
      case CommandLine.MissingParameterException missing ->
          name(missing.getMissing().getFirst()) + " needs a value";
      case CommandLine.UnmatchedArgumentException unknown ->
          "unknown option: " + unknown.getUnmatched().getFirst().split("=", 2)[0] + " (try --help)";
      default -> String.valueOf(e.getMessage());
    };
  }

  private static String name(ArgSpec spec) {
    return spec instanceof OptionSpec option
        ? Flag.named(option.longestName()).map(Flag::longName).orElse(option.longestName())
        : spec.paramLabel();
  }

  private Invocation invocation() {
    if (has(Flag.HELP) || has(Flag.SUMMARY)) {
      return new Invocation.Help(has(Flag.HELP));
    }
    if (has(Flag.VERSION)) {
      return new Invocation.Version();
    }
    return has(Flag.TRAIN) ? new Invocation.Train() : new Invocation.Run(options());
  }

  private Options options() {
    return new Options(
        root(),
        content(),
        words(Flag.BIND, List.of("127.0.0.1")).stream().map(Address::of).toList(),
        value(Flag.PORT, Values::port, DEFAULT_PORT),
        value(Flag.WORKERS, Values::workers, Runtime.getRuntime().availableProcessors()),
        limits(),
        value(Flag.GRACE_PERIOD, word -> Values.time(Flag.GRACE_PERIOD, word), DEFAULT_GRACE));
  }

  private Path root() {
    List<String> folders = parsed.matchedPositionalValue(0, List.<String>of());
    if (folders.size() + (has(Flag.ROOT) ? 1 : 0) > 1) {
      throw new Mistake("more than one folder: " + folders);
    }
    String folder = folders.isEmpty() ? value(Flag.ROOT, word -> word, ".") : folders.getFirst();
    try {
      return Path.of(folder);
    } catch (InvalidPathException e) {
      throw new Mistake("no such folder: " + folder, e);
    }
  }

  /// What is left to the handler to understand.
  private Map<String, String> content() {
    Map<String, String> content = new HashMap<>();
    content.put("hidden", String.valueOf(has(Flag.HIDDEN)));
    for (Flag flag : List.of(Flag.INDEX, Flag.SYMLINKS)) {
      if (has(flag)) {
        content.put(flag.longName().substring("--".length()), value(flag, word -> word, ""));
      }
    }
    return content;
  }

  private HttpLimits limits() {
    HttpLimits standard = HttpLimits.defaults();
    return new HttpLimits(
        standard.target(),
        standard.head(),
        standard.fields(),
        value(Flag.MAX_BODY, word -> Values.size(Flag.MAX_BODY, word), standard.content()),
        timeout(Flag.HEADER_TIMEOUT, standard.headTime()),
        timeout(Flag.STALL_TIMEOUT, standard.stallTime()),
        standard.rate(),
        timeout(Flag.IDLE_TIMEOUT, standard.idleTime()),
        standard.lingerTime());
  }

  private Duration timeout(Flag flag, Duration standard) {
    return value(flag, word -> Values.timeout(flag, word), standard);
  }

  private boolean has(Flag flag) {
    return parsed.hasMatchedOption(flag.longName());
  }

  private <T> T value(Flag flag, Function<String, T> meaning, T standard) {
    @Nullable String word = parsed.matchedOptionValue(flag.longName(), null);
    return word == null ? standard : meaning.apply(word);
  }

  private List<String> words(Flag flag, List<String> standard) {
    return parsed.matchedOptionValue(flag.longName(), standard);
  }
}
